/* engine/consume.c - whose turn it is among the consumers; see consume.h.
 *
 * Owns the consumers; their pools belong to the engine.  One batch of each consumer is under way at a time.  A
 * failing store stops the engine; a failing plugin costs the record it failed on.
 */
#include "engine/consume_priv.h"

#include "util/check.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct consumer *consumer_new(struct consume *all, enum consumer_kind kind, const char *name, struct pool *pool) {
  static const char *const words[] = {"stage", "brief", "sink", "search"};
  struct consumer *c = check_alloc(sizeof *c), **end = &all->first;
  char cursor[200];
  memset(c, 0, sizeof *c);
  snprintf(cursor, sizeof cursor, kind == CONSUMER_SEARCH ? "%s" : "%s %s", words[kind], name);
  c->all = all;
  c->kind = kind;
  c->name = name;
  c->cursor_name = check_strdup(cursor);
  c->pool = pool;
  c->before = all->last_stage;
  c->recalled = kind != CONSUMER_STAGE;
  if (kind == CONSUMER_STAGE) all->last_stage = c;
  while (*end != NULL) end = &(*end)->next;
  *end = c;
  return c;
}

static void add_all(struct consume *c, enum consumer_kind kind, uint32_t plugin_kind, const struct engine_choice *list, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct component_info *component = plugin_component(c->engine->plugins, plugin_kind, list[i].name);
    const char *name = kind == CONSUMER_SINK && list[i].id != NULL ? list[i].id : list[i].name;
    if (component != NULL) consumer_new(c, kind, name, engine_pool_with(c->engine, component, &list[i]));
    else engine_fail(c->engine, "there is no %s called %s; see `tidings plugin list`", plugin_kind_name(plugin_kind), list[i].name);
  }
}

struct consume *consume_new(struct engine *e) {
  struct consume *c = check_alloc(sizeof *c);
  *c = (struct consume){.engine = e};
  add_all(c, CONSUMER_STAGE, TDG_KIND_STAGE, e->spec.stages, e->spec.n_stages);
  add_all(c, CONSUMER_BRIEF, TDG_KIND_BRIEF, e->spec.briefs, e->spec.n_briefs);
  add_all(c, CONSUMER_SINK, TDG_KIND_SINK, e->spec.sinks, e->spec.n_sinks);
  consumer_new(c, CONSUMER_SEARCH, "search", NULL);
  return c;
}

void consume_free(struct consume *c) {
  for (struct consumer *i = c->first, *next; i != NULL; i = next) {
    next = i->next;
    consumer_clear(i);
    arena_free(&i->arena);
    map_free(&i->poison);
    free(i->entries);
    free(i->cursor_name);
    free(i);
  }
  free(c);
}

/* ---- batches -------------------------------------------------------------------------------------------------------- */

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

const tdg_rec *consumer_record(struct consumer *c, const struct tdg_row *row) {
  char why[200];
  char *bytes = arena_copy(&c->arena, row->wire.p, row->wire.n);
  if (rec_check(bytes, row->wire.n, REC_MAX_DOCUMENT, why, sizeof why) == 0) return rec_view(&c->arena, bytes, row->wire.n);
  log_error("record at position %lld is broken: %s; run `tidings status --verify`", (long long)row->seq, why);
  return NULL;
}

int consumer_poisoned(struct consumer *c, int64_t id) { return (intptr_t)map_get_int(&c->poison, id) >= 2; }

void consumer_blame(struct consumer *c, const struct entry *e) {
  intptr_t times = (intptr_t)map_get_int(&c->poison, e->id) + 1;
  map_put_int(&c->poison, e->id, (void *)times);
  if (times >= 2)
    log_error("%s: the record at position %lld ended its worker twice (%s); it is passed over", c->name, (long long)e->seq,
              e->job->message);
}

/* ---- turns ---------------------------------------------------------------------------------------------------------- */

static int stages_at_end(const struct consume *c) {
  for (const struct consumer *i = c->first; i != NULL; i = i->next)
    if (i->kind == CONSUMER_STAGE && !i->at_end) return 0;
  return 1;
}

static int may_run(const struct consumer *c) {
  if (c->busy || c->at_end) return 0;
  if (c->kind == CONSUMER_BRIEF) return !c->all->hold_briefs && stages_at_end(c->all);
  return 1;
}

static void run(struct consumer *c) {
  c->busy = 1;
  c->woken = 0;
  switch (c->kind) {
  case CONSUMER_STAGE: stage_turn(c); break;
  case CONSUMER_BRIEF: brief_turn(c); break;
  case CONSUMER_SINK: sink_turn(c); break;
  case CONSUMER_SEARCH: search_turn(c); break;
  }
}

static int all_at_end(const struct consume *c) {
  for (const struct consumer *i = c->first; i != NULL; i = i->next)
    if (i->busy || !i->at_end) return 0;
  return 1;
}

void consume_turn(struct consume *c) {
  if (c->engine->failed) return;
  if (c->turning) {
    c->again = 1;
    return;
  }
  c->turning = 1;
  do {
    c->again = 0;
    for (struct consumer *i = c->first; i != NULL; i = i->next)
      if (may_run(i)) run(i);
  } while (c->again);
  c->turning = 0;
  if (c->drained != NULL && all_at_end(c)) {
    void (*drained)(void *) = c->drained;
    c->drained = NULL;
    drained(c->arg);
  }
}

static void wake(struct consumer *c) {
  c->at_end = 0;
  c->woken = 1;
}

/* Whoever stands behind the one that has just moved may have something to do. */
static void wake_behind(struct consumer *c) {
  if (c->kind == CONSUMER_SEARCH || c->kind == CONSUMER_SINK) return;
  for (struct consumer *i = c->next; i != NULL; i = i->next) wake(i);
}

void consumer_finished(struct consumer *c, int status) {
  struct engine *e = c->all->engine;
  if (status < 0) engine_fail(e, "the store failed for %s: %s", c->cursor_name, storethread_error(e->writer));
  if (status >= 0 && c->batch_end > c->cursor) {
    c->cursor = c->batch_end;
    wake_behind(c);
  }
  if (c->woken) c->at_end = 0;
  consumer_clear(c);
  c->busy = 0;
  if (!e->stopping) consume_turn(c->all);
}

void consume_wake(struct consume *c) {
  for (struct consumer *i = c->first; i != NULL; i = i->next) wake(i);
  if (!c->engine->stopping) consume_turn(c);
}

void consume_on_drained(struct consume *c, void (*drained)(void *arg), void *arg) {
  c->drained = drained;
  c->arg = arg;
  consume_wake(c);
}

void consume_hold_briefs(struct consume *c, int hold) { c->hold_briefs = hold; }

/* ---- search --------------------------------------------------------------------------------------------------------- */

static int index_some(struct store *store, void *arg) {
  (void)arg;
  return store->ops->search_index(store->handle, BATCH_RECORDS);
}

static void on_indexed(void *arg, int status) {
  struct consumer *c = arg;
  c->at_end = status == 0;
  consumer_finished(c, status);
}

void search_turn(struct consumer *c) { storethread_write(c->all->engine->writer, index_some, on_indexed, c); }
