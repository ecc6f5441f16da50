/* fetch-file/reader.c - read lines of a file, compressed with gzip or not, from a position on.
 *
 * Positions count decompressed bytes.  A plain file can be read from any position; a compressed one must be
 * decompressed from its start, so the most recent readers stay open, and a request for the position of one of
 * them continues there: a compressed file that is read from start to end is decompressed once.  A reader owns
 * its descriptor and its buffer, whose size is at most one line of the maximum length and one read.
 *
 * Each call of fill may move the buffer: compute pointers into it again afterwards.  A damaged compressed
 * file yields all lines before the damage, then the error.
 */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum {
  READ_SIZE = 64 << 10,
  BUFFER = FILE_MAX_LINE + READ_SIZE,
  DISK_BLOCK = 512, /* the unit of st_blocks */
  BUDGET_BASE = 64 << 20,
  BUDGET_RATIO = 32
};

struct file_reader {
  struct file_identity identity;
  int fd, packed, ended, skipping;
  int damage; /* errno of an error after the bytes already decompressed */
  char *p;    /* bytes [from, to) of the buffer are not yet returned */
  size_t from, to, cap;
  uint64_t position; /* of p[from] */
  z_stream z;
  int z_open, z_fresh; /* z_fresh: between two gzip members */
  unsigned char *in;   /* READ_SIZE compressed bytes */
  uint64_t stored;     /* bytes read from the disk; of a plain file, which may have holes, its size on disk */
  uint64_t budget_position, budget_stored; /* the values when a document was last emitted */
};

struct file_identity file_identity(const struct stat *st) {
  return (struct file_identity){(uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size,
                                st->st_mtim.tv_sec, st->st_mtim.tv_nsec};
}

int file_same(const struct file_identity *a, const struct file_identity *b) {
  return a->device == b->device && a->inode == b->inode && a->size == b->size && a->mtime_s == b->mtime_s &&
         a->mtime_ns == b->mtime_ns;
}

static void reader_free(struct file_reader *r) {
  if (r == NULL) return;
  if (r->z_open) inflateEnd(&r->z);
  close(r->fd);
  free(r->in);
  free(r->p);
  free(r);
}

void file_readers_free(struct file_self *self) {
  for (size_t i = 0; i < FILE_READERS; i++) reader_free(self->reader[i]);
}

/* ---- bytes ---- */

static ssize_t read_some(int fd, void *p, size_t n) {
  ssize_t got;
  do got = read(fd, p, n);
  while (got < 0 && errno == EINTR);
  return got;
}

static ssize_t damaged(struct file_reader *r, size_t unpacked) {
  r->damage = EBADMSG;
  errno = EBADMSG;
  return unpacked > 0 ? (ssize_t)unpacked : -1;
}

/* Decompress into p[0..n).  Returns the number of bytes, 0 at the end, -1 on an error. */
static ssize_t unpack_some(struct file_reader *r, char *p, size_t n) {
  r->z.next_out = (Bytef *)p;
  r->z.avail_out = (uInt)n;
  if (r->damage != 0) return damaged(r, 0);
  while (r->z.avail_out == n) {
    int rc;
    if (r->z.avail_in == 0) {
      const ssize_t got = read_some(r->fd, r->in, READ_SIZE);
      if (got < 0) return -1;
      if (got == 0) return r->z_fresh ? 0 : damaged(r, 0); /* cut off */
      r->stored += (uint64_t)got;
      r->z.next_in = r->in;
      r->z.avail_in = (uInt)got;
    }
    r->z_fresh = 0;
    rc = inflate(&r->z, Z_NO_FLUSH);
    if (rc == Z_STREAM_END) { /* end of a gzip member; another one may follow */
      r->z_fresh = 1;
      if (inflateReset(&r->z) != Z_OK) return -1;
    } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
      return damaged(r, n - r->z.avail_out);
    }
  }
  return (ssize_t)(n - r->z.avail_out);
}

/* Make room for one more read after r->to. */
static int make_room(struct file_reader *r) {
  if (r->from > 0) {
    memmove(r->p, r->p + r->from, r->to - r->from);
    r->to -= r->from;
    r->from = 0;
  }
  if (r->cap - r->to < READ_SIZE && r->cap < BUFFER) {
    const size_t cap = r->cap * 2 < BUFFER ? r->cap * 2 : BUFFER;
    char *p = realloc(r->p, cap);
    if (p == NULL) return -1;
    r->p = p;
    r->cap = cap;
  }
  return 0;
}

/* 1 when bytes were read, 0 at the end, -1 on an error. */
static int fill(struct file_reader *r) {
  ssize_t got;
  if (r->ended) return 0;
  if (make_room(r) != 0) return -1;
  if (r->to == r->cap) return 1;
  got = r->packed ? unpack_some(r, r->p + r->to, r->cap - r->to < READ_SIZE ? r->cap - r->to : READ_SIZE)
                  : read_some(r->fd, r->p + r->to, r->cap - r->to < READ_SIZE ? r->cap - r->to : READ_SIZE);
  if (got < 0) return -1;
  r->ended = got == 0;
  r->to += (size_t)got;
  return got > 0;
}

/* ---- opening ---- */

static int pass_to(struct file_reader *r, uint64_t offset) {
  while (r->position < offset) {
    const uint64_t left = offset - r->position;
    const size_t have = r->to - r->from, take = left < have ? (size_t)left : have;
    int rc;
    r->from += take;
    r->position += take;
    if (take == left) break;
    rc = fill(r);
    if (rc < 0) return -1;
    if (rc == 0) break; /* the file is shorter: nothing to read */
  }
  return 0;
}

