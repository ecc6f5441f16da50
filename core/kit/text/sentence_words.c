/* sentence_words.c - the words that decide whether a full stop ends a sentence.
 *
 * They are looked for in all languages at once: a word that is an abbreviation in one language and a usual last
 * word of a sentence in another ("no.", "art.", "on.") counts as one only before a number, or only in its
 * language.
 */
#include "kit/text/text_internal.h"

#include <tidings/kit/word_classes.h>

#include <string.h>

enum text_abbreviation text_abbreviation(const char *word, size_t n, const char *language) {
  static const enum text_abbreviation kinds[TDG_SENTENCE_ABBREVIATIONS_COUNT] = {
      [TDG_SENTENCE_ABBREVIATIONS_TITLE] = TEXT_TITLE,
      [TDG_SENTENCE_ABBREVIATIONS_NUMBERED] = TEXT_NUMBERED,
      [TDG_SENTENCE_ABBREVIATIONS_MAY_END] = TEXT_MAY_END};
  const struct tdg_word_class *c = &tdg_words_sentence_abbreviations;
  char low[TEXT_MAX_LISTED];
  size_t from, same = tdg_words_same(c, text_lower(word, n, low), &from);
  enum text_abbreviation best = TEXT_NO_ABBREVIATION; /* of two languages: the one that ends more sentences */
  for (size_t i = from; i < from + same; i++) {
    const struct tdg_word *w = &c->word[c->order[i]];
    enum text_abbreviation kind = kinds[w->value];
    if (w->value == TDG_SENTENCE_ABBREVIATIONS_TITLE_HERE && w->language == tdg_words_language(language))
      kind = TEXT_TITLE;
    if (kind > best) best = kind;
  }
  return best;
}

int text_is_starter(const char *word, size_t n) {
  return text_in_words(&tdg_words_sentence_starters, TDG_EVERY_LANGUAGE, word, n);
}

int text_has_ordinal_dots(const char *language) {
  static const char list[] = " de cs sk da no nb nn fi hu hr sr bs sl tr et lv is pl ";
  size_t n = strcspn(language, "-_");
  return text_in_list(list, language, n);
}
