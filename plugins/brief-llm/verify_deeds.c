/* verify_deeds.c - who does a deed and who suffers it, in a written sentence and in a cited one; see verify.h.
 *
 * A deed is a word that both have and that is no name: "criticised".  Each of two things is found to act or to suffer by
 * the voice of the deed, by the preposition before the thing or the word behind it, by its place, and by its ending.
 * Both must have changed from one to the other; what is not known has not changed.  Nothing is owned, nothing can fail.
 */
#include "verify_roles.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { NEAR_AUXILIARY = 3, FAR_AUXILIARY = 14, NEAR_PRONOUN = 3, MOST_TITLE = 3, NEAR_PREPOSITION = 4 };
enum side { UNKNOWN = 0, ACTS = 1, SUFFERS = -1 };
enum voice { NO_VOICE, ACTIVE, PASSIVE };

static int is_large(const struct passage *p, size_t i) { return (p->t[i].flags & TDG_TERM_CAPITAL) != 0; }

static int has_roles(const struct passage *p, int value) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_llm_roles, p->language, &at)) != NULL;)
    if (w->value == value) return 1;
  return 0;
}

/* Something stands behind "by", from the term on. */
static int has_agent(const struct check *c, const struct passage *p, size_t from) {
  for (size_t i = from; i < p->n; i++)
    if (p->content[i] && roles_of(c, p, i) == TDG_LLM_ROLES_BY) return 1;
  return 0;
}

static int has_clause_between(const struct passage *p, size_t a, size_t b) {
  for (size_t i = (a < b ? a : b) + 1; i <= (a < b ? b : a); i++)
    if (passage_begins_clause(p, i)) return 1;
  return 0;
}

static int has_endings_of_cases(const struct passage *p) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_llm_endings, p->language, &at)) != NULL;)
    if (w->value == TDG_LLM_ENDINGS_TELLING) return 1;
  return 0;
}

/* It ends its part of the sentence, but for auxiliaries: German and Dutch. */
static int stands_last(const struct check *c, const struct passage *p, size_t v) {
  size_t k = v + 1;
  while (k < p->n && !passage_begins_clause(p, k) && roles_word(c, p, k) == TDG_LLM_ROLES_PASSIVE) k++;
  return k == p->n || passage_begins_clause(p, k);
}

static int has_passive_word(const struct check *c, const struct passage *p, size_t v) {
  const size_t far = stands_last(c, p, v) ? FAR_AUXILIARY : NEAR_AUXILIARY;
  for (size_t k = v; k > 0 && v - k < far && !passage_begins_clause(p, k); k--)
    if (roles_word(c, p, k - 1) == TDG_LLM_ROLES_PASSIVE) return 1;
  return v + 1 < p->n && !passage_begins_clause(p, v + 1) && roles_word(c, p, v + 1) == TDG_LLM_ROLES_PASSIVE;
}

static enum voice voice_of(const struct check *c, const struct passage *p, size_t v) {
  const int by = has_roles(p, TDG_LLM_ROLES_BY);
  if (things_have_ending(p, v, TDG_LLM_ENDINGS_ACTIVE)) return ACTIVE;
  if (has_passive_word(c, p, v)) return !by || has_agent(c, p, 0) ? PASSIVE : NO_VOICE;
  return things_have_ending(p, v, TDG_LLM_ENDINGS_PASSIVE) && has_agent(c, p, v + 1) ? PASSIVE : ACTIVE;
}

/* What both have as a verb, or as the noun of one. */
static int is_deed(const struct check *c, const struct passage *q, size_t v, size_t w) {
  const struct passage *p = c->said;
  if (!p->content[v] || !q->content[w] || is_large(p, v) || is_large(q, w)) return 0;
  if ((p->t[v].flags | q->t[w].flags) & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) return 0;
  if (p->marks[v].number >= 0 || (p->marks[v].facts & (uint64_t)1 << TDG_FACT_WORD_TENSE) != 0) return 0;
  return p->t[v].stem == q->t[w].stem || passage_is_kin(p, v, q, w) || passage_is_synonym(p, v, q, w);
}

/* ---- languages whose order, voice and prepositions tell it ---- */

struct two {
  size_t x, y;
  int role_x, role_y; /* TDG_LLM_ROLES_... */
  int acts_x, acts_y; /* its article is of who acts: it was "den", and is "der" here */
};

/* By what it has of its own; *fixed: wherever it stands. */
static enum side own_side(enum voice voice, size_t v, size_t i, int role, int acts, int last, int *fixed) {
  *fixed = 1;
  if (role == TDG_LLM_ROLES_AGAINST) return SUFFERS;
  if (voice == PASSIVE) {
    if (role == TDG_LLM_ROLES_BY) return ACTS;
    return role == 0 && (i < v || last) ? SUFFERS : UNKNOWN;
  }
  if (role == TDG_LLM_ROLES_OBJECT || (role == TDG_LLM_ROLES_TO && i < v)) return SUFFERS;
  if (role == 0 && acts) return ACTS;
  *fixed = 0;
  if (role == TDG_LLM_ROLES_TO) return SUFFERS;
  return role != 0 ? UNKNOWN : i < v ? ACTS : SUFFERS;
}

