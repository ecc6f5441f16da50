/* engine/keep.h - store a record: find its identity and version, write its row to the log.
 *
 * A record whose work is unknown is stored as its first version, one with changed content as the next
 * version; one without changes only updates last_seen.  A work is found by, in this order:
 *
 *   1. the id an importer gave
 *   2. within its source the guid, as long as the source's guids are stable (survey.c, find_work.c)
 *   3. the address, when it identifies: the canonical one, then the record's own
 *   4. within its source the title with its date, else the text
 *
 * A mail without a Message-ID is known by what it says and its date: in a file of mails another one may come to stand in its
 * place.
 *
 * A work found by an address may belong to another source: claim.c decides who may add a version.
 */
#ifndef ENGINE_KEEP_H
#define ENGINE_KEEP_H

#include "engine/settle.h"
#include "news/identity.h"

/* Questions of this settlement that the store answered with nothing (ask.c): a set of hashes. */
struct ask_misses {
  uint64_t (*v)[2];
  size_t cap, used;
};

/* The state shared by the records of one settlement. */
struct keeper {
  struct store *store;
  struct settlement *s; /* its counts are updated */
  struct arena *arena;
  const tdg_rec *feed;  /* the head of the feed that was read */
  uint64_t new_records; /* and new versions */
  uint64_t pages;       /* records that a parser read and that are stored, or were there */
  uint64_t work[2];     /* of the last of them */
  uint64_t words;       /* of them */
  int status;           /* the first failure of the store */
  struct ask_misses misses;
  /* of the document at hand */
  const struct settle_doc *doc;
  const tdg_rec *item; /* the feed's, or the version before, which gives a page what it lacks; NULL: none */
  const tdg_rec *capture_of; /* the document that was captured last */
  const tdg_rec *captures;   /* a group with where it and its further pages are */
  struct survey survey;
  const struct subject *ready; /* of the items of the survey, in its order; NULL: none was prepared */
  size_t next;                 /* of the survey: the next item */
  struct tdg_str owner, place; /* owner: the source, or the import from this place */
  struct speaker by;
  int restless; /* its guids are unstable */
  /* counts of known items; links: of items without guids whose articles are read */
  int known_guids, known_links;
};

/* keep_private.c.  A copy of r without the secrets of the addresses that led to it. */
const tdg_rec *keep_private(struct settlement *s, const tdg_rec *doc, const tdg_rec *r);
/* Before the settlement, in any one thread: find out of the records of a document what the store need not be asked for, so
 * that the store thread, which has the most to do, has less.  to_the_end: also what is of use only if a record is new or has
 * changed.  What is prepared is in the settlement's arena, and nothing of it has to be used. */
void keep_prepare(struct settlement *s, struct settle_doc *d, int to_the_end);
/* Call before the first record of a document, with all its records, to find out which keys identify them. */
int keep_document(struct keeper *k, const struct settle_doc *d, const tdg_rec *const *recs, size_t n);
/* 0, or the store's failure. */
int keep_record(struct keeper *k, const struct settle_doc *d, const tdg_rec *parsed);
/* The page of a work was asked for again, and is what it was. */
void keep_unchanged(struct keeper *k, const uint64_t work[2]);
/* Is the item's address the address of a page of its own? */
int keep_has_page(struct keeper *k, const tdg_rec *item);
/* Is the item's guid, which identifies it, in the store? */
int keep_is_known(struct keeper *k, const tdg_rec *item);
/* Does the source have a record of this address? */
int keep_knows_page(struct keeper *k, struct tdg_str url);
/* Was the item's record removed for its age, and would it be kept now? */
int keep_may_come_back(struct keeper *k, const tdg_rec *item);
/* A flag for the request that carries an item to its page (see find_work.c), or NULL. */
const char *keep_flag(struct keeper *k, const tdg_rec *item);

/* ---- keep_version.c: append a version of a record ---- */

struct subject;
/* Fill in what of a record is of use only if it is stored: kept, text, publisher, words. */
void keep_put_down(struct keeper *k, struct subject *s);
/* Append it.  before: the version it supersedes, NULL for the first of a work; old: that version's record, NULL when it is
 * damaged. */
void keep_version(struct keeper *k, struct subject *s, const struct tdg_row *before, const tdg_rec *old);
/* The record of a page is stored, or was there. */
void keep_note_page(struct keeper *k, const uint64_t work[2]);

/* ---- capture_of.c: the answer that a record was read from, among the captures ----
 *
 * A group with a TDG_CAPTURE for the document at hand and one for each further page of its article; the first says what its
 * parser got beside the answer (TDG_ASKED), so that it can be read again.  NULL: answers are not kept, or it is none.
 */
/* Of the plugin that reads now; "": there is none. */
const char *capture_parser_version(const struct engine *, const char *parser);
const tdg_rec *capture_of_record(struct keeper *k);
/* Of a replay: the captures of the version before, as they are of the next. */
const tdg_rec *capture_of_version(struct keeper *k, const tdg_rec *old);
/* Where a document came from, behind redirects. */
struct tdg_str capture_address(const tdg_rec *doc);

/* ---- keep_replayed.c: what the present parsers make of captures (replay.h) ---- */

/* Compare a record with the version that was read from the same answer: it becomes the next version, or nothing. */
void replay_keep(struct keeper *k, struct subject *s);

/* ---- ask.c: the queries and updates of a keeper; results are in the settlement's arena ----
 *
 * The first error of the store stays in the keeper's status; later queries then find nothing.  What is not there is
 * asked for once: an item is looked up when its document is judged, and again when it is stored.
 */

