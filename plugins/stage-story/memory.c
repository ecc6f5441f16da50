/* memory.c - see memory.h.
 *
 * Owns all its memory; out of memory ends the process.  Deterministic: depends on the records and their order
 * only.
 */
#include "memory.h"

#include <stdlib.h>

enum {
  MIN_HEADS = 1 << 12,
  MIN_CHUNKS = 4,
  MIN_STORIES = 256,
  MAX_WALK = 48,
  MAX_TALLY = 1024,
  NEAR_PROBES = 24
};
static const uint32_t no_story = UINT32_MAX;

static void *claim(size_t n, size_t size) {
  void *p = calloc(n, size);
  if (p == NULL) abort();
  return p;
}

void memory_init(struct memory *m, int64_t span_ms, size_t max) {
  memset(m, 0, sizeof *m);
  m->span_ms = span_ms;
  m->max = max;
  m->newest = INT64_MIN;
  m->first = m->end = 1;
  m->n_chunks = MIN_CHUNKS;
  m->chunk = claim(m->n_chunks, sizeof *m->chunk);
  m->n_heads = MIN_HEADS;
  m->head = claim(m->n_heads, sizeof *m->head);
  idmap_init(&m->records, 0);
  idmap_init(&m->story_ids, 0);
  m->max_stories = MIN_STORIES;
  m->stories = claim(m->max_stories, sizeof *m->stories);
  m->free_story = no_story;
}

void memory_free(struct memory *m) {
  for (size_t i = 0; i < m->n_chunks; i++) free(m->chunk[i]);
  free(m->chunk);
  free(m->head);
  idmap_free(&m->records);
  idmap_free(&m->story_ids);
  free(m->stories);
}

static struct item **chunk_of(const struct memory *m, int64_t number) {
  return &m->chunk[(size_t)(number / MEMORY_CHUNK) % m->n_chunks];
}
static struct item *item_of(const struct memory *m, int64_t number) {
  return &(*chunk_of(m, number))[number % MEMORY_CHUNK];
}
struct item *memory_at(const struct memory *m, int64_t number) {
  return number < m->first || number >= m->end ? NULL : item_of(m, number);
}

/* ---- ids ---- */

static void add_record_id(struct memory *m, int64_t number) {
  if (!idmap_full(&m->records)) {
    idmap_put(&m->records, item_of(m, number)->gist.id, number);
    return;
  }
  idmap_free(&m->records);
  idmap_init(&m->records, (size_t)(m->end - m->first));
  for (int64_t n = m->first; n < m->end; n++) idmap_put(&m->records, item_of(m, n)->gist.id, n);
}

static void add_story_id(struct memory *m, uint32_t s) {
  if (!idmap_full(&m->story_ids)) {
    idmap_put(&m->story_ids, m->stories[s].id, s);
    return;
  }
  idmap_free(&m->story_ids);
  idmap_init(&m->story_ids, m->n_stories);
  for (uint32_t i = 0; i < m->n_stories; i++)
    if (m->stories[i].id != 0) idmap_put(&m->story_ids, m->stories[i].id, i);
}

int64_t memory_find(const struct memory *m, int64_t id) {
  int64_t number = idmap_get(&m->records, id, MEMORY_NONE);
  return number >= m->first ? number : MEMORY_NONE;
}

/* ---- stories ---- */

static uint32_t story_new(struct memory *m, int64_t id) {
  uint32_t s = m->free_story;
  if (s != no_story) {
    m->free_story = m->stories[s].next_free;
  } else {
    if (m->n_stories == m->max_stories) {
      struct story *more = claim(m->max_stories * 2, sizeof *more);
      memcpy(more, m->stories, m->n_stories * sizeof *more);
      free(m->stories);
      m->stories = more;
      m->max_stories *= 2;
    }
    s = (uint32_t)m->n_stories++;
  }
  m->stories[s] = (struct story){.id = id, .newest = MEMORY_NONE};
  add_story_id(m, s);
  return s;
}

uint32_t memory_story(struct memory *m, int64_t id) {
  int64_t s = idmap_get(&m->story_ids, id, -1);
  return s >= 0 && m->stories[s].id == id ? (uint32_t)s : story_new(m, id);
}

static void story_drop_if_empty(struct memory *m, uint32_t s) {
  if (m->stories[s].n > 0) return;
  m->stories[s] = (struct story){.next_free = m->free_story};
  m->free_story = s;
}

