/* engine/run.c - the three ways to run an engine: an import, one pass over the sources, continuously; see
 * engine.h.
 *
 * Each adds tasks to the store, lets ingest process them and the consumers follow, and ends when both are
 * idle.
 */
#include "engine/engine.h"

#include "engine/conduct.h"
#include "engine/consume.h"
#include "engine/control.h"
#include "engine/import.h"
#include "engine/ingest.h"
#include "engine/notify.h"
#include "engine/operator_command.h"
#include "engine/poll_summary.h"
#include "engine/reload.h"
#include "engine/replay.h"
#include "engine/retention.h"
#include "engine/settle.h"
#include "engine/subscription.h"
#include "engine/upkeep.h"
#include "engine/websub.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>

enum {
  TICK_MS = 250,
  LOOK_AGAIN_MS = 100,
  PATIENCE_BACK_MS = 60 * 60000, /* a clock that is set back by less only delays */
  JUMP_MS = 2000,                /* forward, more than the clock is corrected by while it runs */
  POLL_GAP_MAX_US = 400000       /* a daemon with few sources does not spread their polls further */
};
enum { RUN_STATUS = 200, STATUS_MS = 5000 };
enum { ORDER_NOTHING = 4 }; /* an exit code, as enum reload_code */
#define HOST_KEPT_MS (INT64_C(30) * 86400000)

/* What the operator says of one source while the program runs. */
struct order {
  struct control_client *client; /* who waits for it; NULL: nobody */
  enum source_order order;
  enum source_obeyed how;
  char id[CONTROL_MAX_REQUEST];
};

struct run {
  struct engine *engine;
  struct import_run import; /* its name is "" when there is none */
  int all, forever;
  int queues;         /* only the queues of the sinks */
  const int64_t *ids; /* only these documents of the quarantine */
  size_t n_ids;
  struct engine_replay *replay; /* only captures */
  uv_timer_t timer;
  uint64_t seen_records;
  double rate;             /* polls of sources per millisecond, when all goes well */
  uint64_t early;          /* sources that are polled earlier than their servers ask */
  const char *first_early; /* the id of one of them */
  int64_t back;            /* the wall clock was set back by so much just now; else 0 */
  int64_t clocks;          /* the difference between wall clock and monotonic clock */
  int64_t began;           /* one pass: start time; sources due later have been polled */
  uint64_t seen_tasks;     /* number of finished tasks when some could run at once; UINT64_MAX: none could */
  struct poll_summary summary;
  char told[RUN_STATUS]; /* to the service manager, the last time */
  int64_t told_at;
  struct control *control, *shared; /* beside the store, and for operators */
  struct operator_commands *commands;
  struct order order;
  struct control_client *asking; /* who waits for the reload under way; NULL: a signal asked */
  int reload_again;              /* a signal came meanwhile */
  /* looking: the tasks left over are being counted; ended: they are known and not waited for */
  int looking, ended;
};

/* ---- tasks ---- */

/* The task exists: is it for this request?  Does it wait for this time, or is it under way, and settles by itself? */
struct same {
  const struct tdg_task *task;
  int same, waits;
};

static int see_same(void *arg, const struct tdg_task *t) {
  struct same *same = arg;
  same->waits = t->state == TDG_TASK_LEASED || (t->state == TDG_TASK_READY && t->due == same->task->due);
  same->same = tdg_str_same(t->url, same->task->url) && tdg_str_same(t->group, same->task->group) &&
               tdg_str_same(t->request, same->task->request);
  return 1;
}

/* A task with the key of another request takes its place; one that exists may have failed while its source was
 * removed from the configuration. */
static int put_task(struct store *store, struct tdg_task *task) {
  struct same same = {task, 1, 0};
  int status = store->ops->task_add(store->handle, task);
  if (status != 0) return status;
  status = store_task_get(store, task->id, see_same, &same);
  if (status >= 0 && !same.same) status = store_task_drop(store, task->id);
  if (status < 0) return status;
  if (!same.same) return store->ops->task_add(store->handle, task);
  return same.waits ? 0 : store->ops->task_settle(store->handle, task->id, TDG_TASK_READY, task->due);
}

static int add_poll_task(struct store *store, const char *url, const char *key,
                         const struct engine_source *source, int64_t due) {
  struct arena a = {0};
  tdg_rec *request = rec_new(&a, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  rec_put_str(request, TDG_AS, source->parse);
  struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_POLL, .due = due};
  task.key = tdg_str_of(key);
  task.source = tdg_str_of(source->who.id);
  task.url = tdg_str_of(url);
  task.run = tdg_str_of("");
  task.group = engine_group_of(&a, source, task.url);
  task.request = rec_bytes(request);
  const int status = put_task(store, &task);
  arena_free(&a);
  return status;
}

