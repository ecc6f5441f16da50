/* worker/frame.h - what engine and worker say to each other over their socketpair.
 *
 * A frame is a header of 12 bytes, little endian, and a payload:
 *
 *   u32 length of the payload    u16 type    u16 flags (0)    u32 call number    payload
 *
 *   engine -> worker   payload                answered by
 *   OPEN    (call 0)   struct frame_open      READY, or DONE with the failure and then the end
 *   PROBE   (call n)   i64 now_ms, document   DONE; status is the confidence 0 .. 100
 *   RUN     (call n)   i64 now_ms, record     EMIT*, DONE
 *   JUDGE   (call n)   i64 now_ms, record     EMIT*, DONE
 *   RECALL  (call n)   i64 now_ms, note       DONE
 *   FLUSH   (call n)   i64 now_ms             DONE: what was run since the last flush is durable
 *   CLOSE   (call 0)   nothing                the end, WORKER_EXIT_CLOSED
 *
 *   worker -> engine   payload
 *   READY   (call 0)   struct frame_ready
 *   EMIT    (call n)   a record, to be checked as hostile
 *   DONE    (call n)   struct frame_done; nothing more comes for call n
 *   LOG     (call n)   u32 level, text; escaped by whoever prints it
 *   DYING   (call n)   struct frame_dying: the last word of a worker that a signal is about to end.  A hint
 *                      that names the system call; the wait status is the truth.
 *
 * Order.  OPEN comes first and once.  A worker takes frames strictly in order and reads none while the
 * plugin works, so the next document may be sent before the last answer is read; it blocks when it writes,
 * so the engine always reads.  Answers come in the order of the calls, except from fetchers that answer
 * TDG_PENDING: their DONE comes when the document does, in any order.  Call numbers are chosen by the
 * engine, are not 0, and are not used again while unanswered.  A fetcher finds its call number in the
 * request as TDG_REQUEST_NO.
 *
 * Both sides treat the other's bytes as hostile: frame_reader is a state machine that accepts any cut of
 * the stream, takes memory only as bytes arrive, and stays broken once it saw a header that cannot be.
 */
#ifndef TIDINGS_WORKER_FRAME_H
#define TIDINGS_WORKER_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum {
  FRAME_HEADER = 12,
  FRAME_MAX_PAYLOAD = 64 << 20, /* no frame is larger, whatever a reader's own maximum says */
  FRAME_MAX_OPTIONS = 1000,
  FRAME_MAX_PATHS = 64,
  FRAME_MAX_MESSAGE = 4096,
  FRAME_MAX_LOG = 8192, /* bytes of one line, */
  FRAME_MAX_LOGS = 100, /*   and lines of one call: a worker drops the rest */
  FRAME_MAX_WORD = 4096 /* READY and DYING */
};

enum frame_type {
  FRAME_OPEN = 1,
  FRAME_PROBE = 2,
  FRAME_RUN = 3,
  FRAME_JUDGE = 4,
  FRAME_RECALL = 5,
  FRAME_FLUSH = 6,
  FRAME_CLOSE = 7,
  FRAME_READY = 65,
  FRAME_EMIT = 66,
  FRAME_DONE = 67,
  FRAME_LOG = 68,
  FRAME_DYING = 69
};

struct frame {
  uint16_t type;
  uint32_t call;
  const unsigned char *p; /* the payload, lent until the reader is next given bytes */
  size_t n;
};

/* ---- reading ---- */

enum frame_side { FRAME_FROM_ENGINE = 1, FRAME_FROM_WORKER = 2 }; /* whose frames are read */

struct frame_reader {
  unsigned char *buf;
  size_t start, end, cap, max; /* bytes not yet taken: buf[start .. end) */
  enum frame_side side;
  const char *error; /* why the stream is broken, or NULL */
};

/* max: the largest payload to accept. */
void frame_reader_init(struct frame_reader *, enum frame_side, size_t max);
void frame_reader_release(struct frame_reader *);
/* Give it bytes.  0, or -1 when the stream is broken or memory is out (error says which). */
int frame_reader_push(struct frame_reader *, const void *p, size_t n);
/* The same without a copy: recv() into the space (at least 1 byte, usually 64 KiB), then say how much came.
 * */
void *frame_reader_space(struct frame_reader *, size_t *room);
void frame_reader_filled(struct frame_reader *, size_t n);
/* 1 and the next frame; 0 when more bytes are needed; -1 when the stream is broken. */
int frame_reader_next(struct frame_reader *, struct frame *out);
/* 1 when the stream may end here: between two frames. */
int frame_reader_idle(const struct frame_reader *);

