/* cli/grants.c - the folders that a plugin may read, reduced to the number a worker accepts; see cli.h.
 *
 * Strings belong to the arena.  Nothing here fails: in the worst case the only folder left is /.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

static int by_path(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static size_t drop_doubles(char **paths, size_t n) {
  size_t kept = 0;
  qsort(paths, n, sizeof *paths, by_path);
  for (size_t i = 0; i < n; i++)
    if (kept == 0 || strcmp(paths[kept - 1], paths[i]) != 0) paths[kept++] = paths[i];
  return kept;
}

static void go_up(char *path) {
  char *slash = strrchr(path, '/');
  if (slash != NULL) slash[slash == path] = '\0';
}

const char **cli_grants(struct arena *a, const char *const *paths, size_t *n) {
  char **list = arena_alloc(a, (*n + 1) * sizeof *list);
  for (size_t i = 0; i < *n; i++) list[i] = arena_copy(a, paths[i], strlen(paths[i]));
  size_t kept = drop_doubles(list, *n);
  while (kept > FRAME_MAX_PATHS) {
    for (size_t i = 0; i < kept; i++) go_up(list[i]);
    kept = drop_doubles(list, kept);
  }
  *n = kept;
  return (const char **)list;
}
