/* tidings/store.h - what a store is: a log of records, the tasks still to do, and cursors.
 *
 * A store plugin is trusted: it runs inside the engine's process, on the engine's store thread.  Its component carries
 * a table of operations in `ops`.  The contract below is checked by the tests of core/store, which every store passes.
 *
 * Promises
 *   - What commit() has acknowledged survives a kill and a power cut; what it has not is gone as a whole.
 *   - The log is append only.  Positions (seq) grow by at least one per row and are read in commit order.
 *   - One writer, whatever name the store is opened by.  begin() refuses a second one (TDG_STORE_BUSY, with a message
 *     that says who holds it), and so does open() when it would have to change something; readers opened with TDG_STORE_READ go on beside the writer, see committed rows only, and never
 *     hold it up.
 *   - What it makes is for its owner alone (mode 0600).
 *   - A schema newer than the store knows is refused; an older one is migrated in open(), in one transaction.
 *   - A text with a NUL, an id of 0, or a row without wire bytes is TDG_BAD_INPUT, not a silent change.
 *   - Every call that writes stands between begin and commit.  After a write that failed for another reason than bad
 *     input the transaction can only be rolled back; commit refuses and does so.
 *   - Rows carry a checksum over all of them; a row that does not fit it is TDG_INTERNAL where it is read, never lent.
 *
 * Memory: what a call returns through callbacks is lent until the callback returns.  Out structs with fixed arrays are
 * filled by value.  Times are ms since 1970.  Every function returns 0, a positive count where it says so, or a
 * negative tdg_status; error() then says what, where and what to do.  Functions that hand rows to a callback return how
 * many they handed over.  A callback may ask further questions of the store.
 *
 * Example: settle one task
 *   ops->begin(s); ops->record_append(s, &row); ops->task_settle(s, id, TDG_TASK_DONE, 0); ops->commit(s);
 */
#ifndef TIDINGS_STORE_H
#define TIDINGS_STORE_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TDG_STORE_REV = 2 };                        /* of the operations below; another one is refused */
enum { TDG_STORE_READ = 1, TDG_STORE_CREATE = 2 }; /* flags of open */
/* a status beside those of plugins: another program writes it */
enum { TDG_STORE_BUSY = -32 };

/* ---- the log ---- */

/* One row of the log: a record, a note or a brief, with the few columns a store can search by. */
struct tdg_row {
  uint32_t size, kind;  /* enum tdg_kind */
  int64_t seq;          /* position; set by the store */
  int64_t id;           /* of the record or brief; 0 for notes */
  int64_t about;        /* notes: the record; briefs: the story */
  int64_t duplicate_of; /* notes: 0 = no word on it; the record itself = it is no copy (any more) */
  int64_t story;        /* notes, briefs */
  int64_t moved_to;     /* notes about a story that became another: `story` is the old one */
  int64_t supersedes;   /* the version before */
  int64_t published;    /* ms; 0 = unknown */
  int64_t first_seen;   /* ms */
  uint64_t work[2];     /* identity over versions, XXH3-128 of the work key; 0,0 for notes */
  uint64_t content[2];  /* XXH3-128 of what a reader sees; equal = unchanged */
  uint32_t version, reserved;
  struct tdg_str by;        /* notes: the stage */
  struct tdg_str source;    /* id of the configured source */
  struct tdg_str publisher; /* whom a reader would name: outlet, else host */
  struct tdg_str url, native_id, title, language;
  /* what search indexes; may be empty; lent to record_append only, never returned */
  struct tdg_str text;
  struct tdg_str headline; /* notes of a story: its headline, when it changed */
  struct tdg_str wire;     /* the record itself */
  /* set by the store, in rows with notes folded in */
  int64_t last_seen;     /* ms */
  int64_t superseded_by; /* the version after; 0: this is the current one */
};
/* Called per row; return non-zero to stop. */
typedef int (*tdg_row_fn)(void *arg, const struct tdg_row *row);

/* By what a work is found again: an id within a source, an address, a headline with its date.  A work may have several
 * keys, and a key several works: whoever lists an address has that key. */
struct tdg_key {
  uint32_t size;
  int32_t standing;     /* how good the claim is, of several to one key; the engine's */
  uint64_t key[2];      /* XXH3-128 */
  uint64_t work[2];     /* 0,0: for this owner the key stands for no work */
  struct tdg_str owner; /* whose claim it is */
};
typedef int (*tdg_key_fn)(void *arg, const struct tdg_key *key);

/* ---- tasks ---- */

/* A LISTING (a list that a source's document named: a feed, a sitemap) is forgotten once it is settled, and its key is
 * free again: it is asked for with each poll of the source. */
