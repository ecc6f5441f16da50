/* engine/run.c - the three ways to run an engine: an import, one pass over the sources, for ever; see engine.h.
 *
 * Each puts tasks into the store, lets ingest work them off and the consumers follow, and ends when both are quiet.
 */
#include "engine/engine.h"

#include "engine/consume.h"
#include "engine/ingest.h"
#include "engine/own_files.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { TICK_MS = 250, RETRY_LOOK_MS = 500 };

struct run {
  struct engine *engine;
  const char *const *urls;
  size_t n;
  char cursor[64]; /* the import's own cursor: when the unfinished run began */
  char name[96];
  int all, forever, resumed;
  uv_timer_t timer;
  uint64_t seen_records;
  int64_t clocks; /* what the wall clock is ahead of the monotonic one */
};

/* ---- tasks ---- */

static int add_task(struct store *store, uint32_t kind, const char *url, const char *key, const char *source, const char *run,
                    int64_t due, const char *as, int64_t *id) {
  struct arena a = {0};
  tdg_rec *request = rec_new(&a, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  rec_put_str(request, TDG_AS, as);
  struct tdg_task task = {.size = sizeof task, .kind = kind, .due = due};
  task.key = (struct tdg_str){key, strlen(key)};
  task.source = (struct tdg_str){source, strlen(source)};
  task.url = (struct tdg_str){url, strlen(url)};
  task.run = (struct tdg_str){run, strlen(run)};
  task.group = engine_group(&a, task.url);
  task.request = rec_bytes(request);
  int status = store->ops->task_add(store->handle, &task);
  if (id != NULL) *id = task.id;
  arena_free(&a);
  return status;
}

/* One name for one list of arguments, so that the same command finds its unfinished run again. */
static void name_import(struct run *r) {
  uint64_t h = 0;
  for (size_t i = 0; i < r->n; i++) h = XXH3_64bits_withSeed(r->urls[i], strlen(r->urls[i]) + 1, h);
  snprintf(r->cursor, sizeof r->cursor, "import %016llx", (unsigned long long)h);
}

static int add_import(struct store *store, void *arg) {
  struct run *r = arg;
  struct own_files own;
  int64_t began = 0;
  int status = store->ops->cursor_get(store->handle, r->cursor, &began);
  r->resumed = status >= 0 && began > 0;
  if (!r->resumed) began = clock_wall_ms();
  snprintf(r->name, sizeof r->name, "%s %lld", r->cursor, (long long)began);
  if (status < 0 || r->resumed) return status;
  own_files_find(&own, r->engine->spec.store_path);
  for (size_t i = 0; i < r->n && status >= 0; i++) {
    char key[200];
    if (own_files_has(&own, r->urls[i])) {
      log_warning("%s is a file of the store itself; it is left out", r->urls[i]);
      continue;
    }
    snprintf(key, sizeof key, "%s %016llx", r->name, (unsigned long long)XXH3_64bits(r->urls[i], strlen(r->urls[i])));
    status = add_task(store, TDG_TASK_IMPORT, r->urls[i], key, "", r->name, began, "", NULL);
  }
  return status < 0 ? status : store->ops->cursor_put(store->handle, r->cursor, began);
}

static int end_import(struct store *store, void *arg) {
  struct run *r = arg;
  return store->ops->cursor_put(store->handle, r->cursor, 0);
}

static int keep_due(void *arg, const struct tdg_source_state *s) {
  int64_t *due = arg;
  *due = s->retired ? -1 : s->next_due;
  return 1;
}

/* No source waits longer than it may be told to: a time beyond that was written while the clock was wrong. */
static int is_absurd(const struct run *r, int64_t due, int64_t now) {
  const int64_t week = 7LL * 86400000, max = r->engine->spec.interval_max;
  return due > now + 2 * (max > week ? max : week);
}

static int add_poll(struct store *store, struct run *r, const struct engine_source *s) {
  char key[400];
  struct arena a = {0};
  int64_t due = 0, now = clock_wall_ms();
  int status = store->ops->source_get(store->handle, s->id, keep_due, &due);
  if (status < 0 || due < 0) return status; /* a retired source is not asked */
  /* Id and address are in the key: a source that moved is asked anew. */
  snprintf(key, sizeof key, "poll %s %016llx", s->id, (unsigned long long)XXH3_64bits(s->url, strlen(s->url)));
  int64_t id = 0;
  if (r->all || due < now || is_absurd(r, due, now))
    due = engine_take_turn(r->engine, engine_group(&a, (struct tdg_str){s->url, strlen(s->url)}), now);
  status = add_task(store, TDG_TASK_POLL, s->url, key, s->id, "", due, s->parse, &id);
  /* It is there already, perhaps given up when the source was taken out of the configuration for a while. */
  if (status == 0) status = store->ops->task_settle(store->handle, id, TDG_TASK_READY, due);
  arena_free(&a);
  return status;
}

static int add_polls(struct store *store, void *arg) {
  struct run *r = arg;
  const struct engine_spec *spec = &r->engine->spec;
  int status = 0;
  for (size_t i = 0; i < spec->n_sources && status >= 0; i++) status = add_poll(store, r, &spec->sources[i]);
  return status;
}

/* ---- the loop ---- */

static void stop_loop(void *arg) {
  struct run *r = arg;
  uv_stop(&r->engine->loop);
}

static void on_end_saved(void *arg, int status) {
  struct run *r = arg;
  if (status < 0) engine_fail(r->engine, "the end of the import could not be saved: %s", storethread_error(r->engine->writer));
  stop_loop(r);
}

static void everything_done(void *arg) {
  struct run *r = arg;
  if (r->n > 0 && !r->engine->stopping) storethread_write(r->engine->writer, end_import, on_end_saved, r);
  else stop_loop(r);
}

static void on_wake(uv_timer_t *timer) {
  struct run *r = timer->data;
  ingest_turn(r->engine->ingest);
}

/* Nothing is due and nothing under way. */
static void on_drained(void *arg, int64_t next_due) {
  struct run *r = arg;
  if (r->engine->stopping) {
    stop_loop(r);
    return;
  }
  if (!r->forever && ingest_waiting(r->engine->ingest) > 0) { /* they are due in seconds */
    uv_timer_start(&r->timer, on_wake, RETRY_LOOK_MS, 0);
    return;
  }
  consume_hold_briefs(r->engine->consume, 0);
  if (!r->forever) {
    consume_on_drained(r->engine->consume, everything_done, r);
    return;
  }
  consume_wake(r->engine->consume);
  int64_t wait = next_due > 0 ? next_due - clock_wall_ms() : 60000;
  if (wait < 100) wait = 100;
  if (wait > 60000) wait = 60000; /* the wall clock may jump */
  uv_timer_start(&r->timer, on_wake, (uint64_t)wait, 0);
}

static void on_polls_moved(void *arg, int status) {
  struct run *r = arg;
  if (status < 0) engine_fail(r->engine, "the sources could not be saved: %s", storethread_error(r->engine->writer));
  ingest_turn(r->engine->ingest);
}

/* When the wall clock goes back, what was due in an hour is due in a year; forward needs no help. */
static void watch_clock(struct run *r) {
  const int64_t patience = 60 * 60000, now = clock_wall_ms() - clock_mono_ms(), back = r->clocks - now;
  r->clocks = now;
  if (!r->forever || back < patience || r->engine->stopping) return;
  log_warning("the clock went back by %lld minutes; sources are due by the new time", (long long)(back / 60000));
  storethread_write(r->engine->writer, add_polls, on_polls_moved, r);
}

static void on_tick(uv_timer_t *timer) {
  struct run *r = timer->data;
  struct engine *e = r->engine;
  uint64_t records = e->counts.records + e->counts.versions;
  if (e->progress != NULL) e->progress(e, 0);
  watch_clock(r);
  if (r->forever) consume_tick(e->consume);
  if (records == r->seen_records || e->stopping) return;
  r->seen_records = records;
  consume_wake(e->consume); /* stages follow while more is read */
}

static void on_added(void *arg, int status) {
  struct run *r = arg;
  struct engine *e = r->engine;
  if (status < 0) {
    engine_fail(e, "the tasks could not be saved: %s", storethread_error(e->writer));
    return;
  }
  if (r->resumed) log_warning("an import of the same files was interrupted; it goes on where it was");
  ingest_start(e->ingest, r->n > 0 ? r->name : NULL, on_drained, r);
}

static int outcome(const struct engine *e) {
  if (e->failed) return 1;
  if (e->interrupted) return 130;
  return e->counts.quarantined + e->counts.failed + e->counts.damaged + e->counts.unsunk > 0 ? 3 : 0;
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
  uv_run(&e->loop, UV_RUN_DEFAULT);
  uv_timer_stop(&e->ticker);
  uv_timer_stop(&r->timer);
  uv_close((uv_handle_t *)&r->timer, NULL);
  uv_run(&e->loop, UV_RUN_NOWAIT);
  if (e->progress != NULL) e->progress(e, 1);
  e->counts.damaged = (uint64_t)storethread_damaged(e->writer);
  return outcome(e);
}

int engine_import(struct engine *e, const char *const *urls, size_t n) {
  struct run r = {.engine = e, .urls = urls, .n = n};
  name_import(&r);
  int code = run_engine(&r, add_import);
  e->resumed = r.resumed;
  return code;
}

int engine_run_once(struct engine *e, int all) {
  struct run r = {.engine = e, .all = all};
  return run_engine(&r, add_polls);
}

int engine_run(struct engine *e) {
  struct run r = {.engine = e, .forever = 1};
  return run_engine(&r, add_polls);
}
