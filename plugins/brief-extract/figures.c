/* figures.c - what the numbers of a sentence count; see conflict.h.
 *
 * A number is a count when words follow that name a thing ("27 heads of state") or when people are said to be
 * in some state: "14 people were injured", "14 injured" and "injured fourteen people" count the same, people
 * injured.  Numbers of other kinds are passed over: dates, prices, shares, ages, scores, names ("COVID-19",
 * "Route 66"), and parts of a count ("six others", "five of them seriously").
 */
#include "conflict.h"

#include <tidings/kit/facts.h>
#include <tidings/kit/str.h>

enum { MOST_WHAT = 6, MOST_BETWEEN = 4, MOST_BEFORE = 6, LEAST_AS_WORD = 10 };

static int follows(const struct sentence *s, size_t i) {
  return i < s->n_terms && (s->terms[i].flags & TDG_TERM_ADJACENT);
}

/* ---- numbers ---- */

static struct tdg_str term_text(const struct sentence *s, size_t i) {
  return (struct tdg_str){s->text.p + s->terms[i].start, s->terms[i].end - s->terms[i].start};
}

/* -1: not only digits.  Where a comma stands before decimals, groups of three are thousands behind either sign. */
static double value_of(struct tdg_str t, int decimal_comma) {
  struct tdg_digits d = tdg_digits(t);
  if (d.size != t.n) return -1;
  return decimal_comma && d.comma > d.point ? d.comma : d.point;
}

static int is_group(struct tdg_str t) {
  return t.n == 3 && tdg_is_digit(t.p[0]) && tdg_is_digit(t.p[1]) && tdg_is_digit(t.p[2]);
}

/* 3 200: groups of three behind spaces. */
static double join_groups(const struct sentence *s, size_t i, double v, size_t *last) {
  for (size_t k = i + 1; v >= 1 && k < i + 3 && follows(s, k) && is_group(term_text(s, k)); k++) {
    v = v * 1000 + value_of(term_text(s, k), 0);
    *last = k;
  }
  return v;
}

double figures_number(const struct sentence *s, size_t i, const struct tdg_traits *w, size_t *last) {
  *last = i;
  if (s->marks[i].number >= 0) {
    *last = i + s->marks[i].n - 1;
    return s->marks[i].number;
  }
  if (!(s->terms[i].flags & TDG_TERM_NUMBER)) return -1;
  double v = value_of(term_text(s, i), w->decimal_comma);
  return w->decimal_comma ? join_groups(s, i, v, last) : v;
}

/* ---- what is counted ---- */

/* Is the term part of "on Monday", "today"? */
static int says_when(const struct sentence *s, size_t i) {
  for (size_t k = i > 1 ? i - 1 : 0; k <= i; k++)
    if (s->marks[k].n > i - k && (sentence_is(s, k, W(W_ON) | W(W_RELATIVE)) || s->marks[k].weekday != 0))
      return 1;
  return 0;
}

static void add_what(struct figure *f, size_t i, int inflected) {
  const struct tdg_word_mark *m = &f->s->marks[i];
  const struct tdg_term *t = &f->s->terms[i];
  f->what[f->n_what++] = inflected ? f->s->roots[i] : t->stem;
  f->end = t->end;
  f->loose |= (m->is & W(W_LOOSE)) != 0;
  if (f->kind == 0) f->kind = m->kind;
}

/* "27 heads of state": the words after the number, up to a stop or a small word other than "of". */
static size_t read_what(const struct figures *fs, struct figure *f, size_t at) {
  const struct sentence *s = f->s;
  int inflected = sentence_traits(fs->b, s)->inflected;
  size_t i = at + 1;
  f->end = s->terms[at].end;
  for (; i < at + MOST_WHAT && f->n_what < MAX_WHAT && follows(s, i); i++) {
    const struct tdg_term *t = &s->terms[i];
    if ((t->flags & TDG_TERM_NUMBER) || s->marks[i].state != STATE_NONE || says_when(s, i)) break;
    if (sentence_is(s, i, W(W_COUNTER))) continue;
    if (!sentence_is(s, i, W(W_ANYBODY)) && cues_small(fs->b->cues, t->hash)) break;
    if ((t->flags & TDG_TERM_GLYPH) && sentence_is(s, i, W(W_FILLER))) break;
    for (size_t k = s->marks[i].n; k > 1 && f->n_what + 1 < MAX_WHAT; k--) add_what(f, i++, inflected);
    add_what(f, i, inflected);
  }
  return i;
}

