/* listener/hook.h - the HTTP side of the listener: libmicrohttpd on a socket that listens already.
 *
 *   struct hook *h = hook_start(listening, engine);
 *   while (...) { poll hook_fd(h) for hook_wait(h) ms; hook_turn(h); }
 */
#ifndef LISTENER_HOOK_H
#define LISTENER_HOOK_H

struct hook;

/* engine: the socket on which the engine is asked.  NULL when the library refuses. */
struct hook *hook_start(int listening, int engine);
int hook_fd(const struct hook *h);
/* ms until hook_turn is needed although nothing comes. */
int hook_wait(const struct hook *h);
/* 0, or -1 when the engine cannot be asked any more: the process ends. */
int hook_turn(struct hook *h);

#endif