enum tdg_task_kind { TDG_TASK_POLL = 1, TDG_TASK_FOLLOW = 2, TDG_TASK_IMPORT = 3, TDG_TASK_LISTING = 4 };
enum tdg_task_state { TDG_TASK_READY = 0, TDG_TASK_LEASED = 1, TDG_TASK_DONE = 2, TDG_TASK_FAILED = 3 };

struct tdg_task {
  uint32_t size, kind;
  int64_t id; /* set by the store */
  int64_t due, lease_until;
  uint32_t state, attempts;
  /* a task whose key is already there, in whatever state, is not added again; "" = no key */
  struct tdg_str key;
  struct tdg_str source; /* id of the configured source, "" for imports */
  struct tdg_str group;  /* limit group: host:port, or "file" */
  struct tdg_str url;
  struct tdg_str request; /* wire of a TDG_REQUEST record */
  struct tdg_str run;     /* which import run it belongs to, "" for sources */
};
typedef int (*tdg_task_fn)(void *arg, const struct tdg_task *task);

/* Why a source or a list is not well. */
enum tdg_trouble {
  TDG_TROUBLE_NONE = 0,
  TDG_TROUBLE_NO_ANSWER = 1,  /* it could not be had */
  TDG_TROUBLE_UNREADABLE = 2, /* it was had, and is of no use */
  TDG_TROUBLE_PARTLY = 3      /* some of its documents were of no use; no failure */
};

/* Which tasks a lease takes. */
struct tdg_lease {
  uint32_t size, reserved;
  int64_t now, until, max;
  /* POLL tasks that are due after it stay: one pass asks each source once; 0 = no matter */
  int64_t polls_until;
  const char *run; /* only of this import run, "" = only of none (what sources ask for), NULL = any */
  /* May one more task of this limit group be taken?  Asked before each is, with the arg of the call; a group that may not
   * is left for this call.  NULL: always. */
  int (*may)(void *arg, struct tdg_str group);
};

/* What is remembered of a source between polls. */
struct tdg_source_state {
  uint32_t size, failures; /* in a row */
  struct tdg_str id, url, moved_url, etag, last_modified, last_error, title;
  int64_t added, last_attempt, last_ok, last_new, next_due;
  int64_t interval, server_wait; /* ms; what we chose, what the server asked */
  uint64_t body[2];              /* XXH3-128 of the last body */
  int64_t polls, documents, records, unchanged;
  uint32_t retired, moved_seen; /* 410 Gone, or switched off */
  int64_t moved_since;
  uint32_t trouble, reserved; /* enum tdg_trouble; last_error says it in words */
  int64_t trouble_since;      /* ms */
  int64_t listed;             /* the number of the poll that last read which lists it names */
  int64_t pages;              /* followed since its last poll began */
};
typedef int (*tdg_source_fn)(void *arg, const struct tdg_source_state *source);

/* What is remembered of a list that a source's document named, by source and url.  It is in force while `named` is the
 * source's `listed`. */
struct tdg_listing {
  uint32_t size, failures; /* in a row */
  uint32_t trouble, depth; /* depth: 1 for what the source itself names */
  struct tdg_str source, url, etag, last_modified, last_error;
  int64_t named;                              /* the number of the source's poll that last named it */
  int64_t last_ok, trouble_since, not_before; /* ms; not_before: it asked to be left alone until then */
};
typedef int (*tdg_listing_fn)(void *arg, const struct tdg_listing *listing);

/* ---- quarantine ---- */

/* A document stands there once: the same bytes from the same address, refused by the same plugin, only count. */
struct tdg_quarantine {
  uint32_t size, signal; /* 0 when no signal */
  int64_t id, at, task;  /* at: the last time */
  struct tdg_str plugin, version, cause, message, url, source;
  struct tdg_str document; /* wire of the TDG_DOC record, with its bytes; empty in listings */
  uint64_t body[2];        /* XXH3-128 of the document's own bytes, to know it again */
  int64_t first, count;    /* set by the store: the first time, how often */
  int64_t dropped;         /* set by quarantine_put: so many of the oldest made room */
};
typedef int (*tdg_quarantine_fn)(void *arg, const struct tdg_quarantine *q);

/* ---- questions ---- */

struct tdg_story_row {
  uint32_t size, records, publishers, copies;
  /* times of publication, of dated records only; 0: none is dated */
  int64_t id, first, last;
  int64_t moved_to, touched; /* touched: seq of the last note */
  int64_t brief;             /* id of its newest brief, 0 when none */
  int brief_stale;           /* something of the story changed since */
  struct tdg_str headline;
  uint32_t undated, reserved; /* records that do not say when they were published */
};
typedef int (*tdg_story_fn)(void *arg, const struct tdg_story_row *story);

