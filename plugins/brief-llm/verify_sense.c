/* verify_sense.c - how far a matter has come: planned, agreed, signed, in
 * force; see verify.h.
 *
 * The kit reads the stages of a text (kit/facts.h) from the words of its
 * language.  A written sentence may stay behind what it cites, never run ahead
 * of it: what is planned there must not have happened here.
 */
#include "verify.h"

#include <string.h>

#include <tidings/kit/word_classes.h>

enum { MAX_STEPS = 16, AUXILIARY = 3 };

struct step {
  int stage; /* TDG_FACT_STAGES_... */
  int reached;
  size_t at; /* the term */
};
struct steps {
  struct step v[MAX_STEPS];
  int n;
};

/* Each comes after those below it: what is signed was agreed. */
static const int ladder[TDG_FACT_STAGES_COUNT] = {
    [TDG_FACT_STAGES_PLAN] = 1,    [TDG_FACT_STAGES_PROPOSE] = 2, [TDG_FACT_STAGES_AGREE] = 3,
    [TDG_FACT_STAGES_SIGN] = 4,    [TDG_FACT_STAGES_APPROVE] = 5, [TDG_FACT_STAGES_RATIFY] = 6,
    [TDG_FACT_STAGES_IN_FORCE] = 7};

static int stage_at(const struct passage *p, size_t i, size_t *n) {
  return passage_value(p, i, TDG_FACT_WORD_STAGE, n);
}

/* The text ends with an ending of the past of its language; *any: there are such. */
static int ends_in_listed_past(const struct passage *p, int *any) {
  const struct tdg_word_class *c = &tdg_words_llm_endings;
  const struct tdg_word *w;
  const struct tdg_str t = {p->text.p, p->t[p->n - 1].end};
  for (size_t at = 0; (w = tdg_words_next(c, p->language, &at)) != NULL;) {
    *any = 1;
    if (w->value == TDG_LLM_ENDINGS_PAST && tdg_str_ends(t, c->text + w->at)) return 1;
  }
  return 0;
}

/* Japanese: 始まった, not 始まる; Korean: 시작했다.  A language whose verbs have no such sign: 1. */
int passage_ends_in_past_sign(const struct passage *p) {
  int any = 0;
  if (p->n == 0) return 1;
  if (passage_is_of_signs(p) && ends_in_listed_past(p, &any)) return 1;
  if (!tdg_vocabulary_traits(p->words)->verb_last) return !any;
  const struct tdg_str last = passage_word(p, p->n - 1);
  return tdg_str_ends(last, "\xE3\x81\x9F") || tdg_str_ends(last, "\xE3\x81\xA0");
}

/* The tense of one word, by itself or its ending. */
static int tense_at(const struct passage *p, size_t i) {
  struct tdg_sense sense;
  struct tdg_fact_text t = {
      .text = p->text, .terms = p->t + i, .marks = p->marks + i, .n = 1, .words = p->words};
  tdg_sense(&t, &sense);
  return sense.tense;
}

/* An auxiliary stands before it: 1, that is none of the future; -1: there is none. */
static int is_behind_to(const struct passage *p, size_t i) {
  const struct tdg_word *w =
      i == 0 ? NULL : tdg_words_find(&tdg_words_llm_roles, tdg_vocabulary_number(p->words), p->small[i - 1]);
  return w != NULL && w->value == TDG_LLM_ROLES_TO;
}

static int has_past_auxiliary(const struct passage *p, size_t i) {
  if (is_behind_to(p, i)) return 0; /* "still has to approve" */
  for (size_t k = i; k > 0 && k + AUXILIARY > i && !passage_begins_clause(p, k); k--) {
    int tense = passage_value(p, k - 1, TDG_FACT_WORD_TENSE, NULL);
    if (tense == TDG_FACT_TENSE_FUTURE || tense == TDG_FACT_TENSE_CONDITIONAL || p->senses[k - 1].level != 0)
      return 0;
    if (tense != 0) return 1;
  }
  return -1;
}

