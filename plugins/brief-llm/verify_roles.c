/* verify_roles.c - who did what to whom: two things that a written sentence and
 * a cited one both name must not have changed their parts; see verify.h.
 *
 * The part of a thing in a sentence is the preposition, or the article that
 * shows a case, before it; without one, its place before or behind the others.
 * "by" in the passive makes it the first.  Prepositions that go along with
 * their thing ("in Hollin", at the start or at the end) change nothing.  The
 * words stand in the class llm-roles; without them only the order counts.
 */
#include "verify_roles.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { NEAR = 4, EXCHANGE_MARGIN = 1 };

static int is_large(const struct passage *p, size_t i) { return (p->t[i].flags & TDG_TERM_CAPITAL) != 0; }

/* A day does nothing, but must not stand in the place of who does. */
static int is_day(const struct passage *p, size_t i) {
  return p->marks[i].weekday != 0 || p->marks[i].month != 0;
}

static int is_passive(const struct check *c, const struct passage *p) {
  for (size_t i = 0; i < p->n; i++)
    if (roles_word(c, p, i) == TDG_LLM_ROLES_PASSIVE) return 1;
  return things_are_passive_by_ending(c, p);
}

/* ---- two that have changed places ---- */

/* "his deputy, Rhona Pell, told": behind a name between two commas its part of the sentence goes on. */
static int ends_apposition(const struct passage *p, size_t i) {
  size_t k = i;
  while (k > 0 && is_large(p, k - 1) && (k == i || !passage_begins_clause(p, k))) k--;
  return k < i && k > 0 && passage_begins_clause(p, k);
}

static int has_border(const struct passage *p, size_t from, size_t to) {
  for (size_t i = (from < to ? from : to) + 1; i <= (from < to ? to : from); i++)
    if (passage_begins_clause(p, i) && !ends_apposition(p, i)) return 1;
  return 0;
}

enum joined { APART, TWO_DEEDS, ONE_DEED };

/* ONE_DEED: "Holt and Kern".  TWO_DEEDS: "closes in Holt and moves to Kern" has a deed behind the "and": parts may change
 * their order, not their prepositions. */
static enum joined joins(const struct passage *p, size_t a, size_t b) {
  size_t first = a < b ? a : b, last = a < b ? b : a;
  int joined = 0;
  for (size_t i = first + 1; i < last; i++) {
    if (joined && p->content[i] && !is_large(p, i) && p->marks[i].kind == 0 && last - i > 1) return TWO_DEEDS;
    joined |= (p->marks[i].is & ((uint64_t)1 << TDG_LIST_AND)) != 0;
  }
  return joined || last == first + 1 ? ONE_DEED : APART;
}

/* 1: x acts before y, in its place or as "by x". */
static int goes_first(int passive, int role_x, size_t x, int role_y, size_t y) {
  if (passive && role_x == TDG_LLM_ROLES_BY) return 1;
  if (passive && role_y == TDG_LLM_ROLES_BY) return 0;
  return x < y;
}

static int bare(int passive, int role) { return passive && role == TDG_LLM_ROLES_BY ? 0 : role; }

static int is_between(size_t v, size_t a, size_t b) { return (a < v && v < b) || (b < v && v < a); }

/* Where a word such as "by" shows who acts, the order tells the rest; elsewhere
 * endings do. */
static int is_order_telling(const struct passage *p) {
  const struct tdg_word *w;
  for (size_t at = 0;
       (w = tdg_words_next(&tdg_words_llm_roles, tdg_vocabulary_number(p->words), &at)) != NULL;)
    if (w->value == TDG_LLM_ROLES_BY) return 1;
  return 0;
}

/* The verb in another form: "thanked", "thank". */
static int have_root_between(const struct passage *p, const struct passage *q, const struct thing *x,
                             const struct thing *y, int anywhere) {
  for (size_t i = 0; i < p->n; i++)
    for (size_t k = 0; k < q->n && (anywhere || is_between(i, x->said, y->said)); k++)
      if (is_between(k, x->cited, y->cited) && p->content[i] && q->content[k] && !is_large(p, i) &&
          !is_large(q, k) && passage_has_root(p, i, q, k))
        return 1;
  return 0;
}

