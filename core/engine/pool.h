/* engine/pool.h - workers of one component, and the calls that wait for them.
 *
 * A job is one call of a plugin.  The pool gives it to a worker, collects and checks what comes back, and calls
 * `done` on the event loop, exactly once, whatever happens to the worker:
 *
 *   - the worker answers: status, message and records are the plugin's
 *   - it dies, hangs past the deadline or floods (every frame of whatever type counts): the job is tried once more,
 *     alone in a fresh worker; when that dies too, `cause` says why and status is TDG_INTERNAL.  Jobs that only waited behind it are not blamed.  Of a fetcher
 *     that works at many jobs at once nobody knows which it was: they are tried together once more, then each alone.
 *   - no worker can be opened: status TDG_BAD_CONFIG, cause CAUSE_REFUSED
 *   - the verb is FRAME_OPEN: nothing is called; it is answered when there is an open worker, or the plugin refuses to be opened
 *
 * Up to `depth` jobs are with a worker at a time, so that it never waits for the next one.  One spare worker is kept
 * warm beside the busy ones.  Workers are recycled after max_documents; a fetcher's that then still waits for answers has a
 * successor beside it.  With isolation off the same jobs run inside
 * this process, one per turn of the loop, with the same checks.
 *
 *   struct job *j = job_new(pool, FRAME_RUN, document, now, done, arg);
 *   pool_submit(pool, j);
 *   ... done(j): read j->status, j->recs; then job_free(j)
 */
#ifndef ENGINE_POOL_H
#define ENGINE_POOL_H

#include "plugin/plugin_info.h"
#include "record/rec.h"
#include "worker/spawn.h"

#include <uv.h>

enum {
  POOL_MAX_RECORDS = 20000,  /* of one call */
  POOL_MAX_REPLY = 64 << 20, /* bytes of one call's records, */
  POOL_MAX_WORDS = 1 << 20,  /*   and of its log lines; of everything that belongs to no call as well */
  POOL_DEADLINE_MS = 10000,  /* of one call */
  POOL_MAX_DOCUMENTS = 1000, /* then a worker is replaced */
  POOL_OPEN_MS = 10000       /* until READY */
};

struct pool;
struct job;
typedef void (*job_done_fn)(struct job *job);

struct job {
  struct job *next;
  struct pool *pool;
  enum frame_type verb;
  uint32_t call;
  const tdg_rec *in; /* lent until done; NULL for FLUSH */
  int64_t now_ms, deadline;
  int attempts;
  /* the answer */
  struct arena arena; /* of recs and message; freed with the job */
  int status;
  const char *message;
  const tdg_rec **recs;
  size_t n_recs, cap;
  enum worker_cause_code cause; /* CAUSE_NONE when the worker answered */
  int signal;
  uint32_t cpu_us;
  struct frame_meter meter;
  job_done_fn done;
  void *arg;
};

struct pool_spec {
  const struct component_info *component;
  const char *worker; /* program */
  int in_process;     /* isolation: none */
  int workers;        /* busy at once */
  int depth;          /* jobs with one worker; 0: 2 */
  int max_documents;  /* 0: POOL_MAX_DOCUMENTS; -1: never recycle (stages) */
  int deadline_ms;    /* 0: POOL_DEADLINE_MS */
  int spare;          /* keep one warm */
  /* stages: a death fails every job; who submitted them rebuilds the memory first */
  int no_retry;
  struct frame_limits limits;
  const char **read_paths, **write_paths;
  size_t n_read, n_write;
  const struct option_value *options;
  size_t n_options;
};

/* What happened so far, for status and tests. */
struct pool_counts {
  uint64_t calls, answered, retried, lost, spawned, died;
};

/* spec's pointers must live as long as the pool. */
struct pool *pool_new(uv_loop_t *loop, const struct pool_spec *spec);
const struct pool_spec *pool_spec(const struct pool *pool);
const struct pool_counts *pool_counts(const struct pool *pool);
void pool_submit(struct pool *pool, struct job *job);
/* Close all workers; jobs under way are finished as CAUSE_STOPPED.  No job may be submitted any more. */
void pool_stop(struct pool *pool);
/* The same, and the pool is freed when the loop has run. */
void pool_close(struct pool *pool);

struct job *job_new(enum frame_type verb, const tdg_rec *in, int64_t now_ms, job_done_fn done, void *arg);
void job_free(struct job *job);
/* One more record of its answer, checked and copied; -1 and why it is none. */
int job_keep(struct job *job, const void *bytes, size_t n, char *why, size_t size);
/* Did the worker fail it, rather than the component? */
int job_is_lost(const struct job *job);

#endif
