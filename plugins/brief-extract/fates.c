/* fates.c - what became of all of a group, or of some of it; see conflict.h.
 *
 * "Both pilots were killed" and "one of the two pilots survived" have no number in common that could differ, and their words are no
 * opposites of one sentence: all against some is.  A sentence says it with a word for all, both or none (fact-groups), or a count, and
 * a word for what became of them (fact-fates, or a state of people).  Two records contradict each other when one gives a fate to all
 * and the other gives some of the same group a fate that excludes it, or when the same of so many are counted differently.  The group
 * is the same when its number is, or what it is called.  A record that says both speaks of two groups.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

enum { MAX_FATES = 60, REACH = 10, BEFORE = 4, BETWEEN = 2, NOUNS = 3, OPENING = 3, MOST = 99, STEM = 4 };

struct fate {
  const struct reading *of;
  int fate;           /* TDG_FACT_FATES_... */
  int total, some;    /* of how many, 0: not said; some: how many of them, 0: all */
  size_t first, last; /* terms */
  size_t who, end;    /* terms of what they are called */
};

/* ---- fates ---- */

static int of_state(int state) {
  switch (state) {
  case TDG_BRIEF_STATES_KILLED: return TDG_FACT_FATES_DEAD;
  case TDG_BRIEF_STATES_INJURED: return TDG_FACT_FATES_HURT;
  case TDG_BRIEF_STATES_RESCUED: return TDG_FACT_FATES_ALIVE;
  case TDG_BRIEF_STATES_MISSING: return TDG_FACT_FATES_MISSING;
  case TDG_BRIEF_STATES_ARRESTED: return TDG_FACT_FATES_HELD;
  default: return 0;
  }
}

static int fate_at(const struct comparison *c, const struct reading *x, size_t i, size_t *n) {
  int value = sentence_value(c->b, x->s, i, TDG_FACT_WORD_FATE, n);
  if (value != 0) return value;
  *n = x->s->marks[i].n;
  return of_state(x->s->marks[i].state != 0 ? x->s->marks[i].state : x->s->marks[i].before);
}

/* Two and two are a pair. */
static int opposite(int fate) { return ((fate - 1) ^ 1) + 1; }

static int excludes(int a, int b) {
  return opposite(a) == b || (a == TDG_FACT_FATES_DEAD && b == TDG_FACT_FATES_UNHURT) ||
         (a == TDG_FACT_FATES_UNHURT && b == TDG_FACT_FATES_DEAD);
}

/* ---- quantities ---- */

static int follows(const struct reading *x, size_t i) {
  return i < x->s->n_terms && (x->s->terms[i].flags & TDG_TERM_ADJACENT);
}

static int group_at(const struct comparison *c, const struct reading *x, size_t i, size_t *n) {
  return sentence_value(c->b, x->s, i, TDG_FACT_WORD_GROUP, n);
}

/* A small number in words or digits; 0: none. */
static int number_at(const struct reading *x, size_t i, size_t *n) {
  const struct tdg_term *t = &x->s->terms[i];
  *n = 1;
  if (t->flags & TDG_TERM_NUMBER) {
    struct tdg_digits d = tdg_digits((struct tdg_str){x->s->text.p + t->start, t->end - t->start});
    return d.point >= 1 && d.point <= MOST && d.size > 0 ? (int)d.point : 0;
  }
  if (x->s->marks[i].number <= 0) return 0;
  *n = x->s->marks[i].number_n > 0 ? x->s->marks[i].number_n : 1;
  return x->s->marks[i].number;
}

static int is_joint(const struct comparison *c, const struct reading *x, size_t i) {
  if (sentence_is(x->s, i, W(W_AND) | W(W_OR))) return 0;
  return sentence_is(x->s, i, W(W_COUNTER)) || sentence_value(c->b, x->s, i, TDG_FACT_WORD_OF, NULL) != 0 ||
         sentence_value(c->b, x->s, i, TDG_FACT_WORD_SMALL, NULL) != 0;
}

