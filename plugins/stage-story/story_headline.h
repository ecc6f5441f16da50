/* story_headline.h - what a record offers as the headline of its story, and which of them a story bears.
 *
 * The headline is one of the titles of the story's own records: not of a copy nor of a version that has been
 * replaced, about what the others tell, and written like news rather than like the heading of a document.
 */
#ifndef STORY_HEADLINE_H
#define STORY_HEADLINE_H

#include "memory.h"

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
