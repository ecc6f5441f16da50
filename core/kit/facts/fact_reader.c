/* fact_reader.c - what the readers of facts share: adding one, the words before a number, the parts of a sentence; see
 * fact_internal.h. */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/date.h>
#include <tidings/kit/word_classes.h>

enum {
  MAX_FACTS = 64,
  ROOT_LETTERS = 5,
  MOST_BEFORE = 6,
  SHORT_LEAD = 5,
  SHORT_WORD = 8,
  LEAST_VERB = 5,
  MOST_SINCE = 5
};

struct tdg_fact *fact_add(struct fact_reader *r, int kind, size_t first, size_t last) {
  if (r->n == MAX_FACTS) { /* what is over the limit is not read */
    struct tdg_fact *over = tdg_scratch(r->call, sizeof *over);
    *over = (struct tdg_fact){.kind = kind, .first = first, .last = last, .after = last + 1};
    return over;
  }
  if (r->n == r->cap) {
    size_t cap = r->cap == 0 ? 4 : r->cap * 2;
    struct tdg_fact *v = tdg_scratch(r->call, cap * sizeof *v);
    if (r->n > 0) memcpy(v, r->v, r->n * sizeof *v);
    r->v = v, r->cap = cap;
  }
  struct tdg_fact *f = &r->v[r->n++];
  *f = (struct tdg_fact){.kind = kind, .first = first, .last = last, .after = last + 1};
  f->range = f->said = (struct tdg_range){r->t->terms[first].start, r->t->terms[last].end};
  return f;
}

/* The first letters of a word of a language of many endings; a name keeps its capital's meaning. */
uint64_t fact_stem(const struct fact_reader *r, size_t i) {
  const struct tdg_term *t = &r->t->terms[i];
  if (!r->traits->inflected || (t->flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH))) return t->stem;
  struct tdg_str s = fact_term_text(r, i), f = tdg_fold(r->call, s);
  size_t n = 0;
  for (int k = 0; k < ROOT_LETTERS && n < f.n; k++)
    for (n++; n < f.n && ((unsigned char)f.p[n] & 0xC0) == 0x80;) n++;
  return tdg_term_hash(f.p, n);
}

int fact_only_space(const struct fact_reader *r, size_t from, size_t to) {
  const char *p = r->t->text.p;
  for (size_t i = from; i < to; i++)
    if (p[i] != ' ' && (unsigned char)p[i] != 0xC2 && (unsigned char)p[i] != 0xA0 &&
        (unsigned char)p[i] != 0xE2 && (unsigned char)p[i] != 0x80 && (unsigned char)p[i] != 0xAF)
      return 0;
  return 1;
}

static int is_article(const struct fact_reader *r, size_t i) {
  return r->t->terms[i].size <= 3 && fact_is_small(r, i);
}

/* A space, or the full stop of "godz." and a space. */
static int is_gap(const struct fact_reader *r, size_t before, size_t start) {
  const struct tdg_term *t = &r->t->terms[before];
  if (fact_only_space(r, t->end, start)) return 1;
  return start == t->end + 2 && memcmp(r->t->text.p + t->end, ". ", 2) == 0 && t->size <= SHORT_WORD;
}

int fact_word_before(const struct fact_reader *r, size_t first, size_t start, enum tdg_fact_word_list list,
                     size_t *from) {
  int found = 0; /* of two the longer: "not less than" */
  if (first == 0 || !is_gap(r, first - 1, start)) return 0;
  for (size_t k = 1; k <= MOST_BEFORE && k <= first; k++) {
    size_t n = 0;
    int value = fact_word(r, first - k, list, &n);
    if (value != 0 && (n == k || (n + 1 == k && found == 0 && is_article(r, first - 1)))) {
      found = value;
      if (from != NULL) *from = first - k;
    }
    if (!fact_follows(r, first - k)) break;
  }
  return found;
}

/* A comma, a colon or a bracket; quotation marks and hyphens stand inside. */
int fact_is_border(const struct fact_reader *r, size_t i) {
  if (i == 0 || fact_follows(r, i)) return 0;
  const size_t from = r->t->terms[i - 1].end, to = r->t->terms[i].start;
  const char *p = r->t->text.p;
  for (size_t k = from; k < to; k++)
    if (p[k] == ',' || p[k] == ';' || p[k] == ':' || p[k] == '(' || p[k] == ')') return 1;
  for (size_t k = from; k + 3 <= to;
       k++) /* the commas of Chinese and Japanese, dashes between spaces, the Arabic comma */
    if (memcmp(p + k, "\xE3\x80\x81", 3) == 0 || memcmp(p + k, "\xEF\xBC\x8C", 3) == 0 ||
        (k > from && (memcmp(p + k, "\xE2\x80\x94", 3) == 0 || memcmp(p + k, "\xE2\x80\x93", 3) == 0)))
      return 1;
  for (size_t k = from; k + 2 <= to; k++)
    if (memcmp(p + k, "\xD8\x8C", 2) == 0) return 1;
  return 0;
}

/* The month of the report, 1 .. 12, or the one before it. */
static int is_recent_month(const struct fact_reader *r, int month) {
  int y, m, d;
  if (r->t->published == 0 || month == 0) return 0;
  tdg_civil_from_days(r->t->published / 86400000, &y, &m, &d);
  return month == m || month % 12 + 1 == m;
}

