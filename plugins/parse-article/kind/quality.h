/* quality.h - what kind of page this is, and how good what was read from it is. */
#ifndef PARSE_ARTICLE_QUALITY_H
#define PARSE_ARTICLE_QUALITY_H

#include "page_kind.h"

struct quality {
  size_t words, units, links;
  enum page_kind kind;
  const char *why;           /* it is of that kind */
  struct page_counts counts; /* what that was told by */
  int paywalled, truncated, live_blog, gallery, video, cut;
  int rule_missed; /* a site's rule no longer fits */
};

void quality_judge(struct page *pg, const struct meta *m, const struct body *b, const struct chosen *title,
                   struct quality *q);
/* Adds TDG_QUALITY. */
void quality_write(struct page *pg, const struct quality *q, tdg_rec *rec);

#endif
