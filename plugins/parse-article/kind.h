/* kind.h - what a page is, when it is no article: called by its name instead of being read as nonsense. */
#ifndef PARSE_ARTICLE_KIND_H
#define PARSE_ARTICLE_KIND_H

#include "meta.h"

enum page_kind {
  KIND_ARTICLE = 0,
  KIND_LISTING, /* a front page, a section, an archive */
  KIND_SEARCH,  /* results of a search */
  KIND_GALLERY,
  KIND_VIDEO,
  KIND_LOGIN,   /* a wall that asks for a password */
  KIND_CONSENT, /* a wall that asks for consent */
  KIND_ERROR,   /* "page not found" with status 200 */
  KIND_SCRIPT,  /* shows nothing without scripts */
  KIND_EMPTY
};

/* What was counted on a page, for the kind and for quality. */
struct signs {
  uint32_t pictures; /* of some size, not in links */
  uint32_t players, passwords, buttons, scripts, times;
  uint32_t link_lines;             /* lines that are links */
  uint32_t teasers;                /* boxes of a link and a few words */
  uint32_t own, own_lines;         /* units and lines of the largest text in one element that is no teaser */
  uint32_t consent, paywall, live; /* units of the largest element named so */
  uint32_t paywall_at;             /* where that paywall stands */
  uint32_t kept, kept_teasers, kept_consent; /* units of the body: all, in teasers, in a consent notice */
  int says_article, says_video, says_gallery, says_listing, says_search;
};

/* The words of a pay wall behind the article are none of its words. */
void wall_cut(struct page *pg, const struct body *b);
void signs_read(struct page *pg, const struct meta *m, const struct body *b, struct signs *s);
/* words: kept in the body. */
enum page_kind kind_of(struct page *pg, const struct body *b, const struct signs *s,
                       const struct chosen *title, size_t words);
/* "listing", ...; NULL for an article. */
const char *kind_name(enum page_kind kind);

#endif
