/* capture/pack_member.c - see pack_member.h.  Memory is freed before each function returns; a library that has none ends the process,
 * as elsewhere (util/check.h). */
#include "capture/pack_member.h"

#include "util/check.h"

#include <stdlib.h>
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
