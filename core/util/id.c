/* util/id.c - Crockford base 32 of a 63-bit number; see id.h.  Pure functions. */
#include "util/id.h"

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void id_text(int64_t id, char out[ID_LETTERS + 1]) {
  uint64_t v = (uint64_t)id;
  for (int i = ID_LETTERS - 1; i >= 0; i--, v >>= 5) out[i] = letters[v & 31];
  out[ID_LETTERS] = '\0';
}

/* Crockford reads I and L as 1, O as 0. */
static int letter_value(char c) {
  if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
  if (c == 'I' || c == 'L') return 1;
  if (c == 'O') return 0;
  for (int i = 0; i < 32; i++)
    if (letters[i] == c) return i;
  return -1;
}

int id_prefix(const char *p, size_t n, int64_t *low, int64_t *high) {
  if (n == 0 || n > ID_LETTERS) return -1;
  uint64_t v = 0;
  for (size_t i = 0; i < n; i++) {
    int d = letter_value(p[i]);
    if (d < 0 || (i == 0 && d > 7)) return -1; /* 13 letters hold 65 bits; an id has 63 */
    v = v << 5 | (uint64_t)d;
  }
  unsigned shift = 5 * (unsigned)(ID_LETTERS - n);
  if (v >= (uint64_t)INT64_MAX >> shift) return -1;
  *low = (int64_t)(v << shift);
  *high = (int64_t)((v + 1) << shift);
  return 0;
}

int id_parse(const char *p, size_t n, int64_t *id) {
  int64_t high;
  return n == ID_LETTERS ? id_prefix(p, n, id, &high) : -1;
}
