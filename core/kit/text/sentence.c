/* sentence.c - cuts running text into sentences.
 *
 * One pass.  Most bytes say nothing and are passed over by a table; at a stop the words on both sides decide:
 * an abbreviation, an initial, a number or a small letter behind it make it no end.  When it is not clear
 * (U.S., Inc.) the sentence goes on unless the next word is one that begins sentences: gluing two is a
 * smaller harm than cutting one. An empty line always ends a sentence; a single line break is white space.
 */
#include "kit/text/text_internal.h"

#include <string.h>

struct cutter {
  const char *p, *end, *start; /* of the text; start: of the sentence */
  const char *text;
  const char *language;
  struct text_ranges out;
};

/* Bytes that may end a sentence: . ! ? newline and the first bytes of all other scripts. */
static const unsigned char interesting[256] = {
    ['.'] = 1,
    ['!'] = 1,
    ['?'] = 1,
    ['\n'] = 1,
    /* U+0589 U+061F U+06D4 U+0964 U+2026 U+203C U+3002 U+FF01 ... */
    [0xD6] = 1,
    [0xD8] = 1,
    [0xDB] = 1,
    [0xE0] = 1,
    [0xE1] = 1,
    [0xE2] = 1,
    [0xE3] = 1,
    [0xEF] = 1,
};

/* 1: a stop that needs judgement like '.', 2: a plain one, 3: one that needs no space behind it */
static int stop_kind(uint32_t c) {
  switch (c) {
  case '.':
  case 0x2026: return 1;
  case '!':
  case '?':
  case 0x61F:
  case 0x6D4:
  case 0x589:
  case 0x203C:
  case 0x203D:
  case 0x2047:
  case 0x2048:
  case 0x2049:
  case 0x1362: return 2;
  case 0x964:
  case 0x965:
  case 0x3002:
  case 0xFF01:
  case 0xFF1F:
  case 0xFF0E:
  case 0xFF61:
  case 0x104A:
  case 0x104B:
  case 0x17D4: return 3;
  default: return 0;
  }
}

static void finish(struct cutter *c, const char *end) {
  const char *a = c->start, *b = end;
  size_t used;
  while (a < b && text_is_space(tdg_utf8_read(a, b, &used))) a += used;
  while (b > a && text_is_space(text_before(a, b, &used))) b -= used;
  if (a < b) text_ranges_add(&c->out, (size_t)(a - c->text), (size_t)(b - c->text));
  c->start = c->p = end;
}

/* The word that ends at p, inner stops included ("U.S"); at most 24 bytes are looked at. */
static size_t word_before(const struct cutter *c, const char *p) {
  const char *q = p;
  while (q > c->start && p - q < 24) {
    size_t used;
    uint32_t ch = text_before(c->start, q, &used);
    if (!text_is_letter(ch) && !text_is_digit(ch) && ch != '.' && ch != '-') break;
    q -= used;
  }
  return (size_t)(p - q);
}

static size_t word_after(const char *p, const char *end) {
  const char *q = p;
  while (q < end && q - p < 24) {
    size_t used;
    if (!text_is_letter(tdg_utf8_read(q, end, &used))) break;
    q += used;
  }
  return (size_t)(q - p);
}

/* Digits, perhaps with stops between (1.200). */
static int is_number(const char *p, size_t n) {
  for (size_t i = 0; i < n; i++)
    if ((p[i] < '0' || p[i] > '9') && p[i] != '.') return 0;
  return n > 0;
}

/* One letter, or letters between stops (U.S, z.B). */
static int is_dotted(const char *p, size_t n) { return memchr(p, '.', n) != NULL && p[n - 1] != '.'; }
static int is_letter_alone(const char *p, size_t n) {
  size_t used;
  return n > 0 && n <= 4 && text_is_letter(tdg_utf8_read(p, p + n, &used)) && used == n;
}

/* "262 houses": a number, and behind it a small word. */
static int counts(const char *p, const char *end) {
  size_t n = 0, used;
  while (p + n < end && ((p[n] >= '0' && p[n] <= '9') || (n > 0 && (p[n] == ',' || p[n] == '.')))) n++;
  return n > 0 && p + n + 1 < end && p[n] == ' ' && text_is_lower(tdg_utf8_read(p + n + 1, end, &used));
}

/* Is the stop behind the n bytes before p no end, though white space and a capital, a digit or a quote
 * follow? */
