/* tests/clock_shift.c - preloaded into the program by tests that move its wall clock (tests/loopback.py, Clock).
 *
 * The file named by TEST_CLOCK holds the milliseconds, eight bytes, that are added to CLOCK_REALTIME.  The file is
 * mapped, so it can be changed while the program runs.  Workers do not get the preloaded library: their environment
 * has neither variable.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shift_ms;
static int (*real)(clockid_t, struct timespec *);

static const volatile int64_t *map_shift(void) {
  const char *path = getenv("TEST_CLOCK");
  int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return NULL;
  void *p = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  return p != MAP_FAILED ? p : NULL;
}

__attribute__((constructor)) static void begin(void) { shift_ms = map_shift(); }

__attribute__((visibility("default"))) int clock_gettime(clockid_t which, struct timespec *out) {
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
  int rc = real(which, out);
  if (rc != 0 || which != CLOCK_REALTIME || shift_ms == NULL) return rc;
  int64_t ns = out->tv_nsec + *shift_ms % 1000 * 1000000;
  out->tv_sec += *shift_ms / 1000 + (ns < 0 ? -1 : ns >= 1000000000);
  out->tv_nsec = ns < 0 ? ns + 1000000000 : ns % 1000000000;
  return 0;
}