static void story_take(struct memory *m, uint32_t s, int64_t number) {
  struct story *to = &m->stories[s];
  struct item *e = item_of(m, number);
  e->story = s;
  e->founder |= to->id == e->gist.id;
  e->older = to->newest;
  to->newest = number;
  to->n++;
  to->loud += !e->silent;
  if (to->first_seen == 0 || e->gist.seen < to->first_seen) to->first_seen = e->gist.seen;
  if (e->gist.seen > to->last_seen) to->last_seen = e->gist.seen;
}

/* Lists are newest first, by number: a merge keeps that. */
void memory_merge(struct memory *m, uint32_t from, uint32_t to) {
  int64_t a = m->stories[from].newest, b = m->stories[to].newest, *link = &m->stories[to].newest;
  struct story *t = &m->stories[to], *f = &m->stories[from];
  while (a >= m->first || b >= m->first) {
    int64_t *take = a > b ? &a : &b;
    struct item *e = item_of(m, *take);
    *link = *take;
    e->story = to;
    *take = e->older;
    link = &e->older;
  }
  *link = MEMORY_NONE;
  t->n += f->n;
  t->loud += f->loud;
  if (f->last_seen > t->last_seen) t->last_seen = f->last_seen;
  if (f->first_seen < t->first_seen) t->first_seen = f->first_seen;
  f->n = 0;
  story_drop_if_empty(m, from);
}

void memory_move(struct memory *m, int64_t number, uint32_t to) {
  struct item *e = memory_at(m, number);
  if (e == NULL || e->story == to) return;
  uint32_t from = e->story;
  int64_t *link = &m->stories[from].newest;
  while (*link != number && *link >= m->first) link = &item_of(m, *link)->older;
  if (*link != number) return;
  *link = e->older;
  m->stories[from].n--;
  m->stories[from].loud -= !e->silent;
  story_drop_if_empty(m, from);
  link = &m->stories[to].newest;
  while (*link > number) link = &item_of(m, *link)->older;
  int64_t older = *link;
  if (link == &m->stories[to].newest) {
    story_take(m, to, number);
    return;
  }
  *link = number;
  e->older = older;
  e->story = to;
  m->stories[to].n++;
  m->stories[to].loud += !e->silent;
}

/* ---- chains ---- */

static uint32_t *head_of(const struct memory *m, uint32_t word) {
  return &m->head[(word * 0x9e3779b1u) & (m->n_heads - 1)];
}
static void post(struct memory *m, int64_t number) {
  struct item *e = item_of(m, number);
  for (size_t i = 0; i < e->n_probes; i++) {
    uint32_t *head = head_of(m, e->gist.word[e->probe[i]]);
    e->chain[i] = *head;
    *head = (uint32_t)number;
  }
}
static void heads_rebuild(struct memory *m) {
  free(m->head);
  m->n_heads *= 2;
  m->head = claim(m->n_heads, sizeof *m->head);
  for (int64_t n = m->first; n < m->end; n++) post(m, n);
}

/* Positions of the heaviest words. */
static size_t heaviest(const uint16_t *weight, size_t n, uint16_t *out, size_t max) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = kept < max ? kept++ : max;
    for (; k > 0 && weight[out[k - 1]] < weight[i]; k--)
      if (k < max) out[k] = out[k - 1];
    if (k < max) out[k] = (uint16_t)i;
  }
  return kept;
}

/* ---- adding and leaving ---- */

static void leave_one(struct memory *m) {
  struct item *e = item_of(m, m->first);
  int64_t gone = m->first++;
  struct story *s = &m->stories[e->story];
  s->n--;
  s->loud -= !e->silent;
  story_drop_if_empty(m, e->story);
  if (m->first % MEMORY_CHUNK == 0) {
    struct item **c = chunk_of(m, gone);
    free(*c);
    *c = NULL;
  }
}

void memory_advance(struct memory *m, int64_t seen) {
  if (seen > m->newest) m->newest = seen;
  while (m->first < m->end) {
    int64_t at = item_of(m, m->first)->gist.seen;
    int old = m->span_ms > 0 && at != 0 && at < m->newest - m->span_ms;
    if (!old && (size_t)(m->end - m->first) < m->max) break;
    leave_one(m);
  }
}

