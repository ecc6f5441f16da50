/* wording.c - where the words of two sentences that speak of the same matter say different things; see conflict.h.
 *
 * Looked at are pairs that are close (align.c): an opposite (rose, fell), a denial (signed, not signed), an order (before, after),
 * a cause, and the one span in which two otherwise equal sentences differ (a name, a place).  Silent are two
 * speakers' opinions, a plan and its outcome, what may be, another day, and words that mean the same.  The words are those of
 * core/languages; where a language has none nothing is found.
 */
#include "conflict.h"

#include <tidings/kit/facts.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include <stdlib.h>

enum {
  NEAR_BEFORE = 3, /* a word that a negation behind it turns round */
  NEAR_TURNED = 6,
  NEAR_CLAIM = 12,
  MAX_SPAN = 5, /* terms in which two sentences differ */
  MAX_CAUSE = 6,
  FEW = 2, /* words that a sentence says */
  OPENING = 2,
  LONG = 14, /* terms before a cause */
  OUTCOME_SHARED = 4,
  OBJECT = 12, /* terms behind the verb */
  HOUR = 3600000,
  PART = 4 /* words of a part that says enough, with the opposite */
};
static const float CLOSE = 0.6f;
static const double SAME_NAME = 0.6;

struct span {
  size_t first, last; /* terms */
};

/* ---- how close two sentences are ---- */

/* Is a word said by the other sentence too? */
static int is_shared(const struct reading *x, size_t w, const struct reading *y) {
  return align_has(y->words, x->words->v[w].matter);
}

static int is_of_speaker(const struct reading *x, uint32_t term) {
  const struct tdg_term *t = &x->s->terms[term];
  return t->start >= x->sense.speaker.start && t->end <= x->sense.speaker.end;
}

/* Words that the other has not, but for those that name who says it. */
static int count_own(const struct reading *x, const struct reading *y) {
  int n = 0;
  for (size_t i = 0; i < x->words->n; i++) n += !is_shared(x, i, y) && !is_of_speaker(x, x->words->v[i].term);
  return n;
}

/* What both say is most of what each says; or all of what one says. */
static int is_close(const struct pair *p, const struct reading *x, const struct reading *y) {
  if (p->score < CLOSE || p->shared < 1) return 0;
  int own_x = count_own(x, y), own_y = count_own(y, x), least = own_x < own_y ? own_x : own_y,
      most = own_x < own_y ? own_y : own_x;
  return most <= p->shared + 1 && least * 2 <= p->shared && (p->shared >= 2 || most <= 1);
}

/* Each has a word of its own: other things rose and fell. */
static int speak_of_two(const struct reading *x, const struct reading *y) {
  return count_own(x, y) > 0 && count_own(y, x) > 0;
}

/* Where all words are small ones ("a well"): the same one of more than an article's letters. */
static int same_words(const struct reading *x, size_t first, size_t last, const struct reading *y,
                      size_t from, size_t to) {
  for (size_t i = first; i <= last && i < x->s->n_terms; i++)
    for (size_t k = from; k <= to && k < y->s->n_terms; k++)
      if (x->s->terms[i].size > 3 && x->s->terms[i].hash == y->s->terms[k].hash) return 1;
  return 0;
}

/* Where neither is all small words: how many matters both have between two terms. */
static int share_between(const struct reading *x, size_t first, size_t last, const struct reading *y,
                         size_t from, size_t to) {
  int least, shared = shared_between(x, first, last, y, from, to, &least);
  return least == 0 ? same_words(x, first, last, y, from, to) : shared;
}

/* ---- what the sentences leave open ---- */

static int has_tense(const struct comparison *c, const struct reading *x, int tense) {
  for (size_t i = 0; sentence_has(x->s, TDG_FACT_WORD_TENSE) && i < x->s->n_terms; i++)
    if (sentence_value(c->b, x->s, i, TDG_FACT_WORD_TENSE, NULL) == tense) return 1;
  return 0;
}

/* Two speakers are named, and they are not the same. */
static int speak_two(const struct reading *x, const struct reading *y) {
  int named = 0;
  if (x->sense.speech == TDG_SPEECH_NONE || y->sense.speech == TDG_SPEECH_NONE) return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    if (!is_of_speaker(x, x->words->v[i].term)) continue;
    named = 1;
    if (is_shared(x, i, y)) return 0;
  }
  return named;
}

static int thinks(const struct reading *x) { return x->sense.speech == TDG_SPEECH_THINKS; }

static int is_planned(const struct reading *x) {
  return x->sense.tense == TDG_TENSE_FUTURE || x->sense.stage == TDG_FACT_STAGES_PLAN ||
         x->sense.stage == TDG_FACT_STAGES_PROPOSE;
}

