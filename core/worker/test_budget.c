/* test_budget.c - the limit of processor time below the limit of whoever started the program. */
#include "worker/sandbox.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The limits of a process that began with soft and hard ones, and called sandbox_budget itself. */
static struct rlimit after_own_budget(rlim_t soft, rlim_t hard, uint32_t cpu_ms) {
  struct rlimit got = {0, 0}, first = {soft, hard};
  int to[2], status;
  assert_int_equal(pipe(to), 0);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    setrlimit(RLIMIT_CPU, &first);
    sandbox_budget(cpu_ms);
    getrlimit(RLIMIT_CPU, &got);
    _exit(write(to[1], &got, sizeof got) != sizeof got);
  }
  assert_int_equal(read(to[0], &got, sizeof got), sizeof got);
  assert_int_equal(waitpid(child, &status, 0), child);
  close(to[0]), close(to[1]);
  return got;
}

static void a_budget_is_cut_at_the_hard_limit(void **unused) {
  (void)unused;
  struct rlimit l = after_own_budget(20, 50, 600000);
  assert_int_equal(l.rlim_cur, 50);
  assert_int_equal(l.rlim_max, 50);
  assert_int_equal(after_own_budget(20, 50, 0).rlim_cur, 50);
  assert_int_equal(after_own_budget(20, 50, 9001).rlim_cur, 11);
}

#ifdef __linux__
static struct rlimit after_budget_of(rlim_t hard, uint32_t cpu_ms) {
  struct rlimit first = {hard, hard}, got;
  int status;
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0)
    for (;;) pause();
  assert_int_equal(prlimit(child, RLIMIT_CPU, &first, NULL), 0);
  sandbox_budget_of(child, cpu_ms);
  assert_int_equal(prlimit(child, RLIMIT_CPU, NULL, &got), 0);
  kill(child, SIGKILL);
  assert_int_equal(waitpid(child, &status, 0), child);
  return got;
}

static void the_budget_of_a_child_leaves_its_hard_limit(void **unused) {
  (void)unused;
  struct rlimit l = after_budget_of(50, 9001);
  assert_int_equal(l.rlim_cur, 11);
  assert_int_equal(l.rlim_max, 50);
  l = after_budget_of(50, 600000);
  assert_int_equal(l.rlim_cur, 50);
  assert_int_equal(l.rlim_max, 50);
}
#endif

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_budget_is_cut_at_the_hard_limit),
#ifdef __linux__
      cmocka_unit_test(the_budget_of_a_child_leaves_its_hard_limit),
#endif
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
