/* news_formats.c - parse-news: news as agencies send it.
 *
 * Component "news": NewsML-G2 (newsItem, packageItem, newsMessage), NITF, ninjs 1.x to 3.x, and articles of schema.org as
 * JSON-LD that is a document of its own.  The format is decided by the first elements or members, not by a name or a
 * media type.  One item is one record; a package leads to requests for the items that it only names.
 *
 * The component owns one reader of XML, document after document. */
#include "news_item.h"

#include <stdlib.h>
#include <tidings/kit/charset.h>

enum { MAX_DOCUMENT = 16 << 20, PROBE_BYTES = 16384, MAX_TAGS = 20 };

static int open_news(tdg_call *call, const void *conf, void **self) {
  (void)conf;
  *self = tdg_xml_new();
  return *self != NULL ? TDG_OK : tdg_fail(call, TDG_RETRY, "no memory for the reader of news");
}

static void close_news(void *self) { tdg_xml_free(self); }

enum root { ROOT_OTHER, ROOT_NEWSML, ROOT_NITF, ROOT_JSON };

static enum root root_named(struct tdg_str name) {
  const char *colon = memchr(name.p, ':', name.n);
  if (colon != NULL) name.n -= (size_t)(colon + 1 - name.p), name.p = colon + 1;
  if (tdg_nocase_is(name, "newsItem") || tdg_nocase_is(name, "newsMessage") ||
      tdg_nocase_is(name, "packageItem"))
    return ROOT_NEWSML;
  return tdg_nocase_is(name, "nitf") ? ROOT_NITF : ROOT_OTHER;
}

/* The first element, behind declarations and comments; of JSON its first bracket. */
static enum root root_of(struct tdg_str s) {
  const char *p, *end = s.p + s.n;
  for (size_t k = 0; k < 3 && s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0; k++) s.p += 3, s.n -= 3;
  s = tdg_str_trim(s);
  if (s.n > 0 && (s.p[0] == '{' || s.p[0] == '[')) return ROOT_JSON;
  p = s.p;
  for (int tags = 0; tags < MAX_TAGS && p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL; tags++) {
    const char *from = ++p;
    if (p < end && (*p == '?' || *p == '!')) {
      const char *close = end - p > 2 && memcmp(p, "!--", 3) == 0 ? memmem(p, (size_t)(end - p), "-->", 3)
                                                                  : memchr(p, '>', (size_t)(end - p));
      if (close == NULL) return ROOT_OTHER;
      p = close;
      continue;
    }
    while (p < end && *p != '>' && *p != '/' && !tdg_is_space(*p)) p++;
    return root_named((struct tdg_str){from, (size_t)(p - from)});
  }
  return ROOT_OTHER;
}

static int read_nitf(struct news *n, const struct tdg_xml_tree *t, uint32_t root) {
  struct news_item *it = tdg_scratch(n->call, sizeof *it);
  nitf_read(t, root, it);
  if (it->title.n + it->html.n + it->guid.n + it->summary.n == 0)
    return tdg_fail(n->call, TDG_BAD_INPUT, "broken news: NITF with neither a headline, text nor an id");
  item_emit(n, it, 1);
  return n->failed;
}

static int read_xml(struct news *n, struct tdg_str text) {
  struct tdg_xml_tree *t = tdg_scratch(n->call, sizeof *t);
  uint32_t root = 0;
  const int status = tdg_xml_tree_read(t, n->xml, n->call, text, MAX_TREE);
  if (tdg_xml_refused(n->xml) != NULL)
    return tdg_fail(n->call, TDG_BAD_INPUT, "entity: the document declares %s; such documents are refused",
                    tdg_xml_refused(n->xml));
  if (status < 0 && t->n < 2)
    return tdg_fail(n->call, TDG_BAD_INPUT, "broken news: its markup cannot be parsed");
  for (uint32_t i = 1; i < t->n && root == 0; i++)
    if (t->node[i].name.n > 0) root = i;
  if (t->cut || t->full)
    tdg_log(n->call, TDG_LOG_WARNING, "the document is cut off, or has more elements than are read");
  if (root == 0) return tdg_fail(n->call, TDG_BAD_INPUT, "broken news: no element can be read");
  return tdg_xml_tree_is(t, root, "nitf") ? read_nitf(n, t, root) : newsml_read(n, t, root);
}

