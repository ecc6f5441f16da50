/* conflict.h - sentences made ready to be compared, what was found in them, what they say of days, and conflicts. */
#ifndef EXTRACT_CONFLICT_H
#define EXTRACT_CONFLICT_H

#include "align.h"

/* ---- comparing sentences ---- */

enum { MAX_NEGATIONS = 6, MAX_NODES = 4000 };

/* A sentence made ready for comparing. */
struct reading {
  struct sentence *s; /* NULL: not yet */
  int is_title;
  const struct words *words;
  struct tdg_fact_text text;
  struct tdg_fact *fact;
  size_t n_facts;
  struct tdg_sense sense;
  size_t negation[MAX_NEGATIONS]; /* terms that negate */
  size_t n_negations;
  int has_negations;                    /* they were read */
  int last_node;                        /* the last saying of it that was found, from 1; 0: none */
  const struct tdg_fact *right, *wrong; /* of a sentence that corrects; NULL: it does not */
};

/* What one sentence says of something. */
struct saying {
  const struct reading *of;
  const struct tdg_fact *fact; /* NULL: said in words */
  size_t start, end;           /* bytes of the sentence: the value, short */
  int side;                    /* said in words: equal for equal values */
  int corrects;                /* in a sentence that corrects: 1 this is right, -1 this was wrong */
};
/* Sayings of one thing are joined, and among them those that have one value. */
struct node {
  struct saying say;
  const char *kind;
  int thing, value; /* a node that stands for all of its thing, of its value */
  int before;       /* the one before it of the same sentence, from 1; 0: none */
};
struct graph {
  struct brief *b;
  struct node *v;
  int n, most; /* most: that v has room for */
};

struct comparison {
  struct brief *b;
  struct alignment al;
  struct reading *reading; /* of each sentence of the alignment */
  struct graph *found;
  void *list; /* comparison_list() */
  size_t list_size;
};

/* comparison.c */
void comparison_make(struct comparison *, struct brief *);
/* Memory for what one comparison over the whole story collects: the next one that asks gets it, and what is written there, too. */
void *comparison_list(struct comparison *, size_t size);
const struct reading *comparison_read(struct comparison *, size_t sentence); /* without its negations */
const struct reading *comparison_read_words(struct comparison *, size_t sentence);
/* Negations up to `before` terms before a phrase of n terms, or behind it up to `behind` terms from its first; after
 * comparison_read_words(). */
int reading_negations_near(const struct reading *, size_t term, size_t n, size_t before, size_t behind);
/* The word that a negation turns round: the next behind it, else the last before it; SIZE_MAX: none near. */
size_t reading_turned(const struct reading *, size_t negation);
/* Do they name days that differ? */
int comparison_dates_differ(const struct comparison *, const struct reading *, const struct reading *);
/* The state of the people counted; where the number alone or "people" is counted, the one state that its sentence names. */
int people_state(const struct reading *, const struct tdg_fact *);
/* Does the record name this person or place somewhere? */
int comparison_names(const struct comparison *, int member, const struct tdg_fact *);
/* Words that say something between two terms of x that also stand between two of y; *least: how many the one with fewer has. */
int shared_between(const struct reading *x, size_t first, size_t last, const struct reading *y, size_t from,
                   size_t to, int *least);
struct saying say_terms(const struct reading *, size_t first, size_t last, int side);
struct saying say_fact(const struct reading *, const struct tdg_fact *);  /* with what it counts */
struct saying say_range(const struct reading *, const struct tdg_fact *); /* the value alone */

/* value_scope.c: what a value is of, and which two values contradict nothing. */
int reading_is_short(const struct reading *);
int reading_is_of_page(const struct reading *); /* "Photo: the town hall, seen on 9 March 2019" */
const struct tdg_fact *reading_only_name(const struct reading *); /* NULL: none, or two */
int reading_looks_back(const struct reading *); /* "ago", "since": by the words of the sentence */
int reading_count_kind(const struct reading *, int kind);
int sentence_is_of_story(
    const struct sentence *); /* it names nothing that the rest of the story does not know */
