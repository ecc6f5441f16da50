/* engine/consume_note.c - append what a stage said about a record to the log; see consume.h.
 *
 * Notes are checked (stage_note.h) on the store thread, before they are stored.  The failure of the store is
 * returned.
 */
#include "engine/consume.h"

#include "engine/stage_note.h"
#include "news/news.h"
#include "util/log.h"

#include <string.h>

static int see_nothing(void *arg, const struct tdg_row *row) {
  (void)arg, (void)row;
  return 1;
}

static struct note_maker maker_of(struct consumer *c) {
  return (struct note_maker){.stage = c->name,
                             .plugin = pool_spec(c->pool)->component->plugin->id,
                             .arena = &c->arena,
                             .mistakes = &c->mistakes};
}

static int append(struct consumer *c, struct store *store, tdg_rec *note, struct tdg_row *row) {
  const struct tdg_str none = {"", 0};
  row->size = sizeof *row;
  row->kind = TDG_NOTE;
  row->about = rec_get_int(note, TDG_ABOUT, 0);
  row->first_seen = rec_get_int(note, TDG_FIRST_SEEN, 0);
  row->by = (struct tdg_str){c->name, strlen(c->name)};
  row->source = row->publisher = row->url = row->native_id = row->title = row->language = row->text = none;
  row->headline = rec_get(note, TDG_HEADLINE, 0);
  row->wire = rec_bytes(note);
  int status = store->ops->record_append(store->handle, row);
  if (status >= 0) c->checkpoint.last_note = row->seq;
  return status;
}

void note_look(struct consumer *c, const struct entry *e) {
  const struct note_maker maker = maker_of(c);
  note_tell_excess(&maker, e->job);
}

/* A stage may remember a record that is removed by now: a copy of it is none.  Where nothing was removed it is the stage's
 * mistake. */
static int is_of_removed(struct store *store, const struct tdg_row *row) {
  return row->duplicate_of != 0 && row->duplicate_of != row->about && store_removed_total(store) > 0 &&
         store->ops->record_get(store->handle, row->duplicate_of, see_nothing, NULL) == 0;
}

static tdg_rec *as_original(struct consumer *c, tdg_rec *note, struct tdg_row *row) {
  static const uint32_t copy[] = {TDG_DUPLICATE_OF, 0};
  row->duplicate_of = 0;
  return rec_without(&c->arena, note, copy);
}

int note_append(struct consumer *c, struct store *store, const struct entry *e, const tdg_rec *emitted,
                int *n) {
  const struct note_maker maker = maker_of(c);
  tdg_rec *note = note_accept(&maker, emitted, e->id, rec_get_int(e->rec, TDG_FIRST_SEEN, 0));
  *n = 0;
  if (note == NULL) return 0;
  struct tdg_row row = {.duplicate_of = rec_get_int(note, TDG_DUPLICATE_OF, 0),
                        .story = rec_get_int(note, TDG_STORY_ID, 0),
                        .moved_to = rec_get_int(note, TDG_MOVED_TO, 0),
                        .overlaid = (uint32_t)fold_is_overlay(note)};
  row.about = e->id;
  if (is_of_removed(store, &row)) note = as_original(c, note, &row);
  int status = append(c, store, note, &row);
  if (status != TDG_BAD_INPUT) return *n = status >= 0, status;
  c->checkpoint.off = 1; /* the stage remembers what no note says */
  if (note_mistake_is_first(&maker, MISTAKE_STORE, 0))
    log_warning("stage %s (%s): a note of it cannot be stored, and is left out: %s", maker.stage,
                maker.plugin, store_error(store));
  return 0;
}

int note_drop(struct consumer *c, struct store *store, const struct entry *e) {
  const struct note_maker maker = maker_of(c);
  struct tdg_row row = {.dropped = 1};
  return append(c, store, note_of_drop(&maker, e->job, e->id, rec_get_int(e->rec, TDG_FIRST_SEEN, 0)), &row);
}
