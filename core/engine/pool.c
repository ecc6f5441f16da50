/* engine/pool.c - distribute the jobs of one component to workers; see pool.h.
 *
 * The pool owns its workers and the jobs between pool_submit and done.  No input makes it fail: whatever a
 * worker does ends in a job's answer.  A component that cannot be opened five times in a row fails all its
 * jobs with the reason, and is tried again a minute later; one for which no process can be started, some seconds later.
 * Until then further jobs fail at once.
 */
#include "engine/pool_priv.h"

#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"
#include "worker/mistakes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  MAX_SPENT = 8 /* workers that get no new jobs and wait for their last answers */,
  MAX_FAILED_OPENS = 5,
  BUSY_COUNT_MS = 10, /* between two looks at the number of threads */
  IDLE_COUNT_MS = 250,
  FIRST_BACKOFF_MS = 50,
  MAX_BACKOFF_MS = 60000,
  EXTRA_WORKERS = 4 /* additional workers for jobs that run alone */
};

/* Does a worker process all its jobs concurrently?  Then any of them may have killed it. */
static int is_concurrent(const struct pool *p) {
  return p->spec.component->kind == TDG_KIND_FETCHER && (p->spec.component->calls & PLUGIN_CALL_PUMP) != 0;
}

/* A job that killed a worker runs alone in a new worker; one that only may have done so first runs again
 * beside others. */
static int needs_alone(const struct job *j) { return j->attempts > is_concurrent(j->pool); }
static int has_failed(const struct job *j) { return j->attempts > 1 + is_concurrent(j->pool); }

static void job_done(struct job *j) {
  j->pool->n_under_way--;
  j->pool->counts.answered++;
  j->done(j);
}

static void fail_job(struct job *j, enum worker_cause_code cause, int status, const char *message) {
  job_clear(j);
  j->cause = cause;
  j->status = status;
  j->scarce = cause == CAUSE_REFUSED && j->pool->is_scarce;
  job_say(j, message, strlen(message));
  if (cause != CAUSE_REFUSED) job_explain(j);
  job_done(j);
}

/* ---- the queue ---- */

static void push_back(struct pool *p, struct job *j) {
  j->next = NULL;
  if (p->last != NULL) p->last->next = j;
  else p->first = j;
  p->last = j;
  p->n_waiting++;
  p->n_alone += (size_t)needs_alone(j);
}

static void push_front(struct pool *p, struct job *j) {
  j->next = p->first;
  p->first = j;
  if (p->last == NULL) p->last = j;
  p->n_waiting++;
  p->n_alone += (size_t)needs_alone(j);
}

static struct job *pop_after(struct pool *p, struct job *before) {
  struct job *j = before != NULL ? before->next : p->first;
  if (before != NULL) before->next = j->next;
  else p->first = j->next;
  if (p->last == j) p->last = before;
  p->n_waiting--;
  p->n_alone -= (size_t)needs_alone(j);
  j->next = NULL;
  return j;
}

/* The first queued job that must run alone, or the first that need not.  Jobs that must are at the front of
 * the queue. */
static struct job *pop_first(struct pool *p, int alone) {
  struct job *before = NULL;
  for (struct job *j = p->first; j != NULL; before = j, j = j->next)
    if (needs_alone(j) == alone) return pop_after(p, before);
  return NULL;
}

static int depth(const struct pool *p) { return p->spec.depth > 0 ? p->spec.depth : 2; }

static int is_unused(const struct worker *w) { return w->served == 0 && w->n_jobs == 0; }
static int is_taken(const struct worker *w) { return w->first != NULL && needs_alone(w->first); }

/* It gets no more jobs and ends after its last answer, for which a fetcher may wait long. */
static int is_spent(const struct pool *p, const struct worker *w) {
  return pool_max_documents(p) > 0 && w->served + w->n_jobs >= pool_max_documents(p);
}

/* A retired fetcher only waits for answers, so it gets a successor. */
static int counts(const struct pool *p, const struct worker *w) {
  return !(is_spent(p, w) && p->spec.component->kind == TDG_KIND_FETCHER);
}

