/* worker/decode.c - decode compressed bodies within limits; see decode.h.
 *
 * The output buffer is in the call's arena and doubles as it grows, so a bomb costs at most the limit.  One
 * meter counts what all layers of a document unpack to.  There are two limits: an absolute one, and a ratio
 * that applies beyond the first MiB only (small pages compress well).  The end of the compressed data is
 * required: a body that ends early is incomplete and is never passed to a plugin as a whole one.  Of a feed what there is
 * is passed, since its items are whole, without its last tag, so that it is read as one that is cut.
 */
#include "worker/decode.h"

#include <stdio.h>
#include <string.h>

#include "worker/codec.h"
#include <tidings/kit/str.h>

enum { FIRST_OUTPUT = 64 << 10 };

struct decoder {
  struct arena *arena;
  size_t max;   /* decoded bytes, of all layers */
  size_t spent; /* by the layers before this one */
  int head;
  int is_cut; /* the input ended before its end */
  char *why;
  size_t why_size;
  const struct codec *codec;
  unsigned char *out;
  size_t n, cap;
};

/* ---- which encodings ---- */

/* Servers write these, and charsets, where nothing is packed. */
static int is_none(struct tdg_str word) {
  static const char *const words[] = {"identity", "none",  "binary", "7bit",
                                      "8bit",     "utf-8", "utf8",   "us-ascii"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (tdg_nocase_is(word, words[i])) return 1;
  return tdg_nocase_starts(word, "iso-8859-") || tdg_nocase_starts(word, "windows-125");
}

/* "gzip, deflate" lists the encodings in the order they were applied.  Returns their number, or -1. */
static int read_layers(const char *s, const struct codec *layers[DECODE_MAX_LAYERS]) {
  int n = 0;
  while (*(s += strspn(s, " \t,")) != '\0') {
    const struct tdg_str word = {s, strcspn(s, " \t,")};
    s += word.n;
    if (is_none(word)) continue;
    if (n == DECODE_MAX_LAYERS || (layers[n++] = codec_find(word)) == NULL) return -1;
  }
  return n;
}

/* ---- one layer ---- */

static int fail(struct decoder *d, int status, const char *what, size_t in, size_t of) {
  snprintf(d->why, d->why_size, "%s %s: %zu of %zu bytes read, %zu decoded", what, d->codec->name, in, of,
           d->n);
  return status;
}

static int fail_large(struct decoder *d, size_t in, size_t of) {
  char what[160];
  snprintf(what, sizeof what,
           "more than a document may unpack to (%zu bytes: %d times what is transferred, %d MiB at most):",
           d->max, DECODE_RATIO, DECODE_MAX >> 20);
  return fail(d, TDG_DENIED, what, in, of);
}

static int grow(struct decoder *d) {
  size_t cap = d->cap > 0 ? d->cap * 2 : FIRST_OUTPUT, room = d->max - d->spent;
  if (cap > room + 1) cap = room + 1; /* one byte more, to detect that the limit is exceeded */
  if (d->n >= cap) return -1;
  d->out = arena_grow(d->arena, d->out, d->cap, cap);
  d->cap = cap;
  return 0;
}

static int decode_all(struct decoder *d, struct codec_stream *s, size_t of) {
  for (;;) {
    if (d->n == d->cap && grow(d) < 0) {
      if (d->head) return TDG_OK;
      return fail_large(d, of - s->in_n, of);
    }
    s->out = d->out + d->n;
    s->out_n = d->cap - d->n;
    enum codec_step step = d->codec->step(s);
    d->n = d->cap - s->out_n;
    switch (step) {
    case CODEC_END: return TDG_OK;
    case CODEC_NO_MEMORY: return fail(d, TDG_RETRY, "no memory for", of - s->in_n, of);
    case CODEC_BROKEN: return fail(d, TDG_BAD_INPUT, "broken", of - s->in_n, of);
    case CODEC_MORE:
      d->is_cut = s->in_n == 0 && s->out_n > 0;
      if (d->is_cut) return d->head ? TDG_OK : fail(d, TDG_BAD_INPUT, "incomplete", of, of);
    }
  }
}

size_t decode_head_size(const char *type) {
  return strcmp(type, "text/html") == 0 || strcmp(type, "application/xhtml+xml") == 0 ? DECODE_PAGE_HEAD
                                                                                      : DECODE_HEAD;
}

/* head: how much of it is wanted; 0: all. */
static size_t ceiling(const struct frame_limits *l, size_t packed, size_t head) {
  size_t max = l->decoded > 0 ? (size_t)l->decoded : DECODE_MAX;
  size_t ratio = l->ratio > 0 ? l->ratio : DECODE_RATIO;
  if (max > REC_MAX_DOCUMENT / 2) max = REC_MAX_DOCUMENT / 2;
  if (packed < max / ratio && packed * ratio < max) max = packed * ratio;
  if (max < DECODE_RATIO_FROM) max = DECODE_RATIO_FROM;
  if (l->decoded > 0 && max > l->decoded) max = (size_t)l->decoded;
  return head > 0 ? head : max;
}

/* RSS, Atom or RDF: the name of its root stands within the first bytes. */
static int is_feed(const unsigned char *p, size_t n) {
  static const char *const roots[] = {"<rss", "<feed", "<rdf:RDF"};
  enum { LOOKED_AT = 4096 };
  for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
    if (memmem(p, n < LOOKED_AT ? n : LOOKED_AT, roots[i], strlen(roots[i])) != NULL) return 1;
  return 0;
}

/* Nothing vouches for the end of a body that lacks its trailer: without its last tag the feed is read as one that is cut. */
static void leave_open(struct decoder *d) {
  enum { LAST_TAG = 64 };
  size_t n = d->n;
  while (n > 0 && d->n - n < LAST_TAG && d->out[n - 1] != '<') n--;
  if (n > 0 && d->out[n - 1] == '<') d->n = n - 1;
}

static int run_codec(struct decoder *d, const struct codec *codec, struct tdg_str *body) {
  struct codec_stream s = {.in = (const unsigned char *)body->p, .in_n = body->n};
  d->codec = codec;
  d->out = NULL;
  d->n = d->cap = 0;
  if (codec->open(&s) < 0) return fail(d, TDG_RETRY, "no memory for", 0, body->n);
  int status = decode_all(d, &s, body->n);
  codec->close(&s);
  d->spent += d->n;
  if (status == TDG_BAD_INPUT && d->is_cut && is_feed(d->out, d->n)) {
    status = TDG_OK;
    leave_open(d);
  }
  if (status == TDG_OK) *body = (struct tdg_str){d->n > 0 ? (const char *)d->out : "", d->n};
  return status;
}

/* Servers say br or deflate of what another program packed by gzip.  What begins like another encoding and is undone as
 * that is not this one: a checksum vouches for it. */
static int is_another(struct decoder *d, const struct codec *named, struct tdg_str *body, int *status) {
  const struct codec *marked = codec_by_mark((const unsigned char *)body->p, body->n);
  if (marked == NULL || marked == named) return 0;
  *status = run_codec(d, marked, body);
  if (*status == TDG_OK)
    snprintf(d->why, d->why_size, "said to be %s, and is %s: it is read as that", named->name, marked->name);
  return *status != TDG_BAD_INPUT;
}

static int undo(struct decoder *d, const struct codec *codec, struct tdg_str *body) {
  int status;
  if (body->n == 0) return TDG_OK;
  if (is_another(d, codec, body, &status)) return status;
  if (codec->is_plain((const unsigned char *)body->p, body->n)) {
    snprintf(d->why, d->why_size, "said to be %s, and is not: it is read as it is", codec->name);
    return TDG_OK;
  }
  return run_codec(d, codec, body);
}

/* ---- the document ---- */

static const tdg_rec *with_body(struct arena *a, const tdg_rec *doc, struct tdg_str body) {
  static const uint32_t gone[] = {TDG_ENCODING, TDG_BODY, 0};
  tdg_rec *r = rec_without(a, doc, gone);
  rec_put(r, TDG_BODY, body.p, body.n);
  return r;
}

static int is_gzip(struct tdg_str body) { return body.n > 3 && memcmp(body.p, "\x1f\x8b\x08", 3) == 0; }

int decode_document(struct arena *a, const tdg_rec *doc, const struct frame_limits *limits, int head,
                    const tdg_rec **out, char *why, size_t why_size) {
  const struct codec *layers[DECODE_MAX_LAYERS];
  struct tdg_str encoding = rec_get(doc, TDG_ENCODING, 0), body = rec_get(doc, TDG_BODY, 0);
  *out = doc;
  why[0] = '\0';
  if (encoding.n == 0) return TDG_OK;
  int n = read_layers(encoding.p, layers);
  if (n < 0) {
    snprintf(why, why_size, "content encoding \"%.60s\" is not known, or more than %d; known are %s",
             encoding.p, DECODE_MAX_LAYERS, codec_names());
    return TDG_DENIED;
  }
  struct decoder d = {.arena = a, .head = head, .why = why, .why_size = why_size};
  d.max = ceiling(limits, body.n, head && n == 1 ? decode_head_size(rec_get(doc, TDG_MEDIA_TYPE, 0).p) : 0);
  for (int i = n - 1; i >= 0; i--) {
    int status = undo(&d, layers[i], &body);
    if (status != TDG_OK) return status;
  }
  if (n == 1 && !head && is_gzip(body)) { /* a packed file that was packed once more on the way */
    const int status = undo(&d, codec_find(tdg_str_of("gzip")), &body);
    if (status != TDG_OK) return status;
  }
  *out = with_body(a, doc, body);
  return TDG_OK;
}
