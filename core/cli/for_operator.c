/* cli/for_operator.c - run one command of an operator; see for_operator.h.
 *
 * What comes over the connection is hostile: it is bounded in length and time, descriptors that are no pipes are refused (another
 * file would be written with the rights of the service), and the words are parsed by the tables of the commands, without
 * options that name files.  The process ends with the service, and with the operator's side.
 */
#include "cli/for_operator.h"

#include "cli/cli.h"
#include "engine/operator_command.h"
#include "record/record_json.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIPES = 2, ASK_S = 10, MAX_ANSWER = 4000, MIN_WIDTH = 20, MAX_WIDTH = 1000 };

/* Its exit code, for a command that calls exit(). */
static int final_code = CLI_CONFIG, is_answered;

static void answer(const char *why) {
  struct buf out = buf_make(MAX_ANSWER);
  if (is_answered) return;
  is_answered = 1;
  fcntl(OPERATOR_FD, F_SETFL, 0); /* no signal any more */
  buf_printf(&out, "{\"code\":%d,\"lines\":[", final_code);
  if (why != NULL) json_quote_said(&out, why, strlen(why));
  buf_str(&out, "],\"more\":0}\n");
  if (send(OPERATOR_FD, out.p, out.n, MSG_NOSIGNAL) < 0) errno = 0; /* nobody waits for it */
  buf_free(&out);
}

static void on_exit_answer(void) {
  say_flush();
  answer(NULL);
}

static int refuse(const char *why) {
  final_code = CLI_USAGE;
  answer(why);
  return CLI_USAGE;
}

/* ---- what is asked ---- */

struct asked {
  char text[OPERATOR_MAX_ASKED];
  size_t n;
  int fds[PIPES], n_fds;
};

static void take_fds(struct asked *a, struct msghdr *m) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL; c = CMSG_NXTHDR(m, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    for (size_t at = 0; CMSG_LEN(at + sizeof(int)) <= c->cmsg_len; at += sizeof(int)) {
      int fd;
      memcpy(&fd, CMSG_DATA(c) + at, sizeof fd);
      if (a->n_fds < PIPES) a->fds[a->n_fds++] = fd;
      else close(fd);
    }
  }
}

/* Up to the end of the line.  NULL, or why it cannot be taken. */
static const char *receive(struct asked *a) {
  char *end = NULL;
  while (end == NULL && a->n < sizeof a->text) {
    char room[CMSG_SPACE(PIPES * sizeof(int))];
    struct iovec to = {a->text + a->n, sizeof a->text - a->n};
    struct msghdr m = {.msg_iov = &to, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    const ssize_t n = recvmsg(OPERATOR_FD, &m, MSG_CMSG_CLOEXEC); /* the kernel closes what has no room */
    if (n <= 0) return "what to run did not come";
    take_fds(a, &m);
    if (m.msg_flags & MSG_CTRUNC) return "wanted two pipes to write to";
    end = memchr(a->text + a->n, '\n', (size_t)n);
    a->n += (size_t)n;
  }
  if (end == NULL) return "the command is too long";
  return end + 1 == a->text + a->n ? NULL : "a request is one line";
}

static int is_pipe(int fd) {
  struct stat st;
  return fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) && (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY;
}

static const char *take_pipes(const struct asked *a) {
  if (a->n_fds != PIPES || !is_pipe(a->fds[0]) || !is_pipe(a->fds[1])) return "wanted two pipes to write to";
  for (int i = 0; i < PIPES; i++) {
    fcntl(a->fds[i], F_SETFL, 0);
    if (dup2(a->fds[i], i + 1) < 0) return "no descriptor is left";
    close(a->fds[i]);
  }
  return NULL;
}

static const char *take_words(const struct asked *a, json_t **root, char *words[OPERATOR_MAX_WORDS + 1],
                              int *n, struct operator_asks *asks) {
  const json_t *word;
  size_t i;
  *root = json_loadb(a->text, a->n, 0, NULL);
  const json_t *list = json_object_get(*root, "words");
  const json_int_t width = json_integer_value(json_object_get(*root, "width"));
  if (!json_is_array(list) || json_array_size(list) == 0 || json_array_size(list) > OPERATOR_MAX_WORDS)
    return "wanted the words of a command";
  json_array_foreach(list, i, word) {
    if (!json_is_string(word)) return "wanted the words of a command";
    words[i] = (char *)(uintptr_t)json_string_value(word);
  }
  *n = (int)json_array_size(list);
  words[*n] = NULL;
  asks->width = width < MIN_WIDTH ? MIN_WIDTH : width > MAX_WIDTH ? MAX_WIDTH : (int)width;
  asks->colored = json_is_true(json_object_get(*root, "colored"));
  return NULL;
}

/* ---- the process ---- */

/* The kernel ends it with the thread that began it, and with the connection: SIGIO is not handled. */
static void end_with_others(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
static void end_with_connection(void) {
  fcntl(OPERATOR_FD, F_SETOWN, getpid());
  fcntl(OPERATOR_FD, F_SETFL, O_ASYNC);
}

int for_operator(int argc, char **argv,
                 int (*run)(int n_words, char **words, const struct operator_asks *asks)) {
  static struct asked asked;
  static char *words[OPERATOR_MAX_WORDS + 1];
  static const char ready[] = "{\"ready\":true}\n";
  struct operator_asks asks = {0};
  json_t *root = NULL;
  int n = 0;
  if (argc != 4) return CLI_USAGE;
  end_with_others();
  fcntl(OPERATOR_FD, F_SETFD, FD_CLOEXEC);
  fcntl(OPERATOR_FD, F_SETFL, 0); /* the engine does not wait, this process does */
  alarm(ASK_S);                   /* ends it */
  if (send(OPERATOR_FD, ready, sizeof ready - 1, MSG_NOSIGNAL) < 0) return CLI_FAILED;
  const char *why = receive(&asked);
  if (why == NULL) why = take_words(&asked, &root, words, &n, &asks);
  if (why == NULL) why = take_pipes(&asked);
  if (why != NULL) {
    json_decref(root);
    return refuse(why);
  }
  alarm(0);
  end_with_connection();
  atexit(on_exit_answer);
  asks.config = argv[2][0] != '\0' ? argv[2] : NULL;
  asks.store = argv[3][0] != '\0' ? argv[3] : NULL;
  final_code = run(n, words, &asks);
  say_flush();
  answer(NULL);
  json_decref(root);
  return final_code;
}
