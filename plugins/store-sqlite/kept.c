/* kept.c - what fetchers and parsers keep, by source, component and key. */
#include "sq.h"

static int check_value(struct sq *s, const struct tdg_value *v) {
  int rc = sq_may_write(s);
  if (rc == 0 && (v->size < sizeof *v || v->source.n == 0 || v->component.n == 0 || v->key.n == 0))
    rc = sq_fail(s, TDG_BAD_INPUT, "store %s: a value without its source, component or key", s->path);
  if (rc == 0) rc = sq_check_text(s, "the source of a value", v->source);
  if (rc == 0) rc = sq_check_text(s, "the component of a value", v->component);
  return rc == 0 ? sq_check_text(s, "the key of a value", v->key) : rc;
}

static void bind_key(sqlite3_stmt *st, const struct tdg_value *v) {
  sq_bind_str(st, 1, v->source);
  sq_bind_str(st, 2, v->component);
  sq_bind_str(st, 3, v->key);
}

/* 1 when there is no room for a further key. */
static int is_full(struct sq *s, const struct tdg_value *v) {
  int64_t others = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT count(*) FROM kept WHERE source = ? AND component = ? AND key <> ?");
  if (st == NULL) return s->status;
  bind_key(st, v);
  int rc = sq_int(s, st, &others);
  return rc < 0 ? rc : others >= TDG_MAX_VALUES;
}

int sq_value_put(void *store, const struct tdg_value *v) {
  struct sq *s = store;
  int rc = check_value(s, v);
  if (rc == 0 && v->value.n > 0) rc = is_full(s, v);
  if (rc != 0) return rc;
  sqlite3_stmt *st = v->value.n > 0
                         ? sq_prepare(s, "INSERT OR REPLACE INTO kept VALUES(?,?,?,?)")
                         : sq_prepare(s, "DELETE FROM kept WHERE source = ? AND component = ? AND key = ?");
  if (st == NULL) return s->status;
  bind_key(st, v);
  if (v->value.n > 0) sqlite3_bind_blob(st, 4, v->value.p, (int)v->value.n, SQLITE_STATIC);
  return sq_run(s, st);
}

int sq_value_list(void *store, const char *source, tdg_value_fn fn, void *arg) {
  struct sq *s = store;
  int rc, n = 0;
  sqlite3_stmt *st =
      source != NULL
          ? sq_prepare(s, "SELECT source, component, key, value FROM kept WHERE source = ? ORDER BY 1, 2, 3")
          : sq_prepare(s, "SELECT source, component, key, value FROM kept ORDER BY 1, 2, 3");
  if (st == NULL) return s->status;
  if (source != NULL) sq_bind_str(st, 1, sq_str(source));
  while ((rc = sq_step(s, st)) == 1) {
    struct tdg_value v = {.size = sizeof v,
                          .source = sq_column_str(st, 0),
                          .component = sq_column_str(st, 1),
                          .key = sq_column_str(st, 2)};
    v.value.p = sqlite3_column_blob(st, 3);
    v.value.n = (size_t)sqlite3_column_bytes(st, 3);
    n++;
    if (fn(arg, &v) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_value_forget(void *store, const char *source) {
  return sq_drop_by(store, "DELETE FROM kept WHERE source = ?", source);
}
