/* fuzz_file_json.c - any bytes as JSON: a list of articles is found or not, it ends, and the documents are the same whether one worker
 * reads the file or several. */
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_file_same(data, size, "application/json", fuzz_seen_take);
  return 0;
}
