/* forget.c - what else a store has of a work that is to be forgotten.
 *
 * Its records and notes go as those of an old one (removal.c).  Beside them its words may stand in the headline of its
 * story and in notes that say so, in all briefs of the stories that it was ever in, in tasks and quarantined documents
 * that name its address, and in what stages remember.  There is no index for most of this: each is one pass over a table.
 */
#include "sq.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_KEYS = 1000 };

/* ---- keys ---- */

/* An address that means no work of its own is not a key of this one. */
static int mark_keys(struct sq *s, const uint64_t work[2], int64_t now_ms) {
  uint64_t(*keys)[2] = malloc(MAX_KEYS * sizeof *keys);
  int rc, n = 0;
  sqlite3_stmt *st = keys != NULL ? sq_prepare(s, "SELECT DISTINCT key FROM alias WHERE work = ?") : NULL;
  if (st == NULL) {
    free(keys);
    return keys == NULL ? sq_fail(s, TDG_RETRY, "store %s: no memory", s->path) : s->status;
  }
  sq_bind_hash(st, 1, work);
  while (n < MAX_KEYS && (rc = sq_step(s, st)) == 1) sq_column_hash(st, 0, keys[n++]);
  sq_release(s, st);
  for (int i = 0; rc >= 0 && i < n; i++) rc = sq_gone_put(s, keys[i], TDG_GONE_FORGOTTEN, now_ms);
  free(keys);
  if (rc < 0) return rc;
  st = sq_prepare(s, "DELETE FROM alias WHERE work = ?");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  return sq_run(s, st);
}

/* ---- temporary tables of this work's stories and addresses ---- */

static const char begin[] = "CREATE TEMP TABLE IF NOT EXISTS forgotten_story(id INTEGER PRIMARY KEY);"
                            "CREATE TEMP TABLE IF NOT EXISTS forgotten_url(url TEXT PRIMARY KEY);"
                            "DELETE FROM forgotten_story; DELETE FROM forgotten_url;";

static int run_work(struct sq *s, const char *sql, const uint64_t work[2]) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  return sq_run(s, st);
}

/* The stories that any version was ever put into, those into which these were merged, and the other way round. */
static int gather(struct sq *s, const uint64_t work[2]) {
  static const char *const steps[] = {
      "INSERT OR IGNORE INTO forgotten_story SELECT story FROM record WHERE work = ?1 AND story > 0",
      "INSERT OR IGNORE INTO forgotten_story SELECT l.story FROM record r JOIN log l ON l.kind = 6 AND "
      "l.about = r.id"
      " WHERE r.work = ?1 AND l.story > 0",
      "INSERT OR IGNORE INTO forgotten_story SELECT moved_to FROM story WHERE moved_to > 0 AND ?1 <> x'' AND"
      " id IN (SELECT id FROM forgotten_story)",
      "INSERT OR IGNORE INTO forgotten_story SELECT id FROM story WHERE moved_to > 0 AND ?1 <> x'' AND"
      " moved_to IN (SELECT id FROM forgotten_story)",
      "INSERT OR IGNORE INTO forgotten_url SELECT l.url FROM record r JOIN log l ON l.seq = r.seq WHERE "
      "r.work = ?1"
      " AND l.url <> ''"};
  int rc = sq_exec(s, begin, "preparing to forget");
  for (size_t i = 0; rc == 0 && i < sizeof steps / sizeof steps[0]; i++) rc = run_work(s, steps[i], work);
  return rc;
}

/* ---- stories ---- */

/* A headline is the title of a record, as a rule: those of others stay. */
#define OTHERS                                                                                               \
  "(SELECT t.title FROM record m JOIN log t ON t.seq = m.seq WHERE m.story > 0 AND m.story IN (SELECT id "   \
  "FROM "                                                                                                    \
  "forgotten_story) AND m.work <> ?1)"

