/* retold.c - do two sentences tell the same?; see brief.h.
 *
 * By the words that they have in common; nothing is understood.  Nothing is allocated and nothing can fail.
 */
#include "brief.h"

enum {
  LEAST_RETOLD = 2,
  LEAD_PERCENT = 26 /* of two leads */
};
static const float LEAD_WEIGHT = 0.6f; /* what two leads have in common weighs, of the lighter one */

/* Has a sentence the word, by its beginning? */
static int has_root(const struct sentence *s, uint32_t root) {
  size_t lo = 0, hi = s->n_content;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (s->content_roots[mid] < root) lo = mid + 1;
    else hi = mid;
  }
  return lo < s->n_content && s->content_roots[lo] == root;
}

/* How much a word weighs for its story: in how many records and titles it stands. */
static float weight_in_story(const struct sentence *s, size_t i) {
  const struct spread *in = brief_spread(s, &s->terms[i]);
  return in == NULL ? 0.1f : (float)in->records - 0.9f + 2.5f * (float)in->titles;
}

static size_t least_content(const struct sentence *x, const struct sentence *y) {
  return x->n_content < y->n_content ? x->n_content : y->n_content;
}

static size_t common_content(const struct sentence *x, const struct sentence *y) {
  size_t n = 0;
  for (size_t i = 0, k = 0; i < x->n_content && k < y->n_content;) {
    uint32_t u = x->content_roots[i], v = y->content_roots[k];
    n += u == v;
    i += u <= v; /* without a branch: nobody could foretell it */
    k += v <= u;
  }
  return n;
}

/* What they have in common, by weight, of the lighter one. */
static float common_weight(const struct sentence *x, const struct sentence *y) {
  float of_x = 0, of_y = 0, common = 0;
  for (size_t i = 0; i < x->n_content; i++) {
    float w = weight_in_story(x, x->content[i]);
    of_x += w;
    if (has_root(y, x->roots[x->content[i]])) common += w;
  }
  for (size_t i = 0; i < y->n_content; i++) of_y += weight_in_story(y, y->content[i]);
  float least = of_x < of_y ? of_x : of_y;
  return least > 0 ? common / least : 0;
}

/* Scripts without spaces have pairs of signs instead of words. */
static int shares_signs(const struct sentence *x, const struct sentence *y, int percent) {
  size_t least = x->n_concepts < y->n_concepts ? x->n_concepts : y->n_concepts;
  return least > 0 && (size_t)brief_common(x, y) * 100 >= (size_t)percent * least;
}

/* The same told in other words.  Two reports open with the same news: there less in common will do, when it is
 * what the story is about. */
int brief_retells(const struct brief *b, const struct sentence *x, const struct sentence *y, int percent) {
  int leads = x->lead && y->lead && x->role == y->role;
  if (leads && b->member[x->member].language != b->member[y->member].language) return 1;
  size_t least = least_content(x, y), common = common_content(x, y);
  if (least < LEAST_RETOLD) return shares_signs(x, y, percent);
  if (common < LEAST_RETOLD) return 0;
  if (common * 100 >= (size_t)percent * least) return 1;
  return leads && common > LEAST_RETOLD && common * 100 >= LEAD_PERCENT * least &&
         common_weight(x, y) >= LEAD_WEIGHT;
}

int brief_retold_share(const struct sentence *x, const struct sentence *s) {
  if (s->n_content < LEAST_RETOLD)
    return s->n_concepts > 0 ? brief_common(x, s) * 100 / (int)s->n_concepts : 0;
  return (int)(common_content(s, x) * 100 / s->n_content);
}
