/* story.h - scores of records, stories and groups, regrouping, and the choice of a story's headline. */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include "memory.h"

/* ---- pair_score.c: scores of pairs of records, and of records and stories ----
 *
 * A new record is compared with the few older ones that share most of its rare words; these are its links.
 * Two records without a link count as unrelated, without a comparison: sharing so few rare words is itself
 * the better feature.  That holds within a language: of two records in different languages the links count, and what is
 * not linked only where nothing else can be compared.  The score of a record and a story is the mean over pairs of their records.
 */
enum { MAX_STORIES_TRIED = MEMORY_LINKS, MAX_MEMBERS_TRIED = 24 };
/* Log odds of two records without a link: of one language, of two. */
#define SCORE_STRANGER (-4.0f)
#define SCORE_FOREIGN (-2.0f)
/* The mean over pairs of which only some are linked. */
static inline float score_mean(float sum, int links, int pairs, float stranger) {
  if (links >= pairs) return sum / (float)links;
  return (sum + stranger * (float)(pairs - links)) / (float)pairs;
}
/* Of pairs within a language and across two, the scores and the numbers of links. */
struct score_sum {
  float own, foreign;
  int own_links, foreign_links;
};
float score_mixed(const struct score_sum *, int own_pairs, int foreign_pairs);
static inline int is_foreign(uint8_t a, uint8_t b) { return a != 0 && b != 0 && a != b; }

/* Reports that came out within this time may be of one event though their words differ. */
#define STORY_CLOSE_MS (2 * (int64_t)86400000)

/* The log odds that two records are about the same event. */
float pair_score(const struct summary_vector *a, const struct summary_vector *b, const struct common *c);
/* Its features without weights, as " NAME value" each, for train/fit_pairs.py. */
void pair_features_tell(const struct summary_vector *a, const struct summary_vector *b,
                        const struct common *c, char *out, size_t size);
/* The links of a new record to older ones, best first; records published more than span_ms apart count as
 * unrelated. */
size_t pair_links(const struct memory *, const struct df *, const struct summary_vector *,
                  const struct crossing *, int64_t span_ms, struct link out[MEMORY_LINKS]);

/* Adds links to records of other languages that tell of the same event (crossing.h), best first; returns how many links
 * there are then. */
size_t crossing_links(const struct memory *, const struct df *, const struct summary_vector *,
                      const struct crossing *, struct link link[MEMORY_LINKS], size_t n);

struct story_score {
  uint32_t story;
  float score;
};
#define NO_SCORE (-100.0f)
/* The stories at the other end of the links, best first. */
size_t score_stories(const struct memory *, int64_t number, uint8_t language, const struct link *,
                     size_t n_links, struct story_score out[MAX_STORIES_TRIED]);

/* ---- refilled.c: forecasts, results, quakes: one form, filled in for different places ----
 *
 * Their words agree more than those of two reports of one event.  But each names in title and lead what the other does
 * not name at all, and has figures and names of its own.
 */
enum { REFILLED_WORDS = 10 }; /* with fewer words in common, or a title that the other has whole, none is */
int is_refilled(const struct summary_vector *a, const struct summary_vector *b);

/* ---- group_overlap.c: compare two groups of records by the words that most records of a group share ----
 *
 * Pairs of records of two similar events (two offers to one player, two quakes off one coast) can have scores
 * as high as pairs within one event.  Words that all records of one group have, and none of the other, are
 * found only by comparing the groups as a whole.
 */
enum { OVERLAP_RECORDS = 20 }; /* at most, of both groups */

/* Among the words that at least two and at least half of a group's records have, the share (by weight) that
 * is as frequent in the other group: 0 .. 1, the lower of the two directions.  For groups of two records or
 * more. */
float group_overlap(const struct vector_weights *, const struct summary_vector *const *a, size_t n_a,
                    const struct summary_vector *const *b, size_t n_b);

/* ---- regroup.c: regroup a new record and the records of the stories near it ----
 *
 * A single pass cannot correct a wrong early decision.  So with each new record the records of the stories
 * concerned are joined again, highest score first, as long as the mean over all pairs stays above the
 * threshold (average link).  Groups of two records or more must also share the words that most of their
 * records have; a high overlap can also join groups.  The result differs from the former grouping only where
 * the new record makes a difference.
 *
 * Tied records (copies) are never separated.  Groups whose dated records are further apart than the window
 * are never joined, however near undated records between them are.
 */
enum { REGROUP_MAX = 40, REGROUP_STORIES = 6 };

struct regrouped {
  int64_t number[REGROUP_MAX]; /* records; [0] is the new one */
  uint8_t group[REGROUP_MAX];  /* for each record the lowest index in its group */
  int n;
};
struct new_record {
  const struct summary_vector *summary;
  uint8_t language; /* struct crossing */
  const struct link *link;
  size_t n_links;
  int64_t tied; /* the record to which it is tied regardless of its text; MEMORY_NONE */
};
void regroup(const struct memory *, const struct new_record *, const struct story_score *, size_t n_fits,
             float threshold, int64_t span_ms, struct regrouped *out);

/* ---- story_headline.c: the headline that a record offers, and the choice among them ----
 *
 * The headline is one of the titles of the story's own records: not of a copy or a superseded version, on the
 * topic of the other records, and written like news rather than like the heading of a document.
 */
enum { HEADLINE_BYTES = MEMORY_TITLE };
struct offer {
  struct tdg_str text; /* the record's title, or the first sentence of its text when it has none */
  uint8_t form;        /* how much it is written like news, 0 .. 100 */
};
struct offer headline_offer(tdg_call *, const tdg_rec *rec);

/* The record whose title should be the headline now that the new record is here; MEMORY_NONE when there is
 * none.  The present one stays unless the new one is clearly better; when its record has left, all are
 * compared. */
int64_t headline_choose(const struct memory *, uint32_t story, int64_t new_record);
/* Is the record whose title is the headline still in the story? */
int headline_stands(const struct memory *, uint32_t story);

/* ---- story_state.c: the memory of the stage in parts, for its checkpoint ---- */

int story_state_save(tdg_call *, const struct memory *, const struct df *, double weigh_at, int64_t nth);
int story_state_restore(tdg_call *, struct memory *, struct df *, double *weigh_at, const tdg_rec *part);

#endif
