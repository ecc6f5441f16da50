/* removal.c - works that are taken out of the store, and what is remembered of them.
 *
 * The row in `log`, its notes and words go; the keys in `alias` stay, and a mark in `gone` tells that the work they mean
 * is not missing by mistake.   Of a work that was
 * forgotten (forget.c) each key has one, and the keys themselves go too.
 */
#include "sq.h"

#include <string.h>

enum { VERSIONS = 64, ID_BITS = 20 };

/* ---- what is old ---- */

/* The time stands in the id. */
int sq_old_list(void *store, int64_t after, int64_t before_ms, int64_t max, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  int rc, n = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT r.id, r.work, l.source, l.first_seen FROM record r CROSS JOIN log l"
                    " ON l.seq = r.seq WHERE r.id > ?1 AND r.id < ?2 AND r.superseded_by = 0"
                    " ORDER BY r.id LIMIT ?3");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, after);
  sq_bind_int(st, 2, before_ms > 0 && before_ms < INT64_MAX >> ID_BITS ? before_ms << ID_BITS : 0);
  sq_bind_int(st, 3, max);
  while ((rc = sq_step(s, st)) == 1) {
    struct tdg_row row = {.size = sizeof row, .id = sq_column_int(st, 0)};
    sq_column_hash(st, 1, row.work);
    row.source = sq_column_str(st, 2);
    row.first_seen = sq_column_int(st, 3);
    row.by = row.publisher = row.url = row.native_id = row.title = row.language = row.headline = row.text =
        row.wire = sq_str("");
    n++;
    if (fn(arg, &row) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

/* ---- one work ---- */

static int run_one(struct sq *s, const char *sql, int64_t what) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, what);
  const int rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}

/* The index has the newest version that it has read. */
static int drop_words(struct sq *s, const uint64_t work[2]) {
  int64_t indexed = 0, seq = 0;
  int rc = sq_cursor_get(s, "search", &indexed);
  if (rc < 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT seq FROM record WHERE work = ? AND seq <= ? ORDER BY version DESC LIMIT 1");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  sq_bind_int(st, 2, indexed);
  rc = sq_int(s, st, &seq);
  return rc == 1 ? sq_search_drop(s, seq) : rc;
}

static int drop_name(struct sq *s, struct tdg_str name, int64_t id) {
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM name WHERE hash = ? AND id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, sq_name_hash(name));
  sq_bind_int(st, 2, id);
  return sq_run(s, st);
}

static int drop_names(struct sq *s, int64_t id, int64_t seq) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT url, native_id FROM log WHERE seq = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, seq);
  int rc = sq_step(s, st);
  if (rc == 1) rc = drop_name(s, sq_column_str(st, 0), id);
  if (rc == 0) rc = drop_name(s, sq_column_str(st, 1), id);
  sq_release(s, st);
  return rc;
}

/* The first of the copies that are left becomes the original of the others. */
static int hand_on_copies(struct sq *s, int64_t id) {
  int64_t next = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT min(id) FROM record WHERE duplicate_of = ?1 AND duplicate_of > 0"
                                   " AND superseded_by = 0");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_int(s, st, &next);
  if (rc < 0) return rc;
  st = sq_prepare(
      s, "UPDATE record SET duplicate_of = iif(work = (SELECT work FROM record WHERE id = ?2), 0, ?2)"
         " WHERE duplicate_of = ?1 AND duplicate_of > 0");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  sq_bind_int(st, 2, next);
  return sq_run(s, st);
}

static int drop_queued(struct sq *s, int64_t id) {
  int64_t has = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT EXISTS (SELECT 1 FROM refused WHERE record = ?)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  const int rc = sq_int(s, st, &has);
  if (rc < 0 || !has) return rc < 0 ? rc : 0;
  return sq_refused_drop(s, NULL, id);
}

struct version {
  int64_t id, seq, story;
};

static int drop_version(struct sq *s, const struct version *v, struct tdg_removed *out) {
  int rc = drop_names(s, v->id, v->seq);
  if (rc >= 0) rc = hand_on_copies(s, v->id);
  if (rc >= 0) rc = drop_queued(s, v->id);
  if (rc >= 0) rc = run_one(s, "DELETE FROM log WHERE kind = 6 AND about = ?", v->id);
  if (rc >= 0) out->notes += rc;
  if (rc >= 0) rc = run_one(s, "DELETE FROM log WHERE seq = ?", v->seq);
  if (rc >= 0) rc = run_one(s, "DELETE FROM record WHERE id = ?", v->id);
  out->records++;
  return rc < 0 ? rc : 0;
}

