/* engine/keep.h - what is kept of a record: its identity, its version, its row in the log.
 *
 * A record whose work is not known yet is kept as its first version, one that says something else as the next; one that
 * says nothing new only moves last_seen.  How a work is found again, in this order:
 *
 *   1. the id an importer gave
 *   2. within its source the guid, as long as the source's guids are stable (survey.c, find_work.c)
 *   3. the address, when it identifies: the canonical one, then the record's own
 *   4. within its source the title with its date, else the words
 *
 * What is found by an address may be somebody else's: claim.c says who may add a version. */
#ifndef ENGINE_KEEP_H
#define ENGINE_KEEP_H

#include "engine/settle.h"
#include "news/identity.h"

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
/* A word for the request that carries an item to its page, one of find_work.c's, or NULL. */
const char *keep_flag(struct keeper *k, const tdg_rec *item);

/* ---- ask.c: what a keeper asks of the store and tells it; answers are in the settlement's arena ----
 *
 * The first failure of the store stays in the keeper's status, and then there is nothing more to be found. */

enum { ASK_MAX_CLAIMS = 64 };

struct ask_claims {
  struct tdg_key v[ASK_MAX_CLAIMS];
  size_t n;
};

int ask_check(struct keeper *k, int status);
/* 1 and the current version of a work; its url, source and publisher are kept, other texts are empty. */
int ask_work(struct keeper *k, const uint64_t work[2], struct tdg_row *row);
const tdg_rec *ask_version(struct keeper *k, int64_t id); /* NULL: it is damaged */
/* the id of the first version of a work; 0: there is none */
int64_t ask_first(struct keeper *k, const uint64_t work[2]);
/* Claims to a key, of one owner or of all (NULL). */
void ask_claims(struct keeper *k, const uint64_t key[2], const char *owner, struct ask_claims *out);
void ask_put(struct keeper *k, const uint64_t key[2], struct tdg_str owner, const uint64_t work[2],
             int standing);
/* Was this content said by a version of the work? */
enum ask_said {
  ASK_NEVER_SAID,
  ASK_SAID,          /* and the source said nothing else after that */
  ASK_SAID_AND_LEFT, /* and the source said something else since */
};
enum ask_said ask_said(struct keeper *k, const uint64_t work[2], const uint64_t content[2]);

/* ---- find_work.c: the work a record is a version of, and the keys by which it will be found again ----
 *
 * Runs on the store thread inside a transaction.  Failures of the store are in the keeper's status. */

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

/* ---- claim.c: who may speak for an address ----
 *
 * Whoever lists an address is not its author.  A work belongs to the source that told of it.  A new version comes from the
 * same source, from one of the same outlet (or name), or, when both were read from the host of the address itself, from whoever
 * reads it there; a page of another host counts when the work names that page as its other form.  Anything else is a record
 * of its own, and a note ties the two: one is a copy of the other.  The original is what was read from the address's own
 * host, else what comes from the more trusted source, else from a feed that says it is of that host, else the first. */

#define CLAIM_NOTES "identity" /* who says so in the notes */

/* How good is the claim of the document at hand to this address? */
int claim_standing(const struct keeper *k, const struct address *address);
/* Of the works that others have at this key, the one this record may add a version to: 1 and its number. */
int claim_shared(struct keeper *k, const struct subject *s, const struct address *address,
                 const uint64_t key[2], uint64_t work[2]);
/* Of the works of others at this key, one that says the very same, where one of the two is an import: 1 and its number. */
int claim_same(struct keeper *k, const struct subject *s, const uint64_t key[2], uint64_t work[2]);
/* Ties the record that was just appended to the works of others at its addresses. */
void claim_tie(struct keeper *k, const struct subject *s, const struct tdg_row *row);

#endif
