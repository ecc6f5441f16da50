/* engine/ingest.h - the way of a task: lease, fetch, parse, settle.
 *
 * Up to WINDOW tasks are under way; the next are leased when half of them are done, so that workers always have work
 * and memory has a bound.  A task ends in exactly one settlement, whatever happens to the workers in between.
 */
#ifndef ENGINE_INGEST_H
#define ENGINE_INGEST_H

#include "engine/engine.h"

enum { INGEST_WINDOW = 32, LEASE_MS = 10 * 60 * 1000 };

struct ingest *ingest_new(struct engine *e);
/* run: only tasks of this import run; NULL: all.  drained is called each time nothing is due and nothing under way;
 * next_due is 0 when there is no task at all. */
void ingest_start(struct ingest *in, const char *run, void (*drained)(void *arg, int64_t next_due), void *arg);
void ingest_turn(struct ingest *in); /* look for due tasks now */
/* Tasks that failed in a way that may pass and will be due again soon: a run is not over before them. */
int ingest_waiting(const struct ingest *in);
/* The engine ends: nothing more is begun, and drained is not called again. */
void ingest_stop(struct ingest *in);
void ingest_free(struct ingest *in);

#endif
