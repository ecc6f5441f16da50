/* news/page_join.h - the pages of one article become one record.
 *
 * The first page gives everything but the blocks and the judgement of quality.  What pages repeat is kept
 * once: heads of all pages (the lead), tails of all pages (who wrote it), a paragraph with which one page
 * ends and the next begins, pictures, and long paragraphs anywhere.  Pure functions over records; memory from
 * the caller's arena.
 */
#ifndef NEWS_PAGE_JOIN_H
#define NEWS_PAGE_JOIN_H

#include "record/rec.h"

enum { JOIN_MAX_PAGES = 20 };

struct join_page {
  const tdg_rec *rec;
  const char *url;
};

/* Does `next` say anything that the pages before it do not?  A server may answer a page that does not exist
 * with another one. */
int page_says_more(const struct join_page *pages, size_t n, const tdg_rec *next);
/* missing: further pages are known to exist and could not be had; then quality says "truncated". */
tdg_rec *page_join(struct arena *a, const struct join_page *pages, size_t n, int missing);

#endif
