/* page_counts.h - what is counted on a page to tell what it is. */
#ifndef PARSE_ARTICLE_PAGE_COUNTS_H
#define PARSE_ARTICLE_PAGE_COUNTS_H

#include "meta.h"

/* What was counted on a page, for the kind and for quality. */
struct page_counts {
  uint32_t pictures;        /* of some size, not in links */
  uint32_t linked_pictures; /* the others */
  uint32_t players, passwords, buttons, scripts, times;
  uint32_t link_lines;             /* lines that are links */
  uint32_t teasers;                /* boxes of a link and a few words */
  uint32_t own, own_lines;         /* units and lines of the largest text in one element that is no teaser */
  uint32_t consent, paywall, live; /* units of the largest element named so */
  uint32_t paywall_at;             /* where that paywall stands */
  uint32_t posts;                  /* headings that are links, with text of the body below them */
  uint32_t kept, kept_teasers, kept_posts, kept_consent; /* units of the body: all; in teasers; below such
                                                            headings; in a consent notice */
  int asks_who; /* a form for a name, with an address that speaks of logging in */
  int says_article, says_video, says_gallery, says_listing, says_search;
};

/* The words of a pay wall behind the article are none of its words. */
void wall_cut(struct page *pg, const struct body *b);
/* A body of nothing but the foot of the page is none. */
void foot_cut(struct page *pg, const struct body *b);
void page_counts_read(struct page *pg, const struct meta *m, const struct body *b, struct page_counts *s);

#endif
