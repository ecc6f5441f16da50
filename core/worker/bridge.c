/* worker/bridge.c - calls to lines of JSON for a program, and its lines to records; see bridge.h.
 *
 * Owns the two pipes and two buffers.  Both directions are served at once, so that a program that answers before
 * it has read everything does not wait for itself.  JSON trees are freed line by line; records are in the memory
 * of the call.
 */
#include "worker/bridge.h"

#include "record/record_json.h"
#include "util/check.h"
#include "worker/sandbox.h"

#include <tidings/kit/json_record.h>
#include <tidings/kit/utf8.h>

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  FROM_PROGRAM = 0,
  TO_PROGRAM = 1,
  REPORT_FD = 3,
  READ_SIZE = 65536,
  MAX_INPUT = 128 << 20,
  MAX_EXCERPT = 60,
  LAST_WORDS_MS =
      1000 /* after a line that makes no sense: the answer has failed, and its end may never come */
};

struct bridge {
  const char *name;
  uint32_t kind, cpu_ms;
  size_t max_lines; /* of one answer */
  pid_t pid;
  struct buf in;          /* bytes of the program that are not yet read as lines */
  struct buf line;        /* the line to send */
  size_t sent, looked_at; /* looked_at: of in, without a line break */
  uint32_t no;            /* of the call; 0 is open */
  int opened;
  time_t budget_at; /* of the program's processor time, seconds; see sandbox_budget_of */
  /* the answer to the present call */
  tdg_call *call;
  const tdg_rec *input;
  size_t lines;
  int failed;      /* the first line that makes no sense */
  char fault[560]; /* and why */
};

/* ---- start ---- */

static void become_program(const struct frame_open *o, const int in[2], const int out[2], int report) {
  static const char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin",
                                            "LC_ALL=C.UTF-8",
                                            "TZ=UTC",
                                            "HOME=/",
                                            "PYTHONUNBUFFERED=1",
                                            "PYTHONDONTWRITEBYTECODE=1",
                                            NULL};
  const char *command[FRAME_MAX_WORDS + 1] = {NULL};
  char why[WORKER_WHY] = "";
  struct arena a = {0};
  struct program_reach reach;
  struct sandbox box = {.needs = o->granted,
                        .limits = o->limits,
                        .reach = &reach,
                        .read_paths = o->read_paths,
                        .n_read = o->n_read,
                        .write_paths = o->write_paths,
                        .n_write = o->n_write,
                        .fd = -1};
  for (uint32_t i = 0; i < o->n_command; i++) command[i] = o->command[i];
  program_reach(&a, command, o->n_command, &reach);
  if (dup2(in[0], 0) < 0 || dup2(out[1], 1) < 0 || chdir("/") < 0) _exit(127);
  if (report != REPORT_FD && dup3(report, REPORT_FD, O_CLOEXEC) < 0) _exit(127);
  for (int fd = REPORT_FD + 1; fd < 64; fd++) close(fd); /* a worker is started without others */
  sandbox_exec(&box, command, environment, why);
  ssize_t told = write(REPORT_FD, why, strlen(why));
  (void)told;
  _exit(127);
}

static int make_pipes(int pipes[3][2]) {
  for (int i = 0; i < 3; i++)
    if (pipe2(pipes[i], O_CLOEXEC) < 0) return -1;
  return 0;
}

/* What the child says before its execve; nothing when that succeeds, since the pipe then closes. */
static size_t read_report(int fd, char why[WORKER_WHY]) {
  size_t n = 0;
  ssize_t got;
  while (n < WORKER_WHY - 1 && (got = read(fd, why + n, WORKER_WHY - 1 - n)) != 0)
    if (got > 0) n += (size_t)got;
    else if (errno != EINTR) break;
  why[n] = '\0';
  return n;
}

pid_t bridge_start(const struct frame_open *o, const char *name, char why[WORKER_WHY]) {
  int pipes[3][2]; /* its input, its output, the report */
  if (o->n_command == 0 || make_pipes(pipes) < 0)
    return snprintf(why, WORKER_WHY, "%s: no pipes: %s", name, strerror(errno)), -1;
  pid_t pid = fork();
  if (pid < 0) return snprintf(why, WORKER_WHY, "%s: no process: %s", name, strerror(errno)), -1;
  if (pid == 0) become_program(o, pipes[0], pipes[1], pipes[2][1]);
  close(pipes[2][1]);
  size_t failed = read_report(pipes[2][0], why);
  close(pipes[2][0]);
  close(pipes[0][0]);
  close(pipes[1][1]);
  if (failed > 0) return -1;
  if (dup2(pipes[0][1], TO_PROGRAM) < 0 || dup2(pipes[1][0], FROM_PROGRAM) < 0)
    return snprintf(why, WORKER_WHY, "%s: no pipes: %s", name, strerror(errno)), -1;
  close(pipes[0][1]);
  close(pipes[1][0]);
  fcntl(TO_PROGRAM, F_SETFL, O_NONBLOCK);
  fcntl(FROM_PROGRAM, F_SETFL, O_NONBLOCK);
  return pid;
}

