/* engine/conduct.h - what we did that publishers complain of, counted from the requests of tasks as they are leased.
 *
 *   unconditional  a poll, or a request for a page that was read before, without validators, though the last answer from
 *                  this address had given some
 *   early          a poll before its time
 *   bursts         a request to a host sooner after the one before than the delay between two requests
 *   busy           a request to a host that has said 429 (or 503 with a time), before that time was over
 *
 * What is compared with is kept apart from what decides: the counts stay right when the state of a source or of a
 * limit group is wrong.  A host is host and port, whatever groups the operator names.  All of it is stored as cursors.
 * Requests that a fetcher makes by itself (redirects), further pages of an article and robots.txt are not counted.
 */
#ifndef ENGINE_CONDUCT_H
#define ENGINE_CONDUCT_H

#include "engine/settle.h"

enum { CONDUCT_UNCONDITIONAL, CONDUCT_EARLY, CONDUCT_BURSTS, CONDUCT_BUSY, CONDUCT_KINDS };
extern const char *const conduct_words[CONDUCT_KINDS];

/* Hosts whose wait is known: of two in one place the later one is.  So many rows at most. */
enum { CONDUCT_HOLDS = 4096 };
/* Pages whose last answer is known: of two in one place the later one is. */
enum { CONDUCT_PAGES = 16384 };

/* What is remembered of hosts, which spares reading it again for each request; used by the store thread alone. */
struct conduct;
struct conduct *conduct_new(void);
void conduct_free(struct conduct *c); /* NULL: nothing happens */

/* A task that is leased and about to be sent.  due: when its source was to be polled, 0: at any time.  On the store
 * thread in a transaction, as the next; 0, or the store's error. */
int conduct_sent(struct conduct *, const struct store *, const struct settlement *, int64_t due, int64_t now);
/* Its answer.  is_cut: a part of it may be missing, so that its validators are those of something else. */
int conduct_answered(struct conduct *, const struct store *, const struct settlement *, int is_cut);
/* The source is taken out: what its requests are compared with is of no use any more; its counts stay. */
int conduct_forget(const struct store *, const char *source);
/* The counts of a source. */
int conduct_of(const struct store *, const char *source, int64_t counts[CONDUCT_KINDS]);

#endif
