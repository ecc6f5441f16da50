/* engine/twins.c - sources with one address, which share a fetch; see engine.h.  Owns the lists; nothing fails. */
#include "engine/engine.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

int engine_same_address(struct tdg_str a, struct tdg_str b) {
  struct tdg_url x, y;
  const struct tdg_str root = {"/", 1};
  if (tdg_str_same(a, b)) return 1;
  if (!tdg_url_is_web(a) || tdg_url_parse(a, &x) != 0 || tdg_url_parse(b, &y) != 0) return 0;
  if (!tdg_url_same_origin(a, b) || (x.query.p != NULL) != (y.query.p != NULL)) return 0;
  return tdg_str_same(x.path.n > 0 ? x.path : root, y.path.n > 0 ? y.path : root) &&
         tdg_str_same(x.query, y.query) && tdg_str_same(x.userinfo, y.userinfo);
}

struct place {
  uint64_t hash;
  size_t at; /* among the sources */
};

static int by_hash(const void *a, const void *b) {
  const struct place *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

/* Is it asked as any other would be?  What is sent for one source is not sent for another, and one that is subject to
 * robots.txt may be refused. */
static int is_plain(const struct engine *e, const struct engine_source *s) {
  const struct engine_request *r = s->request;
  if (!tdg_url_is_web(tdg_str_of(s->url)) || gate_mode_of(e, s) == GATE_ALL) return 0;
  if (r == NULL) return 1;
  return (r->method == NULL || r->method[0] == '\0') && r->body.n == 0 && r->n_headers == 0 &&
         (r->proxy == NULL || r->proxy[0] == '\0') && r->certificate.n == 0;
}

/* The sources of one address, from place[0] on. */
static void keep(struct engine *e, const struct place *place, size_t n) {
  struct engine_twins *t = arena_alloc(&e->twins_arena, sizeof *t);
  const char *url = e->spec.sources[place[0].at].url;
  *t = (struct engine_twins){.v = arena_alloc(&e->twins_arena, n * sizeof(struct engine_source *))};
  for (size_t i = 0; i < n; i++)
    if (strcmp(e->spec.sources[place[i].at].url, url) == 0) t->v[t->n++] = &e->spec.sources[place[i].at];
  for (size_t i = 0; t->n > 1 && i < t->n; i++)
    map_put(&e->twins, t->v[i]->who.id, strlen(t->v[i]->who.id), t);
}

void twins_find(struct engine *e) {
  struct place *places = check_alloc((e->spec.n_sources + 1) * sizeof *places);
  size_t n = 0;
  for (size_t i = 0; i < e->spec.n_sources; i++) {
    const struct engine_source *s = &e->spec.sources[i];
    if (is_plain(e, s)) places[n++] = (struct place){XXH3_64bits(s->url, strlen(s->url)), i};
  }
  qsort(places, n, sizeof *places, by_hash);
  for (size_t i = 0, to; i < n; i = to) {
    for (to = i + 1; to < n && places[to].hash == places[i].hash;) to++;
    if (to - i > 1) keep(e, places + i, to - i);
  }
  free(places);
}

const struct engine_twins *twins_of(const struct engine *e, const struct engine_source *s) {
  return map_get(&e->twins, s->who.id, strlen(s->who.id));
}

void twins_free(struct engine *e) {
  map_free(&e->twins);
  arena_free(&e->twins_arena);
}
