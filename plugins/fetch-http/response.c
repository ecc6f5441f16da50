/* fetch-http/response.c - collect header lines and a body, each up to its maximum, and make a document of
 * them.
 *
 * The body stays as it was received (possibly compressed); it is decompressed in the parser's worker, where
 * an attack does no harm.  The lengths that a server states are checked here, because libcurl accepts two
 * different ones.
 */
#include "http.h"

#include <stdlib.h>
#include <strings.h>
#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>

enum { FIRST_BYTES = 4096, EXPECTED_BYTES = 1 << 20 /* what a server announces is believed up to here */ };

static int reserve(struct bytes *b, size_t cap) {
  char *more = realloc(b->p, cap);
  if (more == NULL) return -1;
  b->p = more;
  b->cap = cap;
  return 0;
}

int bytes_add(struct bytes *b, const void *p, size_t n) {
  if (b->n + n + 1 > b->cap) {
    size_t cap = b->cap > 0 ? b->cap * 2 : FIRST_BYTES;
    while (cap < b->n + n + 1) cap *= 2;
    if (reserve(b, cap) != 0) return -1;
  }
  memcpy(b->p + b->n, p, n);
  b->n += n;
  b->p[b->n] = '\0';
  return 0;
}

void bytes_free(struct bytes *b) {
  free(b->p);
  memset(b, 0, sizeof *b);
}

void response_reset(struct transfer *t) {
  t->head.n = t->body.n = 0;
  t->length = -1;
  t->chunked = 0;
}

/* ---- receiving ---- */

static int is_named(const char *line, size_t n, const char *name) {
  const size_t k = strlen(name);
  return n > k && line[k] == ':' && strncasecmp(line, name, k) == 0;
}

static struct tdg_str value_of(const char *line, size_t n) {
  const char *p = memchr(line, ':', n), *end = line + n;
  if (p == NULL) return (struct tdg_str){"", 0};
  p++;
  while (p < end && (*p == ' ' || *p == '\t')) p++;
  while (end > p && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' ' || end[-1] == '\t')) end--;
  return (struct tdg_str){p, (size_t)(end - p)};
}

/* 0, or -1: not a number, too large, or different from the length stated before. */
static int take_length(struct transfer *t, struct tdg_str v) {
  const int64_t length = tdg_str_number(v, 18);
  if (length < 0 || (t->length >= 0 && t->length != length)) return -1;
  t->length = length;
  return 0;
}

static int keep_header(struct transfer *t, const char *p, size_t n) {
  if (n > 5 && memcmp(p, "HTTP/", 5) == 0) { /* start of a response, possibly after an informational one */
    t->head.n = 0;
    t->length = -1;
    t->chunked = 0;
    return 0;
  }
  if (is_named(p, n, "content-length") && take_length(t, value_of(p, n)) != 0) {
    t->stop = STOP_LENGTHS;
    return -1;
  }
  if (is_named(p, n, "transfer-encoding")) t->chunked = 1;
  if (bytes_add(&t->head, p, n) == 0) return 0;
  t->stop = STOP_MEMORY;
  return -1;
}

size_t response_on_header(char *p, size_t size, size_t n, void *transfer) {
  struct transfer *t = transfer;
  n *= size;
  t->head_total += n;
  if (t->head_total > (size_t)t->self->conf.max_header) {
    t->stop = STOP_HEADER;
    return 0;
  }
  return keep_header(t, p, n) == 0 ? n : 0;
}

size_t response_on_body(char *p, size_t size, size_t n, void *transfer) {
  struct transfer *t = transfer;
  n *= size;
  if (t->body.n + n > (size_t)t->self->conf.max_size) {
    t->stop = STOP_BODY;
    return 0;
  }
  if (t->body.cap == 0 && t->length > 0 && t->length < EXPECTED_BYTES)
    reserve(&t->body, (size_t)t->length + 1);
  if (bytes_add(&t->body, p, n) == 0) return n;
  t->stop = STOP_MEMORY;
  return 0;
}

/* ---- the document ---- */

/* Make header values valid UTF-8 without control characters; they are hostile text. */
static struct tdg_str clean(tdg_call *call, struct tdg_str v) {
  const struct tdg_str text = tdg_decode(call, v, "utf-8", "", NULL);
  char *out = tdg_scratch(call, text.n + 1), *o = out;
  for (size_t i = 0; i < text.n; i++)
    if ((unsigned char)text.p[i] >= ' ' && text.p[i] != 0x7F) *o++ = text.p[i];
    else if (text.p[i] == '\t') *o++ = ' ';
  return (struct tdg_str){out, (size_t)(o - out)};
}

