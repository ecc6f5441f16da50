/* feed.c - parse-feed: everything that is published as a feed.
 *
 * Component "feed": RSS 0.90 to 2.0, Atom 0.3 and 1.0, CDF, JSON Feed; a page is searched for the feeds it
 * names.  The format is decided by the first elements, not by the media type.  Four answers are told apart:
 *   a feed         TDG_FEED, then its items as they are read (none: an empty feed)
 *   a broken feed  TDG_BAD_INPUT: it started like a feed and nothing could be read of it
 *   not a feed     TDG_NOT_MINE
 *   a page         TDG_REQUESTs for its feeds; TDG_NOT_MINE when it names none; a TDG_STUB
 *                  ("login-wall") when it names none and asks for a password
 *
 * The component owns one struct worker, whose buffers serve document after document.
 */
#include "feed.h"

#include <stdlib.h>
#include <tidings/kit/charset.h>

enum { MAX_HEADERS = 100 };

struct worker {
  struct feed_options options;
  struct feed feed;
  struct entry head, item;
  tdg_xml *xml;
};

static const char *const follow_choices[] = {"never", "short", "always", NULL};
static const struct tdg_option options[] = {
    TDG_OPT_ENUM(struct feed_options, follow, 0, "short", follow_choices,
                 "Which items' own pages to ask for: none, those whose text in the feed is short, or all."),
    TDG_OPT(struct feed_options, follow_below, TDG_O_SIZE, 0, "1500", 0, 1 << 20,
            "How many bytes of text in the feed count as short."),
    TDG_OPT(struct feed_options, guess, TDG_O_BOOL, 0, "true", 0, 0,
            "Where a page names no feed, ask at the usual addresses (/feed, /rss.xml, ...)."),
};

static int open_feed(tdg_call *call, const void *conf, void **self) {
  struct worker *w = calloc(1, sizeof *w);
  tdg_xml *xml = tdg_xml_new();
  if (w == NULL || xml == NULL) {
    free(w);
    tdg_xml_free(xml);
    return tdg_fail(call, TDG_RETRY, "no memory for the feed reader");
  }
  w->xml = xml;
  w->options = *(const struct feed_options *)conf;
  *self = w;
  return TDG_OK;
}

static void close_feed(void *self) {
  struct worker *w = self;
  tdg_xml_free(w->xml);
  free(w);
}

/* What HTTP said, where the feed itself says nothing. */
static void read_headers(struct feed *f, const tdg_rec *doc) {
  const tdg_rec *h;
  for (uint32_t i = 0; i < MAX_HEADERS && (h = tdg_get_rec(f->call, doc, TDG_HEADER, i)) != NULL; i++) {
    struct tdg_str value = tdg_get(f->call, h, TDG_VALUE);
    if (tdg_nocase_is(tdg_get(f->call, h, TDG_NAME), "content-language") && !tdg_str_has(value, ","))
      text_put(&f->head->language, value, 1);
  }
}

static void begin(struct worker *w, tdg_call *call, const tdg_rec *doc) {
  struct feed *f = &w->feed;
  memset(f, 0, offsetof(struct feed, held));
  f->n_held = f->held_bytes = f->n_inherited = 0;
  f->link[0] = f->language[0] = '\0';
  f->call = call;
  f->options = &w->options;
  f->explains = tdg_explains(call, doc);
  f->url = tdg_get(call, doc, TDG_FINAL_URL);
  if (f->url.n == 0) f->url = tdg_get(call, doc, TDG_URL);
  f->zone = tdg_get(call, doc, TDG_DEFAULT_ZONE);
  f->head = &w->head;
  f->item = &w->item;
  entry_clear(f->head);
  entry_clear(f->item);
  read_headers(f, doc);
  feed_read_hub(f, doc);
}

static int head_is_empty(const struct entry *e) {
  return e->title.s.n == 0 && e->url.s.n == 0 && e->summary.s.n == 0 && e->guid.s.n == 0;
}

static int read_feed(struct worker *w, struct tdg_str text) {
  struct feed *f = &w->feed;
  int status = feed_read_xml(f, w->xml, text);
  if (status != TDG_OK) return status;
  if (f->cut && f->items == 0 && head_is_empty(f->head))
    return tdg_fail(f->call, TDG_BAD_INPUT,
                    "broken feed: it ends before its first title or item; fetch it again");
  if (f->cut) tdg_log(f->call, TDG_LOG_INFO, "the feed is cut off; its last item may be missing");
  return feed_finish(f);
}

