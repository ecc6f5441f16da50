/* regroup.h - a new record and the stories near it, grouped afresh.
 *
 * One pass alone cannot take a step back: a weak early join draws the wrong company.  So with each new record
 * the records of the stories it touches are joined anew, nearest first, as long as the mean over all pairs
 * stays above the threshold (average link).  Groups of two records or more must also share the words that
 * most of each have (crowd.h), which can speak for joining as well.  What comes out differs from what was
 * only where the newcomer makes a difference.
 *
 * Records that go with one another (copies) are never parted.  Groups whose dated records lie further apart than the
 * window never meet, however near the undated ones between them are.
 */
#ifndef STORY_REGROUP_H
#define STORY_REGROUP_H

#include "fit.h"

enum { REGROUP_MAX = 40, REGROUP_STORIES = 6 };

struct regrouped {
  int64_t number[REGROUP_MAX]; /* records; [0] is the new one */
  uint8_t group[REGROUP_MAX];  /* of each record: the least index of its group's records */
  int n;
};
struct newcomer {
  const struct gist *gist;
  const struct link *link;
  size_t n_links;
  int64_t tied; /* the record it belongs to, whatever its words say; MEMORY_NONE */
};
void regroup(const struct memory *, const struct newcomer *, const struct fit *, size_t n_fits,
             float threshold, int64_t span_ms, struct regrouped *out);

#endif
