/* regroup.c - regroup a new record and the records of the stories near it; see story.h.  Pure; memory on the
 * stack. */
#include "story.h"

static const float too_far = -3.5f;
/* The term that the overlap of two groups adds to the mean over pairs: factor and midpoint. */
static const float overlap_weight = 4, overlap_middle = 0.6f;
static const float plain_margin =
    3;                       /* a score this far above the threshold is accepted without further checks */
enum { OVERLAP_ASKED = 10 }; /* maximum of records per group whose words are compared */

enum { PLACES = 128 }; /* slots of the table from numbers to indices; more than twice REGROUP_MAX */

struct table {
  float sum[REGROUP_MAX][REGROUP_MAX];
  uint8_t links[REGROUP_MAX][REGROUP_MAX];
  /* of the pairs of two groups those of two languages, and of the links; many: in a window of several languages */
  uint16_t foreign[REGROUP_MAX][REGROUP_MAX], foreign_links[REGROUP_MAX][REGROUP_MAX];
  float foreign_sum[REGROUP_MAX][REGROUP_MAX]; /* of these links */
  uint8_t language[REGROUP_MAX];
  int many;
  uint8_t size[REGROUP_MAX];               /* 0: joined with another */
  float best[REGROUP_MAX];                 /* the best mean with a later group that is above the threshold */
  int8_t partner[REGROUP_MAX];             /* index of that group; NOBODY: none */
  float overlap[REGROUP_MAX][REGROUP_MAX]; /* the term of their overlap; UNKNOWN until computed */
  int8_t at[PLACES];
  /* first and last publication of the dated records; 0: none is dated */
  int64_t from[REGROUP_MAX], to[REGROUP_MAX];
  int64_t span_ms;
  float threshold;
  int n;
};
enum { NOBODY = -1, UNKNOWN = -100, NEVER = -1000000, FEW = 4 };

static void gather(const struct memory *m, const struct story_score *f, size_t n_fits, struct regrouped *r) {
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
    for (int k = 0; k < r->n; k++) t->overlap[i][k] = UNKNOWN;
    t->size[i] = 1;
    r->group[i] = (uint8_t)i;
    t->at[place_of(t, r, r->number[i])] = (int8_t)i;
  }
}

static void start_languages(struct table *t) {
  for (int i = 0; i < t->n; i++)
    for (int k = 0; k < t->n; k++) {
      t->foreign[i][k] = (uint16_t)is_foreign(t->language[i], t->language[k]);
      t->foreign_links[i][k] = 0;
      t->foreign_sum[i][k] = 0;
    }
}

static void add_link(struct table *t, const struct regrouped *r, int a, struct link link) {
  int b = t->at[place_of(t, r, r->number[a] - link.back)];
  if (b == NOBODY || b == a) return;
  t->sum[a][b] += (float)link.score / LINK_UNIT;
  t->sum[b][a] = t->sum[a][b];
  t->links[a][b] = ++t->links[b][a];
  if (!t->many || !t->foreign[a][b]) return;
  t->foreign_links[a][b] = ++t->foreign_links[b][a];
  t->foreign_sum[a][b] += (float)link.score / LINK_UNIT;
  t->foreign_sum[b][a] = t->foreign_sum[a][b];
}

/* The mean over pairs; a record has a limited number of links into large groups.  Where two groups share a language, its
 * pairs must agree by themselves, and all pairs together as well. */
static float mean(const struct table *t, int a, int b) {
  int x = t->size[a] < MEMORY_LINKS ? t->size[a] : MEMORY_LINKS,
      y = t->size[b] < MEMORY_LINKS ? t->size[b] : MEMORY_LINKS;
  int pairs = x * y, foreign = t->many ? t->foreign[a][b] : 0;
  if (foreign == 0) return score_mean(t->sum[a][b], t->links[a][b], pairs, SCORE_STRANGER);
  int own = t->size[a] * t->size[b] - foreign;
  if (own > pairs) own = pairs;
  if (foreign > pairs) foreign = pairs;
  return score_mixed(&(struct score_sum){t->sum[a][b] - t->foreign_sum[a][b], t->foreign_sum[a][b],
                                         t->links[a][b] - t->foreign_links[a][b], t->foreign_links[a][b]},
                     own, foreign);
}

static int is_apart(int64_t from, int64_t to, int64_t other_from, int64_t other_to, int64_t span_ms) {
  if (from == 0 || other_from == 0) return 0;
  return other_from - to > span_ms || from - other_to > span_ms;
}

static int are_apart(const struct table *t, int a, int b) {
  return is_apart(t->from[a], t->to[a], t->from[b], t->to[b], t->span_ms);
}

static void widen(int64_t *from, int64_t *to, int64_t other_from, int64_t other_to) {
  if (other_from != 0 && (*from == 0 || other_from < *from)) *from = other_from;
  if (other_to != 0 && (*to == 0 || other_to > *to)) *to = other_to;
}

