/* plugin/program.h - components that are programs of their own, in any language, as the configuration names
 * them (`plugins: exec:`).  The worker starts the program and speaks JSON Lines with it: worker/bridge.h. */
#ifndef TIDINGS_PLUGIN_PROGRAM_H
#define TIDINGS_PLUGIN_PROGRAM_H

#include "plugin/load.h"
#include "plugin/plugin_info.h"
#include "util/arena.h"

enum { PROGRAM_MAX_WORDS = 64, PROGRAM_MAX_FOLDERS = 40 };

/* What a program needs to be started; nothing else is open to it unless it is granted. */
struct program_reach {
  const char *run[PROGRAM_MAX_WORDS]; /* files that the kernel executes: the program, its interpreter */
  size_t n_run;
  const char *files[PROGRAM_MAX_WORDS]; /* read: words of the command that are absolute paths of files */
  size_t n_files;
  const char *folders[PROGRAM_MAX_FOLDERS]; /* read, with all that is below: libraries */
  size_t n_folders;
};
/* Only looks at file names and the first line of a script.  Strings are the arena's or the command's. */
void program_reach(struct arena *, const char *const *command, size_t n, struct program_reach *out);
/* Can it be started, and could nobody but root and this user replace its files?  0, or -1 and why; *file is
 * then the one that is wrong. */
int program_check(const struct program_reach *, const char **file, struct plugin_why *);
/* The description that discovery would give.  Strings are the arena's or those of the program. */
void program_describe(struct arena *, const struct plugin_program *, struct plugin_info *);

#endif