/* A year that only one of them names. */
static int has_own_year(const struct reading *x, const struct reading *y) {
  for (size_t i = 0; i < x->n_facts; i++) {
    const struct tdg_fact *f = &x->fact[i];
    int found = 0;
    if (f->kind != TDG_FACT_DATE || !(f->precision == TDG_FACT_YEAR || f->flags & TDG_FACT_YEAR_GIVEN))
      continue;
    for (size_t k = 0; k < y->n_facts; k++)
      found |= y->fact[k].kind == TDG_FACT_DATE && y->fact[k].value == f->value;
    if (!found) return 1;
  }
  return 0;
}

/* Opens with a quotation mark: somebody's words. */
static int is_quote(const struct reading *x) {
  struct quotes q = {0};
  size_t first = x->s->n_terms > 0 ? x->s->terms[0].start : 0;
  shape_quotes(&q, (struct tdg_str){x->s->text.p, first});
  return x->s->quoted || q.pair != 0;
}

/* A plan and its outcome, a fear and a fact, an opinion and another: both may be true. */
int comparison_may_both_hold(const struct comparison *c, const struct reading *x, const struct reading *y) {
  if (thinks(x) || thinks(y) || is_quote(x) || is_quote(y)) return 1;
  if (has_own_year(x, y) || has_own_year(y, x)) return 1;
  if (is_planned(x) != is_planned(y)) return 1;
  if (has_tense(c, x, TDG_FACT_TENSE_CONDITIONAL) != has_tense(c, y, TDG_FACT_TENSE_CONDITIONAL)) return 1;
  if (tdg_str_ends(x->s->text, "?") || tdg_str_ends(y->s->text, "?")) return 1;
  return comparison_dates_differ(c, x, y);
}

/* ---- negation ---- */

static size_t word_of(const struct reading *x, uint32_t matter) {
  for (size_t i = 0; i < x->words->n; i++)
    if (x->words->v[i].matter == matter) return i;
  return SIZE_MAX;
}

/* "without power": says nothing of what is told of the power elsewhere. */
static int lacks(const struct comparison *c, const struct reading *x, size_t negation) {
  return sentence_value(c->b, x->s, negation, TDG_FACT_WORD_NEGATION, NULL) == TDG_FACT_NEGATIONS_WITHOUT;
}

/* The same for an opposite, from which a subject may separate the negation: "no shop was open"; and for what is confirmed or denied, by a
 * negation in it: "confirmed that it had not paid". */
static int is_turned(const struct reading *x, size_t word, int opposite) {
  int claim = opposite == TDG_FACT_OPPOSITES_CONFIRM || opposite == TDG_FACT_OPPOSITES_DENY;
  return reading_negations_near(x, x->words->v[word].term, 1, NEAR_TURNED,
                                (claim ? NEAR_CLAIM : NEAR_BEFORE) - 1) > 0;
}

/* From the negation, or the auxiliary before it, to the word that it turns round. */
static struct saying say_negated(const struct comparison *c, const struct reading *x, size_t negation,
                                 size_t word) {
  size_t t = x->words->v[word].term, first = negation < t ? negation : t, last = negation < t ? t : negation;
  if (first > 0 && first == negation && (x->s->terms[first].flags & TDG_TERM_ADJACENT) &&
      cues_small(c->b->cues, x->s->terms[first - 1].hash))
    first--;
  return say_terms(x, first, last, -1);
}

/* A word with the auxiliaries before it. */
static struct saying say_word(const struct comparison *c, const struct reading *x, size_t word, int side) {
  size_t t = x->words->v[word].term, first = t, last = t + x->words->v[word].n - 1;
  while (first > 0 && first + 2 > t && (x->s->terms[first].flags & TDG_TERM_ADJACENT) &&
         cues_small(c->b->cues, x->s->terms[first - 1].hash))
    first--;
  return say_terms(x, first, last, side);
}

/* The negation in x turns round what y says plainly. */
static int find_denied(const struct reading *x, const struct reading *y, size_t *negation, size_t *word,
                       size_t *other) {
  for (size_t k = 0; k < x->n_negations; k++) {
    size_t i = reading_turned(x, x->negation[k]);
    size_t o = i == SIZE_MAX ? SIZE_MAX : word_of(y, x->words->v[i].matter);
    if (o == SIZE_MAX) continue;
    *negation = x->negation[k], *word = i, *other = o;
    return 1;
  }
  return 0;
}