/* A word that is no name stands between them in both: the verb. */
static int have_verb_between(const struct check *c, const struct passage *q, const struct things *t,
                             const struct thing *x, const struct thing *y) {
  int border = has_border(c->said, x->said, y->said) || has_border(q, x->cited, y->cited);
  for (int i = 0; i < t->n; i++) {
    const struct thing *v = &t->v[i];
    if (is_large(c->said, v->said) || is_large(q, v->cited) || is_day(q, v->cited)) continue;
    int speech = passage_value(q, v->cited, TDG_FACT_WORD_SPEECH, NULL) != 0;
    if (is_between(v->said, x->said, y->said) && is_between(v->cited, x->cited, y->cited) &&
        !(speech && border))
      return 1;
  }
  int by = x->role_said == TDG_LLM_ROLES_BY || y->role_said == TDG_LLM_ROLES_BY;
  return !border && is_order_telling(q) && (!by || is_passive(c, c->said)) &&

         have_root_between(c->said, q, x, y, by /* its participle may stand last */);
}

/* Words that say something and stand near both, names left out. */
static int near_both(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  int n = 0;
  for (size_t a = i > NEAR ? i - NEAR : 0; a < p->n && a <= i + NEAR; a++) {
    if (!p->content[a] || is_large(p, a)) continue;
    for (size_t b = k > NEAR ? k - NEAR : 0; b < q->n && b <= k + NEAR; b++)
      n += p->t[a].stem == q->t[b].stem;
  }
  return n;
}

/* Each has more of the other's words about it than of its own: "the Senate" and
 * "the House" were exchanged. */
static int have_each_others(const struct passage *p, const struct passage *q, const struct thing *x,
                            const struct thing *y) {
  int own = near_both(p, x->said, q, x->cited) + near_both(p, y->said, q, y->cited),
      other = near_both(p, x->said, q, y->cited) + near_both(p, y->said, q, x->cited);
  return other > own + EXCHANGE_MARGIN;
}

struct pair {
  const struct check *c;
  const struct passage *q;
  const struct things *t;
  int passive_said, passive_cited;
};

/* German: "Die Stadt zahlt dem Verein", where "Der Verein zahlt der Stadt" is cited, and "der Stadt" shows no case. */
static int takes_the_object(const struct pair *p, const struct thing *x, const struct thing *y, int x1,
                            int y1, int x2, int y2) {
  return p->q->large_nouns && x->said < y->said && x->cited > y->cited && x1 == 0 && y1 == 0 && x2 == 0 &&
         y2 == TDG_LLM_ROLES_OBJECT && !p->passive_said && !p->passive_cited &&
         have_verb_between(p->c, p->q, p->t, x, y);
}

static int are_exchanged(const struct pair *p, const struct thing *x, const struct thing *y) {
  int x1 = bare(p->passive_cited, x->role_cited), y1 = bare(p->passive_cited, y->role_cited),
      x2 = bare(p->passive_said, x->role_said), y2 = bare(p->passive_said, y->role_said);
  enum joined said = joins(p->c->said, x->said, y->said), cited = joins(p->q, x->cited, y->cited);
  if (said == ONE_DEED || cited == ONE_DEED) return 0;
  if (said == TWO_DEEDS || cited == TWO_DEEDS)
    return x->is_name && y->is_name && x1 != y1 && x1 == y2 && y1 == x2;
  if (check_keeps_forms(p->c, p->q, x, y)) return 0;
  if ((x->said < y->said) != (x->cited < y->cited) && x->is_name && y->is_name &&
      (have_each_others(p->c->said, p->q, x, y) ||
       (x->role_cited != y->role_cited && x->role_said == y->role_cited && y->role_said == x->role_cited)))
    return 1;
  if (x1 != y1 && (is_day(p->q, x->cited) || is_day(p->q, y->cited))) return 0;
  if ((x1 == TDG_LLM_ROLES_OF || y1 == TDG_LLM_ROLES_OF) && p->passive_said != p->passive_cited)
    return 0; /* "the closure of the schools", "the schools were closed" */
  if (takes_the_object(p, x, y, x1, y1, x2, y2)) return 1;
  if (x1 != y1)
    return x1 == y2 && y1 == x2 && ((x->is_name && y->is_name) || have_verb_between(p->c, p->q, p->t, x, y));
  if (x1 != 0 || x2 != 0 || y2 != 0 || is_day(p->q, x->cited) || is_day(p->q, y->cited)) return 0;
  if (goes_first(p->passive_said, x->role_said, x->said, y->role_said, y->said) ==
      goes_first(p->passive_cited, x->role_cited, x->cited, y->role_cited, y->cited))
    return 0;
  if (!is_order_telling(p->q) && !p->q->large_nouns && !(x->is_name && y->is_name))
    return 0; /* endings tell */
  int named = x->is_name || y->is_name,
      border = has_border(p->c->said, x->said, y->said) || has_border(p->q, x->cited, y->cited);
  if ((named || !border) && have_verb_between(p->c, p->q, p->t, x, y)) return 1;
  return x->is_name && y->is_name && !has_border(p->c->said, x->said, y->said) &&
         !has_border(p->q, x->cited, y->cited);
}

