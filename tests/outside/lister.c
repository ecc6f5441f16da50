/* lister.c - a fetcher from outside the tree that lists items itself, each with a validator of its own, and tells in the log
 * with which validators it is asked.
 *
 * "lister:whole" gives two documents at once; "lister:each" gives a list, and names two items that are asked for with each
 * poll. */
#include <tidings/plugin.h>

static int answer(tdg_call *call, const char *url, const char *text, const char *etag, int more) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  tdg_put_str(call, doc, TDG_URL, url);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/x-lister");
  tdg_put_str(call, doc, TDG_ETAG, etag);
  tdg_put_bytes(call, doc, TDG_BODY, text, strlen(text));
  if (more) tdg_put_int(call, doc, TDG_MORE, 1);
  return tdg_emit(call, doc);
}

static int unchanged(tdg_call *call, const char *url) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  tdg_put_str(call, doc, TDG_URL, url);
  tdg_put_int(call, doc, TDG_STATUS, 304);
  return tdg_emit(call, doc);
}

static void name(tdg_call *call, const char *url) {
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_str(call, request, TDG_URL, url);
  tdg_put_str(call, request, TDG_AS, "listed");
  tdg_put_str(call, request, TDG_REPEAT, "poll");
  tdg_emit(call, request);
}

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  const char *url = tdg_get(call, request, TDG_URL).p, *etag = tdg_get(call, request, TDG_ETAG).p;
  (void)self;
  tdg_log(call, TDG_LOG_WARNING, "%s is asked with '%s';", url, etag);
  if (strcmp(url, "lister:whole") == 0) {
    answer(call, "lister:whole/1", "First of the whole", "\"w1\"", 1);
    return answer(call, "lister:whole/2", "Second of the whole", "\"w2\"", 0);
  }
  if (strcmp(url, "lister:each") == 0) {
    name(call, "lister:each/1");
    name(call, "lister:each/2");
    return answer(call, url, "The list", "\"e0\"", 0);
  }
  const int first = strcmp(url, "lister:each/1") == 0;
  if (strcmp(etag, first ? "\"e1\"" : "\"e2\"") == 0) return unchanged(call, url);
  return answer(call, url, first ? "First of each" : "Second of each", first ? "\"e1\"" : "\"e2\"", 0);
}

static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
  tdg_put_text(call, article, TDG_TITLE, text.p, text.n);
  tdg_put_text(call, article, TDG_GUID, url.p, url.n);
  return tdg_emit(call, article);
}

static const char *const schemes[] = {"lister", NULL}, *const types[] = {"text/x-lister", NULL};

TDG_PLUGIN("org.example.lister", "1.0", "Lists items",
           TDG_FETCHER(.name = "lister", .summary = "Lists items", .claims = schemes, .run = fetch),
           TDG_PARSER(.name = "listed", .summary = "Reads items", .claims = types, .run = parse));
