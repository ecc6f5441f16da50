/* worker/sandbox.h - restrict a worker step by step.
 *
 *   sandbox_limit    close descriptors, set resource limits
 *   sandbox_load     the first lock, then load the plugin, which runs foreign code (constructors, symbol
 *                    resolvers, thread-local data)
 *   sandbox_lock     the second lock: checks for a single thread, no new descriptors, no page that is
 *                    writable and executable; then leaves only the rights that the component needs
 *   sandbox_budget   before each call: limit its processor time
 *   sandbox_exec     instead of the locks, in a child process: become another program, in its own restrictions
 *   sandbox_listen   instead of the locks, in a process without plugins: only accept connections
 *
 * The first lock.  A worker started by root becomes nobody; no new privileges, not dumpable, killed with its
 * parent.  Landlock: read the plugin and those whose extensions it uses, the loader's cache, folders of libraries, ICU and time zones.  System
 * calls: computing, mapping code from files, no page that is writable and executable.  Granted rights take
 * effect with the second lock: the plugin is loaded by a thread without them, while the thread that has them
 * waits.  The threads share memory, so this stops code that acts while it is loaded, not code that waits;
 * that code gets its rights soon after anyway.
 *
 * The second lock depends on the component's needs: none (compute only), TDG_NEEDS_READ and TDG_NEEDS_WRITE
 * (files, only beneath the granted paths; no mode with setuid or setgid: EPERM), TDG_NEEDS_NET (IPv4 and IPv6
 * sockets, the files that name resolution and TLS read).
 *
 * Workers started by root may read and write root's files: they keep the capability to read any file (and one
 * to write), while Landlock restricts them to the granted paths, and files they create belong to root.
 * Without Landlock (sandbox_gap) they keep these capabilities too, but never while the plugin is loaded.
 *
 * A program (plugin/program.h) gets restrictions of its own, since it must open its interpreter's files: Landlock
 * allows reading its program_reach and the granted paths, and executing program_reach.run; the filter forbids
 * starting a process, any execve but the first, opening files for writing and sockets without a grant.  These
 * calls fail with EPERM, so that an interpreter says which line made them; a second execve kills.  Started by
 * root it becomes nobody, keeping the capability to read any file where Landlock restricts the paths.  Without
 * Landlock it may read what its user may read; the rest holds.
 *
 * A forbidden system call is not executed and ends the process with SIGSYS.  Opening a file that is not
 * granted fails with EACCES instead, because libraries probe for optional files.  On systems other than Linux
 * only the resource limits apply; `landlock` and `filtered` are then 0.
 */
#ifndef TIDINGS_WORKER_SANDBOX_H
#define TIDINGS_WORKER_SANDBOX_H

#include "plugin/program.h"
#include "worker/frame.h"
#include "worker/spawn.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum sandbox_set {
  SANDBOX_SERVE, /* by needs */
  SANDBOX_LOAD,  /* while the plugin is loaded; needs are ignored */
  SANDBOX_WAIT,  /* of the thread that waits meanwhile: by needs, plus the calls that the second lock makes */
  SANDBOX_EXEC,  /* of a program */
  SANDBOX_LISTEN /* of the listener: accepted connections only, no file */
};
enum { SANDBOX_MAX_KEPT = 8, SANDBOX_NOBODY = 65534 };

struct sandbox {
  enum sandbox_set set;
  uint32_t needs; /* TDG_NEEDS_... */
  struct frame_limits limits;
  const char *plugin;                       /* its file */
  const struct frame_extension *extensions; /* files of other plugins that are loaded beside it */
  size_t n_extensions;
  const char *const *read_paths, *const *write_paths;
  size_t n_read, n_write;
  const struct program_reach *reach; /* SANDBOX_EXEC */
  const void *exec;                  /* SANDBOX_EXEC: the address of the only name that execve accepts */
  pid_t child;                       /* the program that this worker started, 0: none */
  int fd;                            /* the socket; -1: none, a description is written to standard output */
  unsigned landlock;                 /* out: the Landlock ABI in force, 0 = none */
  int filtered;                      /* out: system calls are filtered */
  /* private */
  int maps;                           /* /proc/self/maps, opened before the first lock */
  struct stat kept[SANDBOX_MAX_KEPT]; /* descriptors 0 .. as they were before the plugin was mapped */
  int n_kept;
  int last_step; /* SANDBOX_LOAD: this thread closes the second lock as well */
};

/* The message of a step that failed with errno, and -1. */
static inline int sandbox_failed(char why[WORKER_WHY], const char *what) {
  snprintf(why, WORKER_WHY, "%s: %s", what, strerror(errno));
  return -1;
}

/* 0, or -1 with the reason in why; after -1 the worker must exit. */
int sandbox_limit(struct sandbox *, char why[WORKER_WHY]);
int sandbox_load(struct sandbox *, void (*load)(void *arg), void *arg, char why[WORKER_WHY]);
int sandbox_lock(struct sandbox *, char why[WORKER_WHY]);
/* After sandbox_limit.  The process has opened all that it will need. */
int sandbox_listen(struct sandbox *, char why[WORKER_WHY]);

/* In a child process: restrict it by s->needs, s->limits and s->reach, and execute the command.  Returns only on
 * failure, with the reason in why; the child must then exit. */
void sandbox_exec(struct sandbox *, const char *const *command, const char *const *environment,
                  char why[WORKER_WHY]);
/* The memory of the child; call it when both processes belong to one user, after the worker's locks. */
void sandbox_limit_memory_of(pid_t child, uint64_t memory);
/* The same for the child, 0: the limit stays.  It may ignore SIGXCPU, as it is not this program's code: the
 * deadline of the call ends it then. */
void sandbox_budget_of(pid_t child, uint32_t cpu_ms);
/* Send a FRAME_DYING about the child, which ends this worker's work as well. */
void sandbox_report_child(const struct frame_dying *);

/* Allow cpu_ms more processor time from now on (rounded up to whole seconds), within the hard limit that this
 * process was started with; beyond it the kernel sends SIGXCPU.  0: up to the hard limit. */
void sandbox_budget(uint32_t cpu_ms);

/* Install signal handlers that send a FRAME_DYING on fd when a signal ends this process, for the call that
 * *call then names.  Call it after sandbox_limit. */
void sandbox_report_signals(int fd, const uint32_t *call);

/* The restriction that this system cannot enforce, as a sentence for the operator; NULL when the sandbox is
 * complete. */
const char *sandbox_gap(void);

/* The parts, used by sandbox.c. */
int sandbox_landlock(struct sandbox *, char why[WORKER_WHY]);
int sandbox_filter(struct sandbox *, char why[WORKER_WHY]);
/* Make a system call for which the filter kills the process; returns only without a filter. */
void sandbox_kill_self(void);
/* sandbox_user.c: change from root to nobody; a thread's capabilities while loading, and while serving. */
int sandbox_leave_root(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_load_caps(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_exec_caps(const struct sandbox *, char why[WORKER_WHY]);
/* Can the program reach what is granted to it, as the user that it becomes? */
int sandbox_exec_reach(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_serve_caps(const struct sandbox *, char why[WORKER_WHY]);
/* sandbox_check.c: check for descriptors, pages and threads that a plugin left behind while it was loaded. */
int sandbox_note_kept(struct sandbox *, char why[WORKER_WHY]);
int sandbox_check_kept(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_check_maps(const struct sandbox *, char why[WORKER_WHY]);
int sandbox_check_thread(char why[WORKER_WHY]);

#endif
