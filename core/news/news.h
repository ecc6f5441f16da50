/* news/news.h - what holds of records and documents, as pure functions; memory is the caller's arena. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H

#include "record/rec.h"

#include <stddef.h>

#include <tidings/plugin.h>
#include <tidings/store.h>

/* ---- who a source is and what holds of all its records, as the operator configured it; "" where nothing was said ---- */

struct news_source {
  const char *id, *name, *outlet, *country, *owner, *language;
  const char *rights_holder, *rights_notice, *licence, *access;
  int trust; /* 0 .. TDG_MAX_TRUST, -1 unknown */
  const char *const *tags;
  size_t n_tags;
};

/* ---- record_finish.c: what the engine adds to a parser's record before it is kept ----
 *
 * A parser says what the document says.  The engine adds what it alone knows: the source as configured (never
 * guessed), ids and versions, when it was first seen, who read it, and what the feed said where the page is silent.
 * Fields that only the engine may set are dropped from what a parser sent. */

struct record_facts {
  int64_t id, supersedes, now_ms;
  uint32_t version;
  const char *change, *work, *parser;
};

/* The source's own group, and from the feed item that led here (request's TDG_MEMBER) what r lacks. */
const tdg_rec *record_from_source(struct arena *a, const tdg_rec *r, const struct news_source *source,
                                  const tdg_rec *request);
/* Nothing was published after it was fetched: a date more than a day ahead becomes the time of fetching, and the quality says
 * "future-date"; of one that the parser already refused it says the same. */
const tdg_rec *record_date(struct arena *a, const tdg_rec *r, int64_t now_ms);
tdg_rec *record_finish(struct arena *a, const tdg_rec *r, const struct record_facts *facts);

/* ---- record_private.c: a record without the secrets of the addresses it came by ----
 *
 * Records go out: in exports, to sinks, in briefs, to a model.  The store keeps the addresses of sources with their
 * passwords and keys, because they are asked with them; a record must not.  Relative links inherit the password of the
 * address they are resolved against, an item without a link has its feed's address, and feeds like to say their own.
 *
 * An article's own address is data and stays as it is, whatever its parameters are called: only what was in one of the
 * given addresses is taken out.  In an address of the record "user:password@" goes; elsewhere, and for the values of
 * parameters, each byte becomes a *, so that positions in texts stay right. */

/* An address that has led to a record.  found: by a document, not named by the operator: its parameters are data, and its
 * user and password alone are secret (they were inherited). */
struct private_address {
  struct tdg_str url;
  int found;
};

/* r itself when nothing of that is in it. */
const tdg_rec *record_private(struct arena *a, const tdg_rec *r, const struct private_address *v, size_t n);

/* ---- fold_notes.c: a record as it goes out: with what was found out about it since it was written ---- */

/* r with its story, its original and when it was last there, as the store's folded row has them (record_get, record_each,
 * story_members); a record that is said to be a copy of itself is none.  Whoever gives records away gives them so. */
tdg_rec *news_fold(struct arena *a, const tdg_rec *r, const struct tdg_row *row);

/* ---- publisher.c: who published a record ---- */

/* The outlet or the name of the source as configured, else the host of the address, else what the record says; "" when nothing
 * does: two files of unknown origin are not two publishers.  The store keeps it with the record, counts it, and briefs are given
 * it with the members of a story (TDG_PUBLISHER): nobody else decides it. */
struct tdg_str publisher_of(struct arena *a, const tdg_rec *r);

/* ---- change.c: what changed between two versions of a work ---- */

/* "minor", "major" or "correction".  Minor: at most 2 % of the words, and no figure, and no negation among them. */
const char *change_between(const tdg_rec *before, const tdg_rec *after);
/* Have the two hardly a word in common?  Less than half of those of the shorter one. */
int change_is_whole(const tdg_rec *before, const tdg_rec *after);
/* A version that says it is older than the one we have came late, by another way: it is no news. */
int change_came_late(const tdg_rec *have, const tdg_rec *r, int64_t now_ms);

/* ---- page_join.c: the pages of one article become one record ----
 *
 * The first page gives everything but the blocks and the judgement of quality.  What pages repeat is kept
 * once: heads of all pages (the lead), tails of all pages (who wrote it), a paragraph with which one page
 * ends and the next begins, pictures, and long paragraphs anywhere.  Pure functions over records; memory from
 * the caller's arena. */

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

/* ---- sniff.c: what kind of document is this? Only as much as it takes to choose a parser ----
 *
 * The first bytes decide over a wrong or missing Content-Type, as browsers do (WHATWG MIME Sniffing, section 7.3 for
 * feeds).  At most SNIFF_BYTES are looked at and compared, nothing is parsed. */

enum { SNIFF_BYTES = 4096 };

/* The media type to choose by: declared (may be ""), corrected by what the bytes say.  Constant text or declared. */
const char *sniff_type(const char *declared, struct tdg_str body);
/* Is it a type that servers give to anything (text/html, text/plain, application/octet-stream, none)? */
int sniff_is_vague(const char *type);

/* ---- lead.c: where a document may lead: the one rule for whatever is asked for because a document said so ----
 *
 * A link, a feed's item, an entry of a sitemap or list of feeds, a feed that a page names, a request of any parser: all
 * pass here before they become a task.  (The next pages of an article stay on its host, which is narrower.)  What counts is
 * where the bytes were fetched from, never what the document says of its own address; that can only narrow what is allowed.
 *
 *   from the network           http and https, nothing else
 *   from a file                http, https, and files beside that file and below
 *   from anything else         http and https
 *   a fetcher's own requests   what the same fetcher brings (the entries of a folder), http and https
 *
 * Redirects are the HTTP fetcher's (http and https, and no step down); private hosts are refused where it connects. */

/* Why a document fetched from `from`, which says its address is `claimed` ("": it does not say), may not lead to `to`;
 * NULL: it may. */
const char *lead_refusal(struct tdg_str from, struct tdg_str claimed, struct tdg_str to);
/* Why the fetcher that was asked for `from` may not lead to `to` itself; NULL: it may. */
const char *lead_fetcher_refusal(struct tdg_str from, struct tdg_str to);

/* ---- passing.c: may a failure pass by itself? What may is asked for again, by whoever asked ---- */

/* doc: an answer that cannot be read.  Networks recover, busy servers too (429, 5xx).  What a server or the fetcher says no to
 * (404, an address that may not be asked, an answer that is too large) stays so. */
int passing_failure(const tdg_rec *doc);

#endif
