/* slips.c - values of two records that are one but for a slip of the pen, in whatever words and languages they stand; see conflict.h.
 *
 * 143 on board and 134 aboard, 3 May and 5 March, 12 hectares and 12 square kilometres, 7.40 pm and 9.40 pm, $6.8 million and $6.8 billion:
 * such values meet rarely by chance, so that less has to be the same around them than around any two values.  Yet something has:
 * a word beside both, or two other sentences that give one of them.  Neither record knows the other value.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <math.h>
#include <stdlib.h>

enum {
  MAX_SLIPS = 800,
  AGREED = 2,
  MOST_DIGITS = 12,
  NEAR_SHARED = 1,
  FAR_SHARED = 3,
  DAY = 32,
  SUM = 1000 /* "$140- $150 million" */
};

struct slip {
  const struct reading *of;
  const struct tdg_fact *fact;
  uint64_t key;   /* equal for values that a slip may part */
  int64_t number; /* the digits without noughts behind them */
  int digits;
};

/* ---- what may slip ---- */

/* How often each digit is in a number, four bits a digit. */
static uint64_t digits_of(int64_t number, int *n) {
  uint64_t counts = 0;
  for (*n = 0; number > 0; number /= 10, ++*n) counts += UINT64_C(1) << 4 * (number % 10);
  return counts;
}

static int is_amount(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_MONEY || f->kind == TDG_FACT_PERCENT || f->kind == TDG_FACT_MEASURE ||
         f->kind == TDG_FACT_DURATION || (f->kind == TDG_FACT_COUNT && f->n_what > 0);
}

static int read_amount(struct slip *v) {
  const struct tdg_fact *f = v->fact;
  if (!is_amount(f) || f->bound != TDG_EXACT || f->high != f->value || f->step <= 0 || f->value <= 0)
    return 0;
  double number = floor(f->value / f->step + 0.5);
  if (number < 10 || number > 1e11) return 0;
  for (v->number = (int64_t)number; v->number % 10 == 0;) v->number /= 10;
  v->key = digits_of(v->number, &v->digits) << 4 | (uint64_t)f->kind;
  return v->digits >= 2;
}

/* A day with its month, neither of which is the other. */
static int read_day(struct slip *v) {
  const struct tdg_fact *f = v->fact;
  if (f->kind != TDG_FACT_DATE || f->precision != TDG_FACT_DAY || f->n_what == 0) return 0;
  uint64_t month = f->what[0] / DAY, day = f->what[0] % DAY;
  if (day > 12 || day == month) return 0;
  v->key = (month < day ? month << 8 | day : day << 8 | month) << 4 | (uint64_t)f->kind;
  return 1;
}

/* A time of day to the minute. */
static int read_clock(struct slip *v) {
  const struct tdg_fact *f = v->fact;
  if (f->kind != TDG_FACT_CLOCK || (int)f->value % 30 == 0) return 0;
  v->key = (uint64_t)((int)f->value % 60) << 4 | (uint64_t)f->kind;
  return 1;
}

static int by_key(const void *a, const void *b) {
  const struct slip *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  if (x->of != y->of) return x->of < y->of ? -1 : 1;
  return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static size_t find_slips(struct comparison *c, struct slip *v) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct reading *x = comparison_read(c, i);
    if (reading_is_of_page(x)) continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_SLIPS; k++) {
      v[n] = (struct slip){.of = x, .fact = &x->fact[k]};
      n += read_amount(&v[n]) || read_day(&v[n]) || read_clock(&v[n]);
    }
  }
  qsort(v, n, sizeof *v, by_key);
  return n;
}

/* ---- which values a slip parts ---- */

static int same_value(const struct slip *a, const struct slip *b) {
  if (a->fact->kind == TDG_FACT_CLOCK)
    return fmod(fabs(a->fact->value - b->fact->value), 720) == 0; /* half past seven, 19.30 */
  return a->fact->value == b->fact->value && a->fact->unit == b->fact->unit;
}

