/* listener/hook.c - the HTTP side of the listener; see hook.h and listener.h.
 *
 * libmicrohttpd reads requests, with its limits of connections and headers.  It knows no limit for a whole
 * connection, only for its silence, which a byte now and then avoids: so each connection has a seat with the time at
 * which it came, and is shut down when its time is over.
 *
 * A push lives from its first header to its last byte and belongs to the library's connection (con_cls).  Whatever is
 * wrong with a request is answered with a status; only an engine that is not there ends this process.
 */
#include "listener/hook.h"

#include "listener/listener.h"
#include "listener/signature.h"
#include "util/clock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { TURN_MS = 500 };

struct seat {
  int taken, cut;
  int fd;
  int64_t since;
};

struct hook {
  struct MHD_Daemon *daemon;
  int engine, lost;
  struct seat seats[LISTENER_MAX_CONNECTIONS];
};

/* A POST that is being read. */
struct push {
  char key[LISTENER_KEY + 1];
  size_t n;
  struct signature signature;
};

/* ---- the engine ---- */

static int write_all(int fd, const void *from, size_t n) {
  const char *p = from;
  while (n > 0) {
    ssize_t done = write(fd, p, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return -1;
    p += done;
    n -= (size_t)done;
  }
  return 0;
}

static int read_all(int fd, void *to, size_t n) {
  const int64_t end = clock_mono_ms() + LISTENER_PATIENCE_MS;
  char *p = to;
  while (n > 0) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    const int64_t left = end - clock_mono_ms();
    if (left <= 0 || poll(&wait, 1, (int)left) == 0) return -1;
    ssize_t got = read(fd, p, n);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return -1;
    p += got;
    n -= (size_t)got;
  }
  return 0;
}

static void tell(struct hook *h, const struct listener_message *m) {
  if (!h->lost && write_all(h->engine, m, sizeof *m) < 0) h->lost = 1;
}

/* 503 when there is no answer. */
static struct listener_answer ask(struct hook *h, const struct listener_message *m) {
  struct listener_answer a = {.status = MHD_HTTP_SERVICE_UNAVAILABLE};
  tell(h, m);
  if (!h->lost && read_all(h->engine, &a, sizeof a) < 0) h->lost = 1;
  if (h->lost) a.status = MHD_HTTP_SERVICE_UNAVAILABLE;
  a.secret[LISTENER_MAX_SECRET] = '\0';
  return a;
}

/* ---- answers ---- */

static enum MHD_Result reply(struct MHD_Connection *c, unsigned status, const char *text) {
  struct MHD_Response *r =
      MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
  if (r == NULL) return MHD_NO;
  MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
  MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
  MHD_add_response_header(r, "X-Content-Type-Options", "nosniff"); /* a challenge is a stranger's text */
  const enum MHD_Result done = MHD_queue_response(c, status, r);
  MHD_destroy_response(r);
  return done;
}

/* 0 when the path ends in no key. */
static int take_key(const char *path, char key[LISTENER_KEY + 1]) {
  const char *slash = strrchr(path, '/'), *from = slash != NULL ? slash + 1 : path;
  if (strlen(from) != LISTENER_KEY || strspn(from, "0123456789abcdef") != LISTENER_KEY) return 0;
  memcpy(key, from, LISTENER_KEY + 1);
  return 1;
}

static const char *argument(struct MHD_Connection *c, const char *name) {
  const char *v = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, name);
  return v != NULL ? v : "";
}

/* 0 when it is too long, which `cut` permits, between two characters. */
static int copy_text(char *to, size_t size, const char *from, int cut) {
  size_t n = strlen(from);
  if (n >= size && !cut) return 0;
  if (n >= size) n = tdg_utf8_cut(tdg_str_of(from), size - 1);
  memcpy(to, from, n);
  return 1;
}

static int64_t number(const char *text) {
  const size_t n = strspn(text, "0123456789");
  return n > 0 && n < 18 && text[n] == '\0' ? strtoll(text, NULL, 10) : 0;
}

/* 0: not given; -1: no number of seconds. */
static int64_t lease(const char *text) {
  const size_t n = strspn(text, "0123456789");
  if (text[0] == '\0') return 0;
  if (text[n] != '\0' || strspn(text, "0") == n) return -1;
  return n < 18 ? number(text) : INT64_MAX / 1000;
}

static enum MHD_Result on_get(struct hook *h, struct MHD_Connection *c, const char *path) {
  struct listener_message m = {.what = LISTENER_CHECK, .lease = lease(argument(c, "hub.lease_seconds"))};
  const char *challenge = argument(c, "hub.challenge");
  if (!take_key(path, m.key) || !copy_text(m.mode, sizeof m.mode, argument(c, "hub.mode"), 0) ||
      !copy_text(m.topic, sizeof m.topic, argument(c, "hub.topic"), 0))
    return reply(c, MHD_HTTP_NOT_FOUND, "");
  copy_text(m.reason, sizeof m.reason, argument(c, "hub.reason"), 1);
  if (strcmp(m.mode, "denied") != 0 && challenge[0] == '\0') return reply(c, MHD_HTTP_NOT_FOUND, "");
  const unsigned status = ask(h, &m).status;
  return reply(c, status, status == MHD_HTTP_OK ? challenge : "");
}

