/* fetch-file/utf16.c - a stream of UTF-16 as one of UTF-8, so that lines, rows and members are found in both alike.
 *
 * The byte order mark stays, as that of UTF-8.  Half a pair, and half a unit at the end, become U+FFFD.  The stream owns the one
 * below it; reading fails as that does.
 */
#include "file.h"

#include <stdlib.h>

#include <tidings/kit/utf8.h>

enum { UNITS = 2048, MOST = 4 /* bytes of a character in UTF-8 */ };

enum file_wide file_wide_of(struct tdg_str head) {
  if (head.n < 2) return FILE_NARROW;
  return memcmp(head.p, "\xFF\xFE", 2) == 0   ? FILE_LITTLE_ENDIAN
         : memcmp(head.p, "\xFE\xFF", 2) == 0 ? FILE_BIG_ENDIAN
                                              : FILE_NARROW;
}

static uint32_t unit_at(const unsigned char *p, enum file_wide wide) {
  return wide == FILE_BIG_ENDIAN ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static int is_first_half(uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
static int is_second_half(uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

/* Bytes of `in` that were used; the rest is half of something.  out: 3 bytes for 2 of in. */
static size_t convert(enum file_wide wide, const unsigned char *in, size_t n, char *out, size_t *n_out) {
  size_t at = 0;
  while (at + 2 <= n) {
    uint32_t c = unit_at(in + at, wide);
    if (is_first_half(c) && at + 4 > n) break;
    const uint32_t next = is_first_half(c) ? unit_at(in + at + 2, wide) : 0;
    at += 2;
    if (is_first_half(c) && is_second_half(next)) {
      c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
      at += 2;
    } else if (is_first_half(c) || is_second_half(c)) c = 0xFFFD;
    *n_out += tdg_utf8_put(out + *n_out, c);
  }
  return at;
}

size_t file_wide_text(enum file_wide wide, struct tdg_str head, char *out) {
  size_t n = 0;
  convert(wide, (const unsigned char *)head.p, head.n, out, &n);
  return n;
}

/* ---- the stream ---- */

struct wide_stream {
  struct file_stream pub;
  struct file_stream *below;
  enum file_wide wide;
  unsigned char in[2 * UNITS];
  char out[3 * UNITS + MOST];
  size_t n_in, at, n_out;
};

/* Convert what comes next.  1, 0 at the end, -1. */
static int wide_fill(struct wide_stream *s) {
  const ssize_t got = s->below->read(s->below, (char *)s->in + s->n_in, sizeof s->in - s->n_in);
  if (got < 0) return -1;
  s->pub.stored = s->below->stored;
  s->pub.taken = s->below->seek != NULL ? s->pub.taken + (uint64_t)got : s->below->taken;
  s->at = s->n_out = 0;
  if (got == 0) {
    if (s->n_in > 0) s->n_out = tdg_utf8_put(s->out, 0xFFFD);
    s->n_in = 0;
    return s->n_out > 0;
  }
  s->n_in += (size_t)got;
  const size_t used = convert(s->wide, s->in, s->n_in, s->out, &s->n_out);
  memmove(s->in, s->in + used, s->n_in - used);
  s->n_in -= used;
  return 1;
}

static ssize_t wide_read(struct file_stream *pub, char *p, size_t n) {
  struct wide_stream *s = (struct wide_stream *)pub;
  int rc = 1;
  while (s->at == s->n_out && rc > 0) rc = wide_fill(s);
  if (rc <= 0) return rc;
  if (n > s->n_out - s->at) n = s->n_out - s->at;
  memcpy(p, s->out + s->at, n);
  s->at += n;
  return (ssize_t)n;
}

static void wide_close(struct file_stream *pub) {
  struct wide_stream *s = (struct wide_stream *)pub;
  s->below->close(s->below);
  free(s);
}

struct file_stream *file_stream_narrow(struct file_stream *below, enum file_wide wide) {
  if (wide == FILE_NARROW) return below;
  struct wide_stream *s = calloc(1, sizeof *s);
  if (s == NULL) {
    below->close(below);
    return NULL;
  }
  s->pub = (struct file_stream){wide_read, NULL, wide_close, below->stored, 0};
  s->below = below;
  s->wide = wide;
  return &s->pub;
}
