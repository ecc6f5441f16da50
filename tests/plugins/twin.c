/* A plugin whose parser has the name of one that comes with the program, and claims what that one claims. */
#include <tidings/plugin.h>

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  struct tdg_str url = tdg_get(call, doc, TDG_URL);
  (void)self;
  tdg_put_str(call, r, TDG_TITLE, "read by the twin");
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  return tdg_emit(call, r);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  return (void)call, (void)self, (void)doc, 100;
}

static const char *const claims[] = {"application/rss+xml", "text/xml", "application/xml", NULL};

TDG_PLUGIN("org.example.twin", "1.0", "Calls itself feed",
           TDG_PARSER(.name = "feed", .claims = claims, .run = run, .probe = probe));
