/* libFuzzer: arbitrary bytes under any content encoding unpack to at most the limit, or are refused with a message. */
#include "worker/codec.h"
#include "worker/decode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const names[] = {"gzip",       "deflate",    "br",       "zstd",
                                      "gzip, zstd", "zstd, gzip", "br, gzip", "deflate, br"};
  struct frame_limits limits = FRAME_LIMITS_DEFAULT;
  struct arena a = {0};
  char why[200] = "";
  const tdg_rec *out;
  if (size == 0) return 0;
  limits.decoded = 1 << 20;
  const int head = data[0] & 8;
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  rec_put_str(doc, TDG_ENCODING, names[data[0] & 7]);
  rec_put(doc, TDG_BODY, data + 1, size - 1);
  const int status = decode_document(&a, doc, &limits, head, &out, why, sizeof why);
  if (status != TDG_OK && strlen(why) < 10) abort();
  if (status == TDG_OK && out != doc && rec_get(out, TDG_BODY, 0).n > limits.decoded + 1) abort();
  arena_free(&a);
  return 0;
}
