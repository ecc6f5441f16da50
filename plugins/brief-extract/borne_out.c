/* borne_out.c - which records say what a sentence says; see brief.h.
 *
 * A record bears a sentence out when one of its own has most of the words and, for each figure, sum of money, date,
 * time ... of the sentence, one that agrees: "27 delegates" does not bear out "31 delegates".  In another language the
 * words are others: there two such facts that agree, and words (names) in common, must do.
 * A record that contradicts the sentence in a conflict does not bear it out, however alike the words are.
 */
#include "brief.h"

enum { BORNE_OUT = 45 /* percent of the words of the sentence */, FACTS_ABROAD = 2 };

/* Names are in the words. */
static int is_compared(const struct tdg_fact *f) {
  return f->kind != TDG_FACT_NAME && f->kind != TDG_FACT_PLACE;
}

static int agrees(const struct brief *b, const struct sentence *s, const struct tdg_fact *f,
                  const struct sentence *x) {
  const struct tdg_fact_text of = sentence_fact_text(b, s), with = sentence_fact_text(b, x);
  for (size_t i = 0; i < x->n_facts; i++) {
    if (x->fact[i].kind != f->kind) continue;
    enum tdg_fact_relation r = tdg_facts_compare(b->call, &of, f, &with, &x->fact[i]);
    if (r == TDG_FACTS_SAME || r == TDG_FACTS_ROUNDED || r == TDG_FACTS_COMPATIBLE) return 1;
  }
  return 0;
}

static int all_agree(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  for (size_t i = 0; i < s->n_facts; i++)
    if (is_compared(&s->fact[i]) && !agrees(b, s, &s->fact[i], x)) return 0;
  return 1;
}

static int count_compared(const struct sentence *s) {
  int n = 0;
  for (size_t i = 0; i < s->n_facts; i++) n += is_compared(&s->fact[i]);
  return n;
}

static int bears_out(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  int abroad = b->member[s->member].abroad != b->member[x->member].abroad;
  if (abroad ? count_compared(s) < FACTS_ABROAD : brief_retold_share(x, s) < BORNE_OUT) return 0;
  return all_agree(b, s, x);
}

uint64_t brief_borne_out(const struct brief *b, const struct sentence *s) {
  uint64_t by = UINT64_C(1) << s->member;
  uint16_t *common = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *common);
  brief_common_all(b, s, common);
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *x = &b->sentence[i];
    if (common[i] < 2 || ((by | s->contradicted) >> x->member & 1) != 0) continue;
    if (bears_out(b, s, x)) by |= UINT64_C(1) << x->member;
  }
  return by;
}
