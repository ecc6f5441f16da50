/* engine/own_files.h - the files of the store that the engine writes, so that no import reads them.
 *
 * Told by device and inode: a hard link, a symbolic link or another path to one of them is found as well.
 *
 *   struct own_files own;
 *   own_files_find(&own, store_path);
 *   if (own_files_has(&own, url)) ... leave it out
 */
#ifndef ENGINE_OWN_FILES_H
#define ENGINE_OWN_FILES_H

#include <stddef.h>
#include <sys/types.h>

enum { OWN_FILES_MAX = 10 };

struct own_files {
  struct {
    dev_t device;
    ino_t inode;
  } v[OWN_FILES_MAX];
  size_t n;
};

/* Those that are there now; path NULL: none. */
void own_files_find(struct own_files *own, const char *path);
/* Is this the address of one of them?  An address of another kind is not. */
int own_files_has(const struct own_files *own, const char *url);

#endif
