/* conflict.c - where the records of a story say different things; see brief.h.
 *
 * Three kinds of figures are looked at: the same number counting different things; the same thing counted
 * differently; and people in one state (injured, arrested ...) counted differently.  The first two need
 * sentences of different records that speak of the same matter (common concepts); for the third the story is
 * matter enough unless a sentence names a place or a name of its own or looks back.
 * Silent are: "at least", "about" and the like, differences within 5 %, a part beside its whole (one sentence
 * has both numbers).  Dates are in dates.c, names with offices in offices.c,
 * places in places.c.  Nothing is resolved: the claims
 * stand beside each other, and figures that changed with time say so.
 */
#include "conflict.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

#include <stdio.h>
#include <stdlib.h>

enum { LEAST_LABELLED = 10, LEAST_COMMON = 3, ROUND = 1000, MAX_MESSAGE = 400, MAX_VOICES = 2 };

/* ---- comparing ---- */

static int same_what(const struct figure *a, const struct figure *b) {
  int n = 0;
  for (int i = 0; i < a->n_what; i++)
    for (int k = 0; k < b->n_what; k++) n += a->what[i] == b->what[k];
  return n;
}

static int both_in_one(const struct figures *f, double x, double y) {
  for (size_t i = 0; i < f->n; i++)
    for (size_t k = i + 1; k < f->n && f->v[k].s == f->v[i].s; k++)
      if ((f->v[i].value == x && f->v[k].value == y) || (f->v[i].value == y && f->v[k].value == x)) return 1;
  return 0;
}

static int grows(const struct brief *b, const struct figure *x, const struct figure *y) {
  int64_t s = b->member[x->s->member].time, t = b->member[y->s->member].time;
  return s != 0 && t != 0 && s != t && (s < t) == (x->value < y->value);
}

/* One number, two labels of different kinds.  Two words may mean one thing (knockouts, KOs): without kinds
 * nothing is said.  Round numbers meet by chance. */
static int relabelled(const struct figure *x, const struct figure *y) {
  if (x->value != y->value || x->value < LEAST_LABELLED || !x->exact || !y->exact) return 0;
  if (x->kind == 0 || y->kind == 0 || x->kind == y->kind || x->loose || y->loose || same_what(x, y) > 0)
    return 0;
  if (x->value >= ROUND && (int64_t)x->value % ROUND == 0) return 0;
  return (x->state == STATE_NONE || x->state != y->state) && brief_common(x->s, y->s) >= LEAST_COMMON;
}

static int far_apart(double x, double y) {
  double low = x < y ? x : y, high = x < y ? y : x;
  return high >= 2 && high - low > 0.05 * high;
}

/* "214 people on board" and "198 people on board", not "... in hospital". */
static int same_words_after(const struct figure *x, const struct figure *y) {
  for (size_t i = 0; i < 2; i++)
    if (x->after + i >= x->s->n_terms || y->after + i >= y->s->n_terms ||
        x->s->terms[x->after + i].hash != y->s->terms[y->after + i].hash)
      return 0;
  return 1;
}

/* One label, two numbers. */
static int recounted(const struct figures *f, const struct figure *x, const struct figure *y) {
  if (!x->exact || !y->exact || x->n_what == 0 || !far_apart(x->value, y->value)) return 0;
  if (x->state != y->state || x->part || y->part || x->back || y->back) return 0;
  int common = same_what(x, y);
  if (common == 0 || common < x->n_what || common < y->n_what) return 0;
  if ((x->loose || y->loose) && x->state == STATE_NONE && !same_words_after(x, y)) return 0;
  int least = (int)(x->s->n_concepts < y->s->n_concepts ? x->s->n_concepts : y->s->n_concepts);
  int shared = brief_common(x->s, y->s);
  return shared >= 2 * LEAST_COMMON + 1 && shared * 2 >= least && !both_in_one(f, x->value, y->value) &&
         !grows(f->b, x, y);
}

/* ---- people in a state ---- */

/* Is no name in the sentence that the rest of the story does not know?  What a report opens with is the
 * story. */
