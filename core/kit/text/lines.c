/* lines.c - a text becomes lines with a shape; see tidings/kit/lines.h.
 *
 * Everything lives in the memory of the call.  Nothing fails: a text with too many lines is not read at all
 * and says so.
 */
#include <tidings/kit/lines.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>
#include <unicode/uchar.h>

enum {
  MIN_WRAP = 40,
  MIN_WIDE_WRAP = 20,
  MAX_WRAP = 132,
  MIN_WRAPPED_LINES = 4,
  MAX_SMALL = 24,
  MAX_PARAGRAPH = 100,
  LETTER = 'a' /* any small one */
};

static int is_line_space(uint32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || c == 0x200B;
}

/* Trim white space of any script; counts the columns that were cut at the front. */
static struct tdg_str trim(const char *p, const char *end, uint32_t *indent) {
  *indent = 0;
  while (p < end) {
    const char *q = p;
    uint32_t c = tdg_utf8_next(&q, end);
    if (!is_line_space(c)) break;
    *indent += c == '\t' ? 4 : 1;
    p = q;
  }
  const char *last = p;
  for (const char *q = p; q < end;) {
    uint32_t c = tdg_utf8_next(&q, end);
    if (!is_line_space(c)) last = q;
  }
  return (struct tdg_str){p, (size_t)(last - p)};
}

static int is_closer(uint32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB ||
         c == 0x300D || c == 0x300F || c == 0x201C || c == 0x203A || c == '*' || c == '_' || c == 0xFF09;
}

static int is_stop(uint32_t c) {
  return c == '.' || c == 0x3002 || c == 0xFF0E || c == 0x0964 || c == 0x06D4 || c == 0x0589 || c == 0xFF61;
}

static int is_ask(uint32_t c) { return c == '!' || c == '?' || c == 0xFF01 || c == 0xFF1F || c == 0x061F; }

static int end_of(uint32_t c, uint32_t before) {
  if (c == 0x2026 || (c == '.' && before == '.')) return TDG_ENDS_DOTS;
  if (is_stop(c)) return TDG_ENDS_STOP;
  if (is_ask(c)) return TDG_ENDS_ASK;
  if (c == ',' || c == ';' || c == 0x060C || c == 0x3001 || c == 0xFF0C) return TDG_ENDS_COMMA;
  if (c == ':' || c == 0xFF1A) return TDG_ENDS_COLON;
  return TDG_ENDS_OPEN;
}

static int start_of(uint32_t c) {
  if (c < 128)
    return c >= 'a' && c <= 'z'   ? TDG_STARTS_LOWER
           : c >= 'A' && c <= 'Z' ? TDG_STARTS_UPPER
           : c >= '0' && c <= '9' ? TDG_STARTS_DIGIT
                                  : TDG_STARTS_OTHER;
  if (u_isdigit((UChar32)c)) return TDG_STARTS_DIGIT;
  if (u_isupper((UChar32)c) || u_istitle((UChar32)c)) return TDG_STARTS_UPPER;
  if (u_islower((UChar32)c)) return TDG_STARTS_LOWER;
  return TDG_STARTS_OTHER;
}

static int is_wide(uint32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
         (c >= 0x0E00 && c <= 0x0EFF);
}

/* Of two bytes, a letter that is no capital: Cyrillic, Arabic, Hebrew, Latin with marks. */
static int is_small_pair(const char *p, const char *end) {
  if (end - p < 2) return 0;
  const unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
  if (a == 0xD0) return b >= 0xB0 && b <= 0xBF; /* U+0430 .. */
  if (a == 0xD1) return b >= 0x80 && b <= 0x9F;
  if (a == 0xD8) return b >= 0xA1 && b <= 0xBA; /* U+0621 .. */
  if (a == 0xD9) return b >= 0x81 && b <= 0x8A;
  if (a == 0xD7) return b >= 0x90 && b <= 0xAA; /* U+05D0 .. */
  return a == 0xC3 && b >= 0x9F && b != 0xB7 && b <= 0xBF;
}

