/* df.h - in how many records of late a word stood: what makes a word rare.
 *
 * A bounded table of word hashes.  When it fills up all counts are halved and the words that reach zero are
 * let go, so that it follows the news and never grows.
 */
#ifndef STORY_DF_H
#define STORY_DF_H

#include <stddef.h>
#include <stdint.h>

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
void df_count(struct df *, const uint32_t *words, size_t n); /* the distinct words of one record */
/* How much a word says: the logarithm of records over records with it; about 7 for a new word, 1 for a common
 * one. */
float df_weight(const struct df *, uint32_t word);
void df_prefetch(const struct df *, uint32_t word); /* its weight will be asked for soon */
/* Natural logarithm of x >= 1, the same bits on every machine. */
float df_log(float x);

#endif
