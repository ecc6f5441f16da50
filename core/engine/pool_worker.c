/* engine/pool_worker.c - the engine's side of one worker process: open, send, receive, end.
 *
 * A worker owns its process, its socket and some loop handles, and is freed when they are closed.  Its jobs
 * belong to the pool and return to it when the worker dies.  All received bytes are checked; the first
 * invalid one ends the worker.
 */
#include "engine/pool_priv.h"

#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/os.h"
#include "worker/mistakes.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_QUEUED = 256 << 20, CLOSE_MS = 3000, ENDING_MS = 200, MAX_SUBJECT = 2000 };

static int deadline_of(const struct pool *p) {
  return p->spec.deadline_ms > 0 ? p->spec.deadline_ms : POOL_DEADLINE_MS;
}
static int is_fetcher(const struct pool *p) { return p->spec.component->kind == TDG_KIND_FETCHER; }

static void handle_closed(uv_handle_t *h) {
  struct worker *w = h->data;
  if (--w->handles > 0) return;
  frame_reader_release(&w->reader);
  buf_free(&w->out);
  w->pool->on->gone(w);
}

/* A process closes its socket a moment before it can be reaped. */
static int is_ending(const struct worker *w, struct worker_death *death) {
  struct pollfd p = {w->proc.pidfd, POLLIN, 0};
  if (w->proc.pidfd < 0 || poll(&p, 1, ENDING_MS) <= 0) return 0;
  return worker_reap(&w->proc, death, 0) != 0;
}

/* Where the limit is that was reached. */
static void add_limit(const struct worker *w, struct worker_cause *cause) {
  const size_t n = strlen(cause->text);
  const struct pool_spec *s = &w->pool->spec;
  if (cause->code != CAUSE_DEADLINE) return;
  snprintf(cause->text + n, sizeof cause->text - n, " (the limit: %s)",
           s->once               ? "--deadline"
           : is_fetcher(w->pool) ? "fetch: { timeout }, which a fetcher gets twice, but at least 120 s"
                                 : "plugins: { limits: { deadline } }");
}

/* All was answered before: nothing else would tell of it. */
static void tell_close(struct worker *w, const struct worker_cause *cause) {
  char label[PLUGIN_LABEL];
  if (w->state != WORKER_CLOSING || cause->code == CAUSE_NONE || cause->code == CAUSE_STOPPED) return;
  if (w->pool->spec.close_failed != NULL) ++*w->pool->spec.close_failed;
  if (w->pool->spec.told != NULL) {
    w->pool->spec.told(w->pool->spec.told_arg, POOL_CLOSE_FAILED, cause->text, strlen(cause->text));
    return;
  }
  pool_tell_first(w->pool, "close", "%s: its close failed, or what runs when its worker ends: %s",
                  plugin_label(w->pool->spec.component, label), cause->text);
}

/* The process has ended or must end: reap it, find the cause, return its jobs. */
void worker_end(struct worker *w, enum worker_kill_reason reason) {
  if (w->state == WORKER_DEAD) return;
  struct worker_death death = {.killed = reason,
                               .deadline_ms = (uint32_t)deadline_of(w->pool),
                               .memory = w->pool->spec.limits.memory,
                               .threads = (uint32_t)pool_max_threads(w->pool),
                               .dying = w->dying};
  struct worker_cause cause;
  if (reason != WORKER_NOT_KILLED) worker_kill(&w->proc);
  /* the socket is closed but the process still runs: kill it at once */
  if (worker_reap(&w->proc, &death, 0) == 0 && !is_ending(w, &death)) {
    if (reason == WORKER_NOT_KILLED) death.killed = WORKER_KILL_HUNG_UP;
    worker_kill(&w->proc);
    worker_reap(&w->proc, &death, 1);
  }
  worker_cause(&death, &cause);
  add_limit(w, &cause);
  if (cause.code == CAUSE_NONE && w->n_jobs > 0) {
    cause.code = CAUSE_EXIT;
    snprintf(cause.text, sizeof cause.text, "ended before it had answered; %s", worker_keep_descriptors);
  }
  uv_poll_stop(&w->poll);
  uv_timer_stop(&w->timer);
  uv_prepare_stop(&w->prepare);
  close(w->proc.fd);
  if (w->proc.pidfd >= 0) close(w->proc.pidfd);
  worker_listen_end(w, handle_closed);
  worker_count_end(w);
  worker_add_words(w, &cause);
  worker_add_refused_words(w);
  tell_close(w, &cause);
  if (cause.code == CAUSE_NONE || cause.code == CAUSE_STOPPED) worker_tell_prints(w);
  uv_close((uv_handle_t *)&w->poll, handle_closed);
  uv_close((uv_handle_t *)&w->timer, handle_closed);
  uv_close((uv_handle_t *)&w->prepare, handle_closed);
  w->pool->on->lost(w, &cause, WIFSIGNALED(death.wait_status) ? WTERMSIG(death.wait_status) : 0);
}

