/* A plugin that does, on a document that asks for it, what a plugin must not do.  The document's first word
 * is the act; any other document gives one record, so that a test sees that the others are unharmed.
 *
 * As a file called hostile-ACT.so it does the act while it is loaded, in a constructor.  What came of it is its version, and
 * the answer to the document "early"; "late" asks whether what it left behind is still there. */
#include <tidings/plugin.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
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

/* Past the host again, frames of each other kind, with any call number. */
static int send_forever(unsigned char type, unsigned char call, unsigned char length) {
  unsigned char frame[12 + 255] = {length, 0, 0, 0, type, 0, 0, 0, call};
  memset(frame + 12, 'x', length);
  frame[12] = 1; /* of a log line: an error */
  if (length > 3) frame[13] = frame[14] = frame[15] = 0;
  for (;;)
    if (write(3, frame, 12u + length) < 0) return TDG_OK;
}
static int act_flood_log(tdg_call *call) { return (void)call, send_forever(68, 1, 250); }
static int act_flood_log0(tdg_call *call) { return (void)call, send_forever(68, 0, 250); }
static int act_flood_log9(tdg_call *call) { return (void)call, send_forever(68, 99, 250); }
static int act_flood_empty(tdg_call *call) { return (void)call, send_forever(68, 0, 4); }
static int act_flood_ready(tdg_call *call) { return (void)call, send_forever(65, 0, 100); }
static int act_flood_done(tdg_call *call) { return (void)call, send_forever(67, 0, 100); }
static int act_flood_dying(tdg_call *call) { return (void)call, send_forever(69, 0, 16); }
/* A log line that is announced as 60 MiB, and comes. */
static int act_long_log(tdg_call *call) {
  static const unsigned char head[12] = {0, 0, 192, 3, 68, 0, 0, 0, 1};
  static char zeros[65536];
  (void)call;
  if (write(3, head, sizeof head) < 0) return TDG_OK;
  for (;;)
    if (write(3, zeros, sizeof zeros) < 0) return TDG_OK;
}

/* ---- reaching out: each of these must end the worker, or fail; 0 and more is an escape ---- */

static long opened(const char *path) {
  char byte;
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  return fd < 0 ? -1 : read(fd, &byte, 1) < 0 && errno != EISDIR ? -1 : 0;
}
static const char *own_file(void) {
  static Dl_info info;
  return dladdr((void *)(uintptr_t)&own_file, &info) != 0 ? info.dli_fname : "";
}
static const char *beside(const char *name) {
  static char path[4096];
  const char *slash = strrchr(own_file(), '/');
  snprintf(path, sizeof path, "%.*s/%s", slash != NULL ? (int)(slash - own_file()) : 1,
           slash != NULL ? own_file() : ".", name);
  return path;
}
static long of_parent(const char *what) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)getppid(), what);
  return opened(path);
}

