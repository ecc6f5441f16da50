/* engine/settle.h - settle one task: store all its results in one transaction.
 *
 * Runs on the store thread.  Records get their identity, version and id; an unchanged one only updates
 * last_seen.  Requests become follow-up tasks.  Unusable documents go to quarantine with their bytes.  The
 * task and its source get their next due times.
 */
#ifndef ENGINE_SETTLE_H
#define ENGINE_SETTLE_H

#include "engine/engine.h"

#include <stddef.h>
#include <sys/types.h>

/* One document and its parser's answer.  job is NULL when the fetcher already failed. */
struct settle_doc {
  struct settle_doc *next;
  const tdg_rec *doc;
  struct job *job;
  const char *parser;
  const struct keeper *ready; /* what was prepared of its records (keep_prepare); NULL: nothing */
};

/* A page that is asked for again (revisit.c). */
struct revisit {
  int is;           /* it is a visit: nothing but its age leads to it */
  uint64_t work[2]; /* which article; 0,0: not known */
  uint64_t body[2]; /* as below, of the last answer; 0: not known */
  int64_t first;    /* ms; when it was first read */
};

/* A further page of the article, for captures. */
struct settle_page {
  struct settle_page *next;
  const tdg_rec *doc;
};

struct settlement {
  struct engine *engine;
  struct arena arena; /* of the task, the request and the documents */
  struct tdg_task task;
  const tdg_rec *request;
  const struct engine_source *source; /* NULL for imports */
  const tdg_rec *values;              /* that components keep for the source; NULL: none */
  struct job *fetch;                  /* the fetcher's answer, which may contain requests */
  tdg_rec *page_values;               /* set by the fetcher of further pages (values_add_page); NULL: none */
  const struct component_info *page_fetcher;
  struct settle_doc *docs;
  struct revisit revisit;
  int64_t *told; /* ids of the records of the document at hand, for the report of an import */
  size_t n_told, cap_told;
  int has_pages;                          /* its article has further pages */
  struct settle_page *pages, **pages_end; /* where answers are captured; NULL: none */
  /* a poll: its source as it was written before the request was sent; size 0: it was not.  So it is still while the store
   * has no more source_puts */
  struct tdg_source_state attempted;
  uint64_t source_puts;
  uint64_t body[2]; /* a poll, a page: hash of the bytes and of how they are read; 0: not known */
  int same;         /* they are those of the last answer, and were not parsed again */
  int kept_longer; /* a poll, a list: records are, than when it was read last; it was asked for without validators */
  int64_t now_ms;
  struct gate gate; /* what robots.txt says of the task's address */
  int64_t
      retried; /* not 0: the document comes from quarantine, where it has this id; its task is not settled */
  struct replayed *replay;     /* the document comes from the captures (replay.h); NULL: it does not */
  enum network_word network;   /* what its answer says of the network */
  int again;                   /* set by settle_run: the task was queued again for a later try */
  struct engine_counts counts; /* set by settle_run; added to the engine's counts after the commit */
};

/* Copy the task, whose strings belong to the store; find its source, and load the values that are kept for it.  The
 * request was written by the engine, but is checked because it was stored on disk.  Store thread only. */
void settlement_take_task(struct settlement *s, const struct tdg_task *task);
int settle_run(struct store *store, void *settlement); /* a store_run_fn */
/* Call on the loop before settle_run, with now_ms set: what takes time and needs no store.  behind: others wait to settle. */
void settle_prepare(struct settlement *s, int behind);

/* ---- sourcestate.c: the state of a source outside of a settlement; on the store thread ----
 *
 * The attempt is written before the request is sent, with the time of the next one as if nothing were known of
 * this one: whatever happens to the program meanwhile, the source is not polled again before.
 */

/* Whatever it says next is read. */
void sourcestate_drop_validators(struct tdg_source_state *state);
/* before, after: the state as it was, with its validators, and as it is written; texts in the arena.  A negative status of
 * the store, or 0. */
int sourcestate_attempt(const struct store *store, const struct engine *e, const struct engine_source *s,
                        struct arena *a, int64_t now, struct tdg_source_state *before,
                        struct tdg_source_state *after);
/* The request was not sent after all. */
int sourcestate_take_back(const struct store *store, const char *id, const struct tdg_source_state *before);
/* The address is another one: only the counts stay of what was known, unless (1) it is the one to which the source
 * has moved. */
int sourcestate_begin_anew(const struct store *store, const struct engine_source *s, int64_t now);
/* The source has the address of another one, which is taken out (its id was changed): it is polled when that one
 * would have been.  Nothing happens when the store knows the source. */
int sourcestate_take_over(const struct store *store, const char *from, const struct engine_source *s,
                          int64_t now);
/* Its last failure was not its own. */
int sourcestate_forgive(const struct store *store, const char *id);
int sourcestate_set_absent(const struct store *store, const char *id, uint32_t absence);
/* Poll a source earlier than it is due, unless its poll is under way or its server said to wait.  PUSHED: its hub says
 * that there is something new.  HUB: the hub it was to rely on does not push any more; others stay as they are. */
int sourcestate_bring_forward(const struct store *store, const struct engine *e,
                              const struct engine_source *s, enum tdg_due why, int64_t now);
