/* engine/consume_stage.c - run a stage: recall its notes, then judge records in order; see consume.h.
 *
 * The state of a stage is in the memory of one worker.  When that worker dies, the batch is discarded, the
 * state is rebuilt from the checkpoint and the notes and the batch is read again, so that the log never has half a batch or a
 * judgement made without state.  A worker that dies while idle fails no job, so deaths are checked before
 * each batch.
 */
#include "engine/consume.h"

#include "engine/stage_note.h"
#include "util/clock.h"
#include "util/log.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { READABLE = 1u << TDG_ARTICLE | 1u << TDG_STATEMENT };
enum { SCARCE_MS = POOL_NO_PROCESS_MS + 500 }; /* before that its pool tries nothing */

/* ---- recall ---- */

static int add_note(void *arg, const struct tdg_row *row) {
  struct consumer *c = arg;
  struct entry *e = consumer_add(c);
  e->seq = row->seq;
  e->id = -row->seq; /* notes have no id; negative numbers distinguish them from records in `poison` */
  e->rec = consumer_record(c, row);
  if (e->rec != NULL && rec_has(e->rec, TDG_DROPPED)) e->rec = NULL; /* the host's own, of a dropped record */
  return 0;
}

static int read_notes(struct store *store, void *arg) {
  struct consumer *c = arg;
  return store->ops->log_read(store->handle, c->recall_at, 1u << TDG_NOTE, c->name, BATCH_NOTES, add_note, c);
}

static void on_notes(void *arg, int status);

/* The worker with the stage's state has died: start again. */
static void start_over(struct consumer *c) {
  if (c->scarce) {
    c->retry_at = clock_mono_ms() + SCARCE_MS;
    c->at_end = 1;
    c->woken = 0; /* what is new does not help */
  }
  c->died = 0;
  c->recalled = 0;
  c->recall_at = 0;
  c->batch_end = c->cursor;
  consumer_finished(c, 0);
}

void stage_renew(struct consumer *c) {
  c->renew = c->recalled = 0;
  c->recall_at = 0;
  c->checkpoint.parts = 0;
  pool_renew(c->pool);
}

static int lost_memory(const struct consumer *c) { return pool_counts(c->pool)->died != c->deaths; }

/* A stage that cannot be opened is not counted against the record. */
static void note_death(struct consumer *c, const struct job *job, const struct entry *e) {
  c->died = 1;
  if (job->cause == CAUSE_STOPPED) return;
  if (job->cause != CAUSE_REFUSED) {
    fare_failed(c, e->id > 0 ? e->id : 0, job_error_word(job), job->message);
    consumer_blame(c, e, job->message);
    return;
  }
  if (job->scarce && c->all->engine->upkeep != NULL) { /* told by its pool; a run that goes on waits */
    c->scarce = 1;
    return;
  }
  if (c->all->engine->failed) return; /* told with the first of those that wait; its fare is being kept */
  fare_failed(c, 0, job_error_word(job), job->message);
  storethread_write(c->all->engine->writer, fare_keep, NULL, c); /* the engine ends */
  engine_fail(c->all->engine, "the %s cannot be opened: %s", c->label, job->message);
}

static struct entry *entry_of(struct consumer *c, const struct job *job) {
  for (size_t i = 0; i < c->n; i++)
    if (c->entries[i].job == job) return &c->entries[i];
  return NULL;
}

/* In a bundle it is unknown which note was the cause. */
static void note_recall_death(struct consumer *c, const struct job *job) {
  if (c->one_by_one || job->cause == CAUSE_REFUSED || job->cause == CAUSE_STOPPED)
    note_death(c, job, entry_of(c, job));
  c->died = c->one_by_one = 1;
}

static void on_recalled(struct job *job) {
  struct consumer *c = job->arg;
  if (job->cause != CAUSE_NONE) note_recall_death(c, job);
  else if (job->status < 0) {
    c->checkpoint.off = 1;
    c->all->engine->counts.unjudged++;
    fare_failed(c, 0, job_error_word(job), job->message);
    if (!c->told_recall++)
      log_warning("%s could not recall its own notes, so that its state may lack some: %s", c->label,
                  job->message);
  }
  if (--c->open > 0) return;
  if (c->died) {
    start_over(c);
    return;
  }
  consumer_clear(c);
  storethread_read(c->all->engine->writer, read_notes, on_notes, c);
}

static int is_passed_over(const struct consumer *c, const struct entry *e) {
  return e->rec == NULL || consumer_poisoned(c, e->id);
}

/* Notes are small and many: one frame per note would cost more than reading it. */
static size_t submit_notes(struct consumer *c) {
  enum { BUNDLE = 64 };
  tdg_rec *bundle = NULL;
  size_t in = 0, first = 0;
  for (size_t i = 0; i < c->n; i++) {
    struct entry *e = &c->entries[i];
    if (!is_passed_over(c, e)) {
      if (in++ == 0) bundle = rec_new(&c->arena, TDG_STORY), first = i;
      rec_put_rec(bundle, TDG_MEMBER, e->rec);
    }
    if (in == 0 || (in < BUNDLE && !c->one_by_one && i + 1 < c->n)) continue;
    struct entry *f = &c->entries[first];
    f->job = job_new(FRAME_RECALL, bundle, rec_get_int(f->rec, TDG_FIRST_SEEN, 0), on_recalled, c);
    in = 0;
  }
  return consumer_submit(c);
}

