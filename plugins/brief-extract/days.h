/* days.h - what a sentence says of days: "on Monday", "yesterday", "4 March 2026". */
#ifndef EXTRACT_DAYS_H
#define EXTRACT_DAYS_H

#include "brief.h"

enum { MAX_DAYS = 8 };
struct day {
  size_t first, last;     /* terms */
  size_t start, end;      /* bytes of the sentence */
  int64_t day;            /* days since 1970 */
  int weekday;            /* 1 Monday .. 7 that the text names, 0: none */
  int relative;           /* "yesterday", "on Monday": counted from the day the record came out */
  int year_given, future; /* future: by the words of the sentence */
};

/* The days of a sentence whose record has a date; what cannot be told is left out. */
size_t days_find(const struct brief *, const struct sentence *, struct day out[MAX_DAYS]);
int64_t days_published(const struct member *); /* the day where the record came out; only when time != 0 */
int days_weekday(int64_t day);                 /* 1 Monday .. 7 */

#endif
