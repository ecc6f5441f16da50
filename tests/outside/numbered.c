/* numbered.c - a parser from outside the tree that numbers what it reads of a source, in a value that it keeps.  Built
 * with -DMENDED it reads the documents that it refuses otherwise. */
#include <tidings/ext/state.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  char number[20], text[200];
  (void)self;
  if (state == NULL) return tdg_fail(call, TDG_INTERNAL, "this host has no %s", TDG_EXT_STATE);
#ifndef MENDED
  if (strstr(body.p, "REFUSE") != NULL) return tdg_fail(call, TDG_BAD_INPUT, "no number for this one");
#endif
  int n = snprintf(number, sizeof number, "%d", atoi(state->get(call, "number").p) + 1);
  int status = state->set(call, "number", number, (size_t)n);
  if (status != TDG_OK) return status;
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  snprintf(text, sizeof text, "%s: %.*s", number, (int)strcspn(body.p, "\n"), body.p);
  tdg_put_str(call, article, TDG_TITLE, text);
  snprintf(text, sizeof text, "%.150s#%s", url.p, number);
  tdg_put_str(call, article, TDG_URL, text);
  return tdg_emit(call, article);
}

TDG_PLUGIN("org.example.numbered", "1.0", "Numbers documents",
           TDG_PARSER(.name = "numbered", .summary = "Numbers documents", .run = run));
