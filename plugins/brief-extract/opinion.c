/* opinion.c - which records are comment; see brief.h.
 *
 * Said by the record's genre or a label in its title; else by the person: who speaks of himself in many
 * sentences, outside quotations, comments.  What such a record says is not told as fact.
 */
#include "brief.h"

#include <tidings/kit/text.h>

enum { LEAST_SELF = 2, SELF_PERCENT = 25 };

static int says_so(const struct brief *b, const struct member *m) {
  static const char *const genres[] = {"opinion", "editorial", "column", "letter", "review", "satire"};
  struct tdg_str genre = tdg_get(b->call, m->rec, TDG_GENRE);
  for (size_t i = 0; i < sizeof genres / sizeof *genres; i++)
    if (strcmp(genre.p, genres[i]) == 0) return 1;
  return genre.n == 0 && tdg_title_is_opinion(tdg_get(b->call, m->rec, TDG_TITLE));
}

void brief_find_opinion(struct brief *b) {
  int self[MAX_MEMBERS] = {0};
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].member < MAX_MEMBERS)
      self[b->sentence[i].member] += cues_speaks_of_self(&b->sentence[i]);
  for (int m = 0; m < b->n_members; m++)
    b->member[m].opinion = says_so(b, &b->member[m]) ||
                           (self[m] >= LEAST_SELF && self[m] * 100 >= SELF_PERCENT * b->member[m].sentences);
}
