/* plugin/describe.c - run a worker that describes a plugin; see description.h.
 *
 * The child gets a pipe and a deadline.  It sets its limits and closes the sandbox before it maps the plugin.
 * Any failure (crash, hang, no output, too much output) is a refusal of this one file.
 */
#include "plugin/description.h"

#include "util/bytebuf.h"
#include "util/clock.h"
#include "util/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char description_until_changed[] = "until the file changes";
static const char tell_author[] = "remove it from the plugin path and tell its author";
static const char description_wanted[] = "a plugin that can be loaded and describes itself";

/* ---- the child ---- */

/* posix_spawn takes char *, but does not change the strings. */
static char *text(const char *s) { return (char *)(uintptr_t)s; }

static int set_actions(posix_spawn_file_actions_t *a, int out, int err) {
  int rc = posix_spawn_file_actions_addopen(a, 0, "/dev/null", O_RDONLY, 0);
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(a, out, 1);
  return rc != 0 ? rc : posix_spawn_file_actions_adddup2(a, err, 2);
}

static int exec_describe(const char *worker, const char *file, int out, int err, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  char library_path[4200], *argv[] = {text(worker), text("--describe"), text(file), NULL};
  char *env[] = {text("LC_ALL=C.UTF-8"), text("TZ=UTC"), NULL, NULL};
  const char *path = getenv("LD_LIBRARY_PATH");
  if (path != NULL &&
      (size_t)snprintf(library_path, sizeof library_path, "LD_LIBRARY_PATH=%s", path) < sizeof library_path)
    env[2] = library_path;
  int rc = posix_spawn_file_actions_init(&actions);
  if (rc != 0) return rc;
  rc = set_actions(&actions, out, err);
  if (rc == 0) rc = posix_spawn(pid, worker, &actions, NULL, argv, env);
  posix_spawn_file_actions_destroy(&actions);
  return rc;
}

/* A pipe whose write end is none of the descriptors 0 to 2, which the child reopens. */
static int make_pipe(int ends[2]) {
  int raw[2];
  if (os_pipe(raw) < 0) return -1;
  ends[0] = raw[0];
  ends[1] = fcntl(raw[1], F_DUPFD_CLOEXEC, 3);
  close(raw[1]);
  if (ends[1] >= 0) return 0;
  close(raw[0]);
  return -1;
}

/* Its output, and what it prints: a full pipe does not stop it. */
static int start(const char *worker, const char *file, pid_t *pid, int *out, int *err) {
  int to[2], words[2];
  if (make_pipe(to) < 0) return errno;
  if (make_pipe(words) < 0) {
    int rc = errno;
    close(to[0]);
    close(to[1]);
    return rc;
  }
  fcntl(words[0], F_SETFL, O_NONBLOCK);
  fcntl(words[1], F_SETFL, O_NONBLOCK);
  int rc = exec_describe(worker, file, to[1], words[1], pid);
  close(to[1]);
  close(words[1]);
  if (rc != 0) close(to[0]), close(words[0]);
  *out = to[0];
  *err = words[0];
  return rc;
}

/* ---- its output ---- */

enum ending { SAID, TOO_LATE, TOO_MUCH };

enum { MAX_WORDS = 280 };

/* The beginning of what it printed, as one line of printable ASCII; "" for nothing.  Of a crash that is its words,
 * and the calls that led to it, the last one first. */
static void read_words(int fd, char words[MAX_WORDS + 1]) {
  static const char before[] = "; it printed: ";
  size_t n = sizeof before - 1;
  memcpy(words, before, n);
  ssize_t got = read(fd, words + n, MAX_WORDS - n);
  const size_t end = got > 0 ? n + (size_t)got : 0;
  for (; n < end; n++)
    words[n] = (char)(words[n] == '\n' ? '|' : words[n] < ' ' || words[n] > '~' ? '?' : words[n]);
  words[end] = '\0';
}

/* Read to the end, the deadline, or the maximum. */
static enum ending listen_to(int fd, int64_t deadline, struct buf *b) {
  for (;;) {
    int64_t left = deadline - clock_mono_ms();
    struct pollfd p = {fd, POLLIN, 0};
    if (left <= 0) return TOO_LATE;
    if (poll(&p, 1, left > INT32_MAX ? INT32_MAX : (int)left) <= 0) continue;
    char *room = buf_space(b, 65536);
    if (room == NULL) return TOO_MUCH;
    ssize_t n = read(fd, room, 65536);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return SAID;
    b->n += (size_t)n;
  }
}

/* A process can close its output and keep running, so wait for its end too. */
static int wait_until(pid_t pid, int64_t deadline, int *status) {
  while (waitpid(pid, status, WNOHANG) == 0) {
    if (clock_mono_ms() >= deadline) return -1;
    poll(NULL, 0, 2);
  }
  return 0;
}

