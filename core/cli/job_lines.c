/* cli/job_lines.c - the answer of a component to one call, for commands that print it; see cli.h.  Nothing here
 * fails. */
#include "cli/cli.h"

#include "engine/pool.h"
#include "record/record_json.h"

void cli_put_lines(struct buf *out, const struct job *job, unsigned json_flags) {
  for (size_t i = 0; i < job->n_recs; i++) {
    rec_json(out, job->recs[i], json_flags);
    buf_char(out, '\n');
  }
}
