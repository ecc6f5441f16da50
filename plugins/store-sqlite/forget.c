/* forget.c - what else a store has of works that are to be forgotten.
 *
 * Their records and notes go as those of old ones (removal.c).  Beside these, their words may stand in the headlines of
 * their stories and in notes that say so, in all briefs of the stories that they were ever in, in tasks and quarantined
 * documents that name their addresses, and in what stages remember.  There is no index for most of this: each is one pass
 * over a table, at the commit, for all works of the transaction.
 */
#include "sq.h"

#include <stdlib.h>
#include <string.h>

enum { SOME_KEYS = 256 };

/* ---- the works of this transaction, their stories and addresses ---- */

static const char begin[] = "CREATE TEMP TABLE IF NOT EXISTS forgotten_work(work BLOB PRIMARY KEY);"
                            "CREATE TEMP TABLE IF NOT EXISTS forgotten_story(id INTEGER PRIMARY KEY);"
                            "CREATE TEMP TABLE IF NOT EXISTS forgotten_url(url TEXT PRIMARY KEY);"
                            "CREATE TEMP TABLE IF NOT EXISTS forgotten_key(key BLOB PRIMARY KEY);"
                            "DELETE FROM forgotten_work; DELETE FROM forgotten_story; DELETE FROM "
                            "forgotten_url; DELETE FROM forgotten_key;"
                            "PRAGMA secure_delete = ON;";

static int run_work(struct sq *s, const char *sql, const uint64_t work[2]) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  return sq_run(s, st);
}

int sq_forget_gather(struct sq *s, const uint64_t work[2]) {
  int rc = s->forgetting ? 0 : sq_exec(s, begin, "preparing to forget");
  s->forgetting = 1;
  if (rc == 0) rc = run_work(s, "INSERT OR IGNORE INTO forgotten_work VALUES(?)", work);
  if (rc == 0)
    rc = run_work(
        s, "INSERT OR IGNORE INTO forgotten_story SELECT story FROM record WHERE work = ? AND story > 0",
        work);
  if (rc == 0)
    rc = run_work(
        s,
        "INSERT OR IGNORE INTO forgotten_story SELECT l.story FROM record r JOIN log l ON l.kind = 6 AND"
        " l.about = r.id WHERE r.work = ? AND l.story > 0",
        work);
  if (rc == 0)
    rc = run_work(
        s,
        "INSERT OR IGNORE INTO forgotten_url SELECT l.url FROM record r JOIN log l ON l.seq = r.seq WHERE"
        " r.work = ? AND l.url <> ''",
        work);
  return rc;
}

/* ---- at the commit ---- */

static int run_all(struct sq *s, const char *const *sql, size_t n) {
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < n; i++) {
    sqlite3_stmt *st = sq_prepare(s, sql[i]);
    rc = st == NULL ? s->status : sq_run(s, st);
  }
  return rc;
}
#define RUN_ALL(s, list) run_all(s, list, sizeof(list) / sizeof *(list))

static int some_keys(struct sq *s, uint64_t (*keys)[2]) {
  int rc, n = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT key FROM forgotten_key LIMIT ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, SOME_KEYS);
  while ((rc = sq_step(s, st)) == 1) sq_column_hash(st, 0, keys[n++]);
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

/* Whoever owns the key: an address is the same for all. */
static int mark_keys(struct sq *s) {
  static const char *const take[] = {"INSERT OR IGNORE INTO forgotten_key SELECT key FROM alias WHERE work "
                                     "IN (SELECT work FROM forgotten_work)",
                                     "DELETE FROM alias WHERE work IN (SELECT work FROM forgotten_work)"};
  uint64_t keys[SOME_KEYS][2];
  int n, rc = RUN_ALL(s, take);
  while (rc == 0 && (n = some_keys(s, keys)) != 0) {
    if (n < 0) return n;
    for (int i = 0; rc == 0 && i < n; i++) rc = sq_gone_put(s, keys[i], TDG_GONE_FORGOTTEN, s->forgot_at);
    for (int i = 0; rc == 0 && i < n; i++)
      rc = run_work(s, "DELETE FROM forgotten_key WHERE key = ?", keys[i]);
  }
  return rc;
}

/* A headline is the title of a record, as a rule: those of others stay. */
#define OTHERS                                                                                               \
  "(SELECT t.title FROM record m JOIN log t ON t.seq = m.seq WHERE m.story > 0 AND m.story IN (SELECT id "   \
  "FROM "                                                                                                    \
  "forgotten_story))"
#define IN_STORIES " IN (SELECT id FROM forgotten_story)"

static const char *const stories[] = {
    "INSERT OR IGNORE INTO forgotten_story SELECT moved_to FROM story WHERE moved_to > 0 AND id" IN_STORIES,
    "INSERT OR IGNORE INTO forgotten_story SELECT id FROM story WHERE moved_to > 0 AND moved_to" IN_STORIES,
    "DELETE FROM log WHERE kind = 6 AND headline <> '' AND story" IN_STORIES " AND headline NOT IN " OTHERS,
    "UPDATE story SET headline = coalesce((SELECT t.title FROM record m JOIN log t ON t.seq = m.seq WHERE "
    "m.story ="
    " story.id AND m.story > 0 AND m.superseded_by = 0 ORDER BY m.at DESC, m.id LIMIT 1), '') WHERE "
    "id" IN_STORIES " AND headline NOT IN " OTHERS,
    "DELETE FROM log WHERE seq IN (SELECT seq FROM brief WHERE story" IN_STORIES ")",
    "DELETE FROM brief WHERE story" IN_STORIES};

/* A request carries the item that led to it.  Short addresses may be part of others.  A note of a stage's failure may name
 * its record by the title. */
#define NAMES(column)                                                                                        \
  "EXISTS (SELECT 1 FROM forgotten_url u WHERE length(u.url) >= 12 AND instr(" column                        \
  ", CAST(u.url AS BLOB)) > 0)"

static const char *const others[] = {
    "DELETE FROM task WHERE kind <> 1 AND (url IN (SELECT url FROM forgotten_url) OR " NAMES(
        "task.request") ")",
    "UPDATE lane SET head = (SELECT min(due) FROM task WHERE lane = lane.id AND state = 0)",
    "DELETE FROM quarantine WHERE url IN (SELECT url FROM forgotten_url) OR " NAMES("quarantine.document"),
    ("UPDATE counter SET value = (SELECT coalesce(sum(length(document)), 0) FROM quarantine) WHERE name = "
     "'quarantine'"),
    "DELETE FROM checkpoint",
    "DELETE FROM checkpoint_part",
    "UPDATE consumer SET reason = '' WHERE reason <> ''",
    "DELETE FROM forgotten_work",
    "DELETE FROM forgotten_story",
    "DELETE FROM forgotten_url"};

int sq_forget_settle(struct sq *s) {
  if (!s->forgetting) return 0;
  int rc = mark_keys(s);
  if (rc == 0) rc = RUN_ALL(s, stories);
  if (rc == 0) rc = RUN_ALL(s, others);
  s->forgetting = 0;
  return rc;
}
