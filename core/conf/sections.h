/* conf/sections.h - what the files that read a configuration share. */
#ifndef CONF_LOAD_H
#define CONF_LOAD_H

#include "conf/conf.h"
#include "conf/schema.h"
#include "conf/yaml.h"
#include "util/map.h"

struct loader {
  struct conf *conf;
  struct arena *arena; /* of the configuration */
  struct conf_errors *errors;
  struct map ids, addresses; /* of sources: their places, for "given twice" */
  struct conf_source *sources;
  size_t n_sources, cap_sources;
  size_t includes;
};

/* A section into its struct: unknown keys, values, bounds, what is missing.  map NULL: the defaults. */
void load_section(struct loader *, const struct schema *, const struct yaml_node *map, void *out);
/* Options of a plugin from a map (NULL or nothing written: none).  `leave`: " a b ", keys that are no
 * options. */
void load_settings(struct loader *, const struct yaml_node *map, const char *leave,
                   struct conf_component *out);
/* "- dedupe: {...}" or "- dedupe", several of them. */
void load_components(struct loader *, const struct yaml_node *list, const char *what,
                     const struct conf_component **v, size_t *n);
/* "feed: {...}", a map of them. */
void load_component_map(struct loader *, const struct yaml_node *map, const char *what,
                        const struct conf_component **v, size_t *n);
/* The keys of `fetch:` that are options of the web fetcher join what `fetchers:` says of it; call after that. */
void load_aliases(struct loader *, const struct yaml_node *fetch);
/* The component's own setting for the same option as this key of `fetch:`, or NULL. */
const struct conf_setting *conf_said_twice(const struct conf_component *, const struct conf_setting *alias);
void load_sources(struct loader *, const struct yaml_node *list);
/* Is it a map (or nothing)?  Else an error. */
int load_is_map(struct loader *, const struct yaml_node *, const char *what);
/* A path as the file at `place` means it, absolute. */
const char *load_path(struct loader *, struct conf_place, const char *path);
/* A warning for each text in which a variable is written: nothing is taken from the environment. */
void load_warn_references(struct loader *, const struct yaml_node *);
int load_reference(const char *text); /* does it name one: ${HOST}? */

#endif
