/* worker/spawn.c - start tidings-worker on a socket, wait for it, kill it; see spawn.h.
 *
 * posix_spawn shares the parent's memory until exec, so its cost does not grow with the engine's size.  It
 * fails when descriptors or processes run out, or when the program does not exist; all descriptors are closed
 * then.
 */
#include "worker/spawn.h"

#include "util/os.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOCKET_BUFFER = 1 << 20, MAX_ENVIRONMENT = 16 };

/* The variables of the engine's environment that a worker gets: nothing about the user, no proxies, no
 * secrets. */
static const char *const passed_on[] = {"LD_LIBRARY_PATH", "ASAN_OPTIONS",      "UBSAN_OPTIONS",
                                        "TSAN_OPTIONS",    "LLVM_PROFILE_FILE", NULL};

/* posix_spawn takes char *, but does not change the strings. */
static char *text(const char *s) { return (char *)(uintptr_t)s; }

/* The other variables of a check: what depends on them differs. */
static const char *const elsewhere[] = {"LC_ALL=tr_TR.UTF-8",
                                        "TZ=XYZ-13:30",
                                        "LANG=tr_TR.UTF-8",
                                        "HOME=/elsewhere",
                                        "USER=elsewhere",
                                        "PATH=/elsewhere",
                                        NULL},
                         *const usual[] = {"LC_ALL=C.UTF-8", "TZ=UTC", NULL};

static void make_environment(const struct worker_spec *spec, char *env[MAX_ENVIRONMENT], char *memory,
                             size_t size) {
  size_t n = 0;
  for (const char *const *v = spec->elsewhere ? elsewhere : usual; *v != NULL; v++) env[n++] = text(*v);
  if (spec->heap) {
    env[n++] = text("LD_PRELOAD=libc_malloc_debug.so.0");
    env[n++] = text("MALLOC_CHECK_=3");
  }
  for (const char *const *name = passed_on; *name != NULL; name++) {
    const char *value = getenv(*name);
    if (value == NULL) continue;
    int len = snprintf(memory, size, "%s=%s", *name, value);
    if (len < 0 || (size_t)len >= size) continue;
    env[n++] = memory;
    memory += len + 1;
    size -= (size_t)len + 1;
  }
  env[n] = NULL;
}

static int set_actions(posix_spawn_file_actions_t *actions, int socket_fd, int listening, int err) {
  int rc = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (rc == 0 && err < 0) rc = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
  if (rc == 0 && err < 0) rc = posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
  for (int fd = 1; fd <= 2 && err >= 0; fd++)
    if (rc == 0) rc = posix_spawn_file_actions_adddup2(actions, err, fd);
  if (rc == 0) rc = posix_spawn_file_actions_adddup2(actions, socket_fd, WORKER_FD);
  if (rc == 0 && listening > 0) rc = posix_spawn_file_actions_adddup2(actions, listening, WORKER_LISTEN_FD);
#ifdef __GLIBC__
  const int last = listening > 0 ? WORKER_LISTEN_FD : WORKER_FD;
  if (rc == 0) rc = posix_spawn_file_actions_addclosefrom_np(actions, last + 1);
#endif
  return rc;
}

static int set_attributes(posix_spawnattr_t *attr) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int rc =
      posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  if (rc == 0) rc = posix_spawnattr_setsigmask(attr, &none);
  if (rc == 0) rc = posix_spawnattr_setsigdefault(attr, &all);
  /* so that ^C on a terminal reaches the engine only */
  return rc != 0 ? rc : posix_spawnattr_setpgroup(attr, 0);
}

static int exec_worker(const struct worker_spec *spec, int socket_fd, int err, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attr;
  char *env[MAX_ENVIRONMENT], memory[4096];
  char *argv[] = {text(spec->program), text(spec->plugin != NULL ? "--serve" : "--exec"),
                  text(spec->plugin != NULL ? spec->plugin : spec->kind), text(spec->component), NULL};
  char *listen_argv[] = {text(spec->program), text("--listen"), NULL};
  int rc = posix_spawn_file_actions_init(&actions);
  if (rc != 0) return rc;
  rc = posix_spawnattr_init(&attr);
  if (rc == 0) {
    make_environment(spec, env, memory, sizeof memory);
    rc = set_actions(&actions, socket_fd, spec->listening, err);
    if (rc == 0) rc = set_attributes(&attr);
    if (rc == 0)
      rc = posix_spawn(pid, spec->program, &actions, &attr, spec->listening > 0 ? listen_argv : argv, env);
    posix_spawnattr_destroy(&attr);
  }
  posix_spawn_file_actions_destroy(&actions);
  return rc;
}

