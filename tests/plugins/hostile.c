/* A plugin that does, on a document that asks for it, what a plugin must not do.  The document's first word
 * is the act; any other document gives one record, so that a test sees that the others are unharmed. */
#include <tidings/plugin.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*act_fn)(tdg_call *call);

/* ---- dying ---- */

static int act_segv(tdg_call *call) {
  volatile uintptr_t nowhere = 8;
  (void)call;
  *(volatile int *)nowhere = 1;
  return TDG_OK;
}
static int act_abort(tdg_call *call) {
  (void)call;
  abort();
}
static int act_fpe(tdg_call *call) {
  (void)call;
  raise(SIGFPE);
  return TDG_OK;
}
static int act_exit(tdg_call *call) {
  (void)call;
  exit(0);
}
static int act_exit7(tdg_call *call) {
  (void)call;
  _exit(7);
}
static int deep(volatile char *above, int n) {
  volatile char here[4096];
  here[0] = above[0];
  return n == 0 ? here[0] : deep(here, n - 1) + here[0];
}
static int act_stack(tdg_call *call) {
  char start = 1;
  (void)call;
  return deep(&start, 100000000) == 12345 ? TDG_OK : TDG_DROP;
}

/* ---- not ending ---- */

static int act_busy(tdg_call *call) {
  volatile unsigned n = 0;
  (void)call;
  for (;;) n++;
  return TDG_OK;
}
static int act_stubborn(tdg_call *call) {
  signal(SIGXCPU, SIG_IGN);
  return act_busy(call);
}
static int act_sleep(tdg_call *call) {
  (void)call;
  for (;;) sleep(1000);
  return TDG_OK;
}

/* ---- eating ---- */

static int act_memory(tdg_call *call) {
  (void)call;
  for (;;) {
    char *p = malloc(1 << 20);
    memset(p, 1, 1 << 20); /* NULL in the end */
  }
  return TDG_OK;
}
static int act_scratch(tdg_call *call) {
  for (;;) memset(tdg_scratch(call, 1 << 20), 1, 1 << 20);
  return TDG_OK;
}
static int act_flood(tdg_call *call) {
  for (int i = 0; i < 10000000; i++) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    tdg_put_str(call, r, TDG_TITLE, "again");
    tdg_emit(call, r);
  }
  return TDG_OK;
}
/* Past the host: frames of its own making on the worker's socket, without end. */
static int act_forge(tdg_call *call) {
  static const unsigned char frame[12 + 4] = {4, 0, 0, 0, 66, 0, 0, 0, 2, 0, 0, 0, 4, 0, 1};
  (void)call;
  for (;;)
    if (write(3, frame, sizeof frame) < 0) return TDG_OK;
}
static int act_garbage(tdg_call *call) {
  (void)call;
  return write(3, "these bytes are no frame at all", 31) > 0 ? TDG_OK : TDG_INTERNAL;
}
/* A text that is not UTF-8. */
static int act_invalid(tdg_call *call) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_text(call, r, TDG_TITLE, "\xff\xfe", 2);
  tdg_emit(call, r);
  return TDG_OK;
}

/* ---- reaching out: each of these must end the worker, or fail ---- */