/* ---- its end ---- */

/* The program cannot be used any more.  While it is opened this is an ordinary failure, which is told at once. */
__attribute__((format(printf, 3, 4))) static int broken(struct bridge *b, int code, const char *fmt, ...) {
  struct frame_dying d = {.syscall = -1};
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(d.text, sizeof d.text, fmt, ap);
  va_end(ap);
  if (!b->opened)
    return tdg_fail(b->call, TDG_BAD_CONFIG, "the program %s%s", code == WORKER_EXIT_PROGRAM ? "ended " : "",
                    d.text);
  sandbox_report_child(&d);
  _exit(code);
}

static int killed(struct bridge *b, int sig) {
  struct frame_dying d = {.signal = (uint32_t)sig, .syscall = -1};
#ifdef SYS_execve
  if (sig == SIGSYS) d.syscall = SYS_execve; /* the only call for which its filter kills */
#endif
  if (!b->opened) return broken(b, WORKER_EXIT_PROGRAM, "before it was ready: %s", strsignal(sig));
  sandbox_report_child(&d);
  _exit(WORKER_EXIT_PROGRAM);
}

/* Its output has ended. */
static int ended(struct bridge *b) {
  int status = 0;
  for (int i = 0; i < 40; i++) {
    if (waitpid(b->pid, &status, WNOHANG) == b->pid)
      return WIFSIGNALED(status) ? killed(b, WTERMSIG(status))
                                 : broken(b, WORKER_EXIT_PROGRAM, "before it had answered, with exit code %d",
                                          WEXITSTATUS(status));
    nanosleep(&(struct timespec){0, 25000000}, NULL);
  }
  return broken(b, WORKER_EXIT_ANSWER, "closed its standard output");
}

/* ---- one line of an answer ---- */

static const struct {
  const char *word;
  int status;
} words[] = {{"ok", TDG_OK},
             {"drop", TDG_DROP},
             {"not-mine", TDG_NOT_MINE},
             {"retry", TDG_RETRY},
             {"bad-input", TDG_BAD_INPUT},
             {"denied", TDG_DENIED},
             {"bad-config", TDG_BAD_CONFIG}};

static int status_of(const char *word) {
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp(words[i].word, word) == 0) return words[i].status;
  return TDG_INTERNAL;
}

static const char *where(const struct bridge *b, char out[160]) {
  snprintf(out, 160, "the program %.60s, line %zu of its answer", b->name, b->lines);
  return out;
}

__attribute__((format(printf, 2, 3))) static void nonsense(struct bridge *b, const char *fmt, ...) {
  char place[160], text[500];
  va_list ap;
  if (b->failed != 0) return;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  snprintf(b->fault, sizeof b->fault, "line %zu of its answer: %s", b->lines, text);
  b->failed = tdg_fail(b->call, TDG_INTERNAL, "%s: %s", where(b, place), text);
}

static uint32_t kind_named(const json_t *o, uint32_t otherwise) {
  static const uint32_t kinds[] = {TDG_ARTICLE, TDG_STATEMENT, TDG_FEED, TDG_STUB};
  const json_t *kind = json_object_get(o, "kind");
  if (kind == NULL) return otherwise;
  for (size_t i = 0; json_is_string(kind) && i < sizeof kinds / sizeof kinds[0]; i++)
    if (strcmp(rec_kind_name(kinds[i]), json_string_value(kind)) == 0) return kinds[i];
  return 0;
}

static int base64_digit(int c) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = c != '\0' ? strchr(digits, c) : NULL;
  return at != NULL ? (int)(at - digits) : -1;
}

