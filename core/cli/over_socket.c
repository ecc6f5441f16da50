/* cli/over_socket.c - let the service run a command; see over_socket.h.
 *
 * Its output comes through two pipes and is passed on as it comes: it is escaped where it was made, and the socket's folder
 * is the service's.  Failures are told in one sentence each.
 */
#include "cli/over_socket.h"

#include "cli/commands.h"
#include "cli/for_operator.h"
#include "engine/control.h"
#include "util/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <jansson.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LAST_MS = 2000, MAX_MEMBER_GROUPS = 1024 };

/* ---- whose it is ---- */

/* The entry that this user is kept from: the path itself, or the folder above it that is closed to him. */
static int find_closed(const char *path, char out[PATH_MAX], struct stat *st) {
  snprintf(out, PATH_MAX, "%s", path);
  while (stat(out, st) < 0) {
    char *slash = strrchr(out, '/');
    if (errno != EACCES || slash == NULL || slash == out) return -1;
    *slash = '\0';
  }
  return 0;
}

static int has_group(gid_t group) {
  gid_t groups[MAX_MEMBER_GROUPS];
  const int n = getgroups(MAX_MEMBER_GROUPS, groups);
  int found = getegid() == group;
  for (int i = 0; i < n; i++) found |= groups[i] == group;
  return found;
}

/* By the data base of users: from the next login on. */
static int will_have_group(const struct passwd *user, gid_t group) {
  gid_t groups[MAX_MEMBER_GROUPS];
  int n = MAX_MEMBER_GROUPS, found = 0;
  if (user == NULL || getgrouplist(user->pw_name, user->pw_gid, groups, &n) < 0) return 0;
  for (int i = 0; i < n; i++) found |= groups[i] == group;
  return found;
}

/* Is it a group's, and this user none of it?  1 and why. */
static int lacks_group(const char *path, char *why, size_t size) {
  char closed[PATH_MAX];
  struct stat st;
  if (find_closed(path, closed, &st) < 0 || st.st_gid == 0 || has_group(st.st_gid)) return 0;
  const struct group *group = getgrgid(st.st_gid);
  if (group == NULL) return 0;
  char name[200];
  snprintf(name, sizeof name, "%s", group->gr_name);
  const struct passwd *user = getpwuid(getuid());
  const char *who = user != NULL ? user->pw_name : "NAME";
  if (will_have_group(user, st.st_gid))
    snprintf(why, size,
             "%s is for the group %s, of which %s is a member from the next login on: log in again", closed,
             name, who);
  else
    snprintf(
        why, size,
        "%s is for the group %s, of which you are no member: `usermod -aG %s %s`, as root, then log in again",
        closed, name, name, who);
  return 1;
}

static int is_closed(const char *path, int mode) { return access(path, mode) < 0 && errno == EACCES; }

const char *over_socket_path(const struct cli *cli) {
  if (cli->store != NULL || cli->config == NULL || geteuid() == 0) return NULL;
  const char *store = cli_control_store(cli), *path = cli_conf()->control.path.p;
  return path != NULL && path[0] != '\0' && store != NULL && is_closed(store, R_OK | W_OK) ? path : NULL;
}

void over_socket_find(struct cli *cli) {
  if (cli->store != NULL || cli->config != NULL || access(cli_store_path(cli), F_OK) == 0) return;
  cli->config = cli_machine_config();
}

int over_socket_connect(const struct cli *cli, const char *path, char *why, size_t size) {
  const struct control_place place = {.path = path, .group_name = ""};
  const int fd = control_connect(&place, why, size), failed = errno;
  if (fd >= 0) return fd;
  if (failed == EACCES && lacks_group(path, why, size)) return -1;
  if (failed == ENOENT || failed == ECONNREFUSED)
    snprintf(why, size,
             "the store %s is its service's, and no `tidings run` listens at %s: `systemctl start tidings`, "
             "as root, "
             "starts it",
             cli_control_store(cli), path);
  else snprintf(why, size, "%s: %s", path, strerror(failed));
  return -1;
}

void over_socket_tell_owner(const struct cli *cli, const struct cli_command *c) {
  char closed[PATH_MAX];
  struct stat st;
  const int asks = strcmp(c->name, "reload") == 0; /* it has asked the service itself */
  if (cli_is_for_operators(c) || cli_opens_no_store(c) || asks || over_socket_path(cli) == NULL) return;
  if (find_closed(cli_control_store(cli), closed, &st) < 0) return;
  const struct passwd *owner = getpwuid(st.st_uid);
  if (owner != NULL)
    say_error("tidings %s: that store is the service's: as root, `runuser -u %s -- tidings %s` does it as "
              "its user\n",
              c->name, owner->pw_name, c->name);
}

/* ---- the command ---- */

