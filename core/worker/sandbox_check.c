/* worker/sandbox_check.c - check for descriptors, pages and threads left behind while a plugin was loaded;
 * see sandbox.h.
 *
 * Each check can refuse the worker.  They run after code of the plugin, which may have changed this process's
 * memory.  The first lock alone must be impossible to circumvent; these checks find what it leaves possible.
 */
#ifdef __linux__
#include "worker/sandbox.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 4096 + 256, WAITS = 200, WAIT_NS = 500000 };

__attribute__((format(printf, 2, 3))) static int refuse(char why[WORKER_WHY], const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(why, WORKER_WHY, fmt, ap);
  va_end(ap);
  return -1;
}

/* ---- descriptors ---- */

static int is_pair(int fd) {
  int domain = 0, type = 0;
  socklen_t n = sizeof domain, m = sizeof type;
  return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &n) == 0 && domain == AF_UNIX &&
         getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &m) == 0 && type == SOCK_STREAM;
}

/* A worker with a program reads and writes it there. */
static int is_pipe(const struct sandbox *s, const struct stat *st) {
  return s->child > 0 && S_ISFIFO(st->st_mode);
}

static int is_null(const struct stat *st) { return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3); }

/* Standard error may be any kind of file, as the operator set it; standard output goes the same way, through a
 * pipe, or nowhere; a describer's output is a pipe or a regular file. */
static int is_expected(const struct sandbox *s, int fd, const struct stat *st) {
  if (fd == s->fd) return is_pair(fd);
  if (fd == 0) return is_null(st) || s->fd < 0 || is_pipe(s, st);
  return fd != 1 || s->fd < 0 || is_null(st) || S_ISFIFO(st->st_mode);
}

int sandbox_note_kept(struct sandbox *s, char why[WORKER_WHY]) {
  for (s->n_kept = 0; s->n_kept < SANDBOX_MAX_KEPT && fstat(s->n_kept, &s->kept[s->n_kept]) == 0; s->n_kept++)
    if (!is_expected(s, s->n_kept, &s->kept[s->n_kept]))
      return refuse(why, "descriptor %d is not what a worker is started with", s->n_kept);
  return s->n_kept > s->fd ? 0 : refuse(why, "a descriptor that a worker is started with is closed");
}

int sandbox_check_kept(const struct sandbox *s, char why[WORKER_WHY]) {
  struct stat now;
  for (int fd = 0; fd < s->n_kept; fd++) {
    const struct stat *then = &s->kept[fd];
    if (fstat(fd, &now) == 0 && now.st_dev == then->st_dev && now.st_ino == then->st_ino &&
        now.st_rdev == then->st_rdev && (now.st_mode & S_IFMT) == (then->st_mode & S_IFMT))
      continue;
    return refuse(why, "the plugin put something else in the place of descriptor %d while it was loaded", fd);
  }
  return 0;
}

/* ---- pages ---- */

/* A line such as "55d0-55e0 r-xp 00000000 fe:00 1234   /usr/lib/x.so".  Executable pages must be mapped from
 * a file and not writable. */
static int is_bad_page(const char *line) {
  const char *rights = strchr(line, ' '), *from = strchr(line, '/');
  if (rights == NULL || strlen(rights) < 5 || rights[3] != 'x') return 0;
  if (rights[2] == 'w') return 1;
  if (from == NULL) return strstr(line, "[vdso]") == NULL && strstr(line, "[vsyscall]") == NULL;
  return strncmp(from, "/memfd:", 7) == 0 || strncmp(from, "/dev/zero", 9) == 0 ||
         strncmp(from, "/SYSV", 5) == 0;
}

int sandbox_check_maps(const struct sandbox *s, char why[WORKER_WHY]) {
  char text[LINE];
  size_t n = 0;
  ssize_t got;
  if (s->maps < 0) return 0; /* no /proc here: only the filter protects */
  if (lseek(s->maps, 0, SEEK_SET) != 0)
    return refuse(why, "the list of memory pages cannot be read: %s", strerror(errno));
  while ((got = read(s->maps, text + n, sizeof text - 1 - n)) > 0) {
    char *line = text, *end;
    text[n += (size_t)got] = '\0';
    for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
      *end = '\0';
      if (is_bad_page(line))
        return refuse(why, "there is memory that is data and code at once: %.120s", line);
    }
    n = strlen(line);
    memmove(text, line, n);
    if (n == sizeof text - 1) return refuse(why, "the list of memory pages makes no sense");
  }
  return got == 0 ? 0 : refuse(why, "the list of memory pages cannot be read: %s", strerror(errno));
}

/* ---- threads ---- */

#ifdef __SANITIZE_THREAD__
enum { OWN_THREADS = 2 }; /* ThreadSanitizer has one of its own */
#else
enum { OWN_THREADS = 1 };
#endif

/* A thread that was joined may still be listed for a moment. */
int sandbox_check_thread(char why[WORKER_WHY]) {
  struct stat st;
  for (int i = 0; i < WAITS; i++) {
    if (stat("/proc/self/task", &st) < 0 || st.st_nlink <= 2 + OWN_THREADS) return 0; /* ".", "..", threads */
    nanosleep(&(struct timespec){0, WAIT_NS}, NULL);
  }
  return refuse(why, "the plugin started a thread while it was loaded");
}
#else
typedef int sandbox_check_is_for_linux;
#endif
