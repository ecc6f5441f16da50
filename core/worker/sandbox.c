/* worker/sandbox.c - limits, the two locks, and the report of a deadly signal; see sandbox.h.
 *
 * Any failure ends the worker with WORKER_EXIT_SANDBOX, so that no document is processed without the sandbox.
 * Only Landlock may be absent (older kernels); READY says so.
 */
#include "worker/sandbox.h"

#include "util/os.h"

#include <tidings/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#if defined(__has_include)
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAVE_BACKTRACE 1
#endif
#endif
#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#endif
#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65 /* since Linux 6.3 */
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

enum { FILES_COMPUTE = 16, FILES_READ = 64, FILES_NET = 4096, FILES_LOAD = 64, MAX_DESCRIPTION = 4 << 20 };

/* ---- limits ---- */

/* Set the soft and hard limit, never above the present hard limit. */
static int limit(int what, rlim_t value) {
  struct rlimit now;
  if (getrlimit((__rlimit_resource_t)what, &now) < 0) return -1;
  if (value > now.rlim_max) value = now.rlim_max;
  return setrlimit((__rlimit_resource_t)what, &(struct rlimit){value, value});
}

static rlim_t file_limit(const struct sandbox *s) {
  if (s->limits.files > 0) return s->limits.files;
  if (s->set == SANDBOX_LOAD || s->set == SANDBOX_WAIT) return FILES_LOAD;
  if (s->needs & TDG_NEEDS_NET) return FILES_NET;
  return s->needs != 0 || s->set == SANDBOX_EXEC ? FILES_READ : FILES_COMPUTE;
}

/* Loading a plugin opens files, so the low limit is set with the second lock, a higher one before. */
static int limit_files(const struct sandbox *s) { return limit(RLIMIT_NOFILE, file_limit(s)); }

static int limit_memory(const struct sandbox *s) {
#ifdef TIDINGS_SANITIZED
  (void)s; /* the sanitizers' shadow is terabytes of address space */
  return 0;
#else
  return s->limits.memory > 0 ? limit(RLIMIT_AS, (rlim_t)s->limits.memory) : 0;
#endif
}

/* A program may start threads, which interpreters and runtimes do; processes are the filter's business. */
static int limit_program(const struct sandbox *s, char why[WORKER_WHY]) {
  if (limit(RLIMIT_CORE, 0) < 0) return sandbox_failed(why, "cannot forbid core files");
  if (!(s->needs & TDG_NEEDS_WRITE) && limit(RLIMIT_FSIZE, 0) < 0)
    return sandbox_failed(why, "cannot forbid writing files");
  return limit_files(s) < 0 ? sandbox_failed(why, "cannot limit open files") : 0;
}

/* s->needs: the granted rights before the plugin is loaded, its needs afterwards.  A plugin with rights is
 * loaded in a thread, so threads must be possible then. */
static int limit_rights(const struct sandbox *s, char why[WORKER_WHY]) {
  int threads = s->needs & TDG_NEEDS_NET || (s->needs != 0 && s->set != SANDBOX_SERVE);
  if (!threads && limit(RLIMIT_NPROC, 0) < 0) return sandbox_failed(why, "cannot limit processes");
  rlim_t size = s->fd < 0 ? MAX_DESCRIPTION : 0; /* standard output may be a file */
  if (!(s->needs & TDG_NEEDS_WRITE) && limit(RLIMIT_FSIZE, size) < 0)
    return sandbox_failed(why, "cannot forbid writing files");
  return 0;
}

static void close_above(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0) return;
#endif
  for (int fd = first; fd < 1024; fd++) close(fd);
}

int sandbox_limit(struct sandbox *s, char why[WORKER_WHY]) {
  close_above(s->fd >= 0 ? s->fd + 1 : 3);
  s->maps = s->fd >= 0 ? open("/proc/self/maps", O_RDONLY | O_CLOEXEC) : -1;
  signal(SIGXFSZ, SIG_IGN); /* a write to standard error beyond a file's limit then fails and does not kill */
  signal(SIGPIPE, SIG_IGN);
  if (limit(RLIMIT_CORE, 0) < 0) return sandbox_failed(why, "cannot forbid core files");
  if (limit_memory(s) < 0) return sandbox_failed(why, "cannot limit memory");
  return limit_rights(s, why);
}