/* "of the two", "der beiden": the number of the whole, and in *at the term behind it.  least: small words that must stand between. */
static int total_behind(const struct comparison *c, const struct reading *x, size_t *at, int least) {
  size_t i = *at, n;
  for (int k = 0; k <= BETWEEN && follows(x, i); k++) {
    int total = group_at(c, x, i, &n) == TDG_FACT_GROUPS_BOTH ? 2 : number_at(x, i, &n);
    if (total > 1 && k >= least) {
      *at = i + n;
      return total;
    }
    if (!is_joint(c, x, i)) return 0;
    i++;
  }
  return 0;
}

/* "iki pilottan biri": where the verb is last, the whole stands first.  *first: its term. */
static int total_before(const struct reading *x, size_t i, size_t *first) {
  size_t n;
  for (size_t k = i; k-- > 0 && k + BEFORE >= i && follows(x, k + 1);) {
    int total = number_at(x, k, &n);
    if (total > 1) *first = k;
    if (total > 0) return total > 1 ? total : 0;
  }
  return 0;
}

/* What begins at a term; returns 1, with the term behind it in *at. */
static int read_quantity(const struct comparison *c, const struct reading *x, size_t i, struct fate *f,
                         int *none, size_t *at) {
  size_t n = 1, k = 1;
  int group = group_at(c, x, i, &n);
  int number = group == 0 ? number_at(x, i, &k) : 0;
  int negation = sentence_value(c->b, x->s, i, TDG_FACT_WORD_NEGATION, &k);
  *f = (struct fate){.of = x, .first = i, .last = i}, *none = 0; /* 2: a count of none, perhaps */
  *at = i + (group != 0 ? n : k);
  switch (group) {
  case TDG_FACT_GROUPS_BOTH: f->total = 2; return 1;
  case TDG_FACT_GROUPS_ALL: f->total = total_behind(c, x, at, 0); return 1;
  case TDG_FACT_GROUPS_NONE: f->total = total_behind(c, x, at, 0), *none = f->total > 0 ? 1 : 2; return 1;
  case TDG_FACT_GROUPS_NEITHER: f->total = 2, *none = 1; return 1;
  case TDG_FACT_GROUPS_ONLY: f->some = 1; return 1;
  case TDG_FACT_GROUPS_ONE: f->some = 1; break;
  case TDG_FACT_GROUPS_EXCEPT: return 0;
  default: f->some = number;
  }
  if (number == 0 && group == 0 &&
      (negation == TDG_FACT_NEGATIONS_NOBODY || negation == TDG_FACT_NEGATIONS_NONE))
    return *none = 2;
  if (f->some == 0) return 0;
  f->total = total_behind(c, x, at, group == 0);
  if (f->total == 0 && group != 0 && sentence_traits(c->b, x->s)->verb_last)
    f->total = total_before(x, i, &f->first);
  return (f->total == 0 && group != TDG_FACT_GROUPS_ONE) || f->total > f->some;
}

/* ---- what is said of them ---- */

/* "All survivors were taken to hospital", "all of the dead": the word says who they are, not what became of them. */
static int names_group(const struct comparison *c, const struct reading *x, const struct fate *f, int told) {
  if (f->some > 0 || told) return 0;
  for (size_t k = f->who; k < f->end; k++)
    if (!is_joint(c, x, k)) return 0;
  return f->end > f->who ||
         (follows(x, f->last + 1) && sentence_value(c->b, x->s, f->last + 1, TDG_FACT_WORD_TENSE, NULL) != 0);
}

/* The word for their fate, in the same part of the sentence: behind them, or close before all of them. */
static int find_fate(const struct comparison *c, const struct reading *x, struct fate *f, size_t at) {
  size_t n, k;
  int told = 0; /* behind "were" stands the verb */
  for (k = at; k < at + REACH && follows(x, k); k++) {
    if ((f->fate = fate_at(c, x, k, &n)) == 0) {
      int small = is_joint(c, x, k) || sentence_is(x->s, k, W(W_FILLER));
      if (number_at(x, k, &n) > 0 || (told && !small)) break;
      told |= sentence_value(c->b, x->s, k, TDG_FACT_WORD_TENSE, NULL) != 0;
      continue;
    }
    f->who = at, f->end = k, f->last = k + n - 1;
    return f->last < x->s->n_terms && !names_group(c, x, f, told);
  }
  for (k = f->first; k-- > 0 && k + BEFORE >= f->first && follows(x, k + 1);) {
    if ((f->fate = fate_at(c, x, k, &n)) == 0 || k + n > f->first) continue;
    f->who = at, f->end = at + NOUNS, f->last = at > f->first ? at - 1 : at;
    for (size_t j = at; j < f->end && follows(x, j) && f->last + 1 == j; j++) f->last = j;
    f->end = f->last + 1, f->first = k;
    return f->total > 0 || f->some == 0;
  }
  return 0;
}

