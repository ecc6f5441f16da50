/* venues.c - where the meeting of a story took place; see conflict.h.
 *
 * Reports tell it in passing, in sentences that have little else in common ("At a recent meeting in Paris", "during talks held in
 * Berlin"), so that pairs of sentences do not find it.  It is in dispute when two records or more name one place, and another record,
 * which never speaks of that, names a place that none of them knows.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

enum { MAX_VENUES = 60, BEFORE = 3, AGREED = 2 };

struct venue {
  const struct reading *of;
  const struct tdg_fact *place;
};

static int is_meeting(const struct comparison *c, const struct reading *x, size_t i) {
  int value = sentence_value(c->b, x->s, i, TDG_FACT_WORD_MATTER, NULL);
  return value == TDG_FACT_MATTERS_MEETING || value == TDG_FACT_MATTERS_TALKS;
}

/* "meeting in", "talks held in": the word stands close before the preposition, in the same part of the sentence. */
static int follows_meeting(const struct comparison *c, const struct reading *x, const struct tdg_fact *f) {
  size_t i = f->first;
  while (i > 0 && x->s->terms[i - 1].end > f->said.start) i--;
  for (size_t n = 0; i > 0 && n < BEFORE && (x->s->terms[i].flags & TDG_TERM_ADJACENT); n++)
    if (is_meeting(c, x, --i)) return 1;
  return 0;
}

static size_t find_venues(struct comparison *c, struct venue *v) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    if (!sentence_has(align_sentence(c->b, i), TDG_FACT_WORD_MATTER)) continue;
    const struct reading *x = comparison_read(c, i);
    for (size_t k = 0; k < x->n_facts && n < MAX_VENUES; k++) {
      const struct tdg_fact *f = &x->fact[k];
      if (f->kind == TDG_FACT_PLACE && f->unit == TDG_FACT_PLACES_IN && !(f->flags & TDG_FACT_LOOSE) &&
          x->sense.tense != TDG_TENSE_FUTURE && follows_meeting(c, x, f))
        v[n++] = (struct venue){x, f};
    }
  }
  return n;
}

static enum tdg_fact_relation relation_of(const struct comparison *c, const struct venue *a,
                                          const struct venue *b) {
  return tdg_facts_compare(c->b->call, &a->of->text, a->place, &b->of->text, b->place);
}

/* Records, but copies, that name the place of a venue as that of a meeting; they stand in the order of the records. */
static int count_records(const struct comparison *c, const struct venue *v, size_t n, const struct venue *a) {
  int found = 0, last = -1;
  for (size_t i = 0; i < n; i++) {
    int member = v[i].of->s->member;
    if (member == last || member >= c->b->n_members ||
        (&v[i] != a && relation_of(c, &v[i], a) != TDG_FACTS_SAME))
      continue;
    last = member, found++;
  }
  return found;
}

static void compare(struct comparison *c, const struct venue *v, size_t n, const struct venue *a,
                    const struct venue *b) {
  enum tdg_fact_relation r = relation_of(c, a, b);
  int one = a->of->s->member, other = b->of->s->member;
  if (r == TDG_FACTS_SAME) add_edge(c, "place", say_range(a->of, a->place), say_range(b->of, b->place), 0);
  if (r != TDG_FACTS_DIFFER || !align_are_of_two(c->b, one, other) || comparison_names(c, one, b->place) ||
      comparison_names(c, other, a->place))
    return;
  if (count_records(c, v, n, a) < AGREED && count_records(c, v, n, b) < AGREED) return;
  add_edge(c, "place", say_range(a->of, a->place), say_range(b->of, b->place), 1);
}

void venues_compare(struct comparison *c) {
  struct venue *v = comparison_list(c, MAX_VENUES * sizeof *v);
  size_t n = find_venues(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) compare(c, v, n, &v[i], &v[k]);
}
