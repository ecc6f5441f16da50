/* fetch-file/stream.c - the bytes of a file, unpacked; see file.h.
 *
 * A stream owns its descriptor, or the stream below it, and its decoder.  Of a packed file it remembers where the last members (gzip) or frames
 * (zstd) begin, so that a place can be read again without unpacking everything before it.
 *
 * The frames of a .warc.zst may need a dictionary, which is the first frame of the file, one that others skip.
 *
 * Reading fails with errno: EBADMSG for what is damaged or cut off, after all bytes before the damage.
 */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#ifdef FILE_HAS_ZSTD
#include <zstd.h>
#endif

enum {
  DISK_BLOCK = 512, /* the unit of st_blocks */
  MAX_MEMBERS = 4096,
  MAX_DICTIONARY = 16 << 20,
  MAX_WINDOW = 26 /* log2 of the bytes that a frame may refer back to */
};

struct member {
  uint64_t packed, begin; /* its offset in the file, and in the unpacked bytes */
};

struct packed {
  struct file_stream pub;
  struct file_stream *below;
  int fresh;  /* between two members */
  int damage; /* errno of an error after the bytes already unpacked */
  z_stream z;
#ifdef FILE_HAS_ZSTD
  ZSTD_DCtx *zstd;
#endif
  unsigned char *in; /* FILE_READ_SIZE packed bytes: [at, end) are not yet unpacked */
  size_t at, end;
  uint64_t read_to, unpacked; /* offset in the file behind the bytes of in; bytes that came out */
  struct member *members;
  size_t n_members;
};

static ssize_t read_some(int fd, void *p, size_t n) {
  ssize_t got;
  do got = read(fd, p, n);
  while (got < 0 && errno == EINTR);
  return got;
}

/* ---- a plain file ---- */

struct plain {
  struct file_stream pub;
  int fd;
};

static ssize_t plain_read(struct file_stream *s, char *p, size_t n) {
  return read_some(((struct plain *)s)->fd, p, n);
}

static int plain_seek(struct file_stream *s, uint64_t at) {
  return lseek(((struct plain *)s)->fd, (off_t)at, SEEK_SET) < 0 ? -1 : 0;
}

static void plain_close(struct file_stream *s) {
  close(((struct plain *)s)->fd);
  free(s);
}

static struct file_stream *open_plain(int fd, const struct stat *st) {
  struct plain *p = calloc(1, sizeof *p);
  if (p == NULL) return NULL;
  p->pub = (struct file_stream){plain_read, plain_seek, plain_close, (uint64_t)st->st_blocks * DISK_BLOCK, 0};
  p->fd = fd;
  return &p->pub;
}

/* ---- a packed one ---- */

static void begin_member(struct packed *s) {
  const struct member m = {s->read_to - (s->end - s->at), s->unpacked};
  s->fresh = 0;
  if (s->n_members > 0 && s->members[s->n_members - 1].begin == m.begin) s->n_members--;
  if (s->n_members == MAX_MEMBERS) {
    s->n_members /= 2;
    memmove(s->members, s->members + s->n_members, s->n_members * sizeof m);
  }
  s->members[s->n_members++] = m;
}

/* More packed bytes.  1, 0 at the end, -1. */
static int refill(struct packed *s) {
  if (s->at < s->end) return 1;
  const ssize_t got = s->below->read(s->below, (char *)s->in, FILE_READ_SIZE);
  if (got <= 0) return (int)got;
  s->pub.stored += (uint64_t)got;
  s->pub.taken += (uint64_t)got;
  s->read_to += (uint64_t)got;
  s->at = 0;
  s->end = (size_t)got;
  return 1;
}

