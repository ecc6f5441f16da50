/* told_values.c - sentences that tell a contested value in passing; see conflict.h.
 *
 * A conflict is found between sentences that speak of the same matter.  A report that has one of its values often says it again ("the
 * 3,200 people were taken to schools"): such a sentence takes part in the conflict too, and is not repeated as fact unless its value is
 * the one to be told.  Of figures only, and within the records of which a sentence has the value in the conflict.
 *
 * Nothing is allocated and nothing can fail.
 */
#include "conflict.h"

/* The fact of which a claim's value is the words. */
static const struct tdg_fact *fact_of(const struct claim *k) {
  const struct sentence *s = k->sentence;
  if (k->value.p < s->text.p || k->value.p >= s->text.p + s->text.n) return NULL;
  size_t start = (size_t)(k->value.p - s->text.p), end = start + k->value.n;
  for (size_t i = 0; i < s->n_facts; i++) {
    const struct tdg_fact *f = &s->fact[i];
    if (f->kind < TDG_FACT_CLOCK && f->range.start >= start && f->range.end <= end) return f;
  }
  return NULL;
}

/* Of one value and of one thing: no number that happens to be the same. */
static int says_again(const struct brief *b, const struct sentence *s, const struct tdg_fact *f,
                      const struct sentence *x, const struct tdg_fact *g) {
  const struct tdg_fact_text of = sentence_fact_text(b, s), with = sentence_fact_text(b, x);
  if (f->kind != g->kind || f->value != g->value ||
      tdg_facts_compare(b->call, &of, f, &with, g) != TDG_FACTS_SAME)
    return 0;
  if (f->kind != TDG_FACT_COUNT) return 1;
  if (f->state != 0 || g->state != 0) return f->state == g->state;
  for (int i = 0; i < f->n_what; i++)
    for (int k = 0; k < g->n_what; k++)
      if (f->what[i] == g->what[k]) return 1;
  return 0;
}

static int has_it(struct comparison *c, size_t i, const struct claim *k, const struct tdg_fact *f) {
  const struct reading *r = comparison_read(c, i);
  for (size_t n = 0; n < r->n_facts; n++)
    if (says_again(c->b, k->sentence, f, r->s, &r->fact[n])) return 1;
  return 0;
}

/* None of its values is the one to be told. */
static int is_open(const struct conflict *x) {
  for (int k = 0; k < x->n; k++)
    if (x->claim[k].sentence->doubtful) return 0;
  return 1;
}

void told_values_mark(struct comparison *c, const struct conflict *conflict, int n) {
  struct brief *b = c->b;
  for (int x = 0; x < n; x++) {
    const int open = is_open(&conflict[x]);
    for (int k = 0; k < conflict[x].n; k++) {
      const struct claim *claim = &conflict[x].claim[k];
      const struct tdg_fact *f = conflict[x].n > 1 ? fact_of(claim) : NULL;
      for (size_t i = 0; f != NULL && i < b->n_sentences; i++) {
        struct sentence *s = &b->sentence[i];
        if (s->member != claim->sentence->member || (s->conflicts & 1u << x) || !has_it(c, i, claim, f))
          continue;
        s->conflicts |= 1u << x;
        s->doubtful |= open || claim->sentence->doubtful;
      }
    }
  }
}
