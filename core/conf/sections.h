/* conf/sections.h - shared by the files that read a configuration. */
#ifndef CONF_SECTIONS_H
#define CONF_SECTIONS_H

#include "conf/conf.h"
#include "util/map.h"

/* ---- yaml.c: a strict dialect of YAML as a small tree with places ----
 *
 * Refused, with the place: anchors, aliases, tags, merge keys, keys that are not plain text, repeated keys,
 * more than one document, more than CONF_MAX_DEPTH levels.  Scalars have no type here: `no`, 010 and 12:30
 * are texts, and the schema gives their meaning.  JSON is valid input.
 */

enum { CONF_MAX_DEPTH = 12, CONF_MAX_FILE = 32 << 20, CONF_MAX_NODES = 4 << 20 };

enum yaml_kind { YAML_TEXT = 1, YAML_MAP, YAML_LIST };
struct yaml_node {
  enum yaml_kind kind;
  struct conf_place place;
  const char *text;        /* YAML_TEXT: NUL-terminated; "" for an empty value */
  int nothing;             /* YAML_TEXT: no value, not even quotes ("key:") */
  struct yaml_node *first; /* YAML_LIST: items; YAML_MAP: values, in the order of the file */
  struct yaml_node *next;  /* the next one in the same list or map */
  const char *key;         /* inside a map */
  struct conf_place key_place;
};

/* Read a file.  NULL when it cannot be read or is not valid YAML (the errors say why); nodes, texts and the
 * file's name are in the arena.  An empty file is an empty map. */
struct yaml_node *yaml_read(const char *path, struct arena *, struct conf_errors *);
/* The same of a text, as if it stood on that line of the file `place.file`. */
struct yaml_node *yaml_read_text(const char *text, size_t n, struct conf_place place, struct arena *,
                                 struct conf_errors *);
/* The value of a key, or NULL. */
struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* ---- schema.c: the tables of all keys; used by conf.c and the tests ---- */

/* One section: its options, the struct they fill, and the keys that are not options. */
struct schema {
  const char *name; /* "fetch.hosts" */
  const struct option_info *options;
  size_t n;
  size_t size;
  const char *others; /* " a b ": keys read elsewhere */
};

/* A key of `fetch:` (below `in`, or directly) that is an alias of an option of the web fetcher
 * (USUAL_FETCHER); type, default and limits are in that component's table alone. */
struct conf_alias {
  const char *in, *key, *option; /* key NULL: the end */
};

extern const struct conf_alias conf_aliases[];
extern const struct schema schema_top, schema_store, schema_control, schema_capture, schema_keep,
    schema_fetch, schema_hosts, schema_interval, schema_websub, schema_log, schema_plugins, schema_limits,
    schema_exec, schema_source, schema_rights, schema_expect;

/* ---- sections.c, settings.c, components.c, source.c: convert the tree to the structs ---- */

struct loader {
  struct conf *conf;
  struct arena *arena; /* of the configuration */
  struct conf_errors *errors;
  struct map ids, addresses; /* places of sources by id and address, to report repeated ones */
  struct conf_source *sources;
  size_t n_sources, cap_sources;
  size_t includes;
  const struct yaml_node *list[CONF_MAX_LISTS]; /* `{ list: FILE }`, read after the other sources */
  size_t n_lists;
};

/* Read a section into its struct and report unknown keys, invalid values and missing keys.  map NULL: the
 * defaults. */
void load_section(struct loader *, const struct schema *, const struct yaml_node *map, void *out);
/* Read options of a plugin from a map (NULL or empty: none).  `leave`: " a b ", keys that are not options. */
void load_settings(struct loader *, const struct yaml_node *map, const char *leave,
                   struct conf_component *out);
/* Read a list of "- dedupe: {...}" or "- dedupe". */
void load_components(struct loader *, const struct yaml_node *list, const char *what,
                     const struct conf_component **v, size_t *n);
/* "feed: {...}", a map of them. */
void load_component_map(struct loader *, const struct yaml_node *map, const char *what,
                        const struct conf_component **v, size_t *n);