/* Two pipes: the ends to write to are sent with the line. */
static int send_asked(int fd, const char *line, size_t n, const int ends[2]) {
  char room[CMSG_SPACE(2 * sizeof(int))] = {0};
  struct iovec from = {(char *)(uintptr_t)line, n};
  struct msghdr m = {.msg_iov = &from, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN(2 * sizeof(int));
  memcpy(CMSG_DATA(c), ends, 2 * sizeof(int));
  ssize_t sent = sendmsg(fd, &m, MSG_NOSIGNAL);
  while (sent >= 0 && (size_t)sent < n) {
    const ssize_t more = send(fd, line + sent, n - (size_t)sent, MSG_NOSIGNAL);
    if (more < 0) return -1;
    sent += more;
  }
  return sent < 0 ? -1 : 0;
}

/* The line of for_operator.h; NULL: an argument is no UTF-8. */
static char *asked_line(const struct cli *cli, const char *const *words, int n) {
  json_t *root = json_object(), *list = json_array();
  int good = 1;
  for (int i = 0; i < n; i++) good = json_array_append_new(list, json_string(words[i])) == 0 && good;
  json_object_set_new(root, "width", json_integer(cli->width));
  json_object_set_new(root, "colored", json_boolean(cli->colored));
  json_object_set_new(root, "words", list);
  char *text = good ? json_dumps(root, JSON_COMPACT) : NULL;
  json_decref(root);
  return text;
}

struct exchange {
  struct pollfd fds[3]; /* standard output, standard error, the connection */
  struct buf answer;
};

/* 0: it has ended. */
static int pass_on(struct exchange *x, int i) {
  char some[4096];
  const ssize_t n = read(x->fds[i].fd, some, sizeof some);
  if (n > 0 && i == 2) buf_add(&x->answer, some, (size_t)n);
  if (n > 0 && i == 0 && (say_ready(stdout, some, (size_t)n) < 0 || fflush(stdout) != 0)) return -1;
  if (n > 0 && i == 1) say_ready(stderr, some, (size_t)n);
  if (n <= 0) {
    close(x->fds[i].fd);
    x->fds[i].fd = -1;
  }
  return 0;
}

/* Until all three have ended; what the command began may keep the pipes a little longer. */
static void pass_all(struct exchange *x) {
  int left = 1;
  while (left) {
    const int wait = x->fds[2].fd < 0 ? LAST_MS : -1;
    if (poll(x->fds, 3, wait) == 0) break;
    for (int i = 0; i < 3; i++)
      if (x->fds[i].fd >= 0 && x->fds[i].revents != 0 && pass_on(x, i) < 0) return;
    left = x->fds[0].fd >= 0 || x->fds[1].fd >= 0 || x->fds[2].fd >= 0;
  }
}

static int code_of(const char *command, const struct buf *answer) {
  json_t *root = json_loadb(answer->p, answer->n, 0, NULL), *line;
  int code = CLI_FAILED;
  size_t i;
  if (root == NULL) {
    say_error("tidings %s: the service ended the command before it was done\n", command);
    return CLI_FAILED;
  }
  if (json_is_integer(json_object_get(root, "code")))
    code = (int)json_integer_value(json_object_get(root, "code"));
  json_array_foreach(json_object_get(root, "lines"), i, line)
      say_error("tidings %s: %s\n", command, json_string_value(line));
  json_decref(root);
  return code;
}

/* One line, into the buffer; 1: it says that the command may be told. */
static int is_ready(int fd, struct buf *out) {
  char c;
  while (out->n < CONTROL_MAX_LINE && read(fd, &c, 1) == 1) {
    buf_char(out, c);
    if (c == '\n') break;
  }
  json_t *root = out->n > 0 ? json_loadb(out->p, out->n, 0, NULL) : NULL;
  const int ready = json_is_true(json_object_get(root, "ready"));
  json_decref(root);
  return ready;
}

static int exchange(const struct cli_command *c, int fd, const char *line) {
  static const char request[] = "command\n";
  struct exchange x = {.answer = buf_make(CONTROL_MAX_ANSWER)};
  struct buf text = buf_make(OPERATOR_MAX_ASKED);
  int out[2] = {-1, -1}, err[2] = {-1, -1}, sent = -1;
  buf_printf(&text, "%s\n", line);
  send(fd, request, sizeof request - 1, MSG_NOSIGNAL); /* one that is refused is told why all the same */
  if (is_ready(fd, &x.answer)) {
    buf_clear(&x.answer);
    if (pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0)
      sent = send_asked(fd, text.p, text.n, (const int[]){out[1], err[1]});
    if (sent < 0) say_error("tidings %s: the service cannot be asked: %s\n", c->name, strerror(errno));
    if (out[1] >= 0) close(out[1]);
    if (err[1] >= 0) close(err[1]);
  }
  for (int i = 0; i < 3; i++)
    x.fds[i] = (struct pollfd){.fd = i == 0 ? out[0] : i == 1 ? err[0] : fd, .events = POLLIN};
  pass_all(&x);
  const int code = code_of(c->name, &x.answer);
  buf_free(&x.answer);
  buf_free(&text);
  return code;
}

int over_socket(struct cli *cli, const struct cli_command *c, int argc, char **argv,
                const struct cli_table *tables, int *code) {
  char why[1000];
  *code = CLI_FAILED;
  if (!cli_is_for_operators(c)) return 0;
  over_socket_find(cli);
  if (cli->config != NULL && is_closed(cli->config, R_OK) && lacks_group(cli->config, why, sizeof why))
    return say_error("tidings %s: %s\n", c->name, why), *code = CLI_CONFIG, 1;
  const char *path = over_socket_path(cli);
  if (path == NULL) return 0;
  const char **words = calloc((size_t)argc + 1, sizeof *words);
  if (words == NULL) return 1;
  words[0] = c->name;
  const int n = 1 + cli_words_without(argc, argv, tables, cli_common_options(c), words + 1);
  char *line = asked_line(cli, words, n);
  free(words);
  if (line == NULL || strlen(line) + 2 > OPERATOR_MAX_ASKED || n > OPERATOR_MAX_WORDS)
    *code = cli_usage(c, "the service takes %d arguments of UTF-8, %d KiB in all", OPERATOR_MAX_WORDS,
                      OPERATOR_MAX_ASKED >> 10);
  else {
    const int fd = over_socket_connect(cli, path, why, sizeof why);
    if (fd >= 0) *code = exchange(c, fd, line);
    else say_error("tidings %s: %s\n", c->name, why);
  }
  free(line);
  return 1;
}
