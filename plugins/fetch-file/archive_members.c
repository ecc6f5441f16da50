/* fetch-file/archive_members.c - the members of archives inside of archives; see archive_members.h.
 *
 * A stack owns the file and a libarchive reader for each level.  The bytes of an inner archive come from a reader of the
 * member that it is, which the level takes over; so do those of an archive that is packed as a whole, which streams of ours unpack:
 * libarchive's filters give nothing of the last 64 KiB before damage.  Inner archives are read forwards only: tar, ZIP by its local headers, and
 * files packed by themselves; 7z and the directory of a ZIP need a file that is read from its end.
 */
#include "archive_members.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

enum {
  BLOCK = 64 << 10,
  TAIL = 2 * BLOCK,
  HEAD = 16,
  RETRIES = 3,
  FREE_BYTES = 256 << 20,
  FREE_HOLE = 64 << 20,
  DISK_BLOCK = 512
};

struct level {
  struct members *stack;
  struct archive *a;
  struct archive_entry *entry;
  struct file_reader *below; /* NULL: the file */
  int packed;                /* below was, as a whole */
  uint64_t number;
  uint64_t came, barren; /* bytes from below; those since a member was there */
  size_t last;           /* bytes of the block */
  const char *data;      /* of the member: what is not yet given of its last block */
  size_t n_data;
  int64_t given, data_at; /* the bytes before it; where the block stands: a hole may be between */
  int damage;             /* behind the block */
  char numbered[24];      /* the name of a member that has none */
  char block[BLOCK];
};

struct members {
  int fd, depth;
  uint64_t size, stored, unpacked, members;
  uint64_t on_disk, silent; /* its bytes without holes; those read since something came out of it */
  int is_bomb, forwards;    /* forwards: the directory of the ZIP was no use */
  struct level *level[MEMBERS_DEPTH];
};

/* libarchive gives no name that it cannot write in the locale, and the worker's has ASCII alone.  The files of another one
 * can be read only while the plugin is loaded.  (locale_t)0: it is not there, and such members have numbers for names. */
static locale_t utf8;
__attribute__((constructor)) static void load_locale(void) {
  utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}
__attribute__((destructor)) static void free_locale(void) {
  if (utf8 != (locale_t)0) freelocale(utf8);
}

static struct level *top(struct members *s) { return s->level[s->depth - 1]; }

/* ---- what libarchive asks for ---- */

/* Up to a block; what stands before damage comes first.  Nothing that is a member may come out of it for long. */
static ssize_t read_below(struct level *l) {
  struct members *s = l->stack;
  struct tdg_str next;
  const int rc = file_reader_peek(l->below, BLOCK, &next);
  const size_t n = next.n < BLOCK ? next.n : BLOCK;
  if (n == 0) return rc;
  const ssize_t got = file_reader_read(l->below, l->block, n);
  l->came += n;
  l->barren += n;
  if (l == s->level[0]) s->stored = file_reader_stream(l->below)->stored;
  if (!l->packed || l->barren <= FREE_BYTES || l->barren / MEMBERS_RATIO <= s->size) return got;
  s->is_bomb = 1;
  errno = EFBIG;
  return -1;
}

static la_ssize_t on_read(struct archive *a, void *arg, const void **block) {
  struct level *l = arg;
  ssize_t got;
  *block = l->block;
  if (l->below != NULL) {
    got = read_below(l);
  } else {
    do got = read(l->stack->fd, l->block, BLOCK);
    while (got < 0 && errno == EINTR);
    if (got > 0) l->stack->stored += (uint64_t)got, l->stack->silent += (uint64_t)got;
    if (l->stack->silent > FREE_HOLE + l->stack->on_disk) got = 0; /* a hole: nothing comes behind it */
  }
  if (got < 0) archive_set_error(a, errno, "it cannot be read");
  l->last = got > 0 ? (size_t)got : l->last;
  return got;
}

static la_int64_t on_seek(struct archive *a, void *arg, la_int64_t offset, int whence) {
  const off_t at = lseek(((struct level *)arg)->stack->fd, offset, whence);
  if (at < 0) archive_set_error(a, errno, "it cannot be read by position");
  return at < 0 ? ARCHIVE_FATAL : at;
}

static int support(struct archive *a, int is_file) {
  int rc = archive_read_support_format_tar(a);
  rc |= is_file ? archive_read_support_format_zip_seekable(a) : ARCHIVE_OK;
  rc |= archive_read_support_format_zip_streamable(a);
  rc |= is_file ? archive_read_support_format_7zip(a) : ARCHIVE_OK;
  rc |= archive_read_support_format_raw(a);
  archive_read_support_filter_gzip(a); /* a warning only where the library was built without it */
  archive_read_support_filter_bzip2(a);
  archive_read_support_filter_xz(a);
  archive_read_support_filter_lzma(a);
  archive_read_support_filter_zstd(a);
  return rc;
}

