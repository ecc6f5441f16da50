/* window.c - the records of the last days; see dedupe.h.
 *
 * Owns all its memory; out of memory ends the process (and the worker's document is retried in another one).
 * Deterministic: the result depends on the records and their order only, not on addresses or a clock.
 */
#include "dedupe.h"

#include <tidings/kit/process.h>

#include <stdlib.h>

enum {
  MIN_HEADS = 1 << 12,
  MAX_HEADS = 1 << 28,
  MIN_IDS = 1 << 10,
  MIN_CHUNKS = 4,
  MAX_WALK = 64,
  MAX_TALLY = 512
};

struct id_slot {
  int64_t id, number;
};

void window_init(struct window *w, int64_t span_ms, size_t max) {
  memset(w, 0, sizeof *w);
  w->span_ms = span_ms;
  w->max = max;
  w->newest = INT64_MIN;
  w->first = w->end = 1; /* 0 ends a chain */
  w->n_chunks = MIN_CHUNKS;
  w->chunk = tdg_process_alloc(w->n_chunks, sizeof *w->chunk);
  w->n_heads = MIN_HEADS;
  w->head = tdg_process_alloc(w->n_heads, sizeof *w->head);
  w->n_ids = MIN_IDS;
  w->ids = tdg_process_alloc(w->n_ids, sizeof *w->ids);
}

void window_free(struct window *w) {
  for (size_t i = 0; i < w->n_chunks; i++) free(w->chunk[i]);
  free(w->chunk);
  free(w->head);
  free(w->ids);
}

static struct entry **chunk_of(const struct window *w, int64_t number) {
  return &w->chunk[(size_t)(number / WINDOW_CHUNK) % w->n_chunks];
}

static struct entry *entry_of(const struct window *w, int64_t number) {
  return &(*chunk_of(w, number))[number % WINDOW_CHUNK];
}

struct entry *window_at(const struct window *w, int64_t number) {
  return number < w->first || number >= w->end ? NULL : entry_of(w, number);
}

/* ---- ids ---- */

static size_t id_home(const struct window *w, int64_t id) {
  return (size_t)(((uint64_t)id * 0x9e3779b97f4a7c15u) >> 20) & (w->n_ids - 1);
}

static void id_put(struct window *w, int64_t id, int64_t number) {
  size_t i = id_home(w, id);
  while (w->ids[i].id != 0 && w->ids[i].id != id) i = (i + 1) & (w->n_ids - 1);
  if (w->ids[i].id == 0) w->used_ids++;
  w->ids[i] = (struct id_slot){id, number};
}

/* Rebuilt when full, without records that have left the window. */
static void ids_rebuild(struct window *w) {
  size_t live = (size_t)(w->end - w->first);
  free(w->ids);
  while (live * 2 >= w->n_ids) w->n_ids *= 2;
  w->ids = tdg_process_alloc(w->n_ids, sizeof *w->ids);
  w->used_ids = 0;
  for (int64_t n = w->first; n < w->end; n++) id_put(w, entry_of(w, n)->fingerprint.id, n);
}

int64_t window_find(const struct window *w, int64_t id) {
  size_t i = id_home(w, id);
  for (; w->ids[i].id != 0; i = (i + 1) & (w->n_ids - 1))
    if (w->ids[i].id == id) return w->ids[i].number >= w->first ? w->ids[i].number : WINDOW_NONE;
  return WINDOW_NONE;
}

/* ---- chains ---- */

static size_t probes_of(const struct fingerprint *p) {
  return p->n_body < WINDOW_PROBES ? p->n_body : WINDOW_PROBES;
}

static uint32_t *head_of(const struct window *w, uint32_t shingle) {
  return &w->head[(shingle * 0x9e3779b1u) & (w->n_heads - 1)];
}

static void post(struct window *w, int64_t number) {
  struct entry *e = entry_of(w, number);
  for (size_t i = 0; i < probes_of(&e->fingerprint); i++) {
    uint32_t *head = head_of(w, e->fingerprint.body[i]);
    e->chain[i] = *head;
    *head = (uint32_t)(number * WINDOW_PROBES + (int64_t)i);
  }
}

