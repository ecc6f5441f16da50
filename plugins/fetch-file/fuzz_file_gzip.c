/* fuzz_file_gzip.c - any bytes as a gzip file of JSON Lines: no crash, it ends, and nothing follows an
 * error. */
#include "fuzz_file.h"

static void check_document(void *arg, const tdg_rec *doc) {
  int *failed = arg;
  if (*failed) abort();
  *failed = rec_has(doc, TDG_ERROR) && strcmp(rec_get(doc, TDG_ERROR, 0).p, "damaged") == 0;
  if (!rec_has(doc, TDG_ERROR) && rec_get(doc, TDG_BODY, 0).n == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  int failed = 0;
  struct fuzz_file f = {.document = check_document, .arg = &failed};
  fuzz_file_read(&f, data, size, 3);
  return 0;
}
