/* verify_levels.c - deeds that have not been done; see verify.h.
 *
 * What llm-levels governs ("may fine") must not stand in a written sentence that says nothing of the kind.
 */
#include "verify.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum { GOVERNS = 4, REACHES = 10, LAST_WORDS = 3 };

/* HEDGED: a word of doubt that may be a deed itself: "claim" */
enum { DONE, HEDGED, TO_COME, WANTED, OPEN };

static int level_at(const struct passage *p, size_t i, const unsigned char *hedged) {
  static const int levels[] = {[TDG_LLM_LEVELS_FUTURE] = TO_COME,
                               [TDG_LLM_LEVELS_PLAN] = WANTED,
                               [TDG_LLM_LEVELS_MAYBE] = OPEN,
                               [TDG_LLM_LEVELS_BLAME] = OPEN,
                               [TDG_LLM_LEVELS_WISH] = OPEN};
  int tense = passage_value(p, i, TDG_FACT_WORD_TENSE, NULL);
  if (p->senses[i].level != 0) return levels[p->senses[i].level];
  if (tense == TDG_FACT_TENSE_CONDITIONAL) return OPEN;
  if (passage_value(p, i, TDG_FACT_WORD_STAGE, NULL) == TDG_FACT_STAGES_PLAN) return WANTED;
  if ((p->marks[i].facts & (uint64_t)1 << TDG_FACT_WORD_FUTURE_VERB) != 0) return WANTED;
  if (tense == TDG_FACT_TENSE_FUTURE) return TO_COME;
  return hedged[i] ? HEDGED : DONE;
}

/* English: "is to open", "has to approve". */
static int is_obliged(const struct check *c, const struct passage *p, size_t i) {
  return strncmp(c->v->language, "en", 2) == 0 && i + 1 < p->n && !passage_begins_clause(p, i + 1) &&
         passage_value(p, i, TDG_FACT_WORD_TENSE, NULL) != 0 &&
         tdg_str_same(p->small[i + 1], (struct tdg_str){"to", 2});
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
    out[i] = (unsigned char)(stands_after(p, i)    ? DONE
                             : is_obliged(c, p, i) ? WANTED
                                                   : level_at(p, i, hedged));
    if (out[i] > top) top = out[i];
  }
  return top;
}

