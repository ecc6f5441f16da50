/* news/survey.h - by what the records of one document can be told apart.
 *
 * Within a document an address or a guid that several different items carry identifies none of them.  A fragment counts
 * where it tells items apart (#v3), or where a script's page lives by it (#!/post/2).  Guids that count positions (1, 2, 3)
 * are none.  The home page, the page of the feed itself and the feed's own address stand for no item.
 */
#ifndef NEWS_SURVEY_H
#define NEWS_SURVEY_H

#include "news/address.h"

#include <tidings/store.h>

enum survey_word { SURVEY_NO, SURVEY_WHOLE, SURVEY_WITH_FRAGMENT };

/* One record, and what it may be known by. */
struct listed {
  const tdg_rec *r; /* as it was parsed */
  uint64_t content[2];
  struct address url, canonical; /* canonical: empty when it is the same */
  struct tdg_str guid, title;    /* guid: in the form it is compared in */
  int64_t published;             /* as the document says */
  enum survey_word by_url, by_canonical;
  int by_guid, by_title;     /* title: together with its date, or alone when there is none */
  const struct tdg_row *met; /* the finder's: what it is unchanged from; NULL */
};

struct survey {
  struct listed *items;
  size_t n;
};

/* feed: the head of the feed, NULL when the document is none; place: the document's own address.  no_guids: they are known
 * to mean nothing here. */
void survey_document(struct arena *a, const tdg_rec *const *recs, size_t n, const tdg_rec *feed,
                     struct tdg_str place, int no_guids, struct survey *out);
/* A guid that is an address is compared as one. */
struct tdg_str survey_guid(struct arena *a, struct tdg_str guid);

#endif
