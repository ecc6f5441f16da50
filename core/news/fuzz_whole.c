/* libFuzzer: any body of any type either has its end or not, and reading it stays inside. */
#include "news/news.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const types[] = {"text/html",  "text/xml", "application/json",
                                      "text/plain", "",         "application/xhtml+xml"};
  struct arena a = {0};
  if (size == 0) return 0;
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  rec_put_int(doc, TDG_STATUS, 200);
  rec_put_str(doc, TDG_MEDIA_TYPE, types[data[0] % 6]);
  if (data[0] & 128) rec_put_str(doc, TDG_FLAG, "length-unknown");
  rec_put(doc, TDG_BODY, data + 1, size - 1);
  const enum whole end = whole_end(doc);
  const tdg_rec *got = whole_or_failed(&a, doc);
  if (got != doc && end != WHOLE_CUT) abort();
  if (got != doc && !rec_has(got, TDG_ERROR)) abort();
  arena_free(&a);
  return 0;
}
