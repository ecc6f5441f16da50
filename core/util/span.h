/* util/span.h - a length of time for a message: "40 s", "15 min", "5 h", "3 d". */
#ifndef UTIL_SPAN_H
#define UTIL_SPAN_H

#include <stdint.h>

enum { SPAN_WORDS = 32 };
/* Rounded; hours up to two days. */
void span_words(char out[SPAN_WORDS], int64_t ms);

#endif
