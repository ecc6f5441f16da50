/* held.c - what is of the whole story, whichever sentences say it: how many people are in a state, who holds an office, what a
 * number counts; see conflict.h.
 *
 * A count of people in a state is of the whole story unless its sentence names another place, year or name.
 */
#include "conflict.h"

#include <math.h>

static const int64_t LATER = 6 * 3600000; /* ms */
enum { MAX_HELD = 200, SMALL = 10, SHORT = 14, OPENING = 4, AGREED = 2 };

struct held {
  const struct reading *of;
  const struct tdg_fact *fact;
  int state; /* of people counted */
  int some;  /* some people, of whom it is said who they are: compared with nobody */
};

/* One number, two labels of different kinds.  Two words may mean one thing (knockouts, KOs): without kinds
 * nothing is said.  Round numbers meet by chance. */
static int is_relabelled(const struct pair *p, const struct reading *x, const struct tdg_fact *f,
                         const struct reading *y, const struct tdg_fact *g) {
  if (f->kind != TDG_FACT_COUNT || g->kind != TDG_FACT_COUNT || f->value != g->value || f->value < SMALL)
    return 0;
  if (f->what_kind == 0 || g->what_kind == 0 || f->what_kind == g->what_kind ||
      (f->flags | g->flags) & TDG_FACT_LOOSE)
    return 0;
  if (f->bound != TDG_EXACT || g->bound != TDG_EXACT || f->step >= 1000 || g->step >= 1000 ||
      value_counts_same(x, f, y, g))
    return 0;
  return (f->state == 0 || f->state != g->state) && p->shared >= 3;
}

/* The state of all people that a fact counts: "14 people were injured", "the number of injured rose to 14".  0: none. */
static int state_of_all(const struct reading *x, const struct tdg_fact *f) {
  int loose = f->n_what == 0 || (f->flags & (TDG_FACT_LOOSE | TDG_FACT_ANYBODY)) != 0;
  int bare = f->state == 0 && loose && reading_is_short(x) &&
             (reading_count_kind(x, TDG_FACT_COUNT) == 1 || f == x->right || f == x->wrong);
  if (f->kind != TDG_FACT_COUNT || f->bound != TDG_EXACT || !sentence_is_of_story(x->s)) return 0;
  if (f->flags & (TDG_FACT_PART | TDG_FACT_BACK | TDG_FACT_PER) || value_stands_between_commas(x, f))
    return 0;
  if (bare) return people_state(x, f);
  return f->flags & TDG_FACT_CHANGE || !(f->flags & TDG_FACT_ANYBODY) ? 0 : f->state;
}

/* "Seven officers suffered injuries": some people in a state, who are more than nobody. */
static int counts_some(const struct reading *x, const struct tdg_fact *f) {
  return f->kind == TDG_FACT_COUNT && f->state != 0 && f->value > 0 && f->bound == TDG_EXACT &&
         !(f->flags & (TDG_FACT_BACK | TDG_FACT_PER | TDG_FACT_CHANGE | TDG_FACT_ANYBODY)) &&
         x->sense.tense != TDG_TENSE_CONDITIONAL && x->sense.tense != TDG_TENSE_FUTURE &&
         x->sense.polarity > 0 && !value_stands_between_commas(x, f);
}

/* "Nobody died, said Martynov", whom the other reports do not know. */
static int counts_nobody(const struct tdg_fact *f) {
  const unsigned nobody = TDG_FACT_NOBODY | TDG_FACT_ANYBODY;
  return f->kind == TDG_FACT_COUNT && f->state != 0 && (f->flags & nobody) == nobody &&
         !(f->flags & TDG_FACT_BACK);
}

static size_t find_held(struct comparison *c, struct held *out) {
  size_t n = 0;
  for (size_t i = 0; i < c->al.n; i++) {
    const struct reading *x = comparison_read(c, i);
    if (reading_is_of_page(x)) continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_HELD; k++) {
      const struct tdg_fact *f = &x->fact[k];
      int state = state_of_all(x, f);
      if ((f->kind == TDG_FACT_NAME && f->what_kind != 0 && !(f->flags & TDG_FACT_FORMER)) || state != 0)
        out[n++] = (struct held){x, f, state, 0};
      else if (counts_some(x, f) || counts_nobody(f)) out[n++] = (struct held){x, f, f->state, 1};
    }
  }
  return n;
}

