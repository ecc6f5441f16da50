/* engine/consume_checkpoint.c - save what a stage remembers, and restore it at the next start; see consume.h.
 *
 * Recalling every note takes a time that grows with the store.  A stage that has save and restore therefore gives
 * its state in parts, when it has nothing to judge and has made many notes since the last time; the cost of a save
 * is so in proportion to the notes made.  The parts go into the store as they come; the last transaction makes
 * them the checkpoint of the stage's position.
 *
 * A checkpoint is used only by the same plugin file with the same settings, and only when the stage's position has
 * not gone back since.  Whatever else is wrong with it costs a recall of every note, never a record.  Memory: one
 * part when saving, PARTS_AT_ONCE when restoring.
 */
#include "engine/consume.h"

#include "util/check.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>

enum { PARTS_AT_ONCE = 8, LEAST_NOTES = 25000, BYTES_PER_NOTE = 4096, MAX_PARTS = 100000 };
static const int64_t MAX_BYTES = INT64_C(1) << 30;

static int can_save(const struct consumer *c) {
  return (pool_spec(c->pool)->component->calls & PLUGIN_CALL_SAVE) != 0;
}

/* ---- who can read it ---- */

static int hash_file(XXH3_state_t *h, const char *path) {
  static _Thread_local char buf[64 << 10];
  FILE *f = fopen(path, "rb");
  size_t n;
  if (f == NULL) return -1;
  while ((n = fread(buf, 1, sizeof buf, f)) > 0) XXH3_128bits_update(h, buf, n);
  int bad = ferror(f);
  fclose(f);
  return bad ? -1 : 0;
}

/* "org.example.x 1.2 HASH" of the file and the settings; NULL when the file cannot be read. */
static char *make_mark(const struct pool_spec *spec) {
  const struct plugin_info *p = spec->component->plugin;
  char mark[2 * PLUGIN_MAX_NAME + 100];
  XXH3_state_t *h = XXH3_createState();
  if (h == NULL) return NULL;
  XXH3_128bits_reset(h);
  int rc = hash_file(h, p->file);
  for (size_t i = 0; i < spec->n_options; i++) {
    const struct option_value *v = &spec->options[i];
    XXH3_128bits_update(h, v->name, strlen(v->name) + 1);
    XXH3_128bits_update(h, v->value, strlen(v->value) + 1);
  }
  XXH128_hash_t sum = XXH3_128bits_digest(h);
  XXH3_freeState(h);
  snprintf(mark, sizeof mark, "%s %s %016llx%016llx", p->id, p->version, (unsigned long long)sum.high64,
           (unsigned long long)sum.low64);
  return rc < 0 ? NULL : check_strdup(mark);
}

/* ---- restoring ---- */

static int see_head(void *arg, const struct tdg_checkpoint *found) {
  struct consumer *c = arg;
  struct checkpoint *k = &c->checkpoint;
  if (k->mark == NULL || !tdg_str_same(found->mark, tdg_str_of(k->mark)) || found->position > c->found)
    return 0;
  k->position = found->position;
  k->notes = found->notes;
  k->bytes = found->bytes;
  k->parts = found->parts;
  return 0;
}

int checkpoint_find(struct consumer *c, const struct store *store) {
  struct checkpoint *k = &c->checkpoint;
  k->parts = k->bytes = k->unsaved = k->last_note = 0;
  if (!can_save(c) || k->unusable) return 0;
  if (k->mark == NULL) k->mark = make_mark(pool_spec(c->pool));
  int status = store_checkpoint_get(store, c->name, see_head, c);
  return status < 0 ? status : 0;
}

static void restore_some(struct consumer *c);

static int take_part(void *arg, struct tdg_str part) {
  struct consumer *c = arg;
  struct entry *e = consumer_add(c);
  tdg_rec *r = rec_new(&c->arena, TDG_NOTE);
  rec_put(r, TDG_SIGNATURE, part.p, part.n);
  e->rec = r;
  return 0;
}

/* A damaged part fails the checkpoint, not the store. */
static int read_parts(struct store *store, void *arg) {
  struct consumer *c = arg;
  struct checkpoint *k = &c->checkpoint;
  const int64_t left = k->parts - k->at, max = left < PARTS_AT_ONCE ? left : PARTS_AT_ONCE;
  int n = store->ops->checkpoint_read(store->handle, c->name, k->at, max, take_part, c);
  if (n == max) return 0;
  k->unusable = 1;
  return n < 0 && n != TDG_BAD_INPUT ? n : 0;
}

static void refuse(struct consumer *c, const char *why) {
  log_warning("%s: its checkpoint cannot be used, so it recalls all its notes: %s", c->label, why);
  c->checkpoint.unusable = 1;
}

static void end_restore(struct consumer *c, int result) {
  consumer_clear(c);
  if (result == CHECKPOINT_FAILED) pool_renew(c->pool);
  c->checkpoint.done(c, result);
}

static void on_restored(struct job *job) {
  struct consumer *c = job->arg;
  struct checkpoint *k = &c->checkpoint;
  if (job->cause == CAUSE_STOPPED) k->unusable = 1; /* the worker ended in another part, or the engine ends */
  else if (job->status < 0 && !k->unusable) refuse(c, job->message);
  if (--c->open > 0) return;
  k->at += (int64_t)c->n;
  consumer_clear(c);
  if (k->unusable) end_restore(c, CHECKPOINT_FAILED);
  else restore_some(c);
}

