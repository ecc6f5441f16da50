/* fetch-file/reader.c - read lines and stretches of bytes of a stream, from a position on.
 *
 * Positions count unpacked bytes.  A plain file can be read from any position; a packed one must be unpacked from its
 * start, so the most recent readers stay open, and a request for the position of one of them continues there: a packed
 * file that is read from start to end is unpacked once.  A reader owns its stream, its buffer, whose size is at most one
 * line of the maximum length and one read, and what a format remembers of the file.
 *
 * Each call of fill may move the buffer: compute pointers into it again afterwards.  A damaged packed file yields all
 * bytes before the damage, then the error.
 */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { BUFFER = FILE_MAX_LINE + FILE_READ_SIZE, BUDGET_BASE = 64 << 20, BUDGET_RATIO = 32 };

struct file_reader {
  struct file_identity identity;
  struct file_stream *stream;
  enum file_packing packing;
  enum file_form form; /* what it is read as: another form may remember other things */
  int ended, skipping;
  char *p; /* bytes [from, to) of the buffer are not yet returned */
  size_t from, to, cap;
  uint64_t position;                       /* of p[from] */
  uint64_t began;                          /* where it entered the file */
  uint64_t budget_position, budget_stored; /* the values when a document was last emitted */
  void *memory;
  void (*forget)(void *memory);
};

