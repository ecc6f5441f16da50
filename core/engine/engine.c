/* engine/engine.c - create, run and free the engine: find plugins, make pools, open the store, run the loop;
 * see engine.h.
 *
 * Owns the loop, the plugin list, the pools, the store and its thread.  An error after which it cannot
 * continue (a failing store) is kept in `reason`; any other error affects one document.
 */
#include "engine/engine.h"

#include "capture/captures.h"
#include "engine/conduct.h"
#include "engine/consume.h"
#include "engine/ingest.h"
#include "engine/quarantined.h"
#include "engine/retention.h"
#include "engine/upkeep.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/os.h"
#include "worker/sandbox.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

/* ---- failing and stopping ---- */

static void engine_stop(struct engine *e) {
  e->stopping = 1;
  if (e->ingest != NULL) ingest_turn(e->ingest);
}

/* All waiting jobs are answered now; results so far are still saved. */
static void cut_off(struct engine *e) {
  pools_stop(e);
  if (e->ingest != NULL) ingest_turn(e->ingest);
}

static void on_grace_over(uv_timer_t *timer) {
  struct engine *e = timer->data;
  log_info("not everything could be finished; the rest is done again at the next start");
  cut_off(e);
}

static void on_signal(void *arg, int number, int times) {
  struct engine *e = arg;
  int first = !e->interrupted;
  e->interrupted = 1;
  if (first) {
    log_event("%s: finishing running work", number == SIGINT ? "interrupted" : "terminated");
    uv_timer_start(&e->grace, on_grace_over, ENGINE_GRACE_MS, 0);
    uv_unref((uv_handle_t *)&e->grace);
    engine_stop(e);
  }
  if (times > 1) cut_off(e); /* a second signal ends at once */
}

/* ---- beginning and end ---- */

static struct plugin_list *discover(const struct engine *e, const char **first) {
  struct plugin_search where = {.dirs = e->spec.plugin_dirs,
                                .n_dirs = e->spec.n_plugin_dirs,
                                .worker = e->paths.worker,
                                .cache = e->spec.cache_dir,
                                .deny = e->spec.deny,
                                .n_deny = e->spec.n_deny,
                                .own = e->paths.own,
                                .n_own = e->paths.n_own};
  if (where.n_dirs == 0) {
    where.dirs = e->paths.dirs;
    where.n_dirs = e->paths.n_dirs;
  }
  *first = where.n_dirs > 0 ? where.dirs[0] : "any directory";
  return e->spec.found != NULL ? e->spec.found : plugin_discover(&where);
}

/* Stages, briefs and sinks are used when they are configured; their settings were checked then. */
static uint32_t lacks_in_use(const struct engine *e, const struct component_info *c) {
  const struct engine_choice *s = engine_settings(e, c);
  if (s != NULL && s->faulty) return 0;
  if (c->kind != TDG_KIND_FETCHER && c->kind != TDG_KIND_PARSER) return plugin_lacks(c);
  return c->needs & ~plugin_rights_in_use(c, s != NULL ? s->values : NULL, s != NULL ? s->n_values : 0);
}

/* One line per plugin that lacks a right. */
static void tell_lacks(const struct engine *e) {
  const struct plugin_info *told = NULL;
  char text[PLUGIN_LACKS_TEXT];
  for (const struct component_info *c = NULL; (c = plugin_next(e->plugins, 0, c)) != NULL;) {
    uint32_t lacks = lacks_in_use(e, c);
    if (lacks == 0 || c->plugin == told) continue;
    plugin_lacks_text(c, lacks, text);
    log_warning("%s", text);
    told = c->plugin;
  }
}

static void tell_unused(const struct engine *e) {
  char what[PLUGIN_REFUSED_TEXT];
  for (size_t i = 0; i < e->plugins->n_refusals; i++) {
    const struct plugin_refusal *r = &e->plugins->refusals[i];
    if (r->program != NULL) continue; /* an error of the configuration, told where the program is written */
    log_warning("%s is not used: found %s, wanted %s; %s", plugin_refused_text(r, what), r->found, r->wanted,
                r->todo);
  }
  tell_lacks(e);
}

static int find_plugins(struct engine *e, char *why, size_t size) {
  const char *first;
  find_paths(&e->paths);
  if (e->paths.worker[0] == '\0')
    return snprintf(why, size, "tidings-worker is not found beside this program"), -1;
  e->plugins = discover(e, &first);
  if (e->spec.trial == NULL) tell_unused(e);
  if (sandbox_gap() != NULL && !e->spec.in_process) log_warning("%s", sandbox_gap());
  if (e->plugins->n_plugins > 0) return 0;
  return snprintf(why, size, "no plugins are found in %s", first), -1;
}

/* No record names an answer that could be lost. */
static int captures_are_safe(void *capture, const char **why) {
  const int status = capture_sync(capture);
  *why = capture_error(capture);
  return status;
}

