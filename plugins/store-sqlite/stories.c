/* stories.c - queries about stories.
 *
 * A story's counts are stored in its row.  They are recomputed once per transaction for the stories that
 * changed in it, however many notes there were.
 */
#include "sq.h"

#include <string.h>

int sq_story_settle(struct sq *s) {
  if (!s->writing || s->broken || !s->has_dirty) return 0;
  sqlite3_stmt *st = sq_prepare(
      s, "UPDATE story SET (records, copies, publishers, undated, first_at, last_at) = (SELECT count(*),"
         " count(nullif(" SQ_ORIGINAL ", 0)), count(DISTINCT nullif(publisher, '')), count(*) - "
         "count(nullif(at, 0)),"
         " coalesce(min(nullif(at, 0)), 0), coalesce(max(nullif(at, 0)), 0) FROM record r WHERE r.story = "
         "story.id AND r.story > 0 AND r.superseded_by = 0 AND r.dropped = 0)"
         " WHERE id IN (SELECT id FROM dirty)");
  int rc = st == NULL ? s->status : sq_run(s, st);
  if (rc != 0 || (st = sq_prepare(s, "DELETE FROM dirty")) == NULL) return rc != 0 ? rc : s->status;
  rc = sq_run(s, st);
  s->has_dirty = rc != 0;
  return rc;
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
  row->undated = (uint32_t)sq_column_int(st, 11);
}

#define STORY                                                                                                \
  "SELECT id,records,publishers,copies,first_at,last_at,moved_to,touched,brief,brief > 0 AND changed > "     \
  "brief_seq,"                                                                                               \
  "headline,undated FROM story "
#define WANTED(dated)                                                                                        \
  "WHERE last_at " dated " 0 AND ((moved_to = 0 AND records > 0 AND records >= ?3 AND"                       \
  " (?2 = 0 OR (last_at >= ?2 AND last_at <> 0))) OR (moved_to > 0 AND ?4)) "

/* Dated stories by the time of their last record; undated ones come last in either direction. */
static const char *const listings[2][2] = {
    {STORY WANTED("<>") "ORDER BY last_at DESC, id DESC LIMIT ?5",
     STORY WANTED("=") "ORDER BY id DESC LIMIT ?5"},
    {STORY WANTED("<>") "ORDER BY last_at, id LIMIT ?5", STORY WANTED("=") "ORDER BY id LIMIT ?5"}};

static int wants_stale(const struct tdg_story_query *q) {
  return q->size >= offsetof(struct tdg_story_query, after) + sizeof q->after && q->stale != 0;
}

static int list_some(struct sq *s, const char *sql, const struct tdg_story_query *q, int64_t limit,
                     tdg_story_fn fn, void *arg, int *enough) {
  struct tdg_story_row row;
  int n = 0, rc;
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  if (q->id != 0) {
    sq_bind_int(st, 1, q->id);
  } else if (wants_stale(q)) {
    sq_bind_int(st, 1, q->after);
    sq_bind_int(st, 2, limit > 0 ? limit : -1);
  } else {
    sq_bind_int(st, 2, q->since);
    sq_bind_int(st, 3, (int64_t)q->min_records);
    sq_bind_int(st, 4, q->with_moved != 0);
    sq_bind_int(st, 5, limit > 0 ? limit : -1);
  }
  while ((rc = sq_step(s, st)) == 1) {
    story_read(st, &row);
    n++;
    if ((*enough = fn(arg, &row)) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_story_list(void *store, const struct tdg_story_query *q, tdg_story_fn fn, void *arg) {
  struct sq *s = store;
  int enough = 0, n = 0, rc = sq_story_settle(s);
  if (rc != 0) return rc;
  if (q->id != 0) return list_some(s, STORY "WHERE id = ?1", q, 0, fn, arg, &enough);
  if (wants_stale(q))
    return list_some(s, STORY "WHERE brief > 0 AND changed > brief_seq AND id > ?1 ORDER BY id LIMIT ?2", q,
                     q->limit, fn, arg, &enough);
  for (int undated = 0; undated < 2 && !enough && (q->limit <= 0 || n < q->limit); undated++) {
    rc = list_some(s, listings[q->oldest_first != 0][undated], q, q->limit <= 0 ? 0 : q->limit - n, fn, arg,
                   &enough);
    if (rc < 0) return rc;
    n += rc;
  }
  return n;
}

int sq_story_brief_drop(void *store, int64_t story) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "UPDATE story SET brief = 0, brief_seq = 0 WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  return sq_run(s, st);
}

int sq_story_members(void *store, int64_t story, int64_t max, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  int rc = sq_story_resolve(s, &story);
  if (rc != 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, SQ_FOLDED "WHERE r.story = ? AND r.story > 0 AND r.superseded_by = 0 AND r.dropped = 0"
                              " ORDER BY r.at = 0, r.at, r.id LIMIT ?");
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
