/* sources.c - what is remembered of a source, and the documents that cost a plugin its life. */
#include "sq.h"

#include <string.h>
#include <xxhash.h>

static int check_texts(struct sq *s, const struct tdg_str *texts, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int rc = sq_check_text(s, "a text of a source or quarantined document", texts[i]);
    if (rc != 0) return rc;
  }
  return 0;
}

int sq_source_put(void *store, const struct tdg_source_state *r) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (r->size < sizeof *r || r->id.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a source without an id", s->path);
  const struct tdg_str texts[] = {r->id,         r->url,  r->moved_url, r->etag, r->last_modified,
                                  r->last_error, r->title};
  const int64_t before[] = {r->failures, r->added,    r->last_attempt, r->last_ok,
                            r->last_new, r->next_due, r->interval,     r->server_wait};
  const int64_t after[] = {r->polls,   r->documents,  r->records,    r->unchanged,
                           r->retired, r->moved_seen, r->moved_since};
  if ((rc = check_texts(s, texts, 7)) != 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT OR REPLACE INTO source VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 7; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < 8; i++) sq_bind_int(st, 8 + i, before[i]);
  sq_bind_hash(st, 16, r->body);
  for (int i = 0; i < 7; i++) sq_bind_int(st, 17 + i, after[i]);
  return sq_run(s, st);
}

static void source_read(sqlite3_stmt *st, struct tdg_source_state *r) {
  memset(r, 0, sizeof *r);
  r->size = sizeof *r;
  struct tdg_str *const texts[] = {&r->id,         &r->url,  &r->moved_url, &r->etag, &r->last_modified,
                                   &r->last_error, &r->title};
  int64_t *const before[] = {&r->added,    &r->last_attempt, &r->last_ok,    &r->last_new,
                             &r->next_due, &r->interval,     &r->server_wait};
  int64_t *const after[] = {&r->polls, &r->documents, &r->records, &r->unchanged};
  for (int i = 0; i < 7; i++) *texts[i] = sq_column_str(st, i);
  r->failures = (uint32_t)sq_column_int(st, 7);
  for (int i = 0; i < 7; i++) *before[i] = sq_column_int(st, 8 + i);
  sq_column_hash(st, 15, r->body);
  for (int i = 0; i < 4; i++) *after[i] = sq_column_int(st, 16 + i);
  r->retired = (uint32_t)sq_column_int(st, 20);
  r->moved_seen = (uint32_t)sq_column_int(st, 21);
  r->moved_since = sq_column_int(st, 22);
}

static int sources_each(struct sq *s, sqlite3_stmt *st, tdg_source_fn fn, void *arg) {
  struct tdg_source_state r;
  int rc, n = 0;
  while ((rc = sq_step(s, st)) == 1) {
    source_read(st, &r);
    n++;
    if (fn(arg, &r) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_source_get(void *store, const char *id, tdg_source_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, "SELECT * FROM source WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(id));
  return sources_each(s, st, fn, arg);
}

int sq_source_list(void *store, tdg_source_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, "SELECT * FROM source ORDER BY id");
  return st == NULL ? s->status : sources_each(s, st, fn, arg);
}

int sq_quarantine_put(void *store, const struct tdg_quarantine *q) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (q->size < sizeof *q || q->document.n > SQ_MAX_WIRE)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a quarantined document of %zu bytes", s->path, q->document.n);
  const struct tdg_str texts[] = {q->plugin, q->version, q->cause, q->message, q->url, q->source};
  if ((rc = check_texts(s, texts, 6)) != 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT INTO quarantine(at,task,signal,plugin,version,cause,message,url,source,"
                    "checksum,document) VALUES(?,?,?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  XXH128_hash_t h = XXH3_128bits(q->document.p == NULL ? "" : q->document.p, q->document.n);
  sq_bind_int(st, 1, q->at);
  sq_bind_int(st, 2, q->task);
  sq_bind_int(st, 3, (int64_t)q->signal);
  for (int i = 0; i < 6; i++) sq_bind_str(st, 4 + i, texts[i]);
  sq_bind_hash(st, 10, (const uint64_t[2]){h.high64, h.low64});
  sq_bind_blob(st, 11, q->document);
  return sq_run(s, st);
}

int sq_quarantine_list(void *store, int64_t id, tdg_quarantine_fn fn, void *arg) {
  struct sq *s = store;
  struct tdg_quarantine q;
  int rc, n = 0;
  sqlite3_stmt *st =
      id == 0
          ? sq_prepare(s, "SELECT id,at,task,signal,plugin,version,cause,message,url,source,x'' FROM "
                          "quarantine ORDER BY id")
          : sq_prepare(
                s, "SELECT id,at,task,signal,plugin,version,cause,message,url,source,document FROM quarantine"
                   " WHERE id = ?");
  if (st == NULL) return s->status;
  if (id != 0) sq_bind_int(st, 1, id);
  while ((rc = sq_step(s, st)) == 1) {
    memset(&q, 0, sizeof q);
    q.size = sizeof q;
    q.id = sq_column_int(st, 0);
    q.at = sq_column_int(st, 1);
    q.task = sq_column_int(st, 2);
    q.signal = (uint32_t)sq_column_int(st, 3);
    struct tdg_str *const texts[] = {&q.plugin, &q.version, &q.cause,   &q.message,
                                     &q.url,    &q.source,  &q.document};
    for (int i = 0; i < 7; i++) *texts[i] = sq_column_str(st, 4 + i);
    n++;
    if (fn(arg, &q) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_quarantine_drop(void *store, int64_t id) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM quarantine WHERE id = ?1 OR ?1 = 0");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}
