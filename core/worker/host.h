/* worker/host.h - the host table a plugin sees, over one arena per call.
 *
 * The same code serves a plugin in a worker process and in this process; only where emitted records and log lines go
 * differs, which is what the two callbacks are for.
 *
 *   struct host_call call;
 *   host_init(&call, &(struct host_sink){.emit = keep, .log = print, .arg = me});
 *   host_begin(&call, now);                  drops everything of the call before
 *   int status = component->run(&call.pub, self, doc);
 *   status = host_status(&call, status);     what the engine is told
 */
#ifndef WORKER_HOST_H
#define WORKER_HOST_H

#include "record/rec.h"

struct host_sink {
  int (*emit)(void *arg, const tdg_rec *r); /* TDG_OK, or a negative status that the plugin gets to see */
  void (*log)(void *arg, int level, const char *text);
  void *arg;
};

enum { HOST_MAX_MESSAGE = 1000 };

struct host_call {
  tdg_call pub; /* first: this is what the plugin holds */
  struct arena arena;
  struct host_sink sink;
  int64_t now_ms;
  int first_error; /* of an emit in this call */
  char message[HOST_MAX_MESSAGE];
};

void host_init(struct host_call *call, const struct host_sink *sink);
void host_begin(struct host_call *call, int64_t now_ms);
/* The call's outcome: what the plugin returned, or, when it returned success over a failed emit, that failure. */
int host_status(struct host_call *call, int returned);
void host_free(struct host_call *call);

/* A stage remembers its own note, or a bundle of them: a story's record with notes for members. The first note
 * that fails gives the status; those behind it are still recalled.  A component without recall: TDG_OK. */
int host_recall(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in);

#endif
