/* small_text.h - small texts: trimming, comparing, numbers, base64.  Slices in, slices out; nothing fails. */
#ifndef FEED_WORDS_H
#define FEED_WORDS_H

#include <tidings/plugin.h>

struct tdg_str str_trim(struct tdg_str s);
struct tdg_str str_copy(tdg_call *call, struct tdg_str s);
int str_is(struct tdg_str s, const char *word);     /* case does not count */
int str_starts(struct tdg_str s, const char *word); /* case does not count */
int str_has(struct tdg_str s, const char *part);
int64_t str_number(struct tdg_str s);                        /* -1 when it is none */
struct tdg_str str_base64(tdg_call *call, struct tdg_str s); /* p NULL when it is none */
/* The next of a list separated by commas, trimmed; moves *list on.  0 at the end. */
int str_next(struct tdg_str *list, struct tdg_str *out);

#endif