/* "No civilian was hurt" is a count: slots.c compares it. */
static int counts_nobody(const struct reading *x) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_COUNT && x->fact[i].flags & TDG_FACT_NOBODY) return 1;
  return 0;
}
static int counts(const struct reading *x) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_COUNT) return 1;
  return 0;
}

/* It denies, refuses or fails, or tells what is to be: not a plain statement. */
static int is_plain(const struct comparison *c, const struct reading *x) {
  for (size_t i = 0; sentence_has(x->s, TDG_FACT_WORD_OPPOSITE) && i < x->s->n_terms; i++)
    switch (sentence_value(c->b, x->s, i, TDG_FACT_WORD_OPPOSITE, NULL)) {
    case TDG_FACT_OPPOSITES_REJECT:
    case TDG_FACT_OPPOSITES_DENY:
    case TDG_FACT_OPPOSITES_FAIL:
    case TDG_FACT_OPPOSITES_BEFORE: return 0;
    default: break;
    }
  return 1;
}

static int compare_negation(struct comparison *c, const struct pair *p, const struct reading *x,
                            const struct reading *y) {
  size_t negation, word, other;
  if (is_plain(c, x) != is_plain(c, y) || x->right != NULL || y->right != NULL) return 0;
  if (x->n_negations == 0 || y->n_negations > 0 || speak_of_two(x, y) || (counts_nobody(x) && counts(y)))
    return 0;
  if (!find_denied(x, y, &negation, &word, &other) || lacks(c, x, negation)) return 0;
  if (p->shared < 2 && x->s->marks[x->words->v[word].term].state == 0) return 0; /* "no hay desaparecidos" */
  return add_edge(c, "negation", say_negated(c, x, negation, word), say_word(c, y, other, 1), 1);
}

/* ---- opposites ---- */

static int opposite_of(const struct comparison *c, const struct reading *x, size_t word, size_t *n) {
  return sentence_opposite(c->b, x->s, x->words->v[word].term, n);
}

/* A sentence with both of a pair says nothing that the other could contradict. */
static int has_axis_twice(const struct comparison *c, const struct reading *x, size_t word) {
  int v = opposite_of(c, x, word, NULL);
  for (size_t i = 0; i < x->words->n; i++) {
    int u = opposite_of(c, x, i, NULL);
    if (i != word && u != 0 && (u - 1) / 2 == (v - 1) / 2 && u != v) return 1;
  }
  return 0;
}

/* Few words, and the other has all of them: "the court acquitted him", "the court found him guilty". */
static int all_shared(const struct reading *x, const struct reading *y) {
  for (uint32_t i = 0; i < x->words->n_sorted; i++)
    if (!align_has(y->words, x->words->sorted[i])) return 0;
  return x->words->n_sorted <= FEW;
}

/* Beside the opposite stands the same word in both. */
static int share_neighbour(const struct reading *x, size_t i, const struct reading *y, size_t k) {
  for (int a = -1; a <= 1; a += 2)
    for (int b = -1; b <= 1; b += 2) {
      size_t u = i + (size_t)a, v = k + (size_t)b; /* before the first: very large */
      if (u < x->words->n && v < y->words->n && x->words->v[u].matter == y->words->v[v].matter) return 1;
    }
  return all_shared(x, y) || all_shared(y, x);
}

/* These are compared as an order, or tell of two times. */
static int is_of_time(int value) {
  return value == TDG_FACT_OPPOSITES_BEFORE || value == TDG_FACT_OPPOSITES_AFTER ||
         value == TDG_FACT_OPPOSITES_MORNING || value == TDG_FACT_OPPOSITES_EVENING ||
         value == TDG_FACT_OPPOSITES_BEGIN || value == TDG_FACT_OPPOSITES_END;
}

static int compare_opposite(struct comparison *c, const struct reading *x, size_t i,
                            const struct reading *y) {
  size_t k = word_of(y, x->words->v[i].matter);
  int v = opposite_of(c, x, i, NULL), u = k == SIZE_MAX ? 0 : opposite_of(c, y, k, NULL);
  if (v == 0 || u == 0 || u == v || is_of_time(v)) return 0;
  int side = (v & 1) ^ is_turned(x, i, v), other = (u & 1) ^ is_turned(y, k, u);
  if (side == other || has_axis_twice(c, x, i) || has_axis_twice(c, y, k)) return 0;
  if (!share_neighbour(x, i, y, k) || speak_of_two(x, y)) return 0;
  return add_edge(c, "opposite", say_word(c, x, i, side), say_word(c, y, k, other), 1);
}

