/* capture/captures.c - see captures.h.
 *
 * A capture owns its folder's descriptor, the file that is being written, and a table of the bodies in that file.  What
 * can fail is the disk: then everything later is refused, and capture_error says what happened. */
#include "capture/captures.h"

#include "capture/pack_member.h"
#include "capture/warc_block.h"
#include "util/bytebuf.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <tidings/kit/str.h>

#define OPEN_END ".open"

enum {
  BODIES = 1 << 14,      /* that are known of a file; a newer one takes the place of an older */
  BLOCK_MAX = 300 << 20, /* bytes of a record, unpacked: more than a document may have */
  URL_MAX = 2000,        /* of an address that a revisit may name */
  MAX_NAMES = 1000       /* that are tried for a file */
};

static const int64_t usual_size = INT64_C(1) << 30;

struct body { /* a body that the present file holds */
  char digest[CAPTURE_DIGEST], id[WARC_ID];
  int64_t offset, at;
  char *url;
};

struct capture {
  struct capture_spec spec;
  char *folder, *software;
  int dir, fd; /* fd: of the present file, -1: none */
  char name[CAPTURE_NAME];
  int64_t size, day; /* of the present file; day: since 1970 */
  int number, unsynced;
  struct body *bodies;
  char error[CAPTURE_WHY];
};

const char *capture_gap(enum capture_form form) {
#ifndef TIDINGS_NETTLE
  return "this build cannot capture answers: build it with nettle (Debian: nettle-dev)";
#endif
#ifndef TIDINGS_ZSTD
  if (form == CAPTURE_ZSTD)
    return "this build cannot pack with zstd: build it with libzstd (Debian: libzstd-dev), or take gzip";
#endif
  (void)form;
  return NULL;
}

const char *capture_error(const struct capture *c) { return c->error; }

static int fail(struct capture *c, const char *what, const char *name) {
  if (c->error[0] == '\0')
    snprintf(c->error, sizeof c->error, "captures: %s/%s: %s: %s", c->folder, name, what, strerror(errno));
  return -1;
}

static const char *suffix_of(enum capture_form form) {
  return form == CAPTURE_ZSTD ? ".warc.zst" : ".warc.gz";
}

/* ---- files ---- */

static void open_name(const char *name, char out[CAPTURE_NAME + 8]) {
  snprintf(out, CAPTURE_NAME + 8, "%s" OPEN_END, name);
}

static void forget_bodies(struct capture *c) {
  for (size_t i = 0; i < BODIES; i++) free(c->bodies[i].url);
  memset(c->bodies, 0, BODIES * sizeof *c->bodies);
}

/* Its name tells from now on that it is complete. */
static int end_file(struct capture *c) {
  char open[CAPTURE_NAME + 8];
  if (c->fd < 0) return 0;
  open_name(c->name, open);
  if (capture_sync(c) < 0) return -1;
  if (renameat(c->dir, open, c->dir, c->name) != 0) return fail(c, "cannot be renamed", open);
  if (fsync(c->dir) != 0) return fail(c, "cannot be synced", "");
  close(c->fd);
  c->fd = -1;
  forget_bodies(c);
  return 0;
}