/* "since Sunday", "since the beginning of March", "since the beginning of the month" is of these days: what is counted since then is of
 * now. */
static int is_since_days(const struct fact_reader *r, size_t i, size_t n) {
  for (size_t k = i + n; k < r->t->n && k < i + n + MOST_SINCE && fact_follows(r, k); k++) {
    int unit = fact_word(r, k, TDG_FACT_WORD_UNIT, NULL), beside = k < i + n + 2;
    if (beside && (r->t->marks[k].weekday != 0 || fact_is(r, k, FACT_LIST(YESTERDAY) | FACT_LIST(TODAY))))
      return 1;
    if (is_recent_month(r, r->t->marks[k].month) || unit == TDG_FACT_UNITS_MONTH ||
        unit == TDG_FACT_UNITS_WEEK)
      return 1;
    if (unit == TDG_FACT_UNITS_DAY && fact_flags(r, k + 1) & TDG_TERM_NUMBER) return 1; /* "desde o dia 1" */
    if (r->t->marks[k].number >= 0) return 0; /* "for three months" */
  }
  return 0;
}

/* A year other than that of the report, or a word that points back. */
static int points_back(const struct fact_reader *r, size_t i) {
  const struct tdg_fact_text *t = r->t;
  size_t n;
  if (t->marks[i].facts & FACT_WORD(BACK)) return 1;
  if (fact_word(r, i, TDG_FACT_WORD_TIME, &n) == TDG_FACT_TIME_SINCE) return !is_since_days(r, i, n);
  if (!(t->terms[i].flags & TDG_TERM_NUMBER) || t->terms[i].end - t->terms[i].start != 4) return 0;
  struct tdg_str s = fact_term_text(r, i);
  struct tdg_digits d = tdg_digits(s);
  if (d.size != s.n || d.point < 1900 || d.point > 2100) return 0;
  int64_t year = 1970 + t->published / 31556952000; /* years of 365.2425 days */
  return t->published == 0 ? d.point < 2000 : (int64_t)d.point < year;
}

static int part_points_back(const struct fact_reader *r, size_t first, size_t *end) {
  int found = 0;
  for (*end = first; *end < r->t->n && (*end == first || !fact_is_border(r, *end)); ++*end)
    found |= points_back(r, *end);
  return found;
}

/* Also of the part behind "In 2011," and of one that hangs on such a part: "since 2011, when nine died". */
int fact_looks_back(const struct fact_reader *r, size_t i) {
  size_t first = i, before, end, k;
  while (first > 0 && !fact_is_border(r, first)) first--;
  if (part_points_back(r, first, &end)) return 1;
  if (first == 0) return 0;
  for (before = first - 1; before > 0 && !fact_is_border(r, before);) before--;
  int lead = before == 0 && first - before <= SHORT_LEAD,
      hangs = fact_is(r, first, FACT_LIST(LEADS) | FACT_LIST(HANGS)) != 0;
  return (lead || hangs) && part_points_back(r, before, &k);
}

/* ---- tense ---- */

static const int tenses[TDG_FACT_TENSE_COUNT] = {[TDG_FACT_TENSE_FUTURE] = TDG_TENSE_FUTURE,
                                                 [TDG_FACT_TENSE_CONDITIONAL] = TDG_TENSE_CONDITIONAL,
                                                 [TDG_FACT_TENSE_PAST] = TDG_TENSE_PAST,
                                                 [TDG_FACT_TENSE_PERFECT] = TDG_TENSE_PAST,
                                                 [TDG_FACT_TENSE_PRESENT] = TDG_TENSE_PRESENT};

/* Where the verb itself says the tense by its ending: entrará, iría. */
int fact_tense_of_ending(const struct fact_reader *r, size_t i) {
  static const int endings[TDG_FACT_TENSE_ENDINGS_COUNT] = {
      [TDG_FACT_TENSE_ENDINGS_FUTURE] = TDG_TENSE_FUTURE,
      [TDG_FACT_TENSE_ENDINGS_CONDITIONAL] = TDG_TENSE_CONDITIONAL,
      [TDG_FACT_TENSE_ENDINGS_PAST] = TDG_TENSE_PAST};
  struct tdg_str s = fact_term_text(r, i);
  if ((fact_flags(r, i) & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER | TDG_TERM_GLYPH)) || s.n < LEAST_VERB)
    return TDG_TENSE_NONE;
  const struct tdg_word *w =
      tdg_words_at_end(&tdg_words_fact_tense_endings, tdg_vocabulary_number(r->t->words), s);
  return w != NULL ? endings[w->value] : TDG_TENSE_NONE;
}

int fact_tense_at(const struct fact_reader *r, size_t i) {
  if (fact_word(r, i, TDG_FACT_WORD_FUTURE_VERB, NULL) != 0) return TDG_TENSE_FUTURE;
  int tense = tenses[fact_word(r, i, TDG_FACT_WORD_TENSE, NULL)];
  return tense != TDG_TENSE_NONE ? tense : fact_tense_of_ending(r, i);
}
