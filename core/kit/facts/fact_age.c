/* fact_age.c - how old somebody is: "aged 43", "43 years old", "Anna Berg, 43, ...", "neunjährig"; see fact_internal.h. */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/word_classes.h>

enum { MOST_AGE = 120, LEAST_LOOSE_AGE = 12, TENS = 20, LEAST_WORD = 7 };

static int ends_phrase(const struct fact_reader *r, size_t end) {
  char c = fact_byte(r, end);
  return c == ',' || c == ')' || c == ';' || c == '.' || c == '\0';
}

/* "Anna Berg, 43, ..." and "Anna Berg (43)" */
static int is_apposed(const struct fact_reader *r, size_t i, size_t end) {
  size_t start = r->t->terms[i].start;
  if (i < 2 || !(fact_flags(r, i - 1) & TDG_TERM_CAPITAL) || !(fact_flags(r, i - 2) & TDG_TERM_CAPITAL) ||
      !fact_follows(r, i - 1))
    return 0;
  if (r->t->marks[i - 1].month != 0 || r->t->marks[i - 1].weekday != 0) return 0;
  const char *p = r->t->text.p + r->t->terms[i - 1].end;
  size_t gap = start - r->t->terms[i - 1].end;
  return (gap == 2 && p[0] == ',' && p[1] == ' ' && ends_phrase(r, end) && fact_byte(r, end) != ')') ||
         (gap == 2 && p[0] == ' ' && p[1] == '(' && fact_byte(r, end) == ')');
}

/* "The accused, 58, wore": a noun with its article, and commas around the number. */
static int is_between_commas(const struct fact_reader *r, size_t i, size_t end) {
  if (i < 2 || !fact_follows(r, i - 1) || !fact_is_small(r, i - 2) || fact_is_small(r, i - 1)) return 0;
  const char *p = r->t->text.p + r->t->terms[i - 1].end;
  return r->t->terms[i].start == r->t->terms[i - 1].end + 2 && p[0] == ',' && p[1] == ' ' &&
         fact_byte(r, end) == ',' && fact_byte(r, end + 1) == ' ' &&
         !(fact_flags(r, i - 1) & TDG_TERM_NUMBER) && r->t->marks[i - 1].month == 0 &&
         r->t->marks[i - 1].weekday == 0 && !(r->t->marks[i - 1].facts & FACT_WORD(UNIT)) &&
         r->t->marks[i - 1].state == 0;
}

/* "Hask, 61, had taken": one name that a sentence or its part opens with. */
static int is_behind_name(const struct fact_reader *r, size_t i, size_t end) {
  if (i == 0 || !(fact_flags(r, i - 1) & TDG_TERM_CAPITAL) || fact_is_small(r, i - 1) ||
      r->traits->noun_capitals)
    return 0;
  if (i > 1 && !fact_is_border(r, i - 1) &&
      !fact_is(r, i - 2, FACT_LIST(SAID) | FACT_LIST(AND) | FACT_LIST(LEADS)))
    return 0;
  if (r->t->marks[i - 1].month != 0 || r->t->marks[i - 1].weekday != 0) return 0;
  const char *p = r->t->text.p + r->t->terms[i - 1].end;
  return r->t->terms[i].start == r->t->terms[i - 1].end + 2 && p[0] == ',' && p[1] == ' ' &&
         fact_byte(r, end) == ',' && fact_byte(r, end + 1) == ' ';
}

static size_t put_age(struct fact_reader *r, size_t i, size_t last, int age) {
  struct tdg_fact *f = fact_add(r, TDG_FACT_AGE, i, last);
  f->value = f->high = age, f->step = 1;
  if (fact_flags(r, i) & TDG_TERM_NUMBER) f->flags |= TDG_FACT_FIGURE;
  return last + 1;
}

/* ---- ages in one word ---- */

/* "neun" of "neunjährig", "dziewięcio" of "dziewięcioletni", "тридцятип'яти": a number of the language, or its form in such words. */
static int number_in_word(const struct fact_reader *r, struct tdg_str word) {
  const struct tdg_word_class *forms = &tdg_words_fact_age_numbers;
  int language = tdg_vocabulary_number(r->t->words);
  struct tdg_str rest = word;
  const struct tdg_word *w = tdg_words_at_start(forms, language, word);
  struct tdg_term t = {.hash = tdg_term_hash(word.p, word.n)};
  struct tdg_word_mark mark;
  tdg_vocabulary_mark(r->t->words, &t, 1, &mark);
  if (mark.number > 0) return mark.number;
  if (w == NULL) return 0;
  rest.p += w->size, rest.n -= w->size;
  if (rest.n == 0) return w->value;
  const struct tdg_word *ones = w->value >= TENS ? tdg_words_at_start(forms, language, rest) : NULL;
  return ones != NULL && ones->value < 10 && ones->size == rest.n ? w->value + ones->value : 0;
}

