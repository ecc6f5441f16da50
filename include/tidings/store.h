/* tidings/store.h - the store interface: a log of records, the open tasks, and cursors.
 *
 * A store plugin is trusted: it runs inside the engine's process, on the engine's store thread.  Its
 * component carries a table of operations in `ops`.  The contract below is checked by the tests of
 * core/store, which every store passes.
 *
 * Promises
 *   - A transaction that commit() acknowledged survives a kill and a power cut; any other is undone as a
 *     whole.
 *   - The log is append only.  Positions (seq) grow by at least one per row and are read in commit order.
 *   - There is one writer, under whatever path the store is opened. begin() refuses a second writer
 *     (TDG_STORE_BUSY, with a message that names the holder), and so does open() when it would have to change
 *     something.  Readers opened with TDG_STORE_READ work beside the writer, see committed rows only, and
 *     never block it.
 *   - Files that the store creates are readable by their owner alone (mode 0600).
 *   - A schema newer than the store knows is refused; an older one is migrated in open(), in one transaction.
 *   - A text with a NUL, an id of 0, or a row without wire bytes is TDG_BAD_INPUT, not a silent change.
 *   - Every call that writes is made between begin and commit.  After a write that failed for another reason
 *     than bad input the transaction can only be rolled back; commit then rolls back and returns an error.
 *   - Each row has a checksum over its whole content.  A row whose checksum does not match is damaged: no
 *     query returns it (see damaged and verify).
 *
 * Memory: what a call passes to a callback is valid until the callback returns.  Out structs with fixed
 * arrays are filled by value.  Times are ms since 1970.  Every function returns 0, a positive count where its
 * comment says so, or a negative tdg_status; error() then says what failed, where, and what to do.  Functions
 * that call a callback per row return the number of these calls.  A callback may run further queries on the
 * store.
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

/* The revision of the operations below.  It changes when an operation that every store has is added or gets another
 * meaning, which has not happened since revision 1 of the plugin interface; the host refuses a store of any other and
 * says so.  Within a revision the table and the structs only grow at their ends, so that stores and hosts of different
 * ages work together:
 *
 *   - the host calls an operation behind task_list only when `size` of the table covers it; the comments of these say
 *     what is lost without them
 *   - a struct that is passed, either way, has the `size` that its sender knows.  Read no further; members that it
 *     lacks count as 0.  Copy no more than your own struct holds, and set `size` of the copy to its own
 *
 *     struct tdg_source_state mine = {0};
 *     memcpy(&mine, theirs, theirs->size < sizeof mine ? theirs->size : sizeof mine);
 *     mine.size = sizeof mine;
 *
 * A store that was built against the headers of revision 1 works, and does not keep what it does not know: of a source,
 * what its feed asks for; of a note, that it drops its record, which stays in search, listings and sinks. */
enum { TDG_STORE_REV = 2 };
enum { TDG_STORE_READ = 1, TDG_STORE_CREATE = 2 }; /* flags of open */
/* a status of stores alone: another process is writing to the store */
enum { TDG_STORE_BUSY = -32 };

/* ---- the log ---- */

/* One row of the log: a record, a note or a brief, with the columns that a store can search by. */
struct tdg_row {
  uint32_t size, kind;  /* enum tdg_kind */
  int64_t seq;          /* position; set by the store */
  int64_t id;           /* of the record or brief; 0 for notes */
  int64_t about;        /* notes: the record; briefs: the story */
  int64_t duplicate_of; /* notes: 0 = not stated; the record's own id = it is not a copy (any more) */
  int64_t story;        /* notes, briefs */
  int64_t moved_to;     /* notes: story `story` was merged into this one */
  int64_t supersedes;   /* the version before */
  int64_t published;    /* ms; 0 = unknown */
  int64_t first_seen;   /* ms */
  uint64_t work[2];     /* identity over versions, XXH3-128 of the work key; 0,0 for notes */
  uint64_t content[2];  /* XXH3-128 of the content that a reader sees; equal = unchanged */
  uint32_t version, reserved;
  struct tdg_str by;        /* notes: the stage */
  struct tdg_str source;    /* id of the configured source */
  struct tdg_str publisher; /* outlet, else host */
  struct tdg_str url, native_id, title, language;
  /* the text that search indexes; may be empty; input of record_append, never returned */
  struct tdg_str text;
  struct tdg_str headline; /* notes of a story: its headline, when it changed */
  struct tdg_str wire;     /* the record itself */
  /* set by the store, in rows with notes folded in */
  int64_t last_seen;     /* ms */
  int64_t superseded_by; /* the version after; 0: this is the current one */
  /* Since revision 2 of the plugin interface; in notes as input, in folded rows as what is in force.
   * dropped: a stage passes the record to nobody.  overlaid: the note has fields that are laid over its
   * record (field.h, TDG_NOTE_TABLE); a folded row without it needs no look at its notes. */
  uint32_t dropped, overlaid;
};
/* Called per row; return non-zero to stop. */
typedef int (*tdg_row_fn)(void *arg, const struct tdg_row *row);

