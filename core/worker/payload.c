/* worker/payload.c - the payloads of OPEN, READY, DONE, LOG and DYING frames; see frame.h.
 *
 * One cursor writes, another reads.  A text is a u32 length, the bytes, and one NUL that is not counted, so
 * that decoded texts are C strings inside the payload and nothing is copied.  When the buffer is full the
 * writer only counts; a reader that went out of bounds stays failed, which is checked once, at the end.
 */
#include "worker/frame.h"

#include "worker/wire.h"

#include <stdlib.h>
#include <string.h>

struct writer {
  unsigned char *p;
  size_t n, cap;
};

static void write_bytes(struct writer *w, const void *p, size_t n) {
  if (w->n <= w->cap && n <= w->cap - w->n && n > 0) memcpy(w->p + w->n, p, n);
  w->n += n;
}
static void write_u32(struct writer *w, uint32_t v) {
  unsigned char b[4];
  wire_put_u32(b, v);
  write_bytes(w, b, sizeof b);
}
static void write_u64(struct writer *w, uint64_t v) {
  unsigned char b[8];
  wire_put_u64(b, v);
  write_bytes(w, b, sizeof b);
}
static void write_text(struct writer *w, const char *s) {
  if (s == NULL) s = "";
  size_t n = strlen(s);
  write_u32(w, (uint32_t)n);
  write_bytes(w, s, n + 1);
}

struct reader {
  const unsigned char *p;
  size_t left;
  int failed;
};

static const unsigned char *read_bytes(struct reader *r, size_t n) {
  if (r->failed || n > r->left) {
    r->failed = 1;
    return NULL;
  }
  const unsigned char *p = r->p;
  r->p += n;
  r->left -= n;
  return p;
}
static uint32_t read_u32(struct reader *r) {
  const unsigned char *p = read_bytes(r, 4);
  return p != NULL ? wire_u32(p) : 0;
}
static uint64_t read_u64(struct reader *r) {
  const unsigned char *p = read_bytes(r, 8);
  return p != NULL ? wire_u64(p) : 0;
}
static const char *read_text(struct reader *r) {
  size_t n = read_u32(r);
  const unsigned char *p = n < FRAME_MAX_PAYLOAD ? read_bytes(r, n + 1) : NULL;
  if (p == NULL || p[n] != 0 || memchr(p, 0, n) != NULL) {
    r->failed = 1;
    return "";
  }
  return (const char *)p;
}
static int read_end(const struct reader *r) { return r->failed || r->left > 0 ? -1 : 0; }

/* ---- OPEN ---- */

static void limits_put(struct writer *w, const struct frame_limits *l) {
  write_u64(w, l->memory);
  write_u32(w, l->cpu_ms);
  write_u32(w, l->files);
  write_u64(w, l->decoded);
  write_u32(w, l->ratio);
  write_u64(w, l->reply_bytes);
  write_u32(w, l->reply_frames);
}

static void limits_get(struct reader *r, struct frame_limits *l) {
  l->memory = read_u64(r);
  l->cpu_ms = read_u32(r);
  l->files = read_u32(r);
  l->decoded = read_u64(r);
  l->ratio = read_u32(r);
  l->reply_bytes = read_u64(r);
  l->reply_frames = read_u32(r);
}

size_t frame_open_put(const struct frame_open *o, void *out, size_t cap) {
  struct writer w = {out, 0, cap};
  write_u32(&w, o->sandbox);
  write_u32(&w, o->check);
  write_u32(&w, o->granted);
  limits_put(&w, &o->limits);
  write_u32(&w, o->n_read);
  write_u32(&w, o->n_write);
  write_u32(&w, o->n_options);
  write_u32(&w, o->n_command);
  write_u32(&w, o->n_extensions);
  for (uint32_t i = 0; i < o->n_read; i++) write_text(&w, o->read_paths[i]);
  for (uint32_t i = 0; i < o->n_write; i++) write_text(&w, o->write_paths[i]);
  for (uint32_t i = 0; i < o->n_options; i++) {
    write_text(&w, o->options[i].name);
    write_text(&w, o->options[i].value);
  }
  for (uint32_t i = 0; i < o->n_command; i++) write_text(&w, o->command[i]);
  for (uint32_t i = 0; i < o->n_extensions; i++) {
    write_text(&w, o->extensions[i].id);
    write_text(&w, o->extensions[i].file);
  }
  return w.n;
}

_Static_assert(sizeof(struct frame_extension) == sizeof(struct frame_option), "one block has both");

static int open_arrays(struct reader *r, struct frame_open *o, void **block) {
  size_t paths = (size_t)o->n_read + o->n_write;
  size_t pairs = (size_t)o->n_options + o->n_extensions;
  struct frame_option *options = calloc(pairs + paths + o->n_command + 1, sizeof *options);
  if (options == NULL) return -1;
  struct frame_extension *extensions = (struct frame_extension *)(options + o->n_options);
  const char **text = (const char **)(options + pairs);
  for (size_t i = 0; i < paths; i++) text[i] = read_text(r);
  for (size_t i = 0; i < o->n_options; i++) {
    options[i].name = read_text(r);
    options[i].value = read_text(r);
  }
  for (size_t i = 0; i < o->n_command; i++) text[paths + i] = read_text(r);
  for (size_t i = 0; i < o->n_extensions; i++) {
    extensions[i].id = read_text(r);
    extensions[i].file = read_text(r);
  }
  o->extensions = extensions;
  o->command = text + paths;
  o->read_paths = text;
  o->write_paths = text + o->n_read;
  o->options = options;
  *block = options;
  return 0;
}

