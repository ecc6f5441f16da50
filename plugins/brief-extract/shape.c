/* shape.c - the signs around the words: stops and quotation marks; see brief.h.
 *
 * Bytes only, no word of any language.  Nothing is allocated and nothing can fail.
 */
#include <tidings/kit/str.h>

#include "brief.h"

/* ---- stops ---- */

/* "Roy S.": an initial, of a name that goes on. */
static int ends_in_initial(struct tdg_str t) {
  return t.n > 3 && t.p[t.n - 1] == '.' && t.p[t.n - 2] >= 'A' && t.p[t.n - 2] <= 'Z' && t.p[t.n - 3] == ' ';
}

/* "(12 p.m." */
static int leaves_bracket_open(struct tdg_str t) {
  int open = 0;
  if (memchr(t.p, '(', t.n) == NULL) return 0;
  for (size_t i = 0; i < t.n; i++) open += (t.p[i] == '(') - (t.p[i] == ')' && open > 0);
  return open != 0;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* A sign of a currency before a number: "$", "£", "€". */
static int ends_in_currency(struct tdg_str t) {
  return tdg_str_ends(t, "$") || tdg_str_ends(t, "\xC2\xA3") || tdg_str_ends(t, "\xE2\x82\xAC");
}

int shape_tears_number(struct tdg_str t, size_t border) {
  size_t stop = border, behind = border, digits = 0;
  while (stop > 0 && t.p[stop - 1] == ' ') stop--;
  while (behind < t.n && t.p[behind] == ' ') behind++;
  if (stop == 0 || t.p[stop - 1] != '.' || behind >= t.n || !is_digit(t.p[behind])) return 0;
  for (stop--; digits < stop && is_digit(t.p[stop - 1 - digits]);) digits++;
  if (digits == 0) return stop > 0 && t.p[stop - 1] == ' ';
  if (ends_in_currency((struct tdg_str){t.p, stop - digits})) return 1;
  return digits == 1 && (behind + 1 == t.n || t.p[behind + 1] == ' '); /* "6. 0": "16. 56 were hurt" */
}

/* What a closing sign can end with. */
static int may_close(char c) { return c == '"' || c == '\'' || c == ')' || (unsigned char)c >= 0x80; }

int shape_ends_well(struct tdg_str t) {
  static const char *const closers[] = {
      "\"",           "'",           ")",        "\xE2\x80\x9D", "\xE2\x80\x99",
      "\xE2\x80\x9C", "\xC2\xBB",    "\xC2\xAB", "\xE2\x80\xBA", "\xE3\x80\x8D",
      "\xE3\x80\x8F", "\xEF\xBC\x89"};
  static const char *const stops[] = {".", "!", "\xE3\x80\x82", "\xEF\xBC\x81", "\xE0\xA5\xA4", "\xDB\x94"};
  if (ends_in_initial(t) || leaves_bracket_open(t)) return 0;
  for (size_t i = 0; i < sizeof closers / sizeof *closers && t.n > 0 && may_close(t.p[t.n - 1]); i++)
    if (tdg_str_ends(t, closers[i])) t.n -= strlen(closers[i]), i = (size_t)-1;
  for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
    if (tdg_str_ends(t, stops[i])) return !tdg_str_ends(t, "..");
  return 0;
}

/* ---- quotation marks ---- */

struct sign {
  const char *bytes;
  int pair; /* marks of one pair; 0 ends the table */
  int way;  /* 1 opens, -1 closes, 0 either: by what is open */
};
/* “ opens in English and closes in German, « opens in French and closes in Danish: what is open tells. */
static const struct sign signs[] = {
    {"\"", 1, 0},
    {"\xE2\x80\x9C", 2, 0},
    {"\xE2\x80\x9D", 2, -1},
    {"\xE2\x80\x9E", 2, 1},
    {"\xC2\xAB", 3, 0},
    {"\xC2\xBB", 3, 0},
    {"\xE3\x80\x8C", 4, 1},
    {"\xE3\x80\x8D", 4, -1},
    {"\xE3\x80\x8E", 5, 1},
    {"\xE3\x80\x8F", 5, -1},
    {NULL, 0, 0},
};

/* Can a sign begin with it? */
static int may_begin(char c) {
  static const char first[256] = {['"'] = 1, [0xE2] = 1, [0xC2] = 1, [0xE3] = 1};
  return first[(unsigned char)c];
}

static const struct sign *sign_at(struct tdg_str t) {
  for (const struct sign *s = signs; s->bytes != NULL; s++)
    if (tdg_str_starts(t, s->bytes)) return s;
  return NULL;
}

/* Between the last two letters of a Hebrew abbreviation. */
static int is_gershayim(struct tdg_str t, size_t i) {
  return t.p[i] == '"' && i >= 2 && i + 2 < t.n && (unsigned char)t.p[i - 2] == 0xD7 &&
         (unsigned char)t.p[i + 1] == 0xD7;
}

/* Text that went through several hands opens with “ and closes with ", or the other way. */
static int closes(const struct quotes *q, const struct sign *s, struct tdg_str t, size_t i) {
  if (q->pair == s->pair) return s->way <= 0;
  if (q->pair + s->pair != 1 + 2) return 0;
  if (s->pair == 2) return s->way < 0;
  return i > 0 && t.p[i - 1] != ' ' && (i + 1 == t.n || t.p[i + 1] == ' ');
}

void shape_quotes(struct quotes *q, struct tdg_str t) {
  for (size_t i = 0, from = 0; i < t.n; i++, from = i) {
    while (i < t.n && !may_begin(t.p[i])) i++;
    if (q->pair != 0) q->inside += i - from + (i < t.n);
    if (i == t.n) return;
    const struct sign *s = is_gershayim(t, i) ? NULL : sign_at((struct tdg_str){t.p + i, t.n - i});
    if (s == NULL) continue;
    if (closes(q, s, t, i)) {
      if (q->inside > q->longest) q->longest = q->inside;
      q->pair = 0;
    } else if (q->pair == 0 && s->way >= 0) {
      q->pair = s->pair, q->inside = 0;
    } else if (q->pair == 0) {
      q->broken = 1; /* closes what was never opened */
    }
    i += strlen(s->bytes) - 1;
  }
}

size_t shape_quotations(struct tdg_str t, struct tdg_range *out, size_t max) {
  struct quotes q = {0};
  size_t n = 0, open = 0;
  for (size_t i = 0; i < t.n && n < max; i++) {
    const struct sign *s =
        !may_begin(t.p[i]) || is_gershayim(t, i) ? NULL : sign_at((struct tdg_str){t.p + i, t.n - i});
    if (s == NULL) continue;
    size_t size = strlen(s->bytes);
    if (closes(&q, s, t, i)) {
      out[n++] = (struct tdg_range){open, i};
      q.pair = 0;
    } else if (q.pair == 0 && s->way >= 0) {
      q.pair = s->pair, open = i + size;
    }
    i += size - 1;
  }
  return n;
}
