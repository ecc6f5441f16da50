/* value_scope.c - what a value of a sentence is of, and which two values contradict nothing; see conflict.h.
 *
 * Silent are parts and wholes, other events, people and places, what is only bounded, sums, torn numbers, and values that one
 * record gives both.  Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

#include <math.h>

enum { NEAR = 2, SMALL = 10, SHORT = 14, REACH = 8, PAGE_EDGE = 3 };

/* ---- what a fact is of ---- */

/* The same thing is counted: all that the shorter of two names says of it. */
int value_counts_same(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                      const struct tdg_fact *g) {
  int least, stems = 0;
  if (f->n_what == 0 || g->n_what == 0 || f->after <= f->last || g->after <= g->last) return 0;
  for (int i = 0; i < f->n_what; i++)
    for (int k = 0; k < g->n_what; k++) stems += f->what[i] == g->what[k];
  if (stems >= f->n_what || stems >= g->n_what) return 1;
  int shared = shared_between(x, f->last + 1, f->after - 1, y, g->last + 1, g->after - 1, &least);
  return least > 0 && shared >= least;
}

int reading_is_short(const struct reading *x) { return x->s->n_terms <= SHORT; }

/* Does no sign stand between a term and the one before it, but one that belongs to the fact: "for $3.4 million", "um 6 % auf"? */
static int is_joined(const struct reading *x, const struct tdg_fact *f, size_t i) {
  size_t from = x->s->terms[i - 1].end, to = x->s->terms[i].start;
  if (x->s->terms[i].flags & TDG_TERM_ADJACENT) return 1;
  if (i == f->first && f->range.start < to) to = f->range.start;
  else if (i == f->last + 1 && f->range.end > from) from = f->range.end;
  else return 0;
  while (from < to && x->s->text.p[from] == ' ') from++;
  return from >= to;
}

void value_clause(const struct reading *x, const struct tdg_fact *f, size_t *first, size_t *last) {
  *first = f->first, *last = f->last;
  while (*first > 0 && *first + REACH > f->first && is_joined(x, f, *first)) --*first;
  while (*last + 1 < x->s->n_terms && *last < f->last + REACH && is_joined(x, f, *last + 1)) ++*last;
}

int value_clause_shared(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                        const struct tdg_fact *g, int *least) {
  size_t a, a_last, b, b_last;
  value_clause(x, f, &a, &a_last);
  value_clause(y, g, &b, &b_last);
  return shared_between(x, a, a_last, y, b, b_last, least);
}

/* The word before or behind a fact, within a few terms, that the other's neighbourhood has too. */
int value_near_same(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                    const struct tdg_fact *g) {
  int least;
  size_t a = f->first > NEAR ? f->first - NEAR - 1 : 0, b = g->first > NEAR ? g->first - NEAR - 1 : 0;
  return shared_between(x, a, f->last + NEAR + 1, y, b, g->last + NEAR + 1, &least) > 0;
}

int reading_count_kind(const struct reading *x, int kind) {
  int n = 0;
  for (size_t i = 0; i < x->n_facts; i++) n += x->fact[i].kind == kind;
  return n;
}

const struct tdg_fact *reading_only_name(const struct reading *x) {
  const struct tdg_fact *found = NULL;
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_NAME) {
      if (found != NULL) return NULL;
      found = &x->fact[i];
    }
  return found;
}

/* ---- events ---- */

/* Is no name in the sentence that the rest of the story does not know?  What a report opens with is the
 * story. */
int sentence_is_of_story(const struct sentence *s) {
  if (s->index == 0) return 1;
  for (size_t i = 0; i < s->n_terms; i++) {
    const struct tdg_term *t = &s->terms[i];
    const struct spread *in = brief_spread(s, t);
    if (!(t->flags & TDG_TERM_CAPITAL) || (t->flags & TDG_TERM_FIRST) || in == NULL) continue;
    if (in->records < 2 && in->titles == 0) return 0;
  }
  return 1;
}

