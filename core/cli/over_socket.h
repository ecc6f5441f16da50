/* cli/over_socket.h - a command whose store belongs to a service is run by the service (engine/operator_command.h). */
#ifndef CLI_OVER_SOCKET_H
#define CLI_OVER_SOCKET_H

#include "cli/cli.h"

/* Where this user may not open the store, because it is the service's, and the configuration names a control socket:
 * 1, and *code of the command, whose output was passed on.  0: the command shall run here.  Without --store and --config, and
 * without a store of one's own, the configuration of the machine's service is taken. */
int over_socket(struct cli *cli, const struct cli_command *, int argc, char **argv,
                const struct cli_table *tables, int *code);

/* After a command that is not for operators has failed: whose the store is, where that may be why. */
void over_socket_tell_owner(const struct cli *cli, const struct cli_command *);

/* Connect to the control socket for operators; -1 and why not, one sentence. */
int over_socket_connect(const struct cli *cli, const char *path, char *why, size_t size);
/* Does the store of the configuration belong to somebody else, and is there a control socket (its path)?  NULL. */
const char *over_socket_path(const struct cli *cli);
/* Without --store and --config: take the configuration of the machine's service, unless there is a store of one's own. */
void over_socket_find(struct cli *cli);

#endif
