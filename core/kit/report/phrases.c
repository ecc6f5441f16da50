/* phrases.c - see report_internal.h.  Nothing is allocated, nothing can fail. */
#include "report_internal.h"

#include <unicode/uchar.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#define FITS(count)                                                                                          \
  ((size_t)(count) <= sizeof(((struct phrases *)NULL)->of) / sizeof(((struct phrases *)NULL)->of[0]))
_Static_assert(FITS(TDG_TEXT_BYLINES_COUNT) && FITS(TDG_TEXT_DATES_COUNT) && FITS(TDG_TEXT_CALLS_COUNT) &&
                   FITS(TDG_TEXT_FURNITURE_COUNT) && FITS(TDG_TEXT_RELATED_COUNT) &&
                   FITS(TDG_TEXT_ROLES_COUNT),
               "a class has more values than struct phrases");

/* Word borders are asked for in ASCII only: other scripts inflect, or write no spaces. */
static int at_border(struct tdg_str s, size_t from, size_t to) {
  if (from > 0 && tdg_is_alnum(s.p[from]) && tdg_is_alnum(s.p[from - 1])) return 0;
  return to >= s.n || !tdg_is_alnum(s.p[to]) || !tdg_is_alnum(s.p[to - 1]);
}

struct tdg_str report_fold(const struct tdg_report *r, const struct tdg_line *l) {
  if (l->s.n > TDG_REPORT_SHORT) return (struct tdg_str){"", 0};
  return tdg_fold(r->call, l->s);
}

struct tdg_str tdg_report_unmarked(struct tdg_str s) {
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
  if (how == 0) return 0; /* entries that are not asked for */
  if (how == PHRASE_WHOLE) return tdg_str_same(bare, text);
  if (how == PHRASE_START)
    return bare.n >= text.n && memcmp(bare.p, text.p, text.n) == 0 && at_border(bare, 0, text.n);
  for (const char *p = line.p; (p = memmem(p, line.n - (size_t)(p - line.p), text.p, text.n)) != NULL; p++) {
    size_t from = (size_t)(p - line.p);
    if (at_border(line, from, from + text.n)) return 1;
  }
  return 0;
}

const struct tdg_word *report_phrase(const struct phrases *p, struct tdg_str folded) {
  struct tdg_str bare = report_bare(folded);
  const struct tdg_word *w;
  for (size_t at = 0; bare.n > 0 && (w = tdg_words_next(p->words, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (matches(folded, bare, tdg_word_text(p->words, w), p->of[w->value].how)) return w;
  return NULL;
}

int report_phrases(const struct phrases *p, struct tdg_str folded) {
  struct tdg_str bare = report_bare(folded);
  const struct tdg_word *w;
  int sum = 0;
  for (size_t at = 0; bare.n > 0 && (w = tdg_words_next(p->words, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (matches(folded, bare, tdg_word_text(p->words, w), p->of[w->value].how)) sum += p->of[w->value].value;
  return sum;
}
