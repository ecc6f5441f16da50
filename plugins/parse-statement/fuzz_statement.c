/* fuzz_statement.c - any bytes as a statement, as text and as a page. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "text/plain", NULL);
  fuzz_document(data, size, "text/html", NULL);
  return 0;
}
