/* tidings-worker - the process a plugin runs in.
 *
 *   tidings-worker --serve PLUGIN.so COMPONENT    frames on descriptor 3; started by the engine
 *   tidings-worker --exec KIND NAME               the same for a program, which the engine then names
 *   tidings-worker --describe PLUGIN.so           what the plugin offers, as JSON on standard output
 *
 * Exit codes: enum worker_exit. */
#include "worker/serve.h"
#include "worker/spawn.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <tidings/version.h>

#if defined(TIDINGS_SANITIZED)
/* The leak check needs threads and ptrace, which the sandbox forbids; leaks are looked for in-process.
 * The library asks for this function by name, so it must be visible. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }
#endif

static int usage(void) {
  fputs("usage: tidings-worker --serve PLUGIN.so COMPONENT   (started by tidings, speaks on descriptor 3)\n"
        "       tidings-worker --exec KIND NAME             (the same for a program)\n"
        "       tidings-worker --describe PLUGIN.so\n"
        "       tidings-worker --version\n",
        stderr);
  return WORKER_EXIT_USAGE;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--version") == 0) return printf("tidings-worker %s\n", TDG_VERSION) < 0;
  if (argc == 3 && strcmp(argv[1], "--describe") == 0) return worker_describe(argv[2]);
  int program = argc == 4 && strcmp(argv[1], "--exec") == 0;
  if (argc != 4 || (!program && strcmp(argv[1], "--serve") != 0)) return usage();
  if (fcntl(WORKER_FD, F_GETFD) < 0) {
    fputs("tidings-worker: --serve needs a socket as descriptor 3; tidings starts it so\n", stderr);
    return WORKER_EXIT_USAGE;
  }
  return program ? worker_serve_program(WORKER_FD, argv[2], argv[3])
                 : worker_serve(WORKER_FD, argv[2], argv[3]);
}
