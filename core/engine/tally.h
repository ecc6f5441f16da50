/* engine/tally.h - what has become of an import so far, over all its interrupted parts.
 *
 * Kept in the store, in the transactions of what it counts, from the beginning of an import to its end: the part that
 * finishes it can tell what was left out of the whole (failed, quarantined), and whether there was anything to read
 * (documents, of which only the first of each part are counted: that is enough, and costs nothing).  Store thread only.
 */
#ifndef ENGINE_TALLY_H
#define ENGINE_TALLY_H

#include "engine/engine.h"

/* run: the name of an import run, "import ARGUMENTS BEGAN"; tallies are kept by its part before the last space, so that
 * an import that is given again takes the place of the one before.  A negative status of the store, or 0. */
int tally_add(struct store *store, const char *run, const struct engine_counts *c);
int tally_get(struct store *store, const char *run, struct engine_counts *c); /* what is not counted: 0 */
int tally_clear(struct store *store, const char *run);

#endif
