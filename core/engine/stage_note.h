/* engine/stage_note.h - what a stage may say about a record, and the notes that the host makes of it.
 *
 * A stage is not trusted: its notes are checked before they are stored (consume_note.c) or shown
 * (`tidings plugin try`).  A mistake of a plugin is reported once for each `mistakes`.
 */
#ifndef ENGINE_STAGE_NOTE_H
#define ENGINE_STAGE_NOTE_H

#include "engine/pool.h"
#include "util/map.h"

struct note_maker {
  const char *stage, *plugin; /* its name, and the id of its plugin */
  struct arena *arena;        /* of the notes */
  struct map *mistakes;       /* those that were reported */
  pool_told_fn told;          /* gets them in place of the log; or NULL */
  void *told_arg;
};

/* A copy of what the stage emitted when it judged the record `about` of this time, as far as a stage may say it:
 * signed with the stage, the time and the record.  NULL: nothing of it. */
tdg_rec *note_accept(const struct note_maker *, const tdg_rec *emitted, int64_t about, int64_t now_ms);
/* Tell when it gives one record more than is laid over it. */
void note_tell_excess(const struct note_maker *, const struct job *judged);
/* Did the stage drop the record?  Then the note that says so. */
int note_is_drop(const struct job *judged);
tdg_rec *note_of_drop(const struct note_maker *, const struct job *judged, int64_t about, int64_t now_ms);
/* Is this mistake, of one kind, the first? */
enum note_mistake { MISTAKE_KIND = 1, MISTAKE_FIELD, MISTAKE_ABOUT, MISTAKE_STORE, MISTAKE_EXCESS };
int note_mistake_is_first(const struct note_maker *, enum note_mistake what, uint32_t number);

#endif
