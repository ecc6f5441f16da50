/* refused.c - records that a sink did not take, each once per sink, at most TDG_MAX_REFUSED of a sink.  A counter
 * holds the number of each sink. */
#include "sq.h"

#include <string.h>

static int check(struct sq *s, const struct tdg_refused *r) {
  int rc = sq_may_write(s);
  if (rc == 0 && (r->size < sizeof *r || r->record <= 0 || r->seq <= 0 || r->sink.n == 0))
    rc = sq_fail(s, TDG_BAD_INPUT, "store %s: a refused record without its sink, id or position", s->path);
  if (rc == 0) rc = sq_check_text(s, "the name of a sink", r->sink);
  return rc == 0 ? sq_check_text(s, "the reason of a sink", r->reason) : rc;
}

/* 1 when this one is kept already, 0 when there is room for it, 2 when there is not. */
static int find_room(struct sq *s, struct tdg_refused *r) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT first, count FROM refused WHERE sink = ? AND seq = ?");
  int64_t kept = 0;
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, r->sink);
  sq_bind_int(st, 2, r->seq);
  int rc = sq_step(s, st);
  r->first = rc == 1 ? sq_column_int(st, 0) : r->last;
  r->count = rc == 1 ? sq_column_int(st, 1) + 1 : 1;
  sq_release(s, st);
  if (rc != 0) return rc;
  st = sq_prepare(s, "SELECT value FROM counter WHERE name = 'refused ' || ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, r->sink);
  rc = sq_int(s, st, &kept);
  return rc < 0 ? rc : kept < TDG_MAX_REFUSED ? 0 : 2;
}

static int count(struct sq *s, struct tdg_str sink, int64_t more) {
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO counter VALUES('refused ' || ?1, ?2)"
                                   " ON CONFLICT DO UPDATE SET value = value + ?2");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sink);
  sq_bind_int(st, 2, more);
  return sq_run(s, st);
}

static int count_anew(struct sq *s) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE counter SET value = (SELECT count(*) FROM refused"
                                   " WHERE 'refused ' || sink = name) WHERE name LIKE 'refused %'");
  return st == NULL ? s->status : sq_run(s, st);
}

int sq_refused_put(void *store, struct tdg_refused *r) {
  struct sq *s = store;
  int rc = check(s, r);
  if (rc == 0) rc = find_room(s, r);
  if (rc < 0 || rc == 2) return rc < 0 ? rc : 1;
  if (rc == 0) rc = count(s, r->sink, 1);
  if (rc < 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO refused(sink,seq,record,status,first,last,count,"
                                   "retry_at,reason) VALUES(?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  const int64_t numbers[] = {r->seq, r->record, r->status, r->first, r->last, r->count, r->retry_at};
  sq_bind_str(st, 1, r->sink);
  for (int i = 0; i < 7; i++) sq_bind_int(st, 2 + i, numbers[i]);
  sq_bind_str(st, 9, r->reason);
  return sq_run(s, st);
}

int sq_refused_list(void *store, const char *sink, tdg_refused_fn fn, void *arg) {
  struct sq *s = store;
  int rc, n = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT sink,seq,record,status,first,last,count,retry_at,reason FROM refused"
                    " WHERE ?1 OR sink = ?2 ORDER BY sink, seq");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, sink == NULL);
  sq_bind_str(st, 2, sq_str(sink));
  while ((rc = sq_step(s, st)) == 1) {
    const struct tdg_refused r = {.size = sizeof r,
                                  .sink = sq_column_str(st, 0),
                                  .seq = sq_column_int(st, 1),
                                  .record = sq_column_int(st, 2),
                                  .status = (int32_t)sq_column_int(st, 3),
                                  .first = sq_column_int(st, 4),
                                  .last = sq_column_int(st, 5),
                                  .count = sq_column_int(st, 6),
                                  .retry_at = sq_column_int(st, 7),
                                  .reason = sq_column_str(st, 8)};
    n++;
    if (fn(arg, &r) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_refused_drop(void *store, const char *sink, int64_t record) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = record != 0
                         ? sq_prepare(s, "DELETE FROM refused WHERE record = ?3 AND (?1 OR sink = ?2)")
                         : sq_prepare(s, "DELETE FROM refused WHERE ?1 OR sink = ?2");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, sink == NULL);
  sq_bind_str(st, 2, sq_str(sink));
  if (record != 0) sq_bind_int(st, 3, record);
  rc = sq_run(s, st);
  int n = sqlite3_changes(s->db);
  if (rc == 0) rc = sink != NULL ? count(s, sq_str(sink), -n) : count_anew(s);
  return rc < 0 ? rc : n;
}

int sq_refused_retry(void *store, const char *sink, int waiting, int64_t retry_at) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  sqlite3_stmt *st = rc == 0 ? sq_prepare(s, "UPDATE refused SET retry_at = ?4 WHERE (?1 OR sink = ?2)"
                                             " AND (retry_at > 0 OR NOT ?3)")
                             : NULL;
  if (st == NULL) return rc == 0 ? s->status : rc;
  sq_bind_int(st, 1, sink == NULL);
  sq_bind_str(st, 2, sq_str(sink));
  sq_bind_int(st, 3, waiting);
  sq_bind_int(st, 4, retry_at);
  rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}
