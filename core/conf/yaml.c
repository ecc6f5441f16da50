/* conf/yaml.c - build a tree from libfyaml's events; the library's memory is freed before returning.
 *
 * Depth and number of nodes are limited here; nothing recurses.
 */
#include "conf/sections.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <tidings/kit/utf8.h>

struct level {
  struct yaml_node *node, *last;
  const char *key; /* waiting for its value */
  struct conf_place key_place;
};

struct reader {
  struct arena *arena;
  struct conf_errors *errors;
  const char *file;
  struct yaml_node *root;
  struct level stack[CONF_MAX_DEPTH];
  int depth, documents;
  int before; /* lines of the file before the text */
  size_t nodes;
};

static struct conf_place place_of(const struct reader *r, struct fy_token *token) {
  const struct fy_mark *m = token != NULL ? fy_token_start_mark(token) : NULL;
  return (struct conf_place){r->file, m != NULL ? r->before + m->line + 1 : 0, m != NULL ? m->column + 1 : 0};
}

struct yaml_node *yaml_get(const struct yaml_node *map, const char *key) {
  if (map == NULL || map->kind != YAML_MAP) return NULL;
  for (struct yaml_node *n = map->first; n != NULL; n = n->next)
    if (strcmp(n->key, key) == 0) return n;
  return NULL;
}

/* Anchors and tags are reported as errors everywhere; their nodes are read nevertheless. */
static void refuse_marks(struct reader *r, struct fy_token *anchor, struct fy_token *tag) {
  if (anchor != NULL)
    conf_complain(r->errors, place_of(r, anchor),
                  "anchors (&name) are not allowed here; write the value out");
  if (tag != NULL) conf_complain(r->errors, place_of(r, tag), "tags (!name) are not allowed here; remove it");
}

/* Take a scalar as a key of the current map.  A repeated key keeps its first value. */
static int take_key(struct reader *r, struct level *top, const char *text, struct conf_place place) {
  struct yaml_node *before = yaml_get(top->node, text);
  if (strcmp(text, "<<") == 0)
    conf_complain(r->errors, place, "merge keys (<<) are not allowed here; write the keys out");
  else if (before != NULL)
    conf_complain(r->errors, place, "\"%.60s\" is given twice; it is on line %d already", text,
                  before->key_place.line);
  top->key = text;
  top->key_place = place;
  return 0;
}

static int attach(struct reader *r, struct yaml_node *n) {
  if (r->depth == 0) {
    r->root = n;
    return 0;
  }
  struct level *top = &r->stack[r->depth - 1];
  if (top->node->kind == YAML_MAP) {
    n->key = top->key;
    n->key_place = top->key_place;
    top->key = NULL;
  }
  if (top->last != NULL) top->last->next = n;
  else top->node->first = n;
  top->last = n;
  return 0;
}

static struct yaml_node *make(struct reader *r, enum yaml_kind kind, struct conf_place place) {
  if (++r->nodes > CONF_MAX_NODES) {
    conf_complain(r->errors, place, "more than %d values in one file; split it", CONF_MAX_NODES);
    return NULL;
  }
  struct yaml_node *n = arena_zalloc(r->arena, sizeof *n);
  n->kind = kind;
  n->place = place;
  n->text = "";
  return n;
}

static int waits_for_key(const struct reader *r) {
  return r->depth > 0 && r->stack[r->depth - 1].node->kind == YAML_MAP && r->stack[r->depth - 1].key == NULL;
}

static int on_scalar(struct reader *r, const struct fy_event_scalar_data *s) {
  size_t n = 0;
  const char *p = s->value != NULL ? fy_token_get_text(s->value, &n) : "";
  struct conf_place place = place_of(r, s->value);
  enum fy_scalar_style style = s->value != NULL ? fy_scalar_token_get_style(s->value) : FYSS_PLAIN;
  if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) place.column--; /* at the quote */
  refuse_marks(r, s->anchor, s->tag);
  if (p == NULL) p = "", n = 0;
  if (memchr(p, '\0', n) != NULL) conf_complain(r->errors, place, "a text must not hold a NUL character");
  char *text = arena_copy(r->arena, p, n);
  if (place.line == 0 && r->depth > 0) place = r->stack[r->depth - 1].key_place;
  if (waits_for_key(r)) return take_key(r, &r->stack[r->depth - 1], text, place);
  struct yaml_node *node = make(r, YAML_TEXT, place);
  if (node == NULL) return -1;
  node->text = text;
  node->nothing = n == 0 && style == FYSS_PLAIN;
  return attach(r, node);
}

static int on_open(struct reader *r, enum yaml_kind kind, struct fy_token *token, struct fy_token *anchor,
                   struct fy_token *tag) {
  struct conf_place place = place_of(r, token);
  refuse_marks(r, anchor, tag);
  if (waits_for_key(r)) {
    conf_complain(r->errors, place, "a key must be a plain text");
    return -1;
  }
  if (r->depth == CONF_MAX_DEPTH) {
    conf_complain(r->errors, place, "more than %d levels deep; nothing in a configuration goes that deep",
                  CONF_MAX_DEPTH);
    return -1;
  }
  struct yaml_node *node = make(r, kind, place);
  if (node == NULL) return -1;
  (void)attach(r, node);
  r->stack[r->depth++] = (struct level){.node = node};
  return 0;
}

