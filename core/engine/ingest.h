/* engine/ingest.h - the way of a task: lease, fetch, parse, settle.
 *
 * Two windows bound what is under way.  Fetches over the network wait most of their time, so many may be: as many as the
 * operator says (fetches).  Files, and documents that have come, cost memory and processor: INGEST_WINDOW of them, the
 * next files when half are done; while twice as many wait for their parsers no further fetch begins.  So one that is slow
 * takes one place among the fetches and nobody's turn.
 *
 * Tasks are leased when there is room, whenever something settled, a host may be asked again, or the first due time has
 * come.  A task ends in exactly one settlement, whatever happens to the workers in between.
 */
#ifndef ENGINE_INGEST_H
#define ENGINE_INGEST_H

#include "engine/engine.h"

enum { INGEST_WINDOW = 32, LEASE_MS = 10 * 60 * 1000 };

struct ingest *ingest_new(struct engine *e);
/* run: only tasks of this import run; "": only those of sources, for what an import may read a run may not.  polls_until:
 * sources that are due later are left alone; 0: they are asked when they are due.  drained is called each time nothing can
 * be done now and nothing is under way. */
void ingest_start(struct ingest *in, const char *run, int64_t polls_until, void (*drained)(void *arg),
                  void *arg);
void ingest_turn(struct ingest *in); /* look for due tasks now */
/* What of these tasks is still to do; on the store thread. */
int ingest_look_left(const struct ingest *in, struct store *store, struct left *left);
void ingest_rest(struct ingest *in); /* nothing more is leased */
/* The engine ends: nothing more is begun, and drained is not called again. */
void ingest_stop(struct ingest *in);
void ingest_free(struct ingest *in);

#endif
