/* engine/engine.h - the engine: its specification, its state, its entry points.
 *
 * One event loop on one thread; plugins in worker processes (pool.h); the store on its own thread
 * (storethread.h).  The engine decodes records and no other format, except robots.txt (gate.h).  All durable state is a task, a record or
 * a cursor; see docs/design.md.
 *
 *   struct engine *e = engine_new(&spec, why, sizeof why);
 *   engine_import(e, &what);         (import.h) or engine_run_once(e), engine_run(e)
 *   engine_free(e);
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "engine/gate.h"
#include "engine/hosts.h"
#include "engine/network.h"
#include "engine/pool.h"
#include "engine/storethread.h"
#include "news/news.h"
#include "plugin/locations.h"
#include "util/log.h"
#include "util/map.h"

#include <stdatomic.h>
#include <uv.h>

/* A component by name, and its settings.  A sink may be used twice: id distinguishes its uses (NULL: the
 * name). */
struct engine_choice {
  uint32_t kind;    /* enum tdg_component_kind; 0: any that has the name */
  const char *name; /* as written: a name or "id/name" */
  const struct option_value *values;
  size_t n_values;
  const char *id;
  /* what its settings let it read and write (TDG_O_READ, TDG_O_WRITE) */
  const char **read_paths, **write_paths;
  size_t n_read, n_write;
  const void *origin; /* a pointer of the caller, passed back when the component is refused */
  int faulty;         /* its settings have errors, which are told: it is not opened */
};

/* What the source's own request is sent with (headers and certificate: each request to the same server; proxy:
 * each request).  Never stored. */
struct engine_header {
  const char *name, *value;
};
struct engine_request {
  const char *method; /* "": GET, or POST with a body */
  struct tdg_str body;
  const struct engine_header *headers;
  size_t n_headers;
  const char *proxy; /* "": none */
  struct tdg_str certificate;
};

/* What becomes of records that their publisher reserves (TDG_TDM): stored, with the quality flag "reserved", not
 * stored. */
enum reserved_policy { RESERVED_KEEP, RESERVED_MARK, RESERVED_SKIP };

/* When articles are looked at again: ms after they were first read, each longer than the one before; n 0: never. */
enum { ENGINE_MAX_REVISITS = 16 };
struct engine_revisit {
  size_t n;
  int64_t after[ENGINE_MAX_REVISITS];
};

/* A source as configured; strings are "" when not set. */
struct engine_source {
  struct news_source who;
  const char *url, *parse, *default_zone;
  int full_text; /* fetch the article of each item */
  const char *full_text_parser;
  /* its own settings for its parsers; NULL: the general ones */
  const struct engine_choice *parse_own, *full_text_own;
  const struct engine_request *request; /* NULL: as usual; sources of one list share it */
  int64_t every;                        /* ms; 0: find out */
  int64_t keep;                         /* ms, its records; 0: as the spec says */
  const char *group;                    /* the name of its host's limit group; NULL or "": host and port */
  const enum gate_mode *robots;         /* NULL: as the spec says */
  const enum reserved_policy *reserved;
  const struct engine_revisit *revisit;
};

struct engine_spec {
  const char *store_path;                /* NULL: no store (parse) */
  const char *store_driver;              /* which store plugin */
  const struct capture_spec *capture;    /* NULL: answers are not kept */
  int64_t keep_records, keep_quarantine; /* ms; 0: for ever */
  const char *const *plugin_dirs;
  size_t n_plugin_dirs;
  const char *const *deny;
  size_t n_deny;
  const char *cache_dir; /* of plugin descriptions; "" none */
  /* plugins found by the caller, which must outlive the engine; NULL: the engine searches */
  struct plugin_list *found;
  int in_process; /* isolation: none */
  int workers;    /* concurrent parsers; 0: one per core */
  int deadline_ms, max_documents;
  uint64_t memory; /* address space of a worker */
  /* plugins: settings of parsers and fetchers */
  const struct engine_choice *stages, *briefs, *sinks, *plugins;
  size_t n_stages, n_briefs, n_sinks, n_plugins;
  const struct engine_source *sources;
  size_t n_sources;
  const char **idle; /* ids of sources that are configured and switched off */
  size_t n_idle;
  const char **read_paths; /* of file: addresses, for plugins that need them */
  size_t n_read;
  int64_t interval_min, interval_max; /* ms; 0: 15 min, 24 h */
  int interval_fixed;                 /* do not learn: ask every interval_min */
  int jitter;                         /* maximum random delay of poll times, parts per 10,000 */
  int64_t host_delay;                 /* ms between two requests to one limit group */
  int host_requests;                  /* to one limit group at a time; 0: one */
  enum gate_mode robots;              /* of sources without their own word, and imports */
  enum reserved_policy reserved;      /* the same */
  struct engine_revisit revisit;      /* the same */
  const char *user_agent;             /* as whom requests are sent */
  const char *site_files;             /* the folder of site rules, for their headers; NULL: none */
  int64_t max_crawl_delay; /* ms; the pages of a host that asks for more are left out; 0: no limit */
  int fetches;             /* under way at a time; 0: 256 */
  /* ms, the fetcher's own timeout; the deadline of its worker is longer */
  int64_t fetch_timeout;
  int allow_net; /* fetchers may use the network */
  /* hubs are heard by a run that goes on; NULL or "": not */
  const char *websub_listen, *websub_callback;
  int websub_leaves;                /* hubs are asked to push no more */
  enum log_polls log_polls;         /* BY_STYLE: none of more than ENGINE_MANY_SOURCES */
  int *busy;                        /* may be NULL; set to 1 when another program writes the store */
  const struct engine_trial *trial; /* NULL: an ordinary run */
  /* Only engine_run uses these; each may be NULL.  What is to be said of another configuration is added to the
   * report. */
  const struct engine_reader *reader;
  const struct control_place *control; /* a second control socket; NULL: none */
  const char *const
      *operator_argv; /* the program that runs a command of an operator there, and its arguments */
  /* what the spec points into, released when nothing uses the spec any more */
  void *owner;
  void (*release)(void *owner);
};

