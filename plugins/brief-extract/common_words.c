/* common_words.c - which words two sentences have in common; see brief.h.
 *
 * Nothing is allocated.
 */
#include "conflict.h"

/* Has a sentence the word, by its beginning? */
int common_has_root(const struct sentence *s, uint32_t root) {
  return sorted_has(s->content_roots, s->n_content, root);
}

size_t common_least(const struct sentence *x, const struct sentence *y) {
  return x->n_content < y->n_content ? x->n_content : y->n_content;
}

size_t common_roots(const struct sentence *x, const struct sentence *y) {
  return sorted_common(x->content_roots, x->n_content, y->content_roots, y->n_content);
}

const struct words *common_words_of(const struct brief *b, const struct sentence *s) {
  return &b->comparison->al.of[s - b->sentence];
}

/* The term of a matter that stands before the n-th of some words; SIZE_MAX: none. */
size_t common_term_of(const struct words *w, uint32_t matter, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (w->v[i].matter == matter) return w->v[i].term;
  return SIZE_MAX;
}

/* "fired" and "ousted": one deed of one person in two words. */
static size_t common_deeds(const struct brief *b, const struct sentence *x, const struct sentence *y) {
  const struct words *u = common_words_of(b, x), *v = common_words_of(b, y);
  size_t n = 0;
  if ((u->deeds & v->deeds) == 0) return 0;
  for (uint32_t i = 0; i < u->n; i++) {
    int deed = u->v[i].deed;
    n += deed != 0 && !u->v[i].noun && common_term_of(u, u->v[i].matter, i) == SIZE_MAX &&
         words_have_deed(v, deed) && !common_has_root(y, x->roots[u->v[i].term]);
  }
  return n > 0 && brief_tells_of_another(b, x, y) ? 0 : n;
}

size_t common_content(const struct brief *b, const struct sentence *x, const struct sentence *y) {
  return common_roots(x, y) + (b->comparison == NULL ? 0 : common_deeds(b, x, y));
}

/* Scripts without spaces have pairs of signs instead of words. */
int common_shares_signs(const struct sentence *x, const struct sentence *y, int percent) {
  size_t least = x->n_concepts < y->n_concepts ? x->n_concepts : y->n_concepts;
  return least > 0 && (size_t)brief_common(x, y) * 100 >= (size_t)percent * least;
}

int brief_is_frame(const struct sentence *s, size_t i) {
  const struct tdg_word_mark *m = &s->marks[i];
  return s->small[i] || (s->terms[i].flags & TDG_TERM_NUMBER) || m->month != 0 || m->weekday != 0 ||
         (m->is & (W(W_OFFICE) | W(W_SAID))) != 0 ||
         (m->facts & (UINT64_C(1) << TDG_FACT_WORD_SCALE | UINT64_C(1) << TDG_FACT_WORD_SPEECH)) != 0;
}

int brief_has_most_words(const struct brief *b, const struct sentence *s, const struct sentence *x,
                         int percent) {
  size_t least = common_least(s, x), common = common_content(b, s, x);
  if (least < LEAST_SHARED) return common_shares_signs(s, x, percent);
  return common >= LEAST_SHARED && common * 100 >= (size_t)percent * least;
}
