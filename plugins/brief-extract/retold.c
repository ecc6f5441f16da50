/* retold.c - do two sentences tell the same?; see brief.h.
 *
 * By the words that they have in common; nothing is understood.  Nothing is allocated and nothing can fail.
 */
#include "brief.h"

enum {
  LEAST_RETOLD = 2,
  LEAD_PERCENT = 26, /* of two leads */
  BORNE_OUT = 45     /* percent: another record says so too */
};
static const float LEAD_WEIGHT = 0.5f; /* what two leads have in common weighs, of the lighter one */

/* A word that says something, and stands for the first time in its sentence. */
static int is_content(const struct brief *b, const struct sentence *s, size_t i) {
  if ((s->terms[i].flags & TDG_TERM_GLYPH) || cues_small(b->cues, s->terms[i].hash)) return 0;
  for (size_t k = 0; k < i; k++)
    if (s->roots[k] == s->roots[i]) return 0;
  return 1;
}

static int has_root(const struct sentence *s, uint32_t root) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (s->roots[i] == root) return 1;
  return 0;
}

/* How much a word weighs for its story: in how many records and titles it stands. */
static float weight_in_story(const struct sentence *s, size_t i) {
  const struct spread *in = brief_spread(s, &s->terms[i]);
  return in == NULL ? 0.1f : (float)in->records - 0.9f + 2.5f * (float)in->titles;
}

/* What two sentences have in common, of the one that says less: words, the beginnings of words compared, and
 * what they weigh. */
struct overlap {
  int common, least;
  float weight;
};

static int count_content(const struct brief *b, const struct sentence *x, const struct sentence *y,
                         int *common, float *weight, float *common_weight) {
  int n = 0;
  for (size_t i = 0; i < x->n_terms; i++) {
    if (!is_content(b, x, i)) continue;
    float w = weight_in_story(x, i);
    n++;
    *weight += w;
    if (has_root(y, x->roots[i])) ++*common, *common_weight += w;
  }
  return n;
}

static struct overlap overlap_of(const struct brief *b, const struct sentence *x, const struct sentence *y) {
  int common = 0, back = 0;
  float of_x = 0, of_y = 0, common_weight = 0, unused = 0;
  int n = count_content(b, x, y, &common, &of_x, &common_weight);
  int m = count_content(b, y, x, &back, &of_y, &unused);
  float least = of_x < of_y ? of_x : of_y;
  return (struct overlap){common, n < m ? n : m, least > 0 ? common_weight / least : 0};
}

/* The same told in other words.  Two reports open with the same news: there less in common will do, when it is
 * what the story is about. */
int brief_retells(const struct brief *b, const struct sentence *x, const struct sentence *y, int percent) {
  int leads = x->lead && y->lead && x->role == y->role;
  if (leads && b->member[x->member].language != b->member[y->member].language) return 1;
  struct overlap o = overlap_of(b, x, y);
  if (o.common < LEAST_RETOLD) return 0;
  if (leads && o.common > LEAST_RETOLD && o.common * 100 >= LEAD_PERCENT * o.least && o.weight >= LEAD_WEIGHT)
    return 1;
  return o.common * 100 >= percent * o.least;
}

int brief_bears_out(const struct brief *b, int member, const struct sentence *s) {
  if (s->member == member) return 1;
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *x = &b->sentence[i];
    if (x->member == member && x->role == s->role && brief_common(x, s) > 1 &&
        brief_retells(b, x, s, BORNE_OUT))
      return 1;
  }
  return 0;
}