static int is_told_as_done(const struct passage *p, size_t i) {
  int past = has_past_auxiliary(p, i);
  return past >= 0 ? past : tense_at(p, i) == TDG_TENSE_PAST;
}

int passage_tells_as_done(const struct passage *p, size_t i) {
  return is_told_as_done(p, i) || passage_ending(p, i) == TDG_LLM_ENDINGS_PAST;
}

/* "next spring" */
static int is_season_ahead(const struct passage *p, size_t i) {
  return passage_value(p, i, TDG_FACT_WORD_RELATIVE, NULL) != 0 ||
         tdg_words_find(&tdg_words_llm_amounts, tdg_vocabulary_number(p->words), p->small[i]) != NULL;
}

/* "begins on 3 May": to come. */
static int is_dated_beginning(const struct passage *p, size_t first, size_t at, size_t end) {
  if (tdg_words_find(&tdg_words_llm_beginnings, tdg_vocabulary_number(p->words), p->small[at]) == NULL)
    return 0;
  for (size_t i = first; i < end; i++)
    if (p->marks[i].month != 0 || p->marks[i].weekday != 0 || is_season_ahead(p, i)) return 1;
  return 0;
}

/* From the start of the clause, or behind the step before it, to the end of the
 * clause or the next step. */
static void read_step(const struct passage *p, size_t first, size_t at, size_t end, int stage,
                      struct steps *s) {
  struct tdg_sense sense;
  struct tdg_fact_text part = {
      .text = p->text, .terms = p->t + first, .marks = p->marks + first, .n = end - first, .words = p->words};
  tdg_sense(&part, &sense);
  if (s->n == MAX_STEPS) return;
  int ahead = is_dated_beginning(p, first, at, end) || sense.tense == TDG_TENSE_FUTURE ||
              sense.tense == TDG_TENSE_CONDITIONAL ||
              (sense.stage == TDG_FACT_STAGES_PLAN && stage != TDG_FACT_STAGES_PLAN);
  ahead |= sense.tense != TDG_TENSE_PAST && passage_ending(p, at) == TDG_LLM_ENDINGS_AHEAD;
  ahead |= passage_is_of_signs(p)
               ? !passage_ends_in_past_sign(p)
               : tdg_vocabulary_traits(p->words)->verb_last && sense.tense == TDG_TENSE_PRESENT;
  for (size_t i = first;
       i < end && !ahead && (sense.tense == TDG_TENSE_PRESENT || sense.tense == TDG_TENSE_NONE); i++)
    ahead = (p->t[i].flags & TDG_TERM_NUMBER) && p->t[i].size == 4 && i > at; /* "comes into force in 2029" */
  const int done = has_past_auxiliary(p, at) == 1; /* "the plan has been rejected" */
  for (size_t i = at > AUXILIARY ? at - AUXILIARY : 0; i < at && is_behind_to(p, at) && !ahead; i++)
    ahead = passage_value(p, i, TDG_FACT_WORD_TENSE, NULL) != 0 && !passage_begins_clause(p, at);
  for (size_t i = first; i < at && !ahead && !done; i++)
    ahead = p->senses[i].level != 0 ||
            (p->marks[i].facts & ((uint64_t)1 << TDG_FACT_WORD_FUTURE_VERB)) != 0 ||
            stage_at(p, i, NULL) == TDG_FACT_STAGES_PLAN;
  s->v[s->n++] = (struct step){stage, !ahead && sense.polarity > 0, at};
}

static void read_steps(const struct passage *p, struct steps *s) {
  size_t first = 0, n;
  s->n = 0;
  for (size_t i = 0; i < p->n; i += n) {
    if (passage_begins_clause(p, i)) first = i;
    int stage = stage_at(p, i, &n);
    if (stage == 0) continue;
    size_t end = i + n;
    while (end < p->n && !passage_begins_clause(p, end) && stage_at(p, end, NULL) == 0) end++;
    read_step(p, first, i, end, stage, s);
    if (stage != TDG_FACT_STAGES_PLAN && end < p->n && p->marks[end - 1].facts == 0) first = i + n;
  }
}