static int begin_import(struct store *store, void *arg) {
  struct run *r = arg;
  return import_begin(r->engine, store, &r->import);
}

static int end_import(struct store *store, void *arg) {
  struct run *r = arg;
  return import_end(r->engine, store, &r->import);
}

/* What the store has of a source. */
struct known {
  char *adopted;          /* the address at which it is asked, NULL: the configured one */
  int moved, absent;      /* its address is another one now; it was not configured the last time */
  int64_t due, attempted; /* due -1: never again */
  int64_t asked;          /* ms between polls that its server asks for */
  int64_t interval;
};

static struct known known_of(const struct engine_source *source, const struct tdg_source_state *s) {
  return (struct known){.adopted = s->adopted.n > 0 ? check_strdup(s->adopted.p) : NULL,
                        .moved = !engine_same_address(s->url, tdg_str_of(source->url)),
                        .absent = s->absent != TDG_CONFIGURED,
                        .due = s->retired ? -1 : s->next_due,
                        .attempted = s->last_attempt,
                        .asked = s->server_wait > s->feed_wait ? s->server_wait : s->feed_wait,
                        .interval = s->interval};
}

struct asked_of {
  const struct engine_source *source;
  struct known known;
};

static int see_known(void *arg, const struct tdg_source_state *s) {
  struct asked_of *a = arg;
  a->known = known_of(a->source, s);
  return 1;
}

/* 1: the store knows it, 0: not, and *k is empty. */
static int load_known(struct store *store, const struct engine_source *s, struct known *k) {
  struct asked_of a = {.source = s};
  const int status = store_source_get(store, s->who.id, see_known, &a);
  *k = a.known;
  return status;
}

/* A due time beyond the longest allowed wait was written while the clock was wrong; reset it. */
static int is_absurd(const struct run *r, const struct engine_source *s, int64_t due, int64_t now) {
  const int64_t week = 7LL * 86400000;
  int64_t max = r->engine->spec.interval_max > s->every ? r->engine->spec.interval_max : s->every;
  return due > now + 2 * (max > week ? max : week);
}

/* The due time of a source.  Sources polled longest ago come first, so that an interrupted pass continues
 * where it was; files keep the order of the configuration. */
static int64_t poll_due(const struct run *r, const struct engine_source *s, int64_t due, int64_t now) {
  if (due > now && !r->all && !is_absurd(r, s, due, now)) return due;
  return due > now || strncmp(s->url, "http", 4) != 0 ? now : due > 0 ? due : 1;
}

/* The wall clock was set back since the source was polled, or (r->back) while this program ran. */
static int set_back(struct store *store, const struct run *r, const struct engine_source *s,
                    struct known *k) {
  const int64_t by = r->back > 0 ? r->back : k->attempted - r->began;
  if (k->due <= 0 || by < PATIENCE_BACK_MS) return 0;
  k->due = k->due > by ? k->due - by : 1;
  struct arena a = {0};
  hosts_set_back(r->engine->hosts,
                 engine_group_of(&a, s, tdg_str_of(k->adopted != NULL ? k->adopted : s->url)), r->began);
  arena_free(&a);
  return sourcestate_set_back(store, s->who.id, by);
}

/* Count a source that a pass polls before its server wants it. */
static void see_early(struct run *r, const struct engine_source *s, const struct known *k) {
  if (!r->all || k->asked == 0 || k->due <= r->began || k->attempted + k->asked <= r->began) return;
  if (r->early++ == 0) r->first_early = s->who.id;
}

/* Polls per millisecond. */
static double rate_of(const struct run *r, const struct engine_source *s, const struct known *k) {
  const struct engine_spec *spec = &r->engine->spec;
  int64_t wait = s->every > 0 ? s->every : spec->interval_fixed ? spec->interval_min : k->interval;
  if (wait < k->asked) wait = k->asked < spec->interval_max ? k->asked : spec->interval_max;
  return 1.0 / (double)(wait > spec->interval_min ? wait : spec->interval_min);
}

/* The source was known by another address: what was learned there is not true here. */
static int begin_anew(struct store *store, const struct run *r, const struct engine_source *s,
                      struct known *k) {
  if (!k->moved) return 0;
  int status = sourcestate_begin_anew(store, s, r->began);
  free(k->adopted);
  k->adopted = NULL;
  if (status == 0) *k = (struct known){0};
  return status;
}

