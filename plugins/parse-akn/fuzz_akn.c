/* fuzz_akn.c - any bytes as Akoma Ntoso. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "application/xml", NULL);
  return 0;
}
