/* fuzz_sitemap.c - any bytes as a sitemap or an index of sitemaps. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const int64_t max_age = (int64_t)400 * 86400 * 1000; /* the component's only option */
  fuzz_document(data, size, "application/sitemap+xml", &max_age);
  return 0;
}
