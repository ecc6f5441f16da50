/* engine/control.c - answer requests at a socket; see control.h.
 *
 * Owns the socket's file while it is open, and the clients.  A client that fails is dropped; nothing else can
 * fail after control_open.
 */
#include "engine/control.h"

#include "record/record_json.h"
#include "util/check.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct control_client {
  struct control_client *next;
  struct control *control;
  uv_pipe_t pipe;
  uv_timer_t timer;
  uv_write_t write;
  struct buf answer;
  char request[CONTROL_MAX_REQUEST];
  size_t n;
  int handles, asked, closing; /* asked: it waits for its answer */
  uid_t uid;
  int own;
  uv_write_t telling;
  struct buf told; /* not empty: it is being written */
};

struct control {
  uv_poll_t poll;
  int fd, folder;
  struct sockaddr_un address;
  struct control_place place;
  control_fn fn;
  void *arg;
  struct control_client *clients;
  int n_clients, closing, closed;
};

/* The folder and the name of a socket. */
static int find_place(const struct control_place *place, char real[PATH_MAX], const char **name) {
  if (place->store != NULL) {
    if (realpath(place->store, real) == NULL) return -1;
  } else snprintf(real, PATH_MAX, "%s", place->path);
  char *slash = strrchr(real, '/');
  *slash = '\0'; /* both are absolute */
  *name = slash + 1;
  return 0;
}

/* The address of a socket, below an open folder (*folder, to be closed).  0, or -1 with errno and why. */
static int address_of(const struct control_place *place, struct sockaddr_un *address, int *folder, char *why,
                      size_t size) {
  char real[PATH_MAX];
  const char *name;
  if (find_place(place, real, &name) < 0) {
    snprintf(why, size, "%s: %s", place->store, strerror(errno));
    return -1;
  }
  *folder = open(real[0] != '\0' ? real : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (*folder < 0) {
    snprintf(why, size, "%s: %s", real, strerror(errno));
    return -1;
  }
  /* an address has 107 bytes, fewer than a path may have */
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  int n = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s%s", *folder, name,
                   place->store != NULL ? "-control" : "");
  if (n < (int)sizeof address->sun_path && *name != '\0') return 0;
  close(*folder);
  errno = ENAMETOOLONG;
  snprintf(why, size,
           place->store != NULL ? "the store's name is too long for a socket beside it: %s"
                                : "control: path: no name that a socket may have: %s",
           name);
  return -1;
}

int control_connect(const struct control_place *place, char *why, size_t size) {
  struct sockaddr_un address;
  int folder;
  if (address_of(place, &address, &folder, why, size) < 0) return -1;
  why[0] = '\0';
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int rc = fd < 0 ? -1 : connect(fd, (struct sockaddr *)&address, sizeof address), failed = errno;
  close(folder);
  if (rc < 0 && fd >= 0) close(fd);
  errno = failed;
  return rc < 0 ? -1 : fd;
}

/* ---- clients ---- */

static void maybe_free(struct control *c) {
  if (c->closed && c->clients == NULL) free(c);
}

static void on_closed(uv_handle_t *h) {
  struct control_client *i = h->data, **at = &i->control->clients;
  struct control *c = i->control;
  if (--i->handles > 0) return;
  while (*at != i) at = &(*at)->next;
  *at = i->next;
  c->n_clients--;
  buf_free(&i->answer);
  buf_free(&i->told);
  free(i);
  maybe_free(c);
}

static void drop(struct control_client *i) {
  if (i->closing) return;
  i->closing = 1;
  uv_close((uv_handle_t *)&i->pipe, on_closed);
  uv_close((uv_handle_t *)&i->timer, on_closed);
}

static void on_patience_over(uv_timer_t *timer) { drop(timer->data); }

static void on_written(uv_write_t *w, int status) {
  (void)status;
  drop(w->data);
}

/* It is answered, or taken.  0: it is gone, and was kept for this. */
static int leave_asked(struct control_client *i) {
  i->asked = 0;
  i->handles--;
  if (!i->closing) return 1;
  if (i->handles == 0) i->handles++, on_closed((uv_handle_t *)&i->pipe);
  return 0;
}

int control_is_own(const struct control_client *i) { return i->own; }
uid_t control_user(const struct control_client *i) { return i->uid; }

int control_take(struct control_client *i) {
  uv_os_fd_t fd;
  if (i->closing || uv_fileno((uv_handle_t *)&i->pipe, &fd) < 0) fd = -1;
  const int taken = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 5) : -1;
  if (leave_asked(i)) drop(i);
  return taken;
}

