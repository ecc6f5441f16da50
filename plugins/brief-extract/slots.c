/* slots.c - facts of one thing in two sentences that speak of the same matter; see conflict.h.
 *
 * Two facts are compared (tdg_facts_compare()) when they are of one kind and of one thing: counts of the same things, or of people in
 * the same state; ages and offices of the same person or country; other values when each sentence has one of the kind, or the same
 * word stands beside them, and the sentences are close.  A count of people in a state is of the whole story unless its sentence names
 * another place, year or name.  Silent are parts and wholes, other events, and values that one record gives both.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

#include <math.h>

enum { MAX_HELD = 200, NEAR = 2 };
static const float CLOSE = 0.4f;
enum {
  FAR = 3 /* times: a limit of something else */,
  FAR_DAYS = 60,
  SMALL = 10,
  SHORT = 14,
  REACH = 8,
  MAX_RECORD_FACTS = 120
};

/* ---- what a fact is of ---- */

/* The same thing is counted: all that the shorter of two names says of it. */
static int count_same(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                      const struct tdg_fact *g) {
  int least, stems = 0;
  if (f->n_what == 0 || g->n_what == 0 || f->after <= f->last || g->after <= g->last) return 0;
  for (int i = 0; i < f->n_what; i++)
    for (int k = 0; k < g->n_what; k++) stems += f->what[i] == g->what[k];
  if (stems >= f->n_what || stems >= g->n_what) return 1;
  int shared = shared_between(x, f->last + 1, f->after - 1, y, g->last + 1, g->after - 1, &least);
  return least > 0 && shared >= least;
}

static int is_short(const struct reading *x) { return x->s->n_terms <= SHORT; }

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

/* The terms around a fact up to a sign, at most REACH on both sides. */
static void clause_of(const struct reading *x, const struct tdg_fact *f, size_t *first, size_t *last) {
  *first = f->first, *last = f->last;
  while (*first > 0 && *first + REACH > f->first && is_joined(x, f, *first)) --*first;
  while (*last + 1 < x->s->n_terms && *last < f->last + REACH && is_joined(x, f, *last + 1)) ++*last;
}

static int clause_shared(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                         const struct tdg_fact *g, int *least) {
  size_t a, a_last, b, b_last;
  clause_of(x, f, &a, &a_last);
  clause_of(y, g, &b, &b_last);
  return shared_between(x, a, a_last, y, b, b_last, least);
}

/* The word before or behind a fact, within a few terms, that the other's neighbourhood has too. */
static int near_same(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                     const struct tdg_fact *g) {
  int least;
  size_t a = f->first > NEAR ? f->first - NEAR - 1 : 0, b = g->first > NEAR ? g->first - NEAR - 1 : 0;
  return shared_between(x, a, f->last + NEAR + 1, y, b, g->last + NEAR + 1, &least) > 0;
}

static int count_kind(const struct reading *x, int kind) {
  int n = 0;
  for (size_t i = 0; i < x->n_facts; i++) n += x->fact[i].kind == kind;
  return n;
}

/* A day of the calendar, or one to come: not the day on which something was said. */
static int is_named_day(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_DATE && (f->n_what > 0 || f->flags & TDG_FACT_FUTURE);
}

/* No other such day is in its sentence: "will open on 12 May, they said on Monday". */
static int is_only_day(const struct reading *x, const struct tdg_fact *f) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (&x->fact[i] != f && is_named_day(&x->fact[i])) return 0;
  return is_named_day(f);
}

/* ---- events ---- */

/* Is no name in the sentence that the rest of the story does not know?  What a report opens with is the
 * story. */
static int is_of_story(const struct sentence *s) {
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

/* A name in the clause of the fact that the other sentence has not. */
static int has_own_name(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                        const struct reading *y) {
  size_t first, last;
  if (sentence_traits(c->b, x->s)->noun_capitals) return 0;
  clause_of(x, f, &first, &last);
  for (size_t i = 0; i < x->words->n; i++) {
    const struct content *w = &x->words->v[i];
    const struct tdg_term *t = &x->s->terms[w->term];
    if (w->term < first || w->term > last || (w->term >= f->first && w->term < f->after)) continue;
    if (t->start >= x->sense.speaker.start && t->end <= x->sense.speaker.end) continue;
    if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL &&
        !align_has(y->words, w->matter))
      return 1;
  }
  return 0;
}

/* Each tells of somebody or something else. */
static int is_of_two(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                     const struct reading *y, const struct tdg_fact *g) {
  return has_own_name(c, x, f, y) && has_own_name(c, y, g, x);
}