static int compare_opposites(struct comparison *c, const struct reading *x, const struct reading *y,
                             int *same) {
  if (!sentence_has(x->s, TDG_FACT_WORD_OPPOSITE) || !sentence_has(y->s, TDG_FACT_WORD_OPPOSITE)) return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    if (compare_opposite(c, x, i, y)) return 1;
    size_t k = word_of(y, x->words->v[i].matter);
    int v = opposite_of(c, x, i, NULL), u = k == SIZE_MAX ? 0 : opposite_of(c, y, k, NULL);
    *same |= u != 0 && v != u; /* an opposite and a negation: they agree */
  }
  return 0;
}

/* The content words of the part between two signs that a word stands in. */
static struct span part_of(const struct reading *x, size_t word) {
  struct span a = {word, word};
  while (a.first > 0) {
    size_t t = x->words->v[a.first].term, before = x->words->v[a.first - 1].term;
    while (t > before && (x->s->terms[t].flags & TDG_TERM_ADJACENT)) t--;
    if (t > before) break;
    a.first--;
  }
  while (a.last + 1 < x->words->n) {
    size_t t = x->words->v[a.last + 1].term, before = x->words->v[a.last].term;
    while (t > before && (x->s->terms[t].flags & TDG_TERM_ADJACENT)) t--;
    if (t > before) break;
    a.last++;
  }
  return a;
}

/* All that one part says, the other says too; *n: of how many words. */
static int part_is_held(const struct reading *x, const struct span *a, const struct reading *y,
                        const struct span *b, int *n) {
  int held = 1;
  *n = 0;
  for (size_t i = a->first; i <= a->last; i++) {
    size_t k = b->first;
    while (k <= b->last && y->words->v[k].matter != x->words->v[i].matter) k++;
    held &= k <= b->last;
    ++*n;
  }
  return held;
}

/* In sentences that are not close: parts of which one says nothing that the other does not, but for the opposite. */
static int compare_parts(struct comparison *c, const struct reading *x, const struct reading *y) {
  if (!sentence_has(x->s, TDG_FACT_WORD_OPPOSITE) || !sentence_has(y->s, TDG_FACT_WORD_OPPOSITE)) return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    size_t k = word_of(y, x->words->v[i].matter);
    int v = opposite_of(c, x, i, NULL), u = k == SIZE_MAX ? 0 : opposite_of(c, y, k, NULL), held = 0;
    if (v == 0 || u == 0 || u == v || is_of_time(v) || has_axis_twice(c, x, i) || has_axis_twice(c, y, k))
      continue;
    struct span a = part_of(x, i), b = part_of(y, k);
    if (!(part_is_held(x, &a, y, &b, &held) && held >= PART) &&
        !(part_is_held(y, &b, x, &a, &held) && held >= PART))
      continue;
    int side = (v & 1) ^ is_turned(x, i, v), other = (u & 1) ^ is_turned(y, k, u);
    if (side != other) return add_edge(c, "opposite", say_word(c, x, i, side), say_word(c, y, k, other), 1);
  }
  return 0;
}

/* ---- who did it ---- */

/* The names before the words with which somebody says that he did it: "Black Dawn claimed". */
static int read_claim(const struct comparison *c, const struct reading *x, struct span *name) {
  size_t i = 0;
  if (!sentence_has(x->s, TDG_FACT_WORD_CLAIM)) return 0;
  while (i < x->s->n_terms && sentence_value(c->b, x->s, i, TDG_FACT_WORD_CLAIM, NULL) == 0) i++;
  if (i >= x->s->n_terms) return 0;
  for (size_t k = 0; k < x->n_facts; k++) {
    const struct tdg_fact *f = &x->fact[k];
    if (f->kind != TDG_FACT_NAME || f->first >= i) continue;
    *name = (struct span){f->first, f->last};
    return 1;
  }
  return 0;
}

static int compare_claims(struct comparison *c, const struct reading *x, const struct reading *y) {
  struct span a, b;
  if (!read_claim(c, x, &a) || !read_claim(c, y, &b)) return 0;
  if (share_between(x, a.first, a.last, y, b.first, b.last)) return 0;
  return add_edge(c, "name", say_terms(x, a.first, a.last, 1), say_terms(y, b.first, b.last, 0), 1);
}

/* ---- order in time ---- */

/* A sentence of two parts: what was first, and what was later. */
struct order {
  size_t word;         /* before, after */
  size_t sub, sub_end; /* terms of the part behind it */
  int sub_first;       /* that was first */
};

static size_t comma_behind(const struct reading *x, size_t term) {
  for (size_t i = term; i + 1 < x->s->n_terms; i++) {
    size_t gap = x->s->terms[i].end;
    if (gap < x->s->terms[i + 1].start && x->s->text.p[gap] == ',') return i + 1;
  }
  return x->s->n_terms;
}

