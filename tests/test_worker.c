/* tests/test_worker.c - workers: what a well-behaved plugin gets, and what becomes of one that is not. */
#include "driver.h"

#include <errno.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- well behaved ---- */

static void a_document_becomes_records(void **state) {
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_start("test-echo", "echo", NULL);
  (void)state;
  assert_non_null(d);
  assert_string_equal(d->ready.id, "org.example.echo");
  assert_string_equal(d->ready.component, "echo");
  driver_document(d, 1, "hello", &got);
  assert_int_equal(got.status, TDG_OK);
  assert_int_equal(got.n, 1);
  assert_string_equal(got.title, "hello");
  assert_int_equal(rec_get_int(got.last, TDG_PUBLISHED, 0), 1000);
  assert_string_equal(rec_get(got.last, TDG_TAG, 1).p, "two");
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_NONE);
}

static void options_reach_the_plugin(void **state) {
  static const struct frame_option options[] = {
      {"prefix", "> "}, {"words", "a"}, {"words", "b"}, {"words", "c,d"}, {"times", "3"}};
  struct frame_open open = {.limits = FRAME_LIMITS_DEFAULT, .options = options, .n_options = 5};
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_start("test-echo", "echo", &open);
  (void)state;
  assert_non_null(d);
  driver_document(d, 7, "x", &got);
  assert_int_equal(got.n, 3);
  assert_string_equal(got.title, "> x");
  assert_string_equal(rec_get(got.last, TDG_TAG, 2).p, "c,d");
  driver_end(d, &cause);
}

static void a_failed_document_leaves_the_worker_alive(void **state) {
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_start("test-echo", "echo", NULL);
  (void)state;
  driver_document(d, 1, "bad! news", &got);
  assert_int_equal(got.status, TDG_BAD_INPUT);
  assert_string_equal(got.message, "it says bad! news");
  driver_document(d, 2, "log! this", &got);
  assert_string_equal(got.log, "2 told to log");
  assert_int_equal(got.n, 1);
  driver_send_text(d, FRAME_PROBE, 3, "echo?");
  driver_wait(d, 3, &got);
  assert_int_equal(got.status, 90);
  driver_end(d, &cause);
}

static void documents_sent_ahead_are_answered_in_order(void **state) {
  enum { N = 300 };
  struct driver *d = driver_start("test-echo", "echo", NULL);
  struct driven got;
  struct worker_cause cause;
  char text[32];
  (void)state;
  for (uint32_t i = 1; i <= N; i++) {
    snprintf(text, sizeof text, "number %u", (unsigned)i);
    driver_send_text(d, FRAME_RUN, i, text);
  }
  for (uint32_t i = 1; i <= N; i++) {
    driver_wait(d, i, &got);
    snprintf(text, sizeof text, "number %u", (unsigned)i);
    assert_string_equal(got.title, text);
  }
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_NONE);
}

static void large_documents_pass_both_ways(void **state) {
  enum { N = 3 << 20 };
  struct driver *d = driver_start("test-echo", "echo", NULL);
  struct arena a = {0};
  struct driven got;
  struct worker_cause cause;
  char *body = arena_alloc(&a, N + 1);
  (void)state;
  memset(body, 'x', N);
  body[N] = '\0';
  for (uint32_t i = 1; i <= 3; i++) driver_send_text(d, FRAME_RUN, i, body);
  for (uint32_t i = 1; i <= 3; i++) {
    driver_wait(d, i, &got);
    assert_int_equal(got.status, TDG_OK);
    assert_int_equal(rec_get(got.last, TDG_TITLE, 0).n, N);
  }
  driver_end(d, &cause);
  arena_free(&a);
}

static void a_stage_remembers_and_recalls(void **state) {
  struct arena a = {0};
  tdg_rec *rec = rec_new(&a, TDG_ARTICLE), *note = rec_new(&a, TDG_NOTE);
  struct driver *d = driver_start("test-echo", "count", NULL);
  struct driven got;
  struct worker_cause cause;
  (void)state;
  rec_put_int(rec, TDG_ID, 5);
  rec_put_int(note, TDG_ABOUT, 4);
  rec_put_int(note, TDG_RECORDS, 41);
  driver_send(d, FRAME_RECALL, 1, note);
  driver_send(d, FRAME_JUDGE, 2, rec);
  driver_wait(d, 1, &got);
  assert_int_equal(got.status, TDG_OK);
  driver_wait(d, 2, &got);
  assert_int_equal(rec_get_int(got.last, TDG_RECORDS, 0), 42);
  assert_int_equal(rec_get_int(got.last, TDG_ABOUT, 0), 5);
  driver_end(d, &cause);
  arena_free(&a);
}

