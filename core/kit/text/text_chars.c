/* text_chars.c - code points, their classes, and the array of ranges that sentences and words are collected
 * in.
 *
 * Input should be UTF-8; what is not is read byte by byte as U+FFFD, so nothing here can run past the end.
 */
#include "kit/text/text_internal.h"

#include <string.h>

uint32_t text_decode_long(const char *p, const char *end, size_t *used) {
  const unsigned char *s = (const unsigned char *)p;
  size_t left = (size_t)(end - p), need;
  uint32_t c = s[0], least;
  *used = 1;
  if (c >= 0xC2 && c <= 0xDF) c &= 0x1F, need = 1, least = 0x80;
  else if ((c & 0xF0) == 0xE0) c &= 0x0F, need = 2, least = 0x800;
  else if (c >= 0xF0 && c <= 0xF4) c &= 0x07, need = 3, least = 0x10000;
  else return 0xFFFD;
  if (left <= need) return 0xFFFD;
  for (size_t i = 1; i <= need; i++) {
    if ((s[i] & 0xC0) != 0x80) return 0xFFFD;
    c = c << 6 | (s[i] & 0x3F);
  }
  if (c < least || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0xFFFD;
  *used = need + 1;
  return c;
}

uint32_t text_before(const char *start, const char *p, size_t *used) {
  const char *q = p - 1;
  for (int i = 0; i < 3 && q > start && ((unsigned char)*q & 0xC0) == 0x80; i++) q--;
  uint32_t c = text_decode(q, p, used);
  if (*used == (size_t)(p - q)) return c;
  *used = 1;
  return 0xFFFD;
}

size_t text_encode(char out[4], uint32_t c) {
  if (c < 0x80) return out[0] = (char)c, 1;
  if (c < 0x800) return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), 2;
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

int text_is_dictionary(uint32_t c) {
  if (c < 0x0E00) return 0;
  return c < 0x0F00 || (c >= 0x1000 && c < 0x10A0) || (c >= 0x1780 && c < 0x1800) ||
         (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) ||
         (c >= 0x3400 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || (c >= 0xFF66 && c <= 0xFF9F) ||
         (c >= 0x20000 && c < 0x32000);
}

int text_is_closer(uint32_t c) {
  if (c < 0x80) return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == '*' || c == '_';
  return c == 0xBB || c == 0xAB || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x203A || c == 0x2039 ||
         c == 0x300D || c == 0x300F || c == 0x3011 || c == 0x300B || c == 0x3009 || c == 0xFF09 ||
         c == 0xFF02 || c == 0x2018;
}

int text_is_opener(uint32_t c) {
  if (c < 0x80) return c == '"' || c == '\'' || c == '(' || c == '[' || c == '{' || c == '*' || c == '-';
  return c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A || c == 0xBF ||
         c == 0xA1 || (c >= 0x2010 && c <= 0x2015) || c == 0x2022 || c == 0x300C || c == 0x300E ||
         c == 0x3010 || c == 0x300A || c == 0x3008 || c == 0xFF08;
}

void text_ranges_init(struct text_ranges *r, tdg_call *call, size_t expected) {
  r->call = call;
  r->n = 0;
  r->cap = expected < TEXT_MAX_RANGES ? expected + 8 : TEXT_MAX_RANGES;
  r->v = (struct tdg_range *)tdg_scratch(call, r->cap * sizeof *r->v);
}

void text_ranges_grow(struct text_ranges *r) {
  if (r->cap == TEXT_MAX_RANGES) return;
  size_t cap = r->cap > TEXT_MAX_RANGES / 2 ? TEXT_MAX_RANGES : r->cap * 2;
  struct tdg_range *v = (struct tdg_range *)tdg_scratch(r->call, cap * sizeof *v);
  memcpy(v, r->v, r->n * sizeof *v);
  r->v = v;
  r->cap = cap;
}

int text_in_list(const char *list, const char *word, size_t n) {
  char key[26];
  size_t k = 1;
  if (n == 0 || n > 23) return 0;
  key[0] = ' ';
  for (const char *p = word, *end = word + n; p < end;) {
    size_t used;
    uint32_t c = text_decode(p, end, &used);
    p += used;
    c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : (uint32_t)u_tolower((UChar32)c);
    if (c == ' ' || k + 4 > sizeof key - 2) return 0;
    k += text_encode(key + k, c);
  }
  key[k++] = ' ';
  key[k] = '\0';
  return strstr(list, key) != NULL;
}
