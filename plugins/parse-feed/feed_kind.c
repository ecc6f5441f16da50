/* feed_kind.c - see feed_kind.h.  Looks at the first tags only; comments, declarations and stray text before them do
 * not count. */
#include "feed_kind.h"

#include <strings.h>

enum { MAX_LOOK = 256 << 10, MAX_TAGS = 200 };

static const struct {
  const char *name;
  enum sniffed kind;
} roots[] = {
    {"rss", SNIFF_FEED},   {"feed", SNIFF_FEED}, {"RDF", SNIFF_FEED},       {"channel", SNIFF_FEED},
    {"entry", SNIFF_FEED}, {"item", SNIFF_FEED}, {"urlset", SNIFF_SITEMAP}, {"sitemapindex", SNIFF_SITEMAP},
    {"opml", SNIFF_OPML},  {"html", SNIFF_PAGE}, {"head", SNIFF_PAGE},      {"body", SNIFF_PAGE},
    {"title", SNIFF_PAGE}, {"meta", SNIFF_PAGE}};

static enum sniffed root_kind(const char *p, const char *end) {
  const char *name = p;
  while (p < end && *p != '>' && *p != '/' && *p != ' ' && *p != '\t' && *p != '\n' && *p != '\r') {
    if (*p++ == ':') name = p;
  }
  for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
    if ((size_t)(p - name) == strlen(roots[i].name) &&
        strncasecmp(name, roots[i].name, (size_t)(p - name)) == 0)
      return roots[i].kind;
  return SNIFF_NOTHING;
}

/* Behind a comment, else just behind the '<'.  *open: a comment was never closed, no use to look again. */
static const char *past(const char *p, const char *end, int *open) {
  if (!*open && end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
    const char *close = memmem(p, (size_t)(end - p), "-->", 3);
    if (close != NULL) return close + 3;
    *open = 1;
  }
  return p + 1;
}

static enum sniffed sniff_tags(const char *p, const char *end) {
  enum sniffed kind = SNIFF_NOTHING;
  int open = 0;
  for (int tags = 0; tags < MAX_TAGS && (p = memchr(p, '<', (size_t)(end - p))) != NULL;
       p = past(p, end, &open)) {
    if (p + 1 < end && ((p[1] | 32) < 'a' || (p[1] | 32) > 'z')) continue;
    tags++;
    kind = root_kind(p + 1, end);
    if (kind != SNIFF_NOTHING) return kind;
  }
  return kind;
}

enum sniffed sniff(struct tdg_str text) {
  const char *p = text.p, *end = p + (text.n < MAX_LOOK ? text.n : MAX_LOOK);
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) p++;
  if (p == end) return SNIFF_EMPTY;
  if (*p == '{' || *p == '[') return SNIFF_JSON;
  enum sniffed kind = sniff_tags(p, end);
  if (kind == SNIFF_NOTHING && end - p > 9 && strncasecmp(p, "<!doctype", 9) == 0) return SNIFF_PAGE;
  return kind;
}
