/* engine/follow.h - what a task's documents lead to: each request becomes a task, where lead.h allows it.
 *
 * Runs on the store thread while a task is settled.  What may not be followed is told once a task, with the first
 * address, and counted.
 */
#ifndef ENGINE_FOLLOW_H
#define ENGINE_FOLLOW_H

#include "engine/settle_priv.h"

/* A request of a parser, made of this document. */
void follow_request(struct settle *t, const struct settle_doc *d, const tdg_rec *request);
/* A request of the fetcher itself. */
void follow_fetchers_request(struct settle *t, const tdg_rec *request);
/* An item whose article is wanted becomes a request that carries it.  0: it is not wanted, or may not be asked for; the
 * item is the record. */
int follow_item(struct settle *t, const struct settle_doc *d, const tdg_rec *item);
/* All documents of the task were seen. */
void follow_end(struct settle *t);

#endif
