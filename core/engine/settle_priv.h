/* engine/settle_priv.h - what the files that settle a task share: the task, and what came of it so far.
 *
 * settle.c       the documents of a task, their quarantine, the end of the task
 * follow.c       what they lead to
 * sourcestate.c  what is remembered of their source, and of a list that it names
 */
#ifndef ENGINE_SETTLE_PRIV_H
#define ENGINE_SETTLE_PRIV_H

#include "engine/keep.h"
#include "engine/own_files.h"

/* Requests of a task's documents, until all were seen. */
struct follow_list {
  const tdg_rec **requests;
  size_t n, cap;
};

struct settle {
  struct store *store;
  const struct tdg_store_ops *ops;
  struct settlement *s;
  struct arena *arena;
  struct keeper keeper;          /* of their records */
  int status;                    /* the first failure of the store */
  const tdg_rec *feed;           /* the head of the feed that was read */
  int incomplete;                /* a document says that it ended before its end */
  struct tdg_source_state state; /* of the task's source; of nobody when there is none */
  struct tdg_listing list;       /* a LISTING task: what is remembered of it; size 0: nothing */
  int64_t poll;                  /* the number of the source's poll that this task belongs to */
  struct follow_list lists, alternates, pages;
  uint64_t named;    /* lists that its documents named */
  uint64_t followed; /* pages and items that are new */
  uint64_t left;     /* pages that wait for the next poll */
  uint64_t refused;  /* addresses that were not followed; the first of them, and why */
  const char *refused_url, *refused_why;
  struct own_files own; /* of the store, once a file was followed */
};

static inline int settle_check(struct settle *t, int status) {
  if (status < 0 && t->status == 0) t->status = status;
  return status;
}

static inline const char *settle_source_id(const struct settle *t) {
  return t->s->source != NULL ? t->s->source->who.id : "";
}

#endif
