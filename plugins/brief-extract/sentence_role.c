/* sentence_role.c - which section of the brief a sentence is for, by its tense and sense; see brief.h.
 *
 * What is to come belongs to "next", what may come of it or what it weighs to "matters", what has been so for
 * long or elsewhere to "beyond", and everything else to "happening".  Whoever tells what was planned tells
 * of the past.  The first sentence of a report is its news, whatever its tense.
 */
#include "conflict.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

enum { LEAST = 2 /* points of a section */, NEAR = 4, OPENING = 4, YEARS = 100 };

struct sense {
  const struct cue_counts *c;
  int to_come, matters, beyond; /* points */
};

/* A day that is to come, by the calendar or by the words beside it.  A date without a year may be that of a
 * year before: what is told of the past is not to come. */
static int names_day_to_come(const struct brief *b, const struct sentence *s, int past) {
  struct day d[MAX_DAYS];
  const struct member *m = &b->member[s->member];
  size_t n = days_find(b, s, d);
  for (size_t i = 0; i < n; i++)
    if (d[i].day > days_published(m) && (d[i].relative ? d[i].future : d[i].year_given || !past)) return 1;
  return 0;
}

/* "Das Treffen ist am Freitag": a day of the week in the present tense; not "Monday's shooting follows two". */
static int names_weekday(const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++) {
    struct tdg_str word = {s->text.p + s->terms[i].start, s->terms[i].end - s->terms[i].start};
    if (s->marks[i].weekday != 0 && !tdg_str_ends(word, "'s") && !tdg_str_ends(word, "\xE2\x80\x99s"))
      return 1;
  }
  return 0;
}

/* "A year ago, the club fired", "Last season", "He hosted last year, meaning that": what is told there is neither to come nor the weight of what
 * happened. */
static int tells_long_ago(const struct brief *b, const struct sentence *s, const struct cue_counts *c) {
  if (c->n[CUE_PAST] == 0 || s->n_terms == 0) return 0;
  for (size_t i = c->first[CUE_PAST]; c->n[CUE_MEANS] > 0 && i < c->first[CUE_MEANS]; i++)
    if (sentence_is(s, i, W(W_LAST)) && s->marks[i + 1].weekday == 0) return 1;
  if (sentence_is(s, 0, W(W_LAST)) && !(s->n_terms > 1 && s->marks[1].weekday != 0)) return 1;
  for (size_t i = 0; i < OPENING && i < s->n_terms; i++)
    if (sentence_value(b, s, i, TDG_FACT_WORD_AGO, NULL) != 0) return 1;
  return 0;
}

static int tells_past(const struct cue_counts *c, const struct sentence *s) {
  if (c->n[CUE_PAST] > 0 || c->n[CUE_PERFECT] > 0 || c->n[CUE_FRAMED] > 0) return 1;
  for (size_t i = 0; i < s->n_terms; i++)
    if (s->marks[i].state != 0 || sentence_is(s, i, W(W_OUTCOME))) return 1;
  return 0;
}

static int speaks(const struct sentence *s) { return (s->is & W(W_SAID)) != 0; }

/* "noted that allies would take part", but "it would shorten the way" is no plan. */
static int says_they_would(const struct sentence *s, const struct cue_counts *c) {
  size_t at = c->first[CUE_WOULD];
  if (c->n[CUE_WOULD] == 0 || at == 0 || sentence_is(s, at - 1, W(W_HANGS) | W(W_PRONOUN))) return 0;
  for (size_t i = at > NEAR ? at - NEAR : 0; i < at; i++)
    if (sentence_is(s, i, W(W_SAID))) return 1;
  return 0;
}

static int comma_before(const struct sentence *s, size_t i) {
  return memchr(s->text.p + s->terms[i - 1].end, ',', s->terms[i].start - s->terms[i - 1].end) != NULL;
}

