/* borne_out.c - which records say what a sentence says; see brief.h.
 *
 * A record bears a sentence out when one of its own has most of the words and, for each figure, sum of money, date,
 * time ... of the sentence, one that agrees: "27 delegates" does not bear out "31 delegates".
 */
#include "brief.h"

#include <tidings/kit/facts.h>

enum { BORNE_OUT = 45 }; /* percent of the words of the sentence */

struct facts {
  struct tdg_fact_text text;
  struct tdg_fact *v;
  size_t n;
};

static void read_facts(const struct brief *b, const struct sentence *s, struct facts *out) {
  const struct member *m = &b->member[s->member];
  out->text = (struct tdg_fact_text){.text = s->text,
                                     .terms = s->terms,
                                     .marks = s->marks,
                                     .n = s->n_terms,
                                     .words = m->language,
                                     .published = m->time,
                                     .zone = m->zone,
                                     .undated = m->undated};
  out->n = tdg_facts(b->call, &out->text, &out->v);
}

/* Names are in the words. */
static int is_compared(const struct tdg_fact *f) {
  return f->kind != TDG_FACT_NAME && f->kind != TDG_FACT_PLACE;
}

static int agrees(const struct brief *b, const struct facts *of, const struct tdg_fact *f,
                  const struct facts *with) {
  for (size_t i = 0; i < with->n; i++) {
    if (with->v[i].kind != f->kind) continue;
    enum tdg_fact_relation r = tdg_facts_compare(b->call, &of->text, f, &with->text, &with->v[i]);
    if (r == TDG_FACTS_SAME || r == TDG_FACTS_ROUNDED || r == TDG_FACTS_COMPATIBLE) return 1;
  }
  return 0;
}

static int all_agree(const struct brief *b, const struct facts *of, const struct sentence *x) {
  struct facts with;
  size_t compared = 0;
  for (size_t i = 0; i < of->n; i++) compared += (size_t)is_compared(&of->v[i]);
  if (compared == 0) return 1;
  read_facts(b, x, &with);
  for (size_t i = 0; i < of->n; i++)
    if (is_compared(&of->v[i]) && !agrees(b, of, &of->v[i], &with)) return 0;
  return 1;
}

uint64_t brief_borne_out(const struct brief *b, const struct sentence *s) {
  uint64_t by = UINT64_C(1) << s->member;
  struct facts of;
  read_facts(b, s, &of);
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *x = &b->sentence[i];
    if ((by >> x->member & 1) != 0) continue;
    if (brief_common(x, s) > 1 && brief_retold_share(x, s) >= BORNE_OUT && all_agree(b, &of, x))
      by |= UINT64_C(1) << x->member;
  }
  return by;
}