/* The state that the words from `at` on put the counted in; words such as "were" may stand between. */
static void read_state_after(struct figure *f, size_t at) {
  const struct sentence *s = f->s;
  for (size_t i = at; i < at + MOST_BETWEEN && follows(s, i); i += s->marks[i].n) {
    const struct tdg_word_mark *m = &s->marks[i];
    size_t next = i + m->n;
    if (m->state == STATE_NONE && (m->is & (W(W_FILLER) | W(W_COUNTER)))) continue;
    if (m->state == STATE_NONE || next > s->n_terms) return;
    f->state = m->state;
    f->end = s->terms[next - 1].end;
    if (next == s->n_terms) return;
    if (sentence_is(s, next, W(W_PART)) ||
        (sentence_is(s, next, W(W_AND)) && next + 1 < s->n_terms && s->marks[next + 1].state != STATE_NONE))
      f->state = STATE_NONE, f->part = 1;
    return;
  }
}

/* "injured 14", "the death toll rose to 14", in many languages "killed on Monday 14" */
static int state_before(const struct sentence *s, size_t at) {
  for (int k = 0; k < 3 && at > 0 && follows(s, at) && says_when(s, at - 1); k++) at--;
  for (size_t k = 1; k <= MOST_BEFORE && k <= at && follows(s, at + 1 - k); k++)
    if (s->marks[at - k].before != STATE_NONE && s->marks[at - k].n == k) return s->marks[at - k].before;
  return STATE_NONE;
}

/* "two of the three" */
static int is_whole(const struct sentence *s, size_t at) {
  for (size_t k = 1; k <= 2 && k < at && follows(s, at + 1 - k); k++)
    if (sentence_is(s, at - k, W(W_PART)) && sentence_is(s, at - k, W(W_COUNTER)) &&
        ((s->terms[at - k - 1].flags & TDG_TERM_NUMBER) || s->marks[at - k - 1].number >= 0))
      return 1;
  return 0;
}

/* "another 14", "of them 14" */
static int is_part_before(const struct sentence *s, size_t at) {
  if (is_whole(s, at)) return 1;
  for (size_t k = 1; k <= 3 && k <= at && follows(s, at + 1 - k); k++)
    if (sentence_is(s, at - k, W(W_PART)) && s->marks[at - k].n == k && !sentence_is(s, at - k, W(W_COUNTER)))
      return 1;
  return 0;
}

static void read_state(struct figure *f, size_t first, size_t at, size_t after) {
  const struct sentence *s = f->s;
  for (size_t i = at + 1; i <= after && follows(s, i); i++)
    f->part |= sentence_is(s, i, W(W_PART)) && (i == at + 1 || !sentence_is(s, i, W(W_COUNTER)));
  f->part |= is_part_before(s, first);
  read_state_after(f, after);
  if (f->state == STATE_NONE) f->state = state_before(s, first);
  for (size_t i = at + 1; i < after && i < s->n_terms; i++) {
    if (sentence_is(s, i, W(W_ANYBODY))) i += s->marks[i].n - 1u;
    else if (!sentence_is(s, i, W(W_COUNTER))) f->anybody = 0;
  }
}

/* ---- numbers that count nothing ---- */

static int is_year(const struct sentence *s, size_t i, double v) {
  return v >= 1900 && v <= 2100 && s->terms[i].size == 4;
}

static int is_date_part(const struct sentence *s, size_t i, double v) {
  uint64_t signs = W(W_YEAR_SIGN) | W(W_MONTH_SIGN) | W(W_DAY_SIGN);
  if (i > 0 && s->marks[i - 1].month != 0) return 1;
  if (i + 1 < s->n_terms && (s->marks[i + 1].month != 0 || sentence_is(s, i + 1, signs))) return 1;
  return is_year(s, i, v);
}

/* May a count stand behind these bytes? */
static int opens_count(const struct sentence *s, size_t i) {
  static const char *const open[] = {" ",
                                     "(",
                                     "\"",
                                     "\xC2\xA0",
                                     "\xE2\x80\x9C",
                                     "\xE2\x80\x9E",
                                     "\xC2\xAB",
                                     "\xE2\x80\xAF",
                                     "\xE2\x80\x98",
                                     "\xE3\x80\x81",
                                     "\xE3\x80\x82",
                                     "\xEF\xBC\x8C",
                                     "\xE3\x80\x8C",
                                     "\xEF\xBC\x88"};
  size_t at = s->terms[i].start;
  if (at == 0 || (i > 0 && s->terms[i - 1].end == at && (s->terms[i - 1].flags & TDG_TERM_GLYPH))) return 1;
  for (size_t k = 0; k < sizeof open / sizeof *open; k++)
    if (tdg_str_ends((struct tdg_str){s->text.p, at}, open[k])) return 1;
  return s->marks[i].number >= 0; /* written as a word, perhaps with a prefix */
}

