/* cli/address_list.h - a list of addresses: a text with one a line, as people keep it, or as newsboat does (`urls`).
 *
 *   # a comment
 *   https://courier.example/feed "news from the harbour" press "~Ansel Courier"
 *   "query:Unread:unread = \"yes\""
 *
 * Behind an address stand tags, and a title behind ~.  Nothing is owned: texts point into the list and the arena.
 */
#ifndef CLI_ADDRESS_LIST_H
#define CLI_ADDRESS_LIST_H

#include "util/arena.h"

#include <tidings/plugin.h>

enum { ADDRESS_MAX_TAGS = 32 };

struct address_line {
  int number;     /* of the line, from 1 */
  const char *no; /* why it is not taken; NULL: it is an address of the web */
  struct tdg_str url, title, tags[ADDRESS_MAX_TAGS];
  size_t n_tags;
};

/* The next line that says something, of what is left of the list.  *number: of the line before, 0 at the beginning.  0: there is
 * none. */
int address_list_next(struct arena *, struct tdg_str *rest, int *number, struct address_line *);

#endif
