/* engine/services.c - functions for all parts of the engine: pools, sources, limit groups, and engine_fail.
 *
 * Does not call ingest or consumers; they call it.  Pools are created on first use and belong to the engine.
 * Only engine_fail reports a failure, and it ends the run.
 */
#include "engine/engine.h"

#include "util/log.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
  STAGE_DEPTH = 64,
  FETCH_DEPTH = 256,
  FETCH_DEADLINE_MS = 120000,
  SINK_DEPTH = 64,
  NET_BRIEF_DEADLINE_MS = 660000 /* a model may take minutes; the plugin has its own, shorter timeout */
};

void engine_fail(struct engine *e, const char *fmt, ...) {
  va_list ap;
  if (e->failed) return;
  e->failed = 1;
  va_start(ap, fmt);
  vsnprintf(e->reason, sizeof e->reason, fmt, ap);
  va_end(ap);
  log_error("%s", e->reason);
  e->stopping = 1;
  uv_stop(&e->loop);
}

/* ---- pools ---- */

const struct engine_source *engine_source(const struct engine *e, const char *id) {
  return map_get(&e->sources, id, strlen(id));
}

struct tdg_str engine_group(struct arena *a, struct tdg_str url) {
  struct tdg_url parts;
  if (!tdg_url_is_web(url) || tdg_url_parse(url, &parts) < 0 || parts.host.n == 0)
    return (struct tdg_str){"", 0};
  int dot = parts.host.n > 1 && parts.host.p[parts.host.n - 1] == '.'; /* one name, written absolutely */
  const char *usual = strncasecmp(url.p, "https", 5) == 0 ? "443" : "80";
  char *group = parts.port.n > 0 ? arena_printf(a, "%.*s:%.*s", (int)parts.host.n - dot, parts.host.p,
                                                (int)parts.port.n, parts.port.p)
                                 : arena_printf(a, "%.*s:%s", (int)parts.host.n - dot, parts.host.p, usual);
  for (char *p = group; *p != '\0'; p++) *p = tdg_lower(*p);
  return tdg_str_of(group);
}

struct tdg_str engine_group_of(struct arena *a, const struct engine_source *source, struct tdg_str url) {
  const struct tdg_str group = engine_group(a, url);
  if (source == NULL || source->group == NULL || source->group[0] == '\0') return group;
  return tdg_str_same(group, engine_group(a, tdg_str_of(source->url))) ? tdg_str_of(source->group) : group;
}

static const struct engine_choice *find_choice(const struct engine *e, const struct engine_choice *list,
                                               size_t n, const struct component_info *c) {
  for (size_t i = 0; i < n; i++)
    if ((list[i].kind == 0 || list[i].kind == c->kind) &&
        plugin_component(e->plugins, c->kind, list[i].name) == c)
      return &list[i];
  return NULL;
}

const struct engine_choice *engine_settings(const struct engine *e, const struct component_info *c) {
  const struct engine_spec *s = &e->spec;
  switch (c->kind) {
  case TDG_KIND_STAGE: return find_choice(e, s->stages, s->n_stages, c);
  case TDG_KIND_BRIEF: return find_choice(e, s->briefs, s->n_briefs, c);
  case TDG_KIND_SINK: return find_choice(e, s->sinks, s->n_sinks, c);
  default: return find_choice(e, s->plugins, s->n_plugins, c);
  }
}

static int cores(void) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

/* A brief component with network access: one job at a time, with a long deadline. */
static void shape_brief(const struct engine *e, struct pool_spec *s) {
  if (s->component->needs & TDG_NEEDS_NET) {
    s->deadline_ms = NET_BRIEF_DEADLINE_MS;
    return;
  }
  s->workers = e->spec.workers > 0 ? e->spec.workers : cores();
  s->spare = 1;
}

/* A fetcher has its own timeouts; this deadline is for one that does not keep them, and ends all running jobs
 * of its worker. */
static int fetch_deadline(const struct engine *e) {
  const int64_t twice = 2 * e->spec.fetch_timeout;
  return twice > FETCH_DEADLINE_MS ? (int)twice : FETCH_DEADLINE_MS;
}

