/* story_state.c - the memory of the stage in parts, for its checkpoint.
 *
 * Part 0 has the extent of everything; then come the words' frequencies, the stories, and the records, one chunk a
 * part, as they are in memory: the host gives a checkpoint only to the plugin file that made it, and detects damage.
 * Even so no number is used as an index before it is checked.
 */
#include "story.h"

#include <stdlib.h>
#include <string.h>

enum { DF_PARTS = 4, STORIES_A_PART = 1 << 16 };

struct head {
  int64_t nth;
  uint64_t item_size, story_size;
  double records, weigh_at;
  struct memory_extent extent;
};

/* Each other part begins so; n: slots, stories or records. */
struct begin {
  int64_t nth, from;
  uint64_t n, n_text;
};

static int64_t story_parts(uint64_t n_stories) {
  return (int64_t)((n_stories + STORIES_A_PART - 1) / STORIES_A_PART);
}

/* ---- saving ---- */

static int save_words(tdg_call *call, const struct df *d, int64_t nth) {
  const size_t width = DF_SLOTS / DF_PARTS, from = (size_t)(nth - 1) * width;
  struct begin *b = tdg_scratch(call, sizeof *b + width * sizeof(struct df_slot));
  *b = (struct begin){.nth = nth, .from = (int64_t)from};
  b->n = df_slots(d, from, from + width, (struct df_slot *)(b + 1));
  return tdg_emit_part(call, b, sizeof *b + b->n * sizeof(struct df_slot));
}

static int save_stories(tdg_call *call, const struct memory *m, int64_t nth) {
  const size_t from = (size_t)(nth - 1 - DF_PARTS) * STORIES_A_PART, left = m->n_stories - from;
  const size_t n = left < STORIES_A_PART ? left : STORIES_A_PART;
  struct begin *b = tdg_scratch(call, sizeof *b + n * sizeof *m->stories);
  *b = (struct begin){nth, (int64_t)from, n, 0};
  memcpy(b + 1, m->stories + from, n * sizeof *m->stories);
  return tdg_emit_part(call, b, sizeof *b + n * sizeof *m->stories);
}

static int save_records(tdg_call *call, const struct memory *m, int64_t nth, int64_t chunk) {
  int64_t from = (m->first / MEMORY_CHUNK + chunk) * MEMORY_CHUNK, to = from + MEMORY_CHUNK;
  const size_t each = sizeof(struct item) + MEMORY_PROBES * sizeof(uint32_t);
  if (from < m->first) from = m->first;
  if (to > m->end) to = m->end;
  if (from >= to) return TDG_OK;
  const struct tdg_str titles = memory_titles(m, from);
  struct begin *b = tdg_scratch(call, sizeof *b + (size_t)(to - from) * each + titles.n);
  *b = (struct begin){nth, from, (uint64_t)(to - from), titles.n};
  unsigned char *p = (unsigned char *)(b + 1);
  for (int64_t i = from; i < to; i++, p += each) {
    uint32_t words[MEMORY_PROBES] = {0};
    memory_posted(m, i, words);
    memcpy(p, memory_at(m, i), sizeof(struct item));
    memcpy(p + sizeof(struct item), words, sizeof words);
  }
  memcpy(p, titles.p, titles.n);
  return tdg_emit_part(call, b, (size_t)(p - (unsigned char *)b) + titles.n);
}

int story_state_save(tdg_call *call, const struct memory *m, const struct df *d, double weigh_at,
                     int64_t nth) {
  const int64_t stories = story_parts(m->n_stories);
  if (nth == 0) {
    const struct head h = {0,        sizeof(struct item), sizeof(struct story), d->records,
                           weigh_at, memory_extent(m)};
    return tdg_emit_part(call, &h, sizeof h);
  }
  if (nth <= DF_PARTS) return save_words(call, d, nth);
  if (nth <= DF_PARTS + stories) return save_stories(call, m, nth);
  return save_records(call, m, nth, nth - 1 - DF_PARTS - stories);
}

/* ---- restoring ---- */

static int refuse(tdg_call *call) { return tdg_fail(call, TDG_BAD_INPUT, "its bytes make no sense"); }

static int restore_head(struct memory *m, struct df *d, double *weigh_at, struct tdg_str part) {
  struct head h;
  if (part.n != sizeof h) return -1;
  memcpy(&h, part.p, sizeof h);
  if (h.item_size != sizeof(struct item) || h.story_size != sizeof(struct story)) return -1;
  df_restart(d, h.records);
  *weigh_at = h.weigh_at;
  return memory_restart(m, &h.extent);
}

/* Copies, because the parts of a record are not aligned. */
static int restore_words(tdg_call *call, struct df *d, const struct begin *b, struct tdg_str rest) {
  if (b->n > DF_SLOTS || rest.n != b->n * sizeof(struct df_slot)) return -1;
  struct df_slot *slot = tdg_scratch(call, rest.n + 1);
  memcpy(slot, rest.p, rest.n);
  return df_put_back(d, slot, (size_t)b->n);
}

static int restore_stories(tdg_call *call, struct memory *m, const struct begin *b, struct tdg_str rest) {
  if (b->from < 0 || b->n > STORIES_A_PART || rest.n != b->n * sizeof(struct story)) return -1;
  struct story *stories = tdg_scratch(call, rest.n + 1);
  memcpy(stories, rest.p, rest.n);
  return memory_put_back_stories(m, stories, (size_t)b->from, (size_t)b->n);
}

static int restore_records(struct memory *m, const struct begin *b, struct tdg_str rest) {
  const size_t each = sizeof(struct item) + MEMORY_PROBES * sizeof(uint32_t);
  struct item item;
  uint32_t words[MEMORY_PROBES];
  if (b->n == 0 || b->n > MEMORY_CHUNK || b->from != m->end || b->n_text > rest.n ||
      rest.n != b->n * each + b->n_text)
    return -1;
  const char *p = rest.p;
  for (uint64_t i = 0; i < b->n; i++, p += each) {
    memcpy(&item, p, sizeof item);
    memcpy(words, p + sizeof item, sizeof words);
    if (item.title > b->n_text || item.n_title > b->n_text - item.title) return -1;
    if (memory_put_back(m, &item, words) != 0) return -1;
  }
  memory_put_back_titles(m, b->from, (struct tdg_str){p, (size_t)b->n_text});
  return 0;
}

int story_state_restore(tdg_call *call, struct memory *m, struct df *d, double *weigh_at,
                        const tdg_rec *rec) {
  const struct tdg_str part = tdg_get(call, rec, TDG_SIGNATURE);
  struct begin b;
  int rc = -1;
  if (part.n < sizeof b) return refuse(call);
  memcpy(&b, part.p, sizeof b);
  const struct tdg_str rest = {part.p + sizeof b, part.n - sizeof b};
  if (b.nth == 0) rc = restore_head(m, d, weigh_at, part);
  else if (b.nth <= DF_PARTS) rc = restore_words(call, d, &b, rest);
  else if (b.nth <= DF_PARTS + story_parts(m->n_stories)) rc = restore_stories(call, m, &b, rest);
  else rc = restore_records(m, &b, rest);
  return rc == 0 ? TDG_OK : refuse(call);
}
