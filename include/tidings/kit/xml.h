/* tidings/kit/xml.h - read published XML (feeds, sitemaps, lists of feeds), well-formed or not.
 *
 * A document is repaired and read in one pass: elements by namespace and name, runs of text as slices of the
 * document.  Nothing outside of it is ever read.
 *
 * Repaired: text outside the root, bare '<', unquoted, empty and repeated attributes, references in
 * attributes, end tags that are missing, crossed, superfluous or in other case, unfinished comments, sections
 * and tags, and a document that is cut off.  Refused: entity declarations other than short plain text.  Cost:
 * linear in any input.
 *
 * A separate library (tidings-kit-xml).  Results are in the memory of the call.
 *
 * To link: pkg-config --cflags --libs tidings-kit-xml
 */
#ifndef TIDINGS_KIT_XML_H
#define TIDINGS_KIT_XML_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TDG_XML_DEPTH = 240 }; /* elements nested deeper than this are reported as siblings */

/* Namespaces are identified by their address, not by the prefix; an undeclared prefix has its usual meaning.
 * All versions of RSS, and elements without a namespace, are TDG_NS_CORE, since their elements mean the same
 * by name. */
// clang-format off
enum tdg_xml_ns {
  TDG_NS_OTHER, TDG_NS_CORE, TDG_NS_ATOM, TDG_NS_RDF, TDG_NS_DC, TDG_NS_DCTERMS, TDG_NS_CONTENT, TDG_NS_MEDIA,
  TDG_NS_ITUNES, TDG_NS_GEORSS, TDG_NS_GEO, TDG_NS_SY, TDG_NS_SLASH, TDG_NS_THR, TDG_NS_FEEDBURNER, TDG_NS_XHTML,
  TDG_NS_WFW, TDG_NS_CC, TDG_NS_PODCAST, TDG_NS_XML, TDG_NS_SITEMAP, TDG_NS_NEWS, TDG_NS_IMAGE, TDG_NS_VIDEO,
  TDG_NS_WP
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
  X(dateline) X(day) X(status) X(post_type) X(post_password)
// clang-format on

enum tdg_xml_name {
  TDG_EL_NONE,
#define TDG_XML_ENUM(name) TDG_EL_##name,
  TDG_XML_NAMES(TDG_XML_ENUM)
#undef TDG_XML_ENUM
      TDG_EL_LIMIT
};

/* A parser that is reused for each document: 0.5 MB; create it when the component is opened. */
typedef struct tdg_xml tdg_xml;
tdg_xml *tdg_xml_new(void); /* NULL: no memory */
void tdg_xml_free(tdg_xml *xml);

/* An element and its attributes are valid until the callback returns. */
struct tdg_xml_element {
  tdg_call *call;
  int ns;   /* enum tdg_xml_ns */
  int name; /* enum tdg_xml_name, TDG_EL_NONE when unknown */
  const char *local;
  int n_attributes;
  const void *attributes; /* of the library */
};

/* A run of text, a slice of the document. */
struct tdg_xml_piece {
  const char *p;
  size_t n;
  int cdata; /* 1: literal text; 0: contains references */
};

/* Callbacks, called in document order; any may be NULL. */
struct tdg_xml_events {
  void (*start)(void *arg, const struct tdg_xml_element *e);
  void (*end)(void *arg, const char *local);
  void (*text)(void *arg, const struct tdg_xml_piece *piece);
  void (*blank)(void *arg); /* white space between tags */
  void (*cut)(void *arg);   /* the document is cut off here; the calls of end for open elements follow */
};

/* The body of a TDG_DOC as text for tdg_xml_read(): decoded, without control characters that XML forbids, and
 * with U+0080..U+009F replaced by their windows-1252 characters. */
struct tdg_str tdg_xml_text(tdg_call *call, const tdg_rec *doc);
struct tdg_str tdg_xml_without_controls(tdg_call *call, struct tdg_str text);

/* The kind of a document, decided by its first elements, never by its media type. */
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

/* 0; -1 is kept for a document that cannot be read on. */
int tdg_xml_read(tdg_xml *xml, tdg_call *call, struct tdg_str text, const struct tdg_xml_events *events,
                 void *arg);
/* Why the document is refused, "an external entity"; NULL when it is not. */
const char *tdg_xml_refused(const tdg_xml *xml);

/* Decode references: those of XML, HTML's named ones, the document's own, numbers 128 to 159 as windows-1252;
 * surrogate pairs are joined, control characters dropped; other '&' stay.  Returns the text itself when there
 * is nothing to decode. */
struct tdg_str tdg_xml_decode(tdg_xml *xml, tdg_call *call, struct tdg_str text);
/* `before` followed by the decoded run; `before` alone when the result would be longer than max. */
struct tdg_str tdg_xml_append(tdg_xml *xml, tdg_call *call, struct tdg_str before,
                              const struct tdg_xml_piece *piece, size_t max);

/* The value of an attribute, in a namespace or without one (TDG_NS_CORE); p is NULL when absent.  Not
 * NUL-terminated; valid until the callback returns. */
struct tdg_str tdg_xml_attribute(const struct tdg_xml_element *e, int ns, const char *name);
/* The same without a namespace, trimmed and copied into the memory of the call; "" when absent. */
struct tdg_str tdg_xml_value(const struct tdg_xml_element *e, const char *name);
/* The nth attribute. */
struct tdg_str tdg_xml_attribute_at(const struct tdg_xml_element *e, int nth, const char **name);

/* Report that a document was cut off after its head was emitted: emits a second head with nothing but the
 * flag "incomplete". */
void tdg_xml_tell_cut(tdg_call *call);

#ifdef __cplusplus
}
#endif
#endif
