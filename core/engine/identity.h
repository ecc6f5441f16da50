/* engine/identity.h - which work a record is a version of, and whether it says anything new.
 *
 * Identity, in order: an id the importer gave, the canonical address, the address, the guid within its source, the
 * content.  Addresses are compared by tdg_url_key (scheme, www, tracking parameters and fragments do not count).
 * Content is what a reader sees: title, subtitle, blocks; not image addresses or times, which change by themselves.
 */
#ifndef ENGINE_IDENTITY_H
#define ENGINE_IDENTITY_H

#include "record/rec.h"

struct identity {
  uint64_t work[2], content[2];
  char work_text[33]; /* hex of work */
};
/* scratch: memory for the keys. source: id of the configured source, or the record's own, "" when none. */
void identity_of(struct arena *scratch, const tdg_rec *r, const char *source, struct identity *out);

/* What changed between two versions: "minor", "major" or "correction".  Minor: at most 2 % of the words, and no
 * figure, and no negation among them. */
const char *change_between(struct arena *scratch, const tdg_rec *before, const tdg_rec *after);

/* Whom a reader would name: the source's outlet or name, else the host of the address, else the name of the file. */
struct tdg_str publisher_of(struct arena *scratch, const tdg_rec *r);

#endif
