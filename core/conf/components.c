/* conf/components.c - the components a configuration names, against the plugins that are installed. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "conf/sections.h"
#include "plugin/plugin_info.h"
#include "util/map.h"

struct complaint {
  struct conf_errors *errors;
  const struct conf_component *c;
  const struct component_info *info;
  const struct conf_setting *alias;
  size_t n; /* number of settings checked; index n means a missing option */
};

static void complain(void *arg, size_t at, const char *message) {
  const struct complaint *x = arg;
  const struct conf_setting *s = at < x->n ? &x->c->settings[at] : NULL;
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

/* Keys of `fetch:` follow all other settings. */
static void check_options(const struct component_info *info, const struct conf_component *c,
                          struct conf_errors *errors) {
  struct arena a = {0};
  size_t n = 0;
  struct option_value *v = arena_alloc(&a, (c->n_settings + 1) * sizeof *v);
  struct complaint x = {.errors = errors, .c = c, .info = info};
  for (; n < c->n_settings && c->settings[n].said == NULL; n++)
    v[n] = (struct option_value){c->settings[n].name, c->settings[n].value};
  x.n = n;
  option_check(info->options, info->n_options, v, n, complain, &x);
  for (; n < c->n_settings; n++) check_alias(info, c, &c->settings[n], errors);
  check_secrets(info, c, errors);
  arena_free(&a);
}

/* Find a component of one of two kinds (0: none); report an error if there is none. */
static const struct component_info *find(const struct plugin_list *plugins, uint32_t kind, uint32_t other,
                                         const struct conf_component *c, struct conf_errors *errors) {
  const struct component_info *info = plugin_component(plugins, kind, c->name);
  if (info == NULL && other != 0) info = plugin_component(plugins, other, c->name);
  if (info != NULL) return info;
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

static void check_rights(const struct component_info *info, struct conf_place place,
                         struct conf_errors *errors) {
  char text[PLUGIN_LACKS_TEXT];
  if (plugin_lacks(info) == 0) return;
  plugin_lacks_text(info, text);
  conf_complain(errors, place, "%s", text);
}

/* A folder with the name of the sink's file is an error. */
static void check_files(const char *dir, const struct component_info *info, const struct conf_component *c,
                        struct conf_errors *errors) {
  for (size_t i = 0; i < c->n_settings; i++) {
    const struct conf_setting *s = &c->settings[i];
    const struct option_info *o = option_find(info->options, info->n_options, s->name);
    size_t n = strlen(s->value);
    struct arena a = {0};
    struct stat st;
    if (o == NULL || o->type != TDG_O_PATH || n == 0) continue;
    const char *path = s->value[0] == '/' ? s->value : arena_printf(&a, "%s/%s", dir, s->value);
    if (s->value[n - 1] == '/' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
      conf_complain(errors, s->place, "%s: %s: %s is a folder; name a file in it", c->name, s->name, path);
    arena_free(&a);
  }
}

static void check_all(const struct plugin_list *plugins, uint32_t kind, uint32_t other,
                      const struct conf_component *v, size_t n, struct conf_errors *errors) {
  for (size_t i = 0; i < n; i++) {
    const struct component_info *info = find(plugins, kind, other, &v[i], errors);
    if (info != NULL) check_options(info, &v[i], errors);
    if (info != NULL) check_rights(info, v[i].place, errors);
  }
}

/* A stage finds its notes by its name, so it can be used only once.  (Sinks have ids.) */
static void check_twice(const struct conf *c, struct conf_errors *errors) {
  for (size_t i = 0; i < c->n_pipeline; i++)
    for (size_t k = 0; k < i; k++)
      if (strcmp(c->pipeline[i].name, c->pipeline[k].name) == 0)
        conf_complain(errors, c->pipeline[i].place,
                      "pipeline: %.60s is there already; a stage can be used once", c->pipeline[i].name);
}

static void check_scheme(const struct plugin_list *plugins, const struct conf_source *s,
                         struct conf_errors *errors) {
  char scheme[32];
  size_t before = conf_errors_count(errors);
  snprintf(scheme, sizeof scheme, "%.*s", (int)strcspn(s->url.p, ":"), s->url.p);
  for (const struct component_info *c = NULL; (c = plugin_next(plugins, TDG_KIND_FETCHER, c)) != NULL;)
    if (plugin_claims(c, scheme)) return;
  for (const struct component_info *c = NULL; (c = plugin_next(plugins, TDG_KIND_FETCHER, c)) != NULL;)
    if (plugin_speaks_of(c, scheme)) check_rights(c, s->place, errors);
  if (conf_errors_count(errors) > before) return;
  conf_complain(errors, s->place,
                "url: no plugin fetches %s: addresses; `tidings plugin list` shows the fetchers", scheme);
}

/* Sources with equal settings for a parser share its workers; the number of different settings is limited. */
struct own {
  struct map known;
  struct arena arena;
  size_t n;
};

static void count_own(struct own *own, const struct conf_component *c, struct conf_errors *errors) {
  size_t size = strlen(c->name) + 1, n = size;
  for (size_t i = 0; i < c->n_settings; i++)
    size += strlen(c->settings[i].name) + strlen(c->settings[i].value) + 2;
  char *key = arena_alloc(&own->arena, size);
  memcpy(key, c->name, n);
  for (size_t i = 0; i < c->n_settings; i++)
    n += (size_t)snprintf(key + n, size - n, "%s=%s", c->settings[i].name, c->settings[i].value) + 1;
  if (c->n_settings == 0 || map_get(&own->known, key, size) != NULL) return;
  map_put(&own->known, key, size, own);
  if (++own->n == CONF_MAX_OWN + 1)
    conf_complain(
        errors, c->place,
        "more than %d different options of sources for their parsers; each needs workers of its own",
        CONF_MAX_OWN);
}

static void check_source(const struct plugin_list *plugins, const struct conf_source *s, struct own *own,
                         struct conf_errors *errors) {
  if (s->url.n > 0) check_scheme(plugins, s, errors);
  if (s->parse.n > 0) check_all(plugins, TDG_KIND_PARSER, 0, &s->options, 1, errors);
  if (s->has_full_text) check_all(plugins, TDG_KIND_PARSER, 0, &s->full_text, 1, errors);
  if (s->parse.n > 0) count_own(own, &s->options, errors);
  if (s->has_full_text) count_own(own, &s->full_text, errors);
}

int conf_check_plugins(const struct conf *c, const struct plugin_list *plugins, struct conf_errors *errors) {
  size_t before = conf_errors_count(errors);
  struct own own = {0};
  if (c->store.place.file != NULL && plugin_component(plugins, TDG_KIND_STORE, c->store.driver.p) == NULL)
    conf_complain(errors, c->store.place, "driver: there is no store \"%.60s\"; see `tidings plugin list`",
                  c->store.driver.p);
  check_all(plugins, TDG_KIND_SINK, 0, c->sinks, c->n_sinks, errors);
  for (size_t i = 0; i < c->n_sinks; i++) {
    const struct component_info *info = plugin_component(plugins, TDG_KIND_SINK, c->sinks[i].name);
    if (info != NULL) check_files(c->dir, info, &c->sinks[i], errors);
  }
  check_all(plugins, TDG_KIND_PARSER, 0, c->parsers, c->n_parsers, errors);
  check_all(plugins, TDG_KIND_FETCHER, 0, c->fetchers, c->n_fetchers, errors);
  check_all(plugins, TDG_KIND_STAGE, TDG_KIND_BRIEF, c->pipeline, c->n_pipeline, errors);
  check_twice(c, errors);
  for (size_t i = 0; i < c->n_sources; i++) check_source(plugins, &c->sources[i], &own, errors);
  map_free(&own.known);
  arena_free(&own.arena);
  if (conf_errors_count(errors) > before) conf_errors_sort(errors);
  return conf_errors_count(errors) > before ? -1 : 0;
}
