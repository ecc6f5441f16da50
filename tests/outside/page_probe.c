/* page_probe.c - a parser from outside the tree that asks tidings/ext/page.h everything, rightly and wrongly, and
 * emits an article about what it was told.
 *
 * With SELECTOR it asks that selector and nothing else.  With UNNAMED it does not say that it uses the extension. */
#include <stdarg.h>
#include <tidings/ext/page.h>

#ifndef NAME
#define NAME "page-probe"
#endif

static tdg_page_node kept; /* of an earlier document: no node of a later one */

struct report {
  tdg_call *call;
  tdg_rec *rec;
};

TDG_PRINTF(2, 3) static void say(struct report *r, const char *fmt, ...) {
  char text[4000];
  va_list ap;
  va_start(ap, fmt);
  int n = vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  tdg_block(r->call, r->rec, TDG_PARAGRAPH, text, n < (int)sizeof text ? (size_t)n : sizeof text - 1);
}

/* Every node in the order of the page, without recursion. */
static size_t walk(const struct tdg_page *page, const tdg_html *html, size_t *texts, size_t *deepest) {
  tdg_page_node at = page->root(html);
  size_t n = 0, depth = 0;
  *texts = *deepest = 0;
  while (at != 0) {
    tdg_page_node next = page->first(html, at);
    n++;
    *texts += page->name(html, at).n == 0 && at != page->root(html);
    if (next != 0) depth++;
    while (next == 0 && at != 0) {
      next = page->next(html, at);
      if (next == 0 && (at = page->parent(html, at)) != 0) depth--;
    }
    if (depth > *deepest) *deepest = depth;
    at = next;
  }
  return n;
}

static void ask_wrongly(struct report *r, const struct tdg_page *page, tdg_html *html, tdg_html *other,
                        int small) {
  const tdg_page_node wrong[] = {
      0, 12345, UINT64_MAX, page->root(html) + 4000000000u, page->select(other, 0, "p"), kept};
  int64_t ms;
  size_t told = 0;
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    struct tdg_page_parts parts = {.size = sizeof parts, .body = wrong[i], .date = wrong[i]};
    told += page->parent(html, wrong[i]) != 0 || page->first(html, wrong[i]) != 0 ||
            page->next(html, wrong[i]) != 0;
    told +=
        page->name(html, wrong[i]).n + page->attr(html, wrong[i], "class").n + page->text(html, wrong[i]).n;
    told += page->blocks(html, wrong[i], r->rec) + (wrong[i] != 0 && page->select(html, wrong[i], "*") != 0);
    page->remove(html, wrong[i]);
    if (small) told += page->read(html, &parts) == NULL;
  }
  page->remove(html, page->root(html));
  told += page->open(r->call, tdg_rec_new(r->call, TDG_DOC)) == NULL;
  told += page->text(NULL, 1).n + page->select_all(NULL, 0, "p").n + (page->read(NULL, NULL) != NULL) +
          page->remove_all(NULL, 0, "p") + (page->status(NULL) == TDG_OK) +
          (page->without(NULL, r->rec, NULL) != NULL) + (page->date(NULL, page->text(html, 0), &ms) != 0) +
          page->absolute(NULL, page->name(html, 0)).n;
  say(r, "wrong questions answered: %zu", told);
}

static void ask(struct report *r, const struct tdg_page *page, const tdg_rec *doc) {
  static const uint32_t some[] = {TDG_TITLE, TDG_BLOCK, 0};
  tdg_html *html = page->open(r->call, doc), *other = page->open(r->call, doc);
  size_t texts, deepest, n = walk(page, html, &texts, &deepest);
  struct tdg_page_nodes all = page->select_all(html, 0, "p, div, x-odd");
  tdg_page_node first = page->select(html, 0, "#here");
  tdg_rec *rec;
  int64_t when = 0;
  say(r, "nodes %zu, texts %zu, deepest %zu, selected %zu", n, texts, deepest, all.n);
  say(r, "here: <%s data-x=\"%s\"> %s", page->name(html, first).p, page->attr(html, first, "DATA-X").p,
      page->text(html, first).p);
  say(r, "below it: %zu of %zu; beside it: %s", page->select_all(html, first, "i").n,
      page->select_all(html, 0, "i").n, page->text(html, page->select(html, 0, "#here + *")).p);
  say(r, "XPath: %s; script: %s", page->text(html, page->select(html, 0, "//*[@id='here']/i[2]")).p,
      page->text(html, page->select(html, 0, "script")).p);
  int dates = page->date(html, page->text(html, page->select(html, 0, ".when")), &when);
  say(r, "date: %d %lld", dates, (long long)when);
  say(r, "absolute: %s", page->absolute(html, page->attr(html, page->select(html, 0, "a"), "href")).p);
  ask_wrongly(r, page, html, other, n < 1000);
  size_t out = page->remove_all(html, 0, "#here i");
  say(r, "removed %zu, left %zu: %s", out, page->select_all(html, 0, "i").n, page->text(html, first).p);
  rec = page->read(html, NULL);
  say(r, "read: %s, without: %s", rec != NULL ? "yes" : "no",
      rec != NULL && tdg_get(r->call, page->without(html, rec, some), TDG_TITLE).n == 0 ? "yes" : "no");
  say(r, "blocks %zu", page->blocks(html, page->select(html, 0, "#shelf"), r->rec));
  page->remove_all(html, 0, "*");
  page->read(html, NULL);
  n = walk(page, html, &texts, &deepest);
  say(r, "left at the end: %zu %s", page->select_all(html, 0, "p, i, a").n, n < 10 ? "few" : "many");
  kept = first;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_page *page = tdg_page_get(call);
  struct report r = {call, tdg_rec_new(call, TDG_ARTICLE)};
  struct tdg_str url = tdg_get(call, doc, TDG_URL);
  (void)self;
  tdg_put_text(call, r.rec, TDG_URL, url.p, url.n);
  tdg_put_str(call, r.rec, TDG_TITLE, "What the page extension says");
  if (page == NULL) {
    say(&r, "there is no such extension");
    tdg_page_get(call);
    return tdg_emit(call, r.rec);
  }
#ifdef SELECTOR
  tdg_html *html = page->open(call, doc);
  page->select(html, 0, SELECTOR);
  page->remove_all(html, 0, "p");
  return page->status(html);
#endif
  ask(&r, page, doc);
  return tdg_emit(call, r.rec);
}

#ifndef UNNAMED
static const char *const uses[] = {TDG_EXT_PAGE, NULL};
#endif
static const char *const claims[] = {"text/x-probe", NULL};

TDG_PLUGIN("org.example." NAME, "1.0", "Asks about pages",
           TDG_PARSER(.name = NAME, .summary = "Asks about pages", .claims = claims, .run = run,
#ifndef UNNAMED
                      .uses = uses
#endif
                      ));
