/* regroup.c - see regroup.h.  Pure; memory on the stack. */
#include "regroup.h"

static const float stranger = -4, too_far = -3.5f;

struct table {
  float sum[REGROUP_MAX][REGROUP_MAX];
  uint16_t links[REGROUP_MAX][REGROUP_MAX];
  uint8_t size[REGROUP_MAX]; /* 0: joined with another */
};

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
      at = e->older;
    }
  }
}

static void add_links(const struct regrouped *r, struct table *t, int a, const struct link *link, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int64_t to = r->number[a] - link[i].back;
    for (int b = 0; b < r->n; b++) {
      if (r->number[b] != to || b == a) continue;
      t->sum[a][b] += (float)link[i].score / LINK_UNIT;
      t->sum[b][a] = t->sum[a][b];
      t->links[a][b] = ++t->links[b][a];
    }
  }
}

/* The mean over pairs; of large groups a record knows only so many. */
static float mean(const struct table *t, int a, int b) {
  int x = t->size[a] < MEMORY_LINKS ? t->size[a] : MEMORY_LINKS,
      y = t->size[b] < MEMORY_LINKS ? t->size[b] : MEMORY_LINKS;
  int pairs = x * y, links = t->links[a][b];
  if (links >= pairs) return t->sum[a][b] / (float)links;
  return (t->sum[a][b] + stranger * (float)(pairs - links)) / (float)pairs;
}

static int best_pair(const struct table *t, int n, float threshold, int *x, int *y) {
  float best = threshold;
  int found = 0;
  for (int a = 0; a < n; a++) {
    for (int b = a + 1; b < n && t->size[a] > 0; b++) {
      if (t->size[b] == 0 || t->links[a][b] == 0) continue;
      float s = mean(t, a, b);
      if (s > best) best = s, *x = a, *y = b, found = 1;
    }
  }
  return found;
}

static void join(struct table *t, struct regrouped *r, int a, int b) {
  t->size[a] = (uint8_t)(t->size[a] + t->size[b]);
  t->size[b] = 0;
  for (int c = 0; c < r->n; c++) {
    t->sum[a][c] += t->sum[b][c];
    t->sum[c][a] = t->sum[a][c];
    t->links[a][c] = (uint16_t)(t->links[a][c] + t->links[b][c]);
    t->links[c][a] = t->links[a][c];
    if (r->group[c] == b) r->group[c] = (uint8_t)a;
  }
}

void regroup(const struct memory *m, const struct link *link, size_t n_links, const struct fit *fits,
             size_t n_fits, float threshold, struct regrouped *r) {
  struct table t;
  int a = 0, b = 0;
  memset(&t, 0, sizeof t);
  gather(m, fits, n_fits, r);
  add_links(r, &t, 0, link, n_links);
  for (int i = 0; i < r->n; i++) {
    const struct item *e = memory_at(m, r->number[i]);
    t.size[i] = 1;
    r->group[i] = (uint8_t)i;
    if (e != NULL) add_links(r, &t, i, e->link, e->n_links);
  }
  while (best_pair(&t, r->n, threshold, &a, &b)) join(&t, r, a, b);
}
