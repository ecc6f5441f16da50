/* slots.c - facts of one thing in two sentences that speak of the same matter; see conflict.h.
 *
 * Two facts are compared (tdg_facts_compare()) when they are of one kind and of one thing: counts of the same things, or of people in
 * the same state; ages and offices of the same person or country; other values when each sentence has one of the kind, or the same
 * word stands beside them, and the sentences are close.  What contradicts nothing all the same is in value_scope.c.
 */
#include "conflict.h"

#include <math.h>

static const float CLOSE = 0.4f;
enum { FAR = 3 /* times: a limit of something else */, FAR_DAYS = 60, SMALL = 10 };

/* ---- one thing ---- */

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

static int is_figure_kind(int kind) {
  return kind == TDG_FACT_MONEY || kind == TDG_FACT_PERCENT || kind == TDG_FACT_MEASURE ||
         kind == TDG_FACT_DURATION || kind == TDG_FACT_CLOCK || kind == TDG_FACT_DATE;
}

static int are_close(const struct pair *p, const struct reading *x, const struct reading *y) {
  uint32_t least = x->words->n_sorted < y->words->n_sorted ? x->words->n_sorted : y->words->n_sorted;
  return (p->score >= CLOSE && least <= 2) || p->shared > 2 ||
         (p->shared == 2 && (p->score >= CLOSE || (reading_is_short(x) && reading_is_short(y))));
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
  if (reading_count_kind(x, TDG_FACT_COUNT) > 1 && f != x->right) return 0;
  return shared_between(y, g->last + 1, g->after - 1, x, 0, x->s->n_terms, &least) >= least && least > 0;
}

/* In longer sentences more than the thing is shared around the number. */
static int counts_closely(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                          const struct reading *y, const struct tdg_fact *g) {
  int least, shared = value_clause_shared(x, f, y, g, &least),
             what = f->n_what < g->n_what ? f->n_what : g->n_what;
  return shared > what + !(reading_is_short(x) || reading_is_short(y)) && shared * 3 >= least * 2 &&
         p->shared >= 3;
}

static int counts_one(const struct pair *p, const struct reading *x, const struct tdg_fact *a,
                      const struct reading *y, const struct tdg_fact *b) {
  const struct tdg_fact *f = count_of(x, a), *g = count_of(y, b);
  int state = people_state(x, f), loose = ((f->flags | g->flags) & TDG_FACT_LOOSE) != 0;
  if (state != people_state(y, g)) return 0;
  if (state != 0 && (f->flags & g->flags & TDG_FACT_ANYBODY)) return 1;
  if (state != 0 && (f->n_what == 0 || g->n_what == 0) && (f->flags | g->flags) & TDG_FACT_ANYBODY)
    return p->score >= CLOSE;
  if (!value_counts_same(x, f, y, g) && !counts_bare(x, f, y, g) && !counts_bare(y, g, x, f)) return 0;
  if (state != 0) return 1;
  if (!(reading_is_short(x) && reading_is_short(y)) && !counts_closely(p, x, f, y, g)) return 0;
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
  if (named_reopen_apart(c, x, f, y, g)) return 0;
  return apart <= FAR_DAYS ||
         (f->flags & g->flags & (TDG_FACT_YEAR_GIVEN | TDG_FACT_FUTURE) && p->score >= CLOSE);
}

static int of_two_tenses(const struct reading *x, const struct reading *y) {
  return (x->sense.tense == TDG_TENSE_FUTURE && y->sense.tense == TDG_TENSE_PAST) ||
         (x->sense.tense == TDG_TENSE_PAST && y->sense.tense == TDG_TENSE_FUTURE);
}

/* Short sentences that share a word or two; in longer ones what stands around the value is the same. */
static int values_close(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                        const struct reading *y, const struct tdg_fact *g) {
  int least, shared = value_clause_shared(x, f, y, g, &least);
  if (reading_is_short(x) && reading_is_short(y)) return are_close(p, x, y) || value_near_same(x, f, y, g);
  if (f->kind == TDG_FACT_DATE && (reading_is_short(x) || reading_is_short(y))) return are_close(p, x, y);
  return shared >= 2 && shared * 2 >= least && p->shared >= 3;
}

/* The name that ends right before an age: "Ana Brekke, 43". */
static const struct tdg_fact *aged(const struct reading *x, const struct tdg_fact *f) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_NAME && x->fact[i].last < f->first && x->fact[i].last + 2 >= f->first)
      return &x->fact[i];
  return NULL;
}

/* Of one person, whom the same word names in close sentences. */
static int ages_one(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                    const struct reading *y, const struct tdg_fact *g) {
  const struct tdg_fact *a = aged(x, f), *b = aged(y, g);
  if (a != NULL && b != NULL) return 0; /* persons.c compares them */
  int least;
  return a == NULL && b == NULL && reading_count_kind(x, TDG_FACT_AGE) == 1 &&
         reading_count_kind(y, TDG_FACT_AGE) == 1 &&
         (shared_between(x, f->last + 1, f->last + 2, y, g->last + 1, g->last + 2, &least) > 0 ||
          (f->first > 0 && g->first > 0 &&
           shared_between(x, f->first - 1, f->first - 1, y, g->first - 1, g->first - 1, &least) > 0)) &&
         are_close(p, x, y) && (reading_is_short(x) || p->shared >= 3);
}

