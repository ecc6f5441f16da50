/* engine/consume_sink.c - send records that the last stage has processed to a sink, at least once; see
 * consume.h.
 *
 * The cursor moves only after the sink has answered FLUSH.  When a worker dies before that, the batch is sent
 * again.
 */
#include "engine/consume.h"

#include "news/news.h"
#include "util/clock.h"
#include "util/log.h"

enum {
  FIRST_REST_MS = 1000,
  REST_MS = 60000 /* equals the time after which the pool tries again to open its plugin */
};

enum { SHOWN = 1u << TDG_ARTICLE | 1u << TDG_STATEMENT | 1u << TDG_BRIEF };

/* A row of the log is as it was written; the same row read by its id has later notes folded in. */
struct folding {
  struct consumer *c;
  struct entry *e;
};

static int fold(void *arg, const struct tdg_row *row) {
  struct folding *f = arg;
  f->e->rec = news_fold(&f->c->arena, f->e->rec, row);
  return 1;
}

static int add_record(void *arg, const struct tdg_row *row) {
  struct consumer *c = arg;
  if (row->seq > c->limit && row->kind != TDG_BRIEF) return 1;
  struct entry *e = consumer_add(c);
  const struct store *store = c->all->engine->store;
  e->seq = row->seq;
  e->id = row->id;
  e->rec = consumer_record(c, row);
  if (e->rec != NULL && row->kind != TDG_BRIEF)
    store->ops->record_get(store->handle, row->id, fold, &(struct folding){c, e});
  return 0;
}

static int read_records(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = c->loaded ? 0 : store->ops->cursor_get(store->handle, c->cursor_name, &c->cursor);
  if (status < 0) return status;
  c->loaded = 1;
  return store->ops->log_read(store->handle, c->cursor, SHOWN, NULL, BATCH_RECORDS, add_record, c);
}

static int save_cursor(struct store *store, void *arg) {
  struct consumer *c = arg;
  return store->ops->cursor_put(store->handle, c->cursor_name, c->batch_end);
}

static void on_saved(void *arg, int status) {
  struct consumer *c = arg;
  if (status >= 0) {
    c->all->engine->counts.sunk += c->n;
    c->all->engine->counts.sinks_behind -= c->refusals > 0;
    c->refusals = 0;
  }
  consumer_finished(c, status);
}

/* The end of the engine does not count as a refusal. */
static void give_up(struct consumer *c, const struct job *job) {
  int64_t rest = job->cause == CAUSE_REFUSED ? REST_MS : FIRST_REST_MS;
  if (job->cause != CAUSE_STOPPED || !c->all->engine->stopping) {
    for (int i = 0; i < c->refusals && rest < REST_MS; i++) rest *= 2;
    if (c->refusals++ == 0) c->all->engine->counts.sinks_behind++;
    c->retry_at = clock_mono_ms() + (rest < REST_MS ? rest : REST_MS);
    c->shut = job->cause == CAUSE_REFUSED;
    log_warning("sink %s did not take its records (%s); they are given again later", c->name, job->message);
  }
  c->batch_end = c->cursor;
  c->at_end = 1; /* until it is woken again */
  consumer_finished(c, 0);
}

static void on_flushed(struct job *job) {
  struct consumer *c = job->arg;
  if (job->cause != CAUSE_NONE || job->status < 0) give_up(c, job);
  else storethread_write(c->all->engine->writer, save_cursor, on_saved, c);
  job_free(job);
}

/* The record that killed the worker is known; it is skipped after the second time, so retries end. */
static void begin_again(struct consumer *c) {
  log_warning("sink %s ended (%s); its records are given again", c->name, c->refusal->message);
  c->batch_end = c->cursor;
  consumer_finished(c, 0);
}

/* The first failed job has the cause; the others were only queued behind it. */
static void note_refusal(struct consumer *c, const struct job *job) {
  if (c->refusal == NULL || c->refusal->cause == CAUSE_STOPPED) c->refusal = job;
  if (job->cause == CAUSE_NONE || job->cause == CAUSE_STOPPED || job->cause == CAUSE_REFUSED) return;
  for (size_t i = 0; i < c->n; i++)
    if (c->entries[i].job == job) consumer_blame(c, &c->entries[i]);
  c->died = 1;
}

static void on_sunk(struct job *job) {
  struct consumer *c = job->arg;
  if (job->cause != CAUSE_NONE || job->status == TDG_RETRY) note_refusal(c, job);
  else if (job->status < 0)
    log_warning("sink %s refused a record, which is skipped: %s", c->name, job->message);
  if (--c->open > 0) return;
  if (c->died) begin_again(c);
  else if (c->refusal != NULL) give_up(c, c->refusal);
  else pool_submit(c->pool, job_new(FRAME_FLUSH, NULL, 0, on_flushed, c));
}

static void on_records(void *arg, int status) {
  struct consumer *c = arg;
  if (status < 0 || c->all->engine->stopping || c->n == 0) {
    c->at_end = status >= 0 && c->n == 0;
    c->batch_end = c->cursor;
    consumer_finished(c, status < 0 ? status : 0);
    return;
  }
  c->batch_end = c->entries[c->n - 1].seq;
  c->died = 0;
  c->refusal = NULL;
  c->open = 1;
  for (size_t i = 0; i < c->n; i++) {
    struct entry *e = &c->entries[i];
    if (e->rec == NULL || consumer_poisoned(c, e->id)) continue;
    e->job = job_new(FRAME_RUN, e->rec, 0, on_sunk, c);
    c->open++;
  }
  for (size_t i = 0, n = c->n; i < n; i++)
    if (c->entries[i].job != NULL) pool_submit(c->pool, c->entries[i].job);
  if (--c->open == 0) pool_submit(c->pool, job_new(FRAME_FLUSH, NULL, 0, on_flushed, c));
}

void sink_turn(struct consumer *c) {
  if (clock_mono_ms() < c->retry_at) {
    c->at_end = 1;
    c->woken = 0;
    c->batch_end = c->cursor;
    consumer_finished(c, 0);
    return;
  }
  c->limit = c->before != NULL ? c->before->cursor : INT64_MAX;
  storethread_read(c->all->engine->writer, read_records, on_records, c);
}
