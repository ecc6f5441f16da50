/* record_log.c - append to the log, read it from a position, verify it.
 *
 * record_append writes the immutable row, then its consequences: for a record its row in `record`, its names,
 * its predecessor's story; for a note or brief see notes.c.
 */
#include "sq.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { MAX_PACK_ON_STACK = 4096 };

static int insert_log(struct sq *s, const struct tdg_row *r, struct tdg_str text) {
  uint64_t checksum[2];
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO log VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  const int64_t numbers[] = {
      r->seq,      r->kind,       r->id,        r->about,      r->duplicate_of,    r->story,
      r->moved_to, r->supersedes, r->published, r->first_seen, (int64_t)r->version};
  const struct tdg_str texts[] = {r->by,        r->source, r->publisher, r->url,
                                  r->native_id, r->title,  r->language,  r->headline};
  for (int i = 0; i < 11; i++) sq_bind_int(st, i + 1, numbers[i]);
  sq_bind_hash(st, 12, r->work);
  sq_bind_hash(st, 13, r->content);
  for (int i = 0; i < 8; i++) sq_bind_str(st, 14 + i, texts[i]);
  sq_bind_blob(st, 22, text);
  sq_row_checksum(r, text, checksum);
  sq_bind_hash(st, 23, checksum);
  sq_bind_blob(st, 24, r->wire);
  return sq_run(s, st);
}

/* Packs the text against its own record first, which leaves a few bytes per block. */
static int append_log(struct sq *s, const struct tdg_row *r) {
  unsigned char small[MAX_PACK_ON_STACK], *room = small;
  size_t need = sq_excerpt_room(r->text);
  if (need > sizeof small && (room = malloc(need)) == NULL)
    return sq_fail(s, TDG_RETRY, "store %s: no memory for a text of %zu bytes", s->path, r->text.n);
  struct tdg_str packed = {(const char *)room, sq_excerpt_pack(r->text, r->wire, room, need)};
  int rc = insert_log(s, r, packed);
  if (room != small) free(room);
  return rc;
}

/* The current version of a work. */
struct current {
  int64_t id, version, story;
};

static int work_current(struct sq *s, const uint64_t work[2], struct current *c) {
  memset(c, 0, sizeof *c);
  if (sq_absent(s, work)) return 0;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT id, version, story FROM record WHERE work = ? ORDER BY version DESC LIMIT 1");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  int rc = sq_step(s, st);
  if (rc == 1) *c = (struct current){sq_column_int(st, 0), sq_column_int(st, 1), sq_column_int(st, 2)};
  sq_release(s, st);
  return rc;
}

/* Check that a version supersedes the current one of its work, and a first version none. */
static int check_version(struct sq *s, const struct tdg_row *r, struct current *old) {
  int rc = work_current(s, r->work, old);
  if (rc < 0) return rc;
  if (r->supersedes == old->id && (old->id == 0 || (int64_t)r->version > old->version)) return 0;
  return sq_fail(
      s, TDG_BAD_INPUT,
      "store %s: record %lld version %u supersedes %lld, but its work stands at record %lld version %lld: "
      "ask work_find and append the next version of that",
      s->path, (long long)r->id, (unsigned)r->version, (long long)r->supersedes, (long long)old->id,
      (long long)old->version);
}

static int insert_record(struct sq *s, const struct tdg_row *r, int64_t story) {
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO record VALUES(?,?,?,?,?,?,0,?,0,0,?,0,0)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, r->id);
  sq_bind_int(st, 2, r->seq);
  sq_bind_hash(st, 3, r->work);
  sq_bind_int(st, 4, (int64_t)r->version);
  sq_bind_int(st, 5, r->published);
  sq_bind_int(st, 6, r->first_seen);
  sq_bind_int(st, 7, story);
  sq_bind_str(st, 8, r->publisher);
  sq_absent_add(s, r->work);
  return sq_run(s, st);
}

