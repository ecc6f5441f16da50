/* text_chars.c - code points, their classes, and the array of ranges that sentences and words are collected
 * in.
 *
 * Input should be UTF-8; what is not is read byte by byte as U+FFFD, so nothing here can run past the end.
 */
#include "kit/text/text_internal.h"

#include <string.h>

uint32_t text_before(const char *start, const char *p, size_t *used) {
  const char *q = p - 1;
  for (int i = 0; i < 3 && q > start && tdg_utf8_is_tail(*q); i++) q--;
  uint32_t c = tdg_utf8_read(q, p, used);
  if (*used == (size_t)(p - q)) return c;
  *used = 1;
  return 0xFFFD;
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

struct tdg_str text_lower(const char *word, size_t n, char out[TEXT_MAX_LISTED]) {
  size_t k = 0;
  if (n > 23) n = 0;
  for (const char *p = word, *end = word + n; p < end;) {
    size_t used;
    uint32_t c = tdg_utf8_read(p, end, &used);
    p += used;
    c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : (uint32_t)u_tolower((UChar32)c);
    if (c == ' ' || k + 7 > TEXT_MAX_LISTED) return (struct tdg_str){out, 0};
    k += tdg_utf8_put(out + k, c);
  }
  return (struct tdg_str){out, k};
}

int text_in_words(const struct tdg_word_class *c, int language, const char *word, size_t n) {
  char low[TEXT_MAX_LISTED];
  struct tdg_str s = text_lower(word, n, low);
  return s.n > 0 && tdg_words_find(c, language, s) != NULL;
}

int text_in_list(const char *list, const char *word, size_t n) {
  char key[TEXT_MAX_LISTED + 2] = " ";
  struct tdg_str s = text_lower(word, n, key + 1);
  if (s.n == 0) return 0;
  memcpy(key + 1 + s.n, " ", 2);
  return strstr(list, key) != NULL;
}

int tdg_is_binary(struct tdg_str text, size_t repaired) {
  size_t odd = repaired;
  for (size_t i = 0; i < text.n; i++) {
    const unsigned char c = (unsigned char)text.p[i];
    odd += (c < 32 && !(c >= '\t' && c <= '\r') && c != 27) || c == 127;
  }
  return odd > 3 && odd * 20 > text.n;
}
