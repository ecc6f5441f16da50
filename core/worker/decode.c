/* worker/decode.c - decode gzip and deflate within limits; see decode.h.
 *
 * The output buffer is in the call's arena and doubles as it grows, so a bomb costs at most the limit.  There
 * are two limits: an absolute one, and a ratio that applies beyond the first MiB only (small pages compress
 * well).  The trailer is required: a body that ends early is incomplete and is never passed to a plugin as a
 * whole one.
 */
#include "worker/decode.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include <tidings/kit/str.h>

enum { FIRST_OUTPUT = 64 << 10, GZIP_WINDOW = 15 + 16, ZLIB_WINDOW = 15, RAW_WINDOW = -15 };

enum layer { LAYER_GZIP, LAYER_DEFLATE };
struct decoder {
  struct arena *arena;
  size_t max; /* decoded bytes */
  int head;
  char *why;
  size_t why_size;
  const char *name;
  unsigned char *out;
  size_t n, cap;
};

/* ---- which encodings ---- */

/* "gzip, deflate" lists the encodings in the order they were applied.  Returns their number, or -1. */
static int read_layers(const char *s, enum layer layers[DECODE_MAX_LAYERS]) {
  int n = 0;
  while (*(s += strspn(s, " \t,")) != '\0') {
    const struct tdg_str word = {s, strcspn(s, " \t,")};
    s += word.n;
    if (tdg_nocase_is(word, "identity")) continue;
    if (n == DECODE_MAX_LAYERS) return -1;
    if (tdg_nocase_is(word, "gzip") || tdg_nocase_is(word, "x-gzip")) layers[n++] = LAYER_GZIP;
    else if (tdg_nocase_is(word, "deflate")) layers[n++] = LAYER_DEFLATE;
    else return -1;
  }
  return n;
}

/* ---- one layer ---- */

static int fail(struct decoder *d, int status, const char *what, size_t in, size_t of) {
  snprintf(d->why, d->why_size, "%s %s: %zu of %zu bytes read, %zu decoded", what, d->name, in, of, d->n);
  return status;
}

static int grow(struct decoder *d) {
  size_t cap = d->cap > 0 ? d->cap * 2 : FIRST_OUTPUT;
  if (cap > d->max + 1) cap = d->max + 1; /* one byte more, to detect that the limit is exceeded */
  if (d->n >= cap) return -1;
  d->out = arena_grow(d->arena, d->out, d->cap, cap);
  d->cap = cap;
  return 0;
}

static int window_of(enum layer layer, const unsigned char *p, size_t n) {
  if (layer == LAYER_GZIP) return GZIP_WINDOW;
  /* "deflate" means the zlib format, but many servers send raw deflate */
  int wrapped = n >= 2 && (p[0] & 0x0f) == 8 && (p[0] * 256 + p[1]) % 31 == 0;
  return wrapped ? ZLIB_WINDOW : RAW_WINDOW;
}

/* At the end of a gzip member: does another one follow? */
static int another_member(const z_stream *z) {
  return z->avail_in >= 2 && z->next_in[0] == 0x1f && z->next_in[1] == 0x8b;
}

static int inflate_all(struct decoder *d, z_stream *z, enum layer layer, size_t of) {
  for (;;) {
    if (d->n == d->cap && grow(d) < 0) {
      if (d->head) return TDG_OK;
      return fail(d, TDG_DENIED, "more than a document may unpack to:", of - z->avail_in, of);
    }
    z->next_out = d->out + d->n;
    z->avail_out = (uInt)(d->cap - d->n);
    int rc = inflate(z, Z_NO_FLUSH);
    d->n = d->cap - z->avail_out;
    if (rc == Z_STREAM_END) {
      if (layer != LAYER_GZIP || !another_member(z)) return TDG_OK;
      if (inflateReset(z) != Z_OK) return fail(d, TDG_INTERNAL, "cannot go on with", of - z->avail_in, of);
      continue;
    }
    if (rc == Z_MEM_ERROR) return fail(d, TDG_RETRY, "no memory for", of - z->avail_in, of);
    if (rc != Z_OK && rc != Z_BUF_ERROR) return fail(d, TDG_BAD_INPUT, "broken", of - z->avail_in, of);
    if (z->avail_in == 0 && z->avail_out > 0)
      return d->head ? TDG_OK : fail(d, TDG_BAD_INPUT, "incomplete", of, of);
  }
}

static size_t ceiling(const struct frame_limits *l, size_t packed, int head) {
  size_t max = l->decoded > 0 ? (size_t)l->decoded : DECODE_MAX;
  size_t ratio = l->ratio > 0 ? l->ratio : DECODE_RATIO;
  if (max > REC_MAX_DOCUMENT / 2) max = REC_MAX_DOCUMENT / 2;
  if (packed < max / ratio && packed * ratio < max) max = packed * ratio;
  if (max < DECODE_RATIO_FROM) max = DECODE_RATIO_FROM;
  if (l->decoded > 0 && max > l->decoded) max = (size_t)l->decoded;
  return head ? DECODE_HEAD : max;
}

static int undo(struct decoder *d, enum layer layer, struct tdg_str *body) {
  z_stream z = {0};
  const unsigned char *p = (const unsigned char *)body->p;
  d->name = layer == LAYER_GZIP ? "gzip" : "deflate";
  d->out = NULL;
  d->n = d->cap = 0;
  if (layer == LAYER_GZIP && body->n >= 2 && (p[0] != 0x1f || p[1] != 0x8b))
    return TDG_OK; /* declared as encoded, but is not */
  if (body->n == 0) return TDG_OK;
  if (inflateInit2(&z, window_of(layer, p, body->n)) != Z_OK)
    return fail(d, TDG_RETRY, "no memory for", 0, body->n);
  z.next_in = (Bytef *)(uintptr_t)p;
  z.avail_in = (uInt)body->n; /* a record is below 4 GiB */
  int status = inflate_all(d, &z, layer, body->n);
  inflateEnd(&z);
  if (status == TDG_OK) *body = (struct tdg_str){d->n > 0 ? (const char *)d->out : "", d->n};
  return status;
}

/* ---- the document ---- */

static const tdg_rec *with_body(struct arena *a, const tdg_rec *doc, struct tdg_str body) {
  static const uint32_t gone[] = {TDG_ENCODING, TDG_BODY, 0};
  tdg_rec *r = rec_without(a, doc, gone);
  rec_put(r, TDG_BODY, body.p, body.n);
  return r;
}

int decode_document(struct arena *a, const tdg_rec *doc, const struct frame_limits *limits, int head,
                    const tdg_rec **out, char *why, size_t why_size) {
  enum layer layers[DECODE_MAX_LAYERS];
  struct tdg_str encoding = rec_get(doc, TDG_ENCODING, 0), body = rec_get(doc, TDG_BODY, 0);
  *out = doc;
  if (encoding.n == 0) return TDG_OK;
  int n = read_layers(encoding.p, layers);
  if (n < 0) {
    snprintf(why, why_size, "content encoding \"%.60s\" is not known; gzip and deflate are", encoding.p);
    return TDG_DENIED;
  }
  struct decoder d = {.arena = a, .head = head, .why = why, .why_size = why_size};
  d.max = ceiling(limits, body.n, head && n == 1);
  for (int i = n - 1; i >= 0; i--) {
    int status = undo(&d, layers[i], &body);
    if (status != TDG_OK) return status;
  }
  *out = with_body(a, doc, body);
  return TDG_OK;
}
