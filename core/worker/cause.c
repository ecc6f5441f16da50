/* worker/cause.c - the cause of a worker's death, as code and text; see spawn.h.
 *
 * A kill by the supervisor takes precedence, then the exit code, then the signal.  The worker's own
 * FRAME_DYING only adds detail, since a hostile plugin can forge it; it cannot forge the wait status.  A program
 * cannot send one: its worker, which runs no foreign code, says how it ended.
 *
 * Memory.  A failed allocation of the host exits with WORKER_EXIT_MEMORY.  A library or plugin usually
 * crashes or aborts when an allocation fails; such a crash counts as "memory" when the address space was
 * nearly full at that moment, or the peak of resident memory came near the limit.
 */
#include "util/os.h"
#include "worker/spawn.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#ifdef __linux__
#include <seccomp.h>
#endif

static const char *const names[] = {"none",  "signal",   "syscall", "memory",  "cpu",     "deadline", "exit",
                                    "flood", "protocol", "stopped", "refused", "outside", "threads"};

const char *worker_cause_name(enum worker_cause_code code) {
  return (size_t)code < sizeof names / sizeof names[0] ? names[code] : "unknown";
}

const char worker_keep_descriptors[] =
    "closed descriptors of its worker, through which it answers (a plugin closes only what it opened)";

/* What a plugin wants with a system call; "" when its name says enough. */
static const char *purpose_of(const char *name) {
  static const struct {
    const char *names, *purpose;
  } table[] = {
      {" clone clone3 fork vfork ", " (it started a thread or a process, which no component may)"},
      {" execve execveat ", " (it started a program, which no component may)"},
      {" socket socketpair connect bind listen accept accept4 sendto recvfrom ",
       " (the network: state the need, .needs = TDG_NEEDS_NET, which the operator grants)"},
      {" open openat openat2 creat ",
       " (a file: take its path as an option with TDG_O_READ or TDG_O_WRITE, which the operator sets)"},
      {" mkdir mkdirat unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat chmod fchmod "
       "fchmodat chown fchown truncate ",
       " (it changes files: take their folder as an option with TDG_O_WRITE, which the operator sets)"},
      {" rt_sigaction ", " (it changed how a signal is handled, or ran a program: no component may)"},
      {" umask chdir fchdir setsid setpgid setpriority prctl personality setitimer timer_create ",
       " (it changes the process, which is not the plugin's)"},
      {" kill tkill tgkill rt_sigqueueinfo ", " (it sent a signal, which no component may)"},
      {" mmap mprotect pkey_mprotect memfd_create ",
       " (it made memory that can be executed: no component may)"},
  };
  char word[80];
  snprintf(word, sizeof word, " %.60s ", name);
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (strstr(table[i].names, word) != NULL) return table[i].purpose;
  return "";
}

__attribute__((format(printf, 3, 4))) static void say(struct worker_cause *c, enum worker_cause_code code,
                                                      const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  c->code = code;
  vsnprintf(c->text, sizeof c->text, fmt, ap);
  va_end(ap);
}

static void killed_by_us(const struct worker_death *d, struct worker_cause *c) {
  switch (d->killed) {
  case WORKER_KILL_DEADLINE:
    say(c, CAUSE_DEADLINE, "no answer within %u ms; killed", (unsigned)d->deadline_ms);
    return;
  case WORKER_KILL_THREADS:
    say(c, CAUSE_THREADS, "started more than %u threads; killed", (unsigned)d->threads);
    return;
  case WORKER_KILL_FLOOD: say(c, CAUSE_FLOOD, "answered more than one document may; killed"); return;
  case WORKER_KILL_HUNG_UP: say(c, CAUSE_EXIT, "%s; killed", worker_keep_descriptors); return;
  case WORKER_KILL_PROTOCOL: say(c, CAUSE_PROTOCOL, "answered with bytes that are no answer; killed"); return;
  default: say(c, CAUSE_STOPPED, "stopped by the engine"); return;
  }
}

/* A worker that died before the kill arrived keeps its own cause, unless its answer was the reason. */
static int was_killed(const struct worker_death *d) {
  if (d->killed == WORKER_KILL_FLOOD || d->killed == WORKER_KILL_PROTOCOL) return 1;
  return d->killed != WORKER_NOT_KILLED && WIFSIGNALED(d->wait_status) && WTERMSIG(d->wait_status) == SIGKILL;
}

