/* fetch-file/archive_members.c - the members of archives inside of archives; see archive_members.h.
 *
 * A stack owns the file and a libarchive reader for each level.  The bytes of an inner archive come from a reader of the
 * member that it is, which the level takes over.  Inner archives are read forwards only: tar, ZIP by its local headers, and
 * files packed by themselves; 7z and the directory of a ZIP need a file that is read from its end.
 */
#include "archive_members.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 64 << 10, RETRIES = 3, FREE_BYTES = 256 << 20, FREE_HOLE = 64 << 20, DISK_BLOCK = 512 };

struct level {
  struct members *stack;
  struct archive *a;
  struct archive_entry *entry;
  struct file_reader *below; /* NULL: the file */
  uint64_t number;
  char numbered[24]; /* the name of a member that has none */
  char block[BLOCK];
};

struct members {
  int fd, depth;
  uint64_t size, stored, unpacked, members;
  uint64_t on_disk, silent; /* its bytes without holes; those read since something came out of it */
  int is_bomb;
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

static la_ssize_t on_read(struct archive *a, void *arg, const void **block) {
  struct level *l = arg;
  ssize_t got;
  *block = l->block;
  if (l->below != NULL) {
    got = file_reader_read(l->below, l->block, BLOCK);
  } else {
    do got = read(l->stack->fd, l->block, BLOCK);
    while (got < 0 && errno == EINTR);
    if (got > 0) l->stack->stored += (uint64_t)got, l->stack->silent += (uint64_t)got;
    if (l->stack->silent > FREE_HOLE + l->stack->on_disk) got = 0; /* a hole: nothing comes behind it */
  }
  if (got < 0) archive_set_error(a, errno, "it cannot be read");
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

/* Takes over below. */
static int push(struct members *s, struct file_reader *below) {
  struct level *l = calloc(1, sizeof *l);
  if (l == NULL) {
    file_reader_free(below);
    errno = ENOMEM;
    return -1;
  }
  l->stack = s;
  l->below = below;
  l->a = archive_read_new();
  int ok = l->a != NULL && support(l->a, below == NULL) == ARCHIVE_OK;
  if (ok && below == NULL) archive_read_set_seek_callback(l->a, on_seek);
  ok = ok && archive_read_open(l->a, l, NULL, on_read, NULL) == ARCHIVE_OK;
  if (ok) {
    s->level[s->depth++] = l;
    return 0;
  }
  level_free(l);
  errno = EBADMSG;
  return -1;
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
  if (push(s, NULL) == 0) return s;
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
  if (rc == ARCHIVE_EOF) return MEMBERS_OVER;
  if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) return MEMBERS_DAMAGED;
  if (is_raw(l->a) && archive_filter_count(l->a) <= 1) return MEMBERS_DAMAGED; /* anything is "raw" */
  l->number++;
  s->silent = 0;
  return MEMBERS_THERE;
}

struct member_stream {
  struct file_stream pub;
  struct level *level;
};

static ssize_t member_read(struct file_stream *pub, char *p, size_t n) {
  struct level *l = ((struct member_stream *)pub)->level;
  struct members *s = l->stack;
  const la_ssize_t got = archive_read_data(l->a, p, n);
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
