/* regroup.c - see regroup.h.  Pure; memory on the stack. */
#include "regroup.h"

static const float stranger = -4, too_far = -3.5f;

enum { PLACES = 128 }; /* of the table from numbers to indices: more than twice REGROUP_MAX */

struct table {
  float sum[REGROUP_MAX][REGROUP_MAX];
  uint8_t links[REGROUP_MAX][REGROUP_MAX];
  uint8_t size[REGROUP_MAX];  /* 0: joined with another */
  float best[REGROUP_MAX];    /* of the means with later ones, those above the threshold */
  int8_t partner[REGROUP_MAX]; /* with which; NOBODY: none is above */
  int8_t at[PLACES];
  float threshold;
  int n;
};
enum { NOBODY = -1 };

static void gather(const struct memory *m, const struct fit *f, size_t n_fits, struct regrouped *r) {
  r->number[0] = m->end;
  r->n = 1;
  for (size_t i = 0; i < n_fits && i < REGROUP_STORIES; i++) {
    int64_t at = m->stories[f[i].story].newest;
    if (i > 0 && (f[i].score < too_far || r->n + (int)m->stories[f[i].story].loud > REGROUP_MAX)) continue;
    while (r->n < REGROUP_MAX) {
      const struct item *e = memory_at(m, at);
      if (e == NULL) break;
      if (!e->silent) r->number[r->n++] = at;
      at = memory_number(m, e->older);
    }
  }
}

static size_t place_of(const struct table *t, const struct regrouped *r, int64_t number) {
  size_t i = (size_t)((uint64_t)number * 0x9e3779b97f4a7c15u >> 40) & (PLACES - 1);
  while (t->at[i] != NOBODY && r->number[t->at[i]] != number) i = (i + 1) & (PLACES - 1);
  return i;
}

static void start(struct table *t, struct regrouped *r, float threshold) {
  t->threshold = threshold;
  t->n = r->n;
  memset(t->at, NOBODY, sizeof t->at);
  for (int i = 0; i < r->n; i++) {
    memset(t->sum[i], 0, (size_t)r->n * sizeof t->sum[i][0]);
    memset(t->links[i], 0, (size_t)r->n * sizeof t->links[i][0]);
    t->size[i] = 1;
    r->group[i] = (uint8_t)i;
    t->at[place_of(t, r, r->number[i])] = (int8_t)i;
  }
}

static void add_link(struct table *t, const struct regrouped *r, int a, struct link link) {
  int b = t->at[place_of(t, r, r->number[a] - link.back)];
  if (b == NOBODY || b == a) return;
  t->sum[a][b] += (float)link.score / LINK_UNIT;
  t->sum[b][a] = t->sum[a][b];
  t->links[a][b] = ++t->links[b][a];
}

/* The mean over pairs; of large groups a record knows only so many. */
static float mean(const struct table *t, int a, int b) {
  int x = t->size[a] < MEMORY_LINKS ? t->size[a] : MEMORY_LINKS,
      y = t->size[b] < MEMORY_LINKS ? t->size[b] : MEMORY_LINKS;
  int pairs = x * y, links = t->links[a][b];
  if (links >= pairs) return t->sum[a][b] / (float)links;
  return (t->sum[a][b] + stranger * (float)(pairs - links)) / (float)pairs;
}

/* Of the groups behind it, which is nearest to this one? */
static void find_partner(struct table *t, int a) {
  t->best[a] = t->threshold;
  t->partner[a] = NOBODY;
  for (int b = a + 1; b < t->n; b++) {
    if (t->size[b] == 0 || t->links[a][b] == 0) continue;
    float s = mean(t, a, b);
    if (s > t->best[a]) t->best[a] = s, t->partner[a] = (int8_t)b;
  }
}

/* a has taken in b: what that changes for those before them. */
static void look_again(struct table *t, int a, int b) {
  for (int c = 0; c < b; c++) {
    if (t->size[c] == 0) continue;
    if (c == a || t->partner[c] == a || t->partner[c] == b) {
      find_partner(t, c);
    } else if (c < a && t->links[c][a] > 0) {
      float s = mean(t, c, a);
      if (s > t->best[c] || (s == t->best[c] && t->partner[c] > a)) t->best[c] = s, t->partner[c] = (int8_t)a;
    }
  }
}

static void join(struct table *t, struct regrouped *r, int a, int b) {
  t->size[a] = (uint8_t)(t->size[a] + t->size[b]);
  t->size[b] = 0;
  for (int c = 0; c < r->n; c++) {
    int links = t->links[a][c] + t->links[b][c];
    t->sum[a][c] += t->sum[b][c];
    t->sum[c][a] = t->sum[a][c];
    t->links[c][a] = t->links[a][c] = (uint8_t)(links < UINT8_MAX ? links : UINT8_MAX);
    if (r->group[c] == b) r->group[c] = (uint8_t)a;
  }
  look_again(t, a, b);
}

static int nearest_pair(const struct table *t) {
  int at = NOBODY;
  for (int a = 0; a < t->n; a++)
    if (t->size[a] > 0 && t->partner[a] != NOBODY && (at == NOBODY || t->best[a] > t->best[at])) at = a;
  return at;
}

void regroup(const struct memory *m, const struct link *link, size_t n_links, const struct fit *fits,
             size_t n_fits, float threshold, struct regrouped *r) {
  struct table t;
  gather(m, fits, n_fits, r);
  start(&t, r, threshold);
  for (size_t i = 0; i < n_links; i++) add_link(&t, r, 0, link[i]);
  for (int i = 1; i < r->n; i++) {
    const struct item *e = memory_at(m, r->number[i]);
    for (size_t k = 0; k < e->n_links; k++) add_link(&t, r, i, memory_link(e, k));
  }
  for (int i = 0; i < r->n; i++) find_partner(&t, i);
  for (int a = nearest_pair(&t); a != NOBODY; a = nearest_pair(&t)) join(&t, r, a, t.partner[a]);
}
