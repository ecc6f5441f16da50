/* util/check.c - see check.h.  Owns nothing. */
#include "util/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void check_bug(const char *file, int line, const char *condition) {
  fprintf(stderr, "tidings: bug: %s:%d: %s\n", file, line, condition);
  abort();
}

void check_die(int code, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  fputs("tidings: ", stderr);
  vfprintf(stderr, fmt, ap);
  fputc('\n', stderr);
  va_end(ap);
  _exit(code);
}

void *check_alloc(size_t n) {
  void *p = malloc(n > 0 ? n : 1);
  if (p == NULL) check_die(EXIT_OUT_OF_MEMORY, "out of memory (%zu bytes wanted)", n);
  return p;
}

void *check_realloc(void *p, size_t n) {
  p = realloc(p, n > 0 ? n : 1);
  if (p == NULL) check_die(EXIT_OUT_OF_MEMORY, "out of memory (%zu bytes wanted)", n);
  return p;
}

char *check_strdup(const char *s) {
  size_t n = strlen(s) + 1;
  return memcpy(check_alloc(n), s, n);
}
