/* phrases.h - small tables of wordings in many languages, matched against folded lines.
 *
 * A table is written as people write; it is folded once a report, when the first line asks for it.
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

enum { MAX_TABLES = 8 };
struct phrase_tables {
  const struct phrase *of[MAX_TABLES];
  const struct tdg_str *folded[MAX_TABLES];
  size_t n;
};

/* Sum of the values of all entries that match. */
int report_phrases(const struct report *r, const struct phrase *table, size_t n, struct tdg_str folded);
/* The first entry that matches, or NULL. */
const struct phrase *report_phrase(const struct report *r, const struct phrase *table, size_t n,
                                   struct tdg_str folded);
/* Signs and white space off both ends. */
struct tdg_str report_bare(struct tdg_str s);

#endif
