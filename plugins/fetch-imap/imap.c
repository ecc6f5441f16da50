/* fetch-imap - the mails of a folder of an IMAP account, each once; nothing on the server is changed.
 *
 * Input: a TDG_REQUEST with TDG_URL imaps://NAME@HOST/FOLDER (or imap://, with STARTTLS) and the account in its header
 * Authorization (imap_address.c).  run begins to connect and returns TDG_PENDING; pump waits and emits a document for each new
 * mail, of type message/rfc822, with RFC 5092's address of it, or one with TDG_STATUS 304, or TDG_ERROR and a message that says
 * what to do.  Which mails are new is kept for the source (tidings/ext/state.h): the UIDVALIDITY of its folder and the highest
 * UID that was read.
 *
 * A connection reads `mails` mails and 8 MiB at most, then asks for the rest; so memory is bounded, and a folder of any size
 * is read while others are asked.  Addresses in private networks are refused unless the operator allows them.
 */
#include "imap.h"

#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include <tidings/ext/state.h>
#include <tidings/kit/process.h>
#include <tidings/kit/str.h>

enum { READ = 64 << 10, READS_A_TURN = 16 };

static const struct tdg_option options[] = {
    TDG_OPT(struct imap_conf, max_size, TDG_O_SIZE, 0, "16MiB", 1024, IMAP_MAX_DOCUMENT,
            "A larger mail is left out, and told."),
    TDG_OPT(struct imap_conf, mails, TDG_O_INT, 0, "1000", 1, 10000,
            "Mails that are read with one connection."),
    TDG_OPT(struct imap_conf, mails_a_poll, TDG_O_INT, 0, "10000", 1, 1000000,
            "Mails that are read with one poll; the rest comes with the next one."),
    TDG_OPT(struct imap_conf, since, TDG_O_DURATION, 0, "0", 0, INT64_C(36500) * 86400000,
            "When a folder is read for the first time, mails that came longer ago are left out (days are "
            "compared); 0: "
            "none is."),
    TDG_OPT(struct imap_conf, timeout, TDG_O_DURATION, 0, "60s", 1000, 90000,
            "Time limit of one connection; what was read until then is kept."),
    TDG_OPT(struct imap_conf, connect_timeout, TDG_O_DURATION, 0, "15s", 100, 60000,
            "Time limit for connecting and logging in."),
    TDG_OPT(struct imap_conf, stall_timeout, TDG_O_DURATION, 0, "20s", 1000, 90000,
            "A connection that brings nothing for this time is ended."),
    TDG_OPT(struct imap_conf, allow_private, TDG_O_BOOL, 0, "false", 0, 0,
            "Connect to private, loopback and other special addresses too."),
    TDG_OPT(struct imap_conf, allow_plain, TDG_O_BOOL, 0, "false", 0, 0,
            "imap: addresses are asked without STARTTLS, so that anybody on the way can read name, password "
            "and mails. "
            "This machine itself (localhost) is always asked so."),
    TDG_OPT(struct imap_conf, ca, TDG_O_PATH, TDG_O_READ, "", 0, 0,
            "A file with the certificates of authorities, in PEM, in place of the system's."),
};

struct connection {
  struct connection *next;
  struct imap_line *line;
  struct imap_reader reader;
  struct imap_session session;
  int64_t began, heard; /* monotonic clock; heard: the last bytes */
  int logged_in, has_more;
};

struct imap_self {
  struct imap_conf conf;
  struct connection *first;
  size_t n;
};

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- a connection ---- */

static void free_connection(struct connection *c) {
  imap_line_close(c->line);
  imap_reader_free(&c->reader);
  imap_session_free(&c->session);
  free(c);
}

static struct imap_place place_before(tdg_call *call) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  struct imap_place p = {0, 0, 0};
  if (state == NULL || sscanf(state->get(call, "folder").p, "%u %u %u", &p.validity, &p.last, &p.first) != 3)
    return (struct imap_place){0, 0, 0};
  return p;
}

