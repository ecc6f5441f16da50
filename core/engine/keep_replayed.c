/* engine/keep_replayed.c - what the present parsers make of captures becomes versions; see replay.h and keep.h.
 *
 * Runs on the store thread inside a transaction; what is made is in the arena of the settlement.  Only the store can fail
 * here.
 */
#include "engine/replay.h"

#include "engine/keep.h"
#include "news/identity.h"

#include <string.h>

#include <tidings/kit/str.h>

/* ---- which version was read from it ---- */

static int is_of_group(const struct replay_group *g, int64_t id) {
  for (size_t i = 0; i < g->n; i++)
    if (g->ids[i] == id) return 1;
  return 0;
}

/* One record of one answer is that record, whatever keys it has now; of several each is found as a poll finds it. */
static int find_version(struct keeper *k, struct subject *s, struct tdg_row *row) {
  const struct replayed *p = k->s->replay;
  struct found f = {.by = FOUND_BY_GUID};
  if (p->only) return ask_work(k, p->work, row) && is_of_group(p->group, row->id);
  find_work(k, s, &f);
  if (k->status < 0 || f.by == FOUND_NOT || f.by == FOUND_PAGE_OF_ANOTHER) return 0;
  *row = f.row;
  return is_of_group(p->group, row->id);
}

/* ---- what it says now ---- */

static int is_equal(struct keeper *k, const tdg_rec *old, const tdg_rec *new) {
  const struct tdg_str a = rec_bytes(rec_without(k->arena, old, rec_fields_of_host)),
                       b = rec_bytes(rec_without(k->arena, new, rec_fields_of_host));
  return tdg_str_same(a, b);
}

static void show_change(struct keeper *k, const tdg_rec *old, const tdg_rec *new) {
  struct replayed *p = k->s->replay;
  struct replay_change *c = arena_alloc(k->arena, sizeof *c), **end = &p->changes;
  *c = (struct replay_change){NULL, old, new};
  while (*end != NULL) end = &(*end)->next;
  *end = c;
}

void replay_keep(struct keeper *k, struct subject *s) {
  struct tdg_row row;
  if (!find_version(k, s, &row)) return; /* it has a newer version, or was never stored, or is deleted */
  const tdg_rec *old = ask_version(k, row.id);
  k->s->replay->found++;
  if (s->kept == NULL) keep_put_down(k, s);
  if (old != NULL && is_equal(k, old, s->kept)) {
    k->s->counts.unchanged++;
  } else if (k->s->replay->dry) {
    k->s->counts.versions++;
    if (old != NULL) show_change(k, old, s->kept);
  } else {
    keep_version(k, s, &row, old);
  }
}
