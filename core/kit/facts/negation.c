/* negation.c - which words of a sentence deny it or leave it open.  Pure; no memory.  The words stand in core/languages. */
#include <tidings/kit/facts.h>
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <unicode/ustring.h>

enum { MAX_WORD = 80 };
_Static_assert((int)TDG_NEGATION == (int)TDG_NEGATION_WORDS_NEGATION &&
                   (int)TDG_HEDGE == (int)TDG_NEGATION_WORDS_HEDGE &&
                   (int)TDG_NEGATION == (int)TDG_NEGATION_SIGNS_NEGATION &&
                   (int)TDG_HEDGE == (int)TDG_NEGATION_SIGNS_HEDGE,
               "the values of the classes are those of enum tdg_negation");

/* didn't, can't */
static int ends_in_nt(struct tdg_str w) {
  size_t tail = tdg_negation_tail(w);
  return tail > 0 && w.n > tail;
}

/* Letters made small, nothing else: in German "konnte" and "könnte" differ. */
static struct tdg_str lower(struct tdg_str w, char out[MAX_WORD]) {
  size_t k = 0;
  while (k < w.n && k < MAX_WORD && (unsigned char)w.p[k] < 0x80) out[k] = tdg_lower(w.p[k]), k++;
  if (k == w.n) return (struct tdg_str){out, k};
  UChar wide[MAX_WORD], low[MAX_WORD];
  int32_t n = 0;
  UErrorCode e = U_ZERO_ERROR;
  u_strFromUTF8(wide, MAX_WORD, &n, w.p, (int32_t)w.n, &e);
  n = u_strToLower(low, MAX_WORD, wide, n, "", &e);
  u_strToUTF8(out, MAX_WORD, &n, low, n, &e);
  return U_FAILURE(e) ? (struct tdg_str){"", 0} : (struct tdg_str){out, (size_t)n};
}

/* The number of the language, or every language when it has no such words. */
static int language_of(const char *tag) {
  int language = tdg_words_language(tag);
  size_t at = 0;
  return tdg_words_next(&tdg_words_negation_words, language, &at) != NULL ? language : TDG_EVERY_LANGUAGE;
}

static int is_listed(struct tdg_str w, enum tdg_negation kind, int language) {
  const struct tdg_word_class *words = &tdg_words_negation_words;
  char out[MAX_WORD];
  size_t from, n = tdg_words_same(words, lower(w, out), &from);
  for (size_t i = from; i < from + n; i++) {
    const struct tdg_word *same = &words->word[words->order[i]];
    if (same->value == (int)kind && (language == TDG_EVERY_LANGUAGE || same->language == language)) return 1;
  }
  return 0;
}

/* "is to be sentenced" */
static int is_to_be(const struct tdg_term *t, size_t i) {
  return i > 0 && t[i].hash == tdg_term_hash("be", 2) && t[i - 1].hash == tdg_term_hash("to", 2);
}

size_t tdg_negations(struct tdg_str text, const struct tdg_term *t, size_t n, const char *language,
                     enum tdg_negation kind, size_t *at, size_t max) {
  int number = language_of(language);
  size_t found = 0;
  for (size_t i = 0; i < n && found < max; i++) {
    struct tdg_str w = {text.p + t[i].start, t[i].end - t[i].start};
    if ((t[i].flags & TDG_TERM_CAPITAL) && !(t[i].flags & TDG_TERM_FIRST)) continue; /* May */
    if ((kind == TDG_NEGATION && ends_in_nt(w)) || (kind == TDG_HEDGE && is_to_be(t, i)) ||
        is_listed(w, kind, number))
      at[found++] = i;
  }
  return found;
}

int tdg_has_negation_sign(struct tdg_str text, enum tdg_negation kind) {
  return tdg_words_inside(&tdg_words_negation_signs, (int)kind, text);
}