/* An office that one person holds, whoever speaks of it. */
static int is_single(int office) {
  switch (office) {
  case TDG_FACT_OFFICES_PRESIDENT:
  case TDG_FACT_OFFICES_PRIME_MINISTER:
  case TDG_FACT_OFFICES_CHANCELLOR:
  case TDG_FACT_OFFICES_MINISTER:
  case TDG_FACT_OFFICES_SECRETARY:
  case TDG_FACT_OFFICES_MAYOR:
  case TDG_FACT_OFFICES_GOVERNOR:
  case TDG_FACT_OFFICES_KING:
  case TDG_FACT_OFFICES_QUEEN:
  case TDG_FACT_OFFICES_POPE:
  case TDG_FACT_OFFICES_POLICE_CHIEF:
  case TDG_FACT_OFFICES_FIRE_CHIEF: return 1;
  default: return 0;
  }
}

/* An office that nearly every story knows one of: whose it is need not be said. */
static int is_of_country(int office) {
  return office == TDG_FACT_OFFICES_PRIME_MINISTER || office == TDG_FACT_OFFICES_CHANCELLOR ||
         office == TDG_FACT_OFFICES_KING || office == TDG_FACT_OFFICES_QUEEN ||
         office == TDG_FACT_OFFICES_POPE;
}

/* A name beside the office's and the holder's that both sentences have, or words of one matter: two, where no record says whose the
 * office is one. */
static int share_ground(const struct held *a, const struct held *b, int least) {
  const struct reading *x = a->of, *y = b->of;
  int shared = 0;
  for (size_t i = 0; i < x->words->n; i++) {
    const struct tdg_term *t = &x->s->terms[x->words->v[i].term];
    if (t->start >= a->fact->said.start && t->end <= a->fact->said.end) continue;
    if (!align_has(y->words, x->words->v[i].matter)) continue;
    if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL)
      return reading_is_short(x) && reading_is_short(y);
    shared++;
  }
  return shared >= least;
}

/* Does any record say whose the office is? */
static int has_sides(const struct held *v, size_t n, int office) {
  for (size_t i = 0; i < n; i++)
    if (v[i].fact->kind == TDG_FACT_NAME && v[i].fact->what_kind == office && v[i].fact->n_side > 0) return 1;
  return 0;
}

/* Records, copies aside, that name the holder. */
static int count_holders(const struct comparison *c, const struct held *v, size_t n, const struct held *a) {
  int found = 0, last = -1;
  for (size_t i = 0; i < n; i++) {
    const struct tdg_fact *f = v[i].fact, *g = a->fact;
    int member = v[i].of->s->member;
    if (member == last || member >= c->b->n_members || f->kind != TDG_FACT_NAME ||
        f->what_kind != g->what_kind || f->n_what == 0 || g->n_what == 0 ||
        f->what[f->n_what - 1] != g->what[g->n_what - 1])
      continue;
    last = member, found++;
  }
  return found;
}

/* In a story that names two holders of an office in all: two records name the one, and one record the other. */
static int is_outnumbered(const struct comparison *c, const struct held *v, size_t n, const struct held *a,
                          const struct held *b) {
  int one = count_holders(c, v, n, a), other = count_holders(c, v, n, b);
  if (!((one >= AGREED && other == 1) || (other >= AGREED && one == 1))) return 0;
  for (size_t i = 0; i < n; i++) {
    const struct tdg_fact *f = v[i].fact;
    if (f->kind == TDG_FACT_NAME && f->what_kind == a->fact->what_kind && f->n_what > 0 &&
        f->what[f->n_what - 1] != a->fact->what[a->fact->n_what - 1] &&
        f->what[f->n_what - 1] != b->fact->what[b->fact->n_what - 1])
      return 0;
  }
  return a->fact->n_what > 1 && b->fact->n_what > 1;
}

/* Two holders of one office, neither of whom the other record knows. */
static void compare_holders(struct comparison *c, const struct held *v, size_t n, const struct held *a,
                            const struct held *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  int least = is_of_country(f->what_kind) && !has_sides(v, n, f->what_kind) ? 0 : 2;
  if (!is_single(f->what_kind) || !values_hold_one(c, a->of, f, b->of, g)) return;
  enum tdg_fact_relation r = tdg_facts_compare(c->b->call, &a->of->text, f, &b->of->text, g);
  if (r == TDG_FACTS_SAME) add_edge(c, "name", say_fact(a->of, f), say_fact(b->of, g), 0);
  if (r != TDG_FACTS_DIFFER ||
      (f->n_side == 0 && !share_ground(a, b, least) && !is_outnumbered(c, v, n, a, b)) ||
      comparison_names(c, a->of->s->member, g) || comparison_names(c, b->of->s->member, f))
    return;
  add_edge(c, "name", say_fact(a->of, f), say_fact(b->of, g), 1);
}