/* A key by which a work is found again: an id within a source, an address, a headline with its date.  A work
 * may have several keys, and a key several works: each source that lists an address has its own claim to that
 * key. */
struct tdg_key {
  uint32_t size;
  int32_t standing;     /* rank of this claim among the claims to one key; the engine defines the values */
  uint64_t key[2];      /* XXH3-128 */
  uint64_t work[2];     /* 0,0: for this owner the key means no work */
  struct tdg_str owner; /* who makes the claim */
};
typedef int (*tdg_key_fn)(void *arg, const struct tdg_key *key);

/* ---- tasks ---- */

/* A LISTING task (fetch a list that a source's document named: a feed, a sitemap) is deleted when it is
 * settled, which frees its key: it is added again with each poll of the source. */
enum tdg_task_kind {
  TDG_TASK_POLL = 1,
  TDG_TASK_FOLLOW = 2,
  TDG_TASK_IMPORT = 3,
  TDG_TASK_LISTING = 4,
  TDG_TASK_HUB = 5 /* ask a source's hub to push */
};
enum tdg_task_state { TDG_TASK_READY = 0, TDG_TASK_LEASED = 1, TDG_TASK_DONE = 2, TDG_TASK_FAILED = 3 };

struct tdg_task {
  uint32_t size, kind;
  int64_t id; /* set by the store */
  int64_t due, lease_until;
  uint32_t state, attempts; /* attempts: leases so far; of a task that is added, what it begins with */
  /* a second task with the key of an existing one, in any state, is not added; "" = no key */
  struct tdg_str key;
  struct tdg_str source; /* id of the configured source, "" for imports */
  struct tdg_str group;  /* limit group: host:port, or "file" */
  struct tdg_str url;
  struct tdg_str request; /* wire of a TDG_REQUEST record */
  /* which import run it belongs to; TDG_RUN_REVISIT; a word of the engine's; "" for all else that sources lead to */
  struct tdg_str run;
};
/* The run of articles that are looked at again: they are leased after all other tasks.  A store may forget the request of
 * a task that is DONE, but not of this run: it has what is known of the page. */
#define TDG_RUN_REVISIT "revisit"
typedef int (*tdg_task_fn)(void *arg, const struct tdg_task *task);

/* What is wrong with a source or a list. */
enum tdg_trouble {
  TDG_TROUBLE_NONE = 0,
  TDG_TROUBLE_NO_ANSWER = 1,  /* it could not be fetched */
  TDG_TROUBLE_UNREADABLE = 2, /* it was fetched, but could not be used */
  TDG_TROUBLE_PARTLY = 3      /* some of its documents could not be used; not counted as a failure */
};

/* The tasks that a lease takes. */
struct tdg_lease {
  uint32_t size, reserved;
  int64_t now, until, max;
  /* POLL tasks that are due later than this are not taken, so that one pass polls each source once; 0 = no
   * such bound */
  int64_t polls_until;
  const char *run; /* tasks of this run only; "" = tasks of no run; NULL = any */
  /* May one more task of this limit group be taken?  Called before each task is taken, with the arg of the
   * lease; after a 0 this lease takes no more tasks of the group.  NULL: always. */
  int (*may)(void *arg, struct tdg_str group);
  /* at most so many POLL tasks that belong to a limit group; 0: no such bound; -1: none.  Since revision 2 of the
   * plugin interface: a store that does not know it takes any number. */
  int64_t max_polls;
};

/* Is a source in the configuration?  As the last run found it. */
enum tdg_absence { TDG_CONFIGURED = 0, TDG_TAKEN_OUT = 1, TDG_SWITCHED_OFF = 2 };

/* What came of a poll: one of these for each, from which its schedule, its health and its log line follow. */
enum tdg_outcome {
  TDG_OUTCOME_NONE = 0,        /* not known: not polled yet, or by an earlier Tidings */
  TDG_OUTCOME_OK = 1,          /* read */
  TDG_OUTCOME_UNCHANGED = 2,   /* the server, or the bytes, say that nothing changed */
  TDG_OUTCOME_QUIET = 3,       /* read, and there has been nothing new for longer than usual */
  TDG_OUTCOME_EMPTY = 4,       /* read, and there is no item in it */
  TDG_OUTCOME_UNUSABLE = 5,    /* answered with what cannot be used: junk, a page without content, nothing */
  TDG_OUTCOME_MOVED = 6,       /* read, at another address to which it has moved for good */
  TDG_OUTCOME_GONE = 7,        /* 410 */
  TDG_OUTCOME_REFUSED = 8,     /* the server does not want us: 401, 403, 429 ... */
  TDG_OUTCOME_NETWORK = 9,     /* no name, no connection, no answer in time */
  TDG_OUTCOME_TLS = 10,        /* no secure connection */
  TDG_OUTCOME_HTTP = 11,       /* another error of the server, or no HTTP */
  TDG_OUTCOME_ROBOTS = 12,     /* robots.txt does not allow it */
  TDG_OUTCOME_INCOMPLETE = 13, /* the answer ended before its end */
  TDG_OUTCOME_LOGIN = 14       /* answered with a page that asks for a password */
};