static int read_json(struct worker *w, struct tdg_str text) {
  int yes = 0, status = feed_read_json(&w->feed, text, &yes);
  if (status != TDG_OK) return status;
  if (!yes)
    return tdg_fail(w->feed.call, TDG_NOT_MINE, "not a feed: JSON without \"items\", \"rss\" or \"feed\"");
  return TDG_OK;
}

static int read_page(struct worker *w, const tdg_rec *doc, struct tdg_str text) {
  size_t found = 0;
  int status = feed_discover(&w->feed, doc, text, &found);
  if (status != TDG_OK || found > 0) return status;
  return tdg_fail(w->feed.call, TDG_NOT_MINE, "not a feed: a page that names none");
}

/* Neither markup nor JSON by its beginning: a notice may stand before JSON, a page may wrap it. */
static int read_other(struct worker *w, struct tdg_str text, int page, const tdg_rec *doc) {
  struct tdg_str json = json_inside(text);
  if (json.n > 0) return read_json(w, json);
  if (page) return read_page(w, doc, text);
  return tdg_fail(w->feed.call, TDG_NOT_MINE, "not a feed: it has no element of one");
}

static int run_feed(tdg_call *call, void *self, const tdg_rec *doc) {
  struct worker *w = self;
  begin(w, call, doc);
  struct tdg_str text = tdg_xml_text(call, doc);
  switch (tdg_xml_kind_of(text)) {
  case TDG_XML_EMPTY: return tdg_fail(call, TDG_BAD_INPUT, "broken feed: the document is empty");
  case TDG_XML_FEED: return read_feed(w, text);
  case TDG_XML_JSON: return read_json(w, text);
  case TDG_XML_PAGE: return read_other(w, text, 1, doc);
  case TDG_XML_SITEMAP: return tdg_fail(call, TDG_NOT_MINE, "not a feed: a sitemap (parser: sitemap)");
  case TDG_XML_OPML: return tdg_fail(call, TDG_NOT_MINE, "not a feed: an OPML list (parser: opml)");
  default: return read_other(w, text, 0, doc);
  }
}

static int probe_feed(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  (void)self;
  if (body.n > 16384) body.n = 16384;
  struct tdg_str text =
      tdg_decode(call, body, tdg_get(call, doc, TDG_CHARSET).p, tdg_declared_xml(call, body), NULL);
  switch (tdg_xml_kind_of(text)) {
  case TDG_XML_FEED: return 95;
  case TDG_XML_JSON:
    return memmem(body.p, body.n, "jsonfeed.org/version", 20) != NULL ? 95
           : memmem(body.p, body.n, "\"items\"", 7) != NULL           ? 30
           : memmem(body.p, body.n, "\"channel\"", 9) != NULL && memmem(body.p, body.n, "\"rss\"", 5) != NULL
               ? 80
               : 5;
  case TDG_XML_PAGE: return json_inside(text).n > 0 ? 95 : 5;
  case TDG_XML_NOTHING: return json_inside(text).n > 0 ? 95 : 0;
  default: return 0;
  }
}

/* Also what servers say for want of knowing better; probe tells.  Not text/html: a page is searched for feeds
 * only when a source is given as one, never because some other parser had no use for it. */
static const char *const claims[] = {"application/rss+xml",
                                     "application/atom+xml",
                                     "application/rdf+xml",
                                     "application/feed+json",
                                     "application/x-cdf",
                                     "application/cdf",
                                     "application/x-netcdf",
                                     "application/rss",
                                     "application/atom",
                                     "application/rdf",
                                     "application/x-rss+xml",
                                     "application/x-atom+xml",
                                     "application/x.atom+xml",
                                     "text/rss+xml",
                                     "text/atom+xml",
                                     "text/rdf+xml",
                                     "text/rss",
                                     "text/atom",
                                     "text/rdf",
                                     "text/x-rss",
                                     "application/json",
                                     "application/xml",
                                     "text/xml",
                                     NULL};

TDG_PLUGIN("org.tidings.parse-feed", TDG_VERSION,
           "Reads RSS, Atom, RDF, CDF and JSON feeds, and finds them in pages",
           TDG_PARSER(.name = "feed", .summary = "RSS, Atom, RDF, CDF, JSON Feed; pages that name feeds",
                      .claims = claims, .TDG_OPTIONS(struct feed_options, options), .open = open_feed,
                      .run = run_feed, .close = close_feed, .probe = probe_feed));
