/* libFuzzer: arbitrary header lines and a body give a valid document or stop the transfer. */
#include "http.h"
#include "worker/host.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int no_emit(void *arg, const tdg_rec *r) {
  (void)arg;
  (void)r;
  return TDG_OK;
}
static void no_log(void *arg, int level, const char *text) {
  (void)arg;
  (void)level;
  (void)text;
}

/* One line per call, as libcurl does; the body follows an empty line. */
static void feed(struct transfer *t, const char *p, const char *end) {
  while (p < end) {
    const char *newline = memchr(p, '\n', (size_t)(end - p)), *stop = newline != NULL ? newline + 1 : end;
    /* a separate allocation, so that the sanitizer detects a read past its end */
    char *line = malloc((size_t)(stop - p));
    size_t taken;
    if (line == NULL) abort();
    memcpy(line, p, (size_t)(stop - p));
    taken = response_on_header(line, 1, (size_t)(stop - p), t);
    free(line);
    if (taken == 0) return;
    if (stop - p <= 2 && newline != NULL) {
      response_on_body((char *)(uintptr_t)stop, 1, (size_t)(end - stop), t);
      return;
    }
    p = stop;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct http_self self = {.conf = {.max_size = 4096, .max_header = 4096}};
  struct transfer t = {.self = &self};
  struct host_call call;
  char why[200], *url = NULL;
  struct tdg_str location;
  tdg_rec *doc;
  host_init(&call, &(struct host_sink){.emit = no_emit, .log = no_log});
  host_begin(&call, 0);
  response_reset(&t);
  feed(&t, (const char *)data, (const char *)data + size);
  doc = tdg_rec_new(&call.pub, TDG_DOC);
  if (t.stop != STOP_NONE) failure_put(&call.pub, doc, &t, CURLE_WRITE_ERROR);
  else response_put(&call.pub, doc, &t);
  if (rec_check(rec_bytes(doc).p, rec_bytes(doc).n, REC_MAX_SIZE, why, sizeof why) != 0) abort();
  location = response_header(&call.pub, &t, "location");
  if (location.n > 0 && request_url(&call.pub, location, &url) == TDG_OK)
    for (const char *p = url; *p != '\0'; p++)
      if (*p <= ' ' || *p > '~') abort();
  free(url);
  bytes_free(&t.head);
  bytes_free(&t.body);
  host_free(&call);
  return 0;
}
