/* engine/settle.h - what becomes of one task: everything it brought, in one transaction.
 *
 * Runs on the store thread.  Records get their identity, version and id; an unchanged one only moves last_seen.
 * Requests become follow-up tasks.  What cannot be used goes to quarantine with its bytes.  The task and its source
 * are told when they are due again. */
#ifndef ENGINE_SETTLE_H
#define ENGINE_SETTLE_H

#include "engine/engine.h"

#include <stddef.h>
#include <sys/types.h>

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

/* ---- tally.c: what has become of an import so far, over all its interrupted parts ----
 *
 * Kept in the store, in the transactions of what it counts, from the beginning of an import to its end: the part that
 * finishes it can tell what was left out of the whole (failed, quarantined), and whether there was anything to read
 * (documents, of which only the first of each part are counted: that is enough, and costs nothing).  Store thread only. */

/* run: the name of an import run, "import ARGUMENTS BEGAN"; tallies are kept by its part before the last space, so that
 * an import that is given again takes the place of the one before.  A negative status of the store, or 0. */
int tally_add(struct store *store, const char *run, const struct engine_counts *c);
int tally_get(struct store *store, const char *run, struct engine_counts *c); /* what is not counted: 0 */
int tally_clear(struct store *store, const char *run);

/* ---- own_files.c: the files of the store that the engine writes, so that no import reads them ----
 *
 * Told by device and inode: a hard link, a symbolic link or another path to one of them is found as well.
 *
 *   struct own_files own;
 *   own_files_find(&own, store_path);
 *   if (own_files_has(&own, url)) ... leave it out */

enum { OWN_FILES_MAX = 10 };

struct own_files {
  struct {
    dev_t device;
    ino_t inode;
  } v[OWN_FILES_MAX];
  size_t n;
};

/* Those that are there now; path NULL: none. */
void own_files_find(struct own_files *own, const char *path);
/* Is this the address of one of them?  An address of another kind is not. */
int own_files_has(const struct own_files *own, const char *url);

#endif
