/* fact_number.c - the numbers of a sentence: digits with their separators, words, scales, spans and fractions; see
 * fact_internal.h. */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum { MOST_DIGITS = 40, MOST_PARTS = 12 };

/* Powers and remainders of numbers that news has: the kit needs no library of mathematics. */
static double power_of_ten(int n) {
  double v = 1;
  for (; n > 0; n--) v *= 10;
  for (; n < 0; n++) v /= 10;
  return v;
}
static int is_whole(double v) { return v < 9e15 && v == (double)(int64_t)v; }
static int64_t rest(double v, int64_t by) { return v < 9e15 ? (int64_t)v % by : 0; }

/* ---- digits ---- */

static double step_of_digits(struct tdg_str s, double value) {
  double step = 1;
  size_t decimals = 0, end = s.n;
  for (size_t i = s.n; i-- > 0 && tdg_is_digit(s.p[i]);) decimals++;
  if (!is_whole(value) && decimals < s.n) return power_of_ten(-(int)decimals);
  for (size_t i = end; i-- > 0 && value > 0;) {
    if (s.p[i] == '0') step *= 10;
    else if (tdg_is_digit(s.p[i]) || (unsigned char)s.p[i] >= 0x80) break;
  }
  return step <= value ? step : 1;
}

static int is_group(struct tdg_str t) {
  return t.n == 3 && tdg_is_digit(t.p[0]) && tdg_is_digit(t.p[1]) && tdg_is_digit(t.p[2]);
}

/* "12 000": no number begins so. */
static int is_noughts(struct tdg_str t) { return t.n == 3 && memcmp(t.p, "000", 3) == 0; }

/* 3 200: groups of three behind spaces; behind a space that does not break, and noughts, in any language. */
static void join_groups(const struct fact_reader *r, struct fact_number *n) {
  if (n->value >= 1000 || n->value < 1 || n->end != r->t->terms[n->last].end || !is_whole(n->value)) return;
  for (size_t k = n->last + 1; k < n->first + 4 && fact_follows(r, k) && is_group(fact_term_text(r, k));
       k++) {
    size_t gap = r->t->terms[k].start - n->end;
    int plain = gap == 1 || fact_byte(r, n->end) == ' ', noughts = is_noughts(fact_term_text(r, k));
    if (!r->traits->decimal_comma && plain && !noughts) return;
    n->value = n->value * 1000 + tdg_digits(fact_term_text(r, k)).point;
    n->last = k, n->end = r->t->terms[k].end;
  }
}

static int read_digits(const struct fact_reader *r, size_t i, struct fact_number *out) {
  const struct tdg_term *t = &r->t->terms[i];
  size_t left = r->t->text.n - t->start;
  struct tdg_str s = {r->t->text.p + t->start, left < MOST_DIGITS ? left : MOST_DIGITS};
  struct tdg_digits d = tdg_digits(s);
  if (d.size == 0 || (d.point < 0 && d.comma < 0)) return 0;
  *out =
      (struct fact_number){.first = i, .last = i, .start = t->start, .end = t->start + d.size, .figure = 1};
  out->value = d.point < 0                                     ? d.comma
               : d.comma < 0                                   ? d.point
               : r->traits->decimal_comma && d.comma > d.point ? d.comma
                                                               : d.point;
  if (r->traits->decimal_comma && d.comma >= 0 && !is_whole(d.comma) && !is_whole(d.point))
    out->value = d.comma;
  while (out->last + 1 < r->t->n && r->t->terms[out->last + 1].end <= out->end) out->last++;
  join_groups(r, out);
  out->step = step_of_digits((struct tdg_str){r->t->text.p + out->start, out->end - out->start}, out->value);
  return 1;
}

int fact_digits_at(const struct fact_reader *r, size_t i, int most, int *value, size_t *end) {
  if (i >= r->t->n || !(r->t->terms[i].flags & TDG_TERM_NUMBER)) return 0;
  struct tdg_digits d = tdg_digits(fact_term_text(r, i));
  if (d.size == 0 || d.point < 0 || d.point > most || !is_whole(d.point)) return 0;
  *value = (int)d.point;
  *end = r->t->terms[i].start + d.size;
  return 1;
}

/* ---- letters behind the digits: "3.5bn", "12km", "20th" ---- */

