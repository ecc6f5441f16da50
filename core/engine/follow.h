/* engine/follow.h - what a task's documents lead to: each request becomes a task, where lead.h allows it.
 *
 * Runs on the store thread while a task is settled.  A request is done once a poll or once for ever:
 *
 *   lists    (feeds, sitemaps, lists of feeds, further pages of a listing) are asked for with each poll of the source,
 *            once each, with the validators they gave; at most FOLLOW_MAX_LISTS of them, FOLLOW_MAX_DEPTH deep
 *   pages    (articles, items) once for ever, and again when what is said of them changes; of those that only a listing
 *            names, FOLLOW_MAX_PAGES a poll, the newest first, the rest with the next polls
 *
 * TDG_REPEAT says which; unsaid, a request for a feed, sitemap or list of feeds, for its own parser, or for no parser in
 * particular is a list.  What may not be followed, and what is left, is told once a task.
 */
#ifndef ENGINE_FOLLOW_H
#define ENGINE_FOLLOW_H

#include "engine/settle_priv.h"

enum { FOLLOW_MAX_LISTS = 5000, FOLLOW_MAX_DEPTH = 50, FOLLOW_MAX_PAGES = 500 };

/* A request of a parser, made of this document. */
void follow_request(struct settle *t, const struct settle_doc *d, const tdg_rec *request);
/* A request of the fetcher itself. */
void follow_fetchers_request(struct settle *t, const tdg_rec *request);
/* An item whose article is wanted becomes a request that carries it.  next: the parser's next record, NULL: none; when
 * that is the item's own request, to be followed whatever the operator chose, *taken is set.  0: the article is not
 * wanted, or may not be asked for; the item is the record. */
int follow_item(struct settle *t, const struct settle_doc *d, const tdg_rec *item, const tdg_rec *next,
                int *taken);
/* All documents of the task were seen: lists, then pages become tasks. */
void follow_end(struct settle *t);
/* A list that could not be read was one of several ways to the same: 1 when the next one is asked for instead. */
int follow_alternate(struct settle *t);
/* By what a list is remembered: its address, and the position in it. */
const char *follow_list_name(struct arena *a, const tdg_rec *request);

#endif
