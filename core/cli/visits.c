/* cli/visits.c - how many articles of each source are to be looked at again; see cli.h.  Owns a number for each source
 * that has some.  Only the store can fail. */
#include "cli/cli.h"

static int see_task(void *arg, const struct tdg_task *task) {
  struct visits *v = arg;
  const intptr_t n = (intptr_t)map_get(&v->by_source, task->source.p, task->source.n);
  map_put(&v->by_source, task->source.p, task->source.n, (void *)(n + 1));
  v->n++;
  return 0;
}

int visits_count(struct store *s, struct visits *v) {
  *v = (struct visits){0};
  const int n = s->ops->task_list(s->handle, TDG_RUN_REVISIT, 0, see_task, v);
  return n < 0 ? n : 0;
}

int64_t visits_of(const struct visits *v, struct tdg_str source) {
  return (int64_t)(intptr_t)map_get(&v->by_source, source.p, source.n);
}

void visits_free(struct visits *v) { map_free(&v->by_source); }
