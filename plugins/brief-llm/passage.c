/* passage.c - a text made ready for comparing; see verify.h. */
#include "verify.h"

#include <unicode/uchar.h>

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum {
  LEAST_STEM = 5,
  MOST_ENDING = 4,
  LEAST_INFLECTED = 4,
  MOST_OF_PHRASE = 3,
  MOST_INFLECTION = 3,
  SHORT_INFLECTION = 2
};

void passage_make(const struct verifier *v, struct tdg_str text, struct passage *p) {
  *p = (struct passage){.text = text, .words = v->words};
  p->language = tdg_words_language(v->language);
  p->n = tdg_terms(v->call, text, &p->t);
  p->marks = tdg_scratch(v->call, (p->n + 1) * sizeof *p->marks);
  tdg_vocabulary_mark(v->words, p->t, p->n, p->marks);
  p->facts_of =
      (struct tdg_fact_text){.text = text, .terms = p->t, .marks = p->marks, .n = p->n, .words = v->words};
  p->n_facts = tdg_facts(v->call, &p->facts_of, &p->fact);
  p->n_numbers = tdg_numbers(v->call, text, v->language, &p->number);
  p->folded = tdg_fold(v->call, text);
  p->large_nouns = tdg_vocabulary_traits(v->words)->noun_capitals;
  p->content = tdg_scratch(v->call, p->n + 1);
  for (size_t i = 0; i < p->n; i++)
    p->content[i] = !(p->t[i].flags & TDG_TERM_NUMBER) && !tdg_small_words_has(v->small, p->t[i].hash);
  passage_find_senses(v, p);
}

int passage_value(const struct passage *p, size_t i, enum tdg_fact_word_list list, size_t *n) {
  size_t terms = 1;
  int value = 0;
  if ((p->marks[i].facts & (uint64_t)1 << list) != 0)
    value = tdg_vocabulary_value(p->words, p->t + i, p->n - i, list, &terms);
  if (n != NULL) *n = value != 0 ? terms : 1;
  return value;
}

/* The letters of the word, large or small, stand at p. */
static const char *match_letters(const char *p, const char *end, struct tdg_str word) {
  const char *w = word.p;
  while (w < word.p + word.n) {
    if (p >= end ||
        u_tolower((UChar32)tdg_utf8_next(&w, word.p + word.n)) != u_tolower((UChar32)tdg_utf8_next(&p, end)))
      return NULL;
  }
  return p;
}

/* A letter that belongs to the word beside it: signs of scripts without spaces stand each for itself. */
static int joins_word(UChar32 c) { return u_isalnum(c) && !tdg_is_glyph((uint32_t)c); }

static int has_whole(struct tdg_str t, struct tdg_str word) {
  int inside = 0;
  for (const char *p = t.p, *end = t.p + t.n; p < end;) {
    const char *behind = inside ? NULL : match_letters(p, end, word), *next = behind;
    if (behind != NULL && (behind == end || !joins_word((UChar32)tdg_utf8_next(&next, end)))) return 1;
    inside = joins_word((UChar32)tdg_utf8_next(&p, end));
  }
  return 0;
}

int text_has_listed(struct tdg_str t, const struct tdg_word_class *c, int language, int value, int whole) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, language, &at)) != NULL;)
    if (w->value == value && (whole ? has_whole(t, tdg_word_text(c, w)) : tdg_nocase_has(t, c->text + w->at)))
      return 1;
  return 0;
}

int passage_is_of_signs(const struct passage *p) {
  size_t n = 0;
  for (size_t i = 0; i < p->n; i++) n += (p->t[i].flags & TDG_TERM_GLYPH) != 0;
  return 2 * n > p->n;
}

int passage_has(const struct passage *p, const struct tdg_term *t) {
  for (size_t i = 0; i < p->n; i++)
    if (p->t[i].hash == t->hash || p->t[i].stem == t->stem) return 1;
  return 0;
}

/* Bytes at the start that both have. */
static size_t common_start(struct tdg_str a, struct tdg_str b) {
  size_t n = 0;
  while (n < a.n && n < b.n && (a.p[n] | 0x20) == (b.p[n] | 0x20)) n++;
  return n;
}

static int contains(struct tdg_str whole, struct tdg_str part) {
  for (size_t i = 0; part.n <= whole.n && i <= whole.n - part.n; i++)
    if (common_start((struct tdg_str){whole.p + i, part.n}, part) == part.n) return 1;
  return 0;
}

/* "rescuers" and "rescue", "Zugunglück" and "Unglück". */
int passage_is_near(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  struct tdg_str a = passage_word(p, i), b = passage_word(q, k);
  if (p->t[i].stem == q->t[k].stem) return 1;
  size_t same = common_start(a, b);
  if (same >= LEAST_STEM && a.n - same <= MOST_ENDING && b.n - same <= MOST_ENDING) return 1;
  struct tdg_str shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
  return shorter.n > LEAST_STEM && longer.n <= 3 * shorter.n && contains(longer, shorter);
}

