/* vector.h - a record as the words that say what it is about: hashes with counts and flags, no text.
 *
 * Kept are the words with the most weight (rare, often, in title or lead, names).  Names of several words and pairs of
 * characters of scripts without spaces are words of their own.
 */
#ifndef STORY_VECTOR_H
#define STORY_VECTOR_H

#include "df.h"

#include <tidings/kit/terms.h>

enum { VECTOR_WORDS = 80, VECTOR_LEAD_TERMS = 60, VECTOR_SIGNATURE = 64 + 6 * VECTOR_WORDS };
enum { WORD_NAME = 1, WORD_LEAD = 2, WORD_TITLE = 4, WORD_FIGURE = 8, WORD_PHRASE = 16 };

struct vector {
  int64_t id, published, seen;
  uint64_t publisher;
  uint16_t n, length; /* length: terms of the text, at most 65535 */
  uint32_t word[VECTOR_WORDS]; /* ascending */
  uint8_t count[VECTOR_WORDS], flags[VECTOR_WORDS];
};

/* How much each kind of word counts. */
struct vector_weights {
  float title, lead, name, figure, phrase;
};
/* A vector with the weights of now. */
struct weighed {
  const struct vector *v;
  float weight[VECTOR_WORDS]; /* of each word */
  float norm;                 /* root of the sum of their squares */
  float names, lead, figures, sum; /* sums of weights by kind */
};

void vector_make(tdg_call *, const struct tdg_small_words *, const struct df *, const struct vector_weights *,
                 const tdg_rec *rec, struct vector *out);
void vector_weigh(const struct vector *, const struct df *, const struct vector_weights *, struct weighed *out);

size_t vector_pack(const struct vector *, unsigned char out[VECTOR_SIGNATURE]);
int vector_unpack(struct tdg_str, struct vector *out); /* 0, or -1 */

/* What two records have in common. */
struct common {
  float cosine;        /* 0 .. 1 */
  float lead, names, figures; /* share of the smaller sum of weights, 0 .. 1 */
  float shared;        /* sum of the weights of common words */
  int words, n_names;  /* common words, common names */
};
void vector_compare(const struct weighed *a, const struct weighed *b, struct common *out);

#endif
