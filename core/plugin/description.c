/* plugin/description.c - convert the JSON of a worker to plugin_info; see description.h.
 *
 * The text may come from a plugin that took over its worker, so it is checked as strictly as load.c checks
 * the table: names, counts, lengths, kinds, option tables.  jansson has checked UTF-8 and depth.
 */
#include "plugin/description.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct reader {
  struct arena *arena;
  const char *error; /* the first error */
};

static void *wrong(struct reader *r, const char *what) {
  if (r->error == NULL) r->error = what;
  return NULL;
}

/* ---- members ---- */

static const char *text_of(struct reader *r, const json_t *j, int required, size_t max) {
  if (j == NULL && !required) return "";
  if (!json_is_string(j)) return wrong(r, "a text is missing"), "";
  size_t n = json_string_length(j);
  if (n > max || (required && n == 0) || strlen(json_string_value(j)) != n)
    return wrong(r, "a text is empty, too long or holds a NUL"), "";
  return arena_copy(r->arena, json_string_value(j), n);
}

static const char *text(struct reader *r, const json_t *j, const char *key, int required, size_t max) {
  return text_of(r, json_object_get(j, key), required, max);
}

/* NULL when it is not there. */
static const char *maybe(struct reader *r, const json_t *j, const char *key) {
  return json_object_get(j, key) != NULL ? text(r, j, key, 0, PLUGIN_MAX_NAME) : NULL;
}

static int64_t number(struct reader *r, const json_t *j, const char *key) {
  const json_t *v = json_object_get(j, key);
  if (json_is_integer(v)) return json_integer_value(v);
  wrong(r, "a number is missing");
  return 0;
}

static uint32_t small(struct reader *r, const json_t *j, const char *key) {
  int64_t v = number(r, j, key);
  if (v < 0 || v > UINT32_MAX) wrong(r, "a number is out of range");
  return (uint32_t)v;
}

/* A NULL-terminated list of texts. */
static const char **texts(struct reader *r, const json_t *list, size_t max, size_t *n) {
  *n = json_array_size(list);
  if (*n > max) {
    *n = 0;
    wrong(r, "a list is too long");
  }
  const char **v = arena_zalloc(r->arena, (*n + 1) * sizeof *v);
  for (size_t i = 0; i < *n; i++) v[i] = text_of(r, json_array_get(list, i), 1, PLUGIN_MAX_NAME);
  return v;
}

/* ---- options, components, plugin ---- */

static void read_option(struct reader *r, const json_t *j, struct option_info *o) {
  size_t n;
  o->name = text(r, j, "name", 1, PLUGIN_MAX_NAME);
  o->help = text(r, j, "help", 0, PLUGIN_MAX_TEXT);
  o->type = option_type_number(text(r, j, "type", 1, PLUGIN_MAX_NAME));
  o->flags = small(r, j, "flags");
  o->min = number(r, j, "min");
  o->max = number(r, j, "max");
  if (json_object_get(j, "default") != NULL) o->def = text(r, j, "default", 0, PLUGIN_MAX_TEXT);
  o->alias = maybe(r, j, "alias");
  o->since = maybe(r, j, "since");
  o->section = maybe(r, j, "section");
  if (json_object_get(j, "choices") != NULL)
    o->choices = texts(r, json_object_get(j, "choices"), PLUGIN_MAX_CHOICES, &n);
}

static void read_options(struct reader *r, const json_t *list, struct component_info *c) {
  char err[OPTION_ERROR];
  size_t n = json_array_size(list);
  if (n > PLUGIN_MAX_OPTIONS) {
    wrong(r, "too many options");
    return;
  }
  struct option_info *table = arena_zalloc(r->arena, (n + 1) * sizeof *table);
  for (size_t i = 0; i < n && r->error == NULL; i++) read_option(r, json_array_get(list, i), &table[i]);
  if (r->error == NULL && option_table_check(table, n, 0, err) < 0)
    wrong(r, arena_copy(r->arena, err, strlen(err)));
  c->options = table;
  c->n_options = n;
}