/* The first word behind it that says something and is no name: what it does. n:
 * none. */
static size_t verb_behind(const struct passage *p, size_t i) {
  size_t k = i + 1;
  while (k < p->n && is_large(p, k) && !passage_begins_clause(p, k)) k++;
  if (k < p->n && passage_begins_clause(p, k)) { /* "Quist, a former director, paid" */
    do k++;
    while (k < p->n && !passage_begins_clause(p, k));
    if (k < p->n && p->content[k] && !is_large(p, k)) return k;
    k++;
  }
  for (; k < p->n && !passage_begins_clause(p, k); k++)
    if (p->content[k] && !is_large(p, k)) return k;
  return p->n;
}

/* It does here what is done with it there: "the union plans cuts", where
 * "Skyver plans cuts in talks with the union" is cited. */
static int takes_the_place(const struct pair *p, const struct thing *x) {
  if (x->role_said != 0 || x->role_cited == 0 || p->passive_said || is_day(p->q, x->cited) ||
      check_tells_case(p->c, p->q, x->said, x->cited))
    return 0;
  size_t verb = verb_behind(p->c->said, x->said);
  for (int i = 0; i < p->t->n; i++) {
    const struct thing *v = &p->t->v[i];
    if (v->said == verb && v->role_said == 0 && v->cited < x->cited) return 1;
  }
  if (verb == p->c->said->n || !(x->role_cited == TDG_LLM_ROLES_TO || x->role_cited == TDG_LLM_ROLES_OBJECT))
    return 0;
  for (size_t k = 0; k < x->cited; k++) /* "accused", accuses */
    if (p->q->content[k] && !is_large(p->q, k) && !has_border(p->q, k, x->cited) &&
        passage_has_root(p->c->said, verb, p->q, k))
      return 1;
  return 0;
}

/* A name that stands beside the term, but for small words, and that said does not have. */
static int has_other_name(const struct pair *p, size_t verb, int step) {
  const struct passage *q = p->q;
  size_t k = verb;
  for (int n = 0; n < 2; n++) {
    if ((step < 0 && (k == 0 || passage_begins_clause(q, k))) || (step > 0 && k + 1 >= q->n)) return 0;
    k += (size_t)step;
    if (step > 0 && passage_begins_clause(q, k)) return 0;
    if (is_large(q, k) && q->content[k] &&
        !(q->t[k].flags & TDG_TERM_FIRST && !is_large(q, k + 1 < q->n ? k + 1 : k)))
      return !is_day(q, k) && q->marks[k].facts == 0 && !passage_has(p->c->said, &q->t[k]);
    if (q->content[k]) return 0;
  }
  return 0;
}

/* "Stahl leads the clinic", where "after Stahl resigned, Kern leads the clinic" is cited: another name stands by the verb there. */
static int takes_the_deed(const struct pair *p, const struct thing *x) {
  const struct passage *said = p->c->said, *q = p->q;
  size_t verb = verb_behind(said, x->said);
  if (!x->is_name || x->role_said != 0 || verb == said->n || verb > x->said + 3) return 0;
  for (size_t k = 0; k < q->n; k++) {
    if (!q->content[k] || is_large(q, k) ||
        !(said->t[verb].stem == q->t[k].stem || passage_has_root(said, verb, q, k)))
      continue;
    size_t away = k > x->cited ? k - x->cited : x->cited - k;
    return away > 3 &&
           (has_border(q, k < x->cited ? k : x->cited, k < x->cited ? x->cited : k) || x->role_cited != 0) &&
           (has_other_name(p, k, -1) || has_other_name(p, k, 1));
  }
  return 0;
}

/* ---- languages of free order, where the ending shows the part ---- */

struct form {
  size_t said, cited;
  int changed; /* another ending */
};

