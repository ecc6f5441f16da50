/* fact_amount.c - what a number of a sentence is of: a count of people or things, money, a share, a measure or a
 * duration; see fact_internal.h.
 *
 * Passed over are numbers that are none of these: years, ordinals, scores and votes, labels ("Route 66",
 * "COVID-19"), and numbers below ten in words with which nothing is counted.
 */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum {
  MOST_WHAT = 6,
  MOST_BETWEEN = 5,
  MOST_BEHIND = 9,
  MOST_BEFORE = 7,
  LEAST_AS_WORD = 10,
  NEAR_VERB = 4,
  NEAR_CHANGE = 10
};
#define STATE_NONE 0

/* ---- the words around ---- */

static const int bounds[TDG_FACT_BOUNDS_COUNT] = {
    [TDG_FACT_BOUNDS_AT_LEAST] = TDG_AT_LEAST,   [TDG_FACT_BOUNDS_AT_MOST] = TDG_AT_MOST,
    [TDG_FACT_BOUNDS_MORE_THAN] = TDG_MORE_THAN, [TDG_FACT_BOUNDS_LESS_THAN] = TDG_LESS_THAN,
    [TDG_FACT_BOUNDS_ABOUT] = TDG_ABOUT_SO,      [TDG_FACT_BOUNDS_NEARLY] = TDG_ABOUT_SO,
    [TDG_FACT_BOUNDS_BETWEEN] = TDG_AT_LEAST};
static const int bounds_behind[TDG_FACT_BOUNDS_BEHIND_COUNT] = {
    [TDG_FACT_BOUNDS_BEHIND_AT_LEAST] = TDG_AT_LEAST,
    [TDG_FACT_BOUNDS_BEHIND_AT_MOST] = TDG_AT_MOST,
    [TDG_FACT_BOUNDS_BEHIND_MORE_THAN] = TDG_MORE_THAN,
    [TDG_FACT_BOUNDS_BEHIND_LESS_THAN] = TDG_LESS_THAN,
    [TDG_FACT_BOUNDS_BEHIND_ABOUT] = TDG_ABOUT_SO};

/* *first and *start move back over the words of the bound. */
static int bound_before(const struct fact_reader *r, const struct fact_number *n, size_t *first) {
  int value = fact_word_before(r, n->first, n->start, TDG_FACT_WORD_BOUND, first);
  return value != 0 ? bounds[value] : TDG_EXACT;
}

static int bound_behind(const struct fact_reader *r, size_t at) {
  int value = at < r->t->n ? fact_word(r, at, TDG_FACT_WORD_BOUND_BEHIND, NULL) : 0;
  return value != 0 ? bounds_behind[value] : TDG_EXACT;
}

/* "rose by 3 percent", "up 3 percent"; "rose to 3 percent" is no change. */
static int is_change(const struct fact_reader *r, size_t first, size_t start, int count) {
  int value = fact_word_before(r, first, start, TDG_FACT_WORD_CHANGE, NULL);
  if (value != TDG_FACT_CHANGE_BY || !count) return value != 0 && value != TDG_FACT_CHANGE_TO;
  for (size_t k = first; k-- > 0 && k + NEAR_VERB >= first;) { /* "by 7 votes" is none */
    int verb = fact_word(r, k, TDG_FACT_WORD_CHANGE, NULL);
    if (verb == TDG_FACT_CHANGE_MORE || verb == TDG_FACT_CHANGE_LESS) return 1;
  }
  return 0;
}

static int per_before(const struct fact_reader *r, size_t i) {
  while (i > 0 && !fact_is_border(r, i)) i--;
  int per = fact_word(r, i, TDG_FACT_WORD_PER, NULL);
  return per != 0 && fact_is(r, i, FACT_LIST(EVERY)) ? per : 0;
}