/* How a continuous run reads its configuration anew (reload.c). */
struct engine_report;
struct engine_reader {
  /* 0 and the new spec, or -1 when it is refused.  Components and store are those of the run. */
  int (*read)(void *arg, struct engine_spec *spec, struct engine_report *report);
  /* a component does not open with its new settings */
  void (*refused)(void *arg, const struct component_info *, const struct engine_choice *, const char *why,
                  struct engine_report *report);
  void *arg;
};

/* `tidings plugin try` and `test`: components are opened and called once each; no failure is tried again, and
 * what is wrong with others is not reported. */
struct engine_trial {
  int deadline_ms; /* of one call; 0: as in a run */
  int debug;       /* see struct pool_spec, */
  uint32_t check;  /*   and enum frame_check */
  size_t *close_failed;
  pool_told_fn told;
  void *told_arg;
};

struct engine_counts {
  uint64_t tasks, documents, bytes, records, versions, unchanged, quarantined, follow_ups, failed, stubs,
      refused;
  /* inputs that are no news; records published before the time that an import names */
  uint64_t left_out, older;
  uint64_t dated;               /* records of an import that say when they were published */
  uint64_t read;                /* bytes of its files on the disk that have been read */
  uint64_t polls, failed_polls; /* of sources; polls: those that did not fail */
  uint64_t dropped;             /* records that a stage passed to nobody */
  uint64_t beyond;              /* documents inside others that were not read, because a limit was met */
  uint64_t reserved;            /* records that are not stored, because their publishers reserve them */
  uint64_t expired, forgotten;  /* not stored: older than they would be kept; forgotten by the operator */
  uint64_t removed;             /* records that were older than they are kept */
  uint64_t notes, briefs, sunk; /* refused, above: addresses that were not followed (lead.c) */
  uint64_t sinks_behind;        /* sinks with records that are offered again by themselves */
  /* records that a stage could not judge, or not recall, and stories for which a brief failed: reported as warnings */
  uint64_t unjudged, unwritten;
  uint64_t sink_refusals; /* records that a sink refused, which are not offered again by themselves */
  uint64_t damaged;       /* damaged rows skipped by the store; set at the end */
};

struct engine_import;

/* Names in the input of an import of which nothing is known, the first of them. */
enum { IMPORT_MAX_UNREAD = 64 };
struct import_unread {
  struct {
    char *name;
    uint64_t n;
  } v[IMPORT_MAX_UNREAD];
  size_t n;
};

/* The report of an import (import.h). */
struct import_report {
  int fd, is_csv; /* fd -1: none */
  char cursor[160];
  int64_t length;
};

struct ingest;
struct conduct;
struct consume;
struct websub;
struct retention;
struct upkeep;
struct quarantined;

/* A configuration that is in use.  One that was replaced stays until all that began with it has ended. */
struct generation {
  struct generation *older;
  atomic_int users; /* 1 while it is the present one, and each task that was leased with it */
  void *owner;
  void (*release)(void *owner);
};

/* A pool and for what it is used: a component with these settings (NULL: none), in a configuration. */
struct pool_use {
  struct pool_use *next;
  const struct generation *generation;
  const struct component_info *component;
  const struct engine_choice *settings;
  struct pool *pool;
};

