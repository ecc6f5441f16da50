/* conf/programs.c - the programs of `plugins: exec:`, as descriptions for plugin discovery.
 *
 * Paths are relative to the file they stand in.  Whether a program is there and can be started is
 * known when plugins are looked for.  Everything is in the memory of the configuration.
 */
#include "conf/sections.h"
#include "plugin/plugin_info.h"

#include <string.h>

enum { MAX_WORDS = 60 }; /* of a list; a worker can be told a few more */

enum texts { AS_WRITTEN, WORDS, PATHS }; /* WORDS: those with a slash are paths */

static const char *const *texts_of(struct loader *l, struct conf_place place, const struct tdg_list *list,
                                   enum texts what) {
  const char **v = arena_zalloc(l->arena, (list->n + 1) * sizeof *v);
  for (size_t i = 0; i < list->n; i++) {
    int path = what == PATHS || (what == WORDS && strchr(list->v[i].p, '/') != NULL);
    v[i] = path ? load_path(l, place, list->v[i].p) : list->v[i].p;
  }
  return v;
}

static void check_count(struct loader *l, const struct yaml_node *map, const char *key,
                        const struct tdg_list *list, size_t max) {
  if (list->n > max) conf_complain(l->errors, yaml_get(map, key)->place, "exec: %s: more than %zu", key, max);
}

static void check_claims(struct loader *l, const struct yaml_node *map, const struct conf_exec *e) {
  const struct option_info *kinds = option_find(schema_exec.options, schema_exec.n, "kind");
  const uint32_t kind = yaml_get(map, "kind") != NULL ? plugin_kind_number(kinds->choices[e->kind]) : 0;
  const char *wanted;
  if (kind == TDG_KIND_FETCHER && e->claims.n == 0)
    conf_complain(
        l->errors, map->place,
        "exec: claims: is missing: a fetcher says which schemes it fetches (claims: [box], for box:...)");
  for (size_t i = 0; i < e->claims.n; i++)
    if ((wanted = plugin_claim_fault(kind, e->claims.v[i].p)) != NULL)
      conf_complain(l->errors, yaml_get(map, "claims")->place, "exec: claims: \"%.60s\": wanted %s",
                    e->claims.v[i].p, wanted);
}

/* That a name or a command is missing has been told with the section. before: the number of errors before this entry;
 * one with an error is not started. */
static int check(struct loader *l, const struct yaml_node *map, const struct conf_exec *e, size_t before) {
  if (yaml_get(map, "name") != NULL && !load_is_name(e->name.p, PLUGIN_MAX_NAME))
    conf_complain(l->errors, map->place, "exec: name: wanted letters, digits, - _ . only");
  if (yaml_get(map, "kind") == NULL)
    conf_complain(l->errors, map->place, "exec: kind: is missing: fetcher, parser, stage, brief or sink");
  if (yaml_get(map, "command") != NULL && (e->command.n == 0 || strchr(e->command.v[0].p, '/') == NULL))
    conf_complain(l->errors, map->place,
                  "exec: command: the first word must be the path of a program, with a slash");
  check_count(l, map, "command", &e->command, MAX_WORDS);
  check_count(l, map, "claims", &e->claims, PLUGIN_MAX_CLAIMS);
  check_claims(l, map, e);
  check_count(l, map, "read", &e->read, MAX_WORDS);
  check_count(l, map, "write", &e->write, MAX_WORDS);
  return conf_errors_count(l->errors) == before && e->name.n > 0 && yaml_get(map, "command") != NULL;
}

/* What stands under `options:` is not checked: only the program knows it. */
static void take_options(struct loader *l, const struct yaml_node *map, struct plugin_program *p) {
  struct conf_component c = {.name = "options"};
  load_settings(l, map, " ", &c);
  struct option_value *v = arena_zalloc(l->arena, (c.n_settings + 1) * sizeof *v);
  for (size_t i = 0; i < c.n_settings; i++)
    v[i] = (struct option_value){c.settings[i].name, c.settings[i].value};
  p->options = v;
  p->n_options = c.n_settings;
}

static void take(struct loader *l, const struct yaml_node *map, const struct conf_exec *e,
                 struct plugin_program *p) {
  const struct option_info *kind = option_find(schema_exec.options, schema_exec.n, "kind");
  *p = (struct plugin_program){.name = e->name.p,
                               .summary = e->summary.p,
                               .kind = plugin_kind_number(kind->choices[e->kind]),
                               .command = texts_of(l, map->place, &e->command, WORDS),
                               .n_command = e->command.n,
                               .claims = texts_of(l, map->place, &e->claims, AS_WRITTEN),
                               .n_claims = e->claims.n,
                               .net = e->net != 0,
                               .read = texts_of(l, map->place, &e->read, PATHS),
                               .n_read = e->read.n,
                               .write = texts_of(l, map->place, &e->write, PATHS),
                               .n_write = e->write.n};
  if (yaml_get(map, "options") != NULL) take_options(l, yaml_get(map, "options"), p);
}

static size_t count_items(const struct yaml_node *list) {
  size_t n = 0;
  for (const struct yaml_node *i = list->first; i != NULL; i = i->next) n++;
  return n;
}

void load_programs(struct loader *l, const struct yaml_node *list) {
  struct conf_plugins *to = &l->conf->plugins;
  if (list->kind != YAML_LIST) {
    if (!(list->kind == YAML_TEXT && list->nothing))
      conf_complain(l->errors, list->place,
                    "plugins.exec: wanted a list (- {name: ..., kind: ..., command: [...]})");
    return;
  }
  struct plugin_program *v = arena_zalloc(l->arena, CONF_MAX_PROGRAMS * sizeof *v);
  struct conf_place *places = arena_zalloc(l->arena, CONF_MAX_PROGRAMS * sizeof *places);
  const char **spoilt = arena_zalloc(l->arena, (count_items(list) + 1) * sizeof *spoilt);
  size_t n_spoilt = 0;
  for (const struct yaml_node *i = list->first; i != NULL; i = i->next) {
    struct conf_exec e = {.kind = 0};
    const size_t before = conf_errors_count(l->errors);
    if (to->n_programs == CONF_MAX_PROGRAMS) {
      conf_complain(l->errors, i->place, "plugins.exec: more than %d", CONF_MAX_PROGRAMS);
      break;
    }
    if (!load_is_map(l, i, "plugins.exec")) continue;
    load_section(l, &schema_exec, i, &e);
    if (!check(l, i, &e, before)) {
      spoilt[n_spoilt++] = e.name.p != NULL ? e.name.p : "";
      continue;
    }
    places[to->n_programs] = i->place;
    take(l, i, &e, &v[to->n_programs++]);
  }
  to->programs = v;
  to->spoilt = spoilt;
  to->program_places = places;
}