/* The furthest rung that is reached; 0: none. */
static int furthest(const struct steps *s) {
  int best = 0;
  for (int i = 0; i < s->n; i++)
    if (s->v[i].reached && ladder[s->v[i].stage] > best) best = ladder[s->v[i].stage];
  return best;
}

struct found {
  int reached, named, top;
};

/* Of each cited passage, read once. */
static const struct steps *cited_steps(struct check *c) {
  if (c->steps != NULL) return c->steps;
  struct steps *s = tdg_scratch(c->v->call, (c->n_cited + 1) * sizeof *s);
  for (size_t m = 0; m < c->n_cited; m++) read_steps(c->cited[m], &s[m]);
  return c->steps = s;
}

static struct found find_stage(struct check *c, int stage) {
  struct found f = {0};
  const struct steps *cited = cited_steps(c);
  for (const struct steps *s = cited; s < cited + c->n_cited; s++) {
    for (int i = 0; i < s->n; i++) {
      f.named |= s->v[i].stage == stage;
      f.reached |= s->v[i].stage == stage && s->v[i].reached;
    }
    int top = furthest(s);
    if (top > f.top) f.top = top;
  }
  return f;
}

int check_is_ahead(struct check *c, size_t term) {
  int stage = term < c->said->n ? stage_at(c->said, term, NULL) : 0;
  if (stage == 0) return 0;
  struct found f = find_stage(c, stage);
  return !f.reached && (f.named || (f.top > 0 && f.top < ladder[stage]));
}

static int has_word(const struct check *c, size_t at) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (passage_is_near(c->said, at, c->cited[m], k) || passage_is_kin(c->said, at, c->cited[m], k))
        return 1;
  return 0;
}

static enum verdict check_step(struct check *c, const struct step *step) {
  c->piece = passage_word(c->said, step->at);
  if (!step->reached || ladder[step->stage] == 1 || ladder[step->stage] == 2) return BORNE_OUT;
  struct found f = find_stage(c, step->stage);
  if (f.reached || (ladder[step->stage] > 0 && f.top >= ladder[step->stage])) return BORNE_OUT;
  if (f.named) return TOO_CERTAIN;
  return has_word(c, step->at) ? BORNE_OUT : TOO_CERTAIN;
}

static int tense_of(const struct passage *p) {
  struct tdg_sense sense;
  struct tdg_fact_text t = {.text = p->text, .terms = p->t, .marks = p->marks, .n = p->n, .words = p->words};
  tdg_sense(&t, &sense);
  return sense.tense;
}

int passage_ending(const struct passage *p, size_t i) {
  const struct tdg_word_class *c = &tdg_words_llm_endings;
  const struct tdg_word *w;
  size_t longest = 0, language = (size_t)tdg_vocabulary_number(p->words);
  int found = 0;
  for (size_t at = 0; (w = tdg_words_next(c, (int)language, &at)) != NULL;) {
    struct tdg_str ending = tdg_word_text(c, w), word = p->small[i];
    if (ending.n <= longest || word.n <= ending.n ||
        memcmp(word.p + word.n - ending.n, ending.p, ending.n) != 0)
      continue;
    longest = ending.n, found = w->value;
  }
  return found;
}

