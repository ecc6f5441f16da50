/* news/fold_notes.c - lay the notes of stages over a record; see news.h.
 *
 * Memory comes from the caller's arena.  Only the store can fail, in news_fold: a note whose bytes are invalid is left
 * out, and when the result would exceed the size of a record the record is returned without its notes.
 */
#include "news/news.h"

#include "util/map.h"

#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>

enum rule { NOT_LAID, LAST, ALL };

static enum rule rule_of(uint32_t field) {
  switch (field) {
#define NOTE_RULE(symbol, rule)                                                                              \
  case symbol: return rule;
    TDG_NOTE_TABLE(NOTE_RULE)
#undef NOTE_RULE
  default: return NOT_LAID;
  }
}

int fold_lays(uint32_t field) { return rule_of(field) != NOT_LAID; }

int fold_adds(uint32_t field) { return rule_of(field) == ALL; }

int fold_is_overlay(const tdg_rec *note) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(note, &pos, &it))
    if (fold_lays(it.field)) return 1;
  return 0;
}

#define ROW_HAS(row, member) ((row)->size >= offsetof(struct tdg_row, member) + sizeof(row)->member)

int news_is_dropped(const struct tdg_row *row) { return ROW_HAS(row, dropped) && row->dropped != 0; }

/* ---- lists: values that are not there yet ---- */

struct laying {
  struct arena *arena;
  tdg_rec *out;
  struct map seen; /* hashes of field and value */
  struct map last; /* of a stage and a name: the number of the last TDG_EXT group */
  uintptr_t n_ext;
  size_t n, bytes; /* values added */
};

static int is_new(struct laying *l, const struct tdg_item *it) {
  struct tdg_str v = it->type == TDG_T_REC ? rec_bytes(it->rec) : it->str;
  int64_t hash = (int64_t)XXH3_64bits_withSeed(v.p, v.n, it->field);
  if (map_get_int(&l->seen, hash) != NULL) return 0;
  map_put_int(&l->seen, hash, l);
  return 1;
}

/* Does one more value of this size fit? */
static int has_room(struct laying *l, size_t n) {
  if (l->n >= FOLD_MAX_VALUES || n > FOLD_MAX_BYTES - l->bytes) return 0;
  l->n++;
  l->bytes += n;
  return 1;
}

static void add_value(struct laying *l, const struct tdg_item *it) {
  size_t n = it->type == TDG_T_REC ? rec_bytes(it->rec).n : it->str.n;
  if (is_new(l, it) && has_room(l, n)) rec_put_item(l->out, it);
}

/* ---- TDG_EXT: one group per name and stage, the last ---- */

static int64_t key_of(const struct fold_note *note, const tdg_rec *group) {
  const struct tdg_str name = rec_get(group, TDG_NAME, 0);
  return (int64_t)XXH3_64bits_withSeed(name.p, name.n, XXH3_64bits(note->by.p, note->by.n));
}

static void find_last(struct laying *l, const struct fold_list *notes) {
  struct tdg_item it;
  uintptr_t n = 0;
  for (size_t i = 0; i < notes->n; i++)
    for (size_t pos = 0; rec_next(notes->v[i].note, &pos, &it);)
      if (it.field == TDG_EXT) map_put_int(&l->last, key_of(&notes->v[i], it.rec), (void *)++n);
}

static void add_ext(struct laying *l, const struct fold_note *note, const tdg_rec *group) {
  static const uint32_t by[] = {TDG_BY, 0};
  if ((uintptr_t)map_get_int(&l->last, key_of(note, group)) != ++l->n_ext) return; /* another one follows */
  if (!has_room(l, rec_bytes(group).n)) return;
  tdg_rec *named = rec_without(l->arena, group, by);
  rec_put(named, TDG_BY, note->by.p, note->by.n);
  rec_put_rec(l->out, TDG_EXT, named);
}

/* ---- a record and its notes ---- */

static void take_lists(struct laying *l, const struct fold_list *notes) {
  struct tdg_item it;
  for (size_t pos = 0; rec_next(l->out, &pos, &it);)
    if (rule_of(it.field) == ALL && it.field != TDG_EXT) (void)is_new(l, &it);
  find_last(l, notes);
  for (size_t i = 0; i < notes->n; i++)
    for (size_t pos = 0; rec_next(notes->v[i].note, &pos, &it);) {
      if (it.field == TDG_EXT) add_ext(l, &notes->v[i], it.rec);
      else if (rule_of(it.field) == ALL) add_value(l, &it);
    }
}