/* ---- deadlines ---- */

static void on_deadline(uv_timer_t *timer);

static void on_half_time(uv_timer_t *timer) {
  struct worker *w = timer->data;
  w->spent = os_process_cpu_ms(w->proc.pid);
  uv_timer_start(timer, on_deadline, (uint64_t)w->half_ms, 0);
}

static void limit_time(struct worker *w, int64_t ms) {
  w->half_ms = ms > 1 ? ms / 2 : 1;
  uv_timer_start(&w->timer, on_half_time, (uint64_t)w->half_ms, 0);
}

static void on_deadline(uv_timer_t *timer) {
  struct worker *w = timer->data;
  if (w->state != WORKER_CLOSING && !is_fetcher(w->pool) && w->again + 1 < OS_TIMES_WHEN_STARVED &&
      os_process_is_starved(w->proc.pid, w->spent, w->half_ms)) {
    w->again++;
    limit_time(w, deadline_of(w->pool));
    return;
  }
  worker_end(w, w->state == WORKER_CLOSING ? WORKER_KILL_STOP : WORKER_KILL_DEADLINE);
}

static void watch(struct worker *w);

/* ---- writing ---- */

static int write_some(struct worker *w) {
  while (w->written < w->out.n) {
    ssize_t n = send(w->proc.fd, w->out.p + w->written, w->out.n - w->written, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    w->written += (size_t)n;
  }
  buf_clear(&w->out);
  w->written = 0;
  if (w->out.cap > 4u << 20) buf_free(&w->out); /* do not keep a very large buffer */
  return 0;
}

static void queue_frame(struct worker *w, enum frame_type type, uint32_t call, const struct job *job) {
  unsigned char head[FRAME_HEADER + FRAME_CALL_HEAD];
  struct tdg_str bytes = job != NULL && job->in != NULL ? rec_bytes(job->in) : (struct tdg_str){"", 0};
  size_t payload = (job != NULL ? FRAME_CALL_HEAD : 0) + bytes.n;
  frame_header_put(head, type, call, payload);
  if (job != NULL) frame_call_put(head + FRAME_HEADER, job->now_ms);
  buf_add(&w->out, head, job != NULL ? sizeof head : FRAME_HEADER);
  buf_add(&w->out, bytes.p, bytes.n);
  BUG_ON(w->out.full);
}

static void queue_known(struct worker *w, const struct job *job) {
  unsigned char bytes[FRAME_HEADER + sizeof job->known];
  const size_t n = frame_known_put(&job->known, bytes + FRAME_HEADER, sizeof job->known);
  frame_header_put(bytes, FRAME_KNOWN, job->call, n);
  buf_add(&w->out, bytes, FRAME_HEADER + n);
}

static void flush(struct worker *w) {
  write_some(w); /* write errors are ignored here: reading reports a broken socket */
  watch(w);
}

static void on_prepare(uv_prepare_t *prepare) {
  struct worker *w = prepare->data;
  uv_prepare_stop(prepare);
  if (w->state != WORKER_DEAD) flush(w);
}

/* The deadline of the current job.  A fetcher has timeouts of its own; this deadline applies when it does not
 * keep them. */
static void set_timer(struct worker *w) {
  if (w->first == NULL || w->pool->spec.debug) {
    uv_timer_stop(&w->timer);
    return;
  }
  w->again = 0;
  limit_time(w, w->first->deadline - clock_mono_ms());
}

void worker_send(struct worker *w, struct job *j) {
  struct pool *p = w->pool;
  j->call = ++p->next_call;
  if (j->call == 0) j->call = ++p->next_call;
  j->deadline = clock_mono_ms() + deadline_of(p);
  j->next = NULL;
  if (w->last != NULL) w->last->next = j;
  else w->first = j;
  w->last = j;
  w->n_jobs++;
  if (j->knows) queue_known(w, j);
  queue_frame(w, j->verb, j->call, j);
  if (w->n_jobs == 1) set_timer(w);
  uv_prepare_start(&w->prepare, on_prepare); /* all jobs of a turn of the loop in one write */
}

void worker_close(struct worker *w) {
  w->state = WORKER_CLOSING;
  queue_frame(w, FRAME_CLOSE, 0, NULL);
  limit_time(w, CLOSE_MS);
  flush(w);
}

/* ---- reading ---- */

static struct job *job_of(struct worker *w, uint32_t call) {
  if (!is_fetcher(w->pool)) return w->first != NULL && w->first->call == call ? w->first : NULL;
  for (struct job *j = w->first; j != NULL; j = j->next)
    if (j->call == call) return j;
  return NULL;
}

static void unlink_job(struct worker *w, struct job *j) {
  struct job *before = NULL;
  for (struct job *i = w->first; i != j; i = i->next) before = i;
  if (before != NULL) before->next = j->next;
  else w->first = j->next;
  if (w->last == j) w->last = before;
  j->next = NULL;
  w->n_jobs--;
}

/* Frames outside of a call are limited; more of them end the worker. */
static void stray_begin(struct worker *w) {
  w->stray = (struct frame_meter){.max_bytes = POOL_MAX_WORDS,
                                  .max_frames = FRAME_MAX_LOGS + FRAME_MAX_TOLD + 16,
                                  .max_logs = FRAME_MAX_LOGS + FRAME_MAX_TOLD};
}

/* A parser processes its oldest job, whatever call number its frames have; a fetcher processes several at a
 * time. */
static struct frame_meter *meter_of(struct worker *w, const struct frame *f) {
  struct job *j = is_fetcher(w->pool) ? job_of(w, f->call) : w->first;
  return j != NULL ? &j->meter : &w->stray;
}

static void take_done(struct worker *w, const struct frame *f, struct job *j) {
  struct frame_done done;
  if (frame_done_get(f, &done) < 0) {
    worker_end(w, WORKER_KILL_PROTOCOL);
    return;
  }
  unlink_job(w, j);
  w->served++;
  stray_begin(w);
  j->status = done.status;
  j->cpu_us = done.cpu_us;
  j->heap = done.heap;
  j->files = done.files;
  j->gave_no_reason = done.status < 0 && done.n == 0;
  job_say(j, done.text, done.n);
  job_explain(j);
  if (w->said > 0) worker_tell_prints(w);
  if (w->first != NULL && !is_fetcher(w->pool)) w->first->deadline = clock_mono_ms() + deadline_of(w->pool);
  set_timer(w);
  int max = pool_max_documents(w->pool);
  if (max > 0 && w->served >= max && w->n_jobs == 0) worker_close(w);
  w->pool->on->done(j);
}

static void take_ready(struct worker *w) {
  if (w->state != WORKER_OPENING) { /* a second READY */
    worker_end(w, WORKER_KILL_PROTOCOL);
    return;
  }
  w->state = WORKER_READY;
  w->pool->failed_opens = w->pool->is_down = w->pool->is_scarce = 0;
  w->pool->no_process[0] = '\0';
  worker_count_program(w);
  uv_timer_stop(&w->timer);
}

static void take_refusal(struct worker *w, const struct frame *f) {
  struct frame_done done;
  if (w->state != WORKER_OPENING) worker_end(w, WORKER_KILL_PROTOCOL);
  else if (frame_done_get(f, &done) == 0)
    snprintf(w->refusal, sizeof w->refusal, "%.*s", (int)done.n, done.text);
}

/* What the component works on: "" unknown. */
static struct tdg_str subject_of(struct worker *w, uint32_t call) {
  const struct job *j = call != 0 ? job_of(w, call) : NULL;
  return j != NULL ? job_subject(j) : (struct tdg_str){"", 0};
}

static void take_log(struct worker *w, const struct frame *f) {
  uint32_t level;
  const char *text;
  size_t n;
  if (frame_log_get(f, &level, &text, &n) < 0) return;
  if (level & MISTAKE_LEVEL) {
    pool_tell(w->pool, MISTAKE_WHAT(level), text, n);
    return;
  }
  const struct tdg_str of = subject_of(w, f->call);
  const int named = of.n > 0 && of.n <= MAX_SUBJECT && memmem(text, n, of.p, of.n) == NULL;
  log_write(level < LOG_ERROR   ? LOG_ERROR
            : level > LOG_DEBUG ? LOG_DEBUG
                                : (enum log_level)level,
            "%s: %.*s%s%.*s%s", w->pool->spec.component->name, (int)n, text, named ? " (" : "",
            named ? (int)of.n : 0, of.p, named ? ")" : "");
}

static void take_emit(struct worker *w, const struct frame *f, struct job *j) {
  char why[WORKER_WHY];
  if (job_keep(j, f->p, f->n, why, sizeof why) < 0) {
    log_debug("%s sent an invalid record: %s", w->pool->spec.component->name, why);
    worker_end(w, WORKER_KILL_PROTOCOL);
  }
}

static void take_same(struct worker *w, const struct frame *f, struct job *j) {
  char why[WORKER_WHY];
  struct frame_same same;
  if (frame_same_get(f, &same) < 0 || !j->knows || job_keep(j, same.rec, same.n, why, sizeof why) < 0) {
    log_debug("%s sent an invalid document", w->pool->spec.component->name);
    worker_end(w, WORKER_KILL_PROTOCOL);
    return;
  }
  j->same = 1;
  j->same_bytes = same.body;
}

static void take_frame(struct worker *w, const struct frame *f) {
  struct job *j = f->call != 0 ? job_of(w, f->call) : NULL;
  if (frame_meter_add(meter_of(w, f), f) < 0) {
    worker_end(w, WORKER_KILL_FLOOD);
    return;
  }
  switch (f->type) {
  case FRAME_READY: take_ready(w); return;
  case FRAME_LOG: take_log(w, f); return;
  case FRAME_DYING: frame_dying_get(f, &w->dying); return;
  case FRAME_EMIT:
    if (j != NULL) take_emit(w, f, j);
    else worker_end(w, WORKER_KILL_PROTOCOL);
    return;
  case FRAME_SAME:
    if (j != NULL) take_same(w, f, j);
    else worker_end(w, WORKER_KILL_PROTOCOL);
    return;
  case FRAME_DONE:
    if (j != NULL) take_done(w, f, j);
    else if (f->call == 0) take_refusal(w, f);
    else worker_end(w, WORKER_KILL_PROTOCOL);
    return;
  default: worker_end(w, WORKER_KILL_PROTOCOL);
  }
}

/* Process the received frames; the pool is called after them, so that done sees a consistent worker. */
static void take_frames(struct worker *w) {
  struct frame f;
  int got;
  while (w->state != WORKER_DEAD && (got = frame_reader_next(&w->reader, &f)) != 0) {
    if (got < 0) worker_end(w, WORKER_KILL_PROTOCOL);
    else take_frame(w, &f);
  }
}

static void read_some(struct worker *w) {
  for (int turns = 0; turns < 16 && w->state != WORKER_DEAD; turns++) { /* others want the loop too */
    size_t room;
    void *to = frame_reader_space(&w->reader, &room);
    if (to == NULL) {
      worker_end(w, WORKER_KILL_PROTOCOL);
      return;
    }
    ssize_t n = recv(w->proc.fd, to, room, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
    if (n <= 0) {
      worker_end(w, WORKER_NOT_KILLED);
      return;
    }
    frame_reader_filled(&w->reader, (size_t)n);
    take_frames(w);
  }
}

static void on_poll(uv_poll_t *poll, int status, int events) {
  struct worker *w = poll->data;
  struct pool *p = w->pool;
  if (status < 0 || (events & UV_READABLE)) read_some(w);
  if (w->state != WORKER_DEAD && (events & UV_WRITABLE)) write_some(w);
  if (w->state != WORKER_DEAD) watch(w);
  p->on->turn(p);
}

static void watch(struct worker *w) {
  const int events = UV_READABLE | (w->out.n > w->written ? UV_WRITABLE : 0);
  if (events != w->watched) uv_poll_start(&w->poll, events, on_poll);
  w->watched = events;
}

/* ---- starting ---- */

static void queue_open(struct worker *w) {
  const struct pool_spec *s = &w->pool->spec;
  const struct plugin_program *program = s->component->plugin->program;
  struct frame_extension extensions[PLUGIN_MAX_KNOWN];
  struct frame_open open = {.sandbox = s->debug ? FRAME_SANDBOX_DEBUG : FRAME_SANDBOX_FULL,
                            .check = s->check,
                            .granted = s->rights,
                            .limits = s->limits,
                            .read_paths = s->read_paths,
                            .write_paths = s->write_paths,
                            .n_read = (uint32_t)s->n_read,
                            .n_write = (uint32_t)s->n_write,
                            .options = (const struct frame_option *)(const void *)s->options,
                            .n_options = (uint32_t)s->n_options,
                            .extensions = extensions,
                            .n_extensions = (uint32_t)s->component->n_extensions};
  for (size_t i = 0; i < s->component->n_extensions; i++) {
    const struct extension_info *x = &s->component->extensions[i];
    extensions[i] = (struct frame_extension){x->id, x->file != NULL ? x->file : ""};
  }
  if (program != NULL) {
    open.command = (const char **)(uintptr_t)program->command;
    open.n_command = (uint32_t)program->n_command;
  }
  unsigned char head[FRAME_HEADER];
  size_t n = frame_open_put(&open, NULL, 0);
  frame_header_put(head, FRAME_OPEN, 0, n);
  buf_add(&w->out, head, sizeof head);
  char *room = buf_space(&w->out, n);
  BUG_ON(room == NULL);
  w->out.n += frame_open_put(&open, room, n);
}

int worker_start(struct pool *p, char *why, size_t size) {
  const int program = p->spec.component->plugin->program != NULL;
  struct worker_spec spec = {.program = p->spec.worker,
                             .plugin = program ? NULL : p->spec.component->plugin->file,
                             .component = p->spec.component->name,
                             .kind = plugin_kind_name(p->spec.component->kind),
                             .elsewhere = (p->spec.check & FRAME_CHECK_ENVIRONMENT) != 0,
                             .heap = (p->spec.check & FRAME_CHECK_HEAP) != 0,
                             .keep_stderr = 1};
  struct worker *w = check_alloc(sizeof *w);
  char reason[WORKER_WHY];
  memset(w, 0, sizeof *w);
  if (worker_spawn(&spec, &w->proc, reason) < 0) {
    snprintf(why, size, "%s", reason);
    free(w);
    return -1;
  }
  w->pool = p;
  w->state = WORKER_OPENING;
  w->out = buf_make(MAX_QUEUED);
  w->next = p->workers;
  p->workers = w;
  p->n_workers++;
  p->counts.spawned++;
  stray_begin(w);
  frame_reader_init(&w->reader, FRAME_FROM_WORKER, FRAME_MAX_PAYLOAD);
  uv_poll_init_socket(p->loop, &w->poll, w->proc.fd);
  uv_timer_init(p->loop, &w->timer);
  uv_prepare_init(p->loop, &w->prepare);
  w->poll.data = w->timer.data = w->prepare.data = w;
  w->handles = 3;
  worker_listen(w);
  worker_count_begin(w);
  queue_open(w);
  if (!p->spec.debug) limit_time(w, POOL_OPEN_MS);
  flush(w);
  return 0;
}
