/* engine/websub.c - listen to hubs; see websub.h.
 *
 * Owns the listening socket, the listener's process and the messages under way.  What the listener sends is checked
 * like the bytes of a worker: one that breaks the protocol, or dies, is replaced after a wait that doubles.  Nothing
 * here ends a run: without its listener it polls.
 */
#include "engine/websub.h"

#include "engine/ingest.h"
#include "engine/subscription.h"
#include "listener/listener.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/os.h"
#include "util/socket_address.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TICK_MS = 1000, BACKLOG = 128, RESTART_MS = 1000, RESTART_MAX_MS = 60000 };

struct websub {
  struct engine *engine;
  int listening;
  struct worker_proc proc; /* fd -1: there is none */
  uv_poll_t poll;
  uv_timer_t timer;
  int polls, users, closing;        /* polls: the handle is open; users: handles and messages under way */
  int64_t restart_at, restart_wait; /* monotonic */
  int scanning;
  int64_t look_at; /* wall; 0: when something changes */
  struct listener_message in;
  size_t got;
};

/* A message on its way through the store thread. */
struct exchange {
  struct websub *websub;
  pid_t from; /* the listener that waits for the answer */
  struct listener_message message;
  struct listener_answer answer;
};

struct scan {
  struct websub *websub;
  int64_t look_at;
};

static void leave(struct websub *w) {
  if (--w->users > 0) return;
  close(w->listening);
  free(w);
}

/* ---- the listener's process ---- */

static void on_poll_closed(uv_handle_t *h) { leave(h->data); }

static void say_death(const struct websub *w, const char *fault, int status) {
  if (w->closing) return;
  if (fault[0] != '\0') log_warning("the listener for hubs is started anew: it %s", fault);
  else if (WIFSIGNALED(status))
    log_warning("the listener for hubs ended with signal %s; it is started anew",
                os_signal_name(WTERMSIG(status)));
  else log_warning("the listener for hubs ended with exit code %d; it is started anew", WEXITSTATUS(status));
}

/* fault: what it did, "": it ended by itself. */
static void end_process(struct websub *w, const char *fault) {
  struct worker_death death = {0};
  if (w->polls) {
    uv_poll_stop(&w->poll);
    uv_close((uv_handle_t *)&w->poll, on_poll_closed);
    w->polls = 0;
  }
  if (w->proc.fd < 0) return;
  close(w->proc.fd);
  if (w->proc.pidfd >= 0) close(w->proc.pidfd);
  w->proc.fd = -1;
  worker_kill(&w->proc);
  worker_reap(&w->proc, &death, 1);
  say_death(w, fault, death.wait_status);
  w->restart_wait = w->restart_wait == 0                   ? RESTART_MS
                    : 2 * w->restart_wait < RESTART_MAX_MS ? 2 * w->restart_wait
                                                           : RESTART_MAX_MS;
  w->restart_at = clock_mono_ms() + w->restart_wait;
}

static int has_end(const char *text, size_t size) { return memchr(text, '\0', size) != NULL; }

static int is_valid(const struct listener_message *m) {
  return m->what >= LISTENER_CHECK && m->what <= LISTENER_PUSHED && has_end(m->key, sizeof m->key) &&
         has_end(m->mode, sizeof m->mode) && has_end(m->topic, sizeof m->topic) &&
         has_end(m->reason, sizeof m->reason);
}

static int take(struct store *store, void *arg) {
  struct exchange *x = arg;
  return push_take(store, x->websub->engine, &x->message, clock_wall_ms(), &x->answer);
}

static void on_taken(void *arg, int status) {
  struct exchange *x = arg;
  struct websub *w = x->websub;
  struct engine *e = w->engine;
  if (status < 0) engine_fail(e, "what a hub said could not be kept: %s", storethread_error(e->writer));
  else if (x->message.what == LISTENER_PUSHED) ingest_turn(e->ingest);
  else if (w->proc.fd >= 0 && w->proc.pid == x->from && /* little, and it waits for it */
           send(w->proc.fd, &x->answer, sizeof x->answer, MSG_NOSIGNAL) != (ssize_t)sizeof x->answer)
    end_process(w, "did not take its answer");
  free(x);
  leave(w);
}

static void take_message(struct websub *w) {
  w->got = 0;
  if (!is_valid(&w->in)) {
    end_process(w, "broke the protocol");
    return;
  }
  w->restart_wait = 0;
  if (w->engine->stopping) return;
  struct exchange *x = check_alloc(sizeof *x);
  *x = (struct exchange){.websub = w, .from = w->proc.pid, .message = w->in};
  w->users++;
  if (x->message.what == LISTENER_OPEN)
    storethread_read(w->engine->writer, take, on_taken, x); /* most keys are guesses */
  else storethread_write(w->engine->writer, take, on_taken, x);
}

static void on_readable(uv_poll_t *poll, int status, int events) {
  struct websub *w = poll->data;
  (void)status, (void)events;
  const ssize_t n = recv(w->proc.fd, (char *)&w->in + w->got, sizeof w->in - w->got, 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    end_process(w, "");
    return;
  }
  w->got += (size_t)n;
  if (w->got == sizeof w->in) take_message(w);
}