/* "faces a lawsuit from the council", "par une plainte du musée": whose deed it is stands behind its noun. */
static int is_deed_of(const struct check *c, const struct passage *p, size_t v, size_t i, int role) {
  if (i <= v || i > v + MOST_TITLE || has_clause_between(p, v, i)) return 0;
  for (size_t k = v + 1; k < i; k++)
    if ((p->content[k] && !is_large(p, k)) || (p->t[k].flags & TDG_TERM_NUMBER)) return 0;
  return role == TDG_LLM_ROLES_FROM || (role == TDG_LLM_ROLES_OF && roles_of(c, p, v) == TDG_LLM_ROLES_BY);
}

enum shown { BY_PLACE, BY_NOUN, BY_MARK }; /* what the sides of both rest on */

static enum shown find_sides(const struct check *c, const struct passage *p, size_t v, const struct two *t,
                             enum side *x, enum side *y) {
  const enum voice voice = voice_of(c, p, v);
  const int last = stands_last(c, p, v);
  int fixed_x, fixed_y;
  *x = *y = UNKNOWN;
  if (is_deed_of(c, p, v, t->y, t->role_y) && t->role_x == 0 && t->x < v) {
    *x = SUFFERS, *y = ACTS;
    return BY_NOUN;
  }
  if (is_deed_of(c, p, v, t->x, t->role_x) && t->role_y == 0 && t->y < v) {
    *x = ACTS, *y = SUFFERS;
    return BY_NOUN;
  }
  if (voice == NO_VOICE) return BY_PLACE;
  *x = own_side(voice, v, t->x, t->role_x, t->acts_x, last, &fixed_x);
  *y = own_side(voice, v, t->y, t->role_y, t->acts_y, last, &fixed_y);
  if (voice == PASSIVE || *x != *y) {
    if (voice == ACTIVE && fixed_x && !fixed_y && t->role_y == 0) *y = -*x;
    if (voice == ACTIVE && fixed_y && !fixed_x && t->role_x == 0) *x = -*y;
    return voice == PASSIVE || t->acts_x || t->acts_y || t->role_x == TDG_LLM_ROLES_AGAINST ||
                   t->role_y == TDG_LLM_ROLES_AGAINST
               ? BY_MARK
               : BY_PLACE;
  }
  if (fixed_x && !fixed_y && t->role_y == 0) *y = -*x;
  else if (fixed_y && !fixed_x && t->role_x == 0) *x = -*y;
  else if (t->role_x == 0 && t->role_y == 0 && !has_clause_between(p, t->x, t->y) &&
           ((*x == ACTS && last) ||
            (*x == SUFFERS && p->large_nouns))) { /* "hat die Firma den Verein verklagt" */
    *x = t->x < t->y ? ACTS : SUFFERS;
    *y = -*x;
  }
  return t->acts_x || t->acts_y ? BY_MARK : BY_PLACE;
}

/* "der Minister", where it is "den Minister" in the other one. */
static int is_acting(const struct passage *p, size_t v, size_t i, int role, int other_role) {
  return p->large_nouns && !has_clause_between(p, v, i) && role == 0 && other_role == TDG_LLM_ROLES_OBJECT &&
         i > 0 && tdg_str_same(p->small[i - 1], (struct tdg_str){"der", 3});
}

static int are_turned(const struct check *c, const struct passage *q, size_t v, size_t w,
                      const struct thing *x, const struct thing *y) {
  const struct two said = {x->said,
                           y->said,
                           x->role_said,
                           y->role_said,
                           is_acting(c->said, v, x->said, x->role_said, x->role_cited),
                           is_acting(c->said, v, y->said, y->role_said, y->role_cited)},
                   cited = {x->cited,
                            y->cited,
                            x->role_cited,
                            y->role_cited,
                            is_acting(q, w, x->cited, x->role_cited, x->role_said),
                            is_acting(q, w, y->cited, y->role_cited, y->role_said)};
  enum side x1, y1, x2, y2;
  const enum shown here = find_sides(c, c->said, v, &said, &x1, &y1);
  if (x1 == UNKNOWN || x1 != -y1) return 0;
  const enum shown there = find_sides(c, q, w, &cited, &x2, &y2);
  return (here == BY_MARK || there == BY_MARK) && x2 == -x1 && y2 == -y1;
}

/* ---- languages whose endings tell it ---- */