/* One person with two offices that exclude each other: the ministers of two things. */
static void compare_offices(struct comparison *c, const struct held *a, const struct held *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (f->what_kind != g->what_kind || f->department == 0 || g->department == 0 || f->n_what < 2 ||
      g->n_what < 2)
    return;
  if (f->what[f->n_what - 1] != g->what[g->n_what - 1] || f->what[0] != g->what[0]) return;
  add_edge(c, "office", say_fact(a->of, f), say_fact(b->of, g), f->department != g->department);
}

/* One says little else, or both say it of the same. */
static int share_toll(const struct held *a, const struct held *b) {
  int shared = 0,
      least = (int)(a->of->s->n_terms < b->of->s->n_terms ? a->of->s->n_terms : b->of->s->n_terms);
  for (size_t i = 0; i < a->of->words->n; i++) shared += align_has(b->of->words, a->of->words->v[i].matter);
  return least <= SHORT + 4 || shared >= 4;
}

/* Both open with it, and each record gives no other number of people in that state: what the story is about. */
static int open_with(const struct held *v, size_t n, const struct held *a, const struct held *b) {
  if (a->of->s->index >= OPENING || b->of->s->index >= OPENING || a->state != TDG_BRIEF_STATES_KILLED)
    return 0;
  for (size_t i = 0; i < n; i++) {
    const struct held *own = v[i].some                                ? NULL
                             : v[i].of->s->member == a->of->s->member ? a
                             : v[i].of->s->member == b->of->s->member ? b
                                                                      : NULL;
    if (own != NULL && v[i].state == own->state && v[i].fact->value != own->fact->value) return 0;
  }
  return 1;
}

static void compare_tolls(struct comparison *c, const struct held *v, size_t n, const struct held *a,
                          const struct held *b) {
  const struct tdg_fact *f = a->fact, *g = b->fact;
  if (a->state != b->state || f->value > 10 * g->value || g->value > 10 * f->value) return;
  enum tdg_fact_relation r = values_relation(c, a->of, f, b->of, g);
  if (r == TDG_FACTS_DIFFER &&
      (values_vague(c, a->of, f, b->of, g) || (!share_toll(a, b) && !open_with(v, n, a, b)) ||
       values_of_two(c, a->of, f, b->of, g) || value_is_foreign(c, a->of, f, b->of) ||
       value_is_foreign(c, b->of, g, a->of) || value_is_elsewhere(c, a->of, f, b->of) ||
       value_is_elsewhere(c, b->of, g, a->of) || readings_of_two_events(c, a->of, b->of) ||
       values_given_both(c, a->of, f, b->of, g)))
    return;
  if (r == TDG_FACTS_SAME || r == TDG_FACTS_DIFFER)
    add_edge(c, "figure", say_fact(a->of, f), say_fact(b->of, g), r == TDG_FACTS_DIFFER);
}

/* Nobody in one record, some in the other; neither says both, and their sentences are of one place and day. */
static void compare_nobody(struct comparison *c, const struct held *v, size_t n, const struct held *a,
                           const struct held *b) {
  const struct held *none = a->fact->flags & TDG_FACT_NOBODY ? a : b, *some = none == a ? b : a;
  const struct reading *x = none->of, *y = some->of;
  if (none->state != some->state || !(none->fact->flags & TDG_FACT_NOBODY)) return;
  if (some->fact->flags & TDG_FACT_NOBODY || none->fact->flags & TDG_FACT_BACK) return;
  int64_t before = x->text.published, after = y->text.published;
  if (before != 0 && after > before + LATER) return; /* not known yet */
  for (size_t i = 0; i < n; i++)
    if (v[i].fact->kind == TDG_FACT_COUNT && v[i].state == none->state &&
        ((v[i].of->s->member == x->s->member && v[i].fact->value > 0) ||
         (v[i].of->s->member == y->s->member && v[i].fact->flags & TDG_FACT_NOBODY)))
      return;
  if (values_of_two(c, x, none->fact, y, some->fact) || value_is_foreign(c, y, some->fact, x) ||
      value_is_elsewhere(c, y, some->fact, x) || readings_of_two_events(c, x, y))
    return;
  add_edge(c, "figure", say_fact(x, none->fact), say_fact(y, some->fact), 1);
}

/* The same for sentences that are in no pair. */
static void compare_labels(struct comparison *c, const struct held *a, const struct held *b) {
  struct pair p = {.shared = 0};
  for (uint32_t i = 0; i < a->of->words->n_sorted; i++)
    if (align_has(b->of->words, a->of->words->sorted[i])) p.shared++;
  if (p.shared == 2 && fmod(floor(a->fact->value), 5) != 0) p.shared = 3;
  if (is_relabelled(&p, a->of, a->fact, b->of, b->fact))
    add_edge(c, "label", say_fact(a->of, a->fact), say_fact(b->of, b->fact), 1);
}

/* Counts of one kind of thing ("27 heads of state", "28 leaders") in sentences that share more than that.  Each may be a part:
 * "35 officials including 27 heads of state". */