static void read_component(struct reader *r, const json_t *j, struct component_info *c) {
  c->kind = plugin_kind_number(text(r, j, "kind", 1, PLUGIN_MAX_NAME));
  if (c->kind == 0) wrong(r, "a component of unknown kind");
  c->name = text(r, j, "name", 1, PLUGIN_MAX_NAME);
  if (strchr(c->name, '/') != NULL) wrong(r, "a component whose name has a /");
  c->summary = text(r, j, "summary", 0, PLUGIN_MAX_TEXT);
  c->needs = small(r, j, "needs");
  c->calls = small(r, j, "calls");
  c->claims = texts(r, json_object_get(j, "claims"), PLUGIN_MAX_CLAIMS, &c->n_claims);
  c->uses = texts(r, json_object_get(j, "uses"), TDG_MAX_EXTENSIONS, &c->n_uses);
  read_options(r, json_object_get(j, "options"), c);
}

static void read_components(struct reader *r, const json_t *list, struct plugin_info *p) {
  size_t n = json_array_size(list);
  if ((n == 0 && p->n_unusable == 0 && p->n_offers == 0) || n > PLUGIN_MAX_COMPONENTS) {
    wrong(r, "no components, or too many");
    return;
  }
  struct component_info *all = arena_zalloc(r->arena, (n + 1) * sizeof *all);
  for (size_t i = 0; i < n && r->error == NULL; i++) read_component(r, json_array_get(list, i), &all[i]);
  p->components = all;
  p->n_components = n;
}

static void read_unusable(struct reader *r, const json_t *list, struct plugin_info *p) {
  size_t n = json_array_size(list);
  if (n > PLUGIN_MAX_COMPONENTS) {
    wrong(r, "too many components");
    return;
  }
  struct unusable_info *all = arena_zalloc(r->arena, (n + 1) * sizeof *all);
  for (size_t i = 0; i < n; i++) {
    const json_t *j = json_array_get(list, i);
    all[i] = (struct unusable_info){small(r, j, "kind"), text(r, j, "name", 1, PLUGIN_MAX_NAME),
                                    text(r, j, "found", 1, PLUGIN_WHY), text(r, j, "wanted", 1, PLUGIN_WHY),
                                    text(r, j, "do", 1, PLUGIN_WHY)};
  }
  p->unusable = all;
  p->n_unusable = n;
}

static void read_plugin(struct reader *r, const json_t *j, struct plugin_info *p) {
  p->id = text(r, j, "id", 1, PLUGIN_MAX_NAME);
  p->version = text(r, j, "version", 1, PLUGIN_MAX_NAME);
  p->summary = text(r, j, "summary", 0, PLUGIN_MAX_TEXT);
  p->licence = text(r, j, "licence", 0, PLUGIN_MAX_TEXT);
  p->url = text(r, j, "url", 0, PLUGIN_MAX_TEXT);
  p->rev = small(r, j, "rev");
  p->rev_min = small(r, j, "rev_min");
  p->offers = texts(r, json_object_get(j, "offers"), TDG_MAX_EXTENSIONS, &p->n_offers);
  read_unusable(r, json_object_get(j, "unusable"), p);
  read_components(r, json_object_get(j, "components"), p);
}

/* ---- the text ---- */

static int refused(const json_t *j, struct plugin_why *w) {
  const char *found, *wanted, *todo;
  if (json_unpack((json_t *)(uintptr_t)j, "{s:s, s:s, s:s}", "found", &found, "wanted", &wanted, "do",
                  &todo) < 0)
    found = wanted = todo = "(not said)";
  return plugin_refuse(w, wanted, todo, "%s", found);
}

static int malformed(struct plugin_why *w, const char *what) {
  plugin_refuse(w, "a description as tidings-worker of version " TDG_VERSION " writes it",
                "see that tidings-worker is of this version; if it is, distrust the plugin",
                "a description that makes no sense: %.300s", what);
  return -2;
}

int description_read(struct arena *a, const char *file, const char *text_, struct plugin_info *p,
                     struct plugin_why *w) {
  json_error_t error;
  struct reader r = {a, NULL};
  json_t *j = json_loads(text_, JSON_REJECT_DUPLICATES, &error);
  if (j == NULL) return malformed(w, error.text);
  const json_t *refusal = json_object_get(j, "refused");
  *p = (struct plugin_info){.file = arena_copy(a, file, strlen(file))};
  int rc = refusal != NULL ? refused(refusal, w) : 0;
  if (refusal == NULL) read_plugin(&r, j, p);
  json_decref(j);
  return r.error != NULL ? malformed(w, r.error) : rc;
}
