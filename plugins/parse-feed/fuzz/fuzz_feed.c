/* fuzz_feed.c - the whole feed reader on any bytes: no crash, and every record it emits passes the engine's
 * check. Seeds: seeds/. */
#include "feed.h"
#include "worker/host.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int check(void *arg, const tdg_rec *r) {
  char why[200];
  struct tdg_str bytes = rec_bytes(r);
  (void)arg;
  if (rec_check(bytes.p, bytes.n, REC_MAX_DOCUMENT, why, sizeof why) == 0) return TDG_OK;
  fprintf(stderr, "%s\n", why);
  abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n) {
  static struct host_call call;
  static void *self;
  static struct arena documents;
  static const struct feed_options options = {FOLLOW_SHORT, 100, 1};
  const struct tdg_component *feed = tidings_plugin_1()->components;
  if (self == NULL) {
    host_init(&call, &(struct host_sink){.emit = check});
    host_begin(&call, 0);
    if (feed->open(&call.pub, &options, &self) != TDG_OK) abort();
  }
  arena_reset(&documents);
  tdg_rec *doc = rec_new(&documents, TDG_DOC);
  rec_put_str(doc, TDG_URL, "https://daily.example/feed");
  rec_put(doc, TDG_BODY, p, n);
  host_begin(&call, 1767700000000);
  if (feed->run(&call.pub, self, doc) == TDG_INTERNAL) abort();
  return 0;
}
