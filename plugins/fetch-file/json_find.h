/* fetch-file/json_find.h - the list of articles in a JSON file. */
#ifndef FETCH_FILE_JSON_FIND_H
#define FETCH_FILE_JSON_FIND_H

#include "file.h"

enum { JSON_FIND_BYTES = 1 << 20 }; /* looked at */

/* In the beginning of a file: 1, where the list begins (behind its bracket), and the way to it, a JSON pointer in the
 * memory of the call. */
int json_find(const struct file_ask *ask, struct tdg_str head, size_t *begin, struct tdg_str *within);

#endif
