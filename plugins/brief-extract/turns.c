/* turns.c - opposites in sentences that are not close; see conflict.h.
 *
 * "The coach said that she would resign", "Rita Vance has no intention of leaving": one person in both, and mostly a word more that both have.
 * "The company denied that", "the company admitted that": one agent before the verb, and what both speak of.  "The ferry hit the north
 * pier", "she struck the south pier": opposites before one noun, when each record says only one of them of it.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

enum {
  MAX_TURNS = 300,
  SHARED = 2,
  SHARED_SIDE = 1,
  SHARED_CLAIM = 3,
  NEAR_BEFORE = 6,
  NEAR_BEHIND = 2,
  NEAR_CLAIM = 12,
  SUBJECT = 15,
  AGENT = 4
};

struct turn {
  const struct reading *of;
  size_t term, n; /* of the opposite */
  int value;      /* TDG_FACT_OPPOSITES_..., as a negation near it turns it */
  int negated;    /* there is one that does not turn it */
};

static int axis_of(int value) { return (value - 1) / 2; }

/* What somebody does or wants, and not both. */
static int is_of_person(int value) {
  switch (value) {
  case TDG_FACT_OPPOSITES_ACCEPT:
  case TDG_FACT_OPPOSITES_REJECT:
  case TDG_FACT_OPPOSITES_CONFIRM:
  case TDG_FACT_OPPOSITES_DENY:
  case TDG_FACT_OPPOSITES_SUPPORT:
  case TDG_FACT_OPPOSITES_OPPOSE:
  case TDG_FACT_OPPOSITES_STAY:
  case TDG_FACT_OPPOSITES_RESIGN: return 1;
  default: return 0;
  }
}

/* On which side of two a thing is. */
static int is_of_side(int value) {
  switch (value) {
  case TDG_FACT_OPPOSITES_NORTH:
  case TDG_FACT_OPPOSITES_SOUTH:
  case TDG_FACT_OPPOSITES_EAST:
  case TDG_FACT_OPPOSITES_WEST:
  case TDG_FACT_OPPOSITES_LEFT:
  case TDG_FACT_OPPOSITES_RIGHT:
  case TDG_FACT_OPPOSITES_UPPER:
  case TDG_FACT_OPPOSITES_LOWER: return 1;
  default: return 0;
  }
}

static int is_of_office(int value) {
  return value == TDG_FACT_OPPOSITES_STAY || value == TDG_FACT_OPPOSITES_RESIGN;
}
static int is_of_claim(int value) {
  return value == TDG_FACT_OPPOSITES_CONFIRM || value == TDG_FACT_OPPOSITES_DENY;
}

/* Negations near the word, or in what is claimed. */
static int count_negations(const struct turn *t) {
  size_t behind = is_of_claim(t->value) ? NEAR_CLAIM : NEAR_BEHIND;
  return reading_negations_near(t->of, t->term, t->n, NEAR_BEFORE, behind + t->n);
}

/* "Will not resign", "no intention of leaving": stays. */
static void turn(struct turn *t) {
  int n = count_negations(t);
  if (!is_of_office(t->value)) {
    t->negated = is_of_claim(t->value) ? n > 0 : t->of->n_negations > 0;
    return;
  }
  t->negated = n == 0 && t->of->n_negations > 0;
  if (n > 0) t->value = TDG_FACT_OPPOSITES_STAY + TDG_FACT_OPPOSITES_RESIGN - t->value;
}

static size_t find_turns(struct comparison *c, struct turn *v) {
  size_t n = 0, terms;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    if (!sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_OPPOSITE)) continue;
    const struct reading *x = comparison_read_words(c, i);
    for (size_t k = 0; k < x->s->n_terms && n < MAX_TURNS; k++) {
      int value = sentence_opposite(c->b, x->s, k, &terms);
      if (value == 0 || (!is_of_person(value) && !is_of_side(value))) continue;
      v[n] = (struct turn){x, k, terms, value, 0};
      turn(&v[n++]);
      k += terms - 1; /* "no intention of leaving" holds "leaving" */
    }
  }
  return n;
}

/* ---- of one person ---- */

static int in_name(const struct reading *x, const struct tdg_fact *f, size_t term) {
  return x->s->terms[term].start >= f->range.start && x->s->terms[term].end <= f->range.end;
}

/* Words beside the person and the opposite that both sentences have. */
static int shared_beside(const struct turn *a, const struct tdg_fact *f, const struct turn *b) {
  int n = 0;
  for (size_t i = 0; i < a->of->words->n; i++) {
    const struct content *w = &a->of->words->v[i];
    if (w->term >= a->term && w->term < a->term + a->n) continue;
    n += !in_name(a->of, f, w->term) && align_has(b->of->words, w->matter);
  }
  return n;
}