enum { ASK_MAX_CLAIMS = 64 };

struct ask_claims {
  struct tdg_key v[ASK_MAX_CLAIMS];
  size_t n;
};

int ask_check(struct keeper *k, int status);
/* 0 is no work. */
static inline int ask_is_work(const uint64_t work[2]) { return work[0] != 0 || work[1] != 0; }
/* 1 and the current version of a work; its url, source and publisher are kept, other texts are empty. */
int ask_work(struct keeper *k, const uint64_t work[2], struct tdg_row *row);
/* A record of this work was appended. */
void ask_appended(struct keeper *k, const uint64_t work[2]);
const tdg_rec *ask_version(struct keeper *k, int64_t id); /* NULL: it is damaged */
/* the id of the first version of a work; 0: none */
int64_t ask_first(struct keeper *k, const uint64_t work[2]);
/* The claims to a key, of one owner or of all (NULL). */
void ask_claims(struct keeper *k, const uint64_t key[2], const char *owner, struct ask_claims *out);
void ask_put(struct keeper *k, const uint64_t key[2], struct tdg_str owner, const uint64_t work[2],
             int standing);
/* Does a version of the work have this content? */
enum ask_said {
  ASK_NEVER_SAID,
  ASK_SAID,          /* yes, and the source published nothing else after that */
  ASK_SAID_AND_LEFT, /* yes, and the source published something else since */
};
enum ask_said ask_said(struct keeper *k, const uint64_t work[2], const uint64_t content[2]);

/* ---- find_work.c: find the work of a record, and store the keys by which it is found again ----
 *
 * Runs on the store thread inside a transaction.  Errors of the store are in the keeper's status.
 */

/* A record being stored, and its keys. */
struct subject {
  const tdg_rec *r;     /* with the fields of its source */
  struct listed l;      /* of r, limited by the survey of its document */
  struct address asked; /* the requested address of its document, when the record gives another one */
  struct address place; /* of a mail without a Message-ID: where it stands, which says nothing of who it is */
  struct tdg_str native;   /* the id an importer gave */
  struct tdg_str owner;    /* whose keys these are */
  uint64_t free_number[2]; /* a key that was looked up and is not the number of a work */
  /* as it is stored: without secrets, or its text when it was withdrawn (NULL: not known yet); what search finds; words */
  const tdg_rec *kept;
  struct tdg_str text, publisher;
  uint64_t words;
};

/* Flags of a request that carries an item to its page. */
#define FIND_NO_GUID "guid-means-nothing"
#define FIND_STEADY "steady" /* its feed was read before, with some of its present guids or links */

enum found_by {
  FOUND_NOT,
  FOUND_BY_NATIVE_ID,
  FOUND_BY_GUID,
  FOUND_BY_CANONICAL,
  FOUND_BY_URL,
  FOUND_BY_TITLE,
  FOUND_BY_PLACE, /* a mail of a store that knew it by its place alone, unchanged */
  FOUND_SAME,
  FOUND_PAGE_OF_ANOTHER
};
struct found {
  enum found_by by;
  /* the current version; url, source and publisher are in the arena, other texts are empty */
  struct tdg_row row;
};

/* FOUND_SAME: another source's record has the same content, and no version is added.  FOUND_PAGE_OF_ANOTHER:
 * the page of this item was already the page of another item of the same feed (a login page, a notice). */
void find_work(struct keeper *k, struct subject *s, struct found *out);
/* Is it not there because it was removed?  0: no. */
enum tdg_gone find_gone(struct keeper *k, const struct subject *s);
/* The number of a work that is new. */
void find_number(struct keeper *k, const struct subject *s, uint64_t out[2]);
/* Store the keys of the work. */
void find_remember(struct keeper *k, const struct subject *s, const uint64_t work[2]);
/* Store what a mail is known by that has no Message-ID. */
void find_remember_words(struct keeper *k, const struct subject *s, const uint64_t work[2]);
/* Store only what a new guid adds. */
void find_remember_guid(struct keeper *k, const struct subject *s, const uint64_t work[2]);
/* Compare the guids of this document's items with earlier ones.  Sets known_guids, known_links and
 * restless. */
void find_judge_guids(struct keeper *k);
int find_is_restless(struct keeper *k);

/* ---- claim.c: which sources may add versions to the work at an address ----
 *
 * A source that lists an address is not necessarily its author.  A work belongs to the source that first
 * named it.  New versions are accepted from the same source, from one of the same outlet (or name), or, when
 * the work was read from the host of its address, from any source that reads it there; a page of another host
 * is accepted when the work names that page as its other form.  Any other record is a work of its own, and a
 * note marks one as a copy of the other.  The original is the record read from the address's own host, else
 * from the more trusted source, else from a feed that says it belongs to that host, else the first.
 */

#define CLAIM_NOTES "identity" /* the `by` of these notes */

/* The standing of the current document's claim to this address. */
int claim_standing(const struct keeper *k, const struct address *address);
/* Among other sources' works at this key, the one to which this record may add a version: 1 and its
 * number. */
int claim_shared(struct keeper *k, const struct subject *s, const struct address *address,
                 const uint64_t key[2], uint64_t work[2]);
/* Among other sources' works at this key, one with the same content, where one of the two is an import: 1 and
 * its number. */
int claim_same(struct keeper *k, const struct subject *s, const uint64_t key[2], uint64_t work[2]);
/* Add notes that relate the record just appended to other sources' works at its addresses. */
void claim_tie(struct keeper *k, const struct subject *s, const struct tdg_row *row);

#endif
