/* worker/serve_call.c - run calls, strictly one after the other; for requests and answers see frame.h.
 *
 * The memory of a call is the host_call's arena, which is reset when the next call begins.  The frame of the
 * call stays valid meanwhile, because nothing is read while the plugin runs.  A failed call fails its
 * document only; the loop ends on CLOSE, on the end of the socket, or on an invalid frame.
 */
#include "util/check.h"
#include "util/clock.h"
#include "worker/decode.h"
#include "worker/host_check.h"
#include "worker/known.h"
#include "worker/serve_priv.h"
#include "worker/spawn.h"

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PUMP_MS = 1000, REST_MS = 5000 };

enum { FLOOD_SLACK = 10000 }; /* failed emits after which a plugin that ignores their status is ended */

/* ---- the host's callbacks ---- */

static int say(struct server *s, int status, const char *message) {
  snprintf(s->call.message, sizeof s->call.message, "%s", message);
  return status;
}

static int say_limit(struct server *s, const char *what, unsigned long long most, const char *unit) {
  char message[300];
  snprintf(message, sizeof message, "%s (%llu%s): %s", what, most, unit,
           s->component.kind == TDG_KIND_PARSER ? "emit fewer, or ask for the rest with a request"
                                                : "emit fewer; what follows is for a later call");
  return say(s, TDG_DENIED, message);
}

static int check_reply(struct server *s, const tdg_rec *r) {
  struct tdg_str bytes = rec_bytes(r);
  const struct frame_limits *l = &s->open.limits;
  char why[200], message[300];
  s->reply_bytes += bytes.n + FRAME_HEADER;
  s->reply_frames++;
  if (l->reply_frames > 0 && s->reply_frames > l->reply_frames + FLOOD_SLACK)
    check_die(WORKER_EXIT_FLOOD, "the plugin does not stop emitting");
  if (l->reply_frames > 0 && s->reply_frames > l->reply_frames)
    return say_limit(s, "more records than one call may give", (unsigned long long)l->reply_frames, "");
  if (l->reply_bytes > 0 && s->reply_bytes + FRAME_MAX_MESSAGE > l->reply_bytes)
    return say_limit(s, "more bytes of records than one call may give",
                     (unsigned long long)(l->reply_bytes >> 20), " MiB");
  if (rec_check_odd(bytes.p, bytes.n, REC_MAX_DOCUMENT, why, sizeof why, &s->call.odd) == 0) return TDG_OK;
  snprintf(message, sizeof message, "invalid record: %s", why);
  return say(s, TDG_INTERNAL, message);
}

static size_t find_pending(const struct server *s, uint32_t call) {
  size_t i = 0;
  while (i < s->n_pending && s->pending[i].call != call) i++;
  return i;
}

/* What a fetcher or parser has set goes with its answer. */
static void emit_values(struct server *s, uint32_t call) {
  const tdg_rec *changes = host_changed_values(&s->call);
  if (changes == NULL) return;
  if (s->component.kind == TDG_KIND_FETCHER || s->component.kind == TDG_KIND_PARSER)
    serve_emit(s, call, changes);
}

static void emit_document(struct server *s, const struct pending *p, const tdg_rec *r) {
  if (p->is_known && known_is(&p->known, r)) serve_same(s, p->call, r);
  else serve_emit(s, p->call, r);
}

/* In pump a document names its request, and is the last document of it unless TDG_MORE is set. */
static int emit_fetched(struct server *s, const tdg_rec *r) {
  uint32_t call = (uint32_t)rec_get_int(r, TDG_REQUEST_NO, 0);
  size_t at = find_pending(s, call);
  if (at == s->n_pending && call > 0 && call <= s->last_call) host_after_last(&s->call);
  if (at == s->n_pending)
    return say(s, TDG_INTERNAL,
               "pump emitted a document whose TDG_REQUEST_NO names no request under way: put the "
               "TDG_REQUEST_NO of the request that it answers");
  s->reply_bytes = 0;
  s->reply_frames = 0;
  int status = check_reply(s, r);
  if (status == TDG_OK) emit_values(s, call);
  if (status == TDG_OK) emit_document(s, &s->pending[at], r);
  if (status == TDG_OK && rec_get_int(r, TDG_MORE, 0)) return status;
  s->pending[at] = s->pending[--s->n_pending];
  s->pump_logs = 0;
  serve_done(s, call, status, status < 0 ? s->call.message : "", 0);
  return status;
}

int serve_host_emit(void *arg, const tdg_rec *r) {
  struct server *s = arg;
  if (s->pumping) return emit_fetched(s, r);
  if (s->call_no == 0)
    return say(s, TDG_INTERNAL, "emitted a record in open or close: emit in run, judge or pump");
  int status = check_reply(s, r);
  if (status == TDG_OK) serve_emit(s, s->call_no, r);
  return status;
}

