/* boilerplate.h - lines a source prints again and again (calls to subscribe, captions of a gallery, standing
 * notes).
 *
 * A count-min sketch of saturating counters over (source, line).  It forgets: after a set number of lines all
 * counts are halved, so what a source stopped printing is text again, and the table never fills up.
 */
#ifndef DEDUPE_FURNITURE_H
#define DEDUPE_FURNITURE_H

#include <stddef.h>
#include <stdint.h>

enum { FURNITURE_SLOTS = 1 << 19, FURNITURE_ROWS = 2, FURNITURE_HALVE_AFTER = 1 << 19, FURNITURE_SEEN = 5 };
struct furniture {
  uint8_t count[FURNITURE_ROWS][FURNITURE_SLOTS];
  uint32_t since; /* lines counted since the last halving */
};
/* The key of a line of a source. */
uint32_t furniture_key(uint32_t source, uint64_t line);
int furniture_is(const struct furniture *, uint32_t key);
void furniture_count(struct furniture *, const uint32_t *keys, size_t n); /* each key once a record */

#endif
