/* news/news.h - pure functions over records and documents; memory is the caller's arena. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H

#include "record/rec.h"

#include <stddef.h>

#include <tidings/kit/text.h>
#include <tidings/plugin.h>
#include <tidings/store.h>

/* ---- a source and the facts about all its records, as configured; "" for what is not set ---- */

struct news_source {
  const char *id, *name, *outlet, *country, *owner, *language;
  const char *rights_holder, *rights_notice, *licence, *access;
  int trust; /* 0 .. TDG_MAX_TRUST, -1 unknown */
  const char *const *tags;
  size_t n_tags;
};

/* ---- record_finish.c: the fields that the engine adds to a parser's record before it is stored ----
 *
 * A parser takes fields from the document.  The engine adds what it alone knows: the source as configured
 * (never guessed), ids and versions, the time of first sight, the parser, and the feed item's values for
 * fields that the page lacks.  Fields that only the engine may set are removed from a parser's record.
 */

struct record_facts {
  int64_t id, supersedes, now_ms;
  uint32_t version;
  const char *change, *work, *parser;
  const tdg_rec *captures; /* a group with where its documents are kept; NULL: nowhere */
};

/* Add the group of the source, and fields that r lacks from the feed item that led here (the request's
 * TDG_MEMBER). */
const tdg_rec *record_from_source(struct arena *a, const tdg_rec *r, const struct news_source *source,
                                  const tdg_rec *request);
/* Those fields of an item. */
tdg_rec *record_given(struct arena *a, const tdg_rec *item);
/* A copy of r with the fields that it lacks and that the document around its own knows (the TDG_MEMBER of a TDG_DOC):
 * title, subtitle, summary, guid, published, updated, authors, tags, language, comments, categories, source, canonical,
 * alternates, with their origins; and its TDG_EXT groups. */
const tdg_rec *record_with_defaults(struct arena *a, const tdg_rec *r, const tdg_rec *known);
/* A record cannot be published after it was fetched: a date more than a day ahead becomes the time of
 * fetching, with the quality flag "future-date"; a future date that the parser already refused gets the same
 * flag. */
const tdg_rec *record_date(struct arena *a, const tdg_rec *r, int64_t now_ms);
/* What the publisher reserves, in the rights (TDG_TDM): the words noai and noimageai of X-Robots-Tag, and a
 * TDM-Reservation of 1, of the document's headers, with what the page itself says.  robot: our name, to which a header may
 * be addressed.  mark: with the quality flag "reserved" if it is anything. */
const tdg_rec *record_reserved(struct arena *a, const tdg_rec *r, const tdg_rec *doc, struct tdg_str robot,
                               int mark);
/* Is anything? */
int record_is_reserved(const tdg_rec *r);
/* An article without a genre that its publisher calls comment gets the genre "opinion". */
const tdg_rec *record_genre(struct arena *a, const tdg_rec *r);
/* A record whose document may have been cut: with the quality flag "unfinished". */
const tdg_rec *record_unfinished(struct arena *a, const tdg_rec *r);
/* Does its publisher withdraw it (the flag "withdrawn")?  Its version then says so and bears no text (record_without_text): what
 * was withdrawn is not told on; the versions before keep theirs. */
int record_is_withdrawn(const tdg_rec *r);
const tdg_rec *record_without_text(struct arena *a, const tdg_rec *r);
tdg_rec *record_finish(struct arena *a, const tdg_rec *r, const struct record_facts *facts);

/* ---- record_private.c: remove the secrets of addresses from a record ----
 *
 * Records leave the program: in exports, to sinks, in briefs, to a model.  The store keeps the addresses of
 * sources with their passwords and keys, which requests need; a record must not contain them.  Relative links
 * inherit the password of the base address, an item without a link has its feed's address, and feeds often
 * contain their own address.
 *
 * An article's own address is data and stays unchanged, whatever its parameters are called: only secrets of
 * the given addresses are removed.  In an address of the record "user:password@" is removed; elsewhere, and
 * in the values of parameters, each byte is replaced by *, so that offsets into texts stay valid.
 */

/* An address that led to a record.  found: it comes from a document, not from the operator: its parameters
 * are data, and only its user and password are secret (they were inherited). */
struct private_address {
  struct tdg_str url;
  int found;
};

