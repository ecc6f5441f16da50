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

static int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

int tdg_buf_base64(struct tdg_buf *b, struct tdg_str s) {
  uint32_t v = 0;
  int bits = 0;
  for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
    const int d = base64_value(s.p[i]);
    if (d < 0) continue;
    v = v << 6 | (uint32_t)d;
    bits += 6;
    if (bits >= 8 && tdg_buf_char(b, (char)(v >> (bits -= 8) & 0xff)) != 0) return -1;
  }
  return 0;
}