static void level_free(struct level *l) {
  archive_read_free(l->a);
  file_reader_free(l->below);
  free(l);
}

static enum file_packing packing_of(const char *head, size_t n) {
  const enum file_packing packing = file_packing_of(head, n);
  return packing != FILE_PLAIN ? packing : file_packing_of_blocks(head, n);
}

/* Unpacked, where it is packed as a whole: *packed.  Takes over r.  NULL and errno. */
static struct file_reader *unpack(struct file_reader *r, int *packed) {
  struct tdg_str head;
  const int rc = file_reader_peek(r, HEAD, &head);
  const struct file_kind kind = {.packing = packing_of(head.p, rc == 0 || head.n > 0 ? head.n : 0)};
  *packed = kind.packing != FILE_PLAIN;
  if (!*packed) return r;
  struct file_stream *s = file_reader_unpack(r, &kind);
  return s != NULL ? file_reader_new(s) : NULL;
}

/* Takes over below. */
static int push(struct members *s, struct file_reader *below) {
  int packed = 0;
  if (below != NULL && (below = unpack(below, &packed)) == NULL) return -1;
  struct level *l = calloc(1, sizeof *l);
  if (l == NULL) {
    file_reader_free(below);
    errno = ENOMEM;
    return -1;
  }
  l->stack = s;
  l->below = below;
  l->packed = packed;
  l->a = archive_read_new();
  int ok = l->a != NULL && support(l->a, below == NULL && !s->forwards) == ARCHIVE_OK;
  if (ok && below == NULL) archive_read_set_seek_callback(l->a, on_seek);
  if (ok) archive_read_set_options(l->a, "tar:read_concatenated_archives"); /* tar -A, cat */
  ok = ok && archive_read_open(l->a, l, NULL, on_read, NULL) == ARCHIVE_OK;
  if (ok) {
    s->level[s->depth++] = l;
    return 0;
  }
  level_free(l);
  errno = EBADMSG;
  return -1;
}

/* The bytes of the file, which the stack closes. */
struct descriptor {
  struct file_stream pub;
  int fd;
};

static ssize_t descriptor_read(struct file_stream *pub, char *p, size_t n) {
  ssize_t got;
  do got = read(((struct descriptor *)pub)->fd, p, n);
  while (got < 0 && errno == EINTR);
  if (got > 0) pub->stored += (uint64_t)got;
  return got;
}

static void descriptor_close(struct file_stream *pub) { free(pub); }

/* A file that is packed as a whole is read forwards; others, which may have a directory at their end, by position. */
static int open_file(struct members *s) {
  char head[HEAD];
  const ssize_t n = pread(s->fd, head, HEAD, 0);
  if (n < 0 || packing_of(head, (size_t)n) == FILE_PLAIN) return push(s, NULL);
  struct descriptor *d = calloc(1, sizeof *d);
  if (d == NULL) return -1;
  *d = (struct descriptor){{descriptor_read, NULL, descriptor_close, 0, 0}, s->fd};
  struct file_reader *r = file_reader_new(&d->pub);
  return r != NULL ? push(s, r) : -1;
}

struct members *members_open(int fd, const struct stat *st) {
  struct members *s = calloc(1, sizeof *s);
  if (s == NULL) {
    close(fd);
    return NULL;
  }
  s->fd = fd;
  s->size = (uint64_t)st->st_size;
  s->on_disk = (uint64_t)st->st_blocks * DISK_BLOCK;
  if (open_file(s) == 0) return s;
  const int error = errno;
  members_close(s);
  errno = error;
  return NULL;
}

void members_close(struct members *s) {
  if (s == NULL) return;
  while (s->depth > 0) level_free(s->level[--s->depth]);
  close(s->fd);
  free(s);
}

int members_depth(const struct members *s) { return s->depth; }
uint64_t members_number(const struct members *s, int level) { return s->level[level]->number; }
uint64_t members_unpacked(const struct members *s) { return s->unpacked; }
uint64_t members_read_on_disk(const struct members *s) {
  const off_t at = lseek(s->fd, 0, SEEK_CUR);
  return at > 0 ? (uint64_t)at : 0;
}
uint64_t members_unpacked_before(const struct members *s) {
  struct archive *a = s->level[0]->a;
  if (s->level[0]->packed) return s->level[0]->came;
  const la_int64_t n = archive_filter_count(a) > 1 ? archive_filter_bytes(a, 0) : 0;
  return n > 0 ? (uint64_t)n : 0;
}
int members_is_bomb(const struct members *s) { return s->is_bomb; }

