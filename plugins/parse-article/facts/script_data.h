/* script_data.h - an article that a page shows only after its scripts have run. */
#ifndef PARSE_ARTICLE_SCRIPT_DATA_H
#define PARSE_ARTICLE_SCRIPT_DATA_H

#include "article_page.h"

/* The longest run of texts under one name in the JSON of the page's scripts, one a line; "" when there is
 * none. */
struct tdg_str script_data_article(struct page *pg);

#endif
