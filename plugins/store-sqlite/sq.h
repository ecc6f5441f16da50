/* sq.h - shared declarations of the SQLite store.
 *
 * One struct sq is one connection, used by one thread.  Prepared statements are cached by the address of
 * their SQL text; when a statement is still running (the same query inside its callback) a second one is
 * prepared.
 *
 * Failure: every sq_* function returns 0 or more, or a negative tdg_status with s->message set.  A failure of
 * SQLite inside a transaction marks it `broken`: later operations are refused until rollback, so that half of
 * a settle is never committed.
 */
#ifndef SQ_H
#define SQ_H

#include <tidings/store.h>

#include <sqlite3.h>

enum {
  SQ_SCHEMA = 22,
  SQ_APPLICATION = 0x54646E67, /* "Tdng": PRAGMA application_id */
  SQ_BUSY_MS = 5000,
  SQ_MAX_STATEMENTS = 128,
  SQ_MAX_MESSAGE = 1024,
  SQ_MAX_WIRE = 64 << 20,
  SQ_MAX_COLUMN = 1 << 20, /* of any text except the record itself */
  SQ_MAX_LENT = 8 << 20,
  SQ_MAX_OWNER = 160,
  SQ_MAX_QUARANTINE = 128 << 20, /* bytes of documents; beyond it the oldest are deleted */
  SQ_DAMAGED = 32                /* damaged rows that are remembered; further ones count each time */
};

struct sq_statement {
  const char *sql;
  sqlite3_stmt *st;
  int running;
};

/* A filter of the keys and works that are there (absent.c). */
struct sq_absent {
  uint64_t *bits;     /* NULL: there is none */
  int64_t room, used; /* keys */
  int64_t misses;     /* look-ups in vain since there is none */
  int64_t version;    /* of the file's content, as SQLite counts changes by others */
};

/* The words of rows that this transaction has appended (fresh.c). */
struct sq_fresh_row {
  int64_t seq, supersedes;
  size_t at, title, text; /* where the title begins, and how long both are */
};
struct sq_fresh {
  struct sq_fresh_row *rows;
  size_t n, room;
  char *bytes;
  size_t used, size;
  int64_t after, upto; /* of the log: all records behind the one, up to the other */
  int full;
};

struct sq {
  sqlite3 *db;
  char *path;
  unsigned flags;
  int fd;      /* of the database file, for its lock; -1: not open.  Closed after SQLite's own (lock.c) */
  int locked;  /* this connection is the writer */
  int note_fd; /* PATH-lock, -1 */
  int64_t note_second; /* where its second line is; 0: it has none */
  int writing;         /* between begin and commit */
  int status;          /* of the last failure */
  int broken;          /* this transaction can only be rolled back */
  int64_t last_seq, last_id, saved_id;
  int64_t deadline_us; /* of a search; 0 = none */
  struct sq_statement statements[SQ_MAX_STATEMENTS];
  size_t n_statements;
  struct sq_absent absent;
  struct sq_fresh fresh;
  int64_t log_emptied;      /* ms; 0: not by this connection */
  struct sq_secret *secret; /* removal.c; NULL: not known yet */
  struct sq_wal *wal;       /* NULL: the log has not been long yet (wal.c) */
  int has_dirty;            /* stories are to be recounted */
  char *lent;               /* strings that outlive their statement, until the next call */
  size_t lent_size;
  int64_t n_damaged, damaged[SQ_DAMAGED]; /* rows whose checksum did not fit, and the last of them in words */
  char damage[SQ_MAX_MESSAGE];
  char message[SQ_MAX_MESSAGE];
};

/* ---- prepared.c ---- */
TDG_PRINTF(3, 4) int sq_fail(struct sq *s, int status, const char *fmt, ...);
int sq_sql_fail(struct sq *s, const char *doing);        /* sets status and message for SQLite's last error */
sqlite3_stmt *sq_prepare(struct sq *s, const char *sql); /* NULL: see s->message */
void sq_bind_int(sqlite3_stmt *st, int n, int64_t v);
void sq_bind_str(sqlite3_stmt *st, int n,
                 struct tdg_str v); /* v must stay valid until the statement is released */
