/* consumers.c - how stages, briefs and sinks fare, by the name of their cursor. */
#include "sq.h"

static int check(struct sq *s, const struct tdg_consumer *c) {
  int rc = sq_may_write(s);
  if (rc == 0 && (c->size < sizeof *c || c->name.n == 0))
    rc = sq_fail(s, TDG_BAD_INPUT, "store %s: a consumer without a name", s->path);
  if (rc == 0) rc = sq_check_text(s, "the name of a consumer", c->name);
  if (rc == 0) rc = sq_check_text(s, "the cause of a failure", c->cause);
  return rc == 0 ? sq_check_text(s, "the reason of a failure", c->reason) : rc;
}

int sq_consumer_put(void *store, const struct tdg_consumer *c) {
  struct sq *s = store;
  int rc = check(s, c);
  if (rc != 0) return rc;
  const struct tdg_str texts[] = {c->name, c->cause, c->reason};
  const int64_t numbers[] = {c->took, c->took_at, c->failures, c->in_row, c->failed, c->failed_at};
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO consumer VALUES(?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 3; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < 6; i++) sq_bind_int(st, 4 + i, numbers[i]);
  return sq_run(s, st);
}

int sq_consumer_list(void *store, const char *name, tdg_consumer_fn fn, void *arg) {
  struct sq *s = store;
  int rc, n = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT name,cause,reason,took,took_at,failures,in_row,failed,failed_at FROM consumer"
                    " WHERE ?1 OR name = ?2 ORDER BY name");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, name == NULL);
  sq_bind_str(st, 2, sq_str(name));
  while ((rc = sq_step(s, st)) == 1) {
    const struct tdg_consumer c = {.size = sizeof c,
                                   .name = sq_column_str(st, 0),
                                   .cause = sq_column_str(st, 1),
                                   .reason = sq_column_str(st, 2),
                                   .took = sq_column_int(st, 3),
                                   .took_at = sq_column_int(st, 4),
                                   .failures = sq_column_int(st, 5),
                                   .in_row = sq_column_int(st, 6),
                                   .failed = sq_column_int(st, 7),
                                   .failed_at = sq_column_int(st, 8)};
    n++;
    if (fn(arg, &c) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}
