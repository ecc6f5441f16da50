/* feed_kind.h - what kind of document is this?  Decided by its first elements, never by its media type. */
#ifndef FEED_SNIFF_H
#define FEED_SNIFF_H

#include <tidings/plugin.h>

enum sniffed { SNIFF_NOTHING, SNIFF_EMPTY, SNIFF_FEED, SNIFF_JSON, SNIFF_PAGE, SNIFF_SITEMAP, SNIFF_OPML };

enum sniffed sniff(struct tdg_str text);

#endif
