/* cli/cli.h - what every command is given, and how it says how it ended.
 *
 * A command is one file with one function and its options as a table.  main finds it by name, reads the options
 * (the command's own and the common ones), and calls it. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "conf/conf.h"
#include "engine/engine.h"
#include "record/rec.h"
#include "store/store_open.h"
#include "util/bytebuf.h"
#include "util/id.h"
#include "util/say.h"

#include <stddef.h>
#include <stdio.h>

/* ---- cli_options.c: a command's options as a table: parsed, explained and completed from the same lines ----
 *
 *   static const struct cli_option options[] = {
 *       {"limit", 'n', CLI_NUMBER, offsetof(struct my, limit), "N", "At most N stories (20)."},
 *       {"json", 0, CLI_FLAG, offsetof(struct my, json), NULL, "One JSON object a line."},
 *       {0}};
 *
 * Long options take their value as --name=value or --name value; what is not an option is an argument; -- ends the
 * options.  Every command also has the common options of cli.h. */

enum cli_type {
  CLI_FLAG = 1, /* int, set to 1 */
  CLI_COUNT,    /* int, one more each time */
  CLI_TEXT,     /* const char * */
  CLI_NUMBER,   /* long, not negative */
  CLI_CHOICE    /* int, index into the words of `value`, which are separated by | */
};

struct cli_option {
  const char *name;
  char letter; /* 0: none */
  enum cli_type type;
  size_t offset;     /* of the member in the command's struct */
  const char *value; /* what stands for the value in the help; for CLI_CHOICE the words */
  const char *help;
};

/* Fill *into from argv[1..]; arguments that are no options are moved to args (room for argc) and counted.  0, or -1
 * after telling what is wrong on stderr.  tables: NULL-terminated list of (table, struct) pairs. */
struct cli_table {
  const struct cli_option *options;
  void *into;
};
int cli_options(const char *command, int argc, char **argv, const struct cli_table *tables, const char **args,
                int *n_args);
void cli_options_help(FILE *out, const struct cli_option *options);

/* ---- commands ---- */

enum cli_exit {
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
  CLI_PARTLY = 3,  /* what was left out is told */
  CLI_NOTHING = 4, /* nothing matched */
  CLI_BUSY = 6,    /* another program writes the store */
  CLI_CONFIG = 78,
  CLI_INTERRUPTED = 130
};

/* --isolation process|none, or not given. */
enum { ISOLATION_AS_CONFIGURED = -1, ISOLATION_PROCESS = 0, ISOLATION_NONE = 1 };
enum { COLOR_AUTO = 0, COLOR_ALWAYS = 1, COLOR_NEVER = 2 };

/* The options every command has. */
struct cli {
  const char *store;  /* --store; NULL: the configured or the usual one */
  const char *config; /* --config; NULL: none, or the usual one when it exists */
  int json, color, quiet, verbose, help;
  const char **args;
  int n_args;
  int width;   /* of the terminal, 80 when there is none */
  int colored; /* standard output wants colour */
};

struct cli_command {
  const char *name, *arguments, *summary;
  const struct cli_option *options;
  void *into; /* what options fill: a static struct of the command, set anew for each run */
  int (*run)(struct cli *cli);
  const char *help; /* a paragraph or two and examples; may be NULL */
};

/* One entry a command; each is defined in its own file. */
extern const struct cli_command cli_parse, cli_import, cli_run, cli_check, cli_plugin, cli_stories, cli_brief,
    cli_show, cli_search, cli_export, cli_sources, cli_status, cli_quarantine;

/* Open the store to read; says what is wrong and what to do on stderr.  NULL then. */
struct store *cli_open_store(const struct cli *cli);
/* The same, to change it; nobody else may be writing. */
struct store *cli_open_store_to_write(const struct cli *cli);
/* The path of the store: --store, else the configuration's, else tidings.db in the data directory of the user.  Lives
 * as long as the program. */
const char *cli_store_path(const struct cli *cli);
/* Fill an engine's spec from the configuration (or the defaults); -1 after telling every error.  A plugin of this program's
 * own that is missing is one. */
int cli_engine_spec(struct cli *cli, struct engine_spec *spec);
/* The same, to look for everything that is wrong: errors are collected, not told, and the spec holds what is right of the
 * rest.  They live as long as the program.  -1 only when nothing more can be looked at; why is told. */
