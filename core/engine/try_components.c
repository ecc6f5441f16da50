/* engine/try_components.c - open every component that a run uses, with its settings; see engine.h.  This uses
 * the engine's own pools, so that a run that follows finds its workers ready. */
#include "engine/engine.h"

#include <unistd.h>

struct attempts {
  struct engine *engine;
  size_t under_way, refused;
  try_refused_fn tell;
  void *arg;
  struct map seen; /* pools already tried, since sources share them */
  struct arena arena;
};
struct attempt {
  struct attempts *all;
  const struct component_info *component;
  const struct engine_choice *choice;
};

static void on_answer(struct job *job) {
  const struct attempt *a = job->arg;
  struct attempts *t = a->all;
  const int may_work_soon = job->scarce && t->engine->store != NULL; /* told by its pool; a run tries again */
  if (job->status < 0 && !may_work_soon) {
    t->refused++;
    t->tell(t->arg, a->component, a->choice, job->message);
  }
  job_free(job);
  t->under_way--;
}

/* What cannot be opened before a path is there is left to the run; a right that is lacking is told elsewhere. */
int engine_can_open(const struct component_info *component, const struct engine_choice *c) {
  if (plugin_lacks(component) != 0) return 0;
  for (size_t i = 0; c != NULL && i < c->n_write; i++)
    if (access(c->write_paths[i], W_OK | X_OK) < 0) return 0;
  return 1;
}

static void try_open(void *arg, const struct component_info *component, const struct engine_choice *choice) {
  struct attempts *t = arg;
  const struct engine_choice *used = choice != NULL ? choice : engine_settings(t->engine, component);
  if (used != NULL && used->faulty) return;
  if (!engine_can_open(component, choice)) return;
  struct pool *pool = engine_pool_with(t->engine, component, choice);
  if (map_get(&t->seen, &pool, sizeof pool) != NULL) return;
  map_put(&t->seen, &pool, sizeof pool, t);
  struct attempt *a = arena_zalloc(&t->arena, sizeof *a);
  *a = (struct attempt){t, component, choice};
  t->under_way++;
  pool_submit(pool, job_new(FRAME_OPEN, NULL, 0, on_answer, a));
}

/* ---- what a spec names ---- */

struct each {
  const struct engine *engine;
  component_use_fn fn;
  void *arg;
};

static void each_in(const struct each *each, uint32_t kind, const struct engine_choice *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (v[i].kind != 0 && v[i].kind != kind) continue;
    const struct component_info *c = plugin_component(each->engine->plugins, kind, v[i].name);
    if (c != NULL) each->fn(each->arg, c, &v[i]);
  }
}

static void parser(const struct each *each, const char *name, const struct engine_choice *own) {
  const struct component_info *c =
      name[0] != '\0' ? plugin_component(each->engine->plugins, TDG_KIND_PARSER, name) : NULL;
  if (c != NULL) each->fn(each->arg, c, own);
}

static void source(const struct each *each, const struct engine_source *s) {
  const struct component_info *fetcher = plugin_fetcher(each->engine->plugins, s->url);
  parser(each, s->parse, s->parse_own);
  parser(each, s->full_text_parser, s->full_text_own);
  if (fetcher != NULL) each->fn(each->arg, fetcher, NULL);
}

void engine_each_component(const struct engine *e, const struct engine_spec *s, component_use_fn fn,
                           void *arg) {
  const struct each each = {e, fn, arg};
  each_in(&each, TDG_KIND_STAGE, s->stages, s->n_stages);
  each_in(&each, TDG_KIND_BRIEF, s->briefs, s->n_briefs);
  each_in(&each, TDG_KIND_SINK, s->sinks, s->n_sinks);
  each_in(&each, TDG_KIND_PARSER, s->plugins, s->n_plugins);
  each_in(&each, TDG_KIND_FETCHER, s->plugins, s->n_plugins);
  for (size_t i = 0; i < s->n_sources; i++) source(&each, &s->sources[i]);
}

size_t engine_try_components(struct engine *e, try_refused_fn tell, void *arg) {
  struct attempts t = {.engine = e, .tell = tell, .arg = arg};
  engine_each_component(e, &e->spec, try_open, &t);
  while (t.under_way > 0) uv_run(&e->loop, UV_RUN_ONCE);
  map_free(&t.seen);
  arena_free(&t.arena);
  return t.refused;
}
