/* engine/consume_note.c - append what a stage said about a record to the log; see consume.h.
 *
 * A stage is not trusted: its notes are checked here, on the store thread, before they are stored.  Fields that
 * are laid over a record are accepted only in notes about the record that was judged.  So all of them are in the
 * log before the next stage reads that record, and equal logs give equal inputs.
 *
 * A mistake of a plugin is reported once per run; the failure of the store is returned.
 */
#include "engine/consume.h"

#include "news/news.h"
#include "util/log.h"

#include <note_fields.inc>
#include <string.h>

enum mistake { MISTAKE_KIND = 1, MISTAKE_FIELD, MISTAKE_ABOUT, MISTAKE_STORE };

/* Is this the first time? */
static int is_first(struct consumer *c, enum mistake what, uint32_t number) {
  int64_t key = (int64_t)what << 32 | number;
  if (map_get_int(&c->mistakes, key) != NULL) return 0;
  map_put_int(&c->mistakes, key, c);
  return 1;
}

static const char *plugin_of(const struct consumer *c) { return pool_spec(c->pool)->component->plugin->id; }

static const char *field_name(struct consumer *c, uint32_t field) {
  const struct rec_field *info = rec_field_info(field);
  return info != NULL ? info->symbol : arena_printf(&c->arena, "field %u", field);
}

/* ---- what a stage may say ---- */

/* Fields that the host sets in each note; those of the plugin are not read. */
static const uint32_t ours[] = {TDG_ID, TDG_BY, TDG_FIRST_SEEN, TDG_DROPPED, 0};

static int is_of_notes(uint32_t field) {
  switch (field) {
#define NOTE_FIELD(symbol) case symbol:
    NOTE_FIELDS(NOTE_FIELD)
#undef NOTE_FIELD
    return field != TDG_DROPPED; /* of the host alone */
  default: return field >= TDG_PRIVATE_FIRST;
  }
}

static void check_fields(struct consumer *c, const tdg_rec *note) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(note, &pos, &it)) {
    if (is_of_notes(it.field) || !is_first(c, MISTAKE_FIELD, it.field)) continue;
    if (it.field == TDG_DROPPED)
      log_warning(
          "stage %s (%s): its note has TDG_DROPPED, which only the host sets: return TDG_DROP instead",
          c->name, plugin_of(c));
    else
      log_warning(
          "stage %s (%s): its note has %s, which no note can give a record; it stays in the note, and "
          "nothing reads it (see TDG_NOTE_TABLE in tidings/field.h)",
          c->name, plugin_of(c), field_name(c, it.field));
  }
}

/* A copy without the fields that are laid over a record. */
static tdg_rec *without_overlays(struct consumer *c, const tdg_rec *note) {
  static const uint32_t overlays[] = {
#define NOTE_FIELD(symbol, rule) symbol,
      TDG_NOTE_TABLE(NOTE_FIELD)
#undef NOTE_FIELD
          0};
  if (is_first(c, MISTAKE_ABOUT, 0))
    log_warning("stage %s (%s): a note about another record than the one judged may say where that belongs "
                "(story, original), but give it no tags or other fields; they are left out",
                c->name, plugin_of(c));
  return rec_without(&c->arena, note, overlays);
}

/* ---- the row ---- */

static int append(struct consumer *c, struct store *store, const struct entry *e, tdg_rec *note,
                  struct tdg_row *row) {
  const struct tdg_str none = {"", 0};
  const int64_t now = rec_get_int(e->rec, TDG_FIRST_SEEN, 0);
  rec_put_str(note, TDG_BY, c->name);
  rec_put_int(note, TDG_FIRST_SEEN, now);
  if (!rec_has(note, TDG_ABOUT)) rec_put_int(note, TDG_ABOUT, e->id);
  row->size = sizeof *row;
  row->kind = TDG_NOTE;
  row->about = rec_get_int(note, TDG_ABOUT, 0);
  row->first_seen = now;
  row->by = (struct tdg_str){c->name, strlen(c->name)};
  row->source = row->publisher = row->url = row->native_id = row->title = row->language = row->text = none;
  row->headline = rec_get(note, TDG_HEADLINE, 0);
  row->wire = rec_bytes(note);
  return store->ops->record_append(store->handle, row);
}

int note_append(struct consumer *c, struct store *store, const struct entry *e, const tdg_rec *emitted,
                int *n) {
  *n = 0;
  if (rec_kind(emitted) != TDG_NOTE) {
    if (is_first(c, MISTAKE_KIND, rec_kind(emitted)))
      log_warning("stage %s (%s): emitted a record of kind %s; a stage emits notes only, so it is left out",
                  c->name, plugin_of(c), rec_kind_name(rec_kind(emitted)));
    return 0;
  }
  check_fields(c, emitted);
  tdg_rec *note = rec_without(&c->arena, emitted, ours);
  int overlaid = fold_is_overlay(note);
  if (overlaid && (rec_get_int(note, TDG_ABOUT, e->id) != e->id || rec_has(note, TDG_MOVED_TO))) {
    note = without_overlays(c, note);
    overlaid = 0;
  }
  struct tdg_row row = {.duplicate_of = rec_get_int(note, TDG_DUPLICATE_OF, 0),
                        .story = rec_get_int(note, TDG_STORY_ID, 0),
                        .moved_to = rec_get_int(note, TDG_MOVED_TO, 0),
                        .overlaid = (uint32_t)overlaid};
  int status = append(c, store, e, note, &row);
  if (status != TDG_BAD_INPUT) return *n = status >= 0, status;
  if (is_first(c, MISTAKE_STORE, 0))
    log_warning("stage %s (%s): a note of it cannot be stored, and is left out: %s", c->name, plugin_of(c),
                store_error(store));
  return 0;
}

/* ---- dropped records ---- */

static struct tdg_str reason_of(const struct job *job) {
  struct tdg_str reason = {job->message, strlen(job->message)};
  for (size_t i = 0; reason.n == 0 && i < job->n_recs; i++) reason = rec_get(job->recs[i], TDG_REASON, 0);
  return reason;
}

int note_drop(struct consumer *c, struct store *store, const struct entry *e) {
  tdg_rec *note = rec_new(&c->arena, TDG_NOTE), *dropped = rec_new(&c->arena, TDG_GROUP);
  const struct tdg_str reason = reason_of(e->job);
  struct tdg_row row = {.dropped = 1};
  rec_put_str(dropped, TDG_BY, c->name);
  if (reason.n > 0) rec_put(dropped, TDG_REASON, reason.p, reason.n);
  rec_put_rec(note, TDG_DROPPED, dropped);
  return append(c, store, e, note, &row);
}
