/* engine/gate_known.h - the rules of each robots.txt, parsed once for all tasks of its server.
 *
 *   const struct gate_known *k = gate_known_find(kept, key);
 *   if (k == NULL) k = gate_known_put(kept, &row, &rules);
 *   gate->held = gate_known_hold(k);   it outlives its place among the kept ones
 *   ... gate_known_leave(gate->held);
 *
 * They are copies of rows of the store, in memory: at most GATE_KNOWN_SLOTS of them, of GATE_KNOWN_BYTES together; what
 * has no room is parsed again.  Who changes a row drops its copy.  On the store thread, but for gate_known_leave.
 */
#ifndef ENGINE_GATE_KNOWN_H
#define ENGINE_GATE_KNOWN_H

#include "news/robots.h"

#include <stdatomic.h>

#include <tidings/store.h>

enum { GATE_KNOWN_SLOTS = 4096, GATE_KNOWN_BYTES = 16 << 20 };

struct gate_known {
  atomic_int users;
  size_t size; /* in memory, with its texts */
  const char *key;
  int64_t asked, fresh_until;
  struct robots rules;
};

struct gate_kept;
struct gate_kept *gate_kept_new(void);
void gate_kept_free(struct gate_kept *kept);
/* NULL: it is not kept.  As long as nothing else is done with `kept`. */
struct gate_known *gate_known_find(const struct gate_kept *kept, const char *key);
/* A copy of both, in the place of the one before. */
struct gate_known *gate_known_put(struct gate_kept *kept, const struct tdg_robots *row,
                                  const struct robots *rules);
void gate_known_drop(struct gate_kept *kept, const char *key);
struct gate_known *gate_known_hold(struct gate_known *k);
void gate_known_leave(struct gate_known *k); /* NULL: nothing happens; on any thread */

#endif
