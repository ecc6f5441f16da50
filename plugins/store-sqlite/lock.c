/* lock.c - open the store's file with mode 0600, under its real name, and lock it for one writer.
 *
 * The lock is a kernel lock on the database file itself, at an offset far beyond the bytes SQLite locks.
 * Under whatever name a program opens the file (another path, a symbolic link, a bind mount, a folder that
 * was moved) it meets the same lock; there is no lock file to remove; and the kernel releases it when its
 * holder ends in any way.  It is taken with the first begin and kept until close: an engine stays the writer
 * between its transactions.  A user who may not read the store cannot open the file, and so cannot lock it;
 * files are created with mode 0600, and a writer reduces the mode of existing ones.
 *
 * SQLite finds its log by name (PATH-wal).  Under a second name of the file it would not find it, so a file
 * with several hard links is refused, and symbolic links are resolved.
 *
 * PATH-lock names the writer as text; it is information only.
 *
 * Closing any descriptor of a file releases all fcntl locks of the process on it, also SQLite's.  So this
 * descriptor is closed after SQLite's, and kept open aside while the process has other stores open.
 */
#include "sq.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define EMPTIED "log emptied at " /* ms */
enum { MAX_PATH = 4096, PRIVATE = 0600, OTHERS = 0077 };
static const off_t LOCK_AT = (off_t)1 << 62; /* SQLite's locks are at 1 << 30 */

/* These locks belong to the open file, not to the process, so a second store in one process is refused
 * too. */
#ifdef F_OFD_SETLK
#define SET_LOCK F_OFD_SETLK
#define GET_LOCK F_OFD_GETLK
#else
#define SET_LOCK F_SETLK
#define GET_LOCK F_GETLK
#endif

/* ---- descriptors that must not be closed yet ---- */

struct aside {
  struct aside *next;
  int fd;
};
static struct {
  pthread_mutex_t mutex;
  int open; /* open stores of this process */
  struct aside *first;
} ours = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void count_store(void) {
  pthread_mutex_lock(&ours.mutex);
  ours.open++;
  pthread_mutex_unlock(&ours.mutex);
}

static void put_aside(int fd) {
  struct aside *a = malloc(sizeof *a);
  if (a == NULL) return; /* it stays open until the process ends */
  *a = (struct aside){ours.first, fd};
  ours.first = a;
}

static void close_all(void) {
  for (struct aside *a; (a = ours.first) != NULL;) {
    ours.first = a->next;
    close(a->fd);
    free(a);
  }
}

/* ---- the file ---- */