static int kill_and_wait(pid_t pid) {
  int status = 0;
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/* A refusal caused by the file itself holds until the file changes.  It is cached like a description, so that
 * the next start does not load the file, and wait for it, again. */
char *description_refusal(struct arena *a, const struct plugin_why *w, const char *when) {
  char todo[PLUGIN_WHY];
  snprintf(todo, sizeof todo, "%.200s; it is not tried again %s", w->todo, when);
  json_t *j = json_pack("{s:{s:s, s:s, s:s}}", "refused", "found", w->found, "wanted", w->wanted, "do", todo);
  char *text = j != NULL ? json_dumps(j, JSON_COMPACT) : NULL,
       *kept = text != NULL ? arena_copy(a, text, strlen(text)) : NULL;
  free(text);
  json_decref(j);
  return kept;
}

static void explain_signal(int sig, const char *words, struct plugin_why *w) {
  if (sig == SIGSYS)
    plugin_refuse(w, description_wanted, tell_author,
                  "it did what the sandbox forbids while it was loaded (SIGSYS)%s", words);
  else if (sig == SIGXCPU)
    plugin_refuse(w, description_wanted, tell_author,
                  "it computed without end while it was loaded (SIGXCPU)%s", words);
  else
    plugin_refuse(w, description_wanted, tell_author, "it crashed while it was loaded (SIG%s, %s)%s",
                  os_signal_name(sig), strsignal(sig), words);
}

enum { EXIT_DESCRIBED = 0, EXIT_USED = 64, EXIT_REFUSED = 65, EXIT_MEMORY = 71, EXIT_SANDBOX = 77 };

/* Was the child killed from outside, by the kernel (out of memory) or by a user?  That says nothing about the
 * plugin. */
static int ended_by_others(int signal) {
  return signal == SIGKILL || signal == SIGTERM || signal == SIGINT || signal == SIGHUP;
}

static char *explain_outside(int sig, struct plugin_why *w) {
  w->passing = 1;
  return plugin_refuse(w, description_wanted,
                       "free some memory, or see who ends processes here, and start again; it says nothing "
                       "of the plugin",
                       "the process that describes it was ended from outside each time it was tried (SIG%s), "
                       "by the system "
                       "short of "
                       "memory or by somebody",
                       os_signal_name(sig)),
         NULL;
}

/* A refusal that may be temporary: it is valid for this start only. */
static int is_passing(const char *text) {
  json_t *j = json_loads(text, 0, NULL);
  int passing = json_is_true(json_object_get(json_object_get(j, "refused"), "passing"));
  json_decref(j);
  return passing;
}

static char *judge(struct arena *a, int status, const struct buf *b, const char *words,
                   struct plugin_why *w) {
  if (WIFSIGNALED(status) && ended_by_others(WTERMSIG(status))) return explain_outside(WTERMSIG(status), w);
  if (WIFSIGNALED(status)) {
    explain_signal(WTERMSIG(status), words, w);
    return description_refusal(a, w, description_until_changed);
  }
  int code = WEXITSTATUS(status);
  if (code == EXIT_MEMORY)
    return plugin_refuse(w, description_wanted, tell_author, "it wanted too much memory while it was loaded"),
           NULL;
  if (b->n == 0 && code != EXIT_SANDBOX && code != EXIT_USED) {
    plugin_refuse(w, description_wanted, tell_author,
                  "it ended its process while it was loaded (exit code %d)%s", code, words);
    return description_refusal(a, w, description_until_changed);
  }
  if (code != EXIT_DESCRIBED && code != EXIT_REFUSED)
    return plugin_refuse(w, description_wanted, "see that tidings-worker is of this version",
                         "the worker ended with exit code %d", code),
           NULL;
  return arena_copy(a, b->p, b->n);
}

/* A process that the machine leaves no time gets the limit again. */
static enum ending listen_to_all(int fd, pid_t pid, int deadline_ms, struct buf *b, int *status) {
  int64_t spent = 0;
  for (int i = 1;; i++) {
    const int64_t deadline = clock_mono_ms() + deadline_ms;
    enum ending end = listen_to(fd, deadline, b);
    if (end == SAID && wait_until(pid, deadline, status) < 0) end = TOO_LATE;
    if (end != TOO_LATE || i == OS_TIMES_WHEN_STARVED || !os_process_is_starved(pid, spent, deadline_ms))
      return end;
    spent = os_process_cpu_ms(pid);
  }
}

static char *ask_once(struct arena *a, const char *worker, const char *file, int deadline_ms, int64_t *until,
                      struct plugin_why *w) {
  pid_t pid;
  int fd = -1, err = -1, status = 0;
  char words[MAX_WORDS + 1];
  int rc = start(worker, file, &pid, &fd, &err);
  w->passing = rc == EAGAIN || rc == ENOMEM;
  if (rc != 0)
    return plugin_refuse(w, description_wanted, "see that tidings-worker is installed", "%.200s: %s", worker,
                         strerror(rc)),
           NULL;
  struct buf b = buf_make(PLUGIN_MAX_DESCRIPTION);
  const enum ending end = listen_to_all(fd, pid, deadline_ms, &b, &status);
  close(fd);
  if (end != SAID) kill_and_wait(pid);
  read_words(err, words);
  close(err);
  if (end == TOO_LATE)
    plugin_refuse(w, description_wanted, tell_author, "it did not finish describing itself within %d ms%s",
                  deadline_ms, words);
  if (end == TOO_MUCH)
    plugin_refuse(w, description_wanted, tell_author, "a description of more than %d bytes",
                  PLUGIN_MAX_DESCRIPTION);
  char *result = end == SAID       ? judge(a, status, &b, words, w)
                 : end == TOO_LATE ? description_refusal(a, w, "within the hour, unless the file changes")
                                   : description_refusal(a, w, description_until_changed);
  *until = end == TOO_LATE ? clock_wall_ms() + DESCRIPTION_LATE_MS : INT64_MAX;
  buf_free(&b);
  if (result != NULL && end == SAID && is_passing(result)) *until = 0;
  return result;
}

enum { ATTEMPTS = 3, PAUSE_MS = 100 };

char *description_ask(struct arena *a, const char *worker, const char *file, int deadline_ms, int64_t *until,
                      struct plugin_why *w) {
  char *text = ask_once(a, worker, file, deadline_ms, until, w);
  for (int i = 1; text == NULL && w->passing && i < ATTEMPTS; i++) {
    poll(NULL, 0, i * PAUSE_MS);
    text = ask_once(a, worker, file, deadline_ms, until, w);
  }
  return text;
}
