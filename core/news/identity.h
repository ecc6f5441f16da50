/* news/identity.h - by what a work is known, and how good the claim of a document to an address is. */
#ifndef NEWS_IDENTITY_H
#define NEWS_IDENTITY_H

#include "news/news.h"
#include "record/rec.h"

#include <tidings/store.h>

/* ---- address.c: the address of a record, in the forms it is compared in ---- */

struct address {
  struct tdg_str key;      /* tdg_url_key, or the address as it is when it has none; "" there is no address */
  struct tdg_str fragment; /* without its #; "" none */
  /* of the key, with its port when that is not the usual one; "" it is none of the web */
  struct tdg_str host;
  int is_home; /* of the web, and nothing stands behind the host */
};

/* Strings live in the arena. */
struct address address_of(struct arena *a, struct tdg_str url);
/* A fragment by which pages of a script tell their articles apart: #!/post/2, #/post/2. */
int address_is_scripted(const struct address *address);
/* but for their fragments; no address is like none */
int address_same(const struct address *x, const struct address *y);
/* Is the second another place than the first?  What differs in the query alone is none; nothing moves from no address. */
int address_moved(const struct address *before, const struct address *now);
/* The path, or what stands in its place: without host and query. */
struct tdg_str address_path(const struct address *address);

/* ---- survey.c: by what the records of one document can be told apart ----
 *
 * Within a document an address or a guid that several different items carry identifies none of them.  A fragment counts
 * where it tells items apart (#v3), or where a script's page lives by it (#!/post/2).  Guids that count positions (1, 2, 3)
 * are none.  The home page, the page of the feed itself and the feed's own address stand for no item. */

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

/* ---- identity.c: the keys by which a work is found again ----
 *
 * A key is a hash with a mark of its kind.  What is meant only within a source (a guid, a title) has the owner in it; an
 * address is the same for all.  Content is what a reader sees: title, subtitle, blocks; not image addresses or times, which
 * change by themselves.  A work's number is the first key it was found by. */

void identity_content(const tdg_rec *r, uint64_t out[2]);
/* Of an item within its document: alike means the same item printed twice. */
void identity_sign(const uint64_t content[2], int64_t published, struct tdg_str a, struct tdg_str b,
                   uint64_t out[2]);

/* ---- keys ---- */

void key_native(struct tdg_str owner, struct tdg_str id, uint64_t out[2]);
void key_guid(struct tdg_str owner, struct tdg_str guid, uint64_t out[2]);
void key_address(const struct address *address, int with_fragment, uint64_t out[2]);
/* The title at an address, with its date (0: none). */
void key_title(struct tdg_str owner, const struct address *at, struct tdg_str title, int64_t published,
               uint64_t out[2]);
/* The same words at an address, with their date. */
void key_text(struct tdg_str owner, const struct address *at, const uint64_t content[2], int64_t published,
              uint64_t out[2]);
/* The same item, whoever brings it. */
void key_item(const struct address *at, const uint64_t content[2], int64_t published, uint64_t out[2]);
/* Of a source whose guids mean nothing. */
void key_restless(struct tdg_str owner, uint64_t out[2]);
/* Another number for an owner's work, when the key is the number of somebody else's. */
void key_another(struct tdg_str owner, const uint64_t key[2], uint64_t n, uint64_t out[2]);

/* ---- authority.c: how good is the claim of a document to an address it gives? ----
 *
 * Whoever lists an address is not its author.  Best is what was read from the address's own host; then the word of the more
 * trusted source, and of a feed that says it is of that host. */

enum {
  STANDING_OWN = 100,    /* read from the host of the address itself */
  STANDING_EARLIER = 50, /* of a store that did not keep claims */
};

/* The document at hand: where it was asked for, where it came from, what its source is configured as (or the place itself), and
 * the page a feed says it is of. */
struct speaker {
  struct address asked, final, home, feeds_home;
};

/* source: NULL for imports. */
int authority_standing(const struct speaker *by, const struct news_source *source, const struct address *x);
/* Two sources to which the operator gave the same outlet, or the same name, speak for each other. */
int authority_same_house(const struct news_source *source, const char *publisher);
/* Does the record name this page as its other form (rel=amphtml, another language)? */
int authority_names(struct arena *a, const tdg_rec *r, const struct address *page);
/* Why a record of this standing is the original, and one of the other its copy. */
const char *authority_why(int standing, int other);

#endif
