/* engine/settle_priv.h - what the files that settle a task share: the task, and what came of it so far.
 *
 * settle.c       the documents of a task, their quarantine, the end of the task
 * follow.c       what they lead to
 * sourcestate.c  what is remembered of their source, and of a list that it names */
#ifndef ENGINE_SETTLE_PRIV_H
#define ENGINE_SETTLE_PRIV_H

#include "engine/keep.h"
#include "engine/settle.h"

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

/* ---- follow.c: what a task's documents lead to: each request becomes a task, where lead.c allows it ----
 *
 * Runs on the store thread while a task is settled.  A request is done once a poll or once for ever:
 *
 *   lists    (feeds, sitemaps, lists of feeds, further pages of a listing) are asked for with each poll of the source,
 *            once each, with the validators they gave; at most FOLLOW_MAX_LISTS of them, FOLLOW_MAX_DEPTH deep
 *   pages    (articles, items) once for ever, and again when what is said of them changes; of those that only a listing
 *            names, FOLLOW_MAX_PAGES a poll, the newest first, the rest with the next polls
 *
 * TDG_REPEAT says which; unsaid, a request for a feed, sitemap or list of feeds, for its own parser, or for no parser in
 * particular is a list.  What may not be followed, and what is left, is told once a task. */

enum { FOLLOW_MAX_LISTS = 5000, FOLLOW_MAX_DEPTH = 50, FOLLOW_MAX_PAGES = 500 };

/* A request of a parser, made of this document. */
void follow_request(struct settle *t, const struct settle_doc *d, const tdg_rec *request);
/* A request of the fetcher itself. */
void follow_fetchers_request(struct settle *t, const tdg_rec *request);
/* An item whose article is wanted becomes a request that carries it.  next: the parser's next record, NULL: none; when
 * that is the item's own request, to be followed whatever the operator chose, *taken is set.  0: the article is not
 * wanted, or may not be asked for; the item is the record. */
int follow_item(struct settle *t, const struct settle_doc *d, const tdg_rec *item, const tdg_rec *next,
                int *taken);
/* All documents of the task were seen: lists, then pages become tasks. */
void follow_end(struct settle *t);
/* A list that could not be read was one of several ways to the same: 1 when the next one is asked for instead. */
int follow_alternate(struct settle *t);
/* By what a list is remembered: its address, and the position in it. */
const char *follow_list_name(struct arena *a, const tdg_rec *request);

/* ---- sourcestate.c: what is remembered of a source after a poll, and of a list that it names after that was read ----
 *
 * An answer is good, or the source is in trouble: it could not be had, or it was had and is of no use (its parser refused
 * it, it is empty, a page with nothing to read).  Both are failures: they are counted, told, put off further each time
 * (never sooner than a good answer would be), and keep no validators.  So do answers that end before their end, and
 * those that name lists or have pages left: they are asked for in full the next time. */

/* Before anything else: t->state and t->list as the store has them, t->poll. */
void sourcestate_load(struct settle *t);
/* failed: the answer of a fetch that failed, NULL: none.  They end the task. */
void sourcestate_after_poll(struct settle *t, const tdg_rec *failed);
void sourcestate_after_list(struct settle *t, const tdg_rec *failed);
/* A page that a source led to brought something. */
void sourcestate_credit(struct settle *t);
/* What went wrong with a fetch, in words. */
const char *sourcestate_fetch_words(struct settle *t, const tdg_rec *doc);

#endif