/* A place that only one of them names, and no other record: the count is of there. */
static int has_own_place(const struct reading *x, const struct reading *y) {
  for (size_t i = 0; i < x->n_facts; i++) {
    const struct tdg_fact *f = &x->fact[i];
    if (f->kind != TDG_FACT_PLACE) continue;
    for (size_t k = 0; k < x->words->n; k++) {
      uint32_t t = x->words->v[k].term;
      const struct spread *in = brief_spread(x->s, &x->s->terms[t]);
      if (t >= f->first && t <= f->last && !align_has(y->words, x->words->v[k].matter) &&
          (in == NULL || in->records < 2))
        return 1;
    }
  }
  return 0;
}

/* A name between two terms, but not in what the fact counts, nor, unless asked for, the speaker's, that the other sentence has not. */
static int has_own_name(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                        size_t first, size_t last, const struct reading *y, int speaker) {
  if (sentence_traits(c->b, x->s)->noun_capitals) return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    const struct content *w = &x->words->v[i];
    const struct tdg_term *t = &x->s->terms[w->term];
    if (w->term < first || w->term > last || (w->term >= f->first && w->term < f->after)) continue;
    if (!speaker && t->start >= x->sense.speaker.start && t->end <= x->sense.speaker.end) continue;
    if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL &&
        !align_has(y->words, w->matter))
      return 1;
  }
  return 0;
}

/* A name in the clause of the fact that the other sentence has not. */
int value_has_own_name(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                       const struct reading *y) {
  size_t first, last;
  value_clause(x, f, &first, &last);
  return has_own_name(c, x, f, first, last, y, 0);
}

/* Two polls: each sentence has a name of its own, wherever. */
int shares_of_two(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                  const struct reading *y, const struct tdg_fact *g) {
  return f->kind == TDG_FACT_PERCENT && !(f->flags & TDG_FACT_CHANGE) &&
         has_own_name(c, x, f, 0, x->s->n_terms, y, 1) && has_own_name(c, y, g, 0, y->s->n_terms, x, 1);
}

/* Each tells of somebody or something else. */
int values_of_two(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                  const struct reading *y, const struct tdg_fact *g) {
  return value_has_own_name(c, x, f, y) && value_has_own_name(c, y, g, x);
}

/* Both name somebody, and nobody is named by both: said of two. */
int readings_name_two(const struct reading *x, const struct reading *y) {
  int n = 0, m = 0;
  for (size_t i = 0; i < x->n_facts; i++) {
    const struct tdg_fact *f = &x->fact[i];
    if (f->kind != TDG_FACT_NAME ||
        (f->said.start >= x->sense.speaker.start && f->said.end <= x->sense.speaker.end))
      continue;
    n++;
    for (size_t k = 0; k < y->n_facts; k++) {
      const struct tdg_fact *g = &y->fact[k];
      if (g->kind == TDG_FACT_NAME && f->n_what > 0 && g->n_what > 0 &&
          f->what[f->n_what - 1] == g->what[g->n_what - 1])
        return 0;
    }
  }
  for (size_t k = 0; k < y->n_facts; k++)
    m += y->fact[k].kind == TDG_FACT_NAME &&
         !(y->fact[k].said.start >= y->sense.speaker.start && y->fact[k].said.end <= y->sense.speaker.end);
  return n > 0 && m > 0;
}

/* "at the University of Alabama" */
static int is_behind_place(const struct comparison *c, const struct reading *x, size_t term) {
  for (size_t i = term > 3 ? term - 4 : 0; i < term; i++)
    if (x->s->marks[i].is & W(W_AT) || sentence_value(c->b, x->s, i, TDG_FACT_WORD_PLACE, NULL) != 0)
      return 1;
  return 0;
}

