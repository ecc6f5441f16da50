/* tallies.c - scores of matches, counts of votes and shares of a total, whichever sentences tell them: "3-1", "88 votes to 61", "157 of 338
 * seats", and of what has a type: "seven AK-47 rifles"; see conflict.h.
 *
 * A score is two small numbers with a hyphen, a dash or a colon between them, in a sentence that names two others; votes are the first two
 * counts of a sentence that speaks of voting; a share is a number, "of" and a greater one.  Compared are those of which each record gives one, when the sentences name
 * the same two, when the votes are nearly as many, or when the totals are the same and one name stands before both shares.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

#include <stdlib.h>

enum {
  MAX_TALLIES = 80,
  MOST_GOALS = 199,
  LEAST_VOTES = 3,
  MOST_VOTES = 2000,
  NAMES = 2,
  NEARLY = 5,
  LEAST_TOTAL = 10,
  MOST_TOTAL = 1899,
  MOST_LETTERS = 4,
  MOST_OF_TYPE = 9999,
  SHARED = 2
};

enum kind { SCORE, VOTES, SHARE, TYPE };

struct tally {
  const struct reading *of;
  size_t first, last; /* terms */
  int a, b; /* of votes: for, against; of a score: the more first; of a share: the total; of a type: which */
  enum kind kind;
};

/* ---- scores ---- */

static int small_number(const struct sentence *s, size_t i) {
  const struct tdg_term *t = &s->terms[i];
  struct tdg_str w = {s->text.p + t->start, t->end - t->start};
  if (!(t->flags & TDG_TERM_NUMBER) || w.n > 3) return -1;
  int64_t v = tdg_str_number(w, MOST_GOALS);
  return v >= 0 ? (int)v : -1;
}

/* A hyphen or a dash, nothing else. */
static int is_joined(const struct sentence *s, size_t i) {
  struct tdg_str gap = {s->text.p + s->terms[i].end, s->terms[i + 1].start - s->terms[i].end};
  return tdg_str_same(gap, tdg_str_of("-")) || tdg_str_same(gap, tdg_str_of("\xE2\x80\x93")) ||
         tdg_str_same(gap, tdg_str_of(":"));
}

static int is_digit_at(const struct sentence *s, size_t at) {
  return at < s->text.n && tdg_is_digit(s->text.p[at]);
}

/* Another number is joined to it, with a sign: a date, a time with seconds, a sum. */
static int goes_on(const struct sentence *s, size_t i) {
  size_t end = s->terms[i + 1].end, start = s->terms[i].start;
  if (end < s->text.n && strchr("-:.,/%", s->text.p[end]) != NULL && is_digit_at(s, end + 1)) return 1;
  return start > 0 && strchr("-:.,/$+", s->text.p[start - 1]) != NULL;
}

static int says_who_won(const struct comparison *c, const struct reading *x) {
  for (size_t i = 0; i < x->s->n_terms; i++) {
    int v = sentence_value(c->b, x->s, i, TDG_FACT_WORD_OPPOSITE, NULL);
    if (v == TDG_FACT_OPPOSITES_WIN || v == TDG_FACT_OPPOSITES_LOSE) return 1;
  }
  return 0;
}

static size_t read_scores(const struct comparison *c, const struct reading *x, struct tally *v, size_t n) {
  if (!says_who_won(c, x)) return n;
  for (size_t i = 0; i + 1 < x->s->n_terms && n < MAX_TALLIES; i++) {
    int a = small_number(x->s, i), b = small_number(x->s, i + 1);
    if (a < 0 || b < 0 || !is_joined(x->s, i) || goes_on(x->s, i)) continue;
    v[n++] = (struct tally){x, i, i + 1, a > b ? a : b, a > b ? b : a, SCORE};
  }
  return n;
}

/* ---- votes ---- */

static int speaks_of_votes(const struct comparison *c, const struct reading *x) {
  for (size_t i = 0; sentence_has(x->s, TDG_FACT_WORD_MATTER) && i < x->s->n_terms; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_MATTER, NULL) == TDG_FACT_MATTERS_VOTE) return 1;
  return 0;
}

