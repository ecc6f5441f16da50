/* engine/stage_note.c - check what a stage said about a record; see stage_note.h.
 *
 * Fields that are laid over a record are accepted only in notes about the record that was judged.  So all of them
 * are in the log before the next stage reads that record, and equal logs give equal inputs.
 *
 * Memory is the caller's arena.  Nothing here fails; what a stage may not say is left out with a warning.
 */
#include "engine/stage_note.h"

#include "news/news.h"
#include "util/log.h"
#include "worker/mistakes.h"

#include <note_fields.inc>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A warning with the stage's name, or for a check what it did. */
__attribute__((format(printf, 2, 3))) static void tell(const struct note_maker *m, const char *fmt, ...) {
  char text[MISTAKE_TEXT * 2];
  va_list ap;
  va_start(ap, fmt);
  const int n = vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  if (m->told == NULL) log_warning("stage %s (%s): %s", m->stage, m->plugin, text);
  else m->told(m->told_arg, WRONG_NOTE, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

int note_mistake_is_first(const struct note_maker *m, enum note_mistake what, uint32_t number) {
  int64_t key = (int64_t)what << 32 | number;
  if (map_get_int(m->mistakes, key) != NULL) return 0;
  map_put_int(m->mistakes, key, m->mistakes);
  return 1;
}

static const char *field_name(struct arena *a, uint32_t field) {
  const struct rec_field *info = rec_field_info(field);
  return info != NULL ? info->symbol : arena_printf(a, "field %u", field);
}

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

static void check_fields(const struct note_maker *m, const tdg_rec *note) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(note, &pos, &it)) {
    if (is_of_notes(it.field) || !note_mistake_is_first(m, MISTAKE_FIELD, it.field)) continue;
    if (it.field == TDG_DROPPED)
      tell(m, "its note has TDG_DROPPED, which only the host sets: return TDG_DROP instead");
    else
      tell(m,
           "its note has %s, which no note can give a record; it stays in the note, and "
           "nothing reads it (see TDG_NOTE_TABLE in tidings/field.h)",
           field_name(m->arena, it.field));
  }
}

/* A copy without the fields that are laid over a record. */
static tdg_rec *without_overlays(const struct note_maker *m, const tdg_rec *note) {
  static const uint32_t overlays[] = {
#define NOTE_FIELD(symbol, rule) symbol,
      TDG_NOTE_TABLE(NOTE_FIELD)
#undef NOTE_FIELD
          0};
  if (note_mistake_is_first(m, MISTAKE_ABOUT, 0))
    tell(m, "a note about another record than the one judged may say where that belongs "
            "(story, original), but give it no tags or other fields; they are left out");
  return rec_without(m->arena, note, overlays);
}

static void sign(const struct note_maker *m, tdg_rec *note, int64_t about, int64_t now_ms) {
  rec_put_str(note, TDG_BY, m->stage);
  rec_put_int(note, TDG_FIRST_SEEN, now_ms);
  if (!rec_has(note, TDG_ABOUT)) rec_put_int(note, TDG_ABOUT, about);
}

tdg_rec *note_accept(const struct note_maker *m, const tdg_rec *emitted, int64_t about, int64_t now_ms) {
  if (rec_kind(emitted) != TDG_NOTE) {
    if (note_mistake_is_first(m, MISTAKE_KIND, rec_kind(emitted)))
      tell(m, "emitted a record of kind %s; a stage emits notes only, so it is left out",
           rec_kind_name(rec_kind(emitted)));
    return NULL;
  }
  check_fields(m, emitted);
  tdg_rec *note = rec_without(m->arena, emitted, ours);
  if (fold_is_overlay(note) && (rec_get_int(note, TDG_ABOUT, about) != about || rec_has(note, TDG_MOVED_TO)))
    note = without_overlays(m, note);
  sign(m, note, about, now_ms);
  return note;
}

/* ---- limits ---- */

struct amount {
  size_t notes, values, bytes;
  const char *most_of; /* a field that has values */
};

static void count_values(struct amount *n, struct arena *a, const tdg_rec *note) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(note, &pos, &it)) {
    if (!fold_adds(it.field)) continue;
    n->values++;
    n->bytes += it.type == TDG_T_REC ? rec_bytes(it.rec).n : it.str.n;
    n->most_of = field_name(a, it.field);
  }
}

void note_tell_excess(const struct note_maker *m, const struct job *judged) {
  struct amount n = {0};
  for (size_t i = 0; i < judged->n_recs; i++) {
    if (rec_kind(judged->recs[i]) != TDG_NOTE) continue;
    n.notes += (size_t)fold_is_overlay(judged->recs[i]);
    count_values(&n, m->arena, judged->recs[i]);
  }
  if (n.notes > FOLD_MAX_NOTES && note_mistake_is_first(m, MISTAKE_EXCESS, 0))
    tell(m,
         "gave one record %zu notes with values, of which %d are laid over it; the others are "
         "left out: put the values of a record into one note",
         n.notes, FOLD_MAX_NOTES);
  if ((n.values > FOLD_MAX_VALUES || n.bytes > FOLD_MAX_BYTES) && note_mistake_is_first(m, MISTAKE_EXCESS, 1))
    tell(m,
         "gave one record %zu values of %zu bytes in lists (such as %s), of which at "
         "most %d and "
         "%d KiB are added to it, with those of all stages; the others are left out",
         n.values, n.bytes, n.most_of, FOLD_MAX_VALUES, FOLD_MAX_BYTES >> 10);
}

/* ---- dropped records ---- */

int note_is_drop(const struct job *judged) {
  return judged->cause == CAUSE_NONE && judged->status == TDG_DROP;
}

static struct tdg_str reason_of(const struct job *job) {
  struct tdg_str reason = {job->message, strlen(job->message)};
  for (size_t i = 0; reason.n == 0 && i < job->n_recs; i++) reason = rec_get(job->recs[i], TDG_REASON, 0);
  return reason;
}

tdg_rec *note_of_drop(const struct note_maker *m, const struct job *judged, int64_t about, int64_t now_ms) {
  tdg_rec *note = rec_new(m->arena, TDG_NOTE), *dropped = rec_new(m->arena, TDG_GROUP);
  const struct tdg_str reason = reason_of(judged);
  rec_put_str(dropped, TDG_BY, m->stage);
  if (reason.n > 0) rec_put(dropped, TDG_REASON, reason.p, reason.n);
  rec_put_rec(note, TDG_DROPPED, dropped);
  sign(m, note, about, now_ms);
  return note;
}
