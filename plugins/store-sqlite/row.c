/* row.c - rows of the log: validated when written, compared with their checksum when read.
 *
 * The checksum is XXH3-128 over the position, every number, every text with its length, and the record's
 * bytes.  SQLite keeps no checksum of the content; a flipped bit is found when the row is read.
 */
#include "sq.h"

#include <stdio.h>
#include <string.h>
#define XXH_STATIC_LINKING_ONLY /* the streaming state on the stack */
#include <xxhash.h>

int64_t sq_name_hash(struct tdg_str name) { return (int64_t)XXH3_64bits(name.p, name.n); }

int sq_is_record(uint32_t kind) { return kind == TDG_ARTICLE || kind == TDG_STATEMENT || kind == TDG_STUB; }

struct part {
  const char *name;
  size_t offset;
};
#define PART(member)                                                                                         \
  { #member, offsetof(struct tdg_row, member) }
static const struct part texts[] = {PART(by),        PART(source), PART(publisher), PART(url),
                                    PART(native_id), PART(title),  PART(language),  PART(headline)};
enum { N_TEXTS = sizeof texts / sizeof texts[0] };

static struct tdg_str *text_of(const struct tdg_row *row, size_t i) {
  return (struct tdg_str *)(void *)((char *)(uintptr_t)row + texts[i].offset);
}

static int check_ids(struct sq *s, const struct tdg_row *r) {
  int record = sq_is_record(r->kind);
  if (!record && r->kind != TDG_NOTE && r->kind != TDG_BRIEF && r->kind != TDG_REMOVAL)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a row of kind %u: the log keeps records, notes and briefs",
                   s->path, (unsigned)r->kind);
  if (r->kind == TDG_NOTE ? r->id != 0 : r->id <= 0)
    return sq_fail(s, TDG_BAD_INPUT,
                   "store %s: id %lld: a record or brief needs one from new_id, a note has none", s->path,
                   (long long)r->id);
  if (record && r->work[0] == 0 && r->work[1] == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: record %lld names no work", s->path, (long long)r->id);
  if (r->kind == TDG_NOTE && r->about <= 0 && r->moved_to <= 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a note about nothing", s->path);
  if (r->kind == TDG_BRIEF && r->story <= 0 && r->about <= 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: brief %lld is of no story", s->path, (long long)r->id);
  return 0;
}

int sq_row_copy_in(struct sq *s, const struct tdg_row *from, struct tdg_row *to) {
  memset(to, 0, sizeof *to);
  if (from->size < offsetof(struct tdg_row, wire) + sizeof from->wire)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a row of size %u: set row.size = sizeof row", s->path,
                   (unsigned)from->size);
  memcpy(to, from, from->size < sizeof *to ? from->size : sizeof *to);
  for (size_t i = 0; i < N_TEXTS; i++) {
    int rc = sq_check_text(s, texts[i].name, *text_of(to, i));
    if (rc != 0) return rc;
  }
  if (to->wire.n == 0 || to->wire.n > SQ_MAX_WIRE || to->text.n > SQ_MAX_WIRE)
    return sq_fail(s, TDG_BAD_INPUT,
                   "store %s: a row with %zu bytes of record and %zu of text: 1 to %d are kept", s->path,
                   to->wire.n, to->text.n, SQ_MAX_WIRE);
  if (to->text.n > 0 && memchr(to->text.p, 0, to->text.n) != NULL)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: text holds a NUL byte; take it out first", s->path);
  if (to->kind == TDG_BRIEF && to->story == 0) to->story = to->about;
  return check_ids(s, to);
}

static void add_text(XXH3_state_t *state, struct tdg_str v) {
  uint64_t n = v.n;
  XXH3_128bits_update(state, &n, sizeof n);
  XXH3_128bits_update(state, v.p == NULL ? "" : v.p, v.n);
}

void sq_row_checksum(const struct tdg_row *r, struct tdg_str text, uint64_t out[2]) {
  const int64_t numbers[] = {
      r->seq,      r->kind,       r->id,        r->about,      r->duplicate_of,    r->story,
      r->moved_to, r->supersedes, r->published, r->first_seen, (int64_t)r->version};
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  XXH3_128bits_update(&state, numbers, sizeof numbers);
  XXH3_128bits_update(&state, r->work, sizeof r->work);
  XXH3_128bits_update(&state, r->content, sizeof r->content);
  for (size_t i = 0; i < N_TEXTS; i++) add_text(&state, *text_of(r, i));
  add_text(&state, text);
  add_text(&state, r->wire);
  XXH128_hash_t h = XXH3_128bits_digest(&state);
  out[0] = h.high64;
  out[1] = h.low64;
}

static void read_columns(sqlite3_stmt *st, struct tdg_row *r) {
  memset(r, 0, sizeof *r);
  r->size = sizeof *r;
  r->seq = sq_column_int(st, 0);
  r->kind = (uint32_t)sq_column_int(st, 1);
  r->id = sq_column_int(st, 2);
  r->about = sq_column_int(st, 3);
  r->duplicate_of = sq_column_int(st, 4);
  r->story = sq_column_int(st, 5);
  r->moved_to = sq_column_int(st, 6);
  r->supersedes = sq_column_int(st, 7);
  r->published = sq_column_int(st, 8);
  r->first_seen = sq_column_int(st, 9);
  r->version = (uint32_t)sq_column_int(st, 10);
  sq_column_hash(st, 11, r->work);
  sq_column_hash(st, 12, r->content);
  for (int i = 0; i < N_TEXTS; i++) *text_of(r, (size_t)i) = sq_column_str(st, 13 + i);
  r->wire = sq_column_str(st, 23);
  r->text = sq_str("");
}

/* Count each damaged row once, however often it is read (up to SQ_DAMAGED different rows). */
static int note_damage(struct sq *s, const struct tdg_row *row) {
  int met = 0;
  for (int64_t i = 0; i < s->n_damaged && i < SQ_DAMAGED; i++) met |= s->damaged[i] == row->seq;
  snprintf(s->damage, sizeof s->damage,
           "store %s: row %lld of the log (record %lld, %.80s) is damaged: its checksum does not fit; "
           "restore a backup",
           s->path, (long long)row->seq, (long long)row->id, row->url.p);
  if (!met && s->n_damaged < SQ_DAMAGED) s->damaged[s->n_damaged] = row->seq;
  s->n_damaged += !met;
  return sq_fail(s, TDG_BAD_INPUT, "%s", s->damage);
}

int sq_row_read(struct sq *s, sqlite3_stmt *st, struct tdg_row *row, int *damaged) {
  uint64_t kept[2], found[2];
  read_columns(st, row);
  sq_column_hash(st, 22, kept);
  sq_row_checksum(row, sq_column_str(st, 21), found);
  *damaged = kept[0] != found[0] || kept[1] != found[1];
  if (sqlite3_column_count(st) > SQ_COLUMN_FOLDED) {
    row->duplicate_of = sq_column_int(st, SQ_COLUMN_FOLDED);
    row->story = sq_column_int(st, SQ_COLUMN_FOLDED + 1);
    row->last_seen = sq_column_int(st, SQ_COLUMN_FOLDED + 2);
    row->superseded_by = sq_column_int(st, SQ_COLUMN_FOLDED + 3);
    row->dropped = (uint32_t)sq_column_int(st, SQ_COLUMN_FOLDED + 4);
    row->overlaid = (uint32_t)sq_column_int(st, SQ_COLUMN_FOLDED + 5);
  }
  if (!*damaged) return 0;
  /* SQLite returns an empty column when it is out of memory */
  *damaged = (sqlite3_errcode(s->db) & 0xff) != SQLITE_NOMEM;
  return *damaged ? note_damage(s, row) : sq_sql_fail(s, "reading a row");
}

int sq_rows_each(struct sq *s, sqlite3_stmt *st, int64_t max, tdg_row_fn fn, void *arg) {
  struct tdg_row row;
  int rc = 0, n = 0, damaged;
  while ((max <= 0 || n < max) && (rc = sq_step(s, st)) == 1) {
    rc = sq_row_read(s, st, &row, &damaged);
    if (damaged) continue; /* reported by sq_damaged */
    if (rc != 0) break;
    n++;
    if (fn(arg, &row) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_row_one(struct sq *s, sqlite3_stmt *st, tdg_row_fn fn, void *arg) {
  struct tdg_row row;
  int damaged, rc = sq_step(s, st);
  if (rc == 1) {
    rc = sq_row_read(s, st, &row, &damaged);
    if (rc == 0) rc = (fn(arg, &row), 1);
  }
  sq_release(s, st);
  return rc;
}

int64_t sq_damaged(void *store, const char **message) {
  struct sq *s = store;
  if (message != NULL) *message = s->damage;
  return s->n_damaged;
}