/* "14-year-old", "51-50", "9/11", "12%" */
static int goes_on(const struct sentence *s, size_t last) {
  static const char *const after[] = {"-", "/", "%", ":", "\xE2\x80\x93", "\xEF\xBC\x85", "\xC2\xB0"};
  size_t at = s->terms[last].end, left = s->text.n - at;
  for (size_t k = 0; k < sizeof after / sizeof *after; k++)
    if (left >= strlen(after[k]) && memcmp(s->text.p + at, after[k], strlen(after[k])) == 0) return 1;
  return left > 1 && (s->text.p[at] == ',' || s->text.p[at] == '.') && s->text.p[at + 1] >= '0' &&
         s->text.p[at + 1] <= '9';
}

/* "COVID-19", "9/11", "$5", "51-50", "S&P 500", "18-month", "5 million". */
static int is_no_count(const struct figures *f, const struct sentence *s, size_t i, size_t last) {
  if (!opens_count(s, i) || goes_on(s, last)) return 1;
  if (last + 1 < s->n_terms && (sentence_is(s, last + 1, W(W_MEASURE)) || s->marks[last + 1].number >= 0))
    return 1;
  return i > 0 && follows(s, i) && (s->terms[i - 1].flags & TDG_TERM_CAPITAL) && s->marks[i].number < 0 &&
         !sentence_traits(f->b, s)->noun_capitals && !cues_small(f->b->cues, s->terms[i - 1].hash) &&
         s->marks[i - 1].before == STATE_NONE;
}

/* A sentence that looks back ("the worst since 2011, when 9 people died") counts something else. */
static int looks_back(const struct figures *f, const struct sentence *s) {
  int64_t time = f->b->member[s->member].time;
  size_t last;
  if (cues_hangs(f->b->cues, s)) return 1; /* "It killed 612 people": what did? */
  for (size_t i = 0; i < s->n_terms; i++) {
    if (sentence_is(s, i, W(W_BACK)) && s->marks[i].number < 0) return 1;
    if (!(s->terms[i].flags & TDG_TERM_NUMBER) || s->terms[i].size != 4) continue;
    double v = figures_number(s, i, sentence_traits(f->b, s), &last);
    if (is_year(s, i, v) &&
        (time == 0 || (int64_t)v != 1970 + time / 31556952000)) /* years of 365.2425 days */
      return 1;
  }
  return 0;
}

/* ---- figures ---- */

static int is_exact(const struct sentence *s, size_t i, size_t last) {
  if (sentence_is(s, i, W(W_BOUND))) return 0;
  for (size_t k = i; k > 0 && k + MOST_BEFORE > i && follows(s, k); k--)
    if (sentence_is(s, k - 1, W(W_BOUND)) && k + (s->marks[k - 1].n > 1 ? s->marks[k - 1].n : 3u) > i)
      return 0;
  if (last + 1 < s->n_terms && sentence_is(s, last + 1, W(W_BOUND)) &&
      (s->terms[i].flags & TDG_TERM_GLYPH ||
       s->terms[last + 1].flags & TDG_TERM_GLYPH)) /* 14 odd, in the glyphs' order */
    return 0;
  return !(i > 1 && sentence_is(s, i - 1, W(W_OR)) &&
           ((s->terms[i - 2].flags & TDG_TERM_NUMBER) || s->marks[i - 2].number >= 0));
}

static void read_figure(struct figures *f, struct sentence *s, size_t i, size_t last, double v, int back) {
  struct figure *g = &f->v[f->n++];
  *g = (struct figure){.s = s, .value = v, .start = s->terms[i].start, .anybody = 1, .back = back};
  g->number_end = s->terms[last].end;
  g->exact = is_exact(s, i, last);
  g->after = read_what(f, g, last);
  read_state(g, i, last, g->after);
  if (s->marks[i].number >= 0 && v < LEAST_AS_WORD && (g->state == STATE_NONE || g->n_what == 0)) f->n--;
}

void figures_read(struct figures *f, struct sentence *s) {
  int back = -1;
  size_t last;
  for (size_t i = 0; i < s->n_terms && f->n < MAX_FIGURES; i = last + 1) {
    double v = figures_number(s, i, sentence_traits(f->b, s), &last);
    if (v < 0 || is_date_part(s, i, v) || is_no_count(f, s, i, last)) continue;
    if (back < 0) back = looks_back(f, s);
    read_figure(f, s, i, last, v, back);
  }
}

const char *figures_state_name(int state) {
  static const char *const names[STATES] = {"",
                                            "people injured",
                                            "people killed",
                                            "people arrested",
                                            "people evacuated",
                                            "people missing",
                                            "people rescued"};
  return names[state];
}
