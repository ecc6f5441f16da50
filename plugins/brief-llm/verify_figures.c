/* verify_figures.c - every number of a written sentence must be cited, belong
 * to what it belonged to, and keep its bound; see verify.h.
 *
 * 1,200 and 1.200 may each be read in two ways, and "twelve hundred" is the
 * same; a number in words is found where the kit knows the language's words.
 * Dates may be written otherwise as long as they are the same day.
 *
 * Numbers are those of tdg_numbers(), beside the typed facts that the other
 * checks use: a fact is a number of which the kit knows what it counts, and
 * here one of which it does not must be cited too.
 */
#include "verify.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <math.h>
#include <stdio.h>

enum { MAX_DATES = 16, CONTEXT_BEHIND = 3, CONTEXT_BEFORE = 2, NAME_BEFORE = 4 };

/* ---- values ---- */

struct values {
  double v[2];
  int n;
};

/* How the digits of a term may be read: 1,200 is 1200 or 1.2, 3.5 only 3.5; of
 * "76ers" 76, of "3x4" nothing. */
static struct values values_of(struct tdg_str w) {
  struct tdg_digits d = tdg_digits(w);
  struct values out = {{0}, 0};
  for (size_t i = d.size; i < w.n; i++)
    if (tdg_is_digit(w.p[i])) return out;
  if (d.point >= 0) out.v[out.n++] = d.point;
  if (d.comma >= 0 && d.comma != d.point) out.v[out.n++] = d.comma;
  return out;
}

static int same_value(double a, double b) { return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b)); }

static int is_value(const struct passage *p, size_t i, double value) {
  if (!(p->t[i].flags & TDG_TERM_NUMBER)) return 0;
  struct values v = values_of(passage_word(p, i));
  return (v.n > 0 && same_value(v.v[0], value)) || (v.n > 1 && same_value(v.v[1], value));
}

int figures_have(const struct passage *p, double value) {
  for (size_t i = 0; i < p->n_numbers; i++)
    if (same_value(p->number[i].value, value)) return 1;
  for (size_t i = 0; i < p->n; i++)
    if (is_value(p, i, value)) return 1;
  return 0;
}

/* ---- what a number goes with ---- */

static size_t first_term_from(const struct passage *p, size_t byte) {
  size_t i = 0;
  while (i < p->n && p->t[i].start < byte) i++;
  return i;
}

struct context {
  size_t from, to; /* terms, the number's own among them */
};

static struct context context_of(const struct passage *p, struct tdg_range r) {
  size_t first = first_term_from(p, r.start), next = first_term_from(p, r.end);
  struct context c = {first, next};
  for (int k = 0; k < CONTEXT_BEHIND && c.to < p->n; k++, c.to++)
    if (!(p->t[c.to].flags & TDG_TERM_ADJACENT) || (p->t[c.to].flags & TDG_TERM_NUMBER)) break;
  for (int k = 0; k < CONTEXT_BEFORE && c.from > 0; k++, c.from--)
    if (!(p->t[c.from].flags & TDG_TERM_ADJACENT) || (p->t[c.from - 1].flags & TDG_TERM_NUMBER)) break;
  return c;
}

/* Words that say something and stand by both numbers; a name may stand by any.
 */
static int in_common(const struct passage *p, struct context a, const struct passage *q, struct context b) {
  int n = 0;
  for (size_t i = a.from; i < a.to; i++)
    for (size_t k = b.from; k < b.to && p->content[i] && !(p->t[i].flags & TDG_TERM_CAPITAL); k++)
      n += q->content[k] && p->t[i].stem == q->t[k].stem;
  return n;
}

static int keeps_bound(int said, int cited) {
  return said == cited || (cited == TDG_EXACT && (said == TDG_AT_LEAST || said == TDG_ABOUT_SO));
}

struct fit {
  int equal, bounded, borne; /* the value; with its bound; in a sentence that
                                has more in common */
  int joined;                /* of a second cited sentence, with a word of it beside */
  int beside, elsewhere;     /* words that stand by it in both; those that stand by
                            another value there */
};

static int common_words(const struct check *c, const struct tdg_number *f, const struct passage *q,
                        const struct tdg_number *g) {
  return in_common(c->said, context_of(c->said, f->range), q, context_of(q, g->range));
}

static int is_name(const struct passage *p, size_t i) {
  return (p->t[i].flags & TDG_TERM_CAPITAL) && !(p->t[i].flags & TDG_TERM_FIRST) && p->content[i];
}