static int read_order(const struct comparison *c, const struct reading *x, struct order *o) {
  size_t n;
  int found = 0;
  for (size_t i = 0; sentence_has(x->s, TDG_FACT_WORD_OPPOSITE) && i < x->words->n; i++) {
    int v = opposite_of(c, x, i, &n);
    if (v != TDG_FACT_OPPOSITES_BEFORE && v != TDG_FACT_OPPOSITES_AFTER) continue;
    size_t t = x->words->v[i].term;
    if (t == 0 && x->sense.speech != TDG_SPEECH_NONE && x->sense.said.start > x->s->terms[t].start)
      return 0; /* "After the storm, police said ..." */
    *o = (struct order){i, t + n, comma_behind(x, t + n), v == TDG_FACT_OPPOSITES_AFTER};
    found++;
  }
  return found == 1;
}

static int is_first(const struct reading *x, const struct order *o, size_t word) {
  size_t t = x->words->v[word].term;
  return (t >= o->sub && t < o->sub_end) == o->sub_first;
}

static int compare_order(struct comparison *c, const struct pair *pair, const struct reading *x,
                         const struct reading *y) {
  struct order p, q;
  int straight = 0, first = 0, later = 0;
  if (!read_order(c, x, &p) || !read_order(c, y, &q)) return 0;
  for (size_t i = 0; i < x->words->n; i++) {
    size_t k = i == p.word ? SIZE_MAX : word_of(y, x->words->v[i].matter);
    if (k == SIZE_MAX || k == q.word) continue;
    if (is_first(x, &p, i) == is_first(y, &q, k)) straight++;
    else if (is_first(x, &p, i)) first++;
    else later++;
  }
  if (straight > 0 || first == 0 || later == 0 || !is_close(pair, x, y)) return 0;
  return add_edge(c, "order", say_terms(x, x->words->v[p.word].term, p.sub_end - 1, 1),
                  say_terms(y, y->words->v[q.word].term, q.sub_end - 1, 0), 1);
}

/* ---- causes ---- */

static int ends_part(const struct reading *x, size_t term) {
  const struct tdg_term *t = &x->s->terms[term];
  return !(t->flags & TDG_TERM_ADJACENT) || (x->s->marks[term].is & W(W_SAID)) != 0;
}

/* What stands behind the words for a cause. */
static int read_cause(const struct comparison *c, const struct reading *x, size_t *at, size_t *first,
                      size_t *last) {
  size_t n = 0, i = 0;
  if (!sentence_has(x->s, TDG_FACT_WORD_CAUSE)) return 0;
  while (i < x->s->n_terms && sentence_value(c->b, x->s, i, TDG_FACT_WORD_CAUSE, &n) == 0) i++;
  *at = i, *first = i + n;
  if (i >= x->s->n_terms || *first >= x->s->n_terms) return 0;
  for (size_t k = 0; k < i; k++) { /* "it is not known if it was the result of" */
    struct tdg_str word = {x->s->text.p + x->s->terms[k].start, x->s->terms[k].end - x->s->terms[k].start};
    if (x->s->marks[k].facts & UINT64_C(1) << TDG_FACT_WORD_NEGATION || tdg_negation_tail(word) > 0) return 0;
  }
  for (size_t k = *first; k < x->s->n_terms; k++)
    if (sentence_value(c->b, x->s, k, TDG_FACT_WORD_CAUSE, NULL) != 0) return 0; /* of what? */
  for (*last = *first; *last + 1 < x->s->n_terms && *last + 1 < *first + MAX_CAUSE; ++*last)
    if (ends_part(x, *last + 1)) break;
  return 1;
}

static int compare_causes(struct comparison *c, const struct reading *x, const struct reading *y) {
  size_t i, k, a, a_last, b, b_last;
  if (!read_cause(c, x, &i, &a, &a_last) || !read_cause(c, y, &k, &b, &b_last)) return 0;
  if ((i > LONG || k > LONG) && i > 0 && k > 0 &&
      (share_between(x, 0, i - 1, y, 0, k - 1) < 2 || share_between(y, 0, k - 1, x, 0, i - 1) < 2))
    return 0; /* of what?  "The blaze", "the fire" are one. */
  if (share_between(x, a, a_last, y, b, b_last)) return 0;
  return add_edge(c, "cause", say_terms(x, a, a_last, 1), say_terms(y, b, b_last, 0), 1);
}

/* ---- the one span in which they differ ---- */

