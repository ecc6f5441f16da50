/* named.c - values beside a word that names what they are of; see conflict.h.
 *
 * "Six years in prison", "will spend nine years behind bars": two records tell it in words that have nothing in common, but both name
 * the slot (the class fact-slots): a prison term, how long something stood still or is closed, when it is to be complete or to run
 * again, damage, price, fine, wind, depth, magnitude, turnout.  Where each record gives one value for a slot and they differ, they contradict each other, whatever
 * their sentences have in common.  Silent are what somebody asked for, what was another time, of another person, place or day, at least and
 * about, and what is half or twice and more of the other.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/date.h>

#include <math.h>

enum { MAX_NAMED = 300, MANY_DAYS = 3650, TEN = 10 };
static const double FAR = 2.6; /* times */

struct named {
  const struct reading *of;
  const struct tdg_fact *fact;
  int slot;
};

/* ---- slots ---- */

static int is_speed(int unit) {
  return unit == TDG_FACT_UNITS_KMH || unit == TDG_FACT_UNITS_MPH || unit == TDG_FACT_UNITS_KNOT ||
         unit == TDG_FACT_UNITS_METRE_PER_SECOND;
}
static int is_length(int unit) {
  return unit == TDG_FACT_UNITS_METRE || unit == TDG_FACT_UNITS_KILOMETRE || unit == TDG_FACT_UNITS_FOOT ||
         unit == TDG_FACT_UNITS_MILE;
}

/* May a value of this kind fill the slot? */
static int fills(int slot, const struct tdg_fact *f) {
  switch (slot) {
  case TDG_FACT_SLOTS_TERM:
  case TDG_FACT_SLOTS_HALT: return f->kind == TDG_FACT_DURATION;
  case TDG_FACT_SLOTS_READY:
    return f->kind == TDG_FACT_DATE && f->precision >= TDG_FACT_MONTH && f->precision != TDG_FACT_WEEK &&
           f->flags & (TDG_FACT_FUTURE | TDG_FACT_UNTIL);
  case TDG_FACT_SLOTS_AGAIN:
    return f->kind == TDG_FACT_DATE && f->precision == TDG_FACT_DAY && f->flags & TDG_FACT_FUTURE &&
           !(f->flags & TDG_FACT_UNTIL);
  case TDG_FACT_SLOTS_DAMAGE:
  case TDG_FACT_SLOTS_PRICE:
  case TDG_FACT_SLOTS_FINE: return f->kind == TDG_FACT_MONEY;
  case TDG_FACT_SLOTS_WIND: return f->kind == TDG_FACT_MEASURE && is_speed(f->unit);
  case TDG_FACT_SLOTS_DEPTH: return f->kind == TDG_FACT_MEASURE && is_length(f->unit);
  case TDG_FACT_SLOTS_MAGNITUDE:
    return f->kind == TDG_FACT_COUNT && f->value > 2 && f->value < TEN && f->flags & TDG_FACT_FIGURE &&
           f->step <= 1;
  case TDG_FACT_SLOTS_TURNOUT: return f->kind == TDG_FACT_PERCENT && !(f->flags & TDG_FACT_CHANGE);
  default: return 0;
  }
}

/* The slot that a word of the value's clause names, the nearest one; 0: none, or the value is one that somebody asks for. */
static int slot_of(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  size_t first, last, nearest = SIZE_MAX;
  int slot = 0;
  value_clause(x, f, &first, &last);
  if (f->after > last + 1) last = f->after - 1; /* "5.9-magnitude" */
  for (size_t i = first; i <= last && i < x->s->n_terms; i++) {
    if (i >= f->first && i <= f->last) continue;
    int value = sentence_value(c->b, x->s, i, TDG_FACT_WORD_SLOT, NULL);
    if (value == TDG_FACT_SLOTS_ASKED) return 0;
    size_t apart = i < f->first ? f->first - i : i - f->last;
    if (value != 0 && fills(value, f) && apart < nearest) slot = value, nearest = apart;
  }
  return slot;
}

