/* engine/pool_stderr.c - what a worker prints: told once, and logged with -vv, one message per line; its end is kept
 * for the cause of its death.
 *
 * A worker's descriptors 1 and 2 are one pipe and never the operator's terminal, because plugins and their libraries
 * may print text from outside.  Lines are cut at MAX_LINE; after MAX_SAID bytes the rest of a worker's output
 * is not logged, with one message.  Assertions, uncaught exceptions and the calls that led to a crash
 * (sandbox.c) are among its last lines.
 */
#include "engine/pool_priv.h"

#include "util/clean.h"
#include "util/log.h"
#include "worker/mistakes.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tidings/kit/utf8.h>

enum { MAX_LINE = 1000, MAX_SAID = 1 << 20, READ_SIZE = 4096, READS = 16, MAX_KEPT_LINE = 400 };

/* The first bytes that must go so that n more fit. */
static void make_room(struct worker *w, size_t n) {
  size_t gone = w->tail_n + n > sizeof w->tail ? w->tail_n + n - sizeof w->tail : 0;
  while (gone < w->tail_n && tdg_utf8_is_tail(w->tail[gone])) gone++;
  if (gone > w->tail_n) gone = w->tail_n;
  memmove(w->tail, w->tail + gone, w->tail_n - gone);
  w->tail_n -= gone;
}

/* Not what a terminal acts on, and UTF-8 only: it becomes part of a message. */
static size_t harmless(const char *p, size_t n, char out[MAX_KEPT_LINE + 4]) {
  size_t to = 0;
  for (const char *end = p + n; p < end && to < MAX_KEPT_LINE;) {
    uint32_t c = tdg_utf8_next(&p, end);
    to += tdg_utf8_put(out + to, clean_is_unsafe(c) ? ' ' : c);
  }
  return to;
}

static void keep_part(struct worker *w, const char *p, size_t n) {
  make_room(w, n);
  memcpy(w->tail + w->tail_n, p, n);
  w->tail_n += n;
}

static void tell_line(struct worker *w) {
  struct tdg_str line = {w->line.p, w->line.n};
  char kept[MAX_KEPT_LINE + 4];
  if (line.n > 0) {
    if (w->said <= MAX_SAID)
      log_debug("%s: worker %d prints: %s", w->pool->spec.component->name, (int)w->proc.pid, line.p);
    if (w->tail_n > 0) keep_part(w, " | ", 3);
    keep_part(w, kept, harmless(line.p, line.n, kept));
  }
  buf_clear(&w->line);
}

/* A program may print: it has no other way to say what is no answer. */
void worker_tell_prints(struct worker *w) {
  char text[600];
  if (w->pool->told_prints || w->tail_n == 0 || w->pool->spec.component->plugin->program != NULL) return;
  w->pool->told_prints = 1;
  const size_t n = tdg_utf8_cut((struct tdg_str){w->tail, w->tail_n}, 200);
  int length =
      snprintf(text, sizeof text,
               "prints to its standard output or error (\"%.*s\"): say it with tdg_log(); -vv shows all "
               "that it prints",
               (int)n, w->tail);
  pool_tell(w->pool, WRONG_PRINTS, text, (size_t)length);
}

/* Where one of the calls that led to a crash is in this file: "file(symbol+0x1)" of sandbox.c, "(file+0x1)" of a
 * sanitizer; NULL: none is. */
static const char *call_in(const char *calls, const char *file) {
  const size_t n = strlen(file);
  for (const char *at = calls; n > 0 && (at = strstr(at, file)) != NULL; at += n) {
    const int begins = at == calls || at[-1] == ' ' || at[-1] == '(';
    if (begins && (at[n] == '(' || strncmp(at + n, "+0x", 3) == 0)) return at;
  }
  return NULL;
}

/* The extension in whose plugin the worker crashed, when that is not the component's own; NULL: none.  The last call
 * in a plugin stands first. */
static const struct extension_info *find_provider(const struct worker *w, const char *calls) {
  const struct component_info *c = w->pool->spec.component;
  const struct extension_info *found = NULL;
  const char *first = call_in(calls, c->plugin->file), *at;
  for (size_t i = 0; i < c->n_extensions; i++) {
    const struct extension_info *x = &c->extensions[i];
    if (x->file == NULL || strcmp(x->file, c->plugin->file) == 0) continue;
    if ((at = call_in(calls, x->file)) == NULL || (first != NULL && first <= at)) continue;
    first = at;
    found = x;
  }
  return found;
}

/* Functions that the plugin does not export are offsets in the calls that led to a crash.  The command that names
 * them becomes the last line; it is left out where it does not fit. */
static void add_command(const char *file, char *text, size_t size) {
  char line[WORKER_WHERE], call[PATH_MAX + 8], *end;
  int n = snprintf(line, sizeof line, " | for the names: addr2line -Cfipe '%s'", file);
  const int without = n, length = snprintf(call, sizeof call, "%s(+0x", file);
  if (strchr(file, '\'') != NULL) return;
  for (const char *at = text; (at = strstr(at, call)) != NULL && n < (int)sizeof line; at = end)
    n += snprintf(line + n, sizeof line - (size_t)n, " 0x%llx", strtoull(at + length - 2, &end, 16));
  if (n > without && n < (int)sizeof line && strlen(text) + (size_t)n < size)
    memcpy(text + strlen(text), line, (size_t)n + 1);
}

void worker_add_words(const struct worker *w, struct worker_cause *cause) {
  size_t n = strlen(cause->text);
  char calls[WORKER_SAID + 1];
  const struct plugin_info *own = w->pool->spec.component->plugin;
  if (w->tail_n == 0 || cause->code == CAUSE_NONE || cause->code == CAUSE_STOPPED) return;
  snprintf(calls, sizeof calls, "%.*s", (int)w->tail_n, w->tail);
  const struct extension_info *x = find_provider(w, calls);
  if (x != NULL)
    n += (size_t)snprintf(cause->text + n, sizeof cause->text - n,
                          "; it was in the extension %.100s of the plugin %.100s, which this component uses",
                          x->id, x->by);
  snprintf(cause->text + n, sizeof cause->text - n, "; it printed last: %s", calls);
  if (own->program == NULL) add_command(x != NULL ? x->file : own->file, cause->text, sizeof cause->text);
}

void worker_add_refused_words(struct worker *w) {
  size_t n = strlen(w->refusal);
  if (n == 0 || w->tail_n == 0 || w->pool->spec.component->plugin->program == NULL) return;
  snprintf(w->refusal + n, sizeof w->refusal - n, "; it printed last: %.*s", (int)w->tail_n, w->tail);
}

static void take(struct worker *w, const char *p, size_t n) {
  size_t before = w->said;
  w->said += n;
  if (before <= MAX_SAID && w->said > MAX_SAID)
    log_debug("%s: worker %d prints more than %d bytes; the rest is left out", w->pool->spec.component->name,
              (int)w->proc.pid, MAX_SAID);
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
