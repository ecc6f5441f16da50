/* engine/hosts.h - when each host may be asked: how many requests are under way to it, when the last one was answered,
 * what it said.
 *
 * A host is a limit group ("host:port"; "" is none and always free).  Tasks are not given future due times for a host's
 * sake: a lease asks here and leaves those whose host must wait, so the delay holds however much is due at once.
 *
 *   - at most at_once requests at a time, at least delay between an answer and the next request
 *   - one that says 429 is left alone for as long as it asks, else for a minute, then two, four ...
 *   - one that cannot be reached is tried again after 2 s, then 8, 32 ...
 *
 * Called on the store thread (leases) and on the loop (answers).  Times are monotonic.  Forgotten when the program ends. */
#ifndef ENGINE_HOSTS_H
#define ENGINE_HOSTS_H

#include "record/rec.h"
#include "store/store_open.h"
#include "util/arena.h"
#include "util/map.h"

struct hosts;
struct hosts *hosts_new(int64_t delay_ms, int at_once);
void hosts_free(struct hosts *h);
/* How long until one more request may begin: 0 now; -1 when one that is under way has to end first. */
int64_t hosts_wait(struct hosts *h, struct tdg_str group, int64_t now_ms);
void hosts_begin(struct hosts *h, struct tdg_str group, int64_t now_ms);
void hosts_end(struct hosts *h, struct tdg_str group);
/* What came of a request.  asked_ms: how long it shall be left alone, -1 when it did not say. */
enum hosts_outcome { HOSTS_ANSWERED, HOSTS_REFUSED, HOSTS_SILENT };
void hosts_tell(struct hosts *h, struct tdg_str group, int64_t now_ms, enum hosts_outcome outcome,
                int64_t asked_ms);

/* ---- left.c: what a pass has not done (yet): how many tasks, of which sources, and when the first may be done ----
 *
 * A task may be done when it is due and its host may be asked. */

struct left_source {
  const char *id; /* "": of an import */
  uint64_t n;
  int64_t first; /* when the first of them may be done, ms since 1970; 0: now */
};

struct left {
  struct arena arena;
  struct map by_source;
  struct left_source **sources; /* the one that comes first, first */
  size_t n_sources;
  uint64_t n;
  int64_t first;
};

/* On the store thread.  run and polls_until: as in a lease; sources: those that are configured, by their ids: what others left
 * waits for them and is not counted.  0, or the store's failure. */
int left_look(struct left *l, struct store *store, struct hosts *hosts, const struct map *sources,
              const char *run, int64_t polls_until);
void left_clear(struct left *l);

#endif
