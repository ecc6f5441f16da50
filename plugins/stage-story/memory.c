/* memory.c - see memory.h.
 *
 * Owns all its memory; out of memory ends the process.  Deterministic: the result depends on the records and
 * their order only.
 */
#include "memory.h"

#include <tidings/kit/process.h>

#include <stdlib.h>
#include <string.h>

enum { MIN_HEADS = 1 << 12, MIN_CHUNKS = 4, MIN_STORIES = 256, HEADS_PER_RECORD = 4 };
enum { MAX_HEADS = 1 << 28, MAX_STORIES = 1 << 26 };
static const uint32_t no_story = UINT32_MAX;

/* ---- from ids to numbers ---- */

enum { MIN_SLOTS = 1 << 10 };

static void idmap_init(struct idmap *m, size_t live) {
  m->n = MIN_SLOTS + live * 2;
  m->used = 0;
  m->id = tdg_process_alloc(m->n, sizeof *m->id);
  m->value = tdg_process_alloc(m->n, sizeof *m->value);
}

static void idmap_free(struct idmap *m) {
  free(m->id);
  free(m->value);
}

static int idmap_full(const struct idmap *m) { return m->used * 5 >= m->n * 4; }

static size_t slot_of(const struct idmap *m, int64_t id) {
  size_t i = (size_t)(((((uint64_t)id * 0x9e3779b97f4a7c15u) >> 32) * m->n) >> 32);
  while (m->id[i] != 0 && m->id[i] != id) i = i + 1 == m->n ? 0 : i + 1;
  return i;
}

static void idmap_put(struct idmap *m, int64_t id, uint32_t value) {
  size_t i = slot_of(m, id);
  if (m->id[i] == 0) m->used++;
  m->id[i] = id;
  m->value[i] = value;
}

static int idmap_get(const struct idmap *m, int64_t id, uint32_t *value) {
  size_t i = slot_of(m, id);
  if (id == 0 || m->id[i] == 0) return 0;
  *value = m->value[i];
  return 1;
}

/* ---- records and stories ---- */

void memory_init(struct memory *m, const struct vector_weights *weights, int64_t span_ms, size_t max) {
  memset(m, 0, sizeof *m);
  m->weights = weights;
  m->span_ms = span_ms;
  m->max = max;
  m->newest = INT64_MIN;
  m->first = m->end = 1;
  m->n_chunks = MIN_CHUNKS;
  m->chunk = tdg_process_alloc(m->n_chunks, sizeof *m->chunk);
  m->n_heads = MIN_HEADS;
  m->head = tdg_process_alloc(m->n_heads, sizeof *m->head);
  m->crossing_head = tdg_process_alloc(m->n_heads, sizeof *m->crossing_head);
  idmap_init(&m->records, 0);
  idmap_init(&m->story_ids, 0);
  m->max_stories = MIN_STORIES;
  m->stories = tdg_process_alloc(m->max_stories, sizeof *m->stories);
  m->free_story = no_story;
}

static void chunk_free(struct chunk *c) {
  if (c != NULL) free(c->text);
  free(c);
}

void memory_free(struct memory *m) {
  for (size_t i = 0; i < m->n_chunks; i++) chunk_free(m->chunk[i]);
  free(m->chunk);
  free(m->head);
  free(m->crossing_head);
  idmap_free(&m->records);
  idmap_free(&m->story_ids);
  free(m->stories);
}

static struct chunk **chunk_of(const struct memory *m, int64_t number) {
  return &m->chunk[(size_t)(number / MEMORY_CHUNK) % m->n_chunks];
}
static struct item *item_of(const struct memory *m, int64_t number) {
  return &(*chunk_of(m, number))->item[number % MEMORY_CHUNK];
}

int64_t memory_number(const struct memory *m, uint32_t low) {
  uint32_t past = low - (uint32_t)m->first;
  return low == 0 || past >= (uint64_t)(m->end - m->first) ? MEMORY_NONE : m->first + past;
}
static uint32_t low_of(int64_t number) { return number == MEMORY_NONE ? 0 : (uint32_t)number; }

struct link memory_link(const struct item *e, size_t i) {
  return (struct link){e->back[i], e->score[i]};
}

/* ---- ids ---- */

static void add_record_id(struct memory *m, int64_t number) {
  if (!idmap_full(&m->records)) {
    idmap_put(&m->records, item_of(m, number)->summary.id, low_of(number));
    return;
  }
  idmap_free(&m->records);
  idmap_init(&m->records, (size_t)(m->end - m->first));
  for (int64_t n = m->first; n < m->end; n++) idmap_put(&m->records, item_of(m, n)->summary.id, low_of(n));
}

