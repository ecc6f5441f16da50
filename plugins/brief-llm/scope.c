/* scope.c - negation and certainty: a written sentence must not lose, or gain, a "not" or a "could"; see
 * verify.h.
 *
 * A word of the lists governs the words behind it (in some languages one before it).  When a written sentence
 * says again what such a word governs in a cited sentence, it must carry a word of the same kind.
 *
 * tdg_sense() tells whether the main verb of a sentence is negated; here every negation and hedge counts, with the word that
 * stands under it, so the words are those of tdg_negations().
 */
#include "verify.h"

#include <tidings/kit/word_classes.h>

#include <string.h>

enum { BEHIND = 4, AROUND = 6, CLAUSE = 8, DENIED = 14, CHAIN = 2, MAX_MARKS = 64, LEAST_UNPREFIXED = 4 };

/* ---- marks ---- */

struct marks {
  size_t at[MAX_MARKS];
  size_t n;
};

static void add_mark(struct marks *m, size_t at) {
  for (size_t k = 0; k < m->n; k++)
    if (m->at[k] == at) return;
  if (m->n < MAX_MARKS) m->at[m->n++] = at;
}

/* What a word or phrase says of what it stands by. */
struct denial {
  int is;     /* "no" and the like, or a verb that says so */
  int verb;   /* it says no by itself: denied, refused, cancelled */
  int denies; /* it has all behind it in its part of the sentence under it */
  size_t n;   /* terms */
};

static struct denial denial_at(const struct passage *p, size_t i) {
  size_t n_no, n_speech, n_stage;
  const int no = passage_value(p, i, TDG_FACT_WORD_NEGATION, &n_no);
  const int denies = passage_value(p, i, TDG_FACT_WORD_SPEECH, &n_speech) == TDG_FACT_SPEECH_DENIED;
  const int cancels = passage_value(p, i, TDG_FACT_WORD_STAGE, &n_stage) == TDG_FACT_STAGES_CANCEL;
  const int excludes = passage_means(p, i, TDG_LLM_SENSES_EXCLUDE);
  const struct tdg_str w = passage_word(p, i);
  struct denial d = {.verb = no == TDG_FACT_NEGATIONS_FAILS || denies || cancels || excludes,
                     .denies = denies || excludes};
  d.is = no != 0 ? no != TDG_FACT_NEGATIONS_OTHER : d.verb || tdg_negation_tail(w) > 0;
  d.n = no != 0 ? n_no : denies ? n_speech : cancels ? n_stage : 1;
  return d;
}

/* Of a language without such facts, or not known, the words of all languages count. */
static int has_facts(const struct check *c) {
  size_t at = 0;
  int language = tdg_words_language(c->v->language);
  return c->v->language[0] != '\0' && language != TDG_EVERY_LANGUAGE &&
         tdg_words_next(&tdg_words_fact_negations, language, &at) != NULL;
}

static void find_marks(const struct check *c, const struct passage *p, enum tdg_negation kind,
                       struct marks *out) {
  int facts = has_facts(c);
  out->n = 0;
  for (size_t i = 0, n; i < p->n && kind == TDG_NEGATION && facts; i += n) {
    const struct denial d = denial_at(p, i);
    if (d.is) add_mark(out, i);
    n = d.n;
  }
  if (kind == TDG_NEGATION && facts) return;
  out->n = tdg_negations(p->text, p->t, p->n, c->v->language, kind, out->at, MAX_MARKS);
}

/* ---- what they govern ---- */

static int is_mark(const struct marks *m, size_t i) {
  for (size_t k = 0; k < m->n; k++)
    if (m->at[k] == i) return 1;
  return 0;
}

/* The word that a mark governs: the next that says something, or with nothing behind it ("unterzeichnete den
 * Vertrag nicht") the one before.  p->n: there is none. */