/* Of this story, and of those that were merged into it. */
static int drop_briefs(struct sq *s, int64_t story, struct tdg_removed *out) {
  int rc = run_one(
      s,
      "DELETE FROM log WHERE seq IN (SELECT seq FROM brief WHERE story = ?1 UNION"
      " SELECT b.seq FROM story m JOIN brief b ON b.story = m.id WHERE m.moved_to = ?1 AND m.moved_to > 0)",
      story);
  if (rc < 0) return rc;
  out->briefs += rc;
  rc = run_one(s,
               "DELETE FROM brief WHERE story = ?1 OR story IN (SELECT id FROM story WHERE moved_to = ?1"
               " AND moved_to > 0)",
               story);
  return rc < 0 ? rc : 0;
}

static int drop_story(struct sq *s, int64_t story, struct tdg_removed *out) {
  int rc = drop_briefs(s, story, out);
  if (rc >= 0) rc = run_one(s, "DELETE FROM story WHERE moved_to = ?1 AND moved_to > 0", story);
  if (rc >= 0) rc = run_one(s, "DELETE FROM story WHERE id = ?", story);
  if (rc >= 0) rc = run_one(s, "DELETE FROM dirty WHERE id = ?", story);
  out->stories++;
  return rc < 0 ? rc : 0;
}

/* Its briefs quote what is gone.  That it had one stays in its row, so that one is written for what is left, whatever is
 * appended next. */
static int leave_story(struct sq *s, int64_t story, struct tdg_removed *out) {
  int64_t left = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT EXISTS (SELECT 1 FROM record WHERE story = ? AND story > 0)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  int rc = sq_int(s, st, &left);
  if (rc < 0 || !left) return rc < 0 ? rc : drop_story(s, story, out);
  rc = drop_briefs(s, story, out);
  return rc < 0 ? rc : sq_story_touch(s, story, s->last_seq + 1);
}

/* Up to VERSIONS at a time, the latest first, so that what is left is always a work. */
static int some_versions(struct sq *s, const uint64_t work[2], struct version *v) {
  int rc, n = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT id, seq, story FROM record WHERE work = ? ORDER BY version DESC LIMIT ?");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  sq_bind_int(st, 2, VERSIONS);
  while ((rc = sq_step(s, st)) == 1)
    v[n++] = (struct version){sq_column_int(st, 0), sq_column_int(st, 1), sq_column_int(st, 2)};
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

static int drop_versions(struct sq *s, const uint64_t work[2], struct tdg_removed *out) {
  struct version v[VERSIONS];
  int n, rc = 0;
  while (rc == 0 && (n = some_versions(s, work, v)) != 0) {
    if (n < 0) return n;
    for (int i = 0; rc == 0 && i < n; i++) rc = drop_version(s, &v[i], out);
    for (int i = 0; rc == 0 && i < n; i++)
      if (v[i].story > 0 && (i == 0 || v[i].story != v[i - 1].story)) rc = leave_story(s, v[i].story, out);
  }
  return rc;
}

static int is_there(struct sq *s, const uint64_t work[2]) {
  int64_t there = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT EXISTS (SELECT 1 FROM record WHERE work = ?)");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  const int rc = sq_int(s, st, &there);
  return rc < 0 ? rc : (int)there;
}

int sq_work_remove(void *store, const uint64_t work[2], uint32_t why, int64_t now_ms,
                   struct tdg_removed *out) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc == 0 && why != TDG_GONE_OLD && why != TDG_GONE_FORGOTTEN)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a removal for no reason", s->path);
  if (rc == 0 && out->size < sizeof *out)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a removal without room for its counts", s->path);
  if (rc == 0) rc = is_there(s, work);
  if (rc <= 0) return rc;
  sq_fresh_drop(s);
  rc = drop_words(s, work);
  if (rc >= 0) rc = sq_gone_put(s, work, why, now_ms);
  if (rc >= 0 && why == TDG_GONE_FORGOTTEN) rc = sq_forget_gather(s, work);
  if (rc >= 0) rc = drop_versions(s, work, out);
  if (rc >= 0) rc = sq_keep_last_seq(s);
  if (rc < 0) return s->broken = 1, rc;
  out->works++;
  return 1;
}