static int insert_name(struct sq *s, struct tdg_str name, int64_t id) {
  if (name.n == 0) return 0;
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR IGNORE INTO name VALUES(?,?)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, sq_name_hash(name));
  sq_bind_int(st, 2, id);
  return sq_run(s, st);
}

/* Mark the old version as superseded; the new one keeps its story until a note says otherwise. */
static int supersede(struct sq *s, const struct tdg_row *r, const struct current *old) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE record SET superseded_by = ? WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, r->id);
  sq_bind_int(st, 2, old->id);
  int rc = sq_run(s, st);
  return rc != 0 || old->story == 0 ? rc : sq_story_touch(s, old->story, r->seq);
}

static int append_record(struct sq *s, const struct tdg_row *r, const struct current *old) {
  int rc = insert_record(s, r, old->story);
  if (rc == 0) rc = insert_name(s, r->url, r->id);
  if (rc == 0) rc = insert_name(s, r->native_id, r->id);
  if (rc == 0 && old->id != 0) rc = supersede(s, r, old);
  return rc;
}

int sq_record_append(void *store, struct tdg_row *row) {
  struct sq *s = store;
  struct current old = {0};
  struct sq_place place = {0};
  struct tdg_row r;
  int rc = sq_may_write(s);
  if (rc == 0) rc = sq_row_copy_in(s, row, &r);
  if (rc == 0 && sq_is_record(r.kind)) rc = check_version(s, &r, &old);
  if (rc == 0 && r.kind == TDG_NOTE) rc = sq_note_check(s, &r, &place);
  if (rc != 0) return rc;
  r.seq = s->last_seq + 1;
  rc = append_log(s, &r);
  if (rc == 0 && r.kind == TDG_NOTE) rc = sq_note_apply(s, &r, &place);
  if (rc == 0 && r.kind == TDG_BRIEF) rc = sq_brief_apply(s, &r);
  if (rc == 0 && sq_is_record(r.kind)) rc = append_record(s, &r, &old);
  if (rc != 0) {
    s->broken = 1; /* the row may have been written without its consequences */
    return rc;
  }
  s->last_seq = row->seq = r.seq;
  sq_fresh_add(s, &r);
  return 0;
}

/* Copy the strings of a row so that they outlive the statement. */
static int lend(struct sq *s, struct tdg_row *row) {
  struct tdg_str *const texts[] = {&row->by,        &row->source, &row->publisher, &row->url,
                                   &row->native_id, &row->title,  &row->language,  &row->headline};
  size_t need = 0, at = 0;
  for (size_t i = 0; i < 8; i++) need += texts[i]->n + 1;
  if (need > s->lent_size) {
    char *grown = need > SQ_MAX_LENT + 8 ? NULL : realloc(s->lent, need);
    if (grown == NULL) return sq_fail(s, TDG_RETRY, "store %s: no memory for a row", s->path);
    s->lent = grown;
    s->lent_size = need;
  }
  for (size_t i = 0; i < 8; i++) {
    memcpy(s->lent + at, texts[i]->p, texts[i]->n + 1);
    texts[i]->p = s->lent + at;
    at += texts[i]->n + 1;
  }
  row->wire = row->text = sq_str("");
  return 0;
}

/* Of a damaged row only the columns of the record table are known.  The content hash is 0, so that the next
 * fetched version differs from it. */
static int find_damaged(struct sq *s, const uint64_t work[2], struct tdg_row *row) {
  struct current c;
  const struct tdg_str none = sq_str("");
  int rc = work_current(s, work, &c);
  *row = (struct tdg_row){
      .size = sizeof *row, .id = c.id, .version = (uint32_t)c.version, .work = {work[0], work[1]}};
  row->by = row->source = row->publisher = row->url = row->native_id = row->title = row->language =
      row->headline = none;
  return rc < 0 ? rc : 0;
}