static void add_story_id(struct memory *m, uint32_t s) {
  if (!idmap_full(&m->story_ids)) {
    idmap_put(&m->story_ids, m->stories[s].id, s);
    return;
  }
  idmap_free(&m->story_ids);
  idmap_init(&m->story_ids, m->used_stories);
  for (uint32_t i = 0; i < m->n_stories; i++)
    if (m->stories[i].id != 0) idmap_put(&m->story_ids, m->stories[i].id, i);
}

int64_t memory_find(const struct memory *m, int64_t id) {
  uint32_t low = 0;
  int64_t number = idmap_get(&m->records, id, &low) ? memory_number(m, low) : MEMORY_NONE;
  return number != MEMORY_NONE && item_of(m, number)->summary.id == id ? number : MEMORY_NONE;
}

/* ---- stories ---- */

static void stories_grow(struct memory *m) {
  m->max_stories += m->max_stories / 2;
  m->stories = realloc(m->stories, m->max_stories * sizeof *m->stories);
  if (m->stories == NULL) abort();
}

static uint32_t story_new(struct memory *m, int64_t id) {
  uint32_t s = m->free_story;
  if (s != no_story) {
    m->free_story = m->stories[s].next_free;
  } else {
    if (m->n_stories == m->max_stories) stories_grow(m);
    s = (uint32_t)m->n_stories++;
  }
  m->stories[s] = (struct story){.id = id, .newest = MEMORY_NONE};
  m->used_stories++;
  add_story_id(m, s);
  return s;
}

uint32_t memory_story(struct memory *m, int64_t id) {
  uint32_t s;
  return idmap_get(&m->story_ids, id, &s) && m->stories[s].id == id ? s : story_new(m, id);
}

static void story_drop_if_empty(struct memory *m, uint32_t s) {
  if (m->stories[s].n > 0) return;
  m->stories[s] = (struct story){.next_free = m->free_story};
  m->used_stories--;
  m->free_story = s;
}

/* Ids are milliseconds since 1970, shifted by 20 bits: this bit is 0 until 2109. */
static const int64_t SECOND_NAME = (int64_t)1 << 62;

int64_t memory_name(const struct item *e) {
  return e->named == 0 ? e->summary.id : e->named == 1 ? e->summary.id | SECOND_NAME : 0;
}

static void story_count(struct memory *m, uint32_t s, const struct item *e, int by) {
  m->stories[s].n += (uint32_t)by;
  if (!e->silent) m->stories[s].loud += (uint32_t)by;
}

/* Lists are newest first, by number. */
static void story_take(struct memory *m, uint32_t s, int64_t number) {
  struct item *e = item_of(m, number);
  int64_t at = m->stories[s].newest, younger = MEMORY_NONE;
  while (at > number) younger = at, at = memory_number(m, item_of(m, at)->older);
  e->story = s;
  if (m->stories[s].id == e->summary.id && e->named < 1) e->named = 1;
  if (m->stories[s].id == (e->summary.id | SECOND_NAME)) e->named = 2;
  e->older = low_of(at);
  if (younger == MEMORY_NONE) m->stories[s].newest = number;
  else item_of(m, younger)->older = low_of(number);
  story_count(m, s, e, 1);
}

static void story_leave(struct memory *m, int64_t number) {
  struct item *e = item_of(m, number);
  int64_t older = memory_number(m, e->older), at = m->stories[e->story].newest, younger = MEMORY_NONE;
  while (at > number) younger = at, at = memory_number(m, item_of(m, at)->older);
  if (younger == MEMORY_NONE) m->stories[e->story].newest = older;
  else item_of(m, younger)->older = low_of(older);
  story_count(m, e->story, e, -1);
  story_drop_if_empty(m, e->story);
}

/* Merge two lists, newest first. */
void memory_merge(struct memory *m, uint32_t from, uint32_t to) {
  struct story *t = &m->stories[to], *f = &m->stories[from];
  int64_t a = f->newest, b = t->newest, last = MEMORY_NONE;
  if (from == to) return;
  while (a >= m->first || b >= m->first) {
    int64_t *take = a > b ? &a : &b;
    struct item *e = item_of(m, *take);
    if (last == MEMORY_NONE) t->newest = *take;
    else item_of(m, last)->older = low_of(*take);
    last = *take;
    e->story = to;
    *take = memory_number(m, e->older);
  }
  if (last != MEMORY_NONE) item_of(m, last)->older = 0;
  t->n += f->n;
  t->loud += f->loud;
  f->n = 0;
  story_drop_if_empty(m, from);
}

