/* engine/consume_sink.c - send records that the last stage has processed to a sink, at least once; see
 * consume.h.
 *
 * The cursor moves only after the sink has answered FLUSH.  When a worker dies before that, the batch is sent
 * again.
 *
 * A record that the sink does not take is kept in the sink's queue, in the transaction that moves the cursor:
 *
 *   run says TDG_RETRY                offered again by itself, after growing intervals, and in each run
 *   run says TDG_BAD_INPUT, ...       offered again when the operator asks for it
 *   it ended the sink's worker twice  likewise
 *   flush says TDG_RETRY              the whole batch as by TDG_RETRY
 *   flush says something else         the batch is given one by one; the record whose flush fails alone is
 *                                     refused
 *
 * A store without queues keeps none of them: each is reported and passed over, also one that was to come later.
 *
 * What is due in the queue is offered before new records.  A sink that puts off a whole batch of new records
 * rests; when it puts off all that its queue offers, the queue rests, and the new records are given.  Of records
 * that are given one by one FEW_PUT_OFF in a row must be put off before it rests.  A full queue stops the sink
 * before the first record that cannot be kept, so that none is lost.  A sink that cannot be opened is given
 * nothing; its cursor stays.
 *
 * A sink whose worker ended rests before it is given anything again, longer each time until it has taken something.
 * A run that only waits for its consumers to come to the end gives it at once.
 */
#include "engine/consume.h"

#include "news/news.h"
#include "util/clock.h"
#include "util/id.h"
#include "util/log.h"
#include "util/redact.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum {
  FIRST_REST_MS = 1000,
  REST_MS = 60000,          /* equals the time after which the pool tries again to open its plugin */
  MAX_WAIT_MS = 10 * 60000, /* of one record that is put off again and again */
  FEW_PUT_OFF = 8,          /* given one by one: so many in a row are a sink that is not ready */
  MAX_TOLD = 20,            /* refusals reported one by one in a run; the queue has them all */
  MAX_REASON = 4000
};

enum { SHOWN = 1u << TDG_ARTICLE | 1u << TDG_STATEMENT | 1u << TDG_BRIEF | 1u << TDG_REMOVAL };

/* What no stage judges. */
static int is_unjudged(uint32_t kind) { return kind == TDG_BRIEF || kind == TDG_REMOVAL; }

static int64_t rest_after(int64_t refusals, int64_t most) {
  int64_t rest = FIRST_REST_MS;
  for (int64_t i = 0; i < refusals && rest < most; i++) rest *= 2;
  return rest < most ? rest : most;
}

/* ---- reading ---- */

/* A row of the log is as it was written; the same row read by its id has later notes folded in. */
struct folding {
  struct consumer *c;
  struct entry *e;
  int status; /* of the store, when it reads the notes */
};

static int fold(void *arg, const struct tdg_row *row) {
  struct folding *f = arg;
  tdg_rec *folded = NULL;
  if (!news_is_dropped(row)) f->status = news_fold(&f->c->all->fold, &f->c->arena, f->e->rec, row, &folded);
  f->e->rec = folded;
  return 1;
}

static void fill(struct consumer *c, struct entry *e, const struct tdg_row *row) {
  e->seq = row->seq;
  e->id = row->id;
  e->kind = row->kind;
  e->rec = consumer_record(c, row);
}

static int add_record(void *arg, const struct tdg_row *row) {
  struct consumer *c = arg;
  if (row->seq > c->limit && !is_unjudged(row->kind)) return 1;
  fill(c, consumer_add(c), row);
  return 0;
}

static int fill_queued(void *arg, const struct tdg_row *row) {
  struct folding *f = arg;
  if (row->seq == f->e->seq) fill(f->c, f->e, row);
  return 1;
}