/* Choose the least busy worker with room: jobs are spread before they are queued. */
static struct worker *pick_worker(struct pool *p) {
  struct worker *best = NULL;
  int busy = 0;
  for (struct worker *w = p->workers; w != NULL; w = w->next)
    busy += w->state == WORKER_READY && w->n_jobs > 0 && !is_taken(w) && counts(p, w);
  for (struct worker *w = p->workers; w != NULL; w = w->next) {
    if (w->state != WORKER_READY || w->n_jobs >= depth(p) || is_taken(w)) continue;
    if (w->n_jobs == 0 && busy >= p->spec.workers) continue; /* the spare stays one */
    if (is_spent(p, w)) continue;                            /* to be recycled */
    if (best == NULL || w->n_jobs < best->n_jobs) best = w;
  }
  return best;
}

static struct worker *pick_unused(struct pool *p) {
  for (struct worker *w = p->workers; w != NULL; w = w->next)
    if (w->state == WORKER_READY && is_unused(w)) return w;
  return NULL;
}

static int give(struct worker *w, struct job *j) {
  job_clear(j);
  if (j->verb == FRAME_OPEN) job_done(j);
  else worker_send(w, j);
  return 1;
}

static int give_one(struct pool *p) {
  struct worker *w;
  if (p->n_alone > 0 && (w = pick_unused(p)) != NULL) return give(w, pop_first(p, 1));
  return p->n_waiting > p->n_alone && (w = pick_worker(p)) != NULL && give(w, pop_first(p, 0));
}

static int is_live(const struct worker *w) { return w->state == WORKER_READY || w->state == WORKER_OPENING; }

static int count_live(const struct pool *p) {
  int n = 0;
  for (struct worker *w = p->workers; w != NULL; w = w->next) n += is_live(w) && counts(p, w);
  return n;
}

static int count_unused(const struct pool *p) {
  int n = 0;
  for (struct worker *w = p->workers; w != NULL; w = w->next) n += is_live(w) && is_unused(w);
  return n;
}

static void refuse_all(struct pool *p, const char *why) {
  while (p->first != NULL) fail_job(pop_after(p, NULL), CAUSE_REFUSED, TDG_BAD_CONFIG, why);
}

static void on_retry(uv_timer_t *timer);
static void take_turn(struct pool *p);

static void wait_to_retry(struct pool *p) {
  int64_t wait = FIRST_BACKOFF_MS;
  for (int i = 1; i < p->failed_opens && wait < MAX_BACKOFF_MS; i++) wait *= 2;
  if (p->failed_opens >= MAX_FAILED_OPENS || wait > MAX_BACKOFF_MS)
    wait = p->no_process[0] != '\0' ? POOL_NO_PROCESS_MS : MAX_BACKOFF_MS;
  p->retry_set = 1;
  if (p->n_waiting > 0) uv_ref((uv_handle_t *)&p->retry); /* keeps the loop running until they are answered */
  uv_timer_start(&p->retry, on_retry, (uint64_t)wait, 0);
}

/* Told once, until one can be opened. */
static void give_up(struct pool *p, const char *why) {
  char label[PLUGIN_LABEL];
  if (!p->is_down) log_error("the %s cannot be started: %s", plugin_label(p->spec.component, label), why);
  p->is_down = 1;
  p->is_scarce = why == p->no_process;
  if (why != p->down) snprintf(p->down, sizeof p->down, "%s", why);
  refuse_all(p, why);
}

static void on_refuse(uv_idle_t *idle) {
  struct pool *p = idle->data;
  uv_idle_stop(idle);
  if (!p->is_down || !p->retry_set || count_live(p) > 0) return;
  for (size_t n = p->n_waiting; n > 0 && p->first != NULL; n--)
    fail_job(pop_after(p, NULL), CAUSE_REFUSED, TDG_BAD_CONFIG, p->down);
}

/* Nothing can be opened now, and the next try is some time off.  Later on the loop, because pool_submit must return before
 * done is called. */
static void refuse_soon(struct pool *p) {
  if (p->is_down && p->retry_set && p->first != NULL && count_live(p) == 0)
    uv_idle_start(&p->idle, on_refuse);
}

static void on_retry(uv_timer_t *timer) {
  struct pool *p = timer->data;
  p->retry_set = 0;
  uv_unref((uv_handle_t *)timer);
  if (p->no_process[0] != '\0' && p->failed_opens >= MAX_FAILED_OPENS && count_live(p) == 0) {
    wait_to_retry(p);
    give_up(p, p->no_process);
    p->no_process[0] = '\0';
    if (p->n_waiting == 0) uv_unref((uv_handle_t *)&p->retry);
    return;
  }
  take_turn(p);
}

