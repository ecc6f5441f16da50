/* next_page.h - pages of one article. */
#ifndef PARSE_ARTICLE_NEXT_PAGE_H
#define PARSE_ARTICLE_NEXT_PAGE_H

#include "article_page.h"

/* Emits a request for the page after this one, when there is one. */
void next_page_request(struct page *pg);
/* The same, where a site's rule knows the address (as it stands in the page) and the caller the number. */
void next_page_ruled(struct page *pg, struct tdg_str ref, long page);

#endif
