/* util/clean.h - text from outside made harmless for a terminal.  The one escaper of the program.
 *
 * A terminal obeys control characters (C0, DEL, and C1, as one byte or as U+0080..U+009F), shows text in another order
 * than it has after a direction control (U+202A..U+202E, U+2066..U+2069), and breaks lines where a separator stands
 * (U+2028, U+2029).  What is not UTF-8 may be any of these to a terminal that is not set to UTF-8.
 */
#ifndef UTIL_CLEAN_H
#define UTIL_CLEAN_H

#include "util/bytebuf.h"

enum clean_how {
  /* all of that becomes visible, as \x1b or \u202e; line ends and tabs too: they are ours to write */
  CLEAN_LINE,
  CLEAN_FLOW /* for text that flows: white space becomes one space, direction controls and invisible signs go */
};
/* The harmless form of p, appended; cut where the buffer is full.  The result is UTF-8 without a zero byte. */
void clean_text(struct buf *out, const char *p, size_t n, enum clean_how how);
/* Does a terminal do more with this character than show it?  Control, direction, line separator. */
int clean_is_obeyed(uint32_t c);

#endif
