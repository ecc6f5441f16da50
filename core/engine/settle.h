/* engine/settle.h - what becomes of one task: everything it brought, in one transaction.
 *
 * Runs on the store thread.  Records get their identity, version and id; an unchanged one only moves last_seen.
 * Requests become follow-up tasks.  What cannot be used goes to quarantine with its bytes.  The task and its source
 * are told when they are due again.
 */
#ifndef ENGINE_SETTLE_H
#define ENGINE_SETTLE_H

#include "engine/engine.h"

/* One document and what its parser said.  job is NULL when the fetcher already failed. */
struct settle_doc {
  struct settle_doc *next;
  const tdg_rec *doc;
  struct job *job;
  const char *parser;
};

struct settlement {
  struct engine *engine;
  struct arena arena; /* of the task, the request and the documents */
  struct tdg_task task;
  const tdg_rec *request;
  const struct engine_source *source; /* NULL for imports */
  struct job *fetch;                  /* answers of the fetcher: requests among them */
  struct settle_doc *docs;
  int64_t now_ms;
  int again;                   /* set by settle_run: the task was put back, to be tried later */
  struct engine_counts counts; /* filled by settle_run: added to the engine's after the commit */
};

int settle_run(struct store *store, void *settlement); /* a store_run_fn */

#endif