static size_t governed(const struct passage *p, const struct marks *m, size_t mark) {
  size_t name = p->n; /* "no Calder Line ferries": of a name only where nothing else stands there */
  for (size_t i = mark + 1; i < p->n && i <= mark + BEHIND && !passage_begins_clause(p, i); i++) {
    if (!p->content[i] || is_mark(m, i)) continue;
    if (p->large_nouns || !(p->t[i].flags & TDG_TERM_CAPITAL)) return i;
    if (name == p->n) name = i;
  }
  if (name < p->n) return name;
  for (size_t i = mark; i > 0 && i + BEHIND > mark && !passage_begins_clause(p, i); i--)
    if (p->content[i - 1] && !is_mark(m, i - 1)) return i - 1;
  return p->n;
}

static int is_same(const struct tdg_term *a, const struct tdg_term *b) {
  return a->hash == b->hash || a->stem == b->stem;
}

/* Does a mark govern this term, or stand near it?  A hedge may also follow, and has more ways to stand. */
static int is_under(const struct passage *p, const struct marks *m, size_t i, enum tdg_negation kind) {
  size_t before = kind == TDG_NEGATION ? BEHIND : AROUND, behind = kind == TDG_NEGATION ? CHAIN : AROUND;
  for (size_t k = 0; k < m->n; k++) {
    if ((m->at[k] < i && i - m->at[k] <= before) || (m->at[k] > i && m->at[k] - i <= behind)) return 1;
    if (governed(p, m, m->at[k]) == i) return 1;
    if (kind == TDG_NEGATION && m->at[k] < i && i - m->at[k] <= DENIED && denial_at(p, m->at[k]).denies)
      return 1;
  }
  return 0;
}

int passage_denies(const struct check *c, const struct passage *p) {
  struct marks m;
  find_marks(c, p, TDG_NEGATION, &m);
  return m.n > 0;
}

int check_is_denied(const struct check *c, size_t term) {
  struct marks m;
  find_marks(c, c->said, TDG_NEGATION, &m);
  return is_under(c->said, &m, term, TDG_NEGATION);
}

/* A hedge in the same part of the sentence: "a fine of 3 million pounds is possible". */
static int is_hedged_behind(const struct passage *p, const struct marks *m, size_t i) {
  for (size_t k = 0; k < m->n; k++) {
    size_t t = i + 1;
    while (t <= m->at[k] && t < p->n && !passage_begins_clause(p, t)) t++;
    if (m->at[k] > i && t > m->at[k]) return 1;
  }
  return 0;
}

/* A word of p, wherever it stands: 1 under a mark somewhere, 0 never, -1 it is not there. */
static int stands_under(const struct passage *p, const struct marks *m, const struct tdg_term *word,
                        enum tdg_negation kind) {
  int found = -1;
  for (size_t i = 0; i < p->n; i++) {
    if (!is_same(&p->t[i], word)) continue;
    if (is_under(p, m, i, kind) || (kind == TDG_HEDGE && is_hedged_behind(p, m, i))) return 1;
    found = 0;
  }
  return found;
}

/* Is one more of the words behind it said again?  Also when there is none. */
static int repeats_more(const struct passage *said, const struct passage *q, size_t word, size_t mark) {
  size_t seen = 0;
  for (size_t i = word + 1; i < q->n && i <= mark + BEHIND && !passage_begins_clause(q, i); i++) {
    if (!q->content[i]) continue;
    if (passage_has(said, &q->t[i])) return 1;
    seen++;
  }
  return seen == 0;
}

/* Are two words to the end of its clause said again?  Names left out. */
static int repeats_two(const struct passage *said, const struct passage *q, size_t mark) {
  size_t n = 0;
  for (size_t i = mark + 1; i < q->n && i <= mark + CLAUSE && !passage_begins_clause(q, i); i++)
    if (q->content[i] && !(q->t[i].flags & TDG_TERM_CAPITAL)) n += (size_t)passage_has(said, &q->t[i]);
  return n >= 2;
}

