/* conflict.h - what a sentence says in figures and days, and where sentences contradict each other. */
#ifndef EXTRACT_CONFLICT_H
#define EXTRACT_CONFLICT_H

#include "brief.h"

/* figures.c: what its numbers count. */
enum { MAX_FIGURES = 400, MAX_WHAT = 4 };
struct figure {
  struct sentence *s;
  double value;
  uint64_t what[MAX_WHAT]; /* stems of what is counted */
  int n_what;
  int state;
  int exact;   /* not "at least", "about" */
  int part;    /* "six others", "five of them" */
  int back;    /* of some earlier event */
  int anybody; /* no word but "people" and the like says who: everybody is counted */
  int kind;    /* of people or things, where labels of two kinds cannot mean the same; 0: other */
  int loose;   /* named by a word that fits nearly all others: people, cases */
  size_t start, number_end, end; /* bytes of the sentence */
  int casualty_count;            /* of people in a state, all of them, in this event; by conflict.c */
  size_t after;                  /* the term behind what is counted */
};
struct figures {
  struct brief *b;
  struct figure v[MAX_FIGURES];
  size_t n;
};
void figures_read(struct figures *, struct sentence *);
const char *figures_state_name(int state);
/* The number that begins at a term, in digits or words; *last: its last term.  -1: none. */
double figures_number(const struct sentence *, size_t i, const struct tdg_traits *, size_t *last);

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
int days_weekday(int64_t day);                 /* 1 Monday .. 7 */

/* The kinds of conflicts, each in its file: they add to out[n ...] and return the new number. */
int conflict_dates(struct brief *, struct conflict out[MAX_CONFLICTS], int n);  /* dates.c */
int conflict_names(struct brief *, struct conflict out[MAX_CONFLICTS], int n);  /* offices.c */
int conflict_places(struct brief *, struct conflict out[MAX_CONFLICTS], int n); /* places.c */

#endif
