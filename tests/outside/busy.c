/* busy.c - a fetcher and a parser from outside the tree that say TDG_RETRY.
 *
 * "http://busy.example/list" names the pages: "fetch", "parse", and "never-..."; each document says how often it was asked for.
 * The fetcher is busy when it is asked for "fetch" for the first time, the parser when it sees the first document of "parse", and
 * each always for "never-fetch" and "never-parse". */
#include <tidings/plugin.h>

#include <stdio.h>

static const char *const pages[] = {"fetch", "parse", "never-fetch", "never-parse"};
enum { PAGES = sizeof pages / sizeof pages[0] };
static int asked[PAGES];

static int page_of(struct tdg_str url) {
  for (int i = 0; i < PAGES; i++)
    if (strcmp(strrchr(url.p, '/') + 1, pages[i]) == 0) return i;
  return -1;
}

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  struct tdg_str url = tdg_get(call, request, TDG_URL);
  const int page = page_of(url);
  char text[200] = "";
  int n = 0;
  (void)self;
  if (page >= 0) {
    n = snprintf(text, sizeof text, "%s %d", pages[page], ++asked[page]);
    tdg_log(call, TDG_LOG_WARNING, "asked for %s;", text);
    if (page == 2 || (page == 0 && asked[page] == 1)) return tdg_fail(call, TDG_RETRY, "the line is busy");
  }
  for (int i = 0; page < 0 && i < PAGES; i++)
    n += snprintf(text + n, sizeof text - (size_t)n, "%s\n", pages[i]);
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  tdg_put_text(call, doc, TDG_URL, url.p, url.n);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, page < 0 ? "text/x-busy-list" : "text/x-busy");
  tdg_put_bytes(call, doc, TDG_BODY, text, (size_t)n);
  return tdg_emit(call, doc);
}

static int list(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self, (void)doc;
  for (int i = 0; i < PAGES; i++) {
    char url[100];
    tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
    snprintf(url, sizeof url, "http://busy.example/%s", pages[i]);
    tdg_put_str(call, request, TDG_URL, url);
    tdg_put_str(call, request, TDG_AS, "busy-text");
    tdg_emit(call, request);
  }
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, article, TDG_TITLE, "The list");
  return tdg_emit(call, article);
}

static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
  tdg_put_text(call, article, TDG_TITLE, text.p, text.n);
  tdg_emit(call, article);
  if (strcmp(text.p, "parse 1") == 0 || strncmp(text.p, "never", 5) == 0)
    return tdg_fail(call, TDG_RETRY, "no memory for %s", text.p);
  return TDG_OK;
}

static const char *const schemes[] = {"http", NULL}, *const lists[] = {"text/x-busy-list", NULL},
                         *const texts[] = {"text/x-busy", NULL};

TDG_PLUGIN("org.example.busy", "1.0", "Is busy",
           TDG_FETCHER(.name = "busy", .summary = "Is busy", .claims = schemes, .run = fetch),
           TDG_PARSER(.name = "busy-list", .summary = "Names pages", .claims = lists, .run = list),
           TDG_PARSER(.name = "busy-text", .summary = "Is busy", .claims = texts, .run = parse));
