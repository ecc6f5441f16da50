/* engine/retention.c - see retention.h.
 *
 * A round owns its list of periods and the map of the sources that have their own.  Only the store can fail: with a step
 * of the engine's the engine fails, as with any write.
 */
#include "engine/retention.h"

#include "capture/captures.h"
#include "engine/consume.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define RULES_CURSOR "keep rules"

enum { LOOK = 32, MAX_QUARANTINED = 200 };

struct old_work {
  int64_t id, keep;
  uint64_t work[2];
};

struct retention {
  int64_t now, keep_records, keep_quarantine;
  int dry, loaded;
  struct map own; /* id of a source -> its period */
  int64_t *periods;
  size_t n_periods, at; /* at: the period of this step; n_periods: quarantine is next */
  int64_t position;     /* ids up to it were looked at for this period */
  uint64_t rules;       /* hash of all of this */
  struct old_work found[LOOK];
  size_t n_found;
  int64_t ids[MAX_QUARANTINED];
  size_t n_ids;
  struct tdg_removed removed;
  /* of the engine's */
  struct engine *engine;
  void (*done)(void *arg);
  void *done_arg;
  int under_way, more;
};

/* ---- what is kept how long ---- */

int64_t retention_of(const struct engine_spec *spec, const struct engine_source *source) {
  return source != NULL && source->keep > 0 ? source->keep : spec->keep_records;
}

/* ---- how long they were kept when a source was read last: for ever, as long as nothing is noted ---- */

enum { READ_CURSOR = 120 }; /* an id has 64 bytes at most */

/* The name of the cursor, and what was noted; or a status. */
static int noted(const struct store *store, const struct engine_source *source, const char *list,
                 char name[READ_CURSOR], int64_t *keep) {
  const int n = snprintf(name, READ_CURSOR, "kept %s", source->who.id);
  if (list[0] != '\0' && n < READ_CURSOR)
    snprintf(name + n, (size_t)(READ_CURSOR - n), " %016llx",
             (unsigned long long)XXH3_64bits(list, strlen(list)));
  *keep = 0;
  return store->ops->cursor_get(store->handle, name, keep);
}

int retention_is_longer(const struct store *store, const struct engine_spec *spec,
                        const struct engine_source *source, const char *list) {
  char name[READ_CURSOR];
  int64_t before;
  const int rc = noted(store, source, list, name, &before);
  const int64_t now = retention_of(spec, source);
  return rc < 0 ? rc : before != 0 && (now == 0 || now > before);
}

int retention_note_read(const struct store *store, const struct engine_spec *spec,
                        const struct engine_source *source, const char *list) {
  char name[READ_CURSOR];
  int64_t before;
  const int rc = noted(store, source, list, name, &before);
  const int64_t now = retention_of(spec, source);
  return rc < 0 || before == now ? rc : store->ops->cursor_put(store->handle, name, now);
}

static void add_period(struct retention *r, int64_t keep) {
  for (size_t i = 0; i < r->n_periods; i++)
    if (r->periods[i] == keep) return;
  r->periods = check_realloc(r->periods, (r->n_periods + 1) * sizeof *r->periods);
  r->periods[r->n_periods++] = keep;
}

static uint64_t with(uint64_t rules, const void *p, size_t n) { return XXH3_64bits_withSeed(p, n, rules); }

struct retention *retention_new(const struct engine_spec *spec, int64_t now, int dry) {
  struct retention *r = check_alloc(sizeof *r);
  *r = (struct retention){.now = now,
                          .keep_records = spec->keep_records,
                          .keep_quarantine = spec->keep_quarantine,
                          .dry = dry,
                          .removed = {.size = sizeof r->removed}};
  r->rules = with(0, &spec->keep_records, sizeof spec->keep_records);
  if (spec->keep_records > 0) add_period(r, spec->keep_records);
  for (size_t i = 0; i < spec->n_sources; i++) {
    const struct engine_source *s = &spec->sources[i];
    if (s->keep <= 0) continue;
    add_period(r, s->keep);
    map_put(&r->own, s->who.id, strlen(s->who.id), (void *)(uintptr_t)&s->keep);
    r->rules = with(with(r->rules, s->who.id, strlen(s->who.id)), &s->keep, sizeof s->keep);
  }
  r->rules >>= 1; /* a cursor is not negative */
  if (r->n_periods > 0 || r->keep_quarantine > 0) return r;
  retention_free(r);
  return NULL;
}

