/* engine/subscription.c - the rows of subscriptions; see subscription.h.  Only the store can fail. */
#include "engine/subscription.h"

#include "engine/schedule.h"
#include "util/bytebuf.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { SECRET = LISTENER_MAX_SECRET };

static const struct tdg_str none = {"", 0};

/* ---- what a feed names ---- */

enum { MAX_HUBS = 8 };

struct named {
  struct tdg_str hubs[MAX_HUBS], topic;
  size_t n;
};

static void add_hub(struct named *n, struct tdg_str url) {
  if (n->n < MAX_HUBS && tdg_url_is_web(url) && url.n < LISTENER_MAX_TOPIC) n->hubs[n->n++] = url;
}

/* The first topic; the parser has made them absolute. */
static struct named named_by(const tdg_rec *head) {
  struct named n = {.topic = none};
  const tdg_rec *link;
  for (uint32_t i = 0; (link = rec_get_rec(head, TDG_ALTERNATE, i)) != NULL; i++) {
    const struct tdg_str rel = rec_get(link, TDG_REL, 0), url = rec_get(link, TDG_URL, 0);
    if (!tdg_url_is_web(url) || url.n >= LISTENER_MAX_TOPIC) continue;
    if (strcmp(rel.p, "hub") == 0) add_hub(&n, url);
    if (n.topic.n == 0 && strcmp(rel.p, "self") == 0) n.topic = url;
  }
  return n;
}

static struct tdg_str hubs_text(struct arena *a, const struct named *n) {
  const char *text = n->hubs[0].p;
  for (size_t i = 1; i < n->n; i++) text = arena_printf(a, "%s\n%s", text, n->hubs[i].p);
  return tdg_str_of(text);
}

/* As the row has it. */
static struct named named_in(struct arena *a, const struct tdg_subscription *u) {
  struct named n = {.topic = u->topic};
  for (size_t at = 0; at < u->hubs.n;) {
    const char *hub = u->hubs.p + at, *end = memchr(hub, '\n', u->hubs.n - at);
    const size_t size = end != NULL ? (size_t)(end - hub) : u->hubs.n - at;
    add_hub(&n, (struct tdg_str){arena_copy(a, hub, size), size});
    at += size + 1;
  }
  return n;
}

/* Half as many unguessable bytes in hexadecimal. */
static struct tdg_str unguessable(struct arena *a, size_t digits) {
  unsigned char bytes[SECRET / 2];
  char *text = arena_alloc(a, digits + 1);
  BUG_ON(digits > SECRET || getentropy(bytes, digits / 2) < 0);
  for (size_t i = 0; i < digits / 2; i++) snprintf(text + 2 * i, 3, "%02x", bytes[i]);
  return (struct tdg_str){text, digits};
}

static struct tdg_subscription new_row(struct arena *a, struct tdg_str source, struct tdg_str hub,
                                       struct tdg_str topic, struct tdg_str hubs) {
  return (struct tdg_subscription){.size = sizeof(struct tdg_subscription),
                                   .source = source,
                                   .hub = hub,
                                   .topic = topic,
                                   .callback = none,
                                   .key = unguessable(a, LISTENER_KEY),
                                   .secret = unguessable(a, SECRET),
                                   .reason = none,
                                   .hubs = hubs};
}

int subscription_put(struct engine *e, const struct tdg_subscription *u) {
  e->hubs_changed = 1;
  return store_subscription_put(e->store, u);
}

int subscription_is_wanted(const struct engine *e, const struct engine_source *s) {
  return e->websub != NULL && !e->spec.websub_leaves && s != NULL;
}

struct tdg_subscription subscription_anew(struct arena *a, const struct tdg_subscription *u, int64_t next) {
  struct tdg_subscription out = new_row(a, u->source, u->hub, u->topic, u->hubs);
  out.next = next;
  return out;
}