void control_answer(struct control_client *i, int code, const char *const *lines, size_t n, size_t more) {
  if (!leave_asked(i)) return;
  buf_printf(&i->answer, "{\"code\":%d,\"lines\":[", code);
  for (size_t k = 0; k < n; k++) {
    buf_str(&i->answer, k > 0 ? "," : "");
    json_quote_said(&i->answer, lines[k], strlen(lines[k]));
  }
  buf_printf(&i->answer, "],\"more\":%zu}\n", more);
  uv_buf_t all = uv_buf_init(i->answer.p, (unsigned)i->answer.n);
  i->write.data = i;
  uv_timer_start(&i->timer, on_patience_over, CONTROL_PATIENCE_MS, 0);
  if (uv_write(&i->write, (uv_stream_t *)&i->pipe, &all, 1, on_written) < 0) drop(i);
}

static void on_told(uv_write_t *w, int status) {
  struct control_client *i = w->data;
  (void)status;
  buf_clear(&i->told);
}

void control_tell(struct control_client *i, const char *words) {
  if (i->closing || i->told.n > 0) return;
  buf_str(&i->told, "{\"progress\":");
  json_quote_said(&i->told, words, strlen(words));
  buf_str(&i->told, "}\n");
  uv_buf_t all = uv_buf_init(i->told.p, (unsigned)i->told.n);
  i->telling.data = i;
  if (uv_write(&i->telling, (uv_stream_t *)&i->pipe, &all, 1, on_told) < 0) buf_clear(&i->told);
}

static void ask(struct control_client *i) {
  char *end = memchr(i->request, '\n', i->n);
  if (end == NULL && i->n < sizeof i->request) return;
  uv_read_stop((uv_stream_t *)&i->pipe);
  uv_timer_stop(&i->timer);
  i->asked = 1;
  i->handles++; /* until it is answered */
  if (end == NULL) control_answer(i, 2, (const char *const[]){"the request is too long"}, 1, 0);
  else if (end + 1 != i->request + i->n)
    control_answer(i, 2, (const char *const[]){"a request is one line"}, 1, 0);
  else {
    *end = '\0';
    i->control->fn(i->control->arg, i, i->request);
  }
}

static void on_room(uv_handle_t *h, size_t suggested, uv_buf_t *room) {
  struct control_client *i = h->data;
  (void)suggested;
  *room = uv_buf_init(i->request + i->n, (unsigned)(sizeof i->request - i->n));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *room) {
  struct control_client *i = stream->data;
  (void)room;
  if (n < 0) drop(i);
  if (n <= 0) return;
  i->n += (size_t)n;
  ask(i);
}

/* ---- who may ask ---- */

enum { MAX_GROUPS = 65536 };

static int is_member(int fd, gid_t first, gid_t group) {
  socklen_t size = 0;
  int found = first == group;
  if (found) return 1;
  getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, NULL, &size); /* says how many there are */
  if (size == 0 || size > MAX_GROUPS * sizeof(gid_t)) return 0;
  gid_t *groups = check_alloc(size);
  if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size) == 0)
    for (size_t k = 0; k < size / sizeof *groups; k++) found |= groups[k] == group;
  free(groups);
  return found;
}

static int is_own(uid_t uid) { return uid == geteuid() || uid == 0; }

static int count_of(const struct control *c, uid_t uid) {
  int n = 0;
  for (const struct control_client *i = c->clients; i != NULL; i = i->next) n += i->uid == uid;
  return n;
}

/* What the one who connects is told in place of being asked; "": nothing, it may ask. */
static void find_refusal(const struct control *c, int fd, uid_t *uid, char *out, size_t size) {
  struct ucred who;
  socklen_t n = sizeof who;
  out[0] = '\0';
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) < 0) {
    snprintf(out, size, "the kernel does not say who asks");
    return;
  }
  *uid = who.uid;
  const int own = is_own(who.uid);
  if (!own && !c->place.has_group)
    snprintf(out, size, "only user %ld and root may ask this program, not user %ld", (long)geteuid(),
             (long)who.uid);
  else if (!own && !is_member(fd, who.gid, c->place.group))
    snprintf(
        out, size,
        "user %ld is not a member of the group %s; `usermod -aG %s NAME`, as root, makes one, from the next "
        "login on",
        (long)who.uid, c->place.group_name, c->place.group_name);
  else if (c->n_clients >= CONTROL_MAX_CLIENTS || (!own && count_of(c, who.uid) >= CONTROL_MAX_OF_MEMBER))
    snprintf(out, size, "too many ask this program at once; try again");
}

