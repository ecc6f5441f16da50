/* worker/sandbox_seccomp.c - the system calls that a worker may make; see sandbox.h.
 *
 * An allow-list in layers: compute (every worker), read files, write files, network; for the first lock
 * mapping code from files, and for the thread that closes the second lock the calls for that.  All other
 * calls are trapped: the call is not executed, the process gets SIGSYS, the handler reports the number of the
 * call to the supervisor and makes FATAL_CALL, for which the kernel kills the process.  A plugin cannot
 * remove the handler (sigaction on SIGSYS is not allowed), and a blocked SIGSYS kills at once, so trapping is
 * as final as killing.
 *
 * Calls that libraries make as an optional probe fail with an error number instead (`refused`).
 */
#ifdef __linux__
#include "worker/sandbox.h"

#include <tidings/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __clang__ /* SCMP_A0() and similar macros leave the second datum out, which is then 0 */
#pragma clang diagnostic ignored "-Wmissing-field-initializers"
#endif

#define CALL(name) SCMP_SYS(name)
enum {
  FATAL_CALL = SYS_kexec_load,
  STOP = -1000000,
  TMPFILE = 020000000 /* the bit of O_TMPFILE beside O_DIRECTORY */
};

/* Memory, time, the socket that is already open, exit. */
// clang-format off
static const int compute[] = {CALL(read),
                              CALL(write),
                              CALL(readv),
                              CALL(writev),
                              CALL(close),
                              CALL(lseek),
                              CALL(pread64),
                              CALL(fstat),
                              CALL(poll),
                              CALL(ppoll),
                              CALL(brk),
                              CALL(munmap),
                              CALL(mremap),
                              CALL(madvise),
                              CALL(futex),
                              CALL(clock_gettime),
                              CALL(clock_getres),
                              CALL(gettimeofday),
                              CALL(time),
                              CALL(nanosleep),
                              CALL(clock_nanosleep),
                              CALL(getpid),
                              CALL(gettid),
                              CALL(getppid),
                              CALL(getuid),
                              CALL(geteuid),
                              CALL(getgid),
                              CALL(getegid),
                              CALL(getrusage),
                              CALL(sched_yield),
                              CALL(sched_getaffinity),
                              CALL(sysinfo),
                              CALL(uname),
                              CALL(getrandom),
                              CALL(rt_sigreturn),
                              CALL(rt_sigprocmask),
                              CALL(sigaltstack),
                              CALL(restart_syscall),
                              CALL(exit),
                              CALL(exit_group),
                              CALL(membarrier),
                              CALL(rseq),
                              CALL(getcpu),
                              STOP};
static const int read_files[] = {
    CALL(newfstatat), CALL(stat),     CALL(lstat),      CALL(statx),      CALL(access), CALL(faccessat),
    CALL(faccessat2), CALL(readlink), CALL(readlinkat), CALL(getdents64), CALL(getcwd), CALL(fadvise64),
    CALL(fstatfs),    CALL(statfs),   CALL(preadv),     STOP};
static const int write_files[] = {CALL(pwrite64),
                                  CALL(pwritev),
                                  CALL(ftruncate),
                                  CALL(truncate),
                                  CALL(fallocate),
                                  CALL(fsync),
                                  CALL(fdatasync),
                                  CALL(sync_file_range),
                                  CALL(rename),
                                  CALL(renameat),
                                  CALL(renameat2),
                                  CALL(unlink),
                                  CALL(unlinkat),
                                  CALL(rmdir),
                                  CALL(flock),
                                  CALL(link),
                                  CALL(linkat),
                                  CALL(utimensat),
                                  CALL(dup),
                                  CALL(copy_file_range),
                                  CALL(sendfile),
                                  CALL(umask),
                                  STOP};
