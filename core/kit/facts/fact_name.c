/* fact_name.c - the people and places that a sentence names: "Interior Minister Duncan Rait of Norvia", "Duncan Rait, the
 * interior minister", "near Port Ellery"; see fact_internal.h.
 *
 * Names are read by their capitals, so not in scripts without them, and not in headlines where every word has
 * one.  An office is the phrase of core/languages with the words that narrow it: in front ("Interior Minister",
 * "der französische Präsident") or behind ("le président français", "mayor of Winslet").
 */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum { MOST_NAME = 5, MOST_NARROWED = 3, MOST_PAST = 4 };

static int is_capital(const struct fact_reader *r, size_t i) {
  return (fact_flags(r, i) & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) == TDG_TERM_CAPITAL;
}

/* "Per Aas": a small word with a capital inside a sentence, and a capital behind it. */
static int in_capitals(const struct fact_reader *r, size_t i) {
  return (fact_flags(r, i) & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL &&
         fact_follows(r, i + 1) && is_capital(r, i + 1) && r->t->terms[i].size > 2 && i > 0 &&
         (r->t->marks[i - 1].facts & FACT_WORD(OFFICE));
}

static int is_in_age(const struct fact_reader *r, size_t i) {
  for (size_t k = 0; k < r->n; k++)
    if (r->v[k].kind == TDG_FACT_AGE && i >= r->v[k].first && i <= r->v[k].last) return 1;
  return 0;
}

/* A capital that is no part of a name: a month, a day, an age in a word, an office, a grammar word. */
static int is_no_name(const struct fact_reader *r, size_t i) {
  const struct tdg_word_mark *m = &r->t->marks[i];
  if (is_in_age(r, i)) return 1;
  return m->month != 0 || m->weekday != 0 ||
         (m->facts & (FACT_WORD(OFFICE) | FACT_WORD(UNIT) | FACT_WORD(TITLE))) ||
         (m->is & (FACT_LIST(SAID) | FACT_LIST(OFFICE) | FACT_LIST(RELATIVE))) ||
         (fact_is_small(r, i) && !in_capitals(r, i));
}

/* Every second word has a capital: a headline. */
static int is_headline(const struct fact_reader *r) {
  size_t capitals = 0, words = 0, n = r->t->text.n;
  for (size_t i = 0; i < r->t->n; i++) {
    if (r->t->terms[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH) || fact_is_small(r, i)) continue;
    words++, capitals += (size_t)is_capital(r, i);
  }
  int ends =
      n > 0 && (strchr(".!?\")", r->t->text.p[n - 1]) != NULL || (unsigned char)r->t->text.p[n - 1] >= 0x80);
  return !ends && words > 3 && capitals == words;
}

/* The terms of a name from i on: capitals, with "de" or "bin" between two; where the possessive ends it. */
static size_t name_end(const struct fact_reader *r, size_t i, int particles, size_t *bytes) {
  size_t k = i, end = i;
  *bytes = 0;
  for (; k < r->t->n && k < i + MOST_NAME; k++) {
    if (k > i && !fact_follows(r, k)) {
      size_t gap = r->t->terms[k].start - r->t->terms[k - 1].end; /* "J. Smith", "Jean-Marie" */
      if (!(gap <= 2 && r->t->text.p[r->t->terms[k - 1].end] == '.' && r->t->terms[k - 1].size == 1)) break;
    }
    if (is_capital(r, k) && (k == i || !is_no_name(r, k))) end = k + 1;
    else if (!(k > i && particles && fact_word(r, k, TDG_FACT_WORD_PARTICLE, NULL) && is_capital(r, k + 1) &&
               fact_follows(r, k + 1)))
      break;
    struct tdg_str s = fact_term_text(r, k);
    for (size_t b = 0; b < s.n; b++) /* Lund's party */
      if (b > 1 && (s.p[b] == '\'' || (b + 3 <= s.n && memcmp(s.p + b, "\xE2\x80\x99", 3) == 0)) &&
          s.n - b <= 4) {
        *bytes = r->t->terms[k].start + b;
        return k + 1;
      }
  }
  if (end > i) *bytes = r->t->terms[end - 1].end;
  return end;
}

static void put_words(const struct fact_reader *r, struct tdg_fact *f, size_t first, size_t end) {
  for (size_t k = first; k < end && f->n_what < TDG_FACT_WHAT; k++)
    if (!fact_word(r, k, TDG_FACT_WORD_PARTICLE, NULL)) f->what[f->n_what++] = fact_stem(r, k);
}

static struct tdg_fact *put_name(struct fact_reader *r, int kind, size_t first, size_t end, size_t bytes) {
  struct tdg_fact *f = fact_add(r, kind, first, end - 1);
  if (bytes > f->range.start && bytes < f->range.end) f->range.end = f->said.end = bytes;
  put_words(r, f, first, end);
  return f;
}

/* ---- offices ---- */

struct office {
  size_t first, at, end; /* terms: with the words that narrow it, the phrase itself, behind all */
  size_t side, side_end; /* "of Norvia"; equal: none */
  int value;
};

static int narrows(const struct fact_reader *r, size_t i) {
  for (size_t k = 1, n; k <= 2 && k <= i; k++) /* по словам */
    if (fact_word(r, i - k, TDG_FACT_WORD_SPEECH, &n) != 0 && n > k) return 0;
  return !fact_is_small(r, i) && !(fact_flags(r, i) & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) &&
         r->t->marks[i].weekday == 0 && r->t->marks[i].month == 0 &&
         !fact_is(r, i, FACT_LIST(SAID) | FACT_LIST(PAST_OFFICE) | FACT_LIST(RELATIVE)) &&
         !fact_word(r, i, TDG_FACT_WORD_SPEECH, NULL) && !fact_word(r, i, TDG_FACT_WORD_TENSE, NULL) &&
         !fact_word(r, i, TDG_FACT_WORD_STAGE, NULL);
}

/* "Lt. Gen.": two ranks with a full stop between are one. */
static void read_rank(const struct fact_reader *r, struct office *o) {
  static const struct {
    int first, second, both;
  } ranks[] = {
      {TDG_FACT_OFFICES_LIEUTENANT, TDG_FACT_OFFICES_GENERAL, TDG_FACT_OFFICES_LIEUTENANT_GENERAL},
      {TDG_FACT_OFFICES_MAJOR, TDG_FACT_OFFICES_GENERAL, TDG_FACT_OFFICES_MAJOR_GENERAL},
      {TDG_FACT_OFFICES_BRIGADIER_GENERAL, TDG_FACT_OFFICES_GENERAL, TDG_FACT_OFFICES_BRIGADIER_GENERAL},
      {TDG_FACT_OFFICES_LIEUTENANT, TDG_FACT_OFFICES_COLONEL, TDG_FACT_OFFICES_LIEUTENANT_COLONEL}};
  size_t n, k = o->end;
  int second = k < r->t->n && r->t->terms[k].start <= r->t->terms[k - 1].end + 2
                   ? fact_word(r, k, TDG_FACT_WORD_OFFICE, &n)
                   : 0;
  for (size_t i = 0; second != 0 && i < sizeof ranks / sizeof *ranks; i++)
    if (ranks[i].first == o->value && ranks[i].second == second) {
      o->value = ranks[i].both, o->end = k + n;
      return;
    }
}

static int read_office(const struct fact_reader *r, size_t i, struct office *o) {
  size_t n, m;
  o->value = fact_word(r, i, TDG_FACT_WORD_OFFICE, &n);
  if (o->value == 0) return 0;
  o->at = o->first = i, o->end = i + n;
  read_rank(r, o);
  o->side = o->side_end = o->end;
  int capital = is_capital(r, i);
  while (o->first > 0 && o->first + MOST_NARROWED > i && fact_follows(r, o->first) &&
         narrows(r, o->first - 1) && (is_capital(r, o->first - 1) || !capital || r->traits->inflected)) {
    if (is_capital(r, o->first - 1) && !capital && !r->traits->noun_capitals && !r->traits->inflected &&
        o->first < i)
      break;
    if ((r->traits->inflected || !capital) && o->first < i) break; /* one adjective */
    o->first--;
  }
  size_t k = o->end;
  if (r->traits->inflected && o->first == i && fact_follows(r, k) && !is_capital(r, k) && narrows(r, k) &&
      !r->traits->noun_capitals)
    k++; /* français */
  if (fact_follows(r, k) && (fact_word(r, k, TDG_FACT_WORD_OF, &m) ||
                             (fact_is(r, k, FACT_LIST(COUNTER) | FACT_LIST(LEADS)) && (m = 1) == 1))) {
    size_t s = k + m;
    if (s < r->t->n && fact_is_small(r, s) && fact_follows(r, s) && !is_capital(r, s)) s++; /* of the */
    size_t e = s;
    while (e < r->t->n && e < s + MOST_NARROWED && fact_follows(r, e) && is_capital(r, e) &&
           !is_no_name(r, e))
      e++;
    if (e > s) o->side = s, o->side_end = e, k = e;
  }
  o->end = k;
  return 1;
}

static int is_former(const struct fact_reader *r, const struct office *o) {
  for (size_t k = o->first > MOST_PAST ? o->first - MOST_PAST : 0; k < o->first; k++)
    if (fact_is(r, k, FACT_LIST(PAST_OFFICE))) return 1;
  return 0;
}

static void put_office(const struct fact_reader *r, struct tdg_fact *f, const struct office *o) {
  const struct tdg_term *t = r->t->terms;
  size_t n, behind = o->at;
  while (behind < o->end && fact_word(r, behind, TDG_FACT_WORD_OFFICE, &n) != 0) behind += n;
  f->what_kind = o->value;
  f->office = (struct tdg_range){t[o->first].start, t[o->end - 1].end};
  if (o->side_end > o->side) f->side = (struct tdg_range){t[o->side].start, t[o->side_end - 1].end};
  for (size_t k = o->first; k < o->end && f->department == 0; k++)
    f->department = fact_word(r, k, TDG_FACT_WORD_DEPARTMENT, NULL);
  for (size_t k = o->first; k < o->at && f->n_side < 2 && f->department == 0; k++)
    if (narrows(r, k)) f->side_stem[f->n_side++] = fact_stem(r, k);
  for (size_t k = behind; k < o->end && f->n_side < 2 && f->department == 0; k++) /* français */
    if (narrows(r, k)) f->side_stem[f->n_side++] = fact_stem(r, k);
  for (size_t k = o->side; k < o->side_end && f->n_side < 2; k++)
    if (k >= o->end || f->department != 0 || o->end <= behind) f->side_stem[f->n_side++] = fact_stem(r, k);
  if (is_former(r, o)) f->flags |= TDG_FACT_FORMER;
  if (f->office.start < f->said.start) f->said.start = f->office.start;
  if (f->office.end > f->said.end) f->said.end = f->office.end;
}

static int comma_between(const struct fact_reader *r, size_t from, size_t to) {
  return to == from + 2 && memcmp(r->t->text.p + from, ", ", 2) == 0;
}

/* "Foreign Minister Mira Sand of Estmark": the side behind the name; the term behind it. */
static size_t read_side(const struct fact_reader *r, struct office *o, size_t k) {
  size_t n, e;
  if (!fact_follows(r, k) || !fact_word(r, k, TDG_FACT_WORD_OF, &n) || !fact_follows(r, k + n)) return k;
  for (e = k + n; e < k + n + MOST_NARROWED && fact_follows(r, e) && is_capital(r, e) && !is_no_name(r, e);)
    e++;
  if (e > k + n) o->side = k + n, o->side_end = e;
  return e > k + n ? e : k;
}

/* "Interior Minister Duncan Rait", "the mayor of Winslet, Anna Berg"; the term behind, or 0. */
static size_t read_held(struct fact_reader *r, size_t i) {
  struct office o;
  size_t bytes, k;
  if (!read_office(r, i, &o)) return 0;
  k = o.end;
  if (k >= r->t->n) return 0;
  while (k < r->t->n && fact_follows(r, k) && fact_word(r, k, TDG_FACT_WORD_TITLE, NULL)) k++;
  if (!is_capital(r, k) || is_no_name(r, k)) return 0;
  if (!fact_follows(r, k) && !comma_between(r, r->t->terms[k - 1].end, r->t->terms[k].start) &&
      !(r->t->text.p[r->t->terms[k - 1].end] == '.' && r->t->terms[k].start <= r->t->terms[k - 1].end + 2))
    return 0;
  if (o.side_end == o.side && o.first == o.at && r->traits->inflected && k + 2 < r->t->n &&
      fact_follows(r, k + 1) && fact_follows(r, k + 2) && is_capital(r, k + 1) && is_capital(r, k + 2) &&
      !is_no_name(r, k + 1) && !is_no_name(r, k + 2))
    o.side = k, o.side_end = o.end = ++k; /* prezydent Francji Emmanuel Macron */
  size_t end = name_end(r, k, 1, &bytes);
  if (end == k) return 0;
  size_t behind = end;
  if (o.side_end == o.side && bytes == r->t->terms[end - 1].end) behind = read_side(r, &o, end);
  struct tdg_fact *f = put_name(r, TDG_FACT_NAME, k, end, bytes);
  put_office(r, f, &o);
  return behind;
}

/* "Duncan Rait, the interior minister of Norvia": the office behind the name that ends at `end`. */
static size_t read_apposed(struct fact_reader *r, struct tdg_fact *f, size_t end) {
  size_t k = end;
  struct office o;
  if (k >= r->t->n || !comma_between(r, f->range.end, r->t->terms[k].start)) return end;
  for (int i = 0; i < MOST_PAST + 1 && k < r->t->n && (i == 0 || fact_follows(r, k)); i++, k++) {
    if (!read_office(r, k, &o)) {
      if (fact_is_small(r, k) && i > 0 && !fact_is(r, k, FACT_LIST(PAST_OFFICE))) return end;
      continue;
    }
    size_t least = end;
    while (least < o.at && fact_is_small(r, least)) least++;
    if (o.first < least) o.first = least;
    if (o.end < r->t->n && fact_follows(r, o.end) && is_capital(r, o.end) && !is_no_name(r, o.end))
      return end; /* of the next name */
    put_office(r, f, &o);
    return o.end;
  }
  return end;
}

/* ---- places ---- */

/* "near Port Ellery", "in the town of Winslet"; the term behind, or 0. */
static size_t read_place(struct fact_reader *r, size_t i) {
  size_t n = 0, bytes, k;
  int value = fact_word(r, i, TDG_FACT_WORD_PLACE, &n);
  if (value == 0 && fact_is(r, i, FACT_LIST(AT))) value = TDG_FACT_PLACES_IN, n = r->t->marks[i].n;
  if (value == 0 || fact_word(r, i, TDG_FACT_WORD_SPEECH, NULL) != 0) return 0; /* nach Angaben */
  k = i + n;
  for (int skip = 0; skip < 3 && fact_follows(r, k) && (!is_capital(r, k) || r->traits->noun_capitals);
       skip++) {
    size_t m = 1;
    int kind = fact_word(r, k, TDG_FACT_WORD_PLACE_KIND, &m);
    if (kind == 0 && r->traits->noun_capitals && !fact_word(r, k + 1, TDG_FACT_WORD_PLACE_KIND, NULL))
      break; /* bei dem Brand */
    if (kind == 0 && !fact_is_small(r, k) && !fact_word(r, k, TDG_FACT_WORD_OF, &m)) break;
    k += m;
  }
  if (!fact_follows(r, k) || !is_capital(r, k) || is_no_name(r, k) || fact_is(r, k, FACT_LIST(ANYBODY)))
    return 0;
  if (r->traits->noun_capitals && fact_is_small(r, k)) return 0;
  size_t end = name_end(r, k, !r->traits->noun_capitals, &bytes);
  if (end == k || r->t->marks[k].month != 0) return 0;
  while (end > k + 1 && fact_word(r, end - 1, TDG_FACT_WORD_PLACE_KIND, NULL))
    bytes = r->t->terms[--end - 1].end;
  if (bytes < r->t->terms[end - 1].end) return 0; /* in Epstein's orbit */
  struct tdg_fact *f = put_name(r, TDG_FACT_PLACE, k, end, bytes);
  f->unit = value;
  f->said.start = r->t->terms[i].start;
  if (r->traits->noun_capitals && end == k + 1)
    f->flags |= TDG_FACT_LOOSE; /* "in Haft" is written as "in Berlin" is */
  return end;
}

/* ---- all of a sentence ---- */

/* Where nouns have capitals: an age or an office stands behind, or a verb of speech beside. */
static int is_person(const struct fact_reader *r, size_t first, size_t end) {
  struct office o;
  if (end < r->t->n && r->t->terms[end].start <= r->t->terms[end - 1].end + 2) {
    for (size_t k = 0; k < r->n; k++)
      if (r->v[k].kind == TDG_FACT_AGE && r->v[k].first == end) return 1;
    for (size_t k = end; k < end + 3 && k < r->t->n; k++)
      if (read_office(r, k, &o) && comma_between(r, r->t->terms[end - 1].end, r->t->terms[end].start))
        return 1;
  }
  return (first > 0 && fact_follows(r, first) && fact_word(r, first - 1, TDG_FACT_WORD_SPEECH, NULL) != 0) ||
         (fact_follows(r, end) && fact_word(r, end, TDG_FACT_WORD_SPEECH, NULL) != 0);
}

/* Two capitals, or one behind "Mr": a name. */
static size_t read_bare(struct fact_reader *r, size_t i) {
  size_t bytes;
  int title = i > 0 && fact_word(r, i - 1, TDG_FACT_WORD_TITLE, NULL) != 0;
  if (!is_capital(r, i) || is_no_name(r, i) ||
      ((fact_flags(r, i) & TDG_TERM_UPPER) && r->t->terms[i].size > 4))
    return 0;
  size_t end = name_end(r, i, !r->traits->noun_capitals, &bytes);
  if (end == i || (end == i + 1 && !title)) return 0;
  if (r->traits->noun_capitals && !title && !is_person(r, i, end)) return 0;
  if (fact_follows(r, end) && (r->t->marks[end].facts & FACT_WORD(OFFICE)) &&
      bytes == r->t->terms[end - 1].end)
    return 0; /* White House press secretary */
  struct tdg_fact *f = put_name(r, TDG_FACT_NAME, i, end, bytes);
  return read_apposed(r, f, end);
}

/* "Sixty-year-old Sharron Smith" */
static int is_age(const struct fact_reader *r, size_t i) {
  for (size_t k = 0; fact_is_hyphened(r, i) && k < r->n; k++)
    if (r->v[k].kind == TDG_FACT_AGE && r->v[k].first == i) return 1;
  return 0;
}

void fact_read_names(struct fact_reader *r) {
  if (is_headline(r)) return;
  for (size_t i = 0, next; i < r->t->n; i = next) {
    const struct tdg_word_mark *m = &r->t->marks[i];
    next = 0;
    if (m->facts & FACT_WORD(OFFICE)) next = read_held(r, i);
    if (next == 0 && ((m->facts & FACT_WORD(PLACE)) || (m->is & FACT_LIST(AT)))) next = read_place(r, i);
    if (next == 0 && is_capital(r, i) && !is_age(r, i)) next = read_bare(r, i);
    if (next <= i) next = i + 1;
  }
}
