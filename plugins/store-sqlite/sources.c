/* sources.c - the state of sources, of the lists that their documents name, of limit groups, and of robots.txt. */
#include "sq.h"

#include <string.h>

static int check_texts(struct sq *s, const struct tdg_str *texts, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int rc = sq_check_text(s, "a text of a source or list", texts[i]);
    if (rc != 0) return rc;
  }
  return 0;
}

/* A caller that was built against older headers has fewer members: the others are 0. */
static int take_state(struct sq *s, struct tdg_source_state *r, const struct tdg_source_state *from) {
  memset(r, 0, sizeof *r);
  if (from->size < offsetof(struct tdg_source_state, pages) + sizeof from->pages)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a source of size %u: set its size to sizeof", s->path,
                   (unsigned)from->size);
  memcpy(r, from, from->size < sizeof *r ? from->size : sizeof *r);
  if (r->adopted.p == NULL) r->adopted = sq_str("");
  return r->id.n > 0 ? 0 : sq_fail(s, TDG_BAD_INPUT, "store %s: a source without an id", s->path);
}

int sq_source_put(void *store, const struct tdg_source_state *from) {
  struct sq *s = store;
  struct tdg_source_state whole, *r = &whole;
  int rc = sq_may_write(s);
  if (rc == 0) rc = take_state(s, r, from);
  if (rc != 0) return rc;
  const struct tdg_str texts[] = {r->id,         r->url,   r->moved_url, r->etag, r->last_modified,
                                  r->last_error, r->title, r->adopted};
  const int64_t before[] = {r->failures, r->added,    r->last_attempt, r->last_ok,
                            r->last_new, r->next_due, r->interval,     r->server_wait};
  const int64_t after[] = {r->polls,         r->documents,  r->records,     r->unchanged,
                           r->retired,       r->moved_seen, r->moved_since, r->trouble,
                           r->trouble_since, r->listed,     r->pages,       r->feed_wait,
                           r->skip_hours,    r->skip_days,  r->absent,      r->outcome};
  if ((rc = check_texts(s, texts, 8)) != 0) return rc;
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT OR REPLACE INTO source "
                    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 7; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < 8; i++) sq_bind_int(st, 8 + i, before[i]);
  sq_bind_hash(st, 16, r->body);
  for (int i = 0; i < 16; i++) sq_bind_int(st, 17 + i, after[i]);
  sq_bind_str(st, 33, r->adopted);
  const int64_t last[] = {r->due_by, r->status, r->due_wait, r->words};
  for (int i = 0; i < 4; i++) sq_bind_int(st, 34 + i, last[i]);
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
  r->trouble = (uint32_t)sq_column_int(st, 23);
  r->trouble_since = sq_column_int(st, 24);
  r->listed = sq_column_int(st, 25);
  r->pages = sq_column_int(st, 26);
  r->feed_wait = sq_column_int(st, 27);
  r->skip_hours = (uint32_t)sq_column_int(st, 28);
  r->skip_days = (uint32_t)sq_column_int(st, 29);
  r->absent = (uint32_t)sq_column_int(st, 30);
  r->outcome = (uint32_t)sq_column_int(st, 31);
  r->adopted = sq_column_str(st, 32);
  r->due_by = (uint32_t)sq_column_int(st, 33);
  r->status = (uint32_t)sq_column_int(st, 34);
  r->due_wait = sq_column_int(st, 35);
  r->words = sq_column_int(st, 36);
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

/* ---- lists ---- */

#define LISTING                                                                                              \
  "SELECT "                                                                                                  \
  "source,url,etag,last_modified,last_error,failures,trouble,depth,named,last_ok,trouble_since,not_before "  \
  "FROM listing"

int sq_listing_put(void *store, const struct tdg_listing *l) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (l->size < sizeof *l || l->source.n == 0 || l->url.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a list without a source or an address", s->path);
  const struct tdg_str texts[] = {l->source, l->url, l->etag, l->last_modified, l->last_error};
  const int64_t numbers[] = {l->failures, l->trouble,       l->depth,     l->named,
                             l->last_ok,  l->trouble_since, l->not_before};
  if ((rc = check_texts(s, texts, 5)) != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO listing VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 5; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < 7; i++) sq_bind_int(st, 6 + i, numbers[i]);
  return sq_run(s, st);
}

static void listing_read(sqlite3_stmt *st, struct tdg_listing *l) {
  memset(l, 0, sizeof *l);
  l->size = sizeof *l;
  struct tdg_str *const texts[] = {&l->source, &l->url, &l->etag, &l->last_modified, &l->last_error};
  uint32_t *const small[] = {&l->failures, &l->trouble, &l->depth};
  int64_t *const numbers[] = {&l->named, &l->last_ok, &l->trouble_since, &l->not_before};
  for (int i = 0; i < 5; i++) *texts[i] = sq_column_str(st, i);
  for (int i = 0; i < 3; i++) *small[i] = (uint32_t)sq_column_int(st, 5 + i);
  for (int i = 0; i < 4; i++) *numbers[i] = sq_column_int(st, 8 + i);
}