/* "a year", behind the amount or what it counts. */
static void read_per(const struct fact_reader *r, struct tdg_fact *f, size_t after) {
  size_t n;
  int per = fact_word(r, after, TDG_FACT_WORD_PER, &n), leads = per_before(r, f->first);
  if (per == 0 && leads != 0 && f->kind != TDG_FACT_COUNT)
    f->flags |= TDG_FACT_PER, f->per = leads; /* "Each week it costs 5 million" */
  if (per == 0 || !fact_follows(r, after) || r->t->marks[after].weekday != 0) return;
  if (after + n < r->t->n && r->t->marks[after + n].weekday != 0) return; /* ביום שני */
  f->flags |= TDG_FACT_PER, f->per = per;
  f->said.end = r->t->terms[after + n - 1].end;
}

/* ---- what is counted ---- */

/* Is the term part of "on Monday", "today"? */
static int says_when(const struct fact_reader *r, size_t i) {
  for (size_t k = i > 1 ? i - 1 : 0; k <= i; k++)
    if (r->t->marks[k].n > i - k &&
        (fact_is(r, k, FACT_LIST(ON) | FACT_LIST(RELATIVE)) || r->t->marks[k].weekday != 0))
      return 1;
  return 0;
}

static void add_what(struct fact_reader *r, struct tdg_fact *f, size_t i) {
  const struct tdg_word_mark *m = &r->t->marks[i];
  f->what[f->n_what++] = fact_stem(r, i);
  f->said.end = r->t->terms[i].end;
  if (m->is & FACT_LIST(LOOSE)) f->flags |= TDG_FACT_LOOSE;
  if (f->what_kind == 0) f->what_kind = m->kind;
}

/* "27 heads of state": the words behind the number, up to a stop or a small word other than "of". */
static size_t read_what(struct fact_reader *r, struct tdg_fact *f, size_t at, int compound) {
  size_t i = at;
  for (; i < at + MOST_WHAT && f->n_what < TDG_FACT_WHAT &&
         (fact_follows(r, i) || (i == at && compound && i < r->t->n));
       i++) {
    const struct tdg_term *t = &r->t->terms[i];
    const struct tdg_word_mark *m = &r->t->marks[i];
    int of = fact_is(r, i, FACT_LIST(COUNTER)) || fact_word(r, i, TDG_FACT_WORD_OF, NULL) != 0;
    if ((t->flags & TDG_TERM_NUMBER) || m->state != STATE_NONE || m->before != STATE_NONE ||
        m->weekday != 0 || says_when(r, i))
      break;
    if (m->facts &
        (FACT_WORD(PER) | FACT_WORD(BOUND_BEHIND) | FACT_WORD(SPEECH) | FACT_WORD(TENSE) | FACT_WORD(STAGE)))
      break;
    if ((m->is & FACT_LIST(OUTCOME)) && f->n_what > 0) break;
    if (of && (f->n_what == 0 || t->flags & TDG_TERM_GLYPH)) continue;
    if (of && (fact_flags(r, i + 1) & TDG_TERM_CAPITAL) && !r->traits->noun_capitals)
      break; /* "members of the Duma": enough */
    if (of) continue;
    if (!(m->is & FACT_LIST(ANYBODY)) && fact_is_small(r, i)) break;
    if ((t->flags & TDG_TERM_GLYPH) && (m->is & FACT_LIST(FILLER))) break;
    for (size_t k = m->is & (FACT_LIST(ANYBODY) | FACT_LIST(LOOSE)) || m->kind != 0 ? m->n : 1;
         k > 1 && f->n_what + 1 < TDG_FACT_WHAT; k--)
      add_what(r, f, i++);
    add_what(r, f, i);
  }
  return i;
}

/* The state that the words from `at` on put the counted in; words such as "were" may stand between. */
static void read_state_behind(struct fact_reader *r, struct tdg_fact *f, size_t at) {
  for (size_t i = at; i < at + MOST_BETWEEN && (fact_follows(r, i) || i == 0); i += r->t->marks[i].n) {
    const struct tdg_word_mark *m = &r->t->marks[i];
    size_t next = i + m->n;
    if (m->state == STATE_NONE &&
        ((m->is & (FACT_LIST(FILLER) | FACT_LIST(COUNTER))) || (m->facts & FACT_WORD(TENSE))))
      continue;
    if (m->state == STATE_NONE || next > r->t->n) return;
    f->state = m->state, f->after = next;
    f->said.end = r->t->terms[next - 1].end;
    if (fact_is(r, next, FACT_LIST(PART)) ||
        (fact_is(r, next, FACT_LIST(AND)) && next + 1 < r->t->n && r->t->marks[next + 1].state != STATE_NONE))
      f->state = STATE_NONE, f->flags |= TDG_FACT_PART;
    return;
  }
}

