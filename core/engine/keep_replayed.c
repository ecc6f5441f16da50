/* engine/keep_replayed.c - what the present parsers make of captures becomes versions; see replay.h and keep.h.
 *
 * Runs on the store thread inside a transaction; what is made is in the arena of the settlement.  Only the store can fail
 * here.
 */
#include "engine/replay.h"

#include "engine/keep.h"
#include "news/identity.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>

/* ---- which version was read from it ---- */

static int is_of_group(const struct replay_group *g, int64_t id) {
  for (size_t i = 0; i < g->n; i++)
    if (g->ids[i] == id) return 1;
  return 0;
}

static int is_named_alike(const tdg_rec *a, const tdg_rec *b) {
  static const uint32_t names[] = {TDG_GUID, TDG_URL, TDG_TITLE};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (!tdg_str_same(rec_get(a, names[i], 0), rec_get(b, names[i], 0))) return 0;
  return 1;
}

/* The version in the group that has its names, if one alone has.  Keys may be made of what captures leave out: of an address with its
 * secrets. */
static int find_by_names(struct keeper *k, struct subject *s, struct tdg_row *row) {
  const struct replay_group *g = k->s->replay->group;
  const tdg_rec *found = NULL;
  unsigned long long work[2];
  if (s->kept == NULL) keep_put_down(k, s);
  for (size_t i = 0; i < g->n && k->status >= 0; i++) {
    const tdg_rec *old = ask_version(k, g->ids[i]);
    if (old == NULL || !is_named_alike(old, s->kept)) continue;
    if (found != NULL) return 0;
    found = old;
  }
  if (found == NULL || sscanf(rec_get(found, TDG_WORK, 0).p, "%16llx%16llx", &work[0], &work[1]) != 2)
    return 0;
  return ask_work(k, (const uint64_t[]){work[0], work[1]}, row) && is_of_group(g, row->id);
}

/* One record of one answer is that record, whatever keys it has now; of several each is found as a poll finds it. */
static int find_version(struct keeper *k, struct subject *s, struct tdg_row *row) {
  const struct replayed *p = k->s->replay;
  struct found f = {.by = FOUND_BY_GUID};
  if (p->only) return ask_work(k, p->work, row) && is_of_group(p->group, row->id);
  find_work(k, s, &f);
  if (k->status < 0 || f.by == FOUND_PAGE_OF_ANOTHER) return 0;
  if (f.by == FOUND_NOT) return find_by_names(k, s, row);
  *row = f.row;
  return is_of_group(p->group, row->id);
}

/* ---- what it says now ---- */

/* Of where a value came from: what it says of a date, not who read it where. */
static void put_origin(struct arena *a, tdg_rec *to, const tdg_rec *origin) {
  static const uint32_t reading[] = {TDG_FROM, TDG_RAW, 0};
  static const uint32_t reading_and_field[] = {TDG_FROM, TDG_RAW, TDG_FIELD_NAME, 0};
  if (rec_bytes(rec_without(a, origin, reading_and_field)).n > rec_bytes(rec_new(a, TDG_GROUP)).n)
    rec_put_rec(to, TDG_ORIGIN, rec_without(a, origin, reading));
}

/* Which settings, rules or lines of a page a value was read by is no news of the article. */
static struct tdg_str said_by(struct keeper *k, const tdg_rec *r) {
  static const uint32_t origins[] = {TDG_ORIGIN, 0};
  const tdg_rec *origin;
  tdg_rec *said = rec_without(k->arena, rec_without(k->arena, r, rec_fields_of_host), origins);
  for (uint32_t i = 0; (origin = rec_get_rec(r, TDG_ORIGIN, i)) != NULL; i++)
    put_origin(k->arena, said, origin);
  return rec_bytes(said);
}

static int is_equal(struct keeper *k, const tdg_rec *old, const tdg_rec *new) {
  return tdg_str_same(said_by(k, old), said_by(k, new));
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
