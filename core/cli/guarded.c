/* cli/guarded.c - the files that decide what plugins may do, or what the program believes: no plugin from elsewhere
 * writes them; see cli.h.
 *
 * Paths are compared without symbolic links, at the start of a run.  Memory belongs to the arena.
 */
#include "cli/cli.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Where the entry itself lies; it may be a link, or not be there yet. */
static const char *place_of(struct arena *a, const char *path) {
  char real[PATH_MAX];
  const char *slash = strrchr(path, '/');
  if (realpath(slash != NULL ? cli_folder_of(a, path) : ".", real) == NULL) return path;
  return arena_printf(a, "%s/%s", strcmp(real, "/") != 0 ? real : "", slash != NULL ? slash + 1 : path);
}

static const char *target_of(struct arena *a, const char *path) {
  char real[PATH_MAX];
  return realpath(path, real) != NULL ? arena_copy(a, real, strlen(real)) : place_of(a, path);
}

void cli_guard_add(struct arena *a, struct cli_guard *g, const char *what, const char *path) {
  if (path == NULL || path[0] == '\0') return;
  if (g->n == g->cap) {
    const size_t cap = g->cap > 0 ? 2 * g->cap : 32;
    struct cli_guarded *more = arena_alloc(a, cap * sizeof *more);
    if (g->n > 0) memcpy(more, g->v, g->n * sizeof *more);
    g->v = more;
    g->cap = cap;
  }
  g->v[g->n++] = (struct cli_guarded){what, path, place_of(a, path), target_of(a, path)};
}

static int is_below(const char *path, const char *folder) {
  size_t n = strlen(folder);
  return strcmp(folder, "/") == 0 || (strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0'));
}

const struct cli_guarded *cli_guard_find(struct arena *a, const struct cli_guard *g, const char *folder) {
  const char *real = target_of(a, folder);
  for (size_t i = 0; i < g->n; i++)
    if (is_below(g->v[i].place, real) || is_below(g->v[i].target, real)) return &g->v[i];
  return NULL;
}
