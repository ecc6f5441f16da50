/* util/say.h - print to a terminal.  Only these functions and log_* do so.
 *
 *   say("%s: %d records\n", path, n);         on standard output
 *   say_error("tidings: %s\n", message);      on standard error
 *
 * The format is a constant of the program and is printed unchanged.  Its text arguments (%s, %c) may come
 * from outside: secrets in them are replaced (util/redact.h) and characters that a terminal acts on are
 * escaped (util/clean.h), so that only the format can break lines.  Formats are those of printf without %n
 * and %p; "%.80s" prints at most 80 bytes of a NUL-terminated text, "%.*s" prints a text of that length.
 */
#ifndef UTIL_SAY_H
#define UTIL_SAY_H

#include <stdarg.h>
#include <stdio.h>

#include "util/bytebuf.h"

enum { SAY_MAX = 1 << 20 }; /* bytes per call; longer output is cut */

void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_to(FILE *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void say_vto(FILE *f, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void say_format(struct buf *out, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Print bytes that are already escaped: JSON of record/record_json.h, pages of cli/text_page.h, constants.  0, or
 * -1 when writing failed. */
int say_ready(FILE *f, const char *p, size_t n);
/* Flush standard output.  0, or errno of the first failure to write to it; EPIPE: whoever read it is gone. */
int say_flush(void);

#endif
