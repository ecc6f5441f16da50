/* engine/storethread.c - see storethread.h.
 *
 * The thread owns the store between start and stop.  Two lists protected by one mutex connect it with the
 * loop: operations to run, and finished ones.
 */
#include "engine/storethread.h"

#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>

struct op {
  struct op *next;
  store_run_fn run;
  store_done_fn done;
  void *arg;
  int write, awaited, late, alone,
      status; /* awaited: its commit is waited for; late: behind all others of its group; alone: in no group */
};
struct list {
  struct op *first, *last;
};

struct storethread {
  struct store *store;
  uv_thread_t thread;
  uv_mutex_t mutex;
  uv_cond_t wake;
  uv_async_t async;
  struct list in, out;
  struct meeting *meeting; /* the thread waits until the loop has held it; NULL: it does not */
  store_ready_fn ready;    /* before each commit; NULL: nothing */
  void *ready_arg;
  int stopping, more, async_closed;
  size_t queued;
  int64_t wrote_at; /* monotonic ms: the last commit */
  int64_t damaged;
  char error[1000];
};

static void append(struct list *l, struct op *op) {
  op->next = NULL;
  if (l->last != NULL) l->last->next = op;
  else l->first = op;
  l->last = op;
}

static struct op *take(struct list *l) {
  struct op *op = l->first;
  if (op == NULL) return NULL;
  l->first = op->next;
  if (l->first == NULL) l->last = NULL;
  return op;
}

/* ---- on the thread ---- */

/* The next operation; NULL when the transaction must be committed, or the thread must end. */
static struct op *wait_op(struct storethread *t, int64_t deadline) {
  uv_mutex_lock(&t->mutex);
  while (t->in.first == NULL) {
    int64_t left = deadline - clock_mono_us();
    if (deadline != 0 && (left <= 0 || !t->more || t->stopping)) break;
    if (deadline == 0 && t->stopping) break;
    if (deadline == 0) uv_cond_wait(&t->wake, &t->mutex);
    else uv_cond_timedwait(&t->wake, &t->mutex, (uint64_t)left * 1000);
  }
  const int ends = deadline != 0 && t->in.first != NULL && t->in.first->alone; /* the group */
  struct op *op = ends ? NULL : take(&t->in);
  uv_mutex_unlock(&t->mutex);
  return op;
}

static void note_words(struct storethread *t, const char *why) {
  uv_mutex_lock(&t->mutex);
  if (t->error[0] == '\0') snprintf(t->error, sizeof t->error, "%s", why);
  uv_mutex_unlock(&t->mutex);
}

static void note_error(struct storethread *t) { note_words(t, t->store->ops->error(t->store->handle)); }

/* A read may run within a group of writes, which goes on when it fails. */
static void run_op(struct storethread *t, struct op *op) {
  op->status = op->run(t->store, op->arg);
  if (op->status < 0 && !op->alone) note_error(t);
}

/* Report damaged rows, which the store skips. */
static void tell_damage(struct storethread *t) {
  const char *message;
  int64_t n = store_damaged(t->store, &message);
  if (n == t->damaged) return;
  uv_mutex_lock(&t->mutex);
  t->damaged = n;
  uv_mutex_unlock(&t->mutex);
  log_error("%s; it is passed over (`tidings status --verify` lists all)", message);
}

static void give_back(struct storethread *t, struct list *l, int status, int wrote) {
  uv_mutex_lock(&t->mutex);
  if (wrote) t->wrote_at = clock_mono_ms();
  for (struct op *op; (op = take(l)) != NULL;) {
    if (status < 0) op->status = status;
    append(&t->out, op);
  }
  uv_mutex_unlock(&t->mutex);
  uv_async_send(&t->async);
}

/* The status of the group. */
static int run_in_group(struct storethread *t, struct op *op) {
  run_op(t, op);
  return op->write && op->status < 0 ? op->status : 0;
}

static int make_ready(struct storethread *t) {
  const char *why = "";
  const int status = t->ready != NULL ? t->ready(t->ready_arg, &why) : 0;
  if (status < 0) note_words(t, why);
  return status;
}

/* One transaction, begun for `op`. */
static void run_group(struct storethread *t, struct op *op) {
  const struct tdg_store_ops *ops = t->store->ops;
  struct list group = {0}, late = {0};
  int64_t deadline = clock_mono_us() + GROUP_MS * 1000;
  int status = ops->begin(t->store->handle), n = 0;
  for (; op != NULL; op = n < GROUP_OPS && status >= 0 ? wait_op(t, deadline) : NULL) {
    n += op->write;
    if (op->late && status >= 0) {
      append(&late, op);
      continue;
    }
    append(&group, op);
    if (op->awaited) deadline = 1; /* long ago */
    if (status < 0) break;
    status = run_in_group(t, op);
  }
  while ((op = take(&late)) != NULL) {
    append(&group, op);
    if (status >= 0) status = run_in_group(t, op);
  }
  if (status >= 0) status = make_ready(t);
  if (status >= 0) status = ops->commit(t->store->handle);
  if (status < 0) {
    note_error(t);
    ops->rollback(t->store->handle);
  }
  tell_damage(t);
  give_back(t, &group, status < 0 ? status : 0, 1);
}

static void run_thread(void *arg) {
  struct storethread *t = arg;
  for (struct op *op; (op = wait_op(t, 0)) != NULL;) {
    if (op->write) {
      run_group(t, op);
      continue;
    }
    struct list one = {0};
    run_op(t, op);
    tell_damage(t);
    append(&one, op);
    give_back(t, &one, 0, 0);
  }
}

