/* prepared.c - prepared statements, binding and reading values, and messages for failures.
 *
 * Statements belong to the connection and are finalised in sq_close_statements.  Bound values are not copied:
 * the caller's row must stay valid until the step.
 */
#include "sq.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int sq_fail(struct sq *s, int status, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(s->message, sizeof s->message, fmt, ap);
  va_end(ap);
  s->status = status;
  return status;
}

/* The status for a result code of SQLite, and what the operator can do. */
struct meaning {
  int code, status;
  const char *advice;
};
static const struct meaning meanings[] = {
    {SQLITE_BUSY, TDG_STORE_BUSY, "another program is using the file; close it or try again"},
    {SQLITE_LOCKED, TDG_DENIED, "another statement is using the table; this is a bug, please report it"},
    {SQLITE_FULL, TDG_RETRY, "the disk is full; free some space, nothing of this transaction was kept"},
    {SQLITE_IOERR, TDG_RETRY,
     "the disk refused; check space, limits and the disk, nothing of this transaction was kept"},
    {SQLITE_CANTOPEN, TDG_RETRY, "check that the file and its folder exist and may be read and written"},
    {SQLITE_NOMEM, TDG_RETRY, "memory is short"},
    {SQLITE_READONLY, TDG_DENIED, "the file or its folder may not be written"},
    {SQLITE_PERM, TDG_DENIED, "check the rights on the file"},
    {SQLITE_AUTH, TDG_DENIED, "not allowed"},
    {SQLITE_INTERRUPT, TDG_DENIED, "it took longer than is allowed"},
    {SQLITE_TOOBIG, TDG_BAD_INPUT, "the value is too large"},
    {SQLITE_CONSTRAINT, TDG_BAD_INPUT, "a rule of the store forbids it"},
    {SQLITE_CORRUPT, TDG_INTERNAL, "the file is damaged; restore a backup, or export what can still be read"},
    {SQLITE_NOTADB, TDG_BAD_CONFIG, "this is no SQLite database; name another file"},
};

int sq_sql_fail(struct sq *s, const char *doing) {
  int code = sqlite3_extended_errcode(s->db), status = TDG_INTERNAL;
  const char *advice = "this is a bug, please report it";
  for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
    if (meanings[i].code == (code & 0xff)) {
      status = meanings[i].status;
      advice = meanings[i].advice;
    }
  if (s->writing && (code & 0xff) != SQLITE_INTERRUPT) s->broken = 1;
  return sq_fail(s, status, "store %s: %s: %s (SQLite %d): %s", s->path, doing, sqlite3_errmsg(s->db), code,
                 advice);
}

static sqlite3_stmt *prepare_new(struct sq *s, const char *sql, unsigned flags) {
  sqlite3_stmt *st = NULL;
  if (sqlite3_prepare_v3(s->db, sql, -1, flags, &st, NULL) == SQLITE_OK) return st;
  sq_sql_fail(s, "preparing a statement");
  return NULL;
}

sqlite3_stmt *sq_prepare(struct sq *s, const char *sql) {
  for (size_t i = 0; i < s->n_statements; i++) {
    struct sq_statement *k = &s->statements[i];
    if (k->sql != sql) continue;
    if (k->running) return prepare_new(s, sql, 0); /* used again inside its own callback */
    k->running = 1;
    return k->st;
  }
  sqlite3_stmt *st = prepare_new(s, sql, SQLITE_PREPARE_PERSISTENT);
  if (st != NULL && s->n_statements < SQ_MAX_STATEMENTS)
    s->statements[s->n_statements++] = (struct sq_statement){sql, st, 1};
  return st;
}

void sq_release(struct sq *s, sqlite3_stmt *st) {
  for (size_t i = 0; i < s->n_statements; i++)
    if (s->statements[i].st == st) {
      sqlite3_reset(st);
      sqlite3_clear_bindings(st);
      s->statements[i].running = 0;
      return;
    }
  sqlite3_finalize(st);
}

void sq_close_statements(struct sq *s) {
  for (size_t i = 0; i < s->n_statements; i++) sqlite3_finalize(s->statements[i].st);
  s->n_statements = 0;
}

