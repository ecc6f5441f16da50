/* plugin/locations.h - the paths of the worker, the listener and the plugins, without configuration.
 *
 * Plugins: each directory of TIDINGS_PLUGIN_PATH (separated by ':'), then the user's own, tidings/plugins-1 in
 * XDG_DATA_HOME (else ~/.local/share), then plugins/ beside the running program (a build directory), then the installed
 * directory: as the program lies to it, else as it was built.  The last two contain the plugins of the program.
 * A directory that is not there is left out, unless the operator named it, or there is none with plugins of the program:
 * then it is in the list, and whoever looks for plugins says that it is missing.
 * Worker: TIDINGS_WORKER, then beside the program, then installed, likewise.  Listener: beside the worker.
 */
#ifndef TIDINGS_PLUGIN_FIND_H
#define TIDINGS_PLUGIN_FIND_H

#include <limits.h>
#include <stddef.h>

enum { FIND_MAX_DIRS = 64 };

struct find_paths {
  char worker[PATH_MAX];   /* "" when there is none */
  char listener[PATH_MAX]; /* the same; beside the worker */
  const char *dirs[FIND_MAX_DIRS];
  size_t n_dirs;
  const char *own[2]; /* those of dirs that contain the plugins of this program */
  size_t n_own;
  char text[16 * PATH_MAX]; /* private: the memory of dirs */
};
void find_paths(struct find_paths *);

#endif