static void a_fetcher_may_answer_later_and_in_any_order(void **state) {
  struct arena a = {0};
  tdg_rec *request = rec_new(&a, TDG_REQUEST), *bad = rec_new(&a, TDG_REQUEST);
  struct driver *d = driver_start("test-echo", "later", NULL);
  struct driven got;
  struct worker_cause cause;
  int seen[4] = {0};
  (void)state;
  rec_put_str(request, TDG_URL, "later:x");
  rec_put_str(bad, TDG_URL, "later:bad");
  for (uint32_t i = 1; i <= 3; i++) driver_send(d, FRAME_RUN, i, request);
  driver_send(d, FRAME_RUN, 9, bad);
  assert_int_equal(driver_wait(d, 0, &got), 9);
  assert_int_equal(got.status, TDG_BAD_INPUT);
  for (int i = 0; i < 3; i++) {
    uint32_t call = driver_wait(d, 0, &got);
    assert_in_range(call, 1, 3);
    assert_int_equal(got.status, TDG_OK);
    assert_int_equal(got.n, 2);
    seen[call]++;
  }
  assert_true(seen[1] == 1 && seen[2] == 1 && seen[3] == 1);
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_NONE);
  arena_free(&a);
}

static void wrong_options_are_refused_with_a_suggestion(void **state) {
  static const struct frame_option options[] = {{"prefx", "> "}};
  struct frame_open open = {.limits = FRAME_LIMITS_DEFAULT, .options = options, .n_options = 1};
  char why[1000];
  int status = 0;
  (void)state;
  assert_null(driver_try("test-echo", "echo", &open, why, &status));
  assert_int_equal(status, TDG_BAD_CONFIG);
  assert_non_null(strstr(why, "did you mean \"prefix\""));
}

static void an_unknown_component_is_refused(void **state) {
  char why[1000];
  int status = 0;
  (void)state;
  assert_null(driver_try("test-echo", "ecko", NULL, why, &status));
  assert_non_null(strstr(why, "no component named ecko"));
}

static void a_need_that_is_not_granted_is_refused(void **state) {
  char why[1000];
  int status = 0;
  (void)state;
  assert_null(driver_try("test-hostile", "wants-net", NULL, why, &status));
  assert_int_equal(status, TDG_DENIED);
  assert_non_null(strstr(why, "needs the network"));
}

/* ---- hostile ---- */

struct expectation {
  const char *act;
  enum worker_cause_code code; /* of the death; CAUSE_NONE: the worker lives, the document fails */
  const char *text;            /* in the cause, or the message */
};

/* The document before, the act, and when it lives the document after. */
static void expect(const struct expectation *e, const char *component, const struct frame_open *open) {
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_start("test-hostile", component, open);
  assert_non_null(d);
  d->deadline_ms = 120000; /* of a busy machine; where the deadline is the subject, a short one */
  driver_document(d, 1, "harmless", &got);
  assert_string_equal(got.title, "harmless");
  if (e->code == CAUSE_DEADLINE) d->deadline_ms = 2500;
  driver_document(d, 2, e->act, &got);
  assert_string_not_equal(got.title, "ESCAPED");
  if (!got.died) assert_true(got.status < 0);
  if (!got.died && strstr(got.message, e->text) == NULL) fail_msg("%s: said \"%s\"", e->act, got.message);
  if (!got.died) driver_document(d, 3, "unharmed", &got);
  if (!got.died) assert_string_equal(got.title, "unharmed");
  driver_end(d, &cause);
  if (cause.code != e->code || (e->code != CAUSE_NONE && strstr(cause.text, e->text) == NULL))
    fail_msg("%s: %s: %s", e->act, worker_cause_name(cause.code), cause.text);
}