int frame_open_get(const struct frame *f, struct frame_open *o, void **block) {
  struct reader r = {f->p, f->n, 0};
  *o = (struct frame_open){.sandbox = read_u32(&r)};
  *block = NULL;
  o->check = read_u32(&r);
  o->granted = read_u32(&r);
  limits_get(&r, &o->limits);
  o->n_read = read_u32(&r);
  o->n_write = read_u32(&r);
  o->n_options = read_u32(&r);
  o->n_command = read_u32(&r);
  o->n_extensions = read_u32(&r);
  if (r.failed || o->sandbox > FRAME_SANDBOX_DEBUG || o->check > FRAME_CHECK_ALL) return -1;
  if (o->n_extensions > FRAME_MAX_WORDS || o->n_command > FRAME_MAX_WORDS || o->n_read > FRAME_MAX_PATHS ||
      o->n_write > FRAME_MAX_PATHS || o->n_options > FRAME_MAX_OPTIONS)
    return -1;
  if (open_arrays(&r, o, block) < 0) return -1;
  if (read_end(&r) == 0) return 0;
  free(*block);
  *block = NULL;
  return -1;
}

/* ---- READY, DONE, LOG, DYING ---- */

size_t frame_ready_put(const struct frame_ready *m, void *out, size_t cap) {
  struct writer w = {out, 0, cap};
  write_u32(&w, m->kind);
  write_u32(&w, m->needs);
  write_u32(&w, m->calls);
  write_u32(&w, m->landlock);
  write_text(&w, m->id);
  write_text(&w, m->version);
  write_text(&w, m->component);
  return w.n;
}

int frame_ready_get(const struct frame *f, struct frame_ready *m) {
  struct reader r = {f->p, f->n, 0};
  m->kind = read_u32(&r);
  m->needs = read_u32(&r);
  m->calls = read_u32(&r);
  m->landlock = read_u32(&r);
  m->id = read_text(&r);
  m->version = read_text(&r);
  m->component = read_text(&r);
  return read_end(&r);
}

size_t frame_done_put(const struct frame_done *m, void *out, size_t cap) {
  struct writer w = {out, 0, cap};
  size_t n = m->n < FRAME_MAX_MESSAGE ? m->n : FRAME_MAX_MESSAGE;
  write_u32(&w, (uint32_t)m->status);
  write_u32(&w, m->cpu_us);
  write_u32(&w, m->rss_kib);
  write_u64(&w, m->heap);
  write_u32(&w, m->files);
  write_bytes(&w, m->text, n);
  return w.n;
}

int frame_done_get(const struct frame *f, struct frame_done *m) {
  struct reader r = {f->p, f->n, 0};
  m->status = (int32_t)read_u32(&r);
  m->cpu_us = read_u32(&r);
  m->rss_kib = read_u32(&r);
  m->heap = read_u64(&r);
  m->files = read_u32(&r);
  m->n = r.left;
  m->text = (const char *)read_bytes(&r, r.left);
  return r.failed || m->n > FRAME_MAX_MESSAGE ? -1 : 0;
}

size_t frame_dying_put(const struct frame_dying *m, void *out, size_t cap) {
  struct writer w = {out, 0, cap};
  write_u32(&w, m->signal);
  write_u32(&w, (uint32_t)m->syscall);
  write_u64(&w, m->vm_kib);
  write_text(&w, m->text);
  return w.n;
}

int frame_dying_get(const struct frame *f, struct frame_dying *m) {
  struct reader r = {f->p, f->n, 0};
  m->signal = read_u32(&r);
  m->syscall = (int32_t)read_u32(&r);
  m->vm_kib = read_u64(&r);
  const char *text = read_text(&r);
  int rc = read_end(&r);
  size_t n = rc == 0 ? strnlen(text, sizeof m->text - 1) : 0;
  memcpy(m->text, text, n);
  m->text[n] = '\0';
  return rc;
}

int frame_log_get(const struct frame *f, uint32_t *level, const char **text, size_t *n) {
  struct reader r = {f->p, f->n, 0};
  *level = read_u32(&r);
  *n = r.left;
  *text = (const char *)read_bytes(&r, r.left);
  return r.failed || *n > FRAME_MAX_LOG ? -1 : 0;
}

/* ---- KNOWN, SAME ---- */

size_t frame_known_put(const struct frame_known *k, void *out, size_t cap) {
  struct writer w = {out, 0, cap};
  write_u64(&w, k->seed);
  write_u64(&w, k->hash[0]);
  write_u64(&w, k->hash[1]);
  return w.n;
}

int frame_known_get(const struct frame *f, struct frame_known *k) {
  struct reader r = {f->p, f->n, 0};
  k->seed = read_u64(&r);
  k->hash[0] = read_u64(&r);
  k->hash[1] = read_u64(&r);
  return read_end(&r);
}

void frame_same_head_put(unsigned char out[FRAME_SAME_HEAD], uint64_t body) { wire_put_u64(out, body); }

int frame_same_get(const struct frame *f, struct frame_same *s) {
  if (f->n < FRAME_SAME_HEAD) return -1;
  *s = (struct frame_same){wire_u64(f->p), f->p + FRAME_SAME_HEAD, f->n - FRAME_SAME_HEAD};
  return 0;
}
