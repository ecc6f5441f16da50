/* refilled.c - are two records one form, filled in for two places?  See story.h.  Pure; no memory. */
#include "story.h"

static const float LEAST_ALIKE = 0.5f; /* of the words, without figures */
enum { FEWEST_OWN = 2 };

/* What one record has and the other has not. */
struct own {
  int words; /* all that count, those in common too */
  int heads; /* own words of its title that its lead repeats: the place or the teams that it is about */
  int slots; /* own figures, and own names beside the heads */
};

static int counts(unsigned flags) { return (flags & (WORD_FIGURE | WORD_PHRASE)) == 0; }

static int has_names(const struct summary_vector *g) {
  for (size_t i = 0; i < g->n; i++)
    if (g->flags[i] & WORD_NAME) return 1;
  return 0;
}

/* Scripts without capitals have no names: there any word may be one. */
static void add_own(struct own *o, unsigned flags, int names) {
  int is_name = !names || (flags & WORD_NAME);
  o->words += counts(flags);
  if ((flags & WORD_FIGURE) && !(flags & WORD_YEAR)) o->slots++;
  else if (counts(flags) && is_name && (flags & WORD_TITLE) && (flags & WORD_LEAD)) o->heads++;
  else if (counts(flags) && names && is_name) o->slots++;
}

int is_refilled(const struct summary_vector *a, const struct summary_vector *b) {
  struct own x = {0}, y = {0};
  int names = has_names(a) || has_names(b), common = 0;
  for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
    if (j == b->n || (i < a->n && a->word[i] < b->word[j])) {
      add_own(&x, a->flags[i++], names);
    } else if (i == a->n || b->word[j] < a->word[i]) {
      add_own(&y, b->flags[j++], names);
    } else {
      common += counts(a->flags[i++] & b->flags[j++]);
    }
  }
  x.words += common, y.words += common;
  int most = x.words > y.words ? x.words : y.words;
  return common >= REFILLED_WORDS && (float)common >= LEAST_ALIKE * (float)most && x.heads > 0 &&
         y.heads > 0 && x.slots >= FEWEST_OWN && y.slots >= FEWEST_OWN;
}