static int put_poll(struct store *store, struct run *r, const struct engine_source *s, struct known *k) {
  char key[100];
  int status = begin_anew(store, r, s, k);
  if (status >= 0) status = set_back(store, r, s, k);
  if (status >= 0 && k->absent) status = sourcestate_set_absent(store, s->who.id, TDG_CONFIGURED);
  if (status < 0 || k->due < 0) return status; /* a retired source is not polled */
  see_early(r, s, k);
  if (strncmp(s->url, "http", 4) == 0) r->rate += rate_of(r, s, k);
  snprintf(key, sizeof key, "poll %s", s->who.id);
  const char *url = k->adopted != NULL ? k->adopted : s->url;
  return add_poll_task(store, url, key, s, poll_due(r, s, k->due, r->began));
}

static int add_poll(struct store *store, struct run *r, const struct engine_source *s) {
  struct known k;
  int status = load_known(store, s, &k);
  if (status >= 0) status = put_poll(store, r, s, &k);
  free(k.adopted);
  return status;
}

static void warn_early(const struct run *r) {
  if (r->early == 1)
    log_warning("source %s is polled earlier than its server asks; --due polls only what is due",
                r->first_early);
  else if (r->early > 1)
    log_warning(
        "%llu sources are polled earlier than their servers ask, %s is one of them; --due polls only what "
        "is due",
        (unsigned long long)r->early, r->first_early);
}

/* The sources of the store, collected first, since what is listed is not changed meanwhile: what is known of those that are
 * configured, in their order, and those that are not polled. */
struct polled_before {
  const struct engine *engine;
  struct known *known; /* NULL: the store has none of them */
  struct arena arena;
  struct map urls; /* address -> struct absent_one: one that is newly taken out */
  struct absent_one {
    struct absent_one *next;
    const char *id;
    uint32_t how;
  } * first;
};

static void keep_known(struct polled_before *l, const struct engine_source *source,
                       const struct tdg_source_state *s) {
  const struct engine_spec *spec = &l->engine->spec;
  if (l->known == NULL) {
    l->known = check_alloc(spec->n_sources * sizeof *l->known);
    memset(l->known, 0, spec->n_sources * sizeof *l->known);
  }
  l->known[source - spec->sources] = known_of(source, s);
}

static int see_listed(void *arg, const struct tdg_source_state *s) {
  struct polled_before *a = arg;
  const struct engine_spec *spec = &a->engine->spec;
  uint32_t how = TDG_TAKEN_OUT;
  const struct engine_source *source = map_get(&a->engine->sources, s->id.p, s->id.n);
  if (source != NULL) {
    keep_known(a, source, s);
    return 0;
  }
  for (size_t i = 0; i < spec->n_idle; i++)
    if (strcmp(spec->idle[i], s->id.p) == 0) how = TDG_SWITCHED_OFF;
  if (how == s->absent) return 0;
  struct absent_one *one = arena_alloc(&a->arena, sizeof *one);
  *one = (struct absent_one){a->first, arena_copy(&a->arena, s->id.p, s->id.n), how};
  a->first = one;
  if (how == TDG_TAKEN_OUT) map_put(&a->urls, s->url.p, s->url.n, one);
  return 0;
}

/* A source that is new under its id, with the address of one that was taken out: 1. */
static int take_over(struct store *store, const struct run *r, struct polled_before *a,
                     const struct engine_source *s) {
  const struct absent_one *was = map_get(&a->urls, s->url, strlen(s->url));
  if (was == NULL) return 0;
  map_put(&a->urls, s->url, strlen(s->url), NULL);
  const int status = sourcestate_take_over(store, was->id, s, r->began);
  return status < 0 ? status : 1;
}

static int mark_one_absent(struct store *store, const char *id, uint32_t how) {
  const int status = sourcestate_set_absent(store, id, how);
  return status < 0 || how != TDG_TAKEN_OUT ? status : conduct_forget(store, id);
}

static int mark_absent(struct store *store, const struct polled_before *a) {
  int status = 0;
  for (const struct absent_one *one = a->first; one != NULL && status >= 0; one = one->next)
    status = mark_one_absent(store, one->id, one->how);
  return status;
}

static int add_listed(struct store *store, struct run *r, const struct polled_before *l, size_t i) {
  struct known none = {0};
  return put_poll(store, r, &r->engine->spec.sources[i], l->known != NULL ? &l->known[i] : &none);
}

