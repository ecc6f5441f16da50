/* conf/components.c - the components a configuration names, against the plugins that are installed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conf/sections.h"
#include "plugin/plugin_info.h"
#include "util/map.h"

enum { LINES_TOLD = 20 }; /* of lists; the others are counted */

struct checking {
  const struct conf *conf;
  const struct plugin_list *plugins;
  struct conf_errors *errors;
};

struct complaint {
  struct conf_errors *errors;
  const struct conf_component *c;
  const struct component_info *info;
  const struct conf_setting *alias;
  size_t own, n; /* number of settings checked, and with those of all uses; index n means a missing option */
};

static void complain(void *arg, size_t at, const char *message) {
  const struct complaint *x = arg;
  const struct conf_setting *s = at < x->own ? &x->c->settings[at] : NULL;
  if (at >= x->own && at < x->n) return; /* told where it is written */
  if (s != NULL && s->spoilt) return;
  struct conf_place place = s != NULL ? s->place : x->c->place;
  if (s != NULL && s->secret && option_find(x->info->options, x->info->n_options, s->name) != NULL)
    /* the message shows the value */
    conf_complain(x->errors, place, "%s: %s: what is in its file cannot be used here", x->c->name, s->name);
  else conf_complain(x->errors, place, "%s: %s", x->c->name, message);
}

/* A secret must not be written in a configuration file, which is often readable by others and copied. */
static void check_secrets(const struct component_info *info, const struct conf_component *c,
                          struct conf_errors *errors) {
  for (size_t i = 0; i < c->n_settings; i++) {
    const struct conf_setting *s = &c->settings[i];
    const struct option_info *o = option_find(info->options, info->n_options, s->name);
    if (o == NULL || o->type != TDG_O_SECRET || s->secret || s->value[0] == '\0') continue;
    conf_complain(errors, s->place, "%s: %s: put the secret into a file of its own: %s: { file: PATH }",
                  c->name, s->name, s->name);
  }
}

static void complain_alias(void *arg, size_t at, const char *message) {
  const struct complaint *x = arg;
  (void)at;
  conf_complain(x->errors, x->alias->place, "%s", message);
}

/* Check a key of `fetch:` by the option table of its component; messages name the key as written. */
static void check_alias(const struct component_info *info, const struct conf_component *c,
                        const struct conf_setting *s, struct conf_errors *errors) {
  const struct option_info *o = option_find(info->options, info->n_options, s->name);
  const struct conf_setting *own = conf_said_twice(c, s);
  const struct option_value value = {s->said, s->value};
  struct complaint x = {.errors = errors, .c = c, .info = info, .alias = s};
  struct option_parsed here, there;
  char err[OPTION_ERROR];
  if (o == NULL) {
    conf_complain(errors, s->place,
                  "%s: the %s %s has no option %s; name a plugin that has, or remove the key", s->said,
                  plugin_kind_name(info->kind), c->name, s->name);
    return;
  }
  struct option_info named = *o;
  named.name = s->said;
  if (option_check(&named, 1, &value, 1, complain_alias, &x) > 0 || own == NULL) return;
  if (option_parse(o, own->value, &there, err) < 0 || option_parse(o, s->value, &here, err) < 0) return;
  if (o->type >= TDG_O_TEXT ? strcmp(own->value, s->value) == 0 : here.num == there.num) return;
  conf_complain(
      errors, s->place, "%s: %s here, and %s: %s of %s in %s:%d:%d; they are one option: remove one", s->said,
      s->value, own->name, own->value, c->name, own->place.file, own->place.line, own->place.column);
}

/* A plugin that renamed an option still takes the earlier name. */
static void warn_alias(const struct component_info *info, const struct conf_component *c,
                       const struct conf_setting *s, struct conf_errors *errors) {
  const struct option_info *o = option_find(info->options, info->n_options, s->name);
  if (o == NULL || strcmp(o->name, s->name) == 0) return;
  conf_warn(errors, s->place, "%s: %s is called %s now; write that", c->name, s->name, o->name);
}