struct tdg_story_query {
  uint32_t size, min_records;
  int64_t since, limit, id; /* since: undated stories are left out; id: only this story; 0 = all */
  int oldest_first, with_moved;
  /* not 0: only stories that changed after their brief was written, by id, moved ones too */
  int stale;
  uint32_t reserved;
  int64_t after; /* with stale: of greater ids only */
};

struct tdg_counts {
  uint32_t size, schema;
  int64_t records, versions, notes, briefs, stories, duplicates;
  int64_t tasks_ready, tasks_leased, tasks_done, tasks_failed, quarantined, sources, last_seq, bytes;
  char owner[160]; /* who is writing now: "pid 12 on host since ..."; "" when nobody */
};

/* Where a search stands out: one hit. */
struct tdg_hit {
  uint32_t size, reserved;
  int64_t id, story;
  double score;
  struct tdg_str title, url, snippet; /* matches in the snippet stand between \x01 and \x02 */
};
typedef int (*tdg_hit_fn)(void *arg, const struct tdg_hit *hit);

/* Something that a word of the operator can mean. */
enum { TDG_MEANS_NAME = 1, TDG_MEANS_ID = 2, TDG_MEANS_PART = 3 };
struct tdg_meaning {
  /* how: it bears the word as a native id or url; it has that id; its id begins or ends so */
  uint32_t size, how;
  int64_t id; /* of a record, a story or a brief; a story and a record may have one id */
};
typedef int (*tdg_meaning_fn)(void *arg, const struct tdg_meaning *meaning);

struct tdg_store_ops {
  uint32_t size, rev; /* rev: TDG_STORE_REV */
  /* path: what --store names.  message: room for the reason of a refusal, or for a warning when it is opened ("": none). */
  int (*open)(const char *path, unsigned flags, void **store, char *message, size_t message_size);
  void (*close)(void *store);
  const char *(*error)(void *store); /* of the last call that failed */

  int (*begin)(void *store);
  int (*commit)(void *store);
  int (*rollback)(void *store);

  /* The id the next record of this transaction shall carry: (now_ms << 20) | running number, unique and > 0. */
  int64_t (*new_id)(void *store, int64_t now_ms);
  /* Append.  Sets row->seq.  A record supersedes the current version of its work (or there is none, and supersedes is
   * 0) and takes its place in queries, search and its story, until a note about it says otherwise; whether it is a copy
   * is asked anew.  A note with story puts the record into that story (and takes it out of its earlier one), with
   * duplicate_of marks a copy (but not of its own work, nor of what is a copy of that: no two are copies of each other),
   * which from then on stands where the current version of its original stands, wherever a note about the copy alone would
   * put it; with moved_to turns story `story` into that one: its records go there, and whoever names the old one (a note, a
   * query) means the new one.  A brief becomes the newest of its story. */
  int (*record_append)(void *store, struct tdg_row *row);
  /* The current version of a work: 1 and *row (wire empty), or 0.  Strings of row are lent until the next call. */
  int (*work_find)(void *store, const uint64_t work[2], struct tdg_row *row);
  int (*record_seen)(void *store, int64_t id, int64_t now_ms); /* moves last_seen, nothing else */
  /* Rows after a position, in order, of the kinds in the mask (1u << kind); by: only notes of this stage, or "" (NULL).
   * As they were appended, nothing folded in. */
  int (*log_read)(void *store, int64_t after, uint32_t kinds, const char *by, int64_t max, tdg_row_fn,
                  void *arg);

  int (*cursor_get)(void *store, const char *consumer, int64_t *seq); /* 0 for one never seen */
  int (*cursor_put)(void *store, const char *consumer, int64_t seq);

  /* 1 added, 0 its key was there; task->id is set to it */
  int (*task_add)(void *store, struct tdg_task *task);
  /* Take up to max ready tasks that are due, oldest first, mark them leased until `until`; leases that ran out count
   * as ready.  Returns how many. */
  int (*task_lease)(void *store, const struct tdg_lease *lease, tdg_task_fn, void *arg);
  /* state READY puts it back, due then. A POLL task that is settled as DONE stays READY for its next due time. */
  int (*task_settle)(void *store, int64_t id, uint32_t state, int64_t due);
  /* after a restart: all leases of earlier owners are void */
  int (*task_release)(void *store);
  /* The first time after `after` at which a task is due or a lease ends: 1 and the time, or 0. */
  int (*task_next_due)(void *store, int64_t after, int64_t *due);