/* Find the nearest of the later groups. */
static void find_partner(struct table *t, int a) {
  t->best[a] = t->threshold;
  t->partner[a] = NOBODY;
  for (int b = a + 1; b < t->n; b++) {
    if (t->size[b] == 0 || t->links[a][b] == 0 || are_apart(t, a, b)) continue;
    float s = mean(t, a, b);
    if (s > t->best[a]) t->best[a] = s, t->partner[a] = (int8_t)b;
  }
}

/* After merging b into a, update the groups before them. */
static void look_again(struct table *t, int a, int b) {
  for (int c = 0; c < b; c++) {
    if (t->size[c] == 0) continue;
    if (c == a || t->partner[c] == a || t->partner[c] == b) {
      find_partner(t, c);
    } else if (c < a && t->links[c][a] > 0 && !are_apart(t, c, a)) {
      float s = mean(t, c, a);
      if (s > t->best[c] || (s == t->best[c] && t->partner[c] > a)) t->best[c] = s, t->partner[c] = (int8_t)a;
    }
  }
}

static void take_in(struct table *t, struct regrouped *r, int a, int b) {
  widen(&t->from[a], &t->to[a], t->from[b], t->to[b]);
  t->size[a] = (uint8_t)(t->size[a] + t->size[b]);
  t->size[b] = 0;
  for (int c = 0; c < r->n; c++) {
    int links = t->links[a][c] + t->links[b][c];
    t->sum[a][c] += t->sum[b][c];
    t->sum[c][a] = t->sum[a][c];
    t->overlap[a][c] = t->overlap[c][a] = UNKNOWN;
    t->links[c][a] = t->links[a][c] = (uint8_t)(links < UINT8_MAX ? links : UINT8_MAX);
    if (t->many) {
      t->foreign[c][a] = t->foreign[a][c] = (uint16_t)(t->foreign[a][c] + t->foreign[b][c]);
      t->foreign_links[c][a] = t->foreign_links[a][c] =
          (uint16_t)(t->foreign_links[a][c] + t->foreign_links[b][c]);
      t->foreign_sum[a][c] += t->foreign_sum[b][c];
      t->foreign_sum[c][a] = t->foreign_sum[a][c];
    }
    if (r->group[c] == b) r->group[c] = (uint8_t)a;
  }
}

static void join(struct table *t, struct regrouped *r, int a, int b) {
  take_in(t, r, a, b);
  look_again(t, a, b);
}

/* Merge two tied records before any comparison. */
static void unite(struct table *t, struct regrouped *r, int i, int64_t with) {
  int k = t->at[place_of(t, r, with)];
  if (k == NOBODY || r->group[i] == r->group[k]) return;
  int a = r->group[i], b = r->group[k];
  take_in(t, r, a < b ? a : b, a < b ? b : a);
}

static void unite_all(struct table *t, struct regrouped *r, const struct memory *m, int64_t tied) {
  for (int i = 1; i < r->n; i++)
    if (memory_is_bound(memory_at(m, r->number[i]))) unite(t, r, i, memory_leader(m, r->number[i]));
  if (tied != MEMORY_NONE) unite(t, r, 0, tied);
}

static int nearest_pair(const struct table *t) {
  int at = NOBODY;
  for (int a = 0; a < t->n; a++)
    if (t->size[a] > 0 && t->partner[a] != NOBODY && (at == NOBODY || t->best[a] > t->best[at])) at = a;
  return at;
}

/* ---- groups as a whole ---- */

struct people {
  const struct memory *memory;
  const struct summary_vector *summary[REGROUP_MAX];
};

static int speaks_in(const struct table *t, const struct regrouped *r, int group, uint8_t language) {
  for (int i = 0; i < r->n; i++)
    if (r->group[i] == group && !is_foreign(t->language[i], language)) return 1;
  return 0;
}

/* Of records whose language the other group has too: words are compared within a language. */
static size_t of_group(const struct people *p, const struct table *t, const struct regrouped *r, int group,
                       int other, const struct summary_vector *out[REGROUP_MAX]) {
  size_t n = 0;
  int mixed = t->many && t->foreign[group][other] > 0;
  for (int i = 0; i < r->n; i++)
    if (r->group[i] == group && n < OVERLAP_ASKED && (!mixed || speaks_in(t, r, other, t->language[i])))
      out[n++] = p->summary[i];
  return n;
}

/* 0 where there are no two groups to compare. */
static float overlap_of(const struct people *p, struct table *t, const struct regrouped *r, int a, int b) {
  const struct summary_vector *as[REGROUP_MAX], *bs[REGROUP_MAX];
  if (t->overlap[a][b] > UNKNOWN) return t->overlap[a][b];
  size_t n = of_group(p, t, r, a, b, as), k = of_group(p, t, r, b, a, bs);
  float found = n > 1 && k > 1
                    ? overlap_weight * (group_overlap(p->memory->weights, as, n, bs, k) - overlap_middle)
                    : 0;
  return t->overlap[b][a] = t->overlap[a][b] = found;
}