/* 0 go on, -1 stop */
static int on_event(struct reader *r, const struct fy_event *e) {
  switch (e->type) {
  case FYET_DOCUMENT_START:
    if (r->documents++ == 0) return 0;
    conf_complain(r->errors, place_of(r, e->document_start.document_start),
                  "a second document (---) begins; a configuration is one");
    return -1;
  case FYET_ALIAS:
    conf_complain(r->errors, place_of(r, e->alias.anchor),
                  "aliases (*name) are not allowed here; write the value out");
    return -1;
  case FYET_SCALAR: return on_scalar(r, &e->scalar);
  case FYET_SEQUENCE_START:
    return on_open(r, YAML_LIST, e->sequence_start.sequence_start, e->sequence_start.anchor,
                   e->sequence_start.tag);
  case FYET_MAPPING_START:
    return on_open(r, YAML_MAP, e->mapping_start.mapping_start, e->mapping_start.anchor,
                   e->mapping_start.tag);
  case FYET_SEQUENCE_END:
  case FYET_MAPPING_END: r->depth--; return 0;
  default: return 0;
  }
}

static void report_syntax(struct reader *r, struct fy_diag *diag) {
  void *at = NULL;
  struct fy_diag_error *e;
  size_t before = r->errors->n;
  while ((e = fy_diag_errors_iterate(diag, &at)) != NULL)
    if (e->type == FYET_ERROR)
      conf_complain(r->errors, (struct conf_place){r->file, r->before + e->line, e->column}, "%s", e->msg);
  if (r->errors->n == before) conf_complain(r->errors, (struct conf_place){r->file, 0, 0}, "is not YAML");
}

static int parse(struct reader *r, const char *text, size_t n) {
  struct fy_diag_cfg dc;
  fy_diag_cfg_default(&dc);
  dc.fp = NULL;
  struct fy_diag *diag = fy_diag_create(&dc);
  if (diag == NULL) return -1;
  fy_diag_set_collect_errors(diag, true);
  struct fy_parse_cfg cfg = {
      .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diag};
  struct fy_parser *parser = fy_parser_create(&cfg);
  int rc = -1;
  if (parser != NULL && fy_parser_set_string(parser, text, n) == 0) {
    struct fy_event *e;
    for (rc = 0; rc == 0 && (e = fy_parser_parse(parser)) != NULL;) {
      rc = on_event(r, e);
      fy_parser_event_free(parser, e);
    }
    if (rc == 0 && fy_parser_get_stream_error(parser)) {
      report_syntax(r, diag);
      rc = -1;
    }
  }
  if (parser != NULL) fy_parser_destroy(parser);
  fy_diag_destroy(diag);
  return rc;
}

/* Read the whole file, followed by a NUL; NULL and errno, or NULL and 0 when it is too large. */
static char *slurp(const char *path, size_t *n) {
  struct stat st;
  FILE *f = fopen(path, "rb");
  char *p = NULL;
  if (f == NULL) return NULL;
  if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
    errno = EISDIR;
  } else {
    p = malloc(CONF_MAX_FILE + 1);
    *n = p != NULL ? fread(p, 1, CONF_MAX_FILE + 1, f) : 0;
    int too_large = *n > CONF_MAX_FILE, broken = ferror(f);
    if (p == NULL || broken || too_large) {
      free(p);
      p = NULL;
      errno = too_large ? 0 : errno != 0 ? errno : EIO;
    } else {
      p[*n] = '\0';
    }
  }
  int saved = errno;
  fclose(f);
  errno = saved;
  return p;
}

/* The library would drop invalid UTF-8; report its place instead. */
static int check_utf8(struct reader *r, const char *p, size_t n) {
  int line = 1;
  if (tdg_utf8_valid(p, n)) return 0;
  for (const char *end = p + n; p < end; line++) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    size_t len = stop != NULL ? (size_t)(stop - p) : (size_t)(end - p);
    if (!tdg_utf8_valid(p, len)) break;
    p += len + 1;
  }
  conf_complain(r->errors, (struct conf_place){r->file, line, 1},
                "this line is not UTF-8 (or holds a NUL); save the file as UTF-8");
  return -1;
}

struct yaml_node *yaml_read(const char *path, struct arena *arena, struct conf_errors *errors) {
  struct reader r = {.arena = arena, .errors = errors, .file = arena_copy(arena, path, strlen(path))};
  struct conf_place whole = {r.file, 0, 0};
  size_t n = 0;
  char *text = slurp(path, &n);
  if (text == NULL) {
    if (errno == 0)
      conf_complain(errors, whole, "is larger than %d MiB; split it with include", CONF_MAX_FILE >> 20);
    else conf_complain(errors, whole, "cannot be read: %s", strerror(errno));
    return NULL;
  }
  int rc = check_utf8(&r, text, n) == 0 ? parse(&r, text, n) : -1;
  free(text);
  if (rc != 0) return NULL;
  if (r.root == NULL || (r.root->kind == YAML_TEXT && r.root->nothing)) {
    r.root = make(&r, YAML_MAP, (struct conf_place){r.file, 1, 1});
  }
  return r.root;
}

struct yaml_node *yaml_read_text(const char *text, size_t n, struct conf_place place, struct arena *arena,
                                 struct conf_errors *errors) {
  struct reader r = {.arena = arena, .errors = errors, .file = place.file, .before = place.line - 1};
  return check_utf8(&r, text, n) == 0 && parse(&r, text, n) == 0 ? r.root : NULL;
}
