/* notes.c - apply notes and briefs to the current state.
 *
 * A note names the story or the original of a record.  It applies to the version it is about and to later
 * versions that no other note is about, so an edited report stays in the story of its first version.  A
 * redirect moves a story's records and everything that was redirected to it, so that following a redirect is
 * always a single step.
 *
 * A copy is always in the story of the current version of its original, whichever of the two came first,
 * whichever stage noted the copy, and whatever a note says of the copy alone.
 */
#include "sq.h"

#include <string.h>

static int place_get(struct sq *s, int64_t id, struct sq_place *p) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT story, version, work, duplicate_of FROM record WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_step(s, st);
  if (rc == 1) {
    p->story = sq_column_int(st, 0);
    p->version = sq_column_int(st, 1);
    sq_column_hash(st, 2, p->work);
    p->duplicate_of = sq_column_int(st, 3);
  }
  sq_release(s, st);
  if (rc == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a note about record %lld, which is not there", s->path,
                   (long long)id);
  return rc < 0 ? rc : 0;
}

int sq_story_touch(struct sq *s, int64_t story, int64_t changed) {
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT INTO story(id, changed) VALUES(?1,?2) ON CONFLICT DO UPDATE SET changed = ?2");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  sq_bind_int(st, 2, changed);
  int rc = sq_run(s, st);
  if (rc != 0 || (st = sq_prepare(s, "INSERT OR IGNORE INTO dirty VALUES(?)")) == NULL)
    return rc != 0 ? rc : s->status;
  s->has_dirty = 1;
  sq_bind_int(st, 1, story);
  return sq_run(s, st);
}

int sq_story_resolve(struct sq *s, int64_t *story) {
  int64_t moved = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT moved_to FROM story WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, *story);
  int rc = sq_int(s, st, &moved);
  if (rc == 1 && moved != 0) *story = moved;
  return rc < 0 ? rc : 0;
}

/* Store the position of the last note of this story, and its new headline. */
static int story_noted(struct sq *s, int64_t story, const struct tdg_row *r) {
  int rc = sq_story_touch(s, story, r->seq);
  if (rc != 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, "UPDATE story SET touched = ?2, headline = iif(?3 = '', headline, ?3) WHERE id = ?1");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  sq_bind_int(st, 2, r->seq);
  sq_bind_str(st, 3, r->headline);
  return sq_run(s, st);
}

static int update_two(struct sq *s, const char *sql, int64_t from, int64_t to) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, from);
  sq_bind_int(st, 2, to);
  return sq_run(s, st);
}

/* ---- copies ---- */

/* All current copies of a work, and copies of these; copies of copies arise only when originals change. */
#define FAMILY                                                                                               \
  "WITH RECURSIVE copy(id, work) AS (SELECT k.id, k.work FROM record o JOIN record k ON k.duplicate_of = "   \
  "o.id"                                                                                                     \
  " WHERE o.work = ?1 AND k.duplicate_of > 0 AND k.superseded_by = 0 UNION SELECT k.id, k.work FROM copy c"  \
  " JOIN record o ON o.work = c.work JOIN record k ON k.duplicate_of = o.id"                                 \
  " WHERE k.duplicate_of > 0 AND k.superseded_by = 0) "

/* Mark the stories that the copies leave for `story` as changed. */
static int touch_stories_left(struct sq *s, const uint64_t work[2], int64_t story, int64_t changed) {
  int64_t left = 0, after = 0;
  int rc = 0;
  while (rc == 0) {
    sqlite3_stmt *st = sq_prepare(s, FAMILY "SELECT min(r.story) FROM copy JOIN record r ON r.id = copy.id"
                                            " WHERE r.story > ?3 AND r.story <> ?2");
    if (st == NULL) return s->status;
    sq_bind_hash(st, 1, work);
    sq_bind_int(st, 2, story);
    sq_bind_int(st, 3, after);
    left = 0;
    rc = sq_int(s, st, &left);
    if (rc < 0 || left == 0) return rc < 0 ? rc : 0;
    after = left;
    rc = sq_story_touch(s, left, changed);
  }
  return rc;
}

/* Does a work have copies?  Checked first, since most have none. */
static int has_copies(struct sq *s, const uint64_t work[2]) {
  int64_t copy = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT k.id FROM record o JOIN record k ON k.duplicate_of = o.id"
                    " WHERE o.work = ? AND k.duplicate_of > 0 AND k.superseded_by = 0 LIMIT 1");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  return sq_int(s, st, &copy);
}

/* The story of the work's current version; a note about an old version may name another one. */
static int story_of_work(struct sq *s, const uint64_t work[2], int64_t *story) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT story FROM record WHERE work = ? AND superseded_by = 0");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  *story = 0;
  int rc = sq_int(s, st, story);
  return rc < 0 ? rc : 0;
}

