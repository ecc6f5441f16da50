/* engine/push.c - what hubs say, and what is due; see subscription.h.  Only the store can fail.
 *
 * Texts of a hub are strangers' texts; util/log.h escapes them.
 */
#include "engine/subscription.h"

#include "engine/schedule.h"
#include "util/log.h"
#include "util/span.h"

#include <string.h>

#include <tidings/kit/str.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
enum { MIN_LEASE_S = 300, MAX_ENDS = 3 };
#define MAX_LEASE_S (INT64_C(365) * 86400)

/* ---- all of them ---- */

/* Rows are collected first: what is listed is not changed meanwhile. */
struct rows {
  struct arena arena;
  struct tdg_subscription *v;
  size_t n, cap;
};

static int collect(void *arg, const struct tdg_subscription *theirs) {
  struct rows *r = arg;
  if (r->n == r->cap) {
    struct tdg_subscription *more = arena_alloc(&r->arena, (2 * r->cap + 16) * sizeof *more);
    if (r->n > 0) memcpy(more, r->v, r->n * sizeof *more);
    r->v = more;
    r->cap = 2 * r->cap + 16;
  }
  store_subscription_copy(&r->arena, &r->v[r->n++], theirs);
  return 0;
}

typedef int (*row_fn)(struct store *, struct engine *, struct tdg_subscription *, int64_t now, void *arg);

static int each(struct store *store, struct engine *e, int64_t now, row_fn fn, void *arg) {
  struct rows r = {0};
  int status = store_subscription_list(store, collect, &r);
  for (size_t i = 0; i < r.n && status >= 0; i++) status = fn(store, e, &r.v[i], now, arg);
  arena_free(&r.arena);
  return status < 0 ? status : 0;
}

/* ---- a run begins ---- */

/* Does the hub push, or did it when it was asked to end that? */
static int has_lease(const struct tdg_subscription *u, int64_t now) {
  return (u->state == TDG_SUBSCRIPTION_VERIFIED || u->state == TDG_SUBSCRIPTION_ENDING) && u->expires > now;
}

/* `websub:` was taken out: a hub asks back before it ends a lease, so that waits until there is a listener. */
static int leave(struct engine *e, struct tdg_subscription *u, int64_t now, int64_t *last) {
  const int is_told = u->state == TDG_SUBSCRIPTION_ENDING;
  u->state = TDG_SUBSCRIPTION_ENDING;
  u->trusted = u->waiting = u->failures = 0;
  u->next = now;
  if (!is_told && u->expires > *last) *last = u->expires;
  return subscription_put(e, u);
}

static int hears(const struct engine *e) {
  return e->spec.websub_listen != NULL && e->spec.websub_listen[0] != '\0';
}

static int begin(struct store *store, struct engine *e, struct tdg_subscription *u, int64_t now, void *arg) {
  const struct engine_source *s = engine_source(e, u->source.p);
  const int kept = e->websub != NULL && u->state == TDG_SUBSCRIPTION_VERIFIED && u->expires > now &&
                   tdg_str_same(u->callback, tdg_str_of(e->spec.websub_callback));
  if (e->websub != NULL && !subscription_is_wanted(e, s)) return 0; /* it is asked to end it */
  if (e->websub != NULL && u->state == TDG_SUBSCRIPTION_ENDING && u->hubs.n == 0) return 0;
  const int left = !hears(e) && has_lease(u, now);
  if (s == NULL && !left) return store_subscription_drop(store, u->source.p);
  int status = s != NULL ? sourcestate_bring_forward(store, e, s, TDG_DUE_HUB, now) : 0;
  if (status < 0 || kept) return status;
  if (left) return leave(e, u, now, arg);
  u->trusted = 0;
  if (u->state != TDG_SUBSCRIPTION_DENIED) {
    u->state = TDG_SUBSCRIPTION_NAMED;
    u->next = now;
  }
  if (e->websub == NULL) u->next = 0;
  else if (u->next == 0) u->next = now;
  return subscription_put(e, u);
}

int push_begin(struct store *store, struct engine *e, int64_t now) {
  int64_t last = 0;
  char span[SPAN_WORDS];
  const int status = each(store, e, now, begin, &last);
  span_words(span, last - now);
  if (status >= 0 && last > 0)
    log_warning(
        "hubs still push, for %s more, though `websub:` was taken out, and nobody hears them; to end that, "
        "write it again with `subscribe: no` until `tidings sources` tells of no hub",
        span);
  return status;
}

/* ---- what is due ---- */

