/* lone.c - values of one thing in sentences that are not close; see conflict.h.
 *
 * Papers tell one thing in sentences that have little else in common: "lorries take a detour of 35 kilometres", "the detour, which
 * lorries have to take until spring, is 52 km long".  Their values are of one thing when each record gives one such value only and
 * half of the words beside them are the same: two at least, of which one is what is counted where things are counted.  Two words of the
 * sentences are enough where it is the only sum, share, measure or time of its unit in both records, or the only count of the thing.
 * Compared so are amounts, days until which something is or that are to come, and months.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

static const double FAR = 2.5, UNITS = 1.2; /* times */
enum {
  MAX_LONE = 600,
  NEAR_SHARED = 2,
  FAR_DAYS = 60,
  ONE_DIGIT = 10,
  SPAN = 3,
  ONLY_NEAR = 2,
  ONLY_FAR = 3,
  ONLY_COUNT = 2,
  BEHIND = 2
};

/* A value; a month that no day stands beside is a fact of its own here, with the number of the month as its value. */
struct lone {
  const struct reading *of;
  const struct tdg_fact *fact;
  int month, span; /* span: the other month, of two between which it was */
  int only;        /* the record gives no other of its kind and unit */
};

/* ---- which values ---- */

static int is_amount(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_MONEY || f->kind == TDG_FACT_PERCENT || f->kind == TDG_FACT_MEASURE ||
         f->kind == TDG_FACT_DURATION ||
         (f->kind == TDG_FACT_COUNT && f->n_what > 0 && f->state == 0 && !(f->flags & TDG_FACT_LOOSE));
}

/* Until when, or when it will be; not the day on which something was said. */
static int is_day(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_DATE && f->precision == TDG_FACT_DAY &&
         (f->flags & (TDG_FACT_UNTIL | TDG_FACT_FUTURE)) != 0;
}

/* A sentence that opens with one digit is the rest of a number: "magnitude 5." "9 ..." */
static int is_cut(const struct lone *v) {
  return v->fact->first == 0 && v->fact->flags & TDG_FACT_FIGURE && v->fact->value < ONE_DIGIT;
}

static int is_in_fact(const struct reading *x, size_t i) {
  for (size_t k = 0; k < x->n_facts; k++)
    if (i >= x->fact[k].first && i <= x->fact[k].last) return 1;
  return 0;
}

/* The other month of a span that a month begins or ends: "from March to May"; 0: none. */
static int span_of(const struct reading *x, size_t i) {
  for (size_t k = i > SPAN ? i - SPAN : 0; k <= i + SPAN && k < x->s->n_terms; k++)
    if (k != i && x->s->marks[k].month != 0) return x->s->marks[k].month;
  return 0;
}

static int is_to_come(const struct comparison *c, const struct reading *x) {
  if (x->sense.tense == TDG_TENSE_FUTURE || x->sense.stage == TDG_FACT_STAGES_PLAN) return 1;
  for (size_t i = 0; sentence_has(x->s, TDG_FACT_WORD_TENSE) && i < x->s->n_terms; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_TENSE, NULL) == TDG_FACT_TENSE_FUTURE) return 1;
  return 0;
}

/* Behind a word of time or place, or the second of a span. */
static int is_month(const struct comparison *c, const struct reading *x, size_t i) {
  if (x->s->marks[i].month == 0 || i == 0 || !(x->s->terms[i].flags & TDG_TERM_ADJACENT) || is_in_fact(x, i))
    return 0;
  return sentence_is(x->s, i - 1, W(W_AT) | W(W_ON) | W(W_AND)) != 0 ||
         sentence_value(c->b, x->s, i - 1, TDG_FACT_WORD_TIME, NULL) != 0 ||
         sentence_value(c->b, x->s, i - 1, TDG_FACT_WORD_JOIN, NULL) != 0 ||
         sentence_value(c->b, x->s, i - 1, TDG_FACT_WORD_PLACE, NULL) != 0;
}