/* "выплатила", where "выплатит" is cited and no other past of it. */
static int has_new_past(struct check *c) {
  for (size_t i = 0; i < c->said->n; i++) {
    int ahead = 0, past = 0;
    if (!c->said->content[i] || (c->said->t[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) ||
        passage_ending(c->said, i) != TDG_LLM_ENDINGS_PAST)
      continue;
    for (size_t m = 0; m < c->n_cited; m++)
      for (size_t k = 0; k < c->cited[m]->n; k++) {
        if (!passage_has_root(c->said, i, c->cited[m], k) && !passage_is_kin(c->said, i, c->cited[m], k))
          continue;
        int ending = passage_ending(c->cited[m], k);
        ahead |= ending == TDG_LLM_ENDINGS_AHEAD, past |= ending == TDG_LLM_ENDINGS_PAST;
      }
    c->piece = passage_word(c->said, i);
    if (ahead && !past) return 1;
  }
  return 0;
}

/* "si è candidato", where "si candiderà" is cited and no other form of it. */
static int is_done_too_soon(struct check *c) {
  for (size_t i = 0; i < c->said->n; i++) {
    int ahead = 0, other = 0;
    if (!c->said->content[i] || (c->said->t[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER))) continue;
    for (size_t m = 0; m < c->n_cited; m++)
      for (size_t k = 0; k < c->cited[m]->n; k++) {
        if (!passage_has_root(c->said, i, c->cited[m], k)) continue;
        if (tense_at(c->cited[m], k) == TDG_TENSE_FUTURE) ahead = 1;
        else other = 1;
      }
    c->piece = passage_word(c->said, i);
    if (ahead && !other && tense_at(c->said, i) != TDG_TENSE_FUTURE && is_told_as_done(c->said, i)) return 1;
  }
  return 0;
}

/* Where the verb stands last its ending tells, not that of any word. */
static int is_told_as_past(const struct passage *p) {
  int last =
      tdg_vocabulary_traits(p->words)->verb_last && p->n > 0 && !(p->t[p->n - 1].flags & TDG_TERM_GLYPH);
  return (last ? tense_at(p, p->n - 1) : tense_of(p)) == TDG_TENSE_PAST;
}

/* "returned", where all that is cited says "will return". */
static int is_still_to_come(const struct check *c) {
  int ahead = 0;
  if (!is_told_as_past(c->said)) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    if (!c->shares[m]) continue;
    if (tense_of(c->cited[m]) != TDG_TENSE_FUTURE) return 0;
    ahead = 1;
  }
  return ahead;
}

/* ---- before a court, and before an office ---- */

enum rung { NO_RUNG, SOUGHT, ARRESTED, CHARGED, TRIED, CONVICTED };

static int rung_at(const struct passage *p, size_t i) {
  static const int of_deed[TDG_FACT_DEEDS_COUNT] = {[TDG_FACT_DEEDS_CHASE] = SOUGHT,
                                                    [TDG_FACT_DEEDS_ARREST] = ARRESTED,
                                                    [TDG_FACT_DEEDS_CHARGE] = CHARGED,
                                                    [TDG_FACT_DEEDS_TRY] = TRIED,
                                                    [TDG_FACT_DEEDS_SENTENCE] = CONVICTED};
  int rung = of_deed[passage_value(p, i, TDG_FACT_WORD_DEED, NULL)];
  if (rung < ARRESTED && p->marks[i].state == TDG_BRIEF_STATES_ARRESTED) rung = ARRESTED;
  if (passage_value(p, i, TDG_FACT_WORD_FATE, NULL) == TDG_FACT_FATES_CONVICTED) rung = CONVICTED;
  if (rung == NO_RUNG && passage_value(p, i, TDG_FACT_WORD_ACT, NULL) == TDG_FACT_ACTS_INVESTIGATE)
    rung = SOUGHT;
  return rung;
}

/* "convicted", where "charged" is cited and nothing further. */
static int is_too_far(struct check *c) {
  int top = NO_RUNG;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++) {
      int rung = rung_at(c->cited[m], k);
      if (rung > top) top = rung;
    }
  for (size_t i = 0; i < c->said->n && top != NO_RUNG; i++) {
    c->piece = passage_word(c->said, i);
    if (rung_at(c->said, i) > top && rung_at(c->said, i) != TRIED && !has_word(c, i)) return 1;
  }
  return 0;
}

enum verdict check_stages(struct check *c) {
  struct steps said;
  enum verdict v = BORNE_OUT;
  c->piece = c->said->text;
  if (is_done_too_soon(c) || has_new_past(c)) return TOO_CERTAIN;
  c->piece = c->said->text;
  if (is_still_to_come(c) || is_too_far(c)) return TOO_CERTAIN;
  read_steps(c->said, &said);
  for (int i = 0; i < said.n && v == BORNE_OUT; i++) v = check_step(c, &said.v[i]);
  return v;
}