void sq_bind_blob(sqlite3_stmt *st, int n, struct tdg_str v);
void sq_bind_hash(sqlite3_stmt *st, int n, const uint64_t v[2]);
int sq_step(struct sq *s, sqlite3_stmt *st); /* 1 a row, 0 the end, negative */
void sq_release(struct sq *s, sqlite3_stmt *st);
int sq_run(struct sq *s, sqlite3_stmt *st);               /* steps to the end and releases */
int sq_int(struct sq *s, sqlite3_stmt *st, int64_t *out); /* the first column of the first row: 1, 0 */
int sq_drop_by(struct sq *s, const char *sql, const char *which); /* "DELETE ... = ?": the number of rows */
int sq_exec(struct sq *s, const char *sql, const char *doing);    /* several statements, not kept */
int64_t sq_column_int(sqlite3_stmt *st, int n);
struct tdg_str sq_column_str(sqlite3_stmt *st, int n);
void sq_column_hash(sqlite3_stmt *st, int n, uint64_t out[2]);
struct tdg_str sq_str(const char *p);
int sq_check_text(struct sq *s, const char *what, struct tdg_str v); /* checks for NUL and size */
int sq_may_write(struct sq *s); /* checks: between begin and commit, not broken */
void sq_close_statements(struct sq *s);

/* ---- transaction.c ---- */
int sq_begin(void *store);
int sq_commit(void *store);
int sq_rollback(void *store);

/* ---- lock.c: the file, and its one writer ---- */
/* Open or create the file with mode 0600; then s->path is its real name, and s->message a warning or "". */
int sq_file_open(struct sq *s);
int sq_file_same(struct sq *s);   /* after SQLite has opened it by that name */
void sq_file_close(struct sq *s); /* call after SQLite has closed it; releases the lock */
int sq_lock(struct sq *s);        /* TDG_STORE_BUSY names the holder */
void sq_unlock(struct sq *s);
void sq_lock_owner(struct sq *s, char out[SQ_MAX_OWNER]); /* "" when there is no writer */
void sq_lock_note(struct sq *s);             /* the writer has emptied its log at s->log_emptied */
int64_t sq_lock_emptied(const struct sq *s); /* when whoever writes has; 0: not known */

/* ---- migrations.c ---- */
int sq_schema_open(struct sq *s); /* checks, creates or migrates */

/* ---- row.c ---- */
/* The columns that every query for rows selects, from log l; FOLDED adds the current state, from record r. */
#define SQ_COLUMNS                                                                                           \
  "l.seq,l.kind,l.id,l.about,l.duplicate_of,l.story,l.moved_to,l.supersedes,l.published,l.first_seen,l."     \
  "version,"                                                                                                 \
  "l.work,l.content,l.stage,l.source,l.publisher,l.url,l.native_id,l.title,l.language,l.headline,l.text,l."  \
  "checksum,"                                                                                                \
  "l.wire"
#define SQ_RAW "SELECT " SQ_COLUMNS " FROM log l "
/* A copy of a dropped record is shown as no copy: it is all that is left. */
#define SQ_ORIGINAL                                                                                          \
  "iif(r.duplicate_of > 0 AND EXISTS (SELECT 1 FROM record o JOIN record n ON n.work = o.work AND"           \
  " n.superseded_by = 0 AND n.dropped WHERE o.id = r.duplicate_of), 0, r.duplicate_of)"
#define SQ_STATE                                                                                             \
  SQ_ORIGINAL                                                                                                \
  ",r.story,r.last_seen,r.superseded_by,r.dropped,r.overlaid"
