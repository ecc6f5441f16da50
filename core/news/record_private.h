/* news/record_private.h - a record without the secrets of the addresses it came by.
 *
 * Records go out: in exports, to sinks, in briefs, to a model.  The store keeps the addresses of sources with their
 * passwords and keys, because they are asked with them; a record must not.  Relative links inherit the password of the
 * address they are resolved against, an item without a link has its feed's address, and feeds like to say their own.
 *
 * An article's own address is data and stays as it is, whatever its parameters are called: only what was in one of the
 * given addresses is taken out.  In an address of the record "user:password@" goes; elsewhere, and for the values of
 * parameters, each byte becomes a *, so that positions in texts stay right.
 */
#ifndef NEWS_RECORD_PRIVATE_H
#define NEWS_RECORD_PRIVATE_H

#include "record/rec.h"

/* An address that has led to a record.  found: by a document, not named by the operator: its parameters are data, and its
 * user and password alone are secret (they were inherited). */
struct private_address {
  struct tdg_str url;
  int found;
};

/* r itself when nothing of that is in it. */
const tdg_rec *record_private(struct arena *a, const tdg_rec *r, const struct private_address *v, size_t n);

#endif
