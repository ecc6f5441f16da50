/* worker/host_check.h - look whether a plugin uses memory as the interface says, for its author.
 *
 * The memory of a call (texts, records, scratch) is overwritten when the next call begins, and kept for a while, so
 * that a pointer into it finds no newer bytes there.  A function of the host table that is given such memory, and a
 * call that has changed its input, end the process: the words on its standard error and the calls that led to it
 * say what was done.  What a plugin reads there without the host is ARENA_ENDED bytes (util/arena.h).
 *
 *   host_init(&call, ...);
 *   host_check_begin(&call, 1);       0: the memory of earlier calls is kept as it is
 *   host_begin(&call, now)            overwrites the memory of the call before
 *   host_check_lend(&call, in);       the input, in memory of the call
 *   run(&call.pub, self, in);
 *   host_check_lent(&call);           is it as it was?
 *
 * All three do nothing to a call that host_check_begin has not prepared.
 */
#ifndef WORKER_HOST_CHECK_H
#define WORKER_HOST_CHECK_H

#include "worker/host.h"

void host_check_begin(struct host_call *, int overwrite);
void host_check_end(struct host_call *); /* of the call's memory; for host_begin */
void host_check_free(struct host_call *);
void host_check_lend(struct host_call *, const tdg_rec *in);
void host_check_lent(struct host_call *);

#endif