static int is_of_story(const struct sentence *s) {
  if (s->index == 0) return 1;
  for (size_t i = 0; i < s->n_terms; i++) {
    const struct tdg_term *t = &s->terms[i];
    const struct spread *in = brief_spread(s, t);
    if (!(t->flags & TDG_TERM_CAPITAL) || (t->flags & TDG_TERM_FIRST) || in == NULL) continue;
    if (in->records < 2 && in->titles == 0) return 0;
  }
  return 1;
}

static int is_casualty_count(const struct figure *x) { return x->casualty_count; }

static int count_everybody(const struct figure *x) {
  return x->state != STATE_NONE && x->anybody && x->exact && !x->part && !x->back && is_of_story(x->s);
}

/* Ten times as many is another event, not another count. */
static int too_far_apart(double x, double y) { return x > 10 * y || y > 10 * x; }

static int casualty_counts_differ(const struct figures *f, const struct figure *x, const struct figure *y) {
  return x->state == y->state && far_apart(x->value, y->value) && !too_far_apart(x->value, y->value) &&
         is_casualty_count(x) && is_casualty_count(y) && !both_in_one(f, x->value, y->value);
}

static void claim_only(struct conflict *c, const struct figure *f) {
  for (int i = 0; i < c->n; i++)
    if (c->claim[i].sentence->member == f->s->member) return;
  if (c->n == MAX_CLAIMS) return;
  c->claim[c->n++] = (struct claim){f->s, {f->s->text.p + f->start, f->end - f->start}};
}

static void claim_figure(struct conflict *c, const struct figure *f) {
  int n = c->n;
  claim_only(c, f);
  if (c->n > n) f->s->liking *= 0.5f;
}

static int is_known(const struct conflict *out, int n, const char *kind, struct tdg_str what) {
  for (int i = 0; i < n; i++)
    if (strcmp(out[i].kind, kind) == 0 && tdg_str_same(out[i].what, what)) return 1;
  return 0;
}

static const char *message(tdg_call *call, const char *before, struct tdg_str s, const char *after) {
  size_t n = strlen(before) + s.n + strlen(after) + 1;
  char *p = tdg_scratch(call, n);
  snprintf(p, n, "%s%.*s%s", before, (int)s.n, s.p, after);
  return p;
}

static int add_relabelled(struct figures *f, const struct figure *x, struct conflict *out, int n) {
  struct tdg_str number = {x->s->text.p + x->start, x->number_end - x->start};
  if (n == MAX_CONFLICTS || is_known(out, n, "figure", number)) return n;
  struct conflict *c = &out[n];
  *c = (struct conflict){.kind = "figure", .what = number};
  c->message = message(f->b->call, "The reports differ in what the ", number, " are.");
  for (size_t i = 0; i < f->n; i++) {
    struct figure *y = &f->v[i];
    if (y->value == x->value && y->kind > 0 && !y->loose &&
        (y == x || brief_common(x->s, y->s) >= LEAST_COMMON - 1))
      claim_figure(c, y);
  }
  return n + (c->n > 1);
}

static int add_recounted(struct figures *f, const struct figure *x, const struct figure *y,
                         struct conflict *out, int n) {
  struct tdg_str what = {x->s->text.p + x->start, x->end - x->start};
  while (what.n > 0 && *what.p != ' ') what.p++, what.n--;
  while (what.n > 0 && *what.p == ' ') what.p++, what.n--;
  if (n == MAX_CONFLICTS || what.n == 0 || is_known(out, n, "figure", what)) return n;
  struct conflict *c = &out[n];
  *c = (struct conflict){.kind = "figure", .what = what};
  c->message = message(f->b->call, "The reports give different numbers of ", what, ".");
  claim_figure(c, x);
  claim_figure(c, y);
  return n + (c->n > 1);
}

static int by_member(const void *a, const void *b) {
  const struct claim *x = a, *y = b;
  return x->sentence->member - y->sentence->member;
}

