/* engine/settle_priv.h - shared by the files that settle a task: the task, and its results so far.
 *
 *   settle.c       the documents of a task, their quarantine, the end of the task
 *   follow.c       their requests
 *   sourcestate.c  the state of their source, and of a list that it names
 *   redirect.c     answers that lead to another server
 *   page_name.c    the names of pages
 *   known_page.c   what is known of pages
 *   revisit.c      articles that are looked at again
 *   replay_settle.c  documents of the captures
 */
#ifndef ENGINE_SETTLE_PRIV_H
#define ENGINE_SETTLE_PRIV_H

#include "engine/keep.h"
#include "engine/settle.h"
#include "util/bytebuf.h"
#include "util/redact.h"

/* Requests of a task's documents, collected until all were seen. */
struct follow_list {
  const tdg_rec **requests;
  size_t n, cap;
};

enum { SETTLE_MAX_REASONS = 8 }; /* why addresses are not followed; further ones are counted with the last */

struct settle {
  struct store *store;
  const struct tdg_store_ops *ops;
  struct settlement *s;
  struct arena *arena;
  struct keeper keeper;          /* of their records */
  int status;                    /* the first failure of the store */
  const tdg_rec *feed;           /* the head of the feed that was read */
  int incomplete;                /* a document is flagged as incomplete */
  struct tdg_source_state state; /* of the task's source; empty when there is none */
  struct tdg_listing list;       /* a LISTING task: the state of its list; size 0: none */
  int64_t poll;                  /* the number of the source's poll to which this task belongs */
  struct follow_list lists, alternates, pages;
  uint64_t named;         /* lists that its documents named */
  uint64_t followed;      /* pages and items that are new */
  uint64_t left;          /* pages that wait for the next poll */
  int moved;              /* its source is asked elsewhere from now on */
  struct settle_refusal { /* addresses that were not followed: the first for each reason, and their number */
    const char *url, *why;
    char by[PLUGIN_LABEL]; /* who asked for them */
    uint64_t n;
  } refusal[SETTLE_MAX_REASONS];
  size_t n_refusals;
  struct page_alike *alike; /* names of pages that a learned parameter would distinguish (page_name.c) */
  struct page_alike *rests; /* addresses of pages without a parameter that looks random (page_name.c) */
  struct store_files own;   /* of the store, once a file was followed */
  struct buf lines;         /* of the report of an import */
};

static inline int settle_check(struct settle *t, int status) {
  if (status < 0 && t->status == 0) t->status = status;
  return status;
}

static inline const char *settle_source_id(const struct settle *t) {
  return t->s->source != NULL ? t->s->source->who.id : "";
}

/* What a document or a message says, to be stored: a server may repeat what it was asked with, so the secrets of the
 * configuration are replaced (util/redact.h). */
static inline struct tdg_str settle_kept_text(struct settle *t, struct tdg_str text) {
  char *copy = arena_copy(t->arena, text.p, text.n);
  return redact_remembered(copy, text.n) > 0 ? (struct tdg_str){copy, text.n} : text;
}

/* ---- follow.c: make tasks from the requests of a task's documents, where lead.c allows it ----
 *
 * Runs on the store thread while a task is settled.  A request is made once per poll, or once and for all:
 *
 *   lists    (feeds, sitemaps, lists of feeds, further pages of a listing) are fetched with each poll of the
 *            source, once each, with their validators; at most FOLLOW_MAX_LISTS, FOLLOW_MAX_DEPTH deep
 *   pages    (articles, items) are fetched once, and again when their data in the list changes (revisit.c); of pages
 *            that only a listing names, FOLLOW_MAX_PAGES per poll, newest first, the rest with the next polls
 *
 * TDG_REPEAT says which of the two a request is.  Without it, requests for a feed, sitemap or list of feeds,
 * for the emitting parser, or for no named parser are lists.  Refused addresses and requests left over are
 * reported once per task.
 */

enum { FOLLOW_MAX_LISTS = 5000, FOLLOW_MAX_DEPTH = 50, FOLLOW_MAX_PAGES = 500 };

/* Add a request that a parser made from this document. */
void follow_request(struct settle *t, const struct settle_doc *d, const tdg_rec *request);
/* A request of the fetcher itself. */
void follow_fetchers_request(struct settle *t, const tdg_rec *request);
/* Turn an item whose article is wanted into a request that carries it.  next: the parser's next record, or
 * NULL; when it is the item's own request, which is followed regardless of the configuration, *taken is set.
 * 0: the article is not wanted, or may not be fetched; the item itself is the record. */
int follow_item(struct settle *t, const struct settle_doc *d, const tdg_rec *item, const tdg_rec *next,
                int *taken);