/* "injured 14", "the death toll rose to 14", in many languages "killed on Monday 14" */
static int state_before(const struct fact_reader *r, size_t at) {
  for (int k = 0; k < 3 && at > 0 && fact_follows(r, at) && says_when(r, at - 1); k++) at--;
  for (size_t k = 1; k <= MOST_BEFORE && k <= at && fact_follows(r, at + 1 - k); k++)
    if (r->t->marks[at - k].before != STATE_NONE && r->t->marks[at - k].n == k)
      return r->t->marks[at - k].before;
  return STATE_NONE;
}

/* The verb before counts more than what stands behind: "killed 14, and injured". */
static void read_state(struct fact_reader *r, struct tdg_fact *f, size_t number, size_t first) {
  int before = state_before(r, number);
  if (before != STATE_NONE && first < number) f->bound = TDG_EXACT; /* "rose to 14": "to" is no bound */
  if (before == STATE_NONE) before = state_before(r, first);
  const struct tdg_fact bare = *f;
  read_state_behind(r, f, f->after);
  if (before == STATE_NONE) return;
  if (f->state != before) *f = bare;
  f->state = before;
}

static int is_number(const struct fact_reader *r, size_t i) {
  return i < r->t->n && ((r->t->terms[i].flags & TDG_TERM_NUMBER) || r->t->marks[i].number >= 0);
}

/* "another 14", "of them 14", the second of "two of the three" */
static int is_part_before(const struct fact_reader *r, size_t at) {
  for (size_t k = 1; k <= 2 && k < at && fact_follows(r, at + 1 - k); k++)
    if (fact_is(r, at - k, FACT_LIST(PART)) && fact_is(r, at - k, FACT_LIST(COUNTER)) &&
        is_number(r, at - k - 1))
      return r->t->marks[at - k - 1].number != 1; /* "one of 134 people": that is the whole */
  for (size_t k = 1; k <= 3 && k <= at && fact_follows(r, at + 1 - k); k++) {
    size_t n = 0;
    if (fact_is(r, at - k, FACT_LIST(PART)) && r->t->marks[at - k].n == k &&
        !fact_is(r, at - k, FACT_LIST(COUNTER)))
      return 1;
    if (fact_word(r, at - k, TDG_FACT_WORD_PART, &n) != 0 && n == k) return 1;
  }
  return 0;
}

/* "16 people were injured in the first coach alone" */
static int stands_alone(const struct fact_reader *r, size_t i) {
  size_t first = i, k;
  while (first > 0 && !fact_is_border(r, first)) first--;
  for (k = first; k < r->t->n && (k == first || !fact_is_border(r, k)); k++)
    if (fact_word(r, k, TDG_FACT_WORD_PART, NULL) == TDG_FACT_PART_ALONE) return 1;
  return 0;
}

/* Of a count also "six others", "five more"; of a share those words compare. */
static void read_part(struct fact_reader *r, struct tdg_fact *f, size_t first, size_t at) {
  if (f->kind == TDG_FACT_COUNT && stands_alone(r, first)) f->flags |= TDG_FACT_PART;
  if (f->kind != TDG_FACT_COUNT) {
    if (fact_word(r, at, TDG_FACT_WORD_PART, NULL) != 0 ||
        fact_word_before(r, first, r->t->terms[first].start, TDG_FACT_WORD_PART, NULL) != 0)
      f->flags |= TDG_FACT_PART;
    return;
  }
  for (size_t i = at; i <= f->after && fact_follows(r, i); i++) {
    int of = fact_is(r, i, FACT_LIST(COUNTER)) != 0;
    if (r->t->marks[i].state != STATE_NONE && r->t->marks[i].n > 1) { /* "trugen Verletzungen davon" */
      i += r->t->marks[i].n - 1u;
      continue;
    }
    if ((fact_is(r, i, FACT_LIST(PART)) && (i == at || !of)) ||
        fact_word(r, i, TDG_FACT_WORD_PART, NULL) != 0)
      f->flags |= TDG_FACT_PART;
  }
  if (is_part_before(r, first)) f->flags |= TDG_FACT_PART;
}