/* Does said have the word at k of q, in whatever form? */
static int has_deed(const struct check *c, const struct passage *q, size_t k, size_t *at) {
  for (size_t i = 0; i < c->said->n; i++)
    if (c->said->content[i] && (passage_is_near(c->said, i, q, k) || passage_is_kin(c->said, i, q, k))) {
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

/* Told as done, and of no level in said that stands before it. */
static int is_told_as_done(const struct check *c, const unsigned char *said, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (said[i] >= WANTED) return 0;
  return passage_tells_as_done(c->said, at);
}

/* "has declared", where "asked the court to declare" is cited: the deed stands anywhere behind the mark, to the end of the next part. */
static int is_done_behind(struct check *c, const struct passage *q, size_t mark, const unsigned char *said) {
  unsigned char *all = tdg_scratch(c->v->call, q->n + 1); /* a word of a level may be the deed of another */
  memset(all, DONE, q->n + 1);
  const int wished = q->senses[mark].level == TDG_LLM_LEVELS_WISH; /* чтобы: behind it stands a past */
  for (size_t k = mark + 1, parts = 0; k < q->n && k <= mark + REACHES && parts < 2; k++) {
    size_t at;
    parts += (size_t)passage_begins_clause(q, k);
    if (!is_deed(q, all, k) || (!wished && passage_tells_as_done(q, k)) || !has_deed(c, q, k, &at) ||
        !is_told_as_done(c, said, at))
      continue;
    c->piece = passage_word(c->said, at);
    return 1;
  }
  return 0;
}

/* "ermittelt", where "prüft, ob sie Ermittlungen einleitet" is cited: the noun of a deed there, its verb here. */
static int is_verb_of_open_noun(struct check *c, const struct passage *q, size_t mark,
                                const unsigned char *levels) {
  if (!q->large_nouns || levels[mark] != OPEN) return 0;
  for (size_t k = mark + 1, parts = 0; k < q->n && k <= mark + REACHES && parts < 2; k++) {
    size_t at;
    parts += (size_t)passage_begins_clause(q, k);
    if (!is_deed(q, levels, k) || !(q->t[k].flags & TDG_TERM_CAPITAL) || !has_deed(c, q, k, &at) ||
        (c->said->t[at].flags & TDG_TERM_CAPITAL))
      continue;
    c->piece = passage_word(c->said, at);
    return 1;
  }
  return 0;
}

/* Somebody says here what somebody is blamed for there. */
static int only_says(const struct passage *p) {
  for (size_t i = 0; i < p->n; i++)
    if (passage_is_said(p, i) || passage_means(p, i, TDG_LLM_SENSES_ACCUSE)) return 1;
  return 0;
}

/* Something ahead is told at its end, where the verb stands last. */
static int ends_in_a_level(const struct passage *p) {
  for (size_t i = p->n > LAST_WORDS && !passage_is_of_signs(p) ? p->n - LAST_WORDS : 0; i < p->n; i++)
    if (p->senses[i].level != 0) return 1;
  return 0;
}

static int ends_in_the_past(const struct passage *p) {
  return passage_is_of_signs(p) ? passage_ends_in_past_sign(p)
                                : p->n > 0 && passage_tells_as_done(p, p->n - 1);
}

/* Languages of signs, and those whose verb stands last: the mark stands behind its deed. */
static int is_open_behind(struct check *c) {
  const struct passage *p = c->said;
  int open = 0;
  if (!passage_is_of_signs(p) && !tdg_vocabulary_traits(p->words)->verb_last) return 0;
  if (passage_has_level(p) || !ends_in_the_past(p)) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    if (!c->shares[m]) continue;
    if (!ends_in_a_level(c->cited[m])) return 0;
    open = 1;
  }
  c->piece = p->text;
  return open;
}

static int has_sense(const struct passage *p, int sense) {
  for (size_t i = 0; i < p->n; i++)
    if (passage_means(p, i, sense)) return 1;
  return 0;
}

/* It is said, and not denied: "has not received an answer". */
static int has_sense_done(const struct check *c, int sense) {
  for (size_t i = 0; i < c->said->n; i++)
    if (passage_means(c->said, i, sense) && !check_is_denied(c, i)) return 1;
  return 0;
}

/* "was granted a licence", where "applied for a licence" is cited and nothing of its being given. */
static int is_given_too_soon(struct check *c) {
  int asked = 0;
  if (!has_sense_done(c, TDG_LLM_SENSES_RECEIVE) && !has_sense_done(c, TDG_LLM_SENSES_GIVE)) return 0;
  if (has_sense(c->said, TDG_LLM_SENSES_APPLY)) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    if (has_sense(c->cited[m], TDG_LLM_SENSES_RECEIVE) || has_sense(c->cited[m], TDG_LLM_SENSES_GIVE))
      return 0;
    asked |= c->shares[m] &&
             (has_sense(c->cited[m], TDG_LLM_SENSES_APPLY) || has_sense(c->cited[m], TDG_LLM_SENSES_DEMAND));
  }
  return asked;
}

/* Said, as done or to come, what stands under a higher mark in each cited
 * sentence that has it. */
enum verdict check_levels(struct check *c) {
  unsigned char *said = tdg_scratch(c->v->call, c->said->n + 1);
  int top = read_levels(c, c->said, said);
  c->piece = c->said->text;
  if (is_given_too_soon(c) || is_open_behind(c)) return TOO_CERTAIN;
  if (only_thinks(c->said)) return BORNE_OUT;
  if (top < TO_COME && is_to_come(c->said)) top = TO_COME;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    unsigned char *levels = tdg_scratch(c->v->call, q->n + 1);
    read_levels(c, q, levels);
    for (size_t k = 0; k < q->n; k++) {
      if (levels[k] == DONE || (q->senses[k].level == TDG_LLM_LEVELS_BLAME && only_says(c->said))) continue;
      if (levels[k] >= WANTED && is_done_behind(c, q, k, said)) return TOO_CERTAIN;
      if (top >= WANTED) continue;
      if (is_verb_of_open_noun(c, q, k, levels)) return TOO_CERTAIN;
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
