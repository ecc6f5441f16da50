/* engine/trial.c - parsers are opened with their settings and given an empty document; see trial.h.  The
 * engine's own pools are used, so that a run that goes on finds its workers warm. */
#include "engine/trial.h"

#include <string.h>

struct trial {
  struct engine *engine;
  size_t under_way, refused;
  struct map seen; /* settings that were tried: sources share them */
};

static void on_answer(struct job *job) {
  struct trial *t = job->arg;
  t->refused += job->status == TDG_BAD_CONFIG || job->cause == CAUSE_REFUSED;
  job_free(job);
  if (--t->under_way == 0) uv_stop(&t->engine->loop);
}

static void try_once(struct trial *t, const struct engine_choice *c, const tdg_rec *doc) {
  const struct component_info *component =
      c != NULL ? plugin_component(t->engine->plugins, TDG_KIND_PARSER, c->name) : NULL;
  if (component == NULL || c->n_values == 0 || map_get(&t->seen, &c, sizeof c) != NULL) return;
  map_put(&t->seen, &c, sizeof c, t);
  t->under_way++;
  pool_submit(engine_pool_with(t->engine, component, c), job_new(FRAME_RUN, doc, 0, on_answer, t));
}

size_t engine_trial(struct engine *e) {
  struct trial t = {.engine = e};
  struct arena a = {0};
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  rec_put_str(doc, TDG_URL, "about:blank");
  rec_put(doc, TDG_BODY, "", 0);
  for (size_t i = 0; i < e->spec.n_plugins; i++) try_once(&t, &e->spec.plugins[i], doc);
  for (size_t i = 0; i < e->spec.n_sources; i++) {
    try_once(&t, e->spec.sources[i].parse_own, doc);
    try_once(&t, e->spec.sources[i].full_text_own, doc);
  }
  if (t.under_way > 0) uv_run(&e->loop, UV_RUN_DEFAULT);
  map_free(&t.seen);
  arena_free(&a);
  return t.refused;
}