static void read_anybody(const struct fact_reader *r, struct tdg_fact *f, size_t from, size_t to) {
  f->flags |= TDG_FACT_ANYBODY;
  for (size_t i = from; i < to && i < r->t->n; i++) {
    if (fact_is(r, i, FACT_LIST(ANYBODY))) i += r->t->marks[i].n - 1u;
    else if (!fact_is(r, i, FACT_LIST(COUNTER))) f->flags &= ~(unsigned)TDG_FACT_ANYBODY;
  }
}

/* ---- numbers that are no amount ---- */

static int opens(const struct fact_reader *r, const struct fact_number *n) {
  static const char *const open[] = {" ",
                                     "(",
                                     "\"",
                                     "\xC2\xA0",
                                     "\xE2\x80\x9C",
                                     "\xE2\x80\x9E",
                                     "\xC2\xAB",
                                     "\xE2\x80\xAF",
                                     "\xE2\x80\x98",
                                     "\xE3\x80\x81",
                                     "\xE3\x80\x82",
                                     "\xEF\xBC\x8C",
                                     "\xE3\x80\x8C",
                                     "\xEF\xBC\x88",
                                     "\n",
                                     "\t"};
  const struct tdg_term *t = r->t->terms;
  if (n->start == 0 || !n->figure) return 1;
  if (n->first > 0 && t[n->first - 1].end == n->start && (t[n->first - 1].flags & TDG_TERM_GLYPH)) return 1;
  if (n->first > 0 && fact_byte(r, n->start - 1) == '-' && t[n->first - 1].end + 1 == n->start &&
      fact_word(r, n->first - 1, TDG_FACT_WORD_SLOT, NULL) != 0)
    return 1; /* "magnitude-5.2" */
  for (size_t k = 0; k < sizeof open / sizeof *open; k++)
    if (tdg_str_ends((struct tdg_str){r->t->text.p, n->start}, open[k])) return 1;
  return 0;
}

/* "51-50", "9/11", "5:20" */
static int goes_on(const struct fact_reader *r, const struct fact_number *n) {
  static const char *const after[] = {"/", ":", "\xE2\x80\x93"};
  size_t at = n->end, left = r->t->text.n - at;
  const char *p = r->t->text.p + at;
  for (size_t k = 0; k < sizeof after / sizeof *after; k++)
    if (left > strlen(after[k]) && memcmp(p, after[k], strlen(after[k])) == 0 &&
        tdg_is_digit(p[strlen(after[k])]))
      return 1;
  if (left > 1 && *p == '-' && tdg_is_digit(p[1])) return 1;
  return left > 1 && (*p == ',' || *p == '.') && tdg_is_digit(p[1]);
}

static int is_year(const struct fact_number *n) {
  return n->figure && n->value >= 1900 && n->value <= 2100 && n->end - n->start == 4 && n->high == n->value;
}

/* "COVID-19", "Route 66", "S&P 500", "dia 1" */
static int is_label(const struct fact_reader *r, const struct fact_number *n) {
  size_t i = n->first;
  if (n->figure && i > 0 && fact_follows(r, i) &&
      fact_word(r, i - 1, TDG_FACT_WORD_UNIT, NULL) == TDG_FACT_UNITS_DAY)
    return 1;
  return n->figure && i > 0 && fact_follows(r, i) && (fact_flags(r, i - 1) & TDG_TERM_CAPITAL) &&
         !(fact_flags(r, i - 1) & TDG_TERM_FIRST) && !r->traits->noun_capitals && !fact_is_small(r, i - 1) &&
         r->t->marks[i - 1].before == STATE_NONE &&
         fact_word_before(r, i, n->start, TDG_FACT_WORD_BOUND, NULL) == 0 &&
         r->t->marks[i - 1].weekday == 0 && fact_word_before(r, i, n->start, TDG_FACT_WORD_CHANGE, NULL) == 0;
}

