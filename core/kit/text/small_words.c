/* small_words.c - the small words of all languages as a set of hashes.
 *
 * They stand in core/languages and carry no topic, so comparing texts leaves them out.  The set is filled by its
 * owner; nothing here is mutable.
 */
#include <tidings/kit/terms.h>
#include <tidings/kit/word_classes.h>

#include <string.h>

static void put(struct tdg_small_words *set, uint64_t h) {
  size_t i = (size_t)h & (TDG_SMALL_WORD_SLOTS - 1);
  while (set->slot[i] != 0 && set->slot[i] != h) i = (i + 1) & (TDG_SMALL_WORD_SLOTS - 1);
  set->slot[i] = h;
}

void tdg_small_words_fill(struct tdg_small_words *set) {
  const struct tdg_word *w;
  memset(set, 0, sizeof *set);
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_small_words, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str text = tdg_word_text(&tdg_words_small_words, w);
    put(set, tdg_term_hash(text.p, text.n));
  }
}

int tdg_small_words_has(const struct tdg_small_words *set, uint64_t h) {
  size_t i = (size_t)h & (TDG_SMALL_WORD_SLOTS - 1);
  while (set->slot[i] != 0) {
    if (set->slot[i] == h) return 1;
    i = (i + 1) & (TDG_SMALL_WORD_SLOTS - 1);
  }
  return 0;
}
