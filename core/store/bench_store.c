/* bench_store.c - the store's rate of appends, compared with plain SQLite inserts of the same bytes in the
 * same run.
 *
 *   bench-store [DIR [RECORDS [BATCH]]]
 *
 * Rounds alternate between the two, because the speed of disks varies; the figures are records per second
 * over each round.  `settle` does what the engine does for a document: settle a task, append a record, add
 * its follow-up task, move a cursor.
 */
#include "store/store_open.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WIRE = 5000, PARAGRAPH = 280, ROUNDS = 3 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct sample {
  char wire[WIRE], text[WIRE + 200], url[120], title[80];
  size_t text_n;
};

static uint64_t next(uint64_t *r) {
  *r ^= *r << 13;
  *r ^= *r >> 7;
  *r ^= *r << 17;
  return *r;
}

/* A word of an artificial language of about 30,000 words, few of them frequent. */
static size_t word(char out[16], uint64_t *r) {
  uint64_t number = (next(r) % 173) * ((*r >> 32) % 173);
  size_t n = 0;
  do {
    out[n++] = "bdfgklmnprstvz"[number % 14];
    out[n++] = "aeiou"[number / 14 % 5];
    number /= 70;
  } while (number > 0);
  return n;
}

/* Paragraphs of words, separated by a few bytes of record encoding. */
static void sample_fill(struct sample *s, uint64_t i) {
  uint64_t r = i * 0x9E3779B97F4A7C15u + 1;
  s->text_n = 0;
  memset(s->wire, 0, WIRE);
  for (size_t n = 8; n + 24 < WIRE;) {
    char text[16];
    size_t length = word(text, &r);
    memcpy(s->wire + n, text, length);
    memcpy(s->text + s->text_n, text, length);
    n += length;
    s->text_n += length;
    int ends = n % PARAGRAPH < 8;
    s->wire[n] = ends ? 0 : ' ';
    memcpy(s->text + s->text_n, ends ? "\n\n" : " ", ends ? 2 : 1);
    n += ends ? 8 : 1;
    s->text_n += ends ? 2 : 1;
  }
  snprintf(s->url, sizeof s->url, "https://www.gazette.example/news/%llu/a-report-from-the-harbour",
           (unsigned long long)r);
  snprintf(s->title, sizeof s->title, "Report %llu from the harbour of Velmora", (unsigned long long)i);
}

static void row_fill(struct tdg_row *row, const struct sample *s, uint64_t i) {
  memset(row, 0, sizeof *row);
  row->size = sizeof *row;
  row->kind = TDG_ARTICLE;
  row->version = 1;
  row->work[0] = i * 0x9E3779B97F4A7C15u;
  row->work[1] = i;
  row->content[0] = i;
  row->first_seen = row->published = 1700000000000 + (int64_t)i;
  row->source = (struct tdg_str){"gazette", 7};
  row->publisher = (struct tdg_str){"Velmora Gazette", 15};
  row->language = (struct tdg_str){"en", 2};
  row->url = (struct tdg_str){s->url, strlen(s->url)};
  row->title = (struct tdg_str){s->title, strlen(s->title)};
  row->text = (struct tdg_str){s->text, s->text_n};
  row->wire = (struct tdg_str){s->wire, WIRE};
}

static void must(struct store *s, int rc) {
  if (rc >= 0) return;
  fprintf(stderr, "%s\n", store_error(s));
  exit(1);
}

static double append_round(struct store *s, const struct sample *samples, uint64_t first, int n, int batch) {
  struct tdg_row row;
  double t = now();
  for (int i = 0; i < n; i++) {
    if (i % batch == 0) must(s, s->ops->begin(s->handle));
    row_fill(&row, &samples[i], first + (uint64_t)i);
    row.id = s->ops->new_id(s->handle, row.first_seen);
    must(s, s->ops->record_append(s->handle, &row));
    if (i % batch == batch - 1 || i == n - 1) must(s, s->ops->commit(s->handle));
  }
  return n / (now() - t);
}

static int take(void *arg, const struct tdg_task *task) {
  int64_t **id = arg;
  *(*id)++ = task->id;
  return 0;
}

/* Each document settles a task and adds one more; one transaction per batch. */
static double settle_round(struct store *s, const struct sample *samples, uint64_t first, int n, int batch) {
  int64_t *ids = calloc((size_t)batch, sizeof *ids);
  const struct tdg_lease lease = {
      .size = sizeof lease, .now = 2000000000000, .until = 2000000060000, .max = batch};
  struct tdg_row row;
  double t = now();
  for (int i = 0; i < n; i += batch) {
    int64_t *into = ids;
    must(s, s->ops->begin(s->handle));
    int got = s->ops->task_lease(s->handle, &lease, take, &into);
    must(s, got);
    for (int k = 0; k < got && i + k < n; k++) {
      char key[140];
      struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_FOLLOW, .due = 1};
      row_fill(&row, &samples[i + k], first + (uint64_t)(i + k));
      row.id = s->ops->new_id(s->handle, row.first_seen);
      must(s, s->ops->record_append(s->handle, &row));
      snprintf(key, sizeof key, "article %s", row.url.p);
      task.key = (struct tdg_str){key, strlen(key)};
      task.url = row.url;
      task.group = (struct tdg_str){"www.gazette.example:443", 23};
      task.request = (struct tdg_str){row.wire.p, 200};
      must(s, s->ops->task_add(s->handle, &task));
      must(s, s->ops->task_settle(s->handle, ids[k], TDG_TASK_DONE, 0));
    }
    must(s, s->ops->cursor_put(s->handle, "bench", (int64_t)first + i));
    must(s, s->ops->commit(s->handle));
  }
  free(ids);
  return n / (now() - t);
}

