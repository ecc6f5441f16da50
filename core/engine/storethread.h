/* engine/storethread.h - the only thread that uses the store, and its group commit.
 *
 * The loop never waits for a disk: it queues operations, which run in order on the store thread, several per
 * transaction (those that are late behind the others of theirs).  A transaction is committed when it has GROUP_OPS operations, when GROUP_MS have passed since
 * it began, or when nothing is queued and either the engine has no running work that could still join it, or
 * work waits for an operation of it (storethread_write_first).  `done` is called on the loop after the commit
 * that contains the operation (for reads: after the read), in order.
 *
 * A failed write fails its whole transaction: it is rolled back and every done gets the status.  The engine
 * then cannot continue and stops; leased tasks are leased again later.
 *
 *   storethread_write(t, run, done, arg);     run(store, arg) on the thread, inside a transaction
 */
#ifndef ENGINE_STORETHREAD_H
#define ENGINE_STORETHREAD_H

#include "store/store_open.h"

#include <uv.h>

enum { GROUP_OPS = 500, GROUP_MS = 50 };

typedef int (*store_run_fn)(struct store *store, void *arg); /* 0 or more, or a negative tdg_status */
typedef void (*store_done_fn)(void *arg, int status);

struct storethread;
struct storethread *storethread_start(uv_loop_t *loop, struct store *store);
/* Call ready on the thread before each commit: what is written elsewhere and named in the store has to be safe first.
 * Negative: the transaction fails, and *why says why.  Set it before the first operation. */
typedef int (*store_ready_fn)(void *arg, const char **why);
void storethread_before_commit(struct storethread *t, store_ready_fn ready, void *arg);
void storethread_write(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
/* The same, and nothing is awaited to join it: work waits for its commit. */
void storethread_write_first(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
/* The same, behind all others of its transaction: one that is better off when no others write between its statements and
 * the commit. */
void storethread_write_late(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
void storethread_read(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
/* In no transaction, behind all that was queued before: run may begin transactions of its own.  Its failure stops nothing. */
void storethread_alone(struct storethread *t, store_run_fn run, store_done_fn done, void *arg);
/* Call hold on the loop while the thread waits between two operations: what both read may be changed there. */
void storethread_meet(struct storethread *t, void (*hold)(void *arg), void *arg);
/* Will running work cause further writes soon?  0: commit at once when the queue is empty. */
void storethread_expect(struct storethread *t, int more);
/* Monotonic ms of the last commit; 0: there was none. */
int64_t storethread_wrote_at(struct storethread *t);
/* On the loop: operations whose `done` has not been called. */
size_t storethread_queued(const struct storethread *t);
const char *storethread_error(const struct storethread *t); /* of the first failure, "" */
int64_t
storethread_damaged(struct storethread *t); /* number of damaged rows skipped; each was reported once */
/* Finish the queue and end the thread.  Call it outside of the loop or in a callback; t is freed when the
 * loop has run. */
void storethread_stop(struct storethread *t);

#endif
