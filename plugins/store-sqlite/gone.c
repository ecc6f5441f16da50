/* gone.c - marks of works that are not missing by mistake: they were removed (removal.c) or forgotten (forget.c).
 *
 * A mark is a hash of the work's number under a secret of this store.  The connection owns the secret.
 */
#include "sq.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SECRET = 192 };

struct sq_secret {
  unsigned char bytes[SECRET];
  int64_t marks; /* 0: there are none, as of this version of the file's content */
  int64_t version;
};

static int load_secret(struct sq *s) {
  if (s->secret != NULL) return 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT value FROM secret WHERE name = 'gone'");
  if (st == NULL) return s->status;
  int rc = sq_step(s, st);
  if (rc == 1 && sqlite3_column_bytes(st, 0) == SECRET && (s->secret = malloc(sizeof *s->secret)) != NULL) {
    memcpy(s->secret->bytes, sqlite3_column_blob(st, 0), SECRET);
    s->secret->marks = s->secret->version = -1;
  }
  sq_release(s, st);
  if (rc < 0 || s->secret != NULL) return rc < 0 ? rc : 0;
  return sq_fail(s, TDG_RETRY, "store %s: no secret for what was removed", s->path);
}

static int64_t mark_of(const struct sq *s, const uint64_t key[2]) {
  return (int64_t)XXH3_64bits_withSecret(key, 2 * sizeof *key, s->secret->bytes, SECRET);
}

int sq_gone_put(struct sq *s, const uint64_t key[2], uint32_t why, int64_t now_ms) {
  int rc = load_secret(s);
  if (rc < 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO gone VALUES(?1,?2,?3)"
                                   " ON CONFLICT DO UPDATE SET why = max(why, ?2), at = ?3");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, mark_of(s, key));
  sq_bind_int(st, 2, (int64_t)why);
  sq_bind_int(st, 3, now_ms);
  s->secret->marks = 1;
  return sq_run(s, st);
}

/* Most stores have none, and then nothing is looked up.  Inside a transaction of this connection no other changes that. */
static int has_marks(struct sq *s) {
  int64_t n = 0;
  if (s->writing && s->secret->version == s->absent.version && s->secret->marks >= 0)
    return s->secret->marks > 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT EXISTS (SELECT 1 FROM gone)");
  const int rc = st == NULL ? s->status : sq_int(s, st, &n);
  if (rc < 0) return rc;
  s->secret->marks = n;
  s->secret->version = s->absent.version;
  return n > 0;
}

int sq_gone_find(void *store, const uint64_t key[2]) {
  struct sq *s = store;
  int64_t why = 0;
  int rc = load_secret(s);
  if (rc == 0) rc = has_marks(s);
  if (rc <= 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "SELECT why FROM gone WHERE mark = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, mark_of(s, key));
  rc = sq_int(s, st, &why);
  return rc < 0 ? rc : (int)why;
}
