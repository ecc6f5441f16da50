/* util/say.h - what the program prints.  No other function of the program writes to a terminal but log_*.
 *
 *   say("%s: %d records\n", path, n);         on standard output
 *   say_error("tidings: %s\n", message);      on standard error
 *
 * The format is ours and goes out as it stands.  Every text it takes in (%s, %c) may come from outside: secrets in
 * addresses are left out of it (util/redact.h) and what a terminal would obey becomes visible (util/clean.h), so a line end
 * is one only where the format has it.  Formats are those of printf, but for %n and %p; "%.80s" shows 80 bytes of a text that
 * ends with a zero byte, "%.*s" has a text of that length.
 */
#ifndef UTIL_SAY_H
#define UTIL_SAY_H

#include <stdarg.h>
#include <stdio.h>

#include "util/bytebuf.h"

enum { SAY_MAX = 1 << 20 }; /* one call; what is longer is cut */

void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_to(FILE *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void say_vto(FILE *f, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void say_format(struct buf *out, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Bytes that are harmless already: JSON of record/record_json.h, pages of cli/page.h, texts of our own.  0, or -1 when they could
 * not be written. */
int say_ready(FILE *f, const char *p, size_t n);

#endif
