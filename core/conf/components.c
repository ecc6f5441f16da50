/* conf/components.c - the components a configuration names, against the plugins that are installed. */
#include <string.h>

#include "conf/conf.h"
#include "plugin/plugin.h"

struct complaint {
  struct conf_errors *errors;
  const struct conf_component *c;
};

static void complain(void *arg, size_t at, const char *message) {
  const struct complaint *x = arg;
  struct conf_place place = at < x->c->n_settings ? x->c->settings[at].place : x->c->place;
  conf_complain(x->errors, place, "%s: %s", x->c->name, message);
}

static void check_options(const struct component_info *info, const struct conf_component *c,
                          struct conf_errors *errors) {
  struct arena a = {0};
  size_t n;
  struct option_value *v = conf_options(&a, NULL, c, &n);
  struct complaint x = {errors, c};
  option_check(info->options, info->n_options, v, n, complain, &x);
  arena_free(&a);
}

/* The component of one of two kinds (0: none), or an error. */
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

static void check_all(const struct plugin_list *plugins, uint32_t kind, uint32_t other,
                      const struct conf_component *v, size_t n, struct conf_errors *errors) {
  for (size_t i = 0; i < n; i++) {
    const struct component_info *info = find(plugins, kind, other, &v[i], errors);
    if (info != NULL) check_options(info, &v[i], errors);
  }
}

int conf_check_plugins(const struct conf *c, const struct plugin_list *plugins, struct conf_errors *errors) {
  size_t before = conf_errors_count(errors);
  check_all(plugins, TDG_KIND_SINK, 0, c->sinks, c->n_sinks, errors);
  check_all(plugins, TDG_KIND_PARSER, 0, c->parsers, c->n_parsers, errors);
  check_all(plugins, TDG_KIND_FETCHER, 0, c->fetchers, c->n_fetchers, errors);
  check_all(plugins, TDG_KIND_STAGE, TDG_KIND_BRIEF, c->pipeline, c->n_pipeline, errors);
  for (size_t i = 0; i < c->n_sources; i++) {
    const struct conf_source *s = &c->sources[i];
    if (s->parse.n > 0) check_all(plugins, TDG_KIND_PARSER, 0, &s->options, 1, errors);
    if (s->has_full_text) check_all(plugins, TDG_KIND_PARSER, 0, &s->full_text, 1, errors);
  }
  if (conf_errors_count(errors) > before) conf_errors_sort(errors);
  return conf_errors_count(errors) > before ? -1 : 0;
}
