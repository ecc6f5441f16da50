/* kit/xml/xml_kind.c - what kind of document is it?  Looks at the first tags only; comments, declarations and stray
 * text before them do not count. */
#include <tidings/kit/str.h>
#include <tidings/kit/xml.h>

#include <strings.h>

enum { MAX_LOOK = 256 << 10, MAX_TAGS = 200 };

static const struct {
  const char *name;
  enum tdg_xml_kind kind;
} roots[] = {{"rss", TDG_XML_FEED},       {"feed", TDG_XML_FEED},
             {"RDF", TDG_XML_FEED},       {"channel", TDG_XML_FEED},
             {"entry", TDG_XML_FEED},     {"item", TDG_XML_FEED},
             {"urlset", TDG_XML_SITEMAP}, {"sitemapindex", TDG_XML_SITEMAP},
             {"opml", TDG_XML_OPML},      {"html", TDG_XML_PAGE},
             {"head", TDG_XML_PAGE},      {"body", TDG_XML_PAGE},
             {"title", TDG_XML_PAGE},     {"meta", TDG_XML_PAGE}};

static enum tdg_xml_kind root_kind(const char *p, const char *end) {
  const char *name = p;
  while (p < end && *p != '>' && *p != '/' && !tdg_is_xml_space(*p)) {
    if (*p++ == ':') name = p;
  }
  for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
    if (tdg_nocase_is((struct tdg_str){name, (size_t)(p - name)}, roots[i].name)) return roots[i].kind;
  return TDG_XML_NOTHING;
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

static enum tdg_xml_kind sniff_tags(const char *p, const char *end) {
  enum tdg_xml_kind kind = TDG_XML_NOTHING;
  int open = 0;
  for (int tags = 0; tags < MAX_TAGS && (p = memchr(p, '<', (size_t)(end - p))) != NULL;
       p = past(p, end, &open)) {
    if (p + 1 < end && !tdg_is_letter(p[1])) continue;
    tags++;
    kind = root_kind(p + 1, end);
    if (kind != TDG_XML_NOTHING) return kind;
  }
  return kind;
}

enum tdg_xml_kind tdg_xml_kind_of(struct tdg_str text) {
  const char *p = text.p, *end = p + (text.n < MAX_LOOK ? text.n : MAX_LOOK);
  while (p < end && tdg_is_xml_space(*p)) p++;
  if (p == end) return TDG_XML_EMPTY;
  if (*p == '{' || *p == '[') return TDG_XML_JSON;
  enum tdg_xml_kind kind = sniff_tags(p, end);
  if (kind == TDG_XML_NOTHING && end - p > 9 && strncasecmp(p, "<!doctype", 9) == 0) return TDG_XML_PAGE;
  return kind;
}