enum { MAX_LEADERS = 64 }; /* maximum length of a chain of copies and versions */

int64_t memory_leader(const struct memory *m, int64_t number) {
  for (int n = 0; n < MAX_LEADERS; n++) {
    int64_t next = memory_number(m, item_of(m, number)->follows);
    if (next == MEMORY_NONE) break;
    number = next;
  }
  return number;
}

void memory_follow(struct memory *m, int64_t number, int64_t original) {
  if (original == MEMORY_NONE || memory_leader(m, original) == number) return;
  item_of(m, number)->follows = low_of(original);
}

void memory_move(struct memory *m, int64_t number, uint32_t to) {
  struct item *e = memory_at(m, number);
  if (e == NULL || e->story == to) return;
  story_leave(m, number);
  story_take(m, to, number);
}

void memory_unbind(struct memory *m, int64_t number) { item_of(m, number)->follows = 0; }

/* ---- adding and leaving ---- */

static void speak(struct memory *m, uint8_t language, int by) {
  if (language == 0) return;
  m->languages -= m->speaking[language] > 0;
  m->speaking[language] += (uint32_t)by;
  m->languages += m->speaking[language] > 0;
}

static void leave_one(struct memory *m) {
  struct item *e = item_of(m, m->first);
  speak(m, e->crossing.language, -1);
  int64_t gone = m->first++;
  story_count(m, e->story, e, -1);
  story_drop_if_empty(m, e->story);
  if (m->first % MEMORY_CHUNK == 0) {
    struct chunk **c = chunk_of(m, gone);
    chunk_free(*c);
    *c = NULL;
  }
}

void memory_advance(struct memory *m, int64_t seen) {
  if (seen > m->newest) m->newest = seen;
  while (m->first < m->end) {
    int64_t at = item_of(m, m->first)->summary.seen;
    int old = m->span_ms > 0 && at != 0 && at < m->newest - m->span_ms;
    if (!old && (size_t)(m->end - m->first) < m->max) break;
    leave_one(m);
  }
}

static void chunks_grow(struct memory *m) {
  size_t n = m->n_chunks * 2;
  struct chunk **more = tdg_process_alloc(n, sizeof *more);
  for (int64_t c = m->first / MEMORY_CHUNK; c <= (m->end - 1) / MEMORY_CHUNK; c++)
    more[(size_t)c % n] = m->chunk[(size_t)c % m->n_chunks];
  free(m->chunk);
  m->chunk = more;
  m->n_chunks = n;
}

static struct item *room(struct memory *m) {
  if ((size_t)(m->end / MEMORY_CHUNK - m->first / MEMORY_CHUNK) + 1 >= m->n_chunks) chunks_grow(m);
  struct chunk **c = chunk_of(m, m->end);
  if (*c == NULL) *c = tdg_process_alloc(1, sizeof **c);
  return &(*c)->item[m->end % MEMORY_CHUNK];
}

static void heads_rebuild(struct memory *m) {
  free(m->head);
  free(m->crossing_head);
  m->n_heads += m->n_heads / 2;
  m->head = tdg_process_alloc(m->n_heads, sizeof *m->head);
  m->crossing_head = tdg_process_alloc(m->n_heads, sizeof *m->crossing_head);
  for (int64_t n = m->first; n < m->end; n++) memory_post(m, n);
}

int64_t memory_add(struct memory *m, const struct summary_vector *g, const struct crossing *crossing,
                   const struct link *link, size_t n_links, uint32_t story) {
  struct item *e = room(m);
  int64_t number = m->end++;
  memset(e, 0, sizeof *e);
  e->summary = *g;
  e->crossing = *crossing;
  speak(m, crossing->language, 1);
  e->n_links = (uint8_t)n_links;
  for (size_t i = 0; i < n_links; i++) e->back[i] = link[i].back, e->score[i] = link[i].score;
  story_take(m, story, number);
  add_record_id(m, number);
  memory_choose_posts(m, number);
  memory_post(m, number);
  if ((size_t)(m->end - m->first) * HEADS_PER_RECORD > m->n_heads) heads_rebuild(m);
  return number;
}