/* A new socket has room for it. */
static void refuse(int fd, const char *why) {
  struct buf out = buf_make(CONTROL_MAX_LINE);
  buf_str(&out, "{\"code\":1,\"lines\":[");
  json_quote_said(&out, why, strlen(why));
  buf_str(&out, "],\"more\":0}\n");
  if (send(fd, out.p, out.n, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) errno = 0; /* then it is told nothing */
  buf_free(&out);
  close(fd);
}

static void take_client(struct control *c, int fd, uid_t uid) {
  struct control_client *i = check_alloc(sizeof *i);
  *i =
      (struct control_client){.next = c->clients, .control = c, .handles = 2, .uid = uid, .own = is_own(uid)};
  i->answer = buf_make(CONTROL_MAX_ANSWER);
  i->told = buf_make(CONTROL_MAX_LINE);
  c->clients = i;
  c->n_clients++;
  uv_pipe_init(c->poll.loop, &i->pipe, 0);
  uv_timer_init(c->poll.loop, &i->timer);
  i->pipe.data = i->timer.data = i;
  uv_timer_start(&i->timer, on_patience_over, CONTROL_PATIENCE_MS, 0);
  uv_unref((uv_handle_t *)&i->timer);
  int rc = uv_pipe_open(&i->pipe, fd);
  if (rc < 0) close(fd);
  uv_unref((uv_handle_t *)&i->pipe);
  if (rc < 0 || uv_read_start((uv_stream_t *)&i->pipe, on_room, on_read) < 0) drop(i);
}

static void on_connection(uv_poll_t *poll, int status, int events) {
  struct control *c = poll->data;
  (void)status, (void)events;
  int fd = accept4(c->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  char why[500];
  uid_t uid = 0;
  if (fd < 0) return;
  find_refusal(c, fd, &uid, why, sizeof why);
  if (why[0] == '\0') take_client(c, fd, uid);
  else refuse(fd, why);
}

/* ---- the socket ---- */

static void remove_socket(const struct control *c) {
  struct stat st;
  if (lstat(c->address.sun_path, &st) == 0 && S_ISSOCK(st.st_mode)) unlink(c->address.sun_path);
}

/* Somebody answers there.  A program that was killed left a file that nobody listens at. */
static int is_taken(const struct control *c) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int rc = fd < 0 ? 0 : connect(fd, (const struct sockaddr *)&c->address, sizeof c->address);
  int taken = fd >= 0 && (rc == 0 || errno == EAGAIN); /* EAGAIN: too many wait already */
  if (fd >= 0) close(fd);
  return taken;
}

/* Before anybody is let in: the file has the mode 0600 until its group is set. */
static int open_to_group(const struct control *c) {
  if (!c->place.has_group) return 0;
  if (fchownat(AT_FDCWD, c->address.sun_path, (uid_t)-1, c->place.group, AT_SYMLINK_NOFOLLOW) < 0) return -1;
  return chmod(c->address.sun_path, 0660); /* its folder is the program's own */
}

static int listen_there(struct control *c) {
  if (c->place.store == NULL && is_taken(c)) {
    errno = EADDRINUSE;
    return -1;
  }
  c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (c->fd < 0) return -1;
  remove_socket(c);
  /* the file gets the mode of the socket: nobody else can connect between bind and a chmod */
  if (fchmod(c->fd, 0600) < 0 || bind(c->fd, (struct sockaddr *)&c->address, sizeof c->address) < 0)
    return -1;
  if (open_to_group(c) == 0 && listen(c->fd, CONTROL_MAX_CLIENTS) == 0) return 0;
  int saved = errno;
  remove_socket(c);
  errno = saved;
  return -1;
}

static void on_poll_closed(uv_handle_t *h) {
  struct control *c = h->data;
  c->closed = 1;
  maybe_free(c);
}

struct control *control_open(uv_loop_t *loop, const struct control_place *place, control_fn fn, void *arg,
                             char *why, size_t size) {
  struct control *c = check_alloc(sizeof *c);
  *c = (struct control){.fn = fn, .arg = arg, .fd = -1, .folder = -1, .place = *place};
  if (address_of(place, &c->address, &c->folder, why, size) < 0) {
    free(c);
    return NULL;
  }
  if (listen_there(c) < 0 || uv_poll_init(loop, &c->poll, c->fd) < 0) {
    if (place->store != NULL) snprintf(why, size, "no socket beside %s: %s", place->store, strerror(errno));
    else if (errno == EPERM)
      snprintf(why, size,
               "control: %s cannot be given to the group %s: the user of this program is none of it",
               place->path, place->group_name);
    else snprintf(why, size, "control: %s: %s", place->path, strerror(errno));
    if (c->fd >= 0) close(c->fd);
    close(c->folder);
    free(c);
    return NULL;
  }
  c->poll.data = c;
  uv_poll_start(&c->poll, UV_READABLE, on_connection);
  uv_unref((uv_handle_t *)&c->poll);
  return c;
}

void control_close(struct control *c) {
  if (c == NULL || c->closing) return;
  c->closing = 1;
  for (struct control_client *i = c->clients, *next; i != NULL; i = next) {
    next = i->next;
    i->handles -= i->asked;
    i->asked = 0;
    drop(i);
  }
  remove_socket(c);
  close(c->folder);
  uv_poll_stop(&c->poll);
  close(c->fd);
  uv_close((uv_handle_t *)&c->poll, on_poll_closed);
}
