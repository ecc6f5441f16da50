/* tests/clock_shift.c - preloaded into the program by tests that move its clocks (tests/loopback.py, Clock).
 *
 * The file named by TEST_CLOCK holds three numbers of eight bytes: the milliseconds that are added to CLOCK_REALTIME;
 * how many times as fast as the real ones all clocks go; and since when, in nanoseconds of the real
 * CLOCK_MONOTONIC.  The file is mapped, so it may be changed while the program runs.  What waits for a time waits
 * for the program's.  Workers do not get the preloaded library: their environment has neither variable.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

struct set {
  int64_t shift_ms, speed, since_ns;
};
static const volatile struct set *set;
static int (*real)(clockid_t, struct timespec *);
static int (*real_wait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
static int (*real_epoll)(int, struct epoll_event *, int, int, const sigset_t *);

static const volatile struct set *map_set(void) {
  const char *path = getenv("TEST_CLOCK");
  int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return NULL;
  void *p = mmap(NULL, sizeof(struct set), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  return p != MAP_FAILED ? p : NULL;
}

static void find_real(void) {
  if (real != NULL) return;
  *(void **)&real_epoll = dlsym(RTLD_NEXT, "epoll_pwait");
  *(void **)&real_wait =
      dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2"); /* dlsym finds an older one */
  if (real_wait == NULL) *(void **)&real_wait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
}

__attribute__((constructor)) static void begin(void) {
  find_real();
  set = map_set();
}

static int is_fast(void) { return set != NULL && set->speed > 1; }

static int64_t in_ns(const struct timespec *t) { return t->tv_sec * INT64_C(1000000000) + t->tv_nsec; }

static void add_ns(struct timespec *t, int64_t ns) {
  ns += in_ns(t);
  t->tv_sec = ns / 1000000000;
  t->tv_nsec = ns % 1000000000;
}

/* How far ahead a clock is because it goes faster. */
static int64_t gained(void) {
  struct timespec now;
  if (!is_fast() || real(CLOCK_MONOTONIC, &now) != 0) return 0;
  return (in_ns(&now) - set->since_ns) * (set->speed - 1);
}

EXPORT int clock_gettime(clockid_t which, struct timespec *out) {
  find_real();
  int rc = real(which, out);
  if (rc != 0 || set == NULL) return rc;
  if (which == CLOCK_REALTIME) add_ns(out, set->shift_ms * 1000000 + gained());
  else if (which == CLOCK_MONOTONIC || which == CLOCK_MONOTONIC_COARSE) add_ns(out, gained());
  return 0;
}

EXPORT int epoll_pwait(int fd, struct epoll_event *events, int max, int ms, const sigset_t *mask) {
  find_real();
  return real_epoll(fd, events, max, ms > 0 && is_fast() ? (int)((ms + set->speed - 1) / set->speed) : ms,
                    mask);
}

EXPORT int epoll_wait(int fd, struct epoll_event *events, int max, int ms) {
  return epoll_pwait(fd, events, max, ms, NULL);
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                  const struct timespec *until) {
  struct timespec sooner = *until;
  find_real();
  if (is_fast() && in_ns(until) > set->since_ns)
    add_ns(&sooner, -(in_ns(until) - set->since_ns) / set->speed * (set->speed - 1));
  return real_wait(cond, mutex, &sooner);
}
