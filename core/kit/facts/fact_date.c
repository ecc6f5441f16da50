/* fact_date.c - days, months and years that a sentence names: "4 March 2026", "May 2024", "on Monday", "yesterday",
 * "until 2030"; see fact_internal.h.
 *
 * A weekday is the last one before the report came out, or the next one after when the words speak of what is
 * to come; where both are possible, or the report has no date, only the weekday is given (precision 0).  Names
 * of weekdays in other names ("Black Friday") and each of them ("every Monday") are no days.
 */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum { NEAR = 4, MOST_GAP = 3, HALF_YEAR = 183 };
static const int64_t day_ms = 86400000;

static int64_t day_published(const struct tdg_fact_text *t) {
  int64_t ms = t->published + (t->undated ? 0 : t->zone * INT64_C(60000)), day = ms / day_ms;
  return ms < 0 && ms % day_ms != 0 ? day - 1 : day;
}

/* ---- past or to come ---- */

static int is_told(const struct fact_reader *r, size_t i) {
  return fact_is(r, i, FACT_LIST(SAID) | FACT_LIST(OUTCOME)) || r->t->marks[i].state != 0 ||
         r->t->marks[i].before != 0;
}

static int is_to_come(const struct fact_reader *r, size_t i) {
  return fact_is(r, i, FACT_LIST(FUTURE)) || fact_word(r, i, TDG_FACT_WORD_FUTURE_VERB, NULL) != 0 ||
         fact_word(r, i, TDG_FACT_WORD_TENSE, NULL) == TDG_FACT_TENSE_FUTURE;
}

/* "will be sentenced Thursday" is to come, "was sentenced Thursday" is past: the auxiliary says so, and the participle
 * only where there is none. */
int fact_tense_of(const struct fact_reader *r, size_t at) {
  int to_come = 0, told = 0;
  for (size_t i = at; i-- > 0;) {
    int tense = fact_word(r, i, TDG_FACT_WORD_TENSE, NULL);
    if (is_to_come(r, i)) return 1;
    if (i + NEAR >= at && (tense == TDG_FACT_TENSE_PAST || tense == TDG_FACT_TENSE_PERFECT)) return -1;
    told |= i + NEAR >= at && is_told(r, i);
    if (fact_is(r, i, FACT_LIST(SAID))) break;
  }
  if (told) return -1;
  for (size_t i = at + 1; i < r->t->n && !fact_is_border(r, i); i++) to_come |= is_to_come(r, i);
  return to_come ? r->traits->verb_last : -1;
}

/* ---- days that are counted from the report's own ---- */

/* Beside the term, in the same phrase: "last Monday", "lundi dernier". */
static int beside(const struct fact_reader *r, size_t first, size_t last, uint64_t lists) {
  if (first > 0 && fact_follows(r, first) && fact_is(r, first - 1, lists)) return 1;
  return fact_follows(r, last + 1) && fact_is(r, last + 1, lists);
}

static int is_capital(const struct fact_reader *r, size_t i) {
  return (fact_flags(r, i) & TDG_TERM_CAPITAL) != 0;
}

/* Part of a name: "Black Friday", "Sunday Times". */
static int in_a_name(const struct fact_reader *r, size_t first, size_t last) {
  if (r->traits->noun_capitals || !is_capital(r, first)) return 0;
  if (first > 0 && fact_follows(r, first) && is_capital(r, first - 1) &&
      !(fact_flags(r, first - 1) & TDG_TERM_FIRST) && r->t->marks[first - 1].month == 0 &&
      !fact_is(r, first - 1, FACT_LIST(ON)))
    return 1;
  return fact_follows(r, last + 1) && is_capital(r, last + 1) && r->t->marks[last + 1].month == 0;
}

/* "until", "since", "by" before a date; an article or "on" may stand between. */
static void read_leads(const struct fact_reader *r, struct tdg_fact *f) {
  size_t from;
  for (size_t k = 0; k < 3 && k < f->first; k++) {
    int value = fact_word_before(r, f->first - k, r->t->terms[f->first - k].start, TDG_FACT_WORD_TIME, &from);
    if (value == TDG_FACT_TIME_UNTIL || value == TDG_FACT_TIME_BY) f->flags |= TDG_FACT_UNTIL;
    if (value == TDG_FACT_TIME_SINCE) f->flags |= TDG_FACT_SINCE | TDG_FACT_BACK;
    if (value != 0 || r->t->terms[f->first - k - 1].size > 4) return;
  }
}