static int open_fd(const struct sq *s) {
  /* O_NONBLOCK: opening a pipe must not block */
  int flags = (s->flags & TDG_STORE_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NONBLOCK;
  if (s->flags & TDG_STORE_CREATE && !(s->flags & TDG_STORE_READ)) flags |= O_CREAT;
  return open(s->path, flags, PRIVATE);
}

static int cannot_open(struct sq *s, int error) {
  if (error == ENOENT && !(s->flags & TDG_STORE_CREATE))
    return sq_fail(
        s, TDG_BAD_CONFIG,
        "no store at %s: name another with --store, or fill this one with tidings import or tidings run",
        s->path);
  int mine = error == EACCES || error == EPERM || error == EROFS;
  return sq_fail(
      s, mine ? TDG_DENIED : TDG_RETRY,
      "store %s: cannot be opened: %s: check that the file and its folder exist and may be read and written",
      s->path, strerror(error));
}

/* Resolve all symbolic links: SQLite's own files are beside the real file. */
static int take_name(struct sq *s) {
  char *real = realpath(s->path, NULL);
  if (real == NULL) return cannot_open(s, errno);
  free(s->path);
  s->path = real;
  return 0;
}

static int check_file(struct sq *s, const struct stat *st) {
  if (!S_ISREG(st->st_mode))
    return sq_fail(s, TDG_BAD_CONFIG, "store %s is no file: name another with --store", s->path);
  if (st->st_nlink > 1)
    return sq_fail(s, TDG_DENIED,
                   "store %s has %lu names (hard links), and SQLite's log would lie beside one of them only: "
                   "remove the others "
                   "(find them with find -inum %llu), or copy the file",
                   s->path, (unsigned long)st->st_nlink, (unsigned long long)st->st_ino);
  return 0;
}

/* SQLite creates its files with the mode of the store's file; these may be older. */
static void narrow_beside(const struct sq *s) {
  static const char *const ends[] = {"-wal", "-shm", "-journal"};
  char path[MAX_PATH];
  struct stat st;
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
    if (snprintf(path, sizeof path, "%s%s", s->path, ends[i]) < (int)sizeof path && lstat(path, &st) == 0 &&
        S_ISREG(st.st_mode) && (st.st_mode & OTHERS) != 0)
      /* a user who is not the owner gets the message about the store itself */
      (void)fchmodat(AT_FDCWD, path, PRIVATE, 0);
}

/* A user who can read the file can hold locks on it, SQLite's and this one, so only its owner may. */
static void narrow(struct sq *s, const struct stat *st) {
  unsigned mode = (unsigned)st->st_mode & 07777;
  if (s->flags & TDG_STORE_READ) return;
  narrow_beside(s);
  if ((mode & OTHERS) == 0) return;
  if (fchmod(s->fd, PRIVATE) == 0)
    snprintf(s->message, sizeof s->message,
             "store %s could be opened by others (mode %03o) and is private now (%03o): whom it should be "
             "shown to can be given "
             "an export",
             s->path, mode, PRIVATE);
  else
    snprintf(s->message, sizeof s->message,
             "store %s can be opened by others (mode %03o), who could hold up its writer: let its owner say "
             "chmod %03o",
             s->path, mode, PRIVATE);
}

int sq_file_open(struct sq *s) {
  struct stat st;
  s->fd = open_fd(s);
  if (s->fd < 0) return cannot_open(s, errno);
  count_store();
  int rc = take_name(s);
  if (rc == 0 && fstat(s->fd, &st) != 0) rc = cannot_open(s, errno);
  if (rc == 0) rc = check_file(s, &st);
  if (rc == 0) narrow(s, &st);
  return rc;
}

/* Is the file that SQLite opened by name the one that was checked? */
int sq_file_same(struct sq *s) {
  struct stat mine, named;
  if (fstat(s->fd, &mine) == 0 && stat(s->path, &named) == 0 && mine.st_dev == named.st_dev &&
      mine.st_ino == named.st_ino)
    return 0;
  return sq_fail(s, TDG_RETRY, "store %s was replaced by another file while it was opened: try again",
                 s->path);
}

void sq_unlock(struct sq *s) {
  struct flock none = {.l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = LOCK_AT, .l_len = 1};
  /* an outdated text does no harm: only the lock counts */
  if (s->note_fd >= 0 && ftruncate(s->note_fd, 0) != 0) errno = 0;
  if (s->note_fd >= 0) close(s->note_fd);
  s->note_fd = -1;
  s->note_second = 0;
  if (s->locked) fcntl(s->fd, SET_LOCK, &none);
  s->locked = 0;
}

void sq_file_close(struct sq *s) {
  if (s->fd < 0) return;
  sq_unlock(s);
  pthread_mutex_lock(&ours.mutex);
  put_aside(s->fd);
  if (--ours.open == 0) close_all();
  pthread_mutex_unlock(&ours.mutex);
  s->fd = -1;
}

/* ---- the note with the writer's name, and when it last emptied the log ---- */

/* A write lock would conflict even with a shared one; a shared lock by a reader of the file would not. */
static int is_written(const struct sq *s) {
  struct flock shared = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = LOCK_AT, .l_len = 1};
  return fcntl(s->fd, GET_LOCK, &shared) == 0 && shared.l_type != F_UNLCK;
}

static int is_held(const struct sq *s) { return s->locked || is_written(s); }