/* Was the page's article not stored for its age?  Then its task is settled by follow_settle_aged. */
int follow_is_aged(const struct settle *t);
void follow_settle_aged(struct settle *t);
/* After all documents of the task: make tasks of lists, then of pages. */
void follow_end(struct settle *t);
/* A list that could not be read was one of several addresses: 1 when the next one will be tried instead. */
int follow_alternate(struct settle *t);
/* A page names no feed, and this is a usual place of one. */
int follow_is_guess(const tdg_rec *request);

/* ---- replay_settle.c: a document of the captures (replay.h) ---- */

void replay_settle(struct settle *t);

/* ---- redirect.c: an answer that leads to another server (settle.h) ---- */

/* The task is asked for there. */
void redirect_settle(struct settle *t, const tdg_rec *doc);

/* ---- page_name.c: the name of a page within its source, by which it is known again though its link changes ----
 *
 * The key of its address (tdg_url_key, which is without tracking and session parameters) and its fragment; without
 * parameters that have been seen to say nothing of the page: one that looks like a random value is learned when two addresses that
 * differ in it alone gave one article, or the same bytes.  Of two pages of a document that only such a parameter
 * distinguishes the second keeps it.  The request's method, headers and body are part of the name.
 */

/* Of a list: its address, and the position in it. */
const char *page_name_of_list(struct arena *a, const tdg_rec *request);
/* alike: NULL, or set when a learned parameter was left out. */
const char *page_name(struct settle *t, const tdg_rec *request, int *alike);
/* After the page of this task was read. */
void page_name_learn(struct settle *t);

/* ---- known_page.c: what is known of a page that was asked for ----
 *
 * Its article, its validators, the hash of its bytes, in the task of its next visit, or of the last one, which stays as
 * done.  A page whose item has changed is asked for again with them.  While that brings nothing, though its item changes
 * time and again (teasers, counts in words), it is asked for at the times of schedule_again only.
 */

/* Of a request whose item was in the store before it: what changed in it is read again, and is nothing new. */
#define FOLLOW_KNOWN "known"
/* Of a page's request: its article was too old or had been removed for its age, and would be kept now. */
#define FOLLOW_LET_IN "let-in"
/* The `run` of its task when it is done, with the time for which the article was too old: with another time it is let in. */
#define FOLLOW_AGED "older-than-"

struct known_page {
  uint64_t work[2], body[2];       /* work 0,0: no article was read of it */
  int64_t first, asked, fruitless; /* fruitless: since when; 0: the last answer brought something */
  struct tdg_str etag, last_modified;
};

/* What a request says of it. */
void known_page_read(const tdg_rec *request, struct known_page *k);
/* The request of this task with that. */
const tdg_rec *known_page_put(struct settle *t, const struct known_page *k);
/* The key of its task. */
const char *known_page_key(struct settle *t, const char *name);
/* 0: nothing is known, and *k is empty. */
int known_page_find(struct settle *t, const char *key, struct known_page *k);
/* The request for a page that a document names anew.  NULL: it is left alone for now.  known: is anything known of it? Set
 * also when only this is. */
const tdg_rec *known_page_request(struct settle *t, const tdg_rec *request, const char *name, int *known);

/* ---- revisit.c: articles that are looked at again (settle.h) ---- */

/* It was asked for for its item's sake, with its validators, and is what it was. */
int revisit_is_unchanged(const struct settlement *s);
/* After a page was asked for: keep what is known, and plan the first visit.  failed: as below. */
void revisit_begin(struct settle *t, const tdg_rec *failed);
/* End the task of a visit, and plan the next one.  failed: the answer of a failed fetch, NULL: none. */
void revisit_settle(struct settle *t, const tdg_rec *failed);

/* ---- sourcestate.c: update the state of a source after a poll, and of a list after it was read ----
 *
 * An answer is good, or the source is in trouble: it could not be fetched, or the answer was unusable
 * (refused by its parser, empty, a page without content).  Both are failures: they are counted and reported,
 * raise the wait each time (never below that of a good answer), and drop the validators.  Validators are also
 * dropped for incomplete answers and for answers that name lists or have pages left, which must be fetched in
 * full next time.
 */

/* Call first: loads t->state, t->list and t->poll from the store. */
void sourcestate_load(struct settle *t);
/* failed: the answer of a failed fetch, NULL: none.  These functions end the task. */
void sourcestate_after_poll(struct settle *t, const tdg_rec *failed);
/* The network is away: the task is tried again soon, and nothing is known of its source. */
void sourcestate_network_away(struct settle *t);
void sourcestate_after_list(struct settle *t, const tdg_rec *failed);
/* What the fetcher of a source listed was read: keep its validators, when it has any. */
void sourcestate_keep_listed(struct settle *t);
/* Count a successful page of a source. */
void sourcestate_credit(struct settle *t);
/* The error of a fetch as text. */
const char *sourcestate_fetch_words(struct settle *t, const tdg_rec *doc);
/* What is said of a document for which its parser emitted nothing. */
const char *sourcestate_nothing_words(struct settle *t, const struct settle_doc *d);

#endif
