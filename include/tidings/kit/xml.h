/* tidings/kit/xml.h - what is published as XML, whatever its state: feeds, sitemaps, lists of feeds.
 *
 * A document is repaired in one pass and read through libxml2's SAX2 parser: elements by namespace and name, runs of
 * text as slices of the document.  libxml2 is given no declaration, no entity, no text and no network.
 *
 * Repaired: text outside the root, bare '<', unquoted, empty and repeated attributes, references in attributes, end
 * tags that are missing, crossed, superfluous or in other case, unfinished comments, sections and tags, and a document
 * that is cut off.  Refused: entity declarations other than short plain text.  Cost: linear, whatever the bytes.
 *
 * A library of its own (tidings-kit-xml), as it needs libxml2; what it returns is in the memory of the call.
 */
#ifndef TIDINGS_KIT_XML_H
#define TIDINGS_KIT_XML_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TDG_XML_DEPTH = 240 }; /* elements deeper than this are given as if they stood beside each other */

/* Namespaces are told by their address, whatever the prefix; a prefix that nobody declared means what it usually means.
 * RSS in all its versions and no namespace at all are one (TDG_NS_CORE): their elements mean the same by name. */
// clang-format off
enum tdg_xml_ns {
  TDG_NS_OTHER, TDG_NS_CORE, TDG_NS_ATOM, TDG_NS_RDF, TDG_NS_DC, TDG_NS_DCTERMS, TDG_NS_CONTENT, TDG_NS_MEDIA,
  TDG_NS_ITUNES, TDG_NS_GEORSS, TDG_NS_GEO, TDG_NS_SY, TDG_NS_SLASH, TDG_NS_THR, TDG_NS_FEEDBURNER, TDG_NS_XHTML,
  TDG_NS_WFW, TDG_NS_CC, TDG_NS_PODCAST, TDG_NS_XML, TDG_NS_SITEMAP, TDG_NS_NEWS, TDG_NS_IMAGE, TDG_NS_VIDEO
};

#define TDG_XML_NAMES(X)                                                                                \
  X(abstract) X(about) X(alternate) X(author) X(body) X(category) X(channel) X(cloud) X(comments)     \
  X(commentrss) X(content) X(contributor) X(copyright) X(created) X(creator) X(credit) X(date)        \
  X(description) X(docs) X(email) X(enclosure) X(encoded) X(entry) X(explicit) X(feed) X(fullitem)    \
  X(generator) X(group) X(guid) X(homepage) X(icon) X(id) X(image) X(info) X(issued) X(item)          \
  X(items) X(keywords) X(language) X(lastbuilddate) X(license) X(link) X(log) X(logo) X(logotarget)   \
  X(managingeditor) X(modified) X(name) X(origlink) X(outline) X(owner) X(player) X(point)            \
  X(pubdate) X(publisher) X(published) X(rdf) X(relation) X(rights) X(rss) X(schedule) X(skipdays)    \
  X(skiphours) X(source) X(subject) X(subtitle) X(summary) X(tagline) X(tags) X(text) X(textinput)    \
  X(thumbnail) X(title) X(total) X(ttl) X(updated) X(updatebase) X(updatefrequency) X(updateperiod)   \
  X(uri) X(url) X(webmaster) X(identifier) X(lat) X(long) X(html) X(head) X(urlset) X(sitemapindex)   \
  X(opml) X(sitemap) X(loc) X(lastmod) X(publication) X(publication_date) X(genres) X(video)          \
  X(caption) X(thumbnail_loc) X(content_loc) X(player_loc) X(news) X(tag) X(script) X(hour)           \
  X(dateline)
// clang-format on

enum tdg_xml_name {
  TDG_EL_NONE,
#define TDG_XML_ENUM(name) TDG_EL_##name,
  TDG_XML_NAMES(TDG_XML_ENUM)
#undef TDG_XML_ENUM
      TDG_EL_LIMIT
};

/* One serves document after document: 0.5 MB, made when a component is opened. */
typedef struct tdg_xml tdg_xml;
tdg_xml *tdg_xml_new(void); /* NULL: no memory */
void tdg_xml_free(tdg_xml *xml);

/* An element and its attributes are good until the callback returns. */
struct tdg_xml_element {
  tdg_call *call;
  int ns;   /* enum tdg_xml_ns */
  int name; /* enum tdg_xml_name, TDG_EL_NONE when unknown */
  const char *local;
  int n_attributes;
  const void *attributes; /* libxml2's */
};

/* A run of text, a slice of the document. */
struct tdg_xml_piece {
  const char *p;
  size_t n;
  int cdata; /* as it is; else with references */
};

/* Called in document order; NULL where nobody cares. */
struct tdg_xml_events {
  void (*start)(void *arg, const struct tdg_xml_element *e);
  void (*end)(void *arg, const char *local);
  void (*text)(void *arg, const struct tdg_xml_piece *piece);
  void (*blank)(void *arg); /* white space between tags */
  void (*cut)(void *arg);   /* the document ends here; what is open is closed next */
};

/* The body of a TDG_DOC as text to be read here: decoded, without the control characters that XML does not have,
 * U+0080..U+009F as what windows-1252 has there. */
struct tdg_str tdg_xml_text(tdg_call *call, const tdg_rec *doc);
struct tdg_str tdg_xml_without_controls(tdg_call *call, struct tdg_str text);

/* What kind of document is it?  Decided by its first elements, never by its media type. */
enum tdg_xml_kind {
  TDG_XML_NOTHING,
  TDG_XML_EMPTY,
  TDG_XML_FEED,
  TDG_XML_JSON,
  TDG_XML_PAGE,
  TDG_XML_SITEMAP,
  TDG_XML_OPML
};
enum tdg_xml_kind tdg_xml_kind_of(struct tdg_str text);

/* 0, or -1 when the parser gave up (out of its memory, names without end). */
int tdg_xml_read(tdg_xml *xml, tdg_call *call, struct tdg_str text, const struct tdg_xml_events *events,
                 void *arg);
/* Why the document is refused, "an external entity"; NULL when it is not. */
const char *tdg_xml_refused(const tdg_xml *xml);

/* Text with its references decoded: XML's, HTML's by name, the document's own, numbers as windows-1252 means them,
 * surrogate pairs joined, control characters left out; what is no reference stays.  The text itself when there is
 * nothing to decode. */
struct tdg_str tdg_xml_decode(tdg_xml *xml, tdg_call *call, struct tdg_str text);
/* A text with a run behind it, decoded; the text as it was when both are longer than max. */
struct tdg_str tdg_xml_append(tdg_xml *xml, tdg_call *call, struct tdg_str before,
                              const struct tdg_xml_piece *piece, size_t max);

/* The value of an attribute without a namespace (TDG_NS_CORE) or in one; p NULL when absent.  Not NUL-terminated, good
 * until the callback returns. */
struct tdg_str tdg_xml_attribute(const struct tdg_xml_element *e, int ns, const char *name);
/* The same without a namespace, trimmed and copied into the memory of the call; "" when absent. */
struct tdg_str tdg_xml_value(const struct tdg_xml_element *e, const char *name);
/* The nth attribute. */
struct tdg_str tdg_xml_attribute_at(const struct tdg_xml_element *e, int nth, const char **name);

/* A document was cut off, and its head is out already: its last record is a second head that has the flag "incomplete"
 * and nothing else. */
void tdg_xml_tell_cut(tdg_call *call);

#ifdef __cplusplus
}
#endif
#endif