struct file_identity file_identity(const struct stat *st) {
  return (struct file_identity){(uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size,
                                st->st_mtim.tv_sec, st->st_mtim.tv_nsec};
}

int file_same(const struct file_identity *a, const struct file_identity *b) {
  return a->device == b->device && a->inode == b->inode && a->size == b->size && a->mtime_s == b->mtime_s &&
         a->mtime_ns == b->mtime_ns;
}

void file_reader_free(struct file_reader *r) {
  if (r == NULL) return;
  if (r->forget != NULL) r->forget(r->memory);
  if (r->stream != NULL) r->stream->close(r->stream);
  free(r->p);
  free(r);
}

void file_readers_free(struct file_self *self) {
  for (size_t i = 0; i < FILE_READERS; i++) file_reader_free(self->reader[i]);
}

/* ---- bytes ---- */

/* Make room for one more read after r->to. */
static int make_room(struct file_reader *r) {
  if (r->from > 0) {
    memmove(r->p, r->p + r->from, r->to - r->from);
    r->to -= r->from;
    r->from = 0;
  }
  if (r->cap - r->to < FILE_READ_SIZE && r->cap < BUFFER) {
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
  const size_t room = r->cap - r->to < FILE_READ_SIZE ? r->cap - r->to : FILE_READ_SIZE;
  got = r->stream->read(r->stream, r->p + r->to, room);
  if (got < 0) return -1;
  r->ended = got == 0;
  r->to += (size_t)got;
  return got > 0;
}

static void consume(struct file_reader *r, size_t n) {
  r->from += n;
  r->position += n;
}

void file_reader_back(struct file_reader *r, uint64_t at) {
  r->from -= (size_t)(r->position - at);
  r->position = at;
  if (r->budget_position > at) r->budget_position = at;
}

static int jump(struct file_reader *r, uint64_t at) {
  if (r->stream->seek == NULL || r->stream->seek(r->stream, at) != 0) return -1;
  r->from = r->to = 0;
  r->ended = 0;
  r->position = at;
  return 0;
}

int file_reader_pass(struct file_reader *r, uint64_t n) {
  const size_t have = r->to - r->from;
  if (n > have + FILE_READ_SIZE && jump(r, r->position + n) == 0) return 0;
  while (n > 0) {
    const size_t left = r->to - r->from, take = n < left ? (size_t)n : left;
    consume(r, take);
    n -= take;
    if (n == 0) break;
    const int rc = fill(r);
    if (rc < 0) return -1;
    if (rc == 0) break; /* the file is shorter: nothing to read */
  }
  return 0;
}

uint64_t file_reader_left(const struct file_reader *r) {
  if (r->stream->seek == NULL) return UINT64_MAX;
  return r->identity.size > r->position ? r->identity.size - r->position : 0;
}

uint64_t file_reader_read_on_disk(const struct file_reader *r) {
  return r->stream->seek != NULL ? r->position : r->stream->taken;
}

void file_reader_return(struct file_reader *r, uint64_t at) {
  if (r->position - at <= r->from) file_reader_back(r, at);
  else jump(r, at);
}

int file_reader_peek(struct file_reader *r, size_t n, struct tdg_str *out) {
  int rc = 1;
  while (r->to - r->from < n && (rc = fill(r)) > 0) continue;
  *out = (struct tdg_str){r->p + r->from, r->to - r->from};
  return rc < 0 ? -1 : 0;
}

ssize_t file_reader_read(struct file_reader *r, char *to, size_t n) {
  size_t got = 0;
  while (got < n) {
    const size_t have = r->to - r->from, take = n - got < have ? n - got : have;
    memcpy(to + got, r->p + r->from, take);
    consume(r, take);
    got += take;
    if (got == n) break;
    const int rc = fill(r);
    if (rc < 0) return -1;
    if (rc == 0) break;
  }
  return (ssize_t)got;
}

/* ---- opening ---- */

struct file_reader *file_reader_new(struct file_stream *stream) {
  struct file_reader *r = calloc(1, sizeof *r);
  if (r != NULL && (r->p = malloc(2 * FILE_READ_SIZE)) != NULL) {
    r->cap = 2 * FILE_READ_SIZE;
    r->stream = stream;
    return r;
  }
  free(r);
  stream->close(stream);
  errno = ENOMEM;
  return NULL;
}

/* Remove from the cache the reader of this file whose position is at most offset; NULL if there is none. */
static struct file_reader *take_kept(struct file_self *self, const struct file_identity *id,
                                     enum file_form form, uint64_t offset) {
  for (size_t i = 0; i < FILE_READERS; i++) {
    struct file_reader *r = self->reader[i];
    if (r == NULL || !file_same(&r->identity, id) || r->form != form || r->position > offset) continue;
    memmove(&self->reader[i], &self->reader[i + 1], (FILE_READERS - 1 - i) * sizeof r);
    self->reader[FILE_READERS - 1] = NULL;
    return r;
  }
  return NULL;
}

static void keep(struct file_self *self, struct file_reader *r) {
  file_reader_free(self->reader[FILE_READERS - 1]);
  memmove(&self->reader[1], &self->reader[0], (FILE_READERS - 1) * sizeof r);
  self->reader[0] = r;
}

static struct file_reader *open_anew(int fd, const struct stat *st, const struct file_kind *kind) {
  struct file_stream *stream = file_stream_open(fd, st, kind->packing);
  if (stream != NULL) stream = file_stream_narrow(stream, kind->wide);
  struct file_reader *r = stream != NULL ? file_reader_new(stream) : NULL;
  if (r == NULL) return NULL;
  r->identity = file_identity(st);
  r->packing = kind->packing;
  r->form = kind->form;
  return r;
}

/* Where that cannot be, it begins at the beginning. */
static void enter(struct file_reader *r, struct file_entry entry, uint64_t offset) {
  if (entry.packed == 0 || entry.begin > offset || r->stream->seek != NULL) return;
  if (file_stream_go(r->stream, entry.packed, entry.begin) == 0) r->position = r->began = entry.begin;
}

struct file_reader *file_reader_open(struct file_self *self, int fd, const struct stat *st,
                                     const struct file_kind *kind, uint64_t offset, struct file_entry entry,
                                     int *is_new) {
  const struct file_identity id = file_identity(st);
  struct file_reader *r = take_kept(self, &id, kind->form, offset);
  *is_new = r == NULL;
  if (r != NULL) close(fd);
  else if ((r = open_anew(fd, st, kind)) == NULL) return NULL;
  if (*is_new) enter(r, entry, offset);
  r->skipping = 0;
  keep(self, r);
  return r;
}

int file_reader_go(struct file_reader *r, uint64_t offset, int is_new) {
  if (r->position != offset && jump(r, offset) != 0 && file_reader_pass(r, offset - r->position) != 0)
    return -1;
  if (is_new) file_reader_reset_budget(r);
  return 0;
}

void file_reader_remember(struct file_reader *r, void *memory, void (*forget)(void *memory)) {
  r->memory = memory;
  r->forget = forget;
}
void *file_reader_memory(const struct file_reader *r) { return r->memory; }
uint64_t file_reader_began(const struct file_reader *r) { return r->began; }
const struct file_stream *file_reader_stream(const struct file_reader *r) { return r->stream; }

struct file_stream *file_reader_again(const struct file_reader *r, int fd) {
  struct stat st;
  if (fstat(fd, &st) == 0) {
    const struct file_identity id = file_identity(&st);
    if (file_same(&r->identity, &id)) return file_stream_open(fd, &st, r->packing);
    errno = ESTALE;
  }
  close(fd);
  return NULL;
}

/* ---- a reader as a stream ---- */

struct reader_stream {
  struct file_stream pub;
  struct file_reader *r;
};

static ssize_t stream_read(struct file_stream *pub, char *p, size_t n) {
  struct file_reader *r = ((struct reader_stream *)pub)->r;
  struct tdg_str next;
  const int rc = file_reader_peek(r, 1, &next);
  pub->stored = r->stream->stored;
  if (next.n == 0) return rc;
  if (next.n < n) n = next.n;
  memcpy(p, next.p, n);
  consume(r, n);
  return (ssize_t)n;
}

static void stream_close(struct file_stream *pub) {
  file_reader_free(((struct reader_stream *)pub)->r);
  free(pub);
}

struct file_stream *file_reader_unpack(struct file_reader *r, const struct file_kind *kind) {
  struct reader_stream *s = calloc(1, sizeof *s);
  if (s == NULL) {
    file_reader_free(r);
    return NULL;
  }
  s->pub = (struct file_stream){stream_read, NULL, stream_close, r->stream->stored, 0};
  s->r = r;
  struct file_stream *unpacked = file_stream_over(&s->pub, kind->packing);
  return unpacked != NULL ? file_stream_narrow(unpacked, kind->wide) : NULL;
}

/* ---- the budget ---- */

void file_reader_reset_budget(struct file_reader *r) {
  r->budget_position = r->position;
  r->budget_stored = r->stream->seek == NULL ? r->stream->stored : 0;
}

int file_reader_over_budget(const struct file_reader *r) {
  return r->position - r->budget_position >
         BUDGET_BASE + BUDGET_RATIO * (r->stream->stored - r->budget_stored);
}

/* ---- lines ---- */

void file_reader_skip(struct file_reader *r) { r->skipping = 1; }
int file_reader_skipping(const struct file_reader *r) { return r->skipping; }
uint64_t file_reader_position(const struct file_reader *r) { return r->position; }
int file_reader_at_end(struct file_reader *r) { return r->from == r->to && fill(r) == 0; }

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