/* No process or socket can be created at the moment.  The timer fails the jobs later, because pool_submit
 * must return before done is called. */
static void no_process(struct pool *p, const char *why) {
  char label[PLUGIN_LABEL];
  snprintf(p->no_process, sizeof p->no_process,
           "%.220s; raise the limits on open files and processes, or end what holds them", why);
  if (p->failed_opens++ == 0)
    log_warning("no worker for the %s: %s; it is tried again", plugin_label(p->spec.component, label), why);
  wait_to_retry(p);
  if (p->failed_opens >= MAX_FAILED_OPENS) uv_timer_start(&p->retry, on_retry, 0, 0);
}

static int least(int a, int b) { return a < b ? a : b; }

/* The normal number of workers. */
static int usual_workers(const struct pool *p) {
  return p->spec.workers + (p->spec.spare && p->counts.calls > 1);
}

/* A job that must run alone gets a new worker without waiting for another to end. */
static int wanted_workers(const struct pool *p, int live) {
  int usual = usual_workers(p), wanted = p->spec.spare ? usual : least((int)p->n_under_way, usual);
  int alone = least((int)p->n_alone, EXTRA_WORKERS), missing = alone > 0 ? alone - count_unused(p) : 0;
  return missing > 0 && live + missing > wanted ? least(live + missing, usual + EXTRA_WORKERS) : wanted;
}

/* ---- threads (pool_threads.c) ---- */

static void watch_threads(struct pool *p);

static void on_count(uv_timer_t *timer) {
  struct pool *p = timer->data;
  for (struct worker *w = p->workers, *next; w != NULL; w = next) {
    next = w->next;
    if (w->state != WORKER_DEAD && worker_has_too_many(w)) worker_end(w, WORKER_KILL_THREADS);
  }
  watch_threads(p);
}

static void watch_threads(struct pool *p) {
  const int here = p->workers != NULL && !p->closing && pool_counts_threads(&p->spec);
  if (here && !uv_is_active((uv_handle_t *)&p->count))
    uv_timer_start(&p->count, on_count, p->n_under_way > 0 ? BUSY_COUNT_MS : IDLE_COUNT_MS, 0);
}

static void start_workers(struct pool *p) {
  int n = count_live(p), wanted = wanted_workers(p, n);
  for (; n < wanted && p->n_workers < wanted + MAX_SPENT && !p->retry_set && !p->closing; n++) {
    char why[sizeof p->no_process];
    if (worker_start(p, why, sizeof why) < 0) no_process(p, why);
    else watch_threads(p);
  }
}

/* Additional workers end when they are idle, and make room for unused ones. */
static void dismiss_extra(struct pool *p) {
  int extra = count_live(p) - usual_workers(p);
  for (struct worker *w = p->workers; w != NULL && extra > 0; w = w->next) {
    if (w->state != WORKER_READY || w->n_jobs > 0 || (w->served == 0 && p->n_alone > 0)) continue;
    worker_close(w);
    extra--;
  }
}

static void take_turn(struct pool *p) {
  if (p->spec.in_process || p->closing) return;
  while (p->n_waiting > 0 && give_one(p)) continue;
  dismiss_extra(p);
  if (p->n_under_way > 0) start_workers(p);
  refuse_soon(p);
}

static void run_here(uv_idle_t *idle);

void pool_submit(struct pool *p, struct job *j) {
  BUG_ON(p->closing);
  j->pool = p;
  p->counts.calls++;
  p->n_under_way++;
  push_back(p, j);
  if (p->spec.in_process) uv_idle_start(&p->idle, run_here);
  else take_turn(p);
}

/* ---- deaths ---- */

static void lose_job(struct job *j, const struct worker_cause *cause, int signal) {
  j->pool->counts.lost++;
  j->signal = signal;
  fail_job(j, cause->code, TDG_INTERNAL, cause->text);
}

/* The worker was processing its oldest job; the others were only queued, unless it processes all its jobs
 * concurrently. */
