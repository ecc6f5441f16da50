/* news/passing.h - may a failure pass by itself?  What may is asked for again, by whoever asked. */
#ifndef NEWS_PASSING_H
#define NEWS_PASSING_H

#include "record/rec.h"

/* doc: an answer that cannot be read.  Networks recover, busy servers too (429, 5xx).  What a server or the fetcher says no to
 * (404, an address that may not be asked, an answer that is too large) stays so. */
int passing_failure(const tdg_rec *doc);

#endif