void retention_free(struct retention *r) {
  if (r == NULL) return;
  map_free(&r->own);
  free(r->periods);
  free(r);
}

const struct tdg_removed *retention_removed(const struct retention *r) { return &r->removed; }

void retention_say(const struct tdg_removed *x, int dry, int json, char *out, size_t size) {
  const long long works = (long long)x->works, documents = (long long)x->quarantined;
  if (json)
    snprintf(out, size, "{\"works\":%lld,\"quarantined\":%lld,\"dry_run\":%s}", works, documents,
             dry ? "true" : "false");
  else
    snprintf(out, size, "%lld record%s and %lld quarantined document%s %s", works, works == 1 ? "" : "s",
             documents, documents == 1 ? "" : "s", dry ? "would be removed" : "removed");
}

/* ---- positions ---- */

static const char *cursor_of(const struct retention *r, size_t i, char name[60]) {
  snprintf(name, 60, "keep %lld", (long long)r->periods[i]);
  return name;
}

/* With other rules, what was passed over may have to go. */
static int load_rules(struct store *store, struct retention *r) {
  int64_t rules = 0;
  char name[60];
  int rc = store->ops->cursor_get(store->handle, RULES_CURSOR, &rules);
  if (rc < 0 || (uint64_t)rules == r->rules || r->dry) return rc;
  for (size_t i = 0; i < r->n_periods && rc >= 0; i++)
    rc = store->ops->cursor_put(store->handle, cursor_of(r, i, name), 0);
  return rc < 0 ? rc : store->ops->cursor_put(store->handle, RULES_CURSOR, (int64_t)r->rules);
}

static int load_position(struct store *store, struct retention *r) {
  char name[60];
  r->position = 0;
  if (r->dry || r->at >= r->n_periods) return 0;
  return store->ops->cursor_get(store->handle, cursor_of(r, r->at, name), &r->position);
}

static int save_position(struct store *store, const struct retention *r) {
  char name[60];
  if (r->dry || r->position == 0) return 0;
  return store->ops->cursor_put(store->handle, cursor_of(r, r->at, name), r->position);
}

/* ---- records ---- */

static int see_old(void *arg, const struct tdg_row *row) {
  struct retention *r = arg;
  const int64_t *own = map_get(&r->own, row->source.p, row->source.n);
  r->found[r->n_found++] =
      (struct old_work){row->id, own != NULL ? *own : r->keep_records, {row->work[0], row->work[1]}};
  return 0;
}

static int remove_one(const struct store *store, struct retention *r, const struct old_work *w) {
  if (!r->dry) return store_work_remove(store, w->work, TDG_GONE_OLD, r->now, &r->removed);
  r->removed.works++;
  return 0;
}

/* 1: all of this period was looked at. */
static int remove_some(const struct store *store, struct retention *r, int64_t until_us) {
  const int64_t keep = r->periods[r->at];
  r->n_found = 0;
  int rc = store_old_list(store, r->position, r->now - keep, LOOK, see_old, r);
  if (rc <= 0) return rc < 0 ? rc : 1;
  for (size_t i = 0; i < r->n_found; i++) {
    if (r->found[i].keep == keep) rc = remove_one(store, r, &r->found[i]);
    if (rc < 0) return rc;
    r->position = r->found[i].id;
    if (!r->dry && clock_mono_us() >= until_us) break;
  }
  return 0;
}

static int step_records(struct store *store, struct retention *r, int64_t until_us) {
  const int64_t before = r->removed.works;
  int rc = 0;
  do rc = remove_some(store, r, until_us);
  while (rc == 0 && (r->dry || clock_mono_us() < until_us));
  if (rc < 0) return rc;
  const int over = rc == 1;
  rc = save_position(store, r);
  if (rc >= 0 && !r->dry) rc = store_removed_add(store, r->removed.works - before);
  if (rc < 0 || !over) return rc;
  r->at++;
  return load_position(store, r);
}

/* ---- quarantine ---- */

/* They come by the time they were met last. */
static int see_quarantined(void *arg, const struct tdg_quarantine *q) {
  struct retention *r = arg;
  if (q->at >= r->now - r->keep_quarantine) return 1;
  r->removed.quarantined++;
  if (r->dry) return 0;
  r->ids[r->n_ids++] = q->id;
  return r->n_ids == MAX_QUARANTINED;
}