/* Why a source is polled next when it is; with due_wait of its state. */
enum tdg_due {
  TDG_DUE_UNKNOWN = 0,   /* by an earlier Tidings, or it is due now */
  TDG_DUE_ASKED = 1,     /* it was asked, and no answer is known */
  TDG_DUE_EVERY = 2,     /* the operator's `every` */
  TDG_DUE_LEARNED = 3,   /* how often it has something new */
  TDG_DUE_MIN = 4,       /* the shortest interval of the configuration */
  TDG_DUE_MAX = 5,       /* the longest one; due_wait: what is asked for */
  TDG_DUE_HTTP = 6,      /* Cache-Control or Expires */
  TDG_DUE_FEED = 7,      /* ttl or sy:update* of the feed */
  TDG_DUE_RETRY = 8,     /* Retry-After */
  TDG_DUE_BUSY = 9,      /* a 429 that names no time */
  TDG_DUE_FAILURES = 10, /* it fails, so often in a row */
  TDG_DUE_REFUSED = 11,  /* it does not want us */
  TDG_DUE_WEEKLY = 12,   /* it has failed too often */
  TDG_DUE_SKIP_HOURS = 13,
  TDG_DUE_SKIP_DAYS = 14,
  TDG_DUE_HUB = 15,   /* its hub says when there is something new; due_wait: all the same */
  TDG_DUE_PUSHED = 16 /* its hub said so */
};

/* The state of a source that is kept between polls. */
struct tdg_source_state {
  uint32_t size, failures; /* in a row */
  struct tdg_str id, url, moved_url, etag, last_modified, last_error, title;
  int64_t added, last_attempt, last_ok, last_new, next_due;
  int64_t interval, server_wait; /* ms; chosen by the engine, asked for by the server's headers */
  uint64_t body[2];              /* XXH3-128 of the last body */
  int64_t polls, documents, records, unchanged;
  uint32_t retired, moved_seen; /* 410 Gone, or switched off */
  int64_t moved_since;
  uint32_t trouble, reserved; /* enum tdg_trouble; last_error is its message */
  int64_t trouble_since;      /* ms */
  int64_t listed;             /* the number of the last poll that read which lists the source names */
  int64_t pages;              /* pages followed since its last poll began */
  int64_t feed_wait;          /* ms; asked for in the feed */
  /* when the feed asks not to be polled, in GMT; bit n: hour n; weekday n, 0 is Sunday */
  uint32_t skip_hours, skip_days;
  uint32_t absent, outcome; /* enum tdg_absence; enum tdg_outcome of the last poll */
  struct tdg_str
      adopted; /* the address at which it is asked in place of url, since it moved there; "": url */
  uint32_t due_by, status; /* enum tdg_due; HTTP status of the last poll, 0: none */
  int64_t due_wait;        /* ms; the interval, or the wait that was asked for */
  int64_t words;           /* of its records, on the average of the last ones; 0: not known */
};
typedef int (*tdg_source_fn)(void *arg, const struct tdg_source_state *source);

/* A change of the address at which a source is asked. */
enum tdg_move_how {
  TDG_MOVE_ADOPTED = 1,   /* the server said so, long enough */
  TDG_MOVE_UNDONE = 2,    /* the operator took that back: it is not adopted again */
  TDG_MOVE_CONFIGURED = 3 /* the operator wrote another one */
};
struct tdg_move {
  uint32_t size, how; /* enum tdg_move_how */
  int64_t at;         /* ms */
  struct tdg_str source, was, is;
};
typedef int (*tdg_move_fn)(void *arg, const struct tdg_move *move);

/* The state of a list that a source's document named, by source and url.  It is in force while `named` equals
 * the source's `listed`. */
struct tdg_listing {
  uint32_t size, failures; /* in a row */
  uint32_t trouble, depth; /* depth: 1 for what the source itself names */
  struct tdg_str source, url, etag, last_modified, last_error;
  int64_t named;                              /* the number of the last poll of the source that named it */
  int64_t last_ok, trouble_since, not_before; /* ms; not_before: its server asked not to be polled earlier */
};
typedef int (*tdg_listing_fn)(void *arg, const struct tdg_listing *listing);

/* What is known of a limit group, so that it survives a restart.  group: "host:port"; of a whole domain "*." and
 * the domain. */