/* It was asked, and does not push. */
static int is_of_no_use(const struct tdg_subscription *u, int64_t now) {
  if (u->state == TDG_SUBSCRIPTION_DENIED) return 1;
  return u->state != TDG_SUBSCRIPTION_VERIFIED && u->asked > 0 && u->failures > 0 &&
         (u->reason.n > 0 || u->next <= now);
}

static size_t place_of(const struct named *n, struct tdg_str hub) {
  size_t at = 0;
  while (at < n->n && !tdg_str_same(n->hubs[at], hub)) at++;
  return at;
}

/* In the place of a hub that is of no use the next one that the feed names is asked.  After the last one the first one
 * is again, when it would have been. */
static struct tdg_subscription next_hub(struct arena *a, const struct tdg_subscription *u,
                                        const struct named *n, int64_t now) {
  const size_t at = (place_of(n, u->hub) + 1) % n->n;
  struct tdg_subscription out = new_row(a, u->source, n->hubs[at], n->topic, hubs_text(a, n));
  out.failures = u->failures;
  out.next = at == 0 && u->next > now ? u->next : now;
  return out;
}

size_t subscription_hubs(const struct tdg_subscription *u) {
  struct arena a = {0};
  const size_t n = named_in(&a, u).n;
  arena_free(&a);
  return n;
}

int subscription_next(struct arena *a, const struct tdg_subscription *u, int64_t now,
                      struct tdg_subscription *out) {
  const struct named n = named_in(a, u);
  if (n.n < 2 || u->state == TDG_SUBSCRIPTION_VERIFIED || u->state == TDG_SUBSCRIPTION_ENDING) return 0;
  *out = next_hub(a, u, &n, now);
  return 1;
}

/* Its feed names no hub any more: one that pushes is asked to end that. */
static int named_no_more(struct settle *t, struct tdg_subscription *u) {
  const int64_t now = t->s->now_ms;
  const int ends = u->state == TDG_SUBSCRIPTION_ENDING && u->expires > now;
  if (!ends && (u->state != TDG_SUBSCRIPTION_VERIFIED || u->expires <= now))
    return store_subscription_drop(t->store, t->s->source->who.id);
  if (ends && u->hubs.n == 0) return 0;
  log_info("source %s: its feed names no hub any more; %s is asked to push no more", u->source.p, u->hub.p);
  u->state = TDG_SUBSCRIPTION_ENDING;
  u->trusted = u->waiting = u->failures = 0;
  u->next = now;
  u->hubs = none;
  return subscription_put(t->s->engine, u);
}

/* 1: there is a row, and *u is as the feed says. */
static int hear(struct settle *t, struct tdg_subscription *u) {
  const struct engine_source *s = t->s->source;
  const struct named n = named_by(t->feed);
  const int64_t now = t->s->now_ms;
  int found = store_subscription_load(t->store, s->who.id, t->arena, u);
  if (found >= 0 && (n.n == 0 || n.topic.n == 0)) found = found == 1 ? named_no_more(t, u) : 0;
  if (found < 0 || n.n == 0 || n.topic.n == 0) return found < 0 ? found : 0;
  const int named = found == 1 && tdg_str_same(u->topic, n.topic) && place_of(&n, u->hub) < n.n;
  const struct tdg_str hubs = hubs_text(t->arena, &n);
  if (named && (n.n == 1 || !is_of_no_use(u, now))) {
    if (tdg_str_same(u->hubs, hubs)) return 1;
    u->hubs = hubs;
    found = store_subscription_put(t->store, u);
    return found < 0 ? found : 1;
  }
  *u = named ? next_hub(t->arena, u, &n, now)
             : new_row(t->arena, tdg_str_of(s->who.id), n.hubs[0], n.topic, hubs);
  if (!subscription_is_wanted(t->s->engine, s)) u->next = 0;
  else if (!named) u->next = now;
  const int status = subscription_put(t->s->engine, u);
  return status < 0 ? status : 1;
}