static int same_term(const struct reading *x, size_t i, const struct reading *y, size_t k) {
  return x->s->terms[i].hash == y->s->terms[k].hash;
}

static int find_span(const struct reading *x, const struct reading *y, struct span *a, struct span *b) {
  size_t n = x->s->n_terms, m = y->s->n_terms, head = 0, tail = 0;
  while (head < n && head < m && same_term(x, head, y, head)) head++;
  while (tail + head < n && tail + head < m && same_term(x, n - 1 - tail, y, m - 1 - tail)) tail++;
  if (n == head + tail || m == head + tail) return 0;
  *a = (struct span){head, n - tail - 1};
  *b = (struct span){head, m - tail - 1};
  return a->last - a->first < MAX_SPAN && b->last - b->first < MAX_SPAN;
}

static int count_shared(const struct reading *x, const struct span *a) {
  int n = 0;
  for (size_t i = 0; i < x->words->n; i++)
    n += x->words->v[i].term < a->first || x->words->v[i].term > a->last;
  return n;
}

/* Of more than an article's letters: "fired first". */
static int count_long(const struct reading *x, const struct span *a) {
  int n = 0;
  for (size_t i = 0; i < x->s->n_terms; i++) n += (i < a->first || i > a->last) && x->s->terms[i].size > 3;
  return n;
}

static int has_content(const struct reading *x, const struct span *a) {
  for (size_t i = 0; i < x->words->n; i++)
    if (x->words->v[i].term >= a->first && x->words->v[i].term <= a->last) return 1;
  return 0;
}

/* A capital that only begins the sentence says nothing. */
static int is_name(const struct reading *x, const struct span *a) {
  if (a->first == a->last && x->s->terms[a->first].flags & TDG_TERM_FIRST) return 0;
  for (size_t i = a->first; i <= a->last; i++) {
    const struct tdg_term *t = &x->s->terms[i];
    if (!(t->flags & TDG_TERM_CAPITAL) || (t->flags & TDG_TERM_NUMBER) || x->s->marks[i].month ||
        x->s->marks[i].weekday)
      return 0;
  }
  return 1;
}

static struct tdg_str span_text(const struct reading *x, const struct span *a) {
  size_t from = x->s->terms[a->first].start;
  return (struct tdg_str){x->s->text.p + from, x->s->terms[a->last].end - from};
}

static int is_speaker(const struct reading *x, const struct span *a) {
  return is_of_speaker(x, (uint32_t)a->first) && x->sense.speech != TDG_SPEECH_ASKED;
}

static int differ_in_name(const struct comparison *c, const struct reading *x, const struct span *a,
                          const struct reading *y, const struct span *b) {
  int capitals = !sentence_traits(c->b, x->s)->noun_capitals;
  if (!is_name(x, a) || !is_name(y, b) || !capitals) return 0;
  if (is_speaker(x, a) || is_speaker(y, b)) return 0;
  return tdg_name_likeness(c->b->call, span_text(x, a), span_text(y, b)) < SAME_NAME;
}

static int is_place_word(const struct comparison *c, const struct reading *x, size_t i) {
  int v = sentence_value(c->b, x->s, i, TDG_FACT_WORD_PLACE, NULL);
  return v == TDG_FACT_PLACES_IN || v == TDG_FACT_PLACES_NEAR ||
         (x->s->marks[i].is & (W(W_AT) | W(W_ON))) != 0;
}

/* Is the span, with the articles before it, what a preposition of place stands before? */
static int is_place(const struct comparison *c, const struct reading *x, const struct span *a) {
  size_t at = a->first;
  if (is_place_word(c, x, at)) return a->last > at;
  while (at > 0 && !is_place_word(c, x, at - 1) && cues_small(c->b->cues, x->s->terms[at - 1].hash)) at--;
  return at > 0 && at + NEAR_BEFORE > a->first && is_place_word(c, x, at - 1);
}

/* "in the paint shop", "on the bridge" */
static int differ_in_place(const struct comparison *c, const struct reading *x, const struct span *a,
                           const struct reading *y, const struct span *b) {
  if (x->sense.speech != TDG_SPEECH_NONE || y->sense.speech != TDG_SPEECH_NONE) return 0;
  if (!has_content(x, a) || !has_content(y, b) || !is_place(c, x, a) || !is_place(c, y, b)) return 0;
  if (x->s->roots[a->last] == y->s->roots[b->last]) return 0;
  return share_between(x, a->first, a->last, y, b->first, b->last) == 0 &&
         tdg_name_likeness(c->b->call, span_text(x, a), span_text(y, b)) < SAME_NAME;
}

