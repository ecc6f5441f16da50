/* engine/settle_priv.h - what the files that settle a task share: the task, and what came of it so far.
 *
 * settle.c    the documents of a task, their records and quarantine, the end of the task
 * follow.c    what they lead to
 */
#ifndef ENGINE_SETTLE_PRIV_H
#define ENGINE_SETTLE_PRIV_H

#include "engine/keep.h"
#include "engine/own_files.h"

struct settle {
  struct store *store;
  const struct tdg_store_ops *ops;
  struct settlement *s;
  struct arena *arena;
  struct keeper keeper; /* of their records */
  int status;           /* the first failure of the store */
  const tdg_rec *feed;  /* the head of the feed that was read */
  int found_feed;       /* a page given as a source named its feed */
  uint64_t refused;     /* addresses that were not followed; the first of them, and why */
  const char *refused_url, *refused_why;
  struct own_files own; /* of the store, once a file was followed */
};

static inline int settle_check(struct settle *t, int status) {
  if (status < 0 && t->status == 0) t->status = status;
  return status;
}

static inline const char *settle_source_id(const struct settle *t) { return t->s->source != NULL ? t->s->source->id : ""; }

#endif
