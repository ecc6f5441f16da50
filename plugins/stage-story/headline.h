/* headline.h - what a record offers as the headline of its story. */
#ifndef STORY_HEADLINE_H
#define STORY_HEADLINE_H

#include "vector.h"

enum { HEADLINE_BYTES = 200 };
/* The record's title, or the first sentence of its text when it has none. */
struct tdg_str headline_of(tdg_call *, const tdg_rec *rec);
/* How well a record speaks for its story, 0 .. 10000: it is near the others (0 .. 1), and has a title of its
 * own. */
uint16_t headline_score(float nearness, int has_title);

#endif
