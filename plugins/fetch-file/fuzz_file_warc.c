/* fuzz_file_warc.c - any bytes as a web archive: it ends, each document has an address of the web and a body, and the
 * documents are the same whether one worker reads the file or several. */
#include "fuzz_file.h"

#include <tidings/kit/url.h>

static void take(void *arg, const tdg_rec *doc) {
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  if (!rec_has(doc, TDG_ERROR) && (body.n == 0 || !tdg_url_is_web(rec_get(doc, TDG_URL, 0)))) abort();
  fuzz_seen_take(arg, doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_file_same(data, size, "application/warc", take);
  return 0;
}
