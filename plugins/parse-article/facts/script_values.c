/* script_values.c - single facts that a page tells its own scripts by name: "pagePostAuthor":"Ada Quill".
 *
 * Asked only where neither the metadata nor the page itself says it.  A name that stands there with two values is
 * that of a list of other articles, and counts for nothing.  Text is searched, nothing is parsed: linear, and nothing
 * can fail. */
#include "page_facts.h"

#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

enum { MAX_SCRIPTS_READ = 200, MAX_VALUE = 120, SAME_VALUE = 10 };

/* The string behind a name that ends at p: `":"`, `\":\"` or `: '`; empty when it is none. */
static struct tdg_str value_at(const char *p, const char *end) {
  const char *from;
  while (p < end && strchr("\\\"' \t", *p) != NULL) p++;
  if (p == end || *p != ':') return tdg_str_of("");
  p++;
  while (p < end && strchr("\\ \t", *p) != NULL) p++;
  if (p == end || (*p != '"' && *p != '\'')) return tdg_str_of("");
  for (from = ++p; p < end && strchr("\\\"'\n<", *p) == NULL; p++)
    if (p - from > MAX_VALUE) return tdg_str_of("");
  return (struct tdg_str){from, p < end ? (size_t)(p - from) : 0};
}

/* A name is not the end of another one. */
static int begins_name(const char *p, const char *start) {
  return p > start && (p[-1] == '"' || p[-1] == '\'' || tdg_is_space(p[-1]) || p[-1] == ',' || p[-1] == '{');
}

/* 0 when it is said in two ways. */
static int read_script(struct tdg_str s, struct tdg_str name, struct tdg_str *found) {
  const char *p = s.p, *end = s.p + s.n;
  while ((p = memmem(p, (size_t)(end - p), name.p, name.n)) != NULL) {
    struct tdg_str v = begins_name(p, s.p) ? value_at(p + name.n, end) : tdg_str_of("");
    p += name.n;
    if (v.n == 0) continue;
    if (found->n > 0 &&
        (found->n < SAME_VALUE || v.n < SAME_VALUE || memcmp(v.p, found->p, SAME_VALUE) != 0) &&
        !tdg_str_same(v, *found))
      return 0;
    if (found->n == 0) *found = v;
  }
  return 1;
}

/* The text of the script at node i; "" when it is none. */
static struct tdg_str script_at(const struct page *pg, uint32_t i) {
  const struct tdg_node *n = &pg->node[i];
  if (n->tag != TDG_HTML_SCRIPT || n->end == i + 1) return tdg_str_of("");
  return (struct tdg_str){pg->src.p + pg->node[i + 1].at, pg->node[i + 1].len};
}

int script_has(const struct page *pg, const char *letters) {
  size_t scripts = 0;
  for (uint32_t i = 1; i + 1 < pg->n && scripts < MAX_SCRIPTS_READ; i++) {
    struct tdg_str script = script_at(pg, i);
    if (script.n == 0) continue;
    if (memmem(script.p, script.n, letters, strlen(letters)) != NULL) return 1;
    scripts++;
  }
  return 0;
}

struct tdg_str script_value(struct page *pg, const char *name) {
  struct tdg_str found = tdg_str_of("");
  size_t scripts = 0;
  for (uint32_t i = 1; i + 1 < pg->n && scripts < MAX_SCRIPTS_READ; i++) {
    struct tdg_str script = script_at(pg, i);
    if (script.n == 0) continue;
    if (!read_script(script, tdg_str_of(name), &found)) return tdg_str_of("");
    scripts++;
  }
  return tdg_fold_space(pg->call, tdg_html_unescape(pg->call, found, 0));
}