struct engine {
  uv_loop_t loop;
  struct engine_spec spec;
  struct find_paths paths;
  struct plugin_list *plugins;
  struct generation *generation; /* the present one; older ones behind it */
  struct pool_use *uses;
  struct pool_plan *plan; /* of the next configuration; NULL: none */
  struct reload *reload;  /* under way; NULL: none */
  struct map pools;       /* component and settings -> struct pool */
  struct map sources;     /* id -> struct engine_source */
  int reads_files;        /* one of them is not of the web */
  struct map twins;       /* id -> struct engine_twins */
  struct map told;        /* of engine_tell_first; used by the store thread alone */
  struct arena twins_arena;
  int hosts_known; /* of the sources, NETWORK_HOSTS at most: to tell a host from the network */
  struct store *store;
  struct storethread *writer;
  struct capture *capture; /* used by the store thread alone; NULL: none */
  struct ingest *ingest;
  struct consume *consume;
  struct engine_counts counts;
  struct hosts *hosts;
  struct conduct *conduct;         /* used by the store thread alone */
  struct quarantined *quarantined; /* of the quarantine; used by the store thread alone */
  struct gate_kept *gates;         /* rules of robots.txt; used by the store thread */
  struct retention *retention;     /* a round of removal that is under way; NULL: none is */
  int64_t retain_at;               /* ms: when the next one begins */
  struct tdg_removed removed_last; /* by the last one */
  struct upkeep *upkeep;           /* of a run that goes on; NULL: none */
  struct websub *websub;           /* hubs are heard; NULL: not.  Set before the run begins */
  atomic_int hubs_changed;         /* a subscription: the store thread says so */
  struct network network;
  struct left left;  /* tasks that a pass or an import left over */
  uv_timer_t ticker; /* progress */
  uv_timer_t grace;  /* after a signal: the time that running work may take */
  void (*progress)(struct engine *e, int last);
  int stopping, failed, interrupted;
  const struct engine_import *import; /* under way; NULL: none */
  struct import_unread unread;        /* the same */
  struct import_report report;        /* of it; used by the store thread alone */
  /* this import resumed an interrupted one: its earlier failures are counted too, */
  int resumed;
  int read_before;       /* and something had been read then, */
  uint64_t read_earlier; /* so many bytes */
  /* this part has read documents and the tally has recorded it; used by the store thread alone */
  int read_some, dated_some;
  uint64_t read_untold; /* bytes that the tally has not */
  char reason[1000];    /* why it failed */
};

enum { PASS_PATIENCE_MS = 120000, FETCHES_USUAL = 256 };

struct engine *engine_new(const struct engine_spec *spec, char *why, size_t why_size);
/* Poll every source that is due (all: every source) once, follow what they name and what an earlier pass left
 * over, and run all consumers to the end of the log.  Waits for the limits of hosts and for tasks that are
 * due within PASS_PATIENCE_MS; the tasks left over are then in e->left (3). */
int engine_run_once(struct engine *e, int all);
/* Poll for ever, until SIGTERM or SIGINT. */
int engine_run(struct engine *e);
/* Offer a sink (NULL: each) what its queue contains, refused records too, and nothing else. 0 when it took
 * all, 3 when it did not, 1 failed; counts.sunk says how many it took. */
int engine_retry_sinks(struct engine *e, const char *sink);
/* Parse documents of the quarantine again, by id, then run all consumers to the end of the log.  0 all were
 * read, 3 not all, 1 failed. */
int engine_retry_quarantine(struct engine *e, const int64_t *ids, size_t n);
void engine_free(struct engine *e);

/* ---- inside the engine ---- */

const struct engine_source *engine_source(const struct engine *e, const char *id);
/* The limit group of an address: host and port of http and https, else "". */
struct tdg_str engine_group(struct arena *a, struct tdg_str url);
/* With the name that the configuration gives to the group of a source's own host.  source may be NULL. */
struct tdg_str engine_group_of(struct arena *a, const struct engine_source *source, struct tdg_str url);
/* Which polls are told. */
enum { ENGINE_MANY_SOURCES = 1000 };
static inline enum log_polls engine_polls_told(const struct engine_spec *spec) {
  const int many = spec->n_sources > ENGINE_MANY_SOURCES;
  return many && spec->log_polls == LOG_POLLS_BY_STYLE ? LOG_POLLS_NONE : spec->log_polls;
}
/* Fill in what the spec leaves open. */
void engine_settle_spec(struct engine_spec *spec);
/* Make the maps of the sources, again after the spec has changed. */
void engine_index_sources(struct engine *e);
/* Is this the first time in this run that something of this kind is told of a source?  On the store thread; after
 * ENGINE_MAX_TOLD of them nothing is. */
