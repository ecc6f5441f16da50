/* engine/signals.h - SIGINT and SIGTERM end the engine, whatever it is doing.
 *
 * The first one is told to the loop, which finishes what is under way; ENGINE_GRACE_MS later the loop cuts off what is
 * not done by then.  A loop that does not hear of it, because a plugin in this process, the store or a full pipe holds
 * it, ends with the process after SIGNALS_HARD_S: a kill at any instant loses nothing.
 *
 * The signals belong to one engine of a process at a time.
 */
#ifndef ENGINE_SIGNALS_H
#define ENGINE_SIGNALS_H

#include <uv.h>

enum { ENGINE_GRACE_MS = 4000, SIGNALS_HARD_S = 9 };

/* fn is called on the loop, once for each signal it has time for; times: how often we were asked to end. */
typedef void (*signals_fn)(void *arg, int number, int times);
/* 0, or a negative code of libuv. */
int signals_watch(uv_loop_t *loop, signals_fn fn, void *arg);
/* Signals do again what they did before.  What SIGNALS_HARD_S has begun goes on: the process is about to end. */
void signals_forget(void);

#endif
