/* engine/consumer.c - one consumer: its batch, its records, the records to skip; see consume.h.
 *
 * A consumer owns its batch.  consume.c decides which consumer runs next; all->finished tells it that a batch
 * has ended.
 */
#include "engine/consume.h"

#include "util/check.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void consumer_join(struct consume *all, struct consumer *c) {
  struct consumer **end = &all->first;
  c->next = NULL;
  c->before = all->last_stage;
  if (c->kind == CONSUMER_STAGE) all->last_stage = c;
  while (*end != NULL) end = &(*end)->next;
  *end = c;
}

struct consumer *consumer_new(struct consume *all, enum consumer_kind kind, const char *name,
                              struct pool *pool) {
  static const char *const words[] = {"stage", "brief", "sink", "search"};
  struct consumer *c = check_alloc(sizeof *c);
  char cursor[200];
  memset(c, 0, sizeof *c);
  snprintf(cursor, sizeof cursor, kind == CONSUMER_SEARCH ? "%s" : "%s %s", words[kind], name);
  c->all = all;
  c->kind = kind;
  c->name = check_strdup(name);
  c->cursor_name = check_strdup(cursor);
  c->pool = pool;
  if (pool != NULL) plugin_label(pool_spec(pool)->component, c->label);
  c->recalled = kind != CONSUMER_STAGE;
  consumer_join(all, c);
  return c;
}

void consumer_free(struct consumer *c) {
  consumer_clear(c);
  arena_free(&c->arena);
  const struct map_slot *slot;
  for (size_t i = 0; (slot = map_next(&c->poison, &i)) != NULL;) free(slot->value);
  map_free(&c->poison);
  map_free(&c->mistakes);
  free(c->checkpoint.mark);
  free(c->entries);
  free(c->cursor_name);
  free((void *)(uintptr_t)c->name);
  free(c);
}

/* ---- batches ---- */

struct entry *consumer_add(struct consumer *c) {
  if (c->n == c->cap) {
    c->cap = c->cap > 0 ? c->cap * 2 : 64;
    c->entries = check_realloc(c->entries, c->cap * sizeof *c->entries);
  }
  struct entry *e = &c->entries[c->n++];
  memset(e, 0, sizeof *e);
  return e;
}

void consumer_clear(struct consumer *c) {
  for (size_t i = 0; i < c->n; i++)
    if (c->entries[i].job != NULL) job_free(c->entries[i].job);
  c->n = 0;
  arena_reset(&c->arena);
}

size_t consumer_submit(struct consumer *c) {
  c->open = 1; /* an answer that comes at once does not end the batch */
  for (size_t i = 0; i < c->n; i++) c->open += c->entries[i].job != NULL;
  for (size_t i = 0, n = c->n; i < n; i++)
    if (c->entries[i].job != NULL) pool_submit(c->pool, c->entries[i].job);
  return --c->open;
}

const tdg_rec *consumer_record(struct consumer *c, const struct tdg_row *row) {
  char why[200];
  const tdg_rec *r = rec_read(&c->arena, row->wire, why, sizeof why);
  if (r == NULL)
    log_error("record at position %lld is broken: %s; run `tidings status --verify`", (long long)row->seq,
              why);
  return r;
}

int consumer_folded(const struct consumer *c, int64_t id, tdg_row_fn fn, void *arg) {
  const struct store *store = c->all->engine->store;
  int status = store->ops->record_get(store->handle, id, fn, arg);
  return status == TDG_BAD_INPUT ? 0 : status;
}

struct poison {
  int times;
  char how[WORKER_WHY];
};

int consumer_poisoned(const struct consumer *c, int64_t id) {
  const struct poison *p = map_get_int(&c->poison, id);
  return p != NULL && p->times >= 2;
}

void consumer_blame(struct consumer *c, const struct entry *e, const char *how) {
  struct poison *p = map_get_int(&c->poison, e->id);
  if (p == NULL) {
    p = check_alloc(sizeof *p);
    p->times = 0;
    map_put_int(&c->poison, e->id, p);
  }
  snprintf(p->how, sizeof p->how, "%s", how);
  if (++p->times < 2 || c->kind == CONSUMER_SINK) return; /* a sink's queue reports it */
  if (c->kind == CONSUMER_STAGE) c->all->engine->counts.unjudged++;
  log_error("%s: the record at position %lld ended its worker twice (%s); it is skipped", c->label,
            (long long)e->seq, how);
}

const char *consumer_deadly(const struct consumer *c, int64_t id) {
  const struct poison *p = map_get_int(&c->poison, id);
  return p != NULL ? p->how : "";
}

int64_t consumer_limit(const struct consumer *c) {
  int64_t limit = INT64_MAX;
  for (const struct consumer *b = c->before; b != NULL; b = b->before)
    if (b->cursor < limit) limit = b->cursor;
  return limit;
}

static void on_fare_kept(void *arg, int status) {
  struct consumer *c = arg;
  c->all->finished(c, c->ended < 0 ? c->ended : status);
}

void consumer_finished(struct consumer *c, int status) {
  struct engine *e = c->all->engine;
  c->ended = status;
  if (status >= 0 && !e->stopping && c->fare.changed) /* an engine that ends may be keeping it */
    storethread_write(e->writer, fare_keep, on_fare_kept, c);
  else c->all->finished(c, status);
}
