/* engine/trial.c - parsers are opened with their settings and given an empty document; see trial.h.  The engine's own
 * pools are used, so that a run that goes on finds its workers warm. */
#include "engine/trial.h"

#include <string.h>

struct trial {
  struct engine *engine;
  size_t under_way, refused;
};

static void on_answer(struct job *job) {
  struct trial *t = job->arg;
  t->refused += job->status == TDG_BAD_CONFIG || job->cause == CAUSE_REFUSED;
  job_free(job);
  if (--t->under_way == 0) uv_stop(&t->engine->loop);
}

size_t engine_trial(struct engine *e) {
  struct trial t = {.engine = e};
  struct arena a = {0};
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  rec_put_str(doc, TDG_URL, "about:blank");
  rec_put(doc, TDG_BODY, "", 0);
  for (size_t i = 0; i < e->spec.n_plugins; i++) {
    const struct engine_choice *c = &e->spec.plugins[i];
    struct pool *pool = c->n_values > 0 ? engine_pool(e, TDG_KIND_PARSER, c->name) : NULL;
    if (pool == NULL) continue;
    t.under_way++;
    pool_submit(pool, job_new(FRAME_RUN, doc, 0, on_answer, &t));
  }
  if (t.under_way > 0) uv_run(&e->loop, UV_RUN_DEFAULT);
  arena_free(&a);
  return t.refused;
}