static size_t find_forms(const struct check *c, const struct passage *q, struct form *out) {
  const struct passage *p = c->said;
  size_t n = 0;
  for (size_t i = 0; i < p->n && n < MAX_THINGS; i++) {
    if (!things_take_part(p, i) || is_day(p, i)) continue;
    for (size_t k = 0; k < q->n; k++) {
      int same = p->small[i].n == q->small[k].n && tdg_str_same(p->small[i], q->small[k]);
      if (!things_take_part(q, k) ||
          (!same && !passage_is_inflected(p->small[i], q->small[k]) && !passage_has_root(p, i, q, k)))
        continue;
      out[n++] = (struct form){i, k, !same};
      break;
    }
  }
  return n;
}

/* A deed between both, there and here, that is no passive. */
static int is_deed_between(const struct check *c, const struct passage *q, const struct form *v,
                           const struct form *x, const struct form *y) {
  return !is_large(c->said, v->said) && is_between(v->said, x->said, y->said) &&
         is_between(v->cited, x->cited, y->cited) &&
         roles_are_one_form(q, c->said->small[v->said], q->small[v->cited]);
}

/* Both stand on the other side of the deed, and not with the endings they had:
 * "the mayor accused the deputy". */
static int exchanges_forms(struct check *c, const struct passage *q) {
  struct form f[MAX_THINGS];
  if (!tdg_vocabulary_traits(q->words)->inflected || is_passive(c, c->said) || is_passive(c, q)) return 0;
  size_t n = find_forms(c, q, f);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 2; k < n; k++) {
      if (f[i].cited < f[k].cited || !(f[i].changed || f[k].changed)) continue;
      if (has_border(c->said, f[i].said, f[k].said)) continue; /* ", said the mayor" */
      c->piece = passage_word(c->said, f[i].said);
      for (size_t v = i + 1; v < k; v++)
        if (is_deed_between(c, q, &f[v], &f[i], &f[k])) return 1;
    }
  return 0;
}

static int exchanges(struct check *c, const struct passage *q) {
  struct things t;
  roles_find_things(c, q, &t);
  struct pair p = {c, q, &t, is_passive(c, c->said), is_passive(c, q)};
  if (t.n > 0 && (takes_the_place(&p, &t.v[0]) || takes_the_deed(&p, &t.v[0]))) {
    c->piece = passage_word(c->said, t.v[0].said);
    return 1;
  }
  for (int i = 0; i < t.n; i++)
    for (int k = i + 1; k < t.n; k++) {
      c->piece = passage_word(c->said, t.v[i].said);
      if (are_exchanged(&p, &t.v[i], &t.v[k])) return 1;
    }
  return 0;
}

/* ---- "A beat B" is "B lost to A" ---- */

enum { WINS = 1, LOSES = 2 };

static int sides_of(const struct passage *p) {
  int sides = 0;
  for (size_t i = 0; i < p->n; i++) {
    int value = passage_value(p, i, TDG_FACT_WORD_OPPOSITE, NULL);
    if (value == TDG_FACT_OPPOSITES_WIN || passage_means(p, i, TDG_LLM_SENSES_BEAT)) sides |= WINS;
    if (value == TDG_FACT_OPPOSITES_LOSE) sides |= LOSES;
  }
  return sides;
}

static int change_their_order(struct check *c, const struct passage *q) {
  struct things t;
  if (is_passive(c, c->said) || is_passive(c, q)) return 0;
  roles_find_things(c, q, &t);
  for (int i = 0; i < t.n; i++)
    for (int k = i + 1; k < t.n; k++)
      if (t.v[i].cited > t.v[k].cited && is_large(q, t.v[i].cited) && is_large(q, t.v[k].cited)) return 1;
  return 0;
}

int check_is_converse(struct check *c, const struct passage *q) {
  int said = sides_of(c->said), cited = sides_of(q);
  if (!((said == WINS && cited == LOSES) || (said == LOSES && cited == WINS))) return 0;
  return check_marks(q) != NO_MARKS ? check_exchanges_marks(c, q) : change_their_order(c, q);
}

enum verdict check_roles(struct check *c) {
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    if (check_is_converse(c, q)) continue;
    if (check_marks(q) == NO_MARKS && exchanges(c, q)) return MOVED_NAME;
    if (exchanges_forms(c, q) || check_exchanges_deed(c, q) || check_exchanges_marks(c, q)) return MOVED_NAME;
  }
  return BORNE_OUT;
}
