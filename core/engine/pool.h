/* engine/pool.h - the workers of one component, and the queue of calls.
 *
 * A job is one call of a plugin.  The pool gives it to a worker, collects and checks the answer, and calls
 * `done` on the event loop, exactly once, whatever happens to the worker:
 *
 *   - The worker answers: status, message and records are the plugin's.
 *   - It dies, exceeds the deadline or floods (every frame of any type counts): the job is retried once,
 *     alone in a new worker; when that dies too, `cause` says why and status is TDG_INTERNAL.  Jobs that were
 *     only queued in the worker are not blamed.  For a fetcher, which processes jobs concurrently, the
 *     culprit is unknown: its jobs are retried together once more, then each alone.
 *   - No worker can be opened: status TDG_BAD_CONFIG, cause CAUSE_REFUSED; after several tries at once, until a later
 *     one succeeds.
 *   - The verb is FRAME_OPEN: nothing is called; it is answered when a worker is open, or the plugin refuses
 *     to open.
 *
 * Up to `depth` jobs are sent to a worker at a time, so that it need not wait for the next one.  One spare
 * worker is kept ready beside the busy ones.  Workers are replaced after max_documents; a fetcher's worker
 * that still waits for answers then gets a successor beside it.  With isolation off the same jobs run inside
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
  POOL_MAX_WORDS = 1 << 20,  /* bytes of log lines; also of all frames outside of a call */
  POOL_DEADLINE_MS = 10000,  /* of one call */
  POOL_MAX_DOCUMENTS = 1000, /* then a worker is replaced; */
  POOL_FETCHER_TIMES = 20,   /* a fetcher that keeps connections after so many times as many */
  POOL_OPEN_MS = 10000,      /* until READY */
  POOL_NO_PROCESS_MS = 3000, /* then a process is started again: what other programs hold may be free */
  POOL_MAX_TOLD = 64         /* different mistakes of its component that are told */
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
  int knows; /* a request: its document may be one that is known (worker/known.h) */
  struct frame_known known;
  /* the answer */
  struct arena arena; /* of recs and message; freed with the job */
  int status;
  const char *message;
  const tdg_rec **recs;
  size_t n_recs, cap;
  tdg_rec *kept;                /* values that the component has set (TDG_KEPT); NULL: none */
  enum worker_cause_code cause; /* CAUSE_NONE when the worker answered */
  int same;                     /* it is that one: it has no body, */
  uint64_t same_bytes;          /*   which has this size */
  int scarce; /* refused because no process can be started at the moment: what others hold may be free again soon */
  int signal;
  uint64_t beyond;          /* documents inside it that were not read, because a limit was met (inner.c), */
  const char *beyond_words; /*   in words; it was told */
  uint32_t cpu_us;
  uint64_t heap; /* see struct frame_done */
  uint32_t files;
  int gave_no_reason; /* it failed, without a message */
  struct frame_meter meter;
  job_done_fn done;
  void *arg;
  int shared; /* job_free is called so often more */
};

/* A mistake of the component (enum mistake_what), or what its worker did in close (POOL_CLOSE_FAILED). */
enum { POOL_CLOSE_FAILED = 0xffff };
typedef void (*pool_told_fn)(void *arg, unsigned what, const char *text, size_t n);

struct pool_spec {
  const struct component_info *component;
  const char *worker; /* program */
  int in_process;     /* isolation: none */
  int workers;        /* busy at once */
  int depth;          /* jobs with one worker; 0: 2 */
  int max_documents;  /* 0: POOL_MAX_DOCUMENTS; -1: never recycle (stages) */
  int deadline_ms;    /* 0: POOL_DEADLINE_MS */
  int spare;          /* keep one warm */
  /* stages: a death fails every job; the submitter then rebuilds the stage's state */
  int no_retry;
  int once;             /* `tidings plugin try`: a component that cannot be opened is not opened again */
  uint32_t check;       /* enum frame_check */
  int debug;            /* the worker has no sandbox, waits for a debugger before open, and has no deadline */
  size_t *close_failed; /* counts workers that crashed in close; or NULL */
  pool_told_fn told;    /* `tidings plugin check`: gets what else would be told; or NULL */
  void *told_arg;
  struct frame_limits limits;
  uint32_t rights; /* TDG_NEEDS_... with these options */
  const char **read_paths, **write_paths;
  size_t n_read, n_write;
  const struct option_value *options;
  size_t n_options;
};

/* Statistics, for status and tests. */
struct pool_counts {
  uint64_t calls, answered, retried, lost, spawned, died;
};

/* The pointers in spec must stay valid as long as the pool. */
struct pool *pool_new(uv_loop_t *loop, const struct pool_spec *spec);
/* The same settings in other memory. */
void pool_reshape(struct pool *pool, const struct pool_spec *spec);
const struct pool_spec *pool_spec(const struct pool *pool);
const struct pool_counts *pool_counts(const struct pool *pool);
void pool_submit(struct pool *pool, struct job *job);
/* What a component did: the first time in a pool a warning, then with -v.  kind: a word for it. */
enum { POOL_MAX_TOLD_TEXT = 6000 };
void pool_tell_first(struct pool *pool, const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* No job is under way: the next one gets a new worker, whose component has no state. */
void pool_renew(struct pool *pool);
/* Close all workers; running jobs end with CAUSE_STOPPED.  No job may be submitted afterwards. */
void pool_stop(struct pool *pool);
/* The same; the pool is freed when the loop has run. */
void pool_close(struct pool *pool);

struct job *job_new(enum frame_type verb, const tdg_rec *in, int64_t now_ms, job_done_fn done, void *arg);
/* It failed, or the document is another parser's. */
int job_failed(const struct job *);
/* It answered, and there is nothing in the answer but how it was made. */
int job_found_nothing(const struct job *);
/* One of the two: there are no records.  Why, in words; the parser is named where it found nothing. */
enum { JOB_WORDS = 300 };
int job_is_unread(const struct job *);
/* Of a fetch; NULL: it brought none. */
const tdg_rec *job_first_document(const struct job *);
const char *job_unread_words(const struct job *, const char *parser, char room[JOB_WORDS]);
const char *job_nothing_words(const char *parser, char room[JOB_WORDS]);
void job_free(struct job *job);
/* Add a record to the answer, checked and copied; -1 and why when it is invalid. */
int job_keep(struct job *job, const void *bytes, size_t n, char *why, size_t size);
/* The cause of its failure as one word: "signal", "deadline", "bad-input" ...; it found nothing: "bad-input". */
const char *job_error_word(const struct job *job);
/* Is its failure for now: the worker failed rather than the component, or the component said TDG_RETRY? */
int job_may_work_later(const struct job *job);

#endif