static int age_in_word(const struct fact_reader *r, size_t i) {
  if ((fact_flags(r, i) & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) || r->t->terms[i].size < LEAST_WORD) return 0;
  struct tdg_str s = fact_term_text(r, i);
  const struct tdg_word *end = tdg_words_at_end(&tdg_words_fact_age, tdg_vocabulary_number(r->t->words), s);
  if (end == NULL || end->value != TDG_FACT_AGE_BEHIND || end->size >= s.n) return 0;
  s.n -= end->size;
  if (s.n > 1 && s.p[s.n - 1] == '-') s.n--; /* "twelve-year-old" */
  return number_in_word(r, tdg_fold(r->call, s));
}

/* Languages that join words, or have forms of numbers for it. */
int fact_has_age_words(const struct fact_reader *r) {
  size_t at = 0;
  return r->traits->noun_capitals ||
         tdg_words_next(&tdg_words_fact_age_numbers, tdg_vocabulary_number(r->t->words), &at) != NULL;
}

int fact_is_hyphened(const struct fact_reader *r, size_t i) {
  const struct tdg_term *t = &r->t->terms[i];
  return t->end - t->start > LEAST_WORD && memchr(r->t->text.p + t->start, '-', t->end - t->start) != NULL;
}

size_t fact_read_age_word(struct fact_reader *r, size_t i) {
  int age = age_in_word(r, i);
  return age > 0 ? put_age(r, i, i, age) : 0;
}

/* ---- ages in numbers ---- */

/* "a los 87 años", "Tenía 89 años.": years behind a word that stands before other things too end their part of the sentence. */
static int is_weakly_said(const struct fact_reader *r, size_t k, size_t size, double value) {
  if (value < LEAST_LOOSE_AGE) return 0;
  return ends_phrase(r, r->t->terms[k + size - 1].end) ||
         (k + size < r->t->n && (r->t->marks[k + size].state != 0 || r->t->marks[k + size].before != 0));
}

/* The word before the number and the number stand between commas, or end the part of the sentence. */
static int is_set_off(const struct fact_reader *r, size_t i, size_t end) {
  return i > 1 && fact_is_border(r, i - 1) && ends_phrase(r, end);
}

size_t fact_read_age(struct fact_reader *r, size_t i) {
  struct fact_number n;
  size_t size = 0, start = r->t->terms[i].start;
  if (!fact_number(r, i, &n) || n.value < 1 || n.value > MOST_AGE || n.high != n.value || n.scaled ||
      n.part_of_one || n.unit != 0)
    return 0;
  size_t k = n.last + 1;
  int gap = k < r->t->n && (fact_only_space(r, n.end, r->t->terms[k].start) || n.compound ||
                            (fact_byte(r, n.end) == '-' && r->t->terms[k].start == n.end + 1));
  int behind = gap ? fact_word(r, k, TDG_FACT_WORD_AGE, &size) : 0;
  int lead = fact_word_before(r, i, start, TDG_FACT_WORD_AGE, NULL);
  int before = lead == TDG_FACT_AGE_BEFORE;
  if (behind == TDG_FACT_AGE_BEHIND) return put_age(r, i, k + size - 1, (int)n.value);
  if (before) return put_age(r, i, behind == TDG_FACT_AGE_BEHIND_WEAK ? k + size - 1 : n.last, (int)n.value);
  if (lead == TDG_FACT_AGE_BEHIND_WEAK && is_set_off(r, i, n.end) && n.figure &&
      n.value >= LEAST_LOOSE_AGE) /* "menedżer, lat 58," */
    return put_age(r, i, n.last, (int)n.value);
  if (behind == TDG_FACT_AGE_BEHIND_WEAK) {
    if (lead == TDG_FACT_AGE_BEFORE_OWN && n.value >= LEAST_LOOSE_AGE &&
        fact_word(r, k + size, TDG_FACT_WORD_OF, NULL) == 0) /* "con sus 20 años de experiencia" */
      return put_age(r, i, k + size - 1, (int)n.value);
    if (lead == TDG_FACT_AGE_BEFORE_WEAK && is_weakly_said(r, k, size, n.value))
      return put_age(r, i, k + size - 1, (int)n.value);
    size_t end = r->t->terms[k + size - 1].end;
    int comma = i > 0 && start > 1 && fact_byte(r, start - 2) == ',' && ends_phrase(r, end);
    int of = n.value >= LEAST_LOOSE_AGE && fact_word_before(r, i, start, TDG_FACT_WORD_OF, NULL) != 0 &&
             !fact_word(r, k + size, TDG_FACT_WORD_OF, NULL) &&
             !fact_word(r, k + size, TDG_FACT_WORD_PART, NULL);
    return comma || of ? put_age(r, i, k + size - 1, (int)n.value) : 0;
  }
  int bare = n.figure &&
             (is_apposed(r, i, n.end) || (n.value >= LEAST_LOOSE_AGE &&
                                          (is_between_commas(r, i, n.end) || is_behind_name(r, i, n.end))));
  return bare ? put_age(r, i, n.last, (int)n.value) : 0;
}
