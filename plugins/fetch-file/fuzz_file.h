/* fetch-file/fuzz_file.h - run the fetcher over a file in memory, request by request as the engine does. */
#ifndef FETCH_FILE_FUZZ_FILE_H
#define FETCH_FILE_FUZZ_FILE_H

#include "file.h"

#include "kit/test_kit.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_file {
  void (*document)(void *arg, const tdg_rec *doc); /* called for each document, in order */
  void *arg;
  const char *type;         /* of the file; NULL: JSON Lines */
  struct arena *next_arena; /* memory of the request for the rest */
  tdg_rec *next;
};

static int fuzz_file_emit(void *arg, const tdg_rec *r) {
  struct fuzz_file *f = arg;
  const struct tdg_str bytes = rec_bytes(r);
  char why[200];
  if (rec_check(bytes.p, bytes.n, REC_MAX_DOCUMENT, why, sizeof why) != 0) fputs(why, stderr), abort();
  if (rec_kind(r) == TDG_DOC) f->document(f->arg, r);
  if (rec_kind(r) != TDG_REQUEST) return TDG_OK;
  if (f->next != NULL) abort(); /* only one request for the rest is allowed */
  f->next = rec_copy(f->next_arena, r, TDG_REQUEST);
  return TDG_OK;
}

static const char *fuzz_file_write(const uint8_t *p, size_t n) {
  static char url[60];
  static int fd = -1;
  if (fd < 0 && (fd = memfd_create("file", 0)) < 0) abort();
  snprintf(url, sizeof url, "file:///proc/self/fd/%d", fd);
  if (ftruncate(fd, 0) != 0 || pwrite(fd, p, n, 0) != (ssize_t)n) abort();
  return url;
}

/* anew: use a new worker after this number of calls; 0: never. */
static inline void fuzz_file_read(struct fuzz_file *f, const uint8_t *p, size_t n, size_t anew) {
  static const struct file_conf conf = {16 << 20, 0};
  const struct tdg_component *fetcher = tidings_plugin_1()->components;
  struct arena a[2] = {{0}, {0}};
  struct host_call call;
  void *self = NULL;
  int64_t before = -1;
  host_init(&call, &(struct host_sink){.emit = fuzz_file_emit, .log = kit_no_log, .arg = f});
  f->next = rec_new(&a[0], TDG_REQUEST);
  rec_put_str(f->next, TDG_URL, fuzz_file_write(p, n));
  rec_put_str(f->next, TDG_MEDIA_TYPE, f->type != NULL ? f->type : "application/jsonl");
  for (size_t calls = 0; f->next != NULL; calls++) {
    const tdg_rec *request = f->next;
    const int64_t at = rec_get_int(request, TDG_OFFSET, 0);
    if (at <= before) abort(); /* it would never end */
    before = at;
    if (self != NULL && anew > 0 && calls % anew == 0) fetcher->close(self), self = NULL;
    host_begin(&call, 0);
    if (self == NULL && fetcher->open(&call.pub, &conf, &self) != TDG_OK) abort();
    f->next_arena = &a[(calls + 1) % 2];
    f->next = NULL;
    arena_reset(f->next_arena);
    if (fetcher->run(&call.pub, self, request) != TDG_OK) abort();
  }
  fetcher->close(self);
  host_free(&call);
  arena_free(&a[0]);
  arena_free(&a[1]);
}

/* ---- files of many documents: the same, whether one worker reads them or several ---- */

struct fuzz_seen {
  uint64_t hash; /* of their bodies */
  size_t n;
};

static inline void fuzz_seen_take(void *arg, const tdg_rec *doc) {
  struct fuzz_seen *s = arg;
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  for (size_t i = 0; i < body.n; i++) s->hash = (s->hash ^ (unsigned char)body.p[i]) * 0x100000001b3u;
  s->n++;
}

static inline void fuzz_file_same(const uint8_t *p, size_t n, const char *type,
                                  void (*document)(void *, const tdg_rec *)) {
  struct fuzz_seen one = {0, 0}, several = {0, 0};
  struct fuzz_file f = {.document = document, .arg = &one, .type = type};
  fuzz_file_read(&f, p, n, 0);
  f.arg = &several;
  fuzz_file_read(&f, p, n, 1);
  if (one.n != several.n || one.hash != several.hash) abort();
}
#endif