struct tdg_limit {
  uint32_t size, failures;     /* it could not be reached so often in a row */
  uint32_t refusals, reserved; /* 429 without a time, in a row */
  struct tdg_str group;
  struct tdg_str refused_by; /* of a domain: the group in it that answered 429 last */
  int64_t told, not_before;  /* ms; when this was written; no request before */
  int64_t refused_at,
      learned;   /* ms; of a domain: the last 429; since when its hosts are limited together, 0: not */
  int64_t delay; /* ms between two requests, as its robots.txt asks; 0: it does not */
};
typedef int (*tdg_limit_fn)(void *arg, const struct tdg_limit *limit);

/* What is known of a robots.txt. */
struct tdg_robots {
  uint32_t size, failures; /* it could not be asked for so often in a row */
  uint32_t known, status;  /* known: text holds what it said, once; status of the last answer, 0: none */
  struct tdg_str key;      /* whom it is for, and the server: "tidings https://example.org:443" */
  struct tdg_str etag, last_modified, text;
  int64_t asked, fresh_until; /* ms */
};
typedef int (*tdg_robots_fn)(void *arg, const struct tdg_robots *robots);

/* The subscription of a source at the hub that its feed names (W3C WebSub). */
enum tdg_subscription_state {
  TDG_SUBSCRIPTION_NAMED = 0,    /* the hub was not asked, or it has not pushed for long enough */
  TDG_SUBSCRIPTION_ASKED = 1,    /* and has not yet verified that we asked */
  TDG_SUBSCRIPTION_VERIFIED = 2, /* it pushes until `expires` */
  TDG_SUBSCRIPTION_DENIED = 3,   /* it does not want to */
  TDG_SUBSCRIPTION_ENDING = 4    /* it is asked to push no more */
};
struct tdg_subscription {
  uint32_t size, state; /* enum tdg_subscription_state */
  struct tdg_str source, hub, topic;
  struct tdg_str callback;     /* what the hub was asked to call, without the key; "": it was not asked */
  struct tdg_str key, secret;  /* the end of the callback, by which it is found; of signatures */
  struct tdg_str reason;       /* why it does not push, in the hub's words; "": none known */
  int64_t asked, expires;      /* ms; the last request, the end of the lease */
  int64_t next;                /* ms; when the hub is asked again, 0: not */
  int64_t pushed;              /* ms; the last push */
  int64_t pushes, wrong;       /* with a good signature, with a wrong one or none */
  uint32_t failures, reserved; /* requests in a row without a verification */
  uint32_t waiting, trusted;   /* a push that no poll has followed; the last new items had been pushed */
  struct tdg_str hubs; /* all that its feed names, in its order, with a line feed between; "": not known */
};
typedef int (*tdg_subscription_fn)(void *arg, const struct tdg_subscription *subscription);

/* ---- quarantine ---- */

/* Each document is stored once: the same bytes from the same address, refused by the same plugin, only raise
 * count. */
struct tdg_quarantine {
  uint32_t size, signal; /* 0 when no signal */
  int64_t id, at, task;  /* at: the last time */
  struct tdg_str plugin, version, cause, message, url, source;
  struct tdg_str document; /* wire of the TDG_DOC record, with its bytes; empty in listings */
  uint64_t body[2];        /* XXH3-128 of the document's own bytes, to know it again */
  int64_t first, count;    /* set by the store: the first time, how often */
  int64_t dropped;         /* set by quarantine_put: how many of the oldest it deleted to make room */
};
typedef int (*tdg_quarantine_fn)(void *arg, const struct tdg_quarantine *q);

/* ---- what sinks did not take ---- */

/* A record that a sink did not take: kept until the sink takes it, or the operator gives it up. */
struct tdg_refused {
  uint32_t size;
  int32_t status;      /* what the sink returned, below zero; 0: the sink's worker ended */
  int64_t record, seq; /* its id, or that of a brief, and its position in the log */
  int64_t first, last; /* ms; first: set by the store */
  int64_t count;       /* how often it was refused; set by the store */
  int64_t retry_at;    /* ms; offered again by itself from then on; 0: only when the operator asks */
  struct tdg_str sink, reason;
};
typedef int (*tdg_refused_fn)(void *arg, const struct tdg_refused *refused);

enum { TDG_MAX_REFUSED = 10000 }; /* records kept for one sink */

/* ---- queries ---- */

struct tdg_story_row {
  uint32_t size, records, publishers, copies;
  /* times of publication, of dated records only; 0: none is dated */
  int64_t id, first, last;
  int64_t moved_to, touched; /* touched: seq of the last note */
  int64_t brief;             /* id of its newest brief, 0 when none */
  int brief_stale;           /* the story changed after its brief was written */
  struct tdg_str headline;
  uint32_t undated, reserved; /* undated: records without a time of publication */
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
  char owner[160];     /* the current writer: "pid 12 on host since ..."; "" when there is none */
  int64_t dropped;     /* current records that a stage dropped; they are counted in records too */
  int64_t log_bytes;   /* of a log beside the file, from which it is copied there */
  int64_t log_emptied; /* ms: when the present writer last emptied it; 0: it has not, or there is none */
};

