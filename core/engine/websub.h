/* engine/websub.h - listen to hubs (W3C WebSub): the listener's process, and the times of subscription.h.
 *
 * The engine makes the socket that listens and gives it to the listener, which it starts again when that dies.  Each
 * message of the listener becomes an operation on the store thread (push_take), whose answer is written back.
 *
 *   if (websub_open(e, why, sizeof why) < 0) ...      sets e->websub
 *   websub_close(e);
 */
#ifndef ENGINE_WEBSUB_H
#define ENGINE_WEBSUB_H

#include "engine/engine.h"

/* Why this build cannot listen, or NULL. */
const char *websub_gap(void);
/* Before the first operation of a run; 0 also when the configuration has no `websub:`.  -1 and why. */
int websub_open(struct engine *e, char *why, size_t size);
/* The memory is freed when the loop has run. */
void websub_close(struct engine *e);

#endif