static int write_all(struct capture *c, const char *p, size_t n) {
  while (n > 0) {
    const ssize_t put = pwrite(c->fd, p, n, c->size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return fail(c, "cannot be written", c->name);
    p += put;
    n -= (size_t)put;
    c->size += put;
  }
  c->unsynced = 1;
  return 0;
}

static int write_packed(struct capture *c, const struct buf *plain) {
  struct buf packed = buf_make(BLOCK_MAX + (BLOCK_MAX >> 4));
  const int64_t at = c->size;
  errno = EFBIG;
  int rc = pack_add(&packed, c->spec.form, plain->p, plain->n) < 0
               ? fail(c, "a record cannot be packed", c->name)
               : write_all(c, packed.p, packed.n);
  if (rc < 0 && c->fd >= 0 && ftruncate(c->fd, at) != 0) log_debug("%s: its last record is cut", c->name);
  buf_free(&packed);
  return rc;
}

/* When the last record of a file may have been written, by its name; 0: it is not one of ours. */
static int64_t end_of_day(const char *name) {
  struct tm tm = {0};
  int n = 0;
  if (sscanf(name, "tidings-%4d%2d%2d%*6d-%*5d-%*d.warc.%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &n) != 3 ||
      n == 0)
    return 0;
  if (strcmp(name + n, "gz") != 0 && strcmp(name + n, "zst") != 0) return 0;
  tm.tm_year -= 1900;
  tm.tm_mon -= 1;
  const time_t day = timegm(&tm);
  return day > 0 ? ((int64_t)day + 86400) * 1000 : 0;
}

static DIR *list_folder(const struct capture *c) {
  const int fd = openat(c->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
  if (d == NULL && fd >= 0) close(fd);
  return d;
}

/* It is no failure when one stays. */
void capture_drop_old(struct capture *c, int64_t now) {
  DIR *d = c->spec.keep > 0 ? list_folder(c) : NULL;
  int dropped = 0;
  if (d == NULL) return;
  for (const struct dirent *e; (e = readdir(d)) != NULL;) {
    const int64_t end = end_of_day(e->d_name);
    if (end == 0 || end > now - c->spec.keep) continue;
    if (unlinkat(c->dir, e->d_name, 0) == 0) dropped++;
    else
      log_warning("%s/%s is older than captures are kept, and cannot be deleted: %s", c->folder, e->d_name,
                  strerror(errno));
  }
  closedir(d);
  if (dropped > 0)
    log_info("captures: %d file%s older than they are kept, deleted", dropped, dropped == 1 ? "" : "s");
}

/* Is the name ours: not that of a file, and locked?  A writer that begins may take what is not locked yet for what a killed one
 * left.  1; 0: another name; -1: errno. */
static int take_name(struct capture *c, const char *open) {
  struct stat mine, there;
  if (faccessat(c->dir, c->name, F_OK, 0) == 0) return 0; /* of a process with this number, in this second */
  c->fd = openat(c->dir, open, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (c->fd < 0) return errno == EEXIST ? 0 : -1;
  if (flock(c->fd, LOCK_EX | LOCK_NB) == 0 && fstat(c->fd, &mine) == 0 &&
      fstatat(c->dir, open, &there, 0) == 0 && mine.st_ino == there.st_ino)
    return 1;
  close(c->fd);
  c->fd = -1;
  return 0;
}

static int begin_file(struct capture *c, int64_t at) {
  char open[CAPTURE_NAME + 8], day[20];
  const time_t seconds = (time_t)(at / 1000);
  struct tm tm;
  gmtime_r(&seconds, &tm);
  strftime(day, sizeof day, "%Y%m%d%H%M%S", &tm);
  int taken = 0;
  errno = EEXIST;
  for (int i = 0; taken == 0 && i < MAX_NAMES; i++) {
    snprintf(c->name, sizeof c->name, "tidings-%s-%05d-%d%s", day, ++c->number % 100000, (int)getpid(),
             suffix_of(c->spec.form));
    open_name(c->name, open);
    taken = take_name(c, open);
  }
  if (c->fd < 0) return fail(c, "cannot be made", open);
  if (fsync(c->dir) != 0) return fail(c, "cannot be synced", "");
  capture_drop_old(c, at);
  c->size = 0;
  c->day = at / 86400000;
  struct buf info = buf_make(4096);
  int rc = warc_put_info(&info, c->software, c->name, at);
  if (rc == 0) rc = write_packed(c, &info);
  buf_free(&info);
  return rc;
}

/* The file for a record of this time.  One of an earlier day, which was late, begins none. */
static int turn_to(struct capture *c, int64_t at) {
  const int64_t most = c->spec.max_size > 0 ? c->spec.max_size : usual_size;
  if (c->fd >= 0 && (c->size >= most || at / 86400000 > c->day) && end_file(c) < 0) return -1;
  return c->fd >= 0 ? 0 : begin_file(c, at);
}

/* ---- what a killed writer left ---- */

/* -1: it is no capture, or somebody writes it. */
static int mend_file(struct capture *c, const char *open) {
  char name[CAPTURE_NAME + 8];
  const size_t n = strlen(open) - strlen(OPEN_END);
  if (strncmp(open, "tidings-", 8) != 0 || n >= sizeof name) return -1;
  memcpy(name, open, n);
  name[n] = '\0';
  const int is_gzip = tdg_str_ends(tdg_str_of(name), ".warc.gz"),
            is_zstd = tdg_str_ends(tdg_str_of(name), ".warc.zst");
  const int fd = is_gzip || is_zstd ? openat(c->dir, open, O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
  if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (fd >= 0) close(fd);
    return -1;
  }
  const int64_t whole = pack_whole(fd, is_gzip ? CAPTURE_GZIP : CAPTURE_ZSTD);
  if (whole == 0 && unlinkat(c->dir, open, 0) == 0) { /* a disk was full, say: nobody reads an empty file */
    close(fd);
    return 0;
  }
  if (whole < 0 || ftruncate(fd, whole) != 0 || fsync(fd) != 0 || renameat(c->dir, open, c->dir, name) != 0)
    log_warning(
        "%s/%s: was not closed when the program ended, and cannot be mended: %s; its end may be damaged",
        c->folder, open, strerror(errno));
  else
    log_info("%s/%s: was not closed when the program ended; it has %lld whole bytes", c->folder, name,
             (long long)whole);
  close(fd);
  return 0;
}

static void mend_files(struct capture *c) {
  DIR *d = list_folder(c);
  if (d == NULL) return;
  for (const struct dirent *e; (e = readdir(d)) != NULL;)
    if (tdg_str_ends(tdg_str_of(e->d_name), OPEN_END)) mend_file(c, e->d_name);
  closedir(d);
}

/* ---- records ---- */

static struct body *body_of(struct capture *c, const char *digest) {
  size_t h = 0;
  for (const char *p = digest + 5; *p != '\0'; p++) h = h * 31 + (unsigned char)*p;
  return &c->bodies[h % BODIES];
}

static void note_body(struct capture *c, const struct warc_answer *a, int64_t offset) {
  struct body *b = body_of(c, a->digest);
  free(b->url);
  *b = (struct body){.offset = offset, .at = a->at};
  memcpy(b->digest, a->digest, sizeof b->digest);
  memcpy(b->id, a->id, sizeof b->id);
  b->url = check_alloc(a->url.n + 1);
  memcpy(b->url, a->url.p, a->url.n);
  b->url[a->url.n] = '\0';
}

static int write_answer(struct capture *c, const struct warc_answer *a, const struct warc_refers *refers) {
  struct buf plain = buf_make(BLOCK_MAX);
  errno = EFBIG;
  int rc = warc_put_answer(&plain, a, refers) < 0 ? fail(c, "a record is too large", c->name)
                                                  : write_packed(c, &plain);
  buf_free(&plain);
  return rc;
}

int capture_put(struct capture *c, const tdg_rec *doc, struct tdg_str url, int64_t at,
                struct capture_place *place) {
  char id[WARC_ID];
  if (c->error[0] != '\0' || turn_to(c, at) < 0) return -1;
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  warc_digest(body.p, body.n, place->digest);
  warc_new_id(id);
  const struct warc_answer a = {doc, body, url, at, id, place->digest};
  const struct body *known = body_of(c, place->digest);
  const int again =
      body.n > 0 && strcmp(known->digest, place->digest) == 0 &&
      tdg_str_same(tdg_str_of(known->url), url); /* a record names the body, whose address is read */
  const struct warc_refers refers = {known->id, known->url, known->at};
  place->offset = again ? known->offset : c->size;
  memcpy(place->file, c->name, sizeof place->file);
  const int rc = write_answer(c, &a, again ? &refers : NULL);
  if (rc == 0 && !again && url.n <= URL_MAX) note_body(c, &a, place->offset);
  return rc;
}

int capture_sync(struct capture *c) {
  if (c->error[0] != '\0') return -1;
  if (c->fd < 0 || !c->unsynced) return 0;
  if (fdatasync(c->fd) != 0) return fail(c, "cannot be synced", c->name);
  c->unsynced = 0;
  return 0;
}

int capture_turn(struct capture *c) { return c->error[0] != '\0' ? -1 : end_file(c); }

/* ---- open, close ---- */

struct capture *capture_open(const struct capture_spec *spec, char *why, size_t size) {
  if (capture_gap(spec->form) != NULL) {
    snprintf(why, size, "%s", capture_gap(spec->form));
    return NULL;
  }
  if (mkdir(spec->folder, 0700) != 0 && errno != EEXIST) {
    snprintf(why, size, "the folder of captures %s cannot be made: %s", spec->folder, strerror(errno));
    return NULL;
  }
  const int dir = open(spec->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0 || faccessat(dir, ".", W_OK, 0) != 0) {
    snprintf(why, size, "the folder of captures %s cannot be written: %s", spec->folder, strerror(errno));
    if (dir >= 0) close(dir);
    return NULL;
  }
  struct capture *c = check_alloc(sizeof *c);
  *c = (struct capture){.spec = *spec, .dir = dir, .fd = -1};
  c->folder = check_strdup(spec->folder);
  c->software = check_strdup(spec->software);
  c->bodies = check_alloc(BODIES * sizeof *c->bodies);
  memset(c->bodies, 0, BODIES * sizeof *c->bodies);
  mend_files(c);
  return c;
}

void capture_close(struct capture *c) {
  if (c == NULL) return;
  if (c->error[0] == '\0') end_file(c);
  if (c->fd >= 0) close(c->fd);
  close(c->dir);
  forget_bodies(c);
  free(c->bodies);
  free(c->folder);
  free(c->software);
  free(c);
}
