/* engine/quarantined.h - which addresses have documents in quarantine: they leave it when they can be read.
 *
 * A document that was met again and read leaves the quarantine: the same bytes from the same address, whichever plugin reads them
 * now.  Where an import reads what has failed before (`--retry-failed`) the operator says that these are the documents, and other
 * bytes from the address do as well.
 *
 * On the store thread, inside a transaction.  The addresses are read from the store once, and kept for the run.
 */
#ifndef ENGINE_QUARANTINED_H
#define ENGINE_QUARANTINED_H

#include "record/rec.h"

struct settle;
struct quarantined;

/* A document of this address was put there. */
void quarantined_add(struct settle *t, struct tdg_str url);
/* This one was read. */
void quarantined_release(struct settle *t, const tdg_rec *doc);
/* All of a task was, as an archive with its members. */
void quarantined_release_task(struct settle *t);
void quarantined_free(struct quarantined *h); /* NULL: nothing */

#endif