static int goes_on(const struct cutter *c, const char *p, size_t n, const char *next) {
  const char *word = p - n;
  size_t used, m = word_after(next, c->end);
  int digit = next < c->end && text_is_digit(tdg_utf8_read(next, c->end, &used));
  int starter = m > 0 && text_is_starter(next, m) && !(m == 1 && next + 1 < c->end && next[1] == '.');
  const char *first = c->start;
  while (first < word && text_is_space(tdg_utf8_read(first, c->end, &used))) first += used;
  if (n == 0) return 0;
  if (is_number(word, n))
    return (first == word && n <= 3) || (n <= 2 && text_has_ordinal_dots(c->language) && !starter);
  switch (text_abbreviation(word, n, c->language)) {
  case TEXT_TITLE: return 1;
  case TEXT_NUMBERED: return digit;
  case TEXT_MAY_END:
    return !starter && !(is_dotted(word, n) && counts(next, c->end)); /* "at 2 a.m. 262 houses" */
  default: break;
  }
  if (is_letter_alone(word, n)) return !starter;
  if (is_dotted(word, n)) return text_is_upper(tdg_utf8_read(word, p, &used)) ? !starter : 1;
  return 0;
}

/* Skip what may stand before the first word of a sentence. */
static const char *skip_openers(const char *p, const char *end) {
  size_t used;
  for (int i = 0; p < end && i < 8; i++) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    if (!text_is_opener(c) && !text_is_space(c)) break;
    p += used;
  }
  return p;
}

/* p stands behind the stops and closers.  Is this the end of a sentence? */
static int is_end(const struct cutter *c, const char *stop, const char *p, int kind, int plain_dot,
                  int closed) {
  size_t used = 0;
  if (p >= c->end) return 1;
  uint32_t next = tdg_utf8_read(p, c->end, &used);
  if (kind == 3) return !(closed && (next == 0x3068 || next == 0x3063)); /* 。」と goes on */
  if (!text_is_space(next)) return text_is_dictionary(next) && kind == 2;
  const char *q = skip_openers(p, c->end);
  if (q >= c->end) return 1;
  uint32_t first = tdg_utf8_read(q, c->end, &used);
  if (text_is_lower(first)) return 0;
  if (!plain_dot || closed) return 1;
  const char *gap = memchr(p, '\n', (size_t)(q - p));
  if (gap != NULL && memchr(gap + 1, '\n', (size_t)(q - gap - 1)) != NULL) return 1;
  return !goes_on(c, stop, word_before(c, stop), q);
}

/* Does the sign at p close something?  Some open in one language and close in another: what follows tells. */
static int closes(const char *p, const char *end, size_t *used) {
  size_t next_used;
  uint32_t c = tdg_utf8_read(p, end, used);
  if (!text_is_closer(c)) return 0;
  if ((c != 0x201C && c != 0x2018 && c != 0xAB && c != 0x2039) || p + *used >= end) return 1;
  uint32_t next = tdg_utf8_read(p + *used, end, &next_used);
  return text_is_space(next) || text_is_closer(next) || next == ',' || stop_kind(next) != 0;
}

/* At a stop: take the whole run of stops and what closes behind it, then decide. */
static void at_stop(struct cutter *c) {
  const char *stop = c->p, *p = c->p;
  int kind = 0, stops = 0, closed = 0, plain_dot = *p == '.';
  size_t used;
  while (p < c->end) {
    int k = stop_kind(tdg_utf8_read(p, c->end, &used));
    if (k == 0) break;
    if (k > kind) kind = k;
    stops++;
    p += used;
  }
  while (p < c->end && closes(p, c->end, &used)) p += used, closed = 1;
  if (is_end(c, stop, p, kind, plain_dot && stops == 1, closed)) finish(c, p);
  else c->p = p;
}

/* At a line break: an empty line ends whatever stands there. */
static void at_newline(struct cutter *c) {
  const char *p = c->p + 1;
  while (p < c->end && (*p == ' ' || *p == '\t' || *p == '\r')) p++;
  if (p < c->end && *p == '\n') finish(c, p);
  else c->p = p;
}

size_t tdg_sentences(tdg_call *call, struct tdg_str text, const char *language, struct tdg_range **out) {
  struct cutter c = {.p = text.p,
                     .end = text.p + text.n,
                     .start = text.p,
                     .text = text.p,
                     .language = language != NULL ? language : ""};
  text_ranges_init(&c.out, call, text.n / 100);
  while (c.p < c.end) {
    while (c.p < c.end && !interesting[(unsigned char)*c.p]) c.p++;
    if (c.p >= c.end) break;
    size_t used;
    if (*c.p == '\n') at_newline(&c);
    else if (stop_kind(tdg_utf8_read(c.p, c.end, &used)) != 0) at_stop(&c);
    else c.p += used;
  }
  finish(&c, c.end);
  *out = c.out.v;
  return c.out.n;
}
