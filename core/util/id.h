/* util/id.h - ids of records and stories, as people see them.
 *
 * An id is a positive 64-bit number: milliseconds since 1970 shifted by 20 bits, plus a running number.  People see
 * 13 letters of Crockford's base 32 (no I, L, O, U; case does not matter), which sort by time.
 */
#ifndef UTIL_ID_H
#define UTIL_ID_H

#include <stddef.h>
#include <stdint.h>

enum { ID_LETTERS = 13 };

void id_text(int64_t id, char out[ID_LETTERS + 1]);
int id_parse(const char *p, size_t n, int64_t *id); /* all 13 letters; 0, or -1 */
/* The first letters of an id as a range of ids: *low <= id < *high.  0, or -1 when p is no prefix of an id. */
int id_prefix(const char *p, size_t n, int64_t *low, int64_t *high);

#endif
