/* engine/control.h - requests to a running program, through sockets.
 *
 * One is "STORE-control" (the store's path with links resolved), with mode 0600; only the user who runs the
 * program, and root, are answered.  Where the configuration names another place and a group (`control:`), there is a
 * second one there with mode 0660, and members of the group are answered as well.  The kernel says who asks; whoever may
 * not is told so.  A request is a line of words, an answer a line of JSON:
 *
 *   reload, undo ID, retry ID, forget, trim, vacuum (the last three may be followed by "json")
 *   command                                          see operator_command.h; with reload all that members may ask for
 *   {"progress":"12 of 40 records are deleted"}      none, or several, of what takes long
 *   {"code":0,"lines":["source mill is added"],"more":0}
 *
 * code is what the asking command exits with; more counts lines that are left out.  Requests and clients are few
 * and bounded, members' by user too; a client that does not write or read in time is dropped, and delays nobody.
 */
#ifndef ENGINE_CONTROL_H
#define ENGINE_CONTROL_H

#include "util/bytebuf.h"

#include <stddef.h>
#include <sys/un.h>
#include <uv.h>

enum {
  CONTROL_MAX_REQUEST = 200,
  CONTROL_MAX_ANSWER = 256 << 10,
  CONTROL_MAX_LINE = 2000, /* of progress */
  CONTROL_MAX_CLIENTS = 8,
  CONTROL_MAX_OF_MEMBER = 4, /* clients of one user who is neither that of the program nor root */
  CONTROL_PATIENCE_MS = 10000
};

struct control;
struct control_client;
/* On the loop, with the words of a request.  The client must be answered, now or later. */
typedef void (*control_fn)(void *arg, struct control_client *client, const char *request);

struct control_place {
  const char *store; /* beside this store; NULL: at path */
  const char *path;
  int has_group;
  unsigned group;         /* whose members are answered, and its name */
  const char *group_name; /* "" without one */
};

/* A socket that a killed program left is replaced; one at which somebody listens is not: beside a store whoever has its
 * writer lock calls this, so nobody does.  NULL and why.  The texts of the place must stay. */
struct control *control_open(uv_loop_t *loop, const struct control_place *, control_fn fn, void *arg,
                             char *why, size_t size);
/* Is it the user of the program, or root?  Else a member of the group. */
int control_is_own(const struct control_client *);
uid_t control_user(const struct control_client *);
/* In place of an answer: take the client's connection, close-on-exec and above 4; the client is gone.  -1: it cannot be
 * had. */
int control_take(struct control_client *client);
/* lines: texts without secrets. */
void control_answer(struct control_client *client, int code, const char *const *lines, size_t n, size_t more);
/* How far it has come.  A client that has not read the last such line yet gets none. */
void control_tell(struct control_client *client, const char *words);
/* Clients without an answer are dropped.  The memory is freed when the loop has run. */
void control_close(struct control *c);

/* For those who ask: a connection, which is the caller's.  -1 with errno; why: what is wrong with the place, "" when it is only
 * that nobody is reached there. */
int control_connect(const struct control_place *, char *why, size_t size);

#endif
