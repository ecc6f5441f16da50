/* conf/sections.h - what the files that read a configuration share. */
#ifndef CONF_SECTIONS_H
#define CONF_SECTIONS_H

#include "conf/conf.h"
#include "util/map.h"

/* ---- yaml.c: a strict dialect of YAML as a small tree with places ----
 *
 * Refused, with the place: anchors, aliases, tags, merge keys, keys that are no plain text, a key given
 * twice, more than one document, more than CONF_MAX_DEPTH levels.  Scalars have no type here: `no`, 010 and
 * 12:30 are texts, and the schema says what they mean.  JSON is valid input. */

enum { CONF_MAX_DEPTH = 12, CONF_MAX_FILE = 32 << 20, CONF_MAX_NODES = 4 << 20 };

enum yaml_kind { YAML_TEXT = 1, YAML_MAP, YAML_LIST };
struct yaml_node {
  enum yaml_kind kind;
  struct conf_place place;
  const char *text;        /* YAML_TEXT: NUL-terminated; "" when nothing is written */
  int nothing;             /* YAML_TEXT: not even quotes are written ("key:") */
  struct yaml_node *first; /* YAML_LIST: items; YAML_MAP: values, in the order written */
  struct yaml_node *next;  /* the one behind, in the same list or map */
  const char *key;         /* inside a map */
  struct conf_place key_place;
};

/* Read a file.  NULL when it cannot be read or has no sense as YAML (the errors say why); nodes, texts and
 * the file's name live in the arena.  An empty file is an empty map. */
struct yaml_node *yaml_read(const char *path, struct arena *, struct conf_errors *);
/* The value of a key, or NULL. */
struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* ---- schema.c: the tables of what a configuration may hold; written in schema.c, read by conf.c and the tests ---- */

/* One section: its options, the struct they fill, and the keys beside them that are no options. */
struct schema {
  const char *name; /* "fetch.hosts" */
  const struct option_info *options;
  size_t n;
  size_t size;
  const char *others; /* " a b ": keys read elsewhere */
};

/* A key of `fetch:` (below `in`, or directly) that is an option of the web fetcher (USUAL_FETCHER) by a name of its own: type,
 * default and limits stand in that component's table alone. */
struct conf_alias {
  const char *in, *key, *option; /* key NULL: the end */
};

extern const struct conf_alias conf_aliases[];
extern const struct schema schema_top, schema_store, schema_fetch, schema_hosts, schema_interval,
    schema_plugins, schema_limits, schema_source, schema_rights;

/* ---- sections.c, settings.c, components.c, source.c: from the tree to the structs ---- */

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
