/* window.h - the records of the last days, and which of them a new one could be a copy of.
 *
 * Records have numbers that only grow.  They live in chunks that are given back once all of theirs have left
 * the window.  Each original's smallest shingles are posted in chains, newest first, so a walk ends at the
 * first record that has left.  Of an original's copies the first few are posted as well, so that what equals
 * one of them is found; whether that is enough to join the group is not decided here.
 *
 * Memory: struct entry, PROBES words for chains and their heads, under 1 kB a record (bench-stages measures
 * it).
 */
#ifndef DEDUPE_WINDOW_H
#define DEDUPE_WINDOW_H

#include "print.h"

enum { WINDOW_PROBES = 24, WINDOW_CHUNK = 1024, WINDOW_NONE = -1, WINDOW_POSTED_COPIES = 6 };

struct entry {
  struct print print;
  int64_t original;              /* number of the record it copies; its own when it is an original */
  int64_t next_copy;             /* of the same original, newest first, WINDOW_NONE at the end */
  uint8_t retired;               /* replaced by a newer version: kept, never compared */
  uint8_t posted;                /* stands in the chains */
  uint8_t n_posted;              /* copies of this original that do */
  uint16_t n_copies;             /* hung on it, at most 65535 */
  uint32_t chain[WINDOW_PROBES]; /* next older post; a post's number is its record's times WINDOW_PROBES and
                                    its place among the smallest shingles */
};

struct window {
  struct entry **chunk; /* ring of chunks, number / WINDOW_CHUNK modulo n_chunks */
  size_t n_chunks;
  int64_t first, end; /* numbers first .. end - 1 are in the window */
  int64_t newest;     /* latest time seen */
  int64_t span_ms;
  size_t max;
  uint32_t *head; /* chains, by shingle */
  size_t n_heads;
  struct id_slot *ids; /* record id -> number */
  size_t n_ids, used_ids;
};

void window_init(struct window *, int64_t span_ms, size_t max);
void window_free(struct window *);
struct entry *window_at(const struct window *, int64_t number); /* NULL when it has left */
int64_t window_find(const struct window *, int64_t id);         /* WINDOW_NONE when unknown */
/* A record of that time comes: let go what is too old for it.  Before window_candidates and window_add. */
void window_advance(struct window *, int64_t seen);
/* Add a record; original: the number it copies, or WINDOW_NONE.  Returns its number. */
int64_t window_add(struct window *, const struct print *, int64_t original);
/* Hang a record on an original (it may have hung on another, whose list is then not to be used any more). */
void window_hang(struct window *, int64_t copy, int64_t original);

struct candidate {
  int64_t number;
  int hits;
};
/* The records that share most of the smallest shingles, best first: originals and copies. */
size_t window_candidates(const struct window *, const struct print *, struct candidate *out, size_t max);

#endif
