/* A plugin that behaves: one record a document, its title the document's text, everything it was told in
 * fields. A parser, a stage with a memory, a fetcher that answers later, and a brief. */
#include <tidings/plugin.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct conf {
  struct tdg_str prefix;
  struct tdg_list words;
  int64_t times, wait;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, prefix, TDG_O_TEXT, 0, "", 0, 0, "Put before each title."),
    TDG_OPT(struct conf, words, TDG_O_LIST, 0, "one, two", 0, 0, "Tags."),
    TDG_OPT(struct conf, times, TDG_O_INT, 0, "1", 0, 10000000, "How many records a document gives."),
    TDG_OPT(struct conf, wait, TDG_O_DURATION, 0, "0", 0, 60000, "How long to open."),
};

static int open_echo(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct conf *c = self;
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  int rc = TDG_OK;
  if (body.n >= 4 && memcmp(body.p, "bad!", 4) == 0)
    return tdg_fail(call, TDG_BAD_INPUT, "it says %s", body.p);
  if (body.n >= 4 && memcmp(body.p, "log!", 4) == 0) tdg_log(call, TDG_LOG_WARNING, "told to log");
  for (int64_t i = 0; i < c->times; i++) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    char *title = tdg_scratch(call, c->prefix.n + body.n + 1);
    memcpy(title, c->prefix.p, c->prefix.n);
    memcpy(title + c->prefix.n, body.p, body.n);
    tdg_put_text(call, r, TDG_TITLE, title, c->prefix.n + body.n);
    for (size_t w = 0; w < c->words.n; w++) tdg_put_text(call, r, TDG_TAG, c->words.v[w].p, c->words.v[w].n);
    tdg_put_int(call, r, TDG_PUBLISHED, tdg_now_ms(call));
    if ((rc = tdg_emit(call, r)) < 0) break;
  }
  return rc < 0 ? rc : TDG_OK;
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  return body.n >= 4 && memcmp(body.p, "echo", 4) == 0 ? 90 : 10;
}

/* The stage: counts what it has judged. */
static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  int64_t *n = self;
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, tdg_get_int(call, rec, TDG_ID, 1));
  tdg_put_int(call, note, TDG_RECORDS, ++*n);
  return tdg_emit(call, note);
}
static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  int64_t *n = self;
  *n = tdg_get_int(call, note, TDG_RECORDS, 0);
  return TDG_OK;
}
static int open_count(tdg_call *call, const void *conf, void **self) {
  (void)call;
  (void)conf;
  *self = calloc(1, sizeof(int64_t));
  return TDG_OK;
}

/* The fetcher: keeps every request until three are there or nothing else comes, and answers the newest first.
 */
enum { MAX_WAITING = 16 };
struct waiting {
  int64_t call[MAX_WAITING];
  size_t n;
};
static int open_later(tdg_call *call, const void *conf, void **self) {
  (void)call;
  (void)conf;
  *self = calloc(1, sizeof(struct waiting));
  return TDG_OK;
}
static int run_later(tdg_call *call, void *self, const tdg_rec *request) {
  struct waiting *w = self;
  struct tdg_str url = tdg_get(call, request, TDG_URL);
  if (strcmp(url.p, "later:bad") == 0) return tdg_fail(call, TDG_BAD_INPUT, "no such thing");
  if (w->n == MAX_WAITING) return TDG_RETRY;
  w->call[w->n++] = tdg_get_int(call, request, TDG_REQUEST_NO, 0);
  return TDG_PENDING;
}
static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct waiting *w = self;
  struct pollfd p = {wake_fd, POLLIN, 0};
  (void)timeout_ms;
  if (poll(&p, 1, w->n < 3 ? 50 : 0) > 0) return (int)w->n;
  while (w->n > 0) {
    for (int more = 1; more >= 0; more--) { /* two documents each */
      tdg_rec *r = tdg_rec_new(call, TDG_DOC);
      tdg_put_int(call, r, TDG_REQUEST_NO, w->call[w->n - 1]);
      if (more) tdg_put_int(call, r, TDG_MORE, 1);
      tdg_emit(call, r);
    }
    w->n--;
  }
  return 0;
}

TDG_PLUGIN("org.example.echo", "1.0", "Says what it is told",
           TDG_PARSER(.name = "echo", .summary = "One record a document",
                      .claims = (const char *const[]){"text/x-echo", NULL}, .open = open_echo, .run = run,
                      .probe = probe, .TDG_OPTIONS(struct conf, options)),
           TDG_STAGE(.name = "count", .open = open_count, .judge = judge, .recall = recall, .close = free),
           TDG_FETCHER(.name = "later", .claims = (const char *const[]){"later", NULL}, .open = open_later,
                       .run = run_later, .pump = pump, .close = free));
