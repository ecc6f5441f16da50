/* engine/control.c - answer requests at a socket beside the store; see control.h.
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
  uv_write_t telling;
  struct buf told; /* not empty: it is being written */
};

struct control {
  uv_poll_t poll;
  int fd, folder;
  struct sockaddr_un address;
  control_fn fn;
  void *arg;
  struct control_client *clients;
  int n_clients, closing, closed;
};

int control_address(const char *store_path, struct sockaddr_un *address, int *folder, char *why,
                    size_t size) {
  char real[PATH_MAX];
  if (realpath(store_path, real) == NULL) {
    snprintf(why, size, "%s: %s", store_path, strerror(errno));
    return -1;
  }
  char *name = strrchr(real, '/');
  *name++ = '\0';
  *folder = open(real[0] != '\0' ? real : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (*folder < 0) {
    snprintf(why, size, "%s: %s", real, strerror(errno));
    return -1;
  }
  /* an address has 107 bytes, fewer than a path may have */
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  int n = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s-control", *folder, name);
  if (n < (int)sizeof address->sun_path) return 0;
  close(*folder);
  snprintf(why, size, "the store's name is too long for a socket beside it: %s", name);
  return -1;
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

void control_answer(struct control_client *i, int code, const char *const *lines, size_t n, size_t more) {
  i->asked = 0;
  if (i->closing) { /* it was kept for this */
    if (--i->handles == 0) i->handles++, on_closed((uv_handle_t *)&i->pipe);
    return;
  }
  i->handles--;
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
  if (end != NULL) *end = '\0';
  if (end != NULL) i->control->fn(i->control->arg, i, i->request);
  else control_answer(i, 2, (const char *const[]){"the request is too long"}, 1, 0);
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

/* Only the user of the program and root. */
static int is_allowed(int fd) {
  struct ucred who;
  socklen_t n = sizeof who;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 && (who.uid == geteuid() || who.uid == 0);
}

static void take_client(struct control *c, int fd) {
  struct control_client *i = check_alloc(sizeof *i);
  *i = (struct control_client){.next = c->clients, .control = c, .handles = 2};
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
  if (fd < 0) return;
  if (c->n_clients < CONTROL_MAX_CLIENTS && is_allowed(fd)) take_client(c, fd);
  else close(fd);
}

/* ---- the socket ---- */

/* The file of a program that was killed; it holds no lock any more. */
static void remove_socket(const struct control *c) {
  struct stat st;
  if (lstat(c->address.sun_path, &st) == 0 && S_ISSOCK(st.st_mode)) unlink(c->address.sun_path);
}

static int listen_there(struct control *c) {
  c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (c->fd < 0) return -1;
  remove_socket(c);
  /* the file gets the mode of the socket: nobody else can connect between bind and a chmod */
  if (fchmod(c->fd, 0600) < 0 || bind(c->fd, (struct sockaddr *)&c->address, sizeof c->address) < 0)
    return -1;
  return listen(c->fd, CONTROL_MAX_CLIENTS);
}

static void on_poll_closed(uv_handle_t *h) {
  struct control *c = h->data;
  c->closed = 1;
  maybe_free(c);
}

struct control *control_open(uv_loop_t *loop, const char *store_path, control_fn fn, void *arg, char *why,
                             size_t size) {
  struct control *c = check_alloc(sizeof *c);
  *c = (struct control){.fn = fn, .arg = arg, .fd = -1, .folder = -1};
  if (control_address(store_path, &c->address, &c->folder, why, size) < 0) {
    free(c);
    return NULL;
  }
  if (listen_there(c) < 0 || uv_poll_init(loop, &c->poll, c->fd) < 0) {
    snprintf(why, size, "no socket beside %s: %s", store_path, strerror(errno));
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