/* When a casualty_count of this value was first given, to the minute; 0: not known, a day alone does not tell. */
static int64_t first_given(const struct figures *f, int state, double value) {
  int64_t first = 0;
  for (size_t i = 0; i < f->n; i++) {
    const struct member *m = &f->b->member[f->v[i].s->member];
    if (f->v[i].state != state || f->v[i].value != value || m->undated || !is_casualty_count(&f->v[i]))
      continue;
    if (first == 0 || m->time < first) first = m->time;
  }
  return first;
}

/* As it is written in digits; what is written in words as digits. */
static struct tdg_str number_text(tdg_call *call, const struct figure *x) {
  const char *p = x->s->text.p + x->start;
  char *digits = tdg_scratch(call, 32);
  if (*p >= '0' && *p <= '9') return (struct tdg_str){p, x->number_end - x->start};
  return (struct tdg_str){digits, (size_t)snprintf(digits, 32, "%.0f", x->value)};
}

/* "The reports differ in the number of people injured: 14 (2026-03-09 10:20), later 41 (2026-03-09 16:10)."
 */
static const char *casualty_message(const struct figures *f, const struct figure *x, const struct figure *y) {
  char *p = tdg_scratch(f->b->call, MAX_MESSAGE), s[32], t[32];
  int64_t at_x = first_given(f, x->state, x->value), at_y = first_given(f, y->state, y->value);
  const char *what = figures_state_name(x->state);
  if (at_x > at_y) {
    const struct figure *swap = x;
    int64_t at = at_x;
    x = y, y = swap, at_x = at_y, at_y = at;
  }
  if (at_x == 0 || at_x == at_y) {
    snprintf(p, MAX_MESSAGE, "The reports differ in the number of %s.", what);
    return p;
  }
  tdg_date_rfc3339(at_x, s);
  tdg_date_rfc3339(at_y, t);
  struct tdg_str first = number_text(f->b->call, x), later = number_text(f->b->call, y);
  snprintf(p, MAX_MESSAGE,
           "The reports differ in the number of %s: %.*s (%.10s %.5s), later %.*s (%.10s %.5s).", what,
           (int)first.n, first.p, s, s + 11, (int)later.n, later.p, t, t + 11);
  return p;
}

static int bearers(const struct figures *f, const struct figure *x) {
  int n = 0;
  for (size_t i = 0; i < f->n; i++)
    n += f->v[i].state == x->state && f->v[i].value == x->value && is_casualty_count(&f->v[i]);
  return n;
}

static int same_value(const struct figures *f, const struct conflict *c, const struct figure *z) {
  int n = 0;
  for (size_t i = 0; i < f->n; i++)
    for (int k = 0; k < c->n; k++)
      n += f->v[i].state == z->state && f->v[i].value == z->value && c->claim[k].sentence == f->v[i].s &&
           c->claim[k].value.p == f->v[i].s->text.p + f->v[i].start;
  return n;
}

/* When a casualty_count of this value was last given, to the minute; 0: not known of one of its records. */
static int64_t last_given(const struct figures *f, int state, double value) {
  int64_t last = 0;
  for (size_t i = 0; i < f->n; i++) {
    const struct member *m = &f->b->member[f->v[i].s->member];
    if (f->v[i].state != state || f->v[i].value != value || !is_casualty_count(&f->v[i])) continue;
    if (m->undated || m->time == 0) return 0;
    if (m->time > last) last = m->time;
  }
  return last;
}

/* Given only after the other was given for the last time? */
static int supersedes(const struct figures *f, int state, double later, double earlier) {
  int64_t last = last_given(f, state, earlier), first = first_given(f, state, later);
  return last != 0 && last_given(f, state, later) != 0 && first > last;
}

static int is_dated(const struct figures *f, const struct figure *x) {
  return f->b->member[x->s->member].time != 0;
}

/* How many most records give for each state, the newest of two that as many give; or what came after that.  Of an undated
 * record nobody knows that it is newer than a dated one. */
