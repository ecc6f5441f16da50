/* util/utf8.c - validation with eight ASCII bytes at a time; see utf8.h.  Pure functions. */
#include "util/utf8.h"

#include <string.h>

/* Length of the valid sequence at p, 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t n) {
  if (p[0] >= 0xC2 && p[0] <= 0xDF) return n >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
  if ((p[0] & 0xF0) == 0xE0) {
    if (n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
    if (p[0] == 0xE0 && p[1] < 0xA0) return 0;
    return p[0] == 0xED && p[1] > 0x9F ? 0 : 3;
  }
  if (p[0] >= 0xF0 && p[0] <= 0xF4) {
    if (n < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
    if (p[0] == 0xF0 && p[1] < 0x90) return 0;
    return p[0] == 0xF4 && p[1] > 0x8F ? 0 : 4;
  }
  return 0;
}

/* Eight bytes that are all ASCII and none of them NUL. */
static int plain_word(const unsigned char *p) {
  uint64_t w;
  memcpy(&w, p, sizeof w);
  return ((w | (w - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

int utf8_valid(const char *text, size_t n) {
  const unsigned char *p = (const unsigned char *)text;
  for (size_t i = 0; i < n;) {
    if (n - i >= 8 && plain_word(p + i)) {
      i += 8;
    } else if (p[i] < 0x80) {
      if (p[i++] == 0) return 0;
    } else {
      size_t k = sequence(p + i, n - i);
      if (k == 0) return 0;
      i += k;
    }
  }
  return 1;
}

uint32_t utf8_next(const char **text, const char *end) {
  const unsigned char *p = (const unsigned char *)*text;
  size_t left = (size_t)(end - *text);
  uint32_t c = p[0];
  size_t k = 1;
  if (c >= 0xF0 && left >= 4) {
    c = (c & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
    k = 4;
  } else if (c >= 0xE0 && left >= 3) {
    c = (c & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
    k = 3;
  } else if (c >= 0xC0 && left >= 2) {
    c = (c & 31u) << 6 | (p[1] & 63u);
    k = 2;
  }
  *text += k;
  return c;
}