int subscription_polled(struct settle *t, uint64_t news, struct subscription_word *out) {
  struct tdg_subscription u;
  *out = (struct subscription_word){0, 0};
  if (!store_keeps_subscriptions(t->store)) return 0;
  const int found =
      t->feed != NULL ? hear(t, &u) : store_subscription_load(t->store, t->s->source->who.id, t->arena, &u);
  if (found != 1) return found;
  const uint32_t waiting = u.waiting, trusted = u.trusted;
  const int pushed = u.waiting && u.pushed <= t->state.last_attempt;
  if (pushed) u.waiting = 0;
  if (news > 0) u.trusted = (uint32_t)pushed;
  out->again = u.waiting != 0;
  const int too_soon =
      pushed && news == 0; /* what was announced may not have reached each server of the source */
  if (u.trusted && !too_soon && u.state == TDG_SUBSCRIPTION_VERIFIED && u.expires > t->s->now_ms &&
      t->s->engine->websub != NULL)
    out->until = u.expires;
  return waiting == u.waiting && trusted == u.trusted ? 0 : subscription_put(t->s->engine, &u);
}

/* ---- ask the hub ---- */

static void put_form(struct buf *out, const char *name, struct tdg_str value) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  buf_printf(out, "%shub.%s=", out->n > 0 ? "&" : "", name);
  for (size_t i = 0; i < value.n; i++) {
    if (strchr(plain, value.p[i]) != NULL) buf_char(out, value.p[i]);
    else buf_printf(out, "%%%02X", (unsigned char)value.p[i]);
  }
}

static const tdg_rec *make_request(struct arena *a, const struct tdg_subscription *u) {
  struct buf body = buf_make(64 << 10);
  const int ends = u->state == TDG_SUBSCRIPTION_ENDING;
  tdg_rec *request = rec_new(a, TDG_REQUEST), *header = rec_new(a, TDG_GROUP);
  const char *callback = arena_printf(a, "%s/%s", u->callback.p, u->key.p);
  const char *lease = arena_printf(a, "%d", SUBSCRIPTION_LEASE_S);
  put_form(&body, "mode", tdg_str_of(ends ? "unsubscribe" : "subscribe"));
  put_form(&body, "topic", u->topic);
  put_form(&body, "callback", tdg_str_of(callback));
  if (!ends) put_form(&body, "lease_seconds", tdg_str_of(lease));
  if (!ends) put_form(&body, "secret", u->secret);
  rec_put(request, TDG_URL, u->hub.p, u->hub.n);
  rec_put_str(request, TDG_METHOD, "POST");
  rec_put_str(header, TDG_NAME, "Content-Type");
  rec_put_str(header, TDG_VALUE, "application/x-www-form-urlencoded");
  rec_put_rec(request, TDG_HEADER, header);
  rec_put(request, TDG_BODY, body.p, body.n);
  buf_free(&body);
  return request;
}

/* It is subscribed under the callback of the configuration. */
static void subscribe_to(const struct engine *e, struct tdg_subscription *u) {
  const struct tdg_str callback = tdg_str_of(e->spec.websub_callback);
  if (u->state != TDG_SUBSCRIPTION_VERIFIED || !tdg_str_same(u->callback, callback))
    u->state = TDG_SUBSCRIPTION_ASKED;
  u->callback = callback;
}

int subscription_prepare(struct engine *e, struct tdg_str source, struct arena *a, int64_t now,
                         const tdg_rec **request) {
  struct tdg_subscription u;
  *request = NULL;
  if (e->websub == NULL) return 0;
  const int found = store_subscription_load(e->store, source.p, a, &u);
  if (found != 1) return found;
  const int ends = u.state == TDG_SUBSCRIPTION_ENDING;
  if (!ends && !subscription_is_wanted(e, engine_source(e, source.p))) return 0;
  if (!ends) subscribe_to(e, &u);
  u.asked = now;
  u.next = now + schedule_refusal(++u.failures);
  *request = make_request(a, &u);
  return subscription_put(e, &u);
}