static void heads_rebuild(struct window *w) {
  free(w->head);
  w->n_heads *= 2;
  w->head = tdg_process_alloc(w->n_heads, sizeof *w->head);
  for (int64_t n = w->first; n < w->end; n++)
    if (entry_of(w, n)->posted) post(w, n);
}

/* ---- adding and leaving ---- */

static void leave_one(struct window *w) {
  int64_t gone = w->first++;
  if (w->first % WINDOW_CHUNK == 0) {
    struct entry **c = chunk_of(w, gone);
    free(*c);
    *c = NULL;
  }
}

void window_advance(struct window *w, int64_t seen_now) {
  if (seen_now > w->newest) w->newest = seen_now;
  while (w->first < w->end) {
    int64_t seen = entry_of(w, w->first)->fingerprint.seen;
    int old = w->span_ms > 0 && seen != 0 && seen < w->newest - w->span_ms;
    if (!old && (size_t)(w->end - w->first) < w->max) break;
    leave_one(w);
  }
}

static void chunks_grow(struct window *w) {
  size_t n = w->n_chunks * 2;
  struct entry **more = tdg_process_alloc(n, sizeof *more);
  for (int64_t c = w->first / WINDOW_CHUNK; c <= (w->end - 1) / WINDOW_CHUNK; c++)
    more[(size_t)c % n] = w->chunk[(size_t)c % w->n_chunks];
  free(w->chunk);
  w->chunk = more;
  w->n_chunks = n;
}

static struct entry *room(struct window *w) {
  if ((size_t)(w->end / WINDOW_CHUNK - w->first / WINDOW_CHUNK) + 1 >= w->n_chunks) chunks_grow(w);
  struct entry **c = chunk_of(w, w->end);
  if (*c == NULL) *c = tdg_process_alloc(WINDOW_CHUNK, sizeof **c);
  return &(*c)[w->end % WINDOW_CHUNK];
}

void window_set_original(struct window *w, int64_t copy, int64_t original) {
  struct entry *c = window_at(w, copy), *o = window_at(w, original);
  if (c == NULL || o == NULL || copy == original) return;
  int64_t *link = &o->next_copy;
  while (*link > copy && window_at(w, *link) != NULL) link = &entry_of(w, *link)->next_copy;
  c->original = original;
  c->next_copy = *link;
  *link = copy;
  if (o->n_copies < UINT16_MAX) o->n_copies++;
}

static int has_room_for_posts(struct entry *o) {
  if (o->n_posted == WINDOW_POSTED_COPIES) return 0;
  o->n_posted++;
  return 1;
}

int64_t window_add(struct window *w, const struct fingerprint *p, int64_t original) {
  struct entry *e = room(w);
  int64_t number = w->end++;
  memset(e, 0, sizeof *e);
  e->fingerprint = *p;
  e->original = number;
  e->next_copy = WINDOW_NONE;
  e->posted = original == WINDOW_NONE || has_room_for_posts(entry_of(w, original));
  if (original != WINDOW_NONE) window_set_original(w, number, original);
  if (w->used_ids * 2 >= w->n_ids) ids_rebuild(w);
  else id_put(w, p->id, number);
  if (!e->posted) return number;
  post(w, number);
  if ((size_t)(w->end - w->first) * WINDOW_PROBES / 2 > w->n_heads) heads_rebuild(w);
  return number;
}

/* ---- a saved window ---- */

int window_restart(struct window *w, int64_t first, int64_t newest, size_t n_heads) {
  const int64_t span_ms = w->span_ms;
  const size_t max = w->max;
  if (first < 1 || n_heads < MIN_HEADS || n_heads > MAX_HEADS || (n_heads & (n_heads - 1)) != 0) return -1;
  window_free(w);
  window_init(w, span_ms, max);
  free(w->head);
  w->n_heads = n_heads;
  w->head = tdg_process_alloc(n_heads, sizeof *w->head);
  w->first = w->end = first;
  w->newest = newest;
  return 0;
}