/* -1 when it is not base64. */
static ptrdiff_t base64_decode(const char *p, size_t n, char *out) {
  size_t len = 0;
  while (n > 0 && p[n - 1] == '=') n--;
  for (size_t i = 0; i < n; i += 4) {
    uint32_t v = 0;
    size_t k = n - i < 4 ? n - i : 4;
    if (k == 1) return -1;
    for (size_t j = 0; j < 4; j++) {
      int d = j < k ? base64_digit(p[i + j]) : 0;
      if (d < 0) return -1;
      v = v << 6 | (uint32_t)d;
    }
    for (size_t j = 0; j + 1 < k; j++) out[len++] = (char)(v >> (16 - 8 * j) & 0xff);
  }
  return (ptrdiff_t)len;
}

/* "text" or "base64" of a document, taken out of the object. */
static void take_body(struct bridge *b, tdg_rec *doc, const json_t *text, const json_t *packed) {
  if (text != NULL && json_is_string(text) && packed == NULL) {
    tdg_put_bytes(b->call, doc, TDG_BODY, json_string_value(text), json_string_length(text));
  } else if (packed != NULL && json_is_string(packed) && text == NULL) {
    char *bytes = tdg_scratch(b->call, json_string_length(packed) + 1);
    ptrdiff_t n = base64_decode(json_string_value(packed), json_string_length(packed), bytes);
    if (n < 0) nonsense(b, "\"base64\" is not base64");
    else tdg_put_bytes(b->call, doc, TDG_BODY, bytes, (size_t)n);
  } else if (text != NULL || packed != NULL) {
    nonsense(b, "a document has \"text\" or \"base64\", a string");
  }
}

static tdg_rec *read_document(struct bridge *b, struct tdg_json_reader *reader, json_t *o) {
  json_t *text = json_incref(json_object_get(o, "text")), *packed = json_incref(json_object_get(o, "base64"));
  json_object_del(o, "text");
  json_object_del(o, "base64");
  tdg_rec *doc = tdg_json_any(reader, TDG_DOC, o);
  if (doc != NULL) {
    take_body(b, doc, text, packed);
    if (!json_object_get(o, "url") && b->input != NULL)
      tdg_put_str(b->call, doc, TDG_URL, tdg_get(b->call, b->input, TDG_URL).p);
    if (!json_object_get(o, "fetched")) tdg_put_int(b->call, doc, TDG_FETCHED, tdg_now_ms(b->call));
  }
  json_decref(text);
  json_decref(packed);
  return doc;
}

/* A note that does not say so is about the record that was sent. */
static tdg_rec *read_note(struct bridge *b, struct tdg_json_reader *reader, const json_t *o) {
  tdg_rec *note = tdg_json_any(reader, TDG_NOTE, o);
  int64_t id = b->input != NULL ? tdg_get_int(b->call, b->input, TDG_ID, 0) : 0;
  if (note != NULL && json_object_get(o, "about") == NULL && id > 0)
    tdg_put_int(b->call, note, TDG_ABOUT, id);
  return note;
}

static void take_record(struct bridge *b, const char *what, json_t *o) {
  char place[160];
  struct tdg_json_reader reader = {.call = b->call, .where = where(b, place), .strict = 1};
  const uint32_t kind = strcmp(what, "record") == 0 ? kind_named(o, TDG_ARTICLE) : TDG_GROUP;
  tdg_rec *rec = NULL;
  if (!json_is_object(o)) nonsense(b, "\"%s\" must be an object", what);
  else if (strcmp(what, "document") == 0) rec = read_document(b, &reader, o);
  else if (strcmp(what, "request") == 0) rec = tdg_json_any(&reader, TDG_REQUEST, o);
  else if (strcmp(what, "note") == 0) rec = read_note(b, &reader, o);
  else if (strcmp(what, "brief") == 0) rec = tdg_json_any(&reader, TDG_BRIEF, o);
  else if (kind == TDG_ARTICLE || kind == TDG_STATEMENT) rec = tdg_json_news(&reader, kind, o);
  else if (kind != 0) rec = tdg_json_any(&reader, kind, o);
  else nonsense(b, "\"kind\" of a record is article, statement, feed or stub");
  if (reader.status != TDG_OK && b->failed == 0) b->failed = reader.status;
  if (rec != NULL && b->failed == 0) tdg_emit(b->call, rec);
}

static void take_log(struct bridge *b, const json_t *o, const json_t *text) {
  static const char *const levels[] = {"", "error", "warning", "info", "debug"};
  const char *level = json_string_value(json_object_get(o, "level"));
  int at = level != NULL ? 0 : TDG_LOG_INFO;
  for (int i = 1; i < 5; i++)
    if (level != NULL && strcmp(levels[i], level) == 0) at = i;
  if (at == 0) nonsense(b, "\"level\" is error, warning, info or debug");
  else if (!json_is_string(text)) nonsense(b, "\"log\" must be a string");
  else tdg_log(b->call, at, "%s", json_string_value(text));
}

