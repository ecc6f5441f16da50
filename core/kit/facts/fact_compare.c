/* fact_compare.c - what two facts are to each other, and a fact in one form; see tidings/kit/facts.h. */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/date.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

#include <stdio.h>
#include <stdlib.h>

enum { LEAST_ROUND = 100 };
static const double CONVERTED = 0.02, ABOUT = 0.1, ROUNDED = 0.05, SAME_NAME = 0.8, OTHER_NAME = 0.62;

static double distance(double a, double b) { return a > b ? a - b : b - a; }
static double larger(double a, double b) { return a > b ? a : b; }
static int is_near(double a, double b, double by) { return distance(a, b) <= by * (1 + 1e-9) + 1e-9; }

/* ---- amounts ---- */

static int is_least(int bound) { return bound == TDG_AT_LEAST || bound == TDG_MORE_THAN; }
static int is_most(int bound) { return bound == TDG_AT_MOST || bound == TDG_LESS_THAN; }

/* What the value can be at most off, as it is written. */
static double slack(const struct tdg_fact *f) {
  return f->bound == TDG_ABOUT_SO ? larger(f->step / 2, ABOUT * f->value) : 0;
}

/* b is a rounded: of a value that is round by its step, or said to be about so. */
static int rounds(const struct tdg_fact *round, const struct tdg_fact *other) {
  if (round->bound == TDG_ABOUT_SO && is_near(round->value, other->value, slack(round))) return 1;
  double unit = fact_factor(round->unit), steps = round->step / unit;
  int whole = steps >= LEAST_ROUND ||
              (steps != 1 && round->kind != TDG_FACT_COUNT && round->kind != TDG_FACT_AGE && steps < 1);
  return whole && round->step > other->step && is_near(round->value, other->value, round->step / 2) &&
         is_near(round->value, other->value, ROUNDED * other->value);
}

static enum tdg_fact_relation compare_bounds(const struct tdg_fact *a, const struct tdg_fact *b) {
  if (is_least(a->bound) && is_least(b->bound)) return TDG_FACTS_COMPATIBLE;
  if (is_most(a->bound) && is_most(b->bound)) return TDG_FACTS_COMPATIBLE;
  const struct tdg_fact *bound = is_least(a->bound) || is_most(a->bound) ? a : b, *other = bound == a ? b : a;
  double off = slack(other);
  int fits = is_least(bound->bound) ? other->high + off >= bound->value : other->value - off <= bound->value;
  if (!fits) fits = rounds(bound, other); /* more than 2,000, and 1,987 */
  return fits ? TDG_FACTS_COMPATIBLE : TDG_FACTS_DIFFER;
}

static enum tdg_fact_relation compare_values(const struct tdg_fact *a, const struct tdg_fact *b) {
  int bounded = is_least(a->bound) || is_most(a->bound) || is_least(b->bound) || is_most(b->bound);
  double least = larger(a->value, b->value) * 1e-9;
  if (is_near(a->value, b->value, least) && is_near(a->high, b->high, least))
    return a->bound == b->bound                                   ? TDG_FACTS_SAME
           : a->bound == TDG_ABOUT_SO || b->bound == TDG_ABOUT_SO ? TDG_FACTS_ROUNDED
                                                                  : TDG_FACTS_COMPATIBLE;
  if (a->high > a->value || b->high > b->value) { /* a span */
    int meets = a->value <= b->high + slack(b) && b->value <= a->high + slack(a);
    return meets ? TDG_FACTS_COMPATIBLE : TDG_FACTS_DIFFER;
  }
  if (bounded) return compare_bounds(a, b);
  return rounds(a, b) || rounds(b, a) ? TDG_FACTS_ROUNDED : TDG_FACTS_DIFFER;
}

/* 48 km and 30 miles: as exact as they are written, and never more than a few parts in a hundred off. */
static enum tdg_fact_relation compare_converted(const struct tdg_fact *a, const struct tdg_fact *b) {
  double off = larger(larger(a->step, b->step) / 2, CONVERTED * larger(a->value, b->value));
  double most = ROUNDED * larger(a->value, b->value);
  int about = a->bound == TDG_ABOUT_SO || b->bound == TDG_ABOUT_SO;
  if (off > most && !about) off = most;
  if (is_near(a->value, b->value, off)) return TDG_FACTS_SAME;
  return compare_values(a, b);
}

