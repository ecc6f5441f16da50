/* cli/commands.h - what all commands have in common, and what their tables say: for dispatch, `--help`, manual pages and
 * the completion of shells.
 *
 *   for (const struct cli_command *const *c = cli->commands; *c != NULL; c++) ... (*c)->summary ...
 *
 * The table of commands is that of main, which hands it on in struct cli.  Everything here is constant.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

extern const char cli_program_summary[]; /* what the program does, one sentence */

/* By its name in a table; NULL: none. */
const struct cli_command *cli_command(const struct cli_command *const *table, const char *name);
/* The most similar name, or NULL when none is similar. */
const char *cli_suggest_command(const struct cli_command *const *table, const char *name);
/* The options that every command has, for parsing into a struct cli; */
extern const struct cli_option cli_common[];
/*   those of them that this one has: --store only where one is opened. */
const struct cli_option *cli_common_options(const struct cli_command *);
int cli_opens_no_store(const struct cli_command *);
/* May operators of a service run it over the control socket (over_socket.h)?  Its options that name files are refused there. */
int cli_is_for_operators(const struct cli_command *);

/* What an exit code means.  meaning NULL: the end. */
struct cli_code {
  int code;
  const char *meaning;
};
extern const struct cli_code cli_codes[];

/* Does the option take a value? */
int cli_takes_value(const struct cli_option *);
/* Is the value, or the last part of it (NAME=FILE), the path of a file or a folder? */
int cli_takes_path(const struct cli_option *);
/* One of the words of "text|md|html" after `at` (NULL: the first), its length in *n; NULL: no more. */
const char *cli_next_choice(const char *words, const char *at, size_t *n);
/* The next of the words that a command's arguments may begin with ("list | show N": list, show), as above. */
const char *cli_next_word(const struct cli_command *, const char *at, size_t *n);
/* May an argument be the path of a file or a folder? */
int cli_takes_files(const struct cli_command *);

#endif