/* 0: they make it no number. */
static int read_glued(const struct fact_reader *r, struct fact_number *n) {
  char low[12];
  size_t end = r->t->terms[n->last].end, k = 0;
  if (end <= n->end) return 1;
  if (fact_byte(r, n->end) == '\'' || (unsigned char)fact_byte(r, n->end) == 0xE2) return 0; /* 1990's */
  for (size_t i = n->end; i < end && k + 1 < sizeof low; i++) low[k++] = tdg_lower(fact_byte(r, i));
  if (n->end + k < end) return 0;
  int language = tdg_vocabulary_number(r->t->words);
  struct tdg_str s = {low, k};
  const struct tdg_word *w = tdg_words_find(&tdg_words_fact_units, language, s);
  const struct tdg_word *scale = tdg_words_find(&tdg_words_number_glued, TDG_EVERY_LANGUAGE, s);
  int sign = n->start > 0 && (unsigned char)fact_byte(r, n->start - 1) != ' ';
  if (scale != NULL && (w == NULL || sign)) {
    n->value *= power_of_ten(scale->value), n->step *= power_of_ten(scale->value), n->scaled = 1;
    n->end = end;
    return 1;
  }
  if (w == NULL) return 0;
  n->unit = w->value, n->end = end;
  return 1;
}

/* ---- words ---- */

struct sum {
  double total, part, last; /* part: below the scale that is still to come */
  double step;
};

static void add_scale(struct sum *s, double scale, int glyph) {
  double part = s->part;
  if (glyph && scale <= 1000) { /* 三千五百 */
    s->part = part - s->last + (s->last > 0 ? s->last : 1) * scale;
    s->last = 0, s->step = scale;
    return;
  }
  if (part == 0 && s->total > 0) s->total *= scale; /* mil millones */
  else s->total += (part > 0 ? part : 1) * scale;
  s->step *= scale;
  s->part = s->last = 0;
}

/* The step of a number in one word: of twenty ten, of eleven one. */
static double step_of_word(double v) {
  double step = 1;
  while (v >= step * 10 && rest(v, (int64_t)step * 10) == 0) step *= 10;
  return step;
}

static int add_number(struct sum *s, double v, int glyph) {
  if (v == 100 && s->part > 0 && s->part < 100) s->part *= 100, s->step = 100;
  else if (glyph && (v == 100 || v == 1000)) add_scale(s, v, 1);
  else if (v >= 1000) add_scale(s, v, 0);
  else if (s->part > 0 &&
           (rest(s->part, v >= 10 ? 100 : 10) != 0 || v >= 100 || (s->part < 100 && s->part < 20)))
    return 0;
  else s->part += v, s->last = v, s->step = step_of_word(v);
  return 1;
}

/* The number in words at a term, without scale; -1: none. */
static double word_at(const struct fact_reader *r, size_t i, size_t *n) {
  int v = fact_word(r, i, TDG_FACT_WORD_NUMBER, n);
  if (v != 0) return v;
  *n = i < r->t->n ? r->t->marks[i].number_n : 0;
  return i < r->t->n ? r->t->marks[i].number : -1;
}

/* "and" inside a number: only behind a hundred, or where the language says so before the ones. */
static int joins(const struct fact_reader *r, size_t k, const struct sum *s) {
  size_t n, m;
  return fact_word(r, k, TDG_FACT_WORD_JOIN, &n) == TDG_FACT_NUMBER_JOINS_AND && fact_follows(r, k + 1) &&
         (s->part >= 20 || s->total > 0) && word_at(r, k + 1, &m) >= 0;
}

/* Goes on behind a number that ends at out->last: words and scales. */
static void read_on(const struct fact_reader *r, struct fact_number *out, struct sum *s) {
  int glyph = (fact_flags(r, out->first) & TDG_TERM_GLYPH) != 0;
  size_t k = out->last + 1, n;
  for (int i = 0; i < MOST_PARTS &&
                  (fact_follows(r, k) || (k < r->t->n && r->t->terms[k].start == r->t->terms[k - 1].end));
       i++) {
    int noughts = fact_word(r, k, TDG_FACT_WORD_SCALE, &n);
    glyph |= (fact_flags(r, k) & TDG_TERM_GLYPH) != 0;
    if (noughts == 2) {
      if (!add_number(s, 100, glyph)) break;
    } else if (noughts != 0) {
      add_scale(s, power_of_ten(noughts), glyph);
      out->scaled |= noughts >= 3;
    } else if (joins(r, k, s)) {
      k++;
      continue;
    } else if (glyph && out->scaled && (fact_flags(r, k) & TDG_TERM_NUMBER)) { /* 3万5000 */
      struct fact_number more;
      if (!read_digits(r, k, &more) || more.value >= s->step) break;
      s->part += more.value, s->last = more.value, s->step = more.step, n = more.last - k + 1;
    } else {
      double v = word_at(r, k, &n);
      if (v < 0 || (out->figure && !glyph) || !add_number(s, v, glyph)) break;
    }
    out->last = k + n - 1, out->end = r->t->terms[out->last].end;
    k += n;
  }
  out->value = s->total + s->part;
  out->step = s->step;
}