static void on_notes(void *arg, int status) {
  struct consumer *c = arg;
  if (status < 0 || c->all->engine->stopping) {
    consumer_finished(c, status);
  } else if (lost_memory(c)) {
    start_over(c);
  } else if (c->n == 0) {
    c->recalled = 1;
    c->one_by_one = 0;
    c->batch_end = c->cursor;
    consumer_finished(c, 0);
  } else {
    c->recall_at = c->checkpoint.last_note = c->entries[c->n - 1].seq;
    c->checkpoint.unsaved += (int64_t)c->n;
    if (submit_notes(c) == 0) {
      consumer_clear(c);
      storethread_read(c->all->engine->writer, read_notes, on_notes, c);
    }
  }
}

/* ---- judge ---- */

/* The notes made when a record arrived: by the engine when it settled the record, and the first note of each
 * earlier stage.  Later notes, made because a better copy arrived, depend on the progress of other consumers,
 * but equal logs must give equal notes; the notes about the better copy say which record it replaces. */
struct heard {
  struct consumer *c;
  int64_t seq; /* of the record */
  int64_t duplicate_of, instead_of;
  int dropped;
  struct fold_list overlays; /* only notes made when the record arrived have any (stage_note.c) */
  size_t n;
  const char **by; /* stages whose notes were added: room for all of the pipeline */
};

/* The stage of that name; NULL when there is none: the note is the engine's own. */
static const struct consumer *stage_named(const struct consumer *c, struct tdg_str by) {
  const struct consumer *s = c->all->first;
  while (s != NULL && (s->kind != CONSUMER_STAGE || !tdg_str_same(tdg_str_of(s->name), by))) s = s->next;
  return s;
}

static int is_before(const struct consumer *c, const struct consumer *other) {
  const struct consumer *b = c->before;
  while (b != NULL && b != other) b = b->before;
  return b != NULL;
}

static int has_spoken(struct heard *h, const struct consumer *s) {
  for (size_t i = 0; i < h->n; i++)
    if (h->by[i] == s->name) return 1;
  h->by[h->n++] = s->name; /* each stage of the pipeline once */
  return 0;
}

static int hear(void *arg, const struct tdg_row *row) {
  struct heard *h = arg;
  const struct consumer *s = stage_named(h->c, row->by);
  if (s != NULL && !is_before(h->c, s)) return 0;
  const tdg_rec *note = consumer_record(h->c, row);
  if (note == NULL) return 0;
  h->dropped |= rec_has(note, TDG_DROPPED);
  if (fold_is_overlay(note)) {
    const struct tdg_str by = {arena_copy(&h->c->arena, row->by.p, row->by.n), row->by.n};
    fold_add(&h->overlays, &h->c->all->fold.order, note, by);
  }
  /* of the engine's own notes, or of a stage that is in the pipeline no more, the one that directly follows */
  if (s != NULL ? has_spoken(h, s) : row->seq != h->seq + 1) return 0;
  if (row->duplicate_of != 0) h->duplicate_of = row->duplicate_of == row->about ? 0 : row->duplicate_of;
  h->instead_of = rec_get_int(note, TDG_INSTEAD_OF, h->instead_of);
  return 0;
}

/* Lay them over the record; of one that an earlier stage dropped nothing is left. */
static int take_notes(struct store *store, struct consumer *c, struct entry *e) {
  struct heard h;
  h.c = c;
  h.seq = e->seq;
  h.duplicate_of = h.instead_of = 0;
  h.dropped = 0;
  h.n = h.overlays.n = 0;
  h.by = arena_alloc(&c->arena, (c->all->fold.order.n + 1) * sizeof *h.by);
  int n = store->ops->notes_of(store->handle, e->id, hear, &h);
  if (n <= 0) return n;
  tdg_rec *copy =
      h.overlays.n > 0 ? fold_lay(&c->arena, e->rec, &h.overlays) : rec_copy(&c->arena, e->rec, e->kind);
  if (h.duplicate_of != 0) rec_put_int(copy, TDG_DUPLICATE_OF, h.duplicate_of);
  if (h.instead_of != 0) rec_put_int(copy, TDG_INSTEAD_OF, h.instead_of);
  e->rec = h.dropped ? NULL : copy;
  return 0;
}

static int add_record(void *arg, const struct tdg_row *row) {
  struct consumer *c = arg;
  if (row->seq > c->limit) return 1;
  struct entry *e = consumer_add(c);
  e->seq = row->seq;
  e->id = row->id;
  e->kind = row->kind;
  e->rec = consumer_record(c, row);
  return 0;
}

static int read_records(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = store->ops->log_read(store->handle, c->cursor, READABLE, NULL, BATCH_RECORDS, add_record, c);
  for (size_t i = 0; i < c->n && status >= 0; i++)
    if (c->entries[i].rec != NULL) status = take_notes(store, c, &c->entries[i]);
  return status;
}

