/* repair_markup.c - what feeds do to the markup inside their texts, undone.  Each looks for its sign first, so that a text
 * without it costs one search. */
#include "feed.h"

#include <tidings/kit/html.h>

#include <strings.h>

enum { MAX_REPAIRED = 4 << 20 };

/* A whole CDATA section that was escaped once more than it should. */
struct tdg_str repair_section(struct tdg_str s) {
  struct tdg_str t = tdg_str_trim(s);
  if (!tdg_nocase_starts(t, "<![CDATA[")) return s;
  if (t.n < 12 || memcmp(t.p + t.n - 3, "]]>", 3) != 0) return s;
  return (struct tdg_str){t.p + 9, t.n - 12};
}

/* Markup escaped twice: no tag in it, but what would be tags after one more decoding. */
static struct tdg_str repair_second_escape(tdg_call *call, struct tdg_str s) {
  static const char *const signs[] = {"&lt;/", "&lt;p&gt;", "&lt;br", "&lt;a ", "&lt;img ", "&lt;div"};
  if (s.n == 0 || memchr(s.p, '<', s.n) != NULL) return s;
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
    if (memmem(s.p, s.n, signs[i], strlen(signs[i])) != NULL && tdg_str_has(s, "&gt;"))
      return tdg_html_unescape(call, s, 0);
  return s;
}

static const char *last_of(struct tdg_str s, const char *text) {
  const char *last = NULL, *end = s.p + s.n;
  for (const char *p = s.p; (p = memmem(p, (size_t)(end - p), text, 3)) != NULL; p += 3) last = p;
  return last;
}

/* Is the "<!" at p a declaration or section that ends? */
static int is_declaration(const char *p, const char *end, const char *last_gt, const char *last_section) {
  if (end - p < 3) return 0;
  if (p[2] == '[') return last_section != NULL && last_section > p;
  return (p[2] | 32) >= 'a' && (p[2] | 32) <= 'z' && last_gt != NULL && last_gt > p;
}

/* The next "<!"; NULL.  The second sign is the rarer one, and a search for one letter is several times as fast. */
static const char *next_bang(const char *p, const char *end) {
  for (const char *q = p; (q = memchr(q, '!', (size_t)(end - q))) != NULL; q++)
    if (q > p && q[-1] == '<') return q - 1;
  return NULL;
}

/* Does "<svg" stand in it? */
static int has_picture(struct tdg_str s) {
  const char *end = s.p + s.n;
  for (const char *q = s.p; (q = memchr(q, 'v', (size_t)(end - q))) != NULL; q++)
    if (q - s.p >= 2 && end - q >= 2 && q[-2] == '<' && q[-1] == 's' && q[1] == 'g') return 1;
  return 0;
}

/* "<!" that begins nothing: a declaration no letter follows or that never ends is text, as is a section that
 * never ends; a comment that never ends ends with its first '>'. */
static struct tdg_str repair_declarations(tdg_call *call, struct tdg_str s) {
  const char *p = s.p, *end = p + s.n, *bang = s.n > 0 ? next_bang(p, end) : NULL, *last;
  struct tdg_buf out;
  if (bang == NULL) return s;
  last = memrchr(s.p, '>', s.n);
  const char *closing = last_of(s, "-->"), *section = last_of(s, "]]>");
  out = tdg_buf_make(call, MAX_REPAIRED);
  for (; bang != NULL; bang = next_bang(p, end)) {
    int comment = end - bang >= 4 && memcmp(bang, "<!--", 4) == 0;
    tdg_buf_add(&out, p, (size_t)(bang - p));
    p = bang + 2;
    if (comment && (closing == NULL || closing < bang)) {
      const char *gt = memchr(bang, '>', (size_t)(end - bang));
      p = gt != NULL ? gt + 1 : end;
    } else if (!comment && !is_declaration(bang, end, last, section)) {
      tdg_buf_str(&out, "&lt;!");
    } else {
      tdg_buf_add(&out, bang, 2);
    }
  }
  tdg_buf_add(&out, p, (size_t)(end - p));
  return tdg_buf_get(&out);
}

static int is_tag(const char *p, const char *end, const char *name) {
  size_t n = strlen(name);
  return (size_t)(end - p) > n && strncasecmp(p, name, n) == 0 &&
         (p[n] == '>' || p[n] == ' ' || p[n] == '/' || p[n] == '\n');
}

