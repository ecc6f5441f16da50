/* worker/host_check.h - look whether a plugin uses memory as the interface says, for its author.
 *
 * The memory of a call (texts, records, scratch) is overwritten when the next call begins, and kept for a while, so
 * that a pointer into it finds no newer bytes there.  A function of the host table that is given such memory, and a
 * call that has changed its input, end the process: the words on its standard error and the calls that led to it
 * say what was done.  What a plugin reads there without the host is ARENA_ENDED bytes (util/arena.h).
 *
 *   host_init(&call, ...);
 *   host_check_begin(&call, 1, 0);    0: the memory of earlier calls is kept as it is
 *   host_begin(&call, now)            overwrites the memory of the call before
 *   host_check_lend(&call, in);       the input, in memory of the call
 *   run(&call.pub, self, in);
 *   host_check_lent(&call);           is it as it was?
 *
 * The last two do nothing to a call that host_check_begin has not prepared.
 */
#ifndef WORKER_HOST_CHECK_H
#define WORKER_HOST_CHECK_H

#include "worker/host.h"

/* The last words of a process that is ended say what was done; these are in them. */
#define HOST_CHECK_ENDED "got memory of an earlier call"
#define HOST_CHECK_WROTE "the call wrote into its input"
#define HOST_CHECK_BEHIND "the call wrote behind the end of a block of tdg_scratch()"

/* guarded: the input of a call (host_check_place) ends where memory does, so that a plugin that reads on crashes, and
 * what it writes behind a scratch block ends the process. */
void host_check_begin(struct host_call *, int overwrite, int guarded);
/* A copy of the input's bytes that lives as long as the call. */
const unsigned char *host_check_place(struct host_call *, const unsigned char *p, size_t n);
void host_check_end(struct host_call *); /* of the call's memory; for host_begin */
void host_check_free(struct host_call *);
void host_check_lend(struct host_call *, const tdg_rec *in);
void host_check_lent(struct host_call *);

#endif
