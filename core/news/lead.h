/* news/lead.h - where a document may lead: the one rule for whatever is asked for because a document said so.
 *
 * A link, a feed's item, an entry of a sitemap or list of feeds, a feed that a page names, a request of any parser: all
 * pass here before they become a task.  (The next pages of an article stay on its host, which is narrower: engine/pages.h.)  What counts is where the bytes were fetched from, never what the
 * document says of its own address; that can only narrow what is allowed.
 *
 *   from the network           http and https, nothing else
 *   from a file                http, https, and files beside that file and below
 *   from anything else         http and https
 *   a fetcher's own requests   what the same fetcher brings (the entries of a folder), http and https
 *
 * Redirects are the HTTP fetcher's (http and https, and no step down); private hosts are refused where it connects.
 */
#ifndef NEWS_LEAD_H
#define NEWS_LEAD_H

#include <tidings/plugin.h>

/* Why a document fetched from `from`, which says its address is `claimed` ("": it does not say), may not lead to `to`;
 * NULL: it may. */
const char *lead_refusal(struct tdg_str from, struct tdg_str claimed, struct tdg_str to);
/* Why the fetcher that was asked for `from` may not lead to `to` itself; NULL: it may. */
const char *lead_fetcher_refusal(struct tdg_str from, struct tdg_str to);

#endif