/* Without its notes a record is not given: a stage may have dropped it. */
static int fold_batch(struct consumer *c) {
  int status = 0;
  for (size_t i = 0; i < c->n && status >= 0; i++) {
    struct entry *e = &c->entries[i];
    if (e->rec == NULL || is_unjudged(e->kind)) continue;
    struct folding f = {c, e, 0};
    status = consumer_folded(c, e->id, fold, &f);
    if (status == 0) e->rec = NULL;
    if (status > 0) status = f.status;
  }
  return status;
}

/* How many records the next batch may have. */
static size_t batch_size(const struct consumer *c) { return c->singly > 0 ? 1 : BATCH_RECORDS; }

static int see_refused(void *arg, const struct tdg_refused *r) {
  struct consumer *c = arg;
  const int64_t now = clock_wall_ms();
  if (r->retry_at <= 0) return 0;
  c->waiting++;
  if (r->retry_at > now || c->n >= batch_size(c)) {
    if (r->retry_at < c->queue_due) c->queue_due = r->retry_at;
    return 0;
  }
  struct entry *e = consumer_add(c);
  e->seq = r->seq;
  e->id = r->record;
  e->times = r->count;
  e->waited = 1;
  return 0;
}

static int read_queue(struct store *store, struct consumer *c) {
  c->queue_due = INT64_MAX;
  c->waiting = 0;
  int status = store_refused_list(store, c->name, see_refused, c);
  for (size_t i = 0; i < c->n && status >= 0; i++) {
    struct folding f = {c, &c->entries[i], 0};
    status = store->ops->log_read(store->handle, c->entries[i].seq - 1, SHOWN, NULL, 1, fill_queued, &f);
  }
  return status;
}

static int read_records(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = c->loaded ? 0 : store->ops->cursor_get(store->handle, c->cursor_name, &c->cursor);
  if (status >= 0 && c->asking)
    status = store_refused_retry(store, c->name, !c->all->queues_only, clock_wall_ms());
  if (status < 0) return status;
  if (c->asking) c->queue_due = 0;
  c->loaded = 1;
  c->asking = 0;
  if (c->queue_due <= clock_wall_ms()) status = read_queue(store, c);
  c->queued = c->n > 0 || c->all->queues_only;
  if (status >= 0 && !c->queued)
    status =
        store->ops->log_read(store->handle, c->cursor, SHOWN, NULL, (int64_t)batch_size(c), add_record, c);
  return status < 0 ? status : fold_batch(c);
}

/* ---- what it did not take ---- */

/* Was it offered, and not taken? */
static int is_refused(const struct consumer *c, const struct entry *e) {
  if (e->job == NULL) return e->rec != NULL && consumer_poisoned(c, e->id);
  return e->job->status < 0 || e->reason != NULL;
}

static int has_queue(const struct consumer *c) { return store_keeps_refused(c->all->engine->store); }

/* Is it offered again by itself? */
static int is_put_off(const struct consumer *c, const struct entry *e) {
  return e->job != NULL && (e->job->status == TDG_RETRY || e->flushed == TDG_RETRY) && has_queue(c);
}

static const char *reason_of(struct consumer *c, const struct entry *e) {
  if (e->reason != NULL) return e->reason;
  if (e->job == NULL)
    return arena_printf(&c->arena, "it ended the sink's worker twice: %s", consumer_deadly(c, e->id));
  return e->job->message;
}

static void tell(struct consumer *c, const struct entry *e, const char *reason, const char *what_now) {
  char id[ID_LETTERS + 1];
  struct tdg_str title = rec_get(e->rec, rec_kind(e->rec) == TDG_BRIEF ? TDG_HEADLINE : TDG_TITLE, 0);
  if (has_queue(c) && c->told++ > MAX_TOLD) return;
  if (c->told > MAX_TOLD) {
    log_warning("%s: further refusals are not reported here; `tidings sink queue list` has them all",
                c->label);
    return;
  }
  id_text(e->id, id);
  log_warning("%s did not take record %s (%.*s): %s; it is %s", c->label, id,
              (int)(title.n < 120 ? title.n : 120), title.p, reason, what_now);
}

