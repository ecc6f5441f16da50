/* cli/scratch_store.h - the copy of a store that a dry run writes to: in a folder of its own below TMPDIR, or /tmp.
 *
 *   struct scratch_store s = {.folder = ""};
 *   code = scratch_store_make(cli, "import", &s);      s.path is the copy
 *   scratch_store_remove(&s);
 */
#ifndef CLI_SCRATCH_STORE_H
#define CLI_SCRATCH_STORE_H

#include "cli/cli.h"

#include <limits.h>

struct scratch_store {
  char folder[PATH_MAX], path[PATH_MAX + 16];
};

/* What is there already decides what is new, so the copy has it; of a store that is not there it is none.  CLI_DONE, or an exit
 * code; the reason is told. */
int scratch_store_make(const struct cli *cli, const char *command, struct scratch_store *s);
/* Also of one that was not made. */
void scratch_store_remove(const struct scratch_store *s);

#endif
