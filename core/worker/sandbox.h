/* worker/sandbox.h - what a worker may do, taken away step by step.
 *
 *   sandbox_limit    descriptors closed, the rest looked at, resource limits
 *   sandbox_load     the first lock, and inside it the plugin is mapped: whatever runs then (constructors, resolvers of
 *                    symbols, thread-local data) is foreign
 *   sandbox_lock     the second: one thread, no descriptor more than before, no page that can be written and executed, and
 *                    only what the component needs
 *   sandbox_budget   before each call: how much processor time it may use
 *
 * The first lock.  A worker of root becomes nobody; no new privileges, not dumpable, dies with its parent.  Files: reading
 * the plugin, the loader's cache, folders of libraries, ICU and time zones (Landlock).  System calls: computing, mapping
 * code from files, no page that is data and code.  Rights that were granted come with the second lock: until then the
 * plugin is loaded by a thread without them, while the one that has them waits.  They share memory, so this holds off what
 * acts while it is loaded, not what bides its time; that has its rights soon after.
 *
 * The second lock, by the component's needs: none (compute), TDG_NEEDS_READ and TDG_NEEDS_WRITE (files, only beneath the
 * granted paths), TDG_NEEDS_NET (sockets of IPv4 and IPv6, what name resolution and TLS read).
 *
 * What workers of root may read and write is root's: they keep the one capability to read any file (and one more to write)
 * where Landlock keeps them to the granted paths, and what they make belongs to root.  Without Landlock (sandbox_gap) they
 * have that as well, but never while the plugin is loaded.
 *
 * A forbidden system call is not executed and ends the process with SIGSYS; files are the exception:
 * opening one that is not granted fails with EACCES, because libraries probe for files they can do without.
 * On systems other than Linux only the limits hold; sandbox_lock says so in `landlock` and `filtered`.
 */
#ifndef TIDINGS_WORKER_SANDBOX_H
#define TIDINGS_WORKER_SANDBOX_H

#include "worker/frame.h"
#include "worker/spawn.h"

#include <sys/stat.h>

enum sandbox_set {
  SANDBOX_SERVE, /* by needs */
  SANDBOX_LOAD,  /* a plugin is mapped; needs count for nothing */
  SANDBOX_WAIT   /* of the thread that waits for it: by needs, and what the second lock takes */
};
enum { SANDBOX_MAX_KEPT = 8, SANDBOX_NOBODY = 65534 };

struct sandbox {
  enum sandbox_set set;
  uint32_t needs; /* TDG_NEEDS_... */
  struct frame_limits limits;
  const char *plugin; /* its file */
  const char *const *read_paths, *const *write_paths;
  size_t n_read, n_write;
  int fd;            /* the socket, told about a death; -1: none, the description goes to standard output */
  unsigned landlock; /* out: the ABI that holds, 0 = none */
  int filtered;      /* out: system calls are filtered */
  /* private */
  int maps;                           /* /proc/self/maps, opened before the first lock */
  struct stat kept[SANDBOX_MAX_KEPT]; /* descriptors 0 .. as they were before the plugin was mapped */
  int n_kept;
  int last_step; /* SANDBOX_LOAD: this thread closes the second lock as well */
};

/* 0, or -1 with the reason in why: the worker must not go on then. */
int sandbox_limit(struct sandbox *, char why[WORKER_WHY]);
int sandbox_load(struct sandbox *, void (*load)(void *arg), void *arg, char why[WORKER_WHY]);
int sandbox_lock(struct sandbox *, char why[WORKER_WHY]);

/* Allow cpu_ms more processor time from now on (whole seconds, rounded up); beyond it SIGXCPU ends the
 * process. 0: no limit. */
void sandbox_budget(uint32_t cpu_ms);

/* Say a FRAME_DYING on fd when a signal ends this process.  call is read when it happens.  After sandbox_limit. */
void sandbox_last_words(int fd, const uint32_t *call);

/* What this system cannot take away from a worker, as a sentence for the operator; NULL when nothing is missing. */
const char *sandbox_gap(void);

/* The parts, used by sandbox.c. */
int sandbox_landlock(struct sandbox *, char why[WORKER_WHY]);
int sandbox_filter(struct sandbox *, char why[WORKER_WHY]);
void sandbox_kill_self(
    void); /* a system call that the filter answers with death; returns only without a filter */
/* sandbox_user.c: root becomes nobody; a thread's capabilities for loading, and for what is needed afterwards. */
int sandbox_leave_root(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_load_caps(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_serve_caps(const struct sandbox *, char why[WORKER_WHY]);
/* sandbox_check.c: what a plugin left behind while it was loaded. */
int sandbox_note_kept(struct sandbox *, char why[WORKER_WHY]);
int sandbox_check_kept(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_check_maps(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_check_thread(char why[WORKER_WHY]);

#endif