/* The clause of a hedge is said again: the word it governs and one more, or any two where nothing is hedged.
 */
static int repeats_clause(const struct passage *said, const struct marks *of_said, const struct passage *q,
                          size_t word, size_t mark) {
  int same = stands_under(said, of_said, &q->t[word], TDG_HEDGE);
  if (same == 0) return repeats_more(said, q, word, mark);
  return same < 0 && of_said->n == 0 && repeats_two(said, q, mark);
}

/* Two words side by side, or with one between them, and no mark near. */
static int stand_free(const struct passage *p, const struct marks *m, const struct tdg_term *first,
                      const struct tdg_term *second) {
  for (size_t i = 1; i < p->n; i++) {
    if (!is_same(&p->t[i], second) || passage_begins_clause(p, i) || is_under(p, m, i, TDG_NEGATION))
      continue;
    for (size_t gap = 1; gap <= CHAIN && gap <= i; gap++)
      if (is_same(&p->t[i - gap], first)) return 1;
  }
  return 0;
}

/* The words around the mark stand side by side in said: "are not going" and "are going", "haven't done" and
 * "have done".  Small words say so too. */
static int closes_gap(const struct check *c, const struct marks *of_said, const struct passage *q,
                      const struct marks *m, size_t mark) {
  if (mark == 0 || mark + 1 >= q->n || passage_begins_clause(q, mark) || passage_begins_clause(q, mark + 1))
    return 0;
  const struct tdg_term *first = &q->t[mark - 1], *second = &q->t[mark + 1];
  return stand_free(c->said, of_said, first, second) && !stand_free(q, m, first, second);
}

/* "opposes", where "rejected" is cited. */
static int says_no_too(const struct check *c, const struct passage *q, size_t at) {
  for (size_t i = 0; i < c->said->n && passage_says_no(q, at); i++)
    if (passage_says_no(c->said, i) && passage_is_kin(c->said, i, q, at)) return 1;
  return 0;
}

/* The verb that says no, in another form or word: "cancelled", the cancellation. */
static int has_kin_of(const struct passage *p, const struct passage *q, size_t at, size_t n) {
  for (size_t k = at; k < at + n && k < q->n; k++)
    for (size_t i = 0; i < p->n && q->content[k]; i++)
      if (p->content[i] && (passage_is_kin(p, i, q, k) || passage_is_synonym(p, i, q, k))) return 1;
  return 0;
}

/* "suspended", where "refused to suspend" is cited. */
static int has_root_free(const struct check *c, const struct marks *of_said, const struct passage *q,
                         size_t at) {
  for (size_t i = 0; i < c->said->n; i++)
    if (c->said->content[i] && (q->large_nouns || !(q->t[at].flags & TDG_TERM_CAPITAL)) &&
        passage_has_root(c->said, i, q, at) && !is_under(c->said, of_said, i, TDG_NEGATION))
      return 1;
  return 0;
}

/* Said again what stands under a mark in q, without one. */
static int drops_mark(struct check *c, const struct marks *of_said, const struct passage *q,
                      const struct marks *m, enum tdg_negation kind) {
  for (size_t k = 0; k < m->n; k++) {
    const size_t at = m->at[k], i = governed(q, m, at);
    const struct denial d = denial_at(q, at);
    c->piece = passage_word(q, at);
    if (kind == TDG_NEGATION && d.verb) {
      if (passage_has(c->said, &q->t[at + d.n - 1]) || says_no_too(c, q, at) ||
          has_kin_of(c->said, q, at, d.n))
        continue;
      if (i < at && !q->large_nouns && (q->t[i].flags & TDG_TERM_CAPITAL)) continue; /* who denies */
      if (d.denies && of_said->n > 0) continue;
    }
    if (kind == TDG_NEGATION && closes_gap(c, of_said, q, m, at)) return 1;
    if (i == q->n) continue;
    if (kind == TDG_NEGATION && stands_under(c->said, of_said, &q->t[i], kind) == 0) return 1;
    if (kind == TDG_NEGATION && d.verb && of_said->n == 0) {
      size_t deed = governed(q, m, at + d.n - 1); /* behind all of "a refusé" */
      if (deed < q->n && (deed > at || tdg_vocabulary_traits(q->words)->verb_last) &&
          has_root_free(c, of_said, q, deed))
        return 1;
    }
    if (kind == TDG_HEDGE && repeats_clause(c->said, of_said, q, i, at)) return 1;
  }
  return 0;
}