static void each_death_has_its_cause(void **state) {
  static const struct expectation all[] = {
#ifndef TIDINGS_SANITIZED /* the sanitizers end these with an exit code and a report of their own */
      {"segv", CAUSE_SIGNAL, "SIGSEGV"},
      {"abort", CAUSE_SIGNAL, "SIGABRT"},
      {"fpe", CAUSE_SIGNAL, "SIGFPE"},
      {"stack", CAUSE_SIGNAL, "SIGSEGV"},
#endif
      {"exit", CAUSE_EXIT, "exit code 0"},
      {"exit7", CAUSE_EXIT, "exit code 7"},
      {"sleep", CAUSE_DEADLINE, "2500 ms"},
      {"flood", CAUSE_FLOOD, "would not stop"},
      {"forge", CAUSE_FLOOD, "more than one document may"},
      {"garbage", CAUSE_PROTOCOL, "no answer"},
      {"invalid", CAUSE_NONE, "invalid record"},
      {"locale", CAUSE_NONE, "locale"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) expect(&all[i], "hostile", NULL);
}

static void what_reaches_out_is_stopped(void **state) {
  static const struct expectation all[] = {
      /* newer C libraries block signals around it: no name */
      {"fork", CAUSE_SYSCALL, "killed by the sandbox"},
      {"exec", CAUSE_SYSCALL, "execve"},
      {"thread", CAUSE_SYSCALL, "sandbox"},
      {"socket", CAUSE_SYSCALL, "system call socket"},
      {"unix-socket", CAUSE_SYSCALL, "socket"},
      {"unlink", CAUSE_SYSCALL, "unlink"},
      {"kill", CAUSE_SYSCALL, "kill"},
      {"ptrace", CAUSE_SYSCALL, "ptrace"},
      {"dup", CAUSE_SYSCALL, "dup"},
      {"memfd", CAUSE_SYSCALL, "memfd_create"},
      {"code", CAUSE_SYSCALL, "mmap"},
      {"undump", CAUSE_SYSCALL, "prctl"},
      {"uring", CAUSE_SYSCALL, "io_uring_setup"},
      {"unshare", CAUSE_SYSCALL, "unshare"},
      {"sigsys", CAUSE_SYSCALL, "rt_sigaction"},
      {"blocked", CAUSE_SYSCALL, "killed by the sandbox"},
      {"chdir", CAUSE_SYSCALL, "chdir"},
      {"stubborn", CAUSE_SYSCALL, "rt_sigaction"},
      {"file", CAUSE_NONE, "Permission denied"},
      {"passwd", CAUSE_NONE, "Permission denied"},
      {"create", CAUSE_NONE, "Permission denied"},
      {"directory", CAUSE_NONE, "Permission denied"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) expect(&all[i], "hostile", NULL);
  assert_int_not_equal(access("/tmp/tidings-was-here", F_OK), 0);
}

static void processor_time_runs_out(void **state) {
  struct frame_open open = {.limits = FRAME_LIMITS_DEFAULT};
  struct driven got;
  struct worker_cause cause;
  (void)state;
  open.limits.cpu_ms = 500;
  struct driver *d = driver_start("test-hostile", "hostile", &open);
  d->deadline_ms = 120000; /* a second of processor time takes its time on a busy machine */
  driver_document(d, 1, "busy", &got);
  assert_true(got.died);
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_CPU);
}

static void memory_runs_out(void **state) {
  struct frame_open open = {.limits = FRAME_LIMITS_DEFAULT};
  static const struct expectation own = {"memory", CAUSE_MEMORY, "out of memory"},
                                  hosts = {"scratch", CAUSE_MEMORY, "out of memory"};
  (void)state;
  open.limits.memory = 200 << 20;
#ifdef TIDINGS_SANITIZED
  (void)own; /* no limit of address space under a sanitizer */
#else
  expect(&own, "hostile", &open);
#endif
  expect(&hosts, "hostile", &open);
}

static void without_the_sandbox_the_same_plugin_escapes(void **state) {
  struct frame_open open = {.sandbox = FRAME_SANDBOX_NONE, .limits = FRAME_LIMITS_DEFAULT};
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_start("test-hostile", "hostile", &open);
  (void)state;
  driver_document(d, 1, "passwd", &got); /* what the tests above would miss if they could not fail */
  assert_string_equal(got.title, "ESCAPED");
  driver_document(d, 2, "socket", &got);
  assert_string_equal(got.title, "ESCAPED");
  driver_document(d, 3, "locale",
                  &got); /* its files can be opened here, so the worker itself has to notice */
  assert_int_not_equal(got.status, TDG_OK);
  assert_non_null(strstr(got.message, "locale"));
  driver_end(d, &cause);
}

static void a_constructor_is_in_the_sandbox_already(void **state) {
  char why[1000];
  int status = 0;
  (void)state;
  assert_null(driver_try(TIDINGS_BUILD_DIR "/tests/malformed/malformed-18.so", "first", NULL, why, &status));
  assert_non_null(strstr(why, "killed by the sandbox"));
  assert_null(driver_try(TIDINGS_BUILD_DIR "/tests/malformed/malformed-26.so", "first", NULL, why, &status));
  assert_non_null(strstr(why, "system call socket"));
}

/* ---- rights ---- */

static void files_open_only_where_granted(void **state) {
  static const char *paths[] = {"/etc/hostname"};
  struct frame_open open = {
      .limits = FRAME_LIMITS_DEFAULT, .granted = TDG_NEEDS_READ, .read_paths = paths, .n_read = 1};
  static const struct expectation refused[] = {{"create", CAUSE_NONE, "Permission denied"},
                                               {"socket", CAUSE_SYSCALL, "socket"},
                                               {"fork", CAUSE_SYSCALL, "killed by the sandbox"}};
  static const struct expectation elsewhere = {"passwd", CAUSE_NONE, "Permission denied"};
  struct driven got;
  struct worker_cause cause;
  (void)state;
  for (size_t i = 0; i < 3; i++) expect(&refused[i], "wants-files", &open);
  if (access(paths[0], R_OK) != 0) skip();
  struct driver *d = driver_start("test-hostile", "wants-files", &open);
  assert_non_null(d);
  driver_document(d, 1, "file", &got);
  assert_string_equal(got.title, "ESCAPED"); /* that is: it could read what was granted */
  unsigned landlock = d->ready.landlock;
  driver_end(d, &cause);
  if (landlock > 0) expect(&elsewhere, "wants-files", &open);
  else print_message("this kernel has no Landlock: files beyond the granted ones were not tried\n");
}

static void a_granted_path_must_be_there(void **state) {
  static const char *paths[] = {"/nonexistent/spool"};
  struct frame_open open = {
      .limits = FRAME_LIMITS_DEFAULT, .granted = TDG_NEEDS_WRITE, .write_paths = paths, .n_write = 1};
  char why[1000];
  int status = 0;
  (void)state;
  struct driver *d = driver_try("test-hostile", "wants-write", &open, why, &status);
  if (d != NULL) { /* without Landlock nobody looks */
    struct worker_cause cause;
    assert_int_equal(d->ready.landlock, 0);
    driver_end(d, &cause);
    skip();
  }
  assert_non_null(strstr(why, "/nonexistent/spool"));
}

static void the_network_comes_without_files_and_processes(void **state) {
  struct frame_open open = {.limits = FRAME_LIMITS_DEFAULT, .granted = TDG_NEEDS_NET};
  static const struct expectation refused[] = {{"fork", CAUSE_SYSCALL, "killed by the sandbox"},
                                               {"exec", CAUSE_SYSCALL, "execve"},
                                               {"unix-socket", CAUSE_NONE, "Permission denied"},
                                               {"create", CAUSE_NONE, "Permission denied"},
                                               {"kill", CAUSE_SYSCALL, "kill"}};
  struct driven got;
  struct worker_cause cause;
  (void)state;
  struct driver *d = driver_start("test-hostile", "wants-net", &open);
  assert_non_null(d);
  driver_document(d, 1, "socket", &got);
  assert_string_equal(got.title, "ESCAPED");
  driver_document(d, 2, "thread", &got);
  assert_string_equal(got.title, "ESCAPED");
  driver_end(d, &cause);
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) expect(&refused[i], "wants-net", &open);
}

