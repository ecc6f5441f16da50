/* days.c - what a sentence says of days; see conflict.h.
 *
 * A weekday is the last one before the record came out, or the next one after when the words speak of what is
 * to come.  Where both are possible nothing is said: a wrong date is worse than none.  Names of weekdays in
 * other names ("Black Friday") and each of them ("every Monday") are no days.
 */
#include "conflict.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

#include <stdlib.h>

enum { MOST_GAP = 3, HALF_YEAR = 183 };
static const int64_t day_ms = 86400000;

int64_t days_published(const struct member *m) {
  int64_t ms = m->time + (m->undated ? 0 : m->zone * INT64_C(60000)), day = ms / day_ms;
  return ms < 0 && ms % day_ms != 0 ? day - 1 : day;
}

/* ---- days that are counted from the record's own ---- */

static int is_told(const struct sentence *s, size_t i) {
  return sentence_is(s, i, W(W_SAID) | W(W_OUTCOME)) || s->marks[i].state != 0 || s->marks[i].before != 0;
}

/* What one word says of time: -1 past, 1 to come, 0 nothing; *present: it says that it is so now. */
static int time_of(const struct brief *b, const struct sentence *s, size_t i, int *present) {
  struct tdg_sense sense;
  struct tdg_fact_text t = sentence_fact_text(b, s);
  int tense = sentence_value(b, s, i, TDG_FACT_WORD_TENSE, NULL);
  if (sentence_is(s, i, W(W_FUTURE)) || (s->marks[i].facts & UINT64_C(1) << TDG_FACT_WORD_FUTURE_VERB) != 0)
    return 1;
  if (tense == TDG_FACT_TENSE_FUTURE || tense == TDG_FACT_TENSE_CONDITIONAL) return 1;
  if (tense == TDG_FACT_TENSE_PAST || tense == TDG_FACT_TENSE_PERFECT) return -1;
  *present |= tense == TDG_FACT_TENSE_PRESENT;
  if (s->marks[i].weekday != 0 || s->marks[i].month != 0 || s->small[i]) return 0;
  t.terms += i, t.marks += i, t.n = 1; /* by its ending */
  tdg_sense(&t, &sense);
  if (sense.tense == TDG_TENSE_FUTURE || sense.tense == TDG_TENSE_CONDITIONAL) return 1;
  return sense.tense == TDG_TENSE_PAST || is_told(s, i) ? -1 : 0;
}

static int stands_behind_that(const struct brief *b, const struct sentence *s, size_t i) {
  return i > 0 && sentence_value(b, s, i - 1, TDG_FACT_WORD_SPEECH, NULL) == TDG_FACT_SPEECH_THAT;
}

/* A comma or "that" stands before it. */
static int begins_clause(const struct brief *b, const struct sentence *s, size_t i) {
  return i == 0 || !(s->terms[i].flags & TDG_TERM_ADJACENT) || stands_behind_that(b, s, i);
}

/* "Friday's vote", "la reunión del jueves": the day of a thing. */
static int is_of_a_thing(const struct brief *b, const struct sentence *s, size_t i) {
  struct tdg_str word = {s->text.p + s->terms[i].start, s->terms[i].end - s->terms[i].start};
  if (tdg_str_ends(word, "'s") || tdg_str_ends(word, "\xE2\x80\x99s")) return 1;
  return i > 0 && (s->terms[i].flags & TDG_TERM_ADJACENT) &&
         sentence_value(b, s, i - 1, TDG_FACT_WORD_OF, NULL) != 0;
}

/* "until Thursday", "bis zum Donnerstag": to come, but for what was so until then. */
static int leads_until(const struct brief *b, const struct sentence *s, size_t at) {
  for (size_t k = 1; k <= 2 && k <= at && (s->terms[at - k + 1].flags & TDG_TERM_ADJACENT); k++) {
    int value = sentence_value(b, s, at - k, TDG_FACT_WORD_TIME, NULL);
    if (value != 0) return value == TDG_FACT_TIME_UNTIL || value == TDG_FACT_TIME_BY;
  }
  return 0;
}

