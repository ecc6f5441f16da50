/* verify_opposites.c - words of one sense and of the opposite one, as the kit's lists of facts have them; see verify.h. */
#include "verify.h"

#include <tidings/kit/word_classes.h>

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

/* The values of the class stand in pairs. */
static int is_opposite(int a, int b) { return a != b && (a - 1) / 2 == (b - 1) / 2; }

struct sides {
  int same, opposite;
};

static struct sides find_sides(const struct check *c, int value) {
  struct sides s = {0};
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0, n; k < c->cited[m]->n; k += n) {
      int other = passage_value(c->cited[m], k, TDG_FACT_WORD_OPPOSITE, &n);
      s.same |= other == value;
      s.opposite |= other != 0 && is_opposite(value, other);
    }
  return s;
}

/* "rejected", where only "accepted" is cited. */
enum verdict check_opposites(struct check *c) {
  for (size_t i = 0, n; i < c->said->n; i += n) {
    int value = passage_value(c->said, i, TDG_FACT_WORD_OPPOSITE, &n);
    if (value == 0) continue;
    struct sides s = find_sides(c, value);
    c->piece = passage_word(c->said, i);
    if (s.opposite && !s.same) return TURNED;
  }
  return BORNE_OUT;
}
