/* capture/capture_read.c - one record of the captures again, by its place; see captures.h.
 *
 * The file is mapped while the record is unpacked; nothing of it is owned afterwards.  What can fail is the file: it is gone,
 * moved or damaged.
 */
#include "capture/captures.h"
#include "capture/pack_member.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { MAX_PATH = 4096 };

/* By its name, or by that which it has while it is written; -1: by neither. */
static int open_file(const char *folder, const char *name) {
  static const char *const ends[] = {"", ".open"};
  char path[MAX_PATH];
  int fd = -1;
  for (size_t i = 0; fd < 0 && i < sizeof ends / sizeof ends[0]; i++)
    if (snprintf(path, sizeof path, "%s/%s%s", folder, name, ends[i]) < (int)sizeof path)
      fd = open(path, O_RDONLY | O_CLOEXEC);
  return fd;
}

static int read_member(int fd, enum capture_form form, int64_t offset, struct buf *record) {
  struct stat st;
  if (fstat(fd, &st) != 0 || st.st_size <= offset) return 0;
  const size_t size = (size_t)st.st_size, before = record->n;
  char *base = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (base == MAP_FAILED) return 0;
  const int good = pack_undo(record, form, base + offset, size - (size_t)offset) > 0 &&
                   record->n - before > 5 && memcmp(record->p + before, "WARC/", 5) == 0;
  munmap(base, size);
  return good;
}

static enum capture_form form_of(struct tdg_str file) {
  return tdg_str_ends(file, ".warc.zst") ? CAPTURE_ZSTD : CAPTURE_GZIP;
}

static int open_named(const char *folder, struct tdg_str file, int64_t offset) {
  return offset < 0 || memchr(file.p, '/', file.n) != NULL ? -1 : open_file(folder, file.p);
}

int capture_is_blank(const char *folder, struct tdg_str file, int64_t offset) {
  enum { HEAD = 4096 }; /* more than stands before the words of one */
  char head[HEAD];
  const int fd = open_named(folder, file, offset);
  if (fd < 0) return 0;
  const ssize_t n = pread(fd, head, sizeof head, offset);
  close(fd);
  return n > 0 && pack_is_filler(head, (size_t)n, form_of(file));
}

int capture_is_open(const char *folder, const char *file) {
  char path[MAX_PATH];
  const int n = snprintf(path, sizeof path, "%s/%s", folder, file);
  if (n < 0 || (size_t)n + sizeof ".open" > sizeof path || access(path, F_OK) == 0) return 0;
  memcpy(path + n, ".open", sizeof ".open");
  return access(path, F_OK) == 0;
}

int capture_read(const char *folder, struct tdg_str file, int64_t offset, struct buf *record) {
  const int fd = open_named(folder, file, offset);
  if (fd < 0) return 0;
  const int good = read_member(fd, form_of(file), offset, record);
  close(fd);
  return good;
}