/* ---- all together ---- */

static int kind_of(enum fact_dimension d) {
  switch (d) {
  case FACT_NO_DIMENSION: return TDG_FACT_COUNT;
  case FACT_SHARE:
  case FACT_POINTS: return TDG_FACT_PERCENT;
  case FACT_CURRENCY: return TDG_FACT_MONEY;
  case FACT_TIME: return TDG_FACT_DURATION;
  default: return TDG_FACT_MEASURE;
  }
}

static struct tdg_fact *put(struct fact_reader *r, const struct fact_number *n, int kind, int unit) {
  struct tdg_fact *f = fact_add(r, kind, n->first, n->last);
  f->range = f->said = (struct tdg_range){n->start, n->end};
  f->unit = unit;
  f->value = fact_to_base(unit, n->value), f->high = fact_to_base(unit, n->high);
  f->step = n->step * fact_factor(unit);
  if (n->figure) f->flags |= TDG_FACT_FIGURE;
  if (fact_looks_back(r, n->first)) f->flags |= TDG_FACT_BACK;
  return f;
}

/* "bajó hasta el 7 %": what something rose or fell to is no bound. */
static int is_level(const struct fact_reader *r, size_t first) {
  if (fact_word(r, first, TDG_FACT_WORD_CHANGE, NULL) != TDG_FACT_CHANGE_TO) return 0;
  for (size_t k = first; k-- > 0 && k + NEAR_CHANGE >= first;) {
    int value = fact_word(r, k, TDG_FACT_WORD_CHANGE, NULL);
    if (value == TDG_FACT_CHANGE_MORE || value == TDG_FACT_CHANGE_LESS) return 1;
  }
  return 0;
}

static void read_bound(const struct fact_reader *r, const struct fact_number *n, struct tdg_fact *f,
                       size_t *first) {
  size_t bound = n->first;
  *first = n->first;
  f->bound = bound_before(r, n, &bound);
  if ((f->bound == TDG_AT_MOST && is_level(r, bound)) || n->high > n->value) f->bound = TDG_EXACT;
  if (f->bound != TDG_EXACT) *first = bound;
  else if (n->last < r->t->n && fact_follows(r, n->last + 1)) f->bound = bound_behind(r, n->last + 1);
  if (f->bound == TDG_EXACT && !n->figure && fact_is(r, n->first, FACT_LIST(BOUND)))
    f->bound = TDG_ABOUT_SO; /* a dozen */
}

/* "and" behind an amount that "between" stands before, which was read last. */
static int follows_least(const struct fact_reader *r, size_t and) {
  size_t n = r->n, from;
  if (n < 2 || fact_word(r, and, TDG_FACT_WORD_JOIN, NULL) != TDG_FACT_NUMBER_JOINS_AND) return 0;
  const struct tdg_fact *last = &r->v[n - 2];
  return last->last + 1 == and&&last->bound == TDG_AT_LEAST &&
         fact_word_before(r, last->first, last->range.start, TDG_FACT_WORD_BOUND, &from) ==
             TDG_FACT_BOUNDS_BETWEEN;
}

static size_t read_measured(struct fact_reader *r, const struct fact_number *n, int unit, size_t after) {
  struct tdg_fact *f = put(r, n, kind_of(fact_dimension(unit)), unit);
  size_t first, start = n->start;
  read_bound(r, n, f, &first);
  if (f->bound != TDG_EXACT && first < n->first) start = r->t->terms[first].start;
  if (is_change(r, first, start, 0)) f->flags |= TDG_FACT_CHANGE;
  if (f->bound == TDG_EXACT) f->bound = bound_behind(r, after);
  f->after = after;
  if (n->first > 1 && follows_least(r, n->first - 1)) f->bound = TDG_AT_MOST; /* "between $2 and $3" */
  read_per(r, f, after);
  if (f->kind == TDG_FACT_PERCENT || f->kind == TDG_FACT_MEASURE) {
    size_t end = f->said.end;
    (void)read_what(r, f, after, 0);
    f->said.end = f->kind == TDG_FACT_PERCENT ? f->said.end : end;
    if (f->kind == TDG_FACT_MEASURE) f->n_what = f->n_what > 2 ? 2 : f->n_what;
  }
  read_part(r, f, first, after);
  if (fact_word(r, after, TDG_FACT_WORD_AGO, NULL) == TDG_FACT_AGO_AGO ||
      fact_word_before(r, n->first, n->start, TDG_FACT_WORD_AGO, NULL) == TDG_FACT_AGO_AGO_BEFORE)
    f->flags |= TDG_FACT_BACK;
  return f->after;
}