/* What `all` says of options that are not among v, behind them: the new number. */
static size_t add_usual(const struct component_info *info, const struct conf_component *all,
                        struct option_value *v, size_t n) {
  const size_t own = n;
  for (size_t i = 0; all != NULL && i < all->n_settings; i++) {
    const struct option_info *o = option_find(info->options, info->n_options, all->settings[i].name);
    int given = 0;
    for (size_t k = 0; k < own && o != NULL; k++) given |= option_find(o, 1, v[k].name) != NULL;
    if (o != NULL && !given) v[n++] = (struct option_value){all->settings[i].name, all->settings[i].value};
  }
  return n;
}

/* Keys of `fetch:` follow all other settings.  all: the settings of all uses, which were checked by themselves, but
 * count here as given; NULL: there are none. */
static void check_options(const struct component_info *info, const struct conf_component *all,
                          const struct conf_component *c, struct conf_errors *errors) {
  struct arena a = {0};
  size_t n = 0, usual = all != NULL ? all->n_settings : 0;
  struct option_value *v = arena_alloc(&a, (c->n_settings + usual + 1) * sizeof *v);
  struct complaint x = {.errors = errors, .c = c, .info = info};
  for (; n < c->n_settings && c->settings[n].said == NULL; n++)
    v[n] = (struct option_value){c->settings[n].name, c->settings[n].value};
  x.own = n;
  x.n = add_usual(info, all, v, n);
  option_check(info->options, info->n_options, v, x.n, complain, &x);
  for (size_t i = 0; i < n; i++) warn_alias(info, c, &c->settings[i], errors);
  for (; n < c->n_settings; n++) check_alias(info, c, &c->settings[n], errors);
  check_secrets(info, c, errors);
  arena_free(&a);
}

static int is_spoilt_program(const struct conf *c, const char *name) {
  const char **v = c->plugins.spoilt;
  while (v != NULL && *v != NULL && strcmp(*v, name) != 0) v++;
  return v != NULL && *v != NULL;
}

/* Find a component of one of two kinds (0: none); report an error if there is none. */
static const struct component_info *find(const struct checking *k, uint32_t kind, uint32_t other,
                                         const struct conf_component *c) {
  const struct plugin_list *plugins = k->plugins;
  struct conf_errors *errors = k->errors;
  const struct component_info *info = plugin_component(plugins, kind, c->name);
  if (info == NULL && other != 0) info = plugin_component(plugins, other, c->name);
  if (info != NULL) return info;
  const struct plugin_refusal *r = plugin_refusal_of(plugins, kind, c->name);
  if (is_spoilt_program(k->conf, c->name)) return NULL;
  if (r != NULL && r->program != NULL) return NULL; /* told where the program is written */
  if (r != NULL) {
    conf_complain(errors, c->place, "the %s %.60s of %s is not used: found %s, wanted %s; %s",
                  plugin_kind_name(kind), c->name, r->file, r->found, r->wanted, r->todo);
    return NULL;
  }
  const char *near = plugin_suggest(plugins, kind, c->name);
  if (near == NULL && other != 0) near = plugin_suggest(plugins, other, c->name);
  if (near != NULL)
    conf_complain(errors, c->place, "there is no %s \"%.60s\"; did you mean \"%s\"?", plugin_kind_name(kind),
                  c->name, near);
  else
    conf_complain(errors, c->place, "there is no %s \"%.60s\"; `tidings plugin list` shows what is installed",
                  plugin_kind_name(kind), c->name);
  return NULL;
}

/* A component with its settings; all: those of all its uses, or NULL. */
static void check_one(const struct checking *k, uint32_t kind, uint32_t other,
                      const struct conf_component *all, const struct conf_component *c) {
  const struct component_info *info = find(k, kind, other, c);
  if (info == NULL) return;
  check_options(info, all, c, k->errors);
  conf_check_paths(k->conf->dir, info, c, k->errors);
  conf_check_rights(info, all, c, c->place, k->errors);
}

