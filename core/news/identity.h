/* news/identity.h - the keys of works, and the standing of a document's claim to an address. */
#ifndef NEWS_IDENTITY_H
#define NEWS_IDENTITY_H

#include "news/news.h"
#include "record/rec.h"

#include <tidings/store.h>

/* ---- address.c: the forms in which the address of a record is compared ---- */

struct address {
  /* tdg_url_key, or the unchanged address when it has no key; "" without an address */
  struct tdg_str key;
  struct tdg_str fragment; /* without its #; "" none */
  /* of the key, with its port when it is not the default; "" when it is not a web address */
  struct tdg_str host;
  int is_home; /* a web address without path after the host */
};

/* Strings live in the arena. */
struct address address_of(struct arena *a, struct tdg_str url);
/* A fragment by which a script selects an article: #!/post/2, #/post/2. */
int address_is_scripted(const struct address *address);
/* ignoring fragments; two empty addresses are not equal */
int address_same(const struct address *x, const struct address *y);
/* Did the address change?  A difference in the query alone, or a missing first address, does not count. */
int address_moved(const struct address *before, const struct address *now);
/* The path, without host and query. */
struct tdg_str address_path(const struct address *address);

/* ---- address_query.c: parameters of an address, some of which say nothing of its page ---- */

struct address_param {
  struct tdg_str name, value;
  size_t at, end; /* within the address: from its mark, to the next one */
};

/* The parameter at or behind `from`, 0 or the end of the one before; 0: there is none. */
int address_next_param(struct tdg_str url, size_t from, struct address_param *p);
/* Does it look drawn by lot, or like a time?  A number of a few digits is that of a page. */
int address_is_random(struct tdg_str value);
const char *address_without(struct arena *a, const char *url, const struct address_param *p);
/* Are two web addresses the same but for such parameters? */
int address_alike(struct arena *a, const struct address *x, const struct address *y);

/* ---- survey.c: find out which keys identify the records of one document ----
 *
 * Within a document an address or a guid that several different items share identifies none of them.  A
 * fragment counts when it distinguishes items (#v3), or when a script selects the article by it (#!/post/2).
 * Guids that count positions (1, 2, 3) do not count.  The home page, the page of the feed itself and the
 * feed's own address identify no item.
 */

enum survey_word { SURVEY_NO, SURVEY_WHOLE, SURVEY_WITH_FRAGMENT };

/* One record and its possible keys. */
struct listed {
  const tdg_rec *r; /* as parsed */
  uint64_t content[2];
  struct address url, canonical; /* canonical: empty when it is the same */
  struct tdg_str guid, title;    /* guid: normalised for comparison */
  int64_t published;             /* as the document says */
  enum survey_word by_url, by_canonical;
  int by_guid, by_title;     /* title: with its date, or alone without one */
  const struct tdg_row *met; /* used by find_work.c: the row from which it is unchanged, or NULL */
  int known;                 /* set by find_work.c: its guid is in the store */
};

struct survey {
  struct listed *items;
  size_t n;
};

/* feed: the head of the feed, NULL for other documents; place: the document's own address.  no_guids: ignore
 * guids. */
void survey_document(struct arena *a, const tdg_rec *const *recs, size_t n, const tdg_rec *feed,
                     struct tdg_str place, int no_guids, struct survey *out);
/* A guid that is an address is compared as an address. */
struct tdg_str survey_guid(struct arena *a, struct tdg_str guid);

/* ---- identity.c: the keys by which a work is found again ----
 *
 * A key is a hash with a mark of its kind.  Keys that are unique only within a source (a guid, a title)
 * contain the owner; an address is the same for all.  The content hash covers what a reader sees: title,
 * subtitle, blocks; not image addresses or times, which change by themselves.  The number of a work is the
 * first key by which it was found.
 */

void identity_content(const tdg_rec *r, uint64_t out[2]);
/* A hash of what an item of a list tells of its page: its title, its words without numbers, the day on which it was
 * updated.  Counters of comments or readers and times that are counted anew with each request leave it as it is. */
uint64_t identity_telling(const tdg_rec *item);
/* A key of an item within its document; equal keys mean that the item is printed twice. */
void identity_sign(const uint64_t content[2], int64_t published, struct tdg_str a, struct tdg_str b,
                   uint64_t out[2]);

/* Is an id of an import a count, of rows or in somebody's database ("17", "17.0")?  Every table has a row 1, so that it says
 * who a record is only within one source. */
int identity_is_counter(struct tdg_str id);

/* ---- keys ---- */

void key_native(struct tdg_str owner, struct tdg_str id, uint64_t out[2]);
void key_guid(struct tdg_str owner, struct tdg_str guid, uint64_t out[2]);
void key_address(const struct address *address, int with_fragment, uint64_t out[2]);
/* The key of a title at an address, with its date (0: none). */
void key_title(struct tdg_str owner, const struct address *at, struct tdg_str title, int64_t published,
               uint64_t out[2]);
/* The key of a text at an address, with its date. */
void key_text(struct tdg_str owner, const struct address *at, const uint64_t content[2], int64_t published,
              uint64_t out[2]);
/* The key of an item, independent of the source. */
void key_item(const struct address *at, const uint64_t content[2], int64_t published, uint64_t out[2]);
/* Of a source whose guids mean nothing. */
void key_restless(struct tdg_str owner, uint64_t out[2]);
/* Another number for an owner's work, when its key is already the number of another owner's work. */
void key_another(struct tdg_str owner, const uint64_t key[2], uint64_t n, uint64_t out[2]);

/* ---- authority.c: the standing of a document's claim to an address ----
 *
 * A source that lists an address is not necessarily its author.  The best claim is that of a document read
 * from the address's own host; then that of the more trusted source, and of a feed that says it belongs to
 * that host.
 */

enum {
  STANDING_OWN = 100,    /* read from the address's own host */
  STANDING_EARLIER = 50, /* from a store without claims */
};

/* The current document: its requested and its final address, the configured address of its source (or its
 * place), and the page that a feed says it belongs to. */
struct speaker {
  struct address asked, final, home, feeds_home;
};

/* source: NULL for imports. */
int authority_standing(const struct speaker *by, const struct news_source *source, const struct address *x);
/* Two sources with the same configured outlet, or the same name, may add versions to each other's works. */
int authority_same_outlet(const struct news_source *source, const char *publisher);
/* Does the record name this page as its other form (rel=amphtml, another language)? */
int authority_names(struct arena *a, const tdg_rec *r, const struct address *page);
/* The reason why a record of this standing is the original, and one of the other standing its copy. */
const char *authority_why(int standing, int other);

#endif