static int escaped(tdg_call *call, const char *what) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, "ESCAPED");
  tdg_put_str(call, r, TDG_SUMMARY, what);
  return tdg_emit(call, r);
}
static int outcome(tdg_call *call, long rc, const char *what) {
  if (rc >= 0) return escaped(call, what);
  return tdg_fail(call, TDG_DENIED, "%s: %s", what, strerror(errno));
}
static int act_fork(tdg_call *call) {
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  return outcome(call, pid, "fork");
}
static int act_exec(tdg_call *call) {
  char *argv[] = {(char *)(uintptr_t) "/bin/true", NULL};
  return outcome(call, execv(argv[0], argv), "execv");
}
static void *thread(void *arg) { return arg; }
static int act_thread(tdg_call *call) {
  pthread_t t;
  errno = pthread_create(&t, NULL, thread, NULL);
  return outcome(call, errno == 0 ? 0 : -1, "pthread_create");
}
static int act_socket(tdg_call *call) { return outcome(call, socket(AF_INET, SOCK_STREAM, 0), "socket"); }
static int act_unix_socket(tdg_call *call) {
  return outcome(call, socket(AF_UNIX, SOCK_STREAM, 0), "socket");
}
static int act_file(tdg_call *call) { return outcome(call, open("/etc/hostname", O_RDONLY), "open"); }
static int act_passwd(tdg_call *call) {
  return outcome(call, fopen("/etc/passwd", "r") != NULL ? 0 : -1, "fopen");
}
static int act_create(tdg_call *call) {
  return outcome(call, open("/tmp/tidings-was-here", O_WRONLY | O_CREAT, 0600), "create");
}
static int act_directory(tdg_call *call) { return outcome(call, opendir("/") != NULL ? 0 : -1, "opendir"); }
static int act_unlink(tdg_call *call) { return outcome(call, unlink("/tmp/tidings-is-not-there"), "unlink"); }
static int act_kill(tdg_call *call) { return outcome(call, kill(getppid(), 0), "kill"); }
static int act_ptrace(tdg_call *call) {
  return outcome(call, ptrace(PTRACE_TRACEME, 0, NULL, NULL), "ptrace");
}
static int act_dup(tdg_call *call) { return outcome(call, dup(3), "dup"); }
static int act_memfd(tdg_call *call) { return outcome(call, memfd_create("x", 0), "memfd_create"); }
static int act_code(tdg_call *call) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return outcome(call, p == MAP_FAILED ? -1 : 0, "mmap");
}
static int act_undump(tdg_call *call) { return outcome(call, prctl(PR_SET_DUMPABLE, 1), "prctl"); }
static int act_uring(tdg_call *call) {
  return outcome(call, syscall(SYS_io_uring_setup, 1, NULL), "io_uring_setup");
}
static int act_unshare(tdg_call *call) { return outcome(call, syscall(SYS_unshare, 0), "unshare"); }
static int act_sigsys(tdg_call *call) {
  return outcome(call, signal(SIGSYS, SIG_IGN) == SIG_ERR ? -1 : 0, "rt_sigaction");
}
/* A blocked SIGSYS must not let the call through. */
static int act_blocked(tdg_call *call) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  return act_socket(call);
}
static int act_chdir(tdg_call *call) { return outcome(call, chdir("/tmp"), "chdir"); }
static int act_locale(tdg_call *call) {
  return setlocale(LC_ALL, "C.UTF-8") != NULL ? TDG_OK : tdg_fail(call, TDG_DENIED, "no other locale");
}

static const struct {
  const char *name;
  act_fn act;
} acts[] = {{"segv", act_segv},       {"abort", act_abort},
            {"fpe", act_fpe},         {"exit", act_exit},
            {"exit7", act_exit7},     {"stack", act_stack},
            {"busy", act_busy},       {"stubborn", act_stubborn},
            {"sleep", act_sleep},     {"memory", act_memory},
            {"scratch", act_scratch}, {"flood", act_flood},
            {"forge", act_forge},     {"garbage", act_garbage},
            {"invalid", act_invalid}, {"fork", act_fork},
            {"exec", act_exec},       {"thread", act_thread},
            {"socket", act_socket},   {"unix-socket", act_unix_socket},
            {"file", act_file},       {"passwd", act_passwd},
            {"create", act_create},   {"directory", act_directory},
            {"unlink", act_unlink},   {"kill", act_kill},
            {"ptrace", act_ptrace},   {"dup", act_dup},
            {"memfd", act_memfd},     {"code", act_code},
            {"undump", act_undump},   {"uring", act_uring},
            {"unshare", act_unshare}, {"sigsys", act_sigsys},
            {"blocked", act_blocked}, {"chdir", act_chdir},
            {"locale", act_locale}};

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  size_t n = strcspn(body.p, " \n");
  (void)self;
  for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
    if (strlen(acts[i].name) == n && memcmp(acts[i].name, body.p, n) == 0) return acts[i].act(call);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_text(call, r, TDG_TITLE, body.p, body.n);
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.hostile", "1.0", "Does what it must not",
           TDG_PARSER(.name = "hostile", .claims = (const char *const[]){"text/x-hostile", NULL}, .run = run),
           TDG_PARSER(.name = "wants-net", .needs = TDG_NEEDS_NET, .run = run),
           TDG_PARSER(.name = "wants-files", .needs = TDG_NEEDS_READ, .run = run),
           TDG_PARSER(.name = "wants-write", .needs = TDG_NEEDS_WRITE, .run = run));
