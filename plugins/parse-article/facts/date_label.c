/* date_label.c - what the words beside a date say about it: that of the publication, of a change, or of something
 * else (best before, the day of an event).
 *
 * The words of all languages (core/languages, class article-dates) are looked for in the folded text.  Nothing here can
 * fail; memory is the call's. */
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>

#include <string.h>

#include "page_facts.h"

/* WHOLE: bytes of a beginning that may also stand inside a longer word (Mindesthaltbarkeit). */
enum { MAX_LABEL = 120, WHOLE = 6 };

static int is_inside_word(struct tdg_str s, size_t at) {
  return at > 0 && ((unsigned char)s.p[at - 1] >= 0x80 || tdg_is_alnum(s.p[at - 1]));
}

static enum date_label label_of(int value) {
  return value == TDG_ARTICLE_DATES_FIRST     ? DATE_FIRST
         : value == TDG_ARTICLE_DATES_CHANGED ? DATE_CHANGED
                                              : DATE_OTHER;
}

enum date_label date_label_read(tdg_call *call, struct tdg_str text, int before) {
  const struct tdg_word_class *c = &tdg_words_article_dates;
  enum date_label label = DATE_PLAIN;
  size_t at = 0, best = 0, size = 0;
  struct tdg_str s;
  if (text.n > MAX_LABEL && before) text.p += text.n - MAX_LABEL, text.n = MAX_LABEL;
  else if (text.n > MAX_LABEL) text.n = MAX_LABEL;
  if (tdg_str_trim(text).n < 2) return DATE_PLAIN;
  s = tdg_fold(call, text);
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str word = tdg_word_text(c, w);
    if (word.n == 0 || memchr(s.p, word.p[0], s.n) == NULL) continue;
    for (size_t k = 0; k + word.n <= s.n; k++) {
      if (s.p[k] != word.p[0] || memcmp(s.p + k, word.p, word.n) != 0) continue;
      if (word.n < WHOLE && is_inside_word(s, k)) continue;
      if (label == DATE_PLAIN || (before ? k + word.n > best : k < best) || (k == best && word.n > size))
        label = label_of(w->value), best = before ? k + word.n : k, size = word.n;
    }
  }
  return label;
}