static struct tdg_str text_of(tdg_call *call, const tdg_rec *doc, struct tdg_str body) {
  return tdg_decode(call, body, tdg_get(call, doc, TDG_CHARSET).p, tdg_declared_xml(call, body), NULL);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct news n = {.call = call, .xml = self, .base = tdg_get(call, doc, TDG_FINAL_URL)};
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  if (n.base.n == 0) n.base = tdg_get(call, doc, TDG_URL);
  n.zone = tdg_get(call, doc, TDG_DEFAULT_ZONE);
  if (body.n > MAX_DOCUMENT)
    return tdg_fail(call, TDG_BAD_INPUT, "the document has %zu bytes, more than the %d that are read", body.n,
                    MAX_DOCUMENT);
  switch (root_of(text_of(call, doc, body))) {
  case ROOT_JSON: return json_read(&n, text_of(call, doc, body));
  case ROOT_OTHER: return tdg_fail(call, TDG_NOT_MINE, "not news: neither NewsML-G2, NITF nor JSON of news");
  default: return read_xml(&n, tdg_xml_text(call, doc));
  }
}

static int has_any(struct tdg_str s, const char *const *names) {
  for (; *names != NULL; names++)
    if (memmem(s.p, s.n, *names, strlen(*names)) != NULL) return 1;
  return 0;
}

/* By the names of members near the beginning. */
static int probe_json(struct tdg_str s) {
  static const char *const ninjs[] = {"\"versioncreated\"",   "\"versionCreated\"",     "\"body_text\"",
                                      "\"body_xhtml\"",       "\"body_html\"",          "\"bodies\"",
                                      "\"headlines\"",        "\"pubstatus\"",          "\"pubStatus\"",
                                      "\"description_text\"", "\"representationtype\"", NULL};
  static const char *const ids[] = {"\"uri\"", "\"guid\"", NULL};
  static const char *const articles[] = {"Article\"",      "BlogPosting\"",        "Report\"",
                                         "PressRelease\"", "SocialMediaPosting\"", NULL};
  static const char *const name[] = {"ninjs", NULL}, *const context[] = {"schema.org", NULL},
                           *const type[] = {"\"@type\"", NULL};
  if (has_any(s, name) && has_any(s, ids)) return 96;
  if (has_any(s, ninjs) && has_any(s, ids)) return 90;
  return has_any(s, type) && has_any(s, articles) ? (has_any(s, context) ? 92 : 60) : 0;
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  (void)self;
  if (body.n > PROBE_BYTES) body.n = PROBE_BYTES;
  body = text_of(call, doc, body);
  switch (root_of(body)) {
  case ROOT_NEWSML:
  case ROOT_NITF: return 96;
  case ROOT_JSON: return probe_json(body);
  default: return 0;
  }
}

/* Also what servers say for want of knowing better, and the lines of JSON Lines; probe tells. */
static const char *const claims[] = {"application/vnd.iptc.g2.newsitem+xml",
                                     "application/vnd.iptc.g2.newsmessage+xml",
                                     "application/vnd.iptc.g2.packageitem+xml",
                                     "application/vnd.iptc.g2+xml",
                                     "application/nitf+xml",
                                     "text/nitf",
                                     "application/ninjs+json",
                                     "application/vnd.iptc.ninjs+json",
                                     "application/ld+json",
                                     "application/jsonl",
                                     "application/x-ndjson",
                                     "application/json-lines",
                                     "application/x-tidings-record+json",
                                     "application/json",
                                     "application/xml",
                                     "text/xml",
                                     NULL};

TDG_PLUGIN("org.tidings.parse-news", TDG_VERSION,
           "Reads news as agencies send it: NewsML-G2, NITF, ninjs, JSON-LD",
           TDG_PARSER(.name = "news", .summary = "NewsML-G2, NITF, ninjs, articles of schema.org as JSON",
                      .claims = claims, .open = open_news, .run = run, .close = close_news, .probe = probe));