int cli_read_all(struct cli *cli, struct engine_spec *spec, struct conf_errors **errors);
/* Open every component of the spec (engine/engine.h); the refusals join the errors, each with its place. */
size_t cli_try_components(struct engine *e, struct conf_errors *errors);
/* The engine that a spec describes; NULL when it cannot start: why is told, and *code is the exit code. */
struct engine *cli_engine(const char *command, const struct engine_spec *spec, int *code);
/* Only the plugins; for commands that show them.  -1 after telling what is wrong with the configuration. */
int cli_find_plugins(struct cli *cli, struct engine_spec *spec);
/* The plugins they found; they live as long as the program. */
const struct plugin_list *cli_plugins(void);
/* Paths that a worker is granted, each once; when there are more than it can be told (FRAME_MAX_PATHS), the folders they lie
 * in, and the folders of those, until they fit. */
const char **cli_grants(struct arena *a, const char *const *paths, size_t *n);
/* Tell of grants that reach no plugin in use: the name is written wrong, or whoever comes under it later has them. */
void cli_tell_idle_grants(void);
/* ,"name":["net","read"] of a component's rights. */
void cli_put_rights(struct buf *out, const char *name, uint32_t rights);
/* What was read and what was left out.  sources: how many were asked, 0 for an import.  Returns code. */
int cli_report(const struct cli *cli, const struct engine *e, size_t sources, int code);
/* Close a store that was read; tells what of it is damaged.  Returns code, or CLI_PARTLY instead of CLI_DONE. */
int cli_close_store(struct store *store, int code);
/* A file of the operator's as a document: its address (url when it is not NULL), and its bytes (1, or a negative status
 * and a message).  "-": standard input. */
void cli_put_address(tdg_rec *doc, const char *path, const char *url);
int cli_read_body(tdg_rec *doc, const char *path, char *message, size_t size);
/* `tidings parse --explain`: how a document was read, from what its answer tells. */
struct job;
void cli_explain(const struct cli *cli, const char *input, const struct job *job);
/* `tidings sources --from`: a list of feeds as sources. */
int sources_from(struct cli *cli, const char *path);
/* Progress on stderr: one line that moves on a terminal, a plain line every few seconds elsewhere. */
void cli_progress(struct engine *e, int last);
void cli_progress_begin(const struct cli *cli);
int cli_usage(const struct cli_command *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- lookup.c: what people type, as ids; ids as people are shown them; and records out of rows ---- */

struct lookup {
  int64_t id, story;
  uint64_t work[2];
};
/* An id, either end of one, an address or a native id.  Of several records at one address the one that is no copy is meant.
 * CLI_DONE, or after telling why on stderr:
 * CLI_NOTHING, CLI_USAGE (several fit; they are listed), CLI_FAILED. */
int lookup_record(const struct cli *cli, struct store *s, const char *what, struct lookup *found);
/* The story that is meant: its own id, followed to what it has become; a brief's; or that of a record.  Several things
 * that fit are no hindrance when all lead to one story. */
int lookup_story(const struct cli *cli, struct store *s, const char *what, int64_t *story);
/* The shortest end of an id, seven letters or more, that means nothing else in this store. */
void lookup_short(struct store *s, int64_t id, char out[ID_LETTERS + 1]);

/* The record of a row, checked; NULL (and a message) when its bytes are wrong.  Belongs to the arena, reads
 * the row. */
const tdg_rec *lookup_rec(struct arena *a, const struct tdg_row *row);
/* Tell why an operation of the store failed; returns CLI_FAILED. */
int lookup_failed(struct store *s);

/* ---- health.c: how a source is, with the lists it names: in one word, and why ----
 *
 *   ok          it answers and can be read        new         it was not asked yet
 *   failing     it does not answer                unreadable  it answers, and with nothing that is of use
 *   partly      some of its documents, or of the lists it names, are failing or unreadable
 *   retired     it is gone for good */

struct health {
  const char *word;
  int well;              /* ok, new or retired: nothing for the operator to do */
  uint32_t times;        /* in a row; of the source, else of the list below; 0: it is well */
  int64_t since;         /* ms; 0: unknown */
  int64_t lists, unwell; /* that it names, and those of them that are not well */
  /* the first of those (""), and what is wrong with it or with the source itself */
  char list[2048], why[1024];
};

/* 0, or the store's failure.  May be called while the store's sources are listed. */
int health_of(struct store *s, const struct tdg_source_state *source, struct health *h);
/* How often and since when, as a clause without its end: "3 times in a row, first 2 hours ago". */
struct page;
void health_say(struct page *p, const struct health *h, int64_t now);
/* Members of a JSON object, each after a comma: failures, since, last_error, the lists. */
void health_json(struct buf *out, const struct health *h);

#endif
