/* sqlite.c - the embedded store: one SQLite file in WAL mode, one writer, any number of readers.
 *
 * Committed transactions are on disk (synchronous FULL).  The engine's store thread owns the connection; no
 * two threads use it at once.
 *
 *   sqlite.c      open and close, transactions, ids    migrations.c  tables and migration
 *   keys.c        keys of works (absent.c)             row.c         rows in and out, checksums
 *   record_log.c  appending, reading, verifying        stories.c     queries about stories
 *   notes.c       effects of notes and briefs          search.c      full text (tokenizer.c, excerpt.c)
 *   query.c       queries about records, counts        sources.c     sources and their lists
 *   tasks.c       open tasks and leases                lock.c        the file and its one writer
 *   wal.c         checkpoints                        pieces.c      writes to SQLite's log
 *   fresh.c       words of new rows
 *   quarantine.c  refused documents                    prepared.c    prepared statements, messages
 *   removal.c     records that are removed              purge.c       the file written anew
 *   scrub.c       unused bytes overwritten in place
 */
#include "sq.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Small memory of statements is taken from one block: most of them are run for each task. */
enum { MAX_PATH = 4096, LOOKASIDE = 1200, LOOKASIDES = 500 };

static void sq_close(void *store) {
  struct sq *s = store;
  if (s == NULL) return;
  if (s->writing) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
  sq_close_statements(s);
  sq_wal_end(s);
  sq_absent_forget(s);
  sq_fresh_forget(s);
  sqlite3_close(s->db);
  sq_file_close(s);
  free(s->lent);
  free(s->secret);
  free(s->path);
  free(s);
}

static const char *sq_error(void *store) { return ((struct sq *)store)->message; }

/* A reader without write permission in the folder cannot create the files that WAL needs.  When they do not
 * exist there is no writer and no pending data, so the file can be opened as immutable. */
static int can_open_immutable(const struct sq *s) {
  char path[MAX_PATH];
  if (!(s->flags & TDG_STORE_READ) || snprintf(path, sizeof path, "%s-wal", s->path) >= (int)sizeof path)
    return 0;
  if (access(path, F_OK) == 0) return 0;
  char *slash = strrchr(path, '/');
  if (slash == NULL) return access(".", W_OK) != 0;
  slash[slash == path] = '\0';
  return access(path, W_OK) != 0;
}

static int open_still(struct sq *s, int flags) {
  static const char hex[] = "0123456789ABCDEF";
  char uri[3 * MAX_PATH + 32];
  size_t n = (size_t)snprintf(uri, sizeof uri, "file:");
  for (const unsigned char *p = (const unsigned char *)s->path; *p != '\0' && n < 3 * MAX_PATH; p++) {
    if (strchr("%?#", *p) == NULL) {
      uri[n++] = (char)*p;
      continue;
    }
    uri[n++] = '%';
    uri[n++] = hex[*p >> 4];
    uri[n++] = hex[*p & 15];
  }
  snprintf(uri + n, sizeof uri - n, "?immutable=1");
  return sqlite3_open_v2(uri, &s->db, flags | SQLITE_OPEN_URI, NULL);
}

static int open_file(struct sq *s) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= s->flags & TDG_STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  int rc = sq_file_open(s);
  if (rc != 0) return rc;
  rc =
      can_open_immutable(s) ? open_still(s, flags) : sqlite3_open_v2(s->path, &s->db, flags, sq_pieces_vfs());
  if (rc != SQLITE_OK) return sq_sql_fail(s, "opening");
  sqlite3_busy_timeout(s->db, SQ_BUSY_MS);
  sqlite3_db_config(s->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, LOOKASIDE, LOOKASIDES);
  sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  return sq_file_same(s);
}

static int sq_open(const char *path, unsigned flags, void **store, char *message, size_t message_size) {
  struct sq *s = calloc(1, sizeof *s);
  *store = NULL;
  if (s == NULL || (s->path = strdup(path)) == NULL) {
    free(s);
    snprintf(message, message_size, "no memory to open store %s", path);
    return TDG_RETRY;
  }
  s->flags = flags;
  s->fd = s->note_fd = -1;
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a lock for each allocation; refused after the first open */
  int rc = open_file(s);
  if (rc == 0) rc = sq_search_register(s);
  if (rc == 0)
    rc = sq_exec(s,
                 "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                 "PRAGMA secure_delete = ON", /* scrub.c relies on it */
                 "opening");
  if (rc == 0) rc = sq_schema_open(s);
  if (rc == 0 && !(flags & TDG_STORE_READ)) sq_wal_watch(s);
  snprintf(message, message_size, "%s", s->message); /* the reason of a refusal, or a warning */
  if (rc != 0) {
    sq_close(s);
    return rc;
  }
  *store = s;
  return 0;
}

/* ---- a copy ---- */

/* Of the state at its begin, since it is one step, under one read transaction. */
static int copy_all(struct sq *s, sqlite3 *to) {
  sqlite3_backup *b = sqlite3_backup_init(to, "main", s->db, "main");
  const int rc = b != NULL ? sqlite3_backup_step(b, -1) : sqlite3_errcode(to);
  if (b != NULL) sqlite3_backup_finish(b);
  return rc == SQLITE_DONE
             ? 0
             : sq_fail(s, TDG_RETRY, "copying the store: %s; is there room for it?", sqlite3_errstr(rc));
}

