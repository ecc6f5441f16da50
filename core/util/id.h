/* util/id.h - ids of records and stories as text.
 *
 * An id is a positive 64-bit number: milliseconds since 1970 shifted by 20 bits, plus a running number.  As
 * text it has 13 letters of Crockford's base 32 (no I, L, O, U; case does not matter), which sort by time.
 */
#ifndef UTIL_ID_H
#define UTIL_ID_H

#include <stdint.h>

enum { ID_LETTERS = 13 };

void id_text(int64_t id, char out[ID_LETTERS + 1]);
/* When it was given, ms. */
int64_t id_time(int64_t id);

#endif
