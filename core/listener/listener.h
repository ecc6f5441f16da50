/* listener/listener.h - the process that hubs call (W3C WebSub), and what it says to the engine.
 *
 *   tidings-listener --listen      descriptor 3: a socket to the engine; 4: a socket that listens, made by the engine
 *
 * It is the only process that strangers can reach, so it knows nothing and may do nothing: no store, no
 * configuration, no file, no connection of its own; it accepts connections on one descriptor and writes fixed
 * messages to another.  The last segment of a path is a key, which the engine knows or not.  The body of a push is
 * hashed as it arrives and never kept: the engine is told that there was a push, and whether its signature is good.
 *
 *   GET  /any/path/KEY?hub.mode=...    LISTENER_CHECK; the challenge is repeated when the engine agrees
 *   POST /any/path/KEY                 LISTENER_OPEN before the body is read: the engine gives the secret, or 410;
 *                                      LISTENER_PUSHED after it.  Whatever the signature, the hub gets a 202
 *
 * Requests are bounded: LISTENER_MAX_HEADER, LISTENER_MAX_BODY, LISTENER_MAX_CONNECTIONS, and LISTENER_LIFE_MS for a
 * connection from its first byte to its last, after which it is cut.  One request a connection.
 *
 * A message is a struct of a fixed size with a NUL in each of its texts; the engine checks that.  CHECK and OPEN are
 * answered with a struct listener_answer, before the next message; an engine that does not answer within
 * LISTENER_PATIENCE_MS ends the listener, and is asked for another one by its own death only.
 */
#ifndef LISTENER_LISTENER_H
#define LISTENER_LISTENER_H

#include <stdint.h>

enum {
  LISTENER_KEY = 32, /* hexadecimal digits */
  LISTENER_MAX_SECRET = 64,
  LISTENER_MAX_TOPIC = 4096,
  LISTENER_MAX_REASON = 300, /* of a denial; the rest is cut off */
  LISTENER_MAX_HEADER = 16 << 10,
  LISTENER_MAX_BODY = 8 << 20,
  LISTENER_MAX_CONNECTIONS = 128,
  LISTENER_LIFE_MS = 10000,
  LISTENER_PATIENCE_MS = 10000
};

enum listener_what { LISTENER_CHECK = 1, LISTENER_OPEN = 2, LISTENER_PUSHED = 3 };

struct listener_message {
  uint32_t what; /* enum listener_what */
  uint32_t good; /* PUSHED: the signature is good */
  int64_t lease; /* CHECK: hub.lease_seconds; 0: not given, -1: no number of seconds */
  char key[LISTENER_KEY + 1];
  char mode[16]; /* CHECK: hub.mode ... */
  char topic[LISTENER_MAX_TOPIC];
  char reason[LISTENER_MAX_REASON];
};
struct listener_answer {
  uint32_t status; /* 200: agreed, else what the hub is answered */
  uint32_t reserved;
  char secret[LISTENER_MAX_SECRET + 1]; /* OPEN */
};

#endif
