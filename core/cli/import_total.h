/* cli/import_total.h - how many bytes an import has before it: the sizes of its files, found by a thread while it runs. */
#ifndef CLI_IMPORT_TOTAL_H
#define CLI_IMPORT_TOTAL_H

#include <stddef.h>
#include <stdint.h>

struct import_total;
/* Begin to look at these files and folders; both must live until the end.  own: what begins with this path is not read (a store and the
 * files beside it); NULL: all is.  NULL: it cannot be looked at. */
struct import_total *import_total_begin(char *const *paths, size_t n, const char *own);
/* 0: not known yet. */
uint64_t import_total_bytes(const struct import_total *);
void import_total_end(struct import_total *);

#endif
