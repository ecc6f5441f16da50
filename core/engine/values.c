/* engine/values.c - what fetchers and parsers keep (tidings/ext/state.h): load, hand out, store; see settle.h.
 *
 * A component gets its own values only.  Only the store can fail here.
 */
#include "engine/settle.h"

#include "plugin/plugin_info.h"
#include "util/log.h"

#include <tidings/ext/state.h>
#include <tidings/kit/str.h>

#include <string.h>

_Static_assert((int)TDG_MAX_VALUES == (int)TDG_STATE_MAX_KEYS, "one limit");

struct gathered {
  struct arena *arena;
  tdg_rec *values;
};

static int gather(void *arg, const struct tdg_value *v) {
  struct gathered *g = arg;
  tdg_rec *one = rec_new(g->arena, TDG_GROUP);
  if (g->values == NULL) g->values = rec_new(g->arena, TDG_VALUES);
  rec_put(one, TDG_BY, v->component.p, v->component.n);
  rec_put(one, TDG_NAME, v->key.p, v->key.n);
  rec_put(one, TDG_BODY, v->value.p, v->value.n);
  rec_put_rec(g->values, TDG_KEPT, one);
  return 0;
}

const tdg_rec *values_load(const struct store *store, struct arena *a, const char *source) {
  struct gathered g = {a, NULL};
  return store_value_list(store, source, gather, &g) > 0 ? g.values : NULL;
}

static const char *owner_of(struct arena *a, const struct component_info *c) {
  return arena_printf(a, "%s/%s", c->plugin->id, c->name);
}

const tdg_rec *values_hand_out(struct arena *a, const tdg_rec *in, const tdg_rec *values,
                               const struct component_info *c) {
  const tdg_rec *v;
  tdg_rec *out = NULL;
  if (values == NULL || in == NULL) return in;
  const char *owner = owner_of(a, c);
  for (uint32_t i = 0; (v = rec_get_rec(values, TDG_KEPT, i)) != NULL; i++) {
    if (strcmp(rec_get(v, TDG_BY, 0).p, owner) != 0) continue;
    if (out == NULL) out = rec_copy(a, in, rec_kind(in));
    rec_put_rec(out, TDG_KEPT, v);
  }
  return out != NULL ? out : in;
}

/* The worker may have been taken over by its plugin: the limits are checked here again. */
static int store_values(const struct store *store, struct arena *a, const char *source,
                        const struct component_info *c, const tdg_rec *kept) {
  const tdg_rec *v;
  int status = 0;
  if (kept == NULL || source[0] == '\0') return 0;
  const char *owner = owner_of(a, c);
  for (uint32_t i = 0; status >= 0 && (v = rec_get_rec(kept, TDG_KEPT, i)) != NULL; i++) {
    struct tdg_value one = {.size = sizeof one, .source = tdg_str_of(source), .component = tdg_str_of(owner)};
    one.key = rec_get(v, TDG_NAME, 0);
    one.value = rec_get(v, TDG_BODY, 0);
    if (one.key.n == 0 || one.key.n > TDG_STATE_MAX_KEY || one.value.n > TDG_STATE_MAX_VALUE) continue;
    status = store_value_put(store, &one);
    if (status == 1)
      log_warning("source %s: %s keeps more than %d values; %s is not kept", source, owner, TDG_MAX_VALUES,
                  one.key.p);
  }
  return status;
}

int values_store(const struct store *store, struct arena *a, const char *source, const struct job *job) {
  if (job == NULL || job->pool == NULL) return 0;
  return store_values(store, a, source, pool_spec(job->pool)->component, job->kept);
}

void values_add_page(struct settlement *s, const struct job *fetch) {
  const tdg_rec *v;
  if (fetch->kept == NULL) return;
  if (s->page_values == NULL) s->page_values = rec_new(&s->arena, TDG_VALUES);
  s->page_fetcher = pool_spec(fetch->pool)->component;
  for (uint32_t i = 0; (v = rec_get_rec(fetch->kept, TDG_KEPT, i)) != NULL; i++)
    rec_put_rec(s->page_values, TDG_KEPT, v);
}

int values_store_pages(const struct store *store, struct settlement *s, const char *source) {
  return store_values(store, &s->arena, source, s->page_fetcher, s->page_values);
}

struct gone {
  const struct engine *engine;
  struct arena *arena;
  const char *first;
};

static int find_gone(void *arg, const struct tdg_value *v) {
  struct gone *g = arg;
  const struct engine_spec *spec = &g->engine->spec;
  if (map_get(&g->engine->sources, v->source.p, v->source.n) != NULL) return 0;
  for (size_t i = 0; i < spec->n_idle; i++)
    if (strcmp(spec->idle[i], v->source.p) == 0) return 0;
  g->first = arena_copy(g->arena, v->source.p, v->source.n);
  return 1;
}

int values_forget_others(const struct store *store, const struct engine *e) {
  struct arena a = {0};
  int status = 0;
  for (struct gone g = {e, &a, NULL}; status >= 0; g.first = NULL) {
    status = store_value_list(store, NULL, find_gone, &g);
    if (status < 0 || g.first == NULL) break;
    status = store_value_forget(store, g.first);
    if (status == 0) break; /* it keeps none */
  }
  arena_free(&a);
  return status < 0 ? status : 0;
}