static const int network[] = {CALL(connect),         CALL(bind),
                              CALL(getsockname),     CALL(getpeername),
                              CALL(getsockopt),      CALL(setsockopt),
                              CALL(sendto),          CALL(recvfrom),
                              CALL(sendmsg),         CALL(recvmsg),
                              CALL(sendmmsg),        CALL(recvmmsg),
                              CALL(shutdown),        CALL(pipe),
                              CALL(pipe2),           CALL(eventfd2),
                              CALL(epoll_create1),   CALL(epoll_create),
                              CALL(epoll_ctl),       CALL(epoll_wait),
                              CALL(epoll_pwait),     CALL(select),
                              CALL(pselect6),        CALL(dup),
                              CALL(timerfd_create),  CALL(timerfd_settime),
                              CALL(sched_getparam),  CALL(sched_getscheduler),
                              CALL(alarm),           STOP};
static const int accepted[] = {CALL(accept),      CALL(accept4),     CALL(recvfrom),   CALL(sendto),
                               CALL(sendmsg),     CALL(shutdown),    CALL(getsockopt), CALL(setsockopt),
                               CALL(getsockname), CALL(getpeername), CALL(epoll_ctl),  CALL(epoll_wait),
                               CALL(epoll_pwait), STOP};
static const int loading[] = {CALL(arch_prctl), STOP};
/* The calls of sandbox_lock() after the plugin was loaded; all of them only remove rights. */
static const int locking[] = {CALL(seccomp),
                              CALL(landlock_create_ruleset),
                              CALL(landlock_add_rule),
                              CALL(landlock_restrict_self),
                              CALL(capget),
                              CALL(capset),
                              CALL(close_range),
                              STOP};
/* The calls that start and end a thread. */
static const int thread[] = {CALL(set_robust_list), CALL(get_robust_list), CALL(set_tid_address), STOP};

static const struct {
  int call, error;
} refused[] = {{CALL(open), EACCES},       {CALL(openat), EACCES},
               {CALL(openat2), EACCES},    {CALL(access), EACCES},
               {CALL(faccessat), EACCES},  {CALL(faccessat2), EACCES},
               {CALL(stat), EACCES},       {CALL(lstat), EACCES},
               {CALL(statx), EACCES},      {CALL(readlink), EACCES},
               {CALL(readlinkat), EACCES}, {CALL(getcwd), EACCES},
               {CALL(ioctl), ENOTTY},      {STOP, 0}};
// clang-format on

struct filter {
  scmp_filter_ctx ctx;
  int rc; /* the first failure */
};

/* A call that does not exist on this architecture is not a failure, since it cannot be made either. */
static void note(struct filter *f, int rc) {
  if (rc < 0 && rc != -EDOM && rc != -EFAULT && f->rc == 0) f->rc = rc;
}

static void allow(struct filter *f, const int *calls) {
  for (; *calls != STOP; calls++) note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, *calls, 0));
}

static void allow_if(struct filter *f, int call, struct scmp_arg_cmp a) {
  note(f, seccomp_rule_add_array(f->ctx, SCMP_ACT_ALLOW, call, 1, &a));
}

static int listed(const int *calls, int call) {
  for (; *calls != STOP; calls++)
    if (*calls == call) return 1;
  return 0;
}

static int reads_files(const struct sandbox *s) {
  return s->needs != 0 || (s->set != SANDBOX_SERVE && s->set != SANDBOX_LISTEN);
}

static int allowed_elsewhere(const struct sandbox *s, int call) {
  int files = reads_files(s);
  if (files && (listed(read_files, call) || call == CALL(open) || call == CALL(openat))) return 1;
  if (s->needs & TDG_NEEDS_WRITE && listed(write_files, call)) return 1;
  return s->needs & TDG_NEEDS_NET && (listed(network, call) || call == CALL(ioctl));
}

static void refuse(struct filter *f, const struct sandbox *s) {
  for (size_t i = 0; refused[i].call != STOP; i++)
    if (!allowed_elsewhere(s, refused[i].call))
      note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ERRNO((uint16_t)refused[i].error), refused[i].call, 0));
  /* fstat() is newfstatat() with an empty path; with a path the call would access files. */
  if (allowed_elsewhere(s, CALL(newfstatat))) return;
  allow_if(f, CALL(newfstatat), SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ERRNO(EACCES), CALL(newfstatat), 1,
                           SCMP_A3(SCMP_CMP_NE, AT_EMPTY_PATH)));
}

