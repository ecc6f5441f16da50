/* util/check.h - abort on a bug, exit when the process cannot continue.
 *
 * BUG_ON(condition) is active in release builds: it prints file, line and condition and aborts, because a
 * program whose invariants are broken must not go on writing.  check_die() is for "cannot continue": it
 * prints a message and exits with the given code.  Nothing is left half done, because every write is a
 * transaction.
 */
#ifndef UTIL_CHECK_H
#define UTIL_CHECK_H

#include <stddef.h>

enum { EXIT_OUT_OF_MEMORY = 71 }; /* lets the parent distinguish it from a crash */

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
