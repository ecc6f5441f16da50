/* listing.c - plugin parse-listing: a page that lists others, such as the statements of a ministry, read by the operator's
 * selectors.
 *
 * Each entry becomes an item with its title and date, and a request for its page; the next page of the list becomes a request
 * for a list, up to a number of pages.  The tree and the selectors are those of parse-article (tidings/ext/page.h).  A list in
 * which no link is found is an error: the site has changed, or a selector is wrong. */
#include <stdlib.h>

#include <tidings/ext/page.h>
#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { MAX_CLIMB = 256, MAX_TITLE = 2000, MAX_LISTED = 2000 };

struct conf {
  struct tdg_str item, link, title, date, next, as;
  int64_t pages;
};

static const struct tdg_option options[] = {
    TDG_OPT(struct conf, link, TDG_O_TEXT, 0, "a[href]", 0, 0,
            "The links of the entries, in the page or in each item.\n\n"
            "Selectors are CSS; those that begin with / or ( are XPath, about the whole page."),
    TDG_OPT(struct conf, item, TDG_O_TEXT, 0, "", 0, 0,
            "The element of an entry; empty: the largest around its link that holds no other entry's."),
    TDG_OPT(struct conf, title, TDG_O_TEXT, 0, "", 0, 0,
            "The title in that element; empty: the text of the link."),
    TDG_OPT(struct conf, date, TDG_O_TEXT, 0, "time", 0, 0,
            "The date in that element: its datetime attribute, or its text."),
    TDG_OPT(struct conf, next, TDG_O_TEXT, 0, "a[rel~=next], link[rel~=next]", 0, 0,
            "The link to the next page of the list."),
    TDG_OPT(struct conf, pages, TDG_O_INT, 0, "1", 1, 100,
            "So many pages of the list are read with each poll."),
    TDG_OPT(struct conf, as, TDG_O_TEXT, 0, "statement", 0, 0,
            "The parser of the pages: statement, article ...")};

struct listing {
  tdg_call *call;
  const struct conf *conf;
  const struct tdg_page *page;
  tdg_html *html;
  const tdg_rec *doc;
  struct tdg_str url;
};

struct entry {
  tdg_page_node link, box;
};

static int open(tdg_call *call, const void *conf, void **self) {
  const struct conf *c = conf;
  if (c->as.n == 0 || (c->link.n == 0 && c->item.n == 0))
    return tdg_fail(call, TDG_BAD_CONFIG, "as and link: neither may be empty");
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

/* ---- the entries ---- */

/* The element and those around it, the outermost last; how many. */
static size_t chain_of(const struct listing *l, tdg_page_node node, tdg_page_node chain[MAX_CLIMB]) {
  size_t n = 0;
  for (; node != 0 && n < MAX_CLIMB; node = l->page->parent(l->html, node)) chain[n++] = node;
  return n;
}

static int is_in(const tdg_page_node *chain, size_t n, tdg_page_node node) {
  for (size_t i = 0; i < n; i++)
    if (chain[i] == node) return 1;
  return 0;
}

/* Of the only link: the entry of a list, a row or a box that it stands in. */
static tdg_page_node lone_box_of(const struct listing *l, tdg_page_node link) {
  static const char *const boxes[] = {"li", "tr", "dd", "article", "section", "div"};
  tdg_page_node at = link;
  for (int k = 0; at != 0 && k < MAX_CLIMB; k++, at = l->page->parent(l->html, at))
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++)
      if (tdg_str_same(l->page->name(l->html, at), tdg_str_of(boxes[i]))) return at;
  return l->page->parent(l->html, link);
}

/* The largest element around a link that is around none of its neighbours. */
static tdg_page_node box_of(const struct listing *l, const struct tdg_page_nodes *links, size_t i) {
  tdg_page_node own[MAX_CLIMB], other[2][MAX_CLIMB], box = links->v[i];
  size_t n = chain_of(l, links->v[i], own), n_other[2] = {0, 0};
  if (links->n == 1) return lone_box_of(l, links->v[i]);
  if (i > 0) n_other[0] = chain_of(l, links->v[i - 1], other[0]);
  if (i + 1 < links->n) n_other[1] = chain_of(l, links->v[i + 1], other[1]);
  for (size_t k = 0; k < n; k++) {
    if (is_in(other[0], n_other[0], own[k]) || is_in(other[1], n_other[1], own[k])) break;
    box = own[k];
  }
  return box;
}