/* What each kind of component may send. */
static const char *const sends[][4] = {[TDG_KIND_FETCHER] = {"document", "request", NULL},
                                       [TDG_KIND_PARSER] = {"record", "request", "document", NULL},
                                       [TDG_KIND_STAGE] = {"note", NULL},
                                       [TDG_KIND_BRIEF] = {"brief", NULL},
                                       [TDG_KIND_SINK] = {NULL}};

static void take_other(struct bridge *b, json_t *o) {
  const char *key;
  json_t *value;
  json_object_foreach(o, key, value) {
    if (strcmp(key, "log") == 0) {
      take_log(b, o, value);
      return;
    }
    for (size_t i = 0; sends[b->kind][i] != NULL; i++) {
      if (strcmp(sends[b->kind][i], key) != 0) continue;
      if (json_object_size(o) > 1) nonsense(b, "\"%s\" stands alone in its line", key);
      else take_record(b, key, value);
      return;
    }
  }
  char wanted[100] = "";
  for (size_t i = 0, n = 0; sends[b->kind][i] != NULL; i++)
    n += (size_t)snprintf(wanted + n, sizeof wanted - n, "\"%s\", ", sends[b->kind][i]);
  nonsense(b, "wanted %s\"log\" or \"done\", found \"%.40s\"", wanted,
           json_object_iter(o) != NULL ? json_object_iter_key(json_object_iter(o)) : "");
}

static int no_such_status(const struct bridge *b, const char *found) {
  char known[200] = "";
  for (size_t i = 0, n = 0; i < sizeof words / sizeof words[0]; i++)
    n += (size_t)snprintf(known + n, sizeof known - n, "%s%s", i == 0 ? "" : ", ", words[i].word);
  return tdg_fail(b->call, TDG_INTERNAL, "the program %s: there is no status \"%.40s\"; there are %s",
                  b->name, found, known);
}

/* {"done": N, "status": ..., "error": ...}: the status of the call. */
static int take_done(struct bridge *b, const json_t *o, const json_t *no) {
  const json_t *status = json_object_get(o, "status"), *error = json_object_get(o, "error");
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)o, key, value) if (strcmp(key, "done") != 0 &&
                                                              strcmp(key, "status") != 0 &&
                                                              strcmp(key, "error") != 0)
      nonsense(b, "there is no member \"%.40s\" beside \"done\"", key);
  if (!json_is_integer(no) || json_integer_value(no) != (json_int_t)b->no)
    return broken(b, WORKER_EXIT_ANSWER, "answered call %lld, and was asked call %u",
                  json_is_integer(no) ? (long long)json_integer_value(no) : -1LL, (unsigned)b->no);
  if (b->failed != 0) return b->failed;
  if ((status != NULL && !json_is_string(status)) || (error != NULL && !json_is_string(error)))
    return tdg_fail(b->call, TDG_INTERNAL, "the program %s: \"status\" and \"error\" must be strings",
                    b->name);
  int code = status != NULL ? status_of(json_string_value(status)) : error != NULL ? TDG_BAD_INPUT : TDG_OK;
  if (code == TDG_INTERNAL) return no_such_status(b, json_string_value(status));
  return code >= 0 && error == NULL
             ? code
             : tdg_fail(b->call, code, "%s", error != NULL ? json_string_value(error) : "it gives no reason");
}

/* 1 when the answer is complete; *status is then that of the call. */
static int take_line(struct bridge *b, const char *p, size_t n, int *status) {
  json_error_t error;
  b->lines++;
  json_t *o = json_loadb(p, n, JSON_REJECT_DUPLICATES, &error);
  if (o == NULL) {
    const int nul = strstr(error.text, "JSON_ALLOW_NUL") != NULL;
    nonsense(b, "not JSON, column %d: %.200s: %.*s", error.column,
             nul ? "a text has a NUL (\\u0000), which no text may have" : error.text,
             (int)tdg_utf8_cut((struct tdg_str){p, n}, MAX_EXCERPT), p);
    *status = b->failed;
    return memmem(p, n, "\"done\"", 6) != NULL; /* it was meant to end the answer */
  }
  const json_t *done = json_object_get(o, "done");
  if (!json_is_object(o)) nonsense(b, "a line is one JSON object");
  else if (done == NULL) take_other(b, o);
  else *status = take_done(b, o, done);
  int complete = done != NULL;
  json_decref(o);
  return complete;
}