static void listed_free(struct polled_before *l) {
  for (size_t i = 0; l->known != NULL && i < l->engine->spec.n_sources; i++) free(l->known[i].adopted);
  free(l->known);
  map_free(&l->urls);
  arena_free(&l->arena);
}

static int add_polls(struct store *store, void *arg) {
  struct run *r = arg;
  const struct engine_spec *spec = &r->engine->spec;
  struct polled_before listed = {.engine = r->engine};
  int status = store_source_list(store, see_listed, &listed);
  r->began = clock_wall_ms();
  r->early = 0;
  r->rate = 0;
  for (size_t i = 0; i < spec->n_sources && status >= 0; i++) {
    status = take_over(store, r, &listed, &spec->sources[i]);
    if (status == 0) status = add_listed(store, r, &listed, i);
    else if (status == 1) status = add_poll(store, r, &spec->sources[i]);
  }
  warn_early(r);
  if (status >= 0) status = hosts_save(r->engine->hosts); /* those that were set back */
  if (status >= 0) status = mark_absent(store, &listed);
  if (status >= 0) status = push_begin(store, r->engine, r->began);
  listed_free(&listed);
  if (status >= 0) status = store_limit_forget(store, r->began - HOST_KEPT_MS);
  if (status >= 0) status = store_robots_forget(store, r->began - HOST_KEPT_MS);
  return status < 0 ? status : values_forget_others(store, r->engine);
}

/* ---- another configuration ---- */

static double rate_now(struct store *store, const struct run *r, const struct engine_source *s) {
  struct known k;
  if (strncmp(s->url, "http", 4) != 0 || load_known(store, s, &k) < 0) return 0;
  free(k.adopted);
  return rate_of(r, s, &k);
}

static int take_out(struct store *store, struct run *r, const struct changed_source *c) {
  int status =
      mark_one_absent(store, c->was->who.id, c->how == SOURCE_OFF ? TDG_SWITCHED_OFF : TDG_TAKEN_OUT);
  r->rate -= rate_now(store, r, c->was);
  if (status >= 0 && c->how == SOURCE_REMOVED) status = store_value_forget(store, c->was->who.id);
  if (status >= 0 && r->engine->websub == NULL) status = store_subscription_drop(store, c->was->who.id);
  return status < 0 ? status : 0; /* else its hub is asked to push no more */
}

static int move_source(struct store *store, struct run *r, const struct changed_source *c) {
  int status = 0;
  if (c->is == NULL) return take_out(store, r, c);
  if (c->was != NULL) r->rate -= rate_now(store, r, c->was);
  if (c->renamed != NULL) status = sourcestate_take_over(store, c->renamed->who.id, c->is, r->began);
  if (status < 0) return status;
  if (c->how != SOURCE_CHANGED || strcmp(c->was->group, c->is->group) != 0) return add_poll(store, r, c->is);
  r->rate += rate_now(store, r, c->is);
  return 0;
}

static int move_sources(struct store *store, void *arg) {
  struct reload *l = arg;
  struct run *r = l->arg;
  int status = 0;
  r->began = clock_wall_ms();
  for (size_t i = 0; i < l->changes.n && status >= 0; i++) status = move_source(store, r, &l->changes.v[i]);
  return status;
}

/* Twice as fast as the sources become due, so that what has piled up is caught up with, and no faster. */
static void set_pace(struct run *r) {
  if (!r->forever || r->rate <= 0) return;
  double gap = 1000 / (2 * r->rate);
  ingest_pace(r->engine->ingest, gap < POLL_GAP_MAX_US ? (int64_t)gap + 1 : POLL_GAP_MAX_US);
}

static void on_sources_moved(void *arg, int status) {
  struct reload *l = arg;
  struct run *r = l->arg;
  if (status < 0)
    engine_fail(r->engine, "the sources could not be saved: %s", storethread_error(r->engine->writer));
  set_pace(r);
  reload_end(l);
}

static void on_exchanged(struct reload *l) {
  storethread_write(l->engine->writer, move_sources, on_sources_moved, l);
}

/* A line for `systemctl status`. */
static void put_status(const struct run *r, char out[RUN_STATUS]) {
  const struct engine_counts *c = &r->engine->counts;
  const size_t n = r->engine->spec.n_sources;
  if (n == 0) snprintf(out, RUN_STATUS, "no sources yet: waiting for a reload");
  else
    snprintf(out, RUN_STATUS,
             "polling %zu source%s; since the start polls: %llu, failed: %llu, new records: %llu", n,
             n == 1 ? "" : "s", (unsigned long long)(c->polls + c->failed_polls),
             (unsigned long long)c->failed_polls, (unsigned long long)c->records);
}

