/* search.c - full text search: the index is a consumer of the log; queries have bounded cost.
 *
 * Only current versions are found: indexing a version removes its predecessor.  A query is never passed to
 * FTS5 unchanged: its words are quoted, counted and limited, and a timeout stops slow queries.  When ranking
 * takes too long (a word that occurs everywhere), the newest hits are returned instead.
 */
#include "sq.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef SQ_RANK_US /* a test builds with a smaller value */
#define SQ_RANK_US 120000
#endif
enum {
  MAX_TERMS = 32,
  MAX_QUERY = 1024,
  RANK_US = SQ_RANK_US,
  NEWEST_US = 80000,
  STEPS = 500,
  MAX_HITS = 1000,
  INDEX_BATCH = 256
};

int64_t sq_clock_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int past_deadline(void *arg) {
  struct sq *s = arg;
  return s->deadline_us != 0 && sq_clock_us() > s->deadline_us;
}

/* tidings_text(text, wire): the text of a row.  \1 and \2 mark hits in snippets, so they are removed from
 * it. */
static void text_function(sqlite3_context *context, int n, sqlite3_value **args) {
  struct tdg_str packed = {sqlite3_value_blob(args[0]), 0}, wire = {sqlite3_value_blob(args[1]), 0};
  (void)n;
  packed.n = (size_t)sqlite3_value_bytes(args[0]);
  wire.n = (size_t)sqlite3_value_bytes(args[1]);
  size_t length = packed.p == NULL || wire.p == NULL ? 0 : sq_excerpt_unpack(packed, wire, NULL);
  if (length == SIZE_MAX) length = 0; /* damaged; verify reports it */
  char *out = sqlite3_malloc64(length + 1);
  if (out == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (length > 0) sq_excerpt_unpack(packed, wire, out);
  for (int mark = 1; mark <= 2; mark++)
    for (char *p = out; (p = memchr(p, mark, (size_t)(out + length - p))) != NULL;) *p = ' ';
  sqlite3_result_text64(context, out, length, sqlite3_free, SQLITE_UTF8);
}

int sq_search_register(struct sq *s) {
  if (sqlite3_create_function(s->db, "tidings_text", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                              NULL, text_function, NULL, NULL) != SQLITE_OK)
    return sq_sql_fail(s, "preparing search");
  sqlite3_progress_handler(s->db, STEPS, past_deadline, s);
  return sq_tokenizer_register(s);
}

/* ---- indexing ---- */

static const char add[] = "INSERT INTO search(rowid, title, text) VALUES(?, ?, ?)",
                  drop[] = "INSERT INTO search(search, rowid, title, text) VALUES('delete', ?, ?, ?)";

/* The words are bound as values: INSERT ... SELECT makes SQLite set a savepoint, and FTS5 flushes its buffer at every
 * savepoint (half the speed). */
static int index_words(struct sq *s, const char *sql, int64_t seq, struct tdg_str title,
                       struct tdg_str text) {
  sqlite3_stmt *into = sq_prepare(s, sql);
  if (into == NULL) return s->status;
  sq_bind_int(into, 1, seq);
  sq_bind_str(into, 2, title);
  sq_bind_str(into, 3, text);
  return sq_run(s, into);
}

/* Add the text of a row to the index, or remove it. */
static int index_row(struct sq *s, const char *sql, int64_t seq) {
  sqlite3_stmt *words = sq_prepare(s, "SELECT title, text FROM words WHERE seq = ?");
  if (words == NULL) return s->status;
  sq_bind_int(words, 1, seq);
  int rc = sq_step(s, words);
  if (rc == 1) rc = index_words(s, sql, seq, sq_column_str(words, 0), sq_column_str(words, 1));
  sq_release(s, words);
  return rc;
}

int sq_search_drop(struct sq *s, int64_t seq) { return index_row(s, drop, seq); }

/* Remove the version that this one replaced. */
static int index_remove(struct sq *s, int64_t id) {
  int64_t seq = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT seq FROM record WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  const int rc = sq_int(s, st, &seq);
  return rc == 1 ? index_row(s, drop, seq) : rc;
}

static int index_fresh_row(struct sq *s, const struct sq_fresh_row *row) {
  struct tdg_str title, text;
  const int rc = row->supersedes != 0 ? index_remove(s, row->supersedes) : 0;
  sq_fresh_words(s, row, &title, &text);
  return rc < 0 ? rc : index_words(s, add, row->seq, title, text);
}

/* Rows of this transaction whose words are still there, if it is their turn.  *end: nothing is left of the log. */
static int index_fresh(struct sq *s, int64_t max, int *end) {
  const struct sq_fresh_row *row = NULL;
  int64_t after;
  int n = 0, rc = sq_cursor_get(s, "search", &after);
  if (rc != 0 || after < s->fresh.after || after >= s->fresh.upto) return rc;
  for (; rc == 0 && n < max && (row = sq_fresh_next(s, after)) != NULL; n++) {
    rc = index_fresh_row(s, row);
    after = row->seq;
  }
  if (row == NULL) after = s->fresh.upto;
  *end = after == s->last_seq;
  if (rc == 0) rc = sq_cursor_put(s, "search", after);
  return rc != 0 ? rc : n;
}

/* The next rows with text: their positions, and the position of the version each replaces (0: none). */
static int index_next(struct sq *s, int64_t after, int64_t max, int64_t (*rows)[2]) {
  int rc, n = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT l.seq, coalesce(o.seq, 0) FROM log l LEFT JOIN record o"
                                   " ON o.id = l.supersedes AND l.supersedes > 0 WHERE l.seq > ?"
                                   " AND l.kind IN (4, 5, 9) ORDER BY l.seq LIMIT ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, after);
  sq_bind_int(st, 2, max);
  while ((rc = sq_step(s, st)) == 1) {
    rows[n][0] = sq_column_int(st, 0);
    rows[n++][1] = sq_column_int(st, 1);
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

/* Index one batch.  Fewer rows than requested means the end of the log; the cursor then moves past the notes
 * that follow, so that they are not read again. */
static int index_batch(struct sq *s, int64_t max) {
  int64_t after, rows[INDEX_BATCH][2];
  int rc = sq_cursor_get(s, "search", &after);
  int n = rc != 0 ? rc : index_next(s, after, max, rows);
  if (n < 0) return n;
  for (int i = 0; i < n && rc == 0; i++) {
    if (rows[i][1] != 0) rc = index_row(s, drop, rows[i][1]);
    if (rc == 0) rc = index_row(s, add, rows[i][0]);
  }
  int64_t reached = n < max ? s->last_seq : rows[n - 1][0];
  if (rc == 0 && reached > after) rc = sq_cursor_put(s, "search", reached);
  return rc != 0 ? rc : n;
}

int sq_search_index(void *store, int64_t max) {
  struct sq *s = store;
  int done, end = 0, rc = sq_may_write(s);
  if (rc != 0) return rc;
  if (max > INT_MAX) max = INT_MAX;
  done = index_fresh(s, max, &end);
  while (done >= 0 && done < max && !end) {
    int64_t batch = max - done < INDEX_BATCH ? max - done : INDEX_BATCH;
    int n = index_batch(s, batch);
    if (n < 0) return n;
    done += n;
    if (n < batch) break;
  }
  return done;
}

/* ---- queries ---- */

static int is_space_or_control(unsigned char c) { return c <= ' ' || c == 127; }

/* A word needs a character that FTS5 indexes: a letter, a digit, or anything beyond ASCII. */
static int has_letter(const char *p, size_t n) {
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)p[i];
    if (c >= 128 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 1;
  }
  return 0;
}

/* Each word, and each "run of words" in double quotes, becomes a quoted string, so that nothing in it is an
 * operator. */
static int query_build(const char *q, char *out, size_t size) {
  size_t n = strnlen(q, MAX_QUERY), at = 0;
  int terms = 0;
  for (size_t i = 0; i < n && terms < MAX_TERMS;) {
    while (i < n && (is_space_or_control((unsigned char)q[i]))) i++;
    int phrase = i < n && q[i] == '"';
    size_t from = i += (size_t)phrase;
    while (i < n && q[i] != '"' && (phrase || !is_space_or_control((unsigned char)q[i]))) i++;
    size_t length = i - from;
    if (phrase && i < n) i++;
    if (!has_letter(q + from, length) || at + length + 4 > size) continue;
    out[at++] = '"';
    memcpy(out + at, q + from, length);
    at += length;
    out[at++] = '"';
    out[at++] = ' ';
    terms++;
  }
  out[at] = '\0';
  return terms;
}

struct question {
  const char *match;
  int64_t limit;
  int n; /* hits passed to the callback */
};

static int ask(struct sq *s, struct question *q, const char *sql, tdg_hit_fn fn, void *arg) {
  int rc;
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(q->match));
  sq_bind_int(st, 2, q->limit);
  while ((rc = sq_step(s, st)) == 1) {
    s->deadline_us = 0; /* only the snippets of a few hits remain */
    struct tdg_hit hit = {.size = sizeof hit, .id = sq_column_int(st, 0), .story = sq_column_int(st, 1)};
    hit.score = sqlite3_column_double(st, 2);
    hit.title = sq_column_str(st, 3);
    hit.url = sq_column_str(st, 4);
    hit.snippet = sq_column_str(st, 5);
    q->n++;
    if (fn(arg, &hit) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : 0;
}

#define HITS                                                                                                 \
  "SELECT l.id, r.story, -search.rank, l.title, l.url, snippet(search, 1, char(1), char(2), '...', 24)"      \
  " FROM search CROSS JOIN log l ON l.seq = search.rowid CROSS JOIN record r ON r.id = l.id"                 \
  " WHERE search MATCH ?1 AND r.dropped = 0 ORDER BY "

int sq_search(void *store, const char *query, int64_t limit, tdg_hit_fn fn, void *arg) {
  struct sq *s = store;
  char match[MAX_QUERY + 4 * MAX_TERMS + 8];
  struct question q = {match, limit < 1 || limit > MAX_HITS ? MAX_HITS : limit, 0};
  if (query_build(query, match, sizeof match) == 0) return 0;
  s->deadline_us = sq_clock_us() + RANK_US;
  int rc = ask(s, &q, HITS "rank LIMIT ?2", fn, arg);
  if (rc < 0 && q.n == 0 && past_deadline(s)) {
    s->deadline_us = sq_clock_us() + NEWEST_US;
    rc = ask(s, &q, HITS "search.rowid DESC LIMIT ?2", fn, arg);
  }
  int late = rc < 0 && past_deadline(s);
  s->deadline_us = 0;
  if (late)
    return sq_fail(s, TDG_DENIED,
                   "store %s: the search took longer than %d ms and was stopped: use rarer words", s->path,
                   (RANK_US + NEWEST_US) / 1000);
  return rc < 0 ? rc : q.n;
}
