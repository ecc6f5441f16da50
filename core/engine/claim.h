/* engine/claim.h - who may speak for an address.
 *
 * Whoever lists an address is not its author.  A work belongs to the source that told of it.  A new version comes from the
 * same source, from one of the same outlet (or name), or, when both were read from the host of the address itself, from whoever
 * reads it there; a page of another host counts when the work names that page as its other form.  Anything else is a record
 * of its own, and a note ties the two: one is a copy of the other.  The original is what was read from the address's own
 * host, else what comes from the more trusted source, else from a feed that says it is of that host, else the first.
 */
#ifndef ENGINE_CLAIM_H
#define ENGINE_CLAIM_H

#include "engine/find_work.h"

#define CLAIM_NOTES "identity" /* who says so in the notes */

/* How good is the claim of the document at hand to this address? */
int claim_standing(const struct keeper *k, const struct address *address);
/* Of the works that others have at this key, the one this record may add a version to: 1 and its number. */
int claim_shared(struct keeper *k, const struct subject *s, const struct address *address,
                 const uint64_t key[2], uint64_t work[2]);
/* Of the works of others at this key, one that says the very same, where one of the two is an import: 1 and its number. */
int claim_same(struct keeper *k, const struct subject *s, const uint64_t key[2], uint64_t work[2]);
/* Ties the record that was just appended to the works of others at its addresses. */
void claim_tie(struct keeper *k, const struct subject *s, const struct tdg_row *row);

#endif