static long reach_file(void) { return opened("/etc/hostname"); }
static long reach_passwd(void) { return opened("/etc/passwd"); }
static long reach_shadow(void) { return opened("/etc/shadow"); }
static long reach_beside(void) { return opened(beside("secret")); } /* a store, a key: a file of the user's */
static long reach_directory(void) { return opendir("/") != NULL ? 0 : -1; }
static long reach_home(void) { return opendir("/root") != NULL || opendir("/home") != NULL ? 0 : -1; }
static long reach_parent_environ(void) { return of_parent("environ"); }
static long reach_parent_memory(void) { return of_parent("mem"); }
static long reach_parent_maps(void) { return of_parent("maps"); }
static long reach_own_memory(void) { return open("/proc/self/mem", O_RDWR); }
static long reach_environ(void) {
  static const char *const harmless[] = {
      "LC_ALL=",        "TZ=",           "LD_LIBRARY_PATH=",   "ASAN_OPTIONS=",
      "UBSAN_OPTIONS=", "TSAN_OPTIONS=", "LLVM_PROFILE_FILE=", NULL};
  for (char **e = environ; e != NULL && *e != NULL; e++) {
    int known = 0;
    for (size_t i = 0; harmless[i] != NULL; i++) known |= strncmp(*e, harmless[i], strlen(harmless[i])) == 0;
    if (!known) return 0;
  }
  errno = ENOENT;
  return -1;
}
static long reach_create(void) { return open("/tmp/tidings-was-here", O_WRONLY | O_CREAT, 0600); }
static long reach_append(void) { return open(beside("secret"), O_WRONLY | O_APPEND); }
static long reach_unlink(void) { return unlink("/tmp/tidings-is-not-there"); }
static long reach_mkdir(void) { return mkdir(beside("made"), 0700); }
static long reach_rename(void) { return rename(beside("secret"), beside("taken")); }
static long reach_chmod(void) { return chmod(beside("secret"), 0666); }
static long reach_symlink(void) { return symlink("/etc/passwd", "/tmp/tidings-was-here"); }
static long reach_fork(void) {
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  return pid;
}
static long reach_vfork(void) {
  return syscall(SYS_clone, 0x4000 | SIGCHLD, NULL, NULL, NULL, NULL) == 0 ? (_exit(0), 0) : -1;
}
static long reach_exec(void) {
  char *argv[] = {(char *)(uintptr_t) "/bin/true", NULL};
  return execv(argv[0], argv);
}
static void *sleeper(void *arg) { return sleep(1000), arg; }
static long reach_thread(void) {
  pthread_t t;
  errno = pthread_create(&t, NULL, sleeper, NULL);
  return errno == 0 ? 0 : -1;
}
static long reach_socket(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static long reach_udp(void) { return socket(AF_INET6, SOCK_DGRAM, 0); }
static long reach_unix_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0); }
static long reach_netlink(void) { return socket(AF_NETLINK, SOCK_RAW, 0); }
static long reach_packet(void) { return socket(AF_PACKET, SOCK_RAW, 0); }
static long reach_socketpair(void) {
  int pair[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}
static long reach_connect(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  return connect(3, (struct sockaddr *)&to, sizeof to);
}
static long reach_bind(void) {
  struct sockaddr_in to = {.sin_family = AF_INET};
  return bind(3, (struct sockaddr *)&to, sizeof to);
}
static long reach_kill(void) { return kill(getppid(), 0); }
static long reach_tgkill(void) { return syscall(SYS_tgkill, getppid(), getppid(), 0); }
static long reach_owner(void) { return fcntl(3, F_SETOWN, getppid()); } /* its signals go to the parent */
static long reach_pidfd(void) { return syscall(SYS_pidfd_open, getppid(), 0); }
static long reach_ptrace(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL); }
static long reach_attach(void) { return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL); }
static long reach_readv(void) {
  char byte;
  struct iovec here = {&byte, 1}, there = {(void *)(uintptr_t)own_file, 1};
  return process_vm_readv(getppid(), &here, 1, &there, 1, 0);
}
static long reach_dup(void) { return dup(3); }
static long reach_dup2(void) { return dup2(3, 0); }
static long reach_dupfd(void) { return fcntl(3, F_DUPFD, 0); }
static long reach_memfd(void) { return memfd_create("x", 0); }

static const unsigned char code[] = {0xc3}; /* ret */
static long reach_code(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                 MAP_FAILED
             ? -1
             : 0;
}
static long reach_code_anonymous(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}
static long reach_code_later(void) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) return -1;
  memcpy(p, code, sizeof code);
  return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}
static long reach_code_file(void) {
  int fd = open(own_file(), O_RDONLY);
  void *p = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  if (p == MAP_FAILED) return -1;
  memcpy(p, code, sizeof code);
  return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}
