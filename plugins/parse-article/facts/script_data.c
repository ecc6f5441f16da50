/* script_data.c - the article in the state a page hands to its scripts.
 *
 * Scripts hold JSON as it is (type application/json), behind an assignment (window.state = {...}) or as
 * pieces of a stream, pushed one after the other as strings: rows of "id:JSON" and of "id:Tlength,text",
 * which other rows name as "$id" (the wire form of React's server components).  Texts as long as sentences
 * are gathered by the name they stand under; the name with most text is taken for the article.  This is only
 * asked of pages that show next to nothing.  Bounded: scripts, bytes, values, names, rows; jansson's values
 * are released. */
#include "page_facts.h"

#include <jansson.h>
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/units.h>

enum {
  MAX_SCRIPTS = 200,
  MAX_SCRIPT = 4 << 20,
  MAX_DATA_VALUES = 100000,
  MAX_DEPTH_OF_DATA = 64,
  MAX_DATA_NAMES = 64,
  MAX_ARTICLE = 1 << 20,
  MAX_STREAM = 8 << 20,
  MAX_ROWS = 256,
  MIN_SENTENCE = 60,
  MIN_PARAGRAPH = 20,
  MIN_ARTICLE = 400
};

struct named {
  char name[40];
  struct tdg_buf text;
  uint32_t units;
};

/* A text of the stream that is said elsewhere, by its id. */
struct row {
  struct tdg_str id, text;
};

struct data {
  struct page *pg;
  struct tdg_buf stream;
  struct row row[MAX_ROWS];
  size_t n_rows;
  struct named named[MAX_DATA_NAMES];
  size_t n, values;
};

static struct named *named_of(struct data *d, const char *name) {
  struct named *n;
  for (size_t i = 0; i < d->n; i++) {
    if (strcmp(d->named[i].name, name) == 0) return &d->named[i];
  }
  if (d->n == MAX_DATA_NAMES || strlen(name) >= sizeof(n->name)) return NULL;
  n = &d->named[d->n++];
  memcpy(n->name, name, strlen(name) + 1);
  n->text = tdg_buf_make(d->pg->call, MAX_ARTICLE);
  return n;
}

static void add(struct data *d, const char *name, struct tdg_str s, uint32_t least) {
  uint32_t units = tdg_units(s.p, s.n);
  struct named *n;
  if (units < least || tdg_nocase_starts(s, "http") || (n = named_of(d, name)) == NULL) return;
  if (memchr(s.p, '<', s.n) != NULL) s = tdg_html_text(d->pg->call, s);
  if (n->text.n > s.n && memcmp(n->text.p + n->text.n - s.n - 1, s.p, s.n) == 0) return; /* said twice */
  tdg_buf_add(&n->text, s.p, s.n);
  tdg_buf_char(&n->text, '\n');
  n->units += units;
}

/* "$1f" stands for the text of row 1f. */
static void add_string(struct data *d, const char *name, struct tdg_str s) {
  for (size_t i = 0; i < d->n_rows && s.n > 1 && s.n < 10 && s.p[0] == '$'; i++) {
    if (d->row[i].id.n == s.n - 1 && memcmp(d->row[i].id.p, s.p + 1, s.n - 1) == 0) s = d->row[i].text;
  }
  add(d, name, s, MIN_SENTENCE);
}

/* The text of an element of the stream, whatever is marked up inside. */
static void flatten(struct data *d, struct tdg_buf *out, const json_t *v, int depth) {
  if (depth == MAX_DEPTH_OF_DATA || d->values++ > MAX_DATA_VALUES) return;
  if (json_is_string(v)) {
    struct tdg_str s = tdg_str_of(json_string_value(v));
    if (s.n > 0 && s.p[0] != '$') tdg_buf_add(out, s.p, s.n);
  } else if (json_is_array(v) && json_is_string(json_array_get(v, 0)) &&
             strcmp(json_string_value(json_array_get(v, 0)), "$") == 0) {
    flatten(d, out, json_object_get(json_array_get(v, 3), "children"), depth + 1);
  } else if (json_is_array(v)) {
    for (size_t i = 0; i < json_array_size(v); i++) flatten(d, out, json_array_get(v, i), depth + 1);
  }
}

/* ["$", "p", key, {"children": ...}] is a paragraph. */
static int add_paragraph(struct data *d, const json_t *v, int depth) {
  const char *mark = json_string_value(json_array_get(v, 0)), *tag = json_string_value(json_array_get(v, 1));
  struct tdg_buf text;
  if (mark == NULL || tag == NULL || strcmp(mark, "$") != 0 || strcmp(tag, "p") != 0) return 0;
  text = tdg_buf_make(d->pg->call, MAX_ARTICLE);
  flatten(d, &text, v, depth);
  add(d, "children", tdg_buf_get(&text), MIN_PARAGRAPH);
  return 1;
}

