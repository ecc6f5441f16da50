/* test_pieces.c - what SQLite writes to its log in pieces is there when it has to be, also after failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sq.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
  char dir[64], path[80];
  sqlite3 *db;
};

static void run(sqlite3 *db, const char *sql) {
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int setup(void **state) {
  static struct place p;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
  strcpy(p.dir, "/tmp/tidings-pieces-XXXXXX");
  if (mkdtemp(p.dir) == NULL) return -1;
  snprintf(p.path, sizeof p.path, "%s/x.db", p.dir);
  assert_non_null(sq_pieces_vfs());
  if (sqlite3_open_v2(p.path, &p.db, flags, sq_pieces_vfs()) != SQLITE_OK) return -1;
  run(p.db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
            "CREATE TABLE t(k INTEGER PRIMARY KEY, v BLOB)");
  *state = &p;
  return 0;
}

static int teardown(void **state) {
  struct place *p = *state;
  char path[100];
  sqlite3_close(p->db);
  unlink(p->path);
  snprintf(path, sizeof path, "%s-wal", p->path);
  unlink(path);
  return rmdir(p->dir);
}

static int64_t number(sqlite3 *db, const char *query) {
  sqlite3_stmt *st;
  assert_int_equal(sqlite3_prepare_v2(db, query, -1, &st, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(st), SQLITE_ROW);
  const int64_t n = sqlite3_column_int64(st, 0);
  sqlite3_finalize(st);
  return n;
}

/* As another program sees it. */
static int64_t seen(struct place *p, const char *query) {
  sqlite3 *db;
  assert_int_equal(sqlite3_open_v2(p->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
  const int64_t n = number(db, query);
  sqlite3_close(db);
  return n;
}

static int64_t writes(void) {
  char line[100];
  long long n = -1;
  FILE *f = fopen("/proc/self/io", "r");
  if (f == NULL) skip();
  while (fgets(line, sizeof line, f) != NULL) sscanf(line, "syscw: %lld", &n);
  fclose(f);
  return n;
}

#define ROWS(n) "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < " #n ") "
#define PUT(n, byte)                                                                                         \
  ROWS(n) "INSERT OR REPLACE INTO t SELECT i, replace(hex(zeroblob(2000)), '0', '" byte "') FROM c"

static void a_commit_is_seen_at_once_and_written_in_few_calls(void **state) {
  struct place *p = *state;
  int64_t before = writes();
  run(p->db, PUT(300, "a")); /* some 300 pages: 600 calls of SQLite */
  assert_in_range(writes() - before, 1, 40);
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v LIKE 'aa%'"), 300);
  for (int i = 0; i < 50; i++) {
    char sql[100];
    snprintf(sql, sizeof sql, "UPDATE t SET v = 'n%d' WHERE k = 7", i);
    run(p->db, sql);
    assert_int_equal(seen(p, "SELECT substr(v, 2) FROM t WHERE k = 7"), i);
  }
}

/* With a small cache pages go to the log, come back and change again before the commit. */
static void pages_that_return_before_the_commit_are_whole(void **state) {
  struct place *p = *state;
  run(p->db, "PRAGMA cache_size = 20");
  run(p->db, "BEGIN; " PUT(
                 400, "a") "; UPDATE t SET v = 'x' || v; UPDATE t SET v = 'y' || v WHERE k % 3 = 0; COMMIT");
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v LIKE 'yxaa%'"), 133);
  run(p->db, "BEGIN; " PUT(400, "b") "; ROLLBACK");
  assert_int_equal(number(p->db, "SELECT count(*) FROM t WHERE v LIKE '%xaa%'"), 400);
  run(p->db, "BEGIN; " PUT(20, "c") "; COMMIT");
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v LIKE 'cc%'"), 20);
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v LIKE '%xaa%'"), 380);
  assert_int_equal(number(p->db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                   1);
}

static void what_cannot_be_written_is_not_committed(void **state) {
  struct place *p = *state;
  struct rlimit was, small;
  run(p->db, PUT(10, "a"));
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &was);
  small = was;
  small.rlim_cur = 200 << 10;
  setrlimit(RLIMIT_FSIZE, &small);
  assert_int_not_equal(sqlite3_exec(p->db, PUT(300, "b"), NULL, NULL, NULL), SQLITE_OK);
  setrlimit(RLIMIT_FSIZE, &was);
  assert_int_equal(seen(p, "SELECT count(*) FROM t"), 10);
  assert_int_equal(number(p->db, "SELECT count(*) FROM t WHERE v LIKE 'aa%'"), 10);
  run(p->db, PUT(30, "c"));
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v LIKE 'cc%'"), 30);
  assert_int_equal(number(p->db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                   1);
}

static void after_a_checkpoint_the_log_begins_anew(void **state) {
  struct place *p = *state;
  run(p->db, PUT(100, "a"));
  run(p->db, "PRAGMA wal_checkpoint(TRUNCATE)");
  run(p->db, "UPDATE t SET v = 'z' WHERE k < 5");
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v = 'z'"), 4);
  run(p->db, "PRAGMA wal_checkpoint(RESTART)");
  run(p->db, "UPDATE t SET v = 'w' WHERE k < 3");
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v = 'w'"), 2);
  assert_int_equal(seen(p, "SELECT count(*) FROM t WHERE v = 'z'"), 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_commit_is_seen_at_once_and_written_in_few_calls, setup, teardown),
      cmocka_unit_test_setup_teardown(pages_that_return_before_the_commit_are_whole, setup, teardown),
      cmocka_unit_test_setup_teardown(what_cannot_be_written_is_not_committed, setup, teardown),
      cmocka_unit_test_setup_teardown(after_a_checkpoint_the_log_begins_anew, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
