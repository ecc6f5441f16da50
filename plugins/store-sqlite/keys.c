/* keys.c - keys of works: the claims of sources to keys.
 *
 * A claim is a row of `alias`.  Rows are small and found by key and owner, since a poll looks up one per
 * item.
 */
#include "sq.h"

#include <string.h>

int sq_key_put(void *store, const struct tdg_key *key) {
  struct sq *s = store;
  struct tdg_key k = {0};
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  memcpy(&k, key, key->size < sizeof k ? key->size : sizeof k);
  if ((k.key[0] == 0 && k.key[1] == 0) || k.owner.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a key without a number or an owner", s->path);
  rc = sq_check_text(s, "owner", k.owner);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(
      s, "INSERT INTO alias VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET standing = excluded.standing");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, k.key);
  sq_bind_str(st, 2, k.owner);
  sq_bind_hash(st, 3, k.work);
  sq_bind_int(st, 4, k.standing);
  sq_absent_add(s, k.key);
  return sq_run(s, st);
}

int sq_key_find(void *store, const uint64_t key[2], const char *owner, tdg_key_fn fn, void *arg) {
  struct sq *s = store;
  int rc, n = 0;
  if (sq_absent(s, key)) return 0;
  sqlite3_stmt *st =
      owner != NULL ? sq_prepare(s, "SELECT owner, work, standing FROM alias WHERE key = ?1 AND owner = ?2")
                    : sq_prepare(s, "SELECT owner, work, standing FROM alias WHERE key = ?1");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, key);
  if (owner != NULL) sq_bind_str(st, 2, sq_str(owner));
  while ((rc = sq_step(s, st)) == 1) {
    struct tdg_key k = {.size = sizeof k, .key = {key[0], key[1]}};
    k.owner = sq_column_str(st, 0);
    sq_column_hash(st, 1, k.work);
    k.standing = (int32_t)sq_column_int(st, 2);
    n++;
    if (fn(arg, &k) != 0) break;
  }
  sq_release(s, st);
  if (rc == 0 && n == 0) rc = sq_absent_missed(s);
  return rc < 0 ? rc : n;
}
