/* sketch.c - the k smallest members of a set; see dedupe.h.  No memory; nothing can fail. */
#include "dedupe.h"

#include <stdlib.h>

static int ascending(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

size_t sketch_sort(uint32_t *v, size_t n) {
  size_t kept = 0;
  qsort(v, n, sizeof *v, ascending);
  for (size_t i = 0; i < n; i++)
    if (kept == 0 || v[kept - 1] != v[i]) v[kept++] = v[i];
  return kept;
}

/* Move the members below the limit to the front. */
static size_t below(uint32_t *v, size_t n, uint32_t limit) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (v[i] > limit) continue;
    uint32_t t = v[kept];
    v[kept++] = v[i];
    v[i] = t;
  }
  return kept;
}

size_t sketch_smallest(uint32_t *v, size_t n, uint32_t *out, size_t k, uint32_t *distinct) {
  uint64_t limit = n == 0 ? UINT32_MAX : ((uint64_t)UINT32_MAX * (k * 2)) / n;
  size_t kept, m;
  for (;; limit *= 4) { /* duplicates may leave fewer than k below the first limit */
    uint32_t top = limit >= UINT32_MAX ? UINT32_MAX : (uint32_t)limit;
    size_t some = below(v, n, top);
    kept = sketch_sort(v, some);
    m = kept < k ? kept : k;
    for (size_t i = 0; i < m; i++) out[i] = v[i];
    if (m == k || top == UINT32_MAX) break;
  }
  *distinct =
      m < k ? (uint32_t)m : (uint32_t)((uint64_t)UINT32_MAX * (k - 1) / (out[k - 1] == 0 ? 1 : out[k - 1]));
  return m;
}

#define MATCH(name, type)                                                                                    \
  struct sketch_match name(const type *a, size_t na, const type *b, size_t nb, size_t k) {                   \
    struct sketch_match m = {0, 0, 0};                                                                       \
    uint64_t limit = UINT64_MAX;                                                                             \
    size_t i = 0, j = 0;                                                                                     \
    if (na == k) limit = a[na - 1];                                                                          \
    if (nb == k && b[nb - 1] < limit) limit = b[nb - 1];                                                     \
    while (i < na && a[i] <= limit) {                                                                        \
      while (j < nb && b[j] < a[i]) j++;                                                                     \
      m.common += j < nb && b[j] == a[i];                                                                    \
      i++;                                                                                                   \
    }                                                                                                        \
    m.of_a = (int)i;                                                                                         \
    for (j = 0; j < nb && b[j] <= limit;) j++;                                                               \
    m.of_b = (int)j;                                                                                         \
    return m;                                                                                                \
  }
MATCH(sketch_match32, uint32_t)
MATCH(sketch_match16, uint16_t)