/* A place in the clause that the other sentence has not, nor a title, nor most records: what is told is of there. */
int value_is_foreign(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                     const struct reading *y) {
  size_t first = 0, last = x->s->n_terms;
  if (sentence_traits(c->b, x->s)->noun_capitals) return 0;
  if (f->state == 0) value_clause(x, f, &first, &last); /* people died where the sentence says */
  for (size_t i = 0; i < x->words->n; i++) {
    const struct content *w = &x->words->v[i];
    const struct tdg_term *t = &x->s->terms[w->term];
    const struct spread *in = brief_spread(x->s, t);
    if (w->term < first || w->term > last || (w->term >= f->first && w->term < f->after)) continue;
    if (t->start >= x->sense.speaker.start && t->end <= x->sense.speaker.end) continue;
    if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) != TDG_TERM_CAPITAL ||
        align_has(y->words, w->matter))
      continue;
    if (!is_behind_place(c, x, w->term)) continue;
    if (in == NULL || (in->titles == 0 && in->records * 2 <= c->b->n_members)) return 1;
  }
  return 0;
}

/* The terms of the phrase of place that a sentence opens with, before the fact: "In the school next door 12 ...".  0: none. */
static size_t opening_place(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  size_t end = 1;
  if (x->s->n_terms < 3 || f->first < 2 ||
      (sentence_value(c->b, x->s, 0, TDG_FACT_WORD_PLACE, NULL) == 0 && !(x->s->marks[0].is & W(W_AT))))
    return 0;
  while (end < f->first && (x->s->terms[end].flags & TDG_TERM_ADJACENT)) end++;
  if (end == 2 && !(x->s->terms[1].flags & TDG_TERM_CAPITAL)) return 0; /* "in all" */
  return end < 2 || end > REACH ? 0 : end;
}

static int is_capital(const struct sentence *s, size_t i) {
  return i < s->n_terms && s->terms[i].flags & TDG_TERM_CAPITAL && !(s->terms[i].flags & TDG_TERM_FIRST) &&
         s->marks[i].weekday == 0 && s->marks[i].month == 0;
}

/* One of two names: "Alda" in "in Alda and Tanis". */
static int is_one_of_two(const struct sentence *s, size_t i) {
  size_t k = i + 2;
  if (!is_capital(s, i)) return 0;
  if (!is_capital(s, k)) k = i - 2; /* before the first: very large */
  if (!is_capital(s, k)) return 0;
  size_t between = k < i ? i - 1 : i + 1;
  return sentence_is(s, between, W(W_AND)) != 0 && (s->terms[between].flags & TDG_TERM_ADJACENT) &&
         (s->terms[between + 1].flags & TDG_TERM_ADJACENT);
}

static int names_two(const struct reading *y, uint32_t matter) {
  for (size_t k = 0; k < y->words->n; k++)
    if (y->words->v[k].matter == matter && is_one_of_two(y->s, y->words->v[k].term)) return 1;
  return 0;
}

/* Is the count of a place that the other sentence does not speak of, or of one of several that it names? */
int value_is_elsewhere(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                       const struct reading *y) {
  size_t end = opening_place(c, x, f);
  int own = 0, shared = 0, two = 0;
  for (size_t i = 0; i < x->words->n && x->words->v[i].term < end; i++) {
    const struct spread *in = brief_spread(x->s, &x->s->terms[x->words->v[i].term]);
    int found = align_has(y->words, x->words->v[i].matter);
    shared += found;
    two |= found && names_two(y, x->words->v[i].matter);
    own += !found && (in == NULL || (in->records < 2 && in->titles == 0));
  }
  return (own > 0 && shared == 0) || two;
}

int readings_in_two_places(const struct reading *x, const struct reading *y) {
  return has_own_place(x, y) && has_own_place(y, x);
}

int readings_of_two_events(const struct comparison *c, const struct reading *x, const struct reading *y) {
  return comparison_dates_differ(c, x, y) || has_own_place(x, y) || has_own_place(y, x);
}

/* ---- offices ---- */

