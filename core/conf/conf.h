/* conf/conf.h - the configuration as structs.
 *
 *   struct conf_errors errors = {0};
 *   struct conf *conf = conf_read("tidings.yaml", &errors);
 *   conf_check_plugins(conf, plugins, &errors);
 *   if (conf_errors_count(&errors) == 0) run(conf);
 *   else conf_errors_print(&errors, stderr);
 *
 * The file is YAML in a strict dialect (yaml.c).  schema.c has the schema, with every default and its help;
 * conf/tidings.yaml is the commented sample.  All errors are reported together, each with file:line:column.
 * The environment is not read.  A secret can be read from a file: `token: {file: /run/secrets/hook}`.
 *
 * Paths, and addresses "file:..." without a leading slash, are relative to the file that contains them; they
 * are absolute in these structs.  All memory belongs to the configuration's arena; nothing changes after
 * loading.
 */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "conf/usual.h"
#include "plugin/option.h"
#include "util/arena.h"

#include <stddef.h>
#include <stdio.h>

#include <tidings/plugin.h>

/* ---- errors.c: the errors and warnings of a configuration, with their places ----
 *
 *   struct conf_errors errors = {0};
 *   struct conf *conf = conf_read(path, &errors);
 *   conf_errors_print(&errors, stderr);
 *   conf_errors_free(&errors);
 */

enum { CONF_MAX_ERRORS = 1000 }; /* further errors are only counted */

/* A place in a file; line and column count from 1; 0 means the whole file. */
struct conf_place {
  const char *file;
  int line, column;
};
struct conf_error {
  struct conf_place place;
  const char *message; /* the error, and what to do about it */
  int warning;         /* refuses nothing */
};
struct conf_errors {
  struct conf_error *v;
  size_t n, cap, left_off, n_warnings;
  struct arena arena;
  /* a path that is not there is a warning: a disk may be mounted later, and a sink then gets its records */
  int paths_may_come;
};