static void seed_tasks(struct store *s, int n) {
  must(s, s->ops->begin(s->handle));
  for (int i = 0; i < n; i++) {
    struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_FOLLOW, .due = 1, .request = {"r", 1}};
    must(s, s->ops->task_add(s->handle, &task));
  }
  must(s, s->ops->commit(s->handle));
}

/* The baseline: the same bytes as rows of a table without any index, with the same journal and sync
 * settings. */
static double floor_round(sqlite3 *db, const struct sample *samples, int n, int batch) {
  sqlite3_stmt *st = NULL;
  sqlite3_prepare_v2(db, "INSERT INTO t(b) VALUES(?)", -1, &st, NULL);
  double t = now();
  for (int i = 0; i < n; i++) {
    if (i % batch == 0) sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    sqlite3_bind_blob(st, 1, samples[i].wire, WIRE, SQLITE_STATIC);
    if (sqlite3_step(st) != SQLITE_DONE) fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    sqlite3_reset(st);
    if (i % batch == batch - 1 || i == n - 1) sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
  }
  t = now() - t;
  sqlite3_finalize(st);
  return n / t;
}

static double index_round(struct store *s, int n) {
  double t = now();
  int done, all = 0;
  do {
    must(s, s->ops->begin(s->handle));
    must(s, done = s->ops->search_index(s->handle, 256));
    must(s, s->ops->commit(s->handle));
    all += done;
  } while (done > 0 && all < n);
  return all / (now() - t);
}

static sqlite3 *floor_open(const char *path) {
  sqlite3 *db = NULL;
  if (sqlite3_open(path, &db) != SQLITE_OK) exit(1);
  sqlite3_exec(db,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
               "CREATE TABLE IF NOT EXISTS t(k INTEGER PRIMARY KEY, b BLOB)",
               NULL, NULL, NULL);
  return db;
}

int main(int argc, char **argv) {
  const char *dir = argc > 1 ? argv[1] : "/tmp";
  int n = argc > 2 ? atoi(argv[2]) : 20000, batch = argc > 3 ? atoi(argv[3]) : 100;
  char store_path[300], floor_path[300], message[STORE_MESSAGE];
  if (n < 1 || batch < 1) return 2;
  snprintf(store_path, sizeof store_path, "%s/bench-store-%ld.db", dir, (long)getpid());
  snprintf(floor_path, sizeof floor_path, "%s/bench-floor-%ld.db", dir, (long)getpid());
  struct sample *samples = calloc((size_t)n, sizeof *samples);
  struct store *s = store_open("sqlite", store_path, TDG_STORE_CREATE, NULL, message, sizeof message, NULL);
  if (s == NULL || samples == NULL) {
    fprintf(stderr, "%s\n", message);
    return 1;
  }
  sqlite3 *db = floor_open(floor_path);
  seed_tasks(s, batch);
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t first = 1 + (uint64_t)round * 2 * (uint64_t)n;
    for (int i = 0; i < n; i++) sample_fill(&samples[i], first + (uint64_t)i);
    double bare = floor_round(db, samples, n, batch), append = append_round(s, samples, first, n, batch);
    for (int i = 0; i < n; i++) sample_fill(&samples[i], first + (uint64_t)(n + i));
    double settle = settle_round(s, samples, first + (uint64_t)n, n, batch);
    printf("round %d: bare SQLite %.0f/s, append %.0f/s (%.2f of it), settle %.0f/s (%d records of %d bytes, "
           "%d a commit)\n",
           round + 1, bare, append, append / bare, settle, n, WIRE, batch);
  }
  struct tdg_counts counts = {.size = sizeof counts};
  must(s, s->ops->counts(s->handle, &counts));
  double before = (double)counts.bytes;
  double indexed = index_round(s, n);
  must(s, s->ops->counts(s->handle, &counts));
  printf("search index: %.0f/s; store %.0f bytes a record before it, index %.0f bytes a record\n", indexed,
         before / (2.0 * ROUNDS * n), ((double)counts.bytes - before) / n);
  double t = now();
  must(s, s->ops->verify(s->handle, NULL, NULL));
  printf("verify: %.0f records/s\n", 2.0 * ROUNDS * n / (now() - t));
  store_close(s);
  sqlite3_close(db);
  unlink(store_path);
  unlink(floor_path);
  strncat(store_path, "-lock", sizeof store_path - strlen(store_path) - 1);
  unlink(store_path);
  free(samples);
  return 0;
}
