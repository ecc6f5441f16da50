/* directions.c - by how much, or to what, something rose in one record and fell in another; see conflict.h.
 *
 * "Infections rose by a quarter", "reported cases are down 25 percent on the week": the amount is the same, the way is not.  The sentences need
 * not be close, but they have a word in common, or two records agree on the way.  A record that tells of both ways knows
 * of two things.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

enum { MAX_CHANGES = 120, REACH = 8, AGREED = 2, NEAR_BEFORE = 4, NEAR_BEHIND = 2 };

struct change {
  const struct reading *of;
  const struct tdg_fact *fact;
  size_t term, n; /* of the word that says which way */
  int up;
};

static int is_amount(const struct tdg_fact *f) {
  return (f->kind == TDG_FACT_PERCENT || f->kind == TDG_FACT_MONEY || f->kind == TDG_FACT_MEASURE ||
          f->kind == TDG_FACT_COUNT) &&
         f->value > 0 && f->state == 0;
}

/* 1 up, 0 down, -1 neither. */
static int way_of(const struct comparison *c, const struct reading *x, size_t i, size_t *n) {
  int value = sentence_opposite(c->b, x->s, i, n);
  return value == TDG_FACT_OPPOSITES_RISE ? 1 : value == TDG_FACT_OPPOSITES_FALL ? 0 : -1;
}

/* Is the term one of another amount? */
static int is_of_other(const struct change *v, size_t term) {
  for (size_t i = 0; i < v->of->n_facts; i++) {
    const struct tdg_fact *f = &v->of->fact[i];
    if (f != v->fact && is_amount(f) && term >= f->first && term <= f->last) return 1;
  }
  return 0;
}

/* The nearest word before the amount, in its part of the sentence, or else behind it: "by 3 percent lower".  None that tells of another
 * amount: "added 943,000 jobs as the rate fell to 5.4%". */
static int find_way(const struct comparison *c, struct change *v) {
  const struct reading *x = v->of;
  for (size_t i = v->fact->first; i > 0 && i + REACH > v->fact->first; i--) {
    if (i < v->fact->first && !(x->s->terms[i].flags & TDG_TERM_ADJACENT)) break;
    v->term = i - 1;
    if (is_of_other(v, v->term)) return 0;
    if ((v->up = way_of(c, x, v->term, &v->n)) >= 0) return 1;
  }
  for (v->term = v->fact->last + 1; v->term < x->s->n_terms && v->term <= v->fact->last + REACH; v->term++) {
    if (v->term > v->fact->last + 1 && !(x->s->terms[v->term].flags & TDG_TERM_ADJACENT)) break;
    if ((v->up = way_of(c, x, v->term, &v->n)) >= 0) break;
  }
  if (v->up < 0) return 0;
  for (size_t k = v->fact->last + 1; k < x->s->n_terms && k <= v->term + REACH; k++)
    if (is_of_other(v, k)) return 0;
  return 1;
}

static int is_denied(const struct change *v) {
  return reading_negations_near(v->of, v->term, 1, NEAR_BEFORE, NEAR_BEHIND) > 0;
}

static size_t find_changes(struct comparison *c, struct change *v) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    if (!sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_OPPOSITE)) continue;
    const struct reading *x = comparison_read_words(c, i);
    if (reading_is_of_page(x)) continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_CHANGES; k++) {
      v[n] = (struct change){.of = x, .fact = &x->fact[k], .up = -1};
      n += is_amount(&x->fact[k]) && find_way(c, &v[n]) && !is_denied(&v[n]);
    }
  }
  return n;
}

static int same_amount(const struct change *a, const struct change *b) {
  return a->fact->kind == b->fact->kind && a->fact->unit == b->fact->unit && a->fact->value == b->fact->value;
}

static int says_both(const struct change *v, size_t n, const struct change *a, const struct change *b) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && same_amount(&v[i], a) && v[i].up == b->up) return 1;
  return 0;
}

/* Records, copies aside, that tell of the way; those of one stand together. */
static int count_records(const struct comparison *c, const struct change *v, size_t n,
                         const struct change *a) {
  int found = 0, last = -1;
  for (size_t i = 0; i < n; i++) {
    int member = v[i].of->s->member;
    if (member == last || member >= c->b->n_members || !same_amount(&v[i], a) || v[i].up != a->up) continue;
    last = member, found++;
  }
  return found;
}

/* A word of both beside those that say which way. */
static int share_word(const struct change *a, const struct change *b) {
  for (size_t i = 0; i < a->of->words->n; i++) {
    const struct content *w = &a->of->words->v[i];
    if ((w->term < a->term || w->term >= a->term + a->n) && align_has(b->of->words, w->matter)) return 1;
  }
  return 0;
}

static void compare(struct comparison *c, const struct change *v, size_t n, const struct change *a,
                    const struct change *b) {
  if (!same_amount(a, b) || a->up == b->up || says_both(v, n, a, b) || says_both(v, n, b, a)) return;
  if (comparison_may_both_hold(c, a->of, b->of)) return;
  if (!share_word(a, b) && count_records(c, v, n, a) < AGREED && count_records(c, v, n, b) < AGREED) return;
  add_edge(c, "opposite", say_terms(a->of, a->term, a->term + a->n - 1, a->up),
           say_terms(b->of, b->term, b->term + b->n - 1, b->up), 1);
}

void directions_compare(struct comparison *c) {
  struct change *v = tdg_scratch(c->b->call, (MAX_CHANGES + 1) * sizeof *v);
  size_t n = find_changes(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare(c, v, n, &v[i], &v[k]);
}
