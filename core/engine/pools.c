/* engine/pools.c - the pools of the engine, each for one component with its settings; and the configurations
 * that are in use; see engine.h.
 *
 * Owns the pools and the list of their uses.  A use belongs to a configuration (a generation): a pool that is the
 * same in two of them has a use in both, and is closed when its last use ends.  Nothing fails here.
 */
#include "engine/engine.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  STAGE_DEPTH = 64,
  FETCH_DEPTH = 256,
  FETCH_DEADLINE_MS = 120000,
  SINK_DEPTH = 64,
  NET_BRIEF_DEADLINE_MS = 660000 /* a model may take minutes; the plugin has its own, shorter timeout */
};

/* ---- shapes ---- */

static const struct engine_choice *find_choice(const struct engine *e, const struct engine_choice *list,
                                               size_t n, const struct component_info *c) {
  for (size_t i = 0; i < n; i++)
    if ((list[i].kind == 0 || list[i].kind == c->kind) &&
        plugin_component(e->plugins, c->kind, list[i].name) == c)
      return &list[i];
  return NULL;
}

static const struct engine_choice *settings_in(const struct engine *e, const struct engine_spec *s,
                                               const struct component_info *c) {
  switch (c->kind) {
  case TDG_KIND_STAGE: return find_choice(e, s->stages, s->n_stages, c);
  case TDG_KIND_BRIEF: return find_choice(e, s->briefs, s->n_briefs, c);
  case TDG_KIND_SINK: return find_choice(e, s->sinks, s->n_sinks, c);
  default: return find_choice(e, s->plugins, s->n_plugins, c);
  }
}

const struct engine_choice *engine_settings(const struct engine *e, const struct component_info *c) {
  return settings_in(e, &e->spec, c);
}

static int cores(void) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

/* A brief component with network access: one job at a time, with a long deadline. */
static void shape_brief(const struct engine_spec *spec, struct pool_spec *s) {
  if (s->component->needs & TDG_NEEDS_NET) {
    s->deadline_ms = NET_BRIEF_DEADLINE_MS;
    return;
  }
  s->workers = spec->workers > 0 ? spec->workers : cores();
  s->spare = 1;
}

/* A fetcher has its own timeouts; this deadline is for one that does not keep them, and ends all running jobs
 * of its worker. */
static int fetch_deadline(const struct engine_spec *spec) {
  const int64_t twice = 2 * spec->fetch_timeout;
  return twice > FETCH_DEADLINE_MS ? (int)twice : FETCH_DEADLINE_MS;
}

/* One that fetches many at a time keeps connections, which end with its worker. */
static void shape_fetcher(const struct engine_spec *spec, struct pool_spec *s) {
  s->deadline_ms = fetch_deadline(spec);
  s->limits.cpu_ms = 0; /* it runs long and processes many jobs */
  s->depth = 2;
  if (!(s->component->calls & PLUGIN_CALL_PUMP)) return;
  s->depth = spec->fetches > FETCH_DEPTH ? spec->fetches : FETCH_DEPTH;
  s->max_documents = POOL_FETCHER_TIMES * (s->max_documents > 0 ? s->max_documents : POOL_MAX_DOCUMENTS);
}

static void shape_by_kind(const struct engine_spec *spec, struct pool_spec *s) {
  switch (s->component->kind) {
  case TDG_KIND_BRIEF: shape_brief(spec, s); break;
  case TDG_KIND_PARSER:
    s->workers = spec->workers > 0 ? spec->workers : cores();
    s->spare = 1;
    break;
  case TDG_KIND_FETCHER: shape_fetcher(spec, s); break;
  case TDG_KIND_STAGE:
    s->depth = STAGE_DEPTH;
    s->max_documents = -1;
    s->no_retry = 1;
    s->limits.memory = 0; /* bounded by the number of fetches the operator chose */
    s->limits.cpu_ms = 0;
    break;
  case TDG_KIND_SINK:
    s->depth = SINK_DEPTH;
    s->max_documents = -1; /* a new worker would acknowledge what another one was given */
    s->no_retry = 1;
    break;
  default: break;
  }
}

static void take_settings(struct pool_spec *s, const struct engine_choice *settings) {
  s->options = settings->values;
  s->n_options = settings->n_values;
  s->read_paths = settings->read_paths;
  s->n_read = settings->n_read;
  s->write_paths = settings->write_paths;
  s->n_write = settings->n_write;
}

/* What a program may do, and its options, are written where it is named.  It runs in a process of its own in any
 * case, and has a limit of memory also where a plugin of its kind has none. */
static void shape_program(const struct engine_spec *spec, struct pool_spec *s,
                          const struct plugin_program *p) {
  s->in_process = 0;
  s->rights = s->component->granted;
  s->limits.memory = spec->memory > 0 ? spec->memory : ((struct frame_limits)FRAME_LIMITS_DEFAULT).memory;
  s->read_paths = (const char **)(uintptr_t)p->read;
  s->n_read = p->n_read;
  s->write_paths = (const char **)(uintptr_t)p->write;
  s->n_write = p->n_write;
  s->options = p->options;
  s->n_options = p->n_options;
}