static void tell_ready(struct run *r) {
  put_status(r, r->told);
  notify_say("READY=1\nSTATUS=%s", r->told);
}

/* What differs from the last time. */
static void tell_status(struct run *r) {
  char now[RUN_STATUS];
  if (r->engine->reload != NULL || clock_mono_ms() - r->told_at < STATUS_MS) return;
  r->told_at = clock_mono_ms();
  put_status(r, now);
  if (strcmp(now, r->told) == 0) return;
  memcpy(r->told, now, sizeof now);
  notify_say("STATUS=%s", now);
}

static void tell_stopping(struct run *r) {
  static const char stopping[] = "finishing running work";
  if (strcmp(r->told, stopping) == 0) return;
  memcpy(r->told, stopping, sizeof stopping);
  notify_say("STOPPING=1\nSTATUS=%s", stopping);
}

static void tell_reload(const struct engine_report *report) {
  if (report->code == RELOAD_REFUSED)
    log_error("the configuration was read anew and is refused; the one before goes on:");
  else log_event("the configuration was read anew:");
  for (size_t i = 0; i < report->n; i++) {
    if (report->code == RELOAD_REFUSED) log_error("%s", report->lines[i]);
    else log_event("%s", report->lines[i]);
  }
  if (report->left_off > 0) log_event("and %zu more", report->left_off);
}

static void begin_reload(struct run *r, struct control_client *asking);

static void on_reloaded(struct reload *l) {
  struct run *r = l->arg;
  const struct engine_report *report = &l->report;
  struct control_client *asking = r->asking;
  int again = r->reload_again;
  tell_reload(report);
  r->asking = NULL;
  r->reload_again = 0;
  if (!r->engine->stopping) tell_ready(r);
  if (asking != NULL) control_answer(asking, (int)report->code, report->lines, report->n, report->left_off);
  ingest_turn(r->engine->ingest);
  if (again) begin_reload(r, NULL);
}

static void begin_reload(struct run *r, struct control_client *asking) {
  static const char *const ending[] = {"the program ends"}, *const busy[] = {
                                                                "another reload is under way; try again"};
  struct engine *e = r->engine;
  if (e->reload != NULL && asking == NULL) r->reload_again = 1;
  else if (e->reload != NULL) control_answer(asking, RELOAD_FAILED, busy, 1, 0);
  else if (e->stopping) {
    if (asking != NULL) control_answer(asking, RELOAD_FAILED, ending, 1, 0);
  } else {
    r->asking = asking;
    notify_reloading();
    reload_begin(e, on_exchanged, on_reloaded, r);
  }
}

static void on_hangup(void *arg) { begin_reload(arg, NULL); }

/* ---- an order of the operator for one source ---- */

static int obey(struct store *store, void *arg) {
  struct run *r = arg;
  struct order *o = &r->order;
  const struct engine_source *s = engine_source(r->engine, o->id);
  r->began = clock_wall_ms();
  int status = source_obey(store, o->order, o->id, r->began, &o->how);
  if (status < 0 || s == NULL || o->how != ORDER_DONE) return status;
  r->rate -= rate_now(store, r, s);
  return add_poll(store, r, s);
}

static void on_obeyed(void *arg, int status) {
  struct run *r = arg;
  struct order *o = &r->order;
  struct engine *e = r->engine;
  char line[2 * CONTROL_MAX_REQUEST];
  const char *const lines[] = {line};
  if (status < 0) engine_fail(e, "a source could not be saved: %s", storethread_error(e->writer));
  if (status < 0) snprintf(line, sizeof line, "the store could not be written");
  else if (o->how == ORDER_UNKNOWN) snprintf(line, sizeof line, "this store has no source \"%s\"", o->id);
  else snprintf(line, sizeof line, "source %s %s", o->id, source_order_words(o->order, o->how, 1));
  const int code = status < 0 ? RELOAD_FAILED : o->how == ORDER_DONE ? RELOAD_DONE : ORDER_NOTHING;
  if (o->client != NULL) control_answer(o->client, code, lines, 1, 0);
  if (code == RELOAD_DONE) log_event("%s", line);
  o->client = NULL;
  ingest_turn(e->ingest);
}

static void begin_order(struct run *r, struct control_client *client, enum source_order order,
                        const char *id) {
  static const char *const busy[] = {
      "a reload or another order is under way, or the program ends; try again"};
  if (r->engine->reload != NULL || r->engine->stopping || r->order.client != NULL) {
    control_answer(client, RELOAD_FAILED, busy, 1, 0);
    return;
  }
  r->order = (struct order){.client = client, .order = order};
  snprintf(r->order.id, sizeof r->order.id, "%s", id);
  storethread_write(r->engine->writer, obey, on_obeyed, r);
}