static int counts_kind(const struct comparison *c, const struct held *a, const struct held *b) {
  const struct reading *x = a->of, *y = b->of;
  const struct tdg_fact *f = a->fact, *g = b->fact;
  unsigned flags = f->flags | g->flags;
  uint64_t two = UINT64_C(1) << TDG_BRIEF_KINDS_LEADERS | UINT64_C(1) << TDG_BRIEF_KINDS_OFFICIALS |
                 UINT64_C(1) << TDG_BRIEF_KINDS_COUNTRIES | UINT64_C(1) << TDG_BRIEF_KINDS_TOPICS;
  int shared = 0;
  if (f->what_kind == 0 || f->what_kind != g->what_kind || !(two >> f->what_kind & 1)) return 0;
  if (f->state != 0 || g->state != 0 || f->bound != TDG_EXACT || g->bound != TDG_EXACT) return 0;
  if (flags & (TDG_FACT_LOOSE | TDG_FACT_BACK | TDG_FACT_PER | TDG_FACT_CHANGE)) return 0;
  if (f->what_kind != TDG_BRIEF_KINDS_TOPICS && (f->value < SMALL || g->value < SMALL)) return 0;
  if (f->value > 2 * g->value || g->value > 2 * f->value) return 0;
  if (value_is_another(c, x, f) != value_is_another(c, y, g) || value_is_bounded(x, f) ||
      value_is_bounded(y, g) || value_is_torn(x, f) || value_is_torn(y, g))
    return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    const struct content *w = &x->words->v[i];
    int in_name = w->term >= f->first && x->s->terms[w->term].end <= f->said.end;
    shared += !in_name && align_has(y->words, w->matter);
  }
  return shared >= 2;
}

static void compare_kinds(struct comparison *c, const struct held *a, const struct held *b) {
  const struct reading *x = a->of, *y = b->of;
  if (!counts_kind(c, a, b)) return;
  int differ = a->fact->value != b->fact->value;
  if (differ && (reading_is_of_page(x) || reading_is_of_page(y) || readings_name_two(x, y) ||
                 readings_of_two_events(c, x, y) || values_of_two(c, x, a->fact, y, b->fact) ||
                 value_is_foreign(c, x, a->fact, y) || value_is_foreign(c, y, b->fact, x) ||
                 values_given_both(c, x, a->fact, y, b->fact)))
    return;
  add_edge(c, "figure", say_fact(x, a->fact), say_fact(y, b->fact), differ);
}

static void compare_labelled(struct comparison *c) {
  struct held *v = comparison_list(c, MAX_HELD * sizeof *v);
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct reading *x = comparison_read(c, i);
    for (size_t k = 0; k < x->n_facts && n < MAX_HELD; k++)
      if (x->fact[k].kind == TDG_FACT_COUNT && x->fact[k].what_kind != 0 &&
          (x->fact[k].value >= SMALL ||
           (x->fact[k].what_kind == TDG_BRIEF_KINDS_TOPICS && x->fact[k].value > 1)))
        v[n++] = (struct held){x, &x->fact[k], 0, 0};
  }
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) {
        if (v[i].fact->value == v[k].fact->value) compare_labels(c, &v[i], &v[k]);
        compare_kinds(c, &v[i], &v[k]);
      }
}

/* "One person died", and nobody: here "one" is a number, but for "no - one". */
static int is_one_or_none(const struct comparison *c, const struct held *a, const struct held *b) {
  const struct held *one = a->fact->value == 1 ? a : b, *none = one == a ? b : a;
  if (one->fact->value != 1 || !(none->fact->flags & TDG_FACT_NOBODY)) return 0;
  for (size_t i = one->fact->first > 1 ? one->fact->first - 2 : 0; i < one->fact->first; i++)
    if (sentence_value(c->b, one->of->s, i, TDG_FACT_WORD_NEGATION, NULL) != 0) return 0;
  return 1;
}

static void compare_held(struct comparison *c) {
  struct held *v = comparison_list(c, MAX_HELD * sizeof *v);
  size_t n = find_held(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) {
      if (!align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member) ||
          v[i].fact->kind != v[k].fact->kind)
        continue;
      if (v[i].fact->kind == TDG_FACT_COUNT) {
        if (v[i].some || v[k].some || is_one_or_none(c, &v[i], &v[k])) compare_nobody(c, v, n, &v[i], &v[k]);
        else compare_tolls(c, v, n, &v[i], &v[k]);
        continue;
      }
      compare_holders(c, v, n, &v[i], &v[k]);
      compare_offices(c, &v[i], &v[k]);
    }
}

void held_compare(struct comparison *c) {
  compare_held(c);
  compare_labelled(c);
}
