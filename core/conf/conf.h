/* conf/conf.h - the configuration as structs.
 *
 *   struct conf_errors errors = {0};
 *   struct conf *conf = conf_read("tidings.yaml", &errors);
 *   conf_check_plugins(conf, plugins, &errors);
 *   if (conf_errors_count(&errors) == 0) run(conf);
 *   else conf_errors_print(&errors, stderr);
 *
 * The file is YAML in a strict dialect (yaml.c); the schema, with every default and its help, is the
 * tables in schema.c; conf/tidings.yaml is the commented sample.  All errors are found in one go, each with
 * file:line:column. Nothing is taken from the environment.  A secret can stand in a file: `token: {file:
 * /run/secrets/hook}`.
 *
 * Paths, and addresses "file:..." without a leading slash, are relative to the file they stand in; here they
 * are absolute.  Everything lives in the configuration's arena; nothing changes after loading. */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "conf/usual.h"
#include "plugin/option.h"
#include "util/arena.h"

#include <stddef.h>
#include <stdio.h>

#include <tidings/plugin.h>

/* ---- errors.c: everything that is wrong with a configuration, or worth a word, collected, with its place ----
 *
 *   struct conf_errors errors = {0};
 *   struct conf *conf = conf_read(path, &errors);
 *   conf_errors_print(&errors, stderr);
 *   conf_errors_free(&errors); */

enum { CONF_MAX_ERRORS = 1000 }; /* what comes after is only counted */

/* A place in a file; line and column count from 1, 0: the file as a whole. */
struct conf_place {
  const char *file;
  int line, column;
};
struct conf_error {
  struct conf_place place;
  const char *message; /* what is wrong, and what to do about it */
  int warning;         /* nothing is refused for it */
};
struct conf_errors {
  struct conf_error *v;
  size_t n, cap, left_off, n_warnings;
  struct arena arena;
};

/* What it quotes is cleaned as in util/say.h. */
void conf_complain(struct conf_errors *, struct conf_place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* What is in order and hardly meant. */
void conf_warn(struct conf_errors *, struct conf_place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "file:line:column: message", a warning with that word before it, one a line, sorted by file and place. */
void conf_errors_print(const struct conf_errors *, FILE *);
/* Without the warnings. */
static inline size_t conf_errors_count(const struct conf_errors *e) {
  return e->n - e->n_warnings + e->left_off;
}
void conf_errors_sort(struct conf_errors *);
void conf_errors_free(struct conf_errors *);

/* ---- conf.c: what is configured ---- */

struct plugin_list;
struct plugin_grant;

enum {
  CONF_MAX_SOURCES = 1000000,
  CONF_MAX_INCLUDES = 10000, /* files that include: patterns may name */
  CONF_MAX_COMPONENTS = 200, /* stages, or sinks */
  CONF_MAX_GRANTS = 1000,
  /* different options of sources for their parsers: each needs workers of its own */
  CONF_MAX_OWN = 100,
  CONF_MAX_SECRET = 65536
};
enum conf_isolation { CONF_ISOLATE_PROCESS = 0, CONF_ISOLATE_NONE = 1 };

/* One option of a plugin as written; a list is one setting an item. */
struct conf_setting {
  const char *name, *value;
  const char *said; /* the key of `fetch:` it was written under; NULL: among the component's own options */
  struct conf_place place;
  int secret; /* the value was read from a file and must not be printed */
};
/* A plugin's component with its options, not yet checked against its table. */
struct conf_component {
  const char *name; /* of the component: "dedupe", "jsonl" */
  const char *id; /* of this use; the name, unless `id:` says otherwise.  Sinks keep their cursor under it */
  const struct conf_setting *settings;
  size_t n_settings;
  struct conf_place place;
};

struct conf_store {
  struct tdg_str driver, path;
  struct conf_place place; /* of the driver, when it was written down */
};
struct conf_hosts {
  int64_t delay; /* milliseconds between two requests to one host */
};
struct conf_interval {
  int64_t min, max; /* milliseconds */
  int64_t adaptive; /* learn from how often a source changes */
  int64_t jitter;   /* parts per 10,000 */
};
/* The other keys of `fetch:` are options of the web fetcher and stand among the fetchers. */
struct conf_fetch {
  struct conf_hosts hosts;
  struct conf_interval interval;
};
struct conf_limits {
  int64_t deadline, memory, workers, max_documents; /* of one worker; workers 0: as many as processors */
};
/* What a plugin, by id or file, is granted; see struct plugin_grant. */
struct conf_plugins {
  const struct plugin_grant *grants;
  size_t n_grants;
  struct tdg_list path, deny; /* path empty: where the program looks by itself */
  int64_t isolation;          /* enum conf_isolation */
  struct conf_limits limits;
};
struct conf_rights {
  struct tdg_str holder, notice, licence, access;
};
struct conf_source {
  struct tdg_str id, url, name, outlet, country, owner, language, parse, default_zone;
  int64_t trust, every, enabled; /* every 0: as fetch.interval decides */
  struct tdg_list tags;
  struct conf_rights rights;
  int has_full_text;
  struct conf_component options;   /* for the parser of this source; name = parse */
  struct conf_component full_text; /* the parser of the articles behind a feed's items, with its options */
  struct conf_place place;
};

struct conf {
  const char *file, *dir; /* dir: absolute */
  int64_t version;
  struct conf_store store;
  struct conf_fetch fetch;
  struct conf_plugins plugins;
  const struct conf_source *sources;
  size_t n_sources;
  const struct conf_component *pipeline, *sinks, *parsers,
      *fetchers; /* parsers, fetchers: options for all their uses */
  size_t n_pipeline, n_sinks, n_parsers, n_fetchers;
  struct arena arena;
};

/* Never NULL.  With errors it holds what is right, and defaults for the rest: to look for more that is wrong, not to be run. */
struct conf *conf_read(const char *path, struct conf_errors *errors);
/* What holds without any file: the defaults. */
struct conf *conf_default(void);
void conf_free(struct conf *);

/* Check every component that is named against what is installed: does it exist, is it of the right kind, are
 * its options right.  0, or -1 with errors. */
int conf_check_plugins(const struct conf *, const struct plugin_list *, struct conf_errors *);
const struct conf_source *conf_source(const struct conf *, const char *id);
/* The options of a component as option_fill() wants them: those for all its uses first, then those of this
 * one, the later replacing the earlier.  What was said twice, under `fetch:` as well, stands once.  In the memory of the arena. */
struct option_value *conf_options(struct arena *, const struct conf_component *all,
                                  const struct conf_component *one, size_t *n);
const struct conf_component *conf_component(const struct conf_component *v, size_t n, const char *name);
/* The value of the web fetcher's option behind a key of `fetch:` ("total"), a number: as said in either place, else the table's
 * default.  0 when there is no such fetcher.  The configuration has passed conf_check_plugins. */
int64_t conf_fetch_number(const struct conf *, const struct plugin_list *, const char *key);

#endif
