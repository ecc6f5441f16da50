/* words.c - small texts: trimming, comparing, numbers, base64, people.  Slices in, slices out; nothing fails. */
#include "feed.h"

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

int str_is(struct tdg_str s, const char *word) { return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0; }

int str_starts(struct tdg_str s, const char *word) {
  size_t n = strlen(word);
  return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

int str_has(struct tdg_str s, const char *part) { return s.n > 0 && memmem(s.p, s.n, part, strlen(part)) != NULL; }

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

/* ---- people ------------------------------------------------------------------------------------------------------ */

static int is_email(struct tdg_str s) {
  const char *at = s.n > 0 ? memchr(s.p, '@', s.n) : NULL;
  if (at == NULL || at == s.p || at + 1 == s.p + s.n) return 0;
  for (size_t i = 0; i < s.n; i++)
    if (is_space(s.p[i]) || s.p[i] == '<' || s.p[i] == '(' || s.p[i] == ',') return 0;
  return 1;
}

static struct tdg_str without_mailto(struct tdg_str s) {
  return str_starts(s, "mailto:") ? (struct tdg_str){s.p + 7, s.n - 7} : s;
}

/* "before (inside)": both parts, or 0. */
static int split(struct tdg_str s, char open, char close, struct tdg_str *before, struct tdg_str *inside) {
  const char *from = s.n > 0 ? memchr(s.p, open, s.n) : NULL;
  if (from == NULL || s.p[s.n - 1] != close) return 0;
  *before = str_trim((struct tdg_str){s.p, (size_t)(from - s.p)});
  *inside = str_trim((struct tdg_str){from + 1, (size_t)(s.p + s.n - 1 - from - 1)});
  return 1;
}

/* "me@example.org Name": the address stands first or last. */
static int split_words(struct tdg_str s, struct person *p) {
  const char *end = s.p + s.n, *first = s.p, *last = end;
  while (first < end && !is_space(*first)) first++;
  while (last > s.p && !is_space(last[-1])) last--;
  struct tdg_str head = {s.p, (size_t)(first - s.p)}, tail = {last, (size_t)(end - last)};
  if (is_email(head)) {
    p->email = head;
    p->name = str_trim((struct tdg_str){first, (size_t)(end - first)});
  } else if (is_email(tail)) {
    p->email = tail;
    p->name = str_trim((struct tdg_str){s.p, (size_t)(last - s.p)});
  } else {
    return 0;
  }
  return 1;
}

void person_read(struct person *p, struct tdg_str s) {
  struct tdg_str before, inside;
  s = str_trim(s);
  if (s.n == 0) return;
  if (split(s, '(', ')', &before, &inside) || split(s, '<', '>', &before, &inside)) {
    struct tdg_str a = without_mailto(before), b = without_mailto(inside);
    if (is_email(b)) p->email = b, p->name = before;
    else if (is_email(a)) p->email = a, p->name = inside;
    else p->name = s;
  } else if (is_email(without_mailto(s))) {
    p->email = without_mailto(s);
  } else if (!split_words(s, p)) {
    p->name = s;
  }
  if (p->name.n >= 2 && p->name.p[0] == '"' && p->name.p[p->name.n - 1] == '"')
    p->name = (struct tdg_str){p->name.p + 1, p->name.n - 2};
}
