/* dedupe_state.c - the memory of the stage in parts, for its checkpoint.
 *
 * Part 0 has the lines that sources repeat and the extent of the window; each further part has the entries of one
 * chunk, as they are in memory: the host gives a checkpoint only to the plugin file that made it, and detects
 * damage.  Even so no number is used as an index before it is checked.
 */
#include "dedupe.h"

struct head {
  int64_t nth, first, end, newest;
  uint64_t n_heads, entry_size;
};

static int save_head(tdg_call *call, const struct window *w, const struct boilerplate *b) {
  const struct head h = {0, w->first, w->end, w->newest, w->n_heads, sizeof(struct entry)};
  unsigned char *p = tdg_scratch(call, sizeof h + sizeof *b);
  memcpy(p, &h, sizeof h);
  memcpy(p + sizeof h, b, sizeof *b);
  return tdg_emit_part(call, p, sizeof h + sizeof *b);
}

int state_save(tdg_call *call, const struct window *w, const struct boilerplate *b, int64_t nth) {
  if (nth == 0) return save_head(call, w, b);
  const int64_t chunk = w->first / WINDOW_CHUNK + nth - 1;
  int64_t from = chunk * WINDOW_CHUNK, to = from + WINDOW_CHUNK;
  if (from < w->first) from = w->first;
  if (to > w->end) to = w->end;
  if (from >= to) return TDG_OK;
  const size_t n = (size_t)(to - from);
  unsigned char *p = tdg_scratch(call, sizeof nth + n * sizeof(struct entry));
  memcpy(p, &nth, sizeof nth);
  memcpy(p + sizeof nth, window_at(w, from), n * sizeof(struct entry));
  return tdg_emit_part(call, p, sizeof nth + n * sizeof(struct entry));
}

static int refuse(tdg_call *call) { return tdg_fail(call, TDG_BAD_INPUT, "its bytes make no sense"); }

static int restore_head(tdg_call *call, struct window *w, struct boilerplate *b, struct tdg_str part) {
  struct head h;
  if (part.n != sizeof h + sizeof *b) return refuse(call);
  memcpy(&h, part.p, sizeof h);
  if (h.entry_size != sizeof(struct entry) || window_restart(w, h.first, h.newest, (size_t)h.n_heads) != 0)
    return refuse(call);
  memcpy(b, part.p + sizeof h, sizeof *b);
  return TDG_OK;
}

int state_restore(tdg_call *call, struct window *w, struct boilerplate *b, const tdg_rec *rec) {
  const struct tdg_str part = tdg_get(call, rec, TDG_SIGNATURE);
  int64_t nth;
  struct entry e;
  if (part.n < sizeof nth) return refuse(call);
  memcpy(&nth, part.p, sizeof nth);
  if (nth == 0) return restore_head(call, w, b, part);
  if ((part.n - sizeof nth) % sizeof e != 0) return refuse(call);
  for (size_t at = sizeof nth; at < part.n; at += sizeof e) {
    memcpy(&e, part.p + at, sizeof e);
    if (window_put_back(w, &e) != 0) return refuse(call);
  }
  return TDG_OK;
}
