/* engine/control.h - requests to a running program, through a socket beside its store.
 *
 * The socket is "STORE-control" (the store's path with links resolved), with mode 0600; only the user who runs the
 * program, and root, are answered.  A request is a line of words, an answer a line of JSON:
 *
 *   reload, undo ID, retry ID, forget, trim, vacuum (the last three may be followed by "json")
 *   {"progress":"12 of 40 records are deleted"}      none, or several, of what takes long
 *   {"code":0,"lines":["source mill is added"],"more":0}
 *
 * code is what the asking command exits with; more counts lines that are left out.  Requests and clients are few
 * and bounded; a client that does not write or read in time is dropped, and delays nobody.
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
  CONTROL_PATIENCE_MS = 10000
};

struct control;
struct control_client;
/* On the loop, with the words of a request.  The client must be answered, now or later. */
typedef void (*control_fn)(void *arg, struct control_client *client, const char *request);

/* Whoever has the store's writer lock may call this: a socket that a killed program left is replaced.  NULL and
 * why. */
struct control *control_open(uv_loop_t *loop, const char *store_path, control_fn fn, void *arg, char *why,
                             size_t size);
/* lines: texts without secrets. */
void control_answer(struct control_client *client, int code, const char *const *lines, size_t n, size_t more);
/* How far it has come.  A client that has not read the last such line yet gets none. */
void control_tell(struct control_client *client, const char *words);
/* Clients without an answer are dropped.  The memory is freed when the loop has run. */
void control_close(struct control *c);

/* The address of a store's socket, below an open folder (*folder, to be closed).  0, or -1 and why. */
int control_address(const char *store_path, struct sockaddr_un *address, int *folder, char *why, size_t size);

#endif