static struct tdg_fact *put(struct fact_reader *r, size_t first, size_t last, int precision, int64_t day) {
  struct tdg_fact *f = fact_add(r, TDG_FACT_DATE, first, last);
  f->precision = precision, f->value = f->high = (double)day;
  f->step = precision == TDG_FACT_YEAR    ? 365
            : precision == TDG_FACT_MONTH ? 30
            : precision == TDG_FACT_WEEK  ? 7
                                          : 1;
  if (fact_flags(r, first) & TDG_TERM_NUMBER) f->flags |= TDG_FACT_FIGURE;
  read_leads(r, f);
  if (r->t->published != 0 && precision != 0 && day > day_published(r->t)) f->flags |= TDG_FACT_FUTURE;
  return f;
}

static int leads_to(const struct fact_reader *r, size_t i, int lead) {
  for (size_t k = 0; k < 2 && k < i; k++) {
    size_t from;
    int value = fact_word_before(r, i - k, r->t->terms[i - k].start, TDG_FACT_WORD_TIME, &from);
    if (value != 0) return value == lead;
    if (r->t->terms[i - k - 1].size > 4) return 0;
  }
  return 0;
}

static int is_past_before(const struct fact_reader *r, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (fact_tense_at(r, i) == TDG_TENSE_PAST) return 1;
  return 0;
}

static size_t read_weekday(struct fact_reader *r, size_t i) {
  size_t last = i + r->t->marks[i].n - 1;
  int weekday = r->t->marks[i].weekday;
  if (in_a_name(r, i, last) || beside(r, i, last, FACT_LIST(EVERY))) return last + 1;
  int way = beside(r, i, last, FACT_LIST(COMING)) ? 2
            : beside(r, i, last, FACT_LIST(LAST)) ? -2
                                                  : fact_tense_of(r, i);
  if (way <= 0 && way > -2 && leads_to(r, i, TDG_FACT_TIME_UNTIL) && !is_past_before(r, i))
    way = 1; /* "lasts until Friday" */
  int64_t published = day_published(r->t), day = 0;
  int ago = (tdg_weekday(published) - weekday + 7) % 7,
      known = r->t->published != 0 && way != 0; /* 0 .. 6 days */
  if (way < 0) day = published - (ago == 0 && way == -2 ? 7 : ago);
  else day = published + (ago == 0 ? (way == 2 ? 7 : 0) : 7 - ago);
  struct tdg_fact *f = put(r, i, last, known ? TDG_FACT_DAY : 0, known ? day : 0);
  f->weekday = weekday;
  f->flags |= TDG_FACT_RELATIVE | (way > 0 ? TDG_FACT_FUTURE : 0u);
  return last + 1;
}

