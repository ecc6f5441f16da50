/* libFuzzer: any bytes are a robots.txt; what is stored of it decides as it did. */
#include "news/robots.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line is the rest of the address. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a = {0};
  struct robots r, again;
  const struct tdg_str all = {(const char *)data, size};
  const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
  const size_t n = end != NULL ? (size_t)(end - data) : 0;
  const char *url =
      arena_printf(&a, "https://example.org/%.*s", n < 4000 ? (int)n : 4000, all.p != NULL ? all.p : "");
  robots_parse(&r, &a, (struct tdg_str){all.p + n, size - n}, tdg_str_of("tidings"));
  robots_parse(&again, &a, robots_text(&a, &r), tdg_str_of(""));
  if (again.n != r.n || again.delay != r.delay) abort();
  if (robots_may_ask(&r, tdg_str_of(url)) != robots_may_ask(&again, tdg_str_of(url))) abort();
  arena_free(&a);
  return 0;
}
