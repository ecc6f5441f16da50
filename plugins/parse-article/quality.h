/* quality.h - what kind of page this is, and how good what was read from it is. */
#ifndef PARSE_ARTICLE_QUALITY_H
#define PARSE_ARTICLE_QUALITY_H

#include "meta.h"

struct quality {
  size_t words, units, links;
  int paywalled, consent_wall, truncated, live_blog, listing, gallery, video, login_wall, cut;
  int rule_missed; /* a site's rule no longer fits */
};

void quality_judge(struct page *pg, const struct meta *m, const struct body *b, struct quality *q);
/* Adds TDG_QUALITY. */
void quality_write(struct page *pg, const struct quality *q, tdg_rec *rec);
/* The name of what the page is instead of an article; NULL when it is one. */
const char *quality_notice(const struct quality *q);

#endif
