/* engine/retention.h - records and quarantined documents that are older than they are kept (`store: keep:`, and `keep:` of
 * a source).
 *
 * A round goes through the records by age, oldest first, in steps that each are part of a transaction and take about
 * RETENTION_STEP_US.  The age of a record is that of its last version; it goes with all its versions.  How far the rounds
 * have come is in the store, for each period that is configured: a record is looked at once for each.
 *
 *   struct retention *r = retention_new(&spec, now, 0);
 *   while ((rc = retention_step(store, r)) == 1) ...        in a transaction each
 *   retention_free(r);
 */
#ifndef ENGINE_RETENTION_H
#define ENGINE_RETENTION_H

#include "engine/engine.h"

enum { RETENTION_STEP_US = 20000, RETENTION_EVERY_MS = 60 * 60000 };

struct retention;
/* NULL: everything is kept for ever.  dry: nothing is removed and no transaction needed, what would be is counted.  The
 * spec must outlive it. */
struct retention *retention_new(const struct engine_spec *spec, int64_t now, int dry);
/* What was removed, or (dry) would be: a line for people, or for programs. */
void retention_say(const struct tdg_removed *x, int dry, int json, char *out, size_t size);
/* A store_run_fn: 1: there is more; 0: the round is over. */
int retention_step(struct store *store, void *retention);
const struct tdg_removed *
retention_removed(const struct retention *r); /* `quarantined` counts what was too old */
void retention_free(struct retention *r);
/* How long records of a source (NULL: of none that is configured) are kept; ms, 0: for ever. */
int64_t retention_of(const struct engine_spec *spec, const struct engine_source *source);

/* How long records were kept when a source, or a list that it names ("": itself), was read last is in the store: with a longer
 * time it is read whole once more, whatever its validators say.  Store thread.  1: it is longer now; or a status. */
int retention_is_longer(const struct store *store, const struct engine_spec *spec,
                        const struct engine_source *source, const char *list);
/* It was read. */
int retention_note_read(const struct store *store, const struct engine_spec *spec,
                        const struct engine_source *source, const char *list);

/* On the loop.  Now and then: a round begins when it is time, or goes on. */
void retention_tick(struct engine *e);
/* A whole round, now; done is called at its end, or at once when there is nothing to do. */
void retention_run(struct engine *e, void (*done)(void *arg), void *arg);
/* A round begins with the next tick, if none is under way.  0: everything is kept for ever, and none begins. */
int retention_ask(struct engine *e);
/* The run ends: nobody waits for the round any more. */
void retention_leave(struct engine *e);
void retention_close(struct engine *e);

#endif