static int drop_headlines(struct sq *s, const uint64_t work[2], struct tdg_removed *out) {
  int rc = run_work(
      s,
      "DELETE FROM log WHERE kind = 6 AND headline <> '' AND story IN (SELECT id FROM forgotten_story)"
      " AND headline NOT IN " OTHERS,
      work);
  if (rc < 0) return rc;
  out->notes += sqlite3_changes(s->db);
  return run_work(
      s,
      "UPDATE story SET headline = coalesce((SELECT t.title FROM record m JOIN log t ON t.seq = m.seq"
      " WHERE m.story = story.id AND m.story > 0 AND m.work <> ?1 AND m.superseded_by = 0"
      " ORDER BY m.at DESC, m.id LIMIT 1), '')"
      " WHERE id IN (SELECT id FROM forgotten_story) AND headline NOT IN " OTHERS,
      work);
}

static int drop_briefs(struct sq *s, struct tdg_removed *out) {
  int64_t story = 0, after = 0;
  int rc;
  do {
    sqlite3_stmt *st = sq_prepare(s, "SELECT min(id) FROM forgotten_story WHERE id > ?");
    if (st == NULL) return s->status;
    sq_bind_int(st, 1, after);
    rc = sq_int(s, st, &story);
    if (rc != 1) return rc;
    after = story;
    rc = sq_story_drop_briefs(s, story, out);
  } while (rc >= 0);
  return rc;
}

/* ---- tables without records ---- */

static int run_plain(struct sq *s, const char *sql, int64_t *n) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  const int rc = sq_run(s, st);
  if (rc >= 0 && n != NULL) *n += sqlite3_changes(s->db);
  return rc;
}

/* A request carries the item that led to it.  Short addresses may be part of others. */
#define NAMES(column)                                                                                        \
  "EXISTS (SELECT 1 FROM forgotten_url u WHERE length(u.url) >= 12 AND instr(" column                        \
  ", CAST(u.url AS BLOB)) > 0)"

static int drop_tasks(struct sq *s, struct tdg_removed *out) {
  int rc = run_plain(s,
                     "DELETE FROM task WHERE kind <> 1 AND (url IN (SELECT url FROM forgotten_url) OR " NAMES(
                         "task.request") ")",
                     &out->tasks);
  return rc < 0 || out->tasks == 0
             ? rc
             : run_plain(
                   s, "UPDATE lane SET head = (SELECT min(due) FROM task WHERE lane = lane.id AND state = 0)",
                   NULL);
}

static int drop_quarantined(struct sq *s, struct tdg_removed *out) {
  int rc = run_plain(
      s,
      "DELETE FROM quarantine WHERE url IN (SELECT url FROM forgotten_url) OR " NAMES("quarantine.document"),
      &out->quarantined);
  return rc < 0 ? rc
                : run_plain(
                      s,
                      "UPDATE counter SET value = (SELECT coalesce(sum(length(document)), 0) FROM quarantine)"
                      " WHERE name = 'quarantine'",
                      NULL);
}

/* The last failure of a stage or sink may name its record by its title. */
static int drop_memory(struct sq *s) {
  int rc = run_plain(s, "DELETE FROM checkpoint", NULL);
  if (rc >= 0) rc = run_plain(s, "DELETE FROM checkpoint_part", NULL);
  return rc < 0 ? rc : run_plain(s, "UPDATE consumer SET reason = '' WHERE reason <> ''", NULL);
}

int sq_forget_traces(struct sq *s, const uint64_t work[2], int64_t now_ms, struct tdg_removed *out) {
  int rc = sq_exec(s, "PRAGMA secure_delete = ON; INSERT OR REPLACE INTO counter VALUES('purge', 1)",
                   "forgetting");
  if (rc == 0) rc = gather(s, work);
  if (rc == 0) rc = mark_keys(s, work, now_ms);
  if (rc >= 0) rc = drop_headlines(s, work, out);
  if (rc >= 0) rc = drop_briefs(s, out);
  if (rc >= 0) rc = drop_tasks(s, out);
  if (rc >= 0) rc = drop_quarantined(s, out);
  if (rc >= 0) rc = drop_memory(s);
  return rc;
}
