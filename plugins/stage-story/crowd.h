/* crowd.h - two groups of records, compared by the words that most of a group share.
 *
 * Pairs of records of two alike events (two offers to one player, two quakes off one coast) can be as near as
 * pairs within one event.  What all records of one group name and none of the other does is seen only when
 * groups are looked at as a whole.
 */
#ifndef STORY_CROWD_H
#define STORY_CROWD_H

#include "vector.h"

enum { CROWD_RECORDS = 20 }; /* at most, of both groups */

/* Of the words that at least two and at least half of a group's records have, what share (by weight) is as
 * frequent in the other group?  0 .. 1, the less of the two directions.  Groups of two records or more. */
float crowd_likeness(const struct vector_weights *, const struct gist *const *a, size_t n_a,
                     const struct gist *const *b, size_t n_b);

#endif