static void on_parts(void *arg, int status) {
  struct consumer *c = arg;
  if (status < 0 || c->all->engine->stopping) {
    end_restore(c, status < 0 ? status : CHECKPOINT_NONE);
    return;
  }
  if (c->checkpoint.unusable) {
    refuse(c, "a part of it is missing or damaged");
    end_restore(c, CHECKPOINT_FAILED);
    return;
  }
  for (struct entry *e = c->entries; e < c->entries + c->n; e++)
    e->job = job_new(FRAME_RESTORE, e->rec, 0, on_restored, c);
  consumer_submit(c);
}

static void restore_some(struct consumer *c) {
  struct checkpoint *k = &c->checkpoint;
  if (k->at < k->parts) {
    storethread_read(c->all->engine->writer, read_parts, on_parts, c);
    return;
  }
  k->last_note = k->notes;
  end_restore(c, CHECKPOINT_DONE);
}

void checkpoint_restore(struct consumer *c, void (*done)(struct consumer *c, int result)) {
  struct checkpoint *k = &c->checkpoint;
  k->done = done;
  k->at = 0;
  if (k->parts > 0) restore_some(c);
  else done(c, CHECKPOINT_NONE);
}

/* ---- saving ---- */

/* TIDINGS_CHECKPOINT_NOTES: another number, so that tests need no 25,000. */
static int64_t notes_between(const struct checkpoint *k) {
  const char *text = getenv("TIDINGS_CHECKPOINT_NOTES");
  const long given = text != NULL ? strtol(text, NULL, 10) : 0;
  return given > 0 ? given : LEAST_NOTES + k->bytes / BYTES_PER_NOTE;
}

int checkpoint_is_due(const struct consumer *c) {
  const struct checkpoint *k = &c->checkpoint;
  if (!can_save(c) || k->off || k->mark == NULL || c->all->hold_briefs || c->all->engine->stopping) return 0;
  return store_keeps_checkpoints(c->all->engine->store) && k->unsaved >= notes_between(k);
}

static void save_next(struct consumer *c);

static void end_save(struct consumer *c, int result) {
  consumer_clear(c);
  c->checkpoint.off |= result == CHECKPOINT_NONE;
  c->checkpoint.done(c, result);
}

static struct tdg_str part_of(const struct job *job) {
  return job->n_recs > 0 ? rec_get(job->recs[0], TDG_SIGNATURE, 0) : (struct tdg_str){"", 0};
}

static int put_part(struct store *store, void *arg) {
  struct consumer *c = arg;
  return store->ops->checkpoint_part(store->handle, c->name, c->checkpoint.at, part_of(c->entries[0].job));
}

static void on_part_put(void *arg, int status) {
  struct consumer *c = arg;
  struct checkpoint *k = &c->checkpoint;
  if (status < 0 || c->all->engine->stopping) {
    end_save(c, status < 0 ? status : CHECKPOINT_NONE);
    return;
  }
  k->size += (int64_t)part_of(c->entries[0].job).n;
  k->at++;
  consumer_clear(c);
  save_next(c);
}

static int put_head(struct store *store, void *arg) {
  struct consumer *c = arg;
  const struct checkpoint *k = &c->checkpoint;
  const struct tdg_checkpoint head = {.size = sizeof head,
                                      .parts = (uint32_t)k->at,
                                      .stage = tdg_str_of(c->name),
                                      .mark = tdg_str_of(k->mark),
                                      .position = c->cursor,
                                      .notes = k->last_note,
                                      .bytes = k->size};
  return store->ops->checkpoint_put(store->handle, &head);
}

static void on_head_put(void *arg, int status) {
  struct consumer *c = arg;
  struct checkpoint *k = &c->checkpoint;
  if (status >= 0) {
    k->bytes = k->size;
    k->unsaved = 0;
  }
  end_save(c, status < 0 ? status : CHECKPOINT_DONE);
}

static const char *why_not(const struct checkpoint *k, const struct job *job) {
  const struct tdg_str part = part_of(job);
  if (job->status < 0) return job->message;
  if (job->n_recs > 1 || part.n == 0) return "a part is one note with bytes in TDG_SIGNATURE";
  if (part.n > TDG_MAX_CHECKPOINT_PART) return "a part is larger than TDG_MAX_CHECKPOINT_PART";
  if (k->at >= MAX_PARTS || k->size + (int64_t)part.n > MAX_BYTES) return "it is larger than 1 GiB";
  return NULL;
}

static void on_saved(struct job *job) {
  struct consumer *c = job->arg;
  struct checkpoint *k = &c->checkpoint;
  struct storethread *t = c->all->engine->writer;
  if (job->cause == CAUSE_STOPPED) {
    end_save(c, CHECKPOINT_NONE);
  } else if (job->status >= 0 && job->n_recs == 0 && k->at > 0) {
    consumer_clear(c);
    storethread_write(t, put_head, on_head_put, c);
  } else if (why_not(k, job) != NULL) {
    log_warning("%s: its state is not saved, so the next start recalls all its notes: %s", c->label,
                why_not(k, job));
    end_save(c, CHECKPOINT_NONE);
  } else {
    storethread_write(t, put_part, on_part_put, c);
  }
}

static void save_next(struct consumer *c) {
  struct entry *e = consumer_add(c);
  tdg_rec *which = rec_new(&c->arena, TDG_NOTE);
  rec_put_int(which, TDG_ABOUT, c->checkpoint.at + 1); /* an id is positive */
  e->rec = which;
  e->job = job_new(FRAME_SAVE, which, 0, on_saved, c);
  pool_submit(c->pool, e->job);
}

void checkpoint_save(struct consumer *c, void (*done)(struct consumer *c, int result)) {
  struct checkpoint *k = &c->checkpoint;
  k->done = done;
  k->at = k->size = 0;
  consumer_clear(c);
  save_next(c);
}