static int begin(tdg_call *call, struct imap_self *self, const tdg_rec *request,
                 struct imap_account *account) {
  struct connection *c = calloc(1, sizeof *c);
  if (c == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for a connection");
  struct imap_session *s = &c->session;
  const struct tdg_str url = tdg_get(call, request, TDG_URL);
  s->conf = &self->conf;
  s->url = strndup(url.p, strcspn(url.p, "?#"));
  s->folder = account->folder, s->shown = account->shown;
  account->folder = account->shown = NULL;
  s->request_no = tdg_get_int(call, request, TDG_REQUEST_NO, 0);
  s->offset = tdg_get_int(call, request, TDG_OFFSET, 0);
  s->before = place_before(call);
  imap_missed_recall(call, s);
  s->only_looks = tdg_str_same(tdg_get(call, request, TDG_FLAG), tdg_str_of("look"));
  c->reader.max_literal =
      (size_t)self->conf.max_size + (1 << 20); /* a server may count otherwise than it sends */
  c->began = c->heard = now_ms();
  c->line = imap_line_open(&self->conf, account);
  if (c->line == NULL || s->url == NULL) {
    free_connection(c);
    return tdg_fail(call, TDG_INTERNAL, "no memory for a connection");
  }
  c->next = self->first;
  self->first = c;
  self->n++;
  return TDG_PENDING;
}

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  struct imap_self *s = self;
  struct imap_account account;
  if (s->n >= IMAP_MAX_SESSIONS)
    return tdg_fail(call, TDG_RETRY, "%d connections are open", (int)IMAP_MAX_SESSIONS);
  int status = imap_account_of(call, &s->conf, request, &account);
  if (status != TDG_OK) return status;
  status = begin(call, s, request, &account);
  imap_account_free(&account);
  return status;
}

/* ---- bytes ---- */

static void hear(tdg_call *call, struct connection *c, const char *p, size_t n) {
  while (n > 0 && c->session.step != IMAP_DONE) {
    struct imap_answer answer;
    size_t taken = 0;
    switch (imap_reader_take(&c->reader, p, n, &taken)) {
    case IMAP_MORE: break;
    case IMAP_ANSWER: {
      void *mark = tdg_mark(call);
      imap_answer_read(&c->reader, &answer);
      imap_session_hear(call, &c->session, &answer);
      tdg_release(call, mark);
      break;
    }
    case IMAP_BAD_LINE:
      imap_session_cut(&c->session, "protocol", "the server sends a line without an end");
      return;
    case IMAP_BAD_LITERAL:
      imap_session_cut(&c->session, "protocol",
                       "the server announces more bytes than a mail may have (max_size)");
      return;
    case IMAP_NO_MEMORY: imap_session_cut(&c->session, "memory", "there was no memory for an answer"); return;
    }
    p += taken;
    n -= taken;
  }
}

static void send_out(struct connection *c) {
  struct imap_session *s = &c->session;
  const ssize_t n = s->out_n > 0 ? imap_line_write(c->line, s->out, s->out_n) : 0;
  if (n < 0) imap_session_cut(s, "incomplete", "the connection ended before the answer did");
  if (n <= 0) return;
  memmove(s->out, s->out + n, s->out_n - (size_t)n);
  s->out_n -= (size_t)n;
}

static void exchange(tdg_call *call, struct connection *c) {
  static char bytes[READ];
  struct imap_session *s = &c->session;
  send_out(c);
  for (int i = 0; i < READS_A_TURN && s->step != IMAP_DONE; i++) {
    const ssize_t n = imap_line_read(c->line, bytes, sizeof bytes);
    c->has_more = n > 0;
    if (n < 0) imap_session_cut(s, "incomplete", "the server ended the connection before the answer did");
    if (n <= 0) return;
    c->heard = now_ms();
    hear(call, c, bytes, (size_t)n);
    send_out(c);
  }
}

static void log_in(struct connection *c) {
  struct imap_session *s = &c->session;
  struct imap_trouble t;
  const int rc = imap_line_connect(c->line);
  if (rc > 0) {
    c->logged_in = 1;
    c->heard = now_ms();
    imap_session_begin(s);
  } else if (rc < 0) {
    imap_line_trouble(c->line, &t);
    imap_session_cut(s, t.class, t.why);
    s->unreachable = t.unreachable;
    s->alone_away = t.alone;
  }
}