/* An auxiliary or verb of the past stands there. */
static int tells_past(const struct brief *b, const struct sentence *s, size_t first, size_t end) {
  for (size_t i = first; i < end; i++) {
    int tense = sentence_value(b, s, i, TDG_FACT_WORD_TENSE, NULL);
    if (tense == TDG_FACT_TENSE_PAST || tense == TDG_FACT_TENSE_PERFECT) return 1;
  }
  return 0;
}

/* "ist am Montag ... gelaufen": the clause ends with a participle, as German ones do. */
static int ends_with_participle(const struct sentence *s, size_t end) {
  static const char *const prefixes[] = {"ge", "be", "ver", "ent", "er", "zer"};
  const struct tdg_term *t = &s->terms[end - 1];
  struct tdg_str word = {s->text.p + t->start, t->end - t->start};
  if (t->flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) return 0;
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
    if (tdg_str_starts(word, prefixes[i])) return 1;
  return tdg_nocase_has(word, "ge");
}

/* Of the clause in which the day stands: the nearest word before it that says when, else the first behind it.  -1 past,
 * 1 to come, 0 cannot be told: the day of a thing that something will be done with may be either ("will investigate
 * Monday's crash"). */
static int tense(const struct brief *b, const struct sentence *s, size_t at, const struct tdg_traits *w) {
  int before = 0, behind = 0, elsewhere = 0, present = 0, other = 0;
  size_t first = at, end = at + 1;
  while (!begins_clause(b, s, first)) first--;
  while (end < s->n_terms && !begins_clause(b, s, end)) end++;
  for (size_t i = at; i-- > first && before == 0;) before = time_of(b, s, i, &present);
  for (size_t i = at + 1; i < end && behind == 0; i++) behind = time_of(b, s, i, &present);
  if (leads_until(b, s, at)) return before < 0 && tells_past(b, s, first, at) ? 0 : 1;
  if (is_of_a_thing(b, s, at)) return before > 0 ? 0 : before < 0 || behind == 0 ? -1 : behind;
  if (before != 0 && (behind == 0 || !w->verb_last)) return before;
  if (behind != 0) return behind;
  if (w->noun_capitals && end > at + 1 && ends_with_participle(s, end)) return -1;
  for (size_t i = first;
       first > 0 && stands_behind_that(b, s, first) && i-- > 0;) /* "is expected that on Thursday" */
    if ((elsewhere = time_of(b, s, i, &other)) != 0 && !sentence_is(s, i, W(W_SAID))) return elsewhere > 0;
  elsewhere = 0;
  for (size_t i = 0; i < s->n_terms && elsewhere <= 0; i++)
    if (i < first || i >= end) elsewhere = time_of(b, s, i, &other) + (sentence_is(s, i, W(W_NEXT)) ? 1 : 0);
  return elsewhere > 0 || present || w->noun_capitals || s->role == ROLE_NEXT ? 0 : -1;
}

/* Beside the term, in the same phrase: "last Monday", "lundi dernier". */
static int beside(const struct sentence *s, size_t first, size_t last, enum word word) {
  if (first > 0 && (s->terms[first].flags & TDG_TERM_ADJACENT) && sentence_is(s, first - 1, W(word)))
    return 1;
  return last + 1 < s->n_terms && (s->terms[last + 1].flags & TDG_TERM_ADJACENT) &&
         sentence_is(s, last + 1, W(word));
}

