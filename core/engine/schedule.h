/* engine/schedule.h - the time of a source's next poll.  Pure functions over the state of a source.
 *
 * due = last answer + clamp(max(own interval, interval of the server), min, max), plus jitter, which only
 * delays, then moved out of the hours and days that a feed asks to be spared.
 *
 *   own interval   the operator's `every`, which max does not cut; else the adaptive interval (unchanged polls
 *                  lengthen it by half, new items shorten it by a third)
 *   of the server  the longer one of Cache-Control or Expires, and of the feed's ttl or sy:update*; stored
 *                  with the validators, so that a 304 keeps it or says it anew
 *   Retry-After    overrides all, up to 7 days
 *   a hub          that pushes what is new: a day (schedule_pushed)
 *   failures       a random wait of at least the own interval and at most twice that, four times ..., a day;
 *                  after SCHEDULE_WEEKLY of them a week.  Without end: only 410 Gone retires a source
 *
 * Source: RFC 9111 (freshness), RFC 9110 10.2.3 (Retry-After), RSS 2.0 (ttl, skipHours, skipDays).
 */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "record/rec.h"

#include <tidings/store.h>

enum { SCHEDULE_WEEKLY = 20 };

struct schedule_limits {
  int64_t min, max; /* ms */
  int fixed;        /* not adaptive: the own interval is min */
  int jitter;       /* parts per 10,000 */
};
/* What the answers of a source ask for; all 0: nothing. */
struct schedule_hints {
  int64_t http, feed;             /* ms between polls */
  uint32_t skip_hours, skip_days; /* bit n: hour n, in GMT; bit n: weekday n, 0 is Sunday */
};
struct schedule_state {
  int64_t interval; /* ms, adapts; 0 at first */
  struct schedule_hints hints;
  unsigned failures; /* in a row */
  struct schedule_why {
    enum tdg_due by; /* set with each due time */
    int64_t wait;    /* ms; as due_wait of tidings/store.h */
  } why;
};
/* A failed poll. */
struct schedule_trouble {
  /* ms, as schedule_retry_after returned it; -1: the server named no time.  One that is shorter than the usual interval
   * counts for the first failure in a row only. */
  int64_t retry_after;
  int refused; /* the server does not want us: at least a day */
  int busy;    /* retry_after is our own, after a 429 that named no time */
};

/* Take what an answer says; what a 304 does not say stays.  now: for Expires without a Date. */
void schedule_hear(struct schedule_hints *, const tdg_rec *doc, int64_t now_ms);
/* Take what the head of a feed says; head NULL: the document was no feed. */
void schedule_hear_feed(struct schedule_hints *, const tdg_rec *head);
/* Does the server ask for a longer interval than any source gets? */
int schedule_is_clamped(const struct schedule_hints *, const struct schedule_limits *, int64_t every);

/* The wait of a Retry-After header, ms, at most 7 days; an unreadable one is an hour; -1: there is none. */
int64_t schedule_retry_after(const tdg_rec *doc, int64_t now_ms);
/* The wait after a 429 that names no time: an hour, doubled with each further one in a row, at most a day. */
int64_t schedule_refusal(unsigned refusals);

/* The wait between two polls while nothing is known of the last one. */
int64_t schedule_usual(const struct schedule_state *s, const struct schedule_limits *l, int64_t every);
/* After an answer: update state and return the next due time.  every: the configured interval, 0 = none;
 * random: 0 .. 1, drawn anew each time. */
int64_t schedule_success(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, uint64_t new_items, double random);
/* The due time of a source whose hub pushes what is new until `until`: a day, within max and the lease, but never
 * earlier than due, which schedule_success returned.  An `every` holds. */
int64_t schedule_pushed(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                        int64_t every, int64_t due, int64_t until, double random);
int64_t schedule_failure(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, const struct schedule_trouble *t, double random);

/* When an article that was first read at `first` is looked at again: the first time that is later than now, of n times
 * after that, each longer than the one before; 0: none is left.  Those that were missed are not made up for. */
int64_t schedule_revisit(const int64_t *after, size_t n, int64_t first, int64_t now_ms);
/* When a page whose item changes may be asked for again: an hour, six, a day, three days after `since`, when asking first
 * brought nothing, and then every three days.  asked: the last time. */
int64_t schedule_again(int64_t since, int64_t asked);

#endif
