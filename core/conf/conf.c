/* conf/conf.c - read a configuration file into structs; see conf.h.
 *
 * Errors are collected from all parts before giving up, so that the operator sees all of them.
 */
#include "conf/conf.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "conf/sections.h"
#include "plugin/plugin_info.h"
#include "util/check.h"

/* The default pipeline. */
static void take_usual_pipeline(struct conf *c) {
  enum { STAGES = sizeof usual_stages / sizeof usual_stages[0] };
  const struct conf_place place = {.file = "(usual pipeline)"};
  struct conf_component *v = arena_zalloc(&c->arena, (STAGES + 1) * sizeof *v);
  for (size_t i = 0; i < STAGES; i++)
    v[i] = (struct conf_component){.place = place, .name = usual_stages[i], .id = usual_stages[i]};
  v[STAGES] = (struct conf_component){.place = place, .name = USUAL_BRIEF, .id = "brief"};
  c->pipeline = v;
  c->n_pipeline = STAGES + 1;
}

static struct conf *make(const char *path) {
  struct conf *c = check_alloc(sizeof *c);
  memset(c, 0, sizeof *c);
  c->file = arena_copy(&c->arena, path, strlen(path));
  c->dir = "/";
  take_usual_pipeline(c);
  return c;
}

void conf_free(struct conf *c) {
  if (c == NULL) return;
  struct arena a = c->arena;
  free(c->listed);
  free(c);
  arena_free(&a);
}

static void load_fetch(struct loader *l, const struct yaml_node *fetch) {
  struct conf *c = l->conf;
  const struct yaml_node *interval = yaml_get(fetch, "interval");
  load_section(l, &schema_fetch, fetch, &c->fetch);
  c->fetch.visits = load_revisit(l, fetch, &c->fetch.revisit);
  load_section(l, &schema_hosts, yaml_get(fetch, "hosts"), &c->fetch.hosts);
  load_section(l, &schema_interval, interval, &c->fetch.interval);
  if (c->fetch.interval.min > c->fetch.interval.max && interval != NULL)
    conf_complain(l->errors, interval->place,
                  "fetch.interval: min is longer than max; no time lies between them");
}

static void absolute(struct loader *l, const struct yaml_node *written, struct tdg_str *path) {
  if (path->p == NULL) return;
  path->p =
      load_path(l, written != NULL ? written->place : (struct conf_place){l->conf->file, 0, 0}, path->p);
  path->n = strlen(path->p);
}

/* One right, or a list of them. */
static uint32_t take_rights(struct loader *l, const struct yaml_node *n) {
  const struct yaml_node *one = n->kind == YAML_LIST                  ? n->first
                                : n->kind == YAML_TEXT && !n->nothing ? n
                                                                      : NULL;
  uint32_t rights = 0;
  if (n->kind == YAML_MAP || (n->kind == YAML_TEXT && n->nothing))
    conf_complain(l->errors, n->key_place,
                  "grant: %.60s: wanted a list of rights: [net], [read], [write], or several; [] for none",
                  n->key);
  for (; one != NULL; one = n->kind == YAML_LIST ? one->next : NULL) {
    uint32_t right = one->kind == YAML_TEXT && !one->nothing ? plugin_right(one->text) : 0;
    if (right == 0) conf_complain(l->errors, one->place, "grant: there are the rights net, read and write");
    rights |= right;
  }
  return rights;
}

static void load_grants(struct loader *l, const struct yaml_node *map) {
  struct conf_plugins *p = &l->conf->plugins;
  size_t n = 0;
  if (map == NULL || !load_is_map(l, map, "plugins.grant")) return;
  struct plugin_grant *v = arena_zalloc(l->arena, CONF_MAX_GRANTS * sizeof *v);
  struct conf_place *places = arena_zalloc(l->arena, CONF_MAX_GRANTS * sizeof *places);
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next) {
    if (n == CONF_MAX_GRANTS) {
      conf_complain(l->errors, k->key_place, "grant: more than %d", CONF_MAX_GRANTS);
      break;
    }
    v[n].name = strchr(k->key, '/') != NULL ? load_path(l, k->key_place, k->key) : k->key;
    places[n] = k->key_place;
    v[n++].rights = take_rights(l, k);
  }
  p->grants = v;
  p->grant_places = places;
  p->n_grants = n;
}

