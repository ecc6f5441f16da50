/* tests/test_escape.c - everything the hostile plugin reaches for, at each moment its code runs: while it is described, while
 * it is loaded by a worker without and with rights, and when it is given a document.  Prints a table; nothing may escape.
 *
 * TIDINGS_ESCAPE_WORKER names another tidings-worker to try, such as one of an older release. */
#include "driver.h"

#include "plugin/plugin_info.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HOSTILE TIDINGS_BUILD_DIR "/tests/plugins/test-hostile.so"

static const char *const acts[] = {
    "file",           "passwd",        "shadow",       "beside",       "directory", "home",
    "parent-environ", "parent-memory", "parent-maps",  "own-memory",   "environ",   "create",
    "append",         "unlink",        "mkdir",        "rename",       "chmod",     "symlink",
    "fork",           "vfork",         "exec",         "thread",       "socket",    "udp",
    "unix-socket",    "netlink",       "packet",       "socketpair",   "connect",   "bind",
    "kill",           "tgkill",        "owner",        "pidfd",        "ptrace",    "attach",
    "readv",          "dup",           "dup2",         "dupfd",        "memfd",     "code",
    "code-anonymous", "code-later",    "code-file",    "code-file-wx", "code-own",  "code-pkey",
    "code-shm",       "personality",   "rlimits",      "undump",       "outlive",   "uring",
    "unshare",        "setuid",        "capabilities", "bpf",          "perf",      "keys",
    "fault",          "handle",        "mount",        "chroot",       "chdir",     "terminal",
    "sigsys",         "sigsegv",       "alarm",        "blocked",      "keep",      "swap-input",
    "swap-error",     "swap-statm",    "swap-maps",    "swap-socket"};
enum { N_ACTS = sizeof acts / sizeof acts[0] };

static char dir[64], secret[100];
static int tried, escaped;

enum { WORD = 44 };

/* "killed: execve" of "killed by the sandbox: system call execve", and the like. */
static void shorten(const char *said, char out[WORD]) {
  const char *call = strstr(said, "system call ");
  if (call != NULL) snprintf(out, WORD, "killed: %.30s", call + 12);
  else if (strstr(said, "SIGSYS") != NULL || strstr(said, "sandbox forbids") != NULL)
    snprintf(out, WORD, "killed");
  else if (strstr(said, "the sandbox: ") != NULL) snprintf(out, WORD, "refused");
  else snprintf(out, WORD, "%.*s", WORD - 1, said);
  tried++;
  escaped += strcmp(out, "ESCAPED") == 0;
}

static const char *named(const char *act) {
  static char path[200];
  char command[600];
  snprintf(path, sizeof path, "%s/hostile-%s.so", dir, act);
  snprintf(command, sizeof command, "cp %s %s", HOSTILE, path);
  return access(path, F_OK) == 0 || system(command) == 0 ? path : NULL;
}

/* ---- each moment ---- */

static void while_described(const char *act, char out[WORD]) {
  const char *file = named(act);
  const struct plugin_search where = {.dirs = &file, .n_dirs = 1, .worker = driver_program()};
  struct plugin_list *l = plugin_discover(&where);
  shorten(l->n_plugins > 0    ? l->plugins[0].version
          : l->n_refusals > 0 ? l->refusals[0].found
                              : "nothing",
          out);
  plugin_list_free(l);
}

/* What it did before is told at the first document; what it left behind is asked for with the second. */
static void while_loaded(const char *act, const char *component, const struct frame_open *open,
                         char out[WORD]) {
  char why[1000] = "";
  int status = 0;
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_try(named(act), component, open, why, &status);
  if (d == NULL) {
    shorten(why, out);
    return;
  }
  driver_document(d, 1, "early", &got);
  char said[sizeof got.title];
  snprintf(said, sizeof said, "%s", got.title);
  driver_document(d, 2, "late", &got);
  shorten(strcmp(got.title, "ESCAPED") == 0 ? got.title : said[0] != '\0' ? said : got.message, out);
  driver_end(d, &cause);
}