static tdg_rec *take_last(struct arena *a, const tdg_rec *r, const struct fold_list *notes) {
  static const uint32_t single[] = {
#define NOTE_LAST_LAST(symbol) symbol,
#define NOTE_LAST_ALL(symbol)
#define NOTE_LAST(symbol, rule) NOTE_LAST_##rule(symbol)
      TDG_NOTE_TABLE(NOTE_LAST)
#undef NOTE_LAST
  };
  enum { N = sizeof single / sizeof single[0] };
  uint32_t replaced[N + 1] = {0};
  struct tdg_str value[N];
  size_t n = 0;
  for (size_t f = 0; f < N; f++) {
    struct tdg_str last = {"", 0};
    for (size_t i = notes->n; i-- > 0 && last.n == 0;) last = rec_get(notes->v[i].note, single[f], 0);
    if (last.n == 0 || last.n > FOLD_MAX_BYTES) continue;
    value[n] = last;
    replaced[n++] = single[f];
  }
  tdg_rec *out = rec_without(a, r, replaced);
  for (size_t f = 0; f < n; f++) rec_put(out, replaced[f], value[f].p, value[f].n);
  return out;
}

tdg_rec *fold_lay(struct arena *a, const tdg_rec *r, const struct fold_list *notes) {
  struct laying l = {.arena = a, .out = take_last(a, r, notes)};
  take_lists(&l, notes);
  map_free(&l.seen);
  map_free(&l.last);
  return l.out->error == 0 ? l.out : rec_copy(a, r, rec_kind(r));
}

/* ---- the notes of a record, in the order of the pipeline ---- */

static size_t place_of(const struct fold_order *order, struct tdg_str by) {
  for (size_t i = 0; i < order->n; i++)
    if (tdg_str_same(tdg_str_of(order->stages[i]), by)) return i + 1;
  return 0;
}

void fold_add(struct fold_list *list, const struct fold_order *order, const tdg_rec *note,
              struct tdg_str by) {
  size_t at = list->n, place = place_of(order, by);
  if (list->n == FOLD_MAX_NOTES) return;
  while (at > 0 && place_of(order, list->v[at - 1].by) > place) at--;
  memmove(&list->v[at + 1], &list->v[at], (list->n - at) * sizeof list->v[0]);
  list->v[at] = (struct fold_note){note, by};
  list->n++;
}

struct reading {
  struct arena *arena;
  const struct fold_order *order;
  struct fold_list list;
  const tdg_rec *dropped;
};

static int read_note(void *arg, const struct tdg_row *row) {
  struct reading *g = arg;
  const tdg_rec *note = rec_read(g->arena, row->wire, NULL, 0);
  if (note == NULL) return 0; /* `verify` tells it */
  struct tdg_str by = {arena_copy(g->arena, row->by.p, row->by.n), row->by.n};
  if (fold_is_overlay(note)) fold_add(&g->list, g->order, note, by);
  if (g->dropped == NULL) g->dropped = rec_get_rec(note, TDG_DROPPED, 0);
  return 0;
}

int news_fold(const struct fold_source *from, struct arena *a, const tdg_rec *r, const struct tdg_row *row,
              tdg_rec **result) {
  static const uint32_t folded[] = {TDG_STORY_ID, TDG_DUPLICATE_OF, TDG_LAST_SEEN, TDG_DROPPED, 0};
  struct reading g = {.arena = a, .order = &from->order};
  tdg_rec *out = rec_without(a, r, folded);
  int status = 0;
  if (ROW_HAS(row, overlaid) && (row->overlaid || row->dropped))
    status = from->ops->notes_of(from->store, row->id, read_note, &g);
  if (status < 0) return status;
  if (g.list.n > 0) out = fold_lay(a, out, &g.list);
  if (g.dropped != NULL) rec_put_rec(out, TDG_DROPPED, g.dropped);
  if (row->last_seen != 0) rec_put_int(out, TDG_LAST_SEEN, row->last_seen);
  if (row->story != 0) rec_put_int(out, TDG_STORY_ID, row->story);
  if (row->duplicate_of != 0 && row->duplicate_of != row->id)
    rec_put_int(out, TDG_DUPLICATE_OF, row->duplicate_of);
  *result = out;
  return 0;
}
