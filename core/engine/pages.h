/* engine/pages.h - the further pages of an article, fetched and joined before its task is settled.
 *
 * A parser that sees a next page emits a request with TDG_PAGE_NO.  While the task is still open its fetcher
 * is asked for that page, its parser reads it, and so on, up to JOIN_MAX_PAGES; then one record with the
 * blocks of all of them takes the place of the first page's.  Nothing is stored in between: a kill between
 * two pages leaves the task leased, and it is done again from its beginning.
 *
 * Only pages of the same host are followed, each address once, host_delay apart.  What cannot be had ends the walk: the record
 * keeps the pages before it, is flagged "truncated", and the operator is told.  A failure that may pass (news/passing.h) is
 * given a second try, after two seconds or when the server says, as long as the article may take.
 */
#ifndef ENGINE_PAGES_H
#define ENGINE_PAGES_H

#include "engine/engine.h"

enum { PAGES_MAX_MS = 4 * 60 * 1000, PAGES_MAX_BYTES = 6 << 20 };

typedef void (*pages_done_fn)(void *arg);

/* answer: what `parser` (with settings of its `own`, or NULL) made of the first page, doc.  1: there are
 * further pages, and done(arg) is called later, when answer holds the joined record (or, when the engine
 * ends, has cause CAUSE_STOPPED).  0: there are none. a, doc, answer are lent until done. */
int pages_follow(struct engine *e, struct arena *a, struct pool *fetcher, const tdg_rec *doc,
                 struct job *answer, const char *parser, const struct engine_choice *own, pages_done_fn done,
                 void *arg);

/* Are requests with a TDG_PAGE_NO among these records for further pages of an article?  Else, and those that have a
 * TDG_REPEAT, they are for those of a listing, which are lists of their own (follow.h). */
int pages_are_of_article(const struct job *answer);

#endif
