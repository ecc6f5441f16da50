/* engine/left.c - count the tasks that a pass left over; see hosts.h.  Owns its arena; only the store can
 * fail. */
#include "engine/hosts.h"

#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

struct look {
  struct left *left;
  struct hosts *hosts;
  const struct map *sources;
  int64_t now;
};

static struct left_source *source_of(struct left *l, struct tdg_str id) {
  struct left_source *s = map_get(&l->by_source, id.p, id.n);
  if (s != NULL) return s;
  s = arena_zalloc(&l->arena, sizeof *s);
  s->id = arena_copy(&l->arena, id.p, id.n);
  s->first = INT64_MAX;
  map_put(&l->by_source, id.p, id.n, s);
  return s;
}

static int take(void *arg, const struct tdg_task *t) {
  const struct look *look = arg;
  if (t->source.n > 0 && map_get(look->sources, t->source.p, t->source.n) == NULL) return 0;
  int64_t wait = hosts_wait(look->hosts, t->group, look->now), at = look->now + (wait > 0 ? wait : 0);
  struct left_source *s = source_of(look->left, t->source);
  if (t->due > at) at = t->due;
  if (at <= look->now) at = 0;
  s->n++;
  if (at < s->first) s->first = at;
  if (at < look->left->first) look->left->first = at;
  look->left->n++;
  return 0;
}

static int by_time(const void *a, const void *b) {
  const struct left_source *x = *(struct left_source *const *)a, *y = *(struct left_source *const *)b;
  return x->first != y->first ? (x->first < y->first ? -1 : 1) : strcmp(x->id, y->id);
}

void left_clear(struct left *l) {
  map_free(&l->by_source);
  arena_free(&l->arena);
  *l = (struct left){0};
}

int left_look(struct left *l, struct store *store, struct hosts *hosts, const struct map *sources,
              const char *run, int64_t polls_until) {
  struct look look = {l, hosts, sources, clock_wall_ms()};
  const struct map_slot *s;
  left_clear(l);
  l->first = INT64_MAX;
  int n = store->ops->task_list(store->handle, run, polls_until, take, &look);
  if (n < 0) return n;
  l->sources = arena_zalloc(&l->arena, (l->by_source.used + 1) * sizeof *l->sources);
  for (size_t i = 0; (s = map_next(&l->by_source, &i)) != NULL;) l->sources[l->n_sources++] = s->value;
  qsort(l->sources, l->n_sources, sizeof *l->sources, by_time);
  return 0;
}