int members_enter(struct members *s, struct file_reader *member) {
  if (s->depth < MEMBERS_DEPTH) return push(s, member);
  file_reader_free(member);
  errno = ELOOP;
  return -1;
}

int members_leave(struct members *s) {
  if (s->depth <= 1) return 0;
  level_free(s->level[--s->depth]);
  return 1;
}

/* ---- members ---- */

static int is_raw(struct archive *a) { return archive_format(a) == ARCHIVE_FORMAT_RAW; }

static void describe(struct level *l, struct member *out) {
  struct archive_entry *e = l->entry;
  const char *name = archive_entry_pathname_utf8(e);
  if (name == NULL) name = archive_entry_pathname(e);
  snprintf(l->numbered, sizeof l->numbered, "%llu", (unsigned long long)l->number + 1);
  *out = (struct member){.name = is_raw(l->a)                    ? ""
                                 : name != NULL && *name != '\0' ? name
                                                                 : l->numbered,
                         .size = -1};
  if (archive_entry_size_is_set(e)) out->size = archive_entry_size(e);
  if (archive_entry_mtime_is_set(e))
    out->modified = (int64_t)archive_entry_mtime(e) * 1000 + archive_entry_mtime_nsec(e) / 1000000;
  if (archive_entry_is_encrypted(e)) out->kind = MEMBERS_ENCRYPTED;
  else if (archive_entry_hardlink(e) != NULL || archive_entry_filetype(e) == AE_IFLNK)
    out->kind = MEMBERS_LINK;
  else if (archive_entry_filetype(e) == AE_IFDIR) out->kind = MEMBERS_FOLDER;
  else if (archive_entry_filetype(e) != AE_IFREG && archive_entry_filetype(e) != 0)
    out->kind = MEMBERS_SPECIAL;
}

/* ---- its end ---- */

static unsigned at16(const unsigned char *p) { return p[0] | (unsigned)p[1] << 8; }
static uint32_t at32(const unsigned char *p) { return at16(p) | (uint32_t)at16(p + 2) << 16; }

/* The last bytes of the archive, up to two blocks, of which p has room.  They start at *from of what libarchive was given, which
 * is the position in a file. */
static size_t read_tail(struct level *l, unsigned char *p, uint64_t *from) {
  struct members *s = l->stack;
  size_t n = l->last;
  if (l->below == NULL) {
    *from = s->size > TAIL ? s->size - TAIL : 0;
    const ssize_t got = pread(s->fd, p, TAIL, (off_t)*from);
    return got > 0 ? (size_t)got : 0;
  }
  memcpy(p, l->block, n);
  for (ssize_t got = read_below(l); got > 0; got = read_below(l)) {
    if (n > BLOCK) memmove(p, p + n - BLOCK, BLOCK), n = BLOCK;
    memcpy(p + n, l->block, (size_t)got);
    n += (size_t)got;
  }
  *from = l->came - n;
  return n;
}

/* The record at the end of a ZIP is there, and agrees with the members that were found.  What large ones have in its place is
 * left to libarchive. */
static int zip_agrees(const struct level *l, const unsigned char *p, size_t n, uint64_t from) {
  enum { SIZE = 22, LARGE = 0xFFFF };
  if (n < SIZE) return 0;
  for (size_t i = n - SIZE + 1; i-- > 0;) {
    if (memcmp(p + i, "PK\5\6", 4) != 0 || i + SIZE + at16(p + i + 20) > n) continue;
    const unsigned count = at16(p + i + 10);
    const uint64_t size = at32(p + i + 12), end = from + i;
    if (count == LARGE || size == UINT32_MAX || at32(p + i + 16) == UINT32_MAX) return 1;
    if (count != (l->number & LARGE)) return 0;
    if (count == 0 || size > end || end - size < from)
      return 1; /* not in what is at hand: libarchive read it */
    return memcmp(p + (end - size - from), "PK\1\2", 4) == 0 ||
           (i >= 20 && memcmp(p + i - 20, "PK\6\7", 4) == 0);
  }
  return 0;
}

