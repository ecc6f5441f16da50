/* stories.c - questions about stories.
 *
 * A story's counts are kept in its row.  They are taken anew, once per transaction, for the stories that
 * changed in it, whatever number of notes there were.
 */
#include "sq.h"

#include <string.h>

int sq_story_settle(struct sq *s) {
  if (!s->writing || s->broken) return 0;
  sqlite3_stmt *st = sq_prepare(
      s,
      "UPDATE story SET (records, copies, publishers, first_at, last_at) = (SELECT count(*),"
      " count(nullif(duplicate_of, 0)), count(DISTINCT nullif(publisher, '')), coalesce(min(at), 0),"
      " coalesce(max(at), 0) FROM record r WHERE r.story = story.id AND r.story > 0 AND r.superseded_by = 0)"
      " WHERE id IN (SELECT id FROM dirty)");
  int rc = st == NULL ? s->status : sq_run(s, st);
  if (rc != 0 || (st = sq_prepare(s, "DELETE FROM dirty")) == NULL) return rc != 0 ? rc : s->status;
  return sq_run(s, st);
}

static void story_read(sqlite3_stmt *st, struct tdg_story_row *row) {
  memset(row, 0, sizeof *row);
  row->size = sizeof *row;
  row->id = sq_column_int(st, 0);
  row->records = (uint32_t)sq_column_int(st, 1);
  row->publishers = (uint32_t)sq_column_int(st, 2);
  row->copies = (uint32_t)sq_column_int(st, 3);
  row->first = sq_column_int(st, 4);
  row->last = sq_column_int(st, 5);
  row->moved_to = sq_column_int(st, 6);
  row->touched = sq_column_int(st, 7);
  row->brief = sq_column_int(st, 8);
  row->brief_stale = (int)sq_column_int(st, 9);
  row->headline = sq_column_str(st, 10);
}

#define STORY                                                                                                \
  "SELECT id,records,publishers,copies,first_at,last_at,moved_to,touched,brief,brief > 0 AND changed > "     \
  "brief_seq,"                                                                                               \
  "headline FROM story "
#define WANTED                                                                                               \
  "WHERE (moved_to = 0 AND records > 0 AND records >= ?3 AND last_at >= ?2) OR (moved_to > 0 AND ?4) "

static sqlite3_stmt *story_question(struct sq *s, const struct tdg_story_query *q) {
  sqlite3_stmt *st = q->id != 0 ? sq_prepare(s, STORY "WHERE id = ?1")
                     : q->oldest_first
                         ? sq_prepare(s, STORY WANTED "ORDER BY last_at, id LIMIT ?5")
                         : sq_prepare(s, STORY WANTED "ORDER BY last_at DESC, id DESC LIMIT ?5");
  if (st == NULL) return NULL;
  if (q->id != 0) {
    sq_bind_int(st, 1, q->id);
    return st;
  }
  sq_bind_int(st, 2, q->since);
  sq_bind_int(st, 3, (int64_t)q->min_records);
  sq_bind_int(st, 4, q->with_moved != 0);
  sq_bind_int(st, 5, q->limit > 0 ? q->limit : -1);
  return st;
}

int sq_story_list(void *store, const struct tdg_story_query *q, tdg_story_fn fn, void *arg) {
  struct sq *s = store;
  struct tdg_story_row row;
  int n = 0, rc = sq_story_settle(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = story_question(s, q);
  if (st == NULL) return s->status;
  while ((rc = sq_step(s, st)) == 1) {
    story_read(st, &row);
    n++;
    if (fn(arg, &row) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_story_members(void *store, int64_t story, int64_t max, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  int rc = sq_story_resolve(s, &story);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(
      s, SQ_FOLDED "WHERE r.story = ? AND r.story > 0 AND r.superseded_by = 0 ORDER BY r.at, r.id LIMIT ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  sq_bind_int(st, 2, max > 0 ? max : -1);
  return sq_rows_each(s, st, 0, fn, arg);
}

int sq_story_brief(void *store, int64_t story, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  int rc = sq_story_resolve(s, &story);
  if (rc != 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, SQ_RAW "JOIN story s ON s.brief_seq = l.seq WHERE s.id = ? AND s.brief > 0");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  return sq_row_one(s, st, fn, arg);
}
