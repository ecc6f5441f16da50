/* util/bytebuf.c - a growing byte buffer with a named maximum; see bytebuf.h.  The buffer owns its bytes. */
#include "util/bytebuf.h"

#include "util/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char nothing[1] = "";

struct buf buf_make(size_t max) {
  return (struct buf){.p = nothing, .max = max};
}

char *buf_space(struct buf *b, size_t n) {
  if (n > b->max - b->n) {
    b->full = 1;
    return NULL;
  }
  if (b->n + n + 1 > b->cap) {
    size_t cap = b->cap > 0 ? b->cap * 2 : 256;
    if (cap < b->n + n + 1) cap = b->n + n + 1;
    b->p = check_realloc(b->cap > 0 ? b->p : NULL, cap);
    b->cap = cap;
    b->p[b->n] = '\0';
  }
  return b->p + b->n;
}

int buf_add(struct buf *b, const void *p, size_t n) {
  char *to = buf_space(b, n);
  if (to == NULL) return -1;
  if (n > 0) memcpy(to, p, n);
  b->n += n;
  b->p[b->n] = '\0';
  return 0;
}

int buf_str(struct buf *b, const char *s) { return buf_add(b, s, strlen(s)); }

int buf_char(struct buf *b, char c) { return buf_add(b, &c, 1); }

int buf_printf(struct buf *b, const char *fmt, ...) {
  va_list ap, again;
  va_start(ap, fmt);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  char *to = n < 0 ? NULL : buf_space(b, (size_t)n);
  if (to != NULL) {
    vsnprintf(to, (size_t)n + 1, fmt, again);
    b->n += (size_t)n;
  }
  va_end(again);
  return to == NULL ? -1 : 0;
}

void buf_clear(struct buf *b) {
  b->n = 0;
  b->full = 0;
  if (b->cap > 0) b->p[0] = '\0';
}

void buf_free(struct buf *b) {
  if (b->cap > 0) free(b->p);
  *b = buf_make(b->max);
}