static int is_denied(const struct reading *x, const struct fate *f) {
  for (size_t k = 0; k < x->n_negations; k++)
    if (x->negation[k] >= f->first && x->negation[k] <= f->last + 1) return 1;
  return 0;
}

/* "Not all", "nearly all", "at least one": says something else.  */
static int is_limited(const struct comparison *c, const struct reading *x, size_t i) {
  for (size_t k = 0; k < x->n_negations; k++)
    if (x->negation[k] + 1 == i) return 1;
  for (size_t k = i > 3 ? i - 3 : 0; k < i; k++) {
    size_t n;
    if ((sentence_value(c->b, x->s, k, TDG_FACT_WORD_BOUND, &n) != 0 && k + n >= i) ||
        (group_at(c, x, k, &n) == TDG_FACT_GROUPS_EXCEPT && k + n >= i))
      return 1;
  }
  return 0;
}

static int is_plain(const struct reading *x) {
  return x->sense.tense != TDG_TENSE_FUTURE && x->sense.tense != TDG_TENSE_CONDITIONAL &&
         x->sense.speech != TDG_SPEECH_THINKS && x->sense.speech != TDG_SPEECH_DENIED &&
         x->sense.speech != TDG_SPEECH_ASKED && !tdg_str_ends(x->s->text, "?") &&
         !(x->s->is & (W(W_OF_PAGE) | W(W_CHANGED)));
}

static int looks_back(const struct reading *x) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_COUNT && x->fact[i].flags & TDG_FACT_BACK) return 1;
  return 0;
}

static size_t read_fates(const struct comparison *c, const struct reading *x, struct fate *v, size_t n) {
  if (!is_plain(x) || looks_back(x)) return n;
  for (size_t i = 0; i < x->s->n_terms && n < MAX_FATES; i++) {
    size_t at;
    int none;
    struct fate f;
    if (!read_quantity(c, x, i, &f, &none, &at) || is_limited(c, x, i) || !find_fate(c, x, &f, at)) continue;
    if (f.some > 0 && f.total == 0 && sentence_is(x->s, f.who, W(W_PART)))
      continue; /* "two others survived" */
    if (none == 2 && (f.fate == TDG_FACT_FATES_DEAD || f.fate == TDG_FACT_FATES_HURT ||
                      f.fate == TDG_FACT_FATES_HELD || f.fate == TDG_FACT_FATES_MISSING))
      continue; /* a count of none: slots.c compares it */
    if (none || is_denied(x, &f)) f.fate = opposite(f.fate);
    v[n++] = f;
    i = f.last > i ? f.last : i;
  }
  return n;
}

/* ---- one group ---- */

static int is_word_of(const struct fate *f, const struct content *w) {
  return w->term >= f->who && w->term < f->end;
}

/* Nothing, or a word for anybody, says who they are. */
static int is_bare(const struct fate *f) {
  for (size_t i = 0; i < f->of->words->n; i++)
    if (is_word_of(f, &f->of->words->v[i]))
      return sentence_is(f->of->s, f->of->words->v[i].term, W(W_ANYBODY) | W(W_LOOSE)) != 0;
  return 1;
}

/* Two forms of a word in a language with many: they begin alike ("piloci", "pilotów"). */
static int begin_alike(const struct comparison *c, const struct fate *a, uint32_t i, const struct fate *b,
                       uint32_t k) {
  const struct tdg_term *t = &a->of->s->terms[i], *u = &b->of->s->terms[k];
  struct tdg_str p = {a->of->s->text.p + t->start, t->end - t->start},
                 q = {b->of->s->text.p + u->start, u->end - u->start};
  size_t same = tdg_str_common(p, q), least = p.n < q.n ? p.n : q.n;
  if (!sentence_traits(c->b, a->of->s)->inflected) return 0;
  return same >= STEM && same * 2 >= least;
}