/* The number at a term, if it may be a year; 0: it may not. */
static int year_at(const struct sentence *s, size_t i) {
  int year = 0;
  if (!(s->terms[i].flags & TDG_TERM_NUMBER) || s->terms[i].end - s->terms[i].start != 4) return 0;
  for (size_t k = s->terms[i].start; k < s->terms[i].end; k++) {
    if (!tdg_is_digit(s->text.p[k])) return 0;
    year = 10 * year + s->text.p[k] - '0';
  }
  return year;
}

/* "In 2001 they announced plans to sell the house": a plan of years ago; but "the house that was built in 2001 will be sold". */
static int was_planned_years_ago(const struct brief *b, const struct sentence *s,
                                 const struct cue_counts *c) {
  const struct member *m = &b->member[s->member];
  int now, month, day, found = 0;
  if (m->time == 0 || c->n[CUE_WILL] == 0 || c->n[CUE_PAST] == 0) return 0;
  tdg_civil_from_days(days_published(m), &now, &month, &day);
  for (size_t i = 0; i + 1 < c->first[CUE_WILL]; i++) {
    int year = year_at(s, i);
    if (i > 0 && comma_before(s, i)) found = 0;
    found |= year < now && year > now - YEARS;
  }
  return found && !comma_before(s, c->first[CUE_WILL]);
}

static int points_to_come(const struct brief *b, const struct sentence *s, const struct cue_counts *c) {
  int past = tells_past(c, s),
      time = (c->n[CUE_COMES] > 0 && c->n[CUE_PAST] == 0) || names_day_to_come(b, s, past);
  if (c->n[CUE_WILL] > 0 &&
      (c->first[CUE_WILL] > 0 || c->n[CUE_WILL] > 1)) /* no "Expected to win, they are last" */
    return time ? 4 : 3;
  if (c->n[CUE_FRAMED] > 0) return 0;
  if (!time && names_weekday(s)) time = !past && !speaks(s);
  if (time) return c->n[CUE_SHALL] > 0 ? 4 : LEAST;
  return says_they_would(s, c) ? LEAST : 0;
}

/* "... were escorted out so that they could go home", "they put back a rule on whatever could hurt animals at risk": a story of the past, no
 * fear, however often it says so. */
static int tells_what_could(const struct cue_counts *c) {
  return c->n[CUE_PAST] > 0 && c->n[CUE_MAY] > 0 && c->first[CUE_PAST] < c->first[CUE_MAY];
}

static void read_sense(const struct brief *b, const struct sentence *s, const struct cue_counts *c,
                       struct sense *out) {
  out->c = c;
  out->to_come = points_to_come(b, s, c);
  out->matters = (tells_what_could(c) ? 1 : 2 * c->n[CUE_MAY]) + 2 * c->n[CUE_MEANS] + c->n[CUE_EFFECT];
  out->matters += c->n[CUE_WOULD] > 0 && c->n[CUE_EFFECT] > 0; /* would weaken; zou kunnen */
  out->beyond = 2 * c->n[CUE_LONG] + c->n[CUE_STUDY] + c->n[CUE_OFTEN];
  if (c->n[CUE_SPAN] > 0) out->beyond += c->n[CUE_PERFECT] > 0 || c->n[CUE_PAST] == 0 ? 2 : 1;
  if (tells_long_ago(b, s, c)) out->to_come = out->matters = 0;
  if (was_planned_years_ago(b, s, c)) out->to_come = 0;
  if (out->beyond < LEAST && c->n[CUE_STUDY] > 0 && c->n[CUE_THINKS] > 0) out->matters += 2;
}

/* Both are said: what comes first leads. */
static enum role which_first(const struct sense *x, const struct sentence *s) {
  size_t may = s->n_terms, will = s->n_terms;
  if (x->c->n[CUE_WILL] == 0) return x->c->n[CUE_MAY] > 0 ? ROLE_NEXT : ROLE_MATTERS;
  will = x->c->first[CUE_WILL];
  if (x->c->n[CUE_MAY] > 0) may = x->c->first[CUE_MAY];
  if (x->c->n[CUE_MEANS] > 0 && x->c->first[CUE_MEANS] < may) may = x->c->first[CUE_MEANS];
  return may < will ? ROLE_MATTERS : ROLE_NEXT;
}

