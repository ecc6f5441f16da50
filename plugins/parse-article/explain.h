/* explain.h - how a page was read, for the operator who asks (TDG_EXPLAIN). */
#ifndef PARSE_ARTICLE_EXPLAIN_H
#define PARSE_ARTICLE_EXPLAIN_H

#include "page_kind.h"

/* Emits a TDG_EXPLANATION: every line of the page with its verdict, the kind of page with what was counted, and the
 * sources in m.  w wrote the blocks.  Lines that were never judged are dropped here: the page is done with. */
int explain_page(struct page *pg, const struct meta *m, const struct body *b, const struct quality *q,
                 struct writer *w);

#endif