static int is_whole(const struct fingerprint *p) {
  return p->n_body <= FINGERPRINT_BODY && p->n_lead <= FINGERPRINT_LEAD &&
         p->n_figures <= FINGERPRINT_FIGURES && p->n_names <= FINGERPRINT_NAMES &&
         p->n_title <= FINGERPRINT_TITLE;
}

int window_put_back(struct window *w, const struct entry *saved) {
  if (!is_whole(&saved->fingerprint)) return -1;
  struct entry *e = room(w);
  int64_t number = w->end++;
  *e = *saved;
  if (w->used_ids * 2 >= w->n_ids) ids_rebuild(w);
  else id_put(w, e->fingerprint.id, number);
  if (e->posted) post(w, number);
  return 0;
}

/* ---- candidates ---- */

struct tally {
  struct candidate seen[MAX_TALLY];
  size_t n;
};

static void count(struct tally *t, int64_t number) {
  size_t i = (size_t)((uint64_t)number * 0x9e3779b97f4a7c15u >> 40) & (MAX_TALLY - 1);
  for (size_t tries = 0; tries < 8; tries++, i = (i + 1) & (MAX_TALLY - 1)) {
    if (t->seen[i].hits != 0 && t->seen[i].number != number) continue;
    t->seen[i].number = number;
    t->seen[i].hits++;
    return;
  }
}

/* The position of an iteration over a chain; entry NULL: at its end. */
struct walk {
  const struct entry *entry;
  int64_t number;
  uint32_t shingle;
  uint16_t place, steps;
};

/* Chains have a maximum length: a shingle shared by very many records is not significant. */
static void step_to(const struct window *w, struct walk *k, uint32_t at) {
  uint32_t past = at - (uint32_t)(w->first * WINDOW_PROBES);
  k->entry = NULL;
  if (at == 0 || past >= (uint64_t)(w->end - w->first) * WINDOW_PROBES)
    return; /* it and all later ones have left the window */
  if (k->steps++ == MAX_WALK) return;
  k->number = w->first + past / WINDOW_PROBES;
  k->place = (uint16_t)(past % WINDOW_PROBES);
  k->entry = entry_of(w, k->number);
  __builtin_prefetch(&k->entry->fingerprint.body[k->place]);
  __builtin_prefetch(&k->entry->chain[k->place]);
}

/* Iterate over the chains in parallel, so that cache misses overlap. */
static void walk_all(const struct window *w, struct walk *k, size_t n, struct tally *t) {
  for (size_t going = n; going > 0;) {
    going = 0;
    for (size_t i = 0; i < n; i++) {
      const struct entry *e = k[i].entry;
      if (e == NULL) continue;
      if (e->fingerprint.body[k[i].place] == k[i].shingle) count(t, k[i].number);
      step_to(w, &k[i], e->chain[k[i].place]);
      going += k[i].entry != NULL;
    }
  }
}

static void keep_best(struct candidate *out, size_t *n, size_t max, struct candidate c) {
  size_t i = *n < max ? (*n)++ : max;
  while (i > 0 && (out[i - 1].hits < c.hits || (out[i - 1].hits == c.hits && out[i - 1].number > c.number))) {
    if (i < max) out[i] = out[i - 1];
    i--;
  }
  if (i < max) out[i] = c;
}

size_t window_candidates(const struct window *w, const struct fingerprint *p, struct candidate *out,
                         size_t max) {
  struct tally t;
  struct walk k[WINDOW_PROBES];
  size_t n = 0, probes = probes_of(p);
  memset(&t, 0, sizeof t);
  for (size_t i = 0; i < probes; i++) {
    k[i] = (struct walk){.shingle = p->body[i]};
    step_to(w, &k[i], *head_of(w, p->body[i]));
  }
  walk_all(w, k, probes, &t);
  for (size_t i = 0; i < MAX_TALLY; i++)
    if (t.seen[i].hits > 0 && !entry_of(w, t.seen[i].number)->retired) keep_best(out, &n, max, t.seen[i]);
  return n;
}
