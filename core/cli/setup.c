/* cli/setup.c - shared by commands: find and open the store, fill the engine's spec. */
#include "cli/cli.h"

#include "capture/captures.h"
#include "conf/conf.h"
#include "engine/control.h"
#include "engine/engine.h"
#include "engine/reload.h"
#include "engine/websub.h"
#include "plugin/locations.h"
#include "plugin/option.h"
#include "plugin/program.h"
#include "util/arena.h"
#include "util/bytebuf.h"
#include "util/check.h"
#include "util/map.h"
#include "util/os.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>

void cli_make_parents(char *path) {
  for (char *p = strchr(path + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
    *p = '\0';
    mkdir(path, 0700); /* why it cannot be made is told when the file is opened */
    *p = '/';
  }
}

/* XDG Base Directory: data in $XDG_DATA_HOME, caches in $XDG_CACHE_HOME. */
static const char *own_path(const char *variable, const char *fallback, const char *file) {
  static char paths[2][PATH_MAX];
  char *path = paths[strcmp(variable, "XDG_CACHE_HOME") == 0];
  const char *base = getenv(variable), *home = getenv("HOME");
  if (base != NULL && base[0] == '/') snprintf(path, PATH_MAX, "%s/tidings/%s", base, file);
  else snprintf(path, PATH_MAX, "%s/%s/tidings/%s", home != NULL ? home : "/tmp", fallback, file);
  return path;
}

/* The configuration and plugins.  The first is kept until the program ends, because the plugins point into it. */
struct loaded {
  struct conf *conf;
  struct arena arena;
  struct plugin_list *plugins;
  struct conf_errors errors; /* errors so far */
  struct cli_guard guard;
  const struct engine_choice **choices; /* all that are used */
  size_t n_choices, cap_choices;
};
static struct loaded first, *loaded = &first;

struct conf *cli_conf(void) {
  return loaded->conf;
}

const struct plugin_list *cli_plugins(void) { return loaded->plugins; }

static int load_conf(const struct cli *cli) {
  if (loaded->conf == NULL) {
    loaded->conf = cli->config != NULL ? conf_read(cli->config, &loaded->errors) : conf_default();
    if (cli->rules != NULL) conf_set_rules(loaded->conf, cli->rules, (struct conf_place){cli->rules, 0, 0});
  }
  return conf_errors_count(&loaded->errors) > 0 ? -1 : 0;
}

static int tell_errors(void) {
  conf_errors_print(&loaded->errors, stderr);
  return -1;
}

static const char *store_path(const struct cli *cli) {
  if (cli->store != NULL) return cli->store;
  if (cli->config == NULL) return own_path("XDG_DATA_HOME", ".local/share", "tidings.db");
  return loaded->conf->store.path.p;
}

const char *cli_store_path(const struct cli *cli) {
  if (cli->store == NULL && cli->config != NULL && load_conf(cli) < 0) {
    tell_errors();
    exit(CLI_CONFIG);
  }
  return store_path(cli);
}

const char *cli_control_store(const struct cli *cli) {
  if (cli->store == NULL && cli->config != NULL) load_conf(cli);
  return store_path(cli);
}

/* Seen from the program, as its plugins are. */
const char *cli_machine_config(void) {
  static char path[PATH_MAX + 16];
  char own[PATH_MAX], folder[2 * PATH_MAX], real[PATH_MAX];
  if (os_program_path(own, sizeof own) < 0) return NULL;
  snprintf(folder, sizeof folder, "%.*s/" TIDINGS_CONFIG_FROM_BIN, (int)(strrchr(own, '/') - own), own);
  if (realpath(folder, real) == NULL) return NULL;
  snprintf(path, sizeof path, "%s/tidings.yaml", real);
  return access(path, F_OK) == 0 || errno == EACCES ? path : NULL;
}

int cli_tell_unreadable(const struct cli *cli) {
  if (cli->store != NULL || cli->config == NULL || load_conf(cli) == 0) return 0;
  if (loaded->conf->sources_place.file != NULL) return 0;
  tell_errors();
  return 1;
}

int cli_tell_wrong(const struct cli *cli) {
  if (cli->config == NULL || load_conf(cli) == 0) return 0;
  tell_errors();
  return 1;
}

static const char *store_driver(const struct cli *cli) {
  if (cli->config == NULL) return USUAL_STORE;
  if (load_conf(cli) == 0) return loaded->conf->store.driver.p;
  tell_errors();
  exit(CLI_CONFIG);
}

static struct store *open_store(const struct cli *cli, unsigned flags) {
  char why[STORE_MESSAGE];
  int status;
  struct store *s = store_open(store_driver(cli), cli_store_path(cli), flags, NULL, why, sizeof why, &status);
  if (s == NULL) say_error("tidings: %s\n", why);
  return s;
}

struct store *cli_open_store(const struct cli *cli) {
  return open_store(cli, TDG_STORE_READ);
}
struct store *cli_open_store_to_write(const struct cli *cli) {
  return open_store(cli, 0);
}

struct fold_source cli_fold(const struct cli *cli, const struct store *s) {
  if (load_conf(cli) < 0) {
    tell_errors();
    exit(CLI_CONFIG);
  }
  const size_t n = loaded->conf->n_pipeline;
  const char **names = arena_zalloc(&loaded->arena, (n + 1) * sizeof *names);
  for (size_t i = 0; i < n; i++) names[i] = loaded->conf->pipeline[i].name;
  return (struct fold_source){s->ops, s->handle, {names, n}};
}

const struct conf_source *cli_source(const struct cli *cli, const char *id) {
  static struct map by_id; /* of the configuration, filled with the first question */
  if (cli->config == NULL || load_conf(cli) < 0) return NULL;
  const size_t n = by_id.used == 0 ? loaded->conf->n_sources : 0;
  for (size_t i = 0; i < n; i++) {
    const struct conf_source *s = &loaded->conf->sources[i];
    map_put(&by_id, s->id.p, s->id.n, (void *)(uintptr_t)s);
  }
  return map_get(&by_id, id, strlen(id));
}

/* ---- the engine's spec from a configuration ---- */

static void ignore(void *arg, size_t at, const char *message) { (void)arg, (void)at, (void)message; }

/* A wrong component is already reported and skipped, so that the rest can be checked. */
static int is_faulty(const struct component_info *info, const struct engine_choice *c,
                     const struct conf_component *all, const struct conf_component *one) {
  if (conf_errors_count(&loaded->errors) == 0) return 0;
  return conf_is_spoilt(all) || conf_is_spoilt(one) ||
         option_check(info->options, info->n_options, c->values, c->n_values, ignore, NULL) > 0;
}

/* ---- what no plugin from elsewhere may write ---- */

/* What decides the rights of plugins, or what the program does and knows. */
static void find_guarded(const struct cli *cli, const struct engine_spec *spec) {
  const struct conf *conf = loaded->conf;
  struct cli_guard *g = &loaded->guard;
  struct find_paths *usual = arena_zalloc(&loaded->arena, sizeof *usual);
  find_paths(usual);
  for (size_t i = 0; cli->config != NULL && i < conf->n_files; i++)
    cli_guard_add(&loaded->arena, g, conf->files[i].secret ? "the secret" : "the configuration",
                  conf->files[i].path);
  cli_guard_add(&loaded->arena, g, "the store", spec->store_path);
  for (size_t i = 0; i < spec->n_plugin_dirs; i++)
    cli_guard_add(&loaded->arena, g, "the plugins", spec->plugin_dirs[i]);
  for (size_t i = 0; i < usual->n_dirs; i++) cli_guard_add(&loaded->arena, g, "the plugins", usual->dirs[i]);
  cli_guard_add(&loaded->arena, g, "the descriptions of plugins", spec->cache_dir);
  for (size_t i = 0; i < conf->plugins.n_programs; i++)
    for (size_t k = 0; k < conf->plugins.programs[i].n_command; k++)
      if (conf->plugins.programs[i].command[k][0] == '/')
        cli_guard_add(&loaded->arena, g, "the program", conf->plugins.programs[i].command[k]);
}

static void check_guarded(const char *name, const char *const *folders, size_t n, struct conf_place place) {
  for (size_t i = 0; i < n; i++) {
    const struct cli_guarded *at = cli_guard_find(&loaded->arena, &loaded->guard, folders[i]);
    if (at != NULL)
      conf_complain(&loaded->errors, place,
                    "%s: it may write what is in %s, and so %s, %s; let it write in a folder of its own",
                    name, folders[i], at->what, at->path);
  }
}

/* Programs have theirs whether they are used or not. */
static void check_programs(const struct conf_plugins *plugins) {
  for (size_t i = 0; i < plugins->n_programs; i++)
    check_guarded(plugins->programs[i].name, plugins->programs[i].write, plugins->programs[i].n_write,
                  plugins->program_places[i]);
}

/* ---- components ---- */

static void keep_choice(const struct engine_choice *c) {
  if (loaded->n_choices == loaded->cap_choices) {
    const size_t cap = loaded->cap_choices > 0 ? 2 * loaded->cap_choices : 32;
    const struct engine_choice **more = arena_alloc(&loaded->arena, cap * sizeof *more);
    if (loaded->n_choices > 0) memcpy(more, loaded->choices, loaded->n_choices * sizeof *more);
    loaded->choices = more;
    loaded->cap_choices = cap;
  }
  loaded->choices[loaded->n_choices++] = c;
}

void cli_say_paths(const struct component_info *c, const char *before) {
  for (size_t i = 0; i < loaded->n_choices; i++) {
    const struct engine_choice *one = loaded->choices[i];
    if (plugin_component(loaded->plugins, one->kind, one->name) != c) continue;
    for (size_t k = 0; k < one->n_read; k++) say("%sit may read %s\n", before, one->read_paths[k]);
    for (size_t k = 0; k < one->n_write; k++)
      say("%sit may write what is in %s\n", before, one->write_paths[k]);
  }
}

/* Settings for all uses of a component, and for one of them. */
static int fill_choice(struct engine_choice *c, uint32_t kind, const struct conf_component *all,
                       const struct conf_component *one) {
  size_t n;
  struct option_value *v = conf_options(&loaded->arena, all, one, &n);
  const struct component_info *info = plugin_component(loaded->plugins, kind, one->name);
  c->kind = kind;
  c->name = one->name;
  c->id = one->id;
  c->origin = one;
  cli_settle(&loaded->arena, loaded->conf->dir, info, v, n, c);
  if (info != NULL && !info->plugin->bundled)
    check_guarded(one->name, c->write_paths, c->n_write, one->place);
  if (info == NULL && conf_errors_count(&loaded->errors) > 0) return -1;
  c->faulty = info != NULL && is_faulty(info, c, all, one);
  if (!c->faulty) keep_choice(c);
  return 0;
}

static void add_choice(struct engine_choice *list, size_t *n, uint32_t kind,
                       const struct conf_component *one) {
  if (fill_choice(&list[*n], kind, NULL, one) == 0) ++*n;
}

static struct engine_choice *choices(size_t n) {
  return arena_zalloc(&loaded->arena, (n + 1) * sizeof(struct engine_choice));
}

/* Stages and briefs are in one list; the plugins' kinds distinguish them. */
static void take_pipeline(struct engine_spec *spec, const struct conf *conf) {
  struct engine_choice *stages = choices(conf->n_pipeline), *briefs = choices(conf->n_pipeline);
  for (size_t i = 0; i < conf->n_pipeline; i++) {
    const struct conf_component *one = &conf->pipeline[i];
    int brief = plugin_component(loaded->plugins, TDG_KIND_BRIEF, one->name) != NULL;
    if (brief) add_choice(briefs, &spec->n_briefs, TDG_KIND_BRIEF, one);
    else add_choice(stages, &spec->n_stages, TDG_KIND_STAGE, one);
  }
  spec->stages = stages;
  spec->briefs = briefs;
}

static void take_settings(struct engine_spec *spec, const struct conf *conf) {
  struct engine_choice *list = choices(conf->n_parsers + conf->n_fetchers);
  for (size_t i = 0; i < conf->n_parsers; i++)
    add_choice(list, &spec->n_plugins, TDG_KIND_PARSER, &conf->parsers[i]);
  for (size_t i = 0; i < conf->n_fetchers; i++)
    add_choice(list, &spec->n_plugins, TDG_KIND_FETCHER, &conf->fetchers[i]);
  spec->plugins = list;
}

static const char **take_tags(const struct tdg_list *tags) {
  const char **list = arena_zalloc(&loaded->arena, (tags->n + 1) * sizeof *list);
  for (size_t i = 0; i < tags->n; i++) list[i] = tags->v[i].p;
  return list;
}

/* What `parsers:` says of a parser, by whichever of its names. */
static const struct conf_component *for_all_uses(const struct conf *conf, const char *name) {
  const struct component_info *c = plugin_component(loaded->plugins, TDG_KIND_PARSER, name);
  return c != NULL ? conf_component_of(conf->parsers, conf->n_parsers, loaded->plugins, c) : NULL;
}

/* The source's own settings; sources with equal settings share them, and so their workers. */
static const struct engine_choice *own_choice(struct map *known, const struct conf *conf,
                                              const struct conf_component *c) {
  if (c->n_settings == 0) return NULL;
  const struct tdg_str key = conf_settings_key(&loaded->arena, c);
  struct engine_choice *own = map_get(known, key.p, key.n);
  if (own == NULL) {
    own = arena_zalloc(&loaded->arena, sizeof *own);
    if (fill_choice(own, TDG_KIND_PARSER, for_all_uses(conf, c->name), c) < 0) own = NULL;
    if (own != NULL) map_put(known, key.p, key.n, own);
  }
  return own;
}

static const struct engine_request *take_request(const struct conf_request *r) {
  struct engine_request *to = arena_alloc(&loaded->arena, sizeof *to);
  struct engine_header *v = arena_zalloc(&loaded->arena, (r->n_headers + 1) * sizeof *v);
  for (size_t i = 0; i < r->n_headers; i++)
    v[i] = (struct engine_header){r->headers[i].name, r->headers[i].value};
  *to = (struct engine_request){r->method, r->body, v, r->n_headers, r->proxy, r->certificate};
  return to;
}

static struct engine_revisit revisit_of(const struct conf_revisit *r) {
  struct engine_revisit out = {.n = r->n};
  _Static_assert(sizeof out.after == sizeof r->after, "as many times");
  memcpy(out.after, r->after, sizeof out.after);
  return out;
}

/* NULL: as fetch says. */
static const struct engine_revisit *own_revisit(const struct conf_revisit *r) {
  if (r == NULL) return NULL;
  struct engine_revisit *out = arena_alloc(&loaded->arena, sizeof *out);
  *out = revisit_of(r);
  return out;
}

static void take_source(struct engine_source *to, const struct conf_source *s) {
  static const enum gate_mode modes[] = {GATE_FOUND, GATE_ALL, GATE_NONE}; /* as the schema has them */
  static const enum reserved_policy policies[] = {RESERVED_KEEP, RESERVED_MARK, RESERVED_SKIP};
  *to = (struct engine_source){.who = {.id = s->id.p,
                                       .name = s->name.p,
                                       .outlet = s->outlet.p,
                                       .country = s->country.p,
                                       .owner = s->owner.p,
                                       .language = s->language.p,
                                       .trust = (int)s->trust,
                                       .tags = take_tags(&s->tags),
                                       .n_tags = s->tags.n,
                                       .rights_holder = s->rights.holder.p,
                                       .rights_notice = s->rights.notice.p,
                                       .licence = s->rights.licence.p,
                                       .access = s->rights.access.p},
                               .url = s->url.p,
                               .parse = s->parse.p,
                               .default_zone = s->default_zone.p,
                               .group = s->group.p,
                               .robots = s->robots > 0 ? &modes[s->robots - 1] : NULL,
                               .reserved = s->reserved > 0 ? &policies[s->reserved - 1] : NULL,
                               .revisit = own_revisit(s->visits),
                               .full_text = s->has_full_text,
                               .full_text_parser = s->has_full_text ? s->full_text.name : "",
                               .request = take_request(&s->request),
                               .every = s->every,
                               .keep = s->keep};
}

static void note_folder(struct engine_spec *spec, const char **folders, struct tdg_str url) {
  char path[TDG_MAX_PATH];
  if (tdg_file_path(url, path, sizeof path) == 0)
    folders[spec->n_read++] = cli_folder_of(&loaded->arena, path);
}

static void take_parsers(struct engine_source *to, struct map *own, const struct conf *conf,
                         const struct conf_source *s) {
  if (s->parse.n > 0) to->parse_own = own_choice(own, conf, &s->options);
  if (s->has_full_text) to->full_text_own = own_choice(own, conf, &s->full_text);
}

/* The sources of lists differ in id and address alone. */
static void take_listed(struct engine_spec *spec, const struct conf *conf, struct map *own,
                        struct engine_source *list, const char **folders, const char **idle) {
  struct engine_source *common = arena_zalloc(&loaded->arena, (conf->n_lists + 1) * sizeof *common);
  for (size_t i = 0; i < conf->n_lists; i++) {
    take_source(&common[i], &conf->lists[i].common);
    take_parsers(&common[i], own, conf, &conf->lists[i].common);
  }
  for (size_t i = 0; i < conf->n_listed; i++) {
    const struct conf_listed *row = &conf->listed[i];
    if (!conf->lists[row->list].common.enabled) {
      idle[spec->n_idle++] = row->id;
      continue;
    }
    struct engine_source *to = &list[spec->n_sources++];
    *to = common[row->list];
    to->who.id = row->id;
    to->url = row->url;
    note_folder(spec, folders, (struct tdg_str){row->url, strlen(row->url)});
  }
}

static void take_sources(struct engine_spec *spec, const struct conf *conf) {
  const size_t most = conf->n_sources + conf->n_listed;
  struct engine_source *list = arena_alloc(&loaded->arena, (most + 1) * sizeof *list);
  const char **folders = arena_alloc(&loaded->arena, (most + 1) * sizeof *folders);
  const char **idle = arena_alloc(&loaded->arena, (most + 1) * sizeof *idle);
  struct map own = {0};
  for (size_t i = 0; i < conf->n_sources; i++) {
    const struct conf_source *s = &conf->sources[i];
    if (!s->enabled) {
      idle[spec->n_idle++] = s->id.p;
      continue;
    }
    struct engine_source *to = &list[spec->n_sources++];
    take_source(to, s);
    take_parsers(to, &own, conf, s);
    /* Grant reading of a file source, its folder and below, because its links may lead there. */
    note_folder(spec, folders, s->url);
  }
  take_listed(spec, conf, &own, list, folders, idle);
  map_free(&own);
  spec->read_paths = cli_grants(&loaded->arena, folders, &spec->n_read);
  if (spec->read_paths == NULL) {
    conf_complain(
        &loaded->errors, conf->sources_place,
        "sources: the files are in %zu folders, and a worker is granted at most %d; gather them in fewer",
        spec->n_read, FRAME_MAX_PATHS);
    spec->n_read = 0;
  }
  spec->sources = list;
  spec->idle = idle;
}

static void take_sinks(struct engine_spec *spec, const struct conf *conf) {
  struct engine_choice *list = choices(conf->n_sinks);
  for (size_t i = 0; i < conf->n_sinks; i++) add_choice(list, &spec->n_sinks, TDG_KIND_SINK, &conf->sinks[i]);
  spec->sinks = list;
}

static void take_lists(struct engine_spec *spec, const struct conf *conf) {
  const char **dirs = arena_zalloc(&loaded->arena, (conf->plugins.path.n + 1) * sizeof *dirs);
  const char **deny = arena_zalloc(&loaded->arena, (conf->plugins.deny.n + 1) * sizeof *deny);
  for (size_t i = 0; i < conf->plugins.path.n; i++) dirs[i] = conf->plugins.path.v[i].p;
  for (size_t i = 0; i < conf->plugins.deny.n; i++) deny[i] = conf->plugins.deny.v[i].p;
  spec->plugin_dirs = dirs;
  spec->n_plugin_dirs = conf->plugins.path.n;
  spec->deny = deny;
  spec->n_deny = conf->plugins.deny.n;
}

static int is_listed(const char *const *dirs, size_t n, const char *dir) {
  char *full = realpath(dir, NULL);
  int listed = 0;
  for (size_t i = 0; i < n && !listed; i++) {
    char *other = realpath(dirs[i], NULL);
    listed = full != NULL && other != NULL && strcmp(full, other) == 0;
    free(other);
  }
  free(full);
  return listed;
}

/* The file, if there is one; the configured directories, then the default ones. */
static void search_in(const struct engine_spec *spec, const char *file, struct plugin_search *where) {
  static struct find_paths paths;
  find_paths(&paths);
  size_t n = 0;
  const char **dirs =
      arena_zalloc(&loaded->arena, (1 + spec->n_plugin_dirs + paths.n_dirs + 1) * sizeof *dirs);
  if (file != NULL) dirs[n++] = file;
  for (size_t i = 0; i < spec->n_plugin_dirs; i++) dirs[n++] = spec->plugin_dirs[i];
  for (size_t i = 0; i < paths.n_dirs; i++)
    if (!is_listed(dirs, n, paths.dirs[i])) dirs[n++] = paths.dirs[i];
  *where = (struct plugin_search){.dirs = dirs,
                                  .n_dirs = n,
                                  .worker = paths.worker,
                                  .cache = spec->cache_dir,
                                  .deny = spec->deny,
                                  .n_deny = spec->n_deny,
                                  .own = paths.own,
                                  .n_own = paths.n_own};
}

static void find_all_plugins(struct engine_spec *spec) {
  const struct conf *conf = loaded->conf;
  const char **prefer = arena_zalloc(&loaded->arena, (conf->n_fetchers + 1) * sizeof *prefer);
  for (size_t i = 0; i < conf->n_fetchers; i++) prefer[i] = conf->fetchers[i].name;
  struct plugin_search where;
  search_in(spec, NULL, &where);
  where.prefer = prefer;
  where.n_prefer = conf->n_fetchers;
  where.grants = conf->plugins.grants;
  where.n_grants = conf->plugins.n_grants;
  where.programs = conf->plugins.programs;
  where.n_programs = conf->plugins.n_programs;
  loaded->plugins = plugin_discover(&where);
}

static const char *description_cache_folder(void) { return own_path("XDG_CACHE_HOME", ".cache", "plugins"); }

int cli_search_beside(struct cli *cli, const char *file, struct plugin_search *where) {
  struct engine_spec spec = {.cache_dir = description_cache_folder()};
  if (load_conf(cli) < 0) return tell_errors();
  take_lists(&spec, loaded->conf);
  search_in(&spec, file, where);
  return 0;
}

static void find_as_configured(struct cli *cli, struct engine_spec *spec) {
  *spec = (struct engine_spec){.cache_dir = description_cache_folder()};
  load_conf(cli);
  take_lists(spec, loaded->conf);
  if (loaded->plugins == NULL) find_all_plugins(spec);
  spec->found = loaded->plugins;
}

int cli_find_plugins(struct cli *cli, struct engine_spec *spec) {
  if (load_conf(cli) < 0) return tell_errors();
  find_as_configured(cli, spec);
  return 0;
}

static void take_components(struct engine_spec *spec, const struct conf *conf) {
  take_pipeline(spec, conf);
  take_sources(spec, conf);
  take_sinks(spec, conf);
  take_settings(spec, conf);
}

void cli_take_components(struct engine_spec *spec) { take_components(spec, loaded->conf); }

/* Without one of the program's plugins, valid documents would be refused. */
static int own_plugins_are_there(void) {
  const struct plugin_refusal *r = &loaded->plugins->missing;
  if (r->file == NULL) return 1;
  say_error("tidings: %s, a plugin of this program's own, cannot be used: found %s, wanted %s; %s\n", r->file,
            r->found, r->wanted, r->todo);
  return 0;
}

const char *cli_captures_folder(void) {
  const struct conf *c = cli_conf();
  return c != NULL && c->store.capture != NULL ? c->store.capture->folder.p : NULL;
}

static const struct capture_spec *capture_of(const struct conf *conf) {
  const struct conf_capture *said = conf->store.capture;
  if (said == NULL) return NULL;
  struct capture_spec *c = arena_zalloc(&loaded->arena, sizeof *c);
  *c = (struct capture_spec){.folder = said->folder.p,
                             .software = "Tidings/" TDG_VERSION,
                             .form = (enum capture_form)said->form,
                             .max_size = said->max_size,
                             .keep = conf->store.keep.captures};
  if (capture_gap(c->form) != NULL)
    conf_complain(&loaded->errors, conf->store.capture_place, "capture: %s", capture_gap(c->form));
  return c;
}

static const struct control_place *control_of(const struct conf *conf) {
  const struct conf_control *said = &conf->control;
  if (said->path.n == 0) return NULL;
  struct control_place *place = arena_zalloc(&loaded->arena, sizeof *place);
  const struct group *group = said->group.n > 0 ? getgrnam(said->group.p) : NULL;
  *place = (struct control_place){.path = said->path.p,
                                  .has_group = group != NULL,
                                  .group = group != NULL ? group->gr_gid : 0,
                                  .group_name = said->group.p};
  if (said->group.n > 0 && group == NULL)
    conf_complain(&loaded->errors, said->group_place,
                  "control: group: this machine has no group \"%s\"; `groupadd --system %s` makes it",
                  said->group.p, said->group.p);
  return place;
}

/* Errors are collected, and the spec has all valid settings.  -1 only when no further check is possible. */
static int read_all(struct cli *cli, struct engine_spec *spec, struct conf_errors **errors) {
  find_as_configured(cli, spec);
  *errors = &loaded->errors;
  if (!own_plugins_are_there()) return -1;
  if (cli->config != NULL) conf_check_plugins(loaded->conf, loaded->plugins, &loaded->errors);
  const struct conf *conf = loaded->conf;
  spec->store_path = store_path(cli);
  spec->store_driver = conf->store.driver.p;
  spec->capture = capture_of(conf);
  spec->keep_records = conf->store.keep.records;
  spec->keep_quarantine = conf->store.keep.quarantine;
  if (cli->store == NULL) cli_make_parents((char *)(uintptr_t)spec->store_path);
  find_guarded(cli, spec);
  take_components(spec, conf);
  check_programs(&conf->plugins);
  spec->in_process = conf->plugins.isolation == CONF_ISOLATE_NONE;
  spec->workers = (int)conf->plugins.limits.workers;
  spec->deadline_ms = (int)conf->plugins.limits.deadline;
  spec->max_documents = (int)conf->plugins.limits.max_documents;
  spec->memory = (uint64_t)conf->plugins.limits.memory;
  spec->interval_min = conf->fetch.interval.min;
  spec->interval_max = conf->fetch.interval.max;
  spec->interval_fixed = !conf->fetch.interval.adaptive;
  spec->jitter = (int)conf->fetch.interval.jitter;
  spec->host_delay = conf->fetch.hosts.delay;
  spec->max_crawl_delay = conf->fetch.hosts.max_crawl_delay;
  spec->robots = (enum gate_mode)conf->fetch.robots;
  spec->reserved = (enum reserved_policy)conf->fetch.reserved;
  spec->revisit = revisit_of(conf->fetch.visits);
  spec->site_files = conf->rules;
  spec->control = control_of(conf);
  spec->websub_listen = conf->websub.listen.p;
  spec->websub_callback = conf->websub.callback.p;
  spec->log_polls = (enum log_polls)conf->log.polls;
  spec->websub_leaves = !conf->websub.subscribe;
  if (conf->websub.listen.n > 0 && websub_gap() != NULL)
    conf_complain(&loaded->errors, conf->websub.place, "websub: %s", websub_gap());
  spec->user_agent = conf_fetch_text(conf, loaded->plugins, "user_agent");
  spec->host_requests = (int)conf_fetch_number(conf, loaded->plugins, "concurrency");
  spec->fetches = (int)conf_fetch_number(conf, loaded->plugins, "total");
  spec->fetch_timeout = conf_fetch_number(conf, loaded->plugins, "timeout");
  return 0;
}

int cli_engine_spec(struct cli *cli, struct engine_spec *spec) {
  struct conf_errors *errors;
  loaded->errors.paths_may_come = 1;
  if (read_all(cli, spec, &errors) < 0) return tell_errors();
  if (conf_errors_count(errors) > 0 || !cli->quiet) tell_errors();
  return conf_errors_count(errors) > 0 ? -1 : 0;
}

struct engine *cli_engine(const char *command, const struct engine_spec *spec, int *code) {
  struct engine_spec told = *spec;
  char why[STORE_MESSAGE];
  int busy = 0;
  told.busy = &busy;
  struct engine *e = engine_new(&told, why, sizeof why);
  if (e == NULL) say_error("tidings %s: %s\n", command, why);
  *code = e != NULL ? CLI_DONE : busy ? CLI_BUSY : CLI_FAILED;
  return e;
}

/* "llm: endpoint: plain http ...": the setting that the component names first, else the component. */
static struct conf_place place_of(const struct conf_component *c, const char *why) {
  for (size_t i = 0; i < c->n_settings; i++) {
    const struct conf_setting *s = &c->settings[i];
    const char *name = s->said != NULL ? s->said : s->name;
    size_t n = strlen(name);
    if (strncmp(why, name, n) == 0 && (why[n] == ':' || why[n] == ',')) return s->place;
  }
  return c->place;
}

static void on_refusal(void *arg, const struct component_info *component, const struct engine_choice *choice,
                       const char *why) {
  const struct conf_component *said = choice != NULL ? choice->origin : NULL;
  const struct conf_plugins *plugins = &first.conf->plugins;
  struct conf_place anywhere = {loaded->conf->file, 0, 0};
  const int own = component->plugin->own || component->plugin->program != NULL;
  if (component->plugin->program != NULL)
    anywhere = plugins->program_places[component->plugin->program - plugins->programs];
  size_t n = strlen(component->name);
  /* without isolation it is named */
  if (strncmp(why, component->name, n) == 0 && why[n] == ':') why += n + 1 + strspn(why + n + 1, " ");
  if (said != NULL && conf_errors_has(arg, place_of(said, why))) return; /* of this setting it is known */
  conf_complain(arg, said != NULL ? place_of(said, why) : anywhere, "%s%s%s%s: %s", component->name,
                own ? "" : " (", own ? "" : component->plugin->id, own ? "" : ")", why);
}

static void complain_no_sources(const struct cli *cli, struct conf_errors *errors) {
  if (cli->config != NULL && loaded->conf->sources_place.file == NULL) return; /* why is told */
  if (cli->config != NULL && loaded->conf->sources_place.line > 0)
    conf_warn(
        errors, loaded->conf->sources_place,
        "sources: there are none yet; write some (- { id: ..., url: ... }), or let `tidings add URL` do it");
  else if (cli->config != NULL)
    conf_complain(errors, loaded->conf->sources_place,
                  "sources: there are none to ask; write some (- { id: ..., url: ... })");
  else
    conf_complain(errors, (struct conf_place){0},
                  "no sources are configured; write a configuration (conf/tidings.yaml is a sample) and name "
                  "it with --config");
}

void cli_isolate(struct engine_spec *spec, int isolation) {
  if (isolation != ISOLATION_AS_CONFIGURED) spec->in_process = isolation == ISOLATION_NONE;
}

/* Nothing of what `check` says of rights holds then. */
static void warn_no_isolation(const struct engine_spec *spec, struct conf_errors *errors) {
  if (spec->in_process)
    conf_warn(
        errors, (struct conf_place){loaded->conf->file, 0, 0},
        "isolation: none: there is no sandbox: every plugin runs inside this process and may do whatever "
        "user %ld may, whatever it was granted; for debuggers only: remove it",
        (long)geteuid());
}

struct engine *cli_open_all(struct cli *cli, const char *command, int with_store, int isolation,
                            struct engine_spec *spec, struct conf_errors **errors, int *code) {
  *code = CLI_CONFIG;
  if (read_all(cli, spec, errors) < 0) return NULL;
  if (cli->config != NULL && cli->store == NULL) conf_check_store(loaded->conf, *errors);
  if (spec->capture != NULL) conf_check_captures(loaded->conf, *errors);
  if (spec->n_sources == 0) complain_no_sources(cli, *errors);
  cli_isolate(spec, isolation);
  warn_no_isolation(spec, *errors);
  struct engine_spec opened = *spec;
  if (!with_store || conf_errors_count(*errors) > 0) opened.store_path = NULL;
  struct engine *e = cli_engine(command, &opened, code);
  if (e != NULL) engine_try_components(e, on_refusal, *errors);
  conf_errors_sort(*errors);
  if (conf_errors_count(*errors) == 0) return e;
  if (e != NULL) engine_free(e);
  *code = CLI_CONFIG;
  return NULL;
}

/* ---- the configuration read anew ---- */

static struct {
  struct cli *cli;
  const struct engine *engine;
} running;

static void add_errors(const struct conf_errors *errors, struct engine_report *report) {
  for (size_t i = 0; i < errors->n; i++) {
    const struct conf_error *e = &errors->v[i];
    const char *file = e->place.file != NULL ? e->place.file : "";
    const char *kind = e->warning ? "warning: " : "";
    if (e->place.line > 0)
      report_say(report, "%s:%d:%d: %s%s", file, e->place.line, e->place.column, kind, e->message);
    else report_say(report, "%s: %s%s", file, kind, e->message);
  }
}

static void release(void *owner) {
  struct loaded *l = owner;
  if (loaded == l) loaded = &first;
  conf_errors_free(&l->errors);
  arena_free(&l->arena);
  conf_free(l->conf);
  free(l);
}

/* What the command line says stands whatever the configuration does. */
static void tell_kept(void *arg, const char *key) {
  struct engine_report *report = arg;
  if (running.cli->store != NULL && strcmp(key, "store.path") == 0) return;
  report_say(report, "%s is another one now: it takes effect when the program is started again", key);
  report->code = RELOAD_PARTLY;
}

/* What the program was started with stays. */
static void keep_running(struct engine_spec *spec) {
  const struct engine_spec *now = &running.engine->spec;
  spec->store_path = now->store_path;
  spec->store_driver = now->store_driver;
  spec->in_process = now->in_process;
  spec->control = now->control;
  spec->operator_argv = now->operator_argv;
  spec->reader = now->reader;
  spec->release = release;
  spec->owner = loaded;
}

static int read_anew(void *arg, struct engine_spec *spec, struct engine_report *report) {
  struct loaded *next = check_alloc(sizeof *next);
  struct conf_errors *errors;
  (void)arg;
  *next = (struct loaded){.plugins = first.plugins};
  loaded = next;
  load_conf(running.cli);
  conf_keep(next->conf, first.conf, tell_kept, report);
  read_all(running.cli, spec, &errors);
  if (spec->n_sources == 0) complain_no_sources(running.cli, errors);
  conf_errors_sort(errors);
  if (conf_errors_count(errors) > 0) report->n = 0;
  add_errors(errors, report);
  keep_running(spec);
  if (conf_errors_count(errors) == 0) return 0;
  release(next);
  return -1;
}

static void refused_anew(void *arg, const struct component_info *component,
                         const struct engine_choice *choice, const char *why, struct engine_report *report) {
  struct conf_errors errors = {0};
  (void)arg;
  on_refusal(&errors, component, choice, why);
  add_errors(&errors, report);
  conf_errors_free(&errors);
}

void cli_let_reload(struct cli *cli, struct engine *e) {
  static const struct engine_reader reader = {.read = read_anew, .refused = refused_anew};
  if (cli->config == NULL) return;
  running.cli = cli;
  running.engine = e;
  e->spec.reader = &reader;
}

int cli_usage(const struct cli_command *command, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  say_error("tidings %s: ", command->name);
  say_vto(stderr, fmt, ap);
  va_end(ap);
  say_error("\nusage: tidings %s [options] %s\n", command->name, command->arguments);
  return CLI_USAGE;
}