/* A link inside of the selected element, or around it, counts too. */
static tdg_page_node link_at(struct listing *l, tdg_page_node node) {
  tdg_page_node inside;
  if (l->page->attr(l->html, node, "href").n > 0) return node;
  if ((inside = l->page->select(l->html, node, "a[href]")) != 0) return inside;
  for (int k = 0; node != 0 && k < MAX_CLIMB; k++, node = l->page->parent(l->html, node))
    if (l->page->attr(l->html, node, "href").n > 0) return node;
  return 0;
}

static size_t find_entries(struct listing *l, struct entry **out) {
  const struct conf *c = l->conf;
  int by_item = c->item.n > 0;
  struct tdg_page_nodes found = l->page->select_all(l->html, 0, by_item ? c->item.p : c->link.p);
  struct entry *v = tdg_scratch(l->call, (found.n + 1) * sizeof *v);
  size_t n = 0;
  for (size_t i = 0; i < found.n && n < MAX_LISTED; i++) {
    tdg_page_node link = found.v[i], box = by_item ? found.v[i] : 0;
    if (by_item && c->link.n > 0 && (link = l->page->select(l->html, box, c->link.p)) == 0) link = box;
    if ((link = link_at(l, link)) == 0) continue;
    if (!by_item) box = box_of(l, &found, i);
    v[n++] = (struct entry){link, box};
  }
  *out = v;
  return n;
}

/* ---- one entry ---- */

static struct tdg_str title_of(struct listing *l, const struct entry *e) {
  tdg_page_node at = l->conf->title.n > 0 ? l->page->select(l->html, e->box, l->conf->title.p) : e->link;
  struct tdg_str title = tdg_str_trim(l->page->text(l->html, at != 0 ? at : e->link));
  if (title.n == 0) title = tdg_str_trim(l->page->attr(l->html, e->link, "title"));
  return title.n <= MAX_TITLE ? title : tdg_str_of("");
}

/* ms, 0: there is none that can be read.  An attribute is exact, a text is read by the language of the page.  *local: a time of day
 * without a zone. */
static int64_t date_of(struct listing *l, const struct entry *e, int *local) {
  tdg_page_node at =
      e->box != 0 && l->conf->date.n > 0 ? l->page->select(l->html, e->box, l->conf->date.p) : 0;
  struct tdg_date d;
  int64_t ms = 0;
  *local = 0;
  if (at == 0) return 0;
  struct tdg_str stamp = l->page->attr(l->html, at, "datetime");
  if (stamp.n > 0 && tdg_date_parse(stamp.p, stamp.n, NULL, &d) == 0) {
    *local = tdg_date_is_local(&d, 0);
    return d.ms;
  }
  const int found = l->page->date(l->html, l->page->text(l->html, at), &ms);
  *local = found == 2;
  return found != 0 ? ms : 0;
}

static void put_known(struct listing *l, tdg_rec *r, struct tdg_str url, int64_t when) {
  tdg_put_text(l->call, r, TDG_URL, url.p, url.n);
  if (when != 0) tdg_put_int(l->call, r, TDG_PUBLISHED, when);
}

/* 1: it leads to another page of the web. */
static int emit_entry(struct listing *l, const struct entry *e, struct tdg_str url) {
  struct tdg_str title = title_of(l, e);
  int local;
  int64_t when = date_of(l, e, &local);
  if (title.n > 0) { /* the item's data are kept for what the page lacks */
    tdg_rec *item = tdg_rec_new(l->call, TDG_ARTICLE);
    put_known(l, item, url, when);
    if (local) {
      const struct tdg_date minute = {.ms = when, .precision = TDG_DATE_MINUTE};
      tdg_date_put_origin(l->call, item, "published", "listing", tdg_str_of(""), &minute, 0);
    }
    tdg_put_text(l->call, item, TDG_TITLE, title.p, title.n);
    if (tdg_emit(l->call, item) != TDG_OK) return 0;
  }
  tdg_rec *r = tdg_rec_new(l->call, TDG_REQUEST);
  put_known(l, r, url, when);
  tdg_put_str(l->call, r, TDG_AS, l->conf->as.p);
  tdg_put_str(l->call, r, TDG_REPEAT, "never");
  tdg_put_text(l->call, r, TDG_TITLE_HINT, title.p, title.n);
  tdg_put_text(l->call, r, TDG_DISCOVERED, l->url.p, l->url.n);
  return tdg_emit(l->call, r) == TDG_OK;
}

/* Two links of one entry (picture and headline) are one. */
static int is_new(const struct tdg_str *seen, size_t n, struct tdg_str url) {
  for (size_t i = n; i-- > 0;)
    if (tdg_str_same(seen[i], url)) return 0;
  return 1;
}