/* How much may come for one call: every frame counts, whatever its type, and log lines have a count of their own as
 * well.  Reset it when a call begins, add each frame; -1 means flood.  A maximum of 0: none. */
struct frame_meter {
  uint64_t bytes, max_bytes;
  uint32_t frames, max_frames;
  uint32_t logs, max_logs;
};
int frame_meter_add(struct frame_meter *, const struct frame *);

/* ---- writing ---- */

void frame_header_put(unsigned char out[FRAME_HEADER], enum frame_type, uint32_t call, size_t payload);
/* The 8 bytes before the record in PROBE, RUN, JUDGE, RECALL, and all of FLUSH. */
enum { FRAME_CALL_HEAD = 8 };
void frame_call_put(unsigned char out[FRAME_CALL_HEAD], int64_t now_ms);
/* 0, or -1 when the payload is too short; what follows the head is the record. */
int frame_call_get(const struct frame *, int64_t *now_ms, const unsigned char **rec, size_t *n);

/* ---- payloads ---- */

/* What one worker may use.  0 = no limit, except where it says otherwise. */
struct frame_limits {
  uint64_t memory;       /* address space, bytes */
  uint32_t cpu_ms;       /* per call; rounded up to whole seconds; not for fetchers */
  uint32_t files;        /* open descriptors; 0 = 16 without network, 4096 with */
  uint64_t decoded;      /* largest body after gzip or deflate is undone; 0 = 16 MiB */
  uint32_t ratio;        /* how many times larger than the packed body, beyond 1 MiB; 0 = 100 */
  uint64_t reply_bytes;  /* per call: the worker stops there by itself with TDG_DENIED, */
  uint32_t reply_frames; /*   and the engine kills a worker that does not */
};
/* sensible values for everything */
#define FRAME_LIMITS_DEFAULT                                                                                 \
  { 512u << 20, 2000, 0, 16u << 20, 100, 8u << 20, 2000 }

enum frame_sandbox { FRAME_SANDBOX_FULL = 0, FRAME_SANDBOX_NONE = 1 };

struct frame_option {
  const char *name, *value;
};
struct frame_open {
  uint32_t sandbox; /* enum frame_sandbox */
  uint32_t granted; /* TDG_NEEDS_...: what the operator grants; less than its needs: not opened */
  struct frame_limits limits;
  const char **read_paths, **write_paths; /* files or directories, for TDG_NEEDS_READ and TDG_NEEDS_WRITE */
  uint32_t n_read, n_write;
  const struct frame_option *options; /* a list's elements are pairs with the same name */
  uint32_t n_options;
};
struct frame_ready {
  const char *id, *version, *component; /* of the plugin; NUL-terminated inside the payload */
  uint32_t kind, needs;                 /* enum tdg_component_kind, TDG_NEEDS_... */
  uint32_t calls;                       /* PLUGIN_CALL_..., see plugin/plugin_info.h */
  uint32_t landlock;                    /* ABI of the kernel's Landlock that was used, 0 = none */
};
struct frame_done {
  int32_t status;   /* enum tdg_status; PROBE: confidence */
  uint32_t cpu_us;  /* of this call */
  uint32_t rss_kib; /* peak so far: the engine recycles workers that grow */
  const char *text; /* message, n bytes, not NUL-terminated */
  size_t n;
};
struct frame_dying {
  uint32_t signal;
  int32_t syscall; /* SIGSYS: its number on this machine, else -1 */
  uint64_t vm_kib; /* address space in use when it happened */
};

/* Encoders write at most cap bytes and return the length it takes, like snprintf; out may be NULL when cap
 * is 0. */
size_t frame_open_put(const struct frame_open *, void *out, size_t cap);
size_t frame_ready_put(const struct frame_ready *, void *out, size_t cap);
size_t frame_done_put(const struct frame_done *, void *out, size_t cap);
size_t frame_dying_put(const struct frame_dying *, void *out, size_t cap);

/* Decoders: 0, or -1 when the payload is malformed.  Pointers lead into the payload.  frame_open_get
 * allocates its three arrays in one block, `*block`, for the caller to free(). */
int frame_open_get(const struct frame *, struct frame_open *, void **block);
int frame_ready_get(const struct frame *, struct frame_ready *);
int frame_done_get(const struct frame *, struct frame_done *);
int frame_dying_get(const struct frame *, struct frame_dying *);
int frame_log_get(const struct frame *, uint32_t *level, const char **text, size_t *n);

#endif