/* The hard limit is whoever started the program's: it is not raised, and a limit above it would be refused. */
static rlim_t budget_end(time_t spent, uint32_t cpu_ms, rlim_t hard) {
  rlim_t end =
      (rlim_t)spent + 1 + (cpu_ms + 999) / 1000; /* + 1: the current second, of which a part is spent */
  return cpu_ms == 0 || end > hard ? hard : end;
}

void sandbox_budget(uint32_t cpu_ms) {
  struct rlimit cpu;
  struct rusage used;
  if (getrlimit(RLIMIT_CPU, &cpu) < 0 || getrusage(RUSAGE_SELF, &used) < 0) return;
  cpu.rlim_cur = budget_end(used.ru_utime.tv_sec + used.ru_stime.tv_sec, cpu_ms, cpu.rlim_max);
  setrlimit(RLIMIT_CPU, &cpu);
}

void sandbox_limit_memory_of(pid_t child, uint64_t memory) {
#ifdef __linux__
  const struct rlimit limits = {(rlim_t)memory, (rlim_t)memory};
  if (memory > 0) prlimit(child, RLIMIT_AS, &limits, NULL);
#else
  (void)child, (void)memory;
#endif
}

/* Of the child, relative to what it has used so far. */
void sandbox_budget_of(pid_t child, uint32_t cpu_ms) {
#ifdef __linux__
  struct rlimit cpu;
  const int64_t spent = os_process_cpu_ms(child);
  if (cpu_ms == 0 || spent < 0 || prlimit(child, RLIMIT_CPU, NULL, &cpu) < 0) return;
  cpu.rlim_cur = budget_end(spent / 1000, cpu_ms, cpu.rlim_max);
  prlimit(child, RLIMIT_CPU, &cpu, NULL);
#else
  (void)child, (void)cpu_ms;
#endif
}

/* ---- report of a deadly signal ---- */

/* A signal handler has no argument, so this is one of the program's few globals; written once. */
static struct {
  int fd, statm;
  const uint32_t *call;
} last;

/* Size of the address space: the first number of /proc/self/statm, which is kept open because no file can be
 * opened later. */
static uint64_t vm_kib(void) {
  char text[64];
  uint64_t pages = 0;
  ssize_t n = last.statm >= 0 ? pread(last.statm, text, sizeof text, 0) : 0;
  for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
    pages = pages * 10 + (uint64_t)(text[i] - '0');
  return pages * ((uint64_t)sysconf(_SC_PAGESIZE) / 1024);
}

void sandbox_report_child(const struct frame_dying *d) {
  unsigned char out[FRAME_HEADER + FRAME_DYING_TEXT + 64];
  size_t n = frame_dying_put(d, out + FRAME_HEADER, sizeof out - FRAME_HEADER);
  frame_header_put(out, FRAME_DYING, last.call != NULL ? *last.call : 0, n);
  ssize_t written = last.fd >= 0 ? write(last.fd, out, FRAME_HEADER + n) : 0;
  (void)written; /* a failure cannot be reported */
}

/* raise(); abort() is one that needs no word. */
static int sent_itself(int sig, const siginfo_t *info) {
  return info->si_code <= 0 && sig != SIGABRT && sig != SIGSYS && info->si_pid == getpid();
}

static void say_dying(int sig, const siginfo_t *info) {
  struct frame_dying d = {.signal = (uint32_t)sig, .syscall = -1, .vm_kib = vm_kib()};
  if (sent_itself(sig, info)) snprintf(d.text, sizeof d.text, "sent by itself");
#ifdef SIGSYS
  if (sig == SIGSYS) d.syscall = info->si_syscall;
#else
  (void)info;
#endif
  sandbox_report_child(&d);
}