/* ---- a meeting of both ---- */

struct meeting {
  struct storethread *thread;
  void (*hold)(void *arg);
  void *arg;
};

/* On the thread.  An engine that ends holds no meeting any more. */
static int wait_for_loop(struct store *store, void *arg) {
  struct meeting *m = arg;
  struct storethread *t = m->thread;
  (void)store;
  uv_mutex_lock(&t->mutex);
  t->meeting = m;
  uv_async_send(&t->async);
  while (t->meeting != NULL && !t->stopping) uv_cond_wait(&t->wake, &t->mutex);
  t->meeting = NULL;
  uv_mutex_unlock(&t->mutex);
  return 0;
}

/* On the loop. */
static void hold_meeting(struct storethread *t) {
  uv_mutex_lock(&t->mutex);
  struct meeting *m = t->meeting;
  uv_mutex_unlock(&t->mutex);
  if (m == NULL || t->stopping) return;
  m->hold(m->arg);
  uv_mutex_lock(&t->mutex);
  t->meeting = NULL;
  uv_cond_signal(&t->wake);
  uv_mutex_unlock(&t->mutex);
}

static void on_met(void *arg, int status) {
  (void)status;
  free(arg);
}

/* ---- on the loop ---- */

static void async_closed(uv_handle_t *h) { free(h->data); }

static void on_async(uv_async_t *async) {
  struct storethread *t = async->data;
  uv_mutex_lock(&t->mutex);
  struct list done = t->out;
  t->out = (struct list){0};
  uv_mutex_unlock(&t->mutex);
  for (struct op *op; (op = take(&done)) != NULL;) {
    t->queued--;
    if (t->queued == 0) uv_unref((uv_handle_t *)&t->async);
    if (op->done != NULL) op->done(op->arg, op->status);
    free(op);
  }
  hold_meeting(t);
}

struct storethread *storethread_start(uv_loop_t *loop, struct store *store) {
  struct storethread *t = check_alloc(sizeof *t);
  *t = (struct storethread){.store = store};
  uv_mutex_init(&t->mutex);
  uv_cond_init(&t->wake);
  uv_async_init(loop, &t->async, on_async);
  t->async.data = t;
  uv_unref((uv_handle_t *)&t->async);
  if (uv_thread_create(&t->thread, run_thread, t) != 0) check_die(1, "no thread for the store");
  return t;
}

void storethread_before_commit(struct storethread *t, store_ready_fn ready, void *arg) {
  t->ready = ready;
  t->ready_arg = arg;
}

static void submit(struct storethread *t, struct op what) {
  struct op *op = check_alloc(sizeof *op);
  *op = what;
  if (t->queued++ == 0) uv_ref((uv_handle_t *)&t->async);
  uv_mutex_lock(&t->mutex);
  append(&t->in, op);
  uv_cond_signal(&t->wake);
  uv_mutex_unlock(&t->mutex);
}

void storethread_write(struct storethread *t, store_run_fn run, store_done_fn done, void *arg) {
  submit(t, (struct op){.run = run, .done = done, .arg = arg, .write = 1});
}

void storethread_write_first(struct storethread *t, store_run_fn run, store_done_fn done, void *arg) {
  submit(t, (struct op){.run = run, .done = done, .arg = arg, .write = 1, .awaited = 1});
}

void storethread_write_late(struct storethread *t, store_run_fn run, store_done_fn done, void *arg) {
  submit(t, (struct op){.run = run, .done = done, .arg = arg, .write = 1, .late = 1});
}

void storethread_read(struct storethread *t, store_run_fn run, store_done_fn done, void *arg) {
  submit(t, (struct op){.run = run, .done = done, .arg = arg});
}

void storethread_alone(struct storethread *t, store_run_fn run, store_done_fn done, void *arg) {
  submit(t, (struct op){.run = run, .done = done, .arg = arg, .alone = 1});
}

void storethread_meet(struct storethread *t, void (*hold)(void *arg), void *arg) {
  struct meeting *m = check_alloc(sizeof *m);
  *m = (struct meeting){t, hold, arg};
  submit(t, (struct op){.run = wait_for_loop, .done = on_met, .arg = m});
}

void storethread_expect(struct storethread *t, int more) {
  uv_mutex_lock(&t->mutex);
  int wake = t->more && !more;
  t->more = more;
  if (wake) uv_cond_signal(&t->wake);
  uv_mutex_unlock(&t->mutex);
}

size_t storethread_queued(const struct storethread *t) { return t->queued; }

const char *storethread_error(const struct storethread *t) { return t->error; }

int64_t storethread_wrote_at(struct storethread *t) {
  uv_mutex_lock(&t->mutex);
  const int64_t at = t->wrote_at;
  uv_mutex_unlock(&t->mutex);
  return at;
}

int64_t storethread_damaged(struct storethread *t) {
  uv_mutex_lock(&t->mutex);
  int64_t n = t->damaged;
  uv_mutex_unlock(&t->mutex);
  return n;
}

void storethread_stop(struct storethread *t) {
  uv_mutex_lock(&t->mutex);
  t->stopping = 1;
  uv_cond_signal(&t->wake);
  uv_mutex_unlock(&t->mutex);
  uv_thread_join(&t->thread);
  on_async(&t->async);
  uv_mutex_destroy(&t->mutex);
  uv_cond_destroy(&t->wake);
  uv_close((uv_handle_t *)&t->async, async_closed);
}
