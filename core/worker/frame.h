/* worker/frame.h - the protocol between engine and worker, over a socketpair.
 *
 * A frame is a header of 12 bytes, little endian, and a payload:
 *
 *   u32 length of the payload    u16 type    u16 flags (0)    u32 call number    payload
 *
 *   engine -> worker   payload                answered by
 *   OPEN    (call 0)   struct frame_open      READY, or DONE with the failure, and then the worker exits
 *   PROBE   (call n)   i64 now_ms, document   DONE; status is the confidence 0 .. 100
 *   RUN     (call n)   i64 now_ms, record     EMIT*, DONE
 *   JUDGE   (call n)   i64 now_ms, record     EMIT*, DONE
 *   RECALL  (call n)   i64 now_ms, note       DONE
 *   SAVE    (call n)   i64 now_ms, note       EMIT?, DONE; TDG_ABOUT is the number of the part, from 1
 *   RESTORE (call n)   i64 now_ms, note       DONE
 *   KNOWN   (call n)   struct frame_known     no answer: of the RUN that follows it (worker/known.h)
 *   FLUSH   (call n)   i64 now_ms             DONE: all records since the last flush are durable
 *   CLOSE   (call 0)   nothing                exit with WORKER_EXIT_CLOSED
 *
 *   worker -> engine   payload
 *   READY   (call 0)   struct frame_ready
 *   EMIT    (call n)   a record; the engine checks it as hostile input
 *   SAME    (call n)   struct frame_same: the document that KNOWN names, without its body
 *   DONE    (call n)   struct frame_done; the last frame of call n
 *   LOG     (call n)   u32 level, text; the engine escapes it before printing
 *   DYING   (call n)   struct frame_dying: sent by a worker that a signal is about to end.  A hint that
 *                      names the system call; the wait status decides.
 *
 * Order.  OPEN comes first and once.  A worker processes frames strictly in order and reads none while the
 * plugin runs, so the engine may send the next document before it reads the last answer.  Writes of a worker
 * block, so the engine must always read.  Answers come in the order of the calls, except from fetchers that
 * return TDG_PENDING: their DONE comes with the document, in any order.  The engine chooses the call numbers;
 * they are not 0 and are not reused while unanswered.  A fetcher finds its call number in the request, as
 * TDG_REQUEST_NO.
 *
 * Both sides treat the other's bytes as hostile: frame_reader is a state machine that accepts a stream
 * divided anywhere, allocates memory only as bytes arrive, and stays broken after an invalid header.
 */
#ifndef TIDINGS_WORKER_FRAME_H
#define TIDINGS_WORKER_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum {
  FRAME_HEADER = 12,
  FRAME_MAX_PAYLOAD = 64 << 20, /* no frame is larger, whatever a reader's own maximum says */
  FRAME_MAX_OPTIONS = 1000,
  FRAME_MAX_WORDS = 64,            /* of a command; and extensions */
  FRAME_MAX_PATHS = 65536,         /* granted for reading, and for writing, */
  FRAME_MAX_PATH_BYTES = 32 << 20, /*   and their bytes together */
  FRAME_MAX_MESSAGE = 4096,
  FRAME_MAX_LOG = 8192, /* bytes of one line, */
  FRAME_MAX_LOGS = 100, /*   and lines of one call: a worker drops the rest, */
  FRAME_MAX_TOLD =
      40, /*   but for mistakes of the plugin, whose level has MISTAKE_LEVEL (worker/mistakes.h) */
  FRAME_MAX_WORD = 4096, /* READY and DYING */
  FRAME_DYING_TEXT = 200
};

enum frame_type {
  FRAME_OPEN = 1,
  FRAME_PROBE = 2,
  FRAME_RUN = 3,
  FRAME_JUDGE = 4,
  FRAME_RECALL = 5,
  FRAME_FLUSH = 6,
  FRAME_CLOSE = 7,
  FRAME_SAVE = 8,
  FRAME_RESTORE = 9,
  FRAME_KNOWN = 10,
  FRAME_READY = 65,
  FRAME_EMIT = 66,
  FRAME_DONE = 67,
  FRAME_LOG = 68,
  FRAME_DYING = 69,
  FRAME_SAME = 70
};

