/* worker/spawn.h - the supervisor's end of a worker: start it, and say why it died.
 *
 * A worker is exec'd with posix_spawn (which does not copy the engine's page tables), never forked.  It
 * gets a bare environment, no descriptor but 0, 1, 2 and the socket as 3, default signals.  It ends when
 * the socket does, or with the thread that spawned it (PR_SET_PDEATHSIG): spawn from the thread that lives
 * longest.
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

enum { WORKER_FD = 3, WORKER_WHY = 256 };

/* What a worker's exit code means.  Others are a plugin that called exit(). */
enum worker_exit {
  WORKER_EXIT_OK = 0,      /* described */
  WORKER_EXIT_CLOSED = 10, /* CLOSE, or the end of the socket; not 0, which is what a plugin exits with */
  WORKER_EXIT_USAGE = 64,
  WORKER_EXIT_PLUGIN = 65,   /* the plugin was refused; a DONE for call 0 says why */
  WORKER_EXIT_FLOOD = 72,    /* the plugin went on emitting after it was told to stop */
  WORKER_EXIT_PROTOCOL = 76, /* the engine's bytes made no sense */
  WORKER_EXIT_SANDBOX = 77,  /* a part of the sandbox that must hold could not be set up */
  WORKER_EXIT_MEMORY = 71    /* EXIT_OUT_OF_MEMORY of util/check.h: the host could not allocate */
};

struct worker_spec {
  const char *program;   /* tidings-worker, see plugin/locations.h */
  const char *plugin;    /* path of the shared object */
  const char *component; /* its component */
  int keep_stderr;       /* 0: to /dev/null; 1: to worker_proc.err */
};
struct worker_proc {
  pid_t pid;
  int pidfd; /* readable when it has ended; -1 where the kernel has none */
  int fd;    /* socket, non-blocking, close-on-exec */
  int err;   /* what it prints, to be read: non-blocking, close-on-exec; -1 without keep_stderr */
};

/* 0, or -1 with the reason in why. */
int worker_spawn(const struct worker_spec *, struct worker_proc *, char why[WORKER_WHY]);
void worker_kill(const struct worker_proc *); /* SIGKILL; certain, harmless when it is already gone */

/* Why the supervisor itself ended a worker. */
enum worker_kill_reason {
  WORKER_NOT_KILLED = 0,
  WORKER_KILL_DEADLINE, /* no DONE in time */
  WORKER_KILL_FLOOD,    /* frame_meter_add said so */
  WORKER_KILL_PROTOCOL, /* a broken frame, an invalid record, an answer nobody asked for */
  WORKER_KILL_STOP      /* shutting down, or recycling one that did not close in time */
};
/* All that is known about a death.  worker_reap fills wait_status and max_rss_kib; the supervisor the rest.
 * */
struct worker_death {
  int wait_status;
  uint64_t max_rss_kib;
  enum worker_kill_reason killed;
  uint32_t deadline_ms;     /* with WORKER_KILL_DEADLINE */
  uint64_t memory;          /* the limit it ran under, 0 = none */
  struct frame_dying dying; /* dying.signal = 0 when no FRAME_DYING came */
};
/* Wait for the process (it must have ended or been killed when block is 0): 1 reaped, 0 still alive, -1 not
 * ours. */
int worker_reap(const struct worker_proc *, struct worker_death *, int block);

enum worker_cause_code {
  CAUSE_NONE = 0, /* closed as asked */
  CAUSE_SIGNAL,   /* crash: SEGV, ABRT, BUS, FPE, ILL ... */
  CAUSE_SYSCALL,  /* did what the sandbox forbids */
  CAUSE_MEMORY,
  CAUSE_CPU,
  CAUSE_DEADLINE,
  CAUSE_EXIT, /* ended by itself */
  CAUSE_FLOOD,
  CAUSE_PROTOCOL,
  CAUSE_STOPPED, /* by us: no fault of its own */
  CAUSE_REFUSED, /* never opened */
  CAUSE_OUTSIDE  /* killed by somebody else: an operator, the kernel's out-of-memory killer */
};
struct worker_cause {
  enum worker_cause_code code;
  char text[WORKER_WHY];
};
void worker_cause(const struct worker_death *, struct worker_cause *out);
const char *worker_cause_name(enum worker_cause_code); /* "signal", "syscall", "memory", ... */

#endif
