/* headline.c - which of the records' titles stands above the brief; see brief.h.
 *
 * The title whose words most records and other titles share, if it reads like news: statements, orders, live
 * pages, questions and quotations stand back.  A value that reports dispute is told when most reports give it, or when it is the newest of
 * what changed; else the title stands without the part that tells it ("Express derails at Brannick, 14 hurt"), or, where none is left,
 * behind all others.  A cut sentence is the last choice; a date is none.
 */
#include "conflict.h"

#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include <math.h>

enum {
  LEAST_TITLE = 4,
  LONG_TITLE = 16,
  LONG_WORD = 3,
  LEAST_OUTLET = 4,
  MOST_OPENING = 5,
  LONG_HEADLINE = 25
};

static float agreement(const struct brief *b, const struct sentence *t) {
  float sum = 0;
  for (size_t k = 0; k < t->n_concepts; k++) {
    const struct spread *in = &b->concepts.spread[t->concepts[k]];
    sum += (float)(in->records + (in->titles > 1 ? in->titles - 1 : 0)) / (float)b->n_members;
  }
  return sum / sqrtf((float)(t->words + 3));
}

static int ends_with(struct tdg_str t, struct tdg_str tail) {
  return tail.n > 0 && t.n >= tail.n && memcmp(t.p + t.n - tail.n, tail.p, tail.n) == 0;
}

/* Is it the outlet's name, or the end of it ("Courier" of The Port Ellery Courier)? */
static int is_outlet(const struct brief *b, const struct member *m, struct tdg_str part) {
  const tdg_rec *source = tdg_get_rec(b->call, m->rec, TDG_SOURCE, 0);
  return part.n >= LEAST_OUTLET && source != NULL &&
         (ends_with(tdg_get(b->call, source, TDG_OUTLET), part) ||
          ends_with(tdg_get(b->call, source, TDG_NAME), part));
}

/* "Courier: ...", "... | Courier", "... - Courier": without it. */
static struct tdg_str without_outlet(const struct brief *b, const struct member *m, struct tdg_str t) {
  static const char *const signs[] = {": ", " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "};
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
    size_t n = strlen(signs[k]);
    for (size_t i = 1; i + n < t.n; i++) {
      if (memcmp(t.p + i, signs[k], n) != 0) continue;
      if (is_outlet(b, m, (struct tdg_str){t.p, i})) return (struct tdg_str){t.p + i + n, t.n - i - n};
      if (is_outlet(b, m, (struct tdg_str){t.p + i + n, t.n - i - n})) return (struct tdg_str){t.p, i};
    }
  }
  return t;
}

/* ORDER No. 112; LIVE: */
static int shouts(const struct sentence *t) {
  if (!(t->terms[0].flags & TDG_TERM_UPPER) || t->terms[0].size <= LONG_WORD) return 0;
  for (size_t i = 1; i < t->n_terms; i++) /* unless all of it is in capitals */
    if (!(t->terms[i].flags & (TDG_TERM_UPPER | TDG_TERM_NUMBER)) && t->terms[i].size > LONG_WORD) return 1;
  return 0;
}

static int is_out_of_news(const struct brief *b, const struct member *m) {
  static const char *const genres[] = {"press-release", "live", "opinion", "analysis", "interview", "review"};
  struct tdg_str genre = tdg_get(b->call, m->rec, TDG_GENRE);
  if (tdg_kind_of(b->call, m->rec) == TDG_STATEMENT) return 1;
  for (size_t i = 0; i < sizeof genres / sizeof *genres; i++)
    if (strcmp(genre.p, genres[i]) == 0) return 1;
  return 0;
}

static float freshness(const struct brief *b, const struct member *m) {
  int older = 0;
  for (int i = 0; i < b->n_members; i++) older += b->member[i].time != 0 && b->member[i].time < m->time;
  return m->time == 0 ? 1 : 0.95f + 0.1f * (float)older / (float)b->n_members;
}

/* Records that speak its language, of all. */
static float share_of_language(const struct brief *b, const struct member *m) {
  int n = 0;
  for (int i = 0; i < b->n_members; i++) n += b->member[i].language == m->language;
  return (float)n / (float)b->n_members;
}

/* "3 March 2026", "12:40": nothing but numbers, months and days of the week. */
static int is_only_date(const struct brief *b, const struct sentence *t) {
  for (size_t i = 0; i < t->n_terms; i++) {
    const struct tdg_word_mark *m = &t->marks[i];
    if (!(t->terms[i].flags & TDG_TERM_NUMBER) && m->month == 0 && m->weekday == 0 && m->number < 0 &&
        !cues_small(b->cues, t->terms[i].hash))
      return 0;
  }
  return 1;
}