/* A figure is not taken from a sentence about something or somebody else: it
 * shares a word, and a name if both have some. */
static int bears_figure(const struct check *c, size_t m) {
  const struct passage *q = c->cited[m];
  int said = 0, cited = 0;
  for (size_t i = 0; i < c->said->n; i++) {
    if (!(c->said->t[i].flags & TDG_TERM_CAPITAL) || !c->said->content[i]) continue;
    if (passage_has(q, &c->said->t[i])) return c->shares[m];
    if (figures_cover(c->said, i)) continue; /* "Seventy percent" */
    said |= is_name(c->said, i) || !verifier_knows(c->v, c->said->t[i].stem);
  }
  for (size_t i = 0; i < q->n; i++) cited |= is_name(q, i);
  return c->shares[m] && !(said && cited);
}

/* "Kern won 48 percent": close before the number stands a name that this sentence has not. */
static int follows_other_name(const struct check *c, const struct tdg_number *f, const struct passage *q) {
  const struct passage *p = c->said;
  size_t at = first_term_from(p, f->range.start);
  for (size_t i = at; i > 0 && i + NAME_BEFORE > at && !passage_begins_clause(p, i); i--)
    if ((p->t[i - 1].flags & TDG_TERM_CAPITAL) && p->content[i - 1] &&
        !verifier_knows(c->v, p->t[i - 1].stem) && !passage_has(q, &p->t[i - 1]))
      return 1;
  return 0;
}

static void fit_number(const struct check *c, const struct tdg_number *f, size_t m, struct fit *fit) {
  const struct passage *q = c->cited[m];
  for (size_t k = 0; k < q->n_numbers; k++) {
    const struct tdg_number *g = &q->number[k];
    int common = common_words(c, f, q, g);
    if (!same_value(f->value, g->value)) {
      fit->elsewhere += common;
    } else if (tdg_str_same(f->unit, g->unit)) {
      fit->equal = 1;
      fit->borne |= bears_figure(c, m);
      fit->joined |= c->n_cited > 1 && common > 0 && !follows_other_name(c, f, q);
      fit->bounded |= keeps_bound(f->bound, g->bound);
      fit->beside += common;
    }
  }
}

/* Two numbers of one cited sentence would share more words the other way round:
 * "40 deaths and 650 cases". */
static int is_exchanged(const struct check *c, const struct tdg_number *x, const struct tdg_number *y,
                        const struct passage *q) {
  const struct tdg_number *p = NULL, *r = NULL;
  for (size_t k = 0; k < q->n_numbers; k++) {
    if (same_value(q->number[k].value, x->value)) p = &q->number[k];
    if (same_value(q->number[k].value, y->value)) r = &q->number[k];
  }
  if (p == NULL || r == NULL || p == r) return 0;
  return common_words(c, x, q, r) + common_words(c, y, q, p) >
         common_words(c, x, q, p) + common_words(c, y, q, r);
}

static int exchanges(struct check *c, const struct tdg_number *x, const struct tdg_number *y) {
  c->piece = (struct tdg_str){c->said->text.p + x->range.start, x->range.end - x->range.start};
  for (size_t i = 0; i < c->n_cited; i++)
    if (is_exchanged(c, x, y, c->cited[i])) return 1;
  return 0;
}

/* A number that the kit read otherwise (1.200 in another language) counts by
 * its digits, when it has no unit.
 */
static int is_among_digits(const struct check *c, const struct tdg_number *f) {
  for (size_t i = 0; i < c->n_cited && f->unit.n == 0; i++)
    for (size_t k = 0; k < c->cited[i]->n; k++)
      if (is_value(c->cited[i], k, f->value)) return 1;
  return 0;
}

/* ---- facts ---- */

static const struct tdg_fact *fact_at(const struct passage *p, struct tdg_range r) {
  for (size_t i = 0; i < p->n_facts; i++)
    if (p->fact[i].kind <= TDG_FACT_AGE && p->fact[i].range.start < r.end && r.start < p->fact[i].range.end)
      return &p->fact[i];
  return NULL;
}

/* A stem of what f counts is one of what g counts. */
static int counts_same(const struct tdg_fact *f, const struct tdg_fact *g) {
  size_t pairs = (size_t)f->n_what * (size_t)g->n_what, n = 0;
  while (n < pairs && f->what[n / (size_t)g->n_what] != g->what[n % (size_t)g->n_what]) n++;
  return n < pairs;
}

/* The kit reads the same value of the same kind there, and no other one of what
 * it counts. */