/* Both name somebody, and nobody is named by both: said of two. */
static int names_apart(const struct reading *x, const struct reading *y) {
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
static int is_foreign(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                      const struct reading *y) {
  size_t first = 0, last = x->s->n_terms;
  if (sentence_traits(c->b, x->s)->noun_capitals) return 0;
  if (f->state == 0) clause_of(x, f, &first, &last); /* people died where the sentence says */
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
static int is_elsewhere(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
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

static int is_other_event(const struct comparison *c, const struct reading *x, const struct reading *y) {
  return comparison_dates_differ(c, x, y) || has_own_place(x, y) || has_own_place(y, x);
}

/* ---- one thing ---- */

static int is_figure_kind(int kind) {
  return kind == TDG_FACT_MONEY || kind == TDG_FACT_PERCENT || kind == TDG_FACT_MEASURE ||
         kind == TDG_FACT_DURATION || kind == TDG_FACT_CLOCK || kind == TDG_FACT_DATE;
}

static int are_close(const struct pair *p, const struct reading *x, const struct reading *y) {
  uint32_t least = x->words->n_sorted < y->words->n_sorted ? x->words->n_sorted : y->words->n_sorted;
  return (p->score >= CLOSE && least <= 2) || p->shared > 2 ||
         (p->shared == 2 && (p->score >= CLOSE || (is_short(x) && is_short(y))));
}

/* What is called wrong is of what is called right: "11 workers, not 14". */
static const struct tdg_fact *count_of(const struct reading *x, const struct tdg_fact *f) {
  return f == x->wrong && f->n_what == 0 ? x->right : f;
}

/* They share a word beside what is counted, or one has no other. */
static int share_more(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                      const struct reading *y, const struct tdg_fact *g) {
  uint32_t what = (uint32_t)(f->n_what < g->n_what ? f->n_what : g->n_what);
  uint32_t least = x->words->n_sorted < y->words->n_sorted ? x->words->n_sorted : y->words->n_sorted;
  return p->shared > what || least <= what;
}

/* "The number of collapsed buildings is 595": what is counted stands elsewhere in its sentence. */
static int counts_bare(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                       const struct tdg_fact *g) {
  int least;
  if (f->n_what > 0 || g->n_what == 0 || g->after <= g->last) return 0;
  if (count_kind(x, TDG_FACT_COUNT) > 1 && f != x->right) return 0;
  return shared_between(y, g->last + 1, g->after - 1, x, 0, x->s->n_terms, &least) >= least && least > 0;
}

/* In longer sentences more than the thing is shared around the number. */
static int counts_closely(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                          const struct reading *y, const struct tdg_fact *g) {
  int least, shared = clause_shared(x, f, y, g, &least), what = f->n_what < g->n_what ? f->n_what : g->n_what;
  return shared > what + !(is_short(x) || is_short(y)) && shared * 3 >= least * 2 && p->shared >= 3;
}

static int counts_one(const struct pair *p, const struct reading *x, const struct tdg_fact *a,
                      const struct reading *y, const struct tdg_fact *b) {
  const struct tdg_fact *f = count_of(x, a), *g = count_of(y, b);
  int state = people_state(x, f), loose = ((f->flags | g->flags) & TDG_FACT_LOOSE) != 0;
  if (state != people_state(y, g)) return 0;
  if (state != 0 && (f->flags & g->flags & TDG_FACT_ANYBODY)) return 1;
  if (state != 0 && (f->n_what == 0 || g->n_what == 0) && (f->flags | g->flags) & TDG_FACT_ANYBODY)
    return p->score >= CLOSE;
  if (!count_same(x, f, y, g) && !counts_bare(x, f, y, g) && !counts_bare(y, g, x, f)) return 0;
  if (state != 0) return 1;
  if (!(is_short(x) && is_short(y)) && !counts_closely(p, x, f, y, g)) return 0;
  if (f->value < SMALL && g->value < SMALL && !((f->flags | g->flags) & TDG_FACT_FIGURE) &&
      p->score < 2 * CLOSE)
    return 0;
  return loose ? are_close(p, x, y) && share_more(p, x, f, y, g)
               : p->score >= CLOSE && share_more(p, x, f, y, g);
}

/* "Thursday" and "21 May", which is one: of which week a weekday is, its sentence may not tell. */
static int same_weekday(const struct tdg_fact *f, const struct tdg_fact *g) {
  double apart = fabs(f->value - g->value);
  if (!((f->flags | g->flags) & TDG_FACT_RELATIVE) || apart > 14) return 0;
  return ((int64_t)f->value - (int64_t)g->value) % 7 == 0;
}

/* "The strike will end on 6 October", and another: until the eighth. */
static int ends_then(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  if (f->flags & TDG_FACT_UNTIL || !(f->flags & TDG_FACT_FUTURE)) return 0;
  for (size_t i = 0; i < f->first; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_OPPOSITE, NULL) == TDG_FACT_OPPOSITES_END) return 1;
  return 0;
}

/* Of one event are days near each other, or both to come or with their year in sentences that say nearly the same. */
static int dates_one(const struct comparison *c, const struct pair *p, const struct reading *x,
                     const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
  double apart = fabs(f->value - g->value);
  int undated = f->precision == 0 && g->precision == 0 && f->n_what > 0 && g->n_what > 0;
  if (undated) apart = fabs((double)f->what[0] - (double)g->what[0]); /* 32 days a month */
  else if (f->precision != TDG_FACT_DAY || g->precision != TDG_FACT_DAY) return 0;
  if ((f->flags ^ g->flags) & TDG_FACT_UNTIL && !ends_then(c, x, f) && !ends_then(c, y, g)) return 0;
  if ((f->flags ^ g->flags) & TDG_FACT_SINCE) return 0;
  return apart <= FAR_DAYS ||
         (f->flags & g->flags & (TDG_FACT_YEAR_GIVEN | TDG_FACT_FUTURE) && p->score >= CLOSE);
}

static int of_two_tenses(const struct reading *x, const struct reading *y) {
  return (x->sense.tense == TDG_TENSE_FUTURE && y->sense.tense == TDG_TENSE_PAST) ||
         (x->sense.tense == TDG_TENSE_PAST && y->sense.tense == TDG_TENSE_FUTURE);
}

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
static int holds_one(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                     const struct reading *y, const struct tdg_fact *g) {
  size_t s_last, t_last, s = side_of(c, x, f, &s_last), t = side_of(c, y, g, &t_last);
  int least;
  if ((f->n_side > 0) != (g->n_side > 0)) return 0; /* "the president": of which country? */
  if (f->what_kind == 0 || f->what_kind != g->what_kind || (f->flags | g->flags) & TDG_FACT_FORMER) return 0;
  if ((s == 0) != (t == 0)) return 0;
  return s == 0 || shared_between(x, s, s_last, y, t, t_last, &least) > 0;
}

/* Short sentences that share a word or two; in longer ones what stands around the value is the same. */
static int values_close(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                        const struct reading *y, const struct tdg_fact *g) {
  int least, shared = clause_shared(x, f, y, g, &least);
  if (is_short(x) && is_short(y)) return are_close(p, x, y) || near_same(x, f, y, g);
  if (f->kind == TDG_FACT_DATE && (is_short(x) || is_short(y))) return are_close(p, x, y);
  return shared >= 2 && shared * 2 >= least && p->shared >= 3;
}

/* The name that ends right before an age: "Ana Brekke, 43". */
static const struct tdg_fact *aged(const struct reading *x, const struct tdg_fact *f) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_NAME && x->fact[i].last < f->first && x->fact[i].last + 2 >= f->first)
      return &x->fact[i];
  return NULL;
}

