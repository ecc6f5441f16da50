/* engine/storethread.h - the one thread that talks to the store, and its group commit.
 *
 * The loop never waits for a disk: it queues operations, which run in order on the store thread, several to a
 * transaction.  A transaction is committed when it holds GROUP_OPS operations, when GROUP_MS have passed since it
 * began, or when the engine has nothing under way that could still join it.  `done` is called on the loop after the
 * commit that holds the operation (for reads: after the read), in order.
 *
 * A write that fails fails its whole transaction: everything in it is rolled back and every done gets the status.
 * That is "cannot continue": the engine stops, and what was leased is leased again later.
 *
 *   storethread_write(t, run, done, arg);     run(store, arg) on the thread, inside a transaction
 */
#ifndef ENGINE_STORETHREAD_H
#define ENGINE_STORETHREAD_H

#include "store/store_open.h"

#include <uv.h>

enum { GROUP_OPS = 100, GROUP_MS = 50 };

typedef int (*store_run_fn)(struct store *store, void *arg); /* 0 or more, or a negative tdg_status */
typedef void (*store_done_fn)(void *arg, int status);

struct storethread;
struct storethread *storethread_start(uv_loop_t *loop, struct store *store);
void storethread_write(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
void storethread_read(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
/* Is anything under way that will bring further writes soon?  0: commit at once when the queue is empty. */
void storethread_expect(struct storethread *t, int more);
const char *storethread_error(const struct storethread *t); /* of the first failure, "" */
int64_t storethread_damaged(struct storethread *t);         /* rows met and passed over, each told once */
/* Finish the queue, end the thread; call it outside of the loop or in a callback; frees t when the loop has run. */
void storethread_stop(struct storethread *t);

#endif
