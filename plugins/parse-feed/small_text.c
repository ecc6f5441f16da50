/* small_text.c - see small_text.h. */
#include "small_text.h"

#include <strings.h>

static int is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

struct tdg_str str_trim(struct tdg_str s) {
  while (s.n > 0 && is_space(s.p[0])) s = (struct tdg_str){s.p + 1, s.n - 1};
  while (s.n > 0 && is_space(s.p[s.n - 1])) s.n--;
  return s;
}

struct tdg_str str_copy(tdg_call *call, struct tdg_str s) {
  char *p = tdg_scratch(call, s.n + 1);
  if (s.n > 0) memcpy(p, s.p, s.n);
  return (struct tdg_str){p, s.n};
}

int str_is(struct tdg_str s, const char *word) {
  return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

int str_starts(struct tdg_str s, const char *word) {
  size_t n = strlen(word);
  return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

int str_has(struct tdg_str s, const char *part) {
  return s.n > 0 && memmem(s.p, s.n, part, strlen(part)) != NULL;
}

int64_t str_number(struct tdg_str s) {
  int64_t v = 0;
  s = str_trim(s);
  if (s.n == 0 || s.n > 9) return -1;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return -1;
    v = v * 10 + (s.p[i] - '0');
  }
  return v;
}

static int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

struct tdg_str str_base64(tdg_call *call, struct tdg_str s) {
  const struct tdg_str none = {NULL, 0};
  char *out = tdg_scratch(call, s.n / 4 * 3 + 4);
  size_t n = 0;
  uint32_t bits = 0;
  int have = 0, padding = 0;
  for (size_t i = 0; i < s.n; i++) {
    int v = base64_value(s.p[i]);
    if (is_space(s.p[i])) continue;
    padding += s.p[i] == '=';
    if (s.p[i] == '=') continue;
    if (v < 0 || padding > 0) return none;
    bits = bits << 6 | (uint32_t)v;
    if ((have += 6) >= 8) {
      have -= 8;
      out[n++] = (char)(bits >> have & 255);
    }
  }
  return n == 0 ? none : (struct tdg_str){out, n};
}

int str_next(struct tdg_str *list, struct tdg_str *out) {
  if (list->n == 0) return 0;
  const char *comma = memchr(list->p, ',', list->n);
  size_t n = comma != NULL ? (size_t)(comma - list->p) : list->n;
  *out = str_trim((struct tdg_str){list->p, n});
  n += comma != NULL;
  *list = (struct tdg_str){list->p + n, list->n - n};
  return 1;
}
