/* kit/xml/xml_kind.c - what kind of document is it?  Looks at the first tags only; comments, declarations and stray
 * text before them do not count, nor the tags of a page around a feed. */
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

/* ---- a feed inside a page ---- */

/* The name of the tag at p without its prefix. */
static struct tdg_str local_name(const char *p, const char *end) {
  struct tdg_str name = {p, 0};
  for (; p < end && *p != '>' && *p != '/' && !tdg_is_xml_space(*p); p++) {
    if (*p == ':') name.p = p + 1;
    name.n = (size_t)(p + 1 - name.p);
  }
  return name;
}

struct inner {
  const char *channel, *entry, *item; /* where each was opened last, or NULL */
  unsigned never_closed;              /* of the opaque elements, one bit each */
};

/* Items without any root, behind the title of their feed. */
static int is_bare(const char *p, const char *end, const struct inner *in) {
  int page = 0;
  if (in->item == NULL && in->entry == NULL) return 0;
  while (!page && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    struct tdg_str name = local_name(++p, end);
    page = tdg_nocase_is(name, "html") || tdg_nocase_is(name, "head") || tdg_nocase_is(name, "body") ||
           tdg_nocase_is(name, "meta") || tdg_nocase_is(name, "script") || tdg_nocase_is(name, "!doctype");
  }
  return !page;
}

static struct inner look_ahead(const char *p, const char *end) {
  struct inner in = {NULL, NULL, NULL, 0};
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    struct tdg_str name = local_name(++p, end);
    if (tdg_nocase_is(name, "channel")) in.channel = p;
    else if (tdg_nocase_is(name, "entry")) in.entry = p;
    else if (tdg_nocase_is(name, "item")) in.item = p;
  }
  return in;
}

/* The root of a feed, with items in it: the name alone may be an element of the page's own, or a licence in RDF. */
static int begins_feed(const struct inner *in, struct tdg_str name) {
  if (tdg_nocase_is(name, "rss")) return in->channel > name.p;
  if (tdg_nocase_is(name, "feed")) return in->entry > name.p;
  return tdg_nocase_is(name, "rdf") && in->channel > name.p && in->item > name.p;
}

/* Behind an element whose content a browser does not show, or shows as a sample; NULL when name is no such element. */
static const char *past_opaque(struct inner *in, struct tdg_str name, const char *end) {
  static const char *const names[] = {"script", "style",    "textarea", "xmp",   "pre",
                                      "code",   "template", "noscript", "iframe"};
  for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (!tdg_nocase_is(name, names[i]) || (in->never_closed >> i & 1) != 0) continue;
    for (const char *q = name.p; (q = memmem(q, (size_t)(end - q), "</", 2)) != NULL; q += 2)
      if (tdg_nocase_is(local_name(q + 2, end), names[i])) return q + 2;
    in->never_closed |= 1u << i;
  }
  return NULL;
}

/* Somebody printed the tags of a page around a feed. */
static int holds_feed(const char *p, const char *end) {
  struct inner in = look_ahead(p, end);
  int open = 0;
  if (is_bare(p, end, &in)) return 1;
  if (in.channel == NULL && in.entry == NULL) return 0;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    const char *after = past(p, end, &open);
    if (end - p > 1 && tdg_is_letter(p[1])) {
      struct tdg_str name = local_name(p + 1, end);
      if (begins_feed(&in, name)) return 1;
      const char *behind = past_opaque(&in, name, end);
      if (behind != NULL) after = behind;
    }
    p = after;
  }
  return 0;
}

enum tdg_xml_kind tdg_xml_kind_of(struct tdg_str text) {
  const char *p = text.p, *end = p + (text.n < MAX_LOOK ? text.n : MAX_LOOK);
  while (p < end && tdg_is_xml_space(*p)) p++;
  if (p == end) return TDG_XML_EMPTY;
  if (*p == '{' || *p == '[') return TDG_XML_JSON;
  enum tdg_xml_kind kind = sniff_tags(p, end);
  if (kind == TDG_XML_NOTHING && end - p > 9 && strncasecmp(p, "<!doctype", 9) == 0) return TDG_XML_PAGE;
  return kind == TDG_XML_PAGE && holds_feed(p, end) ? TDG_XML_FEED : kind;
}
