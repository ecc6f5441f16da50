/* dates.c - dates that cannot be right in themselves; see conflict.h.
 *
 * A full date that a report's opening gives for what it reports is in doubt when the report came out long after, and another tells of
 * it too: news is not months old; and when it is far from the years that the report counts of an affair whose beginning everybody
 * knows.  When a record was read says nothing of when anything happened.  Any date is in doubt
 * when the weekday beside it is another one, when "yesterday" stands beside a date that was not, when something is told as past
 * that was still to come, and when a span ends before it begins.  The sentence is then not repeated in the brief.  Dates that differ between
 * reports are in slots.c.
 */
#include "conflict.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

#include <stdio.h>

enum { OPENING = 2, MAX_DATES = 60, MAX_MESSAGE = 400, HALF_YEAR = 183, LEAST_WORDS = 7, NEAR = 6 };
static const int64_t day_ms = 86400000, stale_ms = 60LL * 86400000;
static const float TOLD = 0.4f;

struct dated {
  struct sentence *s;
  int64_t ms;
  size_t start, end;
};

static int has_year(struct tdg_str t, size_t from, size_t to) {
  int digits = 0;
  for (size_t i = from; i < to; i++) {
    digits = t.p[i] >= '0' && t.p[i] <= '9' ? digits + 1 : 0;
    if (digits == 4) return 1;
  }
  return 0;
}

/* "announced on March 15, 2024": what happened then, not what is recalled ("since", "born", "in 2022"). Where
 * a language has no such word the date stands for itself. */
static int is_main_event(const struct sentence *s, const struct tdg_traits *w, size_t start) {
  size_t i = 0;
  if (!w->says_on) return 1;
  while (i < s->n_terms && s->terms[i].start < start) i++;
  return i > 0 && (s->marks[i - 1].is & W(W_ON)) != 0;
}

/* "Posted on Friday, 27 September 2013": a line about the page. */
static int is_of_page(const struct sentence *s) {
  if (s->words < LEAST_WORDS) return 1;
  return (s->is & (W(W_OF_PAGE) | W(W_CHANGED))) != 0;
}

static size_t find_dates(struct brief *b, struct dated *out) {
  size_t n = 0;
  for (size_t i = 0; i < b->n_sentences && n < MAX_DATES; i++) {
    struct sentence *s = &b->sentence[i];
    struct tdg_date d;
    size_t from, to;
    if (s->index >= OPENING || !has_year(s->text, 0, s->text.n) ||
        tdg_date_find(s->text.p, s->text.n, NULL, &d, &from, &to) != 0)
      continue;
    if (d.precision < TDG_DATE_DAY || !has_year(s->text, from, to) || is_of_page(s) ||
        !is_main_event(s, sentence_traits(b, s), from))
      continue;
    out[n++] = (struct dated){s, d.ms, from, to};
  }
  return n;
}

static int is_near(int64_t a, int64_t b, int64_t span) { return a - b <= span && b - a <= span; }

/* The sentence carries the conflict's number, and is not repeated as fact.  Returns the new number of conflicts. */
static int add(struct conflict *out, int n, struct sentence *s, size_t start, size_t end, const char *what,
               const char *message) {
  out[n] = (struct conflict){.kind = "date", .message = message, .what = tdg_str_of(what), .n = 1};
  out[n].claim[0] = (struct claim){.sentence = s, .value = {s->text.p + start, end - start}};
  s->doubtful = 1;
  s->conflicts |= 1u << n;
  return n + 1;
}

static const char of_event[] = "date of the event";

/* ---- against the day on which its report came out ---- */

/* News is not months old: what a report opens with, and another report tells too. */
static int is_told_by_others(const struct comparison *c, const struct sentence *s) {
  for (size_t i = 0; i < c->al.n_pairs; i++) {
    const struct pair *p = &c->al.pair[i];
    if (p->score >= TOLD && p->shared >= 3 &&
        (align_sentence(c->b, p->a) == s || align_sentence(c->b, p->b) == s))
      return 1;
  }
  return 0;
}