/* Two pairs of reports that came out within two days are too few for a comparison as a whole: each may have been written
 * from another side of the event. */
static int are_few(const struct table *t, int a, int b) {
  if (t->size[a] + t->size[b] > FEW || t->from[a] == 0 || t->from[b] == 0) return 0;
  return !is_apart(t->from[a], t->from[a], t->from[b], t->to[b], STORY_CLOSE_MS) &&
         !is_apart(t->to[a], t->to[a], t->from[b], t->to[b], STORY_CLOSE_MS);
}

static int are_groups(const struct table *t, int a, int b) {
  return t->size[a] > 1 && t->size[b] > 1 && !are_few(t, a, b);
}

/* Do the two groups overlap enough to be one?  Not checked for scores that are high enough for any
 * overlap. */
static int agree(const struct people *p, struct table *t, const struct regrouped *r, int a, int b) {
  float pairs = mean(t, a, b), least = -overlap_weight * overlap_middle;
  if (!are_groups(t, a, b) || pairs + least > t->threshold) return 1;
  return pairs + overlap_of(p, t, r, a, b) > t->threshold;
}

/* Join the nearest groups, unless their overlap is too low. */
static void join_near(const struct people *p, struct table *t, struct regrouped *r) {
  for (int a = nearest_pair(t); a != NOBODY; a = nearest_pair(t)) {
    int b = t->partner[a];
    if (agree(p, t, r, a, b)) {
      join(t, r, a, b);
    } else {
      t->sum[a][b] = t->sum[b][a] = NEVER;
      find_partner(t, a);
    }
  }
}

/* Among groups with scores just below the threshold, find two whose overlap is high enough to join them. */
static int alike(const struct people *p, struct table *t, const struct regrouped *r, int *x, int *y) {
  float best = t->threshold, least = t->threshold - overlap_weight * (1 - overlap_middle);
  int found = 0;
  for (int a = 0; a < t->n; a++) {
    for (int b = a + 1; b < t->n && t->size[a] > 1; b++) {
      if (!are_groups(t, a, b) || t->links[a][b] == 0 || are_apart(t, a, b) || mean(t, a, b) < least)
        continue;
      float s = mean(t, a, b) + overlap_of(p, t, r, a, b);
      if (s > best) best = s, *x = a, *y = b, found = 1;
    }
  }
  return found;
}

/* Do the dates of a story's latest records exclude the new record? */
static int is_apart_from(const struct memory *m, uint32_t story, const struct summary_vector *g,
                         int64_t span_ms) {
  int64_t from = 0, to = 0, at = m->stories[story].newest;
  for (int n = 0; g->published != 0 && n < REGROUP_MAX; n++) {
    const struct item *e = memory_at(m, at);
    if (e == NULL) break;
    widen(&from, &to, e->summary.published, e->summary.published);
    at = memory_number(m, e->older);
  }
  return is_apart(from, to, g->published, g->published, span_ms);
}

/* The simple case: exactly one story is near. */
static int is_plain(const struct story_score *f, size_t n, float threshold) {
  return n > 0 && f[0].score > threshold + plain_margin && (n == 1 || f[1].score < too_far);
}

void regroup(const struct memory *m, const struct new_record *new, const struct story_score *fits,
             size_t n_fits, float threshold, int64_t span_ms, struct regrouped *r) {
  struct table t;
  struct people p = {.memory = m, .summary = {new->summary}};
  int a = 0, b = 0; /* set where alike finds two; not every compiler sees that */
  if (is_plain(fits, n_fits, threshold) && !is_apart_from(m, fits[0].story, new->summary, span_ms)) {
    r->number[0] = m->end, r->number[1] = m->stories[fits[0].story].newest;
    r->group[0] = r->group[1] = 0;
    r->n = 2;
    return;
  }
  gather(m, fits, n_fits, r);
  start(&t, r, threshold);
  t.span_ms = span_ms;
  t.from[0] = t.to[0] = new->summary->published;
  t.many = m->languages + (new->language != 0 && m->speaking[new->language] == 0) > 1;
  if (t.many) {
    t.language[0] = new->language;
    for (int i = 1; i < r->n; i++) t.language[i] = memory_at(m, r->number[i])->crossing.language;
    start_languages(&t);
  }
  for (size_t i = 0; i < new->n_links; i++) add_link(&t, r, 0, new->link[i]);
  for (int i = 1; i < r->n; i++) {
    const struct item *e = memory_at(m, r->number[i]);
    p.summary[i] = &e->summary;
    t.from[i] = t.to[i] = e->summary.published;
    for (size_t k = 0; k < e->n_links; k++) add_link(&t, r, i, memory_link(e, k));
  }
  unite_all(&t, r, m, new->tied);
  for (int i = 0; i < r->n; i++)
    if (t.size[i] > 0) find_partner(&t, i);
    else t.partner[i] = NOBODY;
  join_near(&p, &t, r);
  while (alike(&p, &t, r, &a, &b)) {
    join(&t, r, a, b);
    join_near(&p, &t, r);
  }
}
