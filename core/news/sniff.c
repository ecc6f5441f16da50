/* news/sniff.c - detect the media type of a document; see news.h.  Pure functions over a bounded prefix. */
#include "news/news.h"

#include <string.h>
#include <strings.h>

static const char *skip_space(const char *p, const char *end) {
  if (end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')) p++;
  return p;
}

static int starts(const char *p, const char *end, const char *what) {
  size_t n = strlen(what);
  return (size_t)(end - p) >= n && strncasecmp(p, what, n) == 0;
}

/* Behind "<!" or "<?": the next element. */
static const char *next_tag(const char *p, const char *end) {
  const char *close = starts(p, end, "<!--") ? "-->" : ">";
  const char *at = memmem(p, (size_t)(end - p), close, strlen(close));
  return at != NULL ? at + strlen(close) : end;
}

static const char *by_root(const char *p, const char *end) {
  static const struct {
    const char *tag, *type;
  } roots[] = {{"<rss", "application/rss+xml"},
               {"<feed", "application/atom+xml"},
               {"<rdf:rdf", "application/rdf+xml"},
               {"<rdf", "application/rdf+xml"},
               {"<channel", "application/rss+xml"},
               {"<urlset", "application/sitemap+xml"},
               {"<sitemapindex", "application/sitemap+xml"},
               {"<opml", "text/x-opml"},
               {"<newsitem", "application/vnd.iptc.g2+xml"},
               {"<newsmessage", "application/vnd.iptc.g2+xml"},
               {"<packageitem", "application/vnd.iptc.g2+xml"},
               {"<nar:", "application/vnd.iptc.g2+xml"}, /* its usual prefix */
               {"<nitf", "application/nitf+xml"},
               {"<html", "text/html"},
               {"<head", "text/html"},
               {"<body", "text/html"},
               {"<!doctype html", "text/html"}};
  while (p < end) {
    p = memchr(p, '<', (size_t)(end - p));
    if (p == NULL) return NULL;
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
      if (starts(p, end, roots[i].tag)) return roots[i].type;
    if (p + 1 < end && (p[1] == '!' || p[1] == '?')) p = next_tag(p, end);
    else return NULL;
  }
  return NULL;
}

static int looks_html(const char *p, const char *end) {
  static const char *const tags[] = {"<div",   "<p>", "<p ", "<table", "<script", "<meta",
                                     "<title", "<a ", "<h1", "<br",    "<article"};
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
    if (starts(p, end, tags[i])) return 1;
  return 0;
}

/* Types that servers give to anything. */
int sniff_is_vague(const char *type) {
  static const char *const vague[] = {"",
                                      "text/html",
                                      "text/plain",
                                      "text/xml",
                                      "application/xml",
                                      "application/octet-stream",
                                      "application/x-unknown",
                                      "unknown/unknown",
                                      "binary/octet-stream"};
  for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++)
    if (strcasecmp(type, vague[i]) == 0) return 1;
  return 0;
}

const char *sniff_type(const char *declared, struct tdg_str body) {
  const char *end = body.p + (body.n < SNIFF_BYTES ? body.n : SNIFF_BYTES), *p = skip_space(body.p, end);
  const char *root = by_root(p, end);
  if (!sniff_is_vague(declared)) return declared;
  if (root != NULL) return root;
  if (strcasecmp(declared, "text/html") == 0) return declared;
  if (p < end && *p == '<')
    return looks_html(p, end) ? "text/html" : declared[0] != '\0' ? declared : "text/xml";
  if (p < end && (*p == '{' || *p == '[')) return "application/json";
  return declared[0] != '\0' ? declared : "text/plain";
}