/* ---- both directions ---- */

/* Send what fits.  A program that closed its input may still answer. */
static void send_some(struct bridge *b) {
  while (b->sent < b->line.n) {
    ssize_t n = write(TO_PROGRAM, b->line.p + b->sent, b->line.n - b->sent);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) b->sent = b->line.n;
    else b->sent += (size_t)n;
  }
}

/* 1 read some, 0 nothing there, -1 the end. */
static int receive_some(struct bridge *b) {
  char *room = b->in.n < BRIDGE_MAX_LINE ? buf_space(&b->in, READ_SIZE) : NULL;
  if (room == NULL)
    check_die(WORKER_EXIT_FLOOD, "a line of the program is longer than %d bytes", BRIDGE_MAX_LINE);
  ssize_t n = read(FROM_PROGRAM, room, READ_SIZE);
  if (n > 0) b->in.n += (size_t)n;
  return n > 0 ? 1 : n == 0 ? -1 : errno == EAGAIN || errno == EINTR ? 0 : -1;
}

/* Take the lines that are there: 1 when the answer is complete. */
static int take_lines(struct bridge *b, int *status) {
  size_t from = 0;
  char *end;
  int complete = 0;
  while (!complete && (end = memchr(b->in.p + b->looked_at, '\n', b->in.n - b->looked_at)) != NULL) {
    const char *line = b->in.p + from;
    size_t n = (size_t)(end - line);
    from = b->looked_at = (size_t)(end - b->in.p) + 1;
    if (n > 0) complete = take_line(b, line, n, status);
    if (b->lines > b->max_lines) check_die(WORKER_EXIT_FLOOD, "the program does not stop answering");
  }
  memmove(b->in.p, b->in.p + from, b->in.n - from);
  b->in.n -= from;
  b->looked_at = complete ? 0 : b->in.n;
  return complete;
}

static void renew_budget(struct bridge *b) {
  const time_t now = time(NULL);
  if (now != b->budget_at) sandbox_budget_of(b->pid, b->cpu_ms);
  b->budget_at = now;
}

/* Send b->line, take the answer: the status of the call. */
static int exchange(struct bridge *b, tdg_call *call, const tdg_rec *input) {
  int status = TDG_OK, got;
  b->call = call;
  b->input = input;
  b->lines = 0;
  b->failed = 0;
  b->sent = 0;
  if (b->line.full) return tdg_fail(call, TDG_DENIED, "the input is too large for a line of JSON");
  renew_budget(b);
  for (;;) {
    struct pollfd p[2] = {{FROM_PROGRAM, POLLIN, 0}, {TO_PROGRAM, POLLOUT, 0}};
    const int n = poll(p, b->sent < b->line.n ? 2 : 1, b->failed != 0 ? LAST_WORDS_MS : -1);
    if (n < 0 && errno != EINTR) return ended(b);
    if (n == 0) return broken(b, WORKER_EXIT_ANSWER, "sent no \"done\" after %s", b->fault);
    if (n < 0) continue;
    if (b->sent == 0 && (p[0].revents & POLLIN) != 0)
      return broken(b, WORKER_EXIT_ANSWER, "sent a line although nothing was asked");
    if (b->sent < b->line.n) send_some(b);
    if (p[0].revents == 0) continue;
    if ((got = receive_some(b)) < 0) return ended(b);
    if (got > 0 && take_lines(b, &status)) break;
  }
  if (b->in.n > 0) return broken(b, WORKER_EXIT_ANSWER, "sent more after \"done\"");
  if (b->in.cap > (4u << 20)) buf_free(&b->in);
  return status;
}

/* ---- calls ---- */

static void begin(struct bridge *b, const char *member) {
  if (b->line.cap > (4u << 20)) buf_free(&b->line);
  buf_clear(&b->line);
  b->no += (uint32_t)b->opened;
  buf_printf(&b->line, "{\"call\":%u,\"%s\":", (unsigned)b->no, member);
}

static void base64_put(struct buf *out, const char *p, size_t n) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < n; i += 3) {
    uint32_t v = 0;
    for (size_t j = 0; j < 3; j++) v = v << 8 | (i + j < n ? (unsigned char)p[i + j] : 0u);
    char four[4];
    for (size_t j = 0; j < 4; j++) four[j] = i + j > n ? '=' : digits[v >> (18 - 6 * j) & 63];
    buf_add(out, four, 4);
  }
}

