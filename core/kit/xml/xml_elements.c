/* kit/xml/xml_elements.c - namespaces and names of elements: two tables and the searches in them; called once per
 * different name of a document. */
#include "kit/xml/xml_internal.h"

#include <strings.h>

/* Addresses without "http(s)://", "www." and a closing '/' or '#'; entries with a '*' match by their
 * beginning. */
static const struct {
  const char *address;
  int ns;
} addresses[] = {
    {"w3.org/2005/atom", TDG_NS_ATOM},
    {"purl.org/atom/ns*", TDG_NS_ATOM},
    {"purl.org/atom/app*", TDG_NS_OTHER},
    {"purl.org/rss/1.0", TDG_NS_CORE},
    {"purl.org/net/rss1.1", TDG_NS_CORE},
    {"my.netscape.com/rdf/simple/0.9", TDG_NS_CORE},
    {"channel.netscape.com/rdf/simple/0.9", TDG_NS_CORE},
    {"my.netscape.com/publish/formats/rss*", TDG_NS_CORE},
    {"backend.userland.com/creativecommonsrssmodule", TDG_NS_CC},
    {"backend.userland.com/*", TDG_NS_CORE},
    {"blogs.law.harvard.edu/tech/rss", TDG_NS_CORE},
    {"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", TDG_NS_CC},
    {"cyber.law.harvard.edu/rss*", TDG_NS_CORE},
    {"rssboard.org/rss-specification", TDG_NS_CORE},
    {"w3.org/1999/02/22-rdf-syntax-ns", TDG_NS_RDF},
    {"purl.org/dc/elements/1*", TDG_NS_DC},
    {"purl.org/dc/terms", TDG_NS_DCTERMS},
    {"purl.org/rss/1.0/modules/content", TDG_NS_CONTENT},
    {"purl.org/rss/1.0/modules/dcterms", TDG_NS_DCTERMS},
    {"purl.org/rss/1.0/modules/dc", TDG_NS_DC},
    {"purl.org/rss/1.0/modules/syndication", TDG_NS_SY},
    {"purl.org/rss/1.0/modules/slash", TDG_NS_SLASH},
    {"purl.org/syndication/thread/1.0", TDG_NS_THR},
    {"search.yahoo.com/mrss*", TDG_NS_MEDIA},
    {"search.yahoo.com/rss", TDG_NS_MEDIA},
    {"video.search.yahoo.com/mrss*", TDG_NS_MEDIA},
    {"itunes.com/dtds/podcast*", TDG_NS_ITUNES},
    {"example.com/dtds/podcast*", TDG_NS_ITUNES},
    {"google.com/schemas/play-podcasts/1.0", TDG_NS_OTHER},
    {"podcastindex.org/namespace/1.0", TDG_NS_PODCAST},
    {"georss.org/georss*", TDG_NS_GEORSS},
    {"w3.org/2003/01/geo/wgs84_pos", TDG_NS_GEO},
    {"rssnamespace.org/feedburner/ext/1.0", TDG_NS_FEEDBURNER},
    {"w3.org/1999/xhtml", TDG_NS_XHTML},
    {"w3.org/xhtml", TDG_NS_XHTML},
    {"wellformedweb.org/commentapi", TDG_NS_WFW},
    {"creativecommons.org/ns*", TDG_NS_CC},
    {"w3.org/xml/1998/namespace", TDG_NS_XML},
    {"sitemaps.org/schemas/sitemap/0.9", TDG_NS_SITEMAP},
    {"google.com/schemas/sitemap/0.*", TDG_NS_SITEMAP},
    {"google.com/schemas/sitemap-news/0.9", TDG_NS_NEWS},
    {"google.com/schemas/sitemap-image/1.1", TDG_NS_IMAGE},
    {"google.com/schemas/sitemap-video/1.1", TDG_NS_VIDEO},
    {"wordpress.org/export/*", TDG_NS_WP},
};

static const struct {
  const char *prefix;
  int ns;
} prefixes[] = {{"atom", TDG_NS_ATOM},
                {"atom10", TDG_NS_ATOM},
                {"a10", TDG_NS_ATOM},
                {"atom03", TDG_NS_ATOM},
                {"rss", TDG_NS_CORE},
                {"rss1", TDG_NS_CORE},
                {"rdf", TDG_NS_RDF},
                {"dc", TDG_NS_DC},
                {"dcterms", TDG_NS_DCTERMS},
                {"dct", TDG_NS_DCTERMS},
                {"content", TDG_NS_CONTENT},
                {"media", TDG_NS_MEDIA},
                {"itunes", TDG_NS_ITUNES},
                {"georss", TDG_NS_GEORSS},
                {"geo", TDG_NS_GEO},
                {"sy", TDG_NS_SY},
                {"slash", TDG_NS_SLASH},
                {"thr", TDG_NS_THR},
                {"feedburner", TDG_NS_FEEDBURNER},
                {"xhtml", TDG_NS_XHTML},
                {"wfw", TDG_NS_WFW},
                {"creativecommons", TDG_NS_CC},
                {"cc", TDG_NS_CC},
                {"podcast", TDG_NS_PODCAST},
                {"xml", TDG_NS_XML},
                {"news", TDG_NS_NEWS},
                {"image", TDG_NS_IMAGE},
                {"video", TDG_NS_VIDEO},
                {"wp", TDG_NS_WP}};

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
  return TDG_NS_OTHER;
}

int element_namespace(const char *prefix, const char *uri) {
  if (uri != NULL && *uri != '\0') return by_address(uri);
  if (prefix == NULL) return TDG_NS_CORE;
  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
    if (strcasecmp(prefixes[i].prefix, prefix) == 0) return prefixes[i].ns;
  return TDG_NS_OTHER;
}

int element_name(const char *local, size_t n) {
  static const char *const names[] = {"",
#define FEED_STRING(name) #name,
                                      TDG_XML_NAMES(FEED_STRING)
#undef FEED_STRING
  };
  for (int i = 1; i < TDG_EL_LIMIT; i++)
    if (strncasecmp(names[i], local, n) == 0 && names[i][n] == '\0') return i;
  return TDG_EL_NONE;
}