/* Of the scripts of is_small_pair(), by its first byte. */
static int has_case(char first) { return first == '\xD0' || first == '\xD1' || first == '\xC3'; }

/* How many small letters are next; *p: behind them. */
static size_t small_letters(const char **p, const char *end) {
  const char *q = *p;
  size_t n = 0;
  for (const char *from = q;; from = q) {
    while (q < end && *q >= 'a' && *q <= 'z') q++;
    n += (size_t)(q - from);
    if (!is_small_pair(q, end)) break;
    q += 2, n++;
  }
  *p = q;
  return n;
}

void tdg_line_measure(struct tdg_line *line) {
  struct tdg_line m = *line, *const l = &m; /* counted in registers: a byte of the text may be any of *line */
  const char *p = l->s.p, *end = p + l->s.n;
  uint32_t c = 0, before = 0, last = 0, before_last = 0, wide = 0;
  int in_word = 0, stopped = 0, seen = 0;
  size_t run = 0; /* letters of the word so far: a stop after one or two belongs to an abbreviation */
  l->chars = l->words = l->capitals = l->letters = l->upper = 0;
  l->inner_stop = 0;
  l->start = TDG_STARTS_OTHER;
  while (p < end) {
    const size_t small = in_word ? small_letters(&p, end) : 0;
    if (small > 0) { /* most of a text: each only counts, and ends nothing, whichever it is */
      c = last = before_last = LETTER;
      l->chars += (uint32_t)small, l->letters += (uint32_t)small, run += small;
      continue;
    }
    before = c;
    l->chars++;
    if (*p == ' ') { /* the most frequent of the rest */
      c = ' ', p++;
      if (last != LETTER && (is_stop(last) || is_ask(last)) && l->words > 3)
        stopped = run > 2 || is_ask(last);
      run = 0, in_word = 0;
      continue;
    }
    if (!in_word && *p >= 'a' && *p <= 'z') {
      c = (unsigned char)*p++;
      if (!seen) l->start = TDG_STARTS_LOWER, seen = 1;
      l->letters++, l->words++;
      stopped = 0, run = 1, in_word = 1;
      before_last = before, last = c;
      continue;
    }
    if (!in_word && is_small_pair(p, end)) {
      if (!seen) l->start = has_case(*p) ? TDG_STARTS_LOWER : TDG_STARTS_OTHER, seen = 1;
      l->letters++, l->words++;
      stopped = 0, run = 1, in_word = 1, p += 2;
      c = last = before_last = LETTER;
      continue;
    }
    c = tdg_utf8_next(&p, end);
    int alnum =
        c < 128 ? (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') : u_isalnum((UChar32)c);
    int kind = alnum ? start_of(c) : TDG_STARTS_OTHER;
    if (alnum && !seen) l->start = kind, seen = 1;
    if (alnum && kind != TDG_STARTS_DIGIT)
      l->letters++, l->upper += kind == TDG_STARTS_UPPER, wide += (uint32_t)is_wide(c);
    if (alnum && !in_word) {
      l->words++, l->capitals += kind == TDG_STARTS_UPPER || kind == TDG_STARTS_DIGIT;
      if (stopped && kind == TDG_STARTS_UPPER) l->inner_stop = 1;
      stopped = 0;
    }
    if (is_stop(c) && c != '.') l->inner_stop |= p < end;
    if (is_line_space(c) && (is_stop(last) || is_ask(last)) && l->words > 3)
      stopped = run > 2 || is_ask(last);
    run = alnum ? (in_word ? run + 1 : 1) : is_line_space(c) ? 0 : run;
    in_word = alnum || (in_word && (c == '\'' || c == 0x2019 || c == '-' || c == '.' || c == '&'));
    if (!is_line_space(c) && !is_closer(c)) before_last = before, last = c;
  }
  l->end = end_of(last, before_last);
  l->wide = wide * 2 > l->letters;
  *line = m;
}

int tdg_line_is_prose(const struct tdg_line *l) {
  if (l->wide) return l->chars >= 30 && (l->end == TDG_ENDS_STOP || l->inner_stop);
  if (l->words >= 25) return 1;
  return l->words >= 9 && l->chars >= 60 &&
         (l->end == TDG_ENDS_STOP || l->end == TDG_ENDS_ASK || l->inner_stop);
}

int tdg_line_is_titlelike(const struct tdg_line *l) {
  if (l->chars > 160 || l->words > 26 || l->words == 0 || l->start == TDG_STARTS_LOWER) return 0;
  if (l->end == TDG_ENDS_STOP || l->end == TDG_ENDS_COMMA || l->end == TDG_ENDS_DOTS) return 0;
  return !l->inner_stop || l->end == TDG_ENDS_ASK;
}

/* ---- wrapped text ---- */

static size_t first_word_chars(const struct tdg_line *l) {
  const char *p = l->s.p, *end = p + l->s.n;
  size_t n = 0;
  while (p < end && *p != ' ' && *p != '\t') tdg_utf8_next(&p, end), n++;
  return n;
}

/* Had line i no room for the first word of the next? */
static int is_full(const struct tdg_line *v, size_t i, size_t width) {
  return v[i].indent + v[i].chars + 1 + first_word_chars(&v[i + 1]) > width;
}

/* The width a text was wrapped at, or 0. */
static size_t wrap_width(const struct tdg_lines *r) {
  size_t width = 0, pairs = 0, full = 0, inside = 0, longer = 0;
  for (size_t i = 0; i < r->n; i++) {
    size_t columns = r->v[i].indent + r->v[i].chars;
    if (columns > MAX_WRAP) longer++; /* an address, a title */
    else if (columns > width) width = columns;
  }
  if (width < MIN_WRAP || longer * 20 > r->n || r->n < MIN_WRAPPED_LINES) return 0;
  for (size_t i = 0; i + 1 < r->n; i++) {
    if (r->v[i + 1].gap > 0 || r->v[i].indent + r->v[i].chars < width / 2)
      continue; /* letterheads, headings */
    pairs++;
    full += (size_t)is_full(r->v, i, width);
    inside += r->v[i].end == TDG_ENDS_OPEN || r->v[i].end == TDG_ENDS_COMMA;
  }
  return pairs >= 2 && full * 10 >= pairs * 7 && inside * 2 >= pairs ? width : 0;
}

/* The bytes of "12", "a" or "iv" at p, 0 when it is a word. */
static size_t counter(struct tdg_str s) {
  size_t i = 0;
  while (i < s.n && i < 3 && s.p[i] >= '0' && s.p[i] <= '9') i++;
  if (i > 0) return i;
  while (i < s.n && i < 5 && strchr("ivx", s.p[i]) != NULL) i++;
  if (i > 0 && i < s.n && (s.p[i] == ')' || s.p[i] == '.')) return i;
  return s.n > 1 && s.p[0] >= 'a' && s.p[0] <= 'z' && s.p[1] == ')';
}

size_t tdg_line_mark(struct tdg_str s, int *ordered) {
  size_t open = s.n > 0 && s.p[0] == '(', n = counter((struct tdg_str){s.p + open, s.n - open}),
         end = open + n;
  if (ordered != NULL) *ordered = n > 0;
  if (s.n > 2 && strchr("-*+", s.p[0]) != NULL && s.p[1] == ' ') return 2;
  if (s.n > 4 && memcmp(s.p, "\xE2\x80\xA2", 3) == 0) return s.p[3] == ' ' ? 4 : 3;
  if (n == 0 || end + 1 >= s.n || s.p[end + 1] != ' ') return 0;
  return s.p[end] == ')' || (!open && s.p[end] == '.') ? end + 2 : 0;
}

char tdg_line_rule(struct tdg_str s) {
  char sign = 0;
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == ' ') continue;
    if (sign != 0 && s.p[i] != sign) return 0;
    sign = s.p[i], n++;
  }
  return n >= 3 && sign != 0 && strchr("=-~_*#", sign) != NULL ? sign : 0;
}

