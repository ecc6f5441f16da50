/* engine/hosts.h - limits per host: concurrent requests, delay after the last answer, requested waits.
 *
 * A host is a limit group ("host:port"; "" is none and never limited).  The due times of tasks do not change
 * because of a host: each lease asks here and skips tasks whose host must wait, so the delay is kept however
 * many tasks are due.
 *
 *   - at most at_once concurrent requests, at least delay between an answer and the next request, or the longer one
 *     that its robots.txt asks for (Crawl-delay)
 *   - after a 429, or an answer with a Retry-After: no request for the time the host asks for, else for an
 *     hour, then two, four ... a day; so, too, after a 429 that comes when the time was over, if it names a shorter one
 *   - a host that cannot be reached is tried again after 2 s, then 8, 32 ...
 *   - when two hosts of one registrable domain say 429 within ten minutes, all its hosts are limited as one,
 *     until nobody said so for 30 days
 *
 * Waits are rows of the store (struct tdg_limit), so a restart changes none of them; the number of concurrent
 * requests is kept in memory.  Times are of the wall clock; when it is found to have been set back, waits are
 * set back with it.
 *
 * hosts_end and hosts_tell are called on the loop: they only note what happened.  All other functions are
 * called on the store thread and take these notes into account first.
 */
#ifndef ENGINE_HOSTS_H
#define ENGINE_HOSTS_H

#include "record/rec.h"
#include "store/store_open.h"
#include "util/arena.h"
#include "util/map.h"

struct hosts;
/* store: where waits are kept; NULL: in memory only. */
struct hosts *hosts_new(struct store *store, int64_t delay_ms, int at_once);
void hosts_free(struct hosts *h);
/* Other limits from now on; not while the store thread runs. */
void hosts_limit(struct hosts *h, int64_t delay_ms, int at_once);
/* Time until the next request may start: 0 now; -1 when a running one must end first. */
int64_t hosts_wait(struct hosts *h, struct tdg_str group, int64_t now_ms);
/* As many requests as may be are under way: may one more begin now in the place of one that will have ended?  So for a host
 * without delay that answers well, and for HOSTS_FOLLOW of them behind each. */
enum { HOSTS_FOLLOW = 7 };
int hosts_may_follow(struct hosts *h, struct tdg_str group, int64_t now_ms);
void hosts_begin(struct hosts *h, struct tdg_str group, int64_t now_ms);
/* Its robots.txt asks for this delay, 0: for none. */
void hosts_set_delay(struct hosts *h, struct tdg_str group, int64_t delay_ms, int64_t now_ms);
void hosts_end(struct hosts *h, struct tdg_str group);
/* Record the outcome of a request.  asked_ms: the wait the host asked for, -1 for none. */
enum hosts_outcome { HOSTS_ANSWERED, HOSTS_HELD, HOSTS_REFUSED, HOSTS_SILENT }; /* HELD: not for a 429 */
void hosts_tell(struct hosts *h, struct tdg_str group, int64_t now_ms, enum hosts_outcome outcome,
                int64_t asked_ms);
/* Write the waits that changed; in a transaction.  0, or the store's error, which hosts_wait may have met. */
int hosts_save(struct hosts *h);

/* The wall clock was set back: what is left of the host's wait begins now, not when it is next wanted. */
void hosts_set_back(struct hosts *h, struct tdg_str group, int64_t now_ms);
/* The time before which a row lets no request begin; of one that was written by a clock that was ahead, what is left of
 * its wait begins now. */
int64_t hosts_not_before(const struct tdg_limit *row, int64_t now_ms);

/* Does the row of a domain bind its hosts together? */
int hosts_binds_together(const struct tdg_limit *domain, int64_t now_ms);

/* ---- domain.c: the domain that a group belongs to ----
 *
 * The registrable domain by the public suffix list: example.org of a.example.org:443, x.example.co.uk of
 * www.x.example.co.uk:443.  Addresses, names of the local network and groups that the operator named belong to
 * none, and so do all when the program is built without libpsl.
 */

enum { HOSTS_MAX_DOMAIN = 300 };

/* Writes "*." and the domain; its length, 0: none. */
size_t hosts_domain(struct tdg_str group, char out[HOSTS_MAX_DOMAIN]);

/* ---- left.c: the tasks that a pass left over: how many, of which sources, and the earliest time for them
 * ----
 *
 * A task can run when it is due and its host may be requested.
 */

struct left_source {
  const char *id; /* "": of an import */
  uint64_t n;
  int64_t first; /* earliest time at which one of them can run, ms since 1970; 0: now */
};

struct left {
  struct arena arena;
  struct map by_source;
  struct left_source **sources; /* ordered by earliest time */
  size_t n_sources;
  uint64_t n;
  int64_t first;
};

/* On the store thread.  run and polls_until: as in a lease.  sources: the ids of the configured sources;
 * tasks of other sources are not counted.  0, or the store's error. */
int left_look(struct left *l, struct store *store, struct hosts *hosts, const struct map *sources,
              const char *run, int64_t polls_until);
void left_clear(struct left *l);

#endif