static size_t read_count(struct fact_reader *r, const struct fact_number *n) {
  const size_t before = r->n;
  struct tdg_fact *f = put(r, n, TDG_FACT_COUNT, 0);
  size_t first, at = n->last + 1;
  read_bound(r, n, f, &first);
  if (f->bound != TDG_EXACT && fact_follows(r, at) && bound_behind(r, at) != TDG_EXACT && first == n->first) {
    size_t size;
    (void)fact_word(r, at, TDG_FACT_WORD_BOUND_BEHIND, &size); /* "20 or more people" */
    at += size;
  }
  f->after = read_what(r, f, at, n->compound);
  if (n->compound && f->n_what > 1)
    f->n_what = 1, f->after = at + 1, f->said.end = r->t->terms[at].end; /* 12-member */
  size_t what_end = f->after;
  read_state(r, f, n->first, first);
  read_anybody(r, f, at, what_end);
  read_part(r, f, first, at);
  if (f->bound == TDG_EXACT) f->bound = bound_behind(r, what_end);
  read_per(r, f, f->after);
  if (is_change(r, first, first < n->first ? r->t->terms[first].start : n->start, 1))
    f->flags |= TDG_FACT_CHANGE;
  int counts = f->n_what > 0 || f->state != STATE_NONE;
  int small = !n->figure && n->value < LEAST_AS_WORD;
  int one = !n->figure && n->value <= 1;
  int pronoun =
      one && f->state == STATE_NONE && fact_word(r, at, TDG_FACT_WORD_OF, NULL) != 0; /* one of them */
  int sign =
      small && (fact_flags(r, n->first) & TDG_TERM_GLYPH) && !fact_is(r, n->last + 1, FACT_LIST(COUNTER));
  int level = n->first > 0 && n->value > 1 && is_level(r, n->first - 1); /* "had risen to eleven" */
  if ((!counts && !n->figure && !level) || pronoun || sign) r->n = before;
  return n->last + 1;
}

/* "no jobs" */
static size_t read_none(struct fact_reader *r, size_t i, size_t at) {
  const size_t before = r->n;
  struct tdg_fact *f = fact_add(r, TDG_FACT_COUNT, i, at - 1);
  f->step = 1, f->flags = TDG_FACT_NOBODY | (fact_looks_back(r, i) ? TDG_FACT_BACK : 0u);
  f->after = read_what(r, f, at, 0);
  if (f->n_what > 0) return at;
  r->n = before;
  return 0;
}

static struct tdg_fact *put_nobody(struct fact_reader *r, size_t i, size_t last, int state) {
  struct tdg_fact *f = fact_add(r, TDG_FACT_COUNT, i, last);
  f->state = state, f->step = 1;
  f->flags = TDG_FACT_NOBODY | TDG_FACT_ANYBODY | (fact_looks_back(r, i) ? TDG_FACT_BACK : 0u);
  return f;
}

/* "Verletzt wurde nach Angaben der Polizei niemand", "погибших нет": what happened stands before the word, in its part of the sentence, where
 * nothing else is counted; behind a word that mostly stands before a noun nothing goes on. */
static size_t read_nobody_behind(struct fact_reader *r, size_t i, size_t n, int value) {
  size_t k = i, state = i;
  if (value != TDG_FACT_NEGATIONS_NOBODY && fact_follows(r, i + n)) return 0;
  while (k > 0 && k + MOST_BEHIND > i && fact_follows(r, k)) {
    k--;
    if (r->t->terms[k].flags & TDG_TERM_NUMBER || r->t->marks[k].number >= 0) return 0;
    if (r->t->marks[k].state != STATE_NONE) state = k;
  }
  for (k = i + n; k < r->t->n && fact_follows(r, k); k++)
    if (r->t->marks[k].state != STATE_NONE) return 0;
  if (state == i || state + r->t->marks[state].n > i) return 0;
  if (state > 0 && fact_is(r, state - 1, FACT_LIST(COUNTER)))
    return 0; /* "the number of injured was given by nobody" */
  (void)put_nobody(r, state, i + n - 1, r->t->marks[state].state);
  return i + n;
}

