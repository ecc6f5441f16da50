/* bare.c - a parser whose records have a title, a text and nothing else: no address, no guid; a date when the first line
 * ends in " @" and milliseconds.  "ask:" lines are requests: "ask: REPEAT URL".  It logs one line for each document. */
#include <tidings/plugin.h>

#include <stdlib.h>

static int ask(tdg_call *call, const char *line) {
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  size_t n = strcspn(line, " ");
  tdg_put_text(call, request, TDG_REPEAT, line, n);
  tdg_put_text(call, request, TDG_URL, line + n + 1, strcspn(line + n + 1, "\n"));
  return tdg_emit(call, request);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY);
  size_t n = strcspn(text.p, "\n@");
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
  tdg_put_text(call, r, TDG_TITLE, text.p, n);
  if (text.p[n] == '@') tdg_put_int(call, r, TDG_PUBLISHED, strtoll(text.p + n + 1, NULL, 10));
  n = strcspn(text.p, "\n");
  tdg_block(call, r, TDG_PARAGRAPH, text.p + n, text.n - n);
  for (const char *at = text.p; (at = strstr(at, "\nask: ")) != NULL; at++) ask(call, at + 6);
  tdg_log(call, TDG_LOG_WARNING, "read a document");
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.bare", "1.0", "Titles and texts",
           TDG_PARSER(.name = "bare", .summary = "Titles and texts", .run = run));