static int add_own(struct comparison *c, const struct dated *d, struct conflict *out, int n) {
  char when[32], *message = tdg_scratch(c->b->call, MAX_MESSAGE);
  int64_t out_ms = c->b->member[d->s->member].time;
  if (n == MAX_CONFLICTS || out_ms == 0 || d->s->index > 0 || out_ms - d->ms <= stale_ms ||
      !is_told_by_others(c, d->s))
    return n;
  tdg_date_rfc3339(out_ms, when);
  snprintf(
      message, MAX_MESSAGE,
      "The date of the event is %.*s in one report, but that came out on %.10s; no other gives that date.",
      (int)(d->end - d->start), d->s->text.p + d->start, when);
  return add(out, n, d->s, d->start, d->end, of_event, message);
}

/* ---- against the years that are counted ---- */

/* When it began, and how far off a report may be that counts its years: "nearly", "more than". */
static const struct {
  int y, m, d;
} began[AFFAIRS] = {[TDG_BRIEF_AFFAIRS_UKRAINE] = {2022, 2, 24},
                    [TDG_BRIEF_AFFAIRS_COVID] = {2020, 3, 11},
                    [TDG_BRIEF_AFFAIRS_SYRIA] = {2011, 3, 15},
                    [TDG_BRIEF_AFFAIRS_GAZA] = {2023, 10, 7},
                    [TDG_BRIEF_AFFAIRS_SUDAN] = {2023, 4, 15}};
enum { MOST_YEARS = 30, OFF_BY = 456 };

/* "an invasion that has gone on for nearly four years": how many, 0 when none are counted. */
static int counted_years(const struct reading *r) {
  for (size_t i = 0; i < r->n_facts; i++) {
    const struct tdg_fact *f = &r->fact[i];
    double years = f->value / (365.25 * 86400);
    if (f->kind == TDG_FACT_DURATION && f->unit == TDG_FACT_UNITS_YEAR && years >= 0.9 && years <= MOST_YEARS)
      return (int)(years + 0.5);
  }
  return 0;
}

static int affair_of(const struct sentence *s) {
  for (size_t k = 0; k < s->n_terms; k++)
    if (s->marks[k].affair != AFFAIR_NONE) return s->marks[k].affair;
  return AFFAIR_NONE;
}

/* The day on which the record was written, as it counts the years of an affair; INT64_MIN when it counts none. */
static int64_t counted_day(struct comparison *c, int member, int *affair, int *years) {
  for (size_t i = 0; i < c->b->n_sentences; i++) {
    const struct sentence *s = &c->b->sentence[i];
    *affair = s->member == member ? affair_of(s) : AFFAIR_NONE;
    *years = *affair == AFFAIR_NONE ? 0 : counted_years(comparison_read(c, i));
    if (*years == 0) continue;
    return tdg_days_from_civil(began[*affair].y, began[*affair].m, began[*affair].d) +
           *years * INT64_C(36525) / 100;
  }
  return INT64_MIN;
}

static int add_counted(struct comparison *c, const struct dated *d, struct conflict *out, int n) {
  int affair;
  int years;
  int64_t day = counted_day(c, d->s->member, &affair, &years), given = d->ms / day_ms;
  if (n == MAX_CONFLICTS || day == INT64_MIN || is_near(given, day, OFF_BY)) return n;
  char *message = tdg_scratch(c->b->call, MAX_MESSAGE);
  snprintf(message, MAX_MESSAGE,
           "The date of the event is %.*s in one report, but that counts %d years of what began on "
           "%d-%02d-%02d; no other "
           "gives that date.",
           (int)(d->end - d->start), d->s->text.p + d->start, years, began[affair].y, began[affair].m,
           began[affair].d);
  return add(out, n, d->s, d->start, d->end, of_event, message);
}

/* Another record with that date makes it no one-off. */
static int is_confirmed(const struct dated *d, size_t n, size_t i) {
  for (size_t k = 0; k < n; k++)
    if (d[k].s->member != d[i].s->member && is_near(d[k].ms, d[i].ms, 7 * day_ms)) return 1;
  return 0;
}

/* ---- against the text's own logic ---- */

static const char *weekday_name(int weekday) {
  static const char *const names[] = {"",         "Monday", "Tuesday",  "Wednesday",
                                      "Thursday", "Friday", "Saturday", "Sunday"};
  return names[weekday];
}

static void write_day(int64_t day, char out[32]) {
  tdg_date_rfc3339(day * day_ms, out);
  out[strlen("2026-03-09")] = '\0';
}

/* "on Tuesday, 4 March", when the fourth is a Wednesday. */
static int is_other_weekday(const struct day *d, char *why) {
  char date[32];
  if (d->relative || d->weekday == 0 || d->weekday == tdg_weekday(d->day)) return 0;
  write_day(d->day, date);
  snprintf(why, MAX_MESSAGE, "A report names a %s, but %s was a %s.", weekday_name(d->weekday), date,
           weekday_name(tdg_weekday(d->day)));
  return 1;
}