static int ask(struct store *store, const struct tdg_subscription *u, int64_t now) {
  struct arena a = {0};
  tdg_rec *request = rec_new(&a, TDG_REQUEST);
  rec_put(request, TDG_URL, u->hub.p, u->hub.n);
  struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_HUB, .due = now};
  task.key = tdg_str_of(arena_printf(&a, "hub %s", u->source.p));
  task.source = u->source;
  task.url = u->hub;
  task.run = tdg_str_of("");
  task.group = engine_group(&a, u->hub);
  task.request = rec_bytes(request);
  int status = store->ops->task_add(store->handle, &task);
  arena_free(&a);
  return status < 0 ? status : 0;
}

static int end_lease(struct store *store, struct engine *e, const struct engine_source *s,
                     struct tdg_subscription *u, int64_t now) {
  log_warning("source %s: its hub %s has let the subscription end; it is polled as usual", u->source.p,
              u->hub.p);
  u->state = TDG_SUBSCRIPTION_NAMED;
  u->trusted = 0;
  return sourcestate_bring_forward(store, e, s, TDG_DUE_HUB, now);
}

/* Nothing is left of it at its hub. */
static int forget(struct store *store, const struct engine *e, struct tdg_subscription *u) {
  struct arena a = {0};
  if (engine_source(e, u->source.p) == NULL || u->hubs.n == 0) /* its feed names no hub any more */
    return store_subscription_drop(store, u->source.p);
  const struct tdg_subscription anew = subscription_anew(&a, u, 0);
  const int status = store_subscription_put(store, &anew);
  arena_free(&a);
  return status;
}

static int begin_end(struct store *store, struct engine *e, struct tdg_subscription *u, int64_t now) {
  const struct engine_source *s = engine_source(e, u->source.p);
  if (u->state != TDG_SUBSCRIPTION_VERIFIED || u->expires <= now) /* it does not push */
    return s == NULL || u->next > 0 ? forget(store, e, u) : 0;
  u->state = TDG_SUBSCRIPTION_ENDING;
  u->trusted = u->waiting = u->failures = 0;
  u->next = now;
  const int status = subscription_put(e, u);
  return status < 0 || s == NULL ? status : sourcestate_bring_forward(store, e, s, TDG_DUE_HUB, now);
}

static int go_on_ending(struct store *store, struct engine *e, struct tdg_subscription *u, int64_t now) {
  struct arena a = {0};
  int status = 0;
  if (u->hubs.n > 0 && subscription_is_wanted(
                           e, engine_source(e, u->source.p))) { /* again; a late answer is for the old key */
    const struct tdg_subscription anew = subscription_anew(&a, u, now);
    status = subscription_put(e, &anew);
    arena_free(&a);
    return status;
  }
  if (u->expires <= now || (u->failures >= MAX_ENDS && u->next <= now)) return forget(store, e, u);
  if (u->next > now) return 0;
  status = ask(store, u, now);
  u->next = now + HOUR;
  return status < 0 ? status : store_subscription_put(store, u);
}

static int go_on(struct store *store, struct engine *e, struct tdg_subscription *u, int64_t now) {
  const struct engine_source *s = engine_source(e, u->source.p);
  int status = 0;
  if (u->state == TDG_SUBSCRIPTION_NAMED && u->next == 0) u->next = now; /* it was not wanted before */
  const int is_over = u->state == TDG_SUBSCRIPTION_VERIFIED && u->expires <= now,
            is_due = u->next > 0 && u->next <= now;
  struct arena a = {0};
  struct tdg_subscription other;
  if (is_over) status = end_lease(store, e, s, u, now);
  if (is_due && u->state == TDG_SUBSCRIPTION_ASKED && subscription_next(&a, u, now, &other)) *u = other;
  if (is_due && status >= 0) status = ask(store, u, now);
  if (is_due) u->next = now + HOUR; /* set anew when the task is leased */
  if ((is_over || is_due) && status >= 0) status = store_subscription_put(store, u);
  arena_free(&a);
  return status;
}

static int look(struct store *store, struct engine *e, struct tdg_subscription *u, int64_t now, void *arg) {
  int64_t *look_at = arg, at;
  const int wanted = subscription_is_wanted(e, engine_source(e, u->source.p));
  const int status = u->state == TDG_SUBSCRIPTION_ENDING ? go_on_ending(store, e, u, now)
                     : wanted                            ? go_on(store, e, u, now)
                                                         : begin_end(store, e, u, now);
  at = u->state == TDG_SUBSCRIPTION_VERIFIED && (u->next == 0 || u->expires < u->next) ? u->expires : u->next;
  if (at > 0 && (*look_at == 0 || at < *look_at)) *look_at = at;
  return status;
}