/* The only person, or the one named last before the word. */
static const struct tdg_fact *person_of(const struct turn *t) {
  const struct tdg_fact *found = reading_only_name(t->of);
  for (size_t i = 0; i < t->of->n_facts; i++) {
    const struct tdg_fact *f = &t->of->fact[i];
    if (f->kind == TDG_FACT_NAME && f->last < t->term && f->last + SUBJECT >= t->term) found = f;
  }
  return found;
}

static int of_one_person(const struct turn *a, const struct turn *b) {
  const struct tdg_fact *f = person_of(a), *g = person_of(b);
  int least = is_of_office(a->value)  ? f != NULL && g != NULL && f->n_what + g->n_what < 3
              : is_of_claim(a->value) ? SHARED_CLAIM
                                      : SHARED;
  if (f == NULL || g == NULL || f->n_what == 0 || g->n_what == 0 ||
      f->what[f->n_what - 1] != g->what[g->n_what - 1])
    return 0;
  return shared_beside(a, f, b) >= least;
}

/* ---- of one agent ---- */

/* The word right before it that says something: "the company denied". */
static size_t agent_of(const struct turn *t) {
  size_t found = SIZE_MAX;
  for (size_t i = 0; i < t->of->words->n && t->of->words->v[i].term < t->term; i++)
    if (t->of->words->v[i].term + AGENT >= t->term) found = i;
  return found;
}

static int of_one_agent(const struct turn *a, const struct turn *b) {
  size_t i = agent_of(a), k = agent_of(b);
  int shared = 0;
  if (!is_of_claim(a->value) || i == SIZE_MAX || k == SIZE_MAX ||
      a->of->words->v[i].matter != b->of->words->v[k].matter)
    return 0;
  for (size_t w = 0; w < a->of->words->n; w++) {
    const struct content *u = &a->of->words->v[w];
    int own = w == i || (u->term >= a->term && u->term < a->term + a->n);
    shared += !own && align_has(b->of->words, u->matter);
  }
  return shared >= SHARED_CLAIM;
}

/* ---- of one noun ---- */

static size_t noun_of(const struct turn *t) {
  size_t i = t->term + t->n;
  const struct sentence *s = t->of->s;
  if (i >= s->n_terms || !(s->terms[i].flags & TDG_TERM_ADJACENT) || s->small[i]) return SIZE_MAX;
  return s->terms[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER) ? SIZE_MAX : i;
}

static int all_shared(const struct reading *x, const struct reading *y) {
  int n = 0;
  for (uint32_t i = 0; i < x->words->n_sorted; i++) n += align_has(y->words, x->words->sorted[i]);
  return n;
}

static int of_one_noun(const struct turn *a, const struct turn *b) {
  size_t i = noun_of(a), k = noun_of(b);
  if (i == SIZE_MAX || k == SIZE_MAX || a->of->s->roots[i] != b->of->s->roots[k]) return 0;
  return all_shared(a->of, b->of) > SHARED_SIDE + 1; /* the noun and the side are two */
}

/* ---- all ---- */

/* The record says the other too. */
static int says_both(const struct turn *v, size_t n, const struct turn *a, const struct turn *b) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].value == b->value) return 1;
  return 0;
}

/* Who stays or resigns is told as what is to come, or as what was said of it: "she would resign"; and what is denied or confirmed as
 * somebody's words. */
static int may_both_hold(const struct comparison *c, const struct turn *a, const struct turn *b) {
  if (is_of_office(a->value) || is_of_claim(a->value)) return comparison_dates_differ(c, a->of, b->of);
  return comparison_may_both_hold(c, a->of, b->of);
}

static struct saying say(const struct turn *t, int noun) {
  size_t last = noun ? noun_of(t) : t->term + t->n - 1;
  return say_terms(t->of, t->term, last, t->value);
}

static void compare(struct comparison *c, const struct turn *v, size_t n, const struct turn *a,
                    const struct turn *b) {
  if (axis_of(a->value) != axis_of(b->value) || a->value == b->value) return;
  if (a->negated || b->negated) return;
  int side = is_of_side(a->value);
  if (!(side ? of_one_noun(a, b) : of_one_person(a, b) || of_one_agent(a, b))) return;
  if (says_both(v, n, a, b) || says_both(v, n, b, a) || may_both_hold(c, a, b)) return;
  add_edge(c, side ? "place" : "opposite", say(a, side), say(b, side), 1);
}

void turns_compare(struct comparison *c) {
  struct turn *v = comparison_list(c, MAX_TURNS * sizeof *v);
  size_t n = find_turns(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare(c, v, n, &v[i], &v[k]);
}
