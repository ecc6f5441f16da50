/* record/scratch.h - memory for functions of the kit, which allocate from a call as in a plugin.
 *
 *   struct scratch s;
 *   struct tdg_str key = tdg_url_key(scratch_begin(&s), url);
 *   ...                       copy what must be kept
 *   scratch_end(&s);
 *
 * The call has memory only: no records, no emit, no log.
 */
#ifndef RECORD_SCRATCH_H
#define RECORD_SCRATCH_H

#include "util/arena.h"

#include <tidings/plugin.h>

struct scratch {
  tdg_call call; /* must be first: the kit has a pointer to it */
  struct arena arena;
};

tdg_call *scratch_begin(struct scratch *s);
void scratch_end(struct scratch *s);

#endif