static int is_same_form(const struct check *c, const struct passage *q, size_t i, size_t k) {
  return tdg_str_same(c->said->small[i], q->small[k]);
}

static int is_telling(const struct passage *p, size_t i) {
  return things_have_ending(p, i, TDG_LLM_ENDINGS_TELLING) ||
         things_have_ending(p, i, TDG_LLM_ENDINGS_INSTRUMENTAL);
}

/* Or the words of one name with it: "Веру Кац". */
static int is_telling_name(const struct passage *p, size_t i) {
  if (is_telling(p, i) ||
      (i > 0 && p->content[i - 1] && !passage_begins_clause(p, i) && is_telling(p, i - 1)))
    return 1;
  for (size_t k = i > 2 ? i - 2 : 0; k < p->n && k <= i + 2; k++)
    if (is_large(p, k) && is_large(p, i) && !has_clause_between(p, i, k) && is_telling(p, k)) return 1;
  return 0;
}

int check_tells_case(const struct check *c, const struct passage *q, size_t i, size_t k) {
  return is_same_form(c, q, i, k) && is_telling_name(q, k);
}

int check_keeps_forms(const struct check *c, const struct passage *q, const struct thing *x,
                      const struct thing *y) {
  /* "o kłamstwo prezes": a preposition may be of the word between */
  if ((x->role_said != 0 && y->role_said != 0) || (x->role_cited != 0 && y->role_cited != 0)) return 0;
  if (!is_same_form(c, q, x->said, x->cited) || !is_same_form(c, q, y->said, y->cited)) return 0;
  return is_telling_name(q, x->cited) || is_telling_name(q, y->cited);
}

static int is_agent(const struct passage *p, size_t i, int role) {
  if (has_roles(p, TDG_LLM_ROLES_BY)) return role == TDG_LLM_ROLES_BY;
  return role == 0 && things_have_ending(p, i, TDG_LLM_ENDINGS_INSTRUMENTAL);
}

static int is_around(size_t v, size_t x, size_t y) { return x < v && v < y; }