/* What the control socket for operators is for. */
static int is_for_members(const char *request) {
  return strcmp(request, "reload") == 0 || strcmp(request, "command") == 0;
}

static void on_request(void *arg, struct control_client *client, const char *request) {
  static const char *const unknown[] = {"this program does not know the request"},
                           *const own[] = {"only the user of this program and root may ask for that"};
  struct run *r = arg;
  char word[CONTROL_MAX_REQUEST];
  const char *space = strchr(request, ' ');
  snprintf(word, sizeof word, "%.*s", space != NULL ? (int)(space - request) : 0, request);
  const enum source_order order = source_order_of(word);
  if (!control_is_own(client) && !is_for_members(request)) control_answer(client, RELOAD_FAILED, own, 1, 0);
  else if (strcmp(request, "reload") == 0) begin_reload(r, client);
  else if (strcmp(request, "command") == 0 && r->commands != NULL)
    operator_command_begin(r->commands, client);
  else if (upkeep_asked(r->engine, client, request)) return;
  else if (order != ORDER_NONE) begin_order(r, client, order, space + 1);
  else control_answer(client, RELOAD_FAILED, unknown, 1, 0);
}

/* Operators of a service. */
static void listen_to_members(struct run *r) {
  const struct engine_spec *spec = &r->engine->spec;
  char why[500];
  if (spec->control == NULL) return;
  r->shared = control_open(&r->engine->loop, spec->control, on_request, r, why, sizeof why);
  if (r->shared == NULL) log_error("operators cannot reach this program: %s", why);
  else if (spec->operator_argv != NULL)
    r->commands = operator_commands_new(&r->engine->loop, spec->operator_argv);
}

static void listen_to_operator(struct run *r) {
  const struct engine_spec *spec = &r->engine->spec;
  const struct control_place beside = {.store = spec->store_path, .group_name = ""};
  char why[500];
  if (!r->forever || spec->reader == NULL) return;
  signals_watch_hangup(on_hangup, r);
  r->control = control_open(&r->engine->loop, &beside, on_request, r, why, sizeof why);
  if (r->control == NULL)
    log_warning("`tidings reload` cannot reach this program: %s; SIGHUP reads the configuration anew", why);
  listen_to_members(r);
}

static void forget_reload(struct reload *l) { (void)l; }

/* A reload that is under way then is given up. */
static void stop_listening(struct run *r) {
  network_settle(&r->engine->network);
  struct reload *l = r->engine->reload;
  websub_close(r->engine);
  signals_forget_hangup();
  r->order.client = NULL;
  upkeep_leave(r->engine);
  control_close(r->control);
  control_close(r->shared);
  operator_commands_close(r->commands);
  if (l == NULL) return;
  l->done = l->exchanged = forget_reload;
}

/* ---- the loop ---- */

static void stop_loop(void *arg) {
  struct run *r = arg;
  uv_stop(&r->engine->loop);
}

static void on_end_saved(void *arg, int status) {
  struct run *r = arg;
  if (status < 0)
    engine_fail(r->engine, "the end of the import could not be saved: %s",
                storethread_error(r->engine->writer));
  stop_loop(r);
}

static void everything_done(void *arg) {
  struct run *r = arg;
  if (r->import.name[0] != '\0' && !r->engine->stopping && r->engine->left.n == 0)
    storethread_write(r->engine->writer, end_import, on_end_saved, r);
  else stop_loop(r);
}

static void on_wake(uv_timer_t *timer) {
  struct run *r = timer->data;
  ingest_turn(r->engine->ingest);
}

static int64_t patience_of(const struct engine *e) {
  return PASS_PATIENCE_MS > e->spec.host_delay ? PASS_PATIENCE_MS : e->spec.host_delay;
}

/* Should the pass wait for the tasks left over?  It waits for limits of hosts, but not for later due
 * times. */
static int is_soon(const struct run *r) {
  const struct engine *e = r->engine;
  return e->left.n > 0 && !e->stopping && e->left.first <= clock_wall_ms() + patience_of(e);
}

static int look_left(struct store *store, void *arg) {
  struct run *r = arg;
  return ingest_look_left(r->engine->ingest, store, &r->engine->left);
}