static enum role role_of(const struct sense *x, const struct sentence *s) {
  int next = x->to_come >= LEAST, matters = x->matters >= LEAST, beyond = x->beyond >= LEAST;
  if (next && matters) return which_first(x, s);
  if (next) return ROLE_NEXT;
  if (matters && beyond && x->c->n[CUE_MAY] == 0) return x->c->n[CUE_MEANS] > 0 ? ROLE_MATTERS : ROLE_BEYOND;
  if (matters && beyond && x->c->n[CUE_LONG] > 0 && x->c->n[CUE_PERFECT] > 0) return ROLE_BEYOND;
  if (matters) return ROLE_MATTERS;
  return beyond ? ROLE_BEYOND : ROLE_HAPPENING;
}

/* Whether a term stands inside a quotation. */
static int is_quoted(const struct sentence *s, size_t i) {
  struct quotes q = {0};
  shape_quotes(&q, (struct tdg_str){s->text.p, s->terms[i].start});
  return q.pair != 0;
}

/* "We could never repay them": what somebody says of himself, or to us, in a quotation is no plan or weight of the
 * matter, unless he says what he will do. */
static void forget_quoted(const struct sentence *s, struct cue_counts *c) {
  static const enum cue cues[] = {CUE_WILL, CUE_MAY, CUE_MEANS, CUE_WOULD, CUE_LONG};
  if ((s->is & W(W_SELF)) == 0) return;
  for (size_t k = 0; k < sizeof cues / sizeof *cues; k++) {
    size_t at = c->first[cues[k]];
    if (c->n[cues[k]] == 0 || !is_quoted(s, at)) continue;
    if (cues[k] == CUE_WILL && at > 0 && sentence_is(s, at - 1, W(W_SELF))) continue;
    c->n[cues[k]] = 0;
  }
}

/* "Andy Ryan, who has worked there for 30 years, said": who somebody is, between two commas behind his name and before a verb of
 * speech. */
static int is_aside_on_speaker(const struct sentence *s, size_t at) {
  size_t from = at, to = at + 1;
  while (from > 0 && !comma_before(s, from)) from--;
  while (to < s->n_terms && !comma_before(s, to)) to++;
  if (from == 0 || to >= s->n_terms || !(s->terms[from - 1].flags & TDG_TERM_CAPITAL)) return 0;
  return sentence_is(s, to, W(W_SAID)) || sentence_is(s, to + 1, W(W_SAID));
}

static void forget_asides(const struct sentence *s, struct cue_counts *c) {
  static const enum cue cues[] = {CUE_LONG, CUE_SPAN};
  if (!speaks(s)) return;
  for (size_t k = 0; k < sizeof cues / sizeof *cues; k++)
    if (c->n[cues[k]] == 1 && c->first[cues[k]] > 0 && is_aside_on_speaker(s, c->first[cues[k]]))
      c->n[cues[k]] = 0;
}

enum role role_by_sense(const struct brief *b, const struct sentence *s, struct cue_counts *c, float *sure) {
  struct sense x;
  *sure = 1;
  if (s->lead || s->index == 0) return ROLE_HAPPENING;
  forget_quoted(s, c);
  forget_asides(s, c);
  read_sense(b, s, c, &x);
  enum role role = role_of(&x, s);
  int points = role == ROLE_NEXT ? x.to_come : role == ROLE_MATTERS ? x.matters : x.beyond;
  if (role != ROLE_HAPPENING) *sure = points >= 4 ? 0.95f : points == 3 ? 0.85f : 0.75f;
  return role;
}