static int listings_each(struct sq *s, sqlite3_stmt *st, tdg_listing_fn fn, void *arg) {
  struct tdg_listing l;
  int rc, n = 0;
  while ((rc = sq_step(s, st)) == 1) {
    listing_read(st, &l);
    n++;
    if (fn(arg, &l) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

int sq_listing_get(void *store, const char *source, const char *url, tdg_listing_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, LISTING " WHERE source = ? AND url = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(source));
  sq_bind_str(st, 2, sq_str(url));
  return listings_each(s, st, fn, arg);
}

int sq_listing_list(void *store, const char *source, tdg_listing_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = source == NULL ? sq_prepare(s, LISTING " ORDER BY source, url")
                                    : sq_prepare(s, LISTING " WHERE source = ? ORDER BY url");
  if (st == NULL) return s->status;
  if (source != NULL) sq_bind_str(st, 1, sq_str(source));
  return listings_each(s, st, fn, arg);
}

int sq_listing_forget(void *store, const char *source, int64_t before) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM listing WHERE source = ? AND named < ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(source));
  sq_bind_int(st, 2, before);
  rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}

/* ---- moves ---- */

int sq_move_put(void *store, const struct tdg_move *m) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (m->size < sizeof *m || m->source.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a move without a source", s->path);
  const struct tdg_str texts[] = {m->source, m->was, m->is};
  if ((rc = check_texts(s, texts, 3)) != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT INTO moved(source,was,now_is,how,at) VALUES(?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 3; i++) sq_bind_str(st, 1 + i, texts[i]);
  sq_bind_int(st, 4, m->how);
  sq_bind_int(st, 5, m->at);
  return sq_run(s, st);
}

int sq_move_list(void *store, const char *source, tdg_move_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, "SELECT source,was,now_is,how,at FROM moved WHERE source = ? ORDER BY id");
  int rc, n = 0;
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(source));
  while ((rc = sq_step(s, st)) == 1) {
    const struct tdg_move m = {.size = sizeof m,
                               .how = (uint32_t)sq_column_int(st, 3),
                               .at = sq_column_int(st, 4),
                               .source = sq_column_str(st, 0),
                               .was = sq_column_str(st, 1),
                               .is = sq_column_str(st, 2)};
    n++;
    if (fn(arg, &m) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

/* ---- limit groups ---- */

int sq_limit_put(void *store, const struct tdg_limit *from) {
  struct sq *s = store;
  struct tdg_limit whole = {0}, *h = &whole;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  memcpy(h, from, from->size < sizeof *h ? from->size : sizeof *h);
  if (from->size < offsetof(struct tdg_limit, delay) || h->group.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a limit group without a name", s->path);
  const struct tdg_str texts[] = {h->group, h->refused_by};
  const int64_t numbers[] = {h->failures,   h->refusals, h->told, h->not_before,
                             h->refused_at, h->learned,  h->delay};
  if ((rc = check_texts(s, texts, 2)) != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO host VALUES(?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 2; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < 7; i++) sq_bind_int(st, 3 + i, numbers[i]);
  return sq_run(s, st);
}

int sq_limit_get(void *store, const char *group, tdg_limit_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(
      s, "SELECT grp,refused_by,failures,refusals,told,not_before,refused_at,learned,delay FROM host "
         "WHERE grp = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(group));
  int rc = sq_step(s, st);
  if (rc == 1) {
    struct tdg_limit h = {.size = sizeof h,
                          .failures = (uint32_t)sq_column_int(st, 2),
                          .refusals = (uint32_t)sq_column_int(st, 3),
                          .told = sq_column_int(st, 4),
                          .not_before = sq_column_int(st, 5),
                          .refused_at = sq_column_int(st, 6),
                          .learned = sq_column_int(st, 7),
                          .delay = sq_column_int(st, 8)};
    h.group = sq_column_str(st, 0);
    h.refused_by = sq_column_str(st, 1);
    fn(arg, &h);
  }
  sq_release(s, st);
  return rc;
}

int sq_limit_forget(void *store, int64_t before) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM host WHERE told < ?1 AND not_before < ?1");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, before);
  rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}

/* ---- robots.txt ---- */

int sq_robots_put(void *store, const struct tdg_robots *r) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (r->size < sizeof *r || r->key.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a robots.txt without a key", s->path);
  const struct tdg_str texts[] = {r->key, r->etag, r->last_modified, r->text};
  const int64_t numbers[] = {r->failures, r->known, r->status, r->asked, r->fresh_until};
  if ((rc = check_texts(s, texts, 4)) != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "INSERT OR REPLACE INTO robots VALUES(?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < 4; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < 5; i++) sq_bind_int(st, 5 + i, numbers[i]);
  return sq_run(s, st);
}

int sq_robots_get(void *store, const char *key, tdg_robots_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(
      s,
      "SELECT key,etag,last_modified,text,failures,known,status,asked,fresh_until FROM robots WHERE key = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(key));
  int rc = sq_step(s, st);
  if (rc == 1) {
    struct tdg_robots r = {.size = sizeof r,
                           .failures = (uint32_t)sq_column_int(st, 4),
                           .known = (uint32_t)sq_column_int(st, 5),
                           .status = (uint32_t)sq_column_int(st, 6),
                           .asked = sq_column_int(st, 7),
                           .fresh_until = sq_column_int(st, 8)};
    struct tdg_str *const texts[] = {&r.key, &r.etag, &r.last_modified, &r.text};
    for (int i = 0; i < 4; i++) *texts[i] = sq_column_str(st, i);
    fn(arg, &r);
  }
  sq_release(s, st);
  return rc;
}

int sq_robots_forget(void *store, int64_t before) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM robots WHERE fresh_until < ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, before);
  rc = sq_run(s, st);
  return rc < 0 ? rc : sqlite3_changes(s->db);
}