int sq_work_find(void *store, const uint64_t work[2], struct tdg_row *row) {
  struct sq *s = store;
  struct tdg_row found;
  int damaged;
  if (sq_absent(s, work)) return 0;
  sqlite3_stmt *st = sq_prepare(s, SQ_FOLDED "WHERE r.work = ? ORDER BY r.version DESC LIMIT 1");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  int rc = sq_step(s, st);
  if (rc == 1) {
    rc = sq_row_read(s, st, &found, &damaged);
    if (damaged) rc = find_damaged(s, work, &found); /* so that the next fetched version replaces it */
    if (rc == 0) rc = lend(s, &found);
    if (rc == 0) {
      size_t size = row->size > 0 && row->size < sizeof found ? row->size : sizeof found;
      memcpy(row, &found, size);
      row->size = (uint32_t)size;
      rc = 1;
    }
  }
  sq_release(s, st);
  return rc == 0 ? sq_absent_missed(s) : rc;
}

int sq_record_seen(void *store, int64_t id, int64_t now_ms) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "UPDATE record SET last_seen = max(last_seen, ?) WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, now_ms);
  sq_bind_int(st, 2, id);
  rc = sq_run(s, st);
  if (rc == 0 && sqlite3_changes(s->db) == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: no record %lld to have been seen", s->path, (long long)id);
  return rc;
}

int sq_log_read(void *store, int64_t after, uint32_t kinds, const char *by, int64_t max, tdg_row_fn fn,
                void *arg) {
  struct sq *s = store;
  int own = by != NULL && by[0] != '\0';
  sqlite3_stmt *st =
      own ? sq_prepare(s, SQ_RAW "WHERE l.kind = 6 AND l.stage = ?1 AND l.seq > ?2 AND (?3 & 64)"
                                 " ORDER BY l.seq")
          : sq_prepare(s, SQ_RAW "WHERE l.seq > ?2 AND ((1 << l.kind) & ?3) ORDER BY l.seq");
  if (st == NULL) return s->status;
  if (own) sq_bind_str(st, 1, sq_str(by));
  sq_bind_int(st, 2, after);
  sq_bind_int(st, 3, (int64_t)kinds);
  return sq_rows_each(s, st, max, fn, arg); /* no LIMIT, because damaged rows do not count */
}

int sq_cursor_get(void *store, const char *consumer, int64_t *seq) {
  struct sq *s = store;
  *seq = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT seq FROM cursor WHERE consumer = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(consumer));
  int rc = sq_int(s, st, seq);
  return rc < 0 ? rc : 0;
}

int sq_cursor_put(void *store, const char *consumer, int64_t seq) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (consumer[0] == '\0' || seq < 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a cursor without a name", s->path);
  if (seq == 0) {
    rc = sq_drop_by(s, "DELETE FROM cursor WHERE consumer = ?", consumer);
    return rc < 0 ? rc : 0;
  }
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT INTO cursor VALUES(?,?) ON CONFLICT DO UPDATE SET seq = excluded.seq");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(consumer));
  sq_bind_int(st, 2, seq);
  return sq_run(s, st);
}

int sq_verify(void *store, tdg_row_fn bad, void *arg) {
  struct sq *s = store;
  struct tdg_row row;
  int rc, wrong = 0, damaged;
  sqlite3_stmt *st = sq_prepare(s, SQ_RAW "ORDER BY l.seq");
  if (st == NULL) return s->status;
  while ((rc = sq_step(s, st)) == 1) {
    rc = sq_row_read(s, st, &row, &damaged);
    if (rc < 0 && !damaged) break;
    if (!damaged) continue;
    wrong++;
    rc = 0;
    if (bad != NULL && bad(arg, &row) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : wrong;
}

/* ---- positions ---- */

/* It is kept in a counter, because the last row of the log may be removed, and positions are never used again. */
int sq_last_seq(struct sq *s, int64_t *seq) {
  *seq = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT max(coalesce((SELECT max(seq) FROM log), 0),"
                                   " coalesce((SELECT value FROM counter WHERE name = 'last seq'), 0))");
  const int rc = st == NULL ? s->status : sq_int(s, st, seq);
  return rc < 0 ? rc : 0;
}

int sq_keep_last_seq(struct sq *s) {
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO counter VALUES('last seq', ?)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, s->last_seq);
  return sq_run(s, st);
}
