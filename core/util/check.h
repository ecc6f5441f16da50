/* util/check.h - what is a bug, and the end of the line.
 *
 * BUG_ON(condition) stays on in release: it names file, line and condition and aborts, because a program that has
 * broken its own rules must not go on writing.  die() is for "cannot continue": it prints and exits with code 1 (a
 * worker: with WORKER_EXIT_MEMORY when memory is gone), nothing is half done because every write is a transaction.
 */
#ifndef UTIL_CHECK_H
#define UTIL_CHECK_H

#include <stddef.h>

enum { EXIT_OUT_OF_MEMORY = 71 }; /* told apart from a crash by whoever waits for the process */

#define BUG_ON(condition)                                                                                    \
  do {                                                                                                       \
    if (condition) check_bug(__FILE__, __LINE__, #condition);                                                \
  } while (0)

_Noreturn void check_bug(const char *file, int line, const char *condition);
_Noreturn void check_die(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* malloc and realloc that end the process with EXIT_OUT_OF_MEMORY instead of returning NULL. */
void *check_alloc(size_t n);
void *check_realloc(void *p, size_t n);
char *check_strdup(const char *s);

#endif