static int open_store(struct engine *e, char *why, size_t size) {
  int status;
  e->store = store_open(e->spec.store_driver, e->spec.store_path, TDG_STORE_CREATE, NULL, why, size, &status);
  if (e->store != NULL) {
    const struct tdg_store_ops *ops = e->store->ops;
    status = ops->begin(e->store->handle);
    if (status >= 0) status = ops->task_release(e->store->handle);
    if (status >= 0) status = ops->commit(e->store->handle);
    if (status < 0) snprintf(why, size, "%s", store_error(e->store));
  }
  if (e->spec.busy != NULL) *e->spec.busy = status == TDG_STORE_BUSY;
  if (status < 0) return -1;
  e->conduct = conduct_new();
  e->gates = gate_kept_new();
  e->hosts = hosts_new(e->store, e->spec.host_delay, e->spec.host_requests);
  if (e->spec.capture != NULL && (e->capture = capture_open(e->spec.capture, why, size)) == NULL) return -1;
  e->writer = storethread_start(&e->loop, e->store);
  if (e->capture != NULL) storethread_before_commit(e->writer, captures_are_safe, e->capture);
  return 0;
}

void engine_settle_spec(struct engine_spec *spec) {
  if (spec->interval_min <= 0) spec->interval_min = 15 * 60000;
  if (spec->interval_max <= 0) spec->interval_max = 24 * 3600000LL;
  if (spec->fetches <= 0) spec->fetches = FETCHES_USUAL;
}

/* The hosts among the sources, as far as they count to tell a host from the network. */
static int count_hosts(const struct engine_spec *spec) {
  struct arena a = {0};
  struct tdg_str seen[NETWORK_HOSTS];
  size_t n = 0;
  for (size_t i = 0; i < spec->n_sources && n < NETWORK_HOSTS; i++) {
    const struct tdg_str group = engine_group(&a, tdg_str_of(spec->sources[i].url));
    size_t k = 0;
    while (k < n && !tdg_str_same(seen[k], group)) k++;
    if (k == n && group.n > 0) seen[n++] = group;
  }
  arena_free(&a);
  return (int)n;
}

void engine_index_sources(struct engine *e) {
  const struct engine_spec *spec = &e->spec;
  map_free(&e->sources);
  twins_free(e);
  e->sources.lent = 1; /* the keys are in the spec */
  e->reads_files = 0;
  for (size_t i = 0; i < spec->n_sources; i++) {
    map_put(&e->sources, spec->sources[i].who.id, strlen(spec->sources[i].who.id),
            (void *)(uintptr_t)&spec->sources[i]);
    e->reads_files |= !tdg_url_is_web(tdg_str_of(spec->sources[i].url));
  }
  twins_find(e);
  e->hosts_known = count_hosts(spec);
  e->hubs_changed = 1; /* those of sources that are gone are not wanted any more */
}

enum { KEPT_MEMORY = 16 << 20, KEPT_BLOCK = 2 << 20 /* more than a block of an arena */ };

struct engine *engine_new(const struct engine_spec *spec, char *why, size_t why_size) {
  struct engine *e = check_alloc(sizeof *e);
  memset(e, 0, sizeof *e);
  e->spec = *spec;
  engine_settle_spec(&e->spec);
  e->generation = generation_new(spec);
  os_keep_memory(KEPT_MEMORY, KEPT_BLOCK); /* answers come and go */
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN); /* a write beyond the file size limit then fails like a full disk */
  engine_index_sources(e);
  int rc = uv_loop_init(&e->loop);
  if (rc < 0) {
    snprintf(why, why_size, "no event loop: %s; raise the limits on open files or memory", uv_strerror(rc));
    map_free(&e->sources);
    twins_free(e);
    generations_free(e);
    free(e);
    return NULL;
  }
  uv_timer_init(&e->loop, &e->ticker);
  uv_timer_init(&e->loop, &e->grace);
  e->ticker.data = e->grace.data = e;
  /* Until the store is open there is nothing to finish: a signal ends the process by default. */
  if (spec->store_path != NULL && (rc = signals_watch(&e->loop, on_signal, e)) < 0) {
    snprintf(why, why_size, "signals cannot be watched: %s", uv_strerror(rc));
    engine_free(e);
    return NULL;
  }
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

void engine_free(struct engine *e) {
  e->stopping = 1;
  if (e->ingest != NULL) ingest_stop(e->ingest); /* no caller waits for it any more */
  pools_close(e);
  upkeep_stop(e);
  if (e->writer != NULL) storethread_stop(e->writer);
  retention_close(e);
  if (e->spec.store_path != NULL) signals_forget();
  uv_close((uv_handle_t *)&e->grace, NULL);
  uv_close((uv_handle_t *)&e->ticker, NULL);
  while (uv_run(&e->loop, UV_RUN_DEFAULT) != 0) continue;
  uv_loop_close(&e->loop);
  upkeep_free(e);
  if (e->ingest != NULL) ingest_free(e->ingest);
  if (e->consume != NULL) consume_free(e->consume);
  capture_close(e->capture);
  store_close(e->store);
  if (e->spec.found == NULL) plugin_list_free(e->plugins);
  map_free(&e->sources);
  map_free(&e->told);
  twins_free(e);
  hosts_free(e->hosts);
  quarantined_free(e->quarantined);
  gate_kept_free(e->gates);
  conduct_free(e->conduct);
  generations_free(e);
  left_clear(&e->left);
  for (size_t i = 0; i < e->unread.n; i++) free(e->unread.v[i].name);
  free(e);
}
