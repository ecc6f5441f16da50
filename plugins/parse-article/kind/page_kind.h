/* page_kind.h - what a page is when it is no article, and how good what was read from it is. */
#ifndef PARSE_ARTICLE_PAGE_KIND_H
#define PARSE_ARTICLE_PAGE_KIND_H

#include "page_facts.h"

/* ---- page_counts.c: what is counted on a page to tell what it is ---- */

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

/* ---- page_kind.c: what a page is, when it is no article: called by its name instead of being read as nonsense ---- */

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

/* ---- quality.c: what kind of page this is, and how good what was read from it is ---- */

struct quality {
  size_t words, units, links;
  enum page_kind kind;
  const char *why;           /* it is of that kind */
  struct page_counts counts; /* what that was told by */
  int paywalled, truncated, live_blog, gallery, video, cut;
  int rule_missed; /* a site's rule no longer fits */
  int native_ad;   /* a site's rule knows it as advertising */
};

void quality_judge(struct page *pg, const struct meta *m, const struct body *b, const struct chosen *title,
                   struct quality *q);
/* Adds TDG_QUALITY. */
void quality_write(struct page *pg, const struct quality *q, tdg_rec *rec);

#endif