/* Begins something of its own, whatever the line before it was. */
static int stands_alone(struct tdg_str s) {
  return tdg_line_mark(s, NULL) > 0 || tdg_line_rule(s) != 0 || s.p[0] == '>' || s.p[0] == '#';
}

/* Does the next physical line go on with this one? */
static int wraps_on(const struct tdg_line *v, size_t i, size_t width) {
  const struct tdg_line *next = &v[i + 1];
  if (next->gap > 0 || stands_alone(next->s) || tdg_line_rule(v[i].s)) return 0;
  if (v[i].s.p[0] == '#') return 0;
  if (next->indent > v[i].indent + 1) return 0;
  if (next->start == TDG_STARTS_LOWER && v[i].end != TDG_ENDS_STOP) return 1;
  return is_full(v, i, width);
}

/* The further lines of a list entry stand under its text, not under its mark. */
static int hangs_on(const struct tdg_line *first, const struct tdg_line *next) {
  return next->gap == 0 && next->indent > first->indent && tdg_line_mark(first->s, NULL) > 0 &&
         !stands_alone(next->s);
}

/* ---- paragraphs wrapped at no one width ---- */

/* A small word, after which no line of a text ends. */
static int ends_in_small_word(tdg_call *call, struct tdg_str s) {
  size_t from = s.n;
  while (from > 0 && s.p[from - 1] != ' ') from--;
  if (s.n - from > MAX_SMALL || (s.p[from] >= 'A' && s.p[from] <= 'Z')) return 0; /* "in the US" */
  struct tdg_str word = tdg_fold(call, (struct tdg_str){s.p + from, s.n - from});
  return tdg_words_find(&tdg_words_small_words, TDG_EVERY_LANGUAGE, word) != NULL;
}

