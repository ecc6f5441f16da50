/* worker/plugin_clock.c - the clock that a plugin and its libraries read, ahead by plugin_clock_ahead seconds, or at
 * plugin_clock_still; and what the plugin reads outside of its input.
 *
 * Part of the program tidings-worker alone, which exports these functions: what is loaded finds them before those of
 * the C library, so that a check can run a plugin at another time.  Without a check they give the machine's time.
 * The worker's own deadlines are kept by another clock.  Cannot fail.
 */
#undef _FORTIFY_SOURCE /* its inline functions have the names of these */
#include "worker/plugin_clock.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define VISIBLE __attribute__((visibility("default")))

int64_t plugin_clock_ahead, plugin_clock_still;
struct plugin_reads plugin_reads;

/* Was the function called by code of the file that is watched? */
static int is_watched(const void *from) {
  Dl_info found;
  if (plugin_reads.file == NULL || dladdr(from, &found) == 0 || found.dli_fname == NULL) return 0;
  return strcmp(found.dli_fname, plugin_reads.file) == 0;
}
#define CALLER __builtin_return_address(0)

static int is_of_day(clockid_t which) { return which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE; }

static int read_clock(clockid_t which, struct timespec *t) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
  const int rc = real(which, t);
  if (rc != 0 || !is_of_day(which)) return rc;
  if (plugin_clock_still != 0) *t = (struct timespec){.tv_sec = (time_t)(plugin_clock_still / 1000)};
  t->tv_sec += (time_t)plugin_clock_ahead;
  return rc;
}

VISIBLE int clock_gettime(clockid_t which, struct timespec *t) {
  plugin_reads.clock += (unsigned)(is_of_day(which) && is_watched(CALLER));
  return read_clock(which, t);
}

VISIBLE time_t time(time_t *to) {
  struct timespec t;
  plugin_reads.clock += (unsigned)is_watched(CALLER);
  read_clock(CLOCK_REALTIME, &t);
  if (to != NULL) *to = t.tv_sec;
  return t.tv_sec;
}

VISIBLE int gettimeofday(struct timeval *restrict to, void *restrict zone) {
  struct timespec t;
  (void)zone;
  plugin_reads.clock += (unsigned)is_watched(CALLER);
  read_clock(CLOCK_REALTIME, &t);
  to->tv_sec = t.tv_sec;
  to->tv_usec = t.tv_nsec / 1000;
  return 0;
}

/* ---- what else it reads ---- */

static char *find_variable(const char *name) {
  const size_t n = strlen(name);
  for (char **v = environ; n > 0 && v != NULL && *v != NULL; v++)
    if (strncmp(*v, name, n) == 0 && (*v)[n] == '=') return *v + n + 1;
  return NULL;
}

static void note(unsigned *count, char *first, size_t size, const char *name) {
  if ((*count)++ == 0) snprintf(first, size, "%s", name);
}

VISIBLE char *getenv(const char *name) {
  if (is_watched(CALLER))
    note(&plugin_reads.variables, plugin_reads.variable, sizeof plugin_reads.variable, name);
  return find_variable(name);
}

VISIBLE char *secure_getenv(const char *name) {
  if (is_watched(CALLER))
    note(&plugin_reads.variables, plugin_reads.variable, sizeof plugin_reads.variable, name);
  return find_variable(name);
}

VISIBLE char *setlocale(int category, const char *name) {
  static char *(*real)(int, const char *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "setlocale");
  plugin_reads.locale += (unsigned)(name != NULL && strcmp(name, "C") != 0 && is_watched(CALLER));
  return real(category, name);
}

static void note_open(const void *from, const char *path) {
  if (is_watched(from)) note(&plugin_reads.files, plugin_reads.opened, sizeof plugin_reads.opened, path);
}

static FILE *open_stream(const char *path, const char *mode) {
  static FILE *(*real)(const char *, const char *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "fopen");
  return real(path, mode);
}

VISIBLE FILE *fopen(const char *restrict path, const char *restrict mode) {
  note_open(CALLER, path);
  return open_stream(path, mode);
}

static int open_file(const char *path, int flags, mode_t mode) {
  static int (*real)(const char *, int, ...);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "open");
  return real(path, flags, mode);
}

static mode_t mode_of(int flags, va_list ap) {
#ifdef O_TMPFILE
  if ((flags & O_TMPFILE) == O_TMPFILE) return va_arg(ap, mode_t);
#endif
  return flags & O_CREAT ? va_arg(ap, mode_t) : 0;
}

VISIBLE int open(const char *path, int flags, ...) {
  va_list ap;
  note_open(CALLER, path);
  va_start(ap, flags);
  const mode_t mode = mode_of(flags, ap);
  va_end(ap);
  return open_file(path, flags, mode);
}