/* Returns r itself when it contains none of them. */
const tdg_rec *record_private(struct arena *a, const tdg_rec *r, const struct private_address *v, size_t n);

/* ---- fold_notes.c: a record with the notes of stages laid over it ----
 *
 * Which fields, and how: TDG_NOTE_TABLE in field.h.  All who read records use these functions: the next stage,
 * briefs, sinks, export, show.
 */

enum {
  FOLD_MAX_NOTES = 256, /* notes laid over one record */
  /* what notes add to the lists of one record; further values are left out */
  FOLD_MAX_VALUES = 1000,
  FOLD_MAX_BYTES = 256 << 10
};

/* The names of the stages in the order of the pipeline; notes of others come first. */
struct fold_order {
  const char *const *stages;
  size_t n;
};
struct fold_note {
  const tdg_rec *note;
  struct tdg_str by; /* its stage */
};
struct fold_list {
  struct fold_note v[FOLD_MAX_NOTES];
  size_t n;
};

/* Is this field of a note laid over its record?  Does the note have such a field? */
int fold_lays(uint32_t field);
/* Is it a list, to which the values of notes are added? */
int fold_adds(uint32_t field);
int fold_is_overlay(const tdg_rec *note);
/* Add a note at its stage's place, after the stage's earlier notes; note and by must outlive the list. */
void fold_add(struct fold_list *list, const struct fold_order *order, const tdg_rec *note, struct tdg_str by);
/* A copy of r with the notes laid over it. */
tdg_rec *fold_lay(struct arena *a, const tdg_rec *r, const struct fold_list *notes);

/* Where the notes are read; store is the handle of ops. */
struct fold_source {
  const struct tdg_store_ops *ops;
  void *store;
  struct fold_order order;
};
/* *result: a copy of r with its notes, and its story, its original, its last_seen and who dropped it from the
 * store's folded row (record_get, record_each, story_members); a record that is a copy of itself is not a copy.
 * 0, or the status of the store, which could not read the notes; *result is not set then. */
int news_fold(const struct fold_source *from, struct arena *a, const tdg_rec *r, const struct tdg_row *row,
              tdg_rec **result);
/* Did a stage drop the record of this folded row? */
int news_is_dropped(const struct tdg_row *row);

/* ---- story_input.c: a story as brief plugins get it ---- */

enum { STORY_MAX_MEMBERS = 200 }; /* the first ones */
/* The story without its members, and one more of them: r as its folded row describes it.  1: nothing more fits; negative: the
 * store cannot read its notes. */
tdg_rec *story_describe(struct arena *a, const struct tdg_story_row *row);
int story_add_member(const struct fold_source *from, struct arena *a, tdg_rec *story, const tdg_rec *r,
                     const struct tdg_row *row);

/* ---- quotation.c: is a part of a text a whole quotation? ---- */

/* White space of any kind. */
int quotation_is_space(uint32_t c);
/* NULL; or why the part of the text, which is in this language ("" unknown), is none.  It must not be cut inside a word
 * or a number ("3" of "30", "body" of "nobody").  Where it is not marked by an ellipsis it begins and ends as a
 * sentence does, or as a clause (after a colon or a dash, within quotation marks); but a clause does not leave
 * out a word of its sentence that denies or doubts it. */
const char *quotation_fault(tdg_call *call, struct tdg_str text, struct tdg_range part, const char *language,
                            int marked_before, int marked_after);
/* Is the part such a quotation somewhere in the text? */
int quotation_is_in(tdg_call *call, struct tdg_str text, struct tdg_str part, const char *language);
/* Are the numbers and words of a value in the text, in another order or form ("a dozen": "12")? */
int quotation_gives(tdg_call *call, struct tdg_str text, struct tdg_str value, const char *language);

/* ---- brief_check.c: is every sentence of a brief one of its sources? ----
 *
 * A sentence {text, record, block, start, end} must be the text of the story's member `record` in its block
 * (from 0) between two byte offsets.  Compared are letters, figures and signs: white space may differ, curled
 * quotation marks equal straight ones, and an ellipsis at either end may mark a cut.  The part must be a whole
 * quotation (quotation_fault).  A sentence with TDG_FROM ("model") is in words of the plugin's own: each sentence
 * that it cites must hold, and there must be one.
 *
 * The claims of a conflict are checked as sentences, and their values must be in them; a conflict that loses a
 * claim and has fewer than two left is left out; the numbers of conflicts in sentences are set right, and those
 * of no conflict, and records that are not the story's, are left out of the sentence.  A step of the timeline is
 * checked as a sentence.
 *
 * A headline is a title or a sentence of a member, or a part of one, or the headline of the story; the title of a
 * section likewise, or says no more than the section's role.  Another one is kept, and the brief or the section
 * gets TDG_FROM: it is in words of the plugin's own.
 */