static size_t read_relative(struct fact_reader *r, size_t i) {
  static const struct {
    enum tdg_lexicon_list list;
    int days;
  } words[] = {{TDG_LIST_DAY_BEFORE_YESTERDAY, -2},
               {TDG_LIST_YESTERDAY, -1},
               {TDG_LIST_DAY_AFTER_TOMORROW, 2},
               {TDG_LIST_TOMORROW, 1},
               {TDG_LIST_TODAY, 0}};
  int noun = (fact_flags(r, i) & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL; /* der Morgen */
  for (size_t k = 0; r->t->published != 0 && k < sizeof words / sizeof *words; k++) {
    if (!fact_is(r, i, UINT64_C(1) << words[k].list) || noun || beside(r, i, i, FACT_LIST(EVERY))) continue;
    size_t last = i + r->t->marks[i].n - 1;
    struct tdg_fact *f = put(r, i, last, TDG_FACT_DAY, day_published(r->t) + words[k].days);
    f->flags |= TDG_FACT_RELATIVE | (words[k].days > 0 ? TDG_FACT_FUTURE : 0u);
    return last + 1;
  }
  return 0;
}

/* "last year", "this week", "next month": counted from the report's own. */
static size_t read_period(struct fact_reader *r, size_t i) {
  size_t n;
  int value = fact_word(r, i, TDG_FACT_WORD_RELATIVE, &n), y, m, d;
  if (value == 0 || r->t->published == 0) return 0;
  int64_t today = day_published(r->t), day = today;
  int move = (value - 1) % 3 - 1, precision = value <= TDG_FACT_RELATIVE_NEXT_WEEK    ? TDG_FACT_WEEK
                                              : value <= TDG_FACT_RELATIVE_NEXT_MONTH ? TDG_FACT_MONTH
                                                                                      : TDG_FACT_YEAR;
  tdg_civil_from_days(today, &y, &m, &d);
  if (precision == TDG_FACT_WEEK) day = today - (tdg_weekday(today) - 1) + 7 * move;
  if (precision == TDG_FACT_MONTH) {
    m += move;
    if (m < 1) m += 12, y--;
    if (m > 12) m -= 12, y++;
    day = tdg_days_from_civil(y, m, 1);
  }
  if (precision == TDG_FACT_YEAR) day = tdg_days_from_civil(y + move, 1, 1);
  struct tdg_fact *f = put(r, i, i + n - 1, precision, day);
  f->flags |= TDG_FACT_RELATIVE | (move > 0 ? TDG_FACT_FUTURE : 0u);
  return i + n;
}

/* ---- dates ---- */

/* Nothing but a space or a sign stands between. */
static int touches(const struct fact_reader *r, size_t i) {
  return i < r->t->n && i > 0 && r->t->terms[i].start <= r->t->terms[i - 1].end + MOST_GAP;
}

/* 4, 4th, 1er; 0: no day of a month. */
static int day_number(const struct fact_reader *r, size_t i) {
  int v;
  size_t end;
  if (!fact_digits_at(r, i, 31, &v, &end) || v < 1 || r->t->terms[i].end > end + 3) return 0;
  return v;
}
static int year_number(const struct fact_reader *r, size_t i) {
  int v;
  size_t end;
  return i < r->t->n && r->t->terms[i].end - r->t->terms[i].start == 4 &&
                 fact_digits_at(r, i, 2100, &v, &end) && v >= 1900
             ? v
             : 0;
}

static size_t skip_of(const struct fact_reader *r, size_t k) {
  size_t n;
  if (touches(r, k) && fact_word(r, k, TDG_FACT_WORD_OF, &n) && touches(r, k + n)) return k + n;
  return touches(r, k) && fact_is(r, k, FACT_LIST(COUNTER)) && touches(r, k + 1) ? k + 1 : k;
}

struct civil {
  int y, m, d;
};

/* "2026-05-12", "12.05.2026" */
static size_t read_figures(const struct fact_reader *r, size_t i, struct civil *c) {
  int part[3] = {0}, digits[3] = {0}, k = 0;
  size_t at = r->t->terms[i].start, end = at + 10 < r->t->text.n ? at + 10 : r->t->text.n;
  char sign = 0;
  for (; at < end && k < 3; at++) {
    char ch = r->t->text.p[at];
    if (tdg_is_digit(ch)) part[k] = part[k] * 10 + (ch - '0'), digits[k]++;
    else if ((ch == '-' || ch == '.') && (sign == 0 || ch == sign) && digits[k] > 0 && k < 2) sign = ch, k++;
    else break;
  }
  if (k != 2 || digits[2] == 0 || (at < r->t->text.n && tdg_is_digit(r->t->text.p[at]))) return 0;
  if (sign == '-' && digits[0] == 4) *c = (struct civil){part[0], part[1], part[2]};
  else if (sign == '.' && digits[2] == 4) *c = (struct civil){part[2], part[1], part[0]};
  else return 0;
  if (c->y < 1900 || c->y > 2100 || c->m < 1 || c->m > 12 || c->d < 1 || c->d > 31) return 0;
  while (i + 1 < r->t->n && r->t->terms[i + 1].end <= at) i++;
  return i + 1;
}

/* "4 March", "4. März", "4 de marzo", "March 4", "3月4日"; the term behind it, or 0. */
static size_t read_day_month(const struct fact_reader *r, size_t i, struct civil *c) {
  size_t k = i + 1;
  if ((c->d = day_number(r, i)) != 0 && touches(r, k)) {
    if (fact_is(r, k, FACT_LIST(MONTH_SIGN)) && c->d <= 12 && fact_is(r, k + 2, FACT_LIST(DAY_SIGN))) {
      c->m = c->d, c->d = day_number(r, k + 1);
      return c->d != 0 ? k + 3 : 0;
    }
    k = skip_of(r, k);
    c->m = r->t->marks[k].month;
    return c->m != 0 ? k + 1 : 0;
  }
  if (!r->traits->month_first || r->t->marks[i].month == 0 || !is_capital(r, i) || !touches(r, k)) return 0;
  c->m = r->t->marks[i].month;
  c->d = day_number(r, k);
  return c->d != 0 ? k + 1 : 0;
}

/* The year nearest to when the report came out. */
static int64_t nearest_year(struct civil c, int64_t published) {
  int y, m, d;
  tdg_civil_from_days(published, &y, &m, &d);
  const int64_t day = tdg_days_from_civil(y, c.m, c.d);
  if (day > published + HALF_YEAR) return tdg_days_from_civil(y - 1, c.m, c.d);
  return day < published - HALF_YEAR ? tdg_days_from_civil(y + 1, c.m, c.d) : day;
}

/* "Tuesday, 4 March", "Dienstag, dem 4. März" */
static int weekday_before(const struct fact_reader *r, size_t i) {
  for (size_t k = 1; k <= 3 && k <= i; k++)
    if (r->t->marks[i - k].weekday != 0 && r->t->marks[i - k].n + 1u >= k &&
        r->t->terms[i].start <= r->t->terms[i - k].end + 3 * MOST_GAP)
      return r->t->marks[i - k].weekday;
  return 0;
}

/* The day and the month, whatever the year: compared where a year is not known. */
static void put_civil(struct tdg_fact *f, struct civil c) {
  f->what[0] = (uint64_t)(c.m * 32 + c.d);
  f->n_what = 1;
}

static size_t read_date(struct fact_reader *r, size_t i) {
  struct civil c = {0, 0, 0};
  size_t first = i, next = read_figures(r, i, &c);
  if (next == 0 && (next = read_day_month(r, i, &c)) != 0) {
    size_t k = skip_of(r, next);
    if (touches(r, k) && (c.y = year_number(r, k)) != 0) next = k + 1;
    if (c.y == 0 && i > 1 && fact_is(r, i - 1, FACT_LIST(YEAR_SIGN)) && (c.y = year_number(r, i - 2)) != 0)
      first = i - 2;
  }
  if (next == 0) return 0;
  int64_t published = day_published(r->t);
  int known = c.y != 0 || r->t->published != 0;
  struct tdg_fact *f = put(r, first, next - 1, known ? TDG_FACT_DAY : 0,
                           !known     ? 0
                           : c.y != 0 ? tdg_days_from_civil(c.y, c.m, c.d)
                                      : nearest_year(c, published));
  f->weekday = weekday_before(r, first);
  if (c.y != 0) f->flags |= TDG_FACT_YEAR_GIVEN;
  put_civil(f, c);
  return next;
}

/* "May 2024", "mai 2024", "2024年5月", and a year alone behind a word of time: "in 2019", "since 2019". */
static size_t read_month_year(struct fact_reader *r, size_t i) {
  struct civil c = {0, 0, 0};
  size_t k = i + 1, n;
  int capital = r->traits->month_first || r->traits->noun_capitals; /* "may", "march" are other words */
  if ((c.m = r->t->marks[i].month) != 0 && (is_capital(r, i) || !capital)) {
    k = skip_of(r, k);
    if (!touches(r, k) || (c.y = year_number(r, k)) == 0) return 0;
    k++;
  } else if ((c.y = year_number(r, i)) != 0 && fact_is(r, i + 1, FACT_LIST(YEAR_SIGN))) {
    int v;
    size_t end;
    k = i + 2;
    if (fact_digits_at(r, k, 12, &v, &end) && fact_is(r, k + 1, FACT_LIST(MONTH_SIGN))) c.m = v, k += 2;
    if (c.m != 0 && day_number(r, k) != 0 && fact_is(r, k + 1, FACT_LIST(DAY_SIGN)))
      c.d = day_number(r, k), k += 2;
  } else if (c.y != 0) {
    int lead = fact_word_before(r, i, r->t->terms[i].start, TDG_FACT_WORD_TIME, NULL) != 0 ||
               (i > 0 && fact_follows(r, i) &&
                fact_is(r, i - 1, FACT_LIST(AT) | FACT_LIST(ON) | FACT_LIST(YEARS))) ||
               fact_word(r, i + 1, TDG_FACT_WORD_UNIT, &n) == TDG_FACT_UNITS_YEAR ||
               fact_word_before(r, i, r->t->terms[i].start, TDG_FACT_WORD_UNIT, NULL) == TDG_FACT_UNITS_YEAR;
    if (!lead) return 0;
    if (fact_word(r, i + 1, TDG_FACT_WORD_UNIT, &n) == TDG_FACT_UNITS_YEAR) k += n; /* в 2019 году */
  } else {
    return 0;
  }
  struct tdg_fact *f = put(r, i, k - 1,
                           c.d != 0   ? TDG_FACT_DAY
                           : c.m != 0 ? TDG_FACT_MONTH
                                      : TDG_FACT_YEAR,
                           tdg_days_from_civil(c.y, c.m != 0 ? c.m : 1, c.d != 0 ? c.d : 1));
  f->flags |= TDG_FACT_YEAR_GIVEN;
  if (c.d != 0) put_civil(f, c);
  return k;
}

static int leads_to_date(const struct fact_reader *r, size_t i) {
  struct civil c;
  size_t behind = i + r->t->marks[i].n;
  for (size_t k = behind; k < r->t->n && k < behind + 2; k++)
    if ((read_day_month(r, k, &c) != 0 || read_figures(r, k, &c) != 0) && weekday_before(r, k) != 0) return 1;
  return 0;
}

size_t fact_read_date(struct fact_reader *r, size_t i) {
  size_t next = read_date(r, i);
  if (next == 0) next = read_month_year(r, i);
  if (next == 0) next = read_period(r, i);
  if (next == 0 && r->t->marks[i].weekday != 0)
    next = leads_to_date(r, i) ? i + r->t->marks[i].n : read_weekday(r, i);
  return next != 0 ? next : read_relative(r, i);
}
