/* worker/plugin_clock.c - the clock that a plugin and its libraries read, ahead by plugin_clock_ahead seconds.
 *
 * Part of the program tidings-worker alone, which exports these functions: what is loaded finds them before those of
 * the C library, so that a check can run a plugin at another time.  Without a check they give the machine's time.
 * The worker's own deadlines are kept by another clock.  Cannot fail.
 */
#include "worker/plugin_clock.h"

#include <dlfcn.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

#define VISIBLE __attribute__((visibility("default")))

int64_t plugin_clock_ahead;

VISIBLE int clock_gettime(clockid_t which, struct timespec *t) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
  const int rc = real(which, t);
  if (rc == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
    t->tv_sec += (time_t)plugin_clock_ahead;
  return rc;
}

VISIBLE time_t time(time_t *to) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  if (to != NULL) *to = t.tv_sec;
  return t.tv_sec;
}

VISIBLE int gettimeofday(struct timeval *restrict to, void *restrict zone) {
  struct timespec t;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &t);
  to->tv_sec = t.tv_sec;
  to->tv_usec = t.tv_nsec / 1000;
  return 0;
}