static int share_name(const struct comparison *c, const struct fate *a, const struct fate *b) {
  for (size_t i = 0; i < a->of->words->n; i++)
    for (size_t k = 0; k < b->of->words->n; k++) {
      const struct content *w = &a->of->words->v[i], *o = &b->of->words->v[k];
      if (is_word_of(a, w) && is_word_of(b, o) &&
          (w->matter == o->matter || begin_alike(c, a, w->term, b, o->term)))
        return 1;
    }
  return 0;
}

static int share_matter(const struct reading *x, const struct reading *y) {
  for (size_t i = 0; i < x->words->n; i++)
    if (align_has(y->words, x->words->v[i].matter)) return 1;
  return 0;
}

static int is_one_group(const struct comparison *c, const struct fate *a, const struct fate *b) {
  int bare = is_bare(a) + is_bare(b), known = a->total > 0 && b->total > 0;
  if (known && a->total != b->total) return 0;
  if (bare == 0) return share_name(c, a, b);
  if (known) return 1;
  if (bare == 1) return 0;
  return (a->of->s->index < OPENING && b->of->s->index < OPENING) || share_matter(a->of, b->of);
}

/* All against some, or of so many other numbers; 0: they agree, -1: nothing can be said. */
static int differ(const struct fate *a, const struct fate *b) {
  int all_a = a->some == 0, all_b = b->some == 0;
  if (all_a && all_b) return a->fate == b->fate ? 0 : excludes(a->fate, b->fate) ? 1 : -1;
  if (all_a || all_b) {
    if (excludes(a->fate, b->fate)) return 1;
    const struct fate *all = all_a ? a : b, *some = all_a ? b : a; /* "both died", "one of the two died" */
    return a->fate == b->fate && some->total > 0 && all->total == some->total ? 1 : -1;
  }
  if (a->total == 0 || b->total == 0) return a->fate == b->fate && a->some == b->some ? 0 : -1;
  if (a->fate == b->fate) return a->some != b->some;
  if (!excludes(a->fate, b->fate)) return -1;
  return a->some + b->some > a->total ? 1 : a->some + b->some == a->total ? 0 : -1;
}

/* Does a record say something of the group that excludes what another says, and that too? */
static int says_both(const struct comparison *c, const struct fate *v, size_t n, const struct fate *a,
                     const struct fate *b) {
  for (size_t i = 0; i < n; i++) {
    if (v[i].of->s->member == a->of->s->member && &v[i] != a && is_one_group(c, &v[i], b) &&
        differ(&v[i], b) == 0)
      return 1;
    if (v[i].of->s->member == b->of->s->member && &v[i] != b && is_one_group(c, &v[i], a) &&
        differ(&v[i], a) == 0)
      return 1;
  }
  return 0;
}

static void compare(struct comparison *c, const struct fate *v, size_t n, const struct fate *a,
                    const struct fate *b) {
  if (a->of->s->member == b->of->s->member || !is_one_group(c, a, b)) return;
  int d = differ(a, b);
  if (d < 0 || (d > 0 && (comparison_dates_differ(c, a->of, b->of) || says_both(c, v, n, a, b)))) return;
  add_edge(c, "opposite", say_terms(a->of, a->first, a->last, a->fate),
           say_terms(b->of, b->first, b->last, d > 0 ? a->fate + TDG_FACT_FATES_COUNT : a->fate), d);
}

void fates_compare(struct comparison *c) {
  struct fate *v = comparison_list(c, MAX_FATES * sizeof *v);
  size_t n = 0;
  int any = 0;
  for (size_t i = 0; i < c->al.n && !any; i++)
    any = sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_GROUP);
  for (size_t i = 0; any && i < c->al.n; i++)
    if (sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_GROUP) ||
        sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_FATE) || comparison_read(c, i)->n_facts > 0)
      n = read_fates(c, comparison_read_words(c, i), v, n);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) compare(c, v, n, &v[i], &v[k]);
}
