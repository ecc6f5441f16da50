/* util/utf8.h - UTF-8 for the core and for the kit.
 *
 * tdg_utf8_valid, tdg_utf8_next and tdg_utf8_put are declared in <tidings/kit/charset.h>.  utf8.c is compiled into both
 * libraries: plugins link the kit alone, and there is one opinion on what is valid.
 */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include <tidings/kit/charset.h>

/* The first byte that is zero or above 127. */
const char *utf8_ascii_end(const char *p, const char *end);
/* The length of the sequence at p (a high byte); *valid says whether it is one, or what to replace. */
size_t utf8_sequence(const char *p, const char *end, int *valid);

#endif
