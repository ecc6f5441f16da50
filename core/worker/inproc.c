/* worker/inproc.c - a component inside this process; see inproc.h.
 *
 * Owns the open plugin's `self`, its configuration and one host_call.  Emitted records are checked with
 * rec_check, as if they came from a worker, and copied from the call's arena to `kept`, where they are valid
 * until the next call.
 */
#include "worker/inproc.h"

#include "plugin/load.h"
#include "plugin/plugin_info.h"
#include "util/check.h"
#include "util/log.h"
#include "worker/decode.h"
#include "worker/host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_RECORDS = 20000, MAX_SUBJECT = 2000 };

struct inproc {
  const struct tdg_plugin *plugin;
  struct tdg_component component;
  void *self;
  int opened; /* open succeeded, so close must be called */
  int pumping;
  struct tdg_str subject; /* the address of what it works on; "" for none */
  int64_t answered;       /* number of the request whose last document pump emitted; -1: none */
  struct host_call call;
  struct arena config; /* options and extensions; freed on close */
  struct arena kept;
  const tdg_rec **recs;
  size_t n, cap;
  int (*emit)(void *arg, const tdg_rec *r);
  void *emit_arg;
};

static int add(struct inproc *p, const tdg_rec *r) {
  char why[200];
  struct tdg_str bytes = rec_bytes(r);
  if (p->emit == NULL && p->n >= MAX_RECORDS) return TDG_DENIED;
  if (rec_check_odd(bytes.p, bytes.n, REC_MAX_DOCUMENT, why, sizeof why, &p->call.odd) < 0) {
    snprintf(p->call.message, sizeof p->call.message, "invalid record: %s", why);
    return TDG_INTERNAL;
  }
  if (p->emit != NULL) return p->emit(p->emit_arg, r);
  if (p->n == p->cap) {
    p->cap = p->cap > 0 ? p->cap * 2 : 16;
    p->recs = check_realloc(p->recs, p->cap * sizeof *p->recs);
  }
  p->recs[p->n++] = rec_view(&p->kept, arena_copy(&p->kept, bytes.p, bytes.n), bytes.n);
  return TDG_OK;
}

/* In pump, what was set goes with the document that is emitted next. */
static int keep(void *arg, const tdg_rec *r) {
  struct inproc *p = arg;
  const int64_t request = rec_get_int(r, TDG_REQUEST_NO, 0);
  if (p->pumping && request == p->answered) {
    host_after_last(&p->call);
    return TDG_INTERNAL;
  }
  int status = add(p, r);
  if (p->pumping && status == TDG_OK && !rec_get_int(r, TDG_MORE, 0)) p->answered = request;
  const tdg_rec *changes = p->pumping && status == TDG_OK ? host_changed_values(&p->call) : NULL;
  return changes != NULL ? add(p, changes) : status;
}

static void print_log(void *arg, int level, const char *text) {
  const struct inproc *p = arg;
  const char *id = p->plugin->id, *name = p->component.name;
  if (level & MISTAKE_LEVEL) {
    log_warning("%s %s (%s): %s", plugin_kind_name(p->component.kind), name, id, text);
    return;
  }
  const struct tdg_str of = p->subject;
  const int named = of.n > 0 && of.n <= MAX_SUBJECT && tdg_str_find(tdg_str_of(text), of.p) == NULL;
  log_write(level < LOG_ERROR   ? LOG_ERROR
            : level > LOG_DEBUG ? LOG_DEBUG
                                : (enum log_level)level,
            "%s: %s%s%.*s%s", name, text, named ? " (" : "", named ? (int)of.n : 0, of.p, named ? ")" : "");
}

/* Format a refusal (found, what to do) as one line. */
static int refused(const struct plugin_why *w, const char *file, char *why, size_t size) {
  snprintf(why, size, "%s: found %s; wanted %s; %s", file, w->found, w->wanted, w->todo);
  return -1;
}

/* Copy the component to the struct of this revision: an older plugin's struct is shorter, a newer one's
 * longer. */
