/* worker/spawn.h - start a worker, and find out why it died.
 *
 * A worker is started with posix_spawn, which does not copy the engine's page tables, never with fork.  It
 * gets a minimal environment, the descriptors 0, 1, 2 and the socket as 3 (a listener: and that which listens as
 * 4), and default signal handling.  It
 * ends when the socket is closed, or with the thread that spawned it (PR_SET_PDEATHSIG): spawn from the
 * thread that lives longest.
 *
 *   struct worker_spec spec = {.program = paths.worker, .plugin = "/p/parse-feed.so", .component = "feed"};
 *   struct worker_proc w;
 *   char why[WORKER_WHY];
 *   if (worker_spawn(&spec, &w, why) < 0) ...
 *   write FRAME_OPEN to w.fd; poll w.fd and w.pidfd; ...
 *   worker_reap(&w, &death);        when pidfd is readable, or the socket ended
 *   worker_cause(&death, &cause);   cause.text: "killed by the sandbox: system call socket"
 */
#ifndef TIDINGS_WORKER_SPAWN_H
#define TIDINGS_WORKER_SPAWN_H

#include <stdint.h>
#include <sys/types.h>

#include "worker/frame.h"

enum {
  WORKER_FD = 3,
  WORKER_LISTEN_FD = 4 /* of a listener */,
  WORKER_WHY = 256,
  WORKER_SAID = 1500 /* of its last words */,
  WORKER_WHERE = 500
};

/* Exit codes of a worker.  Any other code means that the plugin called exit(). */
enum worker_exit {
  WORKER_EXIT_OK = 0,      /* described */
  WORKER_EXIT_CLOSED = 10, /* CLOSE, or the end of the socket; not 0, since a plugin may call exit(0) */
  WORKER_EXIT_USAGE = 64,
  WORKER_EXIT_PLUGIN = 65,   /* the plugin was refused; a DONE for call 0 says why */
  WORKER_EXIT_FLOOD = 72,    /* the plugin went on emitting although emit failed */
  WORKER_EXIT_PROTOCOL = 76, /* invalid bytes from the engine */
  WORKER_EXIT_SANDBOX = 77,  /* a required part of the sandbox could not be set up */
  WORKER_EXIT_PROGRAM = 78,  /* its program ended (worker/bridge.h); FRAME_DYING says how */
  WORKER_EXIT_ANSWER = 79,   /* its program broke the protocol; FRAME_DYING says how */
  WORKER_EXIT_MEMORY = 71    /* EXIT_OUT_OF_MEMORY of util/check.h: the host could not allocate */
};

struct worker_spec {
  const char *program;   /* tidings-worker, see plugin/locations.h */
  const char *plugin;    /* path of the shared object; NULL: a program, which FRAME_OPEN names */
  const char *component; /* its component */
  const char *kind;      /* of a program: "parser" */
  int listening; /* not 0: the socket of a listener (listener/listener.h), which it gets; plugin and kind are unused */
  int elsewhere;   /* another locale, zone and home in its environment: for a check of what depends on them */
  int heap;        /* glibc looks behind each block of malloc that is freed: for a check */
  int keep_stderr; /* 0: to /dev/null; 1: to worker_proc.err, with its standard output */
};
struct worker_proc {
  pid_t pid;
  int pidfd; /* readable when the process has ended; -1 when the kernel does not support pidfds */
  int fd;    /* socket, non-blocking, close-on-exec */
  int err;   /* read end of its standard error: non-blocking, close-on-exec; -1 without keep_stderr */
};

/* 0, or -1 with the reason in why. */
int worker_spawn(const struct worker_spec *, struct worker_proc *, char why[WORKER_WHY]);
/* Another program (argv[0], the path), with the whole environment of this one, nothing to read and to write, and fd (above
 * 3) as its descriptor 3, which stays the caller's too.  Of the process only pid and pidfd are set, both always.  It has to ask
 * for its end with this thread itself. */
int worker_spawn_command(const char *const *argv, int fd, struct worker_proc *, char why[WORKER_WHY]);
void worker_kill(const struct worker_proc *); /* SIGKILL; harmless when it has already ended */

/* Why the supervisor itself ended a worker. */
enum worker_kill_reason {
  WORKER_NOT_KILLED = 0,
  WORKER_KILL_DEADLINE, /* no DONE in time */
  WORKER_KILL_FLOOD,    /* frame_meter_add returned -1 */
  WORKER_KILL_PROTOCOL, /* a broken frame, an invalid record, an unexpected answer */
  WORKER_KILL_THREADS,  /* it started too many */
  WORKER_KILL_HUNG_UP,  /* it closed its socket and went on */
  WORKER_KILL_STOP      /* shutting down, or recycling one that did not close in time */
};
/* The facts about a death.  worker_reap fills wait_status and max_rss_kib; the supervisor the rest. */
struct worker_death {
  int wait_status;
  uint64_t max_rss_kib;
  enum worker_kill_reason killed;
  uint32_t deadline_ms;     /* with WORKER_KILL_DEADLINE */
  uint32_t threads;         /* with WORKER_KILL_THREADS: how many it may have */
  uint64_t memory;          /* the limit it ran under, 0 = none */
  struct frame_dying dying; /* dying.signal = 0 when no FRAME_DYING came */
};
/* Reap the process; with block, wait for its end: 1 reaped, 0 still alive, -1 not a child of this process. */
int worker_reap(const struct worker_proc *, struct worker_death *, int block);

enum worker_cause_code {
  CAUSE_NONE = 0, /* closed as asked */
  CAUSE_SIGNAL,   /* crash: SEGV, ABRT, BUS, FPE, ILL ... */
  CAUSE_SYSCALL,  /* made a system call that the sandbox forbids */
  CAUSE_MEMORY,
  CAUSE_CPU,
  CAUSE_DEADLINE,
  CAUSE_EXIT, /* ended by itself */
  CAUSE_FLOOD,
  CAUSE_PROTOCOL,
  CAUSE_STOPPED, /* by the supervisor, without a fault of the plugin */
  CAUSE_REFUSED, /* the plugin was refused and never opened */
  CAUSE_OUTSIDE, /* killed from outside: by an operator, or the kernel's out-of-memory killer */
  CAUSE_THREADS  /* started more than it may */
};
struct worker_cause {
  enum worker_cause_code code;
  char text[2 * WORKER_WHY + WORKER_SAID + WORKER_WHERE +
            32]; /* what happened; the engine adds what the worker printed last */
};
void worker_cause(const struct worker_death *, struct worker_cause *out);
/* What to do about a worker that hung up. */
extern const char worker_keep_descriptors[];
const char *worker_cause_name(enum worker_cause_code); /* "signal", "syscall", "memory", ... */

#endif