static void shape_by_kind(const struct engine *e, struct pool_spec *s) {
  switch (s->component->kind) {
  case TDG_KIND_BRIEF: shape_brief(e, s); break;
  case TDG_KIND_PARSER:
    s->workers = e->spec.workers > 0 ? e->spec.workers : cores();
    s->spare = 1;
    break;
  case TDG_KIND_FETCHER:
    s->depth = s->component->calls & PLUGIN_CALL_PUMP
                   ? (e->spec.fetches > FETCH_DEPTH ? e->spec.fetches : FETCH_DEPTH)
                   : 2;
    s->deadline_ms = fetch_deadline(e);
    s->limits.cpu_ms = 0; /* a fetcher runs long and processes many jobs */
    break;
  case TDG_KIND_STAGE:
    s->depth = STAGE_DEPTH;
    s->max_documents = -1;
    s->no_retry = 1;
    s->limits.memory = 0; /* bounded by the number of fetches the operator chose */
    s->limits.cpu_ms = 0;
    break;
  case TDG_KIND_SINK:
    s->depth = SINK_DEPTH;
    s->max_documents = -1; /* a new worker would acknowledge what another one was given */
    s->no_retry = 1;
    break;
  default: break;
  }
}

static void take_settings(struct pool_spec *s, const struct engine_choice *settings) {
  s->options = settings->values;
  s->n_options = settings->n_values;
  s->read_paths = settings->read_paths;
  s->n_read = settings->n_read;
  s->write_paths = settings->write_paths;
  s->n_write = settings->n_write;
}

/* What a program may do, and its options, are written where it is named.  It runs in a process of its own in any
 * case, and has a limit of memory also where a plugin of its kind has none. */
static void shape_program(const struct engine *e, struct pool_spec *s, const struct plugin_program *p) {
  s->in_process = 0;
  s->rights = s->component->granted;
  s->limits.memory = e->spec.memory > 0 ? e->spec.memory : ((struct frame_limits)FRAME_LIMITS_DEFAULT).memory;
  s->read_paths = (const char **)(uintptr_t)p->read;
  s->n_read = p->n_read;
  s->write_paths = (const char **)(uintptr_t)p->write;
  s->n_write = p->n_write;
  s->options = p->options;
  s->n_options = p->n_options;
}

static void shape_trial(struct pool_spec *s, const struct engine_trial *t) {
  s->spare = 0;
  s->workers = s->no_retry = s->once = 1;
  s->debug = t->debug;
  s->check = t->check;
  if (t->deadline_ms > 0) s->deadline_ms = t->deadline_ms;
}

static struct pool *make_pool(struct engine *e, const struct component_info *c,
                              const struct engine_choice *settings, int own) {
  struct pool_spec s = {.component = c,
                        .worker = e->paths.worker,
                        .in_process = e->spec.in_process,
                        .workers = 1,
                        .max_documents = e->spec.max_documents,
                        .deadline_ms = e->spec.deadline_ms,
                        .limits = FRAME_LIMITS_DEFAULT};
  s.limits.reply_bytes = POOL_MAX_REPLY;
  s.limits.reply_frames = POOL_MAX_RECORDS;
  s.limits.cpu_ms = (uint32_t)(s.deadline_ms > 0 ? s.deadline_ms : POOL_DEADLINE_MS);
  if (e->spec.memory > 0) s.limits.memory = e->spec.memory;
  if (settings != NULL) take_settings(&s, settings);
  s.rights = plugin_rights_in_use(c, s.options, s.n_options);
  if (c->granted & TDG_NEEDS_READ & ~plugin_rights_by_options(c)) {
    s.read_paths = e->spec.read_paths;
    s.n_read = e->spec.n_read;
  }
  shape_by_kind(e, &s);
  if (c->plugin->program != NULL) shape_program(e, &s, c->plugin->program);
  /* used by one or few sources, so there may be many such pools */
  if (own && c->kind == TDG_KIND_PARSER) s.spare = 0;
  if (e->spec.trial != NULL) shape_trial(&s, e->spec.trial);
  return pool_new(&e->loop, &s);
}

struct pool *engine_pool_with(struct engine *e, const struct component_info *c,
                              const struct engine_choice *own) {
  const struct engine_choice *usual = engine_settings(e, c), *settings = own != NULL ? own : usual;
  const void *key[2] = {c, settings};
  struct pool *p = map_get(&e->pools, key, sizeof key);
  if (p == NULL) {
    p = make_pool(e, c, settings, settings != usual);
    map_put(&e->pools, key, sizeof key, p);
  }
  return p;
}

struct pool *engine_pool_of(struct engine *e, const struct component_info *c) {
  return engine_pool_with(e, c, NULL);
}
