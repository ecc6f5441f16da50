/* tidings-listener - the process that hubs call; see listener.h.
 *
 *   tidings-listener --listen     started by the engine, which gives it descriptors 3 and 4
 *
 * It closes its sandbox before the first byte of a stranger is read.  It ends with the engine: when descriptor 3 is
 * closed.  Exit codes: enum worker_exit. */
#include "listener/hook.h"
#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <tidings/version.h>

#if defined(TIDINGS_SANITIZED)
/* As in the worker: the leak check needs threads and ptrace. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }
#endif

enum { LISTENER_MEMORY = 512 << 20, LISTENER_FILES = 192 };

/* The engine says nothing unasked: what comes is its end. */
static int serve(struct hook *h) {
  for (;;) {
    struct pollfd fds[] = {{.fd = WORKER_FD, .events = POLLIN}, {.fd = hook_fd(h), .events = POLLIN}};
    if (poll(fds, 2, hook_wait(h)) < 0 && errno != EINTR) return WORKER_EXIT_SANDBOX;
    if (fds[0].revents != 0 || hook_turn(h) < 0) return WORKER_EXIT_CLOSED;
  }
}

static int fail(int code, const char *why) {
  fprintf(stderr, "tidings-listener: %s\n", why);
  return code;
}

static int usage(void) {
  return fail(WORKER_EXIT_USAGE, "--listen needs sockets as descriptors 3 and 4; tidings starts it so");
}

int main(int argc, char **argv) {
  char why[WORKER_WHY];
  if (argc == 2 && strcmp(argv[1], "--version") == 0) return printf("tidings-listener %s\n", TDG_VERSION) < 0;
  if (argc != 2 || strcmp(argv[1], "--listen") != 0) return usage();
  if (fcntl(WORKER_FD, F_GETFD) < 0 || fcntl(WORKER_LISTEN_FD, F_GETFD) < 0) return usage();
  struct sandbox box = {.set = SANDBOX_LISTEN,
                        .limits = {.memory = LISTENER_MEMORY, .files = LISTENER_FILES},
                        .fd = WORKER_LISTEN_FD};
  if (sandbox_limit(&box, why) < 0) return fail(WORKER_EXIT_SANDBOX, why);
  struct hook *h = hook_start(WORKER_LISTEN_FD, WORKER_FD);
  if (h == NULL) return fail(WORKER_EXIT_PLUGIN, "libmicrohttpd does not take the socket");
  if (sandbox_listen(&box, why) < 0) return fail(WORKER_EXIT_SANDBOX, why);
  return serve(h);
}
