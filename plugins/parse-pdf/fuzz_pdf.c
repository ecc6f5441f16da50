/* fuzz_pdf.c - any bytes as a PDF. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "application/pdf", NULL);
  return 0;
}