static void check_all(const struct checking *k, uint32_t kind, uint32_t other, const struct conf_component *v,
                      size_t n) {
  for (size_t i = 0; i < n; i++) check_one(k, kind, other, NULL, &v[i]);
}

/* The settings for all uses of a parser: a path may come with each use. */
static void check_parsers(const struct checking *k) {
  const struct conf *c = k->conf;
  for (size_t i = 0; i < c->n_parsers; i++) {
    const struct component_info *info = find(k, TDG_KIND_PARSER, 0, &c->parsers[i]);
    if (info == NULL) continue;
    check_options(info, NULL, &c->parsers[i], k->errors);
    conf_check_paths(c->dir, info, &c->parsers[i], k->errors);
  }
}

static void check_parser(const struct checking *k, const struct conf_component *one) {
  const struct conf *conf = k->conf;
  const struct component_info *info = plugin_component(k->plugins, TDG_KIND_PARSER, one->name);
  check_one(k, TDG_KIND_PARSER, 0,
            info != NULL ? conf_component_of(conf->parsers, conf->n_parsers, k->plugins, info) : NULL, one);
}

/* A stage finds its notes by its name, so it can be used only once.  (Sinks have ids.) */
static int same_stage(const struct plugin_list *plugins, const char *a, const char *b) {
  const struct component_info *stage = plugin_component(plugins, TDG_KIND_STAGE, a),
                              *brief = plugin_component(plugins, TDG_KIND_BRIEF, a);
  if (strcmp(a, b) == 0) return 1;
  return (stage != NULL && stage == plugin_component(plugins, TDG_KIND_STAGE, b)) ||
         (brief != NULL && brief == plugin_component(plugins, TDG_KIND_BRIEF, b));
}

static void check_twice(const struct conf *c, const struct plugin_list *plugins, struct conf_errors *errors) {
  for (size_t i = 0; i < c->n_pipeline; i++)
    for (size_t k = 0; k < i; k++)
      if (same_stage(plugins, c->pipeline[i].name, c->pipeline[k].name))
        conf_complain(errors, c->pipeline[i].place,
                      "pipeline: %.60s is there already; a stage can be used once", c->pipeline[i].name);
}

static void check_scheme(const struct checking *k, const struct conf_source *s) {
  const struct conf *conf = k->conf;
  char scheme[32];
  size_t before = conf_errors_count(k->errors);
  snprintf(scheme, sizeof scheme, "%.*s", (int)strcspn(s->url.p, ":"), s->url.p);
  const struct component_info *c = plugin_fetcher(k->plugins, s->url.p);
  if (c != NULL) {
    conf_check_rights(c, NULL, conf_component_of(conf->fetchers, conf->n_fetchers, k->plugins, c),
                      s->url_place, k->errors);
    return;
  }
  while ((c = plugin_next(k->plugins, TDG_KIND_FETCHER, c)) != NULL)
    if (plugin_speaks_of(c, scheme)) conf_check_rights(c, NULL, NULL, s->url_place, k->errors);
  if (conf_errors_count(k->errors) > before) return;
  conf_complain(k->errors, s->url_place,
                "url: no plugin fetches %s: addresses; `tidings plugin list` shows the fetchers", scheme);
}

/* A line of a list that cannot be fetched is told, and the others work.  Neighbours mostly have one scheme. */
static void check_listed(const struct checking *k) {
  const struct conf *c = k->conf;
  char scheme[32] = "";
  int fetched = 0;
  size_t bad = 0;
  for (size_t i = 0; i < c->n_listed; i++) {
    const struct conf_listed *row = &c->listed[i];
    const size_t n = strcspn(row->url, ":");
    if (n >= sizeof scheme || strncmp(scheme, row->url, n) != 0 || scheme[n] != '\0') {
      snprintf(scheme, sizeof scheme, "%.*s", (int)n, row->url);
      fetched = plugin_fetcher(k->plugins, row->url) != NULL;
    }
    if (!fetched && bad++ < LINES_TOLD)
      conf_warn(k->errors, (struct conf_place){c->lists[row->list].path, (int)row->line, 1},
                "no plugin fetches %s: addresses, so every poll of this one fails; take it out, or see "
                "`tidings plugin list` for the fetchers",
                scheme);
  }
  if (bad > LINES_TOLD)
    conf_warn(k->errors, c->sources_place, "%zu lines more of lists have addresses that no plugin fetches",
              bad - LINES_TOLD);
}

