/* page_extension.h - what this plugin offers to the parsers of sites: see tidings/ext/page.h. */
#ifndef PARSE_ARTICLE_PAGE_EXTENSION_H
#define PARSE_ARTICLE_PAGE_EXTENSION_H

#include <tidings/ext/page.h>

/* The table of TDG_EXT_PAGE; NULL for another id. */
const void *page_extension(const char *id);

#endif
