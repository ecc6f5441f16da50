/* worker/known.h - documents that the engine has read before: their bodies stay with the fetcher.
 *
 * Most polls bring what the poll before has brought.  With a request the engine may send the hash by which it knows the
 * last document (FRAME_KNOWN).  A worker whose fetcher brings that document again sends all but its body (FRAME_SAME):
 * it is not copied into another process in order to be thrown away.
 *
 * The hash is of the body, its media type and encoding, and of a seed, in which the engine puts how it is read.
 */
#ifndef TIDINGS_WORKER_KNOWN_H
#define TIDINGS_WORKER_KNOWN_H

#include "record/rec.h"
#include "worker/frame.h"

/* Mix a text into a seed; NULL is another one than "". */
uint64_t known_seed(uint64_t seed, const char *text);
void known_hash(uint64_t seed, const tdg_rec *doc, uint64_t hash[2]);
/* May the body of this document be left out?  Only that of a whole answer. */
int known_is(const struct frame_known *k, const tdg_rec *doc);

#endif
