/* engine/notify.h - tell the service manager how a run fares: the protocol of sd_notify(3), without its library.
 *
 *   notify_begin();                    before other threads: it takes the variables out of the environment
 *   notify_say("READY=1\nSTATUS=polling %zu sources", n);
 *   notify_watch(loop);                WATCHDOG=1 from the loop, twice in the time that the manager allows
 *   notify_leave();
 *
 * Without a manager (NOTIFY_SOCKET) all of it does nothing.  No call waits, and what cannot be sent is not sent again: the
 * manager then sees a service that is silent.
 */
#ifndef ENGINE_NOTIFY_H
#define ENGINE_NOTIFY_H

#include <uv.h>

void notify_begin(void);
/* Lines NAME=VALUE; line breaks in what is filled in must not be. */
void notify_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* RELOADING=1, with the time that the manager wants; READY=1 ends it. */
void notify_reloading(void);
/* A loop that hangs says nothing any more, and the manager ends the process. */
void notify_watch(uv_loop_t *loop);
void notify_leave(void);

#endif
