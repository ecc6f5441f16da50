/* places.c - one event in two places; see conflict.h.
 *
 * Two openings say nearly the same, the same words stand before "near", and behind it stands "Port Ellery" in
 * one and "Cape Winslet" in the other.  A record that names both places knows better than we do, and
 * spellings of a name are one name; then nothing is said.
 */
#include "conflict.h"

#include <tidings/kit/facts.h>

#include <stdio.h>

enum { MAX_PLACED = 120, OPENING = 3, MAX_NAME = 4, LEAST_COMMON = 4, MAX_ASKED = 50 };
static const double SAME_NAME = 0.6;

struct placed {
  struct sentence *s;
  size_t at;         /* the term "near" */
  size_t start, end; /* bytes of the name */
  uint64_t last;     /* hash of the name's last word */
};

static int is_capital(const struct sentence *s, size_t i) {
  return i < s->n_terms && (s->terms[i].flags & TDG_TERM_CAPITAL) && !(s->terms[i].flags & TDG_TERM_FIRST);
}

/* "aground near Port Ellery": a preposition behind a word that says something, a name of capitals behind it.
 */
static int read_placed(const struct brief *b, struct sentence *s, size_t i, struct placed *out) {
  size_t k = i + s->marks[i].n, n = 0;
  if (!(s->marks[i].is & W(W_AT)) || i == 0 || cues_small(b->cues, s->terms[i - 1].hash)) return 0;
  *out = (struct placed){.s = s, .at = i, .start = k < s->n_terms ? s->terms[k].start : 0};
  for (; is_capital(s, k) && (s->terms[k].flags & TDG_TERM_ADJACENT) && n < MAX_NAME; k++, n++)
    out->end = s->terms[k].end, out->last = s->terms[k].hash;
  return n > 0 && s->marks[k - n].month == 0 && s->marks[k - n].weekday == 0;
}

/* Does any sentence of the record hold the word? */
static int knows(const struct brief *b, int member, uint64_t hash) {
  for (size_t i = 0; i < b->n_sentences; i++)
    for (size_t k = 0; b->sentence[i].member == member && k < b->sentence[i].n_terms; k++)
      if (b->sentence[i].terms[k].hash == hash) return 1;
  return 0;
}

static struct tdg_str name_of(const struct placed *p) {
  return (struct tdg_str){p->s->text.p + p->start, p->end - p->start};
}

static int differ(const struct placed *x, const struct placed *y) {
  const struct sentence *s = x->s, *t = y->s;
  if (s->member == t->member || s->roots[x->at - 1] != t->roots[y->at - 1]) return 0;
  if (s->terms[x->at].hash != t->terms[y->at].hash || x->last == y->last) return 0;
  size_t least = s->n_concepts < t->n_concepts ? s->n_concepts : t->n_concepts;
  int common = brief_common(s, t);
  return common >= LEAST_COMMON && (size_t)common * 2 >= least;
}

static int is_doubt(const struct brief *b, const struct placed *x, const struct placed *y) {
  const struct sentence *s = x->s, *t = y->s;
  if (knows(b, s->member, y->last) || knows(b, t->member, x->last)) return 0;
  return tdg_name_likeness(b->call, name_of(x), name_of(y)) < SAME_NAME;
}

static int add(struct brief *b, const struct placed *x, const struct placed *y, struct conflict *out, int n) {
  struct tdg_str what = {"place of the event", 18};
  (void)b;
  out[n] = (struct conflict){
      .kind = "place", .message = "The reports differ in the place of the event.", .what = what, .n = 2};
  out[n].claim[0] = (struct claim){x->s, name_of(x)};
  out[n].claim[1] = (struct claim){y->s, name_of(y)};
  return n + 1;
}

int conflict_places(struct brief *b, struct conflict out[MAX_CONFLICTS], int n) {
  struct placed *p = tdg_scratch(b->call, MAX_PLACED * sizeof *p);
  size_t found = 0;
  for (size_t i = 0; i < b->n_sentences; i++) {
    struct sentence *s = &b->sentence[i];
    for (size_t k = 0; s->index < OPENING && k < s->n_terms && found < MAX_PLACED; k++)
      found += (size_t)read_placed(b, s, k, &p[found]);
  }
  int asked = 0; /* to look through two records is dear */
  for (size_t i = 0; i < found && n < MAX_CONFLICTS; i++)
    for (size_t k = i + 1; k < found && asked < MAX_ASKED; k++) {
      if (!differ(&p[i], &p[k])) continue;
      asked++;
      if (is_doubt(b, &p[i], &p[k])) return add(b, &p[i], &p[k], out, n); /* one is enough to warn */
    }
  return n;
}