/* "two point five", "deux virgule cinq" */
static void read_point(const struct fact_reader *r, struct fact_number *out) {
  size_t n, k = out->last + 1;
  if (out->figure || fact_word(r, k, TDG_FACT_WORD_JOIN, &n) != TDG_FACT_NUMBER_JOINS_POINT) return;
  double v = word_at(r, k + n, &n);
  if (v < 0 || v > 9) return;
  out->value += v / 10, out->step = 0.1, out->last = k + 1, out->end = r->t->terms[k + 1].end;
}

static int read_words(const struct fact_reader *r, size_t i, struct fact_number *out) {
  size_t n = 0;
  double v = word_at(r, i, &n);
  struct sum s = {0, 0, 0, 1};
  if (v < 0 || n == 0 || !add_number(&s, v, (fact_flags(r, i) & TDG_TERM_GLYPH) != 0)) return 0;
  *out = (struct fact_number){.first = i, .last = i + n - 1, .start = r->t->terms[i].start};
  out->end = r->t->terms[out->last].end;
  out->value = v, out->step = step_of_word(v);
  read_point(r, out);
  if (out->step < 1) s.part = out->value, s.step = out->step;
  read_on(r, out, &s);
  return 1;
}

/* "a million": a scale behind an article is one of it; "millions of people" counts nothing. */
static int read_scale(const struct fact_reader *r, size_t i, struct fact_number *out) {
  size_t n;
  struct sum s = {0, 0, 0, 1};
  int noughts = fact_word(r, i, TDG_FACT_WORD_SCALE, &n);
  if (noughts < 3 || i == 0 || !fact_follows(r, i) ||
      fact_word(r, i - 1, TDG_FACT_WORD_JOIN, NULL) != TDG_FACT_NUMBER_JOINS_ONE)
    return 0;
  *out = (struct fact_number){.first = i, .last = i + n - 1, .start = r->t->terms[i].start, .scaled = 1};
  out->end = r->t->terms[out->last].end;
  add_scale(&s, power_of_ten(noughts), 0);
  read_on(r, out, &s);
  return 1;
}

static const double fractions[TDG_FACT_FRACTIONS_COUNT] = {[TDG_FACT_FRACTIONS_HALF] = 0.5,
                                                           [TDG_FACT_FRACTIONS_THIRD] = 1 / 3.0,
                                                           [TDG_FACT_FRACTIONS_TWO_THIRDS] = 2 / 3.0,
                                                           [TDG_FACT_FRACTIONS_QUARTER] = 0.25,
                                                           [TDG_FACT_FRACTIONS_THREE_QUARTERS] = 0.75,
                                                           [TDG_FACT_FRACTIONS_FIFTH] = 0.2,
                                                           [TDG_FACT_FRACTIONS_TWO_FIFTHS] = 0.4,
                                                           [TDG_FACT_FRACTIONS_TENTH] = 0.1,
                                                           [TDG_FACT_FRACTIONS_ONE_AND_HALF] = 1.5};

/* "half", and "half a million". */
static int read_fraction(const struct fact_reader *r, size_t i, struct fact_number *out) {
  size_t n, m, k;
  int value = fact_word(r, i, TDG_FACT_WORD_FRACTION, &n);
  if (value == 0 || fractions[value] == 0) return 0;
  *out = (struct fact_number){.first = i, .last = i + n - 1, .start = r->t->terms[i].start, .part_of_one = 1};
  out->end = r->t->terms[out->last].end;
  out->value = fractions[value], out->step = 0.05;
  k = i + n;
  if (fact_follows(r, k) && fact_word(r, k, TDG_FACT_WORD_SCALE, NULL) == 0 && r->t->terms[k].size <= 4 &&
      fact_is_small(r, k))
    k++;
  int noughts = fact_follows(r, k) ? fact_word(r, k, TDG_FACT_WORD_SCALE, &m) : 0;
  if (noughts >= 3) {
    out->value *= power_of_ten(noughts), out->step = power_of_ten(noughts) / 10, out->scaled = 1,
                                         out->part_of_one = 0;
    out->last = k + m - 1, out->end = r->t->terms[out->last].end;
  }
  return 1;
}