/* The same digits in another order, before another scale or unit; not both. */
static int amounts_slip(const struct slip *a, const struct slip *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (a->number != b->number) return f->unit == g->unit && f->step == g->step && a->digits == b->digits;
  if (f->kind == TDG_FACT_COUNT || f->kind == TDG_FACT_DURATION)
    return 0; /* compared elsewhere, or rounded */
  return f->unit != g->unit || (f->kind == TDG_FACT_MONEY && f->value >= SUM && g->value >= SUM);
}

static int days_slip(const struct slip *a, const struct slip *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  return f->what[0] != g->what[0] &&
         !((f->flags & g->flags & TDG_FACT_YEAR_GIVEN) && fabs(f->value - g->value) > 366);
}

static int clocks_slip(const struct slip *a, const struct slip *b) {
  double apart = fabs(a->fact->value - b->fact->value);
  return apart != 0 && apart != 720;
}

static int may_slip(const struct slip *a, const struct slip *b) {
  switch (a->fact->kind) {
  case TDG_FACT_DATE: return days_slip(a, b);
  case TDG_FACT_CLOCK: return clocks_slip(a, b);
  default: return amounts_slip(a, b);
  }
}

/* ---- of one thing ---- */

static int count_one(const struct slip *a, const struct slip *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (f->kind != TDG_FACT_COUNT) return 1;
  if (people_state(a->of, f) != people_state(b->of, g)) return 0;
  return f->what_kind != 0 && g->what_kind != 0 ? f->what_kind == g->what_kind
                                                : value_counts_same(a->of, f, b->of, g);
}

/* Records, copies aside, that give the value; those of a sentence stand together. */
static int count_records(const struct comparison *c, const struct slip *v, size_t n, const struct slip *a) {
  uint64_t found = 0;
  int records = 0;
  for (size_t i = 0; i < n; i++)
    if (same_value(&v[i], a) && v[i].of->s->member < c->b->n_members) {
      uint64_t bit = UINT64_C(1) << v[i].of->s->member;
      records += (found & bit) == 0;
      found |= bit;
    }
  return records;
}

/* Does a record give both values?  Then it knows of two things. */
static int gives_both(const struct slip *v, size_t n, const struct slip *a, const struct slip *b) {
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; same_value(&v[i], a) && k < n; k++)
      if (v[k].of->s->member == v[i].of->s->member && same_value(&v[k], b)) return 1;
  return 0;
}

/* Two records give one of them and one the other, or the words around both are the same. */
static int is_one_thing(const struct comparison *c, const struct slip *v, size_t n, const struct slip *a,
                        const struct slip *b) {
  int least, near = value_clause_shared(a->of, a->fact, b->of, b->fact, &least), all = 0;
  for (uint32_t i = 0; i < a->of->words->n_sorted; i++)
    all += align_has(b->of->words, a->of->words->sorted[i]);
  int people = a->fact->kind == TDG_FACT_COUNT &&
               a->fact->flags & TDG_FACT_ANYBODY; /* "people" is no more than that */
  if (near >= NEAR_SHARED + people || all >= FAR_SHARED) return 1;
  int one = count_records(c, v, n, a), other = count_records(c, v, n, b);
  return (one >= AGREED && other == 1) || (other >= AGREED && one == 1);
}

static void compare(struct comparison *c, const struct slip *v, size_t n, const struct slip *a,
                    const struct slip *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (!may_slip(a, b) || !count_one(a, b) || gives_both(v, n, a, b) || !is_one_thing(c, v, n, a, b)) return;
  if (values_vague(c, a->of, f, b->of, g)) return;
  if (is_amount(f) &&
      (values_relation(c, a->of, f, b->of, g) != TDG_FACTS_DIFFER || values_of_two(c, a->of, f, b->of, g)))
    return;
  add_edge(c, value_kind(f), say_fact(a->of, f), say_fact(b->of, g), 1);
}

void slips_compare(struct comparison *c) {
  struct slip *v = comparison_list(c, MAX_SLIPS * sizeof *v);
  size_t n = find_slips(c, v);
  for (size_t first = 0, end; first < n; first = end) {
    for (end = first + 1; end < n && v[end].key == v[first].key;) end++;
    for (size_t i = first; i < end; i++)
      for (size_t k = i + 1; k < end; k++)
        if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member))
          compare(c, v + first, end - first, &v[i], &v[k]);
  }
}
