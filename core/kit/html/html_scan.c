/* kit/html/html_scan.c - the tokeniser of pages.
 *
 * It follows the WHATWG tokeniser where pages need it: quoted attribute values may hold '>' and '=>', raw
 * elements end at their own end tag, a script may hold a commented script, comments end at "-->" or "--!>".
 * It differs where browsers lose the rest of a page without a word: an attribute quote that is never closed
 * ends at the next '>', and a raw element that is never closed is taken as empty.
 *
 * Linear: each failed search is remembered, so no byte is searched twice for the same thing.  Allocates
 * nothing.
 */
#include "kit/html/html_scan.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_SCRIPT_COMMENT = 4096 };

void html_scan_open(struct html_scan *s, struct tdg_str src) {
  memset(s, 0, offsetof(struct html_scan, attr));
  memset((char *)s + offsetof(struct html_scan, n_attrs), 0,
         sizeof(*s) - offsetof(struct html_scan, n_attrs));
  s->base = s->p = src.p;
  s->end = src.p + src.n;
}

static const char *find_two(const char *p, const char *end, const char *what, size_t n) {
  return (size_t)(end - p) < n ? NULL : memmem(p, (size_t)(end - p), what, n);
}

/* Behind "<!", "<?", "</" that open no tag: the end of the comment. */
static const char *skip_comment(struct html_scan *s, const char *p) {
  const char *q;
  if (s->end - p >= 2 && p[0] == '-' && p[1] == '-') {
    p += 2;
    if (p < s->end && *p == '>') return p + 1;
    if (s->end - p >= 2 && p[0] == '-' && p[1] == '>') return p + 2;
    for (; s->no_comment_end == NULL;) {
      q = find_two(p, s->end, "--", 2);
      if (q == NULL) break;
      if (q + 2 < s->end && q[2] == '>') return q + 3;
      if (q + 3 < s->end && q[2] == '!' && q[3] == '>') return q + 4;
      p = q + 1;
    }
    s->no_comment_end = p;
    q = memchr(p, '>', (size_t)(s->end - p)); /* never closed: browsers drop the page, we drop the tag */
    return q == NULL ? s->end : q + 1;
  }
  if (s->end - p >= 7 && memcmp(p, "[CDATA[", 7) == 0) p += 7;
  q = memchr(p, '>', (size_t)(s->end - p));
  return q == NULL ? s->end : q + 1;
}

static const char *find_quote(struct html_scan *s, const char *p, char quote) {
  const char **none = &s->no_quote[quote == '"'];
  const char *q;
  if (*none != NULL && p >= *none) return NULL;
  q = memchr(p, quote, (size_t)(s->end - p));
  if (q == NULL) *none = p;
  return q;
}

/* The value that begins at p; sets the slice, returns where it ends. */
static const char *read_value(struct html_scan *s, const char *p, struct tdg_attr *a) {
  const char *q;
  if (p < s->end && (*p == '"' || *p == '\'')) {
    q = find_quote(s, p + 1, *p);
    if (q != NULL) {
      a->at = (uint32_t)(p + 1 - s->base);
      a->len = (uint32_t)(q - p - 1);
      return q + 1;
    }
    p++;
  }
  for (q = p; q < s->end && !tdg_is_space(*q) && *q != '>';) q++;
  a->at = (uint32_t)(p - s->base);
  a->len = (uint32_t)(q - p);
  return q;
}

/* One attribute; returns where it ends, or p at '>' or the end of the page. */
static const char *read_attr(struct html_scan *s, const char *p) {
  struct tdg_attr a = {0, 0, TDG_ATTR_NONE};
  const char *name, *name_end;
  while (p < s->end && (tdg_is_space(*p) || *p == '/')) p++;
  if (p == s->end || *p == '>') return p;
  name = p++;
  while (p < s->end && !tdg_is_space(*p) && *p != '/' && *p != '>' && *p != '=') p++;
  name_end = p;
  while (p < s->end && tdg_is_space(*p)) p++;
  if (p < s->end && *p == '=') {
    p++;
    while (p < s->end && tdg_is_space(*p)) p++;
    p = read_value(s, p, &a);
  } else {
    p = name_end;
    a.at = (uint32_t)(p - s->base);
  }
  a.name = (uint16_t)html_attr_of(name, (size_t)(name_end - name));
  if ((a.name != TDG_ATTR_NONE || s->keep_all) && s->n_attrs < TDG_TAG_ATTRS) s->attr[s->n_attrs++] = a;
  return p;
}

static const char *read_attrs(struct html_scan *s, const char *p) {
  s->n_attrs = 0;
  while (p < s->end && *p != '>') p = read_attr(s, p);
  s->self_closing = p < s->end && p[-1] == '/';
  return p < s->end ? p + 1 : p;
}

