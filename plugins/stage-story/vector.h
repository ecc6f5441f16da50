/* vector.h - a record as its most significant words: hashes with counts and flags, without text.
 *
 * The words with the most weight are kept (rare, frequent in the record, in title or lead, names).  Names of
 * several words, and pairs of characters of scripts without spaces, are words of their own.
 */
#ifndef STORY_VECTOR_H
#define STORY_VECTOR_H

#include <tidings/kit/terms.h>

/* Document frequencies: the number of recent records with a word, from which its rarity follows.  A bounded
 * table of word hashes (df.c): when it is full all counts are halved and words that reach zero are removed,
 * so that it follows the news and never grows. */
enum { DF_SLOTS = 1 << 20, DF_MAX_USED = DF_SLOTS / 4 * 3 };

struct df_slot {
  uint32_t word, count;
};
struct df {
  struct df_slot *slot;
  size_t used;
  double records; /* counted, halved along */
};
void df_init(struct df *);
void df_free(struct df *);
/* The slots that are used, from a number on; a saved table: empty it, then put the slots back. */
size_t df_slots(const struct df *, size_t from, size_t to, struct df_slot *out);
void df_restart(struct df *, double records);
int df_put_back(struct df *, const struct df_slot *, size_t n);
void df_count(struct df *, const uint32_t *words, size_t n); /* the distinct words of one record */
/* The rarity of a word: the logarithm of the number of records divided by the number of records with it;
 * about 7 for a new word, 1 for a common one. */
float df_weight(const struct df *, uint32_t word);
float df_count_of(const struct df *, uint32_t word); /* how many recent records have it */
void df_prefetch(const struct df *, uint32_t word);  /* prefetch: its weight is needed soon */
/* Natural logarithm of x >= 1, the same bits on every machine. */
float df_log(float x);

enum { VECTOR_WORDS = 64, VECTOR_LEAD_TERMS = 60, VECTOR_SIGNATURE = 64 + 6 * VECTOR_WORDS };
enum { WORD_NAME = 1, WORD_LEAD = 2, WORD_TITLE = 4, WORD_FIGURE = 8, WORD_PHRASE = 16, WORD_YEAR = 32 };

struct vector {
  int64_t id, published, seen;
  uint16_t n, length;          /* length: terms of the text, at most 65535 */
  uint32_t word[VECTOR_WORDS]; /* ascending */
  uint8_t count[VECTOR_WORDS], flags[VECTOR_WORDS];
};

/* The factors of weights by count and by flags. */
enum { WEIGHTS_COUNTS = 32, WEIGHTS_FLAGS = 64 };
struct vector_weights {
  float often[WEIGHTS_COUNTS], kind[WEIGHTS_FLAGS];
};
struct vector_boosts {
  float title, lead, name, figure, phrase;
};
void vector_weights_fill(struct vector_weights *, const struct vector_boosts *);

/* The stored and compared form of a record.  The weight of a word is its rarity, taken from df when it was
 * last weighed, times the factors of its count and flags. */
struct summary_vector {
  int64_t id, published, seen;
  float norm;                             /* root of the sum of the squared weights */
  float names, lead, figures, title, sum; /* sums of weights by kind */
  uint16_t length;
  uint8_t n, years;            /* years: it names a year */
  uint32_t word[VECTOR_WORDS]; /* ascending */
  uint8_t count[VECTOR_WORDS], flags[VECTOR_WORDS], rarity[VECTOR_WORDS];
};
enum { SUMMARY_RARITY_UNIT = 16 }; /* the value of summary_vector.rarity that means 1 */
static inline float vector_factor(const struct vector_weights *w, unsigned count, unsigned flags) {
  return w->often[count < WEIGHTS_COUNTS ? count : WEIGHTS_COUNTS - 1] * w->kind[flags & (WEIGHTS_FLAGS - 1)];
}
static inline float summary_vector_weight(const struct summary_vector *g, const struct vector_weights *w,
                                          size_t i) {
  return vector_factor(w, g->count[i], g->flags[i]) * ((float)g->rarity[i] * (1.0f / SUMMARY_RARITY_UNIT));
}

struct crossing_reading; /* crossing.h; NULL: none */
void vector_make(tdg_call *, const struct tdg_small_words *, const struct df *, const struct vector_weights *,
                 const tdg_rec *rec, struct crossing_reading *, struct vector *out);
void vector_weigh(const struct vector *, const struct df *, const struct vector_weights *,
                  struct summary_vector *out);
void summary_vector_weigh(struct summary_vector *, const struct df *,
                          const struct vector_weights *); /* again, with the present df */

/* Numbers of n bytes, little endian; *p is moved past them. */
void bytes_put(unsigned char **p, uint64_t v, size_t n);
uint64_t bytes_get(const unsigned char **p, size_t n);
size_t vector_pack(const struct vector *, unsigned char out[VECTOR_SIGNATURE]);
int vector_unpack(struct tdg_str, struct vector *out); /* 0, or -1 */

/* What two records have in common. */
struct common {
  float cosine;               /* 0 .. 1 */
  float lead, names, figures; /* share of the smaller sum of weights, 0 .. 1 */
  float titles;               /* the share of the smaller title that is in the other */
  float title_a, title_b;     /* the share of each title that is in the other record */
  float strongest;            /* the highest weight of a shared word, without factors */
  float shared;               /* sum of the weights of shared words */
  int words, n_names;         /* numbers of shared words, names */
  int years;                  /* 1: shared years, -1: both have years but share none, 0: one has none */
};
float vector_root(float x);
void vector_compare(const struct summary_vector *a, const struct summary_vector *b,
                    const struct vector_weights *, struct common *out);

#endif
