/* fetch-file/stream_blocks.c - bzip2 and xz unpacked by their own libraries, as far as a cut or damaged file goes: libarchive's
 * filters give nothing of the last 64 KiB before the damage.
 *
 * A stream owns the stream below it and its decoder.  Reading fails with EBADMSG for what is damaged or cut off, after all bytes
 * before the damage; a decoder without memory for what the file asks for (more than MAX_MEMORY) fails as damaged, too.
 */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#ifdef FILE_HAS_BZIP2
#include <bzlib.h>
#endif
#ifdef FILE_HAS_LZMA
#include <lzma.h>
#endif

#if defined FILE_HAS_BZIP2 || defined FILE_HAS_LZMA
enum { MAX_MEMORY = 96 << 20 }; /* of xz: what -9 needs is 65 MiB */

struct blocks {
  struct file_stream pub;
  struct file_stream *below;
  int is_xz, open, ended, damage; /* open: the decoder is; damage: an errno */
  int many;                       /* a part of it came to its end */
#ifdef FILE_HAS_BZIP2
  bz_stream bz;
#endif
#ifdef FILE_HAS_LZMA
  lzma_stream xz;
#endif
  char in[FILE_READ_SIZE];
  size_t at, end;
};

/* More packed bytes.  0 at the end, -1. */
static int refill(struct blocks *s) {
  if (s->at < s->end) return 1;
  const ssize_t got = s->below->read(s->below, s->in, sizeof s->in);
  if (got <= 0) return (int)got;
  s->pub.stored += (uint64_t)got;
  s->pub.taken += (uint64_t)got;
  s->at = 0;
  s->end = (size_t)got;
  return 1;
}

#ifdef FILE_HAS_BZIP2
/* A file may be several, one behind the other. */
static size_t bzip2_once(struct blocks *s, char *p, size_t n, int at_end) {
  if (!s->open) {
    if (at_end && s->many) s->ended = 1;
    else if (at_end || BZ2_bzDecompressInit(&s->bz, 0, 0) != BZ_OK) s->damage = EBADMSG;
    else s->open = 1;
    if (!s->open) return 0;
  }
  s->bz.next_in = s->in + s->at;
  s->bz.avail_in = (unsigned)(s->end - s->at);
  s->bz.next_out = p;
  s->bz.avail_out = (unsigned)n;
  const int rc = BZ2_bzDecompress(&s->bz);
  s->at = s->end - s->bz.avail_in;
  const size_t got = n - s->bz.avail_out;
  if (rc == BZ_STREAM_END) {
    BZ2_bzDecompressEnd(&s->bz);
    s->open = 0;
    s->many = 1;
  } else if (rc != BZ_OK || (at_end && got == 0)) {
    s->damage = EBADMSG;
  }
  return got;
}
#endif

#ifdef FILE_HAS_LZMA
static size_t xz_once(struct blocks *s, char *p, size_t n, int at_end) {
  s->xz.next_in = (const uint8_t *)s->in + s->at;
  s->xz.avail_in = s->end - s->at;
  s->xz.next_out = (uint8_t *)p;
  s->xz.avail_out = n;
  const lzma_ret rc = lzma_code(&s->xz, at_end ? LZMA_FINISH : LZMA_RUN);
  s->at = s->end - s->xz.avail_in;
  if (rc == LZMA_STREAM_END) s->ended = 1;
  else if (rc != LZMA_OK) s->damage = EBADMSG; /* at the end: LZMA_BUF_ERROR when it is cut off */
  return n - s->xz.avail_out;
}
#endif

static size_t unpack_once(struct blocks *s, char *p, size_t n, int at_end) {
#ifdef FILE_HAS_LZMA
  if (s->is_xz) return xz_once(s, p, n, at_end);
#endif
#ifdef FILE_HAS_BZIP2
  if (!s->is_xz) return bzip2_once(s, p, n, at_end);
#endif
  (void)p, (void)n, (void)at_end;
  s->damage = ENOTSUP;
  return 0;
}

static ssize_t blocks_read(struct file_stream *pub, char *p, size_t n) {
  struct blocks *s = (struct blocks *)pub;
  size_t got = 0;
  while (got == 0 && s->damage == 0 && !s->ended) {
    const int more = refill(s);
    if (more < 0) return -1;
    got = unpack_once(s, p, n, more == 0);
  }
  if (got > 0 || s->damage == 0) return (ssize_t)got;
  errno = s->damage;
  return -1;
}

static void blocks_close(struct file_stream *pub) {
  struct blocks *s = (struct blocks *)pub;
#ifdef FILE_HAS_LZMA
  if (s->is_xz) lzma_end(&s->xz);
#endif
#ifdef FILE_HAS_BZIP2
  if (!s->is_xz && s->open) BZ2_bzDecompressEnd(&s->bz);
#endif
  s->below->close(s->below);
  free(s);
}

static int begin_xz(struct blocks *s) {
#ifdef FILE_HAS_LZMA
  s->xz = (lzma_stream)LZMA_STREAM_INIT;
  return lzma_stream_decoder(&s->xz, MAX_MEMORY, LZMA_CONCATENATED) == LZMA_OK ? 0 : -1;
#else
  (void)s;
  return -1;
#endif
}

struct file_stream *file_stream_blocks(struct file_stream *below, enum file_packing packing) {
  struct blocks *s = calloc(1, sizeof *s);
  if (s != NULL) {
    s->pub = (struct file_stream){blocks_read, NULL, blocks_close, 0, 0};
    s->below = below;
    s->is_xz = packing == FILE_XZ;
    if (!s->is_xz || begin_xz(s) == 0) return &s->pub;
    free(s);
  }
  errno = ENOMEM;
  return NULL;
}
#else
struct file_stream *file_stream_blocks(struct file_stream *below, enum file_packing packing) {
  (void)below, (void)packing;
  errno = ENOTSUP;
  return NULL;
}
#endif

enum file_packing file_packing_of_blocks(const char *head, size_t n) {
#ifdef FILE_HAS_BZIP2
  if (n >= 10 && memcmp(head, "BZh", 3) == 0 && head[3] >= '1' && head[3] <= '9' &&
      memcmp(head + 4, "1AY&SY", 6) == 0)
    return FILE_BZIP2;
#endif
#ifdef FILE_HAS_LZMA
  if (n >= 6 && memcmp(head, "\xFD\x37zXZ", 6) == 0) return FILE_XZ; /* with its NUL */
#endif
  (void)head, (void)n;
  return FILE_PLAIN;
}