static int sq_copy(void *store, const char *path) {
  struct sq *s = store;
  const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  sqlite3 *to = NULL;
  if (fd < 0) return sq_fail(s, TDG_DENIED, "%s: %s", path, strerror(errno));
  close(fd);
  int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  rc = rc == SQLITE_OK ? copy_all(s, to) : sq_fail(s, TDG_RETRY, "%s: %s", path, sqlite3_errstr(rc));
  sqlite3_close(to);
  if (rc != 0) unlink(path); /* half a store, which this call made */
  return rc;
}

static int64_t sq_new_id(void *store, int64_t now_ms) {
  enum { RUNNING_BITS = 20 };
  struct sq *s = store;
  const int64_t max_ms = INT64_MAX >> RUNNING_BITS, mask = (1 << RUNNING_BITS) - 1;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (now_ms < 0 || now_ms >= max_ms)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: no id at time %lld", s->path, (long long)now_ms);
  int64_t ms = s->last_id >> RUNNING_BITS, running = (s->last_id + 1) & mask;
  if (now_ms > ms) ms = now_ms;
  else if (running == 0) ms++; /* all running numbers of this millisecond are used up */
  s->last_id = (ms << RUNNING_BITS) | running;
  return s->last_id;
}

static const struct tdg_store_ops ops = {
    .size = sizeof ops,
    .rev = TDG_STORE_REV,
    .open = sq_open,
    .close = sq_close,
    .error = sq_error,
    .begin = sq_begin,
    .commit = sq_commit,
    .rollback = sq_rollback,
    .new_id = sq_new_id,
    .record_append = sq_record_append,
    .work_find = sq_work_find,
    .record_seen = sq_record_seen,
    .log_read = sq_log_read,
    .cursor_get = sq_cursor_get,
    .cursor_put = sq_cursor_put,
    .task_add = sq_task_add,
    .task_lease = sq_task_lease,
    .task_settle = sq_task_settle,
    .task_release = sq_task_release,
    .task_next_due = sq_task_next_due,
    .source_put = sq_source_put,
    .source_get = sq_source_get,
    .source_list = sq_source_list,
    .quarantine_put = sq_quarantine_put,
    .quarantine_list = sq_quarantine_list,
    .record_get = sq_record_get,
    .record_find = sq_record_find,
    .record_versions = sq_record_versions,
    .notes_of = sq_notes_of,
    .record_each = sq_record_each,
    .story_list = sq_story_list,
    .story_members = sq_story_members,
    .story_brief = sq_story_brief,
    .counts = sq_counts,
    .search_index = sq_search_index,
    .search = sq_search,
    .verify = sq_verify,
    .damaged = sq_damaged,
    .quarantine_drop = sq_quarantine_drop,
    .key_put = sq_key_put,
    .key_find = sq_key_find,
    .listing_put = sq_listing_put,
    .listing_get = sq_listing_get,
    .listing_list = sq_listing_list,
    .listing_forget = sq_listing_forget,
    .task_list = sq_task_list,
    .story_brief_drop = sq_story_brief_drop,
    .meanings = sq_meanings,
    .refused_put = sq_refused_put,
    .refused_list = sq_refused_list,
    .refused_drop = sq_refused_drop,
    .refused_retry = sq_refused_retry,
    .task_get = sq_task_get,
    .value_put = sq_value_put,
    .value_list = sq_value_list,
    .value_forget = sq_value_forget,
    .task_drop = sq_task_drop,
    .task_take = sq_task_take,
    .limit_put = sq_limit_put,
    .limit_get = sq_limit_get,
    .limit_forget = sq_limit_forget,
    .checkpoint_part = sq_checkpoint_part,
    .checkpoint_put = sq_checkpoint_put,
    .checkpoint_get = sq_checkpoint_get,
    .checkpoint_read = sq_checkpoint_read,
    .robots_put = sq_robots_put,
    .robots_get = sq_robots_get,
    .robots_forget = sq_robots_forget,
    .move_put = sq_move_put,
    .move_list = sq_move_list,
    .consumer_put = sq_consumer_put,
    .consumer_list = sq_consumer_list,
    .subscription_put = sq_subscription_put,
    .subscription_get = sq_subscription_get,
    .subscription_find = sq_subscription_find,
    .subscription_list = sq_subscription_list,
    .subscription_drop = sq_subscription_drop,
    .copy = sq_copy,
    .old_list = sq_old_list,
    .work_remove = sq_work_remove,
    .gone_find = sq_gone_find,
    .purge = sq_purge,
    .check = sq_check,
    .purge_step = sq_purge_step,
    .empty_log = sq_empty_log,
};

TDG_PLUGIN("org.tidings.store-sqlite", TDG_VERSION, "Keeps everything in one SQLite file",
           TDG_STORE(.name = "sqlite", .summary = "One file, one writer, full-text search; needs no server",
                     .ops = &ops));