int push_scan(struct store *store, struct engine *e, int64_t now, int64_t *look_at) {
  *look_at = 0;
  return each(store, e, now, look, look_at);
}

/* ---- what a hub answers ---- */

/* The row of a hub that does not push, or of the next one in its place.  *then: what is asked now. */
static int put_next(struct engine *e, struct arena *a, const struct tdg_subscription *u, int64_t now,
                    const char **then) {
  struct tdg_subscription other;
  const int found = subscription_next(a, u, now, &other);
  *then = !found             ? "the hub is asked again"
          : other.next > now ? arena_printf(a, "the first hub that it names, %s, is asked again", other.hub.p)
                             : arena_printf(a, "the next hub that it names is asked, %s", other.hub.p);
  return subscription_put(e, found ? &other : u);
}

/* For want of this machine's network: it says nothing of the hub. */
static void not_reached(struct settle *t, struct tdg_subscription *u) {
  u->next = t->s->now_ms + NETWORK_AGAIN_MS;
  if (u->failures > 0) u->failures--;
  settle_check(t, subscription_put(t->s->engine, u));
}

static void refused(struct settle *t, struct tdg_subscription *u, const tdg_rec *doc) {
  const int64_t now = t->s->now_ms, status = doc != NULL ? rec_get_int(doc, TDG_STATUS, 0) : 0;
  const int64_t asked = doc != NULL ? schedule_retry_after(doc, now) : -1;
  int64_t next = status >= 400 && status < 500 ? now + DAY : 0;
  if (asked >= 0) next = now + asked;
  if (next > u->next) u->next = next;
  u->reason = doc != NULL ? tdg_str_of(sourcestate_fetch_words(t, doc)) : tdg_str_of("it was not reached");
  const size_t hubs = subscription_hubs(u);
  const char *then;
  settle_check(t, put_next(t->s->engine, t->arena, u, now, &then));
  if (u->failures > (hubs > 1 ? hubs : 1))
    log_info("source %s: its hub %s still does not push: %s", u->source.p, u->hub.p, u->reason.p);
  else
    log_warning(
        "source %s: its hub %s was asked to push what is new, and does not: %s; the source is polled as "
        "usual, and %s",
        u->source.p, u->hub.p, u->reason.p, then);
}

/* A hub that was asked to end it; it has yet to ask back, which may have come before. */
static void end_answered(struct settle *t, struct tdg_subscription *u, int64_t status) {
  if (status >= 200 && status < 300)
    log_info("source %s: its hub %s was asked to push no more", u->source.p, u->hub.p);
  else if (status >= 400 && status < 500 && status != 429) settle_check(t, forget(t->store, t->s->engine, u));
}

void push_answered(struct settle *t) {
  const struct settlement *s = t->s;
  const tdg_rec *doc = s->docs != NULL ? s->docs->doc : NULL;
  const int64_t status = doc != NULL ? rec_get_int(doc, TDG_STATUS, 0) : 0;
  struct tdg_subscription u;
  settle_check(t, store_task_drop(t->store, s->task.id));
  if (s->fetch == NULL) return; /* it was not asked */
  const int found = settle_check(t, store_subscription_load(t->store, s->task.source.p, t->arena, &u));
  if (found != 1) return;
  if (u.state == TDG_SUBSCRIPTION_ENDING) end_answered(t, &u, status);
  else if (!subscription_is_wanted(s->engine, s->source)) return;
  else if (s->network >= NETWORK_LOST) not_reached(t, &u);
  else if (status < 200 || status >= 300) refused(t, &u, doc);
  else log_info("source %s: its hub %s was asked to push what is new", u.source.p, u.hub.p);
}

/* ---- what a hub says ---- */

static int64_t lease_of(int64_t said) {
  if (said < 0) return DAY; /* it says nothing that can be, so it is asked again soon */
  if (said == 0) return INT64_C(1000) * SUBSCRIPTION_LEASE_S;
  return 1000 * (said < MIN_LEASE_S ? MIN_LEASE_S : said > MAX_LEASE_S ? MAX_LEASE_S : said);
}

