/* dates.c - dates that cannot be taken as they stand; see brief.h.
 *
 * Looked at are full dates (day, month, year) that a report's opening gives for what it reports.  Such a date
 * is in conflict with another report's when the sentences speak of the same matter, and with its own report
 * when that came out, or was seen, long after: news is not months old.  The sentence is then not repeated in
 * the brief.
 */
#include "conflict.h"

#include <tidings/kit/date.h>

#include <stdio.h>

enum { OPENING = 2, MAX_DATES = 60, LEAST_COMMON = 6 };
static const int64_t day_ms = 86400000, stale_ms = 60LL * 86400000;

struct dated {
  struct sentence *s;
  int64_t ms;
  size_t start, end;
};

/* When the record came out, as far as anyone can tell. */
static int64_t came_out(const struct brief *b, int member) {
  if (b->member[member].time != 0) return b->member[member].time;
  for (int i = 0; i < b->n_members; i++)
    if (b->member[i].time != 0) return b->member[i].time;
  return b->seen;
}

static int has_year(struct tdg_str t, size_t from, size_t to) {
  int digits = 0;
  for (size_t i = from; i < to; i++) {
    digits = t.p[i] >= '0' && t.p[i] <= '9' ? digits + 1 : 0;
    if (digits == 4) return 1;
  }
  return 0;
}

/* "announced on March 15, 2024": what happened then, not what is recalled ("since", "born", "in 2022"). */
static int is_main_event(struct tdg_str t, size_t start) {
  return start >= 4 && (memcmp(t.p + start - 4, " on ", 4) == 0 || memcmp(t.p + start - 4, ", on", 4) == 0);
}

/* "Posted on Friday, 27 September 2013": a line about the page. */
static int is_of_page(const struct sentence *s) {
  if (s->words < 7) return 1;
  for (size_t i = 0; i < s->n_terms; i++)
    if (s->marks[i].is & (W(W_OF_PAGE) | W(W_CHANGED))) return 1;
  return 0;
}

static size_t find_dates(struct brief *b, struct dated *out) {
  size_t n = 0;
  for (size_t i = 0; i < b->n_sentences && n < MAX_DATES; i++) {
    struct sentence *s = &b->sentence[i];
    struct tdg_date d;
    size_t from, to;
    if (s->index >= OPENING || tdg_date_find(s->text.p, s->text.n, NULL, &d, &from, &to) != 0) continue;
    if (d.precision < TDG_DATE_DAY || !has_year(s->text, from, to) || !is_main_event(s->text, from) ||
        is_of_page(s))
      continue;
    out[n++] = (struct dated){s, d.ms, from, to};
  }
  return n;
}

static int is_near(int64_t a, int64_t b, int64_t span) { return a - b <= span && b - a <= span; }

static struct claim claim_of(const struct dated *d) {
  return (struct claim){d->s, {d->s->text.p + d->start, d->end - d->start}};
}

static int add_own(struct brief *b, const struct dated *d, struct conflict *out, int n) {
  char when[32], *message = tdg_scratch(b->call, 400);
  int64_t out_ms = came_out(b, d->s->member);
  if (n == MAX_CONFLICTS || is_near(out_ms, d->ms, stale_ms)) return n;
  tdg_date_rfc3339(out_ms, when);
  snprintf(message, 400,
           "One report dates the event %.*s, but it came to hand on %.10s; no other report gives that date.",
           (int)(d->end - d->start), d->s->text.p + d->start, when);
  out[n] = (struct conflict){.kind = "date", .message = message, .what = {"date of the event", 17}, .n = 1};
  out[n].claim[0] = claim_of(d);
  d->s->doubtful = 1;
  return n + 1;
}

static int add_pair(struct brief *b, const struct dated *x, const struct dated *y, struct conflict *out,
                    int n) {
  (void)b;
  if (n == MAX_CONFLICTS || x->s->member == y->s->member || is_near(x->ms, y->ms, day_ms - 1)) return n;
  if (brief_common(x->s, y->s) < LEAST_COMMON) return n;
  out[n] = (struct conflict){.kind = "date",
                             .message = "The reports date the event differently.",
                             .what = {"date of the event", 17},
                             .n = 2};
  out[n].claim[0] = claim_of(x);
  out[n].claim[1] = claim_of(y);
  return n + 1;
}

/* Another record with that date makes it no one-off. */
static int is_confirmed(const struct dated *d, size_t n, size_t i) {
  for (size_t k = 0; k < n; k++)
    if (d[k].s->member != d[i].s->member && is_near(d[k].ms, d[i].ms, 7 * day_ms)) return 1;
  return 0;
}

int conflict_dates(struct brief *b, struct conflict out[MAX_CONFLICTS], int n) {
  struct dated *d = tdg_scratch(b->call, MAX_DATES * sizeof *d);
  size_t found = find_dates(b, d);
  for (size_t i = 0; i < found; i++) {
    if (!is_confirmed(d, found, i)) n = add_own(b, &d[i], out, n);
    for (size_t k = i + 1; k < found; k++) n = add_pair(b, &d[i], &d[k], out, n);
  }
  return n;
}
