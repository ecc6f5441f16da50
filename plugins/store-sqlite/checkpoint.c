/* checkpoint.c - what stages remember, in parts.
 *
 * The parts of a new checkpoint are a generation of their own, so that the former one stays until the new one is
 * complete; what was left unfinished is deleted when the next one begins.
 */
#include "sq.h"

#include <xxhash.h>

static void checksum_of(struct tdg_str part, uint64_t out[2]) {
  XXH128_hash_t h = XXH3_128bits(part.p == NULL ? "" : part.p, part.n);
  out[0] = h.low64;
  out[1] = h.high64;
}

/* The generation in the making: the one after that in force. */
static int next_generation(struct sq *s, struct tdg_str stage, int64_t *generation) {
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT coalesce((SELECT generation FROM checkpoint WHERE stage = ?), 0) + 1");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, stage);
  return sq_int(s, st, generation);
}

/* Delete the parts of all generations but one. */
static int keep_only(struct sq *s, struct tdg_str stage, int64_t generation) {
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM checkpoint_part WHERE stage = ? AND generation <> ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, stage);
  sq_bind_int(st, 2, generation);
  return sq_run(s, st);
}

int sq_checkpoint_part(void *store, const char *stage, int64_t nth, struct tdg_str part) {
  struct sq *s = store;
  const struct tdg_str name = sq_str(stage);
  int64_t generation = 0;
  uint64_t checksum[2];
  int rc = sq_may_write(s);
  if (rc == 0) rc = sq_check_text(s, "the stage of a checkpoint", name);
  if (rc == 0) rc = next_generation(s, name, &generation);
  if (rc >= 0 && nth == 0) rc = keep_only(s, name, generation - 1);
  if (rc < 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO checkpoint_part VALUES(?,?,?,?,?)");
  if (st == NULL) return s->status;
  checksum_of(part, checksum);
  sq_bind_str(st, 1, name);
  sq_bind_int(st, 2, generation);
  sq_bind_int(st, 3, nth);
  sq_bind_hash(st, 4, checksum);
  sq_bind_blob(st, 5, part);
  return sq_run(s, st);
}

static int count_parts(struct sq *s, struct tdg_str stage, int64_t generation, int64_t *n) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT count(*) FROM checkpoint_part WHERE stage = ? AND generation = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, stage);
  sq_bind_int(st, 2, generation);
  return sq_int(s, st, n);
}

int sq_checkpoint_put(void *store, const struct tdg_checkpoint *c) {
  struct sq *s = store;
  int64_t generation = 0, n = 0;
  int rc = sq_may_write(s);
  if (rc == 0 && (c->size < sizeof *c || c->stage.n == 0))
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a checkpoint without its stage", s->path);
  if (rc == 0) rc = sq_check_text(s, "the stage of a checkpoint", c->stage);
  if (rc == 0) rc = sq_check_text(s, "the mark of a checkpoint", c->mark);
  if (rc == 0) rc = next_generation(s, c->stage, &generation);
  if (rc >= 0) rc = count_parts(s, c->stage, generation, &n);
  if (rc >= 0 && n != c->parts)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a checkpoint of %u parts has %lld", s->path, c->parts,
                   (long long)n);
  if (rc >= 0) rc = keep_only(s, c->stage, generation);
  sqlite3_stmt *st =
      rc >= 0 ? sq_prepare(s, "INSERT OR REPLACE INTO checkpoint VALUES(?,?,?,?,?,?,?)") : NULL;
  if (st == NULL) return rc < 0 ? rc : s->status;
  const int64_t numbers[] = {c->position, c->notes, c->bytes};
  sq_bind_str(st, 1, c->stage);
  sq_bind_int(st, 2, generation);
  sq_bind_int(st, 3, c->parts);
  sq_bind_str(st, 4, c->mark);
  for (int i = 0; i < 3; i++) sq_bind_int(st, 5 + i, numbers[i]);
  return sq_run(s, st);
}

int sq_checkpoint_get(void *store, const char *stage, tdg_checkpoint_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT stage, mark, parts, position, notes, bytes FROM checkpoint WHERE stage = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(stage));
  int rc = sq_step(s, st);
  if (rc == 1) {
    const struct tdg_checkpoint c = {.size = sizeof c,
                                     .stage = sq_column_str(st, 0),
                                     .mark = sq_column_str(st, 1),
                                     .parts = (uint32_t)sq_column_int(st, 2),
                                     .position = sq_column_int(st, 3),
                                     .notes = sq_column_int(st, 4),
                                     .bytes = sq_column_int(st, 5)};
    fn(arg, &c);
  }
  sq_release(s, st);
  return rc;
}

int sq_checkpoint_read(void *store, const char *stage, int64_t from, int64_t max, tdg_part_fn fn, void *arg) {
  struct sq *s = store;
  int64_t n = 0;
  int rc, bad = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT p.nth, p.checksum, p.part FROM checkpoint c JOIN checkpoint_part p "
                    "USING (stage, generation) WHERE c.stage = ?1 AND p.nth >= ?2 AND p.nth < "
                    "min(c.parts, ?2 + ?3) ORDER BY p.nth");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(stage));
  sq_bind_int(st, 2, from);
  sq_bind_int(st, 3, max);
  while (!bad && (rc = sq_step(s, st)) == 1) {
    const struct tdg_str part = {sqlite3_column_blob(st, 2), (size_t)sqlite3_column_bytes(st, 2)};
    uint64_t is[2], was[2];
    checksum_of(part, is);
    sq_column_hash(st, 1, was);
    bad = sq_column_int(st, 0) != from + n || is[0] != was[0] || is[1] != was[1];
    if (bad) break;
    n++;
    if (fn(arg, part) != 0) break;
  }
  sq_release(s, st);
  if (bad)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: part %lld of a checkpoint is damaged", s->path,
                   (long long)(from + n));
  return rc < 0 ? rc : (int)n;
}