static void find_tolls(struct figures *f) {
  int most[STATES] = {0}, dated[STATES] = {0};
  double *casualty_count = f->b->casualty_count;
  for (size_t i = 0; i < f->n; i++) {
    const struct figure *x = &f->v[i];
    if (x->state == STATE_NONE || !is_casualty_count(x)) continue;
    int n = bearers(f, x);
    if (n < most[x->state] || (n == most[x->state] && dated[x->state] && !is_dated(f, x))) continue;
    /* members stand by age */
    most[x->state] = n, casualty_count[x->state] = x->value, dated[x->state] = is_dated(f, x);
  }
  for (size_t i = 0; i < f->n; i++) {
    const struct figure *x = &f->v[i];
    if (x->state != STATE_NONE && is_casualty_count(x) && x->value != casualty_count[x->state] &&
        !too_far_apart(x->value, casualty_count[x->state]) &&
        supersedes(f, x->state, x->value, casualty_count[x->state]))
      casualty_count[x->state] = x->value;
  }
}

/* The casualty_count of the story may be told in the brief; another stands among the conflicts alone when fewer give it
 * or it is out of date.  Two voices a number. */
static void claim_tolls(const struct figures *f, struct conflict *c, const struct figure *x,
                        const struct figure *y) {
  int most = bearers(f, bearers(f, x) > bearers(f, y) ? x : y);
  claim_only(c, x);
  claim_only(c, y);
  for (size_t i = 0; i < f->n; i++) {
    const struct figure *z = &f->v[i];
    if (z->state != x->state || !is_casualty_count(z) || too_far_apart(z->value, x->value)) continue;
    if (same_value(f, c, z) < MAX_VOICES) claim_only(c, z);
    double casualty_count = f->b->casualty_count[z->state];
    if (z->value == casualty_count) continue;
    z->s->liking *= 0.5f;
    if (bearers(f, z) < most || supersedes(f, z->state, casualty_count, z->value)) z->s->doubtful = 1;
  }
}

static int add_toll(struct figures *f, const struct figure *x, const struct figure *y, struct conflict *out,
                    int n) {
  const char *name = figures_state_name(x->state);
  struct tdg_str what = {name, strlen(name)};
  if (n == MAX_CONFLICTS || is_known(out, n, "figure", what)) return n;
  struct conflict *c = &out[n];
  *c = (struct conflict){.kind = "figure", .what = what, .message = casualty_message(f, x, y)};
  claim_tolls(f, c, x, y);
  qsort(c->claim, (size_t)c->n, sizeof c->claim[0], by_member);
  return n + (c->n > 1);
}

static int is_shown(const struct conflict *out, int n, int state) {
  const char *name = figures_state_name(state);
  return is_known(out, n, "figure", tdg_str_of(name));
}

static int compare_figures(struct figures *f, const struct figure *x, const struct figure *y,
                           struct conflict *out, int n) {
  if (x->casualty_count && y->casualty_count && x->state == y->state && is_shown(out, n, x->state)) return n;
  if (casualty_counts_differ(f, x, y)) return add_toll(f, x, y, out, n);
  if (relabelled(x, y)) return add_relabelled(f, x, out, n);
  return recounted(f, x, y) ? add_recounted(f, x, y, out, n) : n;
}

static int find_figures(struct figures *f, struct conflict *out, int n) {
  for (size_t i = 0; i < f->n; i++)
    for (size_t k = i + 1; k < f->n && n < MAX_CONFLICTS; k++)
      if (f->v[i].s->member != f->v[k].s->member) n = compare_figures(f, &f->v[i], &f->v[k], out, n);
  return n;
}

int brief_conflicts(struct brief *b, struct conflict out[MAX_CONFLICTS]) {
  struct figures *f = tdg_scratch(b->call, sizeof *f);
  f->b = b;
  for (size_t i = 0; i < b->n_sentences; i++) figures_read(f, &b->sentence[i]);
  for (size_t i = 0; i < f->n; i++) f->v[i].casualty_count = count_everybody(&f->v[i]);
  int n = conflict_dates(b, out, 0);
  find_tolls(f);
  n = find_figures(f, out, n);
  n = conflict_names(b, out, n);
  return conflict_places(b, out, n);
}