static long reach_code_file_wx(void) {
  int fd = open(own_file(), O_RDONLY);
  return fd < 0 || mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1
                                                                                                          : 0;
}
static long reach_code_own(void) {
  uintptr_t page = (uintptr_t)&reach_code_own & ~(uintptr_t)4095;
  return mprotect((void *)page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
}
static long reach_code_pkey(void) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? -1 : syscall(SYS_pkey_mprotect, p, 4096, PROT_READ | PROT_EXEC, -1);
}
static long reach_code_shm(void) {
  int id = shmget(IPC_PRIVATE, 4096, 0700);
  return id < 0 || shmat(id, NULL, SHM_EXEC) == (void *)-1 ? -1 : 0;
}
static long reach_personality(void) { return personality(0x0400000); } /* READ_IMPLIES_EXEC */

static long reach_rlimits(void) {
  static const int what[] = {RLIMIT_NPROC, RLIMIT_FSIZE, RLIMIT_CORE, RLIMIT_AS};
  for (size_t i = 0; i < sizeof what / sizeof what[0]; i++) {
    struct rlimit now, more;
    if (getrlimit((__rlimit_resource_t)what[i], &now) < 0 || now.rlim_max == RLIM_INFINITY) continue;
    more = (struct rlimit){now.rlim_max + 1, now.rlim_max + 1};
    if (setrlimit((__rlimit_resource_t)what[i], &more) == 0) return 0;
  }
  errno = EPERM;
  return -1;
}
static long reach_undump(void) { return prctl(PR_SET_DUMPABLE, 1); }
static long reach_outlive(void) { return prctl(PR_SET_PDEATHSIG, 0); }
static long reach_uring(void) { return syscall(SYS_io_uring_setup, 1, NULL); }
static long reach_unshare(void) { return syscall(SYS_unshare, 0x10000000 /* a user namespace */); }
static long reach_setuid(void) { return syscall(SYS_setuid, 0); }
static long reach_capabilities(void) {
  struct {
    uint32_t version;
    int pid;
  } head = {0x20080522, 0};
  uint32_t data[6] = {~0u, ~0u, 0, ~0u, ~0u, 0};
  return syscall(SYS_capset, &head, data);
}
static long reach_bpf(void) { return syscall(SYS_bpf, 0, NULL, 0); }
static long reach_perf(void) { return syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0); }
static long reach_keys(void) { return syscall(SYS_keyctl, 0, -3, 0); }
static long reach_fault(void) { return syscall(SYS_userfaultfd, 0); }
static long reach_handle(void) { return syscall(SYS_open_by_handle_at, 3, NULL, 0); }
static long reach_mount(void) { return syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL); }
static long reach_chroot(void) { return chroot("/"); }
static long reach_chdir(void) { return chdir("/tmp"); }
static long reach_terminal(void) { return ioctl(2, TIOCSTI, "x"); }
static long reach_sigsys(void) { return signal(SIGSYS, SIG_IGN) == SIG_ERR ? -1 : 0; }
static long reach_sigsegv(void) { return signal(SIGSEGV, SIG_IGN) == SIG_ERR ? -1 : 0; }
static long reach_alarm(void) { return (long)alarm(1); }
/* A blocked SIGSYS must not let the call through. */
static long reach_blocked(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  return reach_socket();
}

/* What may be done while it is loaded, but must not last: -1 when it is gone. */
static int kept = -1;
static long reach_keep(void) {
  kept = open(own_file(), O_RDONLY);
  errno = 0;
  return -1;
}
static long late_keep(void) {
  char byte;
  return kept >= 0 && pread(kept, &byte, 1, 0) == 1 ? 0 : -1;
}
static long swap(int fd) {
  close(fd);
  kept = open(own_file(), O_RDONLY);
  errno = 0;
  return -1;
}
static long reach_swap_input(void) { return swap(0); }
static long reach_swap_error(void) { return swap(2); }
static long reach_swap_statm(void) { return swap(4); }
static long reach_swap_maps(void) { return swap(5); }
static long reach_swap_socket(void) { return swap(3); }

