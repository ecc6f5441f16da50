/* cli/main_tidings.c - the program `tidings`: find the command, parse its options, call it. */
#include "cli/commands.h"
#include "cli/for_operator.h"
#include "cli/over_socket.h"

#include "util/log.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct cli_command *const commands[] = {
    &cli_run,    &cli_import,  &cli_parse,  &cli_stories,    &cli_brief,  &cli_show,
    &cli_search, &cli_changes, &cli_export, &cli_sources,    &cli_status, &cli_quarantine,
    &cli_sink,   &cli_check,   &cli_plugin, &cli_add,        &cli_forget, &cli_store,
    &cli_reload, &cli_rules,   &cli_replay, &cli_completion, &cli_manual, NULL};

static void help_all(FILE *out) {
  say_to(out, "tidings %s.\n\nusage: tidings COMMAND [options]\n\n", cli_program_summary);
  for (size_t i = 0; commands[i] != NULL; i++)
    say_to(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
  say_to(out, "\n`tidings COMMAND --help` explains one. Exit codes:");
  for (const struct cli_code *c = cli_codes; c->meaning != NULL; c++) {
    if (c->code == CLI_BUSY) say_to(out, ",\n");
    else say_to(out, c == cli_codes ? " " : ", ");
    say_to(out, "%d %s", c->code, c->meaning);
  }
  say_to(out, ".\n");
}

static void help_one(FILE *out, const struct cli_command *c) {
  say_to(out, "%s.\n\nusage: tidings %s [options] %s\n\n", c->summary, c->name, c->arguments);
  if (c->help != NULL) say_ready(out, c->help, strlen(c->help)), say_to(out, "\n");
  if (c->options != NULL) cli_options_help(out, c->options);
  cli_options_help(out, cli_common_options(c));
}

static int unknown(const char *name) {
  const char *best = cli_suggest_command(commands, name);
  say_error("tidings: there is no command %s", name);
  if (best != NULL) say_error("; did you mean %s?\n", best);
  else say_error("; see `tidings --help`\n");
  return CLI_USAGE;
}

static void look_at_terminal(struct cli *cli) {
  struct winsize size;
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  int tty = isatty(STDOUT_FILENO);
  cli->width = 80;
  if (tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) cli->width = size.ws_col;
  int plain = (no_color != NULL && *no_color != '\0') || (term != NULL && strcmp(term, "dumb") == 0);
  cli->colored = cli->color == COLOR_ALWAYS || (cli->color == COLOR_AUTO && tty && !plain);
}

/* asked: NULL, or the command is that of an operator. */
static int run_command(const struct cli_command *command, struct cli *cli, int argc, char **argv,
                       const struct cli_table *tables, const struct operator_asks *asked) {
  int code;
  log_set_level(cli->quiet         ? LOG_ERROR
                : cli->verbose > 1 ? LOG_DEBUG
                : cli->verbose     ? LOG_INFO
                                   : LOG_WARNING);
  look_at_terminal(cli);
  if (asked != NULL) cli->width = asked->width, cli->colored = asked->colored;
  if (asked != NULL || !over_socket(cli, command, argc, argv, tables, &code)) code = command->run(cli);
  if (asked == NULL && code != CLI_DONE) over_socket_tell_owner(cli, command);
  int why = say_flush();
  if (why != 0) {
    /* who closed the pipe (`| head`) has read enough */
    if (why != EPIPE)
      say_error("tidings %s: the output could not be written: %s\n", command->name, strerror(why));
    if (code == CLI_DONE) code = CLI_FAILED;
  }
  return code;
}

/* argv[0]: the command. */
static int parse_and_run(int argc, char **argv, const struct operator_asks *asked) {
  const struct cli_command *command = cli_command(commands, argv[0]);
  if (command == NULL) return unknown(argv[0]);
  if (asked != NULL && !cli_is_for_operators(command))
    return say_error("tidings: operators may not run %s over the control socket\n", argv[0]), CLI_USAGE;
  struct cli cli = {.commands = commands, .for_operator = asked != NULL};
  const char **args = calloc((size_t)argc + 1, sizeof *args);
  if (args == NULL) return CLI_FAILED;
  static const struct cli_option none[] = {{0}};
  struct cli_table tables[] = {
      {command->options != NULL ? command->options : none, command->into, asked != NULL},
      {cli_common, &cli, asked != NULL},
      {NULL, NULL, 0}};
  int understood = cli_options(command->name, argc, argv, tables, args, &cli.n_args) == 0, code = CLI_USAGE;
  cli.args = args;
  if (asked != NULL) cli.config = asked->config, cli.store = asked->store;
  if (understood && cli.help) help_one(stdout, command), code = CLI_DONE;
  else if (understood && cli.store != NULL && cli_opens_no_store(command))
    code = cli_usage(command, "it opens no store; leave --store out");
  else if (understood) code = run_command(command, &cli, argc, argv, tables, asked);
  free(args);
  return code;
}

int main(int argc, char **argv) {
  setlocale(LC_CTYPE, "");
  /* A write beyond the file size limit then fails like a full disk, in commands without an engine too. */
  signal(SIGXFSZ, SIG_IGN);
  if (argc < 2) return help_all(stderr), CLI_USAGE;
  if (strcmp(argv[1], "--operator") == 0) return for_operator(argc, argv, parse_and_run);
  const struct cli_command *helped =
      strcmp(argv[1], "help") == 0 && argc == 3 ? cli_command(commands, argv[2]) : NULL;
  if (helped != NULL) return help_one(stdout, helped), 0;
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
    return help_all(stdout), 0;
  if (strcmp(argv[1], "--version") == 0) return say("tidings %s\n", TDG_VERSION), 0;
  return parse_and_run(argc - 1, argv + 1, NULL);
}