static void walk(struct data *d, const char *name, json_t *v, int depth) {
  const char *key;
  json_t *item;
  size_t i;
  if (depth == MAX_DEPTH_OF_DATA || d->values++ > MAX_DATA_VALUES) return;
  if (json_is_string(v)) add_string(d, name, tdg_str_of(json_string_value(v)));
  if (json_is_array(v) && add_paragraph(d, v, depth)) return;
  json_array_foreach(v, i, item) walk(d, name, item, depth + 1);
  json_object_foreach(v, key, item) walk(d, key, item, depth + 1);
}

/* ---- the stream ---- */

/* push([1,"..."]): what is between the quotes belongs to the stream. */
static void read_push(struct data *d, struct tdg_str s) {
  const char *p = s.n > 0 ? memmem(s.p, s.n, ".push([1,", 9) : NULL;
  json_error_t err;
  json_t *v;
  if (p == NULL || s.n > MAX_SCRIPT || d->stream.n + s.n > MAX_STREAM) return;
  p += 6;
  v = json_loadb(p, (size_t)(s.p + s.n - p), JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &err);
  if (v == NULL) return;
  if (json_is_string(json_array_get(v, 1)))
    tdg_buf_add(&d->stream, json_string_value(json_array_get(v, 1)),
                json_string_length(json_array_get(v, 1)));
  json_decref(v);
}

static size_t hex_run(const char *p, const char *end, size_t *value) {
  size_t n = 0;
  *value = 0;
  for (; p + n < end && n < 8; n++) {
    char c = p[n];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) break;
    *value = *value * 16 + (size_t)digit;
  }
  return n;
}

/* One row from p on: its texts are noted (first time) or its JSON is walked (second).  Returns where the next
 * begins. */
static const char *read_row(struct data *d, const char *p, const char *end, int second) {
  size_t value, length, n = hex_run(p, end, &value), digits;
  const char *q = p + n, *line = memchr(p, '\n', (size_t)(end - p));
  json_error_t err;
  json_t *v;
  line = line != NULL ? line + 1 : end;
  if (n == 0 || q + 2 >= end || *q != ':') return line;
  if (q[1] == 'T' && (digits = hex_run(q + 2, end, &length)) > 0 && q + 2 + digits < end &&
      q[2 + digits] == ',') {
    const char *text = q + 3 + digits;
    if (length > (size_t)(end - text)) length = (size_t)(end - text);
    if (!second && d->n_rows < MAX_ROWS) d->row[d->n_rows++] = (struct row){{p, n}, {text, length}};
    return text + length;
  }
  if (second && (q[1] == '[' || q[1] == '{')) {
    v = json_loadb(q + 1, (size_t)(line - q - 1), JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &err);
    if (v != NULL) walk(d, "", v, 0);
    json_decref(v);
  }
  return line;
}

static void read_stream(struct data *d) {
  const char *end = d->stream.p + d->stream.n;
  for (int second = 0; second < 2 && d->stream.n > 0; second++) {
    for (const char *p = d->stream.p; p < end;) p = read_row(d, p, end, second);
  }
}

/* Where the JSON of a script begins: at once, or behind the first "= {". */
static struct tdg_str json_in(struct tdg_str s) {
  struct tdg_str t = tdg_str_trim(s);
  if (t.n > 0 && (t.p[0] == '{' || t.p[0] == '[')) return t;
  for (size_t i = 0; i + 2 < t.n; i++) {
    if (t.p[i] != '=') continue;
    size_t k = i + 1;
    while (k < t.n && t.p[k] == ' ') k++;
    if (k < t.n && t.p[k] == '{') return (struct tdg_str){t.p + k, t.n - k};
  }
  return tdg_str_of("");
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

struct tdg_str script_data_article(struct page *pg) {
  struct data *d = tdg_scratch(pg->call, sizeof(*d));
  const struct named *best = NULL;
  size_t scripts = 0;
  d->pg = pg;
  d->stream = tdg_buf_make(pg->call, MAX_STREAM);
  for (uint32_t i = 1; i + 1 < pg->n && scripts < MAX_SCRIPTS; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag != TDG_HTML_SCRIPT || n->end == i + 1 ||
        tdg_nocase_has(node_attr(pg, i, TDG_ATTR_TYPE), "ld+json"))
      continue;
    struct tdg_str script = {pg->src.p + pg->node[i + 1].at, pg->node[i + 1].len};
    read_script(d, script);
    read_push(d, script);
    scripts++;
  }
  read_stream(d);
  for (size_t i = 0; i < d->n; i++) {
    if (best == NULL || d->named[i].units > best->units) best = &d->named[i];
  }
  if (best == NULL || best->units < MIN_ARTICLE) return tdg_str_of("");
  return tdg_buf_get(&best->text);
}
