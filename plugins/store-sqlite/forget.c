/* forget.c - what else a store has of works that are to be forgotten.
 *
 * Their records and notes go as those of old ones (removal.c).  Beside these, their words may stand in the headlines of
 * their stories and in notes that say so, in all briefs of the stories that they were ever in, in tasks and quarantined
 * documents that name their addresses, and in what stages remember.  There is no index for most of this, so it is looked for
 * in whole tables: a piece at a time, each in a transaction, between which others write.  Until then `forgotten` has the
 * numbers of the works and stories, and the addresses.
 *
 * Killed in between it is done again from the first part; all parts can be repeated.
 */
#include "sq.h"

#include <string.h>
#include <time.h>

enum { STEP_US = 20000, SOME_KEYS = 2000, SOME_NOTES = 2000, SOME_TASKS = 200, SOME_DOCUMENTS = 5 };

/* What p->part counts. */
enum part { STORIES, KEYS, NOTES, TASKS, QUARANTINE, CHECKPOINTS, FORGOTTEN, PARTS };

#define WORKS "(SELECT value FROM forgotten WHERE what = 1)"
#define STORIES_OF "(SELECT value FROM forgotten WHERE what = 2)"
#define URLS "(SELECT value FROM forgotten WHERE what = 3)"

/* ---- with the removal ---- */

static int run_work(struct sq *s, const char *sql, const uint64_t work[2]) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  return sq_run(s, st);
}

int sq_forget_gather(struct sq *s, const uint64_t work[2]) {
  int rc = run_work(s, "INSERT OR IGNORE INTO forgotten VALUES(1, ?)", work);
  if (rc == 0)
    rc = run_work(
        s, "INSERT OR IGNORE INTO forgotten SELECT 2, story FROM record WHERE work = ? AND story > 0", work);
  if (rc == 0)
    rc = run_work(
        s,
        "INSERT OR IGNORE INTO forgotten SELECT 2, l.story FROM record r JOIN log l ON l.kind = 6 AND"
        " l.about = r.id WHERE r.work = ? AND l.story > 0",
        work);
  if (rc == 0)
    rc = run_work(s,
                  "INSERT OR IGNORE INTO forgotten SELECT 3, l.url FROM record r JOIN log l ON l.seq = r.seq"
                  " WHERE r.work = ? AND l.url <> ''",
                  work);
  return rc;
}

/* ---- pieces of tables ---- */

static int run(struct sq *s, const char *sql) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  return st == NULL ? s->status : sq_run(s, st);
}

/* Rows behind `at` up to `end`; the number of rows that it changed. */
static int run_between(struct sq *s, const char *sql, int64_t at, int64_t end) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, at);
  sq_bind_int(st, 2, end);
  const int rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}

/* The end of the next piece: `next` gives it for a position and a number of rows.  1; 0: it is the last. */
static int next_end(struct sq *s, const char *next, int64_t at, int64_t rows, int64_t *end) {
  sqlite3_stmt *st = sq_prepare(s, next);
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, at);
  sq_bind_int(st, 2, rows);
  const int rc = sq_int(s, st, end);
  if (rc == 0) *end = INT64_MAX;
  return rc;
}

/* ---- keys: whoever owns them, an address is the same for all ---- */

static int end_of_keys(struct sq *s, const uint64_t at[2], uint64_t end[2]) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT key FROM alias WHERE key > ? ORDER BY key LIMIT 1 OFFSET ?");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, at);
  sq_bind_int(st, 2, SOME_KEYS);
  const int rc = sq_step(s, st);
  if (rc == 1) sq_column_hash(st, 0, end);
  else memset(end, 0xff, 2 * sizeof *end);
  sq_release(s, st);
  return rc;
}

static int mark_keys(struct sq *s, const uint64_t at[2], const uint64_t end[2]) {
  int rc;
  uint64_t key[2];
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT DISTINCT key FROM alias WHERE key > ? AND key <= ? AND work IN " WORKS);
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, at);
  sq_bind_hash(st, 2, end);
  while ((rc = sq_step(s, st)) == 1) {
    sq_column_hash(st, 0, key);
    const int put = sq_gone_put(s, key, TDG_GONE_FORGOTTEN, (int64_t)time(NULL) * 1000);
    if (put < 0) {
      rc = put;
      break;
    }
  }
  sq_release(s, st);
  return rc;
}