static void load_plugins(struct loader *l, const struct yaml_node *plugins) {
  struct conf_plugins *p = &l->conf->plugins;
  load_section(l, &schema_plugins, plugins, p);
  load_section(l, &schema_limits, yaml_get(plugins, "limits"), &p->limits);
  load_grants(l, yaml_get(plugins, "grant"));
  if (yaml_get(plugins, "exec") != NULL) load_programs(l, yaml_get(plugins, "exec"));
  const struct yaml_node *list = yaml_get(plugins, "path");
  const struct yaml_node *item = list != NULL && list->kind == YAML_LIST ? list->first : list;
  struct tdg_str *v = arena_zalloc(l->arena, (p->path.n + 1) * sizeof *v);
  struct conf_place *places = arena_zalloc(l->arena, (p->path.n + 1) * sizeof *places);
  for (size_t i = 0; i < p->path.n; i++) {
    v[i] = p->path.v[i];
    places[i] = item->place;
    absolute(l, list, &v[i]);
    if (item->next != NULL && item != list) item = item->next;
  }
  p->path.v = v;
  p->path_places = places;
}

/* "brief" is the last stage of the pipeline; `use:` names the component that writes briefs. */
static void load_pipeline(struct loader *l, const struct yaml_node *list) {
  struct conf *c = l->conf;
  if (list->kind == YAML_TEXT && list->nothing) {
    conf_complain(l->errors, list->key_place,
                  "pipeline: has no value; write [] for no stages, or remove the key for the usual ones");
    return;
  }
  load_components(l, list, "pipeline", &c->pipeline, &c->n_pipeline);
  struct conf_component *v = arena_zalloc(l->arena, (c->n_pipeline + 1) * sizeof *v);
  const struct yaml_node *item = list->kind == YAML_LIST ? list->first : NULL;
  memcpy(v, c->pipeline, c->n_pipeline * sizeof *v);
  c->pipeline = v;
  for (; item != NULL; item = item->next) {
    const struct yaml_node *map = item->kind == YAML_MAP ? item->first : NULL;
    const char *name = map != NULL ? map->key : item->text;
    if (name == NULL || strcmp(name, "brief") != 0) continue;
    const struct yaml_node *use = yaml_get(map, "use");
    if (use != NULL && (use->kind != YAML_TEXT || use->nothing))
      conf_complain(l->errors, use->place, "use: wanted the name of a component");
    if (item->next != NULL)
      conf_complain(l->errors, item->next->place, "pipeline: nothing can come after brief");
    for (size_t i = 0; i < c->n_pipeline; i++)
      if (strcmp(v[i].name, "brief") == 0)
        v[i].name = use != NULL && use->kind == YAML_TEXT ? use->text : USUAL_BRIEF;
    return;
  }
}

/* The existence of the store plugin is checked later, with the other plugins. */
static void load_driver(struct loader *l, const struct yaml_node *driver) {
  struct conf_store *s = &l->conf->store;
  if (driver == NULL || s->driver.p == NULL) return;
  if (s->driver.n == 0 || strspn(s->driver.p, "abcdefghijklmnopqrstuvwxyz0123456789-") != s->driver.n)
    conf_complain(l->errors, driver->place, "driver: wanted the name of a store plugin, such as %s",
                  USUAL_STORE);
  else s->place = driver->place;
}

static void load_capture(struct loader *l, const struct yaml_node *capture) {
  if (capture == NULL) return;
  struct conf_capture *c = arena_zalloc(l->arena, sizeof *c);
  load_section(l, &schema_capture, capture, c);
  absolute(l, yaml_get(capture, "folder") != NULL ? yaml_get(capture, "folder") : capture, &c->folder);
  l->conf->store.capture = c;
  l->conf->store.capture_place = capture->key_place;
}