/* "two and a half million": behind the number, before its scale. */
static void read_half_more(const struct fact_reader *r, struct fact_number *out) {
  size_t n, m;
  if (!fact_follows(r, out->last + 1)) return;
  int half = fact_word(r, out->last + 1, TDG_FACT_WORD_FRACTION, &n) == TDG_FACT_FRACTIONS_HALF_MORE;
  if (!half) return;
  if (out->scaled) { /* dos millones y medio */
    out->value += out->step / 2, out->step /= 10, out->last += n, out->end = r->t->terms[out->last].end;
    return;
  }
  out->value += 0.5, out->step = 0.1, out->last += n, out->end = r->t->terms[out->last].end;
  int noughts = fact_follows(r, out->last + 1) ? fact_word(r, out->last + 1, TDG_FACT_WORD_SCALE, &m) : 0;
  if (noughts < 2) return;
  out->value *= power_of_ten(noughts), out->step *= power_of_ten(noughts), out->scaled = 1;
  out->last += m, out->end = r->t->terms[out->last].end;
}

static int read_one(const struct fact_reader *r, size_t i, struct fact_number *out) {
  if (r->t->terms[i].flags & TDG_TERM_NUMBER) {
    if (!read_digits(r, i, out) || !read_glued(r, out)) return 0;
    if (out->end == r->t->terms[out->last].end && out->unit == 0) {
      struct sum s = {0, out->value, out->value, out->step};
      read_on(r, out, &s);
    }
  } else if (!read_fraction(r, i, out) && !read_words(r, i, out) && !read_scale(r, i, out)) {
    return 0;
  }
  read_half_more(r, out);
  out->high = out->value;
  return 1;
}

/* ---- spans ---- */

static int is_dash(const struct fact_reader *r, size_t at, size_t *size) {
  if (fact_byte(r, at) == '-') return *size = 1, 1;
  if (at + 3 <= r->t->text.n && memcmp(r->t->text.p + at, "\xE2\x80\x93", 3) == 0) return *size = 3, 1;
  return 0;
}

/* "rose by about 1 million to 9.3 million": no span. */
static int is_bound_of_change(const struct fact_reader *r, const struct fact_number *n) {
  size_t from;
  return fact_word_before(r, n->first, n->start, TDG_FACT_WORD_BOUND, &from) != 0 &&
         fact_word_before(r, from, r->t->terms[from].start, TDG_FACT_WORD_CHANGE, NULL) != 0;
}

/* "5-7", "5 to 7"; a score or a vote of two numbers is none: 0. */
static int read_span(const struct fact_reader *r, struct fact_number *out) {
  struct fact_number more;
  size_t dash, k = out->last + 1, n = 0, from;
  int by_dash = k < r->t->n && is_dash(r, out->end, &dash) && r->t->terms[k].start == out->end + dash;
  if (by_dash && (fact_flags(r, k) & TDG_TERM_NUMBER)) {
    if (!read_one(r, k, &more)) return 0;
    if (more.value <= out->value) return 0;
  } else {
    if (by_dash && out->figure && dash == 1) out->compound = 1;
    if (!fact_follows(r, k)) return 1;
    int join = fact_word(r, k, TDG_FACT_WORD_JOIN, &n);
    int between =
        fact_word_before(r, out->first, out->start, TDG_FACT_WORD_BOUND, NULL) == TDG_FACT_BOUNDS_BETWEEN;
    if (join != TDG_FACT_NUMBER_JOINS_TO && join != TDG_FACT_NUMBER_JOINS_OR &&
        !(join == TDG_FACT_NUMBER_JOINS_AND && between))
      return 1;
    if (fact_word_before(r, out->first, out->start, TDG_FACT_WORD_TIME, &from) == TDG_FACT_TIME_FROM)
      return 1;
    if (fact_word_before(r, out->first, out->start, TDG_FACT_WORD_CHANGE, NULL) != 0 ||
        is_bound_of_change(r, out))
      return 1;
    if (!fact_follows(r, k + n) || !read_one(r, k + n, &more) || more.value <= out->value || more.part_of_one)
      return 1;
    if (more.value > 20 * out->value && !more.scaled) return 1;
  }
  if (more.scaled && !out->scaled && out->value < 1000) { /* 5 to 7 million */
    double unit = 1;
    while (more.value >= unit * 1000 && out->value * unit * 1000 < more.value) unit *= 1000;
    out->value *= unit;
  }
  out->high = more.value, out->last = more.last, out->end = more.end, out->unit = more.unit,
  out->scaled |= more.scaled;
  if (more.step > out->step) out->step = more.step;
  return 1;
}

int fact_number(const struct fact_reader *r, size_t i, struct fact_number *out) {
  return read_one(r, i, out) && read_span(r, out);
}
