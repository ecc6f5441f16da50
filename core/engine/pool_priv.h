/* engine/pool_priv.h - shared by pool.c (distribution of jobs), pool_worker.c (one worker) and job.c. */
#ifndef ENGINE_POOL_PRIV_H
#define ENGINE_POOL_PRIV_H

#include "engine/pool.h"
#include "util/bytebuf.h"
#include "util/map.h"
#include "worker/inproc.h"

enum worker_state { WORKER_OPENING, WORKER_READY, WORKER_CLOSING, WORKER_DEAD };

struct worker {
  struct worker *next;
  struct pool *pool;
  enum worker_state state;
  struct worker_proc proc;
  uv_poll_t poll;
  uv_timer_t timer;
  int64_t half_ms,
      spent; /* of the time limit that is running: half of it; processor time when that was over, or -1 */
  int again; /* times that limit was given anew */
  uv_prepare_t prepare; /* writes before the loop waits */
  int watched;          /* events of poll */
  int handles;          /* still open in the loop */
  struct frame_reader reader;
  struct buf out;
  size_t written;
  struct job *first, *last; /* with this worker, oldest first */
  struct frame_meter stray; /* frames outside of any job, since the last answer */
  int n_jobs, served;
  enum worker_kill_reason killed;
  struct frame_dying dying;
  char refusal[WORKER_WHY * 2 + WORKER_SAID];
  uv_poll_t listener; /* for what it prints */
  struct buf line;
  char tail[WORKER_SAID]; /* the end of what it printed, lines separated by " | " */
  size_t tail_n;
  size_t said;
  int stat, program_stat; /* /proc/PID/stat of it and of its program; -1: not looked at */
};

/* Callbacks from a worker to its pool. */
struct worker_events {
  void (*turn)(struct pool *pool); /* distribute waiting jobs */
  void (*done)(struct job *job);   /* answered */
  void (*lost)(struct worker *w, const struct worker_cause *cause, int signal);
  void (*gone)(struct worker *w); /* its handles are closed */
};

struct pool {
  uv_loop_t *loop;
  const struct worker_events *on;
  struct pool_spec spec;
  struct pool_counts counts;
  struct worker *workers;
  int n_workers;
  struct job *first, *last; /* waiting */
  size_t n_waiting, n_under_way;
  size_t n_alone; /* waiting jobs that must run alone */
  uint32_t next_call;
  int failed_opens;     /* in a row */
  char no_process[300]; /* the reason why the last worker could not be started; "" for none */
  int is_down;          /* nothing could be opened the last times: jobs fail at once until the next try, */
  char down[1000];      /*   for this reason, */
  int is_scarce;        /*   which is that no process could be started */
  uv_timer_t retry;     /* opens again after a failure */
  uv_idle_t idle;       /* runs jobs in this process; or refuses them */
  uv_timer_t count;     /* looks how many threads its workers have */
  struct map told;      /* mistakes that were told */
  int told_prints;
  struct inproc *inproc;
  int closing, released, handles, retry_set; /* closing: accepts no jobs; released: may be freed */
};

/* pool_stderr.c: does nothing when standard error is not kept. */
void worker_listen(struct worker *w);
void worker_listen_end(struct worker *w, uv_close_cb closed);
/* Say once that the component prints, if it did. */
void worker_tell_prints(struct worker *w);
/* Add what the worker printed last to the cause of its death. */
void worker_add_words(const struct worker *w, struct worker_cause *cause);

/* And to what a program was refused for while it was opened: it has no other way to say why it ended. */
void worker_add_refused_words(struct worker *w);

/* pool_worker.c */
int worker_start(struct pool *pool, char *why,
                 size_t size); /* 0, or -1 and the reason why no process could be started */
void worker_send(struct worker *w, struct job *job);
void worker_close(struct worker *w);
void worker_end(struct worker *w, enum worker_kill_reason reason);

/* pool_threads.c: the number of threads of workers that may start some.  worker_count_...: it was started, it has
 * started its program, it has ended. */
int pool_max_threads(const struct pool *pool);
int pool_counts_threads(const struct pool_spec *spec);
int worker_has_too_many(const struct worker *w);
void worker_count_begin(struct worker *w);
void worker_count_program(struct worker *w);
void worker_count_end(struct worker *w);

/* pool_told.c: mistakes of the component, each once and at most POOL_MAX_TOLD. */
void pool_tell(struct pool *pool, unsigned what, const char *text, size_t n); /* enum mistake_what */

/* job.c */
void job_clear(struct job *job);
/* The address of what it is about; "" for none. */
struct tdg_str job_subject(const struct job *job);
/* Set the message of the answer.  It may quote a secret, and is stored: secrets of the configuration are replaced. */
void job_say(struct job *job, const char *p, size_t n);
/* Complete the message of a failed call: whose mistake it was, or that no reason was given. */
void job_explain(struct job *job);
int pool_max_documents(const struct pool *pool);

#endif
