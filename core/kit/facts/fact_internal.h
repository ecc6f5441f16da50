/* fact_internal.h - what the files behind tdg_facts() hand each other.  All memory is the call's; none of the
 * functions can fail but for memory, which ends the call. */
#ifndef KIT_FACT_INTERNAL_H
#define KIT_FACT_INTERNAL_H

#include <tidings/kit/facts.h>

#include <string.h>

#define FACT_LIST(NAME) (UINT64_C(1) << TDG_LIST_##NAME)
#define FACT_WORD(NAME) (UINT64_C(1) << TDG_FACT_WORD_##NAME)

struct fact_reader {
  tdg_call *call;
  const struct tdg_fact_text *t;
  const struct tdg_traits *traits;
  struct tdg_fact *v;
  size_t n, cap;
};

/* Is any of these, bits FACT_LIST(...), the phrase that begins at a term?  0 behind the last. */
static inline uint64_t fact_is(const struct fact_reader *r, size_t i, uint64_t lists) {
  return i < r->t->n ? r->t->marks[i].is & lists : 0;
}
/* Only space stands between the term and the one before. */
static inline int fact_follows(const struct fact_reader *r, size_t i) {
  return i < r->t->n && (r->t->terms[i].flags & TDG_TERM_ADJACENT);
}
/* A grammar word of the language. */
static inline int fact_is_small(const struct fact_reader *r, size_t i) {
  return i < r->t->n && (r->t->marks[i].facts & FACT_WORD(SMALL)) != 0;
}
static inline unsigned fact_flags(const struct fact_reader *r, size_t i) {
  return i < r->t->n ? r->t->terms[i].flags : 0;
}
/* The value of a list at a term, and in *n its terms; 0: none. */
static inline int fact_word(const struct fact_reader *r, size_t i, enum tdg_fact_word_list list, size_t *n) {
  if (i >= r->t->n || !(r->t->marks[i].facts >> list & 1)) return 0;
  return tdg_vocabulary_value(r->t->words, &r->t->terms[i], r->t->n - i, list, n);
}
/* A byte of the text; '\0' behind its end. */
static inline char fact_byte(const struct fact_reader *r, size_t at) {
  return at < r->t->text.n ? r->t->text.p[at] : '\0';
}
static inline struct tdg_str fact_term_text(const struct fact_reader *r, size_t i) {
  return (struct tdg_str){r->t->text.p + r->t->terms[i].start, r->t->terms[i].end - r->t->terms[i].start};
}

/* fact_reader.c */
struct tdg_fact *fact_add(struct fact_reader *, int kind, size_t first,
                          size_t last);                   /* its range is that of the terms */
uint64_t fact_stem(const struct fact_reader *, size_t i); /* what brings the forms of a word together */
/* The value of the phrase of a list that ends right before byte `start`, whose term is `first`; an article may
 * stand between.  *from: its first term. */
int fact_word_before(const struct fact_reader *, size_t first, size_t start, enum tdg_fact_word_list,
                     size_t *from);
int fact_only_space(const struct fact_reader *, size_t from, size_t to); /* bytes */
/* Does the part of the sentence that a term stands in speak of something earlier? */
int fact_looks_back(const struct fact_reader *, size_t i);
int fact_is_border(const struct fact_reader *, size_t i); /* a comma or the like stands before the term */

/* enum tdg_tense of a word: an auxiliary, a verb of plans, or an ending ("entrará"). */
int fact_tense_at(const struct fact_reader *, size_t i);
int fact_tense_of_ending(const struct fact_reader *, size_t i);

/* fact_number.c: a number in digits or words, with its scale ("3.5 million"), or a span of two. */
struct fact_number {
  size_t first, last, start, end;
  double value, high, step;
  int figure;      /* in digits */
  int compound;    /* a hyphen and a word behind it: "18-month" */
  int part_of_one; /* a fraction: "half" */
  int scaled;      /* by a word: "million" */
  int unit;        /* glued to the digits: "12km"; 0 none */
};
int fact_number(const struct fact_reader *, size_t i, struct fact_number *);
int fact_digits_at(const struct fact_reader *, size_t i, int most, int *value,
                   size_t *end); /* a small whole number */

/* fact_unit.c: units, their dimension and what they are of its base. */
enum fact_dimension {
  FACT_NO_DIMENSION,
  FACT_SHARE,
  FACT_POINTS,
  FACT_CURRENCY,
  FACT_LENGTH,
  FACT_AREA,
  FACT_MASS,
  FACT_VOLUME,
  FACT_SPEED,
  FACT_TEMPERATURE,
  FACT_POWER,
  FACT_ENERGY,
  FACT_TIME
};
enum fact_dimension fact_dimension(int unit);
double fact_to_base(int unit, double value);
double fact_factor(int unit);
const char *fact_unit_name(int unit);
int fact_unit_before(const struct fact_reader *, struct fact_number *); /* moves its start */
int fact_unit_behind(const struct fact_reader *, struct fact_number *,
                     size_t *after); /* moves its end and *after */

/* Each reads what begins at a term, and returns the term behind it, or 0. */
size_t fact_read_date(struct fact_reader *, size_t i);      /* fact_date.c */
size_t fact_read_clock(struct fact_reader *, size_t i);     /* fact_clock.c */
size_t fact_read_age(struct fact_reader *, size_t i);       /* fact_age.c */
int fact_has_age_words(const struct fact_reader *);         /* the language may have them */
int fact_is_hyphened(const struct fact_reader *, size_t i); /* a long term of several: "twelve-year-old" */
size_t fact_read_age_word(struct fact_reader *, size_t i);  /* of no number: "neunjährig" */
size_t fact_read_amount(struct fact_reader *, size_t i);    /* fact_amount.c: counts, money, measures ... */
void fact_read_names(struct fact_reader *);                 /* fact_name.c: names and places */
int fact_tense_of(const struct fact_reader *,
                  size_t at); /* fact_date.c: -1 past, 1 to come, 0 cannot be told */

#endif
