/* fuzz_text.c - any bytes through every text function: ranges stay inside, in order, and not empty. */
#include <stdlib.h>

#include <tidings/kit/facts.h>

#include "test_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct tdg_range *r, size_t n, size_t size, int ordered) {
  for (size_t i = 0; i < n; i++)
    if (r[i].start >= r[i].end || r[i].end > size || (ordered && i > 0 && r[i].start < r[i - 1].end)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const languages[] = {"en", "de", "fr", "ru", "zh", "", "es", "tr"};
  if (size < 2 || size > 4096) return 0;
  const char *language = languages[data[0] & 7];
  size_t split = data[1];
  struct tdg_str text = {(const char *)data + 2, size - 2};
  struct host_call call;
  struct tdg_range *r;
  struct tdg_number *number;
  kit_open(&call);
  size_t n = tdg_sentences(&call.pub, text, language, &r);
  check(r, n, text.n, 1);
  n = tdg_words(&call.pub, text, &r);
  check(r, n, text.n, 1);
  n = tdg_numbers(&call.pub, text, language, &number);
  for (size_t i = 0; i < n; i++) check(&number[i].range, 1, text.n, 0);
  if (tdg_digits(text).size > text.n) abort();
  (void)tdg_fold(&call.pub, text);
  (void)tdg_language(text);
  if (split < text.n) {
    double v = tdg_name_likeness(&call.pub, (struct tdg_str){text.p, split},
                                 (struct tdg_str){text.p + split, text.n - split});
    if (!(v >= 0 && v <= 1.0001)) abort();
  }
  host_free(&call);
  return 0;
}