static int move_copies(struct sq *s, const uint64_t work[2], int64_t story, int64_t changed) {
  int64_t apart = 0;
  sqlite3_stmt *st =
      sq_prepare(s, FAMILY "SELECT count(*) FROM copy JOIN record r ON r.id = copy.id WHERE r.story <> ?2");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  sq_bind_int(st, 2, story);
  int rc = sq_int(s, st, &apart);
  if (rc < 0 || apart == 0) return rc < 0 ? rc : 0;
  rc = touch_stories_left(s, work, story, changed);
  if (rc == 0) rc = sq_story_touch(s, story, changed);
  if (rc != 0) return rc;
  st = sq_prepare(s, FAMILY "UPDATE record SET story = ?2 WHERE id IN (SELECT id FROM copy)");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  sq_bind_int(st, 2, story);
  return sq_run(s, st);
}

/* Move the work's copies to its story. */
static int update_copies(struct sq *s, const uint64_t work[2], int64_t changed) {
  int64_t story = 0;
  int rc = has_copies(s, work);
  if (rc <= 0) return rc;
  rc = story_of_work(s, work, &story);
  return rc != 0 || story == 0 ? rc : move_copies(s, work, story, changed);
}

/* Move a copy, and its own copies, to the story of its original.  The original's other copies are already
 * there; visiting them for each new copy would be quadratic. */
static int move_copy(struct sq *s, int64_t copy, const struct sq_place *p, const uint64_t original[2],
                     int64_t changed) {
  int64_t story = 0;
  int rc = story_of_work(s, original, &story);
  if (rc != 0 || story == 0) return rc;
  if (p->story != story) rc = sq_story_touch(s, story, changed);
  if (rc == 0 && p->story != story)
    rc = update_two(s, "UPDATE record SET story = ?2 WHERE id = ?1 AND superseded_by = 0", copy, story);
  if (rc == 0) rc = has_copies(s, p->work);
  return rc <= 0 ? rc : move_copies(s, p->work, story, changed);
}

/* The story of the current version of a copy's original; 0 when no note has named one. */
static int story_of_original(struct sq *s, int64_t copy, int64_t *story) {
  *story = 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT n.story FROM record k JOIN record o ON o.id = k.duplicate_of JOIN record n"
                    " ON n.work = o.work AND n.superseded_by = 0 WHERE k.id = ? AND k.duplicate_of > 0");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, copy);
  int rc = sq_int(s, st, story);
  return rc < 0 ? rc : 0;
}

/* ---- applying notes ---- */

/* Put the record, and later versions that no note is about, into this story. */
static int set_story(struct sq *s, const struct sq_place *p, int64_t story) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE record SET story = ?1, story_noted = (story_noted OR version = "
                                   "?3) WHERE work = ?2 AND version >= ?3 AND"
                                   " version < coalesce((SELECT min(version) FROM record WHERE work = ?2 AND "
                                   "version > ?3 AND story_noted), 1 << 40)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  sq_bind_hash(st, 2, p->work);
  sq_bind_int(st, 3, p->version);
  return sq_run(s, st);
}

static int join(struct sq *s, const struct tdg_row *r, const struct sq_place *p) {
  int64_t story = r->story, originals = 0;
  int rc = sq_story_resolve(s, &story);
  if (rc == 0 && p->duplicate_of != 0) rc = story_of_original(s, r->about, &originals);
  if (rc == 0) rc = story_noted(s, story, r);
  if (originals != 0) story = originals;
  if (rc == 0 && p->story != 0 && p->story != story) rc = sq_story_touch(s, p->story, r->seq);
  if (rc == 0 && originals != 0) rc = sq_story_touch(s, story, r->seq);
  if (rc == 0) rc = set_story(s, p, story);
  return rc != 0 ? rc : update_copies(s, p->work, r->seq);
}

/* Is `of` a version of the same work, or a copy of one?  Two records that are copies of each other would both
 * be lost. */
static int is_ring(struct sq *s, const struct sq_place *p, const struct sq_place *of) {
  struct sq_place its = {0};
  int rc = of->duplicate_of == 0 ? 0 : place_get(s, of->duplicate_of, &its);
  if (rc != 0) return rc;
  return memcmp(of->work, p->work, sizeof p->work) == 0 ||
         (of->duplicate_of != 0 && memcmp(its.work, p->work, sizeof p->work) == 0);
}