/* "Chairman X of Borealis": the name right behind a name is its side; *last: its last term.  0: none. */
static size_t side_of(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                      size_t *last) {
  size_t i = f->last + 1;
  while (i < x->s->n_terms && x->s->terms[i].start < f->said.end) i++;
  if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_OF, NULL) == 0 &&
      sentence_value(c->b, x->s, i, TDG_FACT_WORD_PLACE, NULL) != TDG_FACT_PLACES_OF)
    return 0;
  if (i + 1 >= x->s->n_terms || !(x->s->terms[i].flags & TDG_TERM_ADJACENT)) return 0;
  for (*last = i + 1; *last + 1 < x->s->n_terms; ++*last)
    if (!(x->s->terms[*last + 1].flags & TDG_TERM_ADJACENT) ||
        !(x->s->terms[*last + 1].flags & TDG_TERM_CAPITAL))
      break;
  return x->s->terms[i + 1].flags & TDG_TERM_CAPITAL ? i + 1 : 0;
}

/* One office: of the same side, or of none in both. */
int values_hold_one(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                    const struct reading *y, const struct tdg_fact *g) {
  size_t s_last, t_last, s = side_of(c, x, f, &s_last), t = side_of(c, y, g, &t_last);
  int least;
  if ((f->n_side > 0) != (g->n_side > 0)) return 0; /* "the president": of which country? */
  if (f->what_kind == 0 || f->what_kind != g->what_kind || (f->flags | g->flags) & TDG_FACT_FORMER) return 0;
  if ((s == 0) != (t == 0)) return 0;
  return s == 0 || shared_between(x, s, s_last, y, t, t_last, &least) > 0;
}

/* ---- what contradicts nothing ---- */

/* Days without a year in a report without a date have no value: their day and month have. */
static int same_date(const struct tdg_fact *f, const struct tdg_fact *g) {
  return f->precision == g->precision && f->n_what == g->n_what &&
         (f->n_what == 0 || f->what[0] == g->what[0]) && f->weekday == g->weekday;
}

/* Is it a fact of that kind and value in the reading, of a thing of that name where there are names? */
static int gives(const struct reading *z, const struct reading *y, const struct tdg_fact *g) {
  for (size_t k = 0; k < z->n_facts; k++) {
    const struct tdg_fact *h = &z->fact[k];
    if (h == z->wrong || h == z->right || h->kind != g->kind || h->state != g->state || h->value != g->value)
      continue;
    if (g->kind == TDG_FACT_DATE && g->precision == 0 && !same_date(h, g)) continue;
    if (g->kind == TDG_FACT_NAME &&
        (h->n_what == 0 || g->n_what == 0 || h->what[h->n_what - 1] != g->what[g->n_what - 1]))
      continue;
    if (g->kind != TDG_FACT_COUNT || g->state != 0 || g->value >= SMALL || h->n_what == 0 || g->n_what == 0 ||
        value_counts_same(z, h, y, g))
      return 1;
  }
  return 0;
}

/* Does a record give both values?  Then it knows of two things; of people in a state it tells how many there were before. */
int values_given_both(struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                      const struct reading *y, const struct tdg_fact *g) {
  int first = 0, second = 0, member = -1;
  for (size_t i = 0; i < align_text_count(c->b); i++) { /* those of a record stand together */
    const struct sentence *s = align_sentence(c->b, i);
    if (s->member != member) first = second = 0, member = s->member;
    if (f->state != 0 && member != x->s->member && member != y->s->member) continue;
    const struct reading *z = comparison_read(c, i);
    first |= gives(z, x, f);
    second |= gives(z, y, g);
    if (first && second) return 1;
  }
  return 0;
}

/* "4 million doses": 2.5 for one and 1.5 for the other. */
int value_is_sum(const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
  for (size_t k = 0; k < y->n_facts && f->value > g->value; k++) {
    const struct tdg_fact *h = &y->fact[k];
    double sum = h->value + g->value;
    if (h != g && h->kind == g->kind && h->state == g->state && sum >= 0.995 * f->value &&
        sum <= 1.005 * f->value)
      return 1;
  }
  return 0;
}

