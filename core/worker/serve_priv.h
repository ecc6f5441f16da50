/* worker/serve_priv.h - shared by serve.c (from start to ready), serve_call.c (calls) and serve_out.c
 * (answers). */
#ifndef TIDINGS_WORKER_SERVE_PRIV_H
#define TIDINGS_WORKER_SERVE_PRIV_H

#include "plugin/load.h"
#include "util/arena.h"
#include "util/bytebuf.h"
#include "worker/frame.h"
#include "worker/host.h"
#include "worker/sandbox.h"

#include <signal.h>

enum { SERVE_MAX_PENDING = 65536 };

/* A call whose document comes later, and what the engine knows of that. */
struct pending {
  uint32_t call;
  int is_known;
  struct frame_known known;
};

struct server {
  int fd;
  struct frame_reader in;
  struct buf out;
  int broken;          /* the socket is gone */
  struct arena config; /* options; never freed */
  struct frame_open open;
  const struct tdg_plugin *plugin;
  struct tdg_component component;
  void *self;
  unsigned landlock; /* of a program's worker */
  struct host_call call;
  /* the current call */
  uint32_t call_no, last_call; /* last_call: the highest number so far */
  uint64_t reply_bytes;
  uint32_t reply_frames, logs;
  uint32_t pump_logs;      /* since a fetcher last answered */
  int pumping;             /* in pump: the call of an emitted document is its TDG_REQUEST_NO */
  uint32_t peak_kib;       /* as told in the last answer of this pump; 0: in none so far */
  struct pending next;     /* what KNOWN said of the call that follows */
  struct pending *pending; /* calls for which the fetcher returned TDG_PENDING */
  size_t n_pending, cap_pending;
  uint64_t environment; /* before the current call, of a check: the variables, as a hash, */
  sigset_t signals;     /*   those that are blocked, */
  uint32_t files;       /*   and the open descriptors */
  int64_t budget_at;    /* seconds of processor time when the budget was set, -1: never */
};

/* serve_out.c: 0, or -1 when the socket is gone. */
int serve_flush(struct server *);
void serve_emit(struct server *, uint32_t call, const tdg_rec *);
void serve_same(struct server *, uint32_t call, const tdg_rec *doc); /* without its body */
void serve_done(struct server *, uint32_t call, int status, const char *text, uint32_t cpu_us);
void serve_log(struct server *, uint32_t call, int level, const char *text);
void serve_ready(struct server *, unsigned landlock);
/* Read the bytes that are there; with block, wait for some: 1 read some, 0 none, -1 the engine is gone. */
int serve_read(struct server *, int block);

/* serve_meter.c: with FRAME_CHECK_METER, what a call leaves behind and reads outside of its input; else nothing, and 0. */
void serve_meter_begin(struct server *);
void serve_meter_end(struct server *);
uint64_t serve_heap(const struct server *);
uint32_t serve_files(const struct server *);

/* serve_call.c */
int serve_host_emit(void *arg, const tdg_rec *); /* the two callbacks of the host table */
void serve_host_log(void *arg, int level, const char *text);
int serve_loop(struct server *); /* runs until CLOSE or the end of the socket; returns a worker_exit code */

#endif