/* One hit of a search. */
struct tdg_hit {
  uint32_t size, reserved;
  int64_t id, story;
  double score;
  struct tdg_str title, url, snippet; /* in the snippet \x01 precedes and \x02 follows each match */
};
typedef int (*tdg_hit_fn)(void *arg, const struct tdg_hit *hit);

/* One thing that a name or id given by the operator can mean. */
enum { TDG_MEANS_NAME = 1, TDG_MEANS_ID = 2, TDG_MEANS_PART = 3 };
struct tdg_meaning {
  /* how: NAME the word is its native id or url; ID the word is its id; PART its id begins or ends with the
   * word */
  uint32_t size, how;
  int64_t id; /* of a record, a story or a brief; a story and a record may have one id */
};
typedef int (*tdg_meaning_fn)(void *arg, const struct tdg_meaning *meaning);

/* ---- values that fetchers and parsers keep ---- */

/* A value of one component for one source (tidings/ext/state.h). */
struct tdg_value {
  uint32_t size, reserved;
  struct tdg_str source, component, key;
  struct tdg_str value; /* bytes, may contain NUL; empty: remove the key */
};
typedef int (*tdg_value_fn)(void *arg, const struct tdg_value *value);

enum { TDG_MAX_VALUES = 64 }; /* keys of one component for one source */

/* A checkpoint of what a stage remembers.  mark: who can read it (plugin and settings). */
struct tdg_checkpoint {
  uint32_t size, parts;
  struct tdg_str stage, mark;
  int64_t position; /* of the stage in the log, when it was saved */
  int64_t notes;    /* the last note that it covers: later ones are recalled */
  int64_t bytes;    /* of all parts */
};
typedef int (*tdg_checkpoint_fn)(void *arg, const struct tdg_checkpoint *);
typedef int (*tdg_part_fn)(void *arg, struct tdg_str part);

/* How a consumer of the log fares, over all runs, by the name of its cursor: "stage dedupe", "brief lead", "sink
 * archive". */
struct tdg_consumer {
  uint32_t size, reserved;
  int64_t took, took_at;     /* the last record (of a brief: story) on which it did not fail; ms; 0: none */
  int64_t failures, in_row;  /* in all, and since took_at */
  int64_t failed, failed_at; /* the record or story of the last failure, 0: it was of none alone; ms */
  struct tdg_str name;
  struct tdg_str cause, reason; /* of the last failure: "signal", "deadline", "bad-input" ...; in words */
};
typedef int (*tdg_consumer_fn)(void *arg, const struct tdg_consumer *);

/* ---- removal ---- */

/* Why a work is not there any more. */
enum tdg_gone {
  TDG_GONE_OLD = 1,      /* it is older than records are kept */
  TDG_GONE_FORGOTTEN = 2 /* the operator deleted it, and it must not come back */
};

typedef int (*tdg_words_fn)(void *arg, struct tdg_str words);

/* What was removed, added to what stands there. */
struct tdg_removed {
  uint32_t size, reserved;
  int64_t works, records; /* records: versions of them */
  int64_t notes, briefs, stories;
  int64_t quarantined; /* not set by work_remove */
};

/* How far purge_step has come; all 0 but size and alone before the first, or with this part. */
enum { TDG_PURGE_SHRINK = 200 };
struct tdg_purge {
  uint32_t size;
  uint32_t alone; /* nobody has tasks under way, and `purge` comes behind: only rows are removed */
  uint32_t part, waits;
  int64_t at, end; /* of a part: its position, and where it ends (0: it is not known) */
  uint64_t key[2];
  int64_t quarantined; /* documents that were removed so far */
};

struct tdg_store_ops {
  uint32_t size, rev; /* rev: TDG_STORE_REV */
  /* path: the argument of --store. message: receives the reason when open fails, or a warning when it
   * succeeds ("": none). */
  int (*open)(const char *path, unsigned flags, void **store, char *message, size_t message_size);
  void (*close)(void *store);
  const char *(*error)(void *store); /* of the last call that failed */

  int (*begin)(void *store);
  int (*commit)(void *store);
  int (*rollback)(void *store);

