/* util/clean.h - escape text from outside for a terminal.  All output of the program uses this escaper.
 *
 * A terminal acts on control characters (C0, DEL, and C1, as one byte or as U+0080..U+009F), reorders text
 * after a direction control (U+202A..U+202E, U+2066..U+2069), and may break lines at a separator (U+2028,
 * U+2029).  A terminal that is not set to UTF-8 may take invalid UTF-8 for any of these.
 */
#ifndef UTIL_CLEAN_H
#define UTIL_CLEAN_H

#include "util/bytebuf.h"

enum clean_how {
  /* escape all of these, as \x1b or \u202e; line ends and tabs too, because the program writes its own */
  CLEAN_LINE,
  /* for running text: white space becomes one space; direction controls and invisible characters are
   * removed */
  CLEAN_FLOW
};
/* Append the escaped form of p, cut where the buffer is full.  The result is UTF-8 without a zero byte. */
void clean_text(struct buf *out, const char *p, size_t n, enum clean_how how);
/* Is this a character that a terminal acts on rather than shows: a control, direction or line separator
 * character? */
int clean_is_unsafe(uint32_t c);

#endif
