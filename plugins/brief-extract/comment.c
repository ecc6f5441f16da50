/* comment.c - which records are comment; see brief.h.
 *
 * Said by the record's genre or a label in its title; else by the person: who speaks of himself in many
 * sentences, outside quotations, comments.  What such a record says is not told as fact.
 */
#include "brief.h"

#include <tidings/kit/text.h>

enum { LEAST_SELF = 2, SELF_PERCENT = 25 };

/* "I. Lewis Libby" */
static int is_initial(const struct sentence *s, size_t i) {
  size_t end = s->terms[i].end;
  return end - s->terms[i].start == 1 && i + 1 < s->n_terms && s->text.p[end] == '.';
}

/* "us" outside a quotation, not "U.S." */
int brief_speaks_of_self(const struct sentence *s) {
  struct quotes q = {0};
  size_t read = 0;
  for (size_t i = 0; (s->is & W(W_SELF)) != 0 && i < s->n_terms; i++) {
    if (!sentence_is(s, i, W(W_SELF)) || (s->terms[i].flags & TDG_TERM_UPPER) || is_initial(s, i)) continue;
    shape_quotes(&q, (struct tdg_str){s->text.p + read, s->terms[i].start - read});
    read = s->terms[i].start;
    if (q.pair == 0) return 1;
  }
  return 0;
}

static int says_so(const struct brief *b, const struct member *m) {
  struct tdg_str genre = tdg_get(b->call, m->rec, TDG_GENRE);
  if (genre.n == 0) return tdg_title_is_opinion(tdg_get(b->call, m->rec, TDG_TITLE));
  return tdg_label_is_opinion(genre) || strcmp(genre.p, "review") == 0;
}

void brief_find_opinion(struct brief *b) {
  int self[MAX_MEMBERS] = {0};
  for (size_t i = 0; i < b->n_sentences; i++)
    self[b->sentence[i].member] += brief_speaks_of_self(&b->sentence[i]);
  for (int m = 0; m < b->n_members; m++)
    b->member[m].opinion = says_so(b, &b->member[m]) ||
                           (self[m] >= LEAST_SELF && self[m] * 100 >= SELF_PERCENT * b->member[m].sentences);
}
