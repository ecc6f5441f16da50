/* timeline.c - the dated steps of a story, in order of time; see brief.h.
 *
 * A step is a sentence that names one day, in words ("on Monday") or as a date: one of the brief, or, of a day that none of
 * these names, another that can stand alone, is about what the titles are about and tells of the last half year.  Fewer than four days are no timeline: the sections say them well enough.  A long sentence
 * is cut behind its day, and an ellipsis says so: the whole of it stands in its section.
 */
#include "conflict.h"

#include <tidings/kit/date.h>

#include <stdlib.h>

enum { LEAST_STEPS = 4, MOST_STEPS = 12, SHORT = 110, LEAST_CUT = 70, LONG_AGO = 183, LEAST_COMMON = 2 };

struct step {
  const struct sentence *s;
  int64_t day;
  size_t said; /* the end of its day in the sentence */
  float rank;  /* the higher one is told of its day */
};

static int is_of_story(const struct brief *b, const struct sentence *s) {
  int most = 0;
  for (int m = 0; m < b->n_members; m++) {
    int common = brief_common(s, &b->member[m].title);
    if (common > most) most = common;
  }
  return most >= LEAST_COMMON;
}

static int can_be_added(const struct brief *b, const struct sentence *s) {
  return sentence_is_told(b, s) && !s->doubtful && !s->quoted && !s->expected && s->role == ROLE_HAPPENING &&
         is_of_story(b, s);
}

/* The only day that the sentence names; 0: none, or several. */
static int is_step(const struct brief *b, const struct sentence *s, struct step *step) {
  struct day d[MAX_DAYS];
  if (!s->chosen && !can_be_added(b, s)) return 0;
  size_t n = days_find(b, s, d);
  for (size_t i = 1; i < n; i++)
    if (d[i].day != d[0].day) return 0;
  if (n == 0 || (!s->chosen && days_published(&b->member[s->member]) - d[0].day > LONG_AGO)) return 0;
  *step = (struct step){s, d[0].day, d[0].end, s->support};
  if (s->chosen) step->rank = (float)(1000000 - s->chosen);
  return 1;
}

/* One of each day. */
static size_t add_step(struct step *v, size_t n, struct step step) {
  size_t i = 0;
  while (i < n && v[i].day != step.day) i++;
  if (i == n || step.rank > v[i].rank) v[i] = step;
  return n + (i == n);
}

static int by_day(const void *a, const void *b) {
  const struct step *x = a, *y = b;
  return (x->day > y->day) - (x->day < y->day);
}

static int by_rank(const void *a, const void *b) {
  const struct step *x = a, *y = b;
  return (x->rank < y->rank) - (x->rank > y->rank);
}

/* Bytes of the sentence that are told: to the end of a word behind its day. */
static size_t cut_of(const struct step *step) {
  const struct sentence *s = step->s;
  size_t least = step->said > LEAST_CUT ? step->said : LEAST_CUT;
  if (s->text.n <= SHORT) return s->text.n;
  for (size_t i = 0; i + 1 < s->n_terms; i++)
    if (s->terms[i].end >= least && s->terms[i + 1].start > s->terms[i].end) return s->terms[i].end;
  return s->text.n;
}

static void put_text(const struct brief *b, tdg_rec *r, const struct step *step) {
  static const char dots[] = "\xE2\x80\xA6";
  struct sentence part = *step->s;
  size_t n = cut_of(step);
  char *text = tdg_scratch(b->call, n + sizeof dots);
  memcpy(text, part.text.p, n);
  if (n < part.text.n) {
    memcpy(text + n, dots, sizeof dots);
    part.end = part.start + n;
    n += strlen(dots);
  }
  part.text = (struct tdg_str){text, n};
  brief_put_span(b, r, &part);
}

static void put_step(const struct brief *b, tdg_rec *out, const struct step *step) {
  tdg_rec *r = tdg_group(b->call);
  char date[32];
  tdg_date_rfc3339(step->day * 86400000, date);
  tdg_put_text(b->call, r, TDG_NORM, date, strlen("2026-03-09"));
  put_text(b, r, step);
  tdg_put_rec(b->call, out, TDG_STEP, r);
}

void brief_put_timeline(const struct brief *b, tdg_rec *out) {
  struct step *v = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *v);
  struct step step;
  size_t n = 0;
  for (size_t i = 0; i < b->n_sentences; i++)
    if (is_step(b, &b->sentence[i], &step)) n = add_step(v, n, step);
  if (n < LEAST_STEPS) return;
  qsort(v, n, sizeof *v, by_rank);
  if (n > MOST_STEPS) n = MOST_STEPS;
  qsort(v, n, sizeof *v, by_day);
  for (size_t i = 0; i < n; i++) put_step(b, out, &v[i]);
}
