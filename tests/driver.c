/* tests/driver.c - see driver.h. */
#include "driver.h"

#include "util/check.h"
#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEADLINE_MS = 10000, MAX_OPEN = 65536 };

static void note_death(struct driver *d, enum worker_kill_reason why) {
  if (d->ended) return;
  if (why != WORKER_NOT_KILLED) worker_kill(&d->proc);
  d->death.killed = why;
  d->death.memory = d->limits.memory;
  d->death.deadline_ms = (uint32_t)d->deadline_ms;
  if (worker_reap(&d->proc, &d->death, 1) == 1) d->ended = 1;
}

/* Take in what is there.  1 some, 0 none, -1 the end. */
static int take_in(struct driver *d) {
  size_t room;
  void *to = frame_reader_space(&d->in, &room);
  ssize_t n = to != NULL ? read(d->proc.fd, to, room) : -1;
  if (n > 0) frame_reader_filled(&d->in, (size_t)n);
  return n > 0 ? 1 : n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

int driver_frame(struct driver *d, struct frame *f) {
  int64_t end = clock_mono_ms() + d->deadline_ms;
  for (;;) {
    int got = frame_reader_next(&d->in, f);
    if (got == 1 && f->type == FRAME_DYING && frame_dying_get(f, &d->death.dying) == 0) continue;
    if (got == 1) return 1;
    if (got < 0) return note_death(d, WORKER_KILL_PROTOCOL), 0;
    int64_t left = end - clock_mono_ms();
    struct pollfd p = {d->proc.fd, POLLIN, 0};
    if (left <= 0 || poll(&p, 1, (int)left) <= 0) return note_death(d, WORKER_KILL_DEADLINE), 0;
    if (take_in(d) < 0) return note_death(d, WORKER_NOT_KILLED), 0;
  }
}

/* Whoever sends ahead must read meanwhile: a worker that cannot write its answer reads nothing more. */
static void send_bytes(struct driver *d, const void *p, size_t n) {
  const char *at = p;
  while (n > 0) {
    ssize_t done = write(d->proc.fd, at, n);
    if (done < 0 && errno == EAGAIN) {
      struct pollfd w = {d->proc.fd, POLLOUT | POLLIN, 0};
      if (poll(&w, 1, d->deadline_ms) <= 0) return;
      if (w.revents & POLLIN && take_in(d) < 0) return;
      continue;
    }
    if (done <= 0) return; /* dead: the wait will tell */
    at += done;
    n -= (size_t)done;
  }
}

void driver_send(struct driver *d, enum frame_type type, uint32_t call, const tdg_rec *r) {
  unsigned char head[FRAME_HEADER + FRAME_CALL_HEAD];
  struct tdg_str bytes = r != NULL ? rec_bytes(r) : (struct tdg_str){"", 0};
  size_t extra = call != 0 ? FRAME_CALL_HEAD : 0;
  frame_header_put(head, type, call, extra + bytes.n);
  frame_call_put(head + FRAME_HEADER, 1000);
  send_bytes(d, head, FRAME_HEADER + extra);
  send_bytes(d, bytes.p, bytes.n);
}

void driver_send_text(struct driver *d, enum frame_type type, uint32_t call, const char *body) {
  struct arena a = {0};
  tdg_rec *r = rec_new(&a, TDG_DOC);
  rec_put(r, TDG_BODY, body, strlen(body));
  driver_send(d, type, call, r);
  arena_free(&a);
}

static void take_record(struct driver *d, const struct frame *f, struct driven *got) {
  char why[200];
  if (rec_check(f->p, f->n, REC_MAX_DOCUMENT, why, sizeof why) < 0) {
    note_death(d, WORKER_KILL_PROTOCOL);
    return;
  }
  got->n++;
  got->last = rec_view(&d->arena, arena_copy(&d->arena, f->p, f->n), f->n);
  snprintf(got->title, sizeof got->title, "%s", rec_get(got->last, TDG_TITLE, 0).p);
}

static void take(struct driver *d, uint32_t call, const struct frame *f, struct driven *got) {
  uint32_t level;
  const char *text;
  size_t n;
  if (call != 0 && f->call != call && f->type != FRAME_LOG)
    note_death(d, WORKER_KILL_PROTOCOL); /* an answer nobody waits for */
  else if (frame_meter_add(&d->meter, f) < 0) note_death(d, WORKER_KILL_FLOOD);
  else if (f->type == FRAME_EMIT) take_record(d, f, got);
  else if (f->type == FRAME_LOG && frame_log_get(f, &level, &text, &n) == 0)
    snprintf(got->log, sizeof got->log, "%u %.*s", (unsigned)level, (int)n, text);
}

static void take_done(const struct frame *f, struct driven *got) {
  struct frame_done done;
  if (frame_done_get(f, &done) < 0) return;
  got->status = done.status;
  snprintf(got->message, sizeof got->message, "%.*s", (int)done.n, done.text);
}

uint32_t driver_wait(struct driver *d, uint32_t call, struct driven *got) {
  struct frame f;
  memset(got, 0, sizeof *got);
  arena_reset(&d->arena);
  d->meter =
      (struct frame_meter){.max_bytes = d->limits.reply_bytes, .max_frames = d->limits.reply_frames + 10};
  while (!d->ended && driver_frame(d, &f)) {
    if (f.type == FRAME_DONE && (call == 0 || f.call == call)) return take_done(&f, got), f.call;
    take(d, call, &f, got);
  }
  got->died = 1;
  return 0;
}

void driver_document(struct driver *d, uint32_t call, const char *body, struct driven *got) {
  driver_send_text(d, FRAME_RUN, call, body);
  driver_wait(d, call, got);
}

/* ---- start and end ---- */

const char *driver_program(void) {
  const char *other = getenv("TIDINGS_ESCAPE_WORKER");
  return other != NULL ? other : TIDINGS_BUILD_DIR "/tidings-worker";
}

static void send_open(struct driver *d, const struct frame_open *open) {
  static const struct frame_open plain = {.limits = FRAME_LIMITS_DEFAULT};
  unsigned char head[FRAME_HEADER], payload[MAX_OPEN];
  if (open == NULL) open = &plain;
  d->limits = open->limits;
  size_t n = frame_open_put(open, payload, sizeof payload);
  BUG_ON(n > sizeof payload);
  frame_header_put(head, FRAME_OPEN, 0, n);
  send_bytes(d, head, sizeof head);
  send_bytes(d, payload, n);
}

static int wait_ready(struct driver *d) {
  struct frame f;
  struct driven got;
  if (!driver_frame(d, &f)) return -1;
  if (f.type == FRAME_READY) return frame_ready_get(&f, &d->ready);
  if (f.type != FRAME_DONE) return -1;
  take_done(&f, &got);
  d->refused_status = got.status;
  snprintf(d->refused, sizeof d->refused, "%s", got.message);
  return -1;
}

struct driver *driver_try(const char *plugin, const char *component, const struct frame_open *open,
                          char refused[1000], int *status) {
  struct driver *d = check_alloc(sizeof *d);
  char file[4096], why[WORKER_WHY];
  memset(d, 0, sizeof *d);
  d->deadline_ms = DEADLINE_MS;
  snprintf(file, sizeof file, plugin[0] == '/' ? "%s" : TIDINGS_BUILD_DIR "/tests/plugins/%s.so", plugin);
  struct worker_spec spec = {
      .program = driver_program(), .plugin = file, .component = component, .keep_stderr = 1};
  BUG_ON(worker_spawn(&spec, &d->proc, why) < 0);
  frame_reader_init(&d->in, FRAME_FROM_WORKER, FRAME_MAX_PAYLOAD);
  send_open(d, open);
  if (wait_ready(d) == 0) return d;
  struct worker_cause cause;
  snprintf(refused, 1000, "%s", d->refused);
  *status = d->refused_status;
  driver_end(d, &cause);
  if (refused[0] == '\0') snprintf(refused, 1000, "%.900s", cause.text);
  return NULL;
}

struct driver *driver_start(const char *plugin, const char *component, const struct frame_open *open) {
  char refused[1000];
  int status;
  struct driver *d = driver_try(plugin, component, open, refused, &status);
  if (d == NULL) fprintf(stderr, "%s/%s did not open: %s\n", plugin, component, refused);
  return d;
}

void driver_end(struct driver *d, struct worker_cause *cause) {
  struct frame f;
  if (!d->ended) driver_send(d, FRAME_CLOSE, 0, NULL);
  while (!d->ended && driver_frame(d, &f)) {
  }
  worker_cause(&d->death, cause);
  close(d->proc.fd);
  if (d->proc.pidfd >= 0) close(d->proc.pidfd);
  frame_reader_release(&d->in);
  arena_free(&d->arena);
  free(d);
}
