/* fuzz_opml.c - any bytes as a list of feeds. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "text/x-opml", NULL);
  return 0;
}
