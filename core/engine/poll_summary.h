/* engine/poll_summary.h - what an hour of polls brought, in one line, where the log tells no single polls.
 *
 * In memory: a restart begins another hour.  Loop only.
 */
#ifndef ENGINE_POLL_SUMMARY_H
#define ENGINE_POLL_SUMMARY_H

#include "engine/engine.h"

struct poll_summary {
  int64_t since; /* ms, of the wall clock; 0: polls are told one by one */
  struct engine_counts before;
};

/* Called now and then by a run that goes on. */
void poll_summary_tick(struct poll_summary *p, const struct engine *e, int64_t now);

#endif
