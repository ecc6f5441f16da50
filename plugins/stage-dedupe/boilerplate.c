/* boilerplate.c - detect lines that a source prints repeatedly; see dedupe.h.  No memory of its own; nothing
 * can fail. */
#include "dedupe.h"

uint32_t boilerplate_key(uint32_t source, uint64_t line) {
  uint64_t x = (line ^ source) * 0x9e3779b97f4a7c15u;
  return (uint32_t)(x >> 32) ^ (uint32_t)x;
}

static uint32_t slot(uint32_t key, uint32_t row) {
  uint32_t x = (key ^ (row * 0x85ebca6bu)) * 0xc2b2ae35u;
  return (x ^ (x >> 15)) & (BOILERPLATE_SLOTS - 1);
}

static uint8_t seen(const struct boilerplate *f, uint32_t key) {
  uint8_t least = UINT8_MAX;
  for (uint32_t r = 0; r < BOILERPLATE_ROWS; r++) {
    uint8_t c = f->count[r][slot(key, r)];
    if (c < least) least = c;
  }
  return least;
}

int boilerplate_is(const struct boilerplate *f, uint32_t key) { return seen(f, key) >= BOILERPLATE_SEEN; }

static void halve(struct boilerplate *f) {
  for (uint32_t r = 0; r < BOILERPLATE_ROWS; r++)
    for (uint32_t i = 0; i < BOILERPLATE_SLOTS; i++) f->count[r][i] = (uint8_t)(f->count[r][i] / 2);
  f->since = 0;
}

static void count_one(struct boilerplate *f, uint32_t key) {
  uint8_t now = seen(f, key);
  if (now == UINT8_MAX) return;
  for (uint32_t r = 0; r < BOILERPLATE_ROWS; r++) {
    uint8_t *c = &f->count[r][slot(key, r)];
    if (*c == now) (*c)++; /* increment only the smallest counters, which reduces false positives */
  }
}

void boilerplate_count(struct boilerplate *f, const uint32_t *keys, size_t n) {
  for (size_t i = 0; i < n; i++) count_one(f, keys[i]);
  f->since += (uint32_t)n;
  if (f->since >= BOILERPLATE_HALVE_AFTER) halve(f);
}
