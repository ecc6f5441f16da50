/* util/bytebuf.h - a growing byte buffer with a named maximum.
 *
 *   struct buf b = buf_make(MAX_LINE);
 *   buf_str(&b, "x");
 *   buf_free(&b);
 *
 * An addition that would exceed the maximum is not made: it sets `full` and returns -1, and the buffer stays
 * unchanged. b.p is never NULL after buf_make, and NUL-terminated once something was added.
 */
#ifndef UTIL_BUF_H
#define UTIL_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
  char *p;
  size_t n, cap, max;
  int full;
};

struct buf buf_make(size_t max);
int buf_add(struct buf *b, const void *p, size_t n);
int buf_str(struct buf *b, const char *s);
int buf_char(struct buf *b, char c);
int buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *buf_space(struct buf *b, size_t n); /* room for n bytes at the end, or NULL; then add to b->n */
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

#endif
