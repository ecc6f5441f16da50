/* fuzz_file_table.c - any bytes as a table, of commas, semicolons or tabs: it ends, and the rows are the same whether one worker
 * reads the file or several. */
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_file_same(data, size, "text/csv", fuzz_seen_take);
  return 0;
}
