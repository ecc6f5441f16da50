/* plugin/plugin_json.c - a plugin's table as JSON; see description.h.  discover.c reads it back, so that a plugin
 * is described alike by a worker and, for `tidings plugin try --asan`, in this process. */
#include "plugin/description.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>

static json_t *text(const char *s) { return json_string(s != NULL ? s : ""); }

static json_t *texts(const char *const *v) {
  json_t *list = json_array();
  for (; v != NULL && *v != NULL; v++) json_array_append_new(list, text(*v));
  return list;
}

static json_t *option_json(const struct option_info *o) {
  json_t *j = json_pack("{s:o, s:s, s:o, s:I, s:I, s:I}", "name", text(o->name), "type",
                        option_type_name(o->type), "help", text(o->help), "flags", (json_int_t)o->flags,
                        "min", (json_int_t)o->min, "max", (json_int_t)o->max);
  if (o->def != NULL) json_object_set_new(j, "default", text(o->def));
  if (o->alias != NULL) json_object_set_new(j, "alias", text(o->alias));
  if (o->since != NULL) json_object_set_new(j, "since", text(o->since));
  if (o->section != NULL) json_object_set_new(j, "section", text(o->section));
  if (o->type == TDG_O_ENUM) json_object_set_new(j, "choices", texts(o->choices));
  return j;
}

static json_t *options_json(const struct tdg_component *c) {
  char err[OPTION_ERROR];
  json_t *list = json_array();
  struct option_info *table = check_alloc((c->n_options + 1) * sizeof *table);
  if (option_table(c->options, c->n_options, c->option_size, c->conf_size, table, err) == 0)
    for (uint32_t i = 0; i < c->n_options; i++) json_array_append_new(list, option_json(&table[i]));
  free(table);
  return list;
}

static json_t *component_json(const struct tdg_component *c) {
  return json_pack("{s:s, s:o, s:o, s:o, s:I, s:I, s:o, s:o}", "kind", plugin_kind_name(c->kind), "name",
                   text(c->name), "summary", text(c->summary), "claims", texts(c->claims), "needs",
                   (json_int_t)c->needs, "calls", (json_int_t)plugin_calls(c), "options", options_json(c),
                   "uses", texts(c->uses));
}

/* The text of a refusal may quote bytes of the plugin. */
static json_t *quoted(const char *s) {
  json_t *j = json_string(s);
  return j != NULL ? j : json_string("(not UTF-8)");
}

static json_t *unusable_json(const struct tdg_plugin *p, const struct tdg_component *c,
                             const struct plugin_why *w) {
  char found[PLUGIN_WHY + PLUGIN_MAX_NAME + 20];
  snprintf(found, sizeof found, "plugin %s: %s", p->id, w->found);
  return json_pack("{s:I, s:o, s:o, s:o, s:o}", "kind", (json_int_t)c->kind, "name", quoted(c->name), "found",
                   quoted(found), "wanted", quoted(w->wanted), "do", quoted(w->todo));
}

json_t *description_json(const char *file, const struct tdg_plugin *p) {
  json_t *components = json_array(), *unusable = json_array();
  for (uint32_t i = 0; i < p->n_components; i++) {
    struct tdg_component c;
    struct plugin_why w;
    plugin_component_at(p, i, &c);
    if (plugin_component_usable(&c, &w) == 0) json_array_append_new(components, component_json(&c));
    else json_array_append_new(unusable, unusable_json(p, &c, &w));
  }
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:o}", "file", text(file), "id",
                   text(p->id), "version", text(p->version), "summary", text(p->summary), "licence",
                   text(p->licence), "url", text(p->url), "rev", (json_int_t)p->rev, "rev_min",
                   (json_int_t)p->rev_min, "components", components, "unusable", unusable, "offers",
                   texts(plugin_offers(p)));
}

char *description_here(struct arena *a, const char *file, struct plugin_why *w) {
  const struct tdg_plugin *p = plugin_load(file, w);
  json_t *j = p != NULL ? description_json(file, p) : NULL;
  char *made = j != NULL ? json_dumps(j, JSON_COMPACT) : NULL,
       *kept = made != NULL ? arena_copy(a, made, strlen(made)) : NULL;
  free(made);
  json_decref(j);
  if (p != NULL && kept == NULL)
    plugin_refuse(w, "a plugin that can be described", "see that its texts are UTF-8", "texts that are not");
  return kept;
}
