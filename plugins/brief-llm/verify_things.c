/* verify_things.c - the things that a written sentence and a cited one both name, and what stands before them; see verify.h.
 *
 * The part of a thing is the preposition, or the article that shows a case, before it.  Nothing is owned, nothing can fail.
 */
#include "verify_roles.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { MOST_BACK = 6 };

int roles_word(const struct check *c, const struct passage *p, size_t i) {
  const struct tdg_word *w = tdg_words_find(&tdg_words_llm_roles, tdg_vocabulary_number(p->words),
                                            tdg_fold(c->v->call, passage_word(p, i)));
  return w != NULL ? w->value : 0;
}

static int is_large(const struct passage *p, size_t i) { return (p->t[i].flags & TDG_TERM_CAPITAL) != 0; }

/* A day does nothing, but must not stand in the place of who does. */
static int is_day(const struct passage *p, size_t i) {
  return p->marks[i].weekday != 0 || p->marks[i].month != 0;
}

/* "du fleuve Ome", but "to buy Kern" */
static int may_stand_before(int role, int small) {
  return role == TDG_LLM_ROLES_BY || small == 0 || (small == 1 && role != TDG_LLM_ROLES_TO);
}

/* Its preposition, before an article or a row of large words; "by" also before
 * "warehouse owner Kern". */
int roles_of(const struct check *c, const struct passage *p, size_t i) {
  int small = 0; /* words that say something and are no names */
  for (size_t k = i, back = 0; k > 0 && back < MOST_BACK && !passage_begins_clause(p, k); k--, back++) {
    int role = roles_word(c, p, k - 1);
    if (role == TDG_LLM_ROLES_PASSIVE || (is_large(p, i) && is_day(p, k - 1)))
      return 0; /* "am 1. Juli tritt Sommer ..." */
    if (role == TDG_LLM_ROLES_OBJECT && k > 1 && !passage_begins_clause(p, k - 1)) { /* "mit einem Wagen" */
      int before = roles_word(c, p, k - 2);
      if (before != 0 && before != TDG_LLM_ROLES_PASSIVE) role = before;
    }
    if (role != 0 && may_stand_before(role, small)) return role;
    if (role != 0) return 0;
    if (p->content[k - 1]) {
      small += !is_large(p, k - 1);
      continue;
    }
    role = k > 1 && !passage_begins_clause(p, k - 1) ? roles_word(c, p, k - 2) : 0;
    return role == TDG_LLM_ROLES_PASSIVE || !may_stand_before(role, small) ? 0 : role;
  }
  return 0;
}

int things_have_ending(const struct passage *p, size_t i, int value) {
  const struct tdg_word_class *c = &tdg_words_llm_endings;
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, p->language, &at)) != NULL;) {
    const struct tdg_str e = tdg_word_text(c, w), word = p->small[i];
    if (w->value == value && word.n > e.n && memcmp(word.p + word.n - e.n, e.p, e.n) == 0) return 1;
  }
  return 0;
}

int things_are_passive_by_ending(const struct check *c, const struct passage *p) {
  for (size_t i = 0; i + 1 < p->n; i++)
    if (p->content[i] && !is_large(p, i) && things_have_ending(p, i, TDG_LLM_ENDINGS_PASSIVE) &&
        roles_word(c, p, i + 1) == TDG_LLM_ROLES_BY)
      return 1;
  return 0;
}

/* ---- what both name ---- */

static int is_for(const struct passage *p, size_t i) {
  const struct tdg_word *w = tdg_words_find(&tdg_words_llm_roles, p->language, p->small[i]);
  return w != NULL && w->value == TDG_LLM_ROLES_FOR;
}

/* "the end of the year": of a length of time, which does nothing. */
static int is_of_time(const struct passage *p, size_t i) {
  for (size_t k = i + 1; k < p->n && k <= i + 3 && !passage_begins_clause(p, k) && !is_large(p, i); k++) {
    if ((p->t[k].flags & TDG_TERM_NUMBER) || is_for(p, k)) return 0; /* "för att ha", which is no hectare */
    if ((k > i + 1 || memchr(passage_word(p, k).p, '\'', passage_word(p, k).n) != NULL) &&
        (passage_value(p, k, TDG_FACT_WORD_UNIT, NULL) != 0 || p->marks[k].month != 0))
      return 1;
    if (p->content[k]) return 0;
  }
  return 0;
}

int things_take_part(const struct passage *p, size_t i) {
  if (p->t[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) return 0;
  if (is_of_time(p, i) || passage_means(p, i, TDG_LLM_SENSES_FRAME)) return 0;
  if (passage_value(p, i, TDG_FACT_WORD_UNIT, NULL) != 0) return 0; /* euros */
  return (p->content[i] && p->marks[i].number < 0) || (is_day(p, i) && is_large(p, i));
}

/* Large only because the sentence begins: written small where it is cited. */
static int is_common(const struct passage *p, size_t i, const struct passage *q) {
  if (!(p->t[i].flags & TDG_TERM_FIRST)) return 0;
  for (size_t k = 0; k < q->n; k++)
    if (q->t[k].stem == p->t[i].stem && !is_large(q, k)) return 1;
  return 0;
}

/* Not the second word of a name; but "Kern University", where only "the university" stands there. */
static int begins_thing(const struct passage *p, size_t i, const struct passage *q) {
  return i == 0 || !passage_has(q, &p->t[i - 1]) || !things_take_part(p, i - 1) || !is_large(p, i) ||
         !is_large(p, i - 1) || !p->content[i - 1] || !(p->t[i].flags & TDG_TERM_ADJACENT) ||
         is_common(p, i - 1, q);
}

static int is_word_of(const struct check *c, size_t i, const struct passage *q, size_t k) {
  if (c->said->t[i].hash == q->t[k].hash || c->said->t[i].stem == q->t[k].stem) return 1;
  return is_large(c->said, i) && is_large(q, k) &&
         passage_is_inflected(passage_word(c->said, i), passage_word(q, k));
}

void roles_find_things(const struct check *c, const struct passage *q, struct things *out) {
  const struct passage *p = c->said;
  out->n = 0;
  for (size_t i = 0; i < p->n && out->n < MAX_THINGS; i++) {
    if (!things_take_part(p, i) || !begins_thing(p, i, q)) continue;
    size_t k = 0;
    while (k < q->n && !(things_take_part(q, k) && is_word_of(c, i, q, k))) k++;
    if (k == q->n) continue;
    int only_first = (p->t[i].flags & q->t[k].flags & TDG_TERM_FIRST) != 0; /* large, whatever it is */
    int is_name = is_large(p, i) && is_large(q, k) && !is_common(p, i, q) && !only_first;
    out->v[out->n++] = (struct thing){i, k, roles_of(c, p, i), roles_of(c, q, k), is_name};
  }
}

/* ---- forms ---- */

/* What a verb of the past ends with beside a man, a woman, a thing or many. */
static int is_gender(const struct passage *p, struct tdg_str end) {
  return end.n == 0 || tdg_words_find(&tdg_words_llm_genders, p->language, end) != NULL;
}

/* The same but for a gender at the end; a passive has another ending. */
int roles_are_one_form(const struct passage *p, struct tdg_str a, struct tdg_str b) {
  size_t n = 0;
  while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
  n = tdg_utf8_cut(a, n);
  return 2 * n >= a.n && is_gender(p, (struct tdg_str){a.p + n, a.n - n}) &&
         is_gender(p, (struct tdg_str){b.p + n, b.n - n});
}
