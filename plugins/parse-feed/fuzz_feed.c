/* fuzz_feed.c - any bytes as a feed, or as a page that names some. */
#include "feed.h"
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct feed_options options = {FOLLOW_SHORT, 100, 1};
  fuzz_document(data, size, "application/rss+xml", &options);
  return 0;
}