  /* The id for the next record of this transaction: (now_ms << 20) | running number, unique and > 0. */
  int64_t (*new_id)(void *store, int64_t now_ms);
  /* Append a row.  Sets row->seq.  A record supersedes the current version of its work (without one,
   * supersedes is 0) and replaces it in queries, search and its story, until a note about the new record says
   * otherwise; an earlier note that the old version is a copy does not apply to the new one.  A note with
   * `story` puts its record into that story and removes it from its earlier one.  A note with `duplicate_of`
   * marks its record as a copy, but not as a copy of its own work or of a copy of that (no two records are
   * copies of each other).  A copy is always in the story of the current version of its original, even when a
   * note about the copy alone names another story.  A note with `moved_to` merges story `story` into that
   * one: its records move there, and the old id (in a note, in a query) then means the new story.  A note with
   * `dropped` takes its record, this version alone, out of search, of its story's members and counts; a copy of
   * a work whose current version is dropped is shown as no copy.  A note about, or a copy of, a record that is
   * not there is TDG_BAD_INPUT.  A brief becomes the newest brief of its story.  A REMOVAL, with the id of
   * a work that was forgotten, only stands in the log. */
  int (*record_append)(void *store, struct tdg_row *row);
  /* The current version of a work: 1 and *row (wire empty), or 0.  Strings of row are valid until the next
   * call. */
  int (*work_find)(void *store, const uint64_t work[2], struct tdg_row *row);
  int (*record_seen)(void *store, int64_t id, int64_t now_ms); /* sets last_seen, nothing else */
  /* Rows after a position, in order, of the kinds in the mask (1u << kind). by: only notes of this stage; ""
   * or NULL: of all.  Rows are as they were appended; no notes are folded in. */
  int (*log_read)(void *store, int64_t after, uint32_t kinds, const char *by, int64_t max, tdg_row_fn,
                  void *arg);

  int (*cursor_get)(void *store, const char *consumer, int64_t *seq); /* *seq is 0 for an unknown consumer */
  int (*cursor_put)(void *store, const char *consumer, int64_t seq);  /* 0: it is as if it were unknown */

  /* 1 added, 0 a task with its key exists; sets task->id to the id of that task */
  int (*task_add)(void *store, struct tdg_task *task);
  /* Take up to max ready tasks that are due, oldest first, and mark them leased until `until`.  Tasks whose
   * lease has expired count as ready.  Returns the number taken. */
  int (*task_lease)(void *store, const struct tdg_lease *lease, tdg_task_fn, void *arg);
  /* state READY returns the task to the queue, due at `due`.  A POLL task that is settled as DONE becomes
   * READY, due at `due`. */
  int (*task_settle)(void *store, int64_t id, uint32_t state, int64_t due);
  /* After a restart: end all leases of earlier owners. */
  int (*task_release)(void *store);
  /* The first time after `after` at which a task is due or a lease ends: 1 and the time, or 0. */
  int (*task_next_due)(void *store, int64_t after, int64_t *due);

  int (*source_put)(void *store, const struct tdg_source_state *);          /* inserts or replaces by id */
  int (*source_get)(void *store, const char *id, tdg_source_fn, void *arg); /* 1 found, 0 not */
  int (*source_list)(void *store, tdg_source_fn, void *arg);

  /* Sets q->id, first, count (1: it is new), dropped.  For a document that is already stored, cause, message,
   * task and time are replaced by the new ones.  When a size limit of the store is exceeded the oldest
   * documents are deleted. */
  int (*quarantine_put)(void *store, struct tdg_quarantine *q);
  /* id 0: all, without documents */
  int (*quarantine_list)(void *store, int64_t id, tdg_quarantine_fn, void *arg);

  /* By id, with its notes folded in: row->duplicate_of and row->story are those in force.  1 found, 0 not. */
  int (*record_get)(void *store, int64_t id, tdg_row_fn, void *arg);
  /* By native id, url, or the first or last letters of an id: every current record that matches; by letters,
   * when no current record matches, old versions too. */
  int (*record_find)(void *store, const char *what, tdg_row_fn, void *arg);
  int (*record_versions)(void *store, const uint64_t work[2], tdg_row_fn, void *arg); /* oldest first */
  int (*notes_of)(void *store, int64_t about, tdg_row_fn, void *arg);
  /* Current records in the order of the log, notes folded in, as export writes them.  Notes and briefs are
   * not included. */
  int (*record_each)(void *store, int64_t after_seq, int64_t max, tdg_row_fn, void *arg);
  /* By the time of their last dated record; stories without one come last in either direction. */
  int (*story_list)(void *store, const struct tdg_story_query *, tdg_story_fn, void *arg);
  /* By time of publication, undated records last; notes folded in. */
  int (*story_members)(void *store, int64_t story, int64_t max, tdg_row_fn, void *arg);
  int (*story_brief)(void *store, int64_t story, tdg_row_fn, void *arg); /* 1 found, 0 not */
  int (*counts)(void *store, struct tdg_counts *);

  /* Full text search. search_index: index up to max further rows (its cursor is "search"), inside a
   * transaction; returns their number, 0 when the index is up to date. search: all words and all "quoted
   * phrases" must occur; best hits first, or newest first when ranking would take too long. */
  int (*search_index)(void *store, int64_t max);
  int (*search)(void *store, const char *query, int64_t limit, tdg_hit_fn, void *arg);
  /* Read every record and compare it with its checksum; returns the number of damaged ones. */
  int (*verify)(void *store, tdg_row_fn bad, void *arg);