static int is_cited_fact(const struct check *c, const struct tdg_fact *f) {
  int same = 0, other = 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    for (size_t k = 0; k < q->n_facts; k++) {
      const struct tdg_fact *g = &q->fact[k];
      if (g->kind != f->kind) continue;
      if (f->kind == TDG_FACT_COUNT && f->state != g->state && (f->state != 0 && g->state != 0)) {
        if (same_value(f->value, g->value)) return 0; /* killed, and injured there */
        continue;
      }
      if (tdg_facts_compare(c->v->call, &c->said->facts_of, f, &q->facts_of, g) == TDG_FACTS_SAME)
        same |= bears_figure(c, m) && keeps_bound(f->bound, g->bound) && f->per == g->per;
      else other |= f->kind == TDG_FACT_COUNT && counts_same(f, g);
    }
  }
  return same && !other;
}

/* "by two years", where "from 65 to 67" is cited: the difference of two numbers of one sentence. */
static int is_difference(const struct check *c, const struct tdg_number *f) {
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    for (size_t i = 0; i < q->n_numbers; i++)
      for (size_t k = 0; k < i; k++)
        if (c->shares[m] && tdg_str_same(q->number[i].unit, q->number[k].unit) &&
            (f->unit.n == 0 || tdg_str_same(f->unit, q->number[k].unit)) &&
            same_value(f->value, fabs(q->number[i].value - q->number[k].value)) &&
            figures_have(c->said, q->number[i].value))
          return 1;
  }
  return 0;
}

static enum verdict check_number(struct check *c, const struct tdg_number *f) {
  struct fit fit = {0};
  c->piece = (struct tdg_str){c->said->text.p + f->range.start, f->range.end - f->range.start};
  const struct tdg_fact *fact = fact_at(c->said, f->range);
  if (fact != NULL && is_cited_fact(c, fact)) return BORNE_OUT;
  for (size_t i = 0; i < c->n_cited; i++) fit_number(c, f, i, &fit);
  int in_words =
      !(c->said->t[first_term_from(c->said, f->range.start)].flags & TDG_TERM_NUMBER) && f->unit.n == 0;
  int moved = (fit.elsewhere > 0 && fit.beside == 0) ||
              (fit.equal && !fit.borne && !(fit.joined && fit.elsewhere == 0));
  if (fit.equal) return moved ? MOVED_FIGURE : fit.bounded ? BORNE_OUT : LOST_BOUND;
  if (in_words && f->value == 1 &&
      (f->what.n == 0 || check_is_cited(c, first_term_from(c->said, f->range.start))))
    return BORNE_OUT; /* "one of the ships", "just one held" */
  return is_among_digits(c, f) || is_difference(c, f) ? BORNE_OUT : NEW_FIGURE;
}

/* A figure in words that no number is read of, "семнадцать рабочих", but a fact: some cited sentence has its value. */
static int is_figure_of_facts(const struct passage *p, const struct tdg_fact *f) {
  if (f->kind >= TDG_FACT_CLOCK || f->value < 2) return 0;
  for (size_t i = 0; i < p->n_numbers; i++)
    if (p->number[i].range.start < f->range.end && f->range.start < p->number[i].range.end) return 0;
  return 1;
}

static int has_value(const struct check *c, const struct tdg_fact *f) {
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    if (figures_have(q, f->value)) return 1;
    for (size_t k = 0; k < q->n_facts; k++)
      if (tdg_facts_compare(c->v->call, &c->said->facts_of, f, &q->facts_of, &q->fact[k]) == TDG_FACTS_SAME ||
          same_value(f->value, q->fact[k].value))
        return 1;
  }
  return 0;
}

/* "five days", where of such things only "five weeks" is cited. */
static int has_other_unit(const struct check *c, const struct tdg_fact *f) {
  int other = 0;
  if (f->kind != TDG_FACT_DURATION && f->kind != TDG_FACT_MEASURE) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    for (size_t k = 0; k < q->n_facts; k++) {
      const struct tdg_fact *g = &q->fact[k];
      if (g->kind != f->kind) continue;
      if (g->unit == f->unit || same_value(f->value, g->value)) return 0;
      other = 1;
    }
  }
  return other;
}

static enum verdict check_fact(struct check *c, const struct tdg_fact *f) {
  c->piece = (struct tdg_str){c->said->text.p + f->range.start, f->range.end - f->range.start};
  if (has_other_unit(c, f)) return MOVED_FIGURE;
  return !is_figure_of_facts(c->said, f) || has_value(c, f) ? BORNE_OUT : NEW_FIGURE;
}

