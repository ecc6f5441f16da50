/* engine/keep.h - what is kept of a record: its identity, its version, its row in the log.
 *
 * A record whose work is not known yet is kept as its first version, one that says something else as the next; one that
 * says nothing new only moves last_seen.  How a work is found again, in this order:
 *
 *   1. the id an importer gave
 *   2. within its source the guid, as long as the source's guids are stable (news/survey.h, find_work.h)
 *   3. the address, when it identifies: the canonical one, then the record's own
 *   4. within its source the title with its date, else the words
 *
 * What is found by an address may be somebody else's: claim.h says who may add a version.
 */
#ifndef ENGINE_KEEP_H
#define ENGINE_KEEP_H

#include "engine/settle.h"
#include "news/authority.h"
#include "news/survey.h"

/* What the records of one settlement share. */
struct keeper {
  struct store *store;
  struct settlement *s; /* its counts are moved on */
  struct arena *arena;
  const tdg_rec *feed;  /* the head of the feed that was read */
  uint64_t new_records; /* and new versions */
  int status;           /* the first failure of the store */
  /* of the document at hand */
  const struct settle_doc *doc;
  struct survey survey;
  size_t next;                 /* of the survey: the item whose turn it is */
  struct tdg_str owner, place; /* who speaks: the source, or the import of this place */
  struct speaker by;
  int restless; /* its guids mean nothing */
  /* of its items, met before; links: of those without guids behind which articles are read */
  int known_guids, known_links;
};

/* r without the secrets of the addresses it came by. */
const tdg_rec *keep_private(struct settlement *s, const tdg_rec *doc, const tdg_rec *r);
/* Before the first record of a document: all of them, to know what tells them apart. */
int keep_document(struct keeper *k, const struct settle_doc *d, const tdg_rec *const *recs, size_t n);
/* 0, or the store's failure. */
int keep_record(struct keeper *k, const struct settle_doc *d, const tdg_rec *parsed);
/* Does the item's address lead to a page of its own? */
int keep_has_page(struct keeper *k, const tdg_rec *item);
/* A word for the request that carries an item to its page, one of find_work.h's, or NULL. */
const char *keep_flag(struct keeper *k, const tdg_rec *item);

#endif
