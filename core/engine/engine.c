/* engine/engine.c - the engine's life: plugins found, pools made, the store opened, loops run; see engine.h.
 *
 * Owns the loop, the plugin list, the pools, the store and its thread.  What makes it unable to continue (a failing
 * store) is remembered in `reason`; everything else costs one document.
 */
#include "engine/engine.h"

#include "engine/consume.h"
#include "engine/ingest.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <tidings/kit/url.h>

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STAGE_DEPTH = 64, FETCH_DEPTH = 256, FETCH_DEADLINE_MS = 120000, SINK_DEPTH = 64 };

/* ---- failing and stopping ------------------------------------------------------------------------------------------- */

void engine_stop(struct engine *e) {
  e->stopping = 1;
  if (e->ingest != NULL) ingest_turn(e->ingest);
}

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

static void on_signal(uv_signal_t *signal, int number) {
  struct engine *e = signal->data;
  log_info("%s: finishing what is under way", number == SIGINT ? "interrupted" : "told to end");
  if (e->interrupted) uv_stop(&e->loop); /* asked twice: the leases run out by themselves */
  e->interrupted = 1;
  engine_stop(e);
}

/* ---- pools ---------------------------------------------------------------------------------------------------------- */

const struct engine_source *engine_source(const struct engine *e, const char *id) {
  for (size_t i = 0; i < e->spec.n_sources; i++)
    if (strcmp(e->spec.sources[i].id, id) == 0) return &e->spec.sources[i];
  return NULL;
}

enum { MAX_GROUPS = 1000000 }; /* remembered; beyond that everybody's turn is now */

int64_t engine_take_turn(struct engine *e, struct tdg_str group, int64_t now_ms) {
  if (group.n == 0 || e->spec.host_delay <= 0) return now_ms;
  int64_t *next = map_get(&e->turns.next, group.p, group.n);
  if (next == NULL) {
    if (e->turns.next.used >= MAX_GROUPS) return now_ms;
    next = arena_zalloc(&e->turns.arena, sizeof *next);
    map_put(&e->turns.next, group.p, group.n, next);
  }
  int64_t turn = *next > now_ms ? *next : now_ms;
  *next = turn + e->spec.host_delay;
  return turn;
}

struct tdg_str engine_group(struct arena *a, struct tdg_str url) {
  struct tdg_url parts;
  if (strncmp(url.p, "http", 4) != 0 || tdg_url_parse(url, &parts) < 0 || parts.host.n == 0) return (struct tdg_str){"", 0};
  char *group = arena_printf(a, "%.*s:%.*s", (int)parts.host.n, parts.host.p, (int)parts.port.n, parts.port.p != NULL ? parts.port.p : "");
  return (struct tdg_str){group, strlen(group)};
}

static const struct engine_choice *find_choice(const struct engine_choice *list, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(list[i].name, name) == 0) return &list[i];
  return NULL;
}

static const struct engine_choice *settings_of(const struct engine *e, const struct component_info *c) {
  const struct engine_spec *s = &e->spec;
  switch (c->kind) {
  case TDG_KIND_STAGE: return find_choice(s->stages, s->n_stages, c->name);
  case TDG_KIND_BRIEF: return find_choice(s->briefs, s->n_briefs, c->name);
  case TDG_KIND_SINK: return find_choice(s->sinks, s->n_sinks, c->name);
  default: return find_choice(s->plugins, s->n_plugins, c->name);
  }
}

static int cores(void) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

static void shape_by_kind(const struct engine *e, struct pool_spec *s) {
  switch (s->component->kind) {
  case TDG_KIND_PARSER:
  case TDG_KIND_BRIEF:
    s->workers = e->spec.workers > 0 ? e->spec.workers : cores();
    s->spare = 1;
    break;
  case TDG_KIND_FETCHER:
    s->depth = s->component->calls & PLUGIN_CALL_PUMP ? FETCH_DEPTH : 2;
    s->deadline_ms = FETCH_DEADLINE_MS;
    s->limits.cpu_ms = 0; /* a fetcher lives long and works at many things */
    break;
  case TDG_KIND_STAGE:
    s->depth = STAGE_DEPTH;
    s->max_documents = -1;
    s->no_retry = 1;
    s->limits.memory = 0; /* its memory is the window the operator chose */
    s->limits.cpu_ms = 0;
    break;
  case TDG_KIND_SINK:
    s->depth = SINK_DEPTH;
    s->no_retry = 1;
    break;
  default: break;
  }
}

static struct pool *make_pool(struct engine *e, const struct component_info *c) {
  const struct engine_choice *settings = settings_of(e, c);
  struct pool_spec s = {.component = c, .worker = e->paths.worker, .in_process = e->spec.in_process, .workers = 1,
                        .max_documents = e->spec.max_documents, .deadline_ms = e->spec.deadline_ms,
                        .limits = FRAME_LIMITS_DEFAULT};
  s.limits.reply_bytes = POOL_MAX_REPLY;
  s.limits.reply_frames = POOL_MAX_RECORDS;
  s.limits.cpu_ms = (uint32_t)(s.deadline_ms > 0 ? s.deadline_ms : POOL_DEADLINE_MS);
  if (e->spec.memory > 0) s.limits.memory = e->spec.memory;
  if (c->needs & TDG_NEEDS_READ) {
    s.read_paths = e->spec.read_paths;
    s.n_read = e->spec.n_read;
  }
  if (c->needs & TDG_NEEDS_WRITE) {
    s.write_paths = e->spec.write_paths;
    s.n_write = e->spec.n_write;
  }
  if (settings != NULL) {
    s.options = settings->values;
    s.n_options = settings->n_values;
  }
  shape_by_kind(e, &s);
  return pool_new(&e->loop, &s);
}