/* ---- dates ---- */

static int find_date(const struct passage *p, size_t *at, struct tdg_date *d, struct tdg_range *r) {
  size_t start, end;
  if (*at >= p->text.n || tdg_date_find(p->text.p + *at, p->text.n - *at, NULL, d, &start, &end) != 0)
    return 0;
  *r = (struct tdg_range){*at + start, *at + end};
  *at = r->end > *at ? r->end : *at + 1;
  return 1;
}

static int has_date(const struct passage *p, const struct tdg_date *wanted) {
  struct tdg_date d;
  struct tdg_range r;
  size_t at = 0;
  for (int n = 0; n < MAX_DATES && find_date(p, &at, &d, &r); n++)
    if (d.ms == wanted->ms && d.precision == wanted->precision) return 1;
  return 0;
}

/* The terms of dates that are cited, in whatever form, need no further check.
 */
static void excuse_dates(struct check *c) {
  struct tdg_date d;
  struct tdg_range r;
  size_t at = 0;
  for (int n = 0; n < MAX_DATES && find_date(c->said, &at, &d, &r); n++) {
    int cited = 0;
    for (size_t i = 0; i < c->n_cited; i++) cited |= has_date(c->cited[i], &d) && c->shares[i];
    for (size_t i = 0; cited && i < c->said->n; i++)
      if (c->said->t[i].start >= r.start && c->said->t[i].end <= r.end) c->excused[i] = 1;
  }
}

/* Month or weekday, in any language the kit's dates know: does a date with it
 * make sense? */
static int is_calendar_word(struct tdg_str w, const char *before, const char *behind) {
  char text[120];
  struct tdg_date d;
  if (w.n < 3 || w.n > 30) return 0;
  int n = snprintf(text, sizeof text, "%s%.*s%s", before, (int)w.n, w.p, behind);
  return tdg_date_parse(text, (size_t)n, NULL, &d) == 0;
}

/* "5 March", "March 5", "5 de marzo" */
static int is_by_a_number(const struct passage *p, size_t i) {
  if (i + 1 < p->n && (p->t[i + 1].flags & TDG_TERM_NUMBER) && !passage_begins_clause(p, i + 1)) return 1;
  if (i > 0 && (p->t[i - 1].flags & TDG_TERM_NUMBER)) return 1;
  return i > 1 && !p->content[i - 1] && (p->t[i - 2].flags & TDG_TERM_NUMBER);
}

/* ---- terms ---- */

int figures_cover(const struct passage *p, size_t i) {
  for (size_t k = 0; k < p->n_numbers; k++)
    if (p->t[i].start >= p->number[k].range.start && p->t[i].end <= p->number[k].range.end) return 1;
  return 0;
}

static int has_digits_of(const struct check *c, size_t i) {
  struct values v = values_of(passage_word(c->said, i));
  for (size_t k = 0; k < c->n_cited; k++)
    for (int m = 0; m < v.n; m++)
      if (figures_have(c->cited[k], v.v[m])) return 1;
  return v.n == 0 && check_is_cited(c, i);
}

/* "halved", where "cut by half" is cited. */
static int has_amount_of_kin(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (passage_means(c->said, i, TDG_LLM_SENSES_HALF) &&
          passage_means(c->cited[m], k, TDG_LLM_SENSES_HALF))
        return 1;
  return 0;
}

/* Small words ("the", "on") may stand in dates too; of those only weekdays are
 * written large. */
static int is_amount(const struct check *c, size_t i) {
  struct tdg_str w = passage_word(c->said, i);
  unsigned large = c->said->t[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST);
  if (passage_value(c->said, i, TDG_FACT_WORD_TENSE, NULL) != 0) return 0;           /* "a été" */
  int counted = i + 1 < c->said->n && (c->said->t[i + 1].flags & TDG_TERM_NUMBER) && /* "all 240 stores" */
                !passage_begins_clause(c->said, i + 1);
  if (!counted && tdg_words_find(&tdg_words_llm_amounts, TDG_EVERY_LANGUAGE, tdg_fold(c->v->call, w)) != NULL)
    return !has_amount_of_kin(c, i);
  if ((c->said->content[i] || (large & TDG_TERM_CAPITAL)) && is_by_a_number(c->said, i) &&
      is_calendar_word(w, "5 ", " 2024"))
    return 1;
  return (c->said->content[i] || large == TDG_TERM_CAPITAL) && is_calendar_word(w, "", ", 5 March 2024");
}

