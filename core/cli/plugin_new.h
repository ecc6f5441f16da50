/* cli/plugin_new.h - `tidings plugin new`: a folder in which a plugin is built, tested and packaged.
 *
 * The files are those of core/cli/new, which embed.py compiles into the program.
 */
#ifndef CLI_PLUGIN_NEW_H
#define CLI_PLUGIN_NEW_H

#include "cli/cli.h"

/* kind: a kind of component, or "all"; path: in the new folder.  The path and the text have words like @NAME@ for what differs.
 * The paths TESTS, USE and FILES are parts of other files.  kind NULL: the end. */
struct new_file {
  const char *kind, *path, *text;
};
extern const struct new_file new_files[];

/* words: the name.  kind NULL: a parser.  id NULL: org.example.NAME.  into NULL: a folder NAME here.  An exit code. */
int plugin_new(struct cli *cli, const char *kind, const char *id, const char *into, const char *const *words,
               int n);

#endif