  int (*source_put)(void *store, const struct tdg_source_state *);          /* inserts or replaces by id */
  int (*source_get)(void *store, const char *id, tdg_source_fn, void *arg); /* 1 found, 0 not */
  int (*source_list)(void *store, tdg_source_fn, void *arg);

  /* Sets q->id, first, count (1: it is new), dropped.  What is said of a document that was there (cause, message, task,
   * time) is what was said last.  Beyond a size that the store names the oldest make room. */
  int (*quarantine_put)(void *store, struct tdg_quarantine *q);
  /* id 0: all, without documents */
  int (*quarantine_list)(void *store, int64_t id, tdg_quarantine_fn, void *arg);

  /* By id, with its notes folded in: row->duplicate_of and row->story are those in force.  1 found, 0 not. */
  int (*record_get)(void *store, int64_t id, tdg_row_fn, void *arg);
  /* By native id, url, or the first or last letters of an id: every current record that fits; by letters, when no
   * current one does, old versions. */
  int (*record_find)(void *store, const char *what, tdg_row_fn, void *arg);
  int (*record_versions)(void *store, const uint64_t work[2], tdg_row_fn, void *arg); /* oldest first */
  int (*notes_of)(void *store, int64_t about, tdg_row_fn, void *arg);
  /* Current records in the order of the log, notes folded in: what export writes.  Notes and briefs are not among them. */
  int (*record_each)(void *store, int64_t after_seq, int64_t max, tdg_row_fn, void *arg);
  /* By the time of their last dated record; stories without one come last in either direction. */
  int (*story_list)(void *store, const struct tdg_story_query *, tdg_story_fn, void *arg);
  /* By time of publication, undated records last; notes folded in. */
  int (*story_members)(void *store, int64_t story, int64_t max, tdg_row_fn, void *arg);
  int (*story_brief)(void *store, int64_t story, tdg_row_fn, void *arg); /* 1 found, 0 not */
  int (*counts)(void *store, struct tdg_counts *);

  /* Full text: index up to max further rows (its cursor is "search"), inside a transaction; returns how many, 0 when it
   * is up to date.  search: all words, and "whole phrases", must occur; the best first, or the newest when ranking would
   * take too long. */
  int (*search_index)(void *store, int64_t max);
  int (*search)(void *store, const char *query, int64_t limit, tdg_hit_fn, void *arg);
  /* Read every record again and compare with its checksum; returns how many are wrong. */
  int (*verify)(void *store, tdg_row_fn bad, void *arg);

  /* Rows met since it was opened whose checksum does not fit; *message tells the last of them.  Questions for several
   * rows pass them over, one for that row itself is TDG_BAD_INPUT; work_find gives one as unlike anything, so that what
   * is read again replaces it.  Asked for only when `size` covers it. */
  int64_t (*damaged)(void *store, const char **message);
  /* Forget one quarantined document, or all (id 0).  How many there were. */
  int (*quarantine_drop)(void *store, int64_t id);

  /* Inserts, or replaces the standing of, the claim of an owner that a key stands for a work.  A key or an owner that is
   * empty is TDG_BAD_INPUT.  A work needs no key to be found by its own number. */
  int (*key_put)(void *store, const struct tdg_key *);
  /* The claims to a key, those of one owner or (NULL) of all, by owner and work.  How many were handed over.  Both are
   * asked for only when `size` covers them: a store without them knows a work by its number alone. */
  int (*key_find)(void *store, const uint64_t key[2], const char *owner, tdg_key_fn, void *arg);

  int (*listing_put)(void *store, const struct tdg_listing *); /* inserts or replaces by source and url */
  /* 1 found, 0 not */
  int (*listing_get)(void *store, const char *source, const char *url, tdg_listing_fn, void *arg);
  int (*listing_list)(void *store, const char *source, tdg_listing_fn, void *arg); /* NULL: of all sources */
  /* those named last before this poll; how many */
  int (*listing_forget)(void *store, const char *source, int64_t before);

  /* Ready tasks, by their due time, whenever that is; run and polls_until as in a lease.  Without their requests. */
  int (*task_list)(void *store, const char *run, int64_t polls_until, tdg_task_fn, void *arg);

  /* The story has no brief any more: too little of it is left. */
  int (*story_untell)(void *store, int64_t story);
  /* All that a word can mean: current records that bear it as a name; records of any version, stories and briefs whose id
   * it is, or ends or begins with it.  By names first; what is meant in two ways comes twice. */
  int (*meanings)(void *store, const char *what, int64_t max, tdg_meaning_fn, void *arg);
};

#ifdef __cplusplus
}
#endif
#endif
