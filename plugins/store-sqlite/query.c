/* query.c - queries about records, with notes folded in. */
#include "sq.h"

#include <stdlib.h>
#include <string.h>

enum { ID_LETTERS = 13, LETTER_BITS = 5, MAX_FOUND = 1000 };

int sq_record_get(void *store, int64_t id, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, SQ_FOLDED "WHERE r.id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_row_one(s, st, fn, arg);
  if (rc != 0 || (st = sq_prepare(s, SQ_RAW "JOIN brief b ON b.seq = l.seq WHERE b.id = ?")) == NULL)
    return rc != 0 ? rc : s->status;
  sq_bind_int(st, 1, id);
  return sq_row_one(s, st, fn, arg);
}

/* The value of one of Crockford's 32 letters, -1 for any other character. */
static int letter_value(char c) {
  static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const char *at = c == '\0' ? NULL : strchr(letters, c);
  return at == NULL ? -1 : (int)(at - letters);
}

/* Match the first or the last letters of an id, since people copy either end. */
static int letters_read(const char *p, size_t n, uint64_t *value) {
  *value = 0;
  if (n == 0 || n > ID_LETTERS) return -1;
  for (size_t i = 0; i < n; i++) {
    int v = letter_value(p[i]);
    if (v < 0 || *value >> (64 - LETTER_BITS) != 0) return -1;
    *value = (*value << LETTER_BITS) | (uint64_t)v;
  }
  return 0;
}

/* old: superseded versions too. */
static sqlite3_stmt *ask_prefix(struct sq *s, uint64_t value, size_t n, int old) {
  unsigned shift = (unsigned)(LETTER_BITS * (ID_LETTERS - n));
  if (shift < 63 && value > (uint64_t)INT64_MAX >> shift) value = (uint64_t)INT64_MAX >> shift;
  sqlite3_stmt *st = sq_prepare(s, SQ_FOLDED "WHERE r.id BETWEEN ?1 AND ?2 AND (r.superseded_by = 0 OR ?3)"
                                             " ORDER BY r.id LIMIT ?4");
  if (st == NULL) return NULL;
  sq_bind_int(st, 1, (int64_t)(value << shift));
  sq_bind_int(st, 2, (int64_t)((value << shift) + (((uint64_t)1 << shift) - 1)));
  sq_bind_int(st, 3, old || n == ID_LETTERS);
  sq_bind_int(st, 4, MAX_FOUND);
  return st;
}

static sqlite3_stmt *ask_suffix(struct sq *s, uint64_t value, size_t n, int old) {
  sqlite3_stmt *st = sq_prepare(
      s, SQ_FOLDED "WHERE (r.id & ?2) = ?1 AND (r.superseded_by = 0 OR ?3) ORDER BY r.id LIMIT ?4");
  if (st == NULL) return NULL;
  sq_bind_int(st, 1, (int64_t)value);
  sq_bind_int(st, 2, (int64_t)(((uint64_t)1 << (LETTER_BITS * n)) - 1));
  sq_bind_int(st, 3, old);
  sq_bind_int(st, 4, MAX_FOUND);
  return st;
}

static sqlite3_stmt *ask_name(struct sq *s, struct tdg_str what) {
  sqlite3_stmt *st = sq_prepare(s, SQ_FOLDED "WHERE r.id IN (SELECT id FROM name WHERE hash = ?1) AND"
                                             " (l.url = ?2 OR l.native_id = ?2) AND r.superseded_by = 0"
                                             " ORDER BY r.id LIMIT ?3");
  if (st == NULL) return NULL;
  sq_bind_int(st, 1, sq_name_hash(what));
  sq_bind_str(st, 2, what);
  sq_bind_int(st, 3, MAX_FOUND);
  return st;
}

/* First the current versions, then the old ones: a story keeps the id of its first record, whatever became of
 * that record. */
static int find_by_letters(struct sq *s, uint64_t value, size_t n, tdg_row_fn fn, void *arg) {
  int rc = 0;
  for (int old = 0; old < 2 && rc == 0; old++) {
    sqlite3_stmt *st = ask_prefix(s, value, n, old);
    rc = st == NULL ? s->status : sq_rows_each(s, st, 0, fn, arg);
    if (rc != 0 || n >= ID_LETTERS - 1) continue; /* so many letters at the end exceed 64 bits */
    st = ask_suffix(s, value, n, old);
    rc = st == NULL ? s->status : sq_rows_each(s, st, 0, fn, arg);
  }
  return rc;
}