/* What is old goes before the briefs are written. */
static void write_briefs(void *arg) {
  struct run *r = arg;
  struct engine *e = r->engine;
  consume_hold_briefs(e->consume, 0);
  if (e->stopping) stop_loop(r);
  else consume_on_drained(e->consume, everything_done, r);
}

static void on_looked(void *arg, int status) {
  struct run *r = arg;
  struct engine *e = r->engine;
  r->looking = 0;
  if (status < 0) engine_fail(e, "what is left could not be read: %s", storethread_error(e->writer));
  if (status >= 0 && ingest_is_busy(e->ingest)) return; /* a timer came between: it drains anew */
  /* Tasks that could run at once but were not leased twice in a row will not be leased next time either. */
  int at_once = e->left.first == 0, stuck = at_once && r->seen_tasks == e->counts.tasks;
  const int64_t visit = ingest_next_visit(e->ingest);
  if ((!is_soon(r) || stuck) && visit > 0 && visit <= patience_of(e) && !e->stopping)
    return; /* its timer runs */
  if (is_soon(r) && !stuck) {
    int64_t wait = e->left.first - clock_wall_ms();
    r->seen_tasks = at_once ? e->counts.tasks : UINT64_MAX;
    uv_timer_start(&r->timer, on_wake, (uint64_t)(wait > LOOK_AGAIN_MS ? wait : LOOK_AGAIN_MS), 0);
    return;
  }
  r->ended = 1;
  ingest_rest(e->ingest);
  if (r->import.name[0] == '\0' && !e->stopping) retention_run(e, write_briefs, r);
  else write_briefs(r);
}

/* Nothing can be done now and nothing is running. */
static void on_drained(void *arg) {
  struct run *r = arg;
  struct engine *e = r->engine;
  if (r->forever && e->stopping) {
    if (e->reload == NULL) stop_loop(r); /* else it ends soon, and this is called again */
  } else if (r->forever) {
    consume_wake(e->consume);
  } else if (r->ended) {
    if (e->stopping) stop_loop(r);
  } else if (!r->looking) {
    r->looking = 1;
    storethread_read(e->writer, look_left, on_looked, r);
  }
}

static void on_polls_moved(void *arg, int status) {
  struct run *r = arg;
  r->back = 0;
  if (status < 0)
    engine_fail(r->engine, "the sources could not be saved: %s", storethread_error(r->engine->writer));
  ingest_turn(r->engine->ingest);
}

/* When the wall clock is set back, tasks due in an hour could become due in a year.  When it goes forward (it was
 * set, or the machine slept) tasks are due that no timer waits for; their polls are spread as all are. */
static void watch_clock(struct run *r) {
  const int64_t now = clock_wall_ms() - clock_mono_ms(), back = r->clocks - now;
  r->clocks = now;
  if (!r->forever || r->engine->stopping) return;
  if (back <= -JUMP_MS) ingest_turn(r->engine->ingest);
  if (back < PATIENCE_BACK_MS) return;
  char span[SPAN_WORDS];
  span_words(span, back);
  log_warning("the clock went back by %s; sources are due by the new time", span);
  r->back = back;
  storethread_write(r->engine->writer, add_polls, on_polls_moved, r);
}

static void on_tick(uv_timer_t *timer) {
  struct run *r = timer->data;
  struct engine *e = r->engine;
  uint64_t records = e->counts.records + e->counts.versions;
  if (e->progress != NULL) e->progress(e, 0);
  watch_clock(r);
  if (r->forever) consume_tick(e->consume);
  if (r->forever) retention_tick(e);
  upkeep_tick(e);
  if (r->forever && e->stopping) tell_stopping(r);
  else if (r->forever) tell_status(r);
  if (r->forever) poll_summary_tick(&r->summary, e, clock_wall_ms());
  if (records == r->seen_records || e->stopping) return;
  r->seen_records = records;
  consume_wake(e->consume); /* stages follow while more is read */
}

static void on_retried(void *arg) {
  struct run *r = arg;
  consume_hold_briefs(r->engine->consume, 0);
  if (r->engine->stopping) stop_loop(r);
  else consume_on_drained(r->engine->consume, stop_loop, r);
}

static void tell_begin(const struct engine_spec *spec) {
  if (spec->n_sources == 0) {
    log_event("no sources yet: waiting; `tidings add URL` writes one, or write some and `tidings reload`");
    return;
  }
  const int silent = engine_polls_told(spec) == LOG_POLLS_NONE && spec->log_polls != LOG_POLLS_NONE;
  log_event("polling %zu source%s%s", spec->n_sources, spec->n_sources == 1 ? "" : "s",
            silent ? "; of so many, what each poll brings is told with -v, or with log: { polls: new }" : "");
}