/* A picture in SVG says in <title> and <desc> what it shows.  It goes with the rest of the drawing unless the
 * elements get names that do not hide it. */
struct tdg_str repair_pictures(tdg_call *call, struct tdg_str s) {
  const char *p = s.p, *end = p + s.n, *tag;
  if (s.n == 0 || !has_picture(s)) return s;
  struct tdg_buf out = tdg_buf_make(call, MAX_REPAIRED);
  int inside = 0;
  while ((tag = memchr(p, '<', (size_t)(end - p))) != NULL) {
    const char *name = tag + 1 + (tag + 1 < end && tag[1] == '/');
    int svg = is_tag(name, end, "svg");
    if (svg) inside = name == tag + 1;
    tdg_buf_add(&out, p, (size_t)(name - p));
    p = name;
    if (!svg && !(inside && is_tag(name, end, "title"))) continue;
    tdg_buf_str(&out, "span");
    p += svg ? 3 : 5;
  }
  tdg_buf_add(&out, p, (size_t)(end - p));
  return tdg_buf_get(&out);
}

struct tdg_str repair_markup(tdg_call *call, struct tdg_str s) {
  return repair_pictures(call, repair_declarations(call, repair_second_escape(call, s)));
}

/* ---- titles escaped twice ---- */

enum { MAX_TITLE = 4096 };
/* Elements that only give letters another look.  Others are words of a title that speaks of them. */
static const char *const formatting[] = {"b",   "i",   "em",    "strong", "u",    "span",
                                         "sup", "sub", "small", "mark",   "cite", "font"};

/* Where "&lt;name ...&gt;" was last written, with its length; -1. */
static long opening(const struct tdg_buf *b, const char *name, size_t n, size_t *length) {
  for (size_t i = b->n; i-- > 0;) {
    const char *p = b->p + i, *end = b->p + b->n, *gt;
    if (*p != '&' || (size_t)(end - p) < n + 8 || memcmp(p, "&lt;", 4) != 0 ||
        strncasecmp(p + 4, name, n) != 0 || (p[4 + n] != '&' && p[4 + n] != ' '))
      continue;
    gt = memmem(p, (size_t)(end - p), "&gt;", 4);
    if (gt == NULL) return -1;
    *length = (size_t)(gt + 4 - p);
    return (long)i;
  }
  return -1;
}

/* Is this "&lt;/name&gt;" of one of them?  Its length, or 0. */
static size_t closing(const char *p, const char *end, const char **name, size_t *n) {
  for (size_t i = 0; i < sizeof formatting / sizeof formatting[0]; i++) {
    *name = formatting[i];
    *n = strlen(*name);
    if ((size_t)(end - p) >= *n + 9 && memcmp(p, "&lt;/", 5) == 0 && strncasecmp(p + 5, *name, *n) == 0 &&
        memcmp(p + 5 + *n, "&gt;", 4) == 0)
      return *n + 9;
  }
  return 0;
}

/* Pairs of formatting elements go; what else is escaped twice are words. */
static struct tdg_str without_formatting(tdg_call *call, struct tdg_str s) {
  const char *p = s.p, *end = p + s.n, *at, *name;
  if (s.n == 0 || s.n > MAX_TITLE || memmem(p, s.n, "&lt;/", 5) == NULL) return s;
  struct tdg_buf out = tdg_buf_make(call, MAX_TITLE + 1);
  while ((at = memmem(p, (size_t)(end - p), "&lt;/", 5)) != NULL) {
    size_t n, length = 0, used = closing(at, end, &name, &n);
    tdg_buf_add(&out, p, (size_t)(at - p));
    p = at;
    long open = used > 0 ? opening(&out, name, n, &length) : -1;
    if (open < 0) {
      tdg_buf_add(&out, p, 5);
      p += 5;
      continue;
    }
    memmove(out.p + open, out.p + open + length, out.n - (size_t)open - length);
    tdg_buf_cut(&out, out.n - length);
    p += used;
  }
  tdg_buf_add(&out, p, (size_t)(end - p));
  return tdg_buf_get(&out);
}

struct tdg_str repair_title(tdg_call *call, struct tdg_str s) {
  return repair_pictures(call, repair_declarations(call, without_formatting(call, s)));
}
