/* cli/ask_running.c - one request to the program that runs on the store; see ask_running.h.
 *
 * It waits: the other opens what differs first.  Both sides know each other's user, so the answer is trusted; its
 * size is limited all the same.
 */
#include "cli/ask_running.h"

#include "cli/over_socket.h"
#include "engine/control.h"
#include "util/bytebuf.h"

#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 120000 };

static int failed(struct running_answer *a, const char *what) {
  snprintf(a->why, sizeof a->why, "%s: %s", what, strerror(errno));
  return -1;
}

static int nobody(const char *store, struct running_answer *a) {
  snprintf(a->why, sizeof a->why, "no `tidings run` runs on the store %s", store);
  return 0;
}

/* 1 connected, 0 nobody listens, -1. */
static int connect_to(const char *store, int *fd, struct running_answer *a) {
  const struct control_place place = {.store = store, .group_name = ""};
  if (access(store, F_OK) < 0 && errno != EACCES) return nobody(store, a);
  *fd = control_connect(&place, a->why, sizeof a->why);
  if (*fd >= 0) return 1;
  if (a->why[0] != '\0') return -1;
  if (errno == ENOENT || errno == ECONNREFUSED) return nobody(store, a);
  return failed(a, "the running program cannot be asked");
}

static void show(const struct cli *cli, const json_t *progress) {
  static int shown;
  if (cli->quiet || !isatty(STDERR_FILENO) || (progress == NULL && !shown)) return;
  shown = progress != NULL;
  say_error("\r\033[K%s", shown ? json_string_value(progress) : "");
}

/* Lines of progress leave the buffer; what is left is the answer. */
static void take_progress(const struct cli *cli, struct buf *out) {
  for (char *end; out->n > 0 && (end = memchr(out->p, '\n', out->n)) != NULL;) {
    json_t *line = json_loadb(out->p, (size_t)(end - out->p), 0, NULL);
    const json_t *progress = json_object_get(line, "progress");
    if (progress != NULL) show(cli, progress);
    const int told = progress != NULL;
    json_decref(line);
    if (!told) return;
    const size_t took = (size_t)(end - out->p) + 1;
    memmove(out->p, out->p + took, out->n - took);
    out->n -= took;
  }
}

static int receive(const struct cli *cli, int fd, struct buf *out, struct running_answer *a) {
  struct pollfd p = {.fd = fd, .events = POLLIN};
  char some[4096];
  ssize_t n;
  do {
    if (poll(&p, 1, WAIT_MS) == 0) errno = ETIMEDOUT, n = -1;
    else n = read(fd, some, sizeof some);
    if (n > 0) buf_add(out, some, (size_t)n);
    take_progress(cli, out);
  } while (n > 0);
  show(cli, NULL);
  return n < 0 ? failed(a, "the running program does not answer") : 0;
}

int ask_running(const struct cli *cli, const char *request, struct running_answer *a) {
  return ask_running_when(cli, request, NULL, NULL, a);
}

int ask_running_when(const struct cli *cli, const char *request, int (*ready)(void *arg), void *arg,
                     struct running_answer *a) {
  *a = (struct running_answer){.code = CLI_FAILED};
  if (cli_tell_unreadable(cli)) { /* it names no store: whoever runs on another one must not obey */
    a->code = CLI_CONFIG;
    return -1;
  }
  struct buf line = buf_make(CONTROL_MAX_REQUEST), out = buf_make(CONTROL_MAX_ANSWER);
  const char *shared = over_socket_path(cli);
  int fd = shared != NULL ? over_socket_connect(cli, shared, a->why, sizeof a->why) : -1;
  int rc = fd >= 0 ? 1 : shared != NULL ? -1 : connect_to(cli_control_store(cli), &fd, a);
  const int refused = rc == 1 && ready != NULL ? ready(arg) : 0;
  if (refused != 0) {
    a->code = refused;
    close(fd);
    rc = -1;
  }
  if (rc == 1) {
    buf_printf(&line, "%s\n", request);
    if (send(fd, line.p, line.n, MSG_NOSIGNAL) != (ssize_t)line.n) rc = failed(a, "the running program ends");
    else if (receive(cli, fd, &out, a) < 0) rc = -1;
    close(fd);
  }
  if (rc == 1 && (a->json = json_loadb(out.p, out.n, 0, NULL)) == NULL) {
    snprintf(a->why, sizeof a->why, "the running program ended before it answered");
    rc = -1;
  }
  if (rc == 1) a->code = (int)json_integer_value(json_object_get(a->json, "code"));
  buf_free(&line);
  buf_free(&out);
  return rc;
}

void running_answer_say(const struct cli *cli, const struct running_answer *a, const char *before) {
  const json_t *lines = json_object_get(a->json, "lines"), *line;
  const json_int_t more = json_integer_value(json_object_get(a->json, "more"));
  FILE *out = a->code == CLI_DONE || a->code == CLI_PARTLY ? stdout : stderr;
  size_t i;
  if (cli->json) {
    char *text = json_dumps(a->json, JSON_COMPACT);
    say("%s\n", text != NULL ? text : "");
    free(text);
    return;
  }
  if (cli->quiet && out == stdout && a->code == CLI_DONE) return;
  say_ready(out, before, strlen(before)); /* with its line break */
  json_array_foreach(lines, i, line) say_to(out, "%s\n", json_string_value(line));
  if (more > 0) say_to(out, "and %lld more\n", (long long)more);
}

void running_answer_free(struct running_answer *a) { json_decref(a->json); }

int ask_to_reload(struct cli *cli, const char *command, const char *it, const char *written) {
  struct running_answer answer;
  const int quiet = cli->quiet || cli->json, one = strcmp(it, "it") == 0;
  const int asked = ask_running(cli, "reload", &answer);
  int code = CLI_DONE;
  if (asked == 0 && !quiet) say("%s %s polled by the next run.\n", one ? "It" : "They", one ? "is" : "are");
  if (asked < 0) say_error("%s: %s is written, but %s\n", command, written, answer.why), code = CLI_PARTLY;
  if (asked > 0 && answer.code != CLI_DONE) {
    say_error("%s: %s is written; the running program says:\n", command, written);
    running_answer_say(cli, &answer, "");
    code = CLI_PARTLY;
  } else if (asked > 0 && !quiet) say("The running program polls %s.\n", one ? "it" : "them");
  running_answer_free(&answer);
  return code;
}