struct pool *engine_pool_of(struct engine *e, const struct component_info *c) {
  struct pool *p = map_get(&e->pools, &c, sizeof c);
  if (p == NULL) {
    p = make_pool(e, c);
    map_put(&e->pools, &c, sizeof c, p);
  }
  return p;
}

struct pool *engine_pool(struct engine *e, uint32_t kind, const char *name) {
  const struct component_info *c = plugin_component(e->plugins, kind, name);
  return c != NULL ? engine_pool_of(e, c) : NULL;
}

/* ---- beginning and end ---------------------------------------------------------------------------------------------- */

static int find_plugins(struct engine *e, char *why, size_t size) {
  find_paths(&e->paths);
  struct plugin_search where = {.dirs = e->spec.plugin_dirs, .n_dirs = e->spec.n_plugin_dirs, .worker = e->paths.worker,
                                .cache = e->spec.cache_dir, .deny = e->spec.deny, .n_deny = e->spec.n_deny};
  if (where.n_dirs == 0) {
    where.dirs = e->paths.dirs;
    where.n_dirs = e->paths.n_dirs;
  }
  if (e->paths.worker[0] == '\0') return snprintf(why, size, "tidings-worker is not found beside this program"), -1;
  e->plugins = plugin_discover(&where);
  for (size_t i = 0; i < e->plugins->n_refusals; i++) {
    const struct plugin_refusal *r = &e->plugins->refusals[i];
    log_warning("plugin %s is not used: found %s, wanted %s; %s", r->file, r->found, r->wanted, r->todo);
  }
  if (e->plugins->n_plugins > 0) return 0;
  return snprintf(why, size, "no plugins are found in %s", where.n_dirs > 0 ? where.dirs[0] : "any directory"), -1;
}

static int open_store(struct engine *e, char *why, size_t size) {
  int status;
  const struct tdg_store_ops *ops;
  e->store = store_open(e->spec.store_path, TDG_STORE_CREATE, NULL, why, size, &status);
  if (e->store == NULL) return -1;
  ops = e->store->ops;
  if (ops->begin(e->store->handle) < 0 || ops->task_release(e->store->handle) < 0 || ops->commit(e->store->handle) < 0) {
    snprintf(why, size, "%s", store_error(e->store));
    return -1;
  }
  e->writer = storethread_start(&e->loop, e->store);
  return 0;
}

static void watch_signal(struct engine *e, uv_signal_t *handle, int number) {
  uv_signal_init(&e->loop, handle);
  handle->data = e;
  uv_signal_start(handle, on_signal, number);
  uv_unref((uv_handle_t *)handle);
}

struct engine *engine_new(const struct engine_spec *spec, char *why, size_t why_size) {
  struct engine *e = check_alloc(sizeof *e);
  memset(e, 0, sizeof *e);
  e->spec = *spec;
  if (e->spec.interval_min <= 0) e->spec.interval_min = 15 * 60000;
  if (e->spec.interval_max <= 0) e->spec.interval_max = 24 * 3600000LL;
  signal(SIGPIPE, SIG_IGN);
  uv_loop_init(&e->loop);
  watch_signal(e, &e->sigint, SIGINT);
  watch_signal(e, &e->sigterm, SIGTERM);
  uv_timer_init(&e->loop, &e->ticker);
  e->ticker.data = e;
  if (find_plugins(e, why, why_size) < 0 || (spec->store_path != NULL && open_store(e, why, why_size) < 0)) {
    engine_free(e);
    return NULL;
  }
  if (e->store != NULL) {
    e->ingest = ingest_new(e);
    e->consume = consume_new(e);
  }
  if (!e->failed) return e;
  snprintf(why, why_size, "%s", e->reason);
  engine_free(e);
  return NULL;
}

static void close_pools(struct engine *e) {
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&e->pools, &i)) != NULL;) pool_close(s->value);
}

void engine_free(struct engine *e) {
  e->stopping = 1;
  close_pools(e);
  if (e->writer != NULL) storethread_stop(e->writer);
  uv_close((uv_handle_t *)&e->sigint, NULL);
  uv_close((uv_handle_t *)&e->sigterm, NULL);
  uv_close((uv_handle_t *)&e->ticker, NULL);
  while (uv_run(&e->loop, UV_RUN_DEFAULT) != 0) continue;
  uv_loop_close(&e->loop);
  if (e->ingest != NULL) ingest_free(e->ingest);
  if (e->consume != NULL) consume_free(e->consume);
  store_close(e->store);
  plugin_list_free(e->plugins);
  map_free(&e->pools);
  map_free(&e->turns.next);
  arena_free(&e->turns.arena);
  free(e);
}