void sq_bind_int(sqlite3_stmt *st, int n, int64_t v) { sqlite3_bind_int64(st, n, v); }

void sq_bind_str(sqlite3_stmt *st, int n, struct tdg_str v) {
  sqlite3_bind_text64(st, n, v.p == NULL ? "" : v.p, v.n, SQLITE_STATIC, SQLITE_UTF8);
}

void sq_bind_blob(sqlite3_stmt *st, int n, struct tdg_str v) {
  sqlite3_bind_blob64(st, n, v.p == NULL ? "" : v.p, v.n, SQLITE_STATIC);
}

void sq_bind_hash(sqlite3_stmt *st, int n, const uint64_t v[2]) {
  unsigned char b[16];
  for (int i = 0; i < 16; i++) b[i] = (unsigned char)(v[i / 8] >> (56 - 8 * (i % 8)));
  sqlite3_bind_blob(st, n, b, sizeof b, SQLITE_TRANSIENT);
}

int sq_step(struct sq *s, sqlite3_stmt *st) {
  int rc = sqlite3_step(st);
  if (rc == SQLITE_ROW) return 1;
  if (rc == SQLITE_DONE) return 0;
  return sq_sql_fail(s, "reading or writing");
}

int sq_run(struct sq *s, sqlite3_stmt *st) {
  int rc;
  while ((rc = sq_step(s, st)) == 1) {
  }
  sq_release(s, st);
  return rc;
}

int sq_int(struct sq *s, sqlite3_stmt *st, int64_t *out) {
  int rc = sq_step(s, st);
  if (rc == 1 && sqlite3_column_type(st, 0) == SQLITE_NULL) rc = 0;
  if (rc == 1) *out = sqlite3_column_int64(st, 0);
  sq_release(s, st);
  return rc;
}

int sq_drop_by(struct sq *s, const char *sql, const char *which) {
  int rc = sq_may_write(s);
  sqlite3_stmt *st = rc == 0 ? sq_prepare(s, sql) : NULL;
  if (st == NULL) return rc == 0 ? s->status : rc;
  sq_bind_str(st, 1, sq_str(which));
  rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}

int sq_exec(struct sq *s, const char *sql, const char *doing) {
  if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK) return 0;
  return sq_sql_fail(s, doing);
}

int64_t sq_column_int(sqlite3_stmt *st, int n) { return sqlite3_column_int64(st, n); }

/* For blobs too: sqlite3_column_text() adds the NUL that struct tdg_str promises. */
struct tdg_str sq_column_str(sqlite3_stmt *st, int n) {
  struct tdg_str v = {(const char *)sqlite3_column_text(st, n), 0};
  if (v.p == NULL) return (struct tdg_str){"", 0};
  v.n = (size_t)sqlite3_column_bytes(st, n);
  return v;
}

void sq_column_hash(sqlite3_stmt *st, int n, uint64_t out[2]) {
  const unsigned char *b = sqlite3_column_blob(st, n);
  out[0] = out[1] = 0;
  if (b == NULL || sqlite3_column_bytes(st, n) != 16) return;
  for (int i = 0; i < 16; i++) out[i / 8] = (out[i / 8] << 8) | b[i];
}

struct tdg_str sq_str(const char *p) {
  return (struct tdg_str){p == NULL ? "" : p, p == NULL ? 0 : strlen(p)};
}

int sq_check_text(struct sq *s, const char *what, struct tdg_str v) {
  if (v.n > SQ_MAX_COLUMN)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: %s is %zu bytes long, at most %d are kept", s->path, what,
                   v.n, SQ_MAX_COLUMN);
  if (v.n > 0 && memchr(v.p, 0, v.n) != NULL)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: %s holds a NUL byte; take it out first", s->path, what);
  return 0;
}

int sq_may_write(struct sq *s) {
  if (s->broken) return TDG_DENIED; /* the message is that of the first failure */
  if (!s->writing)
    return sq_fail(s, TDG_DENIED, "store %s: writing outside a transaction: call begin first", s->path);
  return 0;
}
