/* phrases.c - see phrases.h.  The folded tables live in the memory of the call. */
#include "phrases.h"

#include <assert.h>
#include <unicode/uchar.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

/* Word borders are asked for in ASCII only: other scripts inflect, or write no spaces. */
static int at_border(struct tdg_str s, size_t from, size_t to) {
  if (from > 0 && tdg_is_alnum(s.p[from]) && tdg_is_alnum(s.p[from - 1])) return 0;
  return to >= s.n || !tdg_is_alnum(s.p[to]) || !tdg_is_alnum(s.p[to - 1]);
}

struct tdg_str report_fold(const struct report *r, const struct tdg_line *l) {
  if (l->s.n > MAX_SHORT) return (struct tdg_str){"", 0};
  return tdg_fold(r->call, l->s);
}

struct tdg_str report_unmarked(struct tdg_str s) {
  while (s.n > 0 && strchr("#*_= ", *s.p) != NULL) s.p++, s.n--;
  while (s.n > 0 && strchr("#*_= ", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

struct tdg_str report_bare(struct tdg_str s) {
  const char *p = s.p, *end = s.p + s.n, *from = end, *to = s.p;
  while (p < end) {
    const char *q = p;
    uint32_t c = tdg_utf8_next(&p, end);
    if (!u_isalnum((UChar32)c) && !(u_getCombiningClass((UChar32)c) && from < end)) continue;
    if (q < from) from = q;
    to = p;
  }
  return from < to ? (struct tdg_str){from, (size_t)(to - from)} : (struct tdg_str){s.p, 0};
}

static int matches(struct tdg_str line, struct tdg_str bare, struct tdg_str text, int how) {
  if (how == PHRASE_WHOLE) return tdg_str_same(bare, text);
  if (how == PHRASE_START)
    return bare.n >= text.n && memcmp(bare.p, text.p, text.n) == 0 && at_border(bare, 0, text.n);
  for (const char *p = line.p; (p = memmem(p, line.n - (size_t)(p - line.p), text.p, text.n)) != NULL; p++) {
    size_t from = (size_t)(p - line.p);
    if (at_border(line, from, from + text.n)) return 1;
  }
  return 0;
}

/* The table in comparing form: folded once a report. */
static const struct tdg_str *table_fold(const struct report *r, const struct phrase *table, size_t n) {
  struct phrase_tables *t = r->tables;
  size_t i = 0;
  while (i < t->n && t->of[i] != table) i++;
  assert(i < MAX_TABLES); /* one for each table of the plugin */
  if (i < t->n) return t->folded[i];
  struct tdg_str *v = tdg_scratch(r->call, n * sizeof(*v));
  for (size_t k = 0; k < n; k++) v[k] = tdg_fold(r->call, tdg_str_of(table[k].text));
  t->of[i] = table, t->folded[i] = v, t->n++;
  return v;
}

int report_phrases(const struct report *r, const struct phrase *table, size_t n, struct tdg_str folded) {
  const struct tdg_str *v = table_fold(r, table, n);
  struct tdg_str bare = report_bare(folded);
  int sum = 0;
  for (size_t i = 0; bare.n > 0 && i < n; i++)
    if (matches(folded, bare, v[i], table[i].how)) sum += table[i].value;
  return sum;
}

const struct phrase *report_phrase(const struct report *r, const struct phrase *table, size_t n,
                                   struct tdg_str folded) {
  const struct tdg_str *v = table_fold(r, table, n);
  struct tdg_str bare = report_bare(folded);
  for (size_t i = 0; bare.n > 0 && i < n; i++)
    if (matches(folded, bare, v[i], table[i].how)) return &table[i];
  return NULL;
}
