/* news/change.h - what changed between two versions of a work. */
#ifndef NEWS_CHANGE_H
#define NEWS_CHANGE_H

#include "record/rec.h"

/* "minor", "major" or "correction".  Minor: at most 2 % of the words, and no figure, and no negation among them. */
const char *change_between(const tdg_rec *before, const tdg_rec *after);
/* Have the two hardly a word in common?  Less than half of those of the shorter one. */
int change_is_whole(const tdg_rec *before, const tdg_rec *after);
/* A version that says it is older than the one we have came late, by another way: it is no news. */
int change_came_late(const tdg_rec *have, const tdg_rec *r, int64_t now_ms);

#endif
