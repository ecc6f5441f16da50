/* verify_opposites.c - words of one sense and of the opposite one, as the kit's
 * lists of facts have them; see verify.h. */
#include "verify.h"

#include <tidings/kit/word_classes.h>

/* The values of the class stand in pairs. */
static int is_opposite(int a, int b) { return a != b && (a - 1) / 2 == (b - 1) / 2; }

struct sides {
  int same, opposite;
};

/* "All passengers", where "nobody died" is cited: of the words beside it. */
static int is_of_everybody(int value) {
  return value == TDG_FACT_OPPOSITES_EVERYBODY || value == TDG_FACT_OPPOSITES_NOBODY;
}

static struct sides find_sides(struct check *c, int value) {
  const int may_turn = value == TDG_FACT_OPPOSITES_WIN || value == TDG_FACT_OPPOSITES_LOSE;
  struct sides s = {0};
  for (size_t m = 0; m < c->n_cited; m++) {
    if (may_turn && check_is_converse(c, c->cited[m])) s.same = 1; /* "A beat B", "B lost to A" */
    for (size_t k = 0, n; k < c->cited[m]->n; k += n) {
      int other = passage_value(c->cited[m], k, TDG_FACT_WORD_OPPOSITE, &n);
      s.same |= other == value;
      s.opposite |= other != 0 && is_opposite(value, other);
    }
  }
  return s;
}

/* The word behind it is cited where nothing of the kind stands: other words are spoken of. */
static int has_next_elsewhere(const struct check *c, size_t i) {
  while (i < c->said->n && !c->said->content[i]) i++;
  for (size_t m = 0; m < c->n_cited && i < c->said->n; m++) {
    int of_all = 0;
    for (size_t k = 0; k < c->cited[m]->n; k++)
      of_all |= passage_value(c->cited[m], k, TDG_FACT_WORD_OPPOSITE, NULL) == TDG_FACT_OPPOSITES_NOBODY ||
                passage_value(c->cited[m], k, TDG_FACT_WORD_OPPOSITE, NULL) == TDG_FACT_OPPOSITES_EVERYBODY;
    for (size_t k = 0; k < c->cited[m]->n && !of_all; k++)
      if (passage_is_near(c->said, i, c->cited[m], k) || passage_has_root(c->said, i, c->cited[m], k))
        return 1;
  }
  return 0;
}

/* Of the lists of this plugin: praised, criticised. */
static int turns_a_sense(struct check *c) {
  static const int pairs[][2] = {
      {TDG_LLM_SENSES_PRAISE, TDG_LLM_SENSES_CRITICISE}, {TDG_LLM_SENSES_CRITICISE, TDG_LLM_SENSES_PRAISE},
      {TDG_LLM_SENSES_RAISE, TDG_LLM_SENSES_REDUCE},     {TDG_LLM_SENSES_REDUCE, TDG_LLM_SENSES_RAISE},
      {TDG_LLM_SENSES_NORTH, TDG_LLM_SENSES_SOUTH},      {TDG_LLM_SENSES_SOUTH, TDG_LLM_SENSES_NORTH},
      {TDG_LLM_SENSES_EAST, TDG_LLM_SENSES_WEST},        {TDG_LLM_SENSES_WEST, TDG_LLM_SENSES_EAST},
      {TDG_LLM_SENSES_SUPPORT, TDG_LLM_SENSES_OPPOSE},   {TDG_LLM_SENSES_OPPOSE, TDG_LLM_SENSES_SUPPORT},
      {TDG_LLM_SENSES_SUPPORT, TDG_LLM_SENSES_REFUSE},   {TDG_LLM_SENSES_REFUSE, TDG_LLM_SENSES_SUPPORT},
      {TDG_LLM_SENSES_ADMIT, TDG_LLM_SENSES_DENY},       {TDG_LLM_SENSES_DENY, TDG_LLM_SENSES_ADMIT}};
  for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
    int said = 0, same = 0, opposite = 0;
    for (size_t i = 0; i < c->said->n; i++) said |= passage_means(c->said, i, pairs[p][0]);
    for (size_t m = 0; m < c->n_cited && said; m++)
      for (size_t k = 0; k < c->cited[m]->n; k++) {
        same |= passage_means(c->cited[m], k, pairs[p][0]);
        opposite |= passage_means(c->cited[m], k, pairs[p][1]);
      }
    if (said && opposite && !same) return 1;
  }
  return 0;
}

static int has_speech(const struct passage *p, int speech) {
  for (size_t i = 0; i < p->n; i++)
    if (passage_value(p, i, TDG_FACT_WORD_SPEECH, NULL) == speech) return 1;
  return 0;
}

/* "admitted", where "rejected the charge" is cited. */
static int confirms_denied(struct check *c) {
  int denied = 0;
  if (!has_speech(c->said, TDG_FACT_SPEECH_CONFIRMED)) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    if (has_speech(c->cited[m], TDG_FACT_SPEECH_CONFIRMED)) return 0;
    denied |= has_speech(c->cited[m], TDG_FACT_SPEECH_DENIED);
    for (size_t k = 0; k < c->cited[m]->n; k++)
      denied |= passage_value(c->cited[m], k, TDG_FACT_WORD_STAGE, NULL) == TDG_FACT_STAGES_REJECT ||
                passage_means(c->cited[m], k, TDG_LLM_SENSES_REFUSE) ||
                passage_means(c->cited[m], k, TDG_LLM_SENSES_DENY);
  }
  return denied;
}

/* "rejected", where only "accepted" is cited. */
enum verdict check_opposites(struct check *c) {
  for (size_t i = 0, n; i < c->said->n; i += n) {
    int value = passage_value(c->said, i, TDG_FACT_WORD_OPPOSITE, &n);
    if (value == 0) continue;
    struct sides s = find_sides(c, value);
    c->piece = passage_word(c->said, i);
    if (s.opposite && !s.same && !(is_of_everybody(value) && has_next_elsewhere(c, i + n))) return TURNED;
  }
  c->piece = c->said->text;
  return confirms_denied(c) || turns_a_sense(c) ? TURNED : BORNE_OUT;
}