/* A number whose front is cut off by a space ("1, 500", "7: 01 p. m."), or that begins a torn sentence. */
int value_is_torn(const struct reading *x, const struct tdg_fact *f) {
  const char *p = x->s->text.p;
  size_t i = f->range.start, end = x->s->terms[f->last].end;
  if (i >= 1 && p[i - 1] == '(') return 1; /* in another unit */
  if (f->first == 0 && x->s->index > 0 && !x->is_title && f->flags & TDG_FACT_FIGURE) {
    struct tdg_str before = x->s[-1].text; /* of the same record, or of another: then it only says less */
    size_t n = before.n;
    if (n > 4 && before.p[n - 1] == '.' && tdg_is_digit(before.p[n - 2]) && !tdg_is_digit(before.p[n - 4]))
      return 1;
  }
  if (i >= 2 && p[i - 1] == ' ' && (p[i - 2] == '-' || p[i - 2] == '.')) return 1;
  if (i >= 3 && p[i - 1] == ' ' && strchr(",:.", p[i - 2]) != NULL && tdg_is_digit(p[i - 3])) return 1;
  if (end + 2 < x->s->text.n && strchr(",:.", p[end]) != NULL && p[end + 1] == ' ' &&
      tdg_is_digit(p[end + 2]))
    return 1;
  return end + 2 < x->s->text.n && p[end] == ' ' && p[end + 1] == '-' && f->flags & TDG_FACT_FIGURE;
}

/* At least, up to. */
int value_is_limit(const struct tdg_fact *f) {
  return f->bound == TDG_AT_LEAST || f->bound == TDG_AT_MOST || f->bound == TDG_MORE_THAN ||
         f->bound == TDG_LESS_THAN;
}

/* At least, up to: by a word near it where the language has no finer table; what the fact says of it was compared. */
int value_is_bounded(const struct reading *x, const struct tdg_fact *f) {
  const struct sentence *s = x->s;
  if (f->bound != TDG_EXACT || f->flags & TDG_FACT_CHANGE) return 0;   /* "goes up by 5.4 per cent" */
  for (size_t i = f->first > 5 ? f->first - 5 : 0; i <= f->first; i++) /* near, or a phrase that ends there */
    if (sentence_is(s, i, W(W_BOUND)) && i + (s->marks[i].n > 1 ? s->marks[i].n : 2u) >= f->first) return 1;
  return sentence_is(s, f->last + 1, W(W_BOUND)) != 0 && (s->terms[f->last + 1].flags & TDG_TERM_GLYPH) != 0;
}

/* "since Sunday" is of this week. */
static int is_before_day(const struct sentence *s, size_t i) {
  for (size_t k = i + s->marks[i].n; k < s->n_terms && k < i + s->marks[i].n + 2; k++)
    if (s->marks[k].weekday != 0 || sentence_is(s, k, W(W_YESTERDAY) | W(W_TODAY))) return 1;
  return 0;
}

int reading_looks_back(const struct reading *x) {
  for (size_t i = 0; i < x->s->n_terms; i++)
    if (sentence_is(x->s, i, W(W_BACK)) && x->s->marks[i].number < 0 && !is_before_day(x->s, i)) return 1;
  return 0;
}

/* "an additional $16 billion" */
int value_is_another(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  if (f->kind != TDG_FACT_COUNT && f->kind != TDG_FACT_MONEY) return 0;
  for (size_t i = f->first > 4 ? f->first - 5 : 0; i < f->first; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_PART, NULL) != 0) return 1;
  return f->value == 1 && !(f->flags & TDG_FACT_FIGURE) &&
         f->kind == TDG_FACT_COUNT; /* "one" is mostly no number */
}

