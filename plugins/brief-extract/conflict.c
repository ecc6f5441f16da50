/* conflict.c - where the records of a story say different things; see brief.h.
 *
 * Two kinds of figures are looked at: the same number counting different things, and the same thing counted
 * differently. Both need sentences of different records that speak of the same matter (common concepts).
 * Silent are: "at least", "about" and the like, differences within 5 %, a part beside its whole (one sentence
 * has both numbers), and figures that grow from an older to a younger record.  Dates are in dates.c, names
 * with offices in names.c. Nothing is resolved: the claims stand beside each other.
 */
#include "conflict.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_FIGURES = 400, MAX_WHAT = 4, LEAST_LABELLED = 10, LEAST_COMMON = 3 };

struct figure {
  struct sentence *s;
  double value;
  uint64_t what[MAX_WHAT]; /* stems of what is counted */
  int n_what, exact;
  size_t start, end; /* bytes of the sentence */
};
struct figures {
  struct brief *b;
  struct figure v[MAX_FIGURES];
  size_t n;
};

/* ---- reading ---- */

static double value_of(struct tdg_str text, const struct tdg_term *t) {
  double v = 0, place = 0;
  for (size_t i = t->start; i < t->end; i++) {
    char c = text.p[i];
    if (c == ',') continue;
    if (c == '.' && place == 0)
      place = 1;
    else if (c < '0' || c > '9')
      return -1;
    else if (place != 0)
      place /= 10, v += place * (c - '0');
    else
      v = v * 10 + (c - '0');
  }
  return v;
}

static int is_word(const struct tdg_term *t, const char *words) {
  for (const char *p = words; *p != '\0';) {
    size_t n = strcspn(p, " ");
    if (t->hash == tdg_term_hash(p, n)) return 1;
    p += n + (p[n] == ' ');
  }
  return 0;
}

static const char months[] = "january february march april may june july august september october november "
                             "december jan feb mar apr jun jul aug sep sept oct nov dec";
static const char bounds[] =
    "least most than over about around nearly almost some roughly approximately up under estimated least";
static const char scales[] = "million billion trillion thousand hundred percent per cent";

/* "27 heads of state": the words after the number, up to a stop or a small word other than "of". */
static void read_what(const struct brief *b, struct figure *f, size_t at) {
  const struct sentence *s = f->s;
  f->end = s->terms[at].end;
  for (size_t i = at + 1; i < s->n_terms && i < at + 6 && f->n_what < MAX_WHAT; i++) {
    const struct tdg_term *t = &s->terms[i];
    int of = is_word(t, "of");
    if (!(t->flags & TDG_TERM_ADJACENT) || (t->flags & TDG_TERM_NUMBER)) break;
    if (!of && cues_small(b->cues, t->hash)) break;
    if (!of) f->what[f->n_what++] = t->stem, f->end = t->end;
  }
}

static int is_date_part(const struct sentence *s, size_t i, double v) {
  if (i > 0 && is_word(&s->terms[i - 1], months)) return 1;
  if (i + 1 < s->n_terms && is_word(&s->terms[i + 1], months)) return 1;
  return v >= 1900 && v <= 2100 && s->terms[i].size == 4;
}

static void read_figures(struct figures *f, struct sentence *s) {
  for (size_t i = 0; i < s->n_terms && f->n < MAX_FIGURES; i++) {
    if (!(s->terms[i].flags & TDG_TERM_NUMBER)) continue;
    double v = value_of(s->text, &s->terms[i]);
    if (v < 0 || is_date_part(s, i, v)) continue;
    if (i + 1 < s->n_terms && (s->text.p[s->terms[i].end] == '-' || is_word(&s->terms[i + 1], scales)))
      continue;
    if (s->terms[i].start > 0 && s->text.p[s->terms[i].start - 1] == '$') continue;
    struct figure *g = &f->v[f->n++];
    *g = (struct figure){.s = s, .value = v, .start = s->terms[i].start, .exact = 1};
    for (size_t k = i > 3 ? i - 3 : 0; k < i; k++) g->exact &= !is_word(&s->terms[k], bounds);
    read_what(f->b, g, i);
  }
}

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