/* A note that a record is a copy of itself means that it is not a copy (any more). */
static int mark_copy(struct sq *s, const struct tdg_row *r, const struct sq_place *p) {
  struct sq_place original;
  int64_t of = r->duplicate_of == r->about ? 0 : r->duplicate_of;
  int rc = of == 0 ? 0 : place_get(s, of, &original);
  if (rc == 0 && of != 0) rc = is_ring(s, p, &original);
  if (rc != 0) return rc < 0 ? rc : 0;
  sqlite3_stmt *st = sq_prepare(s, "UPDATE record SET duplicate_of = ? WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, of);
  sq_bind_int(st, 2, r->about);
  rc = sq_run(s, st);
  if (rc == 0 && p->story != 0) rc = sq_story_touch(s, p->story, r->seq);
  return rc != 0 || of == 0 ? rc : move_copy(s, r->about, p, original.work, r->seq);
}

static int redirect(struct sq *s, const struct tdg_row *r) {
  int64_t from = r->story, to = r->moved_to;
  int rc = sq_story_resolve(s, &to);
  if (rc == 0 && (from <= 0 || to <= 0))
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a redirect from story %lld to %lld", s->path, (long long)from,
                   (long long)to);
  if (rc != 0 || from == to) return rc; /* already merged into this one */
  rc = sq_story_touch(s, from, r->seq);
  if (rc == 0) rc = story_noted(s, to, r);
  if (rc == 0)
    rc = update_two(s, "UPDATE story SET moved_to = ?2, touched = max(touched, changed) WHERE id = ?1", from,
                    to);
  if (rc == 0)
    rc = update_two(s, "UPDATE story SET moved_to = ?2 WHERE moved_to = ?1 AND moved_to > 0", from, to);
  if (rc == 0) rc = update_two(s, "UPDATE record SET story = ?2 WHERE story = ?1 AND story > 0", from, to);
  return rc;
}

/* The story of a dropped record changes, and so do those of its copies: each is all that is left. */
static int drop(struct sq *s, const struct tdg_row *r, const struct sq_place *p) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE record SET dropped = 1 WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, r->about);
  int rc = sq_run(s, st);
  if (rc == 0 && p->story != 0) rc = sq_story_touch(s, p->story, r->seq);
  return rc != 0 ? rc : touch_stories_left(s, p->work, p->story, r->seq);
}

static int lay_over(struct sq *s, const struct tdg_row *r) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE record SET overlaid = 1 WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, r->about);
  return sq_run(s, st);
}

/* Does the note change the state of its record? */
static int is_about_state(const struct tdg_row *r) {
  return r->story != 0 || r->duplicate_of != 0 || r->dropped || r->overlaid;
}

int sq_note_check(struct sq *s, const struct tdg_row *r, struct sq_place *p) {
  struct sq_place original;
  if (r->moved_to != 0)
    return r->story > 0 && r->moved_to > 0
               ? 0
               : sq_fail(s, TDG_BAD_INPUT, "store %s: a redirect from story %lld to %lld", s->path,
                         (long long)r->story, (long long)r->moved_to);
  if (!is_about_state(r)) return 0;
  int rc = place_get(s, r->about, p);
  return rc != 0 || r->duplicate_of == 0 || r->duplicate_of == r->about
             ? rc
             : place_get(s, r->duplicate_of, &original);
}

int sq_note_apply(struct sq *s, const struct tdg_row *r, struct sq_place *p) {
  int rc = 0;
  if (r->moved_to != 0) return redirect(s, r);
  if (!is_about_state(r)) return 0;
  if (r->dropped) rc = drop(s, r, p);
  if (rc == 0 && r->overlaid) rc = lay_over(s, r);
  if (rc == 0 && r->story != 0) rc = join(s, r, p);
  if (rc == 0 && r->story != 0 && r->duplicate_of != 0) rc = place_get(s, r->about, p);
  if (rc == 0 && r->duplicate_of != 0) rc = mark_copy(s, r, p);
  return rc;
}

int sq_brief_apply(struct sq *s, const struct tdg_row *r) {
  int64_t story = r->story;
  int rc = sq_story_resolve(s, &story);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO story(id, brief, brief_seq) VALUES(?1,?2,?3)"
                                   " ON CONFLICT DO UPDATE SET brief = ?2, brief_seq = ?3");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, story);
  sq_bind_int(st, 2, r->id);
  sq_bind_int(st, 3, r->seq);
  rc = sq_run(s, st);
  if (rc != 0 || (st = sq_prepare(s, "INSERT INTO brief VALUES(?,?,?)")) == NULL)
    return rc != 0 ? rc : s->status;
  sq_bind_int(st, 1, r->id);
  sq_bind_int(st, 2, r->seq);
  sq_bind_int(st, 3, story);
  return sq_run(s, st);
}