/* programs.c: "exec: [{name: ..., kind: ..., command: [...]}]", below `plugins:`. */
void load_programs(struct loader *, const struct yaml_node *list);
/* Merge the keys of `fetch:` that are options of the web fetcher with those under `fetchers:`; call it after
 * both are read. */
void load_aliases(struct loader *, const struct yaml_node *fetch);
/* `rules:`, which means an option of the parser of articles. */
void load_site_files(struct loader *, const struct yaml_node *rules);
/* The component's own setting for the option of this key of `fetch:`, or NULL. */
const struct conf_setting *conf_said_twice(const struct conf_component *, const struct conf_setting *alias);
void load_sources(struct loader *, const struct yaml_node *list);
/* One source as its map says.  It is kept by load_keep_source, unless another has its id. */
void load_source(struct loader *, const struct yaml_node *map, struct conf_source *out);
void load_keep_source(struct loader *, const struct conf_source *, const struct yaml_node *map);
/* source_list.c: read the lists of addresses that load_sources has found. */
void load_lists(struct loader *);
/* What is wrong with an address, or NULL. */
const char *load_url_fault(const char *url);
/* The file of a map that stands in the place of a secret, {file: PATH}; or NULL. */
const struct yaml_node *load_secret_file(const struct yaml_node *map);
/* The text of a file with a secret, without the line break at its end; it is redacted from then on.  NULL: it cannot be read, and *why. */
const char *load_secret_text(struct arena *a, const char *path, const char **why);
/* The text of a file that is named in the place of a secret, without the line break at its end; it is masked in
 * all messages (util/redact.h).  NULL after a complaint. */
const char *load_secret(struct loader *, const char *key, const struct yaml_node *file);
/* Keep the path of a file that is read; in the arena. */
void load_keep_file(struct conf *, const char *path, int secret);
/* Is the word in a list " a b "? */
int load_listed(const char *list, const char *word);
/* Is the text one to max bytes of letters, digits, - _ . only? */
int load_is_name(const char *text, size_t max);
/* websub_keys.c: `websub:`; map NULL: none. */
void load_websub(struct loader *, const struct yaml_node *map);
/* source_request.c: `request:` of a source; map NULL: none. */
/* url: of the source, which may name its account. */
void load_request(struct loader *, const struct yaml_node *map, struct tdg_str url, struct conf_request *);

/* component_use.c: check the paths that settings grant, and the rights of a component with its settings; all, one
 * as for conf_options. */
struct component_info;
void conf_check_paths(const char *dir, const struct component_info *, const struct conf_component *,
                      struct conf_errors *);
void conf_check_rights(const struct component_info *, const struct conf_component *all,
                       const struct conf_component *one, struct conf_place, struct conf_errors *);

/* Check that a node is a map (or empty); else report an error. */
int load_is_map(struct loader *, const struct yaml_node *, const char *what);
/* Make a path absolute; it is relative to the file at `place`. */
const char *load_path(struct loader *, struct conf_place, const char *path);
/* The path up to its last slash; "/" for "/name"; the path itself when it has no slash. */
const char *load_folder_of(struct arena *, struct tdg_str path);
/* Warn of each text that contains a variable, since the environment is not read. */
void load_warn_references(struct loader *, const struct yaml_node *);
/* revisit_times.c: the times that a list states; NULL: it is not given. */
const struct conf_revisit *load_revisit(struct loader *, const struct yaml_node *map,
                                        const struct tdg_list *texts);
/* Does the text contain a variable: ${HOST}, or $HOST as a part of a path?  The last may be intended. */
enum { REFERENCE_IN_BRACES = 1, REFERENCE_BARE };
int load_reference(const char *text);
/* writable.c: NULL when a file can be written, or made in its folder; else what is wrong, with the cause and
 * what to do.  open_it: by opening it, not by asking. */
const char *conf_unwritable(struct arena *, const char *path, const char *folder, int open_it);

#endif
