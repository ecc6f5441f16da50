/* fail_alloc.c - loaded before the C library: the n-th allocation of one program fails, once.
 *
 *   LD_PRELOAD=libfail_alloc.so FAIL_ALLOC_IN=tidings FAIL_ALLOC=1234 tidings ...
 *
 * Counts malloc, calloc and realloc of the process whose short name is FAIL_ALLOC_IN, workers are left alone.
 * With FAIL_ALLOC=0 nothing fails and the number of allocations is written to standard error at the end.  Not
 * for builds with a sanitizer, which have allocators of their own.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The allocator proper has these names as well, so nothing has to be looked up (which would allocate). */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t k, size_t n);
void *__libc_realloc(void *p, size_t n);

static atomic_long count;
static long wanted = -1; /* -1: another program, or not read yet */

/* Does this one fail? */
static int fails(void) {
  if (wanted < 0) return 0;
  return atomic_fetch_add(&count, 1) + 1 == wanted && (errno = ENOMEM, 1);
}

void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t k, size_t n) { return fails() ? NULL : __libc_calloc(k, n); }
void *realloc(void *p, size_t n) { return fails() ? NULL : __libc_realloc(p, n); }

__attribute__((constructor)) static void begin(void) {
  const char *in = getenv("FAIL_ALLOC_IN"), *n = getenv("FAIL_ALLOC");
  if (in != NULL && n != NULL && strcmp(in, program_invocation_short_name) == 0) wanted = atol(n);
}

__attribute__((destructor)) static void end(void) {
  char line[64];
  if (wanted != 0) return;
  int n = snprintf(line, sizeof line, "allocations: %ld\n", atomic_load(&count));
  if (write(STDERR_FILENO, line, (size_t)n) < 0) return;
}