static int is_one_thing(const struct comparison *c, const struct pair *p, const struct reading *x,
                        const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
  if (f->kind == TDG_FACT_COUNT) return counts_one(p, x, f, y, g);
  if (f->kind == TDG_FACT_NAME) return p->score >= 0.5f && p->shared >= 2 && values_hold_one(c, x, f, y, g);
  if (f->kind == TDG_FACT_DATE && (!dates_one(c, p, x, f, y, g) || of_two_tenses(x, y) ||
                                   (p->shared < 2 && !value_near_same(x, f, y, g))))
    return 0;
  if (f->kind == TDG_FACT_AGE) return ages_one(p, x, f, y, g);
  if (!is_figure_kind(f->kind) || !values_close(p, x, f, y, g)) return 0;
  if (is_only_day(x, f) && is_only_day(y, g)) return 1;
  return (reading_count_kind(x, f->kind) == 1 && reading_count_kind(y, f->kind) == 1) ||
         value_near_same(x, f, y, g);
}

static void compare_facts(struct comparison *c, const struct pair *p, const struct reading *x,
                          const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g) {
  if (f->kind != g->kind || !is_one_thing(c, p, x, f, y, g)) return;
  enum tdg_fact_relation r = values_relation(c, x, f, y, g);
  if (f->kind == TDG_FACT_DATE && same_weekday(f, g)) r = TDG_FACTS_SAME;
  if (r == TDG_FACTS_SAME && f->kind == TDG_FACT_COUNT && f->what_kind != 0 && f->what_kind == g->what_kind)
    add_edge(c, "label", say_fact(x, f), say_fact(y, g), 0);
  if (r == TDG_FACTS_SAME || r == TDG_FACTS_ROUNDED)
    add_edge(c, value_kind(f), say_fact(x, f), say_fact(y, g), 0);
  if (r != TDG_FACTS_DIFFER) return;
  if (values_vague(c, x, f, y, g) || values_of_two(c, x, f, y, g) || shares_of_two(c, x, f, y, g)) return;
  if (f->kind == TDG_FACT_CLOCK && (value_is_bounded(x, f) || value_is_bounded(y, g))) return;
  if (f->kind == TDG_FACT_DURATION && x->sense.polarity != y->sense.polarity)
    return; /* "convicted after 12 hours", "unable to decide after 30 hours" */
  if ((value_is_limit(f) || value_is_limit(g)) &&
      (!values_close(p, x, f, y, g) || f->value > FAR * g->value || g->value > FAR * f->value))
    return;
  if (f->kind == TDG_FACT_COUNT && value_is_limit(f) != value_is_limit(g) && people_state(x, f) != 0)
    return; /* 12 dead, and later at least 14 */
  if (f->state != 0 && f->value > 0 && g->value > 0 && (f->value > 10 * g->value || g->value > 10 * f->value))
    return; /* another event */
  if (f->kind != TDG_FACT_NAME && f->kind != TDG_FACT_AGE && readings_name_two(x, y)) return;
  if (f->kind == TDG_FACT_COUNT && (value_is_foreign(c, x, f, y) || value_is_foreign(c, y, g, x))) return;
  if (f->kind == TDG_FACT_COUNT && (value_is_elsewhere(c, x, f, y) || value_is_elsewhere(c, y, g, x))) return;
  if (f->kind != TDG_FACT_DATE && readings_of_two_events(c, x, y)) return;
  if (values_given_both(c, x, f, y, g) || value_is_sum(f, y, g) || value_is_sum(g, x, f)) return;
  add_edge(c, value_kind(f), say_fact(x, f), say_fact(y, g), 1);
}

static void compare_readings(struct comparison *c, const struct pair *p, const struct reading *x,
                             const struct reading *y) {
  for (size_t i = 0; i < x->n_facts; i++)
    for (size_t k = 0; k < y->n_facts; k++) compare_facts(c, p, x, &x->fact[i], y, &y->fact[k]);
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

/* ---- all ---- */

void slots_compare(struct comparison *c) {
  for (size_t i = 0; i < c->al.n; i++) {
    const struct reading *x = comparison_read(c, i);
    if (x->right != NULL) add_edge(c, value_kind(x->right), say_fact(x, x->right), say_fact(x, x->wrong), 1);
  }
  for (size_t i = 0; i < c->al.n_pairs; i++) {
    const struct pair *p = &c->al.pair[i];
    const struct reading *x = comparison_read(c, p->a), *y = comparison_read(c, p->b);
    if (reading_is_of_page(x) || reading_is_of_page(y)) continue;
    compare_readings(c, p, x, y);
    compare_places(c, p, x, y);
  }
}