/* A duration that is counted from something, and which way: "nine days before", "ten minutes after".  0: it is not. */
static int counts_from(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  enum { BACK = 1, AHEAD };
  size_t behind = f->last + 1;
  if (f->kind != TDG_FACT_DURATION) return 0;
  int before = f->first > 0 ? sentence_value(c->b, x->s, f->first - 1, TDG_FACT_WORD_AGO, NULL) : 0;
  if (before == TDG_FACT_AGO_AGO_BEFORE) return BACK;
  if (before == TDG_FACT_AGO_AHEAD) return AHEAD;
  if (behind >= x->s->n_terms || !(x->s->terms[behind].flags & TDG_TERM_ADJACENT)) return 0;
  int ago = sentence_value(c->b, x->s, behind, TDG_FACT_WORD_AGO, NULL),
      time = sentence_value(c->b, x->s, behind, TDG_FACT_WORD_TIME, NULL);
  if (ago == TDG_FACT_AGO_AGO || time == TDG_FACT_TIME_BEFORE || time == TDG_FACT_TIME_UNTIL) return BACK;
  return ago == TDG_FACT_AGO_AHEAD_BEHIND || time == TDG_FACT_TIME_AFTER ? AHEAD : 0;
}

/* Hours of one part, days of the whole; but "twelve hours" and "twelve days" are a slip. */
static int of_two_units(const struct tdg_fact *f, const struct tdg_fact *g) {
  return f->kind == TDG_FACT_DURATION && f->unit != g->unit && f->value / f->step != g->value / g->step;
}

/* "Prior to that, ...": of a time before. */
static int opens_before(const struct comparison *c, const struct reading *x) {
  size_t n;
  int value = sentence_value(c->b, x->s, 0, TDG_FACT_WORD_TIME, &n);
  return value == TDG_FACT_TIME_BEFORE && n + 1 < x->s->n_terms && x->s->small[n] &&
         !(x->s->terms[n + 1].flags & TDG_TERM_ADJACENT);
}

static int may_be(const struct comparison *c, const struct reading *x) {
  for (size_t i = 0; i < x->s->n_terms; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_TENSE, NULL) == TDG_FACT_TENSE_CONDITIONAL) return 1;
  return 0;
}

/* "Maria Valencia, 27, was killed": an age. */
int value_stands_between_commas(const struct reading *x, const struct tdg_fact *f) {
  size_t i = x->s->terms[f->first].start, end = x->s->terms[f->last].end;
  return f->n_what == 0 && i > 1 && x->s->text.p[i - 2] == ',' && end < x->s->text.n &&
         x->s->text.p[end] == ',';
}

/* "almost three weeks ago", "nine days earlier" are counted from one day; else what lies back is another event. */
static int of_other_time(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                         const struct reading *y, const struct tdg_fact *g) {
  if (opens_before(c, x) != opens_before(c, y) || of_two_units(f, g)) return 1;
  return ((f->flags | g->flags) & TDG_FACT_BACK) != 0;
}

/* A time of day "GMT", "MEZ": in capitals right behind it. */
static int is_of_zone(const struct reading *x, const struct tdg_fact *f) {
  size_t k = f->last + 1;
  if (f->kind != TDG_FACT_CLOCK || k >= x->s->n_terms) return 0;
  const struct tdg_term *t = &x->s->terms[k];
  for (size_t i = t->start; i < t->end; i++)
    if (x->s->text.p[i] < 'A' || x->s->text.p[i] > 'Z') return 0;
  return t->end - t->start >= 2;
}

/* "30,000 households without power", and restored to 12,000 households. */
static int lacks(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  for (size_t i = f->last + 1; f->kind == TDG_FACT_COUNT && i < f->last + REACH && i < x->s->n_terms; i++) {
    if (i > f->last + 1 && !(x->s->terms[i].flags & TDG_TERM_ADJACENT)) return 0;
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_NEGATION, NULL) == TDG_FACT_NEGATIONS_WITHOUT) return 1;
  }
  return 0;
}

/* "420 passengers and crew": more is counted than passengers. */
static int counts_more(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  size_t i = f->after, k = i + 1;
  if (f->kind != TDG_FACT_COUNT || f->n_what == 0 || k >= x->s->n_terms ||
      !(x->s->terms[k].flags & TDG_TERM_ADJACENT))
    return 0;
  if (!(x->s->terms[i].flags & TDG_TERM_ADJACENT) ||
      sentence_value(c->b, x->s, i, TDG_FACT_WORD_JOIN, NULL) != TDG_FACT_NUMBER_JOINS_AND)
    return 0;
  return !x->s->small[k] && x->s->marks[k].state == 0 && x->s->marks[k].before == 0 &&
         x->s->marks[k].number < 0 && !(x->s->terms[k].flags & TDG_TERM_NUMBER) && x->s->marks[k].kind != 0;
}