static void return_jobs(struct worker *w, const struct worker_cause *cause, int signal) {
  struct pool *p = w->pool;
  struct job *jobs = w->first, *again = NULL;
  int all = is_concurrent(p), ours = cause->code == CAUSE_STOPPED;
  w->first = w->last = NULL;
  w->n_jobs = 0;
  for (struct job *j = jobs, *next; j != NULL; j = next) {
    next = j->next;
    int fault = (j == jobs || all) && !ours;
    j->attempts += fault;
    if (fault && (p->spec.no_retry || has_failed(j))) {
      lose_job(j, cause, signal);
    } else if (p->spec.no_retry) {
      fail_job(j, CAUSE_STOPPED, TDG_RETRY, "its worker ended");
    } else {
      p->counts.retried += (uint64_t)fault;
      j->next = again;
      again = j;
    }
  }
  while (again != NULL) { /* reversed twice: puts them at the front of the queue in their old order */
    struct job *j = again;
    again = j->next;
    push_front(p, j);
  }
}

/* The plugin has given the reason; jobs that only check whether it can be opened are not retried. */
static void answer_openers(struct pool *p, const char *why) {
  for (struct job *j = p->first, *before = NULL, *next; j != NULL; j = next) {
    next = j->next;
    if (j->verb == FRAME_OPEN) fail_job(pop_after(p, before), CAUSE_REFUSED, TDG_BAD_CONFIG, why);
    else before = j;
  }
}

static void back_off(struct pool *p, const char *why) {
  if (++p->failed_opens >= MAX_FAILED_OPENS) give_up(p, why);
  else if (p->spec.once) refuse_all(p, why);
  wait_to_retry(p);
}

static void worker_lost(struct worker *w, const struct worker_cause *cause, int signal) {
  struct pool *p = w->pool;
  int opened = w->state != WORKER_OPENING, asked = w->state == WORKER_CLOSING || p->closing;
  w->state = WORKER_DEAD;
  if (!asked) p->counts.died++;
  if (!asked && opened && w->first != NULL && !p->spec.once)
    log_debug("%s: worker %d ended: %s", p->spec.component->name, (int)w->proc.pid, cause->text);
  return_jobs(w, cause, signal);
  if (!opened && !p->closing && w->refusal[0] != '\0') answer_openers(p, w->refusal);
  if (!opened && !p->closing) back_off(p, w->refusal[0] != '\0' ? w->refusal : cause->text);
  take_turn(p);
}

static void maybe_free(struct pool *p) {
  if (!p->released || p->workers != NULL || p->handles > 0) return;
  inproc_close(p->inproc);
  map_free(&p->told);
  free(p);
}

static void worker_gone(struct worker *w) {
  struct pool *p = w->pool;
  struct worker **at = &p->workers;
  while (*at != w) at = &(*at)->next;
  *at = w->next;
  p->n_workers--;
  free(w);
  maybe_free(p);
}

/* ---- in this process ---- */

static int open_inproc(struct pool *p) {
  char why[WORKER_WHY];
  if (p->inproc != NULL) return 0;
  p->inproc = inproc_open_with(p->spec.component->plugin->file, p->spec.component->name, p->spec.options,
                               p->spec.n_options, p->spec.component->extensions,
                               p->spec.component->n_extensions, why, sizeof why);
  if (p->inproc != NULL) return 0;
  refuse_all(p, why);
  return -1;
}

static enum inproc_verb inproc_verb_of(enum frame_type verb) {
  switch (verb) {
  case FRAME_PROBE: return INPROC_PROBE;
  case FRAME_JUDGE: return INPROC_JUDGE;
  case FRAME_RECALL: return INPROC_RECALL;
  case FRAME_FLUSH: return INPROC_FLUSH;
  case FRAME_SAVE: return INPROC_SAVE;
  case FRAME_RESTORE: return INPROC_RESTORE;
  default: return INPROC_RUN;
  }
}

static void copy_reply(struct job *j, const struct inproc_reply *reply) {
  char why[WORKER_WHY];
  j->status = reply->status;
  job_say(j, reply->message, strlen(reply->message));
  for (size_t i = 0; i < reply->n; i++) {
    struct tdg_str bytes = rec_bytes(reply->recs[i]);
    job_keep(j, bytes.p, bytes.n, why, sizeof why);
  }
  job_explain(j);
}

/* A document without TDG_MORE is the last one of its request. */
static int ends_request(const struct inproc_reply *reply) {
  for (size_t i = 0; i < reply->n; i++)
    if (rec_kind(reply->recs[i]) != TDG_VALUES && !rec_get_int(reply->recs[i], TDG_MORE, 0)) return 1;
  return 0;
}