/* 1: the queue is full. */
static int keep(struct store *store, struct consumer *c, const struct entry *e) {
  const int64_t now = clock_wall_ms();
  const char *reason = reason_of(c, e);
  char kept[MAX_REASON + 1]; /* without secrets: a server may repeat what it was sent */
  const int waits = is_put_off(c, e);
  const size_t n = tdg_utf8_cut(tdg_str_of(reason), MAX_REASON);
  memcpy(kept, reason, n);
  redact_remembered(kept, n);
  struct tdg_refused r = {.size = sizeof r,
                          .status = e->job != NULL ? (e->reason != NULL ? e->flushed : e->job->status) : 0,
                          .record = e->id,
                          .seq = e->seq,
                          .last = now,
                          .retry_at = waits ? now + rest_after(e->times, MAX_WAIT_MS) : 0,
                          .sink = {c->name, strlen(c->name)},
                          .reason = {kept, n}};
  if (!has_queue(c)) {
    tell(c, e, reason, "passed over, because this store has no queue for it");
    return 0;
  }
  int status = store_refused_put(store, &r);
  if (status != 0) return status;
  if (waits && r.retry_at < c->queue_due) c->queue_due = r.retry_at;
  c->waiting = c->waiting + (size_t)(waits && !e->waited) - (size_t)(!waits && e->waited);
  tell(c, e, reason,
       waits ? "kept and given again by itself"
             : "kept and passed over until `tidings sink queue retry` gives it again (`tidings sink queue "
               "drop` gives it up)");
  return 0;
}

/* The cursor stops before the first record that cannot be kept. */
static void stop_before(struct consumer *c, size_t i) {
  log_error("%s: its queue of refused records is full (%d); it gets nothing more until `tidings sink "
            "queue retry` or `tidings sink queue drop` makes room",
            c->label, TDG_MAX_REFUSED);
  c->batch_end = i > 0 ? c->entries[i - 1].seq : c->cursor;
  c->saved = i;
  c->refusals++;
  c->retry_at = clock_mono_ms() + REST_MS;
}

static int save_batch(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = 0;
  c->saved = c->n;
  for (size_t i = 0; i < c->n && status >= 0; i++) {
    const struct entry *e = &c->entries[i];
    if (is_refused(c, e)) status = keep(store, c, e);
    else if (c->queued) status = store_refused_drop(store, c->name, e->id);
    if (status >= 0 && c->queued && !is_refused(c, e)) c->waiting -= (size_t)e->waited;
    if (status == 1 && is_refused(c, e)) {
      stop_before(c, i);
      break;
    }
  }
  if (status >= 0) status = fare_keep(store, c);
  if (status < 0 || c->queued) return status < 0 ? status : 0;
  return store->ops->cursor_put(store->handle, c->cursor_name, c->batch_end);
}

/* ---- the end of a batch ---- */

static void count_behind(struct consumer *c) {
  int behind = c->waiting > 0 || c->refusals > 0 || c->resting;
  c->all->engine->counts.sinks_behind += (uint64_t)behind;
  c->all->engine->counts.sinks_behind -= (uint64_t)c->behind;
  c->behind = behind;
}

/* A sink that put off all of a batch is not ready: it rests, or its queue does.  When it is again, nothing waits
 * any longer.  singly: the batch is one record of those that are given one by one. */
static void weigh(struct consumer *c, int singly) {
  size_t given = 0, off = 0;
  for (size_t i = 0; i < c->n; i++) {
    given += c->entries[i].job != NULL;
    off += (size_t)is_put_off(c, &c->entries[i]);
  }
  if (given == 0) return;
  if (given > off) {
    c->crashes = 0;
    c->asking |= c->refusals > 0 && c->waiting > 0;
    c->refusals = 0;
    c->put_off = 0;
    return;
  }
  if (singly && ++c->put_off < FEW_PUT_OFF) return; /* the next one may be taken */
  if (c->queued && !c->all->queues_only) {
    const int64_t due = clock_wall_ms() + FIRST_REST_MS;
    if (c->queue_due < due) c->queue_due = due;
    return;
  }
  c->retry_at = clock_mono_ms() + rest_after(c->refusals++, REST_MS);
  c->at_end = 1; /* until it has rested */
}

