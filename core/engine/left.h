/* engine/left.h - what a pass has not done (yet): how many tasks, of which sources, and when the first may be done.
 *
 * A task may be done when it is due and its host may be asked.
 */
#ifndef ENGINE_LEFT_H
#define ENGINE_LEFT_H

#include "engine/hosts.h"
#include "store/store_open.h"
#include "util/arena.h"
#include "util/map.h"

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