/* Has a span a fact that slots.c compares? */
static int has_fact(const struct reading *x, const struct span *a) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind != TDG_FACT_NAME && x->fact[i].kind != TDG_FACT_PLACE &&
        x->fact[i].first <= a->last && x->fact[i].last >= a->first)
      return 1;
  return 0;
}

/* "20" and "200": a figure that no word says more of. */
static int is_figure(const struct reading *x, const struct span *a) {
  return a->first == a->last && (x->s->terms[a->first].flags & TDG_TERM_NUMBER) != 0;
}

/* "превысил", "не превышал": one word, which is negated in one of them. */
static int is_denied(const struct reading *x, const struct span *a, const struct reading *y,
                     const struct span *b) {
  int found = 0;
  for (size_t k = 0; k < x->n_negations; k++)
    found |= x->negation[k] >= a->first && x->negation[k] <= a->last;
  return found && y->n_negations == 0 && a->last - a->first == b->last - b->first + 1;
}

/* The listed matter of a span of which that is the only word that says something; 0: none. */
static int only_matter(const struct comparison *c, const struct reading *x, const struct span *a,
                       size_t *word) {
  int found = 0;
  for (size_t i = 0; i < x->words->n; i++) {
    uint32_t t = x->words->v[i].term;
    if (t < a->first || t > a->last) continue;
    if (found != 0) return 0;
    *word = i;
    if ((found = sentence_value(c->b, x->s, t, TDG_FACT_WORD_MATTER, NULL)) == 0) return 0;
  }
  return found;
}

static int of_two_kinds(const struct comparison *c, const struct reading *x, const struct span *a,
                        const struct reading *y, const struct span *b) {
  int k = x->s->marks[a->last].kind, m = y->s->marks[b->last].kind;
  if (k != 0 && m != 0 && k != m) return 1;
  size_t i, j;
  k = only_matter(c, x, a, &i),
  m = only_matter(c, y, b, &j); /* "the soldiers fired first", "the attackers" */
  return k != 0 && m != 0 && k != m && x->words->v[i].matter != y->words->v[j].matter;
}

static const char *kind_of_spans(const struct comparison *c, const struct reading *x, const struct span *a,
                                 const struct reading *y, const struct span *b) {
  if (is_figure(x, a) && is_figure(y, b)) return has_fact(x, a) || has_fact(y, b) ? NULL : "figure";
  if (has_fact(x, a) || has_fact(y, b)) return NULL;
  if (differ_in_name(c, x, a, y, b)) return "name";
  if (differ_in_place(c, x, a, y, b)) return "place";
  if (is_denied(x, a, y, b) || is_denied(y, b, x, a)) return "negation";
  return of_two_kinds(c, x, a, y, b) ? "name" : NULL;
}

/* "NAIROBI (Northline) - " */
static int is_in_dateline(const struct reading *x, const struct span *a) {
  return x->s->index == 0 && x->s->terms[a->first].start < tdg_dateline(x->s->text);
}

static int compare_spans(struct comparison *c, const struct reading *x, const struct reading *y) {
  struct span a, b;
  if (!find_span(x, y, &a, &b) || count_shared(x, &a) < 1 || count_shared(y, &b) < 1) return 0;
  if (!shape_ends_well(x->s->text) || !shape_ends_well(y->s->text))
    return 0; /* headlines have their own grammar */
  if (is_in_dateline(x, &a) || is_in_dateline(y, &b)) return 0;
  const char *kind = kind_of_spans(c, x, &a, y, &b);
  if (kind == NULL || (count_shared(x, &a) < 2 && count_long(x, &a) < 2 && strcmp(kind, "figure") != 0 &&
                       strcmp(kind, "negation") != 0))
    return 0;
  return add_edge(c, kind, say_terms(x, a.first, a.last, 1), say_terms(y, b.first, b.last, 0), 1);
}

/* ---- outcomes ---- */

/* The word for what was agreed (1) or refused (-1); 0: neither, or both. */
static int outcome_of(const struct comparison *c, const struct reading *x, size_t *at) {
  int found = 0;
  for (size_t i = 0; i < x->words->n; i++) {
    int v = opposite_of(c, x, i, NULL);
    int side = v == TDG_FACT_OPPOSITES_ACCEPT ? 1 : v == TDG_FACT_OPPOSITES_REJECT ? -1 : 0;
    if (side == 0) continue;
    side = is_turned(x, i, v) ? -side : side;
    if (found != 0 && found != side) return 0;
    if (found == 0) *at = i;
    found = side;
  }
  return found;
}

/* What reports open with tells the outcome of one matter: the same agree in one and refuse in the other, whatever else their sentences
 * tell.  Before the verb stands a word of both, and behind it two. */