/* After TDG_PENDING, wait for the fetcher, because jobs run one at a time in this mode. */
static void wait_for_pump(struct pool *p, struct job *j) {
  struct inproc_reply reply;
  int left, ended;
  do {
    left = inproc_pump(p->inproc, -1, 1000, clock_wall_ms(), &reply);
    ended = reply.status < 0 || ends_request(&reply);
    if (left <= 0 && !ended) reply = (struct inproc_reply){TDG_INTERNAL, PUMP_FORGOT, reply.recs, reply.n};
    copy_reply(j, &reply);
  } while (left > 0 && !ended);
}

static void run_here(uv_idle_t *idle) {
  struct pool *p = idle->data;
  if (p->first == NULL || open_inproc(p) < 0) {
    uv_idle_stop(idle);
    return;
  }
  struct job *j = pop_after(p, NULL);
  struct inproc_reply reply;
  struct arena scratch = {0};
  const tdg_rec *in = j->in;
  job_clear(j);
  if (j->verb == FRAME_OPEN) {
    job_done(j);
    return;
  }
  j->call = ++p->next_call;
  if (p->spec.component->kind == TDG_KIND_FETCHER && in != NULL) {
    tdg_rec *copy = rec_copy(&scratch, in, rec_kind(in));
    rec_put_int(copy, TDG_REQUEST_NO, j->call);
    in = copy;
  }
  inproc_call(p->inproc, inproc_verb_of(j->verb), in, j->now_ms, &reply);
  copy_reply(j, &reply);
  if (j->verb == FRAME_RUN && reply.status == TDG_PENDING) wait_for_pump(p, j);
  arena_free(&scratch);
  job_done(j);
}

/* ---- life ---- */

static const struct worker_events events = {
    .turn = take_turn, .done = job_done, .lost = worker_lost, .gone = worker_gone};

struct pool *pool_new(uv_loop_t *loop, const struct pool_spec *spec) {
  struct pool *p = check_alloc(sizeof *p);
  memset(p, 0, sizeof *p);
  p->loop = loop;
  p->spec = *spec;
  p->on = &events;
  if (p->spec.workers < 1) p->spec.workers = 1;
  uv_timer_init(loop, &p->retry);
  uv_idle_init(loop, &p->idle);
  uv_timer_init(loop, &p->count);
  p->retry.data = p->idle.data = p->count.data = p;
  p->handles = 3;
  uv_unref((uv_handle_t *)&p->retry);
  uv_unref((uv_handle_t *)&p->count);
  return p;
}

void pool_reshape(struct pool *p, const struct pool_spec *spec) {
  p->spec = *spec;
  if (p->spec.workers < 1) p->spec.workers = 1;
}

const struct pool_spec *pool_spec(const struct pool *p) { return &p->spec; }
const struct pool_counts *pool_counts(const struct pool *p) { return &p->counts; }

static void handle_closed(uv_handle_t *h) {
  struct pool *p = h->data;
  p->handles--;
  maybe_free(p);
}

void pool_renew(struct pool *p) {
  for (struct worker *w = p->workers; w != NULL; w = w->next)
    if (w->state == WORKER_READY && w->n_jobs == 0) worker_close(w);
  if (p->inproc != NULL) inproc_close(p->inproc);
  p->inproc = NULL;
}

void pool_stop(struct pool *p) {
  if (p->closing) return;
  p->closing = 1;
  while (p->first != NULL) fail_job(pop_after(p, NULL), CAUSE_STOPPED, TDG_RETRY, "the engine stops");
  for (struct worker *w = p->workers, *next; w != NULL; w = next) {
    next = w->next;
    if (w->state == WORKER_READY && w->n_jobs == 0) worker_close(w);
    else if (w->state != WORKER_DEAD) worker_end(w, WORKER_KILL_STOP);
  }
  while (p->first != NULL) fail_job(pop_after(p, NULL), CAUSE_STOPPED, TDG_RETRY, "the engine stops");
  uv_close((uv_handle_t *)&p->retry, handle_closed);
  uv_close((uv_handle_t *)&p->idle, handle_closed);
  uv_close((uv_handle_t *)&p->count, handle_closed);
}

void pool_close(struct pool *p) {
  pool_stop(p);
  p->released = 1;
  maybe_free(p);
}
