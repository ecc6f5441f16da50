/* lines.c - a text becomes lines with a shape; lines broken at a fixed width become one again.
 *
 * Whether a text was wrapped is decided for the whole of it: nearly every line that is followed by another one was
 * too full for the next word.  In such a text a line that had room for the next word is the end of a paragraph.
 * Texts with one line a paragraph are left as they are here; a break in the middle of a sentence is mended when
 * paragraphs are written, after headings and furniture have been told apart.
 */
#include "report.h"

#include <unicode/uchar.h>

enum { MIN_WRAP = 40, MAX_WRAP = 132, MIN_WRAPPED_LINES = 4 };

static int is_space(uint32_t c) { return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || c == 0x200B; }

/* Trim white space of any script; counts the columns that were cut at the front. */
static struct tdg_str trim(const char *p, const char *end, uint32_t *indent) {
  *indent = 0;
  while (p < end) {
    const char *q = p;
    uint32_t c = tdg_utf8_next(&q, end);
    if (!is_space(c)) break;
    *indent += c == '\t' ? 4 : 1;
    p = q;
  }
  const char *last = p;
  for (const char *q = p; q < end;) {
    uint32_t c = tdg_utf8_next(&q, end);
    if (!is_space(c) && c != '\r') last = q;
  }
  return (struct tdg_str){p, (size_t)(last - p)};
}

static int is_closer(uint32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB || c == 0x300D ||
         c == 0x300F || c == 0x201C || c == 0x203A || c == '*' || c == '_' || c == 0xFF09;
}

static int is_stop(uint32_t c) {
  return c == '.' || c == 0x3002 || c == 0xFF0E || c == 0x0964 || c == 0x06D4 || c == 0x0589 || c == 0xFF61;
}

static int is_ask(uint32_t c) { return c == '!' || c == '?' || c == 0xFF01 || c == 0xFF1F || c == 0x061F; }

static int end_of(uint32_t c, uint32_t before) {
  if (c == 0x2026 || (c == '.' && before == '.')) return END_DOTS;
  if (is_stop(c)) return END_STOP;
  if (is_ask(c)) return END_ASK;
  if (c == ',' || c == ';' || c == 0x060C || c == 0x3001 || c == 0xFF0C) return END_COMMA;
  if (c == ':' || c == 0xFF1A) return END_COLON;
  return END_OPEN;
}

static int start_of(uint32_t c) {
  if (u_isdigit((UChar32)c)) return START_DIGIT;
  if (u_isupper((UChar32)c) || u_istitle((UChar32)c)) return START_UPPER;
  if (u_islower((UChar32)c)) return START_LOWER;
  return START_OTHER;
}

static int is_wide(uint32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
         (c >= 0x0E00 && c <= 0x0EFF);
}