static const struct reach {
  const char *name;
  long (*go)(void), (*late)(void);
} reaches[] = {{"file", reach_file, NULL},
               {"passwd", reach_passwd, NULL},
               {"shadow", reach_shadow, NULL},
               {"beside", reach_beside, NULL},
               {"directory", reach_directory, NULL},
               {"home", reach_home, NULL},
               {"parent-environ", reach_parent_environ, NULL},
               {"parent-memory", reach_parent_memory, NULL},
               {"parent-maps", reach_parent_maps, NULL},
               {"own-memory", reach_own_memory, NULL},
               {"environ", reach_environ, NULL},
               {"create", reach_create, NULL},
               {"append", reach_append, NULL},
               {"unlink", reach_unlink, NULL},
               {"mkdir", reach_mkdir, NULL},
               {"rename", reach_rename, NULL},
               {"chmod", reach_chmod, NULL},
               {"symlink", reach_symlink, NULL},
               {"fork", reach_fork, NULL},
               {"vfork", reach_vfork, NULL},
               {"exec", reach_exec, NULL},
               {"thread", reach_thread, NULL},
               {"socket", reach_socket, NULL},
               {"udp", reach_udp, NULL},
               {"unix-socket", reach_unix_socket, NULL},
               {"netlink", reach_netlink, NULL},
               {"packet", reach_packet, NULL},
               {"socketpair", reach_socketpair, NULL},
               {"connect", reach_connect, NULL},
               {"bind", reach_bind, NULL},
               {"kill", reach_kill, NULL},
               {"tgkill", reach_tgkill, NULL},
               {"owner", reach_owner, NULL},
               {"pidfd", reach_pidfd, NULL},
               {"ptrace", reach_ptrace, NULL},
               {"attach", reach_attach, NULL},
               {"readv", reach_readv, NULL},
               {"dup", reach_dup, NULL},
               {"dup2", reach_dup2, NULL},
               {"dupfd", reach_dupfd, NULL},
               {"memfd", reach_memfd, NULL},
               {"code", reach_code, NULL},
               {"code-anonymous", reach_code_anonymous, NULL},
               {"code-later", reach_code_later, NULL},
               {"code-file", reach_code_file, NULL},
               {"code-file-wx", reach_code_file_wx, NULL},
               {"code-own", reach_code_own, NULL},
               {"code-pkey", reach_code_pkey, NULL},
               {"code-shm", reach_code_shm, NULL},
               {"personality", reach_personality, NULL},
               {"rlimits", reach_rlimits, NULL},
               {"undump", reach_undump, NULL},
               {"outlive", reach_outlive, NULL},
               {"uring", reach_uring, NULL},
               {"unshare", reach_unshare, NULL},
               {"setuid", reach_setuid, NULL},
               {"capabilities", reach_capabilities, NULL},
               {"bpf", reach_bpf, NULL},
               {"perf", reach_perf, NULL},
               {"keys", reach_keys, NULL},
               {"fault", reach_fault, NULL},
               {"handle", reach_handle, NULL},
               {"mount", reach_mount, NULL},
               {"chroot", reach_chroot, NULL},
               {"chdir", reach_chdir, NULL},
               {"terminal", reach_terminal, NULL},
               {"sigsys", reach_sigsys, NULL},
               {"sigsegv", reach_sigsegv, NULL},
               {"alarm", reach_alarm, NULL},
               {"blocked", reach_blocked, NULL},
               {"keep", reach_keep, late_keep},
               {"swap-input", reach_swap_input, late_keep},
               {"swap-error", reach_swap_error, late_keep},
               {"swap-statm", reach_swap_statm, late_keep},
               {"swap-maps", reach_swap_maps, late_keep},
               {"swap-socket", reach_swap_socket, late_keep}};