struct frame {
  uint16_t type;
  uint32_t call;
  const unsigned char *p; /* the payload, valid until the next bytes are pushed to the reader */
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
/* Push received bytes.  0, or -1 when the stream is broken or memory is out (error says which). */
int frame_reader_push(struct frame_reader *, const void *p, size_t n);
/* The same without a copy: recv() into the space (at least 1 byte, usually 64 KiB), then call
 * frame_reader_filled() with the number of bytes. */
void *frame_reader_space(struct frame_reader *, size_t *room);
void frame_reader_filled(struct frame_reader *, size_t n);
/* 1 and the next frame; 0 when more bytes are needed; -1 when the stream is broken. */
int frame_reader_next(struct frame_reader *, struct frame *out);
/* 1 when the stream may end here: between two frames. */
int frame_reader_idle(const struct frame_reader *);

/* Limits of the output for one call.  Every frame of any type counts; log lines are also counted separately.
 * Reset it when a call begins, add each frame; -1 means flood.  A maximum of 0 means no limit. */
struct frame_meter {
  uint64_t bytes, max_bytes;
  uint32_t frames, max_frames;
  uint32_t logs, max_logs;
};
int frame_meter_add(struct frame_meter *, const struct frame *);

/* ---- writing ---- */

void frame_header_put(unsigned char out[FRAME_HEADER], enum frame_type, uint32_t call, size_t payload);
/* The 8 bytes before the record in each call; the whole payload of FLUSH. */
enum { FRAME_CALL_HEAD = 8 };
void frame_call_put(unsigned char out[FRAME_CALL_HEAD], int64_t now_ms);
/* 0, or -1 when the payload is too short; what follows the head is the record. */
int frame_call_get(const struct frame *, int64_t *now_ms, const unsigned char **rec, size_t *n);

/* ---- payloads ---- */

/* Resource limits of one worker.  0 = no limit unless a comment says otherwise. */
struct frame_limits {
  uint64_t memory;       /* address space, bytes */
  uint32_t cpu_ms;       /* per call; rounded up to whole seconds; not for fetchers */
  uint32_t files;        /* open descriptors; 0 = 16 without network, 4096 with */
  uint64_t decoded;      /* largest body after decompression; 0 = 16 MiB */
  uint32_t ratio;        /* largest ratio of decoded to encoded size, beyond 1 MiB; 0 = 100 */
  uint64_t reply_bytes;  /* per call: beyond it emit fails with TDG_DENIED, */
  uint32_t reply_frames; /*   and the engine kills a worker that goes on */
};
#define FRAME_LIMITS_DEFAULT                                                                                 \
  { 512u << 20, 2000, 0, 16u << 20, 100, 8u << 20, 2000 }

/* Of a plugin; a program always has its sandbox.  NONE: for tests, which show so that the acts they try are real.
 * DEBUG: `tidings plugin try --debug`: none, and the worker waits before open for a debugger. */
enum frame_sandbox { FRAME_SANDBOX_FULL = 0, FRAME_SANDBOX_NONE = 1, FRAME_SANDBOX_DEBUG = 2 };

/* What a worker of `tidings plugin try`, `test` and `check` does to find mistakes, as bits.  CALLS: it looks at the
 * memory that the functions of the host get (worker/host_check.h); without it none of the others but the environment
 * has an effect.  OVERWRITE: memory of earlier calls is overwritten, and the use of it ends the worker.  CLOCK: the
 * plugin's clock is ahead.  ENVIRONMENT: its environment is another one (spawn.h).  STILL: its clock stands still.
 * GUARD: what lies behind its input cannot be read, and behind a scratch block not written.  FILL: memory of malloc
 * is not zero.  HEAP: it checks what lies behind each block when that is freed (glibc).  METER: what it holds is told with each answer, and what it reads outside of its input as mistakes. */
enum frame_check {
  FRAME_CHECK_NONE = 0,
  FRAME_CHECK_CALLS = 1,
  FRAME_CHECK_OVERWRITE = 2,
  FRAME_CHECK_CLOCK = 4,
  FRAME_CHECK_ENVIRONMENT = 8,
  FRAME_CHECK_STILL = 16,
  FRAME_CHECK_GUARD = 32,
  FRAME_CHECK_FILL = 64,
  FRAME_CHECK_METER = 128,
  FRAME_CHECK_HEAP = 256,
  FRAME_CHECK_ALL = 511,
  FRAME_CHECK_MEMORY = FRAME_CHECK_CALLS | FRAME_CHECK_OVERWRITE,
  FRAME_CHECK_ELSEWHERE = FRAME_CHECK_MEMORY | FRAME_CHECK_CLOCK | FRAME_CHECK_ENVIRONMENT,
  FRAME_CHECK_AS_IT_WAS = FRAME_CHECK_CALLS
};

struct frame_option {
  const char *name, *value;
};
/* An extension of another plugin: file is loaded beside the component.  "": the component does not name it. */
struct frame_extension {
  const char *id, *file;
};
struct frame_open {
  uint32_t sandbox; /* enum frame_sandbox */
  uint32_t check;   /* enum frame_check */
  uint32_t granted; /* TDG_NEEDS_... that the operator grants; a component that needs more is not opened */
  struct frame_limits limits;
  const char **read_paths, **write_paths; /* files or directories, for TDG_NEEDS_READ and TDG_NEEDS_WRITE */
  uint32_t n_read, n_write;
  const struct frame_option *options; /* a list's elements are pairs with the same name */
  uint32_t n_options;
  const char **command; /* of a program; else none */
  uint32_t n_command;
  const struct frame_extension *extensions;
  uint32_t n_extensions;
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
  /* with FRAME_CHECK_METER, else 0: bytes of malloc in use, and open descriptors */
  uint64_t heap;
  uint32_t files;
};
struct frame_dying {
  uint32_t signal;
  int32_t syscall;             /* SIGSYS: its number on this machine, else -1 */
  uint64_t vm_kib;             /* address space in use when it happened */
  char text[FRAME_DYING_TEXT]; /* of a program (worker/bridge.h): what it did; "" for none */
};

/* The last document that a request brought, as its hash. */
struct frame_known {
  uint64_t seed, hash[2];
};
struct frame_same {
  uint64_t body;            /* its size */
  const unsigned char *rec; /* the rest of the document, n bytes: the engine checks it as hostile input */
  size_t n;
};

/* Encoders write at most cap bytes and return the full length, like snprintf; out may be NULL when cap is
 * 0. */
size_t frame_open_put(const struct frame_open *, void *out, size_t cap);
size_t frame_ready_put(const struct frame_ready *, void *out, size_t cap);
size_t frame_done_put(const struct frame_done *, void *out, size_t cap);
size_t frame_known_put(const struct frame_known *, void *out, size_t cap);
/* What stands before the record. */
enum { FRAME_SAME_HEAD = 8 };
void frame_same_head_put(unsigned char out[FRAME_SAME_HEAD], uint64_t body);
size_t frame_dying_put(const struct frame_dying *, void *out, size_t cap);

/* Decoders: 0, or -1 when the payload is malformed.  Pointers point into the payload.  frame_open_get
 * allocates its arrays in one block, `*block`, which the caller frees with free(). */
int frame_open_get(const struct frame *, struct frame_open *, void **block);
int frame_ready_get(const struct frame *, struct frame_ready *);
int frame_done_get(const struct frame *, struct frame_done *);
int frame_known_get(const struct frame *, struct frame_known *);
int frame_same_get(const struct frame *, struct frame_same *);
int frame_dying_get(const struct frame *, struct frame_dying *);
int frame_log_get(const struct frame *, uint32_t *level, const char **text, size_t *n);

#endif