/* Facts that say nothing on which another record could be wrong. */
int values_vague(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                 const struct reading *y, const struct tdg_fact *g) {
  return (f->kind != TDG_FACT_CLOCK && (value_is_bounded(x, f) || value_is_bounded(y, g))) ||
         (f->state != 0 && (reading_looks_back(x) || reading_looks_back(y))) || value_is_torn(x, f) ||
         value_is_torn(y, g) ||
         (f->kind == TDG_FACT_COUNT &&
          (value_stands_between_commas(x, f) || value_stands_between_commas(y, g))) ||
         ((f->flags | g->flags) & TDG_FACT_PART) != 0 || of_other_time(c, x, f, y, g) ||
         is_of_zone(x, f) != is_of_zone(y, g) || lacks(c, x, f) != lacks(c, y, g) ||
         counts_more(c, x, f) != counts_more(c, y, g) || value_is_another(c, x, f) ||
         value_is_another(c, y, g) || counts_from(c, x, f) != counts_from(c, y, g) ||
         (f->state != 0 && may_be(c, x) != may_be(c, y));
}

/* ---- what two values are to each other ---- */

const char *value_kind(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_DATE || f->kind == TDG_FACT_CLOCK ? "date"
         : f->kind == TDG_FACT_NAME                            ? "name"
                                                               : "figure";
}

/* People are compared by the state that the rest of their sentence says: "the number of dead rose to eleven", "eight people were known to
 * be dead". */
enum tdg_fact_relation values_relation(const struct comparison *c, const struct reading *x,
                                       const struct tdg_fact *f, const struct reading *y,
                                       const struct tdg_fact *g) {
  if (f->kind != TDG_FACT_COUNT || (f->state == g->state && f->state != 0))
    return tdg_facts_compare(c->b->call, &x->text, f, &y->text, g);
  struct tdg_fact of_x = *f, of_y = *g;
  of_x.state = people_state(x, f), of_y.state = people_state(y, g);
  if (of_x.state == of_y.state) return tdg_facts_compare(c->b->call, &x->text, &of_x, &y->text, &of_y);
  return f->value == g->value ? TDG_FACTS_SAME : TDG_FACTS_DIFFER;
}

/* "Photo: the town hall, seen on 9 March 2019.": such a word opens or ends the sentence, or it is a short one, or they are two.  "Figures
 * that the office published on Monday show that" is a report. */
int reading_is_of_page(const struct reading *x) {
  const uint64_t of_page = W(W_OF_PAGE) | W(W_CHANGED);
  size_t n = x->s->n_terms;
  if (x->right != NULL || (x->s->is & of_page) == 0) return 0; /* it says what was wrong */
  if (n <= SHORT) return 1;
  for (size_t i = 0; i < n; i++)
    if (x->s->marks[i].is & of_page && (x->s->marks[i].n > 1 || i < PAGE_EDGE || i + 2 >= n)) return 1;
  return 0;
}

/* ---- two sentences ---- */

static int is_ahead(const struct reading *r) {
  return r->sense.tense == TDG_TENSE_FUTURE || r->sense.tense == TDG_TENSE_CONDITIONAL;
}

int brief_tells_of_another(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  const struct reading *r = comparison_read_words(b->comparison, (size_t)(s - b->sentence)),
                       *o = comparison_read_words(b->comparison, (size_t)(x - b->sentence));
  return r->sense.polarity != o->sense.polarity || (r->n_negations > 0) != (o->n_negations > 0) ||
         is_ahead(r) != is_ahead(o) || readings_name_two(r, o) || readings_in_two_places(r, o);
}