/* "not denied", "not failed": two that stand together; in French "ne pas" is one. */
static int chains(const struct passage *p, const struct marks *m) {
  for (size_t k = 1; k < m->n; k++)
    if (m->at[k] - m->at[k - 1] <= CHAIN && denial_at(p, m->at[k]).verb) return 1;
  return 0;
}

/* ---- words turned into their opposite ---- */

static int is_prefixed(struct tdg_str longer, struct tdg_str shorter) {
  if (shorter.n < LEAST_UNPREFIXED || longer.n <= shorter.n) return 0;
  size_t n = longer.n - shorter.n;
  if (memcmp(longer.p + n, shorter.p, shorter.n) != 0) return 0;
  return tdg_words_find(&tdg_words_llm_prefixes, TDG_EVERY_LANGUAGE, (struct tdg_str){longer.p, n}) != NULL;
}

/* "likely" where "unlikely" is cited, or the other way round. */
static int is_turned(const struct check *c, size_t i) {
  struct tdg_str w = tdg_fold(c->v->call, passage_word(c->said, i));
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++) {
      struct tdg_str x = tdg_fold(c->v->call, passage_word(c->cited[m], k));
      if (is_prefixed(w, x) || is_prefixed(x, w)) return 1;
    }
  return 0;
}

static int turns_a_word(struct check *c) {
  for (size_t i = 0; i < c->said->n; i++) {
    c->piece = passage_word(c->said, i);
    if (c->said->content[i] && !check_is_cited(c, i) && is_turned(c, i)) return 1;
  }
  return 0;
}

/* A word that the other has with an ending that denies, or without it: "eleştirdi", eleştirmedi.  Only as it stands here: 1. */
static int is_denied_elsewhere(const struct check *c, size_t i) {
  int denied = passage_ending(c->said, i) == TDG_LLM_ENDINGS_NOT, same = 0, other = 0;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++) {
      if (!passage_has_root(c->said, i, c->cited[m], k)) continue;
      int there = passage_ending(c->cited[m], k) == TDG_LLM_ENDINGS_NOT;
      same |= there == denied, other |= there != denied;
    }
  return other && !same;
}

static int has_denying_ending(const struct passage *p) {
  for (size_t i = 0; i < p->n; i++)
    if (passage_ending(p, i) == TDG_LLM_ENDINGS_NOT) return 1;
  return 0;
}