static void tell_log_flood(struct server *s) {
  struct mistake m;
  mistakes_log_flood(&s->call.mistakes, FRAME_MAX_LOGS, &m);
  if (m.text[0] != '\0') serve_log(s, s->call_no, MISTAKE_LINE(m.what), m.text);
}

/* Sent at once: a plugin that crashes or does not return has often said why before. */
void serve_host_log(void *arg, int level, const char *text) {
  struct server *s = arg;
  uint32_t *lines = s->pumping ? &s->pump_logs : &s->logs;
  if (level & MISTAKE_LEVEL) serve_log(s, s->call_no, level, text);
  else if (*lines < FRAME_MAX_LOGS) serve_log(s, s->call_no, level, text), ++*lines;
  else if ((*lines)++ == FRAME_MAX_LOGS) tell_log_flood(s);
  else return;
  serve_flush(s);
}

/* ---- one call ---- */

static int64_t cpu_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Renew the budget at most once per second of processor time, since the limit has a resolution of seconds. */
static void renew_budget(struct server *s, int64_t now_us) {
  if (s->open.limits.cpu_ms == 0 || s->component.kind == TDG_KIND_FETCHER) return;
  if (s->budget_at == now_us / 1000000) return;
  s->budget_at = now_us / 1000000;
  sandbox_budget(s->open.limits.cpu_ms);
}

static void begin(struct server *s, uint32_t call, int64_t now_ms) {
  host_begin(&s->call, now_ms);
  if (call > s->last_call) s->last_call = call;
  s->call_no = call;
  s->reply_bytes = 0;
  s->reply_frames = s->logs = 0;
}

/* A plugin that changed the locale would affect later documents, so the document fails. */
static int check_locale(struct server *s, int status) {
  const char *locale = setlocale(LC_ALL, NULL);
  if (locale != NULL && strcmp(locale, "C") == 0) return status;
  setlocale(LC_ALL, "C");
  status = say(s, TDG_INTERNAL,
               "changed the locale (setlocale), which belongs to the worker: use functions that take a "
               "locale_t, or the kit");
  if (s->call.metered) serve_log(s, s->call_no, MISTAKE_LINE(WRONG_LOCALE), s->call.message);
  return status;
}

static int run(struct server *s, const tdg_rec *in) {
  const struct tdg_component *c = &s->component;
  tdg_call *call = &s->call.pub;
  if (c->run == NULL) return say(s, TDG_INTERNAL, "the component cannot run");
  if (c->kind != TDG_KIND_FETCHER) return c->run(call, s->self, in);
  tdg_rec *numbered = rec_without(&s->call.arena, in, (const uint32_t[]){TDG_REQUEST_NO, 0});
  rec_put_int(numbered, TDG_REQUEST_NO, s->call_no);
  host_check_lend(&s->call, numbered);
  return c->run(call, s->self, numbered);
}

static int invoke(struct server *s, unsigned type, const tdg_rec *in, enum mistake_call *called) {
  const struct tdg_component *c = &s->component;
  tdg_call *call = &s->call.pub;
  switch (type) {
  case FRAME_PROBE:
    *called = CALLED_PROBE;
    s->call.no_values = 1;
    return c->probe != NULL ? c->probe(call, s->self, in) : 50;
  case FRAME_JUDGE:
    *called = CALLED_JUDGE;
    return c->judge != NULL ? c->judge(call, s->self, in) : TDG_INTERNAL;
  case FRAME_RECALL: *called = CALLED_RECALL; return host_recall(c, call, s->self, in);
  case FRAME_SAVE: *called = CALLED_SAVE; return host_save(c, call, s->self, in);
  case FRAME_RESTORE: *called = CALLED_RESTORE; return host_restore(c, call, s->self, in);
  case FRAME_FLUSH: *called = CALLED_FLUSH; return c->flush != NULL ? c->flush(call, s->self) : TDG_OK;
  default: *called = CALLED_RUN; return run(s, in);
  }
}

/* Validate and decode the record of a frame. */
static int take_input(struct server *s, const struct frame *f, const unsigned char *p, size_t n,
                      const tdg_rec **in) {
  char why[200];
  if (rec_check(p, n, REC_MAX_DOCUMENT, why, sizeof why) < 0) return say(s, TDG_BAD_INPUT, why);
  if (s->open.check & FRAME_CHECK_CALLS)
    p = host_check_place(&s->call, p, n); /* so that it ends with the call */
  *in = host_take_values(&s->call, rec_view(&s->call.arena, p, n));
  int status = TDG_OK;
  if (rec_kind(*in) == TDG_DOC)
    status = decode_document(&s->call.arena, *in, &s->open.limits, f->type == FRAME_PROBE, in,
                             s->call.message, sizeof s->call.message);
  if (status == TDG_OK && f->type != FRAME_PROBE && s->call.message[0] != '\0')
    serve_log(s, s->call_no, TDG_LOG_INFO, s->call.message);
  if (status == TDG_OK) s->call.message[0] = '\0';
  host_check_lend(&s->call, *in);
  return status;
}

