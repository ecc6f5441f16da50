/* named_parts.c - a parser that names the parts of an article by ids: #t title, #s subtitle, #b body, #w author,
 * #d date; for tests/page.py. */
#include <tidings/ext/page.h>

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_page *page = tdg_page_get(call);
  tdg_html *html = page->open(call, doc);
  struct tdg_page_parts parts = {.size = sizeof parts};
  (void)self;
  parts.title = page->select(html, 0, "#t");
  parts.subtitle = page->select(html, 0, "#s");
  parts.body = page->select(html, 0, "#b");
  parts.author = page->select(html, 0, "#w");
  parts.date = page->select(html, 0, "#d");
#ifdef NO_SIZE
  parts.size = 0;
#endif
#ifdef TEXT_NODE
  parts.body = page->first(html, parts.body);
#endif
  const tdg_rec *article = page->read(html, &parts);
  return article != NULL ? tdg_emit(call, article) : page->status(html);
}

static const char *const uses[] = {TDG_EXT_PAGE, NULL};
#ifndef NAME
#define NAME "named-parts"
#endif
TDG_PLUGIN("org.example." NAME, "1.0", "Parts by their ids",
           TDG_PARSER(.name = NAME, .summary = "Parts by their ids", .uses = uses, .run = run));