/* Sources with equal settings for a parser share its workers; the number of different settings is limited. */
struct own {
  struct map known;
  struct arena arena;
  size_t n;
};

static void count_own(struct own *own, const struct conf_component *c, struct conf_errors *errors) {
  const struct tdg_str key = conf_settings_key(&own->arena, c);
  if (c->n_settings == 0 || map_get(&own->known, key.p, key.n) != NULL) return;
  map_put(&own->known, key.p, key.n, own);
  if (++own->n == CONF_MAX_OWN + 1)
    conf_complain(
        errors, c->place,
        "more than %d different options of sources for their parsers; each needs workers of its own",
        CONF_MAX_OWN);
}

static int has_room(struct own *own, const struct conf_component *c) {
  const struct tdg_str key = conf_settings_key(&own->arena, c);
  return c->n_settings == 0 || own->n < CONF_MAX_OWN || map_get(&own->known, key.p, key.n) != NULL;
}

static void check_source(const struct checking *k, const struct conf_source *s, struct own *own) {
  if (s->url.n > 0) check_scheme(k, s);
  if (s->parse.n > 0) check_parser(k, &s->options);
  if (s->has_full_text) check_parser(k, &s->full_text);
  if (s->parse.n > 0) count_own(own, &s->options, k->errors);
  if (s->has_full_text) count_own(own, &s->full_text, k->errors);
}

/* 0: something is wrong with the line, which is left out. */
static int check_line(const struct checking *k, const struct conf_source *s, struct own *own, size_t *wrong) {
  struct conf_errors line = {.paths_may_come = k->errors->paths_may_come};
  struct own none = {0};
  const struct checking of_line = {k->conf, k->plugins, &line};
  check_source(&of_line, s, &none);
  if ((s->parse.n > 0 && !has_room(own, &s->options)) || (s->has_full_text && !has_room(own, &s->full_text)))
    conf_complain(&line, s->place, "more than %d different options of sources for their parsers",
                  CONF_MAX_OWN);
  const int good = conf_errors_count(&line) == 0;
  for (size_t i = 0; i < line.n; i++)
    if (line.v[i].warning) conf_warn(k->errors, line.v[i].place, "%s", line.v[i].message);
  for (size_t i = 0; i < line.n && !good && *wrong < LINES_TOLD; i++) {
    if (line.v[i].warning) continue;
    conf_warn(k->errors, line.v[i].place, "%s; the line is left out", line.v[i].message);
    break;
  }
  *wrong += !good;
  if (good && s->parse.n > 0) count_own(own, &s->options, k->errors);
  if (good && s->has_full_text) count_own(own, &s->full_text, k->errors);
  map_free(&none.known);
  arena_free(&none.arena);
  conf_errors_free(&line);
  return good;
}

/* Lines of lists come behind the others. */
static void check_sources(const struct checking *k, struct conf *c, struct own *own) {
  size_t kept = 0, wrong = 0;
  for (size_t i = 0; i < c->n_sources; i++) {
    const struct conf_source s = c->sources[i];
    if (!s.is_line) check_source(k, &s, own);
    else if (!check_line(k, &s, own, &wrong)) continue;
    c->sources[kept++] = s;
  }
  c->n_sources = kept;
  if (wrong > LINES_TOLD)
    conf_warn(k->errors, c->sources_place, "%zu lines more of lists are left out", wrong - LINES_TOLD);
}