/* Of one person: of the same name, or named by the same word in close sentences. */
static int ages_one(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                    const struct reading *y, const struct tdg_fact *g) {
  const struct tdg_fact *a = aged(x, f), *b = aged(y, g);
  if (a != NULL && b != NULL)
    return a->n_what > 0 && b->n_what > 0 && a->what[a->n_what - 1] == b->what[b->n_what - 1];
  int least;
  return a == NULL && b == NULL && count_kind(x, TDG_FACT_AGE) == 1 && count_kind(y, TDG_FACT_AGE) == 1 &&
         (shared_between(x, f->last + 1, f->last + 2, y, g->last + 1, g->last + 2, &least) > 0 ||
          (f->first > 0 && g->first > 0 &&
           shared_between(x, f->first - 1, f->first - 1, y, g->first - 1, g->first - 1, &least) > 0)) &&
         are_close(p, x, y) && (is_short(x) || p->shared >= 3);
}

static int is_one_thing(const struct comparison *c, const struct pair *p, const struct reading *x,
                        const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
  if (f->kind == TDG_FACT_COUNT) return counts_one(p, x, f, y, g);
  if (f->kind == TDG_FACT_NAME) return p->score >= 0.5f && p->shared >= 2 && holds_one(c, x, f, y, g);
  if (f->kind == TDG_FACT_DATE &&
      (!dates_one(c, p, x, f, y, g) || of_two_tenses(x, y) || (p->shared < 2 && !near_same(x, f, y, g))))
    return 0;
  if (f->kind == TDG_FACT_AGE) return ages_one(p, x, f, y, g);
  if (!is_figure_kind(f->kind) || !values_close(p, x, f, y, g)) return 0;
  if (is_only_day(x, f) && is_only_day(y, g)) return 1;
  return (count_kind(x, f->kind) == 1 && count_kind(y, f->kind) == 1) || near_same(x, f, y, g);
}

