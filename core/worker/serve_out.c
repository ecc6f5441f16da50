/* worker/serve_out.c - the worker's output, buffered so that one document usually needs one write; see
 * serve_priv.h.
 *
 * A failed write means that the engine is gone: `broken` stays set, later answers are discarded, and the loop
 * ends.
 */
#include "worker/serve_priv.h"
#include "worker/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FLUSH_AT = 256 << 10 };

static void write_all(struct server *s, struct iovec *v, int n) {
  while (n > 0 && !s->broken) {
    ssize_t done = writev(s->fd, v, n);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) s->broken = 1;
    for (; done > 0 && n > 0 && (size_t)done >= v->iov_len; n--) done -= (ssize_t)v++->iov_len;
    if (done > 0) {
      v->iov_base = (char *)v->iov_base + done;
      v->iov_len -= (size_t)done;
    }
    while (n > 0 && v->iov_len == 0) v++, n--;
  }
}

int serve_flush(struct server *s) {
  struct iovec v = {s->out.p, s->out.n};
  if (s->out.n > 0) write_all(s, &v, 1);
  buf_clear(&s->out);
  return s->broken ? -1 : 0;
}

/* Small frames are buffered; a large one is written directly, without a copy. */
static void put(struct server *s, enum frame_type type, uint32_t call, const void *p, size_t n) {
  unsigned char head[FRAME_HEADER];
  frame_header_put(head, type, call, n);
  if (n >= FLUSH_AT) {
    serve_flush(s);
    struct iovec v[2] = {{head, sizeof head}, {(void *)(uintptr_t)p, n}};
    write_all(s, v, 2);
    return;
  }
  buf_add(&s->out, head, sizeof head);
  buf_add(&s->out, p, n);
  if (s->out.n >= FLUSH_AT) serve_flush(s);
}

void serve_emit(struct server *s, uint32_t call, const tdg_rec *r) {
  struct tdg_str bytes = rec_bytes(r);
  put(s, FRAME_EMIT, call, bytes.p, bytes.n);
}

void serve_same(struct server *s, uint32_t call, const tdg_rec *doc) {
  static const uint32_t body[] = {TDG_BODY, 0};
  unsigned char head[FRAME_HEADER + FRAME_SAME_HEAD];
  const struct arena_mark before = arena_mark(&s->call.arena);
  struct tdg_str rest = rec_bytes(rec_without(&s->call.arena, doc, body));
  frame_header_put(head, FRAME_SAME, call, FRAME_SAME_HEAD + rest.n);
  frame_same_head_put(head + FRAME_HEADER, rec_get(doc, TDG_BODY, 0).n);
  buf_add(&s->out, head, sizeof head);
  buf_add(&s->out, rest.p, rest.n);
  arena_release(&s->call.arena, before);
  if (s->out.n >= FLUSH_AT) serve_flush(s);
}

/* Once for all documents of one pump. */
static uint32_t peak_kib(struct server *s) {
  struct rusage use;
  if (s->pumping && s->peak_kib > 0) return s->peak_kib;
  s->peak_kib = getrusage(RUSAGE_SELF, &use) == 0 ? (uint32_t)use.ru_maxrss : 0;
  return s->peak_kib;
}

void serve_done(struct server *s, uint32_t call, int status, const char *text, uint32_t cpu_us) {
  unsigned char payload[FRAME_MAX_MESSAGE + 64];
  struct frame_done d = {status, cpu_us, peak_kib(s), text, strlen(text), serve_heap(s), serve_files(s)};
  put(s, FRAME_DONE, call, payload, frame_done_put(&d, payload, sizeof payload));
}

void serve_log(struct server *s, uint32_t call, int level, const char *text) {
  unsigned char payload[4 + FRAME_MAX_LOG];
  size_t n = strlen(text);
  if (n > FRAME_MAX_LOG) n = FRAME_MAX_LOG;
  wire_put_u32(payload, (uint32_t)level);
  memcpy(payload + 4, text, n);
  put(s, FRAME_LOG, call, payload, n + 4);
}

void serve_ready(struct server *s, unsigned landlock) {
  unsigned char payload[1024];
  struct frame_ready r = {.id = s->plugin->id,
                          .version = s->plugin->version,
                          .component = s->component.name,
                          .kind = s->component.kind,
                          .needs = s->component.needs,
                          .calls = plugin_calls(&s->component),
                          .landlock = landlock};
  put(s, FRAME_READY, 0, payload, frame_ready_put(&r, payload, sizeof payload));
}

int serve_read(struct server *s, int block) {
  size_t room;
  struct pollfd p = {s->fd, POLLIN, 0};
  if (!block && poll(&p, 1, 0) <= 0) return 0;
  void *to = frame_reader_space(&s->in, &room);
  if (to == NULL) return -1;
  ssize_t n;
  do {
    n = read(s->fd, to, room);
  } while (n < 0 && errno == EINTR);
  if (n <= 0) return -1;
  frame_reader_filled(&s->in, (size_t)n);
  return 1;
}