static int load(struct inproc *p, const char *file, const char *component, char *why, size_t size) {
  struct plugin_why w;
  p->plugin = plugin_load(file, &w);
  if (p->plugin == NULL) return refused(&w, file, why, size);
  if (component == NULL && p->plugin->n_components == 0)
    return snprintf(why, size, "%s has no component", file), -1;
  if (component == NULL) plugin_component_at(p->plugin, 0, &p->component);
  if (component == NULL && plugin_component_usable(&p->component, &w) < 0)
    return refused(&w, file, why, size);
  if (component != NULL && plugin_component_named(p->plugin, component, &p->component) < 0)
    return snprintf(why, size, "%s has no component %s", file, component), -1;
  return 0;
}

/* Allocate the plugin's conf struct and fill it from defaults and values. */
static void *configure(struct inproc *p, const struct option_value *values, size_t n_values, char *why,
                       size_t size) {
  const struct tdg_component *c = &p->component;
  char err[OPTION_ERROR];
  void *conf = arena_zalloc(&p->config, c->conf_size + 1);
  struct option_info *table = arena_zalloc(&p->config, (c->n_options + 1) * sizeof *table);
  struct option_value *copy = arena_zalloc(&p->config, (n_values + 1) * sizeof *copy);
  for (size_t i = 0; i < n_values; i++) {
    copy[i].name = arena_copy(&p->config, values[i].name, strlen(values[i].name));
    copy[i].value = arena_copy(&p->config, values[i].value, strlen(values[i].value));
  }
  if (option_table(c->options, c->n_options, c->option_size, c->conf_size, table, err) == 0 &&
      option_fill(table, c->n_options, copy, n_values, conf, c->conf_size, &p->config, err) == 0)
    return conf;
  snprintf(why, size, "%s", err);
  return NULL;
}

static int load_extensions(struct inproc *p, const struct extension_info *v, size_t n, char *why,
                           size_t size) {
  struct plugin_why w;
  for (size_t i = 0; i < n; i++) {
    const struct tdg_plugin *other = v[i].file != NULL ? plugin_load(v[i].file, &w) : NULL;
    const void *table = other != NULL ? plugin_offered(other, v[i].id, &w) : NULL;
    if (v[i].file != NULL && table == NULL) return refused(&w, v[i].file, why, size);
    host_extend(&p->call, arena_copy(&p->config, v[i].id, strlen(v[i].id)), table);
  }
  return 0;
}

struct inproc *inproc_open(const char *file, const char *component, const struct option_value *values,
                           size_t n_values, char *why, size_t why_size) {
  return inproc_open_with(file, component, values, n_values, NULL, 0, why, why_size);
}

struct inproc *inproc_open_with(const char *file, const char *component, const struct option_value *values,
                                size_t n_values, const struct extension_info *extensions, size_t n_extensions,
                                char *why, size_t why_size) {
  struct inproc *p = check_alloc(sizeof *p);
  memset(p, 0, sizeof *p);
  p->subject = (struct tdg_str){"", 0};
  host_init(&p->call, &(struct host_sink){.emit = keep, .log = print_log, .arg = p});
  p->call.is_apart = dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
  void *conf = NULL;
  if (load(p, file, component, why, why_size) < 0) goto fail;
  if (load_extensions(p, extensions, n_extensions, why, why_size) < 0) goto fail;
  conf = configure(p, values, n_values, why, why_size);
  if (conf == NULL) goto fail;
  host_begin(&p->call, host_clock(&p->component));
  p->call.no_values = 1; /* open */
  mistakes_of(&p->call.mistakes, &p->component, p->plugin, 0);
  if (p->component.open != NULL && p->component.open(&p->call.pub, conf, &p->self) < 0) {
    snprintf(why, why_size, "%s: %s", p->component.name, p->call.message);
    goto fail; /* after a failed open nothing else is called */
  }
  p->opened = 1;
  return p;
fail:
  inproc_close(p);
  return NULL;
}

const struct tdg_component *inproc_component(const struct inproc *p) { return &p->component; }

void inproc_on_emit(struct inproc *p, int (*emit)(void *arg, const tdg_rec *r), void *arg) {
  p->emit = emit;
  p->emit_arg = arg;
}

