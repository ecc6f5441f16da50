/* fuzz_article.c - any bytes as a page: no crash, no undefined behaviour, every record well formed. */
#include <stdint.h>
#include <stdlib.h>

#include "record/json.h"
#include "worker/host.h"

#include <tidings/plugin.h>

static int keep(void *arg, const tdg_rec *r) {
  struct tdg_str bytes = rec_bytes(r);
  char why[200];
  (void)arg;
  if (rec_check(bytes.p, bytes.n, (size_t)64 << 20, why, sizeof why) != 0) abort();
  return TDG_OK;
}

static void quiet(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const struct tdg_component *c = tidings_plugin_1()->components;
  struct host_call call;
  struct arena in = {0};
  tdg_rec *doc = rec_new(&in, TDG_DOC);
  host_init(&call, &(struct host_sink){.emit = keep, .log = quiet});
  host_begin(&call, 1700000000000);
  rec_put_str(doc, TDG_URL, "https://daily.example/news/2024/03/05/story.html");
  rec_put(doc, TDG_BODY, data, size);
  c->run(&call.pub, NULL, doc);
  host_free(&call);
  arena_free(&in);
  return 0;
}