/* An end tag of a raw element, from p on. */
static const char *find_raw_end(const char *p, const char *end, const char *name, size_t n) {
  for (; (p = find_two(p, end, "</", 2)) != NULL; p += 2) {
    size_t k = 0;
    if ((size_t)(end - p) < n + 2) return NULL;
    while (k < n && tdg_lower(p[2 + k]) == name[k]) k++;
    if (k == n && (p + 2 + n == end || tdg_is_space(p[2 + n]) || p[2 + n] == '>' || p[2 + n] == '/'))
      return p;
  }
  return NULL;
}

/* A script that comments a script out: <script><!-- <script></script> --></script>. */
static const char *script_end(const char *p, const char *end, const char *close) {
  const char *open, *inner, *shut;
  if (close == NULL) return NULL;
  open = find_two(p, close, "<!--", 4);
  if (open == NULL || find_two(open, close, "-->", 3) != NULL) return close;
  inner = memmem(open, (size_t)(close - open), "<script", 7);
  if (inner == NULL) return close;
  if (end - close > MAX_SCRIPT_COMMENT) end = close + MAX_SCRIPT_COMMENT;
  shut = find_two(close, end, "-->", 3);
  return shut == NULL ? close : find_raw_end(shut, end, "script", 6);
}

/* The raw content that begins at p: sets the slice and moves to its end tag.  One that never ends, or an
 * iframe that ends only behind its noscript, is empty. */
static void read_raw(struct html_scan *s) {
  const char *name = tdg_html_name(s->tag), **next = &s->raw_end[html_raw_slot(s->tag)];
  const char *close = *next;
  if (close == NULL || close < s->p) {
    close = find_raw_end(s->p, s->end, name, strlen(name));
    *next = close == NULL ? s->end : close;
  }
  if (close == s->end) close = NULL;
  if (s->tag == TDG_HTML_SCRIPT && close != NULL) {
    const char *further = script_end(s->p, s->end, close);
    if (further != NULL) close = further;
  }
  if (close != NULL && s->tag == TDG_HTML_IFRAME && s->in_noscript) {
    const char *out = find_raw_end(s->p, close, "noscript", 8);
    if (out != NULL) close = NULL;
  }
  if (close == NULL) return;
  s->has_raw = 1;
  s->raw_at = (uint32_t)(s->p - s->base);
  s->raw_len = (uint32_t)(close - s->p);
  s->p = memchr(close, '>', (size_t)(s->end - close));
  s->p = s->p == NULL ? s->end : s->p + 1;
}

static const char *read_name(struct html_scan *s, const char *p) {
  const char *q = p;
  uint32_t h = 2166136261u;
  for (; q < s->end && !tdg_is_space(*q) && *q != '/' && *q != '>'; q++)
    h = (h ^ (uint8_t)tdg_lower(*q)) * 16777619u;
  s->hash = h;
  s->tag = html_tag_of(p, (size_t)(q - p));
  s->name_at = (uint32_t)(p - s->base);
  return q;
}

static int read_tag(struct html_scan *s, const char *p) {
  s->kind = *p == '/' ? SCAN_CLOSE : SCAN_OPEN;
  if (*p == '/') p++;
  p = read_name(s, p);
  s->p = read_attrs(s, p);
  s->has_raw = 0;
  if (s->kind == SCAN_OPEN && (tdg_html_flags(s->tag) & TDG_IS_RAW) != 0) read_raw(s);
  return 1;
}

static int opens_tag(const struct html_scan *s, const char *p) {
  if (p + 1 < s->end && tdg_is_letter(p[1])) return 1;
  return p + 2 < s->end && p[1] == '/' && tdg_is_letter(p[2]);
}

static int opens_comment(const struct html_scan *s, const char *p) {
  return p + 1 < s->end && (p[1] == '!' || p[1] == '?' || (p[1] == '/' && p + 2 < s->end && p[2] != ' '));
}

/* Text up to the next '<' that opens something. */
static int read_text(struct html_scan *s) {
  const char *q = s->p;
  while ((q = memchr(q, '<', (size_t)(s->end - q))) != NULL && !opens_tag(s, q) && !opens_comment(s, q)) q++;
  if (q == NULL) q = s->end;
  s->kind = SCAN_TEXT;
  s->at = (uint32_t)(s->p - s->base);
  s->len = (uint32_t)(q - s->p);
  s->p = q;
  return 1;
}

int html_scan_next(struct html_scan *s) {
  while (s->p < s->end) {
    if (*s->p != '<') return read_text(s);
    if (opens_tag(s, s->p)) return read_tag(s, s->p + 1);
    if (!opens_comment(s, s->p)) return read_text(s);
    s->p = skip_comment(s, s->p + 2);
  }
  return 0;
}