/* Data pages only: no executable page is made or changed. */
static void allow_data_only(struct filter *f) {
  allow_if(f, CALL(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  allow_if(f, CALL(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/* Executable pages come unchanged from files; a page that was writable cannot become executable.  The loader
 * reports an error for a plugin that needs an executable stack or text relocations. */
static void allow_mapping(struct filter *f) {
  allow_if(f, CALL(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(mmap), 2,
                           SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC),
                           SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0)));
  allow_if(f, CALL(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ERRNO(EACCES), CALL(mprotect), 1,
                           SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)));
}

/* Commands that only query, or change the descriptor alone: none that inserts input into a terminal or sends
 * signals to other processes. */
static void allow_arguments(struct filter *f, const struct sandbox *s) {
  static const scmp_datum_t of_files[] = {F_GETFD, F_SETFD};
  static const scmp_datum_t of_rights[] = {F_SETFL,  F_DUPFD,     F_DUPFD_CLOEXEC, F_GETLK,     F_SETLK,
                                           F_SETLKW, F_OFD_GETLK, F_OFD_SETLK,     F_OFD_SETLKW};
  static const scmp_datum_t ioctls[] = {TCGETS,      FIONREAD,     FIONBIO,     FIOCLEX,      FIONCLEX,
                                        SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFINDEX, SIOCGIFNAME};
  int net = (s->needs & TDG_NEEDS_NET) != 0;
  for (size_t i = 0; reads_files(s) && i < sizeof of_files / sizeof of_files[0]; i++)
    allow_if(f, CALL(fcntl), SCMP_A1(SCMP_CMP_EQ, of_files[i]));
  for (size_t i = 0; s->needs != 0 && i < sizeof of_rights / sizeof of_rights[0]; i++)
    allow_if(f, CALL(fcntl), SCMP_A1(SCMP_CMP_EQ, of_rights[i]));
  for (size_t i = 0; net && i < sizeof ioctls / sizeof ioctls[0]; i++)
    allow_if(f, CALL(ioctl), SCMP_A1(SCMP_CMP_EQ, ioctls[i]));
}

/* The signals that a worker may send to itself: those of abort(), of a handler that lets a crash go on (sandbox.c), and
 * 32 and 33, which the C library sends to its threads.  So a worker that SIGKILL or SIGTERM ended was ended by others. */
static void allow_own_signals(struct filter *f) {
  static const scmp_datum_t signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGXCPU, 32, 33};
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
    note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(tgkill), 2,
                             SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()), SCMP_A2(SCMP_CMP_EQ, signals[i])));
}

/* What a process does to itself. */
static void allow_self(struct filter *f) {
  allow_own_signals(f);
  allow_if(f, CALL(rt_sigaction), SCMP_A0(SCMP_CMP_EQ, SIGABRT));
  allow_if(f, CALL(rt_sigaction), SCMP_A0(SCMP_CMP_EQ, SIGPIPE));
  allow_if(f, CALL(rt_sigaction),
           /* 32 and 33: the C library's own signals, set when it creates threads */
           SCMP_A0(SCMP_CMP_EQ, 32));
  allow_if(f, CALL(rt_sigaction), SCMP_A0(SCMP_CMP_EQ, 33));
  allow_if(f, CALL(rt_sigaction), SCMP_A1(SCMP_CMP_EQ, 0)); /* only queries */
  allow_if(f, CALL(prlimit64), SCMP_A0(SCMP_CMP_EQ, 0));    /* the processor time of the next call */
  allow_if(f, CALL(fcntl), SCMP_A1(SCMP_CMP_EQ, F_GETFL));
}

