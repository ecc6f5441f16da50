/* near.c - find records that share rare words with a new one; see memory.h.
 *
 * Following a chain causes unpredictable memory accesses, so the chains of all words are followed in parallel
 * and their cache misses overlap.  Weights are summed as integers, so the order does not matter.
 */
#include "memory.h"

enum { NEAR_PROBES = 24, MAX_WALK = 48, MAX_STEPS = 96, MAX_TALLY = 1024, WEIGHT_UNIT = 512 };

static uint32_t *head_of(const struct memory *m, uint32_t word) {
  return &m->head[((uint64_t)(word * 0x9e3779b1u) * m->n_heads) >> 32];
}

static uint32_t *crossing_head_of(const struct memory *m, uint32_t key) {
  return &m->crossing_head[((uint64_t)(key * 0x9e3779b1u) * m->n_heads) >> 32];
}

static struct post *crossing_post_of(const struct memory *m, int64_t number, size_t place) {
  return &m->chunk[(size_t)(number / MEMORY_CHUNK) % m->n_chunks]->crossing[number % MEMORY_CHUNK][place];
}

static struct post *post_of(const struct memory *m, int64_t number, size_t place) {
  return &m->chunk[(size_t)(number / MEMORY_CHUNK) % m->n_chunks]->post[number % MEMORY_CHUNK][place];
}

/* ---- posting ---- */

struct heavy {
  uint32_t weight, word;
};
/* The heaviest words, heaviest first. */
static size_t heaviest(const struct summary_vector *g, const struct vector_weights *weights,
                       struct heavy *out, size_t max) {
  size_t kept = 0;
  for (size_t i = 0; i < g->n; i++) {
    struct heavy h = {(uint32_t)(summary_vector_weight(g, weights, i) * WEIGHT_UNIT), g->word[i]};
    size_t k = kept < max ? kept++ : max;
    for (; k > 0 && out[k - 1].weight < h.weight; k--)
      if (k < max) out[k] = out[k - 1];
    if (k < max) out[k] = h;
  }
  return kept;
}

void memory_choose_posts(struct memory *m, int64_t number) {
  struct item *e = memory_at(m, number);
  struct heavy h[MEMORY_PROBES];
  e->n_posts = e->silent ? 0 : (uint8_t)heaviest(&e->summary, m->weights, h, MEMORY_PROBES);
  for (size_t i = 0; i < e->n_posts; i++) post_of(m, number, i)->word = h[i].word;
}

static size_t crossings_posted(const struct item *e) {
  return e->silent ? 0 : e->crossing.n < CROSSING_POSTS ? e->crossing.n : CROSSING_POSTS;
}

static void post_crossings(struct memory *m, int64_t number) {
  const struct item *e = memory_at(m, number);
  for (size_t i = 0, n = crossings_posted(e); i < n; i++) {
    uint32_t *head = crossing_head_of(m, e->crossing.key[i]);
    *crossing_post_of(m, number, i) = (struct post){e->crossing.key[i], *head};
    *head = (uint32_t)(number * CROSSING_POSTS + (int64_t)i);
  }
}

void memory_post(struct memory *m, int64_t number) {
  const struct item *e = memory_at(m, number);
  post_crossings(m, number);
  for (size_t i = 0; i < e->n_posts; i++) {
    struct post *p = post_of(m, number, i);
    uint32_t *head = head_of(m, p->word);
    p->before = *head;
    *head = (uint32_t)(number * MEMORY_PROBES + (int64_t)i);
  }
}

void memory_posted(const struct memory *m, int64_t number, uint32_t words[MEMORY_PROBES]) {
  for (size_t i = 0; i < memory_at(m, number)->n_posts; i++) words[i] = post_of(m, number, i)->word;
}

void memory_set_posted(struct memory *m, int64_t number, const uint32_t *words) {
  for (size_t i = 0; i < memory_at(m, number)->n_posts; i++) post_of(m, number, i)->word = words[i];
}

/* ---- searching ---- */

struct tally {
  struct near seen[MAX_TALLY];
};