struct brief_told {
  /* Called for each sentence or claim that is refused, */
  void (*refused)(void *arg, const char *why, struct tdg_str text);
  /* and for each headline and title that is not said to be the plugin's own (TDG_FROM), and is. */
  void (*own)(void *arg, struct tdg_str text);
  void *arg;
};
/* by: the name of the component.  The brief without what is refused; NULL when no sentence is left of those it had. */
const tdg_rec *brief_check(struct arena *a, const tdg_rec *brief, const tdg_rec *story, const char *by,
                           const struct brief_told *told);

/* ---- brief_since.c: what changed since the last brief ---- */

/* TDG_SINCE of a brief that takes the place of an earlier one by the same component: sentences (by their text) and
 * conflicts (by what they are about) that the earlier one did not have, its headline when it was another, what is
 * settled.  When the two say the same, that of the earlier one, by the numbers of the new; NULL: nothing. */
const tdg_rec *brief_since(struct arena *a, const tdg_rec *brief, const tdg_rec *earlier);
/* When the newest record of the story was published; when none says it, or says a time that has not come, seen. */
int64_t brief_as_of(const tdg_rec *story, int64_t now);

/* ---- publisher.c: the publisher of a record ---- */

/* The configured outlet or name of the source, else the host of the address, of a file that of the canonical
 * address, else the record's own statement: the name of its source, or who holds its rights; "" when unknown, since two files of unknown origin are not two publishers.  The store keeps it with the
 * record and counts it; briefs get it with the members of a story (TDG_PUBLISHER).  No other code decides
 * this. */
struct tdg_str publisher_of(struct arena *a, const tdg_rec *r);

/* ---- change.c: what changed between two versions of a work ---- */

/* "minor", "major", "correction", "withdrawn" or "restored".  Minor: at most 2 % of the words changed, no figures and no
 * negations among them.  What is withdrawn (record_is_withdrawn) is neither a part nor a loss in the calls below. */
const char *change_between(const tdg_rec *before, const tdg_rec *after);
/* Do the two share less than half of the words of the shorter one? */
int change_is_whole(const tdg_rec *before, const tdg_rec *after);
/* Is the text of `after` the beginning of that of `before`, and shorter?  The last word may be cut. */
int change_is_beginning(const tdg_rec *before, const tdg_rec *after);
/* Is what stands in the place of a text something else (they share less than half of the words of the shorter one), or
 * a part of it?  A part is shorter than half, without saying that something was corrected; or, of a document that may be
 * cut, any that is shorter. */
int change_is_loss(const tdg_rec *before, const tdg_rec *after, int may_be_cut);
/* Is what a list says of a page less than what was read of the page?  It is shorter, and does not say that something was
 * corrected. */
int change_is_poorer(const tdg_rec *before, const tdg_rec *after);
/* Is this version older, by its stated date, than the current one?  It then arrived late by another path and
 * is not stored. */
int change_came_late(const tdg_rec *have, const tdg_rec *r, int64_t now_ms);

/* ---- page_join.c: join the pages of one article to one record ----
 *
 * All fields except the blocks and the quality come from the first page.  Repeated text is kept once:
 * beginnings of all pages (the lead), ends of all pages (the author's box), a paragraph that ends one page
 * and begins the next, pictures, and long paragraphs anywhere.  Pure functions over records; memory from the
 * caller's arena.
 */

enum { JOIN_MAX_PAGES = 20 };

struct join_page {
  const tdg_rec *rec;
  const char *url;
};

/* Does `next` contain anything that the pages before it do not?  A server may return another page for one
 * that does not exist. */
int page_says_more(const struct join_page *pages, size_t n, const tdg_rec *next);
/* missing: further pages exist but could not be fetched; the quality is then flagged "truncated". */
tdg_rec *page_join(struct arena *a, const struct join_page *pages, size_t n, int missing);