/* A matching name takes precedence; without one the letters of an id are tried. */
int sq_record_find(void *store, const char *what, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  struct tdg_str name = sq_str(what);
  uint64_t value;
  if (name.n == 0) return sq_fail(s, TDG_BAD_INPUT, "store %s: nothing to look for", s->path);
  sqlite3_stmt *st = ask_name(s, name);
  int rc = st == NULL ? s->status : sq_rows_each(s, st, 0, fn, arg);
  return rc != 0 || letters_read(name.p, name.n, &value) != 0 ? rc
                                                              : find_by_letters(s, value, name.n, fn, arg);
}

/* ---- meanings ---- */

/* The last seven letters have an index (migrations.c); fewer need a scan. */
enum { TAIL_LETTERS = 7 };
#define EVERYWHERE(where)                                                                                    \
  "SELECT id FROM record WHERE " where " UNION SELECT id FROM story WHERE " where                            \
  " UNION SELECT id FROM brief WHERE " where " ORDER BY 1 LIMIT ?5"

struct telling {
  tdg_meaning_fn fn;
  void *arg;
  int64_t max;
  int n, enough;
};

static int tell_ids(struct sq *s, sqlite3_stmt *st, uint32_t how, struct telling *t) {
  int rc = 0;
  while (!t->enough && t->n < t->max && (rc = sq_step(s, st)) == 1) {
    struct tdg_meaning m = {.size = sizeof m, .how = how, .id = sq_column_int(st, 0)};
    t->n++;
    t->enough = t->fn(t->arg, &m) != 0;
  }
  sq_release(s, st);
  return rc < 0 ? rc : 0;
}

static int tell_names(struct sq *s, struct tdg_str what, struct telling *t) {
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT r.id FROM name n JOIN record r ON r.id = n.id JOIN log l ON l.seq = r.seq"
                    " WHERE n.hash = ?1 AND (l.url = ?2 OR l.native_id = ?2) AND r.superseded_by = 0"
                    " ORDER BY r.id");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, sq_name_hash(what));
  sq_bind_str(st, 2, what);
  return tell_ids(s, st, TDG_MEANS_NAME, t);
}

/* Match ids between from and to; or, when mask is not 0, ids equal to value under the mask, using the index
 * on the tail. */
static int tell_some(struct sq *s, const char *sql, int64_t from, int64_t to, int64_t tail, uint32_t how,
                     struct telling *t) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, from);
  sq_bind_int(st, 2, to);
  sq_bind_int(st, 3, tail);
  sq_bind_int(st, 5, t->max - t->n);
  return tell_ids(s, st, how, t);
}

static int tell_parts(struct sq *s, uint64_t value, size_t n, struct telling *t) {
  unsigned shift = (unsigned)(LETTER_BITS * (ID_LETTERS - n));
  int64_t mask = (int64_t)(((uint64_t)1 << (LETTER_BITS * n)) - 1),
          tail = ((int64_t)1 << (LETTER_BITS * TAIL_LETTERS)) - 1;
  int rc = 0;
  if (value <= (uint64_t)INT64_MAX >> shift)
    rc = tell_some(s, EVERYWHERE("id BETWEEN ?1 AND ?2 AND ?3 = 0"), (int64_t)(value << shift),
                   (int64_t)((value << shift) + (((uint64_t)1 << shift) - 1)), 0, TDG_MEANS_PART, t);
  if (rc != 0) return rc;
  if (n < TAIL_LETTERS)
    return tell_some(s, EVERYWHERE("(id & ?2) = ?1 AND ?3 = 0"), (int64_t)value, mask, 0, TDG_MEANS_PART, t);
  return tell_some(s, EVERYWHERE("(id & 34359738367) = ?3 AND (id & ?2) = ?1"), (int64_t)value, mask,
                   (int64_t)value & tail, TDG_MEANS_PART, t);
}

