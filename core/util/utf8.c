/* util/utf8.c - UTF-8: is it valid, the next character, one written; see utf8.h.  Pure functions; nothing can fail.
 *
 * ASCII is passed over 32 bytes at a time.  What is valid follows Unicode's table 3-7: no surrogates, no
 * overlong forms, nothing above U+10FFFF; an invalid sequence is the longest prefix of a valid one ("maximal
 * subpart"). */
#include "util/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };
#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

static uint64_t load64(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* The top bits are zero when no byte is zero or above 127.  (A byte above a zero may be marked too: no harm.)
 */
static uint64_t odd_bytes(uint64_t v) { return ((v - ONES) | v) & HIGHS; }

/* The first byte that is zero or above 127. */
const char *utf8_ascii_end(const char *p, const char *end) {
  while (end - p >= 32) {
    const uint64_t odd = odd_bytes(load64(p)) | odd_bytes(load64(p + 8)) | odd_bytes(load64(p + 16)) |
                         odd_bytes(load64(p + 24));
    if (odd != 0) break;
    p += 32;
  }
  while (end - p >= 8 && odd_bytes(load64(p)) == 0) p += 8;
  while (p < end && *p != 0 && (unsigned char)*p < 0x80) p++;
  return p;
}

static int is_tail(const char *p) { return ((unsigned char)*p & 0xC0) == 0x80; }

/* The length of the sequence at p (a high byte); *valid says whether it is one, or what to replace. */
size_t utf8_sequence(const char *p, const char *end, int *valid) {
  const unsigned char lead = (unsigned char)p[0];
  const size_t left = (size_t)(end - p);
  unsigned char low = 0x80, high = 0xBF, second;
  size_t need;
  *valid = 0;
  if (lead < 0xC2 || lead > 0xF4) return 1;
  need = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (left < 2) return 1;
  second = (unsigned char)p[1];
  if (second < low || second > high) return 1;
  for (size_t i = 2; i < need; i++)
    if (i >= left || !is_tail(p + i)) return i;
  *valid = 1;
  return need;
}

int tdg_utf8_valid(const char *p, size_t n) {
  const char *end = p + n;
  while ((p = utf8_ascii_end(p, end)) < end) {
    int valid = 1;
    if (*p == 0) return 0;
    p += utf8_sequence(p, end, &valid);
    if (!valid) return 0;
  }
  return 1;
}

uint32_t tdg_utf8_next(const char **p, const char *end) {
  const unsigned char *s = (const unsigned char *)*p;
  const size_t left = (size_t)(end - *p);
  if (left == 0) return 0;
  if (s[0] < 0x80) {
    *p += 1;
    return s[0];
  }
  if (s[0] < 0xE0 && left >= 2) {
    *p += 2;
    return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
  }
  if (s[0] < 0xF0 && left >= 3) {
    *p += 3;
    return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
  }
  if (left >= 4) {
    *p += 4;
    return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 |
           (s[3] & 0x3F);
  }
  *p = end; /* cut off: the text was not valid */
  return REPLACEMENT;
}

size_t tdg_utf8_put(char out[4], uint32_t cp) {
  if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) cp = REPLACEMENT;
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  if (cp < 0x800) {
    out[0] = (char)(0xC0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3F));
    return 2;
  }
  if (cp < 0x10000) {
    out[0] = (char)(0xE0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[3] = (char)(0x80 | (cp & 0x3F));
  return 4;
}