static struct lone read_month(const struct comparison *c, const struct reading *x, size_t i) {
  const struct tdg_term *t = &x->s->terms[i];
  struct tdg_fact *f = tdg_scratch(c->b->call, sizeof *f);
  *f = (struct tdg_fact){
      .kind = TDG_FACT_DATE, .precision = TDG_FACT_MONTH, .first = i, .last = i, .after = i + 1};
  f->range = f->said = (struct tdg_range){t->start, t->end};
  f->value = x->s->marks[i].month;
  return (struct lone){x, f, x->s->marks[i].month, span_of(x, i), 0};
}

static size_t find_lone(struct comparison *c, struct lone *v) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct reading *x = comparison_read(c, i);
    if (reading_is_of_page(x)) continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_LONE; k++)
      if (is_amount(&x->fact[k]) || is_day(&x->fact[k])) v[n++] = (struct lone){x, &x->fact[k], 0, 0, 0};
    for (size_t k = 0; k < x->s->n_terms && n < MAX_LONE; k++)
      if (is_month(c, x, k)) v[n++] = read_month(c, x, k);
  }
  return n;
}

/* ---- of one thing ---- */

static int near_shared(const struct lone *a, const struct lone *b, int *least) {
  return value_clause_shared(a->of, a->fact, b->of, b->fact, least);
}

static int shared_words(const struct lone *a, const struct lone *b) {
  int n = 0;
  for (uint32_t i = 0; i < a->of->words->n_sorted; i++) n += align_has(b->of->words, a->of->words->sorted[i]);
  return n;
}

/* May two values be of one thing, by their words? */
static int may_be_one(const struct lone *a, const struct lone *b) {
  int least;
  if (a->fact->kind != b->fact->kind || (a->month != 0) != (b->month != 0)) return 0;
  if (a->fact->kind == TDG_FACT_COUNT) return value_counts_same(a->of, a->fact, b->of, b->fact);
  return near_shared(a, b, &least) > 0 || (a->only && b->only && shared_words(a, b) >= ONLY_FAR);
}

static int differ(const struct comparison *c, const struct lone *a, const struct lone *b) {
  if (a->month != 0) return a->month != b->month;
  return values_relation(c, a->of, a->fact, b->of, b->fact) == TDG_FACTS_DIFFER;
}

/* Is there another value in the record that could be meant? */
static int has_other(const struct comparison *c, const struct lone *v, size_t n, const struct lone *a,
                     const struct lone *b) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].fact != a->fact && may_be_one(&v[i], b) &&
        differ(c, &v[i], a))
      return 1;
  return 0;
}

/* "A 36% increase from February": by how much, since when? */
static int is_change(const struct comparison *c, const struct lone *v) {
  for (size_t i = v->fact->last + 1; i <= v->fact->last + BEHIND && i < v->of->s->n_terms; i++) {
    int value = sentence_opposite(c->b, v->of->s, i, NULL);
    if (value == TDG_FACT_OPPOSITES_RISE || value == TDG_FACT_OPPOSITES_FALL) return 1;
  }
  return (v->fact->flags & TDG_FACT_CHANGE) != 0;
}

/* Fewer words are enough. */
static int are_only(const struct comparison *c, const struct lone *a, const struct lone *b, int near) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (a->month != 0 || f->kind == TDG_FACT_DATE || is_change(c, a) || is_change(c, b)) return 0;
  if (f->kind == TDG_FACT_COUNT)
    return shared_words(a, b) >= (f->value < ONE_DIGIT || g->value < ONE_DIGIT ? ONLY_FAR : ONLY_COUNT);
  if (f->unit != g->unit && f->value < UNITS * g->value && g->value < UNITS * f->value) return 0;
  return a->only && b->only && shared_words(a, b) >= (near >= 1 ? ONLY_NEAR : ONLY_FAR);
}

static int is_one_thing(const struct comparison *c, const struct lone *a, const struct lone *b) {
  int least, near = near_shared(a, b, &least);
  if (are_only(c, a, b, near)) return 1;
  if (a->span != 0 && a->span == b->span) near++, least++;
  return near >= NEAR_SHARED && near * 2 >= least;
}

