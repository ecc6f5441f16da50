/* capture/pack_member.c - see pack_member.h.  Memory is freed before each function returns; a library that has none ends the process,
 * as elsewhere (util/check.h). */
#include "capture/pack_member.h"

#include "capture/warc_block.h"
#include "util/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#ifdef TIDINGS_ZSTD
#include <zstd.h>
#endif

enum {
  GZIP_LEVEL = 3, /* on the store's thread: a third of the time of 6, 6 % larger */
  ZSTD_LEVEL = 3,
  GZIP_BITS = 15 + 16,
  READ_BYTES = 256 << 10
};

/* ---- pack ---- */

static int add_gzip(struct buf *out, const char *p, size_t n) {
  z_stream z = {0};
  if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_BITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    check_die(1, "no memory to pack a capture");
  const size_t most = deflateBound(&z, n);
  char *to = buf_space(out, most);
  z.next_in = (Bytef *)(uintptr_t)p;
  z.avail_in = (uInt)n;
  z.next_out = (Bytef *)to;
  z.avail_out = (uInt)most;
  const int done =
      to != NULL && n <= UINT32_MAX && most <= UINT32_MAX && deflate(&z, Z_FINISH) == Z_STREAM_END;
  if (done) out->n += most - z.avail_out;
  deflateEnd(&z);
  return done ? 0 : -1;
}

#ifdef TIDINGS_ZSTD
static int add_zstd(struct buf *out, const char *p, size_t n) {
  const size_t most = ZSTD_compressBound(n);
  char *to = buf_space(out, most);
  const size_t got = to != NULL ? ZSTD_compress(to, most, p, n, ZSTD_LEVEL) : 0;
  if (to == NULL || ZSTD_isError(got)) return -1;
  out->n += got;
  return 0;
}
#endif

int pack_add(struct buf *out, enum capture_form form, const char *p, size_t n) {
#ifdef TIDINGS_ZSTD
  if (form == CAPTURE_ZSTD) return add_zstd(out, p, n);
#endif
  (void)form;
  return add_gzip(out, p, n);
}

/* ---- what is whole ---- */

struct input {
  int fd;
  unsigned char *p;
  ssize_t n;
  int64_t read; /* of the file, with these n */
};

static int fill(struct input *in) {
  in->n = read(in->fd, in->p, READ_BYTES);
  if (in->n > 0) in->read += in->n;
  return in->n > 0;
}

/* The unpacked bytes are of no interest, except for the sums at the end of each member. */
static int64_t whole_gzip(struct input *in) {
  unsigned char *to = check_alloc(READ_BYTES);
  z_stream z = {0};
  int64_t whole = 0;
  int rc = Z_OK;
  if (inflateInit2(&z, GZIP_BITS) != Z_OK) check_die(1, "no memory to read a capture");
  while ((rc == Z_OK || rc == Z_BUF_ERROR) && fill(in)) {
    z.next_in = in->p;
    z.avail_in = (uInt)in->n;
    for (rc = Z_OK; rc == Z_OK && z.avail_in > 0;) {
      z.next_out = to;
      z.avail_out = READ_BYTES;
      rc = inflate(&z, Z_NO_FLUSH);
      if (rc != Z_STREAM_END) continue;
      whole = in->read - z.avail_in;
      rc = inflateReset(&z);
    }
  }
  inflateEnd(&z);
  free(to);
  return whole;
}

#ifdef TIDINGS_ZSTD
static int64_t whole_zstd(struct input *in) {
  unsigned char *to = check_alloc(READ_BYTES);
  ZSTD_DCtx *z = ZSTD_createDCtx();
  int64_t whole = 0;
  int bad = z == NULL;
  while (!bad && fill(in)) {
    ZSTD_inBuffer from = {in->p, (size_t)in->n, 0};
    while (!bad && from.pos < from.size) {
      ZSTD_outBuffer out = {to, READ_BYTES, 0};
      const size_t left = ZSTD_decompressStream(z, &out, &from);
      bad = ZSTD_isError(left) != 0;
      if (left == 0) whole = in->read - (int64_t)(from.size - from.pos);
    }
  }
  ZSTD_freeDCtx(z);
  free(to);
  return whole;
}
#endif

