/* conf/settings.c - look up a source, a component or settings in a configuration; see conf.h.
 *
 * Nothing here fails; memory belongs to the caller's arena.
 */
#include <string.h>

#include "conf/sections.h"
#include "plugin/plugin_info.h"

const struct conf_source *conf_source(const struct conf *c, const char *id) {
  for (size_t i = 0; i < c->n_sources; i++)
    if (strcmp(c->sources[i].id.p, id) == 0) return &c->sources[i];
  return NULL;
}

const struct conf_component *conf_component_of(const struct conf_component *v, size_t n,
                                               const struct plugin_list *plugins,
                                               const struct component_info *c) {
  for (size_t i = 0; i < n; i++)
    if (plugin_component(plugins, c->kind, v[i].name) == c) return &v[i];
  return NULL;
}

const struct conf_component *conf_component(const struct conf_component *v, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(v[i].name, name) == 0) return &v[i];
  return NULL;
}

int conf_is_spoilt(const struct conf_component *c) {
  for (size_t i = 0; c != NULL && i < c->n_settings; i++)
    if (c->settings[i].spoilt) return 1;
  return 0;
}

static int is_given(const struct conf_component *c, const char *name) {
  for (size_t i = 0; c != NULL && i < c->n_settings; i++)
    if (strcmp(c->settings[i].name, name) == 0) return 1;
  return 0;
}

const struct conf_setting *conf_said_twice(const struct conf_component *c, const struct conf_setting *alias) {
  for (size_t i = 0; alias->said != NULL && i < c->n_settings; i++)
    if (c->settings[i].said == NULL && strcmp(c->settings[i].name, alias->name) == 0) return &c->settings[i];
  return NULL;
}

struct option_value *conf_options(struct arena *a, const struct conf_component *all,
                                  const struct conf_component *one, size_t *n) {
  size_t most = (all != NULL ? all->n_settings : 0) + (one != NULL ? one->n_settings : 0);
  struct option_value *v = arena_alloc(a, (most + 1) * sizeof *v);
  *n = 0;
  for (size_t i = 0; all != NULL && i < all->n_settings; i++)
    if (!is_given(one, all->settings[i].name))
      v[(*n)++] = (struct option_value){all->settings[i].name, all->settings[i].value};
  for (size_t i = 0; one != NULL && i < one->n_settings; i++)
    if (conf_said_twice(one, &one->settings[i]) == NULL)
      v[(*n)++] = (struct option_value){one->settings[i].name, one->settings[i].value};
  return v;
}

/* Texts with their NUL: what separates them cannot stand in a value. */
struct tdg_str conf_settings_key(struct arena *a, const struct conf_component *c) {
  size_t size = strlen(c->name) + 1;
  for (size_t i = 0; i < c->n_settings; i++)
    size += strlen(c->settings[i].name) + strlen(c->settings[i].value) + 2;
  char *key = arena_alloc(a, size), *end = stpcpy(key, c->name) + 1;
  for (size_t i = 0; i < c->n_settings; i++) {
    end = stpcpy(end, c->settings[i].name) + 1;
    end = stpcpy(end, c->settings[i].value) + 1;
  }
  return (struct tdg_str){key, size};
}

/* The option that a key of `fetch:` means, and its value as configured, else its default; NULL: no fetcher has it. */
static const struct option_info *fetch_option(const struct conf *c, const struct plugin_list *plugins,
                                              const char *key, const char **text) {
  const struct component_info *info = plugin_component(plugins, TDG_KIND_FETCHER, USUAL_FETCHER);
  const struct conf_component *said = conf_component(c->fetchers, c->n_fetchers, USUAL_FETCHER);
  const struct conf_alias *alias = conf_aliases;
  while (strcmp(alias->key, key) != 0) alias++;
  const struct option_info *o =
      info != NULL ? option_find(info->options, info->n_options, alias->option) : NULL;
  if (o == NULL) return NULL;
  *text = o->def;
  for (size_t i = 0; said != NULL && i < said->n_settings; i++)
    if (strcmp(said->settings[i].name, o->name) == 0) *text = said->settings[i].value;
  return o;
}

const char *conf_fetch_text(const struct conf *c, const struct plugin_list *plugins, const char *key) {
  const char *text = NULL;
  fetch_option(c, plugins, key, &text);
  return text != NULL ? text : "";
}

int64_t conf_fetch_number(const struct conf *c, const struct plugin_list *plugins, const char *key) {
  char err[OPTION_ERROR];
  const char *text = NULL;
  const struct option_info *o = fetch_option(c, plugins, key, &text);
  struct option_parsed value = {0};
  if (o == NULL) return 0;
  return text != NULL && option_parse(o, text, &value, err) == 0 ? value.num : 0;
}