static int is_ascii(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 128) return 0;
  return 1;
}

enum { GOES_ON = 1, SURELY = 2 };
/* Is the break behind line i inside a sentence?  GOES_ON: as far as a script without case, or without spaces, shows it. */
static int breaks_sentence(tdg_call *call, const struct tdg_line *a, const struct tdg_line *b) {
  if (a->end != TDG_ENDS_OPEN && a->end != TDG_ENDS_COMMA) return 0;
  if (b->start == TDG_STARTS_LOWER) return SURELY;
  if (a->inner_stop) return SURELY; /* the sentence that began in it is not at its end */
  if (a->wide && b->wide && a->chars >= MIN_WIDE_WRAP && b->chars <= a->chars + 2) return GOES_ON;
  if (b->start != TDG_STARTS_UPPER && a->letters > 0 && a->upper == 0 && !is_ascii(a->s))
    return GOES_ON; /* a script without case */
  return a->end == TDG_ENDS_OPEN && ends_in_small_word(call, a->s) ? SURELY : 0;
}

/* What is asked of a line for each paragraph that it may be in. */
struct line_part {
  unsigned char alone;  /* stands_alone() */
  unsigned char breaks; /* breaks_sentence() behind it */
};

static struct line_part *read_parts(tdg_call *call, const struct tdg_lines *r) {
  struct line_part *p = tdg_scratch(call, (r->n + 1) * sizeof *p);
  for (size_t i = 0; i < r->n; i++) {
    /* "14. Then" behind "by 21 votes to" is no item of a list */
    p[i].alone = stands_alone(r->v[i].s) && !(i > 0 && p[i - 1].breaks && r->v[i].start == TDG_STARTS_DIGIT);
    if (i + 1 < r->n && r->v[i + 1].gap == 0)
      p[i].breaks = (unsigned char)breaks_sentence(call, &r->v[i], &r->v[i + 1]);
  }
  return p;
}

/* Lines without an empty one between them, from i on, are one paragraph when two breaks in five are surely
 * inside a sentence and all but the last line are about as long as the longest, or surely go on.  Returns the line
 * behind it; i: it is none. */
