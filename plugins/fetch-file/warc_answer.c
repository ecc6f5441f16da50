/* fetch-file/warc_answer.c - the answer of a server as a web archive keeps it; see warc.h.
 *
 * Archives differ in what they keep: the bytes of the connection, or the body without its chunks or without its
 * compression below headers that still tell of them.  So a body is taken for chunked, or for packed, only when it is.
 */
#include "warc.h"

#include <tidings/kit/str.h>

static struct tdg_str next_line(const char **p, const char *end) {
  const char *stop = memchr(*p, '\n', (size_t)(end - *p));
  struct tdg_str line = {*p, (size_t)((stop != NULL ? stop : end) - *p)};
  *p = stop != NULL ? stop + 1 : end;
  return tdg_str_trim(line);
}

int warc_header(struct tdg_str *head, struct tdg_str *name, struct tdg_str *value) {
  const char *at = head->p, *end = head->p + head->n;
  if (at == end) return 0;
  const struct tdg_str line = next_line(&at, end);
  const char *colon = memchr(line.p, ':', line.n);
  const size_t k = colon != NULL ? (size_t)(colon - line.p) : 0;
  *name = tdg_str_trim((struct tdg_str){line.p, k});
  *value = colon != NULL ? tdg_str_trim((struct tdg_str){colon + 1, line.n - k - 1}) : line;
  *head = (struct tdg_str){at, (size_t)(end - at)};
  return 1;
}

static void take_header(struct warc_answer *a, struct tdg_str name, struct tdg_str value) {
  if (tdg_nocase_is(name, "content-type")) a->type = value;
  else if (tdg_nocase_is(name, "content-encoding")) a->encoding = value;
  else if (tdg_nocase_is(name, "transfer-encoding")) a->transfer = value;
  else if (tdg_nocase_is(name, "last-modified")) a->modified = value;
}

/* ---- chunks ---- */

/* The size of the chunk at *p, which is moved behind its line; -1: it is none. */
static int64_t chunk_size(const char **p, const char *end) {
  const char *at = *p;
  int64_t size = 0;
  int digits = 0;
  for (; at < end && tdg_hex_value(*at) >= 0 && digits < 8; at++, digits++)
    size = size * 16 + tdg_hex_value(*at);
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  if (digits == 0 || stop == NULL) return -1;
  if (*at != ';' && *at != '\r' && *at != '\n' && *at != ' ') return -1;
  *p = stop + 1;
  return size;
}

/* Are these chunks from the first to the last? */
static int is_chunked(const char *p, const char *end) {
  int64_t size;
  while ((size = chunk_size(&p, end)) > 0) {
    if (end - p < size) return 0;
    p += size;
    if (p < end && *p == '\r') p++;
    if (p >= end || *p++ != '\n') return 0;
  }
  return size == 0;
}

static size_t join_chunks(char *body, size_t n) {
  const char *p = body, *end = body + n;
  char *to = body;
  int64_t size;
  while ((size = chunk_size(&p, end)) > 0) {
    memmove(to, p, (size_t)size);
    to += size;
    p += size;
    if (*p == '\r') p++;
    p++;
  }
  return (size_t)(to - body);
}

int warc_answer(char *p, size_t n, struct warc_answer *out) {
  static const struct tdg_str none = {"", 0};
  const char *at = p, *end = p + n;
  *out = (struct warc_answer){0, none, none, none, none, none, none};
  struct tdg_str line = next_line(&at, end);
  if (!tdg_str_starts(line, "HTTP/")) return -1;
  const char *space = memchr(line.p, ' ', line.n);
  if (space == NULL || line.p + line.n - space < 4) return -1;
  out->status = (int)tdg_str_number((struct tdg_str){space + 1, 3}, 3);
  if (out->status < 100) return -1;
  const char *head = at;
  while (at < end && (line = next_line(&at, end)).n > 0) out->head.n = (size_t)(at - head);
  out->head.p = head;
  struct tdg_str rest_of_head = out->head, name, value;
  while (warc_header(&rest_of_head, &name, &value)) take_header(out, name, value);
  char *body = p + (at - p);
  size_t rest = (size_t)(end - at);
  if (tdg_nocase_has(out->transfer, "chunked") && is_chunked(body, body + rest))
    rest = join_chunks(body, rest);
  out->body = (struct tdg_str){body, rest};
  return 0;
}
