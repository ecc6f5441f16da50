/* story.h - how near records, stories and groups are, how they are grouped afresh, and what a story bears as its headline.
 */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include "memory.h"

/* ---- pair_score.c: how near records and stories are ----
 *
 * A new record is compared with the few older ones that share most of its rare words; those are its links.  Two records
 * without a link are taken for strangers, whatever a comparison would say: that so few rare words are shared is itself
 * the better sign.  How well a record fits a story is the mean over pairs of their records. */
enum { MAX_STORIES_TRIED = MEMORY_LINKS, MAX_MEMBERS_TRIED = 24 };

/* Log odds that two records tell of the same thing. */
float pair_score(const struct summary_vector *a, const struct summary_vector *b, const struct common *c);
/* What it is the sum of, weights apart, as " NAME value" each: for train/fit_pairs.py. */
void pair_features_tell(const struct summary_vector *a, const struct summary_vector *b,
                        const struct common *c, char *out, size_t size);
/* The links of a new record to older ones, best first; span_ms: records published further apart are
 * strangers. */
size_t pair_links(const struct memory *, const struct summary_vector *, int64_t span_ms,
                  struct link out[MEMORY_LINKS]);

struct story_score {
  uint32_t story;
  float score;
};
#define NO_SCORE (-100.0f)
/* The stories at the other end of the links, best first. */
size_t score_stories(const struct memory *, int64_t number, const struct link *, size_t n_links,
                     struct story_score out[MAX_STORIES_TRIED]);

/* ---- group_overlap.c: two groups of records, compared by the words that most of a group share ----
 *
 * Pairs of records of two alike events (two offers to one player, two quakes off one coast) can be as near as pairs
 * within one event.  What all records of one group name and none of the other does is seen only when groups are looked
 * at as a whole. */
enum { OVERLAP_RECORDS = 20 }; /* at most, of both groups */

/* Of the words that at least two and at least half of a group's records have, what share (by weight) is as
 * frequent in the other group?  0 .. 1, the less of the two directions.  Groups of two records or more. */
float group_overlap(const struct vector_weights *, const struct summary_vector *const *a, size_t n_a,
                    const struct summary_vector *const *b, size_t n_b);

/* ---- regroup.c: a new record and the stories near it, grouped afresh ----
 *
 * One pass alone cannot take a step back: a weak early join draws the wrong company.  So with each new record the
 * records of the stories it touches are joined anew, nearest first, as long as the mean over all pairs stays above the
 * threshold (average link).  Groups of two records or more must also share the words that most of each have, which can
 * speak for joining as well.  What comes out differs from what was only where the newcomer makes a difference.
 *
 * Records that go with one another (copies) are never parted.  Groups whose dated records lie further apart than the
 * window never meet, however near the undated ones between them are. */
enum { REGROUP_MAX = 40, REGROUP_STORIES = 6 };

struct regrouped {
  int64_t number[REGROUP_MAX]; /* records; [0] is the new one */
  uint8_t group[REGROUP_MAX];  /* of each record: the least index of its group's records */
  int n;
};
struct newcomer {
  const struct summary_vector *summary;
  const struct link *link;
  size_t n_links;
  int64_t tied; /* the record it belongs to, whatever its words say; MEMORY_NONE */
};
void regroup(const struct memory *, const struct newcomer *, const struct story_score *, size_t n_fits,
             float threshold, int64_t span_ms, struct regrouped *out);

/* ---- story_headline.c: what a record offers as the headline of its story, and which of them a story bears ----
 *
 * The headline is one of the titles of the story's own records: not of a copy nor of a version that has been replaced,
 * about what the others tell, and written like news rather than like the heading of a document. */
enum { HEADLINE_BYTES = MEMORY_TITLE };
struct offer {
  struct tdg_str text; /* the record's title, or the first sentence of its text when it has none */
  uint8_t form;        /* how much it reads like news, 0 .. 100 */
};
struct offer headline_offer(tdg_call *, const tdg_rec *rec);

/* The record whose title the story should bear now that the newcomer is here; MEMORY_NONE when none can give
 * one.  The present one stays unless the newcomer's is clearly better; when it has gone all are looked at. */
int64_t headline_choose(const struct memory *, uint32_t story, int64_t newcomer);
/* Does the record that gave the story its headline still stand in it? */
int headline_stands(const struct memory *, uint32_t story);

#endif
