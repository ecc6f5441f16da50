/* verify_levels.c - deeds that have not been done; see verify.h.
 *
 * What llm-levels governs ("may fine") must not stand in a written sentence that says nothing of the kind.
 */
#include "verify.h"

#include <string.h>

#include <tidings/kit/word_classes.h>

enum { GOVERNS = 4 };

/* HEDGED: a word of doubt that may be a deed itself: "claim" */
enum { DONE, HEDGED, TO_COME, WANTED, OPEN };

static int level_at(const struct passage *p, size_t i, const unsigned char *hedged) {
  static const int levels[] = {
      [TDG_LLM_LEVELS_FUTURE] = TO_COME, [TDG_LLM_LEVELS_PLAN] = WANTED, [TDG_LLM_LEVELS_MAYBE] = OPEN};
  int tense = passage_value(p, i, TDG_FACT_WORD_TENSE, NULL);
  if (p->senses[i].level != 0) return levels[p->senses[i].level];
  if (tense == TDG_FACT_TENSE_CONDITIONAL) return OPEN;
  if (passage_value(p, i, TDG_FACT_WORD_STAGE, NULL) == TDG_FACT_STAGES_PLAN) return WANTED;
  if ((p->marks[i].facts & (uint64_t)1 << TDG_FACT_WORD_FUTURE_VERB) != 0) return WANTED;
  if (tense == TDG_FACT_TENSE_FUTURE) return TO_COME;
  return hedged[i] ? HEDGED : DONE;
}

/* "after the request": it came before what is told. */
static int stands_after(const struct passage *p, size_t i) {
  for (size_t k = i; k > 0 && k + 2 > i && !passage_begins_clause(p, k); k--)
    if (passage_value(p, k - 1, TDG_FACT_WORD_OPPOSITE, NULL) == TDG_FACT_OPPOSITES_AFTER) return 1;
  return 0;
}

/* The levels of all terms; the highest is returned. */
static int read_levels(const struct check *c, const struct passage *p, unsigned char *out) {
  size_t *at = tdg_scratch(c->v->call, (p->n + 1) * sizeof *at);
  unsigned char *hedged = tdg_scratch(c->v->call, p->n + 1);
  int top = DONE;
  memset(hedged, 0, p->n + 1);
  size_t seen = 0, n = 0; /* the words of other languages mean other things */
  if (tdg_words_next(&tdg_words_negation_words, tdg_words_language(c->v->language), &seen) != NULL)
    n = tdg_negations(p->text, p->t, p->n, c->v->language, TDG_HEDGE, at, p->n);
  for (size_t i = 0; i < n; i++) hedged[at[i]] = 1;
  for (size_t i = 0; i < p->n; i++) {
    out[i] = (unsigned char)(stands_after(p, i) ? DONE : level_at(p, i, hedged));
    if (out[i] > top) top = out[i];
  }
  return top;
}

/* Does said have the word at k of q, in whatever form? */
static int has_deed(const struct check *c, const struct passage *q, size_t k, size_t *at) {
  for (size_t i = 0; i < c->said->n; i++)
    if (c->said->content[i] && (passage_is_near(c->said, i, q, k) || passage_has_root(c->said, i, q, k))) {
      *at = i;
      return 1;
    }
  return 0;
}

static int is_deed(const struct passage *q, const unsigned char *levels, size_t k) {
  return q->content[k] && levels[k] <= HEDGED && q->marks[k].month == 0 && q->marks[k].weekday == 0 &&
         !(q->t[k].flags & TDG_TERM_NUMBER) && (q->large_nouns || !(q->t[k].flags & TDG_TERM_CAPITAL));
}

/* The deed under the mark: the next word that says something; where the verb
 * stands last, the last of the clause. */
static size_t deed_of(const struct passage *q, const unsigned char *levels, size_t mark, int last) {
  size_t found = q->n;
  for (size_t k = mark + 1; k < q->n; k++) {
    if (passage_begins_clause(q, k) && (found < q->n || !last)) break;
    if (!last && k > mark + GOVERNS) break;
    if (!is_deed(q, levels, k)) continue;
    found = k;
    if (!last) break;
  }
  return found;
}

static int is_to_come(const struct passage *p) {
  struct tdg_sense sense;
  tdg_sense(&p->facts_of, &sense);
  return sense.tense == TDG_TENSE_FUTURE || sense.tense == TDG_TENSE_CONDITIONAL;
}

/* Somebody thinks so: no more than that is said. */
static int only_thinks(const struct passage *p) {
  for (size_t i = 0; i < p->n; i++)
    if (passage_means(p, i, TDG_LLM_SENSES_THINK)) return 1;
  return 0;
}

/* A future need not be seen in what is written. */
static int is_too_certain(int top, int level) {
  if (level == TO_COME) return 0; /* verify_sense.c */
  return top < TO_COME || level == OPEN;
}

/* A word of doubt beside the deed. */
static int has_other_doubt(const struct check *c, const unsigned char *levels, size_t deed) {
  for (size_t i = 0; i < c->said->n; i++)
    if (i != deed && levels[i] == HEDGED) return 1;
  return 0;
}

/* Said, as done or to come, what stands under a higher mark in each cited
 * sentence that has it. */
enum verdict check_levels(struct check *c) {
  unsigned char *said = tdg_scratch(c->v->call, c->said->n + 1);
  int top = read_levels(c, c->said, said);
  if (top >= WANTED || only_thinks(c->said)) return BORNE_OUT;
  if (top < TO_COME && is_to_come(c->said)) top = TO_COME;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    unsigned char *levels = tdg_scratch(c->v->call, q->n + 1);
    read_levels(c, q, levels);
    for (size_t k = 0; k < q->n; k++) {
      if (levels[k] == DONE) continue;
      for (int last = 0; last <= q->large_nouns; last++) {
        size_t deed = deed_of(q, levels, k, last), at;
        if (deed == q->n || !has_deed(c, q, deed, &at) || !is_too_certain(top, levels[k]) ||
            has_other_doubt(c, said, at))
          continue;
        c->piece = passage_word(c->said, at);
        return TOO_CERTAIN;
      }
    }
  }
  return BORNE_OUT;
}