#define SQ_FOLDED "SELECT " SQ_COLUMNS "," SQ_STATE " FROM record r JOIN log l ON l.seq = r.seq "
enum { SQ_COLUMN_FOLDED = 24 };
int sq_row_copy_in(struct sq *s, const struct tdg_row *from, struct tdg_row *to); /* checked */
void sq_row_checksum(const struct tdg_row *row, struct tdg_str text, uint64_t out[2]);
int sq_row_read(struct sq *s, sqlite3_stmt *st, struct tdg_row *row, int *damaged);
/* Step through st, call fn for each row, at most max (0: all), release.  Damaged rows are skipped and
 * counted.  Returns the number of rows passed to fn. */
int sq_rows_each(struct sq *s, sqlite3_stmt *st, int64_t max, tdg_row_fn fn, void *arg);
/* The single row of st: 1, or 0 for none; TDG_BAD_INPUT when it is damaged. */
int sq_row_one(struct sq *s, sqlite3_stmt *st, tdg_row_fn fn, void *arg);
int64_t sq_damaged(void *store, const char **message);
int sq_is_record(uint32_t kind); /* ARTICLE, STATEMENT, STUB */

/* ---- record_log.c, notes.c, stories.c, query.c, tasks.c, sources.c, subscriptions.c, quarantine.c, search.c: the operations
 * ---- */
int sq_record_append(void *store, struct tdg_row *row);
int sq_work_find(void *store, const uint64_t work[2], struct tdg_row *row);
int sq_record_seen(void *store, int64_t id, int64_t now_ms);
int sq_key_put(void *store, const struct tdg_key *key);
int sq_key_find(void *store, const uint64_t key[2], const char *owner, tdg_key_fn fn, void *arg);
/* ---- wal.c ---- */
void sq_wal_watch(struct sq *s);          /* from now on, after each commit */
int64_t sq_log_bytes(const struct sq *s); /* of PATH-wal */
void sq_wal_end(struct sq *s);            /* before the connection is closed */
/* All of the log is copied to the file, and the log is cut to nothing.  1: a reader still needs it. */
int sq_log_empty(struct sq *s, sqlite3 *db); /* through any connection */
int sq_empty_log(void *store);               /* without waiting for readers */

/* ---- pieces.c ---- */
const char *sq_pieces_vfs(void); /* a file system for sqlite3_open_v2; NULL: that of SQLite */

/* ---- fresh.c ---- */
void sq_fresh_begin(struct sq *s);                        /* call at begin, when last_seq is known */
void sq_fresh_add(struct sq *s, const struct tdg_row *r); /* a row that has been appended */
/* The first record behind this position, which is at least `after`; NULL: there is none up to `upto`. */
const struct sq_fresh_row *sq_fresh_next(const struct sq *s, int64_t after);
void sq_fresh_words(const struct sq *s, const struct sq_fresh_row *row, struct tdg_str *title,
                    struct tdg_str *text);
void sq_fresh_forget(struct sq *s);
void sq_fresh_drop(struct sq *s); /* a row was removed: search reads those of this transaction again */

/* ---- absent.c ---- */
int sq_absent(const struct sq *s, const uint64_t key[2]); /* 1: neither a key nor a work; 0: it may be one */
void sq_absent_add(struct sq *s, const uint64_t key[2]);  /* a key or a work that is there from now on */
int sq_absent_missed(struct sq *s);                       /* call when a look-up has found nothing */
int sq_absent_check(struct sq *s);                        /* call at begin */
void sq_absent_forget(struct sq *s);

int sq_log_read(void *store, int64_t after, uint32_t kinds, const char *by, int64_t max, tdg_row_fn fn,
                void *arg);
int sq_cursor_get(void *store, const char *consumer, int64_t *seq);
int sq_cursor_put(void *store, const char *consumer, int64_t seq);
int sq_verify(void *store, tdg_row_fn bad, void *arg);