void line_measure(struct line *l) {
  const char *p = l->s.p, *end = p + l->s.n;
  uint32_t c = 0, before = 0, last = 0, before_last = 0, wide = 0;
  int in_word = 0, stopped = 0, seen = 0;
  l->chars = l->words = l->capitals = l->letters = l->upper = 0;
  l->inner_stop = 0;
  l->start = START_OTHER;
  while (p < end) {
    before = c;
    c = tdg_utf8_next(&p, end);
    l->chars++;
    int alnum = c < 128 ? (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') : u_isalnum((UChar32)c);
    int kind = alnum ? start_of(c) : START_OTHER;
    if (alnum && !seen) l->start = kind, seen = 1;
    if (alnum && kind != START_DIGIT) l->letters++, l->upper += kind == START_UPPER, wide += (uint32_t)is_wide(c);
    if (alnum && !in_word) {
      l->words++, l->capitals += kind == START_UPPER || kind == START_DIGIT;
      if (stopped && kind == START_UPPER) l->inner_stop = 1;
      stopped = 0;
    }
    if (is_stop(c) && c != '.') l->inner_stop |= p < end;
    if (is_space(c) && (is_stop(last) || is_ask(last)) && l->words > 3) stopped = 1;
    in_word = alnum || (in_word && (c == '\'' || c == 0x2019 || c == '-' || c == '.' || c == '&'));
    if (!is_space(c) && !is_closer(c)) before_last = before, last = c;
  }
  l->end = end_of(last, before_last);
  l->wide = wide * 2 > l->letters;
}

int line_is_prose(const struct line *l) {
  if (l->wide) return l->chars >= 30 && (l->end == END_STOP || l->inner_stop);
  if (l->words >= 25) return 1;
  return l->words >= 9 && l->chars >= 60 && (l->end == END_STOP || l->end == END_ASK || l->inner_stop);
}

int line_is_titlelike(const struct line *l) {
  if (l->chars > 160 || l->words > 26 || l->words == 0 || l->start == START_LOWER) return 0;
  if (l->end == END_STOP || l->end == END_COMMA || l->end == END_DOTS) return 0;
  return !l->inner_stop || l->end == END_ASK;
}

struct tdg_str line_fold(const struct report *r, const struct line *l) {
  if (l->s.n > MAX_SHORT) return (struct tdg_str){"", 0};
  return tdg_fold(r->call, l->s);
}

struct tdg_str text_unmarked(struct tdg_str s) {
  while (s.n > 0 && (*s.p == '#' || *s.p == '*' || *s.p == '_' || *s.p == '=' || *s.p == ' ')) s.p++, s.n--;
  while (s.n > 0 && strchr("#*_= ", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

/* ---- wrapped text ---- */

static size_t first_word_chars(const struct line *l) {
  const char *p = l->s.p, *end = p + l->s.n;
  size_t n = 0;
  while (p < end && *p != ' ' && *p != '\t') tdg_utf8_next(&p, end), n++;
  return n;
}

/* Had line i no room for the first word of the next? */
static int is_full(const struct line *v, size_t i, size_t width) {
  return v[i].indent + v[i].chars + 1 + first_word_chars(&v[i + 1]) > width;
}

/* The width a text was wrapped at, or 0. */
static size_t wrap_width(const struct report *r) {
  size_t width = 0, pairs = 0, full = 0, inside = 0;
  for (size_t i = 0; i < r->n; i++) {
    size_t columns = r->v[i].indent + r->v[i].chars;
    if (columns > width) width = columns;
  }
  if (width < MIN_WRAP || width > MAX_WRAP || r->n < MIN_WRAPPED_LINES) return 0;
  for (size_t i = 0; i + 1 < r->n; i++) {
    if (r->v[i + 1].gap > 0) continue;
    pairs++;
    full += (size_t)is_full(r->v, i, width);
    inside += r->v[i].end == END_OPEN || r->v[i].end == END_COMMA;
  }
  return pairs >= 2 && full * 10 >= pairs * 7 && inside * 2 >= pairs ? width : 0;
}

static int is_list_mark(struct tdg_str s) {
  if (s.n < 3) return 0;
  if (strchr("-*+>#", s.p[0]) != NULL && s.p[1] == ' ') return 1;
  if (s.n > 4 && memcmp(s.p, "\xE2\x80\xA2", 3) == 0) return 1;
  size_t i = 0;
  while (i < s.n && i < 3 && s.p[i] >= '0' && s.p[i] <= '9') i++;
  return i > 0 && i + 1 < s.n && (s.p[i] == '.' || s.p[i] == ')') && s.p[i + 1] == ' ';
}

static int is_underline(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] != s.p[0]) return 0;
  return s.n >= 3 && strchr("=-~_*#", s.p[0]) != NULL;
}

/* Does the next physical line go on with this one? */
static int goes_on(const struct line *v, size_t i, size_t width) {
  const struct line *next = &v[i + 1];
  if (next->gap > 0 || is_list_mark(next->s) || is_underline(next->s) || is_underline(v[i].s)) return 0;
  if (v[i].s.p[0] == '#' || next->indent > v[i].indent + 1) return is_list_mark(v[i].s);
  if (next->start == START_LOWER && v[i].end != END_STOP) return 1;
  return is_full(v, i, width);
}

static void join_wrapped(struct report *r, size_t width) {
  size_t out = 0;
  for (size_t i = 0; i < r->n;) {
    struct tdg_buf b = tdg_buf_make(r->call, r->text.n + r->n + 1);
    struct line l = r->v[i];
    size_t from = i;
    tdg_buf_add(&b, l.s.p, l.s.n);
    for (; i + 1 < r->n && goes_on(r->v, i, width); i++) {
      const struct line *next = &r->v[i + 1];
      size_t hyphen = b.n > 1 && b.p[b.n - 1] == '-' && next->start == START_LOWER;
      if (!hyphen && !(l.wide && next->wide)) tdg_buf_char(&b, ' ');
      tdg_buf_add(&b, next->s.p, next->s.n);
    }
    if (i++ > from) l.s = tdg_buf_get(&b), line_measure(&l);
    r->v[out++] = l;
  }
  r->n = out;
}

/* ---- reading ---- */

static size_t count_lines(struct tdg_str t) {
  size_t n = 1;
  for (size_t i = 0; i < t.n; i++) n += t.p[i] == '\n' || t.p[i] == '\r';
  return n;
}

static const char *line_break(const char *p, const char *end) {
  while (p < end && *p != '\n' && *p != '\r' && *p != '\f') p++;
  return p;
}

int report_read(struct report *r) {
  size_t most = count_lines(r->text);
  const char *p = r->text.p, *end = p + r->text.n;
  uint32_t gap = 0;
  if (most > MAX_LINES)
    return tdg_fail(r->call, TDG_DENIED, "%zu lines, at most %d are read: this is no report; cut the file up", most,
                    (int)MAX_LINES);
  r->v = tdg_scratch(r->call, (most + 1) * sizeof(*r->v));
  while (p < end) {
    const char *q = line_break(p, end);
    struct line *l = &r->v[r->n];
    l->s = trim(p, q, &l->indent);
    l->gap = gap;
    gap = l->s.n == 0 ? gap + 1 : 0;
    if (l->s.n > 0) line_measure(l), r->n++;
    p = q + (q + 1 < end && q[0] == '\r' && q[1] == '\n' ? 2 : 1);
  }
  size_t width = wrap_width(r);
  r->wrapped = width > 0;
  if (r->wrapped) join_wrapped(r, width);
  return TDG_OK;
}