static int is_month(const struct check *c, size_t i) {
  return (c->said->content[i] || (c->said->t[i].flags & TDG_TERM_CAPITAL)) &&
         is_calendar_word(passage_word(c->said, i), "5 ", " 2024");
}

/* The number at `at` stands by the same month in what is cited. */
static int has_day(const struct check *c, size_t month, size_t at) {
  struct values v = values_of(passage_word(c->said, at));
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    for (size_t k = 0; k < q->n && c->shares[m]; k++) {
      if (q->t[k].hash != c->said->t[month].hash) continue;
      for (size_t i = k > 2 ? k - 2 : 0; i < q->n && i <= k + 2; i++)
        if (v.n > 0 && is_value(q, i, v.v[0])) return 1;
    }
  }
  return 0;
}

/* "March 11" and "60 days" must not become "March 60". */
static int moves_day(const struct check *c, size_t i) {
  const struct passage *p = c->said;
  if (!is_by_a_number(p, i) || !is_month(c, i)) return 0;
  if (i + 1 < p->n && (p->t[i + 1].flags & TDG_TERM_NUMBER) && !passage_begins_clause(p, i + 1) &&
      !has_day(c, i, i + 1))
    return 1;
  return i > 0 && (p->t[i - 1].flags & TDG_TERM_NUMBER) && !has_day(c, i, i - 1);
}

/* In another case: "год", в прошлом году. */
static int is_cited_form(const struct check *c, size_t i) {
  if (!tdg_vocabulary_traits(c->said->words)->inflected) return 0;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (passage_is_inflected(c->said->small[i], c->cited[m]->small[k])) return 1;
  return 0;
}

/* Digits before an apostrophe: Turkish "27'sini". */
static struct tdg_str digits_before_apostrophe(struct tdg_str w) {
  size_t n = 0;
  while (n < w.n && w.p[n] >= '0' && w.p[n] <= '9') n++;
  const int cut = n < w.n && (w.p[n] == '\'' || (w.n - n > 3 && memcmp(w.p + n, "\xE2\x80\x99", 3) == 0));
  return (struct tdg_str){w.p, cut ? n : 0};
}

static int has_other_digits(const struct check *c, size_t i) {
  const struct tdg_str d = digits_before_apostrophe(passage_word(c->said, i));
  const struct values v = values_of(d);
  if (d.n == 0) return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    for (int k = 0; k < v.n; k++)
      if (figures_have(c->cited[m], v.v[k])) return 0;
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (tdg_str_same(digits_before_apostrophe(passage_word(c->cited[m], k)), d)) return 0;
  }
  return 1;
}

static enum verdict check_term(struct check *c, size_t i) {
  c->piece = passage_word(c->said, i);
  if (has_other_digits(c, i)) return NEW_FIGURE;
  if (!(c->said->t[i].flags & TDG_TERM_NUMBER) && check_is_cited(c, i) && moves_day(c, i))
    return MOVED_FIGURE;
  if (c->said->t[i].flags & TDG_TERM_NUMBER)
    return figures_cover(c->said, i) || has_digits_of(c, i) ? BORNE_OUT : NEW_FIGURE;
  return check_is_cited(c, i) || is_cited_form(c, i) || !is_amount(c, i) ? BORNE_OUT : NEW_FIGURE;
}

static int is_excused(const struct check *c, struct tdg_range r) {
  for (size_t i = 0; i < c->said->n; i++)
    if (c->said->t[i].start >= r.start && c->said->t[i].end <= r.end && !c->excused[i]) return 0;
  return 1;
}

enum verdict check_figures(struct check *c) {
  enum verdict v = BORNE_OUT;
  excuse_dates(c);
  for (size_t i = 0; i < c->said->n_numbers && v == BORNE_OUT; i++)
    if (!is_excused(c, c->said->number[i].range)) v = check_number(c, &c->said->number[i]);
  for (size_t i = 0; i < c->said->n_facts && v == BORNE_OUT; i++)
    if (!is_excused(c, c->said->fact[i].range)) v = check_fact(c, &c->said->fact[i]);
  for (size_t i = 0; i < c->said->n && v == BORNE_OUT; i++)
    if (!c->excused[i]) v = check_term(c, i);
  for (size_t i = 1; i < c->said->n_numbers && v == BORNE_OUT; i++)
    for (size_t k = 0; k < i && v == BORNE_OUT; k++)
      if (exchanges(c, &c->said->number[k], &c->said->number[i])) v = MOVED_FIGURE;
  return v;
}