static const char *kind_of(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_DATE || f->kind == TDG_FACT_CLOCK ? "date"
         : f->kind == TDG_FACT_NAME                            ? "name"
                                                               : "figure";
}

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
        count_same(z, h, y, g))
      return 1;
  }
  return 0;
}

/* Does a record give both values?  Then it knows of two things; of people in a state it tells how many there were before. */
static int gives_both(struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                      const struct reading *y, const struct tdg_fact *g) {
  int first = 0, second = 0, member = -1;
  for (size_t i = 0; i < c->b->n_sentences; i++) { /* those of a record stand together */
    const struct sentence *s = &c->b->sentence[i];
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
static int is_sum(const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
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
static int is_torn(const struct reading *x, const struct tdg_fact *f) {
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
static int is_limit(const struct tdg_fact *f) {
  return f->bound == TDG_AT_LEAST || f->bound == TDG_AT_MOST || f->bound == TDG_MORE_THAN ||
         f->bound == TDG_LESS_THAN;
}

/* At least, up to: by a word near it where the language has no finer table; what the fact says of it was compared. */
static int is_bounded(const struct reading *x, const struct tdg_fact *f) {
  const struct sentence *s = x->s;
  if (f->bound != TDG_EXACT) return 0;
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

/* "ago", "since": by the words of the sentence. */
static int looks_back(const struct reading *x) {
  for (size_t i = 0; i < x->s->n_terms; i++)
    if (sentence_is(x->s, i, W(W_BACK)) && x->s->marks[i].number < 0 && !is_before_day(x->s, i)) return 1;
  return 0;
}

/* "an additional $16 billion" */
static int is_another(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  if (f->kind != TDG_FACT_COUNT && f->kind != TDG_FACT_MONEY) return 0;
  for (size_t i = f->first > 4 ? f->first - 5 : 0; i < f->first; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_PART, NULL) != 0) return 1;
  return f->value == 1 && !(f->flags & TDG_FACT_FIGURE) &&
         f->kind == TDG_FACT_COUNT; /* "one" is mostly no number */
}

/* A duration that is counted from something: "nine days before". */
static int is_from(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  size_t behind = f->last + 1;
  if (f->kind != TDG_FACT_DURATION) return 0;
  if (f->first > 0 && sentence_value(c->b, x->s, f->first - 1, TDG_FACT_WORD_AGO, NULL) != 0) return 1;
  return sentence_value(c->b, x->s, behind, TDG_FACT_WORD_AGO, NULL) != 0 ||
         sentence_value(c->b, x->s, behind, TDG_FACT_WORD_TIME, NULL) != 0;
}

/* Hours of one part, days of the whole; but "twelve hours" and "twelve days" are a slip. */
static int of_two_units(const struct tdg_fact *f, const struct tdg_fact *g) {
  return f->kind == TDG_FACT_DURATION && f->unit != g->unit && f->value / f->step != g->value / g->step;
}

/* "Prior to that, ...": of a time before. */
static int opens_before(const struct comparison *c, const struct reading *x) {
  size_t n;
  int value = sentence_value(c->b, x->s, 0, TDG_FACT_WORD_TIME, &n);
  return value == TDG_FACT_TIME_BEFORE && n + 1 < x->s->n_terms &&
         cues_small(c->b->cues, x->s->terms[n].hash) && !(x->s->terms[n + 1].flags & TDG_TERM_ADJACENT);
}

static int may_be(const struct comparison *c, const struct reading *x) {
  for (size_t i = 0; i < x->s->n_terms; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_TENSE, NULL) == TDG_FACT_TENSE_CONDITIONAL) return 1;
  return 0;
}

/* "Maria Valencia, 27, was killed": an age. */
static int stands_between_commas(const struct reading *x, const struct tdg_fact *f) {
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

/* Facts that say nothing on which another record could be wrong. */
static int is_vague(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                    const struct reading *y, const struct tdg_fact *g) {
  return is_bounded(x, f) || is_bounded(y, g) || (f->state != 0 && (looks_back(x) || looks_back(y))) ||
         is_torn(x, f) || is_torn(y, g) ||
         (f->kind == TDG_FACT_COUNT && (stands_between_commas(x, f) || stands_between_commas(y, g))) ||
         ((f->flags | g->flags) & TDG_FACT_PART) != 0 || of_other_time(c, x, f, y, g) ||
         is_another(c, x, f) || is_another(c, y, g) || is_from(c, x, f) != is_from(c, y, g) ||
         (f->state != 0 && may_be(c, x) != may_be(c, y));
}

/* One number, two labels of different kinds.  Two words may mean one thing (knockouts, KOs): without kinds
 * nothing is said.  Round numbers meet by chance. */
static int is_relabelled(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                         const struct reading *y, const struct tdg_fact *g) {
  if (f->kind != TDG_FACT_COUNT || g->kind != TDG_FACT_COUNT || f->value != g->value || f->value < SMALL)
    return 0;
  if (f->what_kind == 0 || g->what_kind == 0 || f->what_kind == g->what_kind ||
      (f->flags | g->flags) & TDG_FACT_LOOSE)
    return 0;
  if (f->bound != TDG_EXACT || g->bound != TDG_EXACT || f->step >= 1000 || g->step >= 1000 ||
      count_same(x, f, y, g))
    return 0;
  return (f->state == 0 || f->state != g->state) && p->shared >= 3;
}

/* People are compared by the state that the rest of their sentence says: "the number of dead rose to eleven", "eight people were known to
 * be dead". */
static enum tdg_fact_relation relation_of(const struct comparison *c, const struct reading *x,
                                          const struct tdg_fact *f, const struct reading *y,
                                          const struct tdg_fact *g) {
  if (f->kind != TDG_FACT_COUNT || (f->state == g->state && f->state != 0))
    return tdg_facts_compare(c->b->call, &x->text, f, &y->text, g);
  struct tdg_fact of_x = *f, of_y = *g;
  of_x.state = people_state(x, f), of_y.state = people_state(y, g);
  if (of_x.state == of_y.state) return tdg_facts_compare(c->b->call, &x->text, &of_x, &y->text, &of_y);
  return f->value == g->value ? TDG_FACTS_SAME : TDG_FACTS_DIFFER;
}

static void compare_facts(struct comparison *c, const struct pair *p, const struct reading *x,
                          const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
  if (f->kind != g->kind || !is_one_thing(c, p, x, f, y, g)) return;
  enum tdg_fact_relation r = relation_of(c, x, f, y, g);
  if (f->kind == TDG_FACT_DATE && same_weekday(f, g)) r = TDG_FACTS_SAME;
  if (r == TDG_FACTS_SAME && f->kind == TDG_FACT_COUNT && f->what_kind != 0 && f->what_kind == g->what_kind)
    add_edge(c, "label", say_fact(x, f), say_fact(y, g), 0);
  if (r == TDG_FACTS_SAME || r == TDG_FACTS_ROUNDED)
    add_edge(c, kind_of(f), say_fact(x, f), say_fact(y, g), 0);
  if (r != TDG_FACTS_DIFFER) return;
  if (is_vague(c, x, f, y, g) || is_of_two(c, x, f, y, g)) return;
  if ((is_limit(f) || is_limit(g)) &&
      (!values_close(p, x, f, y, g) || f->value > FAR * g->value || g->value > FAR * f->value))
    return;
  if (f->kind == TDG_FACT_COUNT && is_limit(f) != is_limit(g) && people_state(x, f) != 0)
    return; /* 12 dead, and later at least 14 */
  if (f->state != 0 && f->value > 0 && g->value > 0 && (f->value > 10 * g->value || g->value > 10 * f->value))
    return; /* another event */
  if (f->kind != TDG_FACT_NAME && f->kind != TDG_FACT_AGE && names_apart(x, y)) return;
  if (f->kind == TDG_FACT_COUNT && (is_foreign(c, x, f, y) || is_foreign(c, y, g, x))) return;
  if (f->kind == TDG_FACT_COUNT && (is_elsewhere(c, x, f, y) || is_elsewhere(c, y, g, x))) return;
  if (f->kind != TDG_FACT_DATE && is_other_event(c, x, y)) return;
  if (gives_both(c, x, f, y, g) || is_sum(f, y, g) || is_sum(g, x, f)) return;
  add_edge(c, kind_of(f), say_fact(x, f), say_fact(y, g), 1);
}

static void compare_readings(struct comparison *c, const struct pair *p, const struct reading *x,
                             const struct reading *y) {
  for (size_t i = 0; i < x->n_facts; i++)
    for (size_t k = 0; k < y->n_facts; k++) compare_facts(c, p, x, &x->fact[i], y, &y->fact[k]);
}

/* "Photo: the town hall, seen on 9 March 2019." */
static int is_of_page(const struct reading *x) {
  return x->right == NULL &&
         (x->s->is & (W(W_OF_PAGE) | W(W_CHANGED))) != 0; /* unless it says what was wrong */
}

/* ---- places ---- */

/* The same word stands before "near", and behind it another name in each; behind the first word it tells who. */
static int places_one(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                      const struct tdg_fact *g) {
  size_t i = f->first, k = g->first;
  if (f->unit != g->unit || (f->unit != TDG_FACT_PLACES_IN && f->unit != TDG_FACT_PLACES_NEAR)) return 0;
  while (i > 0 && x->s->terms[i - 1].end > f->said.start) i--; /* the preposition */
  while (k > 0 && y->s->terms[k - 1].end > g->said.start) k--;
  return i > 1 && k > 1 && x->s->terms[i].hash == y->s->terms[k].hash &&
         x->s->roots[i - 1] == y->s->roots[k - 1] && (x->s->terms[i].flags & TDG_TERM_ADJACENT);
}

/* Where the speaker is from. */
static int is_speakers(const struct reading *x, const struct tdg_fact *f) {
  return f->range.start >= x->sense.speaker.start && f->range.end <= x->sense.speaker.end;
}

/* One event in two places.  A record that names both places knows better than we do. */
static void compare_places(struct comparison *c, const struct pair *p, const struct reading *x,
                           const struct reading *y) {
  if (p->score < 0.5f || p->shared < 3 || x->sense.speech == TDG_SPEECH_THINKS ||
      y->sense.speech == TDG_SPEECH_THINKS)
    return;
  for (size_t i = 0; i < x->n_facts; i++)
    for (size_t k = 0; k < y->n_facts; k++) {
      const struct tdg_fact *f = &x->fact[i], *g = &y->fact[k];
      if (f->kind != TDG_FACT_PLACE || g->kind != TDG_FACT_PLACE || !places_one(x, f, y, g)) continue;
      if (is_speakers(x, f) || is_speakers(y, g)) continue;
      enum tdg_fact_relation r = tdg_facts_compare(c->b->call, &x->text, f, &y->text, g);
      if (r == TDG_FACTS_SAME) add_edge(c, "place", say_range(x, f), say_range(y, g), 0);
      if (r != TDG_FACTS_DIFFER || comparison_names(c, x->s->member, g) ||
          comparison_names(c, y->s->member, f) || comparison_dates_differ(c, x, y))
        continue;
      add_edge(c, "place", say_range(x, f), say_range(y, g), 1);
    }
}

/* ---- what is of the whole story ---- */

struct held {
  const struct reading *of;
  const struct tdg_fact *fact;
  int state; /* of people counted */
};

/* The state of all people that a fact counts: "14 people were injured", "the number of injured rose to 14".  0: none. */
static int state_of_all(const struct reading *x, const struct tdg_fact *f) {
  int loose = f->n_what == 0 || (f->flags & (TDG_FACT_LOOSE | TDG_FACT_ANYBODY)) != 0;
  int bare = f->state == 0 && loose && is_short(x) &&
             (count_kind(x, TDG_FACT_COUNT) == 1 || f == x->right || f == x->wrong);
  if (f->kind != TDG_FACT_COUNT || f->bound != TDG_EXACT || !is_of_story(x->s)) return 0;
  if (f->flags & (TDG_FACT_PART | TDG_FACT_BACK | TDG_FACT_PER) || stands_between_commas(x, f)) return 0;
  if (bare) return people_state(x, f);
  return f->flags & TDG_FACT_CHANGE || !(f->flags & TDG_FACT_ANYBODY) ? 0 : f->state;
}

static size_t find_held(struct comparison *c, struct held *out) {
  size_t n = 0;
  for (size_t i = 0; i < c->al.n; i++) {
    const struct reading *x = comparison_read(c, i);
    if (is_of_page(x)) continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_HELD; k++) {
      const struct tdg_fact *f = &x->fact[k];
      int state = state_of_all(x, f);
      if ((f->kind == TDG_FACT_NAME && f->what_kind != 0 && !(f->flags & TDG_FACT_FORMER)) || state != 0)
        out[n++] = (struct held){x, f, state};
    }
  }
  return n;
}

/* An office that one person holds, whoever speaks of it. */
static int is_single(int office) {
  switch (office) {
  case TDG_FACT_OFFICES_PRESIDENT:
  case TDG_FACT_OFFICES_PRIME_MINISTER:
  case TDG_FACT_OFFICES_CHANCELLOR:
  case TDG_FACT_OFFICES_MINISTER:
  case TDG_FACT_OFFICES_SECRETARY:
  case TDG_FACT_OFFICES_MAYOR:
  case TDG_FACT_OFFICES_GOVERNOR:
  case TDG_FACT_OFFICES_KING:
  case TDG_FACT_OFFICES_QUEEN:
  case TDG_FACT_OFFICES_POPE:
  case TDG_FACT_OFFICES_POLICE_CHIEF:
  case TDG_FACT_OFFICES_FIRE_CHIEF: return 1;
  default: return 0;
  }
}

/* An office that nearly every story knows one of: whose it is need not be said. */
static int is_of_country(int office) {
  return office == TDG_FACT_OFFICES_PRIME_MINISTER || office == TDG_FACT_OFFICES_CHANCELLOR ||
         office == TDG_FACT_OFFICES_KING || office == TDG_FACT_OFFICES_QUEEN ||
         office == TDG_FACT_OFFICES_POPE;
}

/* A name beside the office's and the holder's that both sentences have, or words of one matter: two, where no record says whose the
 * office is one. */
static int share_ground(const struct held *a, const struct held *b, int least) {
  const struct reading *x = a->of, *y = b->of;
  int shared = 0;
  for (size_t i = 0; i < x->words->n; i++) {
    const struct tdg_term *t = &x->s->terms[x->words->v[i].term];
    if (t->start >= a->fact->said.start && t->end <= a->fact->said.end) continue;
    if (!align_has(y->words, x->words->v[i].matter)) continue;
    if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL)
      return is_short(x) && is_short(y);
    shared++;
  }
  return shared >= least;
}

/* Does any record say whose the office is? */
static int has_sides(const struct held *v, size_t n, int office) {
  for (size_t i = 0; i < n; i++)
    if (v[i].fact->kind == TDG_FACT_NAME && v[i].fact->what_kind == office && v[i].fact->n_side > 0) return 1;
  return 0;
}

/* Two holders of one office, neither of whom the other record knows. */
static void compare_holders(struct comparison *c, const struct held *v, size_t n, const struct held *a,
                            const struct held *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  int least = is_of_country(f->what_kind) && !has_sides(v, n, f->what_kind) ? 0 : 2;
  if (!is_single(f->what_kind) || !holds_one(c, a->of, f, b->of, g)) return;
  enum tdg_fact_relation r = tdg_facts_compare(c->b->call, &a->of->text, f, &b->of->text, g);
  if (r == TDG_FACTS_SAME) add_edge(c, "name", say_fact(a->of, f), say_fact(b->of, g), 0);
  if (r != TDG_FACTS_DIFFER || (f->n_side == 0 && !share_ground(a, b, least)) ||
      comparison_names(c, a->of->s->member, g) || comparison_names(c, b->of->s->member, f))
    return;
  add_edge(c, "name", say_fact(a->of, f), say_fact(b->of, g), 1);
}

/* One person with two offices that exclude each other: the ministers of two things. */
static void compare_offices(struct comparison *c, const struct held *a, const struct held *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (f->what_kind != g->what_kind || f->department == 0 || g->department == 0 || f->n_what < 2 ||
      g->n_what < 2)
    return;
  if (f->what[f->n_what - 1] != g->what[g->n_what - 1] || f->what[0] != g->what[0]) return;
  add_edge(c, "office", say_fact(a->of, f), say_fact(b->of, g), f->department != g->department);
}

/* One says little else, or both say it of the same. */
static int share_toll(const struct held *a, const struct held *b) {
  int shared = 0,
      least = (int)(a->of->s->n_terms < b->of->s->n_terms ? a->of->s->n_terms : b->of->s->n_terms);
  for (size_t i = 0; i < a->of->words->n; i++) shared += align_has(b->of->words, a->of->words->v[i].matter);
  return least <= SHORT + 4 || shared >= 4;
}

static void compare_tolls(struct comparison *c, const struct held *a, const struct held *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (a->state != b->state || f->value > 10 * g->value || g->value > 10 * f->value) return;
  enum tdg_fact_relation r = relation_of(c, a->of, f, b->of, g);
  if (r == TDG_FACTS_DIFFER &&
      (is_vague(c, a->of, f, b->of, g) || !share_toll(a, b) || is_of_two(c, a->of, f, b->of, g) ||
       is_foreign(c, a->of, f, b->of) || is_foreign(c, b->of, g, a->of) || is_elsewhere(c, a->of, f, b->of) ||
       is_elsewhere(c, b->of, g, a->of) || is_other_event(c, a->of, b->of) ||
       gives_both(c, a->of, f, b->of, g)))
    return;
  if (r == TDG_FACTS_SAME || r == TDG_FACTS_DIFFER)
    add_edge(c, "figure", say_fact(a->of, f), say_fact(b->of, g), r == TDG_FACTS_DIFFER);
}

/* The same for sentences that are in no pair. */
static void compare_labels(struct comparison *c, const struct held *a, const struct held *b) {
  struct pair p = {.shared = 0};
  for (uint32_t i = 0; i < a->of->words->n_sorted; i++)
    if (align_has(b->of->words, a->of->words->sorted[i])) p.shared++;
  if (p.shared == 2 && fmod(floor(a->fact->value), 5) != 0) p.shared = 3;
  if (is_relabelled(&p, a->of, a->fact, b->of, b->fact))
    add_edge(c, "label", say_fact(a->of, a->fact), say_fact(b->of, b->fact), 1);
}

/* Counts of one kind of thing ("27 heads of state", "28 leaders") in sentences that share more than that.  Each may be a part:
 * "35 officials including 27 heads of state". */
static int counts_kind(const struct comparison *c, const struct held *a, const struct held *b) {
  const struct reading *x = a->of, *y = b->of;
  const struct tdg_fact *f = a->fact, *g = b->fact;
  unsigned flags = f->flags | g->flags;
  uint64_t two = UINT64_C(1) << TDG_BRIEF_KINDS_LEADERS | UINT64_C(1) << TDG_BRIEF_KINDS_OFFICIALS |
                 UINT64_C(1) << TDG_BRIEF_KINDS_COUNTRIES | UINT64_C(1) << TDG_BRIEF_KINDS_TOPICS;
  int shared = 0;
  if (f->what_kind == 0 || f->what_kind != g->what_kind || !(two >> f->what_kind & 1)) return 0;
  if (f->state != 0 || g->state != 0 || f->bound != TDG_EXACT || g->bound != TDG_EXACT) return 0;
  if (flags & (TDG_FACT_LOOSE | TDG_FACT_BACK | TDG_FACT_PER | TDG_FACT_CHANGE)) return 0;
  if (f->what_kind != TDG_BRIEF_KINDS_TOPICS && (f->value < SMALL || g->value < SMALL)) return 0;
  if (f->value > 2 * g->value || g->value > 2 * f->value) return 0;
  if (is_another(c, x, f) != is_another(c, y, g) || is_bounded(x, f) || is_bounded(y, g) || is_torn(x, f) ||
      is_torn(y, g))
    return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    const struct content *w = &x->words->v[i];
    int in_name = w->term >= f->first && x->s->terms[w->term].end <= f->said.end;
    shared += !in_name && align_has(y->words, w->matter);
  }
  return shared >= 2;
}

static void compare_kinds(struct comparison *c, const struct held *a, const struct held *b) {
  const struct reading *x = a->of, *y = b->of;
  if (!counts_kind(c, a, b)) return;
  int differ = a->fact->value != b->fact->value;
  if (differ && (is_of_page(x) || is_of_page(y) || names_apart(x, y) || is_other_event(c, x, y) ||
                 is_of_two(c, x, a->fact, y, b->fact) || is_foreign(c, x, a->fact, y) ||
                 is_foreign(c, y, b->fact, x) || gives_both(c, x, a->fact, y, b->fact)))
    return;
  add_edge(c, "figure", say_fact(x, a->fact), say_fact(y, b->fact), differ);
}

static void compare_labelled(struct comparison *c) {
  struct held *v = tdg_scratch(c->b->call, MAX_HELD * sizeof *v);
  size_t n = 0;
  for (size_t i = 0; i < c->b->n_sentences; i++) {
    const struct reading *x = comparison_read(c, i);
    for (size_t k = 0; k < x->n_facts && n < MAX_HELD; k++)
      if (x->fact[k].kind == TDG_FACT_COUNT && x->fact[k].what_kind != 0 &&
          (x->fact[k].value >= SMALL ||
           (x->fact[k].what_kind == TDG_BRIEF_KINDS_TOPICS && x->fact[k].value > 1)))
        v[n++] = (struct held){x, &x->fact[k], 0};
  }
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (v[i].of->s->member != v[k].of->s->member) {
        if (v[i].fact->value == v[k].fact->value) compare_labels(c, &v[i], &v[k]);
        compare_kinds(c, &v[i], &v[k]);
      }
}

static void compare_held(struct comparison *c) {
  struct held *v = tdg_scratch(c->b->call, MAX_HELD * sizeof *v);
  size_t n = find_held(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) {
      if (v[i].of->s->member == v[k].of->s->member || v[i].fact->kind != v[k].fact->kind) continue;
      if (v[i].fact->kind == TDG_FACT_COUNT) {
        compare_tolls(c, &v[i], &v[k]);
        continue;
      }
      compare_holders(c, v, n, &v[i], &v[k]);
      compare_offices(c, &v[i], &v[k]);
    }
}

void slots_compare(struct comparison *c) {
  for (size_t i = 0; i < c->al.n; i++) {
    const struct reading *x = comparison_read(c, i);
    if (x->right != NULL) add_edge(c, kind_of(x->right), say_fact(x, x->right), say_fact(x, x->wrong), 1);
  }
  for (size_t i = 0; i < c->al.n_pairs; i++) {
    const struct pair *p = &c->al.pair[i];
    const struct reading *x = comparison_read(c, p->a), *y = comparison_read(c, p->b);
    if (is_of_page(x) || is_of_page(y)) continue;
    compare_readings(c, p, x, y);
    compare_places(c, p, x, y);
  }
  compare_held(c);
  compare_labelled(c);
}
