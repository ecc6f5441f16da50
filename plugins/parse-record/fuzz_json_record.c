/* fuzz_json_record.c - fuzz the parser of records in JSON. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, "application/x-tidings-record+json", NULL);
  return 0;
}
