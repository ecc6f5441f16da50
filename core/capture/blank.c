/* capture/blank.c - take answers out of the files of captures; see captures.h.
 *
 * A file is mapped while it is read.  What is overwritten is written in place, since a copy of the file would leave the old
 * one's bytes on the disk as well, and offsets must stay.  What can fail is the disk; a file that is damaged is read as far
 * as its records are whole. */
#include "capture/captures.h"
#include "capture/pack_member.h"
#include "util/check.h"
#include "util/log.h"
#include "util/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { RECORD_MAX = 310 << 20, SMALLEST = 64 };

struct blanking {
  const char *folder;
  int dry, fd;
  capture_member_fn fn;
  void *arg;
  struct capture_blanked *out;
  char *why;
  size_t why_size;
};

static int fail(struct blanking *b, const char *name, const char *what) {
  snprintf(b->why, b->why_size, "captures: %s/%s: %s: %s", b->folder, name, what, strerror(errno));
  return -1;
}

/* One that is too small for a record was not written by us; it becomes zeros, behind which a reader stops. */
static int overwrite(struct blanking *b, const char *name, enum capture_form form, int64_t at, size_t n) {
  char *filler = check_alloc(n);
  if (pack_filler(filler, n, form) < 0) {
    memset(filler, 0, n);
    log_warning("%s/%s: a record at %lld is overwritten by nothing that can be read", b->folder, name,
                (long long)at);
  }
  const int put = lseek(b->fd, at, SEEK_SET) < 0 ? -1 : os_write_all(b->fd, filler, n);
  const int rc = put < 0 ? fail(b, name, "cannot be written") : 0;
  free(filler);
  return rc;
}

/* ".open" behind a name, and locked: somebody is its writer; without a lock he was killed. */
static int has_writer(const struct blanking *b, const char *name) {
  return tdg_str_ends(tdg_str_of(name), ".open") && flock(b->fd, LOCK_EX | LOCK_NB) != 0;
}

static int blank_members(struct blanking *b, const char *name, enum capture_form form, const char *p,
                         size_t n) {
  struct buf record = buf_make(RECORD_MAX);
  int rc = 0, some = 0;
  for (size_t at = 0, took; rc == 0 && at < n; at += took) {
    buf_clear(&record);
    took = pack_undo(&record, form, p + at, n - at);
    if (took == 0 && b->dry && has_writer(b, name)) break; /* the rest is on its way */
    if (took == 0) {
      log_warning("%s/%s: cannot be read from byte %zu on", b->folder, name, at);
      b->out->unread++;
      break;
    }
    const int how = b->fn(b->arg, name, (int64_t)at, (struct tdg_str){record.p, record.n});
    if (how < 0) rc = 1;
    if (how <= 0) continue;
    b->out->members++;
    some = 1;
    if (!b->dry) rc = overwrite(b, name, form, (int64_t)at, took);
  }
  b->out->files += some;
  buf_free(&record);
  if (rc >= 0 && some && !b->dry && fdatasync(b->fd) != 0) rc = fail(b, name, "cannot be synced");
  return rc;
}

/* Is it to be left alone?  To look at what it has so far does no harm. */
static int is_written(struct blanking *b, const char *name) {
  char own[40];
  snprintf(own, sizeof own, "-%d.warc.", (int)getpid());
  if (b->dry || !has_writer(b, name)) return 0;
  if (strstr(name, own) != NULL) return 1;
  b->out->unread++;
  log_warning("%s/%s: another program writes it, so it was not looked through", b->folder, name);
  return 1;
}

static int blank_file(struct blanking *b, int dir, const char *name, enum capture_form form) {
  struct stat st;
  b->fd = openat(dir, name, (b->dry ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NOFOLLOW);
  if (b->fd < 0 && errno == ENOENT) return 0; /* its time was over */
  if (b->fd >= 0 && is_written(b, name)) {
    close(b->fd);
    return 0;
  }
  b->out->looked_at++;
  if (b->fd < 0 || fstat(b->fd, &st) != 0) {
    const int rc = fail(b, name, "cannot be opened");
    if (b->fd >= 0) close(b->fd);
    return rc;
  }
  int rc = 0;
  const size_t n = (size_t)st.st_size;
  const char *p = n > 0 ? mmap(NULL, n, PROT_READ, MAP_SHARED, b->fd, 0) : NULL;
  if (p == MAP_FAILED) rc = fail(b, name, "cannot be read");
  else if (p != NULL) rc = blank_members(b, name, form, p, n);
  if (p != NULL && p != MAP_FAILED) munmap((void *)(uintptr_t)p, n);
  close(b->fd);
  return rc;
}

static int form_of(const char *name, enum capture_form *form) {
  if (strncmp(name, "tidings-", 8) != 0) return 0;
  *form = strstr(name, ".warc.zst") != NULL ? CAPTURE_ZSTD : CAPTURE_GZIP;
  return strstr(name, ".warc.gz") != NULL || *form == CAPTURE_ZSTD;
}

int capture_blank(const char *folder, int dry, capture_member_fn fn, void *arg, struct capture_blanked *out,
                  char *why, size_t size) {
  struct blanking b = {folder, dry, -1, fn, arg, out, why, size};
  enum capture_form form;
  int rc = 0;
  *out = (struct capture_blanked){0};
  DIR *d = opendir(folder);
  if (d == NULL) return errno == ENOENT ? 0 : fail(&b, "", "cannot be listed");
  for (const struct dirent *e; rc == 0 && (e = readdir(d)) != NULL;)
    if (form_of(e->d_name, &form)) rc = blank_file(&b, dirfd(d), e->d_name, form);
  closedir(d);
  return rc;
}
