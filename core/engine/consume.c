/* engine/consume.c - schedule the consumers; see consume.h.
 *
 * Owns the consumers; their pools belong to the engine.  Each consumer has at most one batch in progress.  A
 * failure of the store stops the engine; a failure of a plugin affects only the record on which it failed.
 */
#include "engine/consume.h"

#include "util/check.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

/* ---- search ---- */

/* An index is cheaper to write for many records at once, and behind what else is written: SQLite makes FTS5 write
 * what it has gathered before many a statement that follows. */
static int index_some(struct store *store, void *arg) {
  (void)arg;
  return store->ops->search_index(store->handle, BATCH_INDEXED);
}

static void on_indexed(void *arg, int status) {
  struct consumer *c = arg;
  c->at_end = status == 0;
  consumer_finished(c, status);
}

static void search_turn(struct consumer *c) {
  storethread_write_late(c->all->engine->writer, index_some, on_indexed, c);
}

/* ---- turns ---- */

static int stages_at_end(const struct consume *c) {
  for (const struct consumer *i = c->first; i != NULL; i = i->next)
    if (i->kind == CONSUMER_STAGE && !i->at_end) return 0;
  return 1;
}

static int is_asked(const struct consumer *c) {
  const char *sink = c->all->queue_sink;
  if (!c->all->queues_only) return 1;
  return c->kind == CONSUMER_SINK && (sink == NULL || strcmp(sink, c->name) == 0);
}

static int may_run(const struct consumer *c) {
  if (c->busy || c->at_end || c->leaving || !is_asked(c)) return 0;
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
    if (i->busy || (!i->at_end && is_asked(i))) return 0;
  return 1;
}

static void take_turns(struct consume *c) {
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

/* Consumers after one whose cursor has just moved may have new input. */
static void wake_behind(struct consumer *c) {
  if (c->kind == CONSUMER_SEARCH || c->kind == CONSUMER_SINK) return;
  for (struct consumer *i = c->next; i != NULL; i = i->next) wake(i);
}

/* Has the last of those that leave ended its batch? */
static void see_left(struct consume *c) {
  void (*left)(void *) = c->left;
  for (const struct consumer *i = c->first; i != NULL; i = i->next)
    if (i->leaving && i->busy) return;
  c->left = NULL;
  if (left != NULL) left(c->left_arg);
}

static void on_finished(struct consumer *c, int status) {
  struct engine *e = c->all->engine;
  if (status < 0) engine_fail(e, "the store failed for %s: %s", c->cursor_name, storethread_error(e->writer));
  if (status >= 0 && c->batch_end > c->cursor) c->cursor = c->batch_end;
  /* its cursor moved or is now known: later consumers may have stopped at the old position */
  if (c->cursor > c->announced || c->wrote) {
    c->announced = c->cursor;
    wake_behind(c);
  }
  c->wrote = 0;
  if (c->woken) c->at_end = 0;
  consumer_clear(c);
  c->busy = 0;
  if (c->renew) stage_renew(c);
  see_left(c->all);
  if (!e->stopping) take_turns(c->all);
}

void consume_wake(struct consume *c) {
  for (struct consumer *i = c->first; i != NULL; i = i->next) wake(i);
  if (!c->engine->stopping) take_turns(c);
}

void consume_renew(struct consume *c) {
  for (struct consumer *i = c->first; i != NULL; i = i->next) {
    if (i->kind != CONSUMER_STAGE) continue;
    i->renew = 1;
    if (!i->busy) stage_renew(i);
  }
}

int consume_is_renewed(const struct consume *c) {
  for (const struct consumer *i = c->first; i != NULL; i = i->next)
    if (i->renew) return 0;
  return 1;
}

/* After a refusal it rests; what it put off has a time of its own. */
static int must_retry(const struct consumer *c) {
  if (c->busy || clock_mono_ms() < c->retry_at) return 0;
  if (c->kind == CONSUMER_STAGE) return c->scarce;
  if (c->kind != CONSUMER_SINK) return 0;
  return c->refusals > 0 || c->resting || (c->waiting > 0 && c->queue_due <= clock_wall_ms());
}

void consume_tick(struct consume *c) {
  int due = 0;
  for (struct consumer *i = c->first; i != NULL; i = i->next) {
    if (!must_retry(i)) continue;
    wake(i);
    due = 1;
  }
  if (due && !c->engine->stopping) take_turns(c);
}

void consume_on_drained(struct consume *c, void (*drained)(void *arg), void *arg) {
  c->drained = drained;
  c->arg = arg;
  for (struct consumer *i = c->first; i != NULL; i = i->next) {
    if (i->kind != CONSUMER_SINK || i->shut) continue;
    if (i->refusals > 0 || i->resting || i->waiting > 0)
      i->retry_at = 0; /* the last time that this run asks */
    i->asking |= i->refusals > 0 || i->waiting > 0;
  }
  consume_wake(c);
}

void consume_queues_only(struct consume *c, const char *sink) {
  c->queues_only = 1;
  c->queue_sink = sink;
}

void consume_hold_briefs(struct consume *c, int hold) { c->hold_briefs = hold; }

/* ---- beginning and end ---- */

const char *consume_name(const struct component_info *component, const struct engine_choice *choice) {
  return component->kind == TDG_KIND_SINK && choice->id != NULL ? choice->id : plugin_ref(component);
}

static void add_all(struct consume *c, enum consumer_kind kind, uint32_t plugin_kind,
                    const struct engine_choice *list, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct component_info *component = plugin_component(c->engine->plugins, plugin_kind, list[i].name);
    if (component != NULL)
      consumer_new(c, kind, consume_name(component, &list[i]),
                   engine_pool_with(c->engine, component, &list[i]));
    else
      engine_fail(c->engine, "there is no %s called %s; see `tidings plugin list`",
                  plugin_kind_name(plugin_kind), list[i].name);
  }
}

