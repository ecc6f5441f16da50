/* phrases.h - small tables of wordings in many languages, matched against folded lines.
 *
 * A table is written as people write; entries that are not plain ASCII are folded once a report, when the first line
 * that is not ASCII either asks for them.
 */
#ifndef PARSE_TEXT_PHRASES_H
#define PARSE_TEXT_PHRASES_H

#include "report.h"

enum phrase_how {
  PHRASE_INSIDE = 1, /* anywhere, at word borders where the script has them */
  PHRASE_START = 2,
  PHRASE_WHOLE = 3 /* the whole line, but for signs around it */
};

struct phrase {
  const char *text;
  int how;
  int value;       /* score, or what the caller makes of it */
  const char *tag; /* role, label, ... */
};

/* Sum of the values of all entries that match. */
int phrases_score(const struct report *r, const struct phrase *table, size_t n, struct tdg_str folded);
/* The first entry that matches, and where its text ends in the line; NULL when none. */
const struct phrase *phrases_find(const struct report *r, const struct phrase *table, size_t n, struct tdg_str folded,
                                  size_t *end);
/* Signs and white space off both ends. */
struct tdg_str text_bare(struct tdg_str s);

#endif
