/* util/id.c - Crockford base 32 of a 63-bit number; see id.h.  Pure functions. */
#include "util/id.h"

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void id_text(int64_t id, char out[ID_LETTERS + 1]) {
  uint64_t v = (uint64_t)id;
  for (int i = ID_LETTERS - 1; i >= 0; i--, v >>= 5) out[i] = letters[v & 31];
  out[ID_LETTERS] = '\0';
}

int64_t id_time(int64_t id) { return id >> 20; }