static int start_process(struct websub *w, char why[WORKER_WHY]) {
  const struct worker_spec spec = {.program = w->engine->paths.listener, .listening = w->listening};
  w->got = 0;
  if (worker_spawn(&spec, &w->proc, why) < 0) return -1;
  if (uv_poll_init(&w->engine->loop, &w->poll, w->proc.fd) < 0) {
    snprintf(why, WORKER_WHY, "its socket cannot be watched");
    end_process(w, why);
    return -1;
  }
  w->poll.data = w;
  w->polls = 1;
  w->users++;
  uv_poll_start(&w->poll, UV_READABLE, on_readable);
  uv_unref((uv_handle_t *)&w->poll);
  return 0;
}

/* ---- what is due ---- */

static int scan(struct store *store, void *arg) {
  struct scan *s = arg;
  return push_scan(store, s->websub->engine, clock_wall_ms(), &s->look_at);
}

static void on_scanned(void *arg, int status) {
  struct scan *s = arg;
  struct websub *w = s->websub;
  struct engine *e = w->engine;
  w->scanning = 0;
  w->look_at = s->look_at;
  if (status < 0) engine_fail(e, "the hubs that are due could not be read: %s", storethread_error(e->writer));
  else if (!e->stopping) ingest_turn(e->ingest);
  free(s);
  leave(w);
}

static void begin_scan(struct websub *w) {
  struct scan *s = check_alloc(sizeof *s);
  *s = (struct scan){.websub = w};
  w->engine->hubs_changed = 0;
  w->scanning = 1;
  w->users++;
  storethread_write(w->engine->writer, scan, on_scanned, s);
}

static void on_tick(uv_timer_t *timer) {
  struct websub *w = timer->data;
  char why[WORKER_WHY];
  if (w->engine->stopping) return;
  if (w->proc.fd < 0 && clock_mono_ms() >= w->restart_at && start_process(w, why) < 0) {
    log_warning("hubs are not heard: %s", why);
    w->restart_at = clock_mono_ms() + RESTART_MAX_MS;
  }
  if (!w->scanning && (w->engine->hubs_changed || (w->look_at > 0 && clock_wall_ms() >= w->look_at)))
    begin_scan(w);
}

/* ---- open and close ---- */

const char *websub_gap(void) {
#ifdef TIDINGS_WEBSUB
  return NULL;
#else
  return "this build cannot listen to hubs: build it with libmicrohttpd and nettle (Debian: "
         "libmicrohttpd-dev), or "
         "remove `websub:`; sources are polled without it";
#endif
}

static int listen_at(const char *text, char *why, size_t size) {
  struct sockaddr_storage address;
  const int yes = 1;
  const socklen_t n = socket_address(text, &address);
  int fd = n > 0 ? socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
  if (n == 0) errno = EINVAL;
  if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (fd >= 0 && bind(fd, (struct sockaddr *)&address, n) == 0 && listen(fd, BACKLOG) == 0) return fd;
  snprintf(why, size, "websub.listen: %s: %s; name an address of this machine and a port that is free", text,
           strerror(errno));
  if (fd >= 0) close(fd);
  return -1;
}

int websub_open(struct engine *e, char *why, size_t size) {
  char fault[WORKER_WHY];
  if (e->spec.websub_listen == NULL || e->spec.websub_listen[0] == '\0') return 0;
  if (websub_gap() != NULL || e->paths.listener[0] == '\0') {
    snprintf(why, size, "%s",
             websub_gap() != NULL ? websub_gap() : "tidings-listener is not beside tidings-worker");
    return -1;
  }
  if (!store_keeps_subscriptions(e->store)) {
    snprintf(why, size, "websub: this store keeps no subscriptions; it is older than this program");
    return -1;
  }
  const int fd = listen_at(e->spec.websub_listen, why, size);
  if (fd < 0) return -1;
  struct websub *w = check_alloc(sizeof *w);
  *w = (struct websub){.engine = e, .listening = fd, .proc = {.fd = -1}, .users = 1};
  if (start_process(w, fault) < 0) {
    snprintf(why, size, "websub: %s", fault);
    leave(w);
    return -1;
  }
  uv_timer_init(&e->loop, &w->timer);
  w->timer.data = w;
  uv_timer_start(&w->timer, on_tick, TICK_MS, TICK_MS);
  uv_unref((uv_handle_t *)&w->timer);
  e->websub = w;
  e->hubs_changed = 1;
  log_event("hubs are heard at %s", e->spec.websub_listen);
  return 0;
}

static void on_timer_closed(uv_handle_t *h) { leave(h->data); }

void websub_close(struct engine *e) {
  struct websub *w = e->websub;
  if (w == NULL || w->closing) return;
  w->closing = 1;
  uv_timer_stop(&w->timer);
  uv_close((uv_handle_t *)&w->timer, on_timer_closed);
  end_process(w, "");
}