static void chunks_grow(struct memory *m) {
  size_t n = m->n_chunks * 2;
  struct item **more = claim(n, sizeof *more);
  for (int64_t c = m->first / MEMORY_CHUNK; c <= (m->end - 1) / MEMORY_CHUNK; c++)
    more[(size_t)c % n] = m->chunk[(size_t)c % m->n_chunks];
  free(m->chunk);
  m->chunk = more;
  m->n_chunks = n;
}

static struct item *room(struct memory *m) {
  if ((size_t)(m->end / MEMORY_CHUNK - m->first / MEMORY_CHUNK) + 1 >= m->n_chunks) chunks_grow(m);
  struct item **c = chunk_of(m, m->end);
  if (*c == NULL) *c = claim(MEMORY_CHUNK, sizeof **c);
  return &(*c)[m->end % MEMORY_CHUNK];
}

int64_t memory_add(struct memory *m, const struct gist *g, const struct link *link, size_t n_links,
                   uint32_t story, int silent) {
  struct item *e = room(m);
  int64_t number = m->end++;
  memset(e, 0, sizeof *e);
  e->gist = *g;
  e->silent = silent;
  e->follows = MEMORY_NONE;
  e->n_links = (uint16_t)n_links;
  memcpy(e->link, link, n_links * sizeof *link);
  if (!silent) e->n_probes = (uint16_t)heaviest(g->weight, g->n, e->probe, MEMORY_PROBES);
  story_take(m, story, number);
  add_record_id(m, number);
  post(m, number);
  if ((size_t)(m->end - m->first) * MEMORY_PROBES / 2 > m->n_heads) heads_rebuild(m);
  return number;
}

void memory_weigh(struct memory *m, const struct df *df, const struct vector_weights *weights) {
  for (int64_t n = m->first; n < m->end; n++) gist_weigh(&item_of(m, n)->gist, df, weights);
}

size_t memory_bytes(const struct memory *m) {
  size_t chunks = 0;
  for (size_t i = 0; i < m->n_chunks; i++) chunks += m->chunk[i] != NULL;
  return chunks * MEMORY_CHUNK * sizeof(struct item) + m->n_chunks * sizeof *m->chunk +
         m->n_heads * sizeof *m->head + (m->records.n + m->story_ids.n) * sizeof *m->records.slot +
         m->max_stories * sizeof *m->stories;
}

/* ---- near records ---- */

struct tally {
  struct near seen[MAX_TALLY];
};

static void count(struct tally *t, int64_t number, float weight) {
  size_t i = (size_t)((uint64_t)number * 0x9e3779b97f4a7c15u >> 40) & (MAX_TALLY - 1);
  for (size_t tries = 0; tries < 8; tries++, i = (i + 1) & (MAX_TALLY - 1)) {
    if (t->seen[i].number != 0 && t->seen[i].number != number) continue;
    t->seen[i].number = number;
    t->seen[i].weight += weight;
    return;
  }
}

static void walk(const struct memory *m, struct tally *t, uint32_t word, float weight) {
  const uint32_t *head = head_of(m, word);
  uint32_t at = *head, low = (uint32_t)m->first;
  for (size_t steps = 0; at != 0 && steps < MAX_WALK; steps++) {
    if (at - low >= (uint32_t)(m->end - m->first)) return; /* it and all behind it have left */
    int64_t number = m->first + (int64_t)(uint32_t)(at - low);
    const struct item *e = item_of(m, number);
    size_t slot = e->n_probes;
    int same = 0;
    for (size_t i = e->n_probes; i-- > 0;) {
      uint32_t w = e->gist.word[e->probe[i]];
      same |= w == word;
      if (head_of(m, w) == head) slot = i; /* the first of them leads on to an older record */
    }
    if (slot == e->n_probes) return;
    if (same && !e->silent) count(t, number, weight);
    at = e->chain[slot];
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

size_t memory_near(const struct memory *m, const struct gist *g, struct near *out, size_t max) {
  struct tally t;
  uint16_t probe[NEAR_PROBES];
  size_t n = 0, probes = heaviest(g->weight, g->n, probe, NEAR_PROBES);
  memset(&t, 0, sizeof t);
  for (size_t i = 0; i < probes; i++) walk(m, &t, g->word[probe[i]], (float)g->weight[probe[i]]);
  for (size_t i = 0; i < MAX_TALLY; i++)
    if (t.seen[i].number != 0) keep_best(out, &n, max, t.seen[i]);
  return n;
}