static struct file_reader *reader_new(int fd, const struct stat *st, int packed) {
  struct file_reader *r = calloc(1, sizeof *r);
  if (r == NULL) {
    close(fd);
    return NULL;
  }
  r->fd = fd;
  r->identity = file_identity(st);
  r->packed = packed;
  r->z_fresh = 1;
  if (!packed) r->stored = (uint64_t)st->st_blocks * DISK_BLOCK;
  r->cap = 2 * READ_SIZE;
  r->p = malloc(r->cap);
  if (!packed && r->p != NULL) return r;
  r->in = malloc(READ_SIZE);
  r->z_open = r->p != NULL && r->in != NULL && inflateInit2(&r->z, 15 + 16) == Z_OK;
  if (r->z_open) return r;
  reader_free(r);
  return NULL;
}

/* Remove from the cache the reader of this file whose position is at most offset; NULL if there is none. */
static struct file_reader *take_kept(struct file_self *self, const struct file_identity *id,
                                     uint64_t offset) {
  for (size_t i = 0; i < FILE_READERS; i++) {
    struct file_reader *r = self->reader[i];
    if (r == NULL || !file_same(&r->identity, id) || r->position > offset) continue;
    memmove(&self->reader[i], &self->reader[i + 1], (FILE_READERS - 1 - i) * sizeof r);
    self->reader[FILE_READERS - 1] = NULL;
    return r;
  }
  return NULL;
}

static void keep(struct file_self *self, struct file_reader *r) {
  reader_free(self->reader[FILE_READERS - 1]);
  memmove(&self->reader[1], &self->reader[0], (FILE_READERS - 1) * sizeof r);
  self->reader[0] = r;
}

struct file_reader *file_reader_open(struct file_self *self, int fd, const struct stat *st, int packed,
                                     uint64_t offset) {
  const struct file_identity id = file_identity(st);
  struct file_reader *r = take_kept(self, &id, offset);
  const int is_new = r == NULL;
  if (r != NULL) close(fd);
  else if ((r = reader_new(fd, st, packed)) == NULL) return NULL;
  if (!packed && r->position != offset && lseek(r->fd, (off_t)offset, SEEK_SET) >= 0) {
    r->from = r->to = 0;
    r->ended = 0;
    r->position = offset;
  }
  r->skipping = 0;
  if (pass_to(r, offset) != 0) {
    const int error = errno;
    reader_free(r);
    errno = error;
    return NULL;
  }
  if (is_new) file_reader_reset_budget(r);
  keep(self, r);
  return r;
}

/* ---- lines ---- */

static void consume(struct file_reader *r, size_t n) {
  r->from += n;
  r->position += n;
}

void file_reader_skip(struct file_reader *r) { r->skipping = 1; }
int file_reader_skipping(const struct file_reader *r) { return r->skipping; }
uint64_t file_reader_position(const struct file_reader *r) { return r->position; }
int file_reader_at_end(struct file_reader *r) { return r->from == r->to && fill(r) == 0; }

void file_reader_reset_budget(struct file_reader *r) {
  r->budget_position = r->position;
  r->budget_stored = r->packed ? r->stored : 0;
}

int file_reader_over_budget(const struct file_reader *r) {
  return r->position - r->budget_position > BUDGET_BASE + BUDGET_RATIO * (r->stored - r->budget_stored);
}

uint64_t file_reader_skip_blank(struct file_reader *r) {
  const char *p = r->p + r->from, *end = r->p + r->to, *begin = p;
  uint64_t lines = 0;
  if (r->skipping || r->from == r->to) return 0;
  for (; p < end && (*p == '\n' || *p == '\r' || *p == ' ' || *p == '\t'); p++) {
    if (*p != '\n') continue;
    begin = p + 1;
    lines++;
  }
  consume(r, (size_t)(begin - (r->p + r->from)));
  return lines;
}

/* Skip the rest of a line, one buffer per call. */
static int skip_rest(struct file_reader *r) {
  const char *newline = r->to > r->from ? memchr(r->p + r->from, '\n', r->to - r->from) : NULL;
  if (newline != NULL) {
    consume(r, (size_t)(newline - (r->p + r->from)) + 1);
    r->skipping = 0;
    return 3;
  }
  consume(r, r->to - r->from);
  return fill(r) < 0 ? -1 : r->ended ? (r->skipping = 0) : 3;
}

int file_reader_line(struct file_reader *r, struct tdg_str *line, uint64_t *at) {
  size_t seen = 0;
  if (r->skipping) return skip_rest(r);
  *at = r->position;
  for (;;) {
    const size_t have = r->to - r->from;
    const char *begin = r->p + r->from;
    const char *newline = have > seen ? memchr(begin + seen, '\n', have - seen) : NULL;
    size_t n = newline != NULL ? (size_t)(newline - begin) : have;
    if (n > 0 && n <= FILE_MAX_LINE + 1 && begin[n - 1] == '\r') n--; /* may be the first half of a CR LF */
    if (n > FILE_MAX_LINE) {
      r->skipping = 1;
      return 2;
    }
    if (newline == NULL && !r->ended) {
      seen = have;
      if (fill(r) < 0) return -1;
      continue;
    }
    if (newline == NULL && have == 0) return 0;
    consume(r, newline != NULL ? (size_t)(newline - begin) + 1 : have);
    *line = (struct tdg_str){begin, n};
    return 1;
  }
}
