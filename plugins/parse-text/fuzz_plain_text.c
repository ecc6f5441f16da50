/* fuzz_plain_text.c - any bytes as a plain text. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "text/plain", NULL);
  return 0;
}