static int drop_keys(struct sq *s, const uint64_t at[2], const uint64_t end[2]) {
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM alias WHERE key > ? AND key <= ? AND work IN " WORKS);
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, at);
  sq_bind_hash(st, 2, end);
  return sq_run(s, st);
}

static int some_keys(struct sq *s, struct tdg_purge *p) {
  uint64_t end[2];
  const int more = end_of_keys(s, p->key, end);
  int rc = more < 0 ? more : mark_keys(s, p->key, end);
  if (rc == 0) rc = drop_keys(s, p->key, end);
  memcpy(p->key, end, sizeof end);
  return rc < 0 ? rc : more;
}

/* ---- stories, and notes about their records ---- */

/* A headline is the title of a record, as a rule: those of others stay. */
#define OTHERS                                                                                               \
  "(SELECT t.title FROM record m JOIN log t ON t.seq = m.seq WHERE m.story > 0 AND m.story IN " STORIES_OF ")"

static int all_stories(struct sq *s) {
  static const char *const sql[] = {
      "INSERT OR IGNORE INTO forgotten SELECT 2, moved_to FROM story WHERE moved_to > 0 AND id "
      "IN " STORIES_OF,
      "INSERT OR IGNORE INTO forgotten SELECT 2, id FROM story WHERE moved_to > 0 AND moved_to "
      "IN " STORIES_OF,
      "UPDATE story SET headline = coalesce((SELECT t.title FROM record m JOIN log t ON t.seq = m.seq WHERE "
      "m.story = story.id AND m.story > 0 AND m.superseded_by = 0 ORDER BY m.at DESC, m.id LIMIT 1), '')"
      " WHERE id IN " STORIES_OF " AND headline NOT IN " OTHERS,
      "DELETE FROM log WHERE seq IN (SELECT seq FROM brief WHERE story IN " STORIES_OF ")",
      ("DELETE FROM brief WHERE story IN " STORIES_OF)};
  int rc = sq_keep_last_seq(s);
  for (size_t i = 0; rc >= 0 && i < sizeof sql / sizeof *sql; i++) rc = run(s, sql[i]);
  return rc < 0 ? rc : 0;
}

static int some_notes(struct sq *s, struct tdg_purge *p) {
  int64_t end;
  const int more =
      next_end(s, "SELECT about FROM log WHERE kind = 6 AND about > ? ORDER BY about LIMIT 1 OFFSET ?", p->at,
               SOME_NOTES, &end);
  const int rc =
      more < 0 ? more
               : run_between(s,
                             "DELETE FROM log WHERE kind = 6 AND about > ? AND about <= ? AND headline <> ''"
                             " AND story IN " STORIES_OF " AND headline NOT IN " OTHERS,
                             p->at, end);
  p->at = end;
  return rc < 0 ? rc : more;
}

/* ---- tasks and documents that name them ---- */

/* A request carries the item that led to it.  Short addresses may be part of others.  A note of a stage's failure may name
 * its record by the title. */
#define NAMES(column)                                                                                        \
  "EXISTS (SELECT 1 FROM forgotten u WHERE u.what = 3 AND length(u.value) >= 12 AND instr(" column           \
  ", CAST(u.value AS BLOB)) > 0)"
#define NAMING_TASKS " id > ?1 AND id <= ?2 AND kind <> 1 AND (url IN " URLS " OR " NAMES("task.request") ")"

static int is_under_way(struct sq *s, int64_t at, int64_t end) {
  int64_t some = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT EXISTS (SELECT 1 FROM task WHERE state = 1 AND" NAMING_TASKS ")");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, at);
  sq_bind_int(st, 2, end);
  const int rc = sq_int(s, st, &some);
  return rc < 0 ? rc : (int)some;
}

