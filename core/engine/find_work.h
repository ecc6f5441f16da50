/* engine/find_work.h - the work a record is a version of, and the keys by which it will be found again.
 *
 * Runs on the store thread inside a transaction.  Failures of the store are in the keeper's status.
 */
#ifndef ENGINE_FIND_H
#define ENGINE_FIND_H

#include "engine/keep.h"

/* A record on its way, and what it goes by. */
struct subject {
  const tdg_rec *r;        /* with the words of its source */
  struct listed l;         /* of r, as its document allows */
  struct address asked;    /* where its document was asked for, when that is not the address it says */
  struct tdg_str native;   /* the id an importer gave */
  struct tdg_str owner;    /* whose keys these are */
  uint64_t free_number[2]; /* a key that was asked for, and is the number of no work */
};

/* Words of a request that carries an item to its page. */
#define FIND_NO_GUID "guid-means-nothing"
#define FIND_STEADY "steady" /* its feed was read before, with some of the guids or links it has now */
int find_request_says(const tdg_rec *request, const char *word);

enum found_by {
  FOUND_NOT,
  FOUND_BY_NATIVE_ID,
  FOUND_BY_GUID,
  FOUND_BY_CANONICAL,
  FOUND_BY_URL,
  FOUND_BY_TITLE,
  FOUND_SAME,
  FOUND_PAGE_OF_ANOTHER
};
struct found {
  enum found_by by;
  /* the current version; url, source and publisher are in the arena, other texts are gone */
  struct tdg_row row;
};

/* FOUND_SAME: somebody else's record says the very same, and there is nothing to add to it.
 * FOUND_PAGE_OF_ANOTHER: the page behind an item is where another item of the same feed led before (a login page, a notice). */
void find_work(struct keeper *k, struct subject *s, struct found *out);
/* The number of a work that is new. */
void find_number(struct keeper *k, const struct subject *s, uint64_t out[2]);
/* Remember by what the work is to be found. */
void find_remember(struct keeper *k, const struct subject *s, const uint64_t work[2]);
/* Only what a guid that was not met before adds. */
void find_remember_guid(struct keeper *k, const struct subject *s, const uint64_t work[2]);
/* Are the guids of this document's items those of earlier ones?  Sets known_guids, known_links and restless. */
void find_judge_guids(struct keeper *k);
int find_is_restless(struct keeper *k);

#endif
