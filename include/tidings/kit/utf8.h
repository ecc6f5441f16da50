/* tidings/kit/utf8.h - UTF-8: validate, read and write characters, cut a text between two.
 *
 * Validity follows table 3-7 of the Unicode standard: no surrogates, no overlong forms, nothing above
 * U+10FFFF; an invalid sequence is the longest prefix of a valid one ("maximal subpart").  The core and the
 * kit use only these functions.
 *
 *   for (const char *p = s.p, *end = p + s.n; p < end;) sum += tdg_utf8_next(&p, end);
 *   s.n = tdg_utf8_cut(s, 80);
 *
 * All functions are inline, so that nothing needs to be linked; none allocates or can fail.
 */
#ifndef TIDINGS_KIT_UTF8_H
#define TIDINGS_KIT_UTF8_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TDG_REPLACEMENT UINT32_C(0xFFFD)

/* A byte that continues a character. */
static inline int tdg_utf8_is_tail(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* The top bit of each byte is zero when no byte is zero or above 127. (A byte above a zero byte may be marked
 * too, which does not matter here.) */
static inline uint64_t tdg_utf8_odd_bytes_(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return ((v - UINT64_C(0x0101010101010101)) | v) & UINT64_C(0x8080808080808080);
}
/* The first byte that is zero or above 127; 32 bytes at a time. */
static inline const char *tdg_utf8_ascii_end(const char *p, const char *end) {
  while (end - p >= 32) {
    if ((tdg_utf8_odd_bytes_(p) | tdg_utf8_odd_bytes_(p + 8) | tdg_utf8_odd_bytes_(p + 16) |
         tdg_utf8_odd_bytes_(p + 24)) != 0)
      break;
    p += 32;
  }
  while (end - p >= 8 && tdg_utf8_odd_bytes_(p) == 0) p += 8;
  while (p < end && *p != 0 && (unsigned char)*p < 0x80) p++;
  return p;
}

/* The length of the sequence at p (a byte above 127); *valid is 0 when these bytes are to be replaced by
 * U+FFFD. */
static inline size_t tdg_utf8_sequence(const char *p, const char *end, int *valid) {
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
    if (i >= left || !tdg_utf8_is_tail(p[i])) return i;
  *valid = 1;
  return need;
}

/* A character of two bytes, as most above 127 are. */
static inline int tdg_utf8_pair_(const char *p, const char *end) {
  return end - p >= 2 && (unsigned char)(p[0] - 0xC2) < 0xE0 - 0xC2 && tdg_utf8_is_tail(p[1]);
}

/* 1 when p[0..n) is valid UTF-8 without NUL. */
static inline int tdg_utf8_valid(const char *p, size_t n) {
  const char *end = p + n;
  while ((p = tdg_utf8_ascii_end(p, end)) < end) {
    int valid = 1;
    if (*p == 0) return 0;
    p += tdg_utf8_sequence(p, end, &valid);
    if (!valid) return 0;
    /* most others are of two bytes, one behind the other */
    while (tdg_utf8_pair_(p, end)) p += 2;
  }
  return 1;
}

/* Read one code point of valid UTF-8 at *p and advance *p; 0 at the end. */
static inline uint32_t tdg_utf8_next(const char **p, const char *end) {
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
  return TDG_REPLACEMENT;
}

/* The code point at p < end, of unchecked bytes; *used: its length.  An invalid byte gives U+FFFD and length
 * 1. */
static inline uint32_t tdg_utf8_read(const char *p, const char *end, size_t *used) {
  const char *at = p;
  int valid;
  *used = 1;
  if ((unsigned char)*p < 0x80) return (unsigned char)*p;
  if (tdg_utf8_pair_(p, end)) {
    *used = 2;
    return (uint32_t)(*p & 0x1F) << 6 | (uint32_t)(p[1] & 0x3F);
  }
  const size_t n = tdg_utf8_sequence(p, end, &valid);
  if (!valid) return TDG_REPLACEMENT;
  *used = n;
  return tdg_utf8_next(&at, end);
}

/* Write a code point and return its length.  An invalid code point becomes U+FFFD. */
static inline size_t tdg_utf8_put(char out[4], uint32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = TDG_REPLACEMENT;
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (char)(0xC0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | c >> 18);
  out[1] = (char)(0x80 | (c >> 12 & 0x3F));
  out[2] = (char)(0x80 | (c >> 6 & 0x3F));
  out[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

/* The largest length, at most max, at which the text can be cut without splitting a character. */
static inline size_t tdg_utf8_cut(struct tdg_str s, size_t max) {
  if (max >= s.n) return s.n;
  while (max > 0 && tdg_utf8_is_tail(s.p[max])) max--;
  return max;
}

/* The number of characters. */
static inline size_t tdg_utf8_count(struct tdg_str s) {
  size_t count = 0;
  for (size_t i = 0; i < s.n; i++) count += !tdg_utf8_is_tail(s.p[i]);
  return count;
}

#ifdef __cplusplus
}
#endif
#endif