/* One number, two labels. */
static int relabelled(const struct figure *x, const struct figure *y) {
  return x->value == y->value && x->value >= LEAST_LABELLED && x->n_what > 0 && y->n_what > 0 &&
         same_what(x, y) == 0 && brief_common(x->s, y->s) >= LEAST_COMMON;
}

/* One label, two numbers. */
static int recounted(const struct figures *f, const struct figure *x, const struct figure *y) {
  double low = x->value < y->value ? x->value : y->value, high = x->value < y->value ? y->value : x->value;
  if (!x->exact || !y->exact || x->n_what == 0 || high < 2 || high - low <= 0.05 * high) return 0;
  int common = same_what(x, y);
  if (common == 0 || common < x->n_what || common < y->n_what) return 0;
  return brief_common(x->s, y->s) >= 2 * LEAST_COMMON + 1 && !both_in_one(f, x->value, y->value) &&
         !grows(f->b, x, y);
}

static void claim_figure(const struct brief *b, struct conflict *c, const struct figure *f) {
  (void)b;
  for (int i = 0; i < c->n; i++)
    if (c->claim[i].sentence->member == f->s->member) return;
  if (c->n == MAX_CLAIMS) return;
  c->claim[c->n++] = (struct claim){f->s, {f->s->text.p + f->start, f->end - f->start}};
  f->s->liking *= 0.5f;
}

static int is_known(const struct conflict *out, int n, const char *kind, struct tdg_str what) {
  for (int i = 0; i < n; i++)
    if (strcmp(out[i].kind, kind) == 0 && out[i].what.n == what.n &&
        memcmp(out[i].what.p, what.p, what.n) == 0)
      return 1;
  return 0;
}

static const char *message(tdg_call *call, const char *before, struct tdg_str s, const char *after) {
  size_t n = strlen(before) + s.n + strlen(after) + 1;
  char *p = tdg_scratch(call, n);
  snprintf(p, n, "%s%.*s%s", before, (int)s.n, s.p, after);
  return p;
}

static int add_relabelled(struct figures *f, const struct figure *x, struct conflict *out, int n) {
  struct tdg_str number = {x->s->text.p + x->start, 0};
  while (number.p + number.n < x->s->text.p + x->end && number.p[number.n] >= '0' &&
         number.p[number.n] <= '9')
    number.n++;
  if (n == MAX_CONFLICTS || is_known(out, n, "figure", number)) return n;
  struct conflict *c = &out[n];
  *c = (struct conflict){.kind = "figure", .what = number};
  c->message = message(f->b->call, "The reports differ in what the ", number, " are.");
  for (size_t i = 0; i < f->n; i++) {
    struct figure *y = &f->v[i];
    if (y->value == x->value && y->n_what > 0 && (y == x || brief_common(x->s, y->s) >= LEAST_COMMON - 1))
      claim_figure(f->b, c, y);
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
  claim_figure(f->b, c, x);
  claim_figure(f->b, c, y);
  return n + (c->n > 1);
}

static int find_figures(struct figures *f, struct conflict *out, int n) {
  for (size_t i = 0; i < f->n; i++) {
    for (size_t k = i + 1; k < f->n && n < MAX_CONFLICTS; k++) {
      if (f->v[i].s->member == f->v[k].s->member) continue;
      if (relabelled(&f->v[i], &f->v[k]))
        n = add_relabelled(f, &f->v[i], out, n);
      else if (recounted(f, &f->v[i], &f->v[k]))
        n = add_recounted(f, &f->v[i], &f->v[k], out, n);
    }
  }
  return n;
}

int brief_conflicts(struct brief *b, struct conflict out[MAX_CONFLICTS]) {
  struct figures *f = tdg_scratch(b->call, sizeof *f);
  f->b = b;
  for (size_t i = 0; i < b->n_sentences; i++) read_figures(f, &b->sentence[i]);
  int n = conflict_dates(b, out, 0);
  n = find_figures(f, out, n);
  return conflict_names(b, out, n);
}
