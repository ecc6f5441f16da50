/* A fetcher of the addresses kept:...: it answers at once, or from pump, or fails with a message. */
#include <tidings/plugin.h>

#include <poll.h>
#include <stdlib.h>

struct conf {
  struct tdg_str greeting;
  int64_t copies;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, greeting, TDG_O_TEXT, 0, "Good morning", 0, 0, "The first line of each document."),
    TDG_OPT(struct conf, copies, TDG_O_INT, 0, "1", 1, 9, "How often the second line is there."),
};

struct fetcher {
  const struct conf *conf;
  int64_t waiting;
  char later[200];
};

static int open_fetcher(tdg_call *call, const void *conf, void **self) {
  struct fetcher *f = calloc(1, sizeof *f);
  if (f == NULL) return TDG_INTERNAL;
  f->conf = conf;
  *self = f;
  tdg_log(call, TDG_LOG_INFO, "kept fetcher opened with %d copies", (int)f->conf->copies);
  return TDG_OK;
}

static int answer(tdg_call *call, const struct fetcher *f, int64_t number, const char *url) {
  char *body = tdg_scratch(call, f->conf->greeting.n + 2000);
  size_t n = f->conf->greeting.n;
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  memcpy(body, f->conf->greeting.p, n);
  body[n++] = '\n';
  for (int64_t i = 0; i < f->conf->copies; i++) {
    size_t length = strlen(url);
    memcpy(body + n, url, length);
    n += length;
    body[n++] = '\n';
  }
  tdg_put_int(call, doc, TDG_REQUEST_NO, number);
  tdg_put_str(call, doc, TDG_URL, url);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/x-kept");
  tdg_put_int(call, doc, TDG_FETCHED, tdg_now_ms(call));
  tdg_put_bytes(call, doc, TDG_BODY, body, n);
  return tdg_emit(call, doc);
}

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  struct fetcher *f = self;
  struct tdg_str url = tdg_get(call, request, TDG_URL);
  int64_t number = tdg_get_int(call, request, TDG_REQUEST_NO, 0);
  if (strcmp(url.p, "kept:missing") == 0)
    return tdg_fail(call, TDG_BAD_INPUT, "there is no %s; ask for %s", url.p, "kept:one");
  if (strncmp(url.p, "kept:later", 10) != 0 || f->waiting != 0 || url.n >= sizeof f->later)
    return answer(call, f, number, url.p);
  f->waiting = number;
  memcpy(f->later, url.p, url.n + 1);
  return TDG_PENDING;
}

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct fetcher *f = self;
  struct pollfd p = {wake_fd, POLLIN, 0};
  if (f->waiting == 0) return 0;
  poll(&p, 1, timeout_ms < 50 ? timeout_ms : 50);
  int status = answer(call, f, f->waiting, f->later);
  f->waiting = 0;
  return status < 0 ? status : 0;
}

static const char *const claims[] = {"kept", NULL};

TDG_PLUGIN("org.example.kept-fetcher", "1.0", "Documents from nowhere",
           TDG_FETCHER(.name = "kept", .summary = "The addresses kept:...", .claims = claims,
                       .TDG_OPTIONS(struct conf, options), .open = open_fetcher, .run = run, .pump = pump,
                       .close = free));