/* Part of a name: "Black Friday", "Sunday Times". */
static int in_a_name(const struct sentence *s, size_t first, size_t last, const struct tdg_traits *w) {
  const struct tdg_term *t = s->terms;
  if (w->noun_capitals) return 0;
  if (first > 0 && (t[first].flags & TDG_TERM_ADJACENT) &&
      (t[first - 1].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL &&
      (t[first].flags & TDG_TERM_CAPITAL))
    return 1;
  return last + 1 < s->n_terms && (t[last + 1].flags & TDG_TERM_ADJACENT) &&
         (t[last + 1].flags & TDG_TERM_CAPITAL) && (t[first].flags & TDG_TERM_CAPITAL) &&
         s->marks[last + 1].month == 0;
}

static int read_weekday(const struct brief *b, const struct sentence *s, size_t i, int64_t published,
                        const struct tdg_traits *w, struct day *out) {
  size_t last = i + s->marks[i].n - 1;
  int ago = (tdg_weekday(published) - s->marks[i].weekday + 7) % 7; /* 0 .. 6 days */
  if (in_a_name(s, i, last, w) || beside(s, i, last, W_EVERY)) return 0;
  *out = (struct day){.first = i, .last = last, .weekday = s->marks[i].weekday, .relative = 1};
  int way = beside(s, i, last, W_COMING) ? 2 : beside(s, i, last, W_LAST) ? -2 : tense(b, s, i, w);
  if (way == 0) return 0;
  if (way < 0) out->day = published - (ago == 0 && way == -2 ? 7 : ago);
  else out->day = published + (ago == 0 ? (way == 2 ? 7 : 0) : 7 - ago);
  out->future = way > 0;
  return 1;
}

static int read_relative(const struct sentence *s, size_t i, int64_t published, struct day *out) {
  static const struct {
    enum word word;
    int days;
  } words[] = {{W_DAY_BEFORE_YESTERDAY, -2},
               {W_YESTERDAY, -1},
               {W_DAY_AFTER_TOMORROW, 2},
               {W_TOMORROW, 1},
               {W_TODAY, 0}};
  int noun = (s->terms[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL; /* der Morgen */
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
    if (!sentence_is(s, i, W(words[k].word)) || noun || beside(s, i, i, W_EVERY)) continue;
    *out =
        (struct day){.first = i, .last = i + s->marks[i].n - 1, .relative = 1, .future = words[k].days > 0};
    out->day = published + words[k].days;
    return 1;
  }
  return 0;
}

/* ---- dates ---- */

/* 4, 4th; 0: no day of a month. */
static int day_number(const struct sentence *s, size_t i) {
  if (i >= s->n_terms || !(s->terms[i].flags & TDG_TERM_NUMBER)) return 0;
  const char *p = s->text.p + s->terms[i].start;
  size_t n = s->terms[i].end - s->terms[i].start;
  int v = 0;
  for (size_t k = 0; k < n && k < 3 && p[k] >= '0' && p[k] <= '9'; k++) v = v * 10 + (p[k] - '0');
  return v >= 1 && v <= 31 ? v : 0;
}
static int year_number(const struct sentence *s, size_t i) {
  if (i >= s->n_terms || !(s->terms[i].flags & TDG_TERM_NUMBER) || s->terms[i].size != 4) return 0;
  const char *p = s->text.p + s->terms[i].start;
  int v = 0;
  for (size_t k = 0; k < 4; k++) v = v * 10 + (p[k] - '0');
  return v >= 1900 && v <= 2100 ? v : 0;
}

/* Nothing but a space or a sign stands between. */
static int touches(const struct sentence *s, size_t i) {
  return i < s->n_terms && s->terms[i].start <= s->terms[i - 1].end + MOST_GAP;
}

struct civil {
  int y, m, d;
};

/* "4 March", "4. März", "4 de marzo", "March 4", "3月4日"; the last term, or 0. */
static size_t read_day_month(const struct sentence *s, size_t i, const struct tdg_traits *w,
                             struct civil *c) {
  size_t k = i + 1;
  if ((c->d = day_number(s, i)) != 0 && touches(s, k)) {
    if (sentence_is(s, k, W(W_MONTH_SIGN)) && c->d <= 12 && sentence_is(s, k + 2, W(W_DAY_SIGN))) {
      c->m = c->d, c->d = day_number(s, k + 1);
      return c->d != 0 ? k + 2 : 0;
    }
    if (sentence_is(s, k, W(W_COUNTER)) && touches(s, k + 1)) k++;
    c->m = s->marks[k].month;
    return c->m != 0 ? k : 0;
  }
  if (!w->month_first || s->marks[i].month == 0 || !(s->terms[i].flags & TDG_TERM_CAPITAL) || !touches(s, k))
    return 0;
  c->m = s->marks[i].month;
  c->d = day_number(s, k);
  return c->d != 0 ? k : 0;
}

/* The year nearest to when the record came out. */
static int64_t nearest_year(struct civil c, int64_t published) {
  int y, m, d;
  int64_t best = INT64_MIN;
  tdg_civil_from_days(published, &y, &m, &d);
  for (int k = y - 1; k <= y + 1; k++) {
    int64_t day = tdg_days_from_civil(k, c.m, c.d);
    if (best == INT64_MIN || llabs(day - published) < llabs(best - published)) best = day;
  }
  return best;
}

/* "Tuesday, 4 March", "Dienstag, dem 4. März" */
static int weekday_before(const struct sentence *s, size_t i) {
  for (size_t k = 1; k <= 3 && k <= i; k++)
    if (s->marks[i - k].weekday != 0 && s->marks[i - k].n + 1u >= k &&
        s->terms[i].start <= s->terms[i - k].end + 3 * MOST_GAP)
      return s->marks[i - k].weekday;
  return 0;
}

static int read_date(const struct sentence *s, size_t i, int64_t published, const struct tdg_traits *w,
                     struct day *out) {
  struct civil c = {0};
  size_t last = read_day_month(s, i, w, &c), k = last + 1;
  if (last == 0) return 0;
  if (sentence_is(s, k, W(W_COUNTER))) k++;
  c.y = touches(s, k) ? year_number(s, k) : 0;
  *out = (struct day){.first = i, .last = c.y != 0 ? k : last, .year_given = c.y != 0};
  if (c.y == 0 && i > 1 && sentence_is(s, i - 1, W(W_YEAR_SIGN)) && (c.y = year_number(s, i - 2)) != 0)
    out->first = i - 2, out->year_given = 1;
  out->day = c.y != 0 ? tdg_days_from_civil(c.y, c.m, c.d) : nearest_year(c, published);
  out->weekday = weekday_before(s, out->first);
  out->future = out->day > published;
  return out->year_given || llabs(out->day - published) <= HALF_YEAR;
}

/* ---- all of a sentence ---- */

static int leads_to_date(const struct sentence *s, size_t i, int64_t published, const struct tdg_traits *w) {
  struct day d;
  for (size_t k = i + s->marks[i].n; k < s->n_terms && k < i + s->marks[i].n + 2u; k++)
    if (read_date(s, k, published, w, &d) && d.weekday != 0) return 1;
  return 0;
}

size_t days_find(const struct brief *b, const struct sentence *s, struct day out[MAX_DAYS]) {
  const struct member *m = &b->member[s->member];
  const struct tdg_traits *w = tdg_vocabulary_traits(m->language);
  size_t n = 0;
  if (m->time == 0) return 0;
  int64_t published = days_published(m);
  for (size_t i = 0; i < s->n_terms && n < MAX_DAYS; i++) {
    struct day *d = &out[n];
    int found = read_date(s, i, published, w, d) || read_relative(s, i, published, d) ||
                (s->marks[i].weekday != 0 && !leads_to_date(s, i, published, w) &&
                 read_weekday(b, s, i, published, w, d));
    if (!found) continue;
    d->start = s->terms[d->first].start;
    d->end = s->terms[d->last].end;
    i = d->last;
    n++;
  }
  return n;
}
