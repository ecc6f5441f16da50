/* concepts.c - what sentences have in common, and where else a word stands; see brief.h.
 *
 * Nothing is allocated and nothing can fail.
 */
#include "brief.h"

uint32_t brief_concept(const struct tdg_term *t) { return (uint32_t)(t->stem ^ t->stem >> 32) & ~1u; }

int sorted_has(const uint32_t *v, size_t n, uint32_t x) {
  size_t lo = 0, hi = n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v[mid] < x) lo = mid + 1;
    else hi = mid;
  }
  return lo < n && v[lo] == x;
}

size_t sorted_common(const uint32_t *v, size_t n, const uint32_t *w, size_t m) {
  size_t both = 0;
  for (size_t i = 0, k = 0; i < n && k < m;) {
    uint32_t x = v[i], y = w[k];
    both += x == y;
    i += x <= y; /* without a branch: nobody could foretell it */
    k += y <= x;
  }
  return both;
}

int brief_common(const struct sentence *a, const struct sentence *b) {
  return (int)sorted_common(a->concepts, a->n_concepts, b->concepts, b->n_concepts);
}

void brief_common_all(const struct brief *b, const struct sentence *s, uint16_t *common) {
  const struct concepts *c = &b->concepts;
  memset(common, 0, b->n_sentences * sizeof *common);
  for (size_t k = 0; k < s->n_concepts; k++)
    for (uint32_t p = c->from[s->concepts[k]]; p < c->from[s->concepts[k] + 1]; p++) {
      if (c->sentence[p] >= b->n_sentences) break; /* of copies, titles */
      common[c->sentence[p]]++;
    }
}

const struct spread *brief_spread(const struct sentence *s, const struct tdg_term *t) {
  const struct concepts *c = s->of_story;
  uint32_t value = brief_concept(t);
  size_t lo = 0, hi = s->n_concepts;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (c->value[s->concepts[mid]] < value) lo = mid + 1;
    else hi = mid;
  }
  return lo < s->n_concepts && c->value[s->concepts[lo]] == value ? &c->spread[s->concepts[lo]] : NULL;
}