int readings_name_two(const struct reading *, const struct reading *);      /* each names somebody else */
int readings_in_two_places(const struct reading *, const struct reading *); /* each names one of its own */
int readings_of_two_events(const struct comparison *, const struct reading *, const struct reading *);
const char *value_kind(const struct tdg_fact *); /* of a conflict */
int value_is_limit(const struct tdg_fact *);     /* at least, up to */
int value_is_bounded(const struct reading *, const struct tdg_fact *);
int value_is_another(const struct comparison *, const struct reading *, const struct tdg_fact *);
int value_is_torn(const struct reading *, const struct tdg_fact *);
int value_stands_between_commas(const struct reading *, const struct tdg_fact *);
/* The terms around a fact up to a sign, at most eight on both sides. */
void value_clause(const struct reading *, const struct tdg_fact *, size_t *first, size_t *last);
/* Of two values x, f and y, g: */
int value_clause_shared(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                        const struct tdg_fact *g, int *least);
int value_near_same(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                    const struct tdg_fact *g);
int value_counts_same(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                      const struct tdg_fact *g);
int value_has_own_name(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                       const struct reading *y); /* beside f, that y has not */
int value_is_foreign(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                     const struct reading *y);
int value_is_elsewhere(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                       const struct reading *y);
int value_is_sum(const struct tdg_fact *f, const struct reading *y, const struct tdg_fact *g);
int shares_of_two(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                  const struct reading *y, const struct tdg_fact *g);
int values_of_two(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                  const struct reading *y, const struct tdg_fact *g);
int values_hold_one(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                    const struct reading *y, const struct tdg_fact *g);
int values_given_both(struct comparison *, const struct reading *x, const struct tdg_fact *f,
                      const struct reading *y, const struct tdg_fact *g);
int values_vague(const struct comparison *, const struct reading *x, const struct tdg_fact *f,
                 const struct reading *y, const struct tdg_fact *g);
enum tdg_fact_relation values_relation(const struct comparison *, const struct reading *x,
                                       const struct tdg_fact *f, const struct reading *y,
                                       const struct tdg_fact *g);

/* gather.c: two sentences say the same of something, or not; returns 1.  What is over MAX_NODES sayings is left out. */
int add_edge(struct comparison *, const char *kind, struct saying, struct saying, int differ);
/* Adds to out[n ...] and returns the new number. */
int conflict_gather(struct graph *, struct conflict out[MAX_CONFLICTS], int n);

/* wording.c, slots.c, held.c, venues.c, event_days.c, fates.c: add edges. */
void venues_compare(struct comparison *);
void event_days_compare(struct comparison *);
void fates_compare(struct comparison *);
void wording_compare(struct comparison *);
/* A plan and its outcome, an opinion and another, two days. */
int comparison_may_both_hold(const struct comparison *, const struct reading *, const struct reading *);
void slots_compare(struct comparison *);
void held_compare(struct comparison *);
void lone_compare(struct comparison *);
/* Two days on which something is to open or run again, of two things: the school and the road; of things that no list knows, those whose
 * clauses have no other word in common.  named.c */
int named_reopen_apart(const struct comparison *, const struct reading *, const struct tdg_fact *,
                       const struct reading *, const struct tdg_fact *);
void named_compare(struct comparison *);
void people_compare(struct comparison *);
void tallies_compare(struct comparison *);
void turns_compare(struct comparison *);
void slips_compare(struct comparison *);
void quotations_compare(struct comparison *);
void directions_compare(struct comparison *);

/* told_values.c: sentences that say a value of a conflict again take part in it. */
void told_values_mark(struct comparison *, const struct conflict *, int n);

/* days.c: what a sentence says of days: "on Monday", "yesterday", "4 March 2026". */
enum { MAX_DAYS = 8 };
struct day {
  size_t first, last;     /* terms */
  size_t start, end;      /* bytes of the sentence */
  int64_t day;            /* days since 1970 */
  int weekday;            /* 1 Monday .. 7 that the text names, 0: none */
  int relative;           /* "yesterday", "on Monday": counted from the day the record came out */
  int year_given, future; /* future: by the words of the sentence */
};

/* The days of a sentence whose record has a date; what cannot be told is left out. */
size_t days_find(const struct brief *, const struct sentence *, struct day out[MAX_DAYS]);
int64_t days_published(const struct member *); /* the day where the record came out; only when time != 0 */

/* dates.c: adds to out[n ...] and returns the new number. */
int conflict_dates(struct comparison *, struct conflict out[MAX_CONFLICTS], int n);

/* common_words.c: what is read of the words of a sentence. */
const struct words *common_words_of(const struct brief *, const struct sentence *);
/* The term of a matter that stands before the n-th of some words; SIZE_MAX: none. */
size_t common_term_of(const struct words *, uint32_t matter, size_t n);

#endif
