/* cli/cli_options.h - a command's options as a table: parsed, explained and completed from the same lines.
 *
 *   static const struct cli_option options[] = {
 *       {"limit", 'n', CLI_NUMBER, offsetof(struct my, limit), "N", "At most N stories (20)."},
 *       {"json", 0, CLI_FLAG, offsetof(struct my, json), NULL, "One JSON object a line."},
 *       {0}};
 *
 * Long options take their value as --name=value or --name value; what is not an option is an argument; -- ends the
 * options.  Every command also has the common options of cli.h.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stddef.h>
#include <stdio.h>

enum cli_type {
  CLI_FLAG = 1, /* int, set to 1 */
  CLI_COUNT,    /* int, one more each time */
  CLI_TEXT,     /* const char * */
  CLI_NUMBER,   /* long, not negative */
  CLI_CHOICE    /* int, index into the words of `value`, which are separated by | */
};

struct cli_option {
  const char *name;
  char letter; /* 0: none */
  enum cli_type type;
  size_t offset;     /* of the member in the command's struct */
  const char *value; /* what stands for the value in the help; for CLI_CHOICE the words */
  const char *help;
};

/* Fill *into from argv[1..]; arguments that are no options are moved to args (room for argc) and counted.  0, or -1
 * after telling what is wrong on stderr.  tables: NULL-terminated list of (table, struct) pairs. */
struct cli_table {
  const struct cli_option *options;
  void *into;
};
int cli_options(const char *command, int argc, char **argv, const struct cli_table *tables, const char **args,
                int *n_args);
void cli_options_help(FILE *out, const struct cli_option *options);

#endif
