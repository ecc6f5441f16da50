/* serial.c - a fetcher and a parser from outside the tree, for articles of three pages: "http://HOST/NAME?PAGE".
 *
 * Both keep the address of the last page they had: the fetcher one value in run and one in pump, where it answers.  A page
 * says what they were given.  A NAME with "gone" has no second page; one with "refused" is not read, unless this was built
 * with -DMENDED; the answer to "http://a.example/wrong?1" is no valid record. */
#include <tidings/ext/state.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGES = 3, MOST = 64, ROOM = 1000 };

struct request {
  int64_t number;
  char url[200], said[500];
};
struct serial {
  struct request list[MOST];
  int n;
};

static const struct tdg_state *state_of(tdg_call *call) { return call->host->ext(call->host, TDG_EXT_STATE); }

static void keep(tdg_call *call, const char *key, const char *value) {
  state_of(call)->set(call, key, value, strlen(value));
}

/* ---- the fetcher ---- */

static int start(tdg_call *call, const void *conf, void **self) {
  (void)call, (void)conf;
  *self = calloc(1, sizeof(struct serial));
  return *self != NULL ? TDG_OK : TDG_INTERNAL;
}

static int fetch(tdg_call *call, void *self, const tdg_rec *in) {
  struct serial *s = self;
  if (s->n == MOST) return tdg_fail(call, TDG_RETRY, "too many requests");
  struct request *r = &s->list[s->n++];
  r->number = tdg_get_int(call, in, TDG_REQUEST_NO, 0);
  snprintf(r->url, sizeof r->url, "%s", tdg_get(call, in, TDG_URL).p);
  snprintf(r->said, sizeof r->said, "run had [%s] and pump had [%s]", state_of(call)->get(call, "run").p,
           state_of(call)->get(call, "pump").p);
  keep(call, "run", r->url);
  return TDG_PENDING;
}

static void answer(tdg_call *call, const struct request *r) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  char body[ROOM];
  const int gone = strstr(r->url, "gone?2") != NULL;
  int n = snprintf(body, sizeof body, "the page at %s says that %s", r->url, r->said);
  if (state_of(call)->get(call, "pump").n > 0)
    n = snprintf(body, sizeof body, "pump sees what another request set");
  keep(call, "pump", r->url);
  tdg_put_int(call, doc, TDG_REQUEST_NO, r->number);
  tdg_put_str(call, doc, TDG_URL, r->url);
  tdg_put_int(call, doc, TDG_STATUS, gone ? 404 : 200);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/x-serial");
  tdg_put_bytes(call, doc, TDG_BODY, body, (size_t)n);
  if (strcmp(r->url, "http://a.example/wrong?1") == 0) tdg_put_str(call, doc, TDG_STATUS, "a number");
  tdg_emit(call, doc);
}

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct serial *s = self;
  struct pollfd wake = {.fd = wake_fd, .events = POLLIN};
  if (poll(&wake, 1, timeout_ms < 50 ? timeout_ms : 50) > 0)
    return s->n; /* so that one call answers several */
  for (int i = 0; i < s->n; i++) answer(call, &s->list[i]);
  s->n = 0;
  return 0;
}

/* ---- the parser ---- */

static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str url = tdg_get(call, doc, TDG_URL), body = tdg_get(call, doc, TDG_BODY);
  const int page = atoi(strchr(url.p, '?') + 1);
  char text[ROOM + 300], next[300];
  (void)self;
#ifndef MENDED
  if (strstr(url.p, "refused") != NULL) return tdg_fail(call, TDG_BAD_INPUT, "not this one");
#endif
  int n =
      snprintf(text, sizeof text, "%s; the parser had [%s]", body.p, state_of(call)->get(call, "parse").p);
  keep(call, "parse", url.p);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, article, TDG_TITLE, "A story in three parts");
  tdg_put_str(call, article, TDG_URL, url.p);
  tdg_block(call, article, TDG_PARAGRAPH, text, (size_t)n);
  int status = tdg_emit(call, article);
  if (status != TDG_OK || page >= PAGES) return status;
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  snprintf(next, sizeof next, "%.*s?%d", (int)strcspn(url.p, "?"), url.p, page + 1);
  tdg_put_str(call, request, TDG_URL, next);
  tdg_put_int(call, request, TDG_PAGE_NO, page + 1);
  return tdg_emit(call, request);
}

static const char *const schemes[] = {"http", NULL};

TDG_PLUGIN("org.example.serial", "1.0", "Articles of three pages",
           TDG_FETCHER(.name = "serial", .summary = "Makes pages up", .claims = schemes, .open = start,
                       .run = fetch, .pump = pump, .close = free),
           TDG_PARSER(.name = "serial-page", .summary = "Reads them", .run = parse));
