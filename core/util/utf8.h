/* util/utf8.h - is it valid, and what is the next character.  RFC 3629: no surrogates, no overlong forms. */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include <stddef.h>
#include <stdint.h>

int utf8_valid(const char *p, size_t n); /* and without NUL */
uint32_t utf8_next(const char **p, const char *end); /* of valid text; moves *p on */

#endif