/* Behind n bytes that both have: "Marek", "Marka". */
static int loses_vowel(struct tdg_str a, struct tdg_str b, size_t n, size_t wide) {
  if (a.n != n + 2 * wide || b.n <= n || b.n > n + 3 * wide || n < 2 * wide) return 0;
  size_t used;
  uint32_t c = tdg_utf8_read(a.p + n, a.p + a.n, &used);
  int fleeting = c == 'e' || c == 0x435 || c == 0x43E || c == 0x454; /* also of Cyrillic */
  return fleeting && b.n >= n + 2 * wide && memcmp(a.p + n + wide, b.p + n, wide) == 0;
}

int passage_is_inflected(struct tdg_str a, struct tdg_str b) {
  size_t n = 0;
  while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
  n = tdg_utf8_cut(a, n); /* whole letters */
  size_t wide = a.n > 0 && (unsigned char)a.p[0] >= 0x80 ? 2 : 1, shorter = a.n < b.n ? a.n : b.n;
  if (loses_vowel(a, b, n, wide) || loses_vowel(b, a, n, wide)) return 1;
  if (n == shorter && n == (LEAST_INFLECTED - 1) * wide) /* Jan, Jana */
    return a.n + b.n - 2 * n <= SHORT_INFLECTION * wide;
  return n >= LEAST_INFLECTED * wide && a.n - n <= MOST_INFLECTION * wide &&
         b.n - n <= MOST_INFLECTION * wide;
}

int passage_is_said(const struct passage *p, size_t i) {
  for (size_t first = i >= MOST_OF_PHRASE ? i - MOST_OF_PHRASE : 0, n; first <= i; first++) {
    int value = passage_value(p, first, TDG_FACT_WORD_SPEECH, &n);
    if (first + n > i && (value == TDG_FACT_SPEECH_SAID || value == TDG_FACT_SPEECH_ACCORDING ||
                          value == TDG_FACT_SPEECH_ACCORDING_BEHIND))
      return 1;
  }
  return 0;
}

int passage_shares(const struct passage *p, const struct passage *q) {
  for (size_t i = 0; i < p->n; i++)
    for (size_t k = 0; k < q->n && p->content[i]; k++) {
      int names = !p->large_nouns && (p->t[i].flags & q->t[k].flags & TDG_TERM_CAPITAL);
      if (!names && q->content[k] && (passage_is_near(p, i, q, k) || passage_is_kin(p, i, q, k))) return 1;
    }
  return 0;
}

/* ---- the words a story writes small somewhere: no names, even where a sentence begins with them ---- */

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

uint64_t verifier_pair(const struct tdg_term *a, const struct tdg_term *b) {
  return (a->hash << 7 | a->hash >> 57) ^ b->hash;
}

void verifier_learn(struct verifier *v, const struct tdg_str *texts, size_t n) {
  struct tdg_term *t;
  size_t room = 1, used = 0;
  for (size_t i = 0; i < n; i++) room += texts[i].n / 2 + 1;
  uint64_t *stems = tdg_scratch(v->call, room * sizeof *stems),
           *names = tdg_scratch(v->call, room * sizeof *names);
  v->n_names = 0;
  for (size_t i = 0; i < n; i++) {
    size_t terms = tdg_terms(v->call, texts[i], &t);
    for (size_t k = 0; k < terms && v->n_names < room; k++)
      if ((t[k].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL)
        names[v->n_names++] = t[k].stem;
    for (size_t k = 0; k < terms && used < room; k++)
      if (!(t[k].flags & (TDG_TERM_CAPITAL | TDG_TERM_GLYPH | TDG_TERM_NUMBER))) stems[used++] = t[k].stem;
      else if (k > 0 && (t[k].flags & t[k - 1].flags & TDG_TERM_CAPITAL) && (t[k].flags & TDG_TERM_ADJACENT))
        stems[used++] = verifier_pair(&t[k - 1], &t[k]);
  }
  qsort(stems, used, sizeof *stems, by_value);
  v->common = stems;
  v->n_common = used;
  qsort(names, v->n_names, sizeof *names, by_value);
  v->names = names;
}

int verifier_names(const struct verifier *v, uint64_t stem) {
  return v->n_names > 0 && bsearch(&stem, v->names, v->n_names, sizeof *v->names, by_value) != NULL;
}

int verifier_knows(const struct verifier *v, uint64_t stem) {
  return v->n_common > 0 && bsearch(&stem, v->common, v->n_common, sizeof *v->common, by_value) != NULL;
}

/* "rose" and "climbed", "troops" and "soldiers", "approved" and "adopted" */
int passage_is_synonym(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  static const enum tdg_fact_word_list lists[] = {TDG_FACT_WORD_OPPOSITE, TDG_FACT_WORD_MATTER,
                                                  TDG_FACT_WORD_STAGE};
  for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
    int value = passage_value(p, i, lists[l], NULL);
    if (value != 0 && value == passage_value(q, k, lists[l], NULL)) return 1;
  }
  return p->marks[i].state != 0 && p->marks[i].state == q->marks[k].state;
}