/* Quoted texts are escaped as in util/say.h. */
void conf_complain(struct conf_errors *, struct conf_place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A warning: a setting that is valid but probably not intended. */
void conf_warn(struct conf_errors *, struct conf_place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Print "file:line:column: message", one per line, sorted by file and place; warnings are marked as such. */
void conf_errors_print(const struct conf_errors *, FILE *);
/* Is there an error, no warning, at this place? */
int conf_errors_has(const struct conf_errors *e, struct conf_place place);
/* Without the warnings. */
static inline size_t conf_errors_count(const struct conf_errors *e) {
  return e->n - e->n_warnings + e->left_off;
}
void conf_errors_sort(struct conf_errors *);
void conf_errors_free(struct conf_errors *);

/* ---- conf.c: the configuration ---- */

struct plugin_list;
struct plugin_grant;
struct plugin_program;

enum {
  CONF_MAX_SOURCES = 1000000, /* also in lists */
  CONF_MAX_LISTS = 100,
  CONF_MAX_LINE = 65536,
  CONF_MAX_INCLUDES = 10000, /* maximum number of files named by include: patterns */
  CONF_MAX_COMPONENTS = 200, /* stages, or sinks */
  CONF_MAX_GRANTS = 1000,
  CONF_MAX_PROGRAMS = 100,
  /* different parser options of sources; each needs its own workers */
  CONF_MAX_OWN = 100,
  CONF_MAX_SECRET = 65536,
  CONF_MAX_REVISITS = 16
};
enum conf_isolation { CONF_ISOLATE_PROCESS = 0, CONF_ISOLATE_NONE = 1 };

/* One option of a plugin as written; a list has one setting per item. */
struct conf_setting {
  const char *name, *value;
  /* the key of `fetch:` under which it was written; NULL: among the component's own options */
  const char *said;
  struct conf_place place;
  int secret; /* the value was read from a file and must never be printed */
  int spoilt; /* it has no value: the error was told where it was read */
};
/* A plugin's component with its options, not yet checked against its table. */
struct conf_component {
  const char *name; /* of the component: "dedupe", "jsonl" */
  /* id of this use; the name unless `id:` is given.  The cursors of sinks are stored under it */
  const char *id;
  const struct conf_setting *settings;
  size_t n_settings;
  struct conf_place place;
};

struct conf_capture {
  struct tdg_str folder; /* absolute */
  int64_t form;          /* enum capture_form, in the order of the schema */
  int64_t max_size;
};
struct conf_keep_times {
  int64_t captures, records, quarantine; /* ms; 0: for ever */
};
struct conf_store {
  struct tdg_str driver, path;
  struct conf_keep_times keep;
  const struct conf_capture *capture; /* NULL: nothing is captured */
  struct conf_place capture_place;
  struct conf_place place, path_place; /* of `driver:` and `path:`, if they were given */
};
struct conf_hosts {
  int64_t delay; /* milliseconds between two requests to one host */
  int64_t max_crawl_delay;
};
struct conf_interval {
  int64_t min, max; /* milliseconds */
  int64_t adaptive; /* adapt the interval to the changes of a source */
  int64_t jitter;   /* parts per 10,000 */
};
/* When articles are looked at again: ms after they were first read, each longer than the one before; n 0: never. */
struct conf_revisit {
  size_t n;
  int64_t after[CONF_MAX_REVISITS];
};
/* The other keys of `fetch:` are options of the web fetcher and are in fetchers. */
struct conf_fetch {
  int64_t robots, reserved; /* enum gate_mode, enum reserved_policy, in the order of the schema */
  struct tdg_list revisit;  /* as written */
  const struct conf_revisit *visits;
  struct conf_hosts hosts;
  struct conf_interval interval;
};
/* What hubs call; both "" when they do not. */
struct conf_websub {
  struct tdg_str listen, callback;
  int64_t subscribe;
  struct conf_place place;
};
/* Where operators ask a run; path "": nowhere but beside the store. */
struct conf_control {
  struct tdg_str path, group;
  struct conf_place group_place;
};
struct conf_log {
  int64_t polls; /* enum log_polls */
};
struct conf_limits {
  int64_t deadline, memory, workers, max_documents; /* limits of one worker; workers 0: one per processor */
};
/* One program of `plugins: exec:` as it is written. */
struct conf_exec {
  struct tdg_str name, summary;
  int64_t kind; /* index into the kinds of the schema */
  struct tdg_list command, claims, read, write;
  int64_t net;
};
/* The rights granted to a plugin, named by id or file; see struct plugin_grant. */
struct conf_plugins {
  const struct plugin_grant *grants;
  const struct conf_place *grant_places, *path_places;
  size_t n_grants;
  const struct plugin_program *programs;
  const struct conf_place *program_places;
  const char *
      *spoilt; /* names of programs that have errors and are not among them; NULL-terminated, or NULL */
  size_t n_programs;
  struct tdg_list path, deny; /* path empty: the default directories only */
  int64_t isolation;          /* enum conf_isolation */
  struct conf_limits limits;
};
struct conf_rights {
  struct tdg_str holder, notice, licence, access;
};
/* What the operator expects of a source; `tidings sources` says when it is not so.  0: nothing. */
struct conf_expect {
  int64_t new_within; /* ms: something new */
  int64_t min_words;  /* of its records, on the average */
};
/* What the first request of a source is sent with; headers and certificate with each request to the same server,
 * and the proxy with each. */
struct conf_header {
  const char *name, *value;
};
struct conf_request {
  const char *method;         /* "", GET, POST */
  const char *proxy;          /* "": none */
  struct tdg_str certificate; /* with its key, PEM */
  struct tdg_str body;
  struct conf_header *headers;
  size_t n_headers;
};
struct conf_source {
  struct tdg_str id, url, name, outlet, country, owner, language, parse, default_zone, group;
  int64_t robots, reserved;      /* one more than those of fetch; 0: as these say */
  int64_t trust, every, enabled; /* every 0: by fetch.interval */
  int64_t keep;                  /* ms; 0: as store.keep.records */
  struct tdg_list tags, revisit;
  const struct conf_revisit *visits; /* NULL: as fetch says */
  struct conf_rights rights;
  struct conf_expect expect;
  struct conf_request request;
  int has_full_text;
  struct conf_component options;   /* for the parser of this source; name = parse */
  struct conf_component full_text; /* the parser of the articles of a feed's items, with its options */
  struct conf_place place, url_place;
  int is_line; /* of a list: what is wrong with it is a warning, and leaves it out */
};

/* A list of addresses in a file of its own (`{ list: FILE, ... }`): what its sources have in common; and one of them.
 * A million fit into memory, so a row is small. */
struct conf_list {
  const char *path;
  struct conf_source common; /* without id and url */
};
struct conf_listed {
  const char *id, *url;
  uint32_t list, line;
};

/* A file that was read: the configuration, one that it includes, or one with a secret. */
struct conf_file {
  const char *path;
  int secret;
};

struct component_info;
struct conf {
  const char *file, *dir; /* dir: absolute */
  int64_t version;
  struct conf_place sources_place; /* of `sources:`, else the whole file; file NULL: unreadable */
  const char *rules;               /* the folder of site rules of the community; NULL: none */
  struct conf_store store;
  struct conf_fetch fetch;
  struct conf_control control;
  struct conf_websub websub;
  struct conf_log log;
  struct conf_plugins plugins;
  struct conf_source *sources;
  size_t n_sources;
  const struct conf_list *lists;
  size_t n_lists;
  struct conf_listed *listed; /* further sources */
  size_t n_listed;
  const struct conf_component *pipeline, *sinks, *parsers,
      *fetchers; /* options of parsers and fetchers for all their uses */
  size_t n_pipeline, n_sinks, n_parsers, n_fetchers;
  struct conf_file *files;
  size_t n_files, cap_files;
  struct arena arena;
};

/* Never NULL.  With errors it has the valid settings, and defaults for the rest, for further checks only; do
 * not run it. */
struct conf *conf_read(const char *path, struct conf_errors *errors);
/* The configuration without a file: the defaults. */
struct conf *conf_default(void);
void conf_free(struct conf *);

/* Use this folder (an absolute path) of site rules, as if the configuration said `rules:`. */
void conf_set_rules(struct conf *, const char *folder, struct conf_place place);
/* Check that every named component is installed, has the right kind, and accepts its options.  0, or -1 with
 * errors. */
int conf_check_plugins(struct conf *, const struct plugin_list *, struct conf_errors *);
/* The folder that an option with TDG_O_WRITE grants: the path itself, when it is a folder or ends in /; else its
 * folder, up to the first % of the name. */
const char *conf_write_folder(struct arena *, const char *path);
/* Check that the configured store is a file that can be written, or can be made. */
void conf_check_store(const struct conf *, struct conf_errors *);
/* The same of the folder of captures, of a configuration that keeps them. */
void conf_check_captures(const struct conf *, struct conf_errors *);
/* A text that is equal for two spellings of one address; in the arena. */
const char *conf_address_key(struct arena *, struct tdg_str url);
/* Can this be the id of a source? */
int conf_is_id(const char *id);
/* insert.c: add sources to the file of a configuration that was read without errors: text is only added, and the
 * file is replaced at once, with its mode and owner, after the new text was read.  0, or -1 and why; then the file is
 * as it was. */
struct conf_new_source {
  const char *id, *parse;
  struct tdg_str url, name, language; /* from outside; they are quoted.  "": nothing is said */
  const struct tdg_str *tags;
  size_t n_tags;
  const char *password; /* the file with that of the account that the address names; NULL: none */
};
int conf_insert_sources(const struct conf *, const struct conf_new_source *, size_t n, char *why,
                        size_t size);
/* The header Authorization for an address with a name in it, of the password in this file, as `request: auth:` makes it; NULL and *why. */
const char *conf_account_login(struct arena *a, struct tdg_str url, const char *file, const char **why);
/* How it is written; json: in a file that is JSON. */
struct buf;
void conf_source_text(struct buf *out, const struct conf_new_source *, int json);
/* restart.c: give a configuration the settings that a running program keeps, which are those of the first one: fn is
 * called with the key of each that is written otherwise ("plugins.isolation").  The first must outlive it. */
typedef void (*conf_kept_fn)(void *arg, const char *key);
void conf_keep(struct conf *, const struct conf *first, conf_kept_fn fn, void *arg);
/* Has one of its settings no value, because of an error?  NULL has none. */
int conf_is_spoilt(const struct conf_component *);
const struct conf_source *conf_source(const struct conf *, const char *id);
/* The options of a component for option_fill(): first those for all its uses, then those of this use, which
 * override them.  Options given twice, also under `fetch:`, occur once.  Memory belongs to the arena. */
struct option_value *conf_options(struct arena *, const struct conf_component *all,
                                  const struct conf_component *one, size_t *n);
/* Bytes that are equal for two uses of a component when its name and the options written there are, and only then.
 * In the arena. */
struct tdg_str conf_settings_key(struct arena *, const struct conf_component *);
const struct conf_component *conf_component(const struct conf_component *v, size_t n, const char *name);
/* The same for a component, by whichever of its names it is written. */
const struct conf_component *conf_component_of(const struct conf_component *v, size_t n,
                                               const struct plugin_list *, const struct component_info *);
/* The same for a text. */
const char *conf_fetch_text(const struct conf *, const struct plugin_list *, const char *key);
/* The value of the web fetcher's option for a key of `fetch:` ("total"), a number: as configured in either
 * place, else the table's default.  0 without such a fetcher.  The configuration must have passed
 * conf_check_plugins. */
int64_t conf_fetch_number(const struct conf *, const struct plugin_list *, const char *key);

/* json_schema.c: the whole configuration as a JSON Schema (draft 2020-12), with the options of the components that are there.
 * free() it. */
struct plugin_list;
char *conf_json_schema(const struct plugin_list *);

#endif