static int step_quarantine(struct store *store, struct retention *r) {
  r->n_ids = 0;
  int rc = r->keep_quarantine > 0 ? store->ops->quarantine_list(store->handle, 0, see_quarantined, r) : 0;
  for (size_t i = 0; i < r->n_ids && rc >= 0; i++) rc = store_quarantine_drop(store, r->ids[i]);
  return rc < 0 ? rc : r->n_ids == MAX_QUARANTINED;
}

int retention_step(struct store *store, void *retention) {
  struct retention *r = retention;
  const int64_t until_us = clock_mono_us() + RETENTION_STEP_US;
  int rc = r->loaded ? 0 : load_rules(store, r);
  if (rc >= 0 && !r->loaded) rc = load_position(store, r);
  if (rc < 0) return rc;
  r->loaded = 1;
  if (r->at >= r->n_periods) return step_quarantine(store, r);
  rc = step_records(store, r, until_us);
  return rc < 0 ? rc : 1;
}

/* ---- in the engine ---- */

static void tell(const struct retention *r) {
  const struct tdg_removed *x = &r->removed;
  if (x->works > 0)
    log_event("%lld record%s older than they are kept: removed%s", (long long)x->works,
              x->works == 1 ? "" : "s", x->stories > 0 ? ", with the stories that have no other" : "");
  if (x->quarantined > 0)
    log_info("%lld document%s older than they are kept: out of the quarantine", (long long)x->quarantined,
             x->quarantined == 1 ? "" : "s");
}

static void end_round(struct retention *r) {
  struct engine *e = r->engine;
  void (*done)(void *) = r->done;
  void *arg = r->done_arg;
  tell(r);
  e->counts.removed += (uint64_t)r->removed.works;
  e->removed_last = r->removed;
  e->retention = NULL;
  if (r->removed.works > 0 && e->consume != NULL && !e->stopping)
    consume_wake(e->consume); /* briefs of their stories */
  retention_free(r);
  if (done != NULL) done(arg);
}

static void go_on(struct retention *r);

static int step_of_engine(struct store *store, void *arg) {
  struct retention *r = arg;
  if (!r->loaded && r->engine->capture != NULL) capture_drop_old(r->engine->capture, r->now);
  const int rc = retention_step(store, r);
  r->more = rc == 1;
  return rc;
}

/* When nothing else waits for the store it goes on at once, else with the next tick. */
static void on_step(void *arg, int status) {
  struct retention *r = arg;
  struct engine *e = r->engine;
  r->under_way = 0;
  if (status < 0)
    engine_fail(e, "what is older than it is kept could not be removed: %s", storethread_error(e->writer));
  if (status < 0 || !r->more || e->stopping) end_round(r);
  else if (r->done != NULL || storethread_queued(e->writer) == 0) go_on(r);
}

static void go_on(struct retention *r) {
  r->under_way = 1;
  storethread_write(r->engine->writer, step_of_engine, on_step, r);
}

static struct retention *begin_round(struct engine *e) {
  struct retention *r = store_removes(e->store) ? retention_new(&e->spec, clock_wall_ms(), 0) : NULL;
  e->retain_at = clock_wall_ms() + RETENTION_EVERY_MS;
  if (r == NULL) return NULL;
  r->engine = e;
  return e->retention = r;
}

void retention_tick(struct engine *e) {
  const int64_t now = clock_wall_ms();
  if (e->stopping) return;
  if (e->retain_at > now + RETENTION_EVERY_MS) e->retain_at = now; /* the clock was set back */
  if (e->retention == NULL && now >= e->retain_at) begin_round(e);
  if (e->retention != NULL && !e->retention->under_way) go_on(e->retention);
}

int retention_ask(struct engine *e) {
  if (e->retention == NULL && begin_round(e) == NULL) return 0;
  return 1;
}

void retention_run(struct engine *e, void (*done)(void *arg), void *arg) {
  struct retention *r = e->retention == NULL ? begin_round(e) : NULL;
  if (r == NULL) {
    done(arg);
    return;
  }
  r->done = done;
  r->done_arg = arg;
  go_on(r);
}

void retention_leave(struct engine *e) {
  if (e->retention != NULL) e->retention->done = NULL;
}

/* The store thread has ended. */
void retention_close(struct engine *e) {
  retention_free(e->retention);
  e->retention = NULL;
}