enum { N_REACHES = sizeof reaches / sizeof reaches[0] };

static const struct reach *find_reach(const char *name, size_t n) {
  for (size_t i = 0; i < N_REACHES; i++)
    if (strlen(reaches[i].name) == n && memcmp(reaches[i].name, name, n) == 0) return &reaches[i];
  return NULL;
}

static int answer(tdg_call *call, const char *title, const char *summary) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, title);
  tdg_put_str(call, r, TDG_SUMMARY, summary);
  return tdg_emit(call, r);
}
static int do_reach(tdg_call *call, const struct reach *r) {
  if (r->go() >= 0) return answer(call, "ESCAPED", r->name);
  return tdg_fail(call, TDG_DENIED, "%s: %s", r->name, strerror(errno));
}

/* While it is loaded. */
static const struct reach *early_reach;
static char early[100] = "1.0";
__attribute__((constructor)) static void act_early(void) {
  const char *slash = strrchr(own_file(), '/'), *name = slash != NULL ? slash + 1 : own_file();
  size_t n = strlen(name);
  if (n < 11 || strncmp(name, "hostile-", 8) != 0) return;
  early_reach = find_reach(name + 8, n - 11);
  if (early_reach == NULL) return;
  long rc = early_reach->go();
  snprintf(early, sizeof early, "%s", rc >= 0 ? "ESCAPED" : strerror(errno));
}
static int act_early_said(tdg_call *call) { return answer(call, early, ""); }
static int act_late(tdg_call *call) {
  int lasts = early_reach != NULL && early_reach->late != NULL && early_reach->late() >= 0;
  return answer(call, lasts ? "ESCAPED" : "gone", "");
}

static int act_locale(tdg_call *call) {
  return setlocale(LC_ALL, "C.UTF-8") != NULL ? TDG_OK : tdg_fail(call, TDG_DENIED, "no other locale");
}

static const struct {
  const char *name;
  act_fn act;
} acts[] = {{"segv", act_segv},
            {"abort", act_abort},
            {"fpe", act_fpe},
            {"exit", act_exit},
            {"exit7", act_exit7},
            {"stack", act_stack},
            {"busy", act_busy},
            {"stubborn", act_stubborn},
            {"sleep", act_sleep},
            {"memory", act_memory},
            {"scratch", act_scratch},
            {"flood", act_flood},
            {"forge", act_forge},
            {"flood-log", act_flood_log},
            {"flood-log0", act_flood_log0},
            {"flood-log9", act_flood_log9},
            {"flood-empty", act_flood_empty},
            {"flood-ready", act_flood_ready},
            {"flood-done", act_flood_done},
            {"flood-dying", act_flood_dying},
            {"long-log", act_long_log},
            {"garbage", act_garbage},
            {"invalid", act_invalid},
            {"locale", act_locale},
            {"early", act_early_said},
            {"late", act_late}};

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  size_t n = strcspn(body.p, " \n");
  (void)self;
  if (find_reach(body.p, n) != NULL) return do_reach(call, find_reach(body.p, n));
  for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
    if (strlen(acts[i].name) == n && memcmp(acts[i].name, body.p, n) == 0) return acts[i].act(call);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_text(call, r, TDG_TITLE, body.p, body.n);
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.hostile", early, "Does what it must not",
           TDG_PARSER(.name = "hostile", .claims = (const char *const[]){"text/x-hostile", NULL}, .run = run),
           TDG_PARSER(.name = "wants-net", .needs = TDG_NEEDS_NET, .run = run),
           TDG_PARSER(.name = "wants-files", .needs = TDG_NEEDS_READ, .run = run),
           TDG_PARSER(.name = "wants-write", .needs = TDG_NEEDS_WRITE, .run = run),
           TDG_PARSER(.name = "wants-all", .needs = TDG_NEEDS_NET | TDG_NEEDS_READ | TDG_NEEDS_WRITE,
                      .run = run));