static enum tdg_fact_relation compare_units(const struct tdg_fact *a, const struct tdg_fact *b) {
  enum fact_dimension x = fact_dimension(a->unit), y = fact_dimension(b->unit);
  if (x != y) return TDG_FACTS_OTHER;
  if (a->unit == b->unit) return compare_values(a, b);
  if (x == FACT_CURRENCY) /* one amount in two currencies; what differs in both may be converted */
    return is_near(a->value, b->value, 1e-9 * a->value) ? TDG_FACTS_DIFFER : TDG_FACTS_OTHER;
  if (x == FACT_TEMPERATURE && (a->unit == TDG_FACT_UNITS_DEGREE || b->unit == TDG_FACT_UNITS_DEGREE))
    return TDG_FACTS_OTHER;
  return compare_converted(a, b);
}

/* Is any word of what they count, or of their names, in both? */
static int shares_word(const struct tdg_fact *a, const struct tdg_fact *b) {
  for (int i = 0; i < a->n_what; i++)
    for (int k = 0; k < b->n_what; k++)
      if (a->what[i] == b->what[k]) return 1;
  return 0;
}

/* May they count the same?  Labels of two kinds or states cannot, nor words of which none is shared. */
static int count_one_thing(const struct tdg_fact *a, const struct tdg_fact *b) {
  if (a->kind != TDG_FACT_COUNT) return 1;
  if (a->state != 0 && b->state != 0 && a->state != b->state) return 0;
  if (a->state != 0 && a->state == b->state) return 1;
  if (a->what_kind != 0 && a->what_kind == b->what_kind) return 1;
  return a->n_what == 0 || b->n_what == 0 || shares_word(a, b) || ((a->flags | b->flags) & TDG_FACT_LOOSE);
}

static enum tdg_fact_relation compare_amounts(const struct tdg_fact *a, const struct tdg_fact *b) {
  if (!count_one_thing(a, b) || a->per != b->per || ((a->flags ^ b->flags) & TDG_FACT_CHANGE))
    return TDG_FACTS_OTHER;
  if ((a->flags ^ b->flags) & (TDG_FACT_BACK | TDG_FACT_FUTURE)) {
    return compare_units(a, b) == TDG_FACTS_SAME ? TDG_FACTS_SAME : TDG_FACTS_OTHER;
  }
  enum tdg_fact_relation found = compare_units(a, b);
  if ((a->flags ^ b->flags) & TDG_FACT_PART) return found == TDG_FACTS_SAME ? TDG_FACTS_SAME : TDG_FACTS_PART;
  return found;
}

/* ---- dates ---- */

/* The day of the week, 1 Monday .. 7, that is named or follows from the day; 0: not known. */
static int weekday_of(const struct tdg_fact *f) {
  if (f->precision == TDG_FACT_DAY) return tdg_weekday((int64_t)f->value);
  return f->precision == 0 ? f->weekday : 0;
}

static enum tdg_fact_relation compare_days(const struct tdg_fact *a, const struct tdg_fact *b) {
  const int x = weekday_of(a), y = weekday_of(b);
  if (((a->flags | b->flags) & TDG_FACT_RELATIVE) && (a->weekday != 0 || b->weekday != 0) && x != 0 &&
      y != 0 && x == y && distance(a->value, b->value) <= 7)
    return a->value == b->value ? TDG_FACTS_SAME
                                : TDG_FACTS_COMPATIBLE; /* "Thursday", whichever, and 27 August */
  int known = a->precision != 0 && b->precision != 0;
  if (!known && x != 0 && y != 0 && (a->n_what == 0 || b->n_what == 0))
    return x == y ? (a->precision == b->precision ? TDG_FACTS_SAME : TDG_FACTS_COMPATIBLE) : TDG_FACTS_DIFFER;
  if (!known) {
    if (a->n_what > 0 && b->n_what > 0) return a->what[0] == b->what[0] ? TDG_FACTS_SAME : TDG_FACTS_DIFFER;
    if (a->weekday != 0 && b->weekday != 0 && a->precision == b->precision)
      return a->weekday == b->weekday ? TDG_FACTS_SAME : TDG_FACTS_DIFFER;
    return TDG_FACTS_OTHER;
  }
  if (a->precision == b->precision) return a->value == b->value ? TDG_FACTS_SAME : TDG_FACTS_DIFFER;
  const struct tdg_fact *wide = a->precision < b->precision ? a : b, *close = wide == a ? b : a;
  int year, m, d, v, w, e;
  tdg_civil_from_days((int64_t)wide->value, &year, &m, &d);
  tdg_civil_from_days((int64_t)close->value, &v, &w, &e);
  if (wide->precision == TDG_FACT_YEAR) return year == v ? TDG_FACTS_COMPATIBLE : TDG_FACTS_DIFFER;
  if (wide->precision == TDG_FACT_MONTH) return year == v && m == w ? TDG_FACTS_COMPATIBLE : TDG_FACTS_DIFFER;
  return close->value >= wide->value && close->value < wide->value + 7 ? TDG_FACTS_COMPATIBLE
                                                                       : TDG_FACTS_DIFFER;
}