static void count(struct tally *t, int64_t number, uint32_t weight) {
  size_t i = (size_t)((uint64_t)number * 0x9e3779b97f4a7c15u >> 40) & (MAX_TALLY - 1);
  for (size_t tries = 0; tries < 8; tries++, i = (i + 1) & (MAX_TALLY - 1)) {
    if (t->seen[i].number != 0 && t->seen[i].number != number) continue;
    t->seen[i].number = number;
    t->seen[i].weight += weight;
    return;
  }
}

/* The position of an iteration over a chain; post NULL: at its end. */
struct walk {
  const struct post *post;
  int64_t number;
  uint32_t word, weight;
  uint16_t steps, found;
};

static void step_to(const struct memory *m, struct walk *w, uint32_t at) {
  uint32_t past = at - (uint32_t)(m->first * MEMORY_PROBES);
  w->post = NULL;
  if (at == 0 || past >= (uint64_t)(m->end - m->first) * MEMORY_PROBES)
    /* it and all later ones have left the window */
    return;
  if (w->found == MAX_WALK || w->steps++ == MAX_STEPS) return; /* such a common word is not significant */
  w->number = m->first + past / MEMORY_PROBES;
  w->post = post_of(m, w->number, past % MEMORY_PROBES);
  __builtin_prefetch(w->post);
}

static void walk_all(const struct memory *m, struct walk *w, size_t n, struct tally *t) {
  for (size_t going = n; going > 0;) {
    going = 0;
    for (size_t i = 0; i < n; i++) {
      if (w[i].post == NULL) continue;
      if (w[i].post->word == w[i].word) count(t, w[i].number, w[i].weight), w[i].found++;
      step_to(m, &w[i], w[i].post->before);
      going += w[i].post != NULL;
    }
  }
}

static void keep_best(struct near *out, size_t *n, size_t max, struct near c) {
  size_t i = *n < max ? (*n)++ : max;
  while (i > 0 &&
         (out[i - 1].weight < c.weight || (out[i - 1].weight == c.weight && out[i - 1].number < c.number))) {
    if (i < max) out[i] = out[i - 1];
    i--;
  }
  if (i < max) out[i] = c;
}

size_t memory_near(const struct memory *m, const struct summary_vector *g, struct near *out, size_t max) {
  struct tally t;
  struct heavy h[NEAR_PROBES];
  struct walk w[NEAR_PROBES];
  size_t n = 0, probes = heaviest(g, m->weights, h, NEAR_PROBES);
  memset(&t, 0, sizeof t);
  for (size_t i = 0; i < probes; i++) {
    w[i] = (struct walk){.word = h[i].word, .weight = h[i].weight};
    step_to(m, &w[i], *head_of(m, h[i].word));
  }
  walk_all(m, w, probes, &t);
  for (size_t i = 0; i < MAX_TALLY; i++) {
    if (t.seen[i].number == 0 || (n == max && t.seen[i].weight < out[n - 1].weight)) continue;
    if (!memory_at(m, t.seen[i].number)->silent) keep_best(out, &n, max, t.seen[i]);
  }
  return n;
}

/* The chain of one crossing. */
static void walk_crossing(const struct memory *m, uint32_t key, uint8_t language, struct tally *t) {
  uint32_t at = *crossing_head_of(m, key);
  for (int steps = 0; at != 0 && steps < MAX_STEPS; steps++) {
    uint32_t past = at - (uint32_t)(m->first * CROSSING_POSTS);
    if (past >= (uint64_t)(m->end - m->first) * CROSSING_POSTS) return; /* it and all later ones have left */
    int64_t number = m->first + past / CROSSING_POSTS;
    const struct post *p = crossing_post_of(m, number, past % CROSSING_POSTS);
    if (p->word == key && memory_at(m, number)->crossing.language != language) count(t, number, 1);
    at = p->before;
  }
}

size_t memory_crossing(const struct memory *m, const struct crossing *c, struct near *out, size_t max) {
  struct tally t;
  size_t n = 0;
  if (c->language == 0 || c->n == 0 || m->languages - (m->speaking[c->language] > 0) == 0) return 0;
  memset(&t, 0, sizeof t);
  for (size_t i = 0; i < c->n; i++) walk_crossing(m, c->key[i], c->language, &t);
  for (size_t i = 0; i < MAX_TALLY; i++)
    if (t.seen[i].number != 0 && !memory_at(m, t.seen[i].number)->silent) keep_best(out, &n, max, t.seen[i]);
  return n;
}
