/* engine/engine.h - the engine: what it is told, what it holds, how it is run.
 *
 * One event loop on one thread; plugins in worker processes (pool.h); the store on its own thread (storethread.h).
 * The engine decodes nothing but records.  Everything durable is a task, a record or a cursor; see docs/design.md.
 *
 *   struct engine *e = engine_new(&spec, why, sizeof why);
 *   engine_import(e, paths, n);      or engine_run_once(e), engine_run(e)
 *   engine_free(e); */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "engine/hosts.h"
#include "engine/pool.h"
#include "engine/storethread.h"
#include "news/news.h"
#include "plugin/locations.h"
#include "util/map.h"

#include <uv.h>

/* A component by name, and its settings.  A sink may be there twice: id tells its uses apart (NULL: the name). */
struct engine_choice {
  const char *name;
  const struct option_value *values;
  size_t n_values;
  const char *id;
  const void *origin; /* of whoever wrote the spec; handed back when something is wrong with it */
};

/* A source as configured; strings are "" when not said. */
struct engine_source {
  struct news_source who;
  const char *url, *parse, *default_zone;
  int full_text; /* read the article behind each item */
  const char *full_text_parser;
  /* settings of its parsers that are its own; NULL: everybody's */
  const struct engine_choice *parse_own, *full_text_own;
  int64_t every; /* ms; 0: find out */
};

struct engine_spec {
  const char *store_path;   /* NULL: no store (parse) */
  const char *store_driver; /* which store plugin */
  const char *const *plugin_dirs;
  size_t n_plugin_dirs;
  const char *const *deny;
  size_t n_deny;
  const char *cache_dir; /* of plugin descriptions; "" none */
  /* lent for the engine's life: the plugins, looked for already; NULL: it looks itself */
  struct plugin_list *found;
  int in_process; /* isolation: none */
  int workers;    /* parsers busy at once; 0: as many as cores */
  int deadline_ms, max_documents;
  uint64_t memory; /* address space of a worker */
  /* plugins: settings of parsers and fetchers */
  const struct engine_choice *stages, *briefs, *sinks, *plugins;
  size_t n_stages, n_briefs, n_sinks, n_plugins;
  const struct engine_source *sources;
  size_t n_sources;
  const char **read_paths, **write_paths; /* granted to plugins that need them */
  size_t n_read, n_write;
  int64_t interval_min, interval_max; /* ms; 0: 15 min, 24 h */
  int interval_fixed;                 /* do not learn: ask every interval_min */
  int jitter;                         /* parts per 10,000 by which times are spread */
  int64_t host_delay;                 /* ms between two requests to one limit group */
  int host_requests;                  /* to one limit group at a time; 0: one */
  int fetches;                        /* under way at a time; 0: 256 */
  int64_t fetch_timeout;              /* ms, what a fetcher was told; its worker is given longer */
  int allow_net;                      /* fetchers may use the network */
  int *busy;                          /* may be NULL; set to 1 when another program writes the store */
};

struct engine_counts {
  uint64_t tasks, documents, bytes, records, versions, unchanged, quarantined, follow_ups, failed, stubs,
      refused;
  uint64_t notes, briefs, sunk; /* refused, above: addresses that were not followed (lead.c) */
  uint64_t unsunk;              /* sinks that have not taken all their records */
  uint64_t damaged;             /* rows of the store that were passed over; known at the end */
};

struct ingest;
struct consume;

struct engine {
  uv_loop_t loop;
  struct engine_spec spec;
  struct find_paths paths;
  struct plugin_list *plugins;
  struct map pools;   /* component and settings -> struct pool */
  struct map sources; /* id -> struct engine_source */
  struct store *store;
  struct storethread *writer;
  struct ingest *ingest;
  struct consume *consume;
  struct engine_counts counts;
  struct hosts *hosts;
  struct left left;  /* what a pass over the sources, or an import, could not do */
  uv_timer_t ticker; /* progress */
  uv_timer_t grace;  /* after a signal: how long may what is under way go on? */
  void (*progress)(struct engine *e, int last);
  int stopping, failed, interrupted;
  /* the import went on where it had been interrupted: what failed before is counted with the rest, */
  int resumed;
  int read_before;   /* and something had been read then */
  int read_some;     /* so has it now, and the tally knows; the store thread's alone */
  char reason[1000]; /* why it failed */
};

enum { PASS_PATIENCE_MS = 120000, FETCHES_USUAL = 256 };

struct engine *engine_new(const struct engine_spec *spec, char *why, size_t why_size);
/* Read files, directories and addresses into the store, then let every consumer finish.  Resumes a run with the same
 * arguments that was interrupted.  0 done, 1 failed, 3 partly done (something was quarantined). */
int engine_import(struct engine *e, const char *const *urls, size_t n);
/* Poll every source that is due (all: every source) once, follow what they name and what an earlier pass left, let every
 * consumer finish.  Waits for turns and for tasks that are due within PASS_PATIENCE_MS; what is left then is in e->left (3). */
int engine_run_once(struct engine *e, int all);
/* Poll for ever, until SIGTERM or SIGINT. */
int engine_run(struct engine *e);
void engine_free(struct engine *e);

/* ---- inside the engine ---- */

/* The pool of a component; made on first use.  NULL when there is no such component. */
struct pool *engine_pool_of(struct engine *e, const struct component_info *c);
/* With settings of its own (lent for the engine's life); NULL: as configured for all its uses. */
struct pool *engine_pool_with(struct engine *e, const struct component_info *c,
                              const struct engine_choice *own);
const struct engine_source *engine_source(const struct engine *e, const char *id);
/* The limit group of an address: host and port of http and https, else "". */
struct tdg_str engine_group(struct arena *a, struct tdg_str url);
/* Cannot continue: remember why, stop taking work, let the loop end. */
void engine_fail(struct engine *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- try_components.c: do components take their settings? ----
 *
 * What only a plugin can judge (a selector, an endpoint, a header line) it says when it is opened; a configuration is checked
 * before there is a document.  To open one reaches nowhere outside: that comes with the first call. */

/* choice: the settings it was given, NULL: none of its own. */
typedef void (*try_refused_fn)(void *arg, const struct component_info *, const struct engine_choice *choice,
                               const char *why);

/* Opens each component that is named in the spec, or fetches its sources, once for each of its settings, in a worker.
 * Sinks are left alone while a folder they write to is not there.  How many refused; each is told. */
size_t engine_try_components(struct engine *e, try_refused_fn tell, void *arg);

/* ---- signals.c: SIGINT and SIGTERM end the engine, whatever it is doing ----
 *
 * The first one is told to the loop, which finishes what is under way; ENGINE_GRACE_MS later the loop cuts off what is
 * not done by then.  A loop that does not hear of it, because a plugin in this process, the store or a full pipe holds
 * it, ends with the process after SIGNALS_HARD_S: a kill at any instant loses nothing.
 *
 * The signals belong to one engine of a process at a time. */

enum { ENGINE_GRACE_MS = 4000, SIGNALS_HARD_S = 9 };

/* fn is called on the loop, once for each signal it has time for; times: how often we were asked to end. */
typedef void (*signals_fn)(void *arg, int number, int times);
/* 0, or a negative code of libuv. */
int signals_watch(uv_loop_t *loop, signals_fn fn, void *arg);
/* Signals do again what they did before.  What SIGNALS_HARD_S has begun goes on: the process is about to end. */
void signals_forget(void);

#endif