/* The current state of a record. */
struct sq_place {
  int64_t story, version, duplicate_of;
  uint64_t work[2];
};
/* Do the records exist that a note needs?  TDG_BAD_INPUT, before anything is written.  Sets *place to the state
 * of its record, for sq_note_apply. */
int sq_note_check(struct sq *s, const struct tdg_row *row, struct sq_place *place);
int sq_note_apply(struct sq *s, const struct tdg_row *row, struct sq_place *place);
int sq_brief_apply(struct sq *s, const struct tdg_row *row);
int sq_story_settle(
    struct sq *s); /* update the counts of changed stories; called before commit and before queries */
int sq_story_touch(struct sq *s, int64_t story, int64_t changed);
int sq_story_resolve(struct sq *s, int64_t *story); /* follows a redirect */

int sq_story_list(void *store, const struct tdg_story_query *q, tdg_story_fn fn, void *arg);
int sq_story_brief_drop(void *store, int64_t story);
int sq_story_members(void *store, int64_t story, int64_t max, tdg_row_fn fn, void *arg);
int sq_story_brief(void *store, int64_t story, tdg_row_fn fn, void *arg);

int sq_record_get(void *store, int64_t id, tdg_row_fn fn, void *arg);
int sq_record_find(void *store, const char *what, tdg_row_fn fn, void *arg);
int sq_meanings(void *store, const char *what, int64_t max, tdg_meaning_fn fn, void *arg);
int sq_record_versions(void *store, const uint64_t work[2], tdg_row_fn fn, void *arg);
int sq_notes_of(void *store, int64_t about, tdg_row_fn fn, void *arg);
int sq_record_each(void *store, int64_t after_seq, int64_t max, tdg_row_fn fn, void *arg);
int sq_counts(void *store, struct tdg_counts *counts);
int64_t sq_name_hash(struct tdg_str name);

int sq_task_add(void *store, struct tdg_task *task);
int sq_task_lease(void *store, const struct tdg_lease *lease, tdg_task_fn fn, void *arg);
int sq_task_settle(void *store, int64_t id, uint32_t state, int64_t due);
int sq_task_release(void *store);
int sq_task_next_due(void *store, int64_t after, int64_t *due);
int sq_task_list(void *store, const char *run, int64_t polls_until, tdg_task_fn fn, void *arg);

int sq_source_put(void *store, const struct tdg_source_state *source);
int sq_source_get(void *store, const char *id, tdg_source_fn fn, void *arg);
int sq_source_list(void *store, tdg_source_fn fn, void *arg);
int sq_quarantine_put(void *store, struct tdg_quarantine *q);
int sq_quarantine_list(void *store, int64_t id, tdg_quarantine_fn fn, void *arg);
int sq_quarantine_drop(void *store, int64_t id);
int sq_listing_put(void *store, const struct tdg_listing *l);
int sq_listing_get(void *store, const char *source, const char *url, tdg_listing_fn fn, void *arg);
int sq_listing_list(void *store, const char *source, tdg_listing_fn fn, void *arg);
int sq_listing_forget(void *store, const char *source, int64_t before);

int sq_refused_put(void *store, struct tdg_refused *r);
int sq_refused_list(void *store, const char *sink, tdg_refused_fn fn, void *arg);
int sq_refused_drop(void *store, const char *sink, int64_t record);
int sq_task_get(void *store, int64_t id, tdg_task_fn fn, void *arg);
int sq_refused_retry(void *store, const char *sink, int waiting, int64_t retry_at);