/* Unpack once, into p[0..n): the number of bytes; -1: damaged.  *ended: the member is over. */
static ssize_t inflate_once(struct packed *s, char *p, size_t n, int *ended) {
  s->z.next_in = s->in + s->at;
  s->z.avail_in = (uInt)(s->end - s->at);
  s->z.next_out = (Bytef *)p;
  s->z.avail_out = (uInt)n;
  const int rc = inflate(&s->z, Z_NO_FLUSH);
  s->at = s->end - s->z.avail_in;
  *ended = rc == Z_STREAM_END && inflateReset(&s->z) == Z_OK;
  const ssize_t got = (ssize_t)(n - s->z.avail_out);
  if (rc == Z_OK || rc == Z_BUF_ERROR || *ended) return got;
  s->damage = EBADMSG;
  return got > 0 ? got : -1;
}

#ifdef FILE_HAS_ZSTD
static ssize_t zstd_once(struct packed *s, char *p, size_t n, int *ended) {
  ZSTD_inBuffer in = {s->in, s->end, s->at};
  ZSTD_outBuffer out = {p, n, 0};
  const size_t rc = ZSTD_decompressStream(s->zstd, &out, &in);
  s->at = in.pos;
  *ended = rc == 0;
  if (!ZSTD_isError(rc)) return (ssize_t)out.pos;
  s->damage = EBADMSG;
  return out.pos > 0 ? (ssize_t)out.pos : -1;
}
#endif

static ssize_t unpack_once(struct packed *s, char *p, size_t n, int *ended) {
#ifdef FILE_HAS_ZSTD
  if (s->zstd != NULL) return zstd_once(s, p, n, ended);
#endif
  return inflate_once(s, p, n, ended);
}

/* Tapes and block devices fill up with NULs behind a file that is packed. */
static int is_padding(struct packed *s) {
  const size_t from = s->at;
  if (!s->fresh || s->n_members == 0) return 0;
  while (s->at < s->end && s->in[s->at] == 0) s->at++;
  return s->at > from && s->at == s->end;
}

static ssize_t packed_read(struct file_stream *pub, char *p, size_t n) {
  struct packed *s = (struct packed *)pub;
  ssize_t got = 0;
  while (got == 0 && s->damage == 0) {
    const int more = refill(s);
    int ended = 0;
    if (more < 0) return -1;
    if (more == 0 && s->fresh) return 0;
    if (is_padding(s)) continue;
    if (s->fresh) begin_member(s);
    got = unpack_once(s, p, n, &ended);
    s->fresh = ended;
    if (more == 0 && got == 0 && !ended) s->damage = EBADMSG; /* cut off */
  }
  if (got <= 0) {
    errno = s->damage;
    return -1;
  }
  s->unpacked += (uint64_t)got;
  return got;
}

static void packed_close(struct file_stream *pub) {
  struct packed *s = (struct packed *)pub;
#ifdef FILE_HAS_ZSTD
  if (s->zstd != NULL) ZSTD_freeDCtx(s->zstd);
  else
#endif
    inflateEnd(&s->z);
  s->below->close(s->below);
  free(s->members);
  free(s->in);
  free(s);
}

/* ---- opening ---- */