/* The wall clock was set back: so are the times of a source. */
int sourcestate_set_back(const struct store *store, const char *id, int64_t by);

/* ---- redirect.c: an answer that leads to another server, where robots.txt is asked for ----
 *
 * Such a task stays what it is, but is asked for at the other server, in its turn there; see settle_priv.h.
 */

/* Where the task is asked for: its address, or the one to which that led. */
struct tdg_str redirect_address(const struct settlement *s);
/* Is that another address? */
int redirect_is_followed(const struct settlement *s);
/* The request as it is sent, before the source's own part is added. */
const tdg_rec *redirect_request(struct arena *a, const struct settlement *s);
/* The answer as one to the task's address, with the whole way. */
const tdg_rec *redirect_answer(struct arena *a, const struct settlement *s, const tdg_rec *doc);
/* A failure in its place when it goes from server to server without end. */
const tdg_rec *redirect_or_failed(struct arena *a, const struct settlement *s, const tdg_rec *doc);
/* The number of TDG_REDIRECT. */
uint32_t redirect_hops(const tdg_rec *r);
int redirect_leads_away(const struct settlement *s, const tdg_rec *doc);

/* ---- source_order.c: what an operator may say of one source, in a transaction ---- */

enum source_order {
  ORDER_NONE,
  ORDER_UNDO, /* it is asked at its configured address again, and what it moved to is not adopted again */
  ORDER_RETRY /* one that is retired, or waits after failures, is due */
};
enum source_obeyed { ORDER_UNKNOWN, ORDER_NEEDLESS, ORDER_DONE }; /* unknown: the store has no such source */

enum source_order source_order_of(const char *word); /* "undo", "retry" */
/* 0, or the store's error. */
int source_obey(const struct store *store, enum source_order order, const char *id, int64_t now,
                enum source_obeyed *out);
/* "has not moved": after the source's id.  running: a program runs on the store. */
const char *source_order_words(enum source_order order, enum source_obeyed how, int running);

/* ---- revisit.c: articles that are looked at again, since publishers edit them ----
 *
 * A page that was read, and gave one record, gets a task of the run TDG_RUN_REVISIT: it is asked for again at the times
 * of `revisit:`, counted from when the article was first read, with its validators, while it is there (no 404 or
 * 410).  What comes is a version of that article or nothing: a page that is something else, or a part of what is
 * known, or that cannot be fetched, replaces nothing and is no failure of the source.  See settle_priv.h.
 */

/* Is the task such a visit, or for a page of which something is known?  Sets s->revisit. */
void revisit_read(struct settlement *s);
/* It is one, and its source, or the configuration, does not want it any more. */
int revisit_is_over(const struct settlement *s);

/* ---- values.c: what fetchers and parsers keep for a source; on the store thread, but for values_hand_out and
 * values_add_page ---- */

/* All values of a source (TDG_KEPT {by, name, body}); NULL: none. */
const tdg_rec *values_load(const struct store *store, struct arena *a, const char *source);
/* The input of a call with the component's own values. */
const tdg_rec *values_hand_out(struct arena *a, const tdg_rec *in, const tdg_rec *values,
                               const struct component_info *c);
/* Store what the job's component has set, in the transaction of its records. */
int values_store(const struct store *store, struct arena *a, const char *source, const struct job *job);
/* Add what the fetcher of a further page has set, which is stored with the settlement: after that of s->fetch, which
 * ended before. */
void values_add_page(struct settlement *s, const struct job *fetch);
int values_store_pages(const struct store *store, struct settlement *s, const char *source);
/* Delete the values of sources that are not configured. */
int values_forget_others(const struct store *store, const struct engine *e);

/* ---- tally.c: the counts of an import over all its interrupted parts ----
 *
 * Stored in the transactions of what they count, from the beginning of an import to its end, so that the last
 * part can report what was left out of the whole (failed, quarantined), and whether any document was read
 * (only the first document of each part is counted, which is enough).  Store thread only.
 */

/* run: the name of an import run, "import ARGUMENTS BEGAN".  Counts are stored under its part before the last
 * space, so that a repeated import replaces the counts of the one before.  A negative status of the store, or
 * 0. */
int tally_add(struct store *store, const char *run, const struct engine_counts *c);
int tally_get(struct store *store, const char *run, struct engine_counts *c); /* counts not stored are 0 */
int tally_clear(struct store *store, const char *run);

/* ---- store_files.c: the files of the store, which imports must skip ----
 *
 * Identified by device and inode, so hard links, symbolic links and other paths are recognised too.
 *
 *   struct store_files own;
 *   store_files_find(&own, e);
 *   if (store_files_what(&own, url) != NULL) ... skip it
 */

enum { OWN_FILES_MAX = 30 };

struct store_files {
  struct {
    dev_t device;
    ino_t inode;
  } v[OWN_FILES_MAX];
  size_t n, report; /* report: which of them is that of the import; n: there is none */
};

/* Find those that exist now, and the report of the import under way. */
void store_files_find(struct store_files *own, const struct engine *e);
/* What the file: address is, of them; NULL: none. */
const char *store_files_what(const struct store_files *own, const char *url);

#endif
