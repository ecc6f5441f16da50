/* worker/table_json.c - print a plugin's table as JSON to standard output; see serve.h.  plugin/describe.c
 * reads it.
 *
 * The first lock closes before the plugin is mapped, as in a worker that serves: its constructors and
 * tidings_plugin_1 may read the files that loading needs and write to descriptors that are already open,
 * nothing else.
 */
#include "plugin/load.h"
#include "plugin/plugin_info.h"
#include "util/check.h"
#include "worker/sandbox.h"
#include "worker/serve.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DESCRIBE_MEMORY = 512 << 20, DESCRIBE_CPU_MS = 4000 };

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
static json_t *safe(const char *s) {
  json_t *j = json_string(s);
  return j != NULL ? j : json_string("(not UTF-8)");
}

static json_t *unusable_json(const struct tdg_component *c, const struct plugin_why *w) {
  return json_pack("{s:I, s:o, s:o, s:o, s:o}", "kind", (json_int_t)c->kind, "name", safe(c->name), "found",
                   safe(w->found), "wanted", safe(w->wanted), "do", safe(w->todo));
}

static json_t *plugin_json(const char *file, const struct tdg_plugin *p) {
  json_t *components = json_array(), *unusable = json_array();
  for (uint32_t i = 0; i < p->n_components; i++) {
    struct tdg_component c;
    struct plugin_why w;
    plugin_component_at(p, i, &c);
    if (plugin_component_usable(&c, &w) == 0) json_array_append_new(components, component_json(&c));
    else json_array_append_new(unusable, unusable_json(&c, &w));
  }
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:o}", "file", text(file), "id",
                   text(p->id), "version", text(p->version), "summary", text(p->summary), "licence",
                   text(p->licence), "url", text(p->url), "rev", (json_int_t)p->rev, "rev_min",
                   (json_int_t)p->rev_min, "components", components, "unusable", unusable, "offers",
                   texts(plugin_offers(p)));
}

static json_t *refusal_json(const char *file, const struct plugin_why *w) {
  return json_pack("{s:o, s:{s:o, s:o, s:o, s:b}}", "file", safe(file), "refused", "found", safe(w->found),
                   "wanted", safe(w->wanted), "do", safe(w->todo), "passing", w->passing);
}

static int print(json_t *j) {
  if (j == NULL || json_dumpf(j, stdout, JSON_COMPACT) < 0) return WORKER_EXIT_PLUGIN;
  putchar('\n');
  json_decref(j);
  return fflush(stdout) == 0 ? WORKER_EXIT_OK : WORKER_EXIT_PLUGIN;
}

struct describing {
  const char *file;
  int rc;
};

static int print_refusal(const char *file, const struct plugin_why *w) {
  int rc = print(refusal_json(file, w));
  return rc == WORKER_EXIT_OK ? WORKER_EXIT_PLUGIN : rc;
}

/* Inside the lock. */
static void describe(void *arg) {
  struct describing *d = arg;
  struct plugin_why w = {.passing = 0};
  sandbox_budget(DESCRIBE_CPU_MS);
  const struct tdg_plugin *p = plugin_map(d->file, &w);
  d->rc = p != NULL ? print(plugin_json(d->file, p)) : print_refusal(d->file, &w);
}

int worker_describe(const char *file) {
  char why[WORKER_WHY];
  struct plugin_why w = {.passing = 0};
  struct sandbox box = {.set = SANDBOX_LOAD, .limits = {.memory = DESCRIBE_MEMORY}, .plugin = file, .fd = -1};
  struct describing d = {file, WORKER_EXIT_OK};
  if (plugin_file_check(file, &w) < 0 || plugin_elf_check(file, &w) < 0) return print_refusal(file, &w);
  if (sandbox_limit(&box, why) == 0 && sandbox_load(&box, describe, &d, why) == 0) return d.rc;
  fprintf(stderr, "tidings-worker: the sandbox: %s\n", why);
  return WORKER_EXIT_SANDBOX;
}
