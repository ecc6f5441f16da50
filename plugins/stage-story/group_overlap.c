/* group_overlap.c - compare groups of records by the words that most records of a group share; see story.h.
 * Pure; memory on the stack. */
#include "story.h"

enum { MAX_WORDS = OVERLAP_RECORDS * VECTOR_WORDS, SLOTS = 4096 };

struct shared {
  uint32_t word;
  uint8_t n[2]; /* number of records with it in each group */
  float weight[2];
};
struct overlap {
  struct shared word[MAX_WORDS];
  size_t n;
  uint32_t mask;        /* number of slots minus one; at least twice as many slots as words */
  uint16_t slot[SLOTS]; /* index + 1, 0: free */
};

static struct shared *find(struct overlap *c, uint32_t word) {
  size_t i = ((word * 0x9e3779b1u) >> 16) & c->mask;
  while (c->slot[i] != 0 && c->word[c->slot[i] - 1].word != word) i = (i + 1) & c->mask;
  if (c->slot[i] == 0) {
    c->word[c->n] = (struct shared){.word = word};
    c->slot[i] = (uint16_t)++c->n;
  }
  return &c->word[c->slot[i] - 1];
}

static void add(struct overlap *c, const struct vector_weights *weights, const struct summary_vector *g,
                int side) {
  for (size_t i = 0; i < g->n && c->n < MAX_WORDS; i++) {
    struct shared *w = find(c, g->word[i]);
    w->n[side]++;
    w->weight[side] += summary_vector_weight(g, weights, i);
  }
}

static float share(const struct overlap *c, int side, size_t mine, size_t theirs) {
  float whole = 0, found = 0;
  for (size_t i = 0; i < c->n; i++) {
    const struct shared *w = &c->word[i];
    if (w->n[side] < 2 || w->n[side] * 2u < mine) continue;
    float part = (float)(w->n[1 - side] * mine) / (float)(w->n[side] * theirs);
    whole += w->weight[side];
    found += w->weight[side] * (part < 1 ? part : 1);
  }
  return whole <= 0 ? 0.5f : found / whole;
}

float group_overlap(const struct vector_weights *weights, const struct summary_vector *const *a, size_t n_a,
                    const struct summary_vector *const *b, size_t n_b) {
  struct overlap c;
  c.n = 0;
  c.mask = 511;
  while (c.mask + 1 < (n_a + n_b) * VECTOR_WORDS * 2 && c.mask + 1 < SLOTS) c.mask = 2 * c.mask + 1;
  memset(c.slot, 0, (c.mask + 1) * sizeof *c.slot);
  for (size_t i = 0; i < n_a; i++) add(&c, weights, a[i], 0);
  for (size_t i = 0; i < n_b; i++) add(&c, weights, b[i], 1);
  float x = share(&c, 0, n_a, n_b), y = share(&c, 1, n_b, n_a);
  return x < y ? x : y;
}