/* A month that no day or year stands beside, behind a word of time or place, is the next of its name: "at the end of November". */
static const struct tdg_fact *read_month(const struct comparison *c, const struct reading *x, size_t i) {
  int y, m, d, month = x->s->marks[i].month;
  if (month == 0 || i == 0 || x->text.published == 0 || !(x->s->terms[i].flags & TDG_TERM_ADJACENT))
    return NULL;
  for (size_t k = 0; k < x->n_facts; k++)
    if (i >= x->fact[k].first && i <= x->fact[k].last) return NULL;
  if (!x->s->small[i - 1] && sentence_value(c->b, x->s, i - 1, TDG_FACT_WORD_TIME, NULL) == 0) return NULL;
  tdg_civil_from_days(x->text.published / 86400000, &y, &m, &d);
  struct tdg_fact *f = tdg_scratch(c->b->call, sizeof *f);
  *f = (struct tdg_fact){
      .kind = TDG_FACT_DATE, .precision = TDG_FACT_MONTH, .first = i, .last = i, .after = i + 1};
  f->range = f->said = (struct tdg_range){x->s->terms[i].start, x->s->terms[i].end};
  f->value = f->high = (double)tdg_days_from_civil(month < m ? y + 1 : y, month, 1);
  f->step = 30, f->flags = TDG_FACT_FUTURE;
  return f;
}

/* A sentence that opens with one digit is the rest of a number: "magnitude 5." "9 ..." */
static int is_plain(const struct tdg_fact *f) {
  if (f->first == 0 && f->flags & TDG_FACT_FIGURE && f->value < TEN) return 0;
  return f->value > 0 && f->high == f->value &&
         !(f->flags & (TDG_FACT_PART | TDG_FACT_BACK | TDG_FACT_PER | TDG_FACT_SINCE));
}

static size_t find_named(struct comparison *c, struct named *v) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    if (!sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_SLOT)) continue;
    const struct reading *x = comparison_read(c, i);
    if (reading_is_of_page(x) || x->sense.tense == TDG_TENSE_CONDITIONAL ||
        sentence_has(x->s, TDG_FACT_WORD_CORRECTION))
      continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_NAMED; k++) {
      v[n] = (struct named){x, &x->fact[k], 0};
      if (is_plain(v[n].fact) && !value_is_torn(x, v[n].fact)) v[n].slot = slot_of(c, x, v[n].fact);
      n += v[n].slot != 0;
    }
    for (size_t k = 0; k < x->s->n_terms && n < MAX_NAMED; k++) {
      v[n] = (struct named){x, read_month(c, x, k), 0};
      if (v[n].fact != NULL) n += (v[n].slot = slot_of(c, x, v[n].fact)) != 0;
    }
  }
  return n;
}

/* ---- two values ---- */

/* "Gusts of up to 43 metres a second": the most is what is told of wind. */
static enum tdg_fact_relation relation_of(const struct comparison *c, const struct named *a,
                                          const struct named *b) {
  struct tdg_fact f = *a->fact, g = *b->fact;
  if (a->slot != TDG_FACT_SLOTS_WIND) return values_relation(c, a->of, a->fact, b->of, b->fact);
  if (f.bound == TDG_AT_MOST) f.bound = TDG_EXACT;
  if (g.bound == TDG_AT_MOST) g.bound = TDG_EXACT;
  return values_relation(c, a->of, &f, b->of, &g);
}

/* The record fills the slot with another value, too. */
static int has_other(const struct comparison *c, const struct named *v, size_t n, const struct named *a) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].slot == a->slot &&
        relation_of(c, &v[i], a) == TDG_FACTS_DIFFER)
      return 1;
  return 0;
}

static int of_two_tenses(const struct reading *x, const struct reading *y) {
  return (x->sense.tense == TDG_TENSE_FUTURE && y->sense.tense == TDG_TENSE_PAST) ||
         (x->sense.tense == TDG_TENSE_PAST && y->sense.tense == TDG_TENSE_FUTURE);
}

/* What the clause of a day names beside the words that say that something runs again. */
struct reopened {
  const struct reading *of;
  const struct tdg_fact *day;
  size_t first, last;
  uint64_t matters; /* a bit for each that a list knows; some share one, which tells less apart */
  int again;
};

/* How many terms say so, from i on. */
static size_t says_again(const struct comparison *c, const struct reading *x, size_t i) {
  size_t n = 0;
  if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_SLOT, &n) == TDG_FACT_SLOTS_AGAIN) return n;
  return sentence_opposite(c->b, x->s, i, &n) == TDG_FACT_OPPOSITES_OPEN ? n : 0;
}