static enum mistake_call called_by(enum inproc_verb verb) {
  static const enum mistake_call calls[] = {
      [INPROC_PROBE] = CALLED_PROBE,    [INPROC_RUN] = CALLED_RUN,     [INPROC_JUDGE] = CALLED_JUDGE,
      [INPROC_RECALL] = CALLED_RECALL,  [INPROC_FLUSH] = CALLED_FLUSH, [INPROC_SAVE] = CALLED_SAVE,
      [INPROC_RESTORE] = CALLED_RESTORE};
  return calls[verb];
}

static int invoke(struct inproc *p, enum inproc_verb verb, const tdg_rec *in) {
  const struct tdg_component *c = &p->component;
  tdg_call *call = &p->call.pub;
  switch (verb) {
  case INPROC_PROBE: p->call.no_values = 1; return c->probe != NULL ? c->probe(call, p->self, in) : 50;
  case INPROC_RUN: return c->run != NULL ? c->run(call, p->self, in) : TDG_INTERNAL;
  case INPROC_JUDGE: return c->judge != NULL ? c->judge(call, p->self, in) : TDG_INTERNAL;
  case INPROC_RECALL: return host_recall(c, call, p->self, in);
  case INPROC_SAVE: return host_save(c, call, p->self, in);
  case INPROC_RESTORE: return host_restore(c, call, p->self, in);
  case INPROC_FLUSH: return c->flush != NULL ? c->flush(call, p->self) : TDG_OK;
  }
  return TDG_INTERNAL;
}

static void begin(struct inproc *p, int64_t now_ms) {
  arena_reset(&p->kept);
  p->n = 0;
  host_begin(&p->call, now_ms);
}

static void answer(struct inproc *p, int status, struct inproc_reply *reply) {
  *reply = (struct inproc_reply){status, p->call.message, p->recs, p->n};
}

static void keep_values(struct inproc *p, enum inproc_verb verb, int status) {
  const tdg_rec *changes = host_changed_values(&p->call);
  int may = p->component.kind == TDG_KIND_FETCHER || p->component.kind == TDG_KIND_PARSER;
  if (changes != NULL && may && verb == INPROC_RUN && status >= 0) add(p, changes);
}

void inproc_call(struct inproc *p, enum inproc_verb verb, const tdg_rec *in, int64_t now_ms,
                 struct inproc_reply *reply) {
  begin(p, now_ms);
  p->answered = -1;
  p->subject = in != NULL ? rec_get(in, TDG_URL, 0) : (struct tdg_str){"", 0};
  int status = TDG_OK;
  if (in != NULL && p->component.kind == TDG_KIND_PARSER) {
    const struct frame_limits limits = FRAME_LIMITS_DEFAULT;
    status = decode_document(&p->call.arena, in, &limits, verb == INPROC_PROBE, &in, p->call.message,
                             sizeof p->call.message);
    if (status == TDG_OK) p->call.message[0] = '\0';
  }
  in = host_take_values(&p->call, in);
  if (status >= 0) status = host_status(&p->call, called_by(verb), invoke(p, verb, in), in);
  keep_values(p, verb, status);
  p->subject = (struct tdg_str){"", 0};
  answer(p, status, reply);
}

int inproc_pump(struct inproc *p, int wake_fd, int timeout_ms, int64_t now_ms, struct inproc_reply *reply) {
  begin(p, now_ms);
  if (p->component.pump == NULL) { /* it returned TDG_PENDING although it has no pump */
    snprintf(p->call.message, sizeof p->call.message, "%s has no pump", p->component.name);
    answer(p, TDG_INTERNAL, reply);
    return TDG_INTERNAL;
  }
  p->pumping = 1;
  int left = p->component.pump(&p->call.pub, p->self, wake_fd, timeout_ms);
  p->pumping = 0;
  answer(p, left < 0 ? left : p->call.first_error, reply);
  return left;
}

void inproc_close(struct inproc *p) {
  if (p == NULL) return;
  if (p->opened) host_close(&p->component, &p->call, p->self);
  host_free(&p->call);
  arena_free(&p->config);
  arena_free(&p->kept);
  free(p->recs);
  free(p);
}
