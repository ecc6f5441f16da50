/* tidings/kit/terms.h - running text as an array of hashed words, fast enough to compare many documents.
 *
 * tdg_words() and tdg_fold() (kit/text.h) define what a word is and return its letters; here each word is
 * folded (case, diacritics, curly signs) and hashed while it is read, at hundreds of megabytes a second for
 * ASCII.
 *
 *   "The U.S. cease-fire didn't hold"  ->  the us ceasefire didn hold
 *   "L'État c'est 1,200.5 km"          ->  etat est 1200.5 km
 *
 * Scripts written without spaces (Chinese, Japanese, Thai, ...) and Hangul give one term per character,
 * flagged TDG_TERM_GLYPH; combine neighbours (end == start) where a single character says too little.  The
 * same text gives the same terms on every machine.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_TERMS_H
#define TIDINGS_KIT_TERMS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  TDG_TERM_NUMBER = 1,  /* starts with a digit */
  TDG_TERM_CAPITAL = 2, /* written with a capital first */
  TDG_TERM_UPPER = 4,   /* two or more letters, all capitals */
  /* first of its sentence, heading or quotation: a capital letter carries no information */
  TDG_TERM_FIRST = 8,
  TDG_TERM_GLYPH = 16,   /* one character of a script without spaces */
  TDG_TERM_ADJACENT = 32 /* only space between it and the term before */
};
struct tdg_term {
  /* of the folded word; of the word without a common ending (English -s -ed -ing, plural -n ...) */
  uint64_t hash, stem;
  /* byte offsets into the text; include what follows an inner or possessive apostrophe */
  uint32_t start, end;
  uint16_t flags, size; /* size: bytes of the folded form */
};

/* The terms of a text, at most TDG_MAX_TERMS; returns their number.  The array is in the memory of the
 * call. */
enum { TDG_MAX_TERMS = 1 << 17, TDG_MAX_TERM_BYTES = 64 };
size_t tdg_terms(tdg_call *call, struct tdg_str text, struct tdg_term **out);
/* A character of a script written without spaces, or of Hangul: a term of its own. */
int tdg_is_glyph(uint32_t character);
/* The hash tdg_terms() gives to a word that is already folded. */
uint64_t tdg_term_hash(const char *folded, size_t n);

/* Function words (the, of, und, que, ...) of the languages of tdg_language(), as a set of hashes that the
 * caller allocates. */
enum { TDG_SMALL_WORD_SLOTS = 4096 };
struct tdg_small_words {
  uint64_t slot[TDG_SMALL_WORD_SLOTS];
};
void tdg_small_words_fill(struct tdg_small_words *set);
int tdg_small_words_has(const struct tdg_small_words *set, uint64_t hash);

#ifdef __cplusplus
}
#endif
#endif
