/* cli/find_source.h - what stands at an address: a feed, a list, a statement or an article; for a page that names feeds,
 * the first of them that can be read.
 *
 * The documents are fetched and parsed as a run does; at most DISCOVER_MAX_FETCHES, a pause apart at one host.
 */
#ifndef CLI_FIND_SOURCE_H
#define CLI_FIND_SOURCE_H

#include "cli/cli.h"

enum { DISCOVER_MAX_FETCHES = 4, DISCOVER_PAUSE_MS = 2000 };

struct discovery {
  struct arena arena;
  struct tdg_str url;    /* of the source */
  const char *parser;    /* that reads it */
  const tdg_rec *doc;    /* the answer */
  const tdg_rec *head;   /* of a feed; NULL: none */
  const tdg_rec **items; /* articles, statements and requests, in their order */
  size_t n_items, other; /* other: feeds that the page names, besides this one */
  int from_page;         /* a page named it */
  int is_cut;            /* it ends before its end; its whole items are there */
  int answered;          /* a server answered, with whatever */
  char why[1000];        /* why there is nothing */
};

/* as: the parser, or "" to find out.  0, or -1 and why. */
int discover(struct engine *e, const char *url, const char *as, struct discovery *d);
/* Can this account log in, and open its folder?  Nothing is read.  login: the header Authorization.  0, or -1 and why. */
int discover_account(struct engine *e, const char *url, const char *login, struct discovery *d);
void discovery_free(struct discovery *d);

#endif
