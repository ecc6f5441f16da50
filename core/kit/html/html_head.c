/* html_head.c - the beginning of a page without what no reader sees.
 *
 * Linear: each byte is passed once.  The result is the call's, or the page's own bytes; nothing fails. */
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

#include <string.h>

/* Where the text is found, without regard to case; s.n when it is not. */
static size_t find(struct tdg_str s, size_t from, const char *what) {
  const size_t n = strlen(what);
  while (from + n <= s.n) {
    const char *p = memchr(s.p + from, what[0], s.n - from);
    if (p == NULL) break;
    from = (size_t)(p - s.p);
    if (tdg_nocase_starts((struct tdg_str){p, s.n - from}, what)) return from;
    from++;
  }
  return s.n;
}

static int is_element(struct tdg_str s, const char *tag) {
  const size_t n = strlen(tag);
  return s.n > n && tdg_nocase_starts(s, tag) && strchr(" \t\r\n\f>/", s.p[n]) != NULL;
}

/* At a '<': where what is left out there begins and ends; 0: nothing is. */
static int left_out(struct tdg_str s, size_t at, size_t *from, size_t *to) {
  const struct tdg_str here = {s.p + at, s.n - at};
  const int script = is_element(here, "<script"), style = is_element(here, "<style");
  if (tdg_str_starts(here, "<!--")) {
    *from = at;
    *to = find(s, at + 4, "-->");
    *to += *to < s.n ? 3 : 0;
    return 1;
  }
  if (!script && !style) return 0;
  *from = find(s, at, ">");
  if (*from == s.n) return 0;
  ++*from;
  if (script && tdg_nocase_has((struct tdg_str){s.p + at, *from - at}, "ld+json")) return 0;
  *to = find(s, *from, script ? "</script" : "</style");
  return 1;
}

struct tdg_str tdg_html_head(tdg_call *call, struct tdg_str page, size_t max) {
  struct tdg_buf out = tdg_buf_make(call, max);
  size_t done = 0, from, to;
  int any = 0;
  for (size_t at = find(page, 0, "<"); at < page.n && out.n + (at - done) < max; at = find(page, at, "<")) {
    if (!left_out(page, at, &from, &to)) {
      at++;
      continue;
    }
    any = 1;
    if (out.n + (from - done) > max) break;
    tdg_buf_add(&out, page.p + done, from - done);
    at = done = to;
  }
  if (!any) return (struct tdg_str){page.p, page.n < max ? page.n : max};
  tdg_buf_add(&out, page.p + done, page.n - done < max - out.n ? page.n - done : max - out.n);
  return tdg_buf_get(&out);
}