static void forbidden_call(const struct worker_death *d, struct worker_cause *c) {
  char *name = NULL;
  if (d->dying.signal != SIGSYS || d->dying.syscall < 0) {
    say(c, CAUSE_SYSCALL,
        "killed by the sandbox: it started a thread or a process (system call clone or clone3), which no "
        "component "
        "may; or it made another forbidden system call while signals were blocked, so that its name is not "
        "known");
    return;
  }
#ifdef __linux__
  name = seccomp_syscall_resolve_num_arch(seccomp_arch_native(), d->dying.syscall);
#endif
  if (name != NULL)
    say(c, CAUSE_SYSCALL, "killed by the sandbox: system call %.60s%s", name, purpose_of(name));
  else say(c, CAUSE_SYSCALL, "killed by the sandbox: system call number %d", (int)d->dying.syscall);
  free(name);
}

static int memory_was_full(const struct worker_death *d) {
  uint64_t limit = d->memory / 1024;
  if (limit == 0) return 0;
  if (d->dying.signal != 0 && d->dying.vm_kib >= limit / 100 * 92) return 1;
  return d->max_rss_kib >= limit / 100 * 80;
}

static void signalled(const struct worker_death *d, int sig, struct worker_cause *c) {
  unsigned long long mib = (unsigned long long)(d->memory >> 20);
  if (sig == SIGSYS) forbidden_call(d, c);
  else if (sig == SIGXCPU) say(c, CAUSE_CPU, "used more processor time than one document may (SIGXCPU)");
  else if (sig == SIGKILL || sig == SIGTERM) /* the sandbox lets nobody send it to himself */
    say(c, CAUSE_OUTSIDE, "killed from outside (SIG%s): an operator, or the system short of memory",
        os_signal_name(sig));
  else if (d->dying.signal == (uint32_t)sig && d->dying.text[0] != '\0')
    say(c, CAUSE_SIGNAL, "ended by SIG%s, which it sent itself (raise); return a negative status instead",
        os_signal_name(sig));
  else if (memory_was_full(d))
    say(c, CAUSE_MEMORY, "out of memory (limit %llu MiB), then SIG%s", mib, os_signal_name(sig));
  else say(c, CAUSE_SIGNAL, "crashed: SIG%s (%s)", os_signal_name(sig), strsignal(sig));
}

static void exited(const struct worker_death *d, int code, struct worker_cause *c) {
  switch (code) {
  case WORKER_EXIT_PROGRAM:
    if (d->dying.signal != 0) signalled(d, (int)d->dying.signal, c);
    else say(c, CAUSE_EXIT, "the program ended %s", d->dying.text);
    return;
  case WORKER_EXIT_ANSWER: say(c, CAUSE_PROTOCOL, "the program %s; killed", d->dying.text); return;
  case WORKER_EXIT_CLOSED: say(c, CAUSE_NONE, "closed"); return;
  case WORKER_EXIT_MEMORY:
    say(c, CAUSE_MEMORY, "out of memory: a record or the call's memory grew too large");
    return;
  case WORKER_EXIT_FLOOD:
    say(c, CAUSE_FLOOD,
        "answered more than one document may (see the limits of its kind), and would not stop: a plugin ends "
        "the "
        "call when tdg_emit() fails, a program with \"done\"");
    return;
  case WORKER_EXIT_PLUGIN: say(c, CAUSE_REFUSED, "the plugin was refused"); return;
  case WORKER_EXIT_SANDBOX: say(c, CAUSE_REFUSED, "the sandbox could not be set up"); return;
  case WORKER_EXIT_PROTOCOL: say(c, CAUSE_PROTOCOL, "the worker did not understand the engine"); return;
  default:
    say(c, CAUSE_EXIT,
        "the plugin ended its worker with exit code %d (exit); return a negative status instead", code);
    return;
  }
}

void worker_cause(const struct worker_death *d, struct worker_cause *c) {
  *c = (struct worker_cause){0};
  if (was_killed(d)) killed_by_us(d, c);
  else if (WIFEXITED(d->wait_status)) exited(d, WEXITSTATUS(d->wait_status), c);
  else if (WIFSIGNALED(d->wait_status)) signalled(d, WTERMSIG(d->wait_status), c);
  else say(c, CAUSE_NONE, "still running");
}