void memory_set_title(struct memory *m, int64_t number, struct tdg_str title, uint8_t form) {
  struct chunk *c = *chunk_of(m, number);
  struct item *e = item_of(m, number);
  size_t n = title.n < MEMORY_TITLE ? title.n : MEMORY_TITLE;
  if (c->n_text + n > c->max_text) {
    c->max_text = c->max_text + c->max_text / 4 + 8 * MEMORY_TITLE;
    c->text = realloc(c->text, c->max_text);
    if (c->text == NULL) abort();
  }
  e->title = (uint32_t)c->n_text;
  e->n_title = (uint8_t)n;
  e->form = form;
  if (n > 0) memcpy(c->text + c->n_text, title.p, n);
  c->n_text += n;
}

struct tdg_str memory_title(const struct memory *m, int64_t number) {
  const struct item *e = item_of(m, number);
  return (struct tdg_str){e->n_title == 0 ? "" : (*chunk_of(m, number))->text + e->title, e->n_title};
}

void memory_weigh(struct memory *m, const struct df *df) {
  for (int64_t n = m->first; n < m->end; n++) summary_vector_weigh(&item_of(m, n)->summary, df, m->weights);
}

/* ---- a saved memory ---- */

struct memory_extent memory_extent(const struct memory *m) {
  return (struct memory_extent){m->first,     m->end,          m->newest,    m->n_heads,
                                m->n_stories, m->used_stories, m->free_story};
}

int memory_restart(struct memory *m, const struct memory_extent *x) {
  const struct vector_weights *weights = m->weights;
  const int64_t span_ms = m->span_ms;
  const size_t max = m->max;
  if (x->first < 1 || x->n_heads < MIN_HEADS || x->n_heads > MAX_HEADS || x->n_stories > MAX_STORIES ||
      x->used_stories > x->n_stories || (x->free_story >= x->n_stories && x->free_story != no_story))
    return -1;
  memory_free(m);
  memory_init(m, weights, span_ms, max);
  free(m->head);
  free(m->crossing_head);
  free(m->stories);
  m->n_heads = (size_t)x->n_heads;
  m->head = tdg_process_alloc(m->n_heads, sizeof *m->head);
  m->crossing_head = tdg_process_alloc(m->n_heads, sizeof *m->crossing_head);
  m->n_stories = (size_t)x->n_stories;
  if (m->max_stories < m->n_stories) m->max_stories = m->n_stories;
  m->stories = tdg_process_alloc(m->max_stories, sizeof *m->stories);
  m->used_stories = (size_t)x->used_stories;
  m->free_story = (uint32_t)x->free_story;
  m->first = m->end = x->first;
  m->newest = x->newest;
  idmap_free(&m->story_ids);
  idmap_init(&m->story_ids, m->used_stories);
  return 0;
}

int memory_put_back_stories(struct memory *m, const struct story *stories, size_t from, size_t n) {
  if (from > m->n_stories || n > m->n_stories - from) return -1;
  memcpy(m->stories + from, stories, n * sizeof *stories);
  for (size_t i = from; i < from + n; i++)
    if (m->stories[i].id != 0) {
      if (idmap_full(&m->story_ids)) return -1; /* more than were used */
      idmap_put(&m->story_ids, m->stories[i].id, (uint32_t)i);
    }
  return 0;
}

int memory_put_back(struct memory *m, const struct item *saved, const uint32_t *words) {
  if (saved->story >= m->n_stories || saved->n_posts > MEMORY_PROBES || saved->n_links > MEMORY_LINKS ||
      saved->summary.n > VECTOR_WORDS || saved->crossing.n > CROSSING_KEYS)
    return -1;
  struct item *e = room(m);
  int64_t number = m->end++;
  *e = *saved;
  speak(m, e->crossing.language, 1);
  add_record_id(m, number);
  memory_set_posted(m, number, words);
  memory_post(m, number);
  return 0;
}

struct tdg_str memory_titles(const struct memory *m, int64_t number) {
  const struct chunk *c = *chunk_of(m, number);
  return (struct tdg_str){c->n_text > 0 ? c->text : "", c->n_text};
}

void memory_put_back_titles(struct memory *m, int64_t number, struct tdg_str titles) {
  struct chunk *c = *chunk_of(m, number);
  free(c->text);
  c->n_text = c->max_text = titles.n;
  c->text = tdg_process_alloc(titles.n + 1, 1);
  memcpy(c->text, titles.p, titles.n);
}