int64_t pack_whole(int fd, enum capture_form form) {
  struct input in = {.fd = fd, .p = check_alloc(READ_BYTES)};
#ifdef TIDINGS_ZSTD
  const int64_t whole = form == CAPTURE_ZSTD ? whole_zstd(&in) : whole_gzip(&in);
#else
  (void)form;
  const int64_t whole = whole_gzip(&in);
#endif
  free(in.p);
  return in.n < 0 ? -1 : whole;
}

/* ---- one member ---- */

static size_t undo_gzip(struct buf *out, const char *p, size_t n) {
  z_stream z = {0};
  size_t took = 0;
  int rc = Z_OK;
  if (inflateInit2(&z, GZIP_BITS) != Z_OK) check_die(1, "no memory to read a capture");
  while (rc == Z_OK && took < n) {
    char *to = buf_space(out, READ_BYTES);
    const size_t part = n - took < READ_BYTES ? n - took : READ_BYTES;
    if (to == NULL) break;
    z.next_in = (Bytef *)(uintptr_t)(p + took);
    z.avail_in = (uInt)part;
    z.next_out = (Bytef *)to;
    z.avail_out = READ_BYTES;
    rc = inflate(&z, Z_NO_FLUSH);
    took += part - z.avail_in;
    out->n += READ_BYTES - z.avail_out;
    if (rc == Z_BUF_ERROR) rc = Z_OK;
  }
  inflateEnd(&z);
  return rc == Z_STREAM_END ? took : 0;
}

#ifdef TIDINGS_ZSTD
/* A frame of another program may not say how large it is. */
static size_t undo_zstd(struct buf *out, const char *p, size_t n) {
  const size_t frame = ZSTD_findFrameCompressedSize(p, n);
  if (ZSTD_isError(frame)) return 0;
  ZSTD_DCtx *z = ZSTD_createDCtx();
  ZSTD_inBuffer from = {p, frame, 0};
  size_t left = 1;
  while (z != NULL && left != 0 && !ZSTD_isError(left)) {
    char *to = buf_space(out, READ_BYTES);
    if (to == NULL) break;
    ZSTD_outBuffer room = {to, READ_BYTES, 0};
    left = ZSTD_decompressStream(z, &room, &from);
    out->n += room.pos;
    if (room.pos == 0 && from.pos == from.size) break;
  }
  ZSTD_freeDCtx(z);
  return left == 0 ? frame : 0;
}
#endif

size_t pack_undo(struct buf *out, enum capture_form form, const char *p, size_t n) {
#ifdef TIDINGS_ZSTD
  if (form == CAPTURE_ZSTD) return undo_zstd(out, p, n);
#endif
  return form == CAPTURE_GZIP ? undo_gzip(out, p, n) : 0;
}

/* ---- a member of a given size ---- */

enum {
  STORED_MAX = 65535, /* bytes of a block that is not compressed */
  STORED_HEAD = 5,
  GZIP_HEAD = 10,
  GZIP_TAIL = 8,
  EXTRA_MAX = 24 /* bytes of padding in the head: not each size is a sum of blocks */
};

static char *put_le(char *p, uint32_t v, int bytes) {
  for (int i = 0; i < bytes; i++) *p++ = (char)(v >> 8 * i);
  return p;
}

/* The length that, with its blocks, fills n bytes; 0: none does. */
static size_t stored_length(size_t n) {
  for (size_t blocks = 1; blocks * STORED_HEAD < n; blocks++) {
    const size_t length = n - blocks * STORED_HEAD;
    if ((length + STORED_MAX - 1) / STORED_MAX == blocks) return length;
    if (length <= blocks * STORED_MAX) return 0;
  }
  return 0;
}

