/* plugin/locations.h - where the worker program and the plugins are, without configuration.
 *
 * Plugins: each directory of TIDINGS_PLUGIN_PATH (separated by ':'), then plugins/ beside the running
 * program (a build directory), then the installed directory.  The last two hold the program's own plugins.  The worker: TIDINGS_WORKER, then beside the
 * program, then installed. */
#ifndef TIDINGS_PLUGIN_FIND_H
#define TIDINGS_PLUGIN_FIND_H

#include <limits.h>
#include <stddef.h>

enum { FIND_MAX_DIRS = 16 };

struct find_paths {
  char worker[PATH_MAX];           /* "" when there is none */
  const char *dirs[FIND_MAX_DIRS]; /* those that exist */
  size_t n_dirs;
  const char *own[2]; /* of those: where the plugins that come with this program lie */
  size_t n_own;
  char text[4 * PATH_MAX]; /* private: what dirs points into */
};
void find_paths(struct find_paths *);

#endif
