/* engine/operator_command.h - commands that operators run as the user of the program.
 *
 * Whoever is answered at a control socket (control.h) and asks for a "command" gets a process of this program with the
 * user and the store of the run: it has the connection as its descriptor OPERATOR_FD, is told there what to run, checks
 * that, and answers (cli/for_operator.c).  The engine reads nothing of it, and waits for nothing: it limits how many there
 * are and how long they take.
 *
 *   struct operator_commands *o = operator_commands_new(loop, argv);
 *   operator_command_begin(o, client);       in a control_fn
 *   operator_commands_close(o);              ends what runs
 */
#ifndef ENGINE_OPERATOR_COMMAND_H
#define ENGINE_OPERATOR_COMMAND_H

#include "engine/control.h"

enum {
  OPERATOR_FD = 3,
  OPERATOR_MAX_COMMANDS = 8,
  OPERATOR_MAX_OF_USER = 4,
  OPERATOR_COMMAND_MS = 10 * 60000
};

struct operator_commands;
/* argv: the program's path first, NULL last; it must stay. */
struct operator_commands *operator_commands_new(uv_loop_t *loop, const char *const *argv);
/* Answers the client when no process can be had for it. */
void operator_command_begin(struct operator_commands *, struct control_client *client);
/* The memory is freed when the loop has run.  NULL: nothing. */
void operator_commands_close(struct operator_commands *);

#endif