static void shape_trial(struct pool_spec *s, const struct engine_trial *t) {
  s->spare = 0;
  s->workers = s->no_retry = s->once = 1;
  s->debug = t->debug;
  s->check = t->check;
  s->close_failed = t->close_failed;
  s->told = t->told;
  s->told_arg = t->told_arg;
  if (t->deadline_ms > 0) s->deadline_ms = t->deadline_ms;
}

/* What the pool of a component is with these settings. */
static struct pool_spec shape(const struct engine *e, const struct engine_spec *spec,
                              const struct component_info *c, const struct engine_choice *settings, int own) {
  struct pool_spec s = {.component = c,
                        .worker = e->paths.worker,
                        .in_process = spec->in_process,
                        .workers = 1,
                        .max_documents = spec->max_documents,
                        .deadline_ms = spec->deadline_ms,
                        .limits = FRAME_LIMITS_DEFAULT};
  s.limits.reply_bytes = POOL_MAX_REPLY;
  s.limits.reply_frames = POOL_MAX_RECORDS;
  s.limits.cpu_ms = (uint32_t)(s.deadline_ms > 0 ? s.deadline_ms : POOL_DEADLINE_MS);
  if (spec->memory > 0) s.limits.memory = spec->memory;
  if (settings != NULL) take_settings(&s, settings);
  s.rights = plugin_rights_in_use(c, s.options, s.n_options);
  if (c->granted & TDG_NEEDS_READ & ~plugin_rights_by_options(c)) {
    s.read_paths = spec->read_paths;
    s.n_read = spec->n_read;
  }
  shape_by_kind(spec, &s);
  if (c->plugin->program != NULL) shape_program(spec, &s, c->plugin->program);
  /* used by one or few sources, so there may be many such pools */
  if (own && c->kind == TDG_KIND_PARSER) s.spare = 0;
  if (spec->trial != NULL) shape_trial(&s, spec->trial);
  return s;
}

/* ---- uses ---- */

static struct pool *add_use(struct engine *e, struct pool_use **list, struct generation *of,
                            const struct component_info *c, const struct engine_choice *settings,
                            struct pool *pool) {
  struct pool_use *u = check_alloc(sizeof *u);
  const void *key[2] = {c, settings};
  *u = (struct pool_use){.next = *list, .generation = of, .component = c, .settings = settings, .pool = pool};
  *list = u;
  if (list == &e->uses) map_put(&e->pools, key, sizeof key, pool);
  return pool;
}

struct pool *engine_pool_with(struct engine *e, const struct component_info *c,
                              const struct engine_choice *own) {
  const struct engine_choice *usual = engine_settings(e, c), *settings = own != NULL ? own : usual;
  const void *key[2] = {c, settings};
  struct pool *p = map_get(&e->pools, key, sizeof key);
  if (p != NULL) return p;
  const struct pool_spec s = shape(e, &e->spec, c, settings, settings != usual);
  /* a source's own settings of today have a pool from the start: these are of an older configuration */
  struct generation *of = own != NULL && e->generation->older != NULL ? e->generation->older : e->generation;
  return add_use(e, &e->uses, of, c, settings, pool_new(&e->loop, &s));
}

struct pool *engine_pool_of(struct engine *e, const struct component_info *c) {
  return engine_pool_with(e, c, NULL);
}

static int is_used(const struct pool_use *list, const struct pool *p) {
  while (list != NULL && list->pool != p) list = list->next;
  return list != NULL;
}

void pools_stop(struct engine *e) {
  for (struct pool_use *u = e->uses; u != NULL; u = u->next) pool_stop(u->pool);
  for (struct pool_use *u = e->plan != NULL ? e->plan->uses : NULL; u != NULL; u = u->next)
    pool_stop(u->pool);
}

/* Take the uses of a generation (NULL: all) out of a list, and close the pools that no other use has. */
static void drop(struct engine *e, struct pool_use **list, const struct generation *of) {
  for (struct pool_use **at = list, *u; (u = *at) != NULL;) {
    if (of != NULL && u->generation != of) {
      at = &u->next;
      continue;
    }
    *at = u->next;
    if (!is_used(e->uses, u->pool) && !is_used(*list, u->pool)) pool_close(u->pool);
    free(u);
  }
}

static void map_again(struct engine *e) {
  map_free(&e->pools);
  for (const struct pool_use *u = e->uses; u != NULL; u = u->next) {
    const void *key[2] = {u->component, u->settings};
    if (map_get(&e->pools, key, sizeof key) == NULL) map_put(&e->pools, key, sizeof key, u->pool);
  }
}

void pools_close(struct engine *e) {
  drop(e, &e->uses, NULL);
  map_free(&e->pools);
}

/* ---- another configuration ---- */

