/* edition.c - a parser that is built more than once: VERSION is the version of the plugin.  From version 2.0 on it reads the text
 * of a page without the lines that begin with "Subscribe". */
#include <tidings/plugin.h>

#include <string.h>

#ifndef VERSION
#define VERSION "1.0"
#endif

/* What stands between a tag and the tag that ends it; *rest: behind it.  Empty: there is none. */
static struct tdg_str between(const char *text, const char *tag, const char *end, const char **rest) {
  const char *from = strstr(text, tag), *to = from != NULL ? strstr(from, end) : NULL;
  if (to == NULL) return (struct tdg_str){"", 0};
  from += strlen(tag);
  *rest = to;
  return (struct tdg_str){from, (size_t)(to - from)};
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const char *at = tdg_get(call, doc, TDG_BODY).p;
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
  struct tdg_str line = between(at, "<h1>", "</h1>", &at);
  tdg_put_text(call, r, TDG_TITLE, line.p, line.n);
  while ((line = between(at, "<p>", "</p>", &at)).n > 0)
    if (strcmp(VERSION, "1.0") == 0 || strncmp(line.p, "Subscribe", 9) != 0)
      tdg_block(call, r, TDG_PARAGRAPH, line.p, line.n);
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.edition", VERSION, "Pages of the Harbour Post",
           TDG_PARSER(.name = "edition", .summary = "Pages of the Harbour Post", .run = run));
