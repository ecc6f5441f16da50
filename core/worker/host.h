/* worker/host.h - the implementation of the host table, with one arena per call.
 *
 * The same code serves plugins in worker processes and in this process; the two callbacks take emitted
 * records and log lines.
 *
 *   struct host_call call;
 *   host_init(&call, &(struct host_sink){.emit = keep, .log = print, .arg = me});
 *   host_begin(&call, now);                  frees the memory of the previous call
 *   int status = component->run(&call.pub, self, doc);
 *   status = host_status(&call, CALLED_RUN, status, doc);     the status for the engine
 */
#ifndef WORKER_HOST_H
#define WORKER_HOST_H

#include "record/rec.h"
#include "worker/mistakes.h"

struct host_sink {
  int (*emit)(void *arg, const tdg_rec *r); /* TDG_OK, or a negative status, which tdg_emit returns */
  void (*log)(void *arg, int level, const char *text);
  void *arg;
};

struct host_check; /* worker/host_check.h */

enum { HOST_MAX_MESSAGE = TDG_MAX_MESSAGE + 1 };

/* An extension of another plugin; table NULL: it is offered, but the component does not name it. */
struct host_extension {
  const char *id;
  const void *table;
  int told;
};
enum { HOST_MAX_EXTENSIONS = 64 };

enum { HOST_MAX_UNKNOWN = 8, HOST_MAX_EXTENSION_ID = 101 };

/* The table that a plugin gets, and what belongs to its component. */
struct host_table {
  struct tdg_host pub; /* must be first */
  struct host_call *call;
  struct host_extension extension[HOST_MAX_EXTENSIONS];
  size_t n_extensions;
  char unknown[HOST_MAX_UNKNOWN][HOST_MAX_EXTENSION_ID]; /* ids that nobody offers: those that were told */
  size_t n_unknown;
};

struct host_call {
  tdg_call pub; /* must be first: the plugin has a pointer to it */
  struct host_table table;
  struct arena arena;
  struct host_sink sink;
  int64_t now_ms;
  const tdg_rec *kept;    /* values of the component (TDG_KEPT), from the engine; NULL: none */
  struct change *changes; /* those that this call has set */
  size_t n_changes;
  int said_failure; /* tdg_fail was called */
  int metered;      /* failures that are the plugin's mistakes are told as such, too (FRAME_CHECK_METER) */
  int is_apart;     /* each scratch block is one of malloc, so that a sanitizer sees its end: */
  void **apart;     /*   those of this call */
  size_t n_apart, cap_apart;
  int no_values;       /* open and probe: what they set could not be kept */
  struct arena values; /* of changes, which a release of the call's memory must not free */
  int first_error;     /* of an emit in this call */
  struct rec_odd odd;  /* of the last emitted record: `emit` of the sink fills it (rec_check_odd) */
  struct mistakes mistakes;
  struct host_check *check; /* NULL: the use of memory is not looked at */
  char message[HOST_MAX_MESSAGE];
};

void host_init(struct host_call *call, const struct host_sink *sink);
/* Give the component an extension; the id must stay valid.  Later ones beyond HOST_MAX_EXTENSIONS are left out. */
void host_extend(struct host_call *call, const char *id, const void *table);
void host_begin(struct host_call *call, int64_t now_ms);
/* The status of the call: the plugin's return value, or the error of a failed emit when the plugin returned
 * success, or TDG_INTERNAL for a value that this function may not return.  Mistakes of the call are told. */
int host_status(struct host_call *call, enum mistake_call called, int returned, const tdg_rec *in);
/* Take the values of the component out of its input. */
const tdg_rec *host_take_values(struct host_call *call, const tdg_rec *in);
/* The values that the call has set so far, as a record for the engine (TDG_VALUES), each once; NULL: none. */
const tdg_rec *host_changed_values(struct host_call *call);
/* Tell that a request got a document after its last one. */
void host_after_last(struct host_call *call);
void host_free(struct host_call *call);

/* Call the close function that the component has, in a call of its own. */
void host_close(const struct tdg_component *c, struct host_call *call, void *self);

/* What open and close of a component see as the time: the wall clock where its calls have that, else 0. */
int64_t host_clock(const struct tdg_component *c);

/* Call recall with a note, or with each note of a bundle (a story's record with notes as members).  Returns
 * the first error; later notes are still recalled.  TDG_OK for a component without recall. */
int host_recall(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in);
/* Call save for the part whose number, counted from 1, is TDG_ABOUT of the note, or restore with a part. */
int host_save(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in);
int host_restore(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in);

#endif
