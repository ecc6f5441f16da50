/* common.c - the words a story writes small somewhere: no names, even where a sentence begins with them.
 *
 * The list is the call's and belongs to the verifier; nothing can fail. */
#include "verify.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

void verifier_learn(struct verifier *v, const struct tdg_str *texts, size_t n) {
  struct tdg_term *t;
  size_t room = 1, used = 0;
  for (size_t i = 0; i < n; i++) room += texts[i].n / 2 + 1;
  uint64_t *stems = tdg_scratch(v->call, room * sizeof *stems);
  for (size_t i = 0; i < n; i++) {
    size_t terms = tdg_terms(v->call, texts[i], &t);
    for (size_t k = 0; k < terms && used < room; k++)
      if (!(t[k].flags & (TDG_TERM_CAPITAL | TDG_TERM_GLYPH | TDG_TERM_NUMBER))) stems[used++] = t[k].stem;
  }
  qsort(stems, used, sizeof *stems, by_value);
  v->common = stems;
  v->n_common = used;
}

int verifier_knows(const struct verifier *v, uint64_t stem) {
  return v->n_common > 0 && bsearch(&stem, v->common, v->n_common, sizeof *v->common, by_value) != NULL;
}
