/* data.c - the article in the state a page hands to its scripts.
 *
 * Scripts hold JSON as it is (type application/json) or behind an assignment (window.state = {...}).  Texts
 * as long as sentences are gathered by the name they stand under; the name with most text is taken for the
 * article.  This is only asked of pages that show next to nothing.  Bounded: scripts, bytes, values, names;
 * jansson's values are released. */
#include "data.h"

#include <jansson.h>
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>

enum {
  MAX_SCRIPTS = 40,
  MAX_SCRIPT = 4 << 20,
  MAX_VALUES = 100000,
  MAX_DEPTH_OF_DATA = 64,
  MAX_NAMES = 64,
  MAX_ARTICLE = 1 << 20,
  MIN_SENTENCE = 60,
  MIN_ARTICLE = 400
};

struct named {
  char name[40];
  struct tdg_buf text;
  uint32_t units;
};

struct data {
  struct page *pg;
  struct named named[MAX_NAMES];
  size_t n, values;
};

static struct named *named_of(struct data *d, const char *name) {
  struct named *n;
  for (size_t i = 0; i < d->n; i++) {
    if (strcmp(d->named[i].name, name) == 0) return &d->named[i];
  }
  if (d->n == MAX_NAMES || strlen(name) >= sizeof(n->name)) return NULL;
  n = &d->named[d->n++];
  memcpy(n->name, name, strlen(name) + 1);
  n->text = tdg_buf_make(d->pg->call, MAX_ARTICLE);
  return n;
}

static void add(struct data *d, const char *name, const json_t *v) {
  struct tdg_str s = str_of(json_string_value(v));
  uint32_t units = text_units(s.p, s.n);
  struct named *n;
  if (units < MIN_SENTENCE || str_starts(s, "http") || (n = named_of(d, name)) == NULL) return;
  if (memchr(s.p, '<', s.n) != NULL) s = tdg_html_text(d->pg->call, s);
  if (n->text.n > s.n && memcmp(n->text.p + n->text.n - s.n - 1, s.p, s.n) == 0) return; /* said twice */
  tdg_buf_add(&n->text, s.p, s.n);
  tdg_buf_char(&n->text, '\n');
  n->units += units;
}

static void walk(struct data *d, const char *name, json_t *v, int depth) {
  const char *key;
  json_t *item;
  size_t i;
  if (depth == MAX_DEPTH_OF_DATA || d->values++ > MAX_VALUES) return;
  if (json_is_string(v)) add(d, name, v);
  json_array_foreach(v, i, item) walk(d, name, item, depth + 1);
  json_object_foreach(v, key, item) walk(d, key, item, depth + 1);
}

/* Where the JSON of a script begins: at once, or behind the first "= {". */
static struct tdg_str json_in(struct tdg_str s) {
  struct tdg_str t = str_trim(s);
  if (t.n > 0 && (t.p[0] == '{' || t.p[0] == '[')) return t;
  for (size_t i = 0; i + 2 < t.n; i++) {
    if (t.p[i] != '=') continue;
    size_t k = i + 1;
    while (k < t.n && t.p[k] == ' ') k++;
    if (k < t.n && t.p[k] == '{') return (struct tdg_str){t.p + k, t.n - k};
  }
  return str_of("");
}

static void read_script(struct data *d, struct tdg_str s) {
  json_error_t err;
  json_t *v;
  s = json_in(s);
  if (s.n < MIN_ARTICLE || s.n > MAX_SCRIPT) return;
  v = json_loadb(s.p, s.n, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &err);
  if (v == NULL) return;
  walk(d, "", v, 0);
  json_decref(v);
}

struct tdg_str data_article(struct page *pg) {
  struct data *d = tdg_scratch(pg->call, sizeof(*d));
  const struct named *best = NULL;
  size_t scripts = 0;
  d->pg = pg;
  for (uint32_t i = 1; i + 1 < pg->n && scripts < MAX_SCRIPTS; i++) {
    const struct node *n = &pg->node[i];
    if (n->tag != T_SCRIPT || n->end == i + 1 || str_has(node_attr(pg, i, A_TYPE), "ld+json")) continue;
    read_script(d, (struct tdg_str){pg->src.p + pg->node[i + 1].at, pg->node[i + 1].len});
    scripts++;
  }
  for (size_t i = 0; i < d->n; i++) {
    if (best == NULL || d->named[i].units > best->units) best = &d->named[i];
  }
  if (best == NULL || best->units < MIN_ARTICLE) return str_of("");
  return tdg_buf_get(&best->text);
}
