/* test_contract_faults.c - kills, a second writer, a full disk. */
#include "store/test_contract.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPS c->s->ops
#define H c->s->handle
enum { RECORDS = 1u << TDG_ARTICLE, NOTES = 1u << TDG_NOTE };

/* In a child: settle task after task, tell the parent after each commit, until killed. */
static void child_settles(struct contract *c, int fd, uint64_t from) {
  char message[STORE_MESSAGE];
  c->s = contract_open(c, 0, message);
  if (c->s == NULL) _exit(2);
  for (uint64_t work = from;; work++) {
    struct tdg_row r = article(work, "settled");
    struct tdg_row note = {.size = sizeof note, .kind = TDG_NOTE, .wire = str("n"), .by = str("story")};
    if (OPS->begin(H) != 0) _exit(3);
    r.id = OPS->new_id(H, 1000);
    note.about = note.story = r.id;
    int rc = OPS->record_append(H, &r);
    if (rc == 0) rc = OPS->record_append(H, &note);
    if (rc == 0) rc = OPS->cursor_put(H, "settled", (int64_t)work);
    if (rc == 0) rc = OPS->commit(H);
    if (rc != 0 || write(fd, &work, sizeof work) != sizeof work) _exit(4);
  }
}

/* Returns the last work the child was told is kept. */
static uint64_t run_and_kill(struct contract *c, uint64_t from, useconds_t after) {
  int fds[2], status;
  uint64_t acknowledged = from - 1, work;
  assert_int_equal(pipe(fds), 0);
  pid_t pid = fork();
  if (pid == 0) {
    close(fds[0]);
    child_settles(c, fds[1], from);
  }
  close(fds[1]);
  /* it is at work: a slow start proves nothing */
  assert_int_equal(read(fds[0], &work, sizeof work), sizeof work);
  acknowledged = work;
  usleep(after);
  kill(pid, SIGKILL);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFSIGNALED(status));
  while (read(fds[0], &work, sizeof work) == sizeof work) acknowledged = work;
  close(fds[0]);
  return acknowledged;
}

static int count_row(void *arg, const struct tdg_row *row) {
  ++*(int *)arg;
  (void)row;
  return 0;
}

static void what_was_acknowledged_survives_a_kill_and_nothing_is_half(void **state) {
  struct contract *c = *state;
  unsigned seed = 20;
  uint64_t next = 1;
  store_close(c->s);
  c->s = NULL;
  for (int round = 0; round < 12; round++) {
    seed = seed * 1103515245u + 12345u;
    uint64_t acknowledged = run_and_kill(c, next, 5000 + (seed >> 16) % 40000);
    char message[STORE_MESSAGE];
    c->s = contract_open(c, 0, message);
    if (c->s == NULL) fail_msg("%s", message);
    int records = 0, notes = 0;
    int64_t cursor = 0;
    assert_true(OPS->log_read(H, 0, RECORDS, NULL, 0, count_row, &records) >= 0);
    assert_true(OPS->log_read(H, 0, NOTES, NULL, 0, count_row, &notes) >= 0);
    assert_int_equal(OPS->cursor_get(H, "settled", &cursor), 0);
    assert_true((uint64_t)cursor >= acknowledged); /* one more may have been kept than we heard of */
    assert_true((uint64_t)cursor <= acknowledged + 1);
    assert_int_equal(records, cursor);
    assert_int_equal(notes, cursor);
    assert_int_equal(OPS->verify(H, NULL, NULL), 0);
    next = (uint64_t)cursor + 1;
    store_close(c->s);
    c->s = NULL;
  }
  assert_true(next > 12); /* the children did get somewhere */
}

static void a_second_writer_is_refused_and_told_who_holds_the_store(void **state) {
  struct contract *c = *state;
  char message[STORE_MESSAGE], pid[32];
  begin(c);
  commit(c);
  struct store *second = contract_open(c, 0, message);
  assert_non_null(second); /* it may look */
  assert_int_equal(second->ops->begin(second->handle), TDG_STORE_BUSY);
  snprintf(pid, sizeof pid, "pid %ld on ", (long)getpid());
  assert_non_null(strstr(store_error(second), pid));
  assert_non_null(strstr(store_error(second), c->path));
  contract_reopen(c); /* the first one leaves */
  assert_int_equal(second->ops->begin(second->handle), 0);
  assert_int_equal(OPS->begin(H), TDG_STORE_BUSY);
  assert_int_equal(second->ops->rollback(second->handle), 0);
  store_close(second);
  begin(c);
  commit(c);
}

static void a_missing_store_is_not_made_by_looking_for_it(void **state) {
  struct contract *c = *state;
  char message[STORE_MESSAGE];
  int status = 0;
  struct contract other = *c;
  snprintf(other.path, sizeof other.path, "%.256s/other.db", c->dir);
  assert_null(store_open(c->driver, other.path, TDG_STORE_READ, c->dirs, message, sizeof message, &status));
  assert_int_equal(status, TDG_BAD_CONFIG);
  assert_non_null(strstr(message, other.path));
  assert_int_equal(access(other.path, F_OK), -1);
}

/* In a child, because a limit on file size is for good: fill until refused; then the limit goes and work goes
 * on. */
static void child_fills(struct contract *c) {
  static char large[100000];
  struct rlimit limit;
  int kept = 0, rc = 0;
  memset(large, 'x', sizeof large);
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &limit);
  rlim_t before = limit.rlim_cur;
  limit.rlim_cur = 2 << 20;
  setrlimit(RLIMIT_FSIZE, &limit);
  char message[STORE_MESSAGE];
  c->s = contract_open(c, 0, message);
  if (c->s == NULL) _exit(10);
  for (uint64_t work = 1; work < 100 && rc == 0; work++) {
    struct tdg_row r = article(work, "large");
    r.wire = (struct tdg_str){large, sizeof large};
    if (OPS->begin(H) != 0) break;
    r.id = OPS->new_id(H, 1000);
    rc = OPS->record_append(H, &r);
    if (rc != 0) OPS->rollback(H);
    else rc = OPS->commit(H);
    kept += rc == 0;
  }
  if (rc != TDG_RETRY || strstr(store_error(c->s), c->path) == NULL) _exit(11);
  limit.rlim_cur = before;
  setrlimit(RLIMIT_FSIZE, &limit);
  int there = 0;
  if (OPS->log_read(H, 0, RECORDS, NULL, 0, count_row, &there) < 0 || there != kept || kept == 0) _exit(12);
  struct tdg_row r = article(500, "after");
  if (OPS->begin(H) != 0) _exit(13);
  r.id = OPS->new_id(H, 1000);
  if (OPS->record_append(H, &r) != 0 || OPS->commit(H) != 0 || OPS->verify(H, NULL, NULL) != 0) _exit(14);
  store_close(c->s);
  _exit(0);
}

static void a_full_disk_loses_the_transaction_and_nothing_else(void **state) {
  struct contract *c = *state;
  int status;
  store_close(c->s);
  c->s = NULL;
  pid_t pid = fork();
  if (pid == 0) child_fills(c);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
}

const struct CMUnitTest contract_faults[] = {
    cmocka_unit_test_setup_teardown(what_was_acknowledged_survives_a_kill_and_nothing_is_half, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_second_writer_is_refused_and_told_who_holds_the_store, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_missing_store_is_not_made_by_looking_for_it, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_full_disk_loses_the_transaction_and_nothing_else, contract_setup,
                                    contract_teardown),
};
const size_t n_contract_faults = sizeof contract_faults / sizeof contract_faults[0];
