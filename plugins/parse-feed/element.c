/* element.c - see element.h.  Two tables and the searches in them; called once per different name of a
 * document. */
#include "element.h"

#include <strings.h>

/* Addresses without "http(s)://", "www." and a closing '/' or '#'; entries with a '*' match by their
 * beginning. */
static const struct {
  const char *address;
  int ns;
} addresses[] = {
    {"w3.org/2005/atom", NS_ATOM},
    {"purl.org/atom/ns*", NS_ATOM},
    {"purl.org/atom/app*", NS_OTHER},
    {"purl.org/rss/1.0", NS_CORE},
    {"purl.org/net/rss1.1", NS_CORE},
    {"my.netscape.com/rdf/simple/0.9", NS_CORE},
    {"channel.netscape.com/rdf/simple/0.9", NS_CORE},
    {"my.netscape.com/publish/formats/rss*", NS_CORE},
    {"backend.userland.com/creativecommonsrssmodule", NS_CC},
    {"backend.userland.com/*", NS_CORE},
    {"blogs.law.harvard.edu/tech/rss", NS_CORE},
    {"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", NS_CC},
    {"cyber.law.harvard.edu/rss*", NS_CORE},
    {"rssboard.org/rss-specification", NS_CORE},
    {"w3.org/1999/02/22-rdf-syntax-ns", NS_RDF},
    {"purl.org/dc/elements/1*", NS_DC},
    {"purl.org/dc/terms", NS_DCTERMS},
    {"purl.org/rss/1.0/modules/content", NS_CONTENT},
    {"purl.org/rss/1.0/modules/dcterms", NS_DCTERMS},
    {"purl.org/rss/1.0/modules/dc", NS_DC},
    {"purl.org/rss/1.0/modules/syndication", NS_SY},
    {"purl.org/rss/1.0/modules/slash", NS_SLASH},
    {"purl.org/syndication/thread/1.0", NS_THR},
    {"search.yahoo.com/mrss*", NS_MEDIA},
    {"search.yahoo.com/rss", NS_MEDIA},
    {"video.search.yahoo.com/mrss*", NS_MEDIA},
    {"itunes.com/dtds/podcast*", NS_ITUNES},
    {"example.com/dtds/podcast*", NS_ITUNES},
    {"google.com/schemas/play-podcasts/1.0", NS_OTHER},
    {"podcastindex.org/namespace/1.0", NS_PODCAST},
    {"georss.org/georss*", NS_GEORSS},
    {"w3.org/2003/01/geo/wgs84_pos", NS_GEO},
    {"rssnamespace.org/feedburner/ext/1.0", NS_FEEDBURNER},
    {"w3.org/1999/xhtml", NS_XHTML},
    {"w3.org/xhtml", NS_XHTML},
    {"wellformedweb.org/commentapi", NS_WFW},
    {"creativecommons.org/ns*", NS_CC},
    {"w3.org/xml/1998/namespace", NS_XML},
    {"sitemaps.org/schemas/sitemap/0.9", NS_SITEMAP},
    {"google.com/schemas/sitemap/0.*", NS_SITEMAP},
    {"google.com/schemas/sitemap-news/0.9", NS_NEWS},
    {"google.com/schemas/sitemap-image/1.1", NS_IMAGE},
    {"google.com/schemas/sitemap-video/1.1", NS_VIDEO},
};

static const struct {
  const char *prefix;
  int ns;
} prefixes[] = {{"atom", NS_ATOM},
                {"atom10", NS_ATOM},
                {"a10", NS_ATOM},
                {"atom03", NS_ATOM},
                {"rss", NS_CORE},
                {"rss1", NS_CORE},
                {"rdf", NS_RDF},
                {"dc", NS_DC},
                {"dcterms", NS_DCTERMS},
                {"dct", NS_DCTERMS},
                {"content", NS_CONTENT},
                {"media", NS_MEDIA},
                {"itunes", NS_ITUNES},
                {"georss", NS_GEORSS},
                {"geo", NS_GEO},
                {"sy", NS_SY},
                {"slash", NS_SLASH},
                {"thr", NS_THR},
                {"feedburner", NS_FEEDBURNER},
                {"xhtml", NS_XHTML},
                {"wfw", NS_WFW},
                {"creativecommons", NS_CC},
                {"cc", NS_CC},
                {"podcast", NS_PODCAST},
                {"xml", NS_XML},
                {"news", NS_NEWS},
                {"image", NS_IMAGE},
                {"video", NS_VIDEO}};

static const char *bare(const char *uri, size_t *n) {
  while (*uri == ' ' || *uri == '\n' || *uri == '\t') uri++;
  if (strncasecmp(uri, "http://", 7) == 0) uri += 7;
  else if (strncasecmp(uri, "https://", 8) == 0) uri += 8;
  if (strncasecmp(uri, "www.", 4) == 0) uri += 4;
  *n = strlen(uri);
  while (*n > 0 && (uri[*n - 1] == '/' || uri[*n - 1] == '#' || uri[*n - 1] == ' ')) --*n;
  return uri;
}

static int by_address(const char *uri) {
  size_t n;
  const char *p = bare(uri, &n);
  for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
    const char *a = addresses[i].address;
    size_t k = strlen(a);
    int open = a[k - 1] == '*';
    if (open ? n >= k - 1 && strncasecmp(p, a, k - 1) == 0 : n == k && strncasecmp(p, a, k) == 0)
      return addresses[i].ns;
  }
  return NS_OTHER;
}

int element_namespace(const char *prefix, const char *uri) {
  if (uri != NULL && *uri != '\0') return by_address(uri);
  if (prefix == NULL) return NS_CORE;
  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
    if (strcasecmp(prefixes[i].prefix, prefix) == 0) return prefixes[i].ns;
  return NS_OTHER;
}

int element_name(const char *local, size_t n) {
  static const char *const names[] = {"",
#define FEED_STRING(name) #name,
                                      FEED_NAMES(FEED_STRING)
#undef FEED_STRING
  };
  for (int i = 1; i < N_LIMIT; i++)
    if (strncasecmp(names[i], local, n) == 0 && names[i][n] == '\0') return i;
  return N_NONE;
}
