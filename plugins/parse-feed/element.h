/* element.h - the elements of all feed formats: which namespace, which name.
 *
 * Namespaces are told by their address, whatever the prefix; a prefix that nobody declared means what it
 * usually means. RSS in all its versions, Atom and no namespace at all are one family (NS_CORE): their
 * elements mean the same by name.
 */
#ifndef FEED_ELEMENT_H
#define FEED_ELEMENT_H

#include <tidings/plugin.h>

enum feed_ns {
  NS_OTHER,
  NS_CORE,
  NS_ATOM,
  NS_RDF,
  NS_DC,
  NS_DCTERMS,
  NS_CONTENT,
  NS_MEDIA,
  NS_ITUNES,
  NS_GEORSS,
  NS_GEO,
  NS_SY,
  NS_SLASH,
  NS_THR,
  NS_FEEDBURNER,
  NS_XHTML,
  NS_WFW,
  NS_CC,
  NS_PODCAST,
  NS_XML,
  NS_SITEMAP,
  NS_NEWS,
  NS_IMAGE,
  NS_VIDEO
};

// clang-format off
#define FEED_NAMES(X)                                                                                        \
  X(abstract)                                                                                                \
  X(about)                                                                                                   \
  X(alternate) X(author) X(body) X(category) X(channel) X(cloud) X(comments) X(commentrss) X(content)        \
      X(contributor) X(copyright) X(created) X(creator) X(credit) X(date) X(description) X(docs) X(email)    \
          X(enclosure) X(encoded) X(entry) X(explicit) X(feed) X(fullitem) X(generator) X(group) X(guid)     \
              X(homepage) X(icon) X(id) X(image) X(info) X(issued) X(item) X(items) X(keywords) X(language)  \
                  X(lastbuilddate) X(license) X(link) X(log) X(logo) X(logotarget) X(managingeditor)         \
                      X(modified) X(name) X(origlink) X(outline) X(owner) X(player) X(point) X(pubdate)      \
                          X(publisher) X(published) X(rdf) X(relation) X(rights) X(rss) X(schedule)          \
                              X(skipdays) X(skiphours) X(source) X(subject) X(subtitle) X(summary)           \
                                  X(tagline) X(tags) X(text) X(textinput) X(thumbnail) X(title) X(total)     \
                                      X(ttl) X(updated) X(updatebase) X(updatefrequency) X(updateperiod)     \
                                          X(uri) X(url) X(webmaster) X(identifier) X(lat) X(long) X(html)    \
                                              X(head) X(urlset) X(sitemapindex) X(opml) X(sitemap) X(loc)    \
                                                  X(lastmod) X(publication) X(publication_date) X(genres)    \
                                                      X(video) X(caption) X(thumbnail_loc) X(content_loc)    \
                                                          X(player_loc) X(news) X(tag) X(script) X(hour)     \
                                                              X(dateline)
// clang-format on

enum feed_name {
  N_NONE,
#define FEED_ENUM(name) N_##name,
  FEED_NAMES(FEED_ENUM)
#undef FEED_ENUM
      N_LIMIT
};

struct element_kind {
  int ns, name;
};

int element_namespace(const char *prefix, const char *uri);
int element_name(const char *local, size_t n);

#endif
