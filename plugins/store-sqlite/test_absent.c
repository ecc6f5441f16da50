/* test_absent.c - what the store does not have costs nothing to ask for, and what it has is always found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sq.h"
#include "store/store_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { KEYS = 2000, WORKS = 200, STRANGERS = 20000 };

static const char *const dirs[] = {TIDINGS_BUILD_DIR "/plugins", NULL};

struct place {
  char dir[64], path[80];
  struct store *s;
};

static int setup(void **state) {
  static struct place p;
  char message[STORE_MESSAGE];
  strcpy(p.dir, "/tmp/tidings-absent-XXXXXX");
  if (mkdtemp(p.dir) == NULL) return -1;
  snprintf(p.path, sizeof p.path, "%s/news.db", p.dir);
  p.s = store_open("sqlite", p.path, TDG_STORE_CREATE, dirs, message, sizeof message, NULL);
  *state = &p;
  return p.s == NULL ? -1 : 0;
}

static int teardown(void **state) {
  struct place *p = *state;
  char path[100];
  store_close(p->s);
  unlink(p->path);
  snprintf(path, sizeof path, "%s-lock", p->path);
  unlink(path);
  return rmdir(p->dir);
}

static struct sq *sq_of(struct place *p) { return p->s->handle; }
static void begin(struct place *p) { assert_int_equal(p->s->ops->begin(p->s->handle), 0); }
static void commit(struct place *p) { assert_int_equal(p->s->ops->commit(p->s->handle), 0); }

static int ignore_key(void *arg, const struct tdg_key *key) {
  (void)arg, (void)key;
  return 0;
}

static int has_key(struct place *p, uint64_t n) {
  return p->s->ops->key_find(p->s->handle, (uint64_t[]){n, 1}, "post", ignore_key, NULL);
}

static int has_work(struct place *p, uint64_t n) {
  struct tdg_row row = {.size = sizeof row};
  return p->s->ops->work_find(p->s->handle, (uint64_t[]){n, 2}, &row);
}

static void put_key(struct place *p, uint64_t n) {
  const struct tdg_key k = {.size = sizeof k, .key = {n, 1}, .work = {n, 2}, .owner = {"post", 4}};
  assert_int_equal(p->s->ops->key_put(p->s->handle, &k), 0);
}

static void put_work(struct place *p, uint64_t n) {
  struct tdg_row r = {.size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {n, 2}, .wire = {"w", 1}};
  r.id = p->s->ops->new_id(p->s->handle, 2000);
  assert_int_equal(p->s->ops->record_append(p->s->handle, &r), 0);
}

static void put_all(struct place *p) {
  begin(p);
  for (uint64_t n = 1; n <= KEYS; n++) put_key(p, n);
  for (uint64_t n = 1; n <= WORKS; n++) put_work(p, n);
  commit(p);
}

/* Ask for what is not there until that is known. */
static void learn(struct place *p) {
  for (uint64_t n = 0; n < STRANGERS && sq_of(p)->absent.bits == NULL; n++) has_key(p, (uint64_t)1 << 40 | n);
  assert_non_null(sq_of(p)->absent.bits);
}

static int count_step(void *arg) {
  ++*(int64_t *)arg;
  return 0;
}

/* Of what is there, something is always found; of the rest, hardly any question is asked of SQLite. */
static void what_is_not_there_is_known_without_looking(void **state) {
  struct place *p = *state;
  int64_t steps = 0, one = 0;
  put_all(p);
  begin(p);
  sqlite3_progress_handler(sq_of(p)->db, 1, count_step, &one);
  assert_int_equal(has_key(p, STRANGERS), 0);
  assert_true(one > 0);
  learn(p);
  sqlite3_progress_handler(sq_of(p)->db, 1, count_step, &steps);
  for (uint64_t n = KEYS + 1; n <= STRANGERS; n++) assert_int_equal(has_key(p, n) | has_work(p, n), 0);
  assert_true(steps < one * STRANGERS / 50); /* of 2 questions each */
  sqlite3_progress_handler(sq_of(p)->db, 0, NULL, NULL);
  for (uint64_t n = 1; n <= KEYS; n++) assert_int_equal(has_key(p, n), 1);
  for (uint64_t n = 1; n <= WORKS; n++) assert_int_equal(has_work(p, n), 1);
  commit(p);
}

static void what_is_added_is_found(void **state) {
  struct place *p = *state;
  put_all(p);
  begin(p);
  learn(p);
  for (uint64_t n = KEYS + 1; n <= 2 * KEYS; n++) {
    put_key(p, n);
    assert_int_equal(has_key(p, n), 1);
  }
  put_work(p, WORKS + 1);
  assert_int_equal(has_work(p, WORKS + 1), 1);
  commit(p);
  begin(p);
  put_key(p, 3 * KEYS);
  assert_int_equal(p->s->ops->rollback(p->s->handle), 0);
  begin(p);
  assert_int_equal(has_key(p, 2 * KEYS), 1);
  assert_int_equal(has_key(p, 3 * KEYS), 0);
  commit(p);
}

/* More than there was room for: it is learned anew, from all. */
static void a_store_that_grows_is_learned_again(void **state) {
  struct place *p = *state;
  put_all(p);
  begin(p);
  learn(p);
  const int64_t room = sq_of(p)->absent.room;
  for (uint64_t n = KEYS + 1; n <= (uint64_t)room + 1; n++) put_key(p, n);
  assert_null(sq_of(p)->absent.bits);
  learn(p);
  assert_true(sq_of(p)->absent.room > room);
  for (uint64_t n = 1; n <= (uint64_t)room + 1; n += 7) assert_int_equal(has_key(p, n), 1);
  commit(p);
}

/* Another program does not keep to our lock. */
static void what_another_program_adds_is_found(void **state) {
  struct place *p = *state;
  sqlite3 *db;
  put_all(p);
  begin(p);
  learn(p);
  assert_int_equal(has_key(p, KEYS + 1), 0);
  commit(p);
  assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
  assert_int_equal(
      sqlite3_exec(db,
                   "INSERT INTO alias SELECT x'00000000000007D10000000000000001', owner, work, standing"
                   " FROM alias LIMIT 1",
                   NULL, NULL, NULL),
      SQLITE_OK);
  sqlite3_close(db);
  assert_int_equal(has_key(p, KEYS + 1), 1); /* outside of a transaction nothing is believed */
  begin(p);
  assert_int_equal(has_key(p, KEYS + 1), 1);
  commit(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(what_is_not_there_is_known_without_looking, setup, teardown),
      cmocka_unit_test_setup_teardown(what_is_added_is_found, setup, teardown),
      cmocka_unit_test_setup_teardown(a_store_that_grows_is_learned_again, setup, teardown),
      cmocka_unit_test_setup_teardown(what_another_program_adds_is_found, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