/* The calls that led here, as "file(symbol+offset)[address]" lines on standard error, whose end the engine
 * keeps.  Last, because a damaged stack may end the worker here. */
static void say_where(void) {
#ifdef HAVE_BACKTRACE
  enum { FRAMES = 10, OWN = 2 /* this handler and what called it */ };
  void *frames[FRAMES];
  int n = backtrace(frames, FRAMES);
  if (n > OWN) backtrace_symbols_fd(frames + OWN, n - OWN, STDERR_FILENO);
#endif
}

/* The first call loads a library, which is impossible later. */
static void prepare_where(void) {
#ifdef HAVE_BACKTRACE
  void *frame[1];
  (void)backtrace(frame, 1);
#endif
}

/* Runs on its own stack, because the usual one may have overflowed.  Calls only async-signal-safe
 * functions. */
static void on_death(int sig, siginfo_t *info, void *context) {
  (void)context;
  say_dying(sig, info);
  say_where();
  if (sig == SIGSYS) sandbox_kill_self();
  /* SA_RESETHAND: the next signal has the default action.  Faults happen again on return; these signals would
   * not.
   */
  if (sig == SIGABRT || sig == SIGXCPU || info->si_code <= 0) raise(sig);
}

void sandbox_report_signals(int fd, const uint32_t *call) {
  static char stack[65536];
  static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU, SIGSYS};
  struct sigaction action = {.sa_sigaction = on_death,
                             .sa_flags = (int)(SA_SIGINFO | SA_RESETHAND | SA_ONSTACK)};
  last.fd = fd;
  last.call = call;
  prepare_where();
  last.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
  for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
#ifdef TIDINGS_SANITIZED
    /* the sanitizer's own report is more detailed */
    if (deadly[i] != SIGSYS && deadly[i] != SIGXCPU) continue;
#endif
    sigaction(deadly[i], &action, NULL);
  }
}

/* ---- the locks ---- */

#ifdef __linux__
static int harden(const struct sandbox *s, char why[WORKER_WHY]) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return sandbox_failed(why, "no_new_privs");
  if (sandbox_leave_root(s, why) < 0) return -1;
  /* after the change of user, which resets both */
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return sandbox_failed(why, "cannot become undumpable");
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
    return sandbox_failed(why, "cannot follow the parent's death");
  /* if the kernel supports it; the filter enforces the same */
  if (s->set != SANDBOX_EXEC)
    prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0); /* inherited; runtimes compile */
  return 0;
}

/* Filters and rulesets accumulate: a later one cannot allow what an earlier one forbids. */
static int close_lock(struct sandbox *s, char why[WORKER_WHY]) {
  return sandbox_landlock(s, why) < 0 ? -1 : sandbox_filter(s, why);
}

struct loading {
  struct sandbox box;
  void (*load)(void *arg);
  void *arg;
  int ready, done;
  char *why;
};

static void *load_locked(void *arg) {
  struct loading *l = arg;
  l->ready = sandbox_load_caps(&l->box, l->why) == 0 && close_lock(&l->box, l->why) == 0;
  if (!l->ready) return NULL;
  l->load(l->arg);
  l->done = 1;
  return NULL;
}

/* Load the plugin in a thread without rights, while this thread, which has them, waits. */
static int load_in_thread(struct sandbox *s, struct loading *l, char why[WORKER_WHY]) {
  pthread_t thread;
  s->set = SANDBOX_WAIT;
  if (close_lock(s, why) < 0) return -1;
  errno = pthread_create(&thread, NULL, load_locked, l);
  if (errno != 0) return sandbox_failed(why, "no thread to load the plugin in");
  pthread_join(thread, NULL);
  if (!l->ready || l->done) return l->done ? 0 : -1;
  snprintf(why, WORKER_WHY, "the plugin ended the thread that loaded it");
  return -1;
}