static int compare_outcomes(struct comparison *c, const struct pair *p, const struct reading *x,
                            const struct reading *y) {
  size_t i, k;
  if (x->s->index >= OPENING || y->s->index >= OPENING || p->shared < OUTCOME_SHARED) return 0;
  int a = outcome_of(c, x, &i), b = outcome_of(c, y, &k);
  if (a == 0 || b == 0 || a == b) return 0;
  size_t s = x->words->v[i].term, t = y->words->v[k].term;
  if (s == 0 || t == 0 || share_between(x, 0, s - 1, y, 0, t - 1) < 1 ||
      share_between(x, s + 1, s + OBJECT, y, t + 1, t + OBJECT) < 2)
    return 0;
  return add_edge(c, "opposite", say_word(c, x, i, a), say_word(c, y, k, b), 1);
}

/* ---- stages ---- */

/* How far it is said to have come: something planned, begun, agreed, signed ... ended.  0: nothing is said, or it is denied. */
static int stage_rank(const struct reading *x) {
  static const int ranks[TDG_FACT_STAGES_COUNT] = {
      [TDG_FACT_STAGES_PLAN] = 1,   [TDG_FACT_STAGES_PROPOSE] = 2,  [TDG_FACT_STAGES_START] = 3,
      [TDG_FACT_STAGES_AGREE] = 4,  [TDG_FACT_STAGES_SIGN] = 5,     [TDG_FACT_STAGES_APPROVE] = 6,
      [TDG_FACT_STAGES_RATIFY] = 7, [TDG_FACT_STAGES_IN_FORCE] = 8, [TDG_FACT_STAGES_END] = 9};
  return x->sense.polarity > 0 && x->sense.verb != SIZE_MAX ? ranks[x->sense.stage] : 0;
}

/* The report that came out later says that it has not come so far: one of them is wrong, or behind.  In the order of time
 * a plan and its outcome contradict nothing. */
static int compare_stages(struct comparison *c, const struct pair *p, const struct reading *x,
                          const struct reading *y) {
  const struct member *m = &c->b->member[x->s->member], *o = &c->b->member[y->s->member];
  int a = stage_rank(x), b = stage_rank(y), later = m->time > o->time ? a : b, before = later == a ? b : a;
  if (a == 0 || b == 0 || a == b || m->time == 0 || o->time == 0 || m->undated || o->undated) return 0;
  if (llabs(m->time - o->time) < HOUR || later > before || x->is_title || y->is_title) return 0;
  if (!is_close(p, x, y) || count_own(x, y) > 1 || count_own(y, x) > 1) return 0;
  return add_edge(c, "stage", say_terms(x, x->sense.verb, x->sense.verb, a),
                  say_terms(y, y->sense.verb, y->sense.verb, b), 1);
}

/* ---- pairs ---- */

/* Is there anything that the comparisons below look at?  Of most pairs nothing. */
static int may_differ(const struct reading *x, const struct reading *y) {
  uint64_t in_both = UINT64_C(1) << TDG_FACT_WORD_OPPOSITE | UINT64_C(1) << TDG_FACT_WORD_CAUSE |
                     UINT64_C(1) << TDG_FACT_WORD_CLAIM;
  struct span a, b;
  return (x->s->facts & y->s->facts & in_both) != 0 || x->n_negations > 0 || y->n_negations > 0 ||
         find_span(x, y, &a, &b);
}

static void compare(struct comparison *c, const struct pair *p, const struct reading *x,
                    const struct reading *y) {
  int same = 0;
  if (x->sense.stage != y->sense.stage && !thinks(x) && !thinks(y) && compare_stages(c, p, x, y)) return;
  if (!may_differ(x, y) || compare_order(c, p, x, y)) return;
  if (comparison_may_both_hold(c, x, y)) return;
  if (compare_causes(c, x, y) || compare_claims(c, x, y) || compare_spans(c, x, y)) return;
  if (speak_two(x, y)) return;
  if (!is_close(p, x, y)) {
    if (!compare_parts(c, x, y)) compare_outcomes(c, p, x, y);
    return;
  }
  if (compare_opposites(c, x, y, &same) || compare_outcomes(c, p, x, y) || same) return;
  if (compare_negation(c, p, x, y)) return;
  compare_negation(c, p, y, x);
}

void wording_compare(struct comparison *c) {
  for (size_t i = 0; i < c->al.n_pairs; i++) {
    const struct pair *p = &c->al.pair[i];
    compare(c, p, comparison_read_words(c, p->a), comparison_read_words(c, p->b));
  }
}