static void on_added(void *arg, int status) {
  struct run *r = arg;
  struct engine *e = r->engine;
  if (status < 0) {
    engine_fail(e, "the tasks could not be saved: %s", storethread_error(e->writer));
    return;
  }
  if (r->ids != NULL) {
    again_start(e, r->ids, r->n_ids, on_retried, r);
    return;
  }
  if (r->replay != NULL) {
    replay_start(e, r->replay, on_retried, r);
    return;
  }
  if (r->queues) {
    consume_on_drained(e->consume, stop_loop, r);
    return;
  }
  if (r->import.resumed) log_warning("an import of the same files was interrupted; it goes on where it was");
  e->read_before = r->import.before.documents > 0;
  e->counts.failed = r->import.before.failed;
  e->counts.quarantined = r->import.before.quarantined;
  e->counts.left_out = r->import.before.left_out;
  e->counts.older = r->import.before.older;
  e->counts.dated = r->import.before.dated;
  e->counts.read = e->read_earlier = r->import.before.read;
  set_pace(r);
  if (r->forever) tell_begin(&e->spec);
  if (r->forever) tell_ready(r);
  if (r->forever) upkeep_begin(e);
  ingest_start(e->ingest, r->import.name, r->forever ? 0 : r->began, on_drained, r);
}

static int outcome(const struct run *r) {
  const struct engine *e = r->engine;
  if (e->failed) return 1;
  if (e->interrupted && (r->import.name[0] != '\0' || e->left.n == 0)) return 130;
  const struct engine_counts *c = &e->counts;
  const uint64_t not_done = e->left.n + c->quarantined + c->failed + c->beyond + c->damaged +
                            c->sinks_behind + c->sink_refusals + c->unjudged + c->unwritten;
  return not_done > 0 ? 3 : 0;
}

static int run_engine(struct run *r, store_run_fn add) {
  struct engine *e = r->engine;
  uv_timer_init(&e->loop, &r->timer);
  r->timer.data = r;
  e->ticker.data = r;
  r->clocks = clock_wall_ms() - clock_mono_ms();
  uv_timer_start(&e->ticker, on_tick, TICK_MS, TICK_MS);
  consume_hold_briefs(e->consume, !r->forever);
  storethread_write(e->writer, add, on_added, r);
  listen_to_operator(r);
  if (r->forever) notify_watch(&e->loop);
  uv_run(&e->loop, UV_RUN_DEFAULT);
  if (r->forever) tell_stopping(r);
  if (r->forever) notify_leave();
  stop_listening(r);
  retention_leave(e);
  uv_timer_stop(&e->ticker);
  uv_timer_stop(&r->timer);
  uv_close((uv_handle_t *)&r->timer, NULL);
  uv_run(&e->loop, UV_RUN_NOWAIT);
  if (e->progress != NULL) e->progress(e, 1);
  e->counts.damaged = (uint64_t)storethread_damaged(e->writer);
  return outcome(r);
}

int engine_import(struct engine *e, const struct engine_import *what) {
  struct run r = {.engine = e, .seen_tasks = UINT64_MAX};
  e->import = what;
  import_name(&r.import, what);
  int code = run_engine(&r, begin_import);
  e->resumed = r.import.resumed;
  return code;
}

int engine_run_once(struct engine *e, int all) {
  struct run r = {.engine = e, .all = all, .seen_tasks = UINT64_MAX};
  return run_engine(&r, add_polls);
}

int engine_run(struct engine *e) {
  struct run r = {.engine = e, .forever = 1, .summary = {.since = clock_wall_ms()}};
  char why[500];
  if (websub_open(e, why, sizeof why) < 0) {
    engine_fail(e, "%s", why);
    return 1;
  }
  return run_engine(&r, add_polls);
}

static int no_tasks(struct store *store, void *arg) {
  (void)store, (void)arg;
  return 0;
}

int engine_retry_sinks(struct engine *e, const char *sink) {
  struct run r = {.engine = e, .queues = 1};
  consume_queues_only(e->consume, sink);
  return run_engine(&r, no_tasks);
}

int engine_replay(struct engine *e, struct engine_replay *what) {
  struct run r = {.engine = e, .replay = what};
  return run_engine(&r, no_tasks);
}

int engine_retry_quarantine(struct engine *e, const int64_t *ids, size_t n) {
  struct run r = {.engine = e, .ids = ids, .n_ids = n};
  return run_engine(&r, no_tasks);
}