static int defer(struct server *s, uint32_t call) {
  if (s->component.pump == NULL)
    return say(s, TDG_INTERNAL,
               "run returned TDG_PENDING, but the component has no pump, which would emit the document: add "
               "one, or emit it in run");
  if (s->n_pending >= SERVE_MAX_PENDING) return say(s, TDG_RETRY, "too many requests under way");
  if (s->n_pending == s->cap_pending) {
    s->cap_pending = s->cap_pending > 0 ? s->cap_pending * 2 : 64;
    s->pending = check_realloc(s->pending, s->cap_pending * sizeof *s->pending);
  }
  struct pending *p = &s->pending[s->n_pending++];
  *p = s->next.call == call ? s->next : (struct pending){.call = call};
  return TDG_PENDING;
}

static void serve_one(struct server *s, const struct frame *f) {
  int64_t now = 0, started = s->component.pump == NULL ? cpu_us() : 0;
  const unsigned char *p = f->p;
  size_t n = 0;
  const tdg_rec *in = NULL;
  int status = frame_call_get(f, &now, &p, &n);
  begin(s, f->call, now);
  renew_budget(s, started);
  if (status < 0) status = say(s, TDG_BAD_INPUT, "a call without a time");
  if (status == TDG_OK && f->type != FRAME_FLUSH) status = take_input(s, f, p, n, &in);
  if (status == TDG_OK) {
    enum mistake_call called = CALLED_RUN;
    serve_meter_begin(s);
    status = invoke(s, f->type, in, &called);
    serve_meter_end(s);
    host_check_lent(&s->call);
    status = host_status(&s->call, called, status, in);
    status = check_locale(s, status);
  }
  fflush(stdout); /* what the plugin printed belongs to this call */
  if (status >= TDG_OK && f->type == FRAME_RUN) emit_values(s, f->call);
  if (f->type == FRAME_RUN && status == TDG_PENDING) { /* of a probe the same number says how sure it is */
    status = defer(s, f->call);
    if (status == TDG_PENDING) return;
  }
  serve_done(s, f->call, status, s->call.message,
             s->component.pump == NULL ? (uint32_t)(cpu_us() - started) : 0);
}

/* ---- fetchers ---- */

static void fail_pending(struct server *s, int status, const char *message) {
  for (size_t i = 0; i < s->n_pending; i++) serve_done(s, s->pending[i].call, status, message, 0);
  s->n_pending = 0;
}

static void pump(struct server *s) {
  begin(s, 0, clock_wall_ms());
  s->pumping = 1;
  s->peak_kib = 0;
  int left = s->component.pump(&s->call.pub, s->self, s->fd, PUMP_MS);
  s->pumping = 0;
  if (left < 0) fail_pending(s, left, s->call.message);
  if (left == 0 && s->n_pending > 0 && s->call.first_error < 0)
    fail_pending(s, s->call.first_error, s->call.message);
  if (left == 0 && s->n_pending > 0) fail_pending(s, TDG_INTERNAL, PUMP_FORGOT);
}

/* ---- the loop ---- */

/* Serve the frames received so far.  1: continue, 0: CLOSE, -1: broken. */
static int serve_frames(struct server *s) {
  struct frame f;
  int got;
  while ((got = frame_reader_next(&s->in, &f)) == 1) {
    if (f.type == FRAME_CLOSE) return 0;
    if (f.type == FRAME_OPEN) return -1;
    if (f.type == FRAME_KNOWN) {
      s->next = (struct pending){.call = f.call, .is_known = 1};
      if (frame_known_get(&f, &s->next.known) < 0) return -1;
      continue;
    }
    serve_one(s, &f);
    /* Flush before the next document: if that one kills the worker, this one must count as answered. */
    if (serve_flush(s) < 0) return -1;
  }
  return got < 0 ? -1 : 1;
}

/* Wait for the next frame.  A fetcher that keeps connections is pumped meanwhile. */
static void rest(struct server *s) {
  struct pollfd p = {.fd = s->fd, .events = POLLIN};
  if (s->component.pump == NULL) return;
  while (poll(&p, 1, REST_MS) == 0) {
    begin(s, 0, clock_wall_ms());
    s->component.pump(&s->call.pub, s->self, s->fd, 0);
  }
}

int serve_loop(struct server *s) {
  for (;;) {
    int rc = serve_frames(s);
    if (rc < 0) return s->broken ? WORKER_EXIT_CLOSED : WORKER_EXIT_PROTOCOL;
    if (rc == 0) break;
    if (s->n_pending > 0) pump(s);
    if (serve_flush(s) < 0) return WORKER_EXIT_CLOSED;
    if (s->n_pending == 0) rest(s);
    if (serve_read(s, s->n_pending == 0) < 0) return WORKER_EXIT_CLOSED; /* the engine is gone */
  }
  s->call_no = 0;
  s->logs = 0;
  host_close(&s->component, &s->call, s->self);
  serve_flush(s);
  return WORKER_EXIT_CLOSED;
}