static int takes_part(const struct passage *p, size_t i) {
  return p->content[i] && !(p->t[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) && p->marks[i].month == 0 &&
         p->marks[i].weekday == 0;
}

/* The words of both, in whatever case. */
static void find_forms(const struct check *c, const struct passage *q, struct things *out) {
  const struct passage *p = c->said;
  out->n = 0;
  for (size_t i = 0; i < p->n && out->n < MAX_THINGS; i++)
    for (size_t k = 0; k < q->n && takes_part(p, i); k++) {
      if (!takes_part(q, k) || !(is_same_form(c, q, i, k) || passage_has_root(p, i, q, k) ||
                                 passage_is_inflected(p->small[i], q->small[k])))
        continue;
      out->v[out->n++] = (struct thing){i, k, roles_of(c, p, i), roles_of(c, q, k), 0};
      break;
    }
}

/* No preposition is near before it, whatever stands between. */
static int stands_free(const struct check *c, const struct passage *p, size_t i) {
  for (size_t k = i; k > 0 && i - k < NEAR_PREPOSITION && !passage_begins_clause(p, k); k--) {
    const int role = roles_word(c, p, k - 1);
    if (role != 0 && role != TDG_LLM_ROLES_PASSIVE) return 0;
  }
  return 1;
}

static int is_verb(const struct passage *p, size_t i) {
  return things_have_ending(p, i, TDG_LLM_ENDINGS_PAST) || things_have_ending(p, i, TDG_LLM_ENDINGS_AHEAD);
}

/* In one voice: both have other endings; or the order is another, and no ending tells. */
static int are_turned_by_forms(const struct check *c, const struct passage *q, size_t v, size_t w,
                               const struct thing *x, const struct thing *y) {
  const int same_x = is_same_form(c, q, x->said, x->cited), same_y = is_same_form(c, q, y->said, y->cited);
  if (x->role_said != 0 || y->role_said != 0 || x->role_cited != 0 || y->role_cited != 0) return 0;
  if (!is_around(v, x->said, y->said) && !is_around(v, y->said, x->said)) return 0;
  if (!is_verb(c->said, v) || !is_verb(q, w)) return 0;
  if (!same_x && !same_y) return roles_are_one_form(q, c->said->small[v], q->small[w]);
  return same_x && same_y && stands_free(c, c->said, x->said) && stands_free(c, c->said, y->said) &&
         stands_free(c, q, x->cited) && stands_free(c, q, y->cited) && !is_telling_name(q, x->cited) &&
         !is_telling_name(q, y->cited) &&
         ((is_around(v, x->said, y->said) && is_around(w, y->cited, x->cited)) ||
          (is_around(v, y->said, x->said) && is_around(w, x->cited, y->cited)));
}

/* One sentence, its deed and two things of it. */
struct seen {
  const struct passage *p;
  size_t verb, x, y;
  int role_x, role_y;
};

/* x suffers in the passive one, and stands in the active one as who acts: the same form, before the verb. */
static int acts_there(const struct seen *passive, const struct seen *active, int same_x, int same_y) {
  if (passive->role_x != 0 || active->role_x != 0 || active->role_y != 0 || !same_x ||
      !is_around(active->verb, active->x, active->y))
    return 0;
  return is_agent(passive->p, passive->y, passive->role_y) ||
         (passive->role_y == 0 && same_y && is_around(passive->verb, passive->x, passive->y));
}

/* Passives both, and each acts where the other one acted. */
static int exchange_agents(const struct seen *a, const struct seen *b, int same_x, int same_y) {
  const int x1 = is_agent(a->p, a->x, a->role_x), y1 = is_agent(a->p, a->y, a->role_y),
            x2 = is_agent(b->p, b->x, b->role_x), y2 = is_agent(b->p, b->y, b->role_y);
  return x1 != y1 && x2 != y2 && x1 == y2 && !same_x && !same_y;
}

static int are_turned_by_voice(const struct check *c, const struct passage *q, size_t v, size_t w,
                               enum voice here, enum voice there, const struct thing *x,
                               const struct thing *y) {
  const int same_x = is_same_form(c, q, x->said, x->cited), same_y = is_same_form(c, q, y->said, y->cited);
  const struct seen said = {c->said, v, x->said, y->said, x->role_said, y->role_said},
                    cited = {q, w, x->cited, y->cited, x->role_cited, y->role_cited};
  if (here == PASSIVE && there == PASSIVE) return exchange_agents(&said, &cited, same_x, same_y);
  return here == PASSIVE ? acts_there(&said, &cited, same_x, same_y)
                         : acts_there(&cited, &said, same_x, same_y);
}

static int are_declined_otherwise(const struct check *c, const struct passage *q, size_t v, size_t w,
                                  const struct thing *x, const struct thing *y) {
  const enum voice here = voice_of(c, c->said, v), there = voice_of(c, q, w);
  if (here != PASSIVE && there != PASSIVE) return are_turned_by_forms(c, q, v, w, x, y);
  return are_turned_by_voice(c, q, v, w, here, there, x, y) ||
         are_turned_by_voice(c, q, v, w, here, there, y, x);
}

/* ---- a pronoun for who suffers ---- */

/* "Kern accused Marsh", where "Marsh accused him" is cited: Kern is not in that sentence. */
static int takes_a_pronoun(const struct check *c, const struct passage *q, size_t v, size_t w,
                           const struct thing *x) {
  int pronoun = 0;
  for (size_t k = w > NEAR_PRONOUN ? w - NEAR_PRONOUN : 0; k < q->n && k <= w + NEAR_PRONOUN; k++)
    pronoun |= k != x->cited && !q->content[k] && !is_large(q, k) && roles_word(c, q, k) == 0;
  if (!pronoun || !x->is_name || x->role_cited != 0 || voice_of(c, q, w) != ACTIVE ||
      voice_of(c, c->said, v) != ACTIVE || has_clause_between(q, x->cited, w))
    return 0;
  for (size_t i = 0; i < c->said->n; i++) {
    if (!is_large(c->said, i) || !c->said->content[i] || passage_has(q, &c->said->t[i]) ||
        has_clause_between(c->said, i, v))
      continue;
    if (x->cited < w && i < v && v < x->said && roles_of(c, c->said, i) == 0) return 1;
  }
  return 0;
}

/* ---- all ---- */

static int is_turned_at(struct check *c, const struct passage *q, const struct things *t, size_t v,
                        size_t w) {
  const int declined = has_endings_of_cases(q);
  for (int i = 0; i < t->n; i++) {
    const struct thing *x = &t->v[i];
    if (x->said == v || x->cited == w) continue;
    c->piece = passage_word(c->said, x->said);
    if (!declined && takes_a_pronoun(c, q, v, w, x)) return 1;
    for (int k = i + 1; k < t->n; k++) {
      const struct thing *y = &t->v[k];
      if (y->said == v || y->cited == w) continue;
      if (declined ? are_declined_otherwise(c, q, v, w, x, y) : are_turned(c, q, v, w, x, y)) return 1;
    }
  }
  return 0;
}

int check_exchanges_deed(struct check *c, const struct passage *q) {
  struct things t;
  if (check_marks(q) != NO_MARKS || passage_is_of_signs(q)) return 0;
  if (has_endings_of_cases(q)) find_forms(c, q, &t);
  else roles_find_things(c, q, &t);
  for (size_t v = 0; v < c->said->n; v++)
    for (size_t w = 0; w < q->n; w++)
      if (is_deed(c, q, v, w) && is_turned_at(c, q, &t, v, w)) return 1;
  return 0;
}
