/* engine/pool_stderr.c - log a worker's standard error with -vv, one message per line.
 *
 * A worker's descriptor 2 is a pipe and never the operator's terminal, because plugins and their libraries
 * may print text from outside.  Lines are cut at MAX_LINE; after MAX_SAID bytes the rest of a worker's output
 * is dropped, with one message.
 */
#include "engine/pool_priv.h"

#include "util/log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LINE = 1000, MAX_SAID = 1 << 20, READ_SIZE = 4096, READS = 16 };

static void tell_line(struct worker *w) {
  if (w->line.n > 0)
    log_debug("%s: worker %d prints: %s", w->pool->spec.component->name, (int)w->proc.pid, w->line.p);
  buf_clear(&w->line);
}

static void take(struct worker *w, const char *p, size_t n) {
  size_t before = w->said;
  w->said += n;
  if (before > MAX_SAID) return;
  if (w->said > MAX_SAID) {
    tell_line(w);
    log_debug("%s: worker %d prints more than %d bytes; the rest is left out", w->pool->spec.component->name,
              (int)w->proc.pid, MAX_SAID);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (p[i] == '\n' || w->line.n == MAX_LINE) tell_line(w);
    if (p[i] != '\n') buf_char(&w->line, p[i] != '\0' ? p[i] : ' ');
  }
}

/* 1 when there may be more. */
static int read_some(struct worker *w) {
  char text[READ_SIZE];
  ssize_t n = read(w->proc.err, text, sizeof text);
  if (n > 0) take(w, text, (size_t)n);
  return n > 0 || (n < 0 && errno == EINTR);
}

static void on_said(uv_poll_t *poll, int status, int events) {
  struct worker *w = poll->data;
  int more = status >= 0 && (events & (UV_READABLE | UV_DISCONNECT));
  for (int i = 0; more && i < READS; i++) more = read_some(w);
  if (!more && errno != EAGAIN) uv_poll_stop(poll); /* end of file, or an error */
}

void worker_listen(struct worker *w) {
  if (w->proc.err < 0) return;
  w->line = buf_make(MAX_LINE + 1);
  uv_poll_init(w->pool->loop, &w->listener, w->proc.err);
  w->listener.data = w;
  w->handles++;
  uv_poll_start(&w->listener, UV_READABLE, on_said);
}

void worker_listen_end(struct worker *w, uv_close_cb closed) {
  if (w->proc.err < 0) return;
  uv_poll_stop(&w->listener);
  for (int i = 0; i < MAX_SAID / READ_SIZE && read_some(w); i++) continue; /* the rest of its output */
  tell_line(w);
  buf_free(&w->line);
  close(w->proc.err);
  uv_close((uv_handle_t *)&w->listener, closed);
}
