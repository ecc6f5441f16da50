/* test_wal.c - the log of SQLite is copied to the file beside the writer, and never grows without end.
 *
 * The store is the one to which a log of 200 pages is long.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sq.h"
#include "store/store_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { COMMITS = 80, VALUE = 40 << 10, BOUND = 16 << 20 /* of 8 MB that are written again and again */ };

static const char *const dirs[] = {TIDINGS_BUILD_DIR "/tests/hasty", NULL};

struct place {
  char dir[64], path[80], wal[90];
  struct store *s;
};

static int setup(void **state) {
  static struct place p;
  char message[STORE_MESSAGE];
  strcpy(p.dir, "/tmp/tidings-wal-XXXXXX");
  if (mkdtemp(p.dir) == NULL) return -1;
  snprintf(p.path, sizeof p.path, "%s/news.db", p.dir);
  snprintf(p.wal, sizeof p.wal, "%s-wal", p.path);
  p.s = store_open("sqlite", p.path, TDG_STORE_CREATE, dirs, message, sizeof message, NULL);
  *state = &p;
  return p.s == NULL ? -1 : 0;
}

static int teardown(void **state) {
  struct place *p = *state;
  char path[100];
  if (p->s != NULL) store_close(p->s);
  unlink(p->path);
  snprintf(path, sizeof path, "%s-lock", p->path);
  unlink(path);
  return rmdir(p->dir);
}

static struct sq *sq_of(struct place *p) { return p->s->handle; }

static int64_t size_of(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 ? (int64_t)st.st_size : -1;
}

/* Ten pages a commit. */
static void put(struct place *p, int n) {
  static char bytes[VALUE];
  char key[20];
  snprintf(key, sizeof key, "k%d", n % 50);
  memset(bytes, 'a' + n % 26, sizeof bytes);
  const struct tdg_value v = {.size = sizeof v,
                              .source = {"s", 1},
                              .component = {"c", 1},
                              .key = {key, strlen(key)},
                              .value = {bytes, sizeof bytes}};
  assert_int_equal(p->s->ops->begin(p->s->handle), 0);
  assert_int_equal(p->s->ops->value_put(p->s->handle, &v), 0);
  assert_int_equal(p->s->ops->commit(p->s->handle), 0);
}

static int64_t put_many(struct place *p) {
  int64_t longest = 0;
  for (int i = 0; i < COMMITS; i++) {
    put(p, i);
    if (size_of(p->wal) > longest) longest = size_of(p->wal);
  }
  return longest;
}

static int64_t number(sqlite3 *db, const char *query) {
  sqlite3_stmt *st;
  assert_int_equal(sqlite3_prepare_v2(db, query, -1, &st, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(st), SQLITE_ROW);
  const int64_t n = sqlite3_column_int64(st, 0);
  sqlite3_finalize(st);
  return n;
}

static void assert_whole(struct place *p) {
  sqlite3 *db;
  sqlite3_stmt *st;
  store_close(p->s);
  p->s = NULL;
  assert_int_equal(size_of(p->wal), -1); /* all of it is in the file */
  assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
  assert_int_equal(number(db, "SELECT count(*) FROM kept WHERE length(value) = 40960"), 50);
  assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA quick_check", -1, &st, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(st), SQLITE_ROW);
  assert_string_equal(sqlite3_column_text(st, 0), "ok");
  sqlite3_finalize(st);
  sqlite3_close(db);
}

static void a_long_log_is_copied_beside_the_writer(void **state) {
  struct place *p = *state;
  put(p, 0);
  assert_null(sq_of(p)->wal);
  assert_in_range(put_many(p), 200 * 4096, BOUND);
  assert_non_null(sq_of(p)->wal);
  /* the thread alone copied while the writer rested */
  for (int i = 0; i < 500 && size_of(p->path) < 50 * VALUE; i++) usleep(10000);
  assert_true(size_of(p->path) >= 50 * VALUE);
  assert_whole(p);
}

static void without_a_thread_the_writer_copies(void **state) {
  struct place *p = *state;
  char *path = sq_of(p)->path;
  put(p, 0);
  sq_of(p)->path = p->dir; /* no database */
  assert_in_range(put_many(p), 200 * 4096, BOUND);
  assert_null(sq_of(p)->wal);
  sq_of(p)->path = path;
  assert_whole(p);
}

/* A reader keeps what it sees, however much is copied meanwhile. */
static void a_reader_sees_what_it_began_with(void **state) {
  struct place *p = *state;
  sqlite3 *db;
  put(p, 1);
  assert_int_equal(sqlite3_open_v2(p->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(number(db, "SELECT count(*) FROM kept"), 1);
  put_many(p);
  assert_int_equal(number(db, "SELECT count(*) FROM kept"), 1);
  assert_int_equal(number(db, "SELECT unicode(value) FROM kept"), 'b');
  assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(number(db, "SELECT count(*) FROM kept"), 50);
  sqlite3_close(db);
  put_many(p);
  assert_whole(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_long_log_is_copied_beside_the_writer, setup, teardown),
      cmocka_unit_test_setup_teardown(without_a_thread_the_writer_copies, setup, teardown),
      cmocka_unit_test_setup_teardown(a_reader_sees_what_it_began_with, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