  /* The number of rows read since open whose checksum did not match; *message describes the last of them.
   * Queries for several rows skip damaged rows; a query for the row itself returns TDG_BAD_INPUT; work_find
   * returns it with content that equals nothing, so that a fetched record replaces it.  Called only when
   * `size` covers it. */
  int64_t (*damaged)(void *store, const char **message);
  /* Delete one quarantined document, or all (id 0).  Returns the number deleted. */
  int (*quarantine_drop)(void *store, int64_t id);

  /* Insert an owner's claim that a key means a work, or replace its standing.  An empty key or owner is
   * TDG_BAD_INPUT.  A work is found by its own number without a key. */
  int (*key_put)(void *store, const struct tdg_key *);
  /* The claims to a key, of one owner or (NULL) of all, ordered by owner and work.  Both are called only when
   * `size` covers them; a store without them finds a work by its number alone. */
  int (*key_find)(void *store, const uint64_t key[2], const char *owner, tdg_key_fn, void *arg);

  int (*listing_put)(void *store, const struct tdg_listing *); /* inserts or replaces by source and url */
  /* 1 found, 0 not */
  int (*listing_get)(void *store, const char *source, const char *url, tdg_listing_fn, void *arg);
  int (*listing_list)(void *store, const char *source, tdg_listing_fn, void *arg); /* NULL: of all sources */
  /* delete the lists of a source whose `named` is below `before`; returns the number deleted */
  int (*listing_forget)(void *store, const char *source, int64_t before);

  /* Ready tasks by due time, including those that are not due yet; run and polls_until as in a lease.  Their
   * requests are left out. */
  int (*task_list)(void *store, const char *run, int64_t polls_until, tdg_task_fn, void *arg);

  /* Remove the brief of a story that has too few records left for one. */
  int (*story_brief_drop)(void *store, int64_t story);
  /* All things that `what` can mean: current records with that native id or url; records of any version,
   * stories and briefs with that id, or with an id that begins or ends with it.  Matches by name come first;
   * a thing that matches in two ways is passed twice. */
  int (*meanings)(void *store, const char *what, int64_t max, tdg_meaning_fn, void *arg);

  /* The four operations on refused records are called only when `size` covers all of them; a store without
   * them keeps none: a refused record is then reported and passed over.
   * refused_put: keep a record for its sink, or raise its count and replace its other values.  1: nothing was
   * kept, because TDG_MAX_REFUSED records of this sink are. */
  int (*refused_put)(void *store, struct tdg_refused *);
  /* Of one sink or (NULL) of all, in the order of the log. */
  int (*refused_list)(void *store, const char *sink, tdg_refused_fn, void *arg);
  /* Delete one (record 0: all) of one sink or (NULL) of all; returns the number deleted. */
  int (*refused_drop)(void *store, const char *sink, int64_t record);
  /* Set retry_at of all of one sink or (NULL) of all; waiting: only where it is set already.  Returns their
   * number. */
  int (*refused_retry)(void *store, const char *sink, int waiting, int64_t retry_at);
  /* A task in any state: 1 found, 0 not.  Called only when `size` covers it. */
  int (*task_get)(void *store, int64_t id, tdg_task_fn, void *arg);

  /* The three operations on values are called only when `size` covers all of them; a store without them keeps
   * none.  value_put: insert or replace by source, component and key.  1: nothing was kept, because TDG_MAX_VALUES
   * keys are. */
  int (*value_put)(void *store, const struct tdg_value *);
  /* By source, component and key; of one source or (NULL) of all. */
  int (*value_list)(void *store, const char *source, tdg_value_fn, void *arg);
  /* Delete all of a source; returns the number deleted. */
  int (*value_forget)(void *store, const char *source);

  /* The three operations on limit groups are called only when `size` covers all of them; a store without them
   * forgets waits when the program ends.  limit_put inserts or replaces by group. */
  int (*limit_put)(void *store, const struct tdg_limit *);
  int (*limit_get)(void *store, const char *group, tdg_limit_fn, void *arg); /* 1 found, 0 not */
  /* Delete those with told and not_before below `before`; returns the number deleted. */
  int (*limit_forget)(void *store, int64_t before);
  /* Delete a task in any state, with its key: 1, or 0 when it is not there.  Called only when `size` covers it. */
  int (*task_drop)(void *store, int64_t id);
  /* Lease the ready task with this key, due or not, until `until`: 1, or 0 when there is none that is ready.  Called
   * only when `size` covers it. */
  int (*task_take)(void *store, const char *key, int64_t until, tdg_task_fn, void *arg);

  /* The four operations on checkpoints are called only when `size` covers all of them; without them stages recall
   * all their notes at each start.  checkpoint_part: add part nth of the checkpoint in the making; part 0 discards
   * an unfinished one.  checkpoint_put: the parts added so far become the stage's checkpoint, and the former one is
   * deleted; TDG_BAD_INPUT when their number is another one. */
  int (*checkpoint_part)(void *store, const char *stage, int64_t nth, struct tdg_str part);
  int (*checkpoint_put)(void *store, const struct tdg_checkpoint *);
  int (*checkpoint_get)(void *store, const char *stage, tdg_checkpoint_fn, void *arg); /* 1 found, 0 not */
  /* The parts of the stage's checkpoint from number `from` on, at most max.  A damaged or missing part is
   * TDG_BAD_INPUT. */
  int (*checkpoint_read)(void *store, const char *stage, int64_t from, int64_t max, tdg_part_fn, void *arg);

