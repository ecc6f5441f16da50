/* grams.c - sets of letter groups; see feature_reader.h.  Memory is the call's, of fixed size. */
#include "feature_reader.h"

enum { GRAM = 6, SET_LOG = 17, SET_BITS = 1 << SET_LOG };

size_t squeeze(char *out, size_t n, size_t max, const char *p, size_t len) {
  for (size_t i = 0; i < len && n < max; i++) {
    uint8_t c = (uint8_t)p[i];
    if (c >= 'A' && c <= 'Z') out[n++] = (char)(c + 32);
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x80 && c != 0xE2 && c != 0xC2))
      out[n++] = (char)c;
    else if (c == 0xE2) i += 2; /* general punctuation */
    else if (c == 0xC2) i += 1;
  }
  return n;
}

/* The last GRAM letters as a number, and its place: the upper bits of a product. */
static uint64_t next_letter(uint64_t key, char c) {
  return key >> 8 | (uint64_t)(uint8_t)c << (8 * (GRAM - 1));
}
static uint32_t place_of(uint64_t key) {
  return (uint32_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - SET_LOG));
}

void grams_add(struct page *pg, struct grams *g, struct tdg_str s) {
  uint64_t key = 0;
  char *buf;
  size_t n;
  if (s.n < GRAM) return;
  buf = tdg_scratch(pg->call, s.n + 1);
  n = squeeze(buf, 0, s.n, s.p, s.n);
  if (n < GRAM) return;
  if (g->bits == NULL) g->bits = tdg_scratch(pg->call, SET_BITS / 8);
  g->any = 1;
  for (size_t i = 0; i < n; i++) {
    uint32_t k = place_of(key = next_letter(key, buf[i]));
    if (i + 1 >= GRAM) g->bits[k / 8] |= (uint8_t)(1u << (k % 8));
  }
}

int grams_like(const struct grams *g, const char *p, size_t n) {
  uint64_t key = 0;
  size_t hit = 0;
  if (!g->any) return -1;
  if (n < GRAM) return 0;
  for (size_t i = 0; i < GRAM - 1; i++) key = next_letter(key, p[i]);
  for (size_t i = GRAM - 1; i < n; i++) {
    uint32_t k = place_of(key = next_letter(key, p[i]));
    hit += (g->bits[k / 8] >> (k % 8)) & 1;
  }
  return (int)(hit * 100 / (n - GRAM + 1));
}
