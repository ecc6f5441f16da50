/* order.c - the order in which chosen sentences are read; see brief.h.
 *
 * What was chosen first matters most and comes first; in a story of days the rest follows in order of time.  Sentences of one record keep their order among
 * themselves, and who is named in full comes before the surname alone.
 */
#include "brief.h"

#include <stdlib.h>

enum { LEAST_TOLD = 4 };
static const int64_t DAYS = 2 * 86400000;

static int by_choice(const void *a, const void *b) {
  const struct sentence *x = *(const struct sentence *const *)a, *y = *(const struct sentence *const *)b;
  return x->chosen - y->chosen;
}

/* The places that a record's sentences hold go to them in its order; the first place is that of what happened. */
static void keep_records_in_order(const struct sentence **v, size_t n) {
  for (size_t i = n > 0 && v[0]->chosen < 0 ? 1 : 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) {
      if (v[i]->member != v[k]->member || v[i]->index < v[k]->index) continue;
      const struct sentence *swap = v[i];
      v[i] = v[k], v[k] = swap;
    }
}

static int is_name(const struct tdg_term *t) {
  return (t->flags & TDG_TERM_CAPITAL) && !(t->flags & (TDG_TERM_NUMBER | TDG_TERM_UPPER));
}

static int joins(const struct sentence *s, size_t i) {
  return i > 0 && i < s->n_terms && (s->terms[i].flags & TDG_TERM_ADJACENT) && is_name(&s->terms[i]) &&
         is_name(&s->terms[i - 1]) && !((s->terms[i - 1].flags & TDG_TERM_FIRST) && i == 1);
}

/* Does the sentence hold the word as the end of a longer name (full), or alone? */
static int holds(const struct sentence *s, uint64_t hash, int full) {
  for (size_t i = 0; i < s->n_terms; i++) {
    if (s->terms[i].hash != hash || !is_name(&s->terms[i]) || joins(s, i + 1)) continue;
    if (joins(s, i) == full) return 1;
  }
  return 0;
}

/* Does y name in full whom x has by the surname alone? */
static int introduces(const struct sentence *y, const struct sentence *x) {
  for (size_t i = 0; i < x->n_terms; i++) {
    const struct tdg_term *t = &x->terms[i];
    if (is_name(t) && t->size > 2 && holds(x, t->hash, 0) && !holds(x, t->hash, 1) && holds(y, t->hash, 1))
      return 1;
  }
  return 0;
}

/* One pass: with who is introduced by whom in a circle there is no right order. */
static void name_in_full_first(const struct sentence **v, size_t n) {
  for (size_t k = 1; k < n; k++)
    for (size_t i = 0; i < k; i++) {
      if (!introduces(v[k], v[i]) || introduces(v[i], v[k])) continue;
      const struct sentence *first = v[k];
      memmove(&v[i + 1], &v[i], (k - i) * sizeof v[0]);
      v[i] = first;
      break;
    }
}

/* Of a story of days: behind the first sentence, which has the newest, what led to it in the order of time. */
static void tell_in_order_of_time(const struct brief *b, const struct sentence **v, size_t n) {
  int64_t first = INT64_MAX, last = 0;
  for (size_t i = 0; i < n; i++) {
    int64_t t = b->member[v[i]->member].time;
    if (t == 0) return;
    if (t < first) first = t;
    if (t > last) last = t;
  }
  if (n < LEAST_TOLD || last - first < DAYS) return;
  for (size_t i = 2; i < n; i++) /* the order of choice holds among those of one time */
    for (size_t k = i; k > 1 && b->member[v[k]->member].time < b->member[v[k - 1]->member].time; k--) {
      const struct sentence *swap = v[k];
      v[k] = v[k - 1], v[k - 1] = swap;
    }
}

void brief_order(const struct brief *b, const struct sentence **v, size_t n) {
  qsort(v, n, sizeof *v, by_choice);
  tell_in_order_of_time(b, v, n);
  keep_records_in_order(v, n);
  name_in_full_first(v, n);
}
