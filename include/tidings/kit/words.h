/* tidings/kit/words.h - the word lists of core/languages, which texts are searched for.
 *
 * A class is one list (months, words that negate).  Its entries are in core/languages/LL.words, one file per
 * language; a language may leave a class empty.  <tidings/kit/word_classes.h>, which the build generates from
 * core/languages/classes, declares the classes and numbers the values of each from 1.  Constant data: nothing
 * is allocated, nothing can fail.
 *
 *   #include <tidings/kit/word_classes.h>
 *
 *   int l = tdg_words_language("de-AT");                                  de.words
 *   size_t at = 0;
 *   for (const struct tdg_word *w; (w = tdg_words_next(&tdg_words_brief_months, l, &at)) != NULL;)
 *     learn(tdg_word_text(&tdg_words_brief_months, w), w->value);         "Januar" 1, "Jänner" 1, ...
 *   w = tdg_words_find(&tdg_words_date_words, TDG_EVERY_LANGUAGE, (struct tdg_str){"mai", 3});
 *   if (w != NULL && w->value == TDG_DATE_WORDS_MAY) ...
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_WORDS_H
#define TIDINGS_KIT_WORDS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_word {
  uint16_t at;  /* offset of its text in the class's text; a NUL follows it */
  uint8_t size; /* bytes */
  uint8_t language;
  int16_t value; /* 1 in a class without values */
};
struct tdg_word_class {
  const char *text;
  const struct tdg_word *word; /* ordered by language, then as in the file */
  const uint16_t *order;       /* indices into word, ordered by text */
  const uint16_t *slot;        /* a hash table of the texts: 1 + an index into order, or 0 */
  size_t n, n_slots;           /* n_slots: a power of two, or 0 */
};

/* The number of the language of a tag such as "de", "de-AT" or "DE_at"; TDG_NO_LANGUAGE, with which nothing
 * is found, when there is no file for it.  Languages are numbered in the order of their codes;
 * tdg_words_code() returns "" for an invalid number. */
enum { TDG_EVERY_LANGUAGE = -1, TDG_NO_LANGUAGE = -2 };
int tdg_words_language(const char *tag);
const char *tdg_words_code(int language);

/* The next entry of one language or of all; *at is 0 before the first call.  NULL: no more entries. */
const struct tdg_word *tdg_words_next(const struct tdg_word_class *, int language, size_t *at);
static inline struct tdg_str tdg_word_text(const struct tdg_word_class *c, const struct tdg_word *w) {
  struct tdg_str s;
  s.p = c->text + w->at, s.n = w->size;
  return s;
}

/* The entry equal to `text`, byte for byte; of TDG_EVERY_LANGUAGE the first.  The entries of a class that is
 * declared "folded" are in lower case without accents, so fold the text first. */
const struct tdg_word *tdg_words_find(const struct tdg_word_class *, int language, struct tdg_str text);
/* All entries equal to `text`: word[order[*from]], word[order[*from + 1]], ...; returns their number. */
size_t tdg_words_same(const struct tdg_word_class *, struct tdg_str text, size_t *from);
/* The longest entry that `text` begins with, or ends with; word boundaries are not checked. */
const struct tdg_word *tdg_words_at_start(const struct tdg_word_class *, int language, struct tdg_str text);
const struct tdg_word *tdg_words_at_end(const struct tdg_word_class *, int language, struct tdg_str text);
/* Does an entry with this value, of any language, stand somewhere in `text`? */
int tdg_words_inside(const struct tdg_word_class *, int value, struct tdg_str text);
/* The entry of any language that stands first in `text`, the longest of those that begin there; *at: its offset.
 * NULL: there is none, and *at is text.n. */
const struct tdg_word *tdg_words_first(const struct tdg_word_class *, struct tdg_str text, size_t *at);

#ifdef __cplusplus
}
#endif
#endif