static int note_open(const struct sq *s, int flags) {
  char path[MAX_PATH];
  struct stat st;
  if (snprintf(path, sizeof path, "%s-lock", s->path) >= (int)sizeof path) return -1;
  int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, PRIVATE);
  if (fd >= 0 && (flags & O_CREAT) && fstat(fd, &st) == 0 && (st.st_mode & OTHERS) != 0)
    (void)fchmod(fd, PRIVATE);
  return fd;
}

/* The note "pid 12 on host since 2026-01-02T03:04:05Z", as the holder wrote it; printable characters only. */
static void note_read(const struct sq *s, char out[SQ_MAX_OWNER]) {
  int fd = note_open(s, O_RDONLY);
  ssize_t n = fd >= 0 ? pread(fd, out, SQ_MAX_OWNER - 1, 0) : -1;
  if (fd >= 0) close(fd);
  if (n < 0) n = 0;
  out[n] = '\0';
  for (ssize_t i = 0; i < n; i++)
    if (out[i] == '\n') out[i] = '\0';
    else if (out[i] < ' ' || out[i] > '~') out[i] = '?';
  if (out[0] == '\0') snprintf(out, SQ_MAX_OWNER, "another program");
}

static void note_write(struct sq *s) {
  char host[64] = "?", since[32] = "", line[SQ_MAX_OWNER];
  time_t now = time(NULL);
  struct tm tm;
  s->note_fd = note_open(s, O_RDWR | O_CREAT);
  if (s->note_fd < 0) return; /* the note is information only; the lock works without it */
  gethostname(host, sizeof host - 1);
  if (gmtime_r(&now, &tm) != NULL) strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &tm);
  int n = snprintf(line, sizeof line, "pid %ld on %s since %s\n", (long)getpid(), host, since);
  if (ftruncate(s->note_fd, 0) != 0 || pwrite(s->note_fd, line, (size_t)n, 0) != n) errno = 0;
}

/* Its second line, always as long. */
void sq_lock_note(struct sq *s) {
  char line[SQ_MAX_OWNER];
  const off_t first = s->note_fd >= 0 ? lseek(s->note_fd, 0, SEEK_END) : 0;
  const int n = snprintf(line, sizeof line, EMPTIED "%019lld\n", (long long)s->log_emptied);
  if (first <= 0) return;
  const off_t at = s->note_second > 0 ? s->note_second : first;
  if (pwrite(s->note_fd, line, (size_t)n, at) == n) s->note_second = at;
}

int64_t sq_lock_emptied(const struct sq *s) {
  char text[2 * SQ_MAX_OWNER];
  long long at = 0;
  const int fd = is_held(s) ? note_open(s, O_RDONLY) : -1;
  const ssize_t n = fd >= 0 ? pread(fd, text, sizeof text - 1, 0) : -1;
  if (fd >= 0) close(fd);
  text[n > 0 ? n : 0] = '\0';
  const char *line = strstr(text, "\n" EMPTIED);
  return line != NULL && sscanf(line + 1, EMPTIED "%lld", &at) == 1 && at > 0 ? at : 0;
}

/* ---- the lock ---- */

static int refuse(struct sq *s, int error) {
  char owner[SQ_MAX_OWNER];
  if (error != EAGAIN && error != EACCES)
    return sq_fail(s, TDG_DENIED, "store %s: cannot be locked: %s: keep it on a disk of this machine",
                   s->path, strerror(error));
  if (!is_written(s))
    return sq_fail(s, TDG_STORE_BUSY,
                   "store %s: a program that is no Tidings has locked the file: end that program", s->path);
  note_read(s, owner);
  return sq_fail(
      s, TDG_STORE_BUSY,
      "store %s is being written by %s: stop that program, or wait for it; reading is possible meanwhile",
      s->path, owner);
}

int sq_lock(struct sq *s) {
  struct flock byte = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_AT, .l_len = 1};
  if (s->locked) return 0;
  if (fcntl(s->fd, SET_LOCK, &byte) != 0) return refuse(s, errno);
  s->locked = 1;
  note_write(s);
  return 0;
}

void sq_lock_owner(struct sq *s, char out[SQ_MAX_OWNER]) {
  out[0] = '\0';
  if (is_held(s)) note_read(s, out);
}