static size_t emit_entries(struct listing *l, const struct entry *v, size_t n) {
  struct tdg_str *seen = tdg_scratch(l->call, (n + 1) * sizeof *seen);
  size_t n_seen = 0;
  for (size_t i = 0; i < n; i++) {
    struct tdg_str url = l->page->absolute(l->html, l->page->attr(l->html, v[i].link, "href"));
    if (!tdg_url_is_web(url) || tdg_str_same(url, l->url) || !is_new(seen, n_seen, url)) continue;
    seen[n_seen] = url;
    n_seen += (size_t)emit_entry(l, &v[i], url);
  }
  return n_seen;
}

/* ---- the list ---- */

#define KEPT_PAGE "listing-page" /* comes back with the document */

static int64_t page_no(const struct listing *l) {
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = tdg_get_rec(l->call, l->doc, TDG_EXT, i)) != NULL; i++)
    if (strcmp(tdg_get(l->call, ext, TDG_NAME).p, KEPT_PAGE) == 0)
      return atoll(tdg_get(l->call, ext, TDG_TEXT).p);
  return 1;
}

static void emit_next(struct listing *l) {
  int64_t page = page_no(l);
  char number[24];
  if (page >= l->conf->pages || l->conf->next.n == 0) return;
  tdg_page_node at = l->page->select(l->html, 0, l->conf->next.p);
  tdg_page_node link = at != 0 ? link_at(l, at) : 0;
  struct tdg_str url =
      link != 0 ? l->page->absolute(l->html, l->page->attr(l->html, link, "href")) : tdg_str_of("");
  if (!tdg_url_is_web(url) || tdg_str_same(url, l->url)) return;
  tdg_rec *r = tdg_rec_new(l->call, TDG_REQUEST);
  tdg_put_text(l->call, r, TDG_URL, url.p, url.n);
  tdg_put_str(l->call, r, TDG_AS, "listing");
  tdg_put_str(l->call, r, TDG_REPEAT, "poll");
  tdg_put_int(l->call, r, TDG_PAGE_NO, page + 1);
  tdg_rec *ext = tdg_group(l->call);
  snprintf(number, sizeof number, "%lld", (long long)page + 1);
  tdg_put_str(l->call, ext, TDG_NAME, KEPT_PAGE);
  tdg_put_str(l->call, ext, TDG_TEXT, number);
  tdg_put_rec(l->call, r, TDG_EXT, ext);
  tdg_put_text(l->call, r, TDG_DISCOVERED, l->url.p, l->url.n);
  tdg_emit(l->call, r);
}

static void emit_head(struct listing *l) {
  tdg_rec *head = tdg_rec_new(l->call, TDG_FEED);
  struct tdg_str title = tdg_str_trim(l->page->text(l->html, l->page->select(l->html, 0, "title")));
  tdg_put_text(l->call, head, TDG_URL, l->url.p, l->url.n);
  tdg_put_text(l->call, head, TDG_TITLE, title.p, title.n <= MAX_TITLE ? title.n : 0);
  tdg_emit(l->call, head);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct listing l = {.call = call, .conf = self, .page = tdg_page_get(call), .doc = doc};
  struct entry *entries;
  l.url = tdg_get(call, doc, TDG_FINAL_URL);
  if (l.url.n == 0) l.url = tdg_get(call, doc, TDG_URL);
  l.html = l.page->open(call, doc);
  if (l.html == NULL) return l.page->status(l.html);
  size_t n = find_entries(&l, &entries);
  if (l.page->status(l.html) != TDG_OK) return l.page->status(l.html);
  emit_head(&l);
  if (emit_entries(&l, entries, n) == 0)
    return tdg_fail(
        call, TDG_BAD_INPUT,
        "%s: no link to another page is found by %s \"%.200s\"; has the site changed? Mend the selector",
        l.url.p, l.conf->item.n > 0 ? "item" : "link", l.conf->item.n > 0 ? l.conf->item.p : l.conf->link.p);
  emit_next(&l);
  return l.page->status(l.html);
}

static const char *const uses[] = {TDG_EXT_PAGE, NULL};

TDG_PLUGIN("org.tidings.parse-listing", TDG_VERSION, "Reads pages that list others",
           TDG_PARSER(.name = "listing", .summary = "A list of statements or articles, by selectors",
                      .TDG_OPTIONS(struct conf, options), .open = open, .run = run, .uses = uses));