static int same_limits(const struct frame_limits *a, const struct frame_limits *b) {
  return a->memory == b->memory && a->cpu_ms == b->cpu_ms && a->reply_bytes == b->reply_bytes &&
         a->reply_frames == b->reply_frames;
}

static int same_shape(const struct pool_spec *a, const struct pool_spec *b) {
  /* in this process a component may keep the texts of its options */
  return a->component == b->component && !a->in_process && !b->in_process && a->workers == b->workers &&
         a->depth == b->depth && a->max_documents == b->max_documents && a->deadline_ms == b->deadline_ms &&
         a->spare == b->spare && a->rights == b->rights && same_limits(&a->limits, &b->limits) &&
         option_same_values(a->options, a->n_options, b->options, b->n_options) &&
         option_same_texts(a->read_paths, a->n_read, b->read_paths, b->n_read) &&
         option_same_texts(a->write_paths, a->n_write, b->write_paths, b->n_write);
}

/* A pool of the present configuration that is the same in the next; NULL: there is none. */
static struct pool *same_pool(const struct engine *e, const struct pool_use *taken,
                              const struct pool_spec *s) {
  for (const struct pool_use *u = e->uses; u != NULL; u = u->next)
    if (u->generation == e->generation && !is_used(taken, u->pool) && same_shape(pool_spec(u->pool), s))
      return u->pool;
  return NULL;
}

struct pool *pools_plan(struct engine *e, struct pool_plan *plan, const struct component_info *c,
                        const struct engine_choice *own, int *made) {
  const struct engine_choice *usual = settings_in(e, plan->spec, c), *settings = own != NULL ? own : usual;
  *made = 0;
  for (const struct pool_use *u = plan->uses; u != NULL; u = u->next)
    if (u->component == c && u->settings == settings) return u->pool;
  const struct pool_spec s = shape(e, plan->spec, c, settings, settings != usual);
  struct pool *p = same_pool(e, plan->uses, &s);
  *made = p == NULL;
  if (p == NULL) p = pool_new(&e->loop, &s);
  return add_use(e, &plan->uses, plan->generation, c, settings, p);
}

void pools_plan_drop(struct engine *e, struct pool_plan *plan) { drop(e, &plan->uses, NULL); }

/* Pools of components that are used without being named. */
static void plan_unnamed(struct engine *e, struct pool_plan *plan) {
  for (const struct pool_use *u = e->uses; u != NULL; u = u->next) {
    if (u->generation != e->generation || u->settings != NULL ||
        settings_in(e, plan->spec, u->component) != NULL)
      continue;
    const struct pool_spec s = shape(e, plan->spec, u->component, NULL, 0);
    if (!is_used(plan->uses, u->pool) && same_shape(pool_spec(u->pool), &s))
      add_use(e, &plan->uses, plan->generation, u->component, NULL, u->pool);
  }
}

void pools_plan_take(struct engine *e, struct pool_plan *plan) {
  struct pool_use **end = &plan->uses;
  plan_unnamed(e, plan);
  for (struct pool_use *u = plan->uses; u != NULL; u = u->next) {
    const struct engine_choice *usual = settings_in(e, plan->spec, u->component);
    const struct pool_spec s = shape(e, plan->spec, u->component, u->settings, u->settings != usual);
    pool_reshape(u->pool, &s);
  }
  while (*end != NULL) end = &(*end)->next;
  *end = e->uses;
  e->uses = plan->uses;
  plan->uses = NULL;
  map_again(e);
}

/* ---- generations ---- */

struct generation *generation_new(const struct engine_spec *spec) {
  struct generation *g = check_alloc(sizeof *g);
  *g = (struct generation){.users = 1, .owner = spec->owner, .release = spec->release};
  return g;
}

struct generation *generation_use(struct generation *g) {
  atomic_fetch_add(&g->users, 1);
  return g;
}

/* Oldest first, because a use of an older one may be noted with a younger one. */
static void release_unused(struct engine *e) {
  struct generation **at = &e->generation, *g;
  int released = 0;
  while (1) {
    for (at = &e->generation; (*at)->older != NULL; at = &(*at)->older) continue;
    g = *at;
    if (g == e->generation || atomic_load(&g->users) > 0) break;
    *at = NULL;
    drop(e, &e->uses, g);
    if (g->release != NULL) g->release(g->owner);
    free(g);
    released = 1;
  }
  if (released) map_again(e);
}

void generation_leave(struct engine *e, struct generation *g) {
  if (atomic_fetch_sub(&g->users, 1) == 1) release_unused(e);
}

int generations(const struct engine *e) {
  int n = 0;
  for (const struct generation *g = e->generation; g != NULL; g = g->older) n++;
  return n;
}

void generations_free(struct engine *e) {
  for (struct generation *g = e->generation, *older; g != NULL; g = older) {
    older = g->older;
    if (g->release != NULL) g->release(g->owner);
    free(g);
  }
}