/* A pair of sockets, neither of them below 5: the child's end is copied to 3, what listens to 4, and must not be
 * these. */
static int make_pair(int pair[2]) {
  int raw[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, raw) < 0) return -1;
  for (int i = 0; i < 2; i++) pair[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, WORKER_LISTEN_FD + 1);
  int saved = errno;
  close(raw[0]);
  close(raw[1]);
  if (pair[0] >= 0 && pair[1] >= 0) return 0;
  for (int i = 0; i < 2; i++)
    if (pair[i] >= 0) close(pair[i]);
  errno = saved;
  return -1;
}

static void tune(int fd) {
  int size = SOCKET_BUFFER; /* the kernel may set less, which only causes more wake-ups */
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

static int open_pidfd(pid_t pid) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, pid, 0); /* always close-on-exec */
#else
  (void)pid;
  return -1;
#endif
}

int worker_spawn(const struct worker_spec *spec, struct worker_proc *w, char why[WORKER_WHY]) {
  int pair[2], err[2] = {-1, -1};
  *w = (struct worker_proc){.pid = -1, .pidfd = -1, .fd = -1, .err = -1};
  if (make_pair(pair) < 0) {
    snprintf(why, WORKER_WHY, "no socket for a worker: %s", strerror(errno));
    return -1;
  }
  tune(pair[0]);
  tune(pair[1]);
  if (spec->keep_stderr && os_pipe(err) < 0) err[0] = err[1] = -1; /* start it without its standard error */
  int rc = exec_worker(spec, pair[1], err[1], &w->pid);
  close(pair[1]);
  if (err[1] >= 0) close(err[1]);
  if (rc != 0) {
    close(pair[0]);
    if (err[0] >= 0) close(err[0]);
    snprintf(why, WORKER_WHY, "cannot start %.150s: %s", spec->program, strerror(rc));
    return -1;
  }
  fcntl(pair[0], F_SETFL, O_NONBLOCK);
  if (err[0] >= 0) fcntl(err[0], F_SETFL, O_NONBLOCK);
  w->fd = pair[0];
  w->err = err[0];
  w->pidfd = open_pidfd(w->pid);
  return 0;
}

int worker_spawn_command(const char *const *argv, int fd, struct worker_proc *w, char why[WORKER_WHY]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attr;
  *w = (struct worker_proc){.pid = -1, .pidfd = -1, .fd = -1, .err = -1};
  int rc = posix_spawn_file_actions_init(&actions);
  if (rc == 0 && (rc = posix_spawnattr_init(&attr)) == 0) {
    rc = set_actions(&actions, fd, 0, -1);
    if (rc == 0) rc = set_attributes(&attr);
    if (rc == 0) rc = posix_spawn(&w->pid, argv[0], &actions, &attr, (char *const *)(uintptr_t)argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
  }
  if (rc == 0 && (w->pidfd = open_pidfd(w->pid)) < 0) {
    struct worker_death death;
    rc = errno;
    worker_kill(w);
    worker_reap(w, &death, 1);
  }
  if (rc == 0) return 0;
  snprintf(why, WORKER_WHY, "cannot start %.150s: %s", argv[0], strerror(rc));
  return -1;
}

void worker_kill(const struct worker_proc *w) {
  if (w->pid > 0) kill(w->pid, SIGKILL); /* not reaped yet, so the pid is not reused */
}

int worker_reap(const struct worker_proc *w, struct worker_death *d, int block) {
  struct rusage use;
  pid_t pid;
  do {
    pid = wait4(w->pid, &d->wait_status, block ? 0 : WNOHANG, &use);
  } while (pid < 0 && errno == EINTR);
  if (pid <= 0) return pid == 0 ? 0 : -1;
  d->max_rss_kib = (uint64_t)use.ru_maxrss;
  return 1;
}
