/* engine/keep.h - what is kept of a record: its identity, its version, its row in the log.
 *
 * A record whose work is not known yet is kept as its first version, one that says something else as the next; one that
 * says nothing new only moves last_seen.
 */
#ifndef ENGINE_KEEP_H
#define ENGINE_KEEP_H

#include "engine/settle.h"

/* What the records of one settlement share. */
struct keeper {
  struct store *store;
  struct settlement *s; /* its counts are moved on */
  struct arena *arena;
  const tdg_rec *feed;  /* the head of the feed that was read */
  uint64_t new_records; /* and new versions */
  int looked, renamed;  /* unchanged items whose guid was compared, and was another */
  int status;           /* the first failure of the store */
};

/* r without the secrets of the addresses it came by. */
const tdg_rec *keep_private(struct settlement *s, const tdg_rec *doc, const tdg_rec *r);
/* 0, or the store's failure. */
int keep_record(struct keeper *k, const struct settle_doc *d, const tdg_rec *parsed);

#endif
