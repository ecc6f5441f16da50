/* concepts.c - what sentences have in common, and where else a word stands; see brief.h.
 *
 * Nothing is allocated and nothing can fail.
 */
#include "brief.h"

uint32_t brief_concept(const struct tdg_term *t) { return (uint32_t)(t->stem ^ t->stem >> 32) & ~1u; }

int brief_common(const struct sentence *a, const struct sentence *b) {
  int n = 0;
  for (size_t i = 0, j = 0; i < a->n_concepts && j < b->n_concepts;) {
    if (a->concepts[i] == b->concepts[j]) n++, i++, j++;
    else if (a->concepts[i] < b->concepts[j]) i++;
    else j++;
  }
  return n;
}

const struct spread *brief_spread(const struct sentence *s, const struct tdg_term *t) {
  uint32_t concept = brief_concept(t);
  size_t lo = 0, hi = s->n_concepts;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (s->concepts[mid] < concept) lo = mid + 1;
    else hi = mid;
  }
  return lo < s->n_concepts && s->concepts[lo] == concept ? &s->spread[lo] : NULL;
}