/* Mails that came in time count, and the rest is asked for at once; a server that brings none has failed. */
static void look_at_time(struct connection *c) {
  struct imap_session *s = &c->session;
  const int64_t now = now_ms();
  if (s->step == IMAP_DONE || !c->logged_in) return; /* libcurl has a time limit for the login */
  if (now - c->heard > s->conf->stall_timeout)
    imap_session_cut(s, "timeout", "the server does not go on with its answer (stall_timeout)");
  else if (now - c->began > s->conf->timeout && s->documents > 0) s->step = IMAP_DONE;
  else if (now - c->began > s->conf->timeout) imap_session_cut(s, "timeout", "it took too long (timeout)");
}

static void say_goodbye(struct connection *c) {
  static const char words[] = "T0 LOGOUT\r\n";
  if (c->logged_in && c->session.class == NULL) imap_line_write(c->line, words, sizeof words - 1);
}

/* 1: it has ended, and its last document was emitted. */
static int advance(tdg_call *call, struct connection *c) {
  if (!c->logged_in) log_in(c);
  if (c->logged_in && c->session.step != IMAP_DONE) exchange(call, c);
  look_at_time(c);
  if (c->session.step != IMAP_DONE) return 0;
  say_goodbye(c);
  imap_session_end(call, &c->session);
  return 1;
}

static int advance_all(tdg_call *call, struct imap_self *s) {
  int ended = 0;
  for (struct connection **at = &s->first, *c; (c = *at) != NULL;) {
    void *mark = tdg_mark(call);
    const int is_over = advance(call, c);
    tdg_release(call, mark);
    ended += is_over;
    if (!is_over) {
      at = &c->next;
      continue;
    }
    *at = c->next;
    s->n--;
    free_connection(c);
  }
  return ended;
}

/* ---- the component ---- */

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct imap_self *s = self;
  struct pollfd v[IMAP_MAX_SESSIONS * IMAP_LINE_SOCKETS + 1] = {{.fd = wake_fd, .events = POLLIN}};
  size_t n = wake_fd >= 0;
  if (advance_all(call, s) > 0 || s->n == 0) return (int)s->n;
  for (struct connection *c = s->first; c != NULL; c = c->next) {
    if (c->has_more) timeout_ms = 0;
    n += imap_line_sockets(c->line, c->session.out_n > 0, v + n, &timeout_ms);
  }
  poll(v, (nfds_t)n, timeout_ms);
  advance_all(call, s);
  return (int)s->n;
}

static void close_fetcher(void *self) {
  struct imap_self *s = self;
  for (struct connection *c = s->first, *next; c != NULL; c = next) {
    next = c->next;
    free_connection(c);
  }
  free(s);
}

static int open_fetcher(tdg_call *call, const void *conf, void **self) {
  struct imap_self *s;
  tdg_process_small_threads();
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return tdg_fail(call, TDG_INTERNAL, "libcurl does not start");
  const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);
  int speaks = 0;
  for (const char *const *p = v->protocols; *p != NULL; p++) speaks |= strcmp(*p, "imaps") == 0;
  if (!speaks) return tdg_fail(call, TDG_BAD_CONFIG, "the libcurl of this system was built without IMAP");
  s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  s->conf = *(const struct imap_conf *)conf;
  *self = s;
  return TDG_OK;
}

static const char *const claims[] = {"imap", "imaps", NULL};
TDG_PLUGIN("org.tidings.fetch-imap", TDG_VERSION, "Reads mails of IMAP accounts",
           TDG_FETCHER(.name = "imap", .summary = "imap: and imaps: addresses: the mails of a folder",
                       .claims = claims, .needs = TDG_NEEDS_NET, .TDG_OPTIONS(struct imap_conf, options),
                       .open = open_fetcher, .run = run, .close = close_fetcher, .pump = pump));
