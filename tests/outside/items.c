/* items.c - a parser from outside the tree, for an API with pages.
 *
 * The answer to the source's own request is {"head": N}.  The parser then asks for the items since the token that it
 * kept, page by page, with POST: {"items": [{"id": N, "title": "..."}, ...], "more": 0 or 1}.  With the last page it
 * keeps the token.
 */
#include <tidings/plugin.h>
#if __has_include(<tidings/ext/state.h>)
#include <tidings/ext/state.h>
#else
#define NO_STATE
#endif

#include <stdio.h>
#include <stdlib.h>

#ifndef NAME
#define NAME "items"
#endif

static struct tdg_str since_of(tdg_call *call) {
  struct tdg_str none = {"0", 1};
#ifndef NO_STATE
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  struct tdg_str kept = state != NULL ? state->get(call, "since") : none;
  return kept.n > 0 ? kept : none;
#else
  (void)call;
  return none;
#endif
}

static void keep_since(tdg_call *call, const char *value) {
#ifndef NO_STATE
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  if (state != NULL) state->set(call, "since", value, strlen(value));
#else
  (void)call, (void)value;
#endif
}

static int ask(tdg_call *call, struct tdg_str url, int page, const char *since) {
  tdg_rec *r = tdg_rec_new(call, TDG_REQUEST), *ext = tdg_group(call), *header = tdg_group(call);
  char body[200];
  int n = snprintf(body, sizeof body, "{\"page\": %d, \"since\": %s}", page, since);
  tdg_put_str(call, r, TDG_URL, url.p);
  tdg_put_str(call, r, TDG_AS, NAME);
#ifndef NO_STATE
  tdg_put_str(call, r, TDG_METHOD, "POST");
#endif
  tdg_put_bytes(call, r, TDG_BODY, body, (size_t)n);
  tdg_put_int(call, r, TDG_OFFSET, page);
  tdg_put_str(call, header, TDG_NAME, "x-page");
  tdg_put_str(call, header, TDG_VALUE, page == 1 ? "one" : "more");
  tdg_put_rec(call, r, TDG_HEADER, header);
  tdg_put_str(call, ext, TDG_NAME, "org.example.since");
  tdg_put_str(call, ext, TDG_TEXT, since);
  tdg_put_rec(call, r, TDG_EXT, ext);
  return tdg_emit(call, r);
}

static int elsewhere(tdg_call *call, const char *url) {
  tdg_rec *r = tdg_rec_new(call, TDG_REQUEST), *header = tdg_group(call);
  tdg_put_str(call, r, TDG_URL, url);
  tdg_put_str(call, header, TDG_NAME, "authorization");
  tdg_put_str(call, header, TDG_VALUE, "made up");
  tdg_put_rec(call, r, TDG_HEADER, header);
  return tdg_emit(call, r);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  const char *p = body.p;
  long newest = 0;
  (void)self;
  if (strstr(p, "\"head\"") != NULL) {
    const char *other = strstr(p, "http://");
    char there[300];
    if (other != NULL && sscanf(other, "%299[^\"]", there) == 1) elsewhere(call, there);
    return ask(call, url, 1, since_of(call).p);
  }
  const tdg_rec *ext = tdg_get_rec(call, doc, TDG_EXT, 0);
  int page = (int)tdg_get_int(call, doc, TDG_OFFSET, 0);
  if (ext == NULL || page == 0)
    return tdg_fail(call, TDG_BAD_INPUT, "the page does not know which one it is");
  struct tdg_str since = tdg_get(call, ext, TDG_TEXT);
  while ((p = strstr(p, "{\"id\": ")) != NULL) {
    char title[200], guid[40];
    long id = strtol(p + 7, NULL, 10);
    const char *at = strstr(p, "\"title\": \"");
    if (at == NULL || sscanf(at + 10, "%199[^\"]", title) != 1) break;
    tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
    snprintf(guid, sizeof guid, "item-%ld", id);
    tdg_put_str(call, article, TDG_GUID, guid);
    tdg_put_str(call, article, TDG_TITLE, title);
    tdg_block(call, article, TDG_PARAGRAPH, title, strlen(title));
    if (tdg_emit(call, article) < 0) return TDG_INTERNAL;
    if (id > newest) newest = id;
    p = at;
  }
  if (strstr(body.p, "\"more\": 1") != NULL) return ask(call, url, page + 1, since.p);
  if (newest > 0) {
    char text[40];
    snprintf(text, sizeof text, "%ld", newest);
    keep_since(call, text);
  }
  return strstr(body.p, "BAD") != NULL ? tdg_fail(call, TDG_BAD_INPUT, "what was set is not kept") : TDG_OK;
}

TDG_PLUGIN("org.example." NAME, "1.0", "An API with pages",
           TDG_PARSER(.name = NAME, .summary = "An API with pages", .run = run));