static void count_entry(struct consumer *c, const struct entry *e) {
  struct engine_counts *counts = &c->all->engine->counts;
  int refused = is_refused(c, e);
  counts->sunk += e->job != NULL && !refused;
  counts->sink_refusals += refused && !is_put_off(c, e);
}

static void on_saved(void *arg, int status) {
  struct consumer *c = arg;
  if (status >= 0) {
    for (size_t i = 0; i < c->saved; i++) count_entry(c, &c->entries[i]);
    const int singly = c->singly > 0;
    c->singly -= (size_t)singly;
    if (clock_mono_ms() >= c->retry_at) weigh(c, singly);
    else c->at_end = 1; /* its queue is full */
    count_behind(c);
  }
  if (c->queued) c->batch_end = c->cursor;
  consumer_finished(c, status);
}

/* One that ended its worker was counted then. */
static void count_fare(struct consumer *c, const struct entry *e) {
  const struct job flushed = {.status = e->flushed};
  if (e->job == NULL) return;
  if (!is_refused(c, e)) fare_took(c, e->id);
  else fare_failed(c, e->id, job_error_word(e->reason != NULL ? &flushed : e->job), reason_of(c, e));
}

static void save(struct consumer *c) {
  for (size_t i = 0; i < c->n; i++) count_fare(c, &c->entries[i]);
  storethread_write(c->all->engine->writer, save_batch, on_saved, c);
}

/* It cannot be opened, or its worker was stopped: nothing was given.  The end of the engine is no refusal. */
static void give_up(struct consumer *c, const struct job *job) {
  if (job->cause != CAUSE_STOPPED || !c->all->engine->stopping) {
    int64_t rest = job->cause == CAUSE_REFUSED ? REST_MS : rest_after(c->refusals, REST_MS);
    c->refusals++;
    c->retry_at = clock_mono_ms() + rest;
    c->shut = job->cause == CAUSE_REFUSED;
    fare_failed(c, 0, job_error_word(job), job->message);
    log_warning("%s did not take its records (%s); they are given again later", c->label, job->message);
    count_behind(c);
  }
  c->batch_end = c->cursor;
  c->queue_due = 0;
  c->at_end = 1; /* until something new wakes it */
  consumer_finished(c, 0);
}

static void give_again(struct consumer *c) {
  c->batch_end = c->cursor;
  c->queue_due = 0;
  consumer_finished(c, 0);
}

/* Its worker ended: after a rest that grows with each death until a batch is taken, or at once in a pass. */
static void give_later(struct consumer *c, const char *where, const char *why) {
  const int passes = c->all->drained != NULL;
  const int64_t rest = passes ? 0 : rest_after(c->crashes++, REST_MS);
  log_warning("%s ended%s (%s); its records are given again%s", c->label, where, why,
              passes ? "" : arena_printf(&c->arena, " after %lld s", (long long)(rest / 1000)));
  c->retry_at = clock_mono_ms() + rest;
  c->at_end = c->resting = rest > 0;
  c->woken = 0;
  count_behind(c);
  give_again(c);
}

/* ---- flush ---- */

/* Without a flush nothing was taken: all of the batch is put off, or the one record is refused. */
static void refuse_batch(struct consumer *c, const struct job *job) {
  const char *reason = arena_printf(&c->arena, "flush: %s", job->message);
  for (size_t i = 0; i < c->n; i++) {
    struct entry *e = &c->entries[i];
    if (e->job == NULL || e->job->status < 0) continue;
    e->reason = reason;
    e->flushed = job->status;
  }
}