/* In a language whose verbs deny by their ending: the verb is the last word of a clause, and denied only here, or only there. */
static int turns_an_ending(struct check *c) {
  int any = has_denying_ending(c->said);
  for (size_t m = 0; m < c->n_cited; m++) any |= has_denying_ending(c->cited[m]);
  for (size_t i = 0; i < c->said->n && any; i++) {
    c->piece = passage_word(c->said, i);
    if (c->said->content[i] && !(c->said->t[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) &&
        is_denied_elsewhere(c, i))
      return 1;
  }
  return 0;
}

/* ---- all of it ---- */

/* The marks of each cited passage. */
static struct marks *find_cited(const struct check *c, enum tdg_negation kind) {
  struct marks *m = tdg_scratch(c->v->call, (c->n_cited + 1) * sizeof *m);
  for (size_t i = 0; i < c->n_cited; i++) find_marks(c, c->cited[i], kind, &m[i]);
  return m;
}

/* "said no": a negation that ends its part of the sentence. */
static int ends_with_no(const struct passage *q) {
  for (size_t i = 0; i < q->n; i++)
    if (passage_value(q, i, TDG_FACT_WORD_NEGATION, NULL) != 0 && !denial_at(q, i).verb &&
        (i + 1 == q->n || passage_begins_clause(q, i + 1)))
      return 1;
  return 0;
}

static int any_negates(const struct check *c, const struct marks *cited) {
  for (size_t i = 0; i < c->n_cited; i++)
    for (size_t k = 0; k < c->cited[i]->n; k++)
      if (passage_says_no(c->cited[i], k)) return 1;
  for (size_t i = 0; i < c->n_cited; i++)
    if (cited[i].n > 0 || ends_with_no(c->cited[i]) ||
        (passage_is_of_signs(c->cited[i]) && tdg_has_negation_sign(c->cited[i]->text, TDG_NEGATION)))
      return 1;
  return 0;
}

static int says_no_at_all(const struct passage *q) {
  for (size_t k = 0; k < q->n; k++)
    if (passage_says_no(q, k)) return 1;
  return 0;
}

static int any_kin_of(const struct check *c, size_t at, size_t n) {
  for (size_t m = 0; m < c->n_cited; m++)
    if (has_kin_of(c->cited[m], c->said, at, n)) return 1;
  return 0;
}

/* What is denied in said is a verb that says no, and it or another form of it is cited. */
static int all_of_kin(const struct check *c, const struct marks *of_said) {
  for (size_t k = 0; k < of_said->n; k++) {
    const struct denial d = denial_at(c->said, of_said->at[k]);
    if (!d.verb || !any_kin_of(c, of_said->at[k], d.n)) return 0;
  }
  return 1;
}

/* What stands under a negation in said does so nowhere in what it cites. */
static int gains_mark(struct check *c, const struct marks *of_said, const struct marks *cited) {
  for (size_t k = 0; k < of_said->n; k++) {
    size_t i = governed(c->said, of_said, of_said->at[k]);
    if (check_is_ahead(c, i)) continue;
    const struct denial d = denial_at(c->said, of_said->at[k]);
    if (d.verb && (check_is_cited(c, of_said->at[k]) || any_kin_of(c, of_said->at[k], d.n))) continue;
    int free = 0, under = 0;
    for (size_t n = 0; n < c->n_cited && i < c->said->n; n++) {
      int how = stands_under(c->cited[n], &cited[n], &c->said->t[i], TDG_NEGATION);
      if (how == 0 && denial_at(c->said, of_said->at[k]).verb &&
          (says_no_at_all(c->cited[n]) || ends_with_no(c->cited[n])))
        how = 1; /* "denied", refused */
      free |= how == 0;
      under |= how == 1;
    }
    c->piece = passage_word(c->said, of_said->at[k]);
    if (free && !under) return 1;
  }
  return 0;
}

/* Only what has yet to come is denied. */
static int all_ahead(struct check *c, const struct marks *of_said) {
  for (size_t k = 0; k < of_said->n; k++) {
    size_t i = governed(c->said, of_said, of_said->at[k]);
    if (!check_is_ahead(c, i)) return 0;
  }
  return 1;
}

static int any_chains(const struct check *c, const struct marks *cited) {
  int found = 0;
  for (size_t i = 0; i < c->n_cited; i++) found |= chains(c->cited[i], &cited[i]);
  return found;
}

/* Both say no by one sense: "fell short of", where "did not reach" is cited. */
static int lack_alike(const struct check *c) {
  for (size_t i = 0; i < c->said->n; i++)
    for (size_t m = 0; m < c->n_cited && passage_means(c->said, i, TDG_LLM_SENSES_LACK); m++)
      for (size_t k = 0; k < c->cited[m]->n; k++)
        if (passage_means(c->cited[m], k, TDG_LLM_SENSES_LACK)) return 1;
  return 0;
}

/* All that bears it out tells of a refusal, and it does not. */
static int refuses_only_there(const struct check *c) {
  int there = 0;
  for (size_t i = 0; i < c->said->n; i++)
    if (passage_says_no(c->said, i)) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    int refuses = 0;
    for (size_t k = 0; k < c->cited[m]->n; k++)
      refuses |= passage_means(c->cited[m], k, TDG_LLM_SENSES_REFUSE);
    if (c->shares[m] && !refuses) return 0;
    there |= refuses;
  }
  return there;
}