/* Opening a file for writing fails with EACCES, like any file that is not granted, and does not kill. */
static void allow_reading(struct filter *f) {
  static const scmp_datum_t writing[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND};
  scmp_datum_t any = 0;
  for (size_t i = 0; i < sizeof writing / sizeof writing[0]; i++) {
    const scmp_datum_t bit = writing[i];
    const uint32_t refusal = SCMP_ACT_ERRNO(EACCES);
    any |= bit;
    note(f, seccomp_rule_add(f->ctx, refusal, CALL(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)));
    note(f, seccomp_rule_add(f->ctx, refusal, CALL(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)));
  }
  allow_if(f, CALL(open), SCMP_A1(SCMP_CMP_MASKED_EQ, any, 0));
  allow_if(f, CALL(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, any, 0));
}

/* A rule may not repeat what the filter does anyway. */
static void refuse_mode(struct filter *f, int call, unsigned n, const struct scmp_arg_cmp *when) {
  const uint32_t refusal = SCMP_ACT_ERRNO(EPERM);
  uint32_t anyway = 0;
  note(f, seccomp_attr_get(f->ctx, SCMP_FLTATR_ACT_DEFAULT, &anyway));
  if (anyway != refusal) note(f, seccomp_rule_add_array(f->ctx, refusal, call, n, when));
}

/* Whoever runs a setuid or setgid file gets its owner's rights, and a worker of root writes root's files: no file
 * is made or changed to be one.  flags_at: of open(), where the mode counts only when a file is made; -1: none. */
static void allow_mode(struct filter *f, int call, unsigned mode_at, int flags_at) {
  static const scmp_datum_t special[] = {S_ISUID, S_ISGID}, makes[] = {O_CREAT, TMPFILE};
  allow_if(f, call, SCMP_CMP(mode_at, SCMP_CMP_MASKED_EQ, S_ISUID | S_ISGID, 0));
  if (flags_at >= 0)
    allow_if(f, call, SCMP_CMP((unsigned)flags_at, SCMP_CMP_MASKED_EQ, O_CREAT | TMPFILE, 0));
  for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
    struct scmp_arg_cmp when[2] = {SCMP_CMP(mode_at, SCMP_CMP_MASKED_EQ, special[i], special[i])};
    if (flags_at < 0) refuse_mode(f, call, 1, when);
    for (size_t k = 0; flags_at >= 0 && k < sizeof makes / sizeof makes[0]; k++) {
      when[1] = SCMP_CMP((unsigned)flags_at, SCMP_CMP_MASKED_EQ, makes[k], makes[k]);
      refuse_mode(f, call, 2, when);
    }
  }
}

static void allow_writing(struct filter *f) {
  allow(f, write_files);
  allow_mode(f, CALL(open), 2, 1);
  allow_mode(f, CALL(openat), 3, 2);
  allow_mode(f, CALL(creat), 1, -1);
  allow_mode(f, CALL(mkdir), 1, -1);
  allow_mode(f, CALL(mkdirat), 2, -1);
  allow_mode(f, CALL(fchmod), 1, -1);
}

static void allow_network(struct filter *f) {
  allow(f, network);
  allow_if(f, CALL(socket), SCMP_A0(SCMP_CMP_EQ, AF_INET));
  allow_if(f, CALL(socket), SCMP_A0(SCMP_CMP_EQ, AF_INET6));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ERRNO(EACCES), CALL(socket), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX)));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(socket), 2, SCMP_A0(SCMP_CMP_EQ, AF_NETLINK),
                           SCMP_A2(SCMP_CMP_EQ, NETLINK_ROUTE))); /* getaddrinfo asks for its own addresses */
  allow_if(f, CALL(socketpair), SCMP_A0(SCMP_CMP_EQ, AF_UNIX));   /* libcurl wakes itself with one */
}

/* For name resolution, and for the thread that loads a plugin.  The flags of clone3 are in memory, which a
 * filter cannot read, so clone3 fails with ENOSYS. */