/* The names live in the spec. */
static struct fold_source fold_of(const struct engine *e) {
  const char **names = check_alloc((e->spec.n_stages + 1) * sizeof *names);
  for (size_t i = 0; i < e->spec.n_stages; i++) names[i] = e->spec.stages[i].name;
  return (struct fold_source){e->store->ops, e->store->handle, {names, e->spec.n_stages}};
}

struct consume *consume_new(struct engine *e) {
  struct consume *c = check_alloc(sizeof *c);
  *c = (struct consume){.engine = e, .finished = on_finished, .fold = fold_of(e)};
  add_all(c, CONSUMER_STAGE, TDG_KIND_STAGE, e->spec.stages, e->spec.n_stages);
  add_all(c, CONSUMER_BRIEF, TDG_KIND_BRIEF, e->spec.briefs, e->spec.n_briefs);
  add_all(c, CONSUMER_SINK, TDG_KIND_SINK, e->spec.sinks, e->spec.n_sinks);
  consumer_new(c, CONSUMER_SEARCH, "search", NULL);
  return c;
}

void consume_free(struct consume *c) {
  for (struct consumer *i = c->first, *next; i != NULL; i = next) {
    next = i->next;
    consumer_free(i);
  }
  free((void *)(uintptr_t)c->fold.order.stages);
  free(c);
}

/* ---- another configuration ---- */

static enum consumer_kind kind_of(const struct consume_choice *v) {
  return v->kind == TDG_KIND_STAGE   ? CONSUMER_STAGE
         : v->kind == TDG_KIND_BRIEF ? CONSUMER_BRIEF
                                     : CONSUMER_SINK;
}

static int is_choice(const struct consumer *c, const struct consume_choice *v) {
  return c->kind == kind_of(v) && c->pool == v->pool && strcmp(c->name, v->name) == 0;
}

void consume_part(struct consume *c, const struct consume_choice *v, size_t n, void (*left)(void *arg),
                  void *arg) {
  for (struct consumer *i = c->first; i != NULL; i = i->next) {
    i->leaving = i->kind != CONSUMER_SEARCH;
    for (size_t k = 0; k < n && i->leaving; k++) i->leaving = !is_choice(i, &v[k]);
  }
  c->left = left;
  c->left_arg = arg;
  see_left(c);
}

/* Take the one of this choice out of the list; NULL: there is none. */
static struct consumer *take_out(struct consumer **list, const struct consume_choice *v) {
  for (struct consumer **at = list; *at != NULL; at = &(*at)->next) {
    struct consumer *c = *at;
    if (v != NULL ? !is_choice(c, v) : c->kind != CONSUMER_SEARCH) continue;
    *at = c->next;
    return c;
  }
  return NULL;
}

static void put_in(struct consume *c, struct consumer **old, const struct consume_choice *v) {
  struct consumer *kept = take_out(old, v);
  if (kept != NULL) consumer_join(c, kept);
  else consumer_new(c, kind_of(v), v->name, v->pool);
}

void consume_change(struct consume *c, const struct consume_choice *v, size_t n) {
  struct consumer *old = c->first, *search = take_out(&old, NULL);
  c->first = c->last_stage = NULL;
  for (size_t i = 0; i < n; i++) put_in(c, &old, &v[i]);
  consumer_join(c, search);
  for (struct consumer *i = old, *next; i != NULL; i = next) {
    next = i->next;
    c->engine->counts.sinks_behind -= (uint64_t)i->behind;
    consumer_free(i);
  }
  free((void *)(uintptr_t)c->fold.order.stages);
  c->fold = fold_of(c->engine);
}
