/* engine/ingest.h - the way of a task: lease, fetch, parse, settle.
 *
 * Two windows bound what is under way.  Fetches over the network wait most of their time, so many may be: as many as the
 * operator says (fetches).  Files, and documents that have come, cost memory and processor: INGEST_WINDOW of them, the
 * next files when half are done; while twice as many wait for their parsers no further fetch begins.  So one that is slow
 * takes one place among the fetches and nobody's turn.
 *
 * Tasks are leased when there is room, whenever something settled, a host may be asked again, or the first due time has
 * come.  A task ends in exactly one settlement, whatever happens to the workers in between. */
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

/* ---- pages.c: the further pages of an article, fetched and joined before its task is settled ----
 *
 * A parser that sees a next page emits a request with TDG_PAGE_NO.  While the task is still open its fetcher
 * is asked for that page, its parser reads it, and so on, up to JOIN_MAX_PAGES; then one record with the
 * blocks of all of them takes the place of the first page's.  Nothing is stored in between: a kill between
 * two pages leaves the task leased, and it is done again from its beginning.
 *
 * Only pages of the same host are followed, each address once, host_delay apart.  What cannot be had ends the walk: the record
 * keeps the pages before it, is flagged "truncated", and the operator is told.  A failure that may pass (passing.c) is
 * given a second try, after two seconds or when the server says, as long as the article may take. */

enum { PAGES_MAX_MS = 4 * 60 * 1000, PAGES_MAX_BYTES = 6 << 20 };

typedef void (*pages_done_fn)(void *arg);

/* answer: what `parser` (with settings of its `own`, or NULL) made of the first page, doc.  1: there are
 * further pages, and done(arg) is called later, when answer holds the joined record (or, when the engine
 * ends, has cause CAUSE_STOPPED).  0: there are none. a, doc, answer are lent until done. */
int pages_follow(struct engine *e, struct arena *a, struct pool *fetcher, const tdg_rec *doc,
                 struct job *answer, const char *parser, const struct engine_choice *own, pages_done_fn done,
                 void *arg);

/* Are requests with a TDG_PAGE_NO among these records for further pages of an article?  Else, and those that have a
 * TDG_REPEAT, they are for those of a listing, which are lists of their own (follow.c). */
int pages_are_of_article(const struct job *answer);

#endif
