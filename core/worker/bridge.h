/* worker/bridge.h - a component that is a program: calls become lines of JSON on its standard input, lines of its
 * standard output become records.  The protocol is in docs/plugins/program.md.
 *
 * The program is a child of the worker, in restrictions of its own (sandbox_exec).  It ends with the worker.  When
 * it ends or breaks the protocol, the worker ends as well (WORKER_EXIT_PROGRAM, WORKER_EXIT_ANSWER), so that the
 * engine's deadlines, retries, restarts and quarantine are those of every plugin.  A line that makes no sense, but
 * keeps the order of answers, fails its document only.
 */
#ifndef TIDINGS_WORKER_BRIDGE_H
#define TIDINGS_WORKER_BRIDGE_H

#include "worker/frame.h"
#include "worker/spawn.h"

#include <tidings/plugin.h>

enum {
  BRIDGE_MAX_LINE = 64 << 20, /* of the program: a document of 16 MiB as base64 fits, and a record */
  BRIDGE_MAX_LINES = 10000    /* of one answer, beyond the records that one document may give */
};

/* Start the program of an OPEN frame: its input becomes descriptor 1 of this worker, its output descriptor 0.
 * Call it before the worker's own restrictions.  The process id, or -1 with the reason in why. */
pid_t bridge_start(const struct frame_open *, const char *name, char why[WORKER_WHY]);
/* The component, with functions that speak to the program, and the self that they want.  Both live as long as the
 * worker. */
void bridge_component(const struct frame_open *, uint32_t kind, const char *name, pid_t program,
                      struct tdg_component *, void **self);

#endif
