/* choose.c - which sentences make the brief.
 *
 * Greedy: the next sentence is the one that adds most weight of concepts not yet said, for its length, with a liking
 * for leads and for sentences that read well; what repeats a chosen one is passed over.  A short story is one pool;
 * a longer one gives each section a share of the words, so that none is crowded out.
 */
#include "brief.h"

#include <stdlib.h>

enum { MAX_CHOSEN = 20 };

struct pool {
  struct brief *b;
  const struct sentence *chosen[MAX_CHOSEN];
  int n;
  int per_member[MAX_MEMBERS];
};

/* Share of the smaller sentence's concepts that the other has. */
static float likeness(const struct sentence *a, const struct sentence *b) {
  size_t least = a->n_concepts < b->n_concepts ? a->n_concepts : b->n_concepts;
  return least == 0 ? 1 : (float)brief_common(a, b) / (float)least;
}

static int is_said(const struct pool *p, uint32_t concept, int same_role, enum role role) {
  for (int i = 0; i < p->n; i++) {
    const struct sentence *c = p->chosen[i];
    if (same_role && c->role != role) continue;
    size_t lo = 0, hi = c->n_concepts;
    while (lo < hi) {
      size_t mid = (lo + hi) / 2;
      if (c->concepts[mid] < concept) lo = mid + 1;
      else hi = mid;
    }
    if (lo < c->n_concepts && c->concepts[lo] == concept) return 1;
  }
  return 0;
}

static float gain(const struct pool *p, const struct sentence *s) {
  float sum = 0;
  for (size_t k = 0; k < s->n_concepts; k++) {
    if (is_said(p, s->concepts[k], 1, s->role)) continue;
    sum += is_said(p, s->concepts[k], 0, s->role) ? 0.4f * s->weight[k] : s->weight[k];
  }
  return sum;
}

static float length_cost(int words) {
  float x = (float)(words + 6), r = 10;
  for (int i = 0; i < 12; i++) r = 0.5f * (r + x / r); /* square root: long sentences say more, but not for nothing */
  return r * r / (0.5f * r + 3);
}

static float place(const struct brief *b, const struct sentence *s) {
  if (s->role != ROLE_HAPPENING) return 1;
  int n = b->member[s->member].sentences;
  return s->index == 0 ? 1.5f : s->index == 1 ? 1.2f : 1.1f - 0.4f * (float)s->index / (float)(n > 0 ? n : 1);
}

static float score(const struct pool *p, const struct sentence *s) {
  for (int i = 0; i < p->n; i++)
    if (likeness(s, p->chosen[i]) > 0.5f) return 0;
  float used = 1 + 0.15f * (float)p->per_member[s->member];
  return gain(p, s) / length_cost(s->words) * s->liking * place(p->b, s) / used;
}

static struct sentence *best(struct pool *p, int role, int words_left, float *best_score) {
  struct sentence *found = NULL;
  *best_score = 0;
  for (size_t i = 0; i < p->b->n_sentences; i++) {
    struct sentence *s = &p->b->sentence[i];
    if (!s->usable || s->doubtful || s->chosen || s->words > words_left || (role >= 0 && (int)s->role != role)) continue;
    float x = score(p, s);
    if (x > *best_score) *best_score = x, found = s;
  }
  return found;
}

static int take(struct pool *p, int role, int words, int max) {
  float first = 0, x;
  int left = words;
  for (int n = 0; n < max && p->n < MAX_CHOSEN; n++) {
    struct sentence *s = best(p, role, left, &x);
    if (n == 0) first = x;
    if (s == NULL || x < 0.15f * first) break;
    s->chosen = 1;
    p->chosen[p->n++] = s;
    p->per_member[s->member]++;
    left -= s->words;
  }
  return words - left;
}

void brief_choose(struct brief *b, const struct choosing *how) {
  static const int share[ROLES] = {40, 25, 25, 10}, most[ROLES] = {6, 4, 4, 2};
  struct pool *p = tdg_scratch(b->call, sizeof *p);
  int total = 45 + (int)(b->words * (size_t)how->per_story_percent / 100);
  if (total > how->max_words) total = how->max_words;
  p->b = b;
  if (total <= 120) {
    take(p, -1, total, 6);
    return;
  }
  for (int r = 0; r < ROLES; r++) take(p, r, total * share[r] / 100, most[r]);
}
