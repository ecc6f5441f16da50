/* fuzz_file_archive.c - any bytes as an archive (ZIP, tar, 7z; archives and files of many documents inside them): it ends, and the documents
 * are the same whether one worker reads the file or several. */
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_file_same(data, size, "application/zip", fuzz_seen_take);
  return 0;
}
