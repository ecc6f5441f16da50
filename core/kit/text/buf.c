/* kit/text/buf.c - a growing text in the memory of a call.
 *
 * The call owns all memory; growing leaves the old bytes behind until the call ends, so a buffer costs at
 * most twice its final size.  Nothing fails but the maximum, and that only sets `full`. */
#include <tidings/kit/buf.h>

enum { FIRST_CAPACITY = 128 };

struct tdg_buf tdg_buf_make(tdg_call *call, size_t max) {
  struct tdg_buf b = {
      .call = call, .p = tdg_scratch(call, FIRST_CAPACITY), .cap = FIRST_CAPACITY, .max = max};
  return b;
}

static void buf_grow(struct tdg_buf *b, size_t need) {
  size_t cap = b->cap;
  char *p;
  while (cap < need) cap *= 2;
  p = tdg_scratch(b->call, cap);
  memcpy(p, b->p, b->n);
  b->p = p;
  b->cap = cap;
}

int tdg_buf_add(struct tdg_buf *b, const char *p, size_t n) {
  if (n > b->max - b->n) {
    b->full = 1;
    return -1;
  }
  if (b->n + n + 1 > b->cap) buf_grow(b, b->n + n + 1);
  memcpy(b->p + b->n, p, n);
  b->n += n;
  b->p[b->n] = '\0';
  return 0;
}

int tdg_buf_str(struct tdg_buf *b, const char *s) { return tdg_buf_add(b, s, strlen(s)); }

int tdg_buf_char(struct tdg_buf *b, char c) { return tdg_buf_add(b, &c, 1); }

void tdg_buf_cut(struct tdg_buf *b, size_t n) {
  if (n >= b->n) return;
  b->n = n;
  b->p[n] = '\0';
}

struct tdg_str tdg_buf_get(const struct tdg_buf *b) {
  struct tdg_str s = {b->p, b->n};
  return s;
}
