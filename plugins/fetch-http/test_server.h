/* fetch-http/test_server.h - start and stop test_server.py, for the tests of this folder.  port is 0 without
 * python3, tls_port is 0 without openssl. */
#ifndef FETCH_HTTP_TEST_SERVER_H
#define FETCH_HTTP_TEST_SERVER_H

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t server;
static int port, tls_port;
static char certificate[] = "/tmp/tidings-cert-XXXXXX", key[] = "/tmp/tidings-key-XXXXXX";

static int make_certificate(void) {
  char command[600];
  close(mkstemp(certificate));
  close(mkstemp(key));
  snprintf(command, sizeof command,
           "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout %s -out %s "
           "-days 2 -subj "
           "/CN=localhost >/dev/null 2>&1",
           key, certificate);
  return system(command) == 0;
}

static void start_server(void) {
  int out[2], in[2];
  const int tls = make_certificate();
  FILE *f;
  if (pipe(out) + pipe(in) != 0) abort();
  server = fork();
  if (server == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    close(in[1]);
    close(out[0]);
    execlp("python3", "python3", TIDINGS_SOURCE_DIR "/plugins/fetch-http/test_server.py",
           tls ? certificate : NULL, key, (char *)NULL);
    _exit(127);
  }
  close(out[1]);
  close(in[0]);
  f = fdopen(out[0], "r");
  if (f == NULL || fscanf(f, "%d %d", &port, &tls_port) != 2) port = 0;
  fcntl(in[1], F_SETFD, FD_CLOEXEC); /* stays open until this process ends */
}

static void stop_server(void) {
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  unlink(certificate);
  unlink(key);
}
#endif