static size_t ragged_paragraph(const struct tdg_lines *r, const struct line_part *p, size_t i) {
  size_t end = i + 1, longest = r->v[i].chars, inside = 0;
  if (p[i].alone) return i;
  while (end < r->n && end < i + MAX_PARAGRAPH && r->v[end].gap == 0 && !p[end].alone &&
         r->v[end].indent <= r->v[i].indent + 1) {
    if (r->v[end].chars > longest) longest = r->v[end].chars;
    end++;
  }
  if (longest < (r->v[i].wide ? MIN_WIDE_WRAP : MIN_WRAP) || longest > MAX_WRAP) return i;
  for (size_t k = i; k + 1 < end; k++) {
    const struct tdg_line *l = &r->v[k];
    int inner = l->start == TDG_STARTS_LOWER || l->start == TDG_STARTS_DIGIT; /* no heading begins so */
    int goes_on = k > i && (p[k].breaks == SURELY || (p[k - 1].breaks && inner));
    if (l->chars * 10 < longest * 6 && !goes_on) return i; /* a heading, a line of its own */
    inside += p[k].breaks != 0;
  }
  if (end == i + 1 || inside == 0 || inside * 5 < 2 * (end - i - 1)) return i;
  int titled = tdg_line_is_titlelike(&r->v[i]) && !p[i].breaks && r->v[i + 1].start == TDG_STARTS_UPPER &&
               !is_full(r->v, i, longest);
  return titled ? i : end;
}

/* width 0: not wrapped at one width.  Where it is, a paragraph may be wrapped at another, or an editor broke its lines. */
static void join_lines(tdg_call *call, struct tdg_lines *r, size_t width, size_t max) {
  size_t out = 0;
  const struct line_part *parts = read_parts(call, r);
  for (size_t i = 0; i < r->n;) {
    struct tdg_line l = r->v[i];
    struct tdg_buf b = {0};
    size_t ragged = i + 1 < r->n ? ragged_paragraph(r, parts, i) : i;
    for (; i + 1 < r->n &&
           (i + 1 < ragged || hangs_on(&l, &r->v[i + 1]) || (width > 0 && wraps_on(r->v, i, width)));
         i++) {
      const struct tdg_line *next = &r->v[i + 1];
      if (b.p == NULL) b = tdg_buf_make(call, max), tdg_buf_add(&b, l.s.p, l.s.n);
      int hyphen = b.n > 1 && b.p[b.n - 1] == '-' && next->start == TDG_STARTS_LOWER;
      if (!hyphen && !(l.wide && next->wide)) tdg_buf_char(&b, ' ');
      tdg_buf_add(&b, next->s.p, next->s.n);
    }
    if (b.p != NULL) l.s = tdg_buf_get(&b), tdg_line_measure(&l);
    r->v[out++] = l;
    i++;
  }
  r->n = out;
}

/* ---- reading ---- */

/* The first bytes of all that ends a line: LF VT FF CR, U+0085, U+2028 and U+2029. */
static const unsigned char may_end[256] = {
    ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, [0xC2] = 1, [0xE2] = 1};

/* The bytes of the line's end at p, 0 when there is none. */
static size_t end_at(const char *p, const char *end) {
  const size_t n = (size_t)(end - p);
  switch ((unsigned char)*p) {
  case '\r': return n > 1 && p[1] == '\n' ? 2 : 1;
  case '\n':
  case '\v':
  case '\f': return 1;
  case 0xC2: return n > 1 && p[1] == '\x85' ? 2 : 0;
  case 0xE2: return n > 2 && p[1] == '\x80' && (p[2] == '\xA8' || p[2] == '\xA9') ? 3 : 0;
  default: return 0;
  }
}