  /* The three operations on robots.txt are called only when `size` covers all of them; with a store without them no
   * robots.txt is asked for.  robots_put inserts or replaces by key. */
  int (*robots_put)(void *store, const struct tdg_robots *);
  int (*robots_get)(void *store, const char *key, tdg_robots_fn, void *arg); /* 1 found, 0 not */
  /* Delete those with fresh_until below `before`; returns the number deleted. */
  int (*robots_forget)(void *store, int64_t before);

  /* The two operations on moves are called only when `size` covers both; with a store without them no move is
   * adopted.  move_list: of one source, oldest first. */
  int (*move_put)(void *store, const struct tdg_move *);
  int (*move_list)(void *store, const char *source, tdg_move_fn, void *arg);

  /* The two operations on how consumers fare are called only when `size` covers both; without them `status` does not
   * tell it.  consumer_put inserts or replaces by name; consumer_list: the one of that name, or (NULL) all by name. */
  int (*consumer_put)(void *store, const struct tdg_consumer *);
  int (*consumer_list)(void *store, const char *name, tdg_consumer_fn, void *arg);

  /* The five operations on subscriptions are called only when `size` covers all of them; with a store without them no
   * hub is asked.  subscription_put inserts or replaces by source; the key of another source is TDG_BAD_INPUT. */
  int (*subscription_put)(void *store, const struct tdg_subscription *);
  int (*subscription_get)(void *store, const char *source, tdg_subscription_fn,
                          void *arg);                                                     /* 1 found, 0 not */
  int (*subscription_find)(void *store, const char *key, tdg_subscription_fn, void *arg); /* the same */
  int (*subscription_list)(void *store, tdg_subscription_fn, void *arg);                  /* by source */
  int (*subscription_drop)(void *store, const char *source); /* 1, or 0 when there is none */

  /* Write a copy of the whole store, as the last commit left it, to a path where nothing is; others may read and write
   * meanwhile.  Called only when `size` covers it; without it there is no dry run of an import into a store. */
  int (*copy)(void *store, const char *path);

  /* The four operations on removal are called only when `size` covers all of them; a store without them keeps all
   * records for ever.
   *
   * old_list: current records that were stored before a time, by id, behind an id; of each row only id, work, source and
   * first_seen are set.  At most max. */
  int (*old_list)(void *store, int64_t after, int64_t before_ms, int64_t max, tdg_row_fn, void *arg);
  /* Remove a work: all its versions, the notes about them, what search and queues of sinks have of them, its place in its
   * story.  A copy of it becomes an original, and later copies become copies of that.  The story has changed and
   * loses its briefs, so that it is listed as one whose brief is to be written again; one that has no record left is removed.  The keys of the work stay, and gone_find says why it is not there.
   * FORGOTTEN: what else names it goes with purge or purge_step: its keys are then as its number, and all briefs of
   * stories that it was ever in, headlines of them, tasks and quarantined documents that name its address, and what
   * stages remember are removed too, and what stood there is overwritten.  1, or 0 when there is no such work. */
  int (*work_remove)(void *store, const uint64_t work[2], uint32_t why, int64_t now_ms, struct tdg_removed *);
  /* Why a work with this number or, of one that was forgotten, with this key is gone (enum tdg_gone); 0: none is. */
  int (*gone_find)(void *store, const uint64_t key[2]);
  /* Outside of a transaction: write the file anew, so that it is as small as its content and nothing stands in it
   * that was removed, and empty the log of transactions.  It takes as much room on the disk again while it works.  1: a
   * reader kept the log from being emptied. */
  int (*purge)(void *store);
  /* Have the database examine itself: each fault is told in words.  Returns their number.  Called only when `size` covers
   * it. */
  int (*check)(void *store, tdg_words_fn fn, void *arg);

  /* The two operations beside a writer that goes on are called only when `size` covers both, outside of a transaction;
   * a store without them is written anew by `purge`, for which everything else waits.
   *
   * purge_step: the next part of what purge does, in a few hundredths of a second; the file does not become smaller.  1:
   * there is more; 0: done; 2: something holds it up (a reader of the log, a task under way): again later.  Killed in
   * between it is begun anew.  Begun with the part TDG_PURGE_SHRINK: the file becomes smaller instead, and nothing else is done;
   * TDG_DENIED: this store cannot do that. */
  int (*purge_step)(void *store, struct tdg_purge *);
  /* Copy what is committed from the log to the file, and empty the log.  1: a reader needs it; nobody is waited for. */
  int (*empty_log)(void *store);
};

#ifdef __cplusplus
}
#endif
#endif
