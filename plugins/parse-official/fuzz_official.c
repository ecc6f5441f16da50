/* fuzz_official.c - any bytes as the JSON of an interface, and as the text that such JSON led to. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "application/json", NULL);
  return 0;
}
