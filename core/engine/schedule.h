/* engine/schedule.h - the time of a source's next poll.  Pure functions over the state of a source.
 *
 * due = last attempt + clamp(max(own interval, interval of the server), min, max), plus jitter, which only
 * delays.  Own interval: the operator's `every`, else the adaptive interval (unchanged polls lengthen it by
 * half, new items shorten it by a third).  Interval of the server: Cache-Control, Expires, a feed's ttl;
 * stored, so that a 304 keeps it.  Retry-After overrides all up to 7 days.  Failures double the wait up to a
 * day, without end: only 410 Gone retires a source.
 *
 * Source: RFC 9111 (freshness), RFC 9110 10.2.3 (Retry-After), RSS 2.0 (ttl).
 */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "record/rec.h"

struct schedule_limits {
  int64_t min, max; /* ms */
  int fixed;        /* not adaptive: the own interval is min */
  int jitter;       /* parts per 10,000 */
};
struct schedule_state {
  int64_t interval;    /* ms, adapts; 0 at first */
  int64_t server_wait; /* ms the server asked for, stored */
  unsigned failures;   /* in a row */
};

/* The wait that a response asks for, ms; -1 for none.  now: for Expires and Retry-After dates. */
int64_t schedule_server_wait(const tdg_rec *doc, int64_t now_ms);
int64_t schedule_retry_after(const tdg_rec *doc, int64_t now_ms);
/* After an answer: update state and return the next due time.  every: the configured interval, 0 = none;
 * random: 0 .. 1. */
int64_t schedule_success(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, int64_t server_wait, uint64_t new_items, double random);
int64_t schedule_failure(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, int64_t retry_after, double random);

#endif