static void allow_threads(struct filter *f) {
  allow(f, thread);
  allow_if(f, CALL(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ERRNO(ENOSYS), CALL(clone3), 0));
}

/* What an interpreter does beyond reading files.  Threads are allowed, processes are not. */
static const int of_program[] = {CALL(pipe),
                                 CALL(pipe2),
                                 CALL(dup),
                                 CALL(dup2),
                                 CALL(dup3),
                                 CALL(select),
                                 CALL(pselect6),
                                 CALL(epoll_create1),
                                 CALL(epoll_ctl),
                                 CALL(epoll_wait),
                                 CALL(epoll_pwait),
                                 CALL(eventfd2),
                                 CALL(chdir),
                                 CALL(fchdir),
                                 CALL(umask),
                                 CALL(getpgrp),
                                 CALL(getpgid),
                                 CALL(getsid),
                                 CALL(getgroups),
                                 CALL(getresuid),
                                 CALL(getresgid),
                                 CALL(rt_sigaction),
                                 CALL(rt_sigsuspend),
                                 CALL(rt_sigtimedwait),
                                 CALL(rt_sigpending),
                                 CALL(setitimer),
                                 CALL(getitimer),
                                 CALL(alarm),
                                 CALL(pause),
                                 CALL(times),
                                 CALL(getrlimit),
                                 CALL(mmap),
                                 CALL(mprotect),
                                 CALL(mincore),
                                 CALL(set_robust_list),
                                 CALL(get_robust_list),
                                 CALL(set_tid_address),
                                 CALL(arch_prctl),
                                 CALL(sched_getparam),
                                 CALL(sched_getscheduler),
                                 CALL(getpriority),
                                 CALL(capget),
                                 CALL(msync),
                                 CALL(mlock),
                                 CALL(munlock),
                                 CALL(timer_create),
                                 CALL(timer_settime),
                                 CALL(timer_delete),
                                 CALL(wait4),
                                 CALL(waitid),
                                 STOP};

/* A program may send itself what its runtime needs, but not what the worker reports as sent by others (SIGKILL,
 * SIGTERM) or by the sandbox (SIGSYS), nor stop. */
static void allow_program_signals(struct filter *f) {
  const scmp_datum_t self = (scmp_datum_t)getpid();
  for (scmp_datum_t sig = 0; sig < 32; sig++) {
    if (sig == SIGKILL || sig == SIGTERM || sig == SIGSYS || sig == SIGSTOP) continue;
    note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(kill), 2, SCMP_A0(SCMP_CMP_EQ, self),
                             SCMP_A1(SCMP_CMP_EQ, sig)));
    note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(tgkill), 2, SCMP_A0(SCMP_CMP_EQ, self),
                             SCMP_A2(SCMP_CMP_EQ, sig)));
  }
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(kill), 2, SCMP_A0(SCMP_CMP_EQ, self),
                           SCMP_A1(SCMP_CMP_GE, 32)));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ALLOW, CALL(tgkill), 2, SCMP_A0(SCMP_CMP_EQ, self),
                           SCMP_A2(SCMP_CMP_GE, 32)));
}

static void add_program_rules(struct filter *f, const struct sandbox *s) {
  static const scmp_datum_t fcntls[] = {F_GETFD, F_SETFD, F_GETFL,  F_SETFL,     F_DUPFD,     F_DUPFD_CLOEXEC,
                                        F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW};
  static const scmp_datum_t ioctls[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
  const scmp_datum_t name = (scmp_datum_t)(uintptr_t)s->exec;
  allow(f, compute);
  allow(f, read_files);
  allow(f, of_program);
  for (size_t i = 0; i < sizeof fcntls / sizeof fcntls[0]; i++)
    allow_if(f, CALL(fcntl), SCMP_A1(SCMP_CMP_EQ, fcntls[i]));
  for (size_t i = 0; i < sizeof ioctls / sizeof ioctls[0]; i++)
    allow_if(f, CALL(ioctl), SCMP_A1(SCMP_CMP_EQ, ioctls[i]));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_ERRNO(ENOSYS), CALL(clone3), 0));
  allow_if(f, CALL(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM));
  allow_program_signals(f);
  allow_if(f, CALL(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0)); /* only queries */
  allow_if(f, CALL(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
  if (s->needs & TDG_NEEDS_WRITE) allow_writing(f);
  else allow_reading(f);
  if (s->needs & TDG_NEEDS_NET) allow_network(f);
  allow_if(f, CALL(execve), SCMP_A0(SCMP_CMP_EQ, name));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_KILL_PROCESS, CALL(execve), 1, SCMP_A0(SCMP_CMP_NE, name)));
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_KILL_PROCESS, CALL(execveat), 0));
}

