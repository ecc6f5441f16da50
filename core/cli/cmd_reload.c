/* cli/cmd_reload.c - tidings reload: a running program reads its configuration anew. */
#include "cli/cli.h"

#include "cli/ask_running.h"
#include "cli/over_socket.h"

static int run(struct cli *cli) {
  struct running_answer answer;
  if (cli->n_args > 0) return cli_usage(&cli_reload, "it takes no arguments");
  over_socket_find(cli);
  int asked = ask_running(cli, "reload", &answer), code = answer.code;
  if (asked == 0) code = cli_tell_wrong(cli) ? CLI_CONFIG : CLI_NOTHING;
  if (asked > 0)
    running_answer_say(cli, &answer,
                       code == CLI_CONFIG ? "tidings reload: refused; what was read before goes on:\n" : "");
  else if (code != CLI_CONFIG) say_error("tidings reload: %s\n", answer.why);
  running_answer_free(&answer);
  return code;
}

const struct cli_command cli_reload = {"reload",
                                       "",
                                       "Let the running program read its configuration anew",
                                       NULL,
                                       NULL,
                                       run,
                                       "It applies what differs and prints it; work under way goes on. A "
                                       "configuration with an error is refused as a\n"
                                       "whole (78), and the one before stays. 3: something of it takes "
                                       "effect when the program is started again;\n"
                                       "4: no program runs on this store.\n"};
