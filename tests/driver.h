/* tests/driver.h - one worker driven by hand over its frames, for tests of workers.
 *
 *   struct driver *d = driver_start("test-echo", "echo", &open);
 *   struct driven got;
 *   driver_document(d, 1, "echo hello", &got);     got.status, got.n, got.title, got.message
 *   driver_end(d, &cause);
 *
 * Every wait has a deadline; a worker that misses it is killed, as a supervisor would. */
#ifndef TESTS_DRIVER_H
#define TESTS_DRIVER_H

#include "record/rec.h"
#include "worker/frame.h"
#include "worker/spawn.h"

struct driver {
  struct worker_proc proc;
  struct frame_reader in;
  struct frame_meter meter;
  struct frame_limits limits;
  struct frame_ready ready;
  struct worker_death death;
  struct arena arena; /* what driven points into */
  int deadline_ms, ended;
  char refused[1000]; /* why it did not open */
  int refused_status;
};
struct driven {
  int died; /* no DONE came */
  int status;
  char message[1000], title[200], log[200];
  size_t n;            /* records */
  const tdg_rec *last; /* the last of them, until the next call */
};

/* The worker that is driven: of this build, or TIDINGS_ESCAPE_WORKER. */
const char *driver_program(void);
/* plugin: a name in tests/plugins of the build.  open may be NULL (defaults).  NULL when it did not open: see
 * driver_refusal. */
struct driver *driver_start(const char *plugin, const char *component, const struct frame_open *open);
/* The same, telling why it did not open. */
struct driver *driver_try(const char *plugin, const char *component, const struct frame_open *open,
                          char refused[1000], int *status);
void driver_send(struct driver *, enum frame_type, uint32_t call, const tdg_rec *);
void driver_send_text(struct driver *, enum frame_type, uint32_t call, const char *body);
/* Wait for the DONE of a call; other calls' answers are a failure unless call is 0, which waits for any DONE
 * and says whose it was. */
uint32_t driver_wait(struct driver *, uint32_t call, struct driven *);
void driver_document(struct driver *, uint32_t call, const char *body, struct driven *);
/* 1 when a frame came, 0 when the worker is gone or was killed for lateness. */
int driver_frame(struct driver *, struct frame *);
/* Close (or wait for its death), reap, free. */
void driver_end(struct driver *, struct worker_cause *);

#endif
