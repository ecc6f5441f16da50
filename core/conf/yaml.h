/* conf/yaml.h - a strict dialect of YAML as a small tree with places.
 *
 * Refused, with the place: anchors, aliases, tags, merge keys, keys that are no plain text, a key given
 * twice, more than one document, more than CONF_MAX_DEPTH levels.  Scalars have no type here: `no`, 010 and
 * 12:30 are texts, and the schema says what they mean.  JSON is valid input.
 */
#ifndef CONF_YAML_H
#define CONF_YAML_H

#include "conf/errors.h"

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

#endif
