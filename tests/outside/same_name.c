/* same_name.c - components with the names of the program's own: a parser with an option that emits a request for
 * itself, a fetcher, a stage, a sink. */
#include <tidings/plugin.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct conf {
  struct tdg_str word, ending;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, word, TDG_O_TEXT, 0, "twin", 0, 0, "A word."),
    TDG_OPT(struct conf, ending, TDG_O_TEXT, 0, "", 0, 0, "Its ending."),
};
struct sink_conf {
  struct tdg_str path;
};
static const struct tdg_option sink_options[] = {
    TDG_OPT(struct sink_conf, path, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0, "The file."),
};

static int open_any(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct conf *c = self;
  struct tdg_str url = tdg_get(call, doc, TDG_URL), body = tdg_get(call, doc, TDG_BODY);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE), *request = tdg_rec_new(call, TDG_REQUEST);
  char title[200];
  int n = snprintf(title, sizeof title, "%s%s", c->word.p, c->ending.p);
  tdg_put_text(call, r, TDG_TITLE, title, (size_t)n < sizeof title ? (size_t)n : sizeof title - 1);
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_block(call, r, TDG_PARAGRAPH, body.p, body.n < 100 ? body.n : 100);
  if (strstr(url.p, "first") != NULL) { /* the other file, for this parser */
    char *other = tdg_scratch(call, url.n + 2);
    size_t at = (size_t)(strstr(url.p, "first") - url.p);
    memcpy(other, url.p, at);
    memcpy(other + at, "other.txt", 9);
    tdg_put_text(call, request, TDG_URL, other, at + 9);
    tdg_put_str(call, request, TDG_AS, "feed");
    tdg_emit(call, request);
  }
  return tdg_emit(call, r);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  return (void)call, (void)self, (void)doc, 100;
}

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  struct tdg_str url = tdg_get(call, request, TDG_URL);
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  (void)self;
  tdg_put_int(call, doc, TDG_REQUEST_NO, tdg_get_int(call, request, TDG_REQUEST_NO, 0));
  tdg_put_text(call, doc, TDG_URL, url.p, url.n);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/plain");
  tdg_put_str(call, doc, TDG_BODY,
              "Fetched by the twin\n\nThis came from the other fetcher, as the configuration says.\n");
  tdg_put_int(call, doc, TDG_FETCHED, tdg_now_ms(call));
  return tdg_emit(call, doc);
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  (void)self;
  tdg_log(call, TDG_LOG_WARNING, "the twin judges %s", tdg_get(call, rec, TDG_TITLE).p);
  return TDG_OK;
}

static int put(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct sink_conf *c = self;
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  int fd = open(c->path.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return tdg_fail(call, TDG_BAD_CONFIG, "%s cannot be opened", c->path.p);
  int bad = write(fd, title.p, title.n) != (ssize_t)title.n || write(fd, "\n", 1) != 1;
  close(fd);
  return bad ? TDG_RETRY : TDG_OK;
}

static const char *const types[] = {"application/rss+xml", "text/xml", "application/xml", "text/plain", NULL};
static const char *const schemes[] = {"file", NULL};

static int flush(tdg_call *call, void *self) {
  (void)call, (void)self;
  return TDG_OK;
}

TDG_PLUGIN("org.example.twin", "1.0", "Has names of others",
           TDG_PARSER(.name = "feed", .claims = types, .TDG_OPTIONS(struct conf, options), .open = open_any,
                      .run = parse, .probe = probe),
           TDG_FETCHER(.name = "file", .claims = schemes, .run = fetch),
           TDG_STAGE(.name = "story", .judge = judge),
           TDG_SINK(.name = "jsonl", .TDG_OPTIONS(struct sink_conf, sink_options), .open = open_any,
                    .flush = flush, .run = put));
