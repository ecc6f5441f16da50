/* quarantine.c - documents that killed a plugin or were refused, each stored once.
 *
 * The key of a document is a hash of its address, the plugin and its own bytes; response headers change with
 * each answer and are not part of it.  Rows of schema 2 have no key and stay as they are.  A counter holds
 * the total size of the documents.
 */
#include "sq.h"

#include <string.h>
#include <xxhash.h>

#define QUARANTINED "SELECT id,at,task,signal,first,count,plugin,version,cause,message,url,source,"

static void key_of(const struct tdg_quarantine *q, uint64_t key[2]) {
  const uint64_t parts[] = {q->body[0], q->body[1], XXH3_64bits(q->url.p, q->url.n),
                            XXH3_64bits(q->plugin.p, q->plugin.n)};
  XXH128_hash_t h = XXH3_128bits(parts, sizeof parts);
  key[0] = h.high64;
  key[1] = h.low64;
}

static int check_document(struct sq *s, const struct tdg_quarantine *q) {
  const struct tdg_str texts[] = {q->plugin, q->version, q->cause, q->message, q->url, q->source};
  int rc = 0;
  if (q->size < sizeof *q || q->document.n > SQ_MAX_WIRE)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a quarantined document of %zu bytes", s->path, q->document.n);
  for (size_t i = 0; rc == 0 && i < 6; i++)
    rc = sq_check_text(s, "a text of a quarantined document", texts[i]);
  return rc;
}

/* Bind the data of the last occurrence: the first seven values of a statement. */
static void bind_occurrence(sqlite3_stmt *st, const struct tdg_quarantine *q) {
  sq_bind_int(st, 1, q->at);
  sq_bind_int(st, 2, q->task);
  sq_bind_int(st, 3, (int64_t)q->signal);
  sq_bind_str(st, 4, q->version);
  sq_bind_str(st, 5, q->cause);
  sq_bind_str(st, 6, q->message);
  sq_bind_str(st, 7, q->source);
}

/* Update an existing row: 1, or 0 when there is none. */
static int update_existing(struct sq *s, struct tdg_quarantine *q, const uint64_t key[2]) {
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT id, first, count + 1 FROM quarantine WHERE key = ? AND key <> x''");
  if (st == NULL) return s->status;
  sq_bind_hash(st, 1, key);
  int rc = sq_step(s, st);
  if (rc == 1) {
    q->id = sq_column_int(st, 0);
    q->first = sq_column_int(st, 1);
    q->count = sq_column_int(st, 2);
  }
  sq_release(s, st);
  if (rc != 1) return rc;
  st = sq_prepare(
      s,
      "UPDATE quarantine SET at = ?, task = ?, signal = ?, version = ?, cause = ?, message = ?, source = ?,"
      " count = count + 1 WHERE id = ?");
  if (st == NULL) return s->status;
  bind_occurrence(st, q);
  sq_bind_int(st, 8, q->id);
  rc = sq_run(s, st);
  return rc != 0 ? rc : 1;
}

static int count_bytes(struct sq *s, int64_t more) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE counter SET value = value + ? WHERE name = 'quarantine'");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, more);
  return sq_run(s, st);
}

static int insert(struct sq *s, struct tdg_quarantine *q, const uint64_t key[2]) {
  sqlite3_stmt *st = sq_prepare(
      s, "INSERT INTO quarantine(at,task,signal,version,cause,message,source,plugin,url,first,count,key,"
         "checksum,document) VALUES(?,?,?,?,?,?,?,?,?,?,1,?,?,?)");
  if (st == NULL) return s->status;
  XXH128_hash_t h = XXH3_128bits(q->document.p == NULL ? "" : q->document.p, q->document.n);
  q->first = q->at;
  q->count = 1;
  bind_occurrence(st, q);
  sq_bind_str(st, 8, q->plugin);
  sq_bind_str(st, 9, q->url);
  sq_bind_int(st, 10, q->first);
  sq_bind_hash(st, 11, key);
  sq_bind_hash(st, 12, (const uint64_t[2]){h.high64, h.low64});
  sq_bind_blob(st, 13, q->document);
  int rc = sq_run(s, st);
  q->id = sqlite3_last_insert_rowid(s->db);
  return rc == 0 ? count_bytes(s, (int64_t)q->document.n) : rc;
}