/* A worker waits for its program, and limits its processor time. */
static void allow_child(struct filter *f, pid_t child) {
  allow_if(f, CALL(wait4), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)child));
  allow_if(f, CALL(prlimit64), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)child));
}

static void allow_accepted(struct filter *f) {
  allow(f, accepted);
  allow_if(f, CALL(fcntl), SCMP_A1(SCMP_CMP_EQ, F_SETFL));
  allow_if(f, CALL(fcntl), SCMP_A1(SCMP_CMP_EQ, F_SETFD));
}

static void add_rules(struct filter *f, const struct sandbox *s) {
  int serving = s->set == SANDBOX_SERVE || s->set == SANDBOX_LISTEN;
  if (s->child > 0) allow_child(f, s->child);
  allow(f, compute);
  allow_self(f);
  if (s->set == SANDBOX_LISTEN) allow_accepted(f);
  if (serving) allow_data_only(f);
  else allow(f, loading), allow_mapping(f);
  if (s->set == SANDBOX_WAIT || s->last_step) allow(f, locking);
  if (s->set == SANDBOX_WAIT) { /* the loading thread gives up the right to root's files */
    allow_if(f, CALL(setfsuid), SCMP_A0(SCMP_CMP_EQ, SANDBOX_NOBODY));
    allow_if(f, CALL(setfsgid), SCMP_A0(SCMP_CMP_EQ, SANDBOX_NOBODY));
  }
  if (reads_files(s)) {
    allow(f, read_files);
    if (!(s->needs & TDG_NEEDS_WRITE)) allow_reading(f);
  }
  if (s->needs & TDG_NEEDS_WRITE) allow_writing(f);
  if (s->needs & TDG_NEEDS_NET) allow_network(f);
  if (s->needs & TDG_NEEDS_NET || s->set == SANDBOX_WAIT) allow_threads(f);
  allow_arguments(f, s);
  refuse(f, s);
  note(f, seccomp_rule_add(f->ctx, SCMP_ACT_KILL_PROCESS, FATAL_CALL, 0));
}

int sandbox_filter(struct sandbox *s, char why[WORKER_WHY]) {
  const int program = s->set == SANDBOX_EXEC;
  struct filter f = {seccomp_init(program ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_TRAP), 0};
  if (f.ctx == NULL) {
    snprintf(why, WORKER_WHY, "no memory for the system call filter");
    return -1;
  }
  note(&f, seccomp_attr_set(f.ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
  note(&f, seccomp_attr_set(f.ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2)); /* a binary tree: fewer steps per call */
  /* no_new_privs is already set, and the first filter forbids setting it again */
  note(&f, seccomp_attr_set(f.ctx, SCMP_FLTATR_CTL_NNP, 0));
  (program ? add_program_rules : add_rules)(&f, s);
  if (f.rc == 0) f.rc = seccomp_load(f.ctx);
  seccomp_release(f.ctx);
  s->filtered = f.rc == 0;
  if (f.rc == 0) return 0;
  snprintf(why, WORKER_WHY, "the system call filter: %s", strerror(-f.rc));
  return -1;
}

void sandbox_kill_self(void) { syscall(FATAL_CALL, 0, 0, 0, 0); }
#else
typedef int sandbox_seccomp_is_for_linux;
#endif
