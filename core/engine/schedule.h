/* engine/schedule.h - when is a source asked again?  Pure functions over what is remembered of it.
 *
 * due = last attempt + clamp(max(what we want, what the server asks), min, max), plus jitter, only ever
 * later.  What we want: the operator's `every`, else the interval that adapts (unchanged polls stretch it by half, new
 * items shrink it by a third).  What the server asks: Cache-Control, Expires, a feed's own ttl; remembered, so that a
 * 304 does not forget it.  Retry-After overrides everything up to 7 days.  Failures double the wait up to a day and
 * never end: only 410 Gone retires a source.
 *
 * Source: RFC 9111 (freshness), RFC 9110 10.2.3 (Retry-After), RSS 2.0 (ttl).
 */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "record/rec.h"

struct schedule_limits {
  int64_t min, max; /* ms */
  int fixed;        /* do not learn: what we want is min */
  int jitter;       /* parts per 10,000 */
};
struct schedule_state {
  int64_t interval;    /* ms, adapts; 0 at first */
  int64_t server_wait; /* ms the server asked for, remembered */
  unsigned failures;   /* in a row */
};

/* What a response says about waiting, ms; -1 when nothing.  now: for Expires and Retry-After dates. */
int64_t schedule_server_wait(const tdg_rec *doc, int64_t now_ms);
int64_t schedule_retry_after(const tdg_rec *doc, int64_t now_ms);
/* After an answer: adapts state, returns the next due time.  every: the operator's wish, 0 = none; random: 0 .. 1. */
int64_t schedule_success(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, int64_t server_wait, uint64_t new_items, double random);
int64_t schedule_failure(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, int64_t retry_after, double random);

#endif
