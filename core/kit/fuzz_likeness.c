/* fuzz_likeness.c - any two texts as names: from 0 to 1, the same both ways. */
#include <math.h>
#include <stdlib.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/facts.h>

#include "test_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  kit_open(&call);
  const struct tdg_str all =
      tdg_decode(&call.pub, (struct tdg_str){(const char *)data, size}, "utf-8", "", NULL);
  const char *cut = all.n > 0 ? memchr(all.p, '\n', all.n) : NULL;
  const struct tdg_str a = {all.p, cut != NULL ? (size_t)(cut - all.p) : all.n};
  const struct tdg_str b = cut != NULL ? (struct tdg_str){cut + 1, all.n - a.n - 1} : a;
  const double there = tdg_name_likeness(&call.pub, a, b), back = tdg_name_likeness(&call.pub, b, a);
  if (!(there >= 0 && there <= 1.0001) || fabs(there - back) > 1e-9) abort();
  host_free(&call);
  return 0;
}
