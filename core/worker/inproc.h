/* worker/inproc.h - one component of one plugin, run inside this process.
 *
 * For debugging (`isolation: none`), benches and tests: the same plugin, calls and checks of the output as in
 * a worker process, without the sandbox.  A crash of the plugin crashes this process.  The plugin is never
 * unloaded.
 *
 *   struct inproc *p = inproc_open("plugins/parse-feed.so", "feed", NULL, 0, why, sizeof why);
 *   struct inproc_reply reply;
 *   inproc_call(p, INPROC_RUN, document, now, &reply);
 *   for (size_t i = 0; i < reply.n; i++) use(reply.recs[i]);    valid until the next call
 *   inproc_close(p);
 */
#ifndef WORKER_INPROC_H
#define WORKER_INPROC_H

#include "plugin/option.h"
#include "plugin/plugin_info.h"
#include "record/rec.h"

enum inproc_verb {
  INPROC_PROBE,
  INPROC_RUN,
  INPROC_JUDGE,
  INPROC_RECALL,
  INPROC_FLUSH,
  INPROC_SAVE,
  INPROC_RESTORE
};

struct inproc_reply {
  int status;          /* enum tdg_status; PROBE: confidence */
  const char *message; /* "" when there is none */
  const tdg_rec **recs;
  size_t n;
};

struct inproc;
/* component NULL: the plugin's first.  Returns NULL, with the reason in why, when it cannot be opened. */
struct inproc *inproc_open(const char *file, const char *component, const struct option_value *values,
                           size_t n_values, char *why, size_t why_size);
/* The same for a component that uses extensions of other plugins. */
struct inproc *inproc_open_with(const char *file, const char *component, const struct option_value *values,
                                size_t n_values, const struct extension_info *, size_t n_extensions,
                                char *why, size_t why_size);
const struct tdg_component *inproc_component(const struct inproc *p);
/* When set, emit is called for each record, which is then not copied to the reply: for benches. */
void inproc_on_emit(struct inproc *p, int (*emit)(void *arg, const tdg_rec *r), void *arg);
void inproc_call(struct inproc *p, enum inproc_verb verb, const tdg_rec *in, int64_t now_ms,
                 struct inproc_reply *reply);
/* Fetchers: wait and collect finished documents; returns the number of requests in progress, or a negative
 * status. */
int inproc_pump(struct inproc *p, int wake_fd, int timeout_ms, int64_t now_ms, struct inproc_reply *reply);
void inproc_close(struct inproc *p);

#endif
