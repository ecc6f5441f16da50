/* util/clean.c - see clean.h.  Pure functions; nothing can fail. */
#include "util/clean.h"

#include <tidings/kit/utf8.h>

static int is_control(uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
static int is_direction(uint32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }
static int is_separator(uint32_t c) { return c == 0x2028 || c == 0x2029; }
static int is_white(uint32_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || is_separator(c); }
static int is_invisible(uint32_t c) { return c == 0xFEFF || c == 0xAD; }

int clean_is_unsafe(uint32_t c) { return is_control(c) || is_direction(c) || is_separator(c); }

static void put_line(struct buf *out, uint32_t c, const char *p, size_t n) {
  if (is_control(c)) buf_printf(out, "\\x%02x", (unsigned)c);
  else if (clean_is_unsafe(c)) buf_printf(out, "\\u%04x", (unsigned)c);
  else buf_add(out, p, n);
}

static void put_flow(struct buf *out, uint32_t c, const char *p, size_t n) {
  if (is_white(c)) {
    if (out->n == 0 || out->p[out->n - 1] != ' ') buf_char(out, ' ');
  } else if (!is_direction(c) && !is_invisible(c)) {
    put_line(out, c, p, n);
  }
}

void clean_text(struct buf *out, const char *p, size_t n, enum clean_how how) {
  const char *end = p + n;
  while (p < end && !out->full) {
    const char *from = p;
    int valid = 1;
    size_t size = (unsigned char)*p < 0x80 ? 1 : tdg_utf8_sequence(p, end, &valid);
    if (!valid) {
      buf_printf(out, "\\x%02x", (unsigned char)*p++);
      continue;
    }
    uint32_t c = tdg_utf8_next(&p, end);
    (how == CLEAN_FLOW ? put_flow : put_line)(out, c, from, size);
  }
}
