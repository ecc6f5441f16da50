/* fuzz_har.c - any bytes as a HAR file. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "application/har+json", NULL);
  return 0;
}