#ifdef FILE_HAS_ZSTD
static uint32_t little_endian(const unsigned char *p) {
  return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The dictionary may itself be packed. */
static int load_dictionary(struct packed *s, const unsigned char *p, size_t n) {
  if (n < 4 || little_endian(p) != ZSTD_MAGICNUMBER)
    return ZSTD_isError(ZSTD_DCtx_loadDictionary(s->zstd, p, n)) ? -1 : 0;
  unsigned char *plain = malloc(MAX_DICTIONARY);
  const size_t got = plain != NULL ? ZSTD_decompress(plain, MAX_DICTIONARY, p, n) : 0;
  const int rc =
      plain == NULL || ZSTD_isError(got) || ZSTD_isError(ZSTD_DCtx_loadDictionary(s->zstd, plain, got)) ? -1
                                                                                                        : 0;
  free(plain);
  return rc;
}

static int read_whole(struct file_stream *below, unsigned char *p, size_t n) {
  for (size_t got = 0; got < n;) {
    const ssize_t more = below->read(below, (char *)p + got, n - got);
    if (more <= 0) return -1;
    got += (size_t)more;
  }
  return 0;
}

/* The frame that others skip, at the front of the file.  0, also when there is none, or the file cannot be read twice. */
static int find_dictionary(struct packed *s) {
  enum { MAGIC = 0x184D2A5D, HEAD = 8 };
  struct file_stream *below = s->below;
  unsigned char head[HEAD];
  int rc = 0;
  if (below->seek == NULL || below->seek(below, 0) != 0) return 0;
  if (read_whole(below, head, HEAD) == 0 && little_endian(head) == MAGIC) {
    const size_t n = little_endian(head + 4);
    unsigned char *p = n <= MAX_DICTIONARY ? malloc(n + 1) : NULL;
    rc = p == NULL || read_whole(below, p, n) != 0 ? -1 : load_dictionary(s, p, n);
    free(p);
  }
  if (rc != 0) errno = EBADMSG;
  return rc != 0 ? rc : below->seek(below, 0);
}

static int open_zstd(struct packed *s) {
  s->zstd = ZSTD_createDCtx();
  if (s->zstd == NULL) return -1;
  ZSTD_DCtx_setParameter(s->zstd, ZSTD_d_windowLogMax, MAX_WINDOW);
  return find_dictionary(s);
}
#else
static int open_zstd(struct packed *s) {
  (void)s;
  errno = ENOTSUP;
  return -1;
}
#endif

static struct file_stream *open_packed(struct file_stream *below, enum file_packing packing) {
  const int is_zstd = packing == FILE_ZSTD;
  if (packing == FILE_BZIP2 || packing == FILE_XZ) return file_stream_blocks(below, packing);
  struct packed *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->pub = (struct file_stream){packed_read, NULL, packed_close, 0, 0};
  s->below = below;
  s->fresh = 1;
  s->in = malloc(FILE_READ_SIZE);
  s->members = malloc(MAX_MEMBERS * sizeof *s->members);
  if (s->in != NULL && s->members != NULL &&
      (is_zstd ? open_zstd(s) == 0 : inflateInit2(&s->z, 15 + 16) == Z_OK))
    return &s->pub;
  const int error = errno;
#ifdef FILE_HAS_ZSTD
  if (s->zstd != NULL) ZSTD_freeDCtx(s->zstd);
#endif
  free(s->in);
  free(s->members);
  free(s);
  errno = error;
  return NULL;
}

struct file_stream *file_stream_over(struct file_stream *below, enum file_packing packing) {
  struct file_stream *s = packing == FILE_PLAIN ? below : open_packed(below, packing);
  if (s != NULL) return s;
  const int error = errno;
  below->close(below);
  errno = error;
  return NULL;
}

struct file_stream *file_stream_open(int fd, const struct stat *st, enum file_packing packing) {
  struct file_stream *s = open_plain(fd, st);
  if (s != NULL) return file_stream_over(s, packing);
  close(fd);
  errno = ENOMEM;
  return NULL;
}

int file_stream_find(const struct file_stream *pub, uint64_t at, uint64_t *packed, uint64_t *begin) {
  if (pub->seek != NULL) {
    *packed = *begin = at;
    return 0;
  }
  if (pub->read != packed_read) return -1;
  const struct packed *s = (const struct packed *)pub;
  for (size_t i = s->n_members; i-- > 0;) {
    if (s->members[i].begin > at) continue;
    *packed = s->members[i].packed;
    *begin = s->members[i].begin;
    return 0;
  }
  return -1;
}

int file_stream_go(struct file_stream *pub, uint64_t packed, uint64_t begin) {
  if (pub->seek != NULL) return pub->seek(pub, packed);
  struct packed *s = (struct packed *)pub;
  if (pub->read != packed_read || s->below->seek == NULL || s->below->seek(s->below, packed) != 0) return -1;
  s->read_to = s->pub.taken = packed;
  s->unpacked = begin;
  return 0;
}