/* An older kernel, played by a filter that knows no Landlock; runs in a child because a filter cannot be
 * undone. */
static int on_a_kernel_without_landlock(void) {
  struct driven got;
  struct worker_cause cause;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), 444, 0);
  if (seccomp_load(filter) < 0) return 1;
  struct driver *d = driver_start("test-hostile", "hostile", NULL);
  if (d == NULL || d->ready.landlock != 0) return 2;
  driver_document(d, 1, "passwd", &got);
  if (got.status != TDG_DENIED || strstr(got.message, "Permission denied") == NULL) return 3;
  driver_document(d, 2, "socket", &got);
  driver_end(d, &cause);
  return cause.code == CAUSE_SYSCALL ? 0 : 4;
}

static void without_landlock_the_filter_still_stands(void **state) {
  int status;
  (void)state;
  pid_t pid = fork();
  if (pid == 0) _exit(on_a_kernel_without_landlock());
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- the engine's side ---- */

static void a_worker_ends_with_its_socket(void **state) {
  struct worker_death death = {0};
  struct driver *d = driver_start("test-echo", "echo", NULL);
  (void)state;
  close(d->proc.fd);
  assert_int_equal(worker_reap(&d->proc, &death, 1), 1);
  struct worker_cause cause;
  worker_cause(&death, &cause);
  assert_int_equal(cause.code, CAUSE_NONE);
  d->ended = 1;
  d->proc.fd = -1;
  driver_end(d, &cause);
}

static void a_kill_from_outside_is_told_apart(void **state) {
  struct worker_cause cause;
  struct frame f;
  struct driver *d = driver_start("test-echo", "echo", NULL);
  (void)state;
  kill(d->proc.pid, SIGKILL);
  while (driver_frame(d, &f)) {
  }
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_OUTSIDE);
}