static enum tdg_fact_relation compare_dates(const struct tdg_fact *a, const struct tdg_fact *b) {
  const unsigned span = TDG_FACT_UNTIL | TDG_FACT_SINCE;
  const enum tdg_fact_relation found = compare_days(a, b);
  if ((a->flags & span) == (b->flags & span) || found == TDG_FACTS_SAME) return found;
  if (((a->flags | b->flags) & TDG_FACT_SINCE) || !(a->flags & b->flags & TDG_FACT_FUTURE))
    return TDG_FACTS_OTHER;
  return found; /* "until 21 September", and "will end on 23 September" */
}

/* ---- times of day ---- */

static enum tdg_fact_relation compare_clocks(const struct tdg_fact *a, const struct tdg_fact *b) {
  double off = distance(a->value, b->value);
  if (off == 0) return TDG_FACTS_SAME;
  if (off == 720 && (a->value < 720) != (b->value < 720)) return TDG_FACTS_COMPATIBLE; /* 5:20, and 17:20 */
  return a->bound == TDG_ABOUT_SO || b->bound == TDG_ABOUT_SO ? TDG_FACTS_ROUNDED : TDG_FACTS_DIFFER;
}

/* ---- names ---- */

static struct tdg_str words_of(const struct tdg_fact_text *t, const struct tdg_fact *f) {
  return (struct tdg_str){t->text.p + f->range.start, f->range.end - f->range.start};
}

static int same_side(const struct tdg_fact *a, const struct tdg_fact *b) {
  for (int i = 0; i < a->n_side; i++)
    for (int k = 0; k < b->n_side; k++)
      if (a->side_stem[i] == b->side_stem[k]) return 1;
  return 0;
}

/* Are all words of one in the other?  "Otto Warmbier", "American Otto Warmbier" */
static int holds_all(const struct tdg_fact *a, const struct tdg_fact *b) {
  const struct tdg_fact *few = a->n_what <= b->n_what ? a : b, *many = few == a ? b : a;
  int n = 0;
  for (int i = 0; i < few->n_what; i++) {
    int k = 0;
    while (k < many->n_what && many->what[k] != few->what[i]) k++;
    n += k < many->n_what;
  }
  return few->n_what > 1 && n == few->n_what;
}

/* 1: one name, 0: two, -1: cannot be told. */
static int same_name(tdg_call *call, const struct tdg_fact_text *s, const struct tdg_fact *a,
                     const struct tdg_fact_text *t, const struct tdg_fact *b) {
  if (a->n_what > 0 && b->n_what > 0 && a->what[a->n_what - 1] == b->what[b->n_what - 1] &&
      (a->n_what == 1 || b->n_what == 1 || a->kind == TDG_FACT_PLACE))
    return 1;
  if (holds_all(a, b)) return 1;
  double like = tdg_name_likeness(call, words_of(s, a), words_of(t, b));
  if (like >= SAME_NAME) return 1;
  if (shares_word(a, b) && a->kind == TDG_FACT_PLACE) return 1;
  return like >= OTHER_NAME ? -1 : 0;
}

static enum tdg_fact_relation compare_names(tdg_call *call, const struct tdg_fact_text *s,
                                            const struct tdg_fact *a, const struct tdg_fact_text *t,
                                            const struct tdg_fact *b) {
  int same = same_name(call, s, a, t, b), both = a->what_kind != 0 && b->what_kind != 0;
  if ((a->flags ^ b->flags) & TDG_FACT_FORMER) return same == 1 ? TDG_FACTS_SAME : TDG_FACTS_OTHER;
  int departments = a->department != 0 && b->department != 0 && a->department != b->department;
  int half = both && (a->department == 0) != (b->department == 0); /* "Minister X", "Interior Minister Y" */
  if (same == 1) {
    if (both && (a->what_kind != b->what_kind || departments))
      return TDG_FACTS_DIFFER; /* one person, two offices */
    int narrowed = both && a->n_side > 0 && b->n_side > 0 && !same_side(a, b);
    return narrowed ? TDG_FACTS_COMPATIBLE : TDG_FACTS_SAME; /* president, of Norvia */
  }
  if ((a->what_kind != 0) != (b->what_kind != 0)) return TDG_FACTS_OTHER; /* a mayor, and who knows what */
  if (both && (a->what_kind != b->what_kind || departments || half)) return TDG_FACTS_OTHER;
  if (both && a->n_side > 0 && b->n_side > 0 && !same_side(a, b)) return TDG_FACTS_OTHER;
  return same == 0 ? TDG_FACTS_DIFFER : TDG_FACTS_COMPATIBLE;
}