static enum verdict check_signs(struct check *c, enum tdg_negation kind) {
  int said = tdg_has_negation_sign(c->said->text, kind), cited = 0;
  for (size_t i = 0; i < c->n_cited; i++) cited |= tdg_has_negation_sign(c->cited[i]->text, kind);
  if (kind == TDG_NEGATION && said != cited && !lack_alike(c)) return OTHER_NEGATION;
  if (kind == TDG_NEGATION && !said && refuses_only_there(c)) return OTHER_NEGATION;
  return cited && !said ? TOO_CERTAIN : BORNE_OUT;
}

/* "said no objects would leave": what will be, as somebody said before; no doubt, where that is written as to come. */
static void forget_reported(const struct passage *q, struct marks *m) {
  size_t n = 0;
  int said = 0;
  for (size_t i = 0; i < q->n; i++) said |= passage_is_said(q, i);
  for (size_t k = 0; k < m->n; k++)
    if (!said || passage_value(q, m->at[k], TDG_FACT_WORD_TENSE, NULL) != TDG_FACT_TENSE_CONDITIONAL)
      m->at[n++] = m->at[k];
  m->n = n;
}

static int is_to_come(const struct passage *p) {
  struct tdg_sense sense;
  tdg_sense(&p->facts_of, &sense);
  return sense.tense == TDG_TENSE_FUTURE;
}

static enum verdict check_kind(struct check *c, enum tdg_negation kind) {
  struct marks m;
  find_marks(c, c->said, kind, &m);
  for (size_t i = 0; i < c->said->n && kind == TDG_HEDGE; i++) /* a hedge by other words */
    if (c->said->senses[i].level != 0 && c->said->senses[i].level != TDG_LLM_LEVELS_FUTURE &&
        !check_is_cited(c, i))
      add_mark(&m, i);
  c->piece = c->said->text;
  if (passage_is_of_signs(c->said)) return check_signs(c, kind);
  struct marks *cited = find_cited(c, kind);
  for (size_t i = 0; i < c->n_cited && kind == TDG_HEDGE && is_to_come(c->said); i++)
    forget_reported(c->cited[i], &cited[i]);
  if (kind == TDG_NEGATION && m.n > 0 &&
      ((!any_negates(c, cited) && !all_ahead(c, &m) && !all_of_kin(c, &m)) || gains_mark(c, &m, cited)))
    return OTHER_NEGATION;
  if (kind == TDG_NEGATION && m.n > 0 && chains(c->said, &m) != any_chains(c, cited)) return OTHER_NEGATION;
  for (size_t i = 0; i < c->n_cited; i++)
    if (drops_mark(c, &m, c->cited[i], &cited[i], kind))
      return kind == TDG_NEGATION ? OTHER_NEGATION : TOO_CERTAIN;
  return BORNE_OUT;
}

/* A hedge that is new makes the sentence say less, a negation that is new the opposite. */
enum verdict check_scopes(struct check *c) {
  if (turns_a_word(c) || turns_an_ending(c)) return OTHER_NEGATION;
  enum verdict v = check_kind(c, TDG_NEGATION);
  return v != BORNE_OUT ? v : check_kind(c, TDG_HEDGE);
}