/* One that is under way will be settled. */
static int some_tasks(struct sq *s, struct tdg_purge *p) {
  int64_t end;
  const int more =
      next_end(s, "SELECT id FROM task WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?", p->at, SOME_TASKS, &end);
  int rc = more;
  if (rc >= 0)
    rc = run_between(s,
                     p->alone ? "DELETE FROM task WHERE" NAMING_TASKS
                              : "DELETE FROM task WHERE state <> 1 AND" NAMING_TASKS,
                     p->at, end);
  if (rc > 0)
    rc = run(s, "UPDATE lane SET head = (SELECT min(due) FROM task WHERE lane = lane.id AND state = 0)");
  if (rc >= 0 && !p->alone) rc = is_under_way(s, p->at, end);
  if (rc > 0) p->waits = 1;
  p->at = end;
  return rc < 0 ? rc : more;
}

static int some_documents(struct sq *s, struct tdg_purge *p) {
  int64_t end;
  const int more = next_end(s, "SELECT id FROM quarantine WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?", p->at,
                            SOME_DOCUMENTS, &end);
  int rc = more;
  if (rc >= 0)
    rc = run_between(s,
                     "DELETE FROM quarantine WHERE id > ?1 AND id <= ?2 AND (url IN " URLS
                     " OR " NAMES("quarantine.document") ")",
                     p->at, end);
  if (rc > 0) p->quarantined += rc;
  if (rc > 0)
    rc = run(
        s, "UPDATE counter SET value = (SELECT coalesce(sum(length(document)), 0) FROM quarantine) WHERE name"
           " = 'quarantine'");
  p->at = end;
  return rc < 0 ? rc : more;
}

/* ---- what stages remember ---- */

/* The parts of a checkpoint in the making stay: it is of a stage that has begun anew. */
static int some_parts(struct sq *s) {
  const int rc = run(s, "DELETE FROM checkpoint_part WHERE rowid IN (SELECT p.rowid FROM checkpoint c JOIN"
                        " checkpoint_part p ON p.stage = c.stage AND p.generation = c.generation LIMIT 5)");
  if (rc < 0 || sqlite3_changes(s->db) > 0) return rc < 0 ? rc : 1;
  return run(s, "DELETE FROM checkpoint");
}

/* ---- all of them ---- */

static int some(struct sq *s, struct tdg_purge *p) {
  switch ((enum part)p->part) {
  case STORIES: return all_stories(s);
  case KEYS: return some_keys(s, p);
  case NOTES: return some_notes(s, p);
  case TASKS: return some_tasks(s, p);
  case QUARANTINE: return some_documents(s, p);
  case CHECKPOINTS: return some_parts(s);
  case FORGOTTEN: {
    const int rc = run(s, "UPDATE consumer SET reason = '' WHERE reason <> ''");
    return rc < 0 ? rc : run(s, "DELETE FROM forgotten");
  }
  default: return 0;
  }
}

/* 1: the part goes on, or the next one begins; 2: it is to be looked through once more. */
static int turn(struct tdg_purge *p, int more) {
  if (more != 0) return more;
  const int again = (int)p->waits;
  p->at = 0;
  p->waits = 0;
  if (again) return 2;
  p->part++;
  return 1;
}

static int has_forgotten(struct sq *s) {
  int64_t some = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT EXISTS (SELECT 1 FROM forgotten)");
  const int rc = st == NULL ? s->status : sq_int(s, st, &some);
  return rc < 0 ? rc : (int)some;
}

int sq_forget_some(struct sq *s, struct tdg_purge *p) {
  const int64_t until = sq_clock_us() + STEP_US;
  const struct tdg_purge before = *p;
  int rc = (enum part)p->part == STORIES ? has_forgotten(s) : (int)(p->part < PARTS);
  if (rc == 0) p->part = PARTS;
  if (rc > 0) rc = sq_begin(s) < 0 ? s->status : 1;
  if (rc <= 0) return rc;
  do rc = some(s, p);
  while (rc >= 0 && (rc = turn(p, rc)) == 1 && p->part < PARTS && sq_clock_us() < until);
  const int status = rc < 0 ? rc : sq_commit(s);
  if (status >= 0) return rc;
  *p = before;
  if (s->writing) sq_rollback(s);
  return s->status = status;
}
