/* engine/try_components.c - open every component that a run uses, with its settings; see engine.h.  This uses
 * the engine's own pools, so that a run that follows finds its workers ready. */
#include "engine/engine.h"

#include <string.h>
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
  if (job->status < 0) {
    t->refused++;
    t->tell(t->arg, a->component, a->choice, job->message);
  }
  job_free(job);
  t->under_way--;
}

/* What cannot be opened before a path is there is left to the run. */
static int paths_are_there(const struct engine_choice *c) {
  for (size_t i = 0; c != NULL && i < c->n_write; i++)
    if (access(c->write_paths[i], W_OK | X_OK) < 0) return 0;
  return 1;
}

static void try_open(struct attempts *t, const struct component_info *component,
                     const struct engine_choice *choice) {
  if (component == NULL || plugin_lacks(component) != 0 || !paths_are_there(choice))
    return; /* already reported */
  struct pool *pool = engine_pool_with(t->engine, component, choice);
  if (map_get(&t->seen, &pool, sizeof pool) != NULL) return;
  map_put(&t->seen, &pool, sizeof pool, t);
  struct attempt *a = arena_zalloc(&t->arena, sizeof *a);
  *a = (struct attempt){t, component, choice};
  t->under_way++;
  pool_submit(pool, job_new(FRAME_OPEN, NULL, 0, on_answer, a));
}

static void try_all(struct attempts *t, uint32_t kind, const struct engine_choice *v, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (v[i].kind == 0 || v[i].kind == kind)
      try_open(t, plugin_component(t->engine->plugins, kind, v[i].name), &v[i]);
}

static void try_parser(struct attempts *t, const char *name, const struct engine_choice *own) {
  if (name[0] != '\0') try_open(t, plugin_component(t->engine->plugins, TDG_KIND_PARSER, name), own);
}

size_t engine_try_components(struct engine *e, try_refused_fn tell, void *arg) {
  struct attempts t = {.engine = e, .tell = tell, .arg = arg};
  const struct engine_spec *s = &e->spec;
  try_all(&t, TDG_KIND_STAGE, s->stages, s->n_stages);
  try_all(&t, TDG_KIND_BRIEF, s->briefs, s->n_briefs);
  try_all(&t, TDG_KIND_SINK, s->sinks, s->n_sinks);
  try_all(&t, TDG_KIND_PARSER, s->plugins, s->n_plugins);
  try_all(&t, TDG_KIND_FETCHER, s->plugins, s->n_plugins);
  for (size_t i = 0; i < s->n_sources; i++) {
    try_parser(&t, s->sources[i].parse, s->sources[i].parse_own);
    try_parser(&t, s->sources[i].full_text_parser, s->sources[i].full_text_own);
    try_open(&t, plugin_fetcher(e->plugins, s->sources[i].url), NULL);
  }
  while (t.under_way > 0) uv_run(&e->loop, UV_RUN_ONCE);
  map_free(&t.seen);
  arena_free(&t.arena);
  return t.refused;
}