static int counts_votes(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_COUNT && f->bound == TDG_EXACT && f->state == 0 && f->value >= LEAST_VOTES &&
         f->value <= MOST_VOTES &&
         !(f->flags & (TDG_FACT_PART | TDG_FACT_BACK | TDG_FACT_PER | TDG_FACT_CHANGE));
}

/* The first two counts, if nothing else is counted before or between. */
static size_t read_votes(const struct comparison *c, const struct reading *x, struct tally *v, size_t n) {
  const struct tdg_fact *f = NULL, *g = NULL;
  if (n == MAX_TALLIES || !speaks_of_votes(c, x)) return n;
  for (size_t i = 0; i < x->n_facts && g == NULL; i++) {
    if (x->fact[i].kind != TDG_FACT_COUNT) continue;
    if (!counts_votes(&x->fact[i])) return n;
    *(f == NULL ? &f : &g) = &x->fact[i];
  }
  if (g == NULL || g->n_what > 1) return n;
  v[n] = (struct tally){x, f->first, g->last, (int)f->value, (int)g->value, VOTES};
  return n + 1;
}

/* ---- shares ---- */

/* A number by itself, no year; -1: none. */
static int plain_number(const struct sentence *s, size_t i) {
  if (i >= s->n_terms || !(s->terms[i].flags & TDG_TERM_NUMBER) || s->marks[i].month != 0) return -1;
  const struct tdg_term *t = &s->terms[i];
  struct tdg_str w = {s->text.p + t->start, t->end - t->start};
  if (t->start > 0 && strchr("-:.,/$+(", w.p[-1]) != NULL) return -1;
  if (t->end < s->text.n && strchr("-:.,/%", s->text.p[t->end]) != NULL && is_digit_at(s, t->end + 1))
    return -1;
  int64_t v = tdg_str_number(w, MOST_TOTAL);
  return v >= 0 ? (int)v : -1;
}

/* The term of the total behind a number: "of 338", "seats of the 338"; 0: none. */
static size_t total_behind(const struct comparison *c, const struct sentence *s, size_t i) {
  size_t k = i + 1, n = 0;
  if (k < s->n_terms && s->marks[k].month == 0 && sentence_value(c->b, s, k, TDG_FACT_WORD_OF, NULL) == 0)
    k++;
  if (sentence_value(c->b, s, k, TDG_FACT_WORD_OF, &n) == 0) return 0;
  k += n;
  if (k < s->n_terms && s->small[k] && plain_number(s, k) < 0) k++;
  for (size_t at = i + 1; at <= k && at < s->n_terms; at++)
    if (!(s->terms[at].flags & TDG_TERM_ADJACENT)) return 0;
  return plain_number(s, k) < LEAST_TOTAL ? 0 : k;
}

static size_t read_shares(const struct comparison *c, const struct reading *x, struct tally *v, size_t n) {
  for (size_t i = 0; i + 2 < x->s->n_terms && n < MAX_TALLIES; i++) {
    if (!(x->s->terms[i].flags & TDG_TERM_NUMBER)) continue;
    int a = plain_number(x->s, i);
    size_t k = a < LEAST_VOTES ? 0 : total_behind(c, x->s, i);
    if (k != 0 && plain_number(x->s, k) > a)
      v[n++] = (struct tally){x, i, k, a, plain_number(x->s, k), SHARE};
  }
  return n;
}

/* ---- things of a type ---- */

/* "AK-47", "F 16s": a short word with a capital and a number behind it, at most a sign between.  0: none. */
static int type_at(const struct sentence *s, size_t i) {
  if (i + 1 >= s->n_terms) return 0;
  const struct tdg_term *t = &s->terms[i], *u = &s->terms[i + 1];
  if (!(t->flags & TDG_TERM_CAPITAL) || t->end - t->start > MOST_LETTERS || u->start > t->end + 1 ||
      !is_digit_at(s, u->start))
    return 0;
  uint64_t number = 0;
  for (size_t at = u->start; at < u->end && is_digit_at(s, at); at++)
    number = number * 10 + (uint64_t)(s->text.p[at] - '0');
  return (int)(((t->hash ^ number) * 0x9e3779b97f4a7c15u >> 41) + 1);
}