static int is_too_long(struct MHD_Connection *c) {
  const char *said = MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  return said != NULL && (strlen(said) > 17 || number(said) > LISTENER_MAX_BODY);
}

static enum MHD_Result on_post(struct hook *h, struct MHD_Connection *c, const char *path, void **con_cls) {
  struct listener_message m = {.what = LISTENER_OPEN};
  if (!take_key(path, m.key)) return reply(c, MHD_HTTP_NOT_FOUND, "");
  if (is_too_long(c)) return reply(c, MHD_HTTP_CONTENT_TOO_LARGE, "");
  const struct listener_answer a = ask(h, &m);
  if (a.status != MHD_HTTP_OK) return reply(c, a.status, "");
  struct push *p = calloc(1, sizeof *p);
  if (p == NULL) return MHD_NO;
  memcpy(p->key, m.key, sizeof p->key);
  signature_begin(&p->signature, MHD_lookup_connection_value(c, MHD_HEADER_KIND, "X-Hub-Signature"),
                  a.secret);
  *con_cls = p;
  return MHD_YES;
}

static enum MHD_Result on_body(struct push *p, const char *bytes, size_t *n) {
  p->n += *n;
  if (p->n > LISTENER_MAX_BODY) return MHD_NO; /* it said no length; cut */
  signature_add(&p->signature, bytes, *n);
  *n = 0;
  return MHD_YES;
}

static enum MHD_Result on_end(struct hook *h, struct MHD_Connection *c, struct push *p) {
  struct listener_message m = {.what = LISTENER_PUSHED, .good = (uint32_t)signature_is_good(&p->signature)};
  memcpy(m.key, p->key, sizeof m.key);
  tell(h, &m);
  return reply(c, MHD_HTTP_ACCEPTED, ""); /* also for a wrong one, as the standard wants */
}

static enum MHD_Result on_request(void *hook, struct MHD_Connection *c, const char *path, const char *method,
                                  const char *version, const char *bytes, size_t *n, void **con_cls) {
  struct hook *h = hook;
  (void)version;
  if (*con_cls != NULL) return *n > 0 ? on_body(*con_cls, bytes, n) : on_end(h, c, *con_cls);
  if (strcmp(method, MHD_HTTP_METHOD_GET) == 0) return on_get(h, c, path);
  if (strcmp(method, MHD_HTTP_METHOD_POST) == 0) return on_post(h, c, path, con_cls);
  return reply(c, MHD_HTTP_METHOD_NOT_ALLOWED, "");
}

static void on_completed(void *hook, struct MHD_Connection *c, void **con_cls,
                         enum MHD_RequestTerminationCode code) {
  (void)hook, (void)c, (void)code;
  free(*con_cls);
  *con_cls = NULL;
}

/* ---- seats ---- */

static void on_connection(void *hook, struct MHD_Connection *c, void **seat,
                          enum MHD_ConnectionNotificationCode code) {
  struct hook *h = hook;
  struct seat *s = *seat;
  if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
    if (s != NULL) s->taken = 0;
    return;
  }
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
  for (s = h->seats; s < h->seats + LISTENER_MAX_CONNECTIONS && s->taken;) s++;
  if (s == h->seats + LISTENER_MAX_CONNECTIONS || info == NULL) return; /* the library has the same limit */
  *s = (struct seat){.taken = 1, .fd = info->connect_fd, .since = clock_mono_ms()};
  *seat = s;
}

static void cut_overdue(struct hook *h) {
  const int64_t now = clock_mono_ms();
  for (struct seat *s = h->seats; s < h->seats + LISTENER_MAX_CONNECTIONS; s++)
    if (s->taken && !s->cut && now - s->since > LISTENER_LIFE_MS) {
      s->cut = 1;
      shutdown(s->fd, SHUT_RDWR);
    }
}

/* ---- the loop ---- */

static void be_silent(void *arg, const char *fmt, va_list ap) { (void)arg, (void)fmt, (void)ap; }

struct hook *hook_start(int listening, int engine) {
  struct hook *h = calloc(1, sizeof *h);
  if (h == NULL) return NULL;
  h->engine = engine;
  h->daemon = MHD_start_daemon(
      MHD_USE_EPOLL, 0, NULL, NULL, on_request, h, MHD_OPTION_EXTERNAL_LOGGER, be_silent, NULL,
      MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listening, MHD_OPTION_CONNECTION_LIMIT,
      (unsigned)LISTENER_MAX_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LISTENER_MAX_HEADER,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(LISTENER_LIFE_MS / 1000), MHD_OPTION_NOTIFY_COMPLETED,
      on_completed, h, MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_END);
  if (h->daemon != NULL) return h;
  free(h);
  return NULL;
}

int hook_fd(const struct hook *h) {
  return MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int hook_wait(const struct hook *h) {
  MHD_UNSIGNED_LONG_LONG wait;
  return MHD_get_timeout(h->daemon, &wait) == MHD_YES && wait < TURN_MS ? (int)wait : TURN_MS;
}

int hook_turn(struct hook *h) {
  cut_overdue(h);
  MHD_run(h->daemon);
  return h->lost ? -1 : 0;
}
