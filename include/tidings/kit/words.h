/* tidings/kit/words.h - the word lists of core/languages: what texts are searched for, in each language.
 *
 * A class is one list (months, words that negate); its entries stand in core/languages/LL.words, a file a language, and a
 * class that a language does not fill is empty there.  The classes themselves are declared by
 * <tidings/kit/word_classes.h>, which the build makes from core/languages/classes; the names of a class's values are
 * numbered from 1 there.  Constant data: nothing is allocated, nothing can fail.
 *
 *   #include <tidings/kit/word_classes.h>
 *
 *   int l = tdg_words_language("de-AT");                                  de.words
 *   size_t at = 0;
 *   for (const struct tdg_word *w; (w = tdg_words_next(&tdg_words_brief_months, l, &at)) != NULL;)
 *     learn(tdg_word_text(&tdg_words_brief_months, w), w->value);         "Januar" 1, "Jänner" 1, ...
 *   w = tdg_words_find(&tdg_words_date_words, TDG_EVERY_LANGUAGE, (struct tdg_str){"mai", 3});
 *   if (w != NULL && w->value == TDG_DATE_WORDS_MAY) ...
 */
#ifndef TIDINGS_KIT_WORDS_H
#define TIDINGS_KIT_WORDS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_word {
  uint16_t at;  /* where its text begins in that of the class; behind it stands a NUL */
  uint8_t size; /* bytes */
  uint8_t language;
  int16_t value; /* 1 in a class without values */
};
struct tdg_word_class {
  const char *text;
  const struct tdg_word *word; /* by language, then as the file has them */
  const uint16_t *order;       /* the same by their bytes */
  size_t n;
};

/* The number of a language's file by a tag such as "de", "de-AT" or "DE_at"; -2 when there is none, so that nothing is
 * found.  Languages are numbered by their codes; tdg_words_code() gives "" for a number that is none. */
enum { TDG_EVERY_LANGUAGE = -1, TDG_NO_LANGUAGE = -2 };
int tdg_words_language(const char *tag);
const char *tdg_words_code(int language);

/* The next entry of one or of every language; *at is 0 before the first.  NULL: there is none any more. */
const struct tdg_word *tdg_words_next(const struct tdg_word_class *, int language, size_t *at);
static inline struct tdg_str tdg_word_text(const struct tdg_word_class *c, const struct tdg_word *w) {
  struct tdg_str s;
  s.p = c->text + w->at, s.n = w->size;
  return s;
}

/* The entry that is `text`, byte for byte: a class that is declared "folded" holds small letters without accents, so fold
 * (or lower) first.  Of every language: the first. */
const struct tdg_word *tdg_words_find(const struct tdg_word_class *, int language, struct tdg_str text);
/* All that are `text`: word[order[*from]] and so on; returns how many. */
size_t tdg_words_same(const struct tdg_word_class *, struct tdg_str text, size_t *from);
/* The longest entry that `text` begins with, or ends with; whether a word may begin or end there is the caller's to ask. */
const struct tdg_word *tdg_words_at_start(const struct tdg_word_class *, int language, struct tdg_str text);
const struct tdg_word *tdg_words_at_end(const struct tdg_word_class *, int language, struct tdg_str text);

#ifdef __cplusplus
}
#endif
#endif