int tdg_line_cut(struct tdg_str *text, struct tdg_str *line) {
  const char *p = text->p, *end = p + text->n;
  size_t n = 0;
  if (text->n == 0) return 0;
  while (p < end && (!may_end[(unsigned char)*p] || (n = end_at(p, end)) == 0)) p++;
  *line = (struct tdg_str){text->p, (size_t)(p - text->p)};
  *text = (struct tdg_str){p + n, (size_t)(end - p) - n};
  return 1;
}

static size_t count_lines(struct tdg_str text) {
  struct tdg_str line;
  size_t n = 0;
  while (tdg_line_cut(&text, &line)) n++;
  return n;
}

struct tdg_lines tdg_lines_read(tdg_call *call, struct tdg_str text) {
  struct tdg_lines t = {0};
  struct tdg_str rest = text, line;
  size_t most = count_lines(text);
  uint32_t gap = 0;
  t.full = most > TDG_MAX_LINES;
  if (t.full) return t;
  t.v = tdg_scratch(call, (most + 1) * sizeof(*t.v));
  while (tdg_line_cut(&rest, &line)) {
    struct tdg_line *l = &t.v[t.n];
    l->s = trim(line.p, line.p + line.n, &l->indent);
    l->gap = gap;
    gap = l->s.n == 0 ? gap + 1 : 0;
    if (l->s.n > 0) tdg_line_measure(l), t.n++;
  }
  size_t width = wrap_width(&t);
  t.wrapped = width > 0;
  join_lines(call, &t, width, 2 * text.n + 1);
  return t;
}

/* ---- paragraphs ---- */

int tdg_line_goes_on(const struct tdg_line *a, const struct tdg_line *b) {
  if (b->gap > 0 || stands_alone(b->s) || (a->end != TDG_ENDS_OPEN && a->end != TDG_ENDS_COMMA)) return 0;
  if (b->start == TDG_STARTS_LOWER) return a->chars >= MIN_WRAP || a->end == TDG_ENDS_COMMA || a->inner_stop;
  if (a->wide && b->wide) return a->chars >= MIN_WRAP / 2;
  if (a->end == TDG_ENDS_COMMA) return tdg_line_is_prose(a);
  return a->inner_stop && tdg_line_is_prose(a) && tdg_line_is_prose(b);
}

/* The text of the paragraph that begins at line i; sets *next to the line after it. */
static struct tdg_str paragraph(tdg_call *call, const struct tdg_lines *t, size_t i, size_t max,
                                size_t *next) {
  struct tdg_buf b = tdg_buf_make(call, max);
  size_t k = i + 1;
  *next = k;
  if (k >= t->n || t->v[k].kind != 0 || !tdg_line_goes_on(&t->v[i], &t->v[k])) return t->v[i].s;
  tdg_buf_add(&b, t->v[i].s.p, t->v[i].s.n);
  for (; k < t->n && t->v[k].kind == 0 && tdg_line_goes_on(&t->v[k - 1], &t->v[k]); k++) {
    if (!(t->v[k - 1].wide && t->v[k].wide)) tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, t->v[k].s.p, t->v[k].s.n);
  }
  *next = k;
  return tdg_buf_get(&b);
}

size_t tdg_lines_blocks(tdg_call *call, tdg_rec *rec, const struct tdg_lines *t) {
  size_t blocks = 0, bytes = 0;
  for (size_t i = 0; i < t->n; i++) bytes += t->v[i].s.n + 1;
  for (size_t i = 0, next; i < t->n; i = next) {
    next = i + 1;
    if (t->v[i].kind != 0) continue;
    struct tdg_str s = paragraph(call, t, i, bytes, &next);
    tdg_block(call, rec, TDG_PARAGRAPH, s.p, s.n);
    blocks++;
  }
  return blocks;
}

size_t tdg_text_blocks(tdg_call *call, tdg_rec *rec, struct tdg_str text) {
  struct tdg_lines t = tdg_lines_read(call, text);
  if (!t.full) return tdg_lines_blocks(call, rec, &t);
  tdg_block(call, rec, TDG_PARAGRAPH, text.p, text.n); /* no text of paragraphs, but nothing of it is lost */
  return 1;
}