static size_t count_given(const struct consumer *c) {
  size_t n = 0;
  for (size_t i = 0; i < c->n; i++) n += c->entries[i].job != NULL && c->entries[i].job->status >= 0;
  return n;
}

static void flush_failed(struct consumer *c, const struct job *job) {
  if (job->status == TDG_RETRY || count_given(c) <= 1) {
    refuse_batch(c, job);
    save(c);
    return;
  }
  log_warning("%s: flush failed (%s); the records of this batch are given one by one", c->label,
              job->message);
  c->singly = c->n;
  give_again(c);
}

/* It died in flush: which record is the cause is found by giving them one by one. */
static void flush_died(struct consumer *c, const struct job *job) {
  if (count_given(c) <= 1)
    for (size_t i = 0; i < c->n; i++)
      if (c->entries[i].job != NULL) consumer_blame(c, &c->entries[i], job->message);
  fare_failed(c, 0, job_error_word(job), job->message);
  if (c->singly == 0) c->singly = c->n;
  give_later(c, " in flush", job->message);
}

static void on_flushed(struct job *job) {
  struct consumer *c = job->arg;
  if (job->cause == CAUSE_STOPPED || job->cause == CAUSE_REFUSED) give_up(c, job);
  else if (job->cause != CAUSE_NONE) flush_died(c, job);
  else if (pool_counts(c->pool)->died != c->deaths) give_again(c); /* another worker was given the records */
  else if (job->status < 0) flush_failed(c, job);
  else save(c);
  job_free(job);
}

static void flush(struct consumer *c) {
  if (count_given(c) == 0) save(c);
  else pool_submit(c->pool, job_new(FRAME_FLUSH, NULL, clock_wall_ms(), on_flushed, c));
}

/* ---- run ---- */

/* The first failed job has the cause; the others were only queued behind it. */
static void note_end(struct consumer *c, const struct job *job) {
  if (c->refusal == NULL || c->refusal->cause == CAUSE_STOPPED) c->refusal = job;
  if (job->cause == CAUSE_STOPPED || job->cause == CAUSE_REFUSED) return;
  for (size_t i = 0; i < c->n; i++) {
    if (c->entries[i].job != job) continue;
    fare_failed(c, c->entries[i].id, job_error_word(job), job->message);
    consumer_blame(c, &c->entries[i], job->message);
  }
  c->died = 1;
}

static void on_sunk(struct job *job) {
  struct consumer *c = job->arg;
  if (job->cause != CAUSE_NONE) note_end(c, job);
  if (--c->open > 0) return;
  if (c->died) give_later(c, "", c->refusal->message);
  else if (c->refusal != NULL) give_up(c, c->refusal);
  else flush(c);
}

static void on_records(void *arg, int status) {
  struct consumer *c = arg;
  if (status < 0 || c->all->engine->stopping || c->n == 0) {
    c->at_end = status >= 0 && c->n == 0;
    c->batch_end = c->cursor;
    count_behind(c);
    consumer_finished(c, status < 0 ? status : 0);
    return;
  }
  c->batch_end = c->entries[c->n - 1].seq;
  c->died = 0;
  c->refusal = NULL;
  c->deaths = pool_counts(c->pool)->died;
  for (struct entry *e = c->entries; e < c->entries + c->n; e++)
    if (e->rec != NULL && !consumer_poisoned(c, e->id))
      e->job = job_new(FRAME_RUN, e->rec, clock_wall_ms(), on_sunk, c);
  if (consumer_submit(c) == 0) flush(c);
}

void sink_turn(struct consumer *c) {
  struct storethread *t = c->all->engine->writer;
  if (clock_mono_ms() < c->retry_at) {
    c->at_end = 1;
    c->woken = 0;
    c->batch_end = c->cursor;
    consumer_finished(c, 0);
    return;
  }
  c->resting = 0;
  c->limit = consumer_limit(c);
  c->asking |= !c->loaded;
  if (c->asking) storethread_write(t, read_records, on_records, c);
  else storethread_read(t, read_records, on_records, c);
}
