/* fuzz_file_mbox.c - any bytes as a file of mails: it ends, each mail has text, and its
 * documents are the same whether one worker reads the file or several. */
#include "fuzz_file.h"

struct seen {
  uint64_t hash;
  size_t n;
};

static void take(void *arg, const tdg_rec *doc) {
  struct seen *s = arg;
  struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  if (!rec_has(doc, TDG_ERROR) && body.n == 0) abort();
  for (size_t i = 0; i < body.n; i++) s->hash = (s->hash ^ (unsigned char)body.p[i]) * 0x100000001b3u;
  s->n++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct seen one = {0, 0}, several = {0, 0};
  struct fuzz_file f = {.document = take, .arg = &one, .type = "application/mbox"};
  fuzz_file_read(&f, data, size, 0);
  f.arg = &several;
  fuzz_file_read(&f, data, size, 1);
  if (one.n != several.n || one.hash != several.hash) abort();
  return 0;
}