int sq_value_put(void *store, const struct tdg_value *v);
int sq_value_list(void *store, const char *source, tdg_value_fn fn, void *arg);
int sq_value_forget(void *store, const char *source);
int sq_task_drop(void *store, int64_t id);
int sq_task_take(void *store, const char *key, int64_t until, tdg_task_fn fn, void *arg);
int sq_limit_put(void *store, const struct tdg_limit *h);
int sq_limit_get(void *store, const char *group, tdg_limit_fn fn, void *arg);
int sq_limit_forget(void *store, int64_t before);
int sq_robots_put(void *store, const struct tdg_robots *r);
int sq_robots_get(void *store, const char *key, tdg_robots_fn fn, void *arg);
int sq_robots_forget(void *store, int64_t before);
int sq_move_put(void *store, const struct tdg_move *m);
int sq_move_list(void *store, const char *source, tdg_move_fn fn, void *arg);

int sq_consumer_put(void *store, const struct tdg_consumer *c);
int sq_consumer_list(void *store, const char *name, tdg_consumer_fn fn, void *arg);
int sq_subscription_put(void *store, const struct tdg_subscription *u);
int sq_subscription_get(void *store, const char *source, tdg_subscription_fn fn, void *arg);
int sq_subscription_find(void *store, const char *key, tdg_subscription_fn fn, void *arg);
int sq_subscription_list(void *store, tdg_subscription_fn fn, void *arg);
int sq_subscription_drop(void *store, const char *source);

int sq_checkpoint_part(void *store, const char *stage, int64_t nth, struct tdg_str part);
int sq_checkpoint_put(void *store, const struct tdg_checkpoint *c);
int sq_checkpoint_get(void *store, const char *stage, tdg_checkpoint_fn fn, void *arg);
int sq_checkpoint_read(void *store, const char *stage, int64_t from, int64_t max, tdg_part_fn fn, void *arg);

/* ---- removal.c ---- */
int sq_old_list(void *store, int64_t after, int64_t before_ms, int64_t max, tdg_row_fn fn, void *arg);
int sq_work_remove(void *store, const uint64_t work[2], uint32_t why, int64_t now_ms,
                   struct tdg_removed *out);
int sq_gone_find(void *store, const uint64_t key[2]);
int sq_last_seq(struct sq *s, int64_t *seq); /* the greatest position that the log ever had */
int sq_keep_last_seq(struct sq *s);          /* before rows are removed */
int sq_gone_put(struct sq *s, const uint64_t key[2], uint32_t why, int64_t now_ms);
/* ---- forget.c ---- */
int sq_forget_gather(struct sq *s, const uint64_t work[2]); /* before its records are removed */
/* A part of what names forgotten works elsewhere; p->part counts on.  1: there is more of this; 0: all is done; 2: later. */
int sq_forget_some(struct sq *s, struct tdg_purge *p);
/* ---- purge.c ---- */
int sq_purge(void *store);
int sq_purge_step(void *store, struct tdg_purge *p);
/* ---- scrub.c ---- */
/* Pages from p->at on, for a while.  1: there are more; 0: all is done; 2: the log is in use. */
int sq_scrub_some(struct sq *s, struct tdg_purge *p);
/* The one number that a statement gives, or a negative status. */
int64_t sq_number(struct sq *s, const char *sql);
int sq_check(void *store, tdg_words_fn fn, void *arg);

/* Monotonic. */
int64_t sq_clock_us(void);
/* Take a record out of the index, in which it is. */
int sq_search_drop(struct sq *s, int64_t seq);
int sq_search_register(struct sq *s); /* registers functions and tokenizer; call before using the schema */
int sq_search_index(void *store, int64_t max);
int sq_search(void *store, const char *query, int64_t limit, tdg_hit_fn fn, void *arg);
int sq_tokenizer_register(struct sq *s);

/* ---- excerpt.c: texts as references into their records ---- */
size_t sq_excerpt_pack(struct tdg_str text, struct tdg_str wire, unsigned char *out, size_t room);
size_t sq_excerpt_room(struct tdg_str text); /* the buffer size for sq_excerpt_pack */
/* The length of the text, and the text when out is not NULL; SIZE_MAX for invalid references. */
size_t sq_excerpt_unpack(struct tdg_str packed, struct tdg_str wire, char *out);

#endif