/* extra 0: none; else 2 bytes and extra - 2 of padding. */
static void put_gzip(char *p, size_t extra, const char *plain, size_t length) {
  static const char head[GZIP_HEAD] = {0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 0, (char)0xff};
  const uint32_t sum = (uint32_t)crc32(0, (const Bytef *)plain, (uInt)length);
  memcpy(p, head, sizeof head);
  p[3] = extra > 0 ? 4 : 0;
  p += GZIP_HEAD;
  if (extra > 0) {
    memset(put_le(p, (uint32_t)extra - 2, 2), 0, extra - 2);
    p += extra;
  }
  for (size_t at = 0; at < length;) {
    const size_t part = length - at < STORED_MAX ? length - at : STORED_MAX;
    *p++ = at + part == length;
    p = put_le(put_le(p, (uint32_t)part, 2), ~(uint32_t)part, 2);
    memcpy(p, plain + at, part);
    p += part;
    at += part;
  }
  put_le(put_le(p, sum, 4), (uint32_t)length, 4);
}

#define FILLER_HEAD "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: "
enum { SKIPPED = 0x184D2A50, SKIPPED_HEAD = 8 };

/* A record of this length whose block is of blanks. */
static int plain_filler(char *p, size_t length) {
  static const char head[] =
      FILLER_HEAD "%s\r\nWARC-Date: "
                  "1970-01-01T00:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: %010zu\r\n\r\n";
  char id[WARC_ID], text[sizeof head + WARC_ID + 20];
  warc_new_id(id);
  const size_t n = (size_t)snprintf(text, sizeof text, head, id, (size_t)0);
  if (length < n + 4) return -1;
  snprintf(text, sizeof text, head, id, length - n - 4);
  memcpy(p, text, n);
  memset(p + n, ' ', length - n - 4);
  memcpy(p + length - 4, "\r\n\r\n", 4);
  return 0;
}

static int fill_gzip(char *p, size_t n) {
  size_t extra = 0, length = 0;
  const size_t frame = GZIP_HEAD + GZIP_TAIL;
  for (; extra < EXTRA_MAX && length == 0; extra += extra == 0 ? 2 : 1)
    if (n > frame + extra && (length = stored_length(n - frame - extra)) > 0) break;
  if (length == 0) return -1;
  char *plain = check_alloc(length);
  const int rc = plain_filler(plain, length);
  if (rc == 0) put_gzip(p, extra, plain, length);
  free(plain);
  return rc;
}

int pack_filler(char *p, size_t n, enum capture_form form) {
  if (form == CAPTURE_GZIP) return fill_gzip(p, n);
  if (n < SKIPPED_HEAD || n - SKIPPED_HEAD > UINT32_MAX) return -1;
  memset(put_le(put_le(p, SKIPPED, 4), (uint32_t)(n - SKIPPED_HEAD), 4), 0, n - SKIPPED_HEAD);
  return 0;
}

/* What is put in is not compressed, so its words can be seen. */
static int is_gzip_filler(const char *p, size_t n) {
  enum { BLOCK_HEAD = 5 };
  size_t at = GZIP_HEAD;
  if (n < GZIP_HEAD + 2 || memcmp(p, "\x1f\x8b\x08", 3) != 0) return 0;
  if (p[3] == 4) at += 2 + (size_t)(unsigned char)p[at] + 256 * (size_t)(unsigned char)p[at + 1];
  at += BLOCK_HEAD;
  return n >= at + sizeof FILLER_HEAD - 1 && memcmp(p + at, FILLER_HEAD, sizeof FILLER_HEAD - 1) == 0;
}

int pack_is_filler(const char *p, size_t n, enum capture_form form) {
  char mark[4];
  if (form == CAPTURE_GZIP) return is_gzip_filler(p, n);
  put_le(mark, SKIPPED, sizeof mark);
  return n >= SKIPPED_HEAD && memcmp(p, mark, sizeof mark) == 0;
}
