/* worker/frame.c - split a stream into frames, and write headers; see frame.h.
 *
 * The reader owns one buffer that doubles as bytes arrive, so a header that announces 64 MiB allocates
 * nothing until they come.  It fails on an invalid header, on a payload over the reader's maximum, and
 * without memory; it then stays broken, with the reason in `error`.
 */
#include "worker/frame.h"

#include "worker/wire.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SPACE = 64 << 10, READ_SPACE = 64 << 10 };

void frame_reader_init(struct frame_reader *r, enum frame_side side, size_t max) {
  *r = (struct frame_reader){.side = side, .max = max < FRAME_MAX_PAYLOAD ? max : FRAME_MAX_PAYLOAD};
}

void frame_reader_release(struct frame_reader *r) {
  free(r->buf);
  *r = (struct frame_reader){.side = r->side, .max = r->max, .error = "released"};
}

static int reader_broken(struct frame_reader *r, const char *why) {
  if (r->error == NULL) r->error = why;
  return -1;
}

static void reader_compact(struct frame_reader *r) {
  if (r->start == 0) return;
  if (r->end > r->start) memmove(r->buf, r->buf + r->start, r->end - r->start);
  r->end -= r->start;
  r->start = 0;
}

static int reader_reserve(struct frame_reader *r, size_t n) {
  if (r->error != NULL) return -1;
  if (r->cap - r->end >= n) return 0;
  /* Move only when that frees as many bytes as it moves, so that moving is linear in the length of the
   * stream. */
  if (r->start >= r->end - r->start) reader_compact(r);
  if (r->cap - r->end >= n) return 0;
  size_t cap = r->cap > 0 ? r->cap : FIRST_SPACE;
  while (cap - r->end < n) {
    if (cap > SIZE_MAX / 2) return reader_broken(r, "too many bytes at once");
    cap *= 2;
  }
  unsigned char *p = realloc(r->buf, cap);
  if (p == NULL) return reader_broken(r, "no memory for the next frame");
  r->buf = p;
  r->cap = cap;
  return 0;
}

int frame_reader_push(struct frame_reader *r, const void *p, size_t n) {
  if (n == 0) return r->error != NULL ? -1 : 0;
  if (reader_reserve(r, n) < 0) return -1;
  memcpy(r->buf + r->end, p, n);
  r->end += n;
  return 0;
}

void *frame_reader_space(struct frame_reader *r, size_t *room) {
  if (reader_reserve(r, READ_SPACE) < 0) {
    *room = 0;
    return NULL;
  }
  *room = r->cap - r->end;
  return r->buf + r->end;
}

void frame_reader_filled(struct frame_reader *r, size_t n) {
  if (n > r->cap - r->end) n = r->cap - r->end;
  r->end += n;
}

int frame_reader_idle(const struct frame_reader *r) { return r->error == NULL && r->start == r->end; }

static int type_fits(enum frame_side side, unsigned type) {
  if (side == FRAME_FROM_ENGINE) return type >= FRAME_OPEN && type <= FRAME_KNOWN;
  return type >= FRAME_READY && type <= FRAME_SAME;
}

/* OPEN, CLOSE and READY belong to no call; DONE, LOG and DYING may (0: opening, or between two calls). */
static int call_fits(unsigned type, uint32_t call) {
  switch (type) {
  case FRAME_OPEN:
  case FRAME_CLOSE:
  case FRAME_READY: return call == 0;
  case FRAME_DONE:
  case FRAME_LOG:
  case FRAME_DYING: return 1;
  default: return call != 0;
  }
}

/* Only records may be large. */
static size_t longest(const struct frame_reader *r, unsigned type) {
  size_t max = r->max;
  if (type == FRAME_LOG) max = 4 + FRAME_MAX_LOG;
  if (type == FRAME_DONE) max = 64 + FRAME_MAX_MESSAGE;
  if (type == FRAME_READY || type == FRAME_DYING || type == FRAME_KNOWN) max = FRAME_MAX_WORD;
  return max < r->max ? max : r->max;
}

static int header_check(struct frame_reader *r, const unsigned char *h) {
  unsigned type = wire_u16(h + 4);
  if (!type_fits(r->side, type)) return reader_broken(r, "a frame of unknown type");
  if (wire_u16(h + 6) != 0) return reader_broken(r, "a frame with unknown flags");
  if (wire_u32(h) > longest(r, type)) return reader_broken(r, "a frame over the maximum length");
  if (!call_fits(type, wire_u32(h + 8))) return reader_broken(r, "a frame with an impossible call number");
  return 0;
}

int frame_reader_next(struct frame_reader *r, struct frame *out) {
  if (r->error != NULL) return -1;
  if (r->end - r->start < FRAME_HEADER) return 0;
  const unsigned char *h = r->buf + r->start;
  if (header_check(r, h) < 0) return -1;
  size_t n = wire_u32(h);
  if (r->end - r->start - FRAME_HEADER < n) return 0;
  *out = (struct frame){(uint16_t)wire_u16(h + 4), wire_u32(h + 8), h + FRAME_HEADER, n};
  r->start += FRAME_HEADER + n;
  return 1;
}

int frame_meter_add(struct frame_meter *m, const struct frame *f) {
  m->bytes += f->n + FRAME_HEADER;
  m->frames++;
  m->logs += f->type == FRAME_LOG;
  if (m->max_bytes > 0 && m->bytes > m->max_bytes) return -1;
  if (m->max_logs > 0 && m->logs > m->max_logs) return -1;
  return m->max_frames > 0 && m->frames > m->max_frames ? -1 : 0;
}

void frame_header_put(unsigned char out[FRAME_HEADER], enum frame_type type, uint32_t call, size_t payload) {
  wire_put_u32(out, (uint32_t)payload);
  wire_put_u16(out + 4, (unsigned)type);
  wire_put_u16(out + 6, 0);
  wire_put_u32(out + 8, call);
}

void frame_call_put(unsigned char out[FRAME_CALL_HEAD], int64_t now_ms) {
  wire_put_u64(out, (uint64_t)now_ms);
}

int frame_call_get(const struct frame *f, int64_t *now_ms, const unsigned char **rec, size_t *n) {
  if (f->n < FRAME_CALL_HEAD) return -1;
  *now_ms = (int64_t)wire_u64(f->p);
  *rec = f->p + FRAME_CALL_HEAD;
  *n = f->n - FRAME_CALL_HEAD;
  return 0;
}