static int delete_one(struct sq *s, int64_t id, int64_t bytes) {
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM quarantine WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_run(s, st);
  return rc == 0 ? count_bytes(s, -bytes) : rc;
}

/* Delete those with the oldest last occurrence first; the newest stays, whatever its size. */
static int make_room(struct sq *s, struct tdg_quarantine *q) {
  for (;;) {
    int64_t bytes = 0, oldest = 0, size = 0;
    sqlite3_stmt *st = sq_prepare(s, "SELECT value FROM counter WHERE name = 'quarantine'");
    int rc = st == NULL ? s->status : sq_int(s, st, &bytes);
    if (rc < 0 || bytes <= SQ_MAX_QUARANTINE) return rc < 0 ? rc : 0;
    st = sq_prepare(s, "SELECT id, length(document) FROM quarantine WHERE id <> ? ORDER BY at, id LIMIT 1");
    if (st == NULL) return s->status;
    sq_bind_int(st, 1, q->id);
    if ((rc = sq_step(s, st)) == 1) {
      oldest = sq_column_int(st, 0);
      size = sq_column_int(st, 1);
    }
    sq_release(s, st);
    if (rc == 1) rc = delete_one(s, oldest, size) < 0 ? s->status : 1;
    if (rc != 1) return rc;
    q->dropped++;
  }
}

int sq_quarantine_put(void *store, struct tdg_quarantine *q) {
  struct sq *s = store;
  uint64_t key[2];
  int rc = sq_may_write(s);
  if (rc == 0) rc = check_document(s, q);
  if (rc != 0) return rc;
  q->dropped = 0;
  key_of(q, key);
  rc = update_existing(s, q, key);
  if (rc != 0) return rc < 0 ? rc : 0;
  rc = insert(s, q, key);
  return rc == 0 ? make_room(s, q) : rc;
}

int sq_quarantine_list(void *store, int64_t id, tdg_quarantine_fn fn, void *arg) {
  struct sq *s = store;
  struct tdg_quarantine q;
  int rc, n = 0;
  sqlite3_stmt *st = id == 0 ? sq_prepare(s, QUARANTINED "x'' FROM quarantine ORDER BY at, id")
                             : sq_prepare(s, QUARANTINED "document FROM quarantine WHERE id = ?");
  if (st == NULL) return s->status;
  if (id != 0) sq_bind_int(st, 1, id);
  while ((rc = sq_step(s, st)) == 1) {
    memset(&q, 0, sizeof q);
    q.size = sizeof q;
    q.id = sq_column_int(st, 0);
    q.at = sq_column_int(st, 1);
    q.task = sq_column_int(st, 2);
    q.signal = (uint32_t)sq_column_int(st, 3);
    q.first = sq_column_int(st, 4);
    q.count = sq_column_int(st, 5);
    struct tdg_str *const texts[] = {&q.plugin, &q.version, &q.cause,   &q.message,
                                     &q.url,    &q.source,  &q.document};
    for (int i = 0; i < 7; i++) *texts[i] = sq_column_str(st, 6 + i);
    n++;
    if (fn(arg, &q) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

static int drop_all(struct sq *s) {
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM quarantine");
  if (st == NULL) return s->status;
  int rc = sq_run(s, st), n = sqlite3_changes(s->db);
  if (rc == 0) st = sq_prepare(s, "UPDATE counter SET value = 0 WHERE name = 'quarantine'");
  if (rc == 0) rc = st == NULL ? s->status : sq_run(s, st);
  return rc < 0 ? rc : n;
}

static int drop_one(struct sq *s, int64_t id) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT length(document) FROM quarantine WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_step(s, st);
  const int64_t size = rc == 1 ? sq_column_int(st, 0) : 0;
  sq_release(s, st);
  if (rc != 1) return rc;
  rc = delete_one(s, id, size);
  return rc < 0 ? rc : 1;
}

int sq_quarantine_drop(void *store, int64_t id) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  return id == 0 ? drop_all(s) : drop_one(s, id);
}
