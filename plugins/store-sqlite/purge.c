/* purge.c - without remains of what was removed: the file written anew, or in steps beside a writer that goes on.
 *
 * What names forgotten works elsewhere goes first (forget.c).  Then the index of words is merged, because words of removed
 * records stand in it until then.  Written anew the file is as small as its content: SQLite writes the content to a
 * temporary file, which lies beside the store, then through its log into the file.  This needs a connection of its own: the
 * store's has its temporary tables in memory.  In steps unused bytes are overwritten where they are (scrub.c), and the file
 * keeps its size.
 *
 * Beside such a writer it also becomes smaller in steps: pages from its end take the places of unused ones (auto_vacuum = INCREMENTAL, which new
 * files have, and those that were written anew).
 */
#include "sq.h"

#include <stdio.h>
#include <string.h>

enum { MERGE_PAGES = 150, MERGE = 100, SCRUB = 101, SHRINK = TDG_PURGE_SHRINK + 1, STEP_US = 20000 };

static int step(struct sq *s, sqlite3 *db, const char *sql) {
  char *why = NULL;
  const int rc = sqlite3_exec(db, sql, NULL, NULL, &why);
  if (rc == SQLITE_OK) return 0;
  sq_fail(s, TDG_RETRY, "store %s: writing the file anew: %s", s->path,
          why != NULL ? why : sqlite3_errstr(rc));
  sqlite3_free(why);
  return s->status;
}

static int rewrite(struct sq *s, sqlite3 *db) {
  const char *slash = strrchr(s->path, '/');
  char *const before = sqlite3_temp_directory;
  sqlite3_temp_directory =
      slash != NULL ? sqlite3_mprintf("%.*s", (int)(slash - s->path) + 1, s->path) : sqlite3_mprintf(".");
  sqlite3_busy_timeout(db, SQ_BUSY_MS);
  const int rc = step(
      s, db, "PRAGMA temp_store = FILE; PRAGMA synchronous = FULL; PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
  sqlite3_free(sqlite3_temp_directory);
  sqlite3_temp_directory = before;
  return rc;
}

int sq_purge(void *store) {
  struct sq *s = store;
  sqlite3 *db = NULL;
  if (s->writing || (s->flags & TDG_STORE_READ))
    return sq_fail(s, TDG_DENIED, "store %s: it cannot be written anew now", s->path);
  int rc = sq_lock(s);
  struct tdg_purge rows = {.size = sizeof rows, .alone = 1};
  while (rc == 0 && (rc = sq_forget_some(s, &rows)) == 1) rc = 0;
  if (rc == 0) rc = sq_exec(s, "INSERT INTO search(search) VALUES('optimize')", "merging the index of words");
  if (rc != 0) return rc;
  sq_wal_end(s);
  if (sqlite3_open_v2(s->path, &db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
      sq_file_same(s) != 0)
    rc = sq_fail(s, TDG_RETRY, "store %s: it cannot be opened a second time", s->path);
  if (rc == 0) rc = rewrite(s, db);
  if (rc == 0) rc = sq_log_empty(s, db);
  sqlite3_close(db);
  return rc;
}

/* ---- in steps ---- */

/* The first call puts all parts of the index into one merge, those that follow go on with it (FTS5: a negative number). */
static int merge_some(struct sq *s, struct tdg_purge *p) {
  int rc = sq_begin(s);
  sqlite3_stmt *st = rc < 0 ? NULL : sq_prepare(s, "INSERT INTO search(search, rank) VALUES('merge', ?)");
  if (rc >= 0 && st == NULL) rc = s->status;
  const int before = sqlite3_total_changes(s->db);
  if (rc >= 0) {
    sq_bind_int(st, 1, p->at == 0 ? -MERGE_PAGES : MERGE_PAGES);
    rc = sq_run(s, st);
  }
  const int more = sqlite3_total_changes(s->db) - before >= 2;
  if (rc >= 0) rc = sq_commit(s);
  if (rc < 0) return s->writing ? sq_rollback(s), rc : rc;
  p->at++;
  return more || p->at == 1;
}

/* 1: there are more unused pages. */
static int shrink_some(struct sq *s) {
  const int64_t until = sq_clock_us() + STEP_US;
  int64_t unused = 0;
  int rc = sq_begin(s);
  while (rc >= 0) {
    rc = sq_exec(s, "PRAGMA incremental_vacuum(16)", "giving back unused pages");
    if (rc >= 0) unused = sq_number(s, "PRAGMA freelist_count");
    if (unused < 0) rc = (int)unused;
    if (unused <= 0 || sq_clock_us() >= until) break;
  }
  if (rc >= 0) rc = sq_commit(s);
  if (rc < 0) return s->writing ? sq_rollback(s), rc : rc;
  return unused > 0;
}

/* The index of words has what was removed until it is merged. */
static int shrink(struct sq *s, struct tdg_purge *p) {
  enum { INCREMENTAL = 2 };
  int rc = 0;
  if (p->part == TDG_PURGE_SHRINK && p->at == 0 && sq_number(s, "PRAGMA auto_vacuum") != INCREMENTAL)
    return sq_fail(s, TDG_DENIED,
                   "store %s was made by an older version, and cannot become smaller in steps: stop the "
                   "program, and vacuum it then; from then on it can",
                   s->path);
  if (p->part == TDG_PURGE_SHRINK) {
    rc = merge_some(s, p);
    if (rc == 0) p->part = SHRINK;
    return rc < 0 ? rc : 1;
  }
  rc = shrink_some(s);
  if (rc == 0) rc = sq_empty_log(s) == 1 ? 2 : 0;
  return rc;
}

/* p->part counts on from the parts of forget.c. */
int sq_purge_step(void *store, struct tdg_purge *p) {
  struct sq *s = store;
  if (s->writing || (s->flags & TDG_STORE_READ))
    return sq_fail(s, TDG_DENIED, "store %s: it cannot be purged now", s->path);
  if (p->size < sizeof *p)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a purge without its position", s->path);
  if (p->part >= TDG_PURGE_SHRINK) return shrink(s, p);
  int rc = p->part < MERGE ? sq_forget_some(s, p) : 0;
  if (rc != 0 || p->alone) return rc;
  if (p->part < MERGE) p->part = MERGE, p->at = 0;
  if (p->part == MERGE) {
    rc = merge_some(s, p);
    if (rc == 0) p->part = SCRUB, p->at = 0;
    return rc < 0 ? rc : 1;
  }
  rc = p->part == SCRUB ? sq_scrub_some(s, p) : 0;
  if (rc == 0) p->part = SCRUB + 1;
  if (rc == 0) rc = sq_empty_log(s);
  return rc == 1 && p->part > SCRUB ? 2 : rc;
}

/* ---- does it hold together? ---- */

static int tell_faults(struct sq *s, tdg_words_fn fn, void *arg) {
  int rc, n = 0;
  sqlite3_stmt *st = sq_prepare(s, "PRAGMA integrity_check");
  if (st == NULL) return s->status;
  while ((rc = sq_step(s, st)) == 1) {
    const struct tdg_str words = sq_column_str(st, 0);
    if (n == 0 && strcmp(words.p, "ok") == 0) continue;
    n++;
    if (fn(arg, words) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

/* What is found to be malformed while it is read is a fault like others. */
int sq_check(void *store, tdg_words_fn fn, void *arg) {
  struct sq *s = store;
  const int n = tell_faults(s, fn, arg);
  if (n >= 0 || (sqlite3_errcode(s->db) & 0xff) != SQLITE_CORRUPT) return n;
  fn(arg, sq_str(s->message));
  return 1;
}
