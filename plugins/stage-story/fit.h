/* fit.h - how near records and stories are.
 *
 * A new record is compared with the few older ones that share most of its rare words; those are its links.
 * Two records without a link are taken for strangers, whatever a comparison would say: that so few rare words
 * are shared is itself the better sign.  How well a record fits a story, or a story another, is the mean over
 * pairs of their records.
 */
#ifndef STORY_FIT_H
#define STORY_FIT_H

#include "memory.h"

enum { MAX_STORIES_TRIED = MEMORY_LINKS, MAX_MEMBERS_TRIED = 24 };

/* Log odds that two records tell of the same thing. */
float fit_pair(const struct gist *a, const struct gist *b, const struct common *c);
/* What it is the sum of, weights apart, as " NAME value" each: for train/fit_pairs.py. */
void fit_tell(const struct gist *a, const struct gist *b, const struct common *c, char *out, size_t size);
/* The links of a new record to older ones, best first; span_ms: records published further apart are
 * strangers. */
size_t fit_links(const struct memory *, const struct gist *, int64_t span_ms, struct link out[MEMORY_LINKS]);

struct fit {
  uint32_t story;
  float score;
};
#define FIT_NONE (-100.0f)
/* The stories at the other end of the links, best first. */
size_t fit_stories(const struct memory *, int64_t number, const struct link *, size_t n_links,
                   struct fit out[MAX_STORIES_TRIED]);

#endif