static struct reopened read_reopened(const struct comparison *c, const struct reading *x,
                                     const struct tdg_fact *f) {
  struct reopened r = {.of = x, .day = f};
  value_clause(x, f, &r.first, &r.last);
  for (size_t i = r.first; i <= r.last && i < x->s->n_terms; i++) {
    if (i >= f->first && i <= f->last) continue; /* March is no march */
    int value = sentence_value(c->b, x->s, i, TDG_FACT_WORD_MATTER, NULL);
    if (value != 0) r.matters |= UINT64_C(1) << value % 64;
    r.again |= sentence_value(c->b, x->s, i, TDG_FACT_WORD_SLOT, NULL) == TDG_FACT_SLOTS_AGAIN;
  }
  return r;
}

static int is_in_clause(const struct reopened *r, const struct content *w) {
  return w->term >= r->first && w->term <= r->last && (w->term < r->day->first || w->term > r->day->last);
}

/* Have they a word in common that does not say that it runs again? */
static int share_subject(const struct comparison *c, const struct reopened *a, const struct reopened *b) {
  const struct words *u = a->of->words, *v = b->of->words;
  for (uint32_t i = 0; i < u->n; i++) {
    if (!is_in_clause(a, &u->v[i]) || says_again(c, a->of, u->v[i].term) > 0) continue;
    for (uint32_t k = 0; k < v->n; k++)
      if (v->v[k].matter == u->v[i].matter && is_in_clause(b, &v->v[k])) return 1;
  }
  return 0;
}

int named_reopen_apart(const struct comparison *c, const struct reading *x, const struct tdg_fact *f,
                       const struct reading *y, const struct tdg_fact *g) {
  if ((sentence_has(x->s, TDG_FACT_WORD_SLOT) && sentence_has(y->s, TDG_FACT_WORD_SLOT)) == 0) return 0;
  struct reopened a = read_reopened(c, x, f), b = read_reopened(c, y, g);
  if (!a.again || !b.again) return 0;
  if (a.matters == 0 && b.matters == 0) return !share_subject(c, &a, &b);
  return a.matters != 0 && b.matters != 0 && (a.matters & b.matters) == 0;
}

static int are_apart(const struct comparison *c, const struct named *a, const struct named *b) {
  const struct reading *x = a->of, *y = b->of;
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (reading_looks_back(x) || reading_looks_back(y)) return 1; /* what was said earlier */
  if (a->slot == TDG_FACT_SLOTS_AGAIN && (named_reopen_apart(c, x, f, y, g) || readings_name_two(x, y)))
    return 1;
  if (f->kind == TDG_FACT_DATE) return fabs(f->value - g->value) > MANY_DAYS;
  if (f->value > FAR * g->value || g->value > FAR * f->value) return 1;
  if (a->slot != TDG_FACT_SLOTS_WIND &&
      (value_is_limit(f) || value_is_limit(g) || values_vague(c, x, f, y, g)))
    return 1;
  if (a->slot != TDG_FACT_SLOTS_TERM && of_two_tenses(x, y)) return 1; /* a plan and its outcome */
  return readings_name_two(x, y) || comparison_dates_differ(c, x, y) || values_of_two(c, x, f, y, g) ||
         readings_in_two_places(x, y) || value_is_sum(f, y, g) || value_is_sum(g, x, f);
}

static void compare(struct comparison *c, const struct named *v, size_t n, const struct named *a,
                    const struct named *b) {
  if (a->slot != b->slot || a->fact->kind != b->fact->kind) return;
  enum tdg_fact_relation r = relation_of(c, a, b);
  if (r == TDG_FACTS_SAME)
    add_edge(c, value_kind(a->fact), say_fact(a->of, a->fact), say_fact(b->of, b->fact), 0);
  if (r != TDG_FACTS_DIFFER || are_apart(c, a, b) || has_other(c, v, n, a) || has_other(c, v, n, b)) return;
  if (values_given_both(c, a->of, a->fact, b->of, b->fact)) return;
  add_edge(c, value_kind(a->fact), say_fact(a->of, a->fact), say_fact(b->of, b->fact), 1);
}

void named_compare(struct comparison *c) {
  struct named *v = comparison_list(c, (MAX_NAMED + 1) * sizeof *v);
  size_t n = find_named(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare(c, v, n, &v[i], &v[k]);
}