int sq_meanings(void *store, const char *what, int64_t max, tdg_meaning_fn fn, void *arg) {
  struct sq *s = store;
  struct tdg_str name = sq_str(what);
  struct telling t = {fn, arg, max > 0 ? max : MAX_FOUND, 0, 0};
  uint64_t value;
  if (name.n == 0) return sq_fail(s, TDG_BAD_INPUT, "store %s: nothing to look for", s->path);
  int rc = tell_names(s, name, &t);
  if (rc != 0 || letters_read(name.p, name.n, &value) != 0) return rc != 0 ? rc : t.n;
  if (name.n < ID_LETTERS) rc = tell_parts(s, value, name.n, &t);
  else if (value <= (uint64_t)INT64_MAX)
    rc = tell_some(s, EVERYWHERE("id = ?1 AND ?2 = 0 AND ?3 = 0"), (int64_t)value, 0, 0, TDG_MEANS_ID, &t);
  return rc != 0 ? rc : t.n;
}

int sq_record_versions(void *store, const uint64_t work[2], tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, SQ_FOLDED "WHERE r.work = ? ORDER BY r.version");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, work);
  return sq_rows_each(s, st, 0, fn, arg);
}

int sq_notes_of(void *store, int64_t about, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, SQ_RAW "WHERE l.kind = 6 AND l.about = ? ORDER BY l.seq");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, about);
  return sq_rows_each(s, st, 0, fn, arg);
}

int sq_record_each(void *store, int64_t after_seq, int64_t max, tdg_row_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT " SQ_COLUMNS "," SQ_STATE " FROM log l CROSS JOIN record r ON r.id = l.id"
                    " WHERE l.seq > ? AND l.kind IN (4, 5, 9) AND r.superseded_by = 0"
                    " ORDER BY l.seq LIMIT ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, after_seq);
  sq_bind_int(st, 2, max > 0 ? max : -1);
  return sq_rows_each(s, st, 0, fn, arg);
}

/* One number per query, in the order of the members that they fill. */
static int count_into(struct sq *s, const char *sql, int64_t *out) {
  *out = 0;
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  int rc = sq_int(s, st, out);
  return rc < 0 ? rc : 0;
}

static int count_tasks(struct sq *s, struct tdg_counts *c) {
  int64_t *const into[] = {&c->tasks_ready, &c->tasks_leased, &c->tasks_done, &c->tasks_failed};
  int rc;
  sqlite3_stmt *st = sq_prepare(s, "SELECT state, count(*) FROM task GROUP BY state");
  if (st == NULL) return s->status;
  while ((rc = sq_step(s, st)) == 1) {
    int64_t state = sq_column_int(st, 0);
    if (state >= 0 && state < 4) *into[state] = sq_column_int(st, 1);
  }
  sq_release(s, st);
  return rc;
}

int sq_counts(void *store, struct tdg_counts *out) {
  struct sq *s = store;
  struct tdg_counts c = {.size = sizeof c, .schema = SQ_SCHEMA};
  int rc = sq_story_settle(s);
  if (rc == 0) rc = count_into(s, "SELECT count(*) FROM record", &c.versions);
  if (rc == 0) rc = count_into(s, "SELECT count(*) FROM record WHERE superseded_by = 0", &c.records);
  if (rc == 0)
    rc = count_into(s, "SELECT count(*) FROM record WHERE superseded_by = 0 AND duplicate_of <> 0",
                    &c.duplicates);
  if (rc == 0)
    rc = count_into(s, "SELECT count(*) FROM record WHERE superseded_by = 0 AND dropped", &c.dropped);
  if (rc == 0) rc = count_into(s, "SELECT count(*) FROM log WHERE kind = 6", &c.notes);
  if (rc == 0) rc = count_into(s, "SELECT count(*) FROM brief", &c.briefs);
  if (rc == 0)
    rc = count_into(s, "SELECT count(*) FROM story WHERE moved_to = 0 AND records > 0", &c.stories);
  if (rc == 0) rc = count_into(s, "SELECT count(*) FROM quarantine", &c.quarantined);
  if (rc == 0) rc = count_into(s, "SELECT count(*) FROM source WHERE absent <> 1", &c.sources);
  if (rc == 0) rc = sq_last_seq(s, &c.last_seq);
  if (rc == 0)
    rc = count_into(s, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", &c.bytes);
  if (rc == 0) rc = count_tasks(s, &c);
  if (rc != 0) return rc;
  sq_lock_owner(s, c.owner);
  c.log_bytes = sq_log_bytes(s);
  c.log_emptied = sq_lock_emptied(s);
  size_t size = out->size > 0 && out->size < sizeof c ? out->size : sizeof c;
  memcpy(out, &c, size);
  out->size = (uint32_t)size;
  return 0;
}