static enum tdg_fact_relation compare_places(tdg_call *call, const struct tdg_fact_text *s,
                                             const struct tdg_fact *a, const struct tdg_fact_text *t,
                                             const struct tdg_fact *b) {
  int same = same_name(call, s, a, t, b);
  if (same != 0) return same == 1 ? TDG_FACTS_SAME : TDG_FACTS_COMPATIBLE;
  int from = a->unit == TDG_FACT_PLACES_FROM || a->unit == TDG_FACT_PLACES_TO ||
             b->unit == TDG_FACT_PLACES_FROM || b->unit == TDG_FACT_PLACES_TO;
  if (from && a->unit != b->unit) return TDG_FACTS_OTHER;
  if ((a->unit == TDG_FACT_PLACES_NEAR) != (b->unit == TDG_FACT_PLACES_NEAR))
    return TDG_FACTS_COMPATIBLE; /* in A near B */
  return TDG_FACTS_DIFFER;
}

enum tdg_fact_relation tdg_facts_compare(tdg_call *call, const struct tdg_fact_text *a_text,
                                         const struct tdg_fact *a, const struct tdg_fact_text *b_text,
                                         const struct tdg_fact *b) {
  if (a->kind != b->kind) return TDG_FACTS_OTHER;
  switch (a->kind) {
  case TDG_FACT_DATE: return compare_dates(a, b);
  case TDG_FACT_CLOCK: return compare_clocks(a, b);
  case TDG_FACT_NAME: return compare_names(call, a_text, a, b_text, b);
  case TDG_FACT_PLACE: return compare_places(call, a_text, a, b_text, b);
  case TDG_FACT_AGE: return a->value == b->value ? TDG_FACTS_SAME : TDG_FACTS_DIFFER;
  default: return compare_amounts(a, b);
  }
}

/* ---- one form ---- */

static size_t cut(int n, size_t size) {
  return n < 0 || size == 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

static size_t norm_date(const struct tdg_fact *f, char *out, size_t size) {
  int y, m, d;
  if (f->precision == 0 && f->n_what == 0) return cut(snprintf(out, size, "weekday %d", f->weekday), size);
  if (f->precision == 0)
    return cut(snprintf(out, size, "%02d-%02d", (int)(f->what[0] / 32), (int)(f->what[0] % 32)), size);
  tdg_civil_from_days((int64_t)f->value, &y, &m, &d);
  if (f->precision == TDG_FACT_YEAR) return cut(snprintf(out, size, "%04d", y), size);
  if (f->precision == TDG_FACT_MONTH) return cut(snprintf(out, size, "%04d-%02d", y, m), size);
  return cut(snprintf(out, size, "%04d-%02d-%02d", y, m, d), size);
}

static double from_base(int unit, double value) {
  return unit == TDG_FACT_UNITS_FAHRENHEIT ? value * 9 / 5 + 32 : value / fact_factor(unit);
}

/* 33.33, 1200000, 3.5; 2e+48 where the digits do not fit. */
static void write_number(double v, char out[40]) {
  int n = snprintf(out, 40, "%.2f", v);
  if (n >= 40) {
    snprintf(out, 40, "%.6g", v);
    return;
  }
  while (n > 0 && out[n - 1] == '0') n--;
  if (n > 0 && out[n - 1] == '.') n--;
  out[n] = '\0';
}

static size_t norm_amount(const struct tdg_fact *f, char *out, size_t size) {
  static const char *const bounds[] = {"", ">=", "<=", "~", ">", "<"};
  const char *unit = fact_unit_name(f->unit), *space = *unit == '\0' || *unit == '%' ? "" : " ";
  const char *bound = f->bound >= 0 && f->bound <= TDG_LESS_THAN ? bounds[f->bound] : "";
  char low[40], high[40];
  write_number(from_base(f->unit, f->value), low);
  write_number(from_base(f->unit, f->high), high);
  int span = f->high > f->value;
  return cut(snprintf(out, size, "%s%s%s%s%s%s", bound, low, span ? "-" : "", span ? high : "", space, unit),
             size);
}

static size_t norm_name(struct tdg_str name, char *out, size_t size) {
  size_t n = size == 0 ? 0 : tdg_utf8_cut(name, size - 1);
  return cut(snprintf(out, size, "%.*s", (int)n, name.p), size);
}

size_t tdg_fact_norm(const struct tdg_fact_text *t, const struct tdg_fact *f, char *out, size_t size) {
  switch (f->kind) {
  case TDG_FACT_DATE: return norm_date(f, out, size);
  case TDG_FACT_CLOCK:
    return cut(snprintf(out, size, "%02d:%02d", (int)f->value / 60, (int)f->value % 60), size);
  case TDG_FACT_NAME:
  case TDG_FACT_PLACE: return norm_name(words_of(t, f), out, size);
  default: return norm_amount(f, out, size);
  }
}