static void load_control(struct loader *l, const struct yaml_node *map) {
  struct conf_control *c = &l->conf->control;
  load_section(l, &schema_control, map, c);
  if (c->path.n > 0) absolute(l, yaml_get(map, "path"), &c->path);
  if (c->group.n == 0) return;
  c->group_place = yaml_get(map, "group")->place;
  if (c->path.n == 0)
    conf_complain(l->errors, c->group_place,
                  "control: group: name the socket too, path: /run/tidings/control");
}

static void load_parts(struct loader *l, const struct yaml_node *root) {
  struct conf *c = l->conf;
  const struct yaml_node *store = yaml_get(root, "store"), *n;
  load_section(l, &schema_top, root, c);
  load_section(l, &schema_store, store, &c->store);
  absolute(l, yaml_get(store, "path"), &c->store.path);
  if (yaml_get(store, "path") != NULL) c->store.path_place = yaml_get(store, "path")->place;
  load_driver(l, yaml_get(store, "driver"));
  load_section(l, &schema_keep, yaml_get(store, "keep"), &c->store.keep);
  load_capture(l, yaml_get(store, "capture"));
  load_fetch(l, yaml_get(root, "fetch"));
  load_control(l, yaml_get(root, "control"));
  load_websub(l, yaml_get(root, "websub"));
  load_section(l, &schema_log, yaml_get(root, "log"), &c->log);
  load_plugins(l, yaml_get(root, "plugins"));
  c->sources_place = (struct conf_place){c->file, 0, 0};
  if ((n = yaml_get(root, "sources")) != NULL) {
    load_sources(l, n);
    int is_list = n->kind == YAML_LIST || (n->kind == YAML_TEXT && n->nothing);
    c->sources_place = is_list ? n->key_place : (struct conf_place){0};
  }
  if ((n = yaml_get(root, "pipeline")) != NULL) load_pipeline(l, n);
  if ((n = yaml_get(root, "sinks")) != NULL) load_components(l, n, "sinks", &c->sinks, &c->n_sinks);
  if ((n = yaml_get(root, "parsers")) != NULL)
    load_component_map(l, n, "parsers", &c->parsers, &c->n_parsers);
  if ((n = yaml_get(root, "fetchers")) != NULL)
    load_component_map(l, n, "fetchers", &c->fetchers, &c->n_fetchers);
  load_aliases(l, yaml_get(root, "fetch"));
  load_site_files(l, yaml_get(root, "rules"));
  load_lists(l);
  c->sources = l->sources;
  c->n_sources = l->n_sources;
}

static const char *directory_of(struct conf *c) {
  char resolved[PATH_MAX];
  const char *slash = strrchr(c->file, '/');
  char *dir = slash == NULL ? arena_copy(&c->arena, ".", 1)
                            : arena_copy(&c->arena, c->file, (size_t)(slash - c->file) + 1);
  return realpath(dir, resolved) != NULL ? arena_copy(&c->arena, resolved, strlen(resolved)) : dir;
}

struct conf *conf_read(const char *path, struct conf_errors *errors) {
  struct conf *c = make(path);
  struct loader l = {.conf = c, .arena = &c->arena, .errors = errors};
  const struct yaml_node nothing = {.kind = YAML_MAP, .place = {c->file, 0, 0}, .text = ""};
  c->dir = directory_of(c);
  struct yaml_node *root = yaml_read(path, &c->arena, errors);
  load_keep_file(c, arena_copy(&c->arena, path, strlen(path)), 0);
  if (root != NULL) load_warn_references(&l, root);
  int is_map = root != NULL && load_is_map(&l, root, "the configuration");
  load_parts(&l, is_map ? root : &nothing);
  if (!is_map) c->sources_place = (struct conf_place){0};
  map_free(&l.ids);
  map_free(&l.addresses);
  conf_errors_sort(errors);
  return c;
}

struct conf *conf_default(void) {
  struct conf_errors errors = {0};
  struct conf *c = make("./-");
  struct loader l = {.conf = c, .arena = &c->arena, .errors = &errors};
  const struct yaml_node nothing = {.kind = YAML_MAP, .place = {c->file, 0, 0}, .text = ""};
  c->dir = directory_of(c);
  load_parts(&l, &nothing);
  BUG_ON(errors.n > 0);
  conf_errors_free(&errors);
  map_free(&l.ids);
  map_free(&l.addresses);
  return c;
}