/* ---- what contradicts nothing ---- */

static int amounts_apart(const struct comparison *c, const struct lone *a, const struct lone *b) {
  const struct reading *x = a->of, *y = b->of;
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (value_is_limit(f) || value_is_limit(g) || is_cut(a) || is_cut(b)) return 1;
  if (f->kind == TDG_FACT_DURATION && x->sense.polarity != y->sense.polarity)
    return 1; /* "convicted after 12 hours", "unable to decide after 30 hours" */
  return values_vague(c, x, f, y, g) || shares_of_two(c, x, f, y, g) || comparison_dates_differ(c, x, y) ||
         readings_in_two_places(x, y) || value_is_sum(f, y, g) || value_is_sum(g, x, f);
}

static int days_apart(const struct lone *a, const struct lone *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  double apart = f->value > g->value ? f->value - g->value : g->value - f->value;
  return apart > FAR_DAYS || (f->flags ^ g->flags) & (TDG_FACT_UNTIL | TDG_FACT_SINCE) ||
         (f->flags & TDG_FACT_RELATIVE && g->flags & TDG_FACT_RELATIVE && (int64_t)apart % 7 == 0);
}

static int are_apart(const struct comparison *c, const struct lone *a, const struct lone *b) {
  const struct reading *x = a->of, *y = b->of;
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (values_of_two(c, x, f, y, g) || readings_name_two(x, y) || value_is_foreign(c, x, f, y) ||
      value_is_foreign(c, y, g, x) || value_is_elsewhere(c, x, f, y) || value_is_elsewhere(c, y, g, x))
    return 1;
  if (a->month != 0) return a->span != b->span || (a->span == 0 && !(is_to_come(c, x) && is_to_come(c, y)));
  if (f->kind == TDG_FACT_DATE) return days_apart(a, b);
  if (f->kind == TDG_FACT_COUNT && (value_has_own_name(c, x, f, y) || value_has_own_name(c, y, g, x)))
    return 1;
  return amounts_apart(c, a, b);
}

/* Sums, shares, measures and times; counts are told apart by what they count. */
static void mark_only(struct lone *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct tdg_fact *f = v[i].fact;
    v[i].only = v[i].month == 0 && f->kind != TDG_FACT_COUNT && f->kind != TDG_FACT_DATE;
    for (size_t k = i;
         k-- > 0 && v[k].of->s->member == v[i].of->s->member;) /* those of a record stand together */
      if (v[k].fact->kind == f->kind && v[k].fact->unit == f->unit && v[k].fact->value != f->value)
        v[i].only = v[k].only = 0;
  }
}

static struct saying say(const struct lone *v) {
  return v->month != 0 ? say_terms(v->of, v->fact->first, v->fact->last, v->month) : say_fact(v->of, v->fact);
}

/* Of two kinds or units, or too far apart: most pairs, and quickly told. */
static int are_far(const struct lone *a, const struct lone *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (f->kind != g->kind || (a->month != 0) != (b->month != 0)) return 1;
  return f->kind != TDG_FACT_DATE &&
         (f->value <= 0 || g->value <= 0 || f->value > FAR * g->value || g->value > FAR * f->value);
}

static void compare(struct comparison *c, const struct lone *v, size_t n, const struct lone *a,
                    const struct lone *b) {
  if (are_far(a, b) || !may_be_one(a, b) || !differ(c, a, b) || !is_one_thing(c, a, b) || are_apart(c, a, b))
    return;
  if (has_other(c, v, n, a, b) || has_other(c, v, n, b, a)) return;
  if (a->month == 0 && values_given_both(c, a->of, a->fact, b->of, b->fact)) return;
  add_edge(c, value_kind(a->fact), say(a), say(b), 1);
}

void lone_compare(struct comparison *c) {
  struct lone *v = comparison_list(c, MAX_LONE * sizeof *v);
  size_t n = find_lone(c, v);
  mark_only(v, n);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare(c, v, n, &v[i], &v[k]);
}
