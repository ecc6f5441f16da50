/* page_kind.h - what a page is, when it is no article: called by its name instead of being read as nonsense. */
#ifndef PARSE_ARTICLE_PAGE_KIND_H
#define PARSE_ARTICLE_PAGE_KIND_H

#include "page_counts.h"

enum page_kind {
  KIND_ARTICLE = 0,
  KIND_LISTING, /* a front page, a section, an archive */
  KIND_SEARCH,  /* results of a search */
  KIND_GALLERY,
  KIND_VIDEO,
  KIND_LOGIN,   /* a wall that asks for a password */
  KIND_PAY,     /* a wall that asks for money, and not a word of the article */
  KIND_CONSENT, /* a wall that asks for consent */
  KIND_ERROR,   /* "page not found" with status 200 */
  KIND_SCRIPT,  /* shows nothing without scripts */
  KIND_EMPTY
};

/* words: kept in the body.  why: what decided, in words. */
enum page_kind kind_of(struct page *pg, const struct body *b, const struct page_counts *s,
                       const struct chosen *title, size_t words, const char **why);
/* "listing", ...; NULL for an article. */
const char *kind_name(enum page_kind kind);

#endif
