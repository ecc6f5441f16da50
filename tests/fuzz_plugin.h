/* tests/fuzz_plugin.h - any bytes as a parser's document: no crash, no undefined behaviour, and every record it emits
 * passes the engine's check.  Linked with one plugin, whose first component is the parser. */
#ifndef TESTS_FUZZ_PLUGIN_H
#define TESTS_FUZZ_PLUGIN_H

#include "kit/test_kit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <tidings/plugin.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int fuzz_check(void *arg, const tdg_rec *r) {
  const struct tdg_str bytes = rec_bytes(r);
  char why[200];
  (void)arg;
  if (rec_check(bytes.p, bytes.n, REC_MAX_DOCUMENT, why, sizeof why) != 0) {
    fprintf(stderr, "%s\n", why);
    abort();
  }
  return TDG_OK;
}

/* Probed, then read.  conf is the plugin's own struct, or NULL. */
static inline void fuzz_document(const uint8_t *data, size_t size, const char *type, const void *conf) {
  /* kept, as a worker keeps it: what one document leaves behind meets the next */
  static struct host_call call;
  static void *self;
  static struct arena documents;
  const struct tdg_component *parser = tidings_plugin_1()->components;
  if (call.pub.host == NULL) {
    host_init(&call, &(struct host_sink){.emit = fuzz_check, .log = kit_no_log});
    host_begin(&call, 0);
    if (parser->open != NULL && parser->open(&call.pub, conf, &self) != TDG_OK) abort();
  }
  arena_reset(&documents);
  tdg_rec *doc = rec_new(&documents, TDG_DOC);
  rec_put_str(doc, TDG_URL, "https://daily.example/news/2024/03/05/story");
  rec_put_str(doc, TDG_MEDIA_TYPE, type);
  rec_put(doc, TDG_BODY, data, size);
  rec_put_int(doc, TDG_EXPLAIN, 1);
  host_begin(&call, 1767700000000);
  if (parser->probe != NULL) {
    const int sure = parser->probe(&call.pub, self, doc);
    if (sure < 0 || sure > 100) abort();
    host_begin(&call, 1767700000000);
  }
  if (parser->run(&call.pub, self, doc) == TDG_INTERNAL) abort();
}
#endif
