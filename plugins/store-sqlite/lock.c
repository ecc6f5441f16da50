/* lock.c - one writer: a lock on the file PATH-lock, which also says who holds it.
 *
 * The lock is the kernel's, so it goes when its holder goes, however that ends.  It is taken with the first
 * begin and kept until close: an engine stays the writer between its transactions.  A file of its own,
 * because closing any descriptor of the database would drop the locks SQLite holds on it.
 */
#include "sq.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PATH = 4096 };

#ifdef F_OFD_SETLK /* belongs to the open file, not to the process: a second store in one process is refused \
                      as well */
#define SET_LOCK F_OFD_SETLK
#define GET_LOCK F_OFD_GETLK
#else
#define SET_LOCK F_SETLK
#define GET_LOCK F_GETLK
#endif

static int lock_open(struct sq *s, int flags) {
  char path[MAX_PATH];
  if (snprintf(path, sizeof path, "%s-lock", s->path) >= (int)sizeof path) return -1;
  return open(path, flags | O_CLOEXEC, 0666);
}

/* "pid 12 on host since 2026-01-02T03:04:05Z", as its holder wrote it; printable characters only. */
static void owner_read(int fd, char out[SQ_MAX_OWNER]) {
  ssize_t n = pread(fd, out, SQ_MAX_OWNER - 1, 0);
  if (n < 0) n = 0;
  out[n] = '\0';
  for (ssize_t i = 0; i < n; i++)
    if (out[i] == '\n')
      out[i] = '\0';
    else if (out[i] < ' ' || out[i] > '~')
      out[i] = '?';
}

static int owner_write(int fd) {
  char host[64] = "?", since[32] = "", line[SQ_MAX_OWNER];
  time_t now = time(NULL);
  struct tm tm;
  gethostname(host, sizeof host - 1);
  if (gmtime_r(&now, &tm) != NULL) strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &tm);
  int n = snprintf(line, sizeof line, "pid %ld on %s since %s\n", (long)getpid(), host, since);
  if (ftruncate(fd, 0) != 0) return -1;
  return pwrite(fd, line, (size_t)n, 0) == n ? 0 : -1;
}

int sq_lock(struct sq *s) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  char owner[SQ_MAX_OWNER];
  if (s->lock_fd >= 0) return 0;
  int fd = lock_open(s, O_RDWR | O_CREAT);
  if (fd < 0)
    return sq_fail(s, TDG_DENIED,
                   "store %s: cannot open its lock file %s-lock: %s: check the rights on the folder", s->path,
                   s->path, strerror(errno));
  if (fcntl(fd, SET_LOCK, &whole) != 0) {
    owner_read(fd, owner);
    close(fd);
    return sq_fail(
        s, TDG_DENIED,
        "store %s is being written by %s: stop that program, or wait for it; reading is possible meanwhile",
        s->path, owner[0] == '\0' ? "another program" : owner);
  }
  owner_write(fd); /* only words for others; the lock holds without them */
  s->lock_fd = fd;
  return 0;
}

void sq_unlock(struct sq *s) {
  if (s->lock_fd < 0) return;
  if (ftruncate(s->lock_fd, 0) != 0) errno = 0; /* stale words do no harm: the lock decides */
  close(s->lock_fd);
  s->lock_fd = -1;
}

void sq_lock_owner(struct sq *s, char out[SQ_MAX_OWNER]) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  out[0] = '\0';
  int fd = s->lock_fd >= 0 ? s->lock_fd : lock_open(s, O_RDONLY);
  if (fd < 0) return;
  if (fd == s->lock_fd || (fcntl(fd, GET_LOCK, &whole) == 0 && whole.l_type != F_UNLCK)) owner_read(fd, out);
  if (fd != s->lock_fd) close(fd);
}