/* The name of a grant may be misspelt, and a plugin installed later would get it. */
static void check_grants(const struct conf_plugins *p, const struct plugin_list *plugins,
                         struct conf_errors *errors) {
  for (size_t i = 0; i < p->n_grants; i++) {
    int reached = 0;
    for (size_t k = 0; k < plugins->n_plugins; k++)
      reached |= plugin_grant_reaches(&p->grants[i], &plugins->plugins[k]);
    if (!reached)
      conf_warn(errors, p->grant_places[i],
                "grant: no plugin in use is called %s: correct it, or take it out, else whatever comes under "
                "that name has these rights; `tidings plugin list` shows what is installed",
                p->grants[i].name);
  }
}

static void check_plugin_paths(const struct conf_plugins *p, struct conf_errors *errors) {
  for (size_t i = 0; i < p->path.n; i++)
    if (access(p->path.v[i].p, R_OK) < 0)
      conf_warn(errors, p->path_places[i], "plugins.path: %s: %s; no plugin comes from it", p->path.v[i].p,
                strerror(errno));
}

static const struct plugin_refusal *refusal_of(const struct plugin_list *plugins,
                                               const struct plugin_program *p) {
  for (size_t i = 0; i < plugins->n_refusals; i++)
    if (plugins->refusals[i].program == p) return &plugins->refusals[i];
  return NULL;
}

/* A run starts without what is not there. */
static void check_read(const struct plugin_program *p, struct conf_place place, struct conf_errors *errors) {
  for (size_t i = 0; i < p->n_read; i++)
    if (access(p->read[i], F_OK) < 0)
      (errors->paths_may_come ? conf_warn : conf_complain)(
          errors, place, "exec: %s: read: %s: %s; create it, or name another", p->name, p->read[i],
          strerror(errno));
}

static void check_programs(const struct conf *c, const struct plugin_list *plugins,
                           struct conf_errors *errors) {
  for (size_t i = 0; i < c->plugins.n_programs; i++) {
    const struct plugin_program *p = &c->plugins.programs[i];
    const struct component_info *found = plugin_component(plugins, p->kind, p->name);
    const struct plugin_refusal *r = refusal_of(plugins, p);
    check_read(p, c->plugins.program_places[i], errors);
    if (r != NULL)
      conf_complain(errors, c->plugins.program_places[i], "exec: %s: %s: found %s, wanted %s; %s", p->name,
                    r->file, r->found, r->wanted, r->todo);
    else if (found != NULL && found->plugin->program != p && found->plugin->program != NULL)
      conf_complain(errors, c->plugins.program_places[i],
                    "exec: there is a %s called %s already; use another name", plugin_kind_name(p->kind),
                    p->name); /* of a plugin: it is reached as exec/NAME/NAME */
  }
}

int conf_check_plugins(struct conf *c, const struct plugin_list *plugins, struct conf_errors *errors) {
  const struct checking k = {c, plugins, errors};
  size_t before = conf_errors_count(errors);
  struct own own = {0};
  if (c->store.place.file != NULL && plugin_component(plugins, TDG_KIND_STORE, c->store.driver.p) == NULL)
    conf_complain(errors, c->store.place, "driver: there is no store \"%.60s\"; see `tidings plugin list`",
                  c->store.driver.p);
  check_programs(c, plugins, errors);
  check_all(&k, TDG_KIND_SINK, 0, c->sinks, c->n_sinks);
  check_parsers(&k);
  check_all(&k, TDG_KIND_FETCHER, 0, c->fetchers, c->n_fetchers);
  check_all(&k, TDG_KIND_STAGE, TDG_KIND_BRIEF, c->pipeline, c->n_pipeline);
  check_twice(c, plugins, errors);
  check_grants(&c->plugins, plugins, errors);
  check_plugin_paths(&c->plugins, errors);
  for (size_t i = 0; i < c->n_lists; i++) check_source(&k, &c->lists[i].common, &own);
  check_sources(&k, c, &own);
  check_listed(&k);
  map_free(&own.known);
  arena_free(&own.arena);
  if (conf_errors_count(errors) > before) conf_errors_sort(errors);
  return conf_errors_count(errors) > before ? -1 : 0;
}
