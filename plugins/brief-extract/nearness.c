/* nearness.c - how near sentences of a story are to each other, and which records agree with them; see brief.h.
 *
 * Near are two sentences whose words and pairs of words few sentences of the story have: the cosine of their weights.  Two that have
 * little in common tell the same all the same when a third, mostly of another report, is near to both: reports of one event say one thing in
 * many ways, and what one puts between two others shows that they are ways of one thing.  No list of words is asked.
 *
 * Everything lives in the memory of the call.
 */
#include "brief.h"

#include <math.h>

enum { MAX_COMPARED = 600, WHOLE = 255, LANE = 16 };
static const float PAIR_WEIGHT = 0.35f; /* of two words in a row, of one */

/* Of each two of the first n sentences, in parts of WHOLE; the rows begin `row` bytes apart. */
struct near {
  const struct brief *b;
  uint8_t *of;
  size_t n, row;
};

/* How many of the other records have a concept. */
static float spread_of(const struct brief *b, uint32_t concept) {
  return (float)(b->concepts.spread[concept].records - 1) / (float)b->n_members;
}

/* What many records say, for the length of the sentence. */
static float centrality(const struct brief *b, const struct sentence *s) {
  float sum = 0;
  for (size_t k = 0; k < s->n_concepts; k++) sum += spread_of(b, s->concepts[k]);
  return sum / powf((float)(s->words + 6), 0.4f);
}

/* Each sentence has the weights of its concepts: by how few sentences have them. */
static void give_weights(struct brief *b) {
  const struct concepts *c = &b->concepts;
  float *weight = tdg_scratch(b->call, (c->n + 1) * sizeof *weight);
  for (size_t i = 0; i < c->n; i++) {
    float share = (float)c->spread[i].sentences / (float)b->n_sentences;
    if (c->spread[i].sentences > 0) weight[i] = logf(1 / share) * (c->value[i] & 1u ? PAIR_WEIGHT : 1.0f);
  }
  for (size_t i = 0; i < b->n_sentences; i++) {
    struct sentence *s = &b->sentence[i];
    float sum = 0;
    s->weight = tdg_scratch(b->call, (s->n_concepts + 1) * sizeof *s->weight);
    for (size_t k = 0; k < s->n_concepts; k++) {
      s->weight[k] = weight[s->concepts[k]];
      sum += s->weight[k] * s->weight[k];
    }
    s->norm = sqrtf(sum);
  }
}

/* Adds what sentence i has in common with each of the first n behind it.  next: of each concept, where in the index its sentences
 * behind the last i begin. */
static void add_common(const struct brief *b, size_t i, size_t n, uint32_t *next, float *dot) {
  const struct concepts *c = &b->concepts;
  const struct sentence *s = &b->sentence[i];
  for (size_t k = 0; k < s->n_concepts; k++) {
    uint32_t concept = s->concepts[k], end = c->from[concept + 1];
    float w = s->weight[k] * s->weight[k];
    for (uint32_t p = ++next[concept]; p < end && c->sentence[p] < n; p++) dot[c->sentence[p]] += w;
  }
}

/* What is asked of a sentence for each pair: close together, they stay in the cache. */
struct paired {
  float norm;
  int member, usable;
};

/* Each pair is compared once; best: of each sentence, its nearest in each record. */
static void compare_all(struct near *near, struct brief *b, float *best) {
  size_t n = near->n, members = (size_t)b->n_members;
  float *dot = tdg_scratch(b->call, n * sizeof *dot);
  struct paired *v = tdg_scratch(b->call, (n + 1) * sizeof *v);
  for (size_t i = 0; i < n; i++)
    v[i] = (struct paired){b->sentence[i].norm, b->sentence[i].member, b->sentence[i].usable};
  uint32_t *next = tdg_scratch(b->call, (b->concepts.n + 1) * sizeof *next);
  memcpy(next, b->concepts.from, b->concepts.n * sizeof *next);
  for (size_t i = 0; i < n; i++) {
    const struct paired *s = &v[i];
    add_common(b, i, n, next, dot);
    for (size_t k = i + 1; k < n; k++) {
      const struct paired *t = &v[k];
      float common = dot[k];
      if (common <= 0) continue;
      dot[k] = 0;
      float x = common / (s->norm * t->norm);
      near->of[i * near->row + k] = near->of[k * near->row + i] = (uint8_t)(x * WHOLE);
      if (s->member == t->member || !(s->usable || t->usable)) continue;
      float *of_s = &best[i * members + (size_t)t->member], *of_t = &best[k * members + (size_t)s->member];
      if (x > *of_s) *of_s = x;
      if (x > *of_t) *of_t = x;
    }
  }
}

struct near *near_make(struct brief *b) {
  struct near *near = tdg_scratch(b->call, sizeof *near);
  size_t n = b->n_sentences < MAX_COMPARED ? b->n_sentences : MAX_COMPARED, members = (size_t)b->n_members;
  float *best = tdg_scratch(b->call, (n * members + 1) * sizeof *best);
  size_t row = (n + LANE - 1) / LANE * LANE;
  *near = (struct near){b, tdg_scratch(b->call, n * row + 1), n, row};
  give_weights(b);
  compare_all(near, b, best);
  for (size_t i = 0; i < n; i++) { /* three that agree a little beat one that agrees much */
    float agreed = 0;
    for (size_t m = 0; m < members; m++) agreed += best[i * members + m] / (best[i * members + m] + 0.12f);
    b->sentence[i].agreed = agreed;
    b->sentence[i].support = agreed * centrality(b, &b->sentence[i]);
  }
  return near;
}

float near_of(const struct near *near, const struct sentence *s, const struct sentence *x) {
  size_t i = (size_t)(s - near->b->sentence), k = (size_t)(x - near->b->sentence);
  return i < near->n && k < near->n ? (float)near->of[i * near->row + k] / WHOLE : 0;
}

float near_through(const struct near *near, const struct sentence *s, const struct sentence *x) {
  size_t i = (size_t)(s - near->b->sentence), k = (size_t)(x - near->b->sentence);
  uint8_t most[LANE] = {0}, all = 0;
  if (i >= near->n || k >= near->n) return 0;
  const uint8_t *u = &near->of[i * near->row], *v = &near->of[k * near->row];
  for (size_t j = 0; j < near->row; j += LANE)
    for (size_t l = 0; l < LANE; l++) {
      uint8_t least = u[j + l] < v[j + l] ? u[j + l] : v[j + l];
      most[l] = most[l] > least ? most[l] : least;
    }
  for (size_t l = 0; l < LANE; l++) all = all > most[l] ? all : most[l];
  return (float)all / WHOLE;
}
