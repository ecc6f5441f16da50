/* transaction.c - the one transaction of a writer, and the counter of ids that it keeps.
 *
 * What broke within it is told when it is committed, and nothing of it is stored then.  Ids that it gave away are not
 * given again after it was rolled back.
 */
#include "sq.h"

#include <string.h>

static int counter_read(struct sq *s) {
  int64_t last_id = 0;
  sqlite3_stmt *st;
  int rc = sq_last_seq(s, &s->last_seq);
  if (rc < 0 || (st = sq_prepare(s, "SELECT value FROM counter WHERE name = 'last id'")) == NULL)
    return s->status;
  rc = sq_int(s, st, &last_id);
  s->saved_id = last_id;
  if (last_id > s->last_id) s->last_id = last_id; /* ids of a rolled back transaction are not reused */
  return rc < 0 ? rc : 0;
}

static int counter_write(struct sq *s) {
  if (s->last_id == s->saved_id) return 0;
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO counter VALUES('last id', ?)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, s->last_id);
  return sq_run(s, st);
}

int sq_rollback(void *store) {
  struct sq *s = store;
  if (!s->writing) return 0;
  s->writing = s->broken = 0;
  if (sqlite3_get_autocommit(s->db)) return 0; /* SQLite has already rolled back */
  return sq_exec(s, "ROLLBACK", "rolling back");
}

int sq_begin(void *store) {
  struct sq *s = store;
  if (s->writing) return sq_fail(s, TDG_DENIED, "store %s: a transaction is open already", s->path);
  if (s->flags & TDG_STORE_READ)
    return sq_fail(s, TDG_DENIED, "store %s was opened for reading only", s->path);
  int rc = sq_lock(s);
  if (rc == 0) rc = sq_exec(s, "BEGIN IMMEDIATE", "starting a transaction");
  if (rc != 0) return rc;
  s->writing = 1;
  s->broken = 0;
  rc = counter_read(s);
  if (rc == 0) sq_fresh_begin(s);
  if (rc == 0) rc = sq_absent_check(s);
  if (rc != 0) sq_rollback(s);
  return rc;
}

int sq_commit(void *store) {
  struct sq *s = store;
  if (!s->writing) return sq_fail(s, TDG_DENIED, "store %s: nothing to commit", s->path);
  int rc = s->broken ? s->status : 0;
  if (rc == 0) rc = sq_story_settle(s);
  if (rc == 0) rc = counter_write(s);
  if (rc == 0) rc = sq_exec(s, "COMMIT", "committing");
  if (rc == 0) {
    s->writing = 0;
    return 0;
  }
  char why[SQ_MAX_MESSAGE];
  memcpy(why, s->message, sizeof why);
  sq_rollback(s);
  memcpy(s->message, why, sizeof why);
  return s->status = rc;
}
