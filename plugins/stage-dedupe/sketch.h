/* sketch.h - the k smallest members of a set, and what two such sketches say about their sets. */
#ifndef DEDUPE_SKETCH_H
#define DEDUPE_SKETCH_H

#include <stddef.h>
#include <stdint.h>

/* Sort v[0..n), drop repeats, return how many are left. */
size_t sketch_sort(uint32_t *v, size_t n);
/* The k smallest distinct of v[0..n) in ascending order to out; *distinct estimates how many distinct there
 * are. v is used as work space. */
size_t sketch_smallest(uint32_t *v, size_t n, uint32_t *out, size_t k, uint32_t *distinct);

struct sketch_match {
  int common, of_a, of_b; /* below the value up to which both sketches are complete */
};
struct sketch_match sketch_match32(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, size_t k);
struct sketch_match sketch_match16(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, size_t k);

#endif
