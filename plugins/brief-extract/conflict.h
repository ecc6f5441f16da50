/* conflict.h - the figures of sentences, and the kinds of conflicts, each in its file: they add to out[n ...]
 * and return the new number. */
#ifndef EXTRACT_CONFLICT_H
#define EXTRACT_CONFLICT_H

#include "brief.h"

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
  int toll;                      /* of people in a state, all of them, in this event; by conflict.c */
  size_t after;                  /* the term behind what is counted */
};
struct figures {
  struct brief *b;
  struct figure v[MAX_FIGURES];
  size_t n;
};
void figures_read(struct figures *, struct sentence *); /* figures.c */
const char *figures_state_name(int state);
/* The number that begins at a term, in digits or words; *last: its last term.  -1: none. */
double figures_number(const struct sentence *, size_t i, const struct traits *, size_t *last);

int conflict_dates(struct brief *, struct conflict out[MAX_CONFLICTS], int n);  /* dates.c */
int conflict_names(struct brief *, struct conflict out[MAX_CONFLICTS], int n);  /* offices.c */
int conflict_places(struct brief *, struct conflict out[MAX_CONFLICTS], int n); /* places.c */

#endif