enum { ENGINE_MAX_TOLD = 10000 };
int engine_tell_first(struct engine *e, const char *kind, const char *source);
/* Cannot continue: store the reason, take no more work, end the loop. */
void engine_fail(struct engine *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- pools.c: pools and generations; on the loop, except for generation_use ---- */

/* The pool of a component; made on first use.  NULL when there is no such component. */
struct pool *engine_pool_of(struct engine *e, const struct component_info *c);
/* With its own settings, which must live as long as the spec; NULL: the general ones. */
struct pool *engine_pool_with(struct engine *e, const struct component_info *c,
                              const struct engine_choice *own);
/* The general settings of a component, or NULL. */
const struct engine_choice *engine_settings(const struct engine *e, const struct component_info *c);
void pools_stop(struct engine *e);
void pools_close(struct engine *e);

/* The pools of the next configuration: those of the present one that are the same, and new ones. */
struct pool_plan {
  const struct engine_spec *spec;
  struct generation *generation;
  struct pool_use *uses;
};
/* The pool that a component will have.  *made: it is a new one. */
struct pool *pools_plan(struct engine *e, struct pool_plan *plan, const struct component_info *c,
                        const struct engine_choice *own, int *made);
/* The plan is given up. */
void pools_plan_drop(struct engine *e, struct pool_plan *plan);
/* The plan holds from now on. */
void pools_plan_take(struct engine *e, struct pool_plan *plan);

struct generation *generation_new(const struct engine_spec *spec);
/* On either thread. */
struct generation *generation_use(struct generation *g);
void generation_leave(struct engine *e, struct generation *g);
int generations(const struct engine *e);
void generations_free(struct engine *e);

/* ---- twins.c: sources with one address ----
 *
 * They are polled together, when the first of them is due: one request, whose answer each of them parses and
 * settles by itself.  Sources with a request of their own (method, headers, proxy ...) have no twins.
 */

struct engine_twins {
  const struct engine_source **v;
  size_t n;
};

void twins_find(struct engine *e);
/* Is the same asked for at both, in whatever spelling of scheme, host, port, and fragment? */
int engine_same_address(struct tdg_str a, struct tdg_str b);
/* With the source itself; NULL: it has none. */
const struct engine_twins *twins_of(const struct engine *e, const struct engine_source *s);
void twins_free(struct engine *e);

/* ---- try_components.c: open components to check their settings ----
 *
 * Errors that only a plugin can find (in a selector, an endpoint, a header line) are reported when it is
 * opened; this checks a configuration before there is a document.  Opening a component makes no network
 * request; those come with the first call.
 */

/* choice: its own settings; NULL: the general ones. */
typedef void (*try_refused_fn)(void *arg, const struct component_info *, const struct engine_choice *choice,
                               const char *why);

/* Open each component that is named in the spec, or that fetches its sources, in a worker, once for each of
 * its settings.  One whose settings let it write to a folder that does not exist is skipped; in an engine with a store, one
 * for which no process can be started at the moment is no refusal.  Returns the number
 * of refusals; each is passed to the callback. */
size_t engine_try_components(struct engine *e, try_refused_fn tell, void *arg);
/* Call fn for each component that a spec names, or that fetches its sources, with its settings; often more than
 * once. */
typedef void (*component_use_fn)(void *arg, const struct component_info *, const struct engine_choice *own);
void engine_each_component(const struct engine *e, const struct engine_spec *spec, component_use_fn fn,
                           void *arg);
/* Can it be opened now?  Not when a folder to which its settings let it write is not there. */
int engine_can_open(const struct component_info *, const struct engine_choice *settings);

/* ---- signals.c: SIGINT and SIGTERM end the engine in any state; SIGHUP is passed on ----
 *
 * The first signal is passed to the loop, which finishes running work; ENGINE_GRACE_MS later it cancels the
 * rest.  If the loop is blocked (by a plugin in this process, the store or a full pipe), an alarm ends the
 * process after SIGNALS_HARD_S; a kill at any instant loses nothing.
 *
 * Only one engine of a process can watch signals at a time.
 */

enum { ENGINE_GRACE_MS = 4000, SIGNALS_HARD_S = 9 };

/* fn is called on the loop; several signals may be merged into one call.  times: the number of signals so
 * far. */
typedef void (*signals_fn)(void *arg, int number, int times);
/* 0, or a negative code of libuv. */
int signals_watch(uv_loop_t *loop, signals_fn fn, void *arg);
/* While these are watched: call fn on the loop after SIGHUP, unless the terminal of the program was closed, which
 * ends it as SIGTERM does. */
void signals_watch_hangup(void (*fn)(void *arg), void *arg);
void signals_forget_hangup(void);
/* Restore the former signal handling.  A running alarm stays, because the process is about to end. */
void signals_forget(void);

#endif