static void when_run(const char *act, char out[WORD]) {
  struct driven got;
  struct worker_cause cause;
  struct driver *d = driver_start(HOSTILE, "hostile", NULL);
  assert_non_null(d);
  driver_document(d, 1, act, &got);
  if (!got.died && strcmp(got.title, "ESCAPED") != 0 && strstr(got.message, "cannot be") == NULL) {
    const char *reason = strrchr(got.message, ':');
    snprintf(got.title, sizeof got.title, "%.*s", WORD, reason != NULL ? reason + 2 : got.message);
  }
  int died = got.died;
  driver_end(d, &cause);
  shorten(died ? cause.text : got.title, out);
}

static void nothing_escapes_at_any_moment(void **state) {
  static const char *reads[1], *writes[1];
  struct frame_open all = {.limits = FRAME_LIMITS_DEFAULT,
                           .granted = TDG_NEEDS_NET | TDG_NEEDS_READ | TDG_NEEDS_WRITE,
                           .read_paths = reads,
                           .n_read = 1,
                           .write_paths = writes,
                           .n_write = 1};
  char granted[100];
  (void)state;
  snprintf(granted, sizeof granted, "%s/granted", dir);
  reads[0] = writes[0] = granted;
  tried = escaped = 0;
  print_message("%-15s %-26s %-26s %-26s %s\n", "act", "while described", "while loaded",
                "while loaded, all rights", "when run");
  for (size_t i = 0; i < N_ACTS; i++) {
    char a[WORD], b[WORD], c[WORD], d[WORD];
    while_described(acts[i], a);
    while_loaded(acts[i], "hostile", NULL, b);
    while_loaded(acts[i], "wants-all", &all, c);
    when_run(acts[i], d);
    print_message("%-15s %-26.26s %-26.26s %-26.26s %.26s\n", acts[i], a, b, c, d);
  }
  print_message("%d tried, %d escaped\n", tried, escaped);
  assert_int_equal(escaped, 0);
  assert_int_not_equal(access("/tmp/tidings-was-here", F_OK), 0);
  assert_int_equal(access(secret, F_OK), 0);
}

/* ---- and the test itself ---- */

/* The acts are real: without a sandbox they succeed. */
static void without_the_sandbox_they_escape(void **state) {
  static const char *const real[] = {
      "file",  "passwd",  "beside", "directory",   "parent-environ", "mkdir",    "chmod",
      "fork",  "thread",  "socket", "unix-socket", "kill",           "tgkill",   "owner",
      "dup",   "memfd",   "code",   "code-later",  "code-file",      "code-own", "undump",
      "chdir", "sigsegv", "keep",   "swap-input",  "swap-maps"};
  const struct frame_open open = {.sandbox = FRAME_SANDBOX_NONE, .limits = FRAME_LIMITS_DEFAULT};
  (void)state;
  for (size_t i = 0; i < sizeof real / sizeof real[0]; i++) {
    char out[WORD];
    while_loaded(real[i], "hostile", &open, out);
    if (strcmp(out, "ESCAPED") != 0) fail_msg("%s: %s", real[i], out);
  }
}

