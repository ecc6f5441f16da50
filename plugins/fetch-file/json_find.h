/* fetch-file/json_find.h - the list of articles in a JSON file. */
#ifndef FETCH_FILE_JSON_FIND_H
#define FETCH_FILE_JSON_FIND_H

#include "file.h"

enum { JSON_FIND_BYTES = 1 << 20 }; /* looked at */

#define JSON_STREAM "values"  /* in place of the way: objects stand one after the other, in no list */
#define JSON_SEPARATOR '\x1E' /* before each of them (RFC 7464) */

#define JSON_KEYED                                                                                           \
  "/*" /* the end of the way to an object whose members are articles: {"123": {...}, "124": {...}} */

/* In the beginning of a file: 1, where the list begins (behind its bracket), and the way to it, a JSON pointer in the
 * memory of the call. */
int json_find(const struct file_ask *ask, struct tdg_str head, size_t *begin, struct tdg_str *within);

#define JSON_HAR_WAY "/log/entries"

/* The same for the one list of a HAR. */
int json_find_har(const struct file_ask *ask, struct tdg_str head, size_t *begin, struct tdg_str *within);

/* Behind the bracket that ends the list at *within: the same of the next list in the objects around it, if it begins in rest. */
int json_find_next(const struct file_ask *ask, struct tdg_str rest, size_t *begin, struct tdg_str *within);

#endif
