/* cli/document.c - read a file as a document for a parser; see cli.h. */
#include "cli/cli.h"

#include "record/rec.h"
#include "util/bytebuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>

enum { MAX_FILE = 16 << 20 };

void cli_put_address(tdg_rec *doc, const char *path, const char *url) {
  char *full = realpath(path, NULL), own[TDG_MAX_FILE_URL];
  tdg_file_url(full != NULL ? full : path, own, sizeof own);
  rec_put_str(doc, TDG_URL, url != NULL ? url : own);
  free(full);
}

void cli_put_type(tdg_rec *doc, const char *type, const char *charset) {
  size_t n = strcspn(type, "; \t");
  const char *at = strcasestr(type, "charset=");
  if (n > 0) rec_put(doc, TDG_MEDIA_TYPE, type, n);
  if (charset[0] != '\0') {
    rec_put_str(doc, TDG_CHARSET, charset);
  } else if (at != NULL) {
    at += strlen("charset=");
    at += *at == '"';
    size_t k = strcspn(at, "\"; \t");
    if (k > 0) rec_put(doc, TDG_CHARSET, at, k);
  }
}

int cli_read_body(tdg_rec *doc, const char *path, char *message, size_t size) {
  struct buf b = buf_make(MAX_FILE);
  FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  char *room;
  size_t n = 1;
  if (f == NULL) return snprintf(message, size, "%s: %s", path, strerror(errno)), TDG_BAD_INPUT;
  while (n > 0 && (room = buf_space(&b, b.max - b.n < 65536 ? b.max - b.n + 1 : 65536)) != NULL) {
    n = fread(room, 1, b.max - b.n < 65536 ? b.max - b.n : 65536, f);
    b.n += n;
    if (b.n == b.max) break;
  }
  int failed = ferror(f), more = b.n == b.max && fgetc(f) != EOF;
  if (f != stdin) fclose(f);
  if (failed) snprintf(message, size, "%s: %s", path, strerror(errno));
  else if (more)
    snprintf(message, size, "%s is larger than %d MiB, the most that is read", path, MAX_FILE >> 20);
  else rec_put(doc, TDG_BODY, b.p, b.n);
  if (tdg_str_ends(tdg_str_of(path), ".gz")) rec_put_str(doc, TDG_ENCODING, "gzip");
  buf_free(&b);
  return failed || more ? TDG_BAD_INPUT : 1;
}