/* Iterate over the header lines; a line that begins with a space continues the one before. */
static int next_line(const struct bytes *head, size_t *at, const char **line, size_t *n) {
  const char *p, *end, *stop;
  if (*at >= head->n) return 0;
  stop = p = head->p + *at;
  end = head->p + head->n;
  do {
    const char *newline = memchr(stop, '\n', (size_t)(end - stop));
    stop = newline != NULL ? newline + 1 : end;
  } while (stop < end && (*stop == ' ' || *stop == '\t'));
  *line = p;
  *n = (size_t)(stop - p);
  *at += *n;
  return 1;
}

struct tdg_str response_header(tdg_call *call, const struct transfer *t, const char *name) {
  const char *line;
  size_t at = 0, n;
  while (next_line(&t->head, &at, &line, &n))
    if (is_named(line, n, name)) return clean(call, value_of(line, n));
  return (struct tdg_str){"", 0};
}

static void put_headers(tdg_call *call, tdg_rec *doc, const struct transfer *t) {
  const char *line;
  size_t at = 0, n;
  for (int i = 0; i < HTTP_MAX_HEADERS && next_line(&t->head, &at, &line, &n); i++) {
    const char *colon = memchr(line, ':', n);
    const struct tdg_str value = clean(call, value_of(line, n));
    struct tdg_str name;
    tdg_rec *group;
    char *lower;
    if (colon == NULL || colon == line) continue;
    name = clean(call, (struct tdg_str){line, (size_t)(colon - line)});
    lower = tdg_scratch(call, name.n + 1);
    for (size_t k = 0; k < name.n; k++) lower[k] = tdg_lower(name.p[k]);
    group = tdg_group(call);
    tdg_put_text(call, group, TDG_NAME, lower, name.n);
    tdg_put_text(call, group, TDG_VALUE, value.p, value.n);
    tdg_put_rec(call, doc, TDG_HEADER, group);
  }
}

/* A validator is sent back byte for byte, or not at all: so not one with bytes that a record cannot have as they are, nor
 * one of several, nor "*", which would be true of any answer. */
static void put_validator(tdg_call *call, tdg_rec *doc, const struct transfer *t, uint32_t field,
                          const char *name) {
  struct tdg_str v = {"", 0};
  const char *line;
  size_t at = 0, n;
  int lines = 0;
  while (next_line(&t->head, &at, &line, &n))
    if (is_named(line, n, name)) v = value_of(line, n), lines++;
  for (size_t i = 0; i < v.n; i++)
    if (v.p[i] < ' ' || v.p[i] > '~') return;
  if (lines == 1 && (v.n != 1 || v.p[0] != '*')) tdg_put_text(call, doc, field, v.p, v.n);
}

/* Of a header that may stand on several lines, as one list. */
static struct tdg_str all_of_header(tdg_call *call, const struct transfer *t, const char *name) {
  struct tdg_buf all = tdg_buf_make(call, HTTP_MAX_LINE);
  const char *line;
  size_t at = 0, n;
  while (next_line(&t->head, &at, &line, &n)) {
    const struct tdg_str v =
        is_named(line, n, name) ? clean(call, value_of(line, n)) : (struct tdg_str){"", 0};
    if (v.n == 0) continue;
    if (all.n > 0) tdg_buf_str(&all, ", ");
    tdg_buf_add(&all, v.p, v.n);
  }
  return (struct tdg_str){all.p, all.n};
}

/* A file that was packed ahead, from a server that does not say so. */
static int is_packed(const struct transfer *t) {
  return t->body.n > 3 && memcmp(t->body.p, "\x1f\x8b\x08", 3) == 0;
}

void response_put(tdg_call *call, tdg_rec *doc, struct transfer *t) {
  struct tdg_str encoding = all_of_header(call, t, "content-encoding");
  long version = 0;
  if ((encoding.n == 0 || strcasecmp(encoding.p, "identity") == 0) && is_packed(t))
    encoding = tdg_str_of("gzip");
  put_headers(call, doc, t);
  tdg_put_content_type(call, doc, response_header(call, t, "content-type"));
  if (encoding.n > 0 && strcasecmp(encoding.p, "identity") != 0) {
    char *lower = tdg_scratch(call, encoding.n + 1);
    for (size_t i = 0; i < encoding.n; i++) lower[i] = tdg_lower(encoding.p[i]);
    tdg_put_text(call, doc, TDG_ENCODING, strncmp(lower, "x-gzip", 7) == 0 ? "gzip" : lower,
                 strncmp(lower, "x-gzip", 7) == 0 ? 4 : encoding.n);
  }
  put_validator(call, doc, t, TDG_ETAG, "etag");
  put_validator(call, doc, t, TDG_LAST_MODIFIED, "last-modified");
  curl_easy_getinfo(t->easy, CURLINFO_HTTP_VERSION, &version);
  if (t->body.n > 0 && t->length < 0 && !t->chunked && version < CURL_HTTP_VERSION_2_0)
    tdg_put_str(call, doc, TDG_FLAG, "length-unknown"); /* a truncation would go unnoticed */
  if (t->body.n > 0) tdg_put_bytes(call, doc, TDG_BODY, t->body.p, t->body.n);
}