int sandbox_load(struct sandbox *s, void (*load)(void *arg), void *arg, char why[WORKER_WHY]) {
  struct loading l = {.box = *s, .load = load, .arg = arg, .why = why};
  if (sandbox_note_kept(s, why) < 0 || harden(s, why) < 0) return -1;
  l.box.set = SANDBOX_LOAD;
  l.box.last_step = s->needs == 0 && s->fd >= 0;
  l.box.needs = 0;
  if (s->needs != 0) return load_in_thread(s, &l, why);
  load_locked(&l);
  return l.ready ? 0 : -1;
}

int sandbox_listen(struct sandbox *s, char why[WORKER_WHY]) {
  close(s->maps);
  if (harden(s, why) < 0 || sandbox_serve_caps(s, why) < 0 || sandbox_landlock(s, why) < 0) return -1;
  if (limit_files(s) < 0) return sandbox_failed(why, "cannot limit open files");
  return sandbox_filter(s, why);
}

/* ---- a program ---- */

enum { EXEC_PAGES = 1 << 20 };

/* Copies of the texts at *at, and their table before them; *at is then behind both. */
static char **copy_texts(char **at, const char *end, const char *const *texts) {
  size_t n = 0;
  while (texts[n] != NULL) n++;
  char **table = (char **)(void *)*at;
  *at += (n + 1) * sizeof *table;
  for (size_t i = 0; i < n; i++) {
    size_t size = strlen(texts[i]) + 1;
    if (size + 16 > (size_t)(end - *at)) return NULL;
    table[i] = memcpy(*at, texts[i], size);
    *at += size;
  }
  *at += 16 - ((uintptr_t)*at & 15);
  table[n] = NULL;
  return table;
}

/* Memory at an address that nobody can guess: the filter accepts execve with a name at that address only.  After
 * the execve the address is empty, and the program knows it no more than anybody else; its first wrong guess
 * kills it. */
static char *unknown_place(void) {
  for (int i = 0; i < 100; i++) {
    uintptr_t at;
    if (getrandom(&at, sizeof at, 0) != sizeof at) return NULL;
    at &= UINT64_C(0x3ffffffff000);
    void *p = mmap((void *)at, EXEC_PAGES, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (p == (void *)at) return p;
    if (p != MAP_FAILED) munmap(p, EXEC_PAGES);
  }
  return NULL;
}

void sandbox_exec(struct sandbox *s, const char *const *command, const char *const *environment,
                  char why[WORKER_WHY]) {
  char *at = unknown_place();
  s->set = SANDBOX_EXEC;
  if (at == NULL) {
    snprintf(why, WORKER_WHY, "no memory for its arguments");
    return;
  }
  const char *limit_at = at + EXEC_PAGES;
  char **argv = copy_texts(&at, limit_at, command),
       **env = argv != NULL ? copy_texts(&at, limit_at, environment) : NULL;
  if (env == NULL) {
    snprintf(why, WORKER_WHY, "its arguments are too long");
    return;
  }
  s->exec = argv[0];
  if (harden(s, why) < 0 || sandbox_exec_caps(s, why) < 0 || sandbox_exec_reach(s, why) < 0) return;
  if (sandbox_landlock(s, why) < 0) return;
  if (limit_program(s, why) < 0 || sandbox_filter(s, why) < 0) return;
  syscall(SYS_execve, argv[0], argv, env);
  snprintf(why, WORKER_WHY, "%.150s: %s", command[0], strerror(errno));
}

/* Descriptors that the plugin opened while it was loaded are closed before it gets any right. */
int sandbox_lock(struct sandbox *s, char why[WORKER_WHY]) {
  if (sandbox_check_thread(why) < 0 || sandbox_check_kept(s, why) < 0) return -1;
  close_above(s->n_kept);
  if (sandbox_check_maps(s, why) < 0 || sandbox_landlock(s, why) < 0) return -1;
  if (limit_files(s) < 0) return sandbox_failed(why, "cannot limit open files");
  if (limit_rights(s, why) < 0 || sandbox_serve_caps(s, why) < 0) return -1;
  return sandbox_filter(s, why);
}
#endif