/* "nobody was hurt", "no injuries", "niemand wurde verletzt": a count of none. */
static size_t read_nobody(struct fact_reader *r, size_t i) {
  size_t n, k;
  int value = fact_word(r, i, TDG_FACT_WORD_NEGATION, &n), words = 0;
  size_t who = r->t->n;
  if (value != TDG_FACT_NEGATIONS_NOBODY && value != TDG_FACT_NEGATIONS_NONE &&
      value != TDG_FACT_NEGATIONS_WITHOUT && value != TDG_FACT_NEGATIONS_GONE)
    return 0;
  size_t behind = value != TDG_FACT_NEGATIONS_WITHOUT ? read_nobody_behind(r, i, n, value) : 0;
  if (behind != 0 || value == TDG_FACT_NEGATIONS_GONE) return behind;
  for (k = i + n; k < i + n + MOST_BETWEEN && fact_follows(r, k) && r->t->marks[k].state == STATE_NONE;
       k += r->t->marks[k].n) {
    int passes = fact_is(r, k, FACT_LIST(FILLER) | FACT_LIST(ANYBODY) | FACT_LIST(COUNTER)) ||
                 (r->t->marks[k].facts & (FACT_WORD(TENSE) | FACT_WORD(OF) | FACT_WORD(NEGATION)));
    passes = passes || fact_is_small(r, k);
    if (!passes && ++words > 1) break;
    if (!passes) who = k;
    if (words > 0 && value == TDG_FACT_NEGATIONS_WITHOUT) return 0;
  }
  if (k >= r->t->n || r->t->marks[k].state == STATE_NONE || !fact_follows(r, k))
    return value == TDG_FACT_NEGATIONS_NONE ? read_none(r, i, i + n) : 0;
  struct tdg_fact *f = put_nobody(r, i, i + n - 1, r->t->marks[k].state);
  if (who < r->t->n) { /* none of the firefighters */
    f->flags &= ~(unsigned)TDG_FACT_ANYBODY;
    add_what(r, f, who);
  }
  f->after = k + r->t->marks[k].n;
  f->said.end = r->t->terms[f->after - 1].end;
  return f->after;
}

size_t fact_read_amount(struct fact_reader *r, size_t i) {
  struct fact_number n;
  size_t after;
  if (r->t->marks[i].facts & FACT_WORD(NEGATION)) {
    size_t next = read_nobody(r, i);
    if (next != 0) return next;
  }
  if (!fact_number(r, i, &n)) return 0;
  struct fact_number plain = n;
  int before = fact_unit_before(r, &n), unit = fact_unit_behind(r, &n, &after);
  if (before != 0 && (unit == 0 || fact_dimension(unit) != FACT_CURRENCY)) {
    unit = before;
    n.last = plain.last, n.end = plain.end, after = n.last + 1;
  }
  if (unit != 0 && n.value >= 0) return read_measured(r, &n, unit, after);
  if (n.part_of_one) { /* "half of the voters", "fell by a quarter" */
    size_t k = n.last + 1;
    int change = fact_word_before(r, n.first, n.start, TDG_FACT_WORD_CHANGE, NULL) != 0;
    if (!change &&
        (!fact_follows(r, k) || (!fact_word(r, k, TDG_FACT_WORD_OF, NULL) && !fact_is_small(r, k))))
      return n.last + 1;
    n.value = n.high = n.value * 100, n.step = 5;
    return read_measured(r, &n, TDG_FACT_UNITS_PERCENT, n.last + 1);
  }
  if (is_year(&n) || !opens(r, &n) || goes_on(r, &n) || is_label(r, &n)) return n.last + 1;
  return read_count(r, &n);
}