/* Rights come when it is loaded: the same component may then do what it was granted. */
static void what_was_granted_works_once_it_is_loaded(void **state) {
  static const char *reads[1], *writes[1];
  struct frame_open open = {.limits = FRAME_LIMITS_DEFAULT,
                            .granted = TDG_NEEDS_NET | TDG_NEEDS_READ | TDG_NEEDS_WRITE,
                            .read_paths = reads,
                            .n_read = 1,
                            .write_paths = writes,
                            .n_write = 1};
  static const char *const now[] = {"socket", "beside", "append", "mkdir"};
  struct driven got;
  struct worker_cause cause;
  (void)state;
  reads[0] = writes[0] = dir;
  struct driver *d = driver_start(named("append"), "wants-all", &open);
  assert_non_null(d);
  driver_document(d, 9, "early", &got);
  assert_string_equal(got.title, "Permission denied");
  for (uint32_t i = 0; i < sizeof now / sizeof now[0]; i++) {
    driver_document(d, 10 + i, now[i], &got);
    if (strcmp(got.title, "ESCAPED") != 0) fail_msg("%s: %s", now[i], got.message);
  }
  driver_end(d, &cause);
  struct stat st;
  char made[100];
  snprintf(made, sizeof made, "%s/made", dir);
  assert_int_equal(stat(made, &st), 0);
  assert_int_equal(st.st_uid, geteuid()); /* what a worker writes is its operator's, root's too */
  rmdir(made);
}

/* What only its owner can read is read by a worker that was granted it, and by no other. */
static void private_files_are_read_where_granted(void **state) {
  static const char *reads[1];
  struct frame_open open = {
      .limits = FRAME_LIMITS_DEFAULT, .granted = TDG_NEEDS_READ, .read_paths = reads, .n_read = 1};
  struct driven got;
  struct worker_cause cause;
  (void)state;
  reads[0] = secret;
  struct driver *d = driver_start(named("file"), "wants-files", &open);
  assert_non_null(d);
  driver_document(d, 1, "beside", &got);
  assert_string_equal(got.title, "ESCAPED");
  driver_document(d, 2, "passwd", &got);
  if (d->ready.landlock > 0) assert_string_not_equal(got.title, "ESCAPED");
  driver_end(d, &cause);
}

/* A folder and a plugin that nobody but the owner can look into: what a build under umask 077 makes. */
static void a_private_plugin_can_be_used(void **state) {
  char command[600], file[200];
  struct driven got;
  struct worker_cause cause;
  (void)state;
  snprintf(file, sizeof file, "%s/private/test-echo.so", dir);
  snprintf(command, sizeof command, "mkdir -m 700 %s/private && cp %s %s && chmod 600 %s", dir,
           TIDINGS_BUILD_DIR "/tests/plugins/test-echo.so", file, file);
  assert_int_equal(system(command), 0);
  const char *path = file;
  const struct plugin_search where = {.dirs = &path, .n_dirs = 1, .worker = driver_program()};
  struct plugin_list *l = plugin_discover(&where);
  if (l->n_plugins != 1) fail_msg("%s", l->n_refusals > 0 ? l->refusals[0].found : "?");
  plugin_list_free(l);
  struct driver *d = driver_start(file, "echo", NULL);
  assert_non_null(d);
  driver_document(d, 1, "hello", &got);
  assert_string_equal(got.title, "hello");
  driver_end(d, &cause);
}

static int make_dir(void **state) {
  char path[100];
  (void)state;
  snprintf(dir, sizeof dir, "/tmp/tidings-escape-XXXXXX");
  if (mkdtemp(dir) == NULL) return -1;
  snprintf(secret, sizeof secret, "%s/secret", dir);
  snprintf(path, sizeof path, "%s/granted", dir);
  int fd = open(secret, O_WRONLY | O_CREAT, 0600);
  if (fd < 0 || write(fd, "secret", 6) != 6 || close(fd) < 0) return -1;
  setenv("TIDINGS_SECRET", "in the environment", 1);
  return mkdir(path, 0700);
}
static int remove_dir(void **state) {
  char command[100];
  (void)state;
  snprintf(command, sizeof command, "rm -rf %s", dir);
  return system(command);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(nothing_escapes_at_any_moment, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(without_the_sandbox_they_escape, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(what_was_granted_works_once_it_is_loaded, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(private_files_are_read_where_granted, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(a_private_plugin_can_be_used, make_dir, remove_dir),
  };
  signal(SIGPIPE, SIG_IGN);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