static int save_notes(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = 0, n = 0;
  for (size_t i = 0; i < c->n && status >= 0; i++) {
    struct entry *e = &c->entries[i];
    const struct job *job = e->job;
    if (job != NULL) note_look(c, e);
    for (size_t k = 0; job != NULL && k < job->n_recs && status >= 0; k++, e->notes += (uint32_t)n)
      status = note_append(c, store, e, job->recs[k], &n);
    if (job != NULL && status >= 0 && note_is_drop(job)) status = note_drop(c, store, e);
  }
  if (status >= 0) status = fare_keep(store, c);
  return status < 0 ? status : store->ops->cursor_put(store->handle, c->cursor_name, c->batch_end);
}

static void on_saved(void *arg, int status) {
  struct consumer *c = arg;
  for (size_t i = 0; status >= 0 && i < c->n; i++) {
    const struct job *job = c->entries[i].job;
    c->all->engine->counts.notes += c->entries[i].notes;
    c->checkpoint.unsaved += c->entries[i].notes;
    if (job != NULL) c->all->engine->counts.dropped += (uint64_t)note_is_drop(job);
    if (job != NULL) c->all->engine->counts.unjudged += job->status < 0;
  }
  consumer_finished(c, status);
}

static void finish_batch(struct consumer *c) {
  if (c->died) {
    start_over(c);
    return;
  }
  storethread_write(c->all->engine->writer, save_notes, on_saved, c);
}

static void on_judged(struct job *job) {
  struct consumer *c = job->arg;
  const struct entry *e = entry_of(c, job);
  if (job->cause != CAUSE_NONE) {
    note_death(c, job, e);
  } else if (job->status >= 0) {
    fare_took(c, e->id);
  } else {
    c->checkpoint.off = 1; /* what it remembers of that record, if anything, is in no note */
    fare_failed(c, e->id, job_error_word(job), job->message);
    log_warning("%s could not judge a record: %s", c->label, job->message);
  }
  if (--c->open == 0) finish_batch(c);
}

static void on_checkpoint(struct consumer *c, int result) {
  c->batch_end = c->cursor;
  consumer_finished(c, result);
}

static void on_records(void *arg, int status) {
  struct consumer *c = arg;
  if (status >= 0 && c->n == 0 && !lost_memory(c) && checkpoint_is_due(c)) {
    c->at_end = 1;
    checkpoint_save(c, on_checkpoint);
    return;
  }
  if (status < 0 || c->all->engine->stopping || c->n == 0) {
    c->at_end = c->n == 0;
    c->batch_end = c->cursor;
    consumer_finished(c, status);
    return;
  }
  if (lost_memory(c)) {
    start_over(c);
    return;
  }
  c->batch_end = c->entries[c->n - 1].seq;
  for (struct entry *e = c->entries; e < c->entries + c->n; e++)
    if (!is_passed_over(c, e))
      e->job = job_new(FRAME_JUDGE, e->rec, rec_get_int(e->rec, TDG_FIRST_SEEN, 0), on_judged, c);
  if (consumer_submit(c) == 0) finish_batch(c);
}

/* ---- is there anything to judge? ---- */

static int see_one(void *arg, const struct tdg_row *row) {
  struct consumer *c = arg;
  if (row->seq <= c->limit) consumer_add(c);
  return 1;
}

/* Recalling costs time for each record of the window, so it waits for a record to judge. */
static int look_for_work(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = store->ops->cursor_get(store->handle, c->cursor_name, &c->found);
  if (status >= 0) status = store->ops->log_read(store->handle, c->found, READABLE, NULL, 1, see_one, c);
  return status >= 0 && c->n > 0 ? checkpoint_find(c, store) : status;
}

static void on_restored(struct consumer *c, int result) {
  if (result < 0 || c->all->engine->stopping) {
    consumer_finished(c, result);
  } else if (result == CHECKPOINT_FAILED) {
    start_over(c);
  } else {
    c->recall_at = result == CHECKPOINT_DONE ? c->checkpoint.last_note : 0;
    storethread_read(c->all->engine->writer, read_notes, on_notes, c);
  }
}

static void on_looked(void *arg, int status) {
  struct consumer *c = arg;
  const int has_work = c->n > 0;
  consumer_clear(c);
  if (status >= 0) c->cursor = c->found;
  if (status < 0 || c->all->engine->stopping || !has_work) {
    c->at_end = !has_work;
    c->batch_end = c->cursor;
    consumer_finished(c, status);
    return;
  }
  c->deaths = pool_counts(c->pool)->died;
  checkpoint_restore(c, on_restored);
}

void stage_turn(struct consumer *c) {
  struct storethread *t = c->all->engine->writer;
  c->died = c->scarce = 0;
  c->batch_end = 0;
  c->limit = consumer_limit(c);
  if (!c->recalled) {
    storethread_read(t, look_for_work, on_looked, c);
    return;
  }
  storethread_read(t, read_records, on_records, c);
}
