/* tidings/kit/str.h - slices of text: compare, trim, search, copy; and classes of ASCII characters.
 *
 * A struct tdg_str need not end with a NUL.  Exact comparisons are called tdg_str_..., those that ignore the
 * case of ASCII letters tdg_nocase_...; the locale has no effect.  The character classes cover ASCII only;
 * for other scripts see tidings/kit/text.h.
 *
 *   struct tdg_str type = tdg_str_trim(tdg_get(call, doc, TDG_MEDIA_TYPE));
 *   if (tdg_nocase_starts(type, "text/html")) ...
 *
 * All functions are inline, so that nothing needs to be linked; none can fail.
 */
#ifndef TIDINGS_KIT_STR_H
#define TIDINGS_KIT_STR_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* White space of HTML: space, tab, line feed, carriage return, form feed. */
static inline int tdg_is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
/* White space of XML: the same without form feed. */
static inline int tdg_is_xml_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
static inline int tdg_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline int tdg_is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline int tdg_is_alnum(char c) { return tdg_is_digit(c) || tdg_is_letter(c); }
static inline char tdg_lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }
/* 0 .. 15, or -1. */
static inline int tdg_hex_value(char c) {
  if (tdg_is_digit(c)) return c - '0';
  c = tdg_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A slice of a whole C string, without its NUL. */
static inline struct tdg_str tdg_str_of(const char *s) {
  struct tdg_str out = {s, strlen(s)};
  return out;
}
/* A copy in the memory of the call, followed by a NUL. */
static inline struct tdg_str tdg_str_copy(tdg_call *call, struct tdg_str s) {
  char *p = (char *)tdg_scratch(call, s.n + 1);
  struct tdg_str out = {p, s.n};
  if (s.n > 0) memcpy(p, s.p, s.n);
  return out;
}
/* Remove white space (tdg_is_space) at both ends. */
static inline struct tdg_str tdg_str_trim(struct tdg_str s) {
  while (s.n > 0 && tdg_is_space(s.p[0])) s.p++, s.n--;
  while (s.n > 0 && tdg_is_space(s.p[s.n - 1])) s.n--;
  return s;
}

/* ---- exact ---- */

static inline int tdg_str_same(struct tdg_str a, struct tdg_str b) {
  return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/* How many bytes both begin with; the last of them may be part of a letter. */
static inline size_t tdg_str_common(struct tdg_str a, struct tdg_str b) {
  size_t n = a.n < b.n ? a.n : b.n, same = 0;
  while (same < n && a.p[same] == b.p[same]) same++;
  return same;
}
static inline int tdg_str_starts(struct tdg_str s, const char *head) {
  const size_t n = strlen(head);
  return s.n >= n && memcmp(s.p, head, n) == 0;
}
static inline int tdg_str_ends(struct tdg_str s, const char *tail) {
  const size_t n = strlen(tail);
  return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}
/* The first occurrence of part, or NULL. */
static inline const char *tdg_str_find(struct tdg_str s, const char *part) {
  const size_t n = strlen(part);
  for (size_t i = 0; n > 0 && i + n <= s.n; i++) {
    const char *at = (const char *)memchr(s.p + i, part[0], s.n - n - i + 1);
    if (at == NULL || memcmp(at, part, n) == 0) return at;
    i = (size_t)(at - s.p);
  }
  return NULL;
}
/* What stands before part; all of s when it has none, or begins with it. */
static inline struct tdg_str tdg_str_before(struct tdg_str s, const char *part) {
  const char *at = tdg_str_find(s, part);
  if (at != NULL && at > s.p) s.n = (size_t)(at - s.p);
  return s;
}
static inline int tdg_str_has(struct tdg_str s, const char *part) { return tdg_str_find(s, part) != NULL; }
/* The next item of a list, trimmed; *list becomes the rest.  0 at the end.
 *   while (tdg_str_next(&tags, ',', &tag)) put(tag); */
static inline int tdg_str_next(struct tdg_str *list, char separator, struct tdg_str *out) {
  const char *stop;
  if (list->n == 0) return 0;
  stop = (const char *)memchr(list->p, separator, list->n);
  *out = *list;
  if (stop != NULL) out->n = (size_t)(stop - list->p);
  list->p += out->n + (stop != NULL);
  list->n -= out->n + (stop != NULL);
  *out = tdg_str_trim(*out);
  return 1;
}
/* The value of a text of one to `most` digits (18 at most); -1 for any other text. */
static inline int64_t tdg_str_number(struct tdg_str s, size_t most) {
  int64_t v = 0;
  if (s.n == 0 || s.n > most) return -1;
  for (size_t i = 0; i < s.n; i++) {
    if (!tdg_is_digit(s.p[i])) return -1;
    v = v * 10 + (s.p[i] - '0');
  }
  return v;
}

/* ---- ASCII letters in any case ---- */

static inline int tdg_nocase_starts(struct tdg_str s, const char *head) {
  size_t i = 0;
  while (i < s.n && head[i] != '\0' && tdg_lower(s.p[i]) == tdg_lower(head[i])) i++;
  return head[i] == '\0';
}
static inline int tdg_nocase_is(struct tdg_str s, const char *word) {
  return s.n == strlen(word) && tdg_nocase_starts(s, word);
}
/* Is it one of n words? */
static inline int tdg_nocase_is_one_of(struct tdg_str s, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (tdg_nocase_is(s, words[i])) return 1;
  return 0;
}
static inline int tdg_nocase_same(struct tdg_str a, struct tdg_str b) {
  size_t i = 0;
  while (a.n == b.n && i < a.n && tdg_lower(a.p[i]) == tdg_lower(b.p[i])) i++;
  return a.n == b.n && i == a.n;
}
static inline int tdg_nocase_ends(struct tdg_str s, const char *tail) {
  const size_t n = strlen(tail);
  if (s.n < n) return 0;
  s.p += s.n - n;
  s.n = n;
  return tdg_nocase_starts(s, tail);
}
static inline int tdg_nocase_has(struct tdg_str s, const char *part) {
  const size_t n = strlen(part);
  for (; s.n >= n; s.p++, s.n--)
    if (tdg_nocase_starts(s, part)) return 1;
  return 0;
}

#ifdef __cplusplus
}
#endif
#endif