static enum members_end how_it_ends(struct level *l) {
  const int format = archive_format(l->a) & ARCHIVE_FORMAT_BASE_MASK;
  if (l->number == 0 && format != ARCHIVE_FORMAT_ZIP) return MEMBERS_OVER;
  if (format == ARCHIVE_FORMAT_TAR)
    return archive_filter_bytes(l->a, 0) == archive_read_header_position(l->a) ? MEMBERS_CUT : MEMBERS_OVER;
  if (format != ARCHIVE_FORMAT_ZIP) return MEMBERS_OVER;
  unsigned char *p = malloc(TAIL);
  uint64_t from = 0;
  const size_t n = p != NULL ? read_tail(l, p, &from) : 0;
  const int agrees = p == NULL || zip_agrees(l, p, n, from);
  free(p);
  return agrees && !l->stack->forwards ? MEMBERS_OVER : MEMBERS_ASTRAY;
}

/* A ZIP whose directory leads nowhere is read by the heads of its members. */
static int is_lost_zip(const struct members *s) {
  return s->depth == 1 && !s->forwards && s->level[0]->below == NULL &&
         (archive_format(s->level[0]->a) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

static int read_forwards(struct members *s) {
  level_free(s->level[--s->depth]);
  s->forwards = 1;
  return lseek(s->fd, 0, SEEK_SET) == 0 ? push(s, NULL) : -1;
}

enum members_end members_next(struct members *s, struct member *out) {
  struct level *l = top(s);
  int rc = ARCHIVE_RETRY;
  if (s->is_bomb || ++s->members > MEMBERS_MAX) {
    s->is_bomb = 1;
    return MEMBERS_BOMB;
  }
  const locale_t before = utf8 != (locale_t)0 ? uselocale(utf8) : (locale_t)0;
  for (int i = 0; i < RETRIES && rc == ARCHIVE_RETRY; i++) rc = archive_read_next_header(l->a, &l->entry);
  if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN) describe(l, out);
  if (utf8 != (locale_t)0) uselocale(before);
  if (s->is_bomb) return MEMBERS_BOMB;
  if (rc == ARCHIVE_FATAL && l->number == 0 && is_lost_zip(s))
    return read_forwards(s) == 0 ? members_next(s, out) : MEMBERS_DAMAGED;
  if (rc == ARCHIVE_EOF) return how_it_ends(l);
  if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) return MEMBERS_DAMAGED;
  if (is_raw(l->a) && archive_filter_count(l->a) <= 1 && !l->packed)
    return MEMBERS_DAMAGED; /* anything is "raw" */
  l->number++;
  s->silent = 0;
  l->barren = 0;
  l->n_data = 0;
  l->given = l->data_at = 0;
  l->damage = 0;
  return MEMBERS_THERE;
}

struct member_stream {
  struct file_stream pub;
  struct level *level;
};

/* archive_read_data() would keep back what it has read before damage.  -1: damaged. */
static ssize_t take_data(struct level *l, char *p, size_t n) {
  while (l->n_data == 0 && l->data_at <= l->given) {
    const void *block;
    la_int64_t at;
    if (l->damage) return -1;
    const int rc = archive_read_data_block(l->a, &block, &l->n_data, &at);
    l->damage = rc < ARCHIVE_OK;
    if ((rc != ARCHIVE_OK && rc != ARCHIVE_WARN) || at < l->given) l->n_data = 0;
    if (rc == ARCHIVE_EOF) return 0;
    if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) continue;
    l->data = block;
    l->data_at = at;
  }
  if (l->data_at > l->given) {
    const uint64_t hole = (uint64_t)(l->data_at - l->given);
    if (n > hole) n = (size_t)hole;
    memset(p, 0, n);
  } else {
    if (n > l->n_data) n = l->n_data;
    memcpy(p, l->data, n);
    l->data += n;
    l->n_data -= n;
    l->data_at += (int64_t)n;
  }
  l->given += (int64_t)n;
  return (ssize_t)n;
}

static ssize_t member_read(struct file_stream *pub, char *p, size_t n) {
  struct level *l = ((struct member_stream *)pub)->level;
  struct members *s = l->stack;
  const ssize_t got = take_data(l, p, n);
  pub->stored = s->stored;
  if (got < 0) {
    errno = EBADMSG;
    return -1;
  }
  s->unpacked += (uint64_t)got;
  if (got > 0) s->silent = 0;
  if (s->unpacked <= FREE_BYTES || s->unpacked / MEMBERS_RATIO <= s->size) return got;
  s->is_bomb = 1;
  errno = EFBIG;
  return -1;
}

static void member_close(struct file_stream *pub) { free(pub); }

struct file_stream *members_bytes(struct members *s) {
  struct member_stream *m = calloc(1, sizeof *m);
  if (m == NULL) return NULL;
  m->pub = (struct file_stream){member_read, NULL, member_close, s->stored, 0};
  m->level = top(s);
  return &m->pub;
}