static void nonsense_from_the_engine_ends_the_worker(void **state) {
  struct worker_cause cause;
  struct frame f;
  struct driver *d = driver_start("test-echo", "echo", NULL);
  (void)state;
  assert_int_equal(write(d->proc.fd, "GET / HTTP/1.1\r\n", 16), 16);
  while (driver_frame(d, &f)) {
  }
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_PROTOCOL);
}

static void a_missing_program_is_said(void **state) {
  struct worker_spec spec = {.program = "/nonexistent/tidings-worker", .plugin = "x.so", .component = "x"};
  struct worker_proc w;
  char why[WORKER_WHY];
  (void)state;
  assert_int_equal(worker_spawn(&spec, &w, why), -1);
  assert_non_null(strstr(why, "/nonexistent/tidings-worker"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_document_becomes_records),
      cmocka_unit_test(options_reach_the_plugin),
      cmocka_unit_test(a_failed_document_leaves_the_worker_alive),
      cmocka_unit_test(documents_sent_ahead_are_answered_in_order),
      cmocka_unit_test(large_documents_pass_both_ways),
      cmocka_unit_test(a_stage_remembers_and_recalls),
      cmocka_unit_test(a_fetcher_may_answer_later_and_in_any_order),
      cmocka_unit_test(wrong_options_are_refused_with_a_suggestion),
      cmocka_unit_test(an_unknown_component_is_refused),
      cmocka_unit_test(a_need_that_is_not_granted_is_refused),
      cmocka_unit_test(each_death_has_its_cause),
      cmocka_unit_test(what_reaches_out_is_stopped),
      cmocka_unit_test(processor_time_runs_out),
      cmocka_unit_test(memory_runs_out),
      cmocka_unit_test(without_the_sandbox_the_same_plugin_escapes),
      cmocka_unit_test(a_constructor_is_in_the_sandbox_already),
      cmocka_unit_test(files_open_only_where_granted),
      cmocka_unit_test(a_granted_path_must_be_there),
      cmocka_unit_test(the_network_comes_without_files_and_processes),
      cmocka_unit_test(without_landlock_the_filter_still_stands),
      cmocka_unit_test(a_worker_ends_with_its_socket),
      cmocka_unit_test(a_kill_from_outside_is_told_apart),
      cmocka_unit_test(nonsense_from_the_engine_ends_the_worker),
      cmocka_unit_test(a_missing_program_is_said),
  };
  signal(SIGPIPE, SIG_IGN);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
