/* engine/notify.c - tell the service manager how a run fares; see notify.h.
 *
 * The data is static, as there is one manager.  Owns a socket and, while the loop is watched, a timer.
 */
#include "engine/notify.h"

#include "util/clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAX_MESSAGE = 1000, US_A_MS = 1000 };

static struct {
  int fd, watching;
  struct sockaddr_un address;
  socklen_t size;
  uint64_t watchdog_ms; /* 0: nobody watches */
  uv_timer_t timer;
} state = {.fd = -1};

/* "/run/systemd/notify", or "@name" of the abstract namespace. */
static int find_address(const char *name) {
  const size_t n = strlen(name);
  if ((name[0] != '/' && name[0] != '@') || n < 2 || n >= sizeof state.address.sun_path) return -1;
  memset(&state.address, 0, sizeof state.address);
  state.address.sun_family = AF_UNIX;
  memcpy(state.address.sun_path, name, n);
  if (name[0] == '@') state.address.sun_path[0] = '\0';
  state.size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + (name[0] == '/'));
  return 0;
}

/* WATCHDOG_PID names whom it is for, where it is set. */
static uint64_t find_watchdog(void) {
  const char *us = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
  char *end;
  if (us == NULL || (pid != NULL && strtol(pid, NULL, 10) != (long)getpid())) return 0;
  const unsigned long long n = strtoull(us, &end, 10);
  return *us >= '0' && *us <= '9' && *end == '\0' ? n / US_A_MS : 0;
}

void notify_begin(void) {
  const char *name = getenv("NOTIFY_SOCKET");
  if (name != NULL && find_address(name) == 0)
    state.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (state.fd >= 0) state.watchdog_ms = find_watchdog();
  /* no process of ours speaks for this one */
  unsetenv("NOTIFY_SOCKET");
  unsetenv("WATCHDOG_USEC");
  unsetenv("WATCHDOG_PID");
}

void notify_say(const char *fmt, ...) {
  char text[MAX_MESSAGE];
  va_list ap;
  if (state.fd < 0) return;
  va_start(ap, fmt);
  const int n = vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  if (n <= 0 || n >= (int)sizeof text) return;
  if (sendto(state.fd, text, (size_t)n, MSG_NOSIGNAL, (struct sockaddr *)&state.address, state.size) < 0)
    errno = 0; /* nobody else could be told */
}

void notify_reloading(void) {
  notify_say("RELOADING=1\nMONOTONIC_USEC=%lld\nSTATUS=reading the configuration",
             (long long)clock_mono_us());
}

static void on_watch(uv_timer_t *timer) {
  (void)timer;
  notify_say("WATCHDOG=1");
}

void notify_watch(uv_loop_t *loop) {
  if (state.fd < 0 || state.watchdog_ms == 0) return;
  const uint64_t half = state.watchdog_ms / 2 > 0 ? state.watchdog_ms / 2 : 1;
  uv_timer_init(loop, &state.timer);
  uv_timer_start(&state.timer, on_watch, 0, half);
  uv_unref((uv_handle_t *)&state.timer);
  state.watching = 1;
}

void notify_leave(void) {
  if (state.watching) uv_close((uv_handle_t *)&state.timer, NULL);
  if (state.fd >= 0) close(state.fd);
  state.watching = 0;
  state.fd = -1;
}
