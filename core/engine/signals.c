/* engine/signals.c - SIGINT and SIGTERM end the engine, SIGHUP is passed on; see engine.h.
 *
 * The handler's data is static, because a handler gets no argument but the number; uv_async_send, alarm,
 * poll, write and _exit may be called in a handler.  Owns the async handle while it watches.
 */
#include "engine/engine.h"

#include "util/check.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { AGAIN_S = 4, EXIT_INTERRUPTED = 130 };

static struct {
  uv_async_t async;
  signals_fn fn;
  void *arg;
  int watching;
  volatile sig_atomic_t number, times, hangups;
  struct sigaction before[2], before_hangup;
  int told; /* times of the last call */
  int terminal;
  void (*hangup)(void *arg);
  void *hangup_arg;
} state;

static const int numbers[2] = {SIGINT, SIGTERM};

/* Whoever asks again is in a hurry. */
static void set_alarm(int again) {
  unsigned left = alarm(again ? AGAIN_S : SIGNALS_HARD_S);
  if (left > 0 && left < AGAIN_S) alarm(left);
}

static void on_signal(int number) {
  int saved = errno;
  set_alarm(state.times > 0);
  state.number = number;
  state.times = state.times + 1;
  uv_async_send(&state.async);
  errno = saved;
}

static void on_hangup(int number) {
  int saved = errno;
  (void)number;
  state.hangups = 1;
  uv_async_send(&state.async);
  errno = saved;
}

static void on_alarm(int number) {
  static const char text[] =
      "tidings: what was under way does not end; it is left, and done again at the next start\n";
  struct pollfd p = {.fd = STDERR_FILENO, .events = POLLOUT};
  (void)number;
  if (poll(&p, 1, 0) == 1 && (p.revents & POLLOUT) && write(STDERR_FILENO, text, sizeof text - 1) < 0)
    _exit(EXIT_INTERRUPTED);
  _exit(EXIT_INTERRUPTED);
}

static void on_async(uv_async_t *async) {
  (void)async;
  if (state.times != state.told) {
    state.told = state.times;
    state.fn(state.arg, state.number, state.times);
  }
  if (!state.hangups || state.hangup == NULL) return;
  state.hangups = 0;
  if (state.terminal && !isatty(STDERR_FILENO)) raise(SIGTERM); /* the terminal it ran on is closed */
  else state.hangup(state.hangup_arg);
}

static struct sigaction action_of(void (*handler)(int number)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigfillset(&action.sa_mask);
  return action;
}

int signals_watch(uv_loop_t *loop, signals_fn fn, void *arg) {
  struct sigaction end = action_of(on_signal), hard = action_of(on_alarm);
  BUG_ON(state.watching);
  int rc = uv_async_init(loop, &state.async, on_async);
  if (rc < 0) return rc;
  uv_unref((uv_handle_t *)&state.async);
  state.fn = fn;
  state.arg = arg;
  state.number = state.times = state.hangups = state.told = 0;
  state.watching = 1;
  sigaction(SIGALRM, &hard, NULL);
  for (int i = 0; i < 2; i++) sigaction(numbers[i], &end, &state.before[i]);
  return 0;
}

void signals_watch_hangup(void (*fn)(void *arg), void *arg) {
  struct sigaction action = action_of(on_hangup);
  if (!state.watching) return;
  state.terminal = isatty(STDERR_FILENO);
  state.hangup = fn;
  state.hangup_arg = arg;
  sigaction(SIGHUP, &action, &state.before_hangup);
}

void signals_forget_hangup(void) {
  if (!state.watching || state.hangup == NULL) return;
  sigaction(SIGHUP, &state.before_hangup, NULL);
  state.hangup = NULL;
}

void signals_forget(void) {
  if (!state.watching) return;
  for (int i = 0; i < 2; i++) sigaction(numbers[i], &state.before[i], NULL);
  state.watching = 0;
  uv_close((uv_handle_t *)&state.async, NULL);
}