/* The body as text when it is UTF-8, else as base64. */
static void put_body(struct buf *out, struct tdg_str body) {
  int text = tdg_utf8_valid(body.p, body.n);
  out->n--; /* the brace */
  buf_printf(out, ",\"%s\":", text ? "text" : "base64");
  if (text) {
    json_quote(out, body.p, body.n);
  } else {
    buf_char(out, '"');
    base64_put(out, body.p, body.n);
    buf_char(out, '"');
  }
  buf_char(out, '}');
}

static int ask(struct bridge *b, tdg_call *call, const char *member, const tdg_rec *in) {
  const int document = tdg_kind_of(call, in) == TDG_DOC;
  begin(b, member);
  rec_json(&b->line, in, document ? JSON_NO_BYTES : 0);
  if (document && b->line.n > 0) put_body(&b->line, tdg_get(call, in, TDG_BODY));
  buf_str(&b->line, "}\n");
  return exchange(b, call, in);
}

static int run_call(tdg_call *call, void *self, const tdg_rec *in) {
  static const char *const members[] = {[TDG_KIND_FETCHER] = "request",
                                        [TDG_KIND_PARSER] = "document",
                                        [TDG_KIND_BRIEF] = "story",
                                        [TDG_KIND_SINK] = "record"};
  struct bridge *b = self;
  return ask(b, call, members[b->kind], in);
}

static int judge(tdg_call *call, void *self, const tdg_rec *in) { return ask(self, call, "record", in); }
static int recall(tdg_call *call, void *self, const tdg_rec *note) { return ask(self, call, "recall", note); }

static int flush(tdg_call *call, void *self) {
  struct bridge *b = self;
  begin(b, "flush");
  buf_str(&b->line, "true}\n");
  return exchange(b, call, NULL);
}

/* An option that was given several times is a list. */
static void put_options(struct buf *out, const struct frame_option *v, uint32_t n) {
  buf_char(out, '{');
  for (uint32_t i = 0; i < n; i++) {
    int same_before = i > 0 && strcmp(v[i - 1].name, v[i].name) == 0;
    int same_after = i + 1 < n && strcmp(v[i + 1].name, v[i].name) == 0;
    if (i > 0) buf_char(out, ',');
    if (!same_before) json_quote(out, v[i].name, strlen(v[i].name)), buf_char(out, ':');
    if (same_after && !same_before) buf_char(out, '[');
    json_quote(out, v[i].value, strlen(v[i].value));
    if (same_before && !same_after) buf_char(out, ']');
  }
  buf_char(out, '}');
}

struct opening {
  struct bridge bridge;
  const struct frame_open *open;
};

static int open_call(tdg_call *call, const void *conf, void **self) {
  struct opening *o = *self;
  struct bridge *b = &o->bridge;
  (void)conf;
  begin(b, "open");
  buf_printf(&b->line, "{\"protocol\":1,\"kind\":\"%s\",\"name\":", plugin_kind_name(b->kind));
  json_quote(&b->line, b->name, strlen(b->name));
  buf_str(&b->line, ",\"options\":");
  put_options(&b->line, o->open->options, o->open->n_options);
  buf_str(&b->line, "}}\n");
  sandbox_limit_memory_of(b->pid, o->open->limits.memory);
  int status = exchange(b, call, NULL);
  b->opened = 1;
  return status;
}

void bridge_component(const struct frame_open *o, uint32_t kind, const char *name, pid_t program,
                      struct tdg_component *c, void **self) {
  struct opening *state = check_alloc(sizeof *state);
  memset(state, 0, sizeof *state);
  state->open = o;
  state->bridge = (struct bridge){.name = name,
                                  .kind = kind,
                                  .pid = program,
                                  .cpu_ms = o->limits.cpu_ms,
                                  .max_lines = BRIDGE_MAX_LINES + (size_t)o->limits.reply_frames,
                                  .in = buf_make(BRIDGE_MAX_LINE + READ_SIZE),
                                  .line = buf_make(MAX_INPUT)};
  *c = (struct tdg_component){
      .size = sizeof *c, .kind = kind, .name = name, .needs = o->granted, .open = open_call};
  if (kind == TDG_KIND_STAGE) c->judge = judge, c->recall = recall;
  else c->run = run_call;
  if (kind == TDG_KIND_SINK) c->flush = flush;
  *self = state;
}
