/* news/authority.h - how good is the claim of a document to an address it gives?
 *
 * Whoever lists an address is not its author.  Best is what was read from the address's own host; then the word of the more
 * trusted source, and of a feed that says it is of that host.
 */
#ifndef NEWS_AUTHORITY_H
#define NEWS_AUTHORITY_H

#include "news/address.h"
#include "news/source.h"

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