static size_t read_types(const struct reading *x, struct tally *v, size_t n) {
  for (size_t i = 0; i < x->n_facts && n < MAX_TALLIES; i++) {
    const struct tdg_fact *f = &x->fact[i];
    int type = f->kind == TDG_FACT_COUNT && f->bound == TDG_EXACT && f->flags == (f->flags & TDG_FACT_FIGURE)
                   ? type_at(x->s, f->last + 1)
                   : 0;
    if (type != 0 && f->value <= MOST_OF_TYPE)
      v[n++] = (struct tally){x, f->first, f->last + 2, (int)f->value, type, TYPE};
  }
  return n;
}

/* Something else that both sentences speak of. */
static int share_more(const struct tally *a, const struct tally *b) {
  int n = 0;
  for (size_t i = 0; i < a->of->words->n; i++) {
    size_t term = a->of->words->v[i].term;
    n += (term < a->first || term > a->last) && align_has(b->of->words, a->of->words->v[i].matter);
  }
  return n >= SHARED;
}

/* ---- all ---- */

static int has_before(const struct words *w, uint32_t matter, size_t end) {
  for (size_t i = 0; i < w->n && w->v[i].term < end; i++)
    if (w->v[i].matter == matter) return 1;
  return 0;
}

/* Names that both sentences have before a term of theirs; of several words in a row one. */
static int names_shared(const struct reading *x, size_t end, const struct reading *y, size_t y_end) {
  int n = 0;
  size_t last = SIZE_MAX;
  for (size_t i = 0; i < x->words->n && x->words->v[i].term < end; i++) {
    size_t k = x->words->v[i].term;
    const struct tdg_term *t = &x->s->terms[k];
    if (!(t->flags & TDG_TERM_CAPITAL) || t->flags & TDG_TERM_NUMBER || x->words->v[i].deed != 0 ||
        !has_before(y->words, x->words->v[i].matter, y_end))
      continue;
    n += last == SIZE_MAX || k != last + 1 || !(t->flags & TDG_TERM_ADJACENT);
    last = k;
  }
  return n;
}

static int are_near(int a, int b) { return abs(a - b) * NEARLY <= (a > b ? a : b); }

static int is_one_thing(const struct tally *a, const struct tally *b) {
  if (a->kind != b->kind) return 0;
  if (a->kind == SCORE) return names_shared(a->of, SIZE_MAX, b->of, SIZE_MAX) >= NAMES;
  if (a->kind == TYPE) return a->b == b->b && share_more(a, b) && !readings_name_two(a->of, b->of);
  if (a->kind == SHARE)
    return a->b == b->b && are_near(a->a, b->a) && names_shared(a->of, a->first, b->of, b->first) > 0;
  return are_near(a->a, b->a) && (a->a == b->a || a->b == b->b || are_near(a->b, b->b));
}

static int is_same(const struct tally *a, const struct tally *b) { return a->a == b->a && a->b == b->b; }

/* Another tally of the kind in the record. */
static int has_other(const struct tally *v, size_t n, const struct tally *a) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].kind == a->kind &&
        (a->kind != TYPE || v[i].b == a->b) && !is_same(&v[i], a))
      return 1;
  return 0;
}

static void compare(struct comparison *c, const struct tally *v, size_t n, const struct tally *a,
                    const struct tally *b) {
  if (!is_one_thing(a, b) || comparison_dates_differ(c, a->of, b->of)) return;
  if (!is_same(a, b) && (has_other(v, n, a) || has_other(v, n, b))) return;
  add_edge(c, "figure", say_terms(a->of, a->first, a->last, a->a * MOST_VOTES + a->b),
           say_terms(b->of, b->first, b->last, b->a * MOST_VOTES + b->b), !is_same(a, b));
}

void tallies_compare(struct comparison *c) {
  struct tally *v = comparison_list(c, MAX_TALLIES * sizeof *v);
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct reading *x = comparison_read(c, i);
    if (reading_is_of_page(x)) continue;
    n = read_scores(c, x, v, n);
    n = read_votes(c, x, v, n);
    n = read_shares(c, x, v, n);
    n = read_types(x, v, n);
  }
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare(c, v, n, &v[i], &v[k]);
}