/* ---- sniff.c: detect the media type of a document, only as far as needed to choose a parser ----
 *
 * The first bytes override a wrong or missing Content-Type, as in browsers (WHATWG MIME Sniffing, section 7.3
 * for feeds).  At most SNIFF_BYTES are compared; nothing is parsed.
 */

enum { SNIFF_BYTES = 4096 };

/* The media type: declared (may be ""), corrected by the first bytes.  Constant text or declared. */
const char *sniff_type(const char *declared, struct tdg_str body);
/* Is it a type that servers use for any content (text/html, text/plain, application/octet-stream, none)? */
int sniff_is_vague(const char *type);
/* Is it a type whose documents wrap others (a mail, a PDF, an archive), so that nobody means it who calls a document an
 * article or a statement? */
int sniff_is_wrapping(const char *type);
/* Is it a type of data (JSON), which a parser of pages or texts is hardly meant for? */
int sniff_is_data(const char *type);
/* A mail: somebody sent it, and nobody can change it. */
int sniff_is_message(const char *type);

/* ---- lead.c: where a document may lead: the rule for every address that a document names ----
 *
 * A link, a feed's item, an entry of a sitemap or list of feeds, a feed that a page names, a request of any
 * parser: all are checked here before they become a task.  (Further pages of an article must be on its host,
 * which is stricter.)  The address from which the bytes were fetched decides; the address that the document
 * states can only restrict further.
 *
 *   from the network           http and https, nothing else
 *   from a file                http, https, and files in the same folder and below
 *   from anything else         http and https
 *   a fetcher's own requests   addresses of the same fetcher (the entries of a folder), http and https
 *
 * Redirects are checked by the HTTP fetcher (http and https, never from https to http), as are private hosts.
 */

/* The reason why a document fetched from `from`, which states the address `claimed` ("": none), may not lead
 * to `to`; NULL: it may. */
const char *lead_refusal(struct tdg_str from, struct tdg_str claimed, struct tdg_str to);
/* The reason why a fetcher's own request, made for `from`, may not lead to `to`; NULL: it may. */
const char *lead_fetcher_refusal(struct tdg_str from, struct tdg_str to);
/* Why a parser of this document may not ask in this way (method, headers, body); NULL: it may.  Who said something
 * decides what it may cause: a document may ask its own server as it likes, others only for an address. */
const char *lead_way_refusal(const tdg_rec *doc, const tdg_rec *request);

/* ---- whole.c: was a document received to its end? ----
 *
 * A connection that ends early looks like the end of an answer whose length nobody stated, and a server may
 * state a length that is too short.  So a document must have its end itself, whatever kind it is: the end tag
 * of XML, that of a page that opens <html> or <body>, the last bracket of JSON, the last block of a
 * compressed body (worker/decode.h).  Text has none: it is known to be whole when its length was stated.
 *
 *   a page cut inside a tag, or one     not read: the fetch has failed ("incomplete"), and is tried again
 *   without end and stated length
 *   a feed, list or sitemap             its complete items are kept (parsers flag its head "incomplete")
 *   another page, or text               kept, flagged "unfinished"; never as a version in place of one that
 *                                       begins with its words
 *
 * Validators are kept of whole documents only, since with them the rest would never come
 * (engine/sourcestate.c).
 */

enum whole {
  WHOLE_YES,
  WHOLE_CUT,    /* the end that its kind requires is missing */
  WHOLE_UNKNOWN /* its kind has no end, and nobody stated its length */
};
/* Documents of other fetchers than HTTP's, without a status, are whole. */
enum whole whole_end(const tdg_rec *doc);
/* doc itself; or, of a page that was cut for certain and of a part (206), a failed fetch in its place. */
const tdg_rec *whole_or_failed(struct arena *a, const tdg_rec *doc);

/* ---- passing.c: is a failure temporary?  Temporary failures are retried ---- */

/* doc: an answer without a usable document.  Network failures and busy servers (429, 5xx) are temporary.
 * Refusals by a server or the fetcher (404, a forbidden address, an answer that is too large) are final. */
int passing_failure(const tdg_rec *doc);
/* Has the fetch failed: is there nothing to parse? */
int answer_has_failed(const tdg_rec *doc);

#endif