static int verify(struct engine *e, struct tdg_subscription *u, int64_t said, int64_t now) {
  const int64_t lease = lease_of(said);
  char span[SPAN_WORDS];
  span_words(span, lease);
  if (u->state == TDG_SUBSCRIPTION_VERIFIED)
    log_info("source %s: its hub pushes for %s more", u->source.p, span);
  else log_event("source %s: its hub %s pushes what is new, for %s", u->source.p, u->hub.p, span);
  u->state = TDG_SUBSCRIPTION_VERIFIED;
  u->expires = now + lease;
  u->next = now + lease - lease / 4;
  u->failures = 0;
  u->reason = tdg_str_of("");
  return subscription_put(e, u);
}

static int deny(struct store *store, struct engine *e, const struct engine_source *s,
                struct tdg_subscription *u, const char *reason, int64_t now) {
  struct arena a = {0};
  const char *then;
  u->state = TDG_SUBSCRIPTION_DENIED;
  u->trusted = 0;
  u->next = now + 7 * DAY;
  u->reason = tdg_str_of(reason);
  const int status = put_next(e, &a, u, now, &then);
  log_warning("source %s: its hub %s does not push what is new%s%s; it is polled as usual, and %s",
              u->source.p, u->hub.p, reason[0] != '\0' ? ": " : "", reason, then);
  arena_free(&a);
  return status < 0 ? status : sourcestate_bring_forward(store, e, s, TDG_DUE_HUB, now);
}

static int end_asked(struct store *store, struct engine *e, struct tdg_subscription *u,
                     struct listener_answer *out) {
  out->status = 200;
  log_event("source %s: its hub %s pushes no more, as it was asked to", u->source.p, u->hub.p);
  return forget(store, e, u);
}

/* Only what we asked for: a subscription that we want, or the end of one that we do not, with its own topic. */
static int check(struct store *store, struct engine *e, const struct engine_source *s,
                 struct tdg_subscription *u, const struct listener_message *m, int64_t now,
                 struct listener_answer *out) {
  const int wanted = u->state == TDG_SUBSCRIPTION_ASKED || u->state == TDG_SUBSCRIPTION_VERIFIED;
  if (!tdg_str_same(u->topic, tdg_str_of(m->topic))) return 0;
  if (u->state == TDG_SUBSCRIPTION_ENDING && strcmp(m->mode, "unsubscribe") == 0)
    return end_asked(store, e, u, out);
  if (!wanted || s == NULL) return 0;
  if (strcmp(m->mode, "denied") == 0) {
    out->status = 200;
    return deny(store, e, s, u, m->reason, now);
  }
  if (strcmp(m->mode, "subscribe") != 0) return 0;
  out->status = 200;
  return verify(e, u, m->lease, now);
}

static void open_push(const struct tdg_subscription *u, int64_t now, struct listener_answer *out) {
  if (u->state != TDG_SUBSCRIPTION_VERIFIED || u->expires <= now || u->secret.n > LISTENER_MAX_SECRET) return;
  out->status = 200;
  memcpy(out->secret, u->secret.p, u->secret.n);
}

static int pushed(struct store *store, struct engine *e, const struct engine_source *s,
                  struct tdg_subscription *u, int good, int64_t now) {
  if (!good) {
    u->wrong++;
    if (engine_tell_first(e, "signature", u->source.p))
      log_warning("source %s: a push in the name of its hub %s has a wrong signature, or none: it is "
                  "ignored; further "
                  "ones are counted (tidings sources %s)",
                  u->source.p, u->hub.p, u->source.p);
    return store_subscription_put(store, u);
  }
  u->pushes++;
  u->pushed = now;
  u->waiting = 1;
  log_info("source %s: its hub says that there is something new", u->source.p);
  const int status = store_subscription_put(store, u);
  return status < 0 ? status : sourcestate_bring_forward(store, e, s, TDG_DUE_PUSHED, now);
}

int push_take(struct store *store, struct engine *e, const struct listener_message *m, int64_t now,
              struct listener_answer *out) {
  struct arena a = {0};
  struct tdg_subscription u;
  int status = store_subscription_find(store, m->key, &a, &u);
  const struct engine_source *s = status == 1 ? engine_source(e, u.source.p) : NULL;
  *out = (struct listener_answer){.status = m->what == LISTENER_OPEN ? 410 : 404};
  if (status == 1 && s == NULL && m->what != LISTENER_CHECK) status = 0; /* it was taken out meanwhile */
  if (status == 1 && m->what == LISTENER_CHECK) status = check(store, e, s, &u, m, now, out);
  else if (status == 1 && m->what == LISTENER_OPEN) open_push(&u, now, out);
  else if (status == 1 && m->what == LISTENER_PUSHED) status = pushed(store, e, s, &u, m->good != 0, now);
  arena_free(&a);
  return status < 0 ? status : 0;
}