/* "yesterday, 4 March", in a report of the tenth.  Where the source's own day is not known, a day is nothing.
 */
static int is_other_day(const struct sentence *s, const struct day *d, const struct day *next,
                        int64_t published, char *why) {
  char date[32], came[32];
  if (!d->relative || d->weekday != 0 || next->relative || next->first > d->last + 2 ||
      next->start > d->end + strlen(", the "))
    return 0;
  if (is_near(d->day, next->day, 1)) return 0;
  write_day(next->day, date);
  write_day(published, came);
  snprintf(why, MAX_MESSAGE, "A report of %s says \"%.*s\" of %s.", came, (int)(d->end - d->start),
           s->text.p + d->start, date);
  return 1;
}

/* A word for what has happened stands close before the date, and none for what is to come anywhere. */
static int is_told_as_past(const struct sentence *s, const struct day *d) {
  int told = 0;
  for (size_t i = 0; i < s->n_terms; i++) {
    const struct tdg_word_mark *m = &s->marks[i];
    if (m->is & (W(W_FUTURE) | W(W_NEXT) | W(W_MATTERS))) return 0;
    if ((m->is & W(W_OUTCOME)) || m->state != STATE_NONE || m->before != STATE_NONE)
      told |= i < d->first ? i + NEAR >= d->first : d->first <= 1;
  }
  for (size_t i = d->first > NEAR ? d->first - NEAR : 0; i < d->first; i++)
    if (s->marks[i].is & W(W_OR)) return 0; /* "agreed to meet on" */
  return told;
}

static int is_yet_to_come(const struct sentence *s, const struct day *d, int64_t published, char *why) {
  char date[32], came[32];
  if (d->relative || d->day <= published + 1 || d->day > published + 366 || !is_told_as_past(s, d)) return 0;
  write_day(d->day, date);
  write_day(published, came);
  snprintf(why, MAX_MESSAGE, "A report of %s tells of %s as past.", came, date);
  return 1;
}

/* "from 12 March to 9 March" */
static int ends_first(const struct sentence *s, const struct day *d, const struct day *next, char *why) {
  if (d->relative || next->relative || next->first != d->last + 2 || !(s->marks[d->last + 1].is & W(W_OR)))
    return 0;
  if (next->day >= d->day || d->day - next->day > HALF_YEAR || next->year_given != d->year_given) return 0;
  snprintf(why, MAX_MESSAGE, "A report gives a time that ends before it begins.");
  return 1;
}

static int add_illogical(struct brief *b, struct sentence *s, struct conflict *out, int n) {
  struct day d[MAX_DAYS + 1];
  size_t found = days_find(b, s, d);
  int64_t published = found == 0 ? 0 : days_published(&b->member[s->member]);
  char why[MAX_MESSAGE];
  d[found] = (struct day){.relative = 1, .first = SIZE_MAX};
  for (size_t i = 0; i < found && n < MAX_CONFLICTS && !is_of_page(s); i++) {
    int pair = is_other_day(s, &d[i], &d[i + 1], published, why) || ends_first(s, &d[i], &d[i + 1], why);
    if (!pair && !is_other_weekday(&d[i], why) && !is_yet_to_come(s, &d[i], published, why)) continue;
    size_t end = pair ? d[i + 1].end : d[i].end;
    char *message = tdg_scratch(b->call, MAX_MESSAGE);
    memcpy(message, why, MAX_MESSAGE);
    n = add(out, n, s, d[i].start, end, "date", message);
  }
  return n;
}

int conflict_dates(struct comparison *c, struct conflict out[MAX_CONFLICTS], int n) {
  struct brief *b = c->b;
  struct dated *d = tdg_scratch(b->call, MAX_DATES * sizeof *d);
  size_t found = find_dates(b, d);
  for (size_t i = 0; i < found; i++) {
    int before = n;
    if (is_confirmed(d, found, i)) continue;
    n = add_own(c, &d[i], out, n);
    if (n == before) n = add_counted(c, &d[i], out, n);
  }
  for (size_t i = 0; i < b->n_sentences && n < MAX_CONFLICTS; i++)
    n = add_illogical(b, &b->sentence[i], out, n);
  return n;
}
