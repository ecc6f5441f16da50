/* worker/sandbox.h - what a worker may do, taken away step by step.
 *
 *   sandbox_limit   first: descriptors closed, resource limits
 *   sandbox_load    before the plugin is mapped: its constructors may read files and map code, and no more
 * than what was granted (set SANDBOX_LOAD) sandbox_lock    after it: one thread only, capabilities and user
 * given up, no new privileges, not dumpable, dies with its parent, Landlock where the kernel has it, system
 * calls by an allow-list that kills sandbox_budget  before each call: how much processor time it may use
 *
 * Rights follow the component's needs: none (compute), TDG_NEEDS_READ and TDG_NEEDS_WRITE (files, only
 * beneath the granted paths), TDG_NEEDS_NET (sockets of IPv4 and IPv6, what name resolution and TLS read).
 *
 * A forbidden system call is not executed and ends the process with SIGSYS; files are the exception:
 * opening one that is not granted fails with EACCES, because libraries probe for files they can do without.
 * On systems other than Linux only the limits hold; sandbox_lock says so in `landlock` and `filtered`.
 */
#ifndef TIDINGS_WORKER_SANDBOX_H
#define TIDINGS_WORKER_SANDBOX_H

#include "worker/frame.h"
#include "worker/spawn.h"

enum sandbox_set {
  SANDBOX_SERVE, /* by needs */
  SANDBOX_LOAD,  /* before that: as describing, and what the operator granted, and what closing the rest takes
                  */
  SANDBOX_DESCRIBE /* loads a library: reads any file, maps code, writes to what is open, nothing else */
};

struct sandbox {
  enum sandbox_set set;
  uint32_t needs; /* TDG_NEEDS_... */
  struct frame_limits limits;
  const char *const *read_paths, *const *write_paths;
  size_t n_read, n_write;
  int fd;            /* the socket, told about a death; -1: none */
  unsigned landlock; /* out: the ABI that holds, 0 = none */
  int filtered;      /* out: system calls are filtered */
};

/* 0, or -1 with the reason in why: the worker must not go on then. */
int sandbox_limit(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_load(struct sandbox *, char why[WORKER_WHY]);
int sandbox_lock(struct sandbox *, char why[WORKER_WHY]);

/* Allow cpu_ms more processor time from now on (whole seconds, rounded up); beyond it SIGXCPU ends the
 * process. 0: no limit. */
void sandbox_budget(uint32_t cpu_ms);

/* Say a FRAME_DYING on fd when a signal ends this process.  call is read when it happens. */
void sandbox_last_words(int fd, const uint32_t *call);

/* What this system cannot take away from a worker, as a sentence for the operator; NULL when nothing is missing. */
const char *sandbox_gap(void);

/* The parts, used by sandbox_lock. */
int sandbox_one_thread(void); /* 1 when this is the only thread */
int sandbox_landlock(struct sandbox *, char why[WORKER_WHY]);
int sandbox_filter(struct sandbox *, char why[WORKER_WHY]);
void sandbox_kill_self(
    void); /* a system call that the filter answers with death; returns only without a filter */

#endif