/* Ends in the middle: "...", or a small word after which something follows. */
static int is_cut(const struct brief *b, const struct sentence *t) {
  const struct tdg_term *last = &t->terms[t->n_terms - 1];
  if (tdg_str_ends(t->text, "\xE2\x80\xA6") || tdg_str_ends(t->text, "..")) return 1;
  if (t->n_terms < LEAST_TITLE || last->end < t->text.n ||
      (last->flags & (TDG_TERM_CAPITAL | TDG_TERM_GLYPH)))
    return 0;
  return sentence_is(t, t->n_terms - 1, W(W_AND) | W(W_AT) | W(W_ON)) != 0 && cues_small(b->cues, last->hash);
}

/* Signs that part a title in two that stand alone each. */
static size_t part_sign(struct tdg_str t, size_t i) {
  static const char *const signs[] = {", ",       ": ", "; ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                      "\xD8\x8C "};
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
    if (i + strlen(signs[k]) < t.n && memcmp(t.p + i, signs[k], strlen(signs[k])) == 0)
      return strlen(signs[k]);
  return 0;
}

static int count_terms(const struct sentence *t, size_t from, size_t to) {
  int n = 0;
  for (size_t i = 0; i < t->n_terms; i++) n += t->terms[i].start >= from && t->terms[i].end <= to;
  return n;
}

/* The title without the part that tells what is in doubt: "Express derails at Brannick", of "..., 14 hurt".  Empty: nothing is left. */
static struct tdg_str without_doubt(const struct sentence *t) {
  size_t end = 0, from = 0, n;
  for (size_t i = 1; i < t->doubt.start; i++)
    if (part_sign(t->text, i) > 0) end = i;
  if (end > 0 && count_terms(t, 0, end) >= LEAST_TITLE) return (struct tdg_str){t->text.p, end};
  for (size_t i = t->doubt.end; i < t->text.n && from == 0; i++)
    if ((n = part_sign(t->text, i)) > 0) from = i + n;
  if (end == 0 && from > 0 && count_terms(t, from, t->text.n) >= LEAST_TITLE)
    return (struct tdg_str){t->text.p + from, t->text.n - from};
  return (struct tdg_str){t->text.p, 0};
}

/* What may be told of a title. */
static struct tdg_str sure_part(const struct sentence *t) {
  struct tdg_str part = t->doubtful ? without_doubt(t) : t->text;
  return part.n > 0 ? part : t->text;
}

static float score(struct brief *b, const struct member *m, struct tdg_str wanted) {
  const struct sentence *t = &m->title;
  int told = t->doubtful && without_doubt(t).n == 0;
  float x = agreement(b, t) * freshness(b, m) * share_of_language(b, m);
  if (t->words < LEAST_TITLE) x *= 0.5f;
  if (t->words > LONG_TITLE) x *= 0.8f;
  if (is_out_of_news(b, m)) x *= 0.6f;
  if (shouts(t) || tdg_title_teases(t->text)) x *= 0.6f;
  if (tdg_str_same(wanted, t->text)) x *= 1.1f;
  if (t->doubtful) x *= 0.9f; /* a part of it */
  if (told || is_cut(b, t)) x *= 0.02f;
  return told ? x * 0.3f : x; /* what reports dispute */
}

/* Where no record has a title, or only dates: the shortest opening that can stand alone, without its full stop. */
static struct tdg_str opening(const struct brief *b, struct tdg_str otherwise) {
  const struct sentence *best = NULL;
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *s = &b->sentence[i];
    if (!sentence_is_told(b, s) || s->doubtful || s->index > MOST_OPENING || s->words > LONG_HEADLINE)
      continue;
    if (best == NULL || s->index < best->index || (s->index == best->index && s->words < best->words))
      best = s;
  }
  if (best == NULL) return otherwise;
  return (struct tdg_str){best->text.p, best->text.n - (best->text.p[best->text.n - 1] == '.')};
}

void brief_headline(struct brief *b) {
  struct tdg_str wanted = tdg_get(b->call, b->story, TDG_HEADLINE);
  float best = -1;
  for (int i = 0; i < b->n_members; i++) {
    const struct member *m = &b->member[i];
    if (m->title.n_terms == 0 || is_only_date(b, &m->title)) continue;
    float x = score(b, m, wanted);
    if (x > best) best = x, b->headline = without_outlet(b, m, sure_part(&m->title)), b->headed = &m->title;
  }
  if (best < 0) b->headline = opening(b, wanted);
  size_t line = tdg_dateline(b->headline);
  b->headline.p += line, b->headline.n -= line;
}
