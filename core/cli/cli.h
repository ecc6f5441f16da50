/* cli/cli.h - the input and the exit codes of commands.
 *
 * A command is one file with one function and its option table.  main finds it by name, parses the options
 * (the command's own and the common ones), and calls it.
 */
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

/* ---- cli_options.c: option tables, used to parse, to print the help and to complete ----
 *
 *   static const struct cli_option options[] = {
 *       {"limit", 'n', CLI_NUMBER, offsetof(struct my, limit), "N", "At most N stories (20)."},
 *       {"json", 0, CLI_FLAG, offsetof(struct my, json), NULL, "One JSON object a line."},
 *       {0}};
 *
 * Long options take their value as --name=value or --name value; other words are arguments; -- ends the
 * options.  Every command also has the common options of cli.h.
 */

enum cli_type {
  CLI_FLAG = 1, /* int, set to 1 */
  CLI_COUNT,    /* int, one more each time */
  CLI_TEXT,     /* const char * */
  CLI_TEXTS,    /* struct cli_texts, one more each time */
  CLI_NUMBER,   /* long, not negative */
  CLI_CHOICE    /* int, index into the words of `value`, which are separated by | */
};

enum { CLI_MAX_TEXTS = 100 };
struct cli_texts {
  const char *v[CLI_MAX_TEXTS];
  size_t n;
};

struct cli_option {
  const char *name;
  char letter; /* 0: none */
  enum cli_type type;
  size_t offset;     /* of the member in the command's struct */
  const char *value; /* placeholder of the value in the help; for CLI_CHOICE the words */
  const char *help;
};

/* Fill *into from argv[1..]; other arguments are moved to args (room for argc) and counted.  0, or -1 after
 * printing the error to stderr.  tables: NULL-terminated list of (table, struct) pairs. */
struct cli_table {
  const struct cli_option *options;
  void *into;
  int no_paths; /* options that name files or folders are refused: the command is an operator's (for_operator.c) */
};
int cli_options(const char *command, int argc, char **argv, const struct cli_table *tables, const char **args,
                int *n_args);
/* The words of argv[1..], which cli_options takes, without the options of that table that take a value.  out: room for
 * argc; their number. */
int cli_words_without(int argc, char **argv, const struct cli_table *tables, const struct cli_option *without,
                      const char **out);
void cli_options_help(FILE *out, const struct cli_option *options);

/* ---- commands ---- */

enum cli_exit {
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
  CLI_PARTLY = 3,  /* the rest is reported */
  CLI_NOTHING = 4, /* nothing matched */
  CLI_BUSY = 6,    /* another program writes the store */
  CLI_CONFIG = 78,
  CLI_INTERRUPTED = 130
};

/* --isolation process|none, or not given. */
enum { ISOLATION_AS_CONFIGURED = -1, ISOLATION_PROCESS = 0, ISOLATION_NONE = 1 };
/* The row of that option, for a member `isolation` of the command's options. */
#define CLI_ISOLATION(type)                                                                                  \
  {                                                                                                          \
    "isolation", 0, CLI_CHOICE, offsetof(type, isolation), "process|none",                                   \
        "none: run plugins inside this process, for debugging."                                              \
  }
enum { COLOR_AUTO = 0, COLOR_ALWAYS = 1, COLOR_NEVER = 2 };

struct cli_command;
/* The options every command has. */
struct cli {
  const char *store;  /* --store; NULL: the configured or default one */
  const char *config; /* --config; NULL: none, or the default one if it exists */
  const char *rules;  /* a folder of site rules, in place of the configured one; NULL: as configured */
  int json, color, quiet, verbose, help;
  const char **args;
  int n_args;
  int width;                                 /* of the terminal, 80 without one */
  int colored;                               /* standard output wants colour */
  const struct cli_command *const *commands; /* all that there are; NULL: the end */
  int for_operator; /* it runs as the user of a service, for somebody else: nothing on this machine may be named */
};

struct cli_command {
  const char *name, *arguments, *summary;
  const struct cli_option *options;
  void *into; /* the struct that options fill: static, reset for each run */
  int (*run)(struct cli *cli);
  const char *help; /* a paragraph or two and examples; may be NULL */
};

/* One entry per command, defined in the command's file. */
extern const struct cli_command cli_parse, cli_import, cli_run, cli_check, cli_plugin, cli_stories, cli_brief,
    cli_show, cli_search, cli_export, cli_sources, cli_status, cli_quarantine, cli_sink, cli_reload, cli_add,
    cli_rules, cli_changes, cli_store, cli_replay, cli_forget, cli_completion, cli_manual;

/* Finish what a `forget` that was killed has begun; CLI_DONE: nothing was, or it is done. */
int cli_forget_begun(const struct cli *cli);
/* Open the store for reading.  On failure prints an error with what to do, and returns NULL. */
struct store *cli_open_store(const struct cli *cli);
/* The same for writing; fails when another process is writing. */
struct store *cli_open_store_to_write(const struct cli *cli);
/* How to read records of this store: with the notes of the configured stages, in their order.
 * Valid until the program ends. */
struct fold_source cli_fold(const struct cli *cli, const struct store *s);
/* The source of this id in the configuration; NULL: it has none. */
const struct conf_source *cli_source(const struct cli *cli, const char *id);
/* The path of the store: --store, else the configured one, else tidings.db in the user's data directory.
 * Valid until the program ends. */
const char *cli_store_path(const struct cli *cli);
/* Create the folders above a path, for the user alone. */
void cli_make_parents(char *path);
/* The same, also when the configuration has errors elsewhere. */
const char *cli_control_store(const struct cli *cli);
/* The store is that of the configuration, which cannot be read at all; it is told why. */
int cli_tell_unreadable(const struct cli *cli);
/* The configuration has errors, which are told. */
int cli_tell_wrong(const struct cli *cli);
/* Fill an engine's spec from the configuration (or the defaults); -1 after printing every error.  A missing
 * plugin of the program is an error. */
int cli_engine_spec(struct cli *cli, struct engine_spec *spec);
/* Create the engine of a spec; NULL when it cannot start: the reason is printed, and *code is the exit
 * code. */
struct engine *cli_engine(const char *command, const struct engine_spec *spec, int *code);
/* Open what a run opens: read the configuration, try the files it writes, and open every component with its
 * settings.  What is wrong is in the errors, each with its place.  NULL when anything is: *code is the exit
 * code.  with_store: open the store too, if nothing else is wrong; why it cannot be opened is printed. */
struct engine *cli_open_all(struct cli *cli, const char *command, int with_store, int isolation,
                            struct engine_spec *spec, struct conf_errors **errors, int *code);
/* The engine may read the configuration anew while it runs (engine/reload.h). */
void cli_let_reload(struct cli *cli, struct engine *e);
/* Find the plugins only, for commands that list them.  -1 after printing an error of the configuration. */
int cli_find_plugins(struct cli *cli, struct engine_spec *spec);
/* Where `plugin try` looks for plugins whose extensions a file uses: the file itself, then the folders of the
 * configuration (if one is named), of TIDINGS_PLUGIN_PATH and of the program.  -1 as above. */
int cli_search_beside(struct cli *cli, const char *file, struct plugin_search *where);
/* The plugins found; valid until the program ends. */
const struct plugin_list *cli_plugins(void);
/* What the command's option says, if it is given, in place of what is configured. */
void cli_isolate(struct engine_spec *spec, int isolation);
/* The paths to grant to a worker, each once.  NULL when there are more than a worker accepts (FRAME_MAX_PATHS,
 * FRAME_MAX_PATH_BYTES): what was not written is not granted. */
const char **cli_grants(struct arena *a, const char *const *paths, size_t *n);
/* Set in the choice the settings of a component (NULL: unknown), each by its present name and once, paths absolute
 * (else relative to the folder), and what they let it read and write.  v is changed and kept. */
void cli_settle(struct arena *a, const char *folder, const struct component_info *c, struct option_value *v,
                size_t n, struct engine_choice *choice);
struct component_info;
/* Files that no plugin from elsewhere may write: what, as "the configuration", and where. */
struct cli_guarded {
  const char *what, *path;
  const char *place, *target; /* without links: of the entry itself, and of what it leads to */
};
struct cli_guard {
  struct cli_guarded *v;
  size_t n, cap;
};
/* Strings are kept; path NULL or "": nothing. */
void cli_guard_add(struct arena *, struct cli_guard *, const char *what, const char *path);
/* The first of them that is the folder or in it, or below; NULL: none. */
const struct cli_guarded *cli_guard_find(struct arena *, const struct cli_guard *, const char *folder);
/* Fill the components of the spec with their settings, without checks, to show what they are granted. */
void cli_take_components(struct engine_spec *spec);
/* What the configuration lets a component read and write by its settings, a line each; before: of each line. */
void cli_say_paths(const struct component_info *, const char *before);
/* The folder of a file. */
const char *cli_folder_of(struct arena *a, const char *path);
/* ,"name":["net","read"] of a component's rights. */
void cli_put_rights(struct buf *out, const char *name, uint32_t rights);
/* Of a program (`plugins: exec:`): the files and folders open to it, as one line after `before`.  Nothing for
 * others. */
void cli_say_reach(const struct component_info *, const char *before);
/* Print what was read and what was left out.  sources: number of sources polled, 0 for an import.  Returns
 * code. */
int cli_report(const struct cli *cli, const struct engine *e, size_t sources, int code);
/* Close a store after reading and report damaged rows.  Returns code, or CLI_PARTLY instead of CLI_DONE. */
int cli_close_store(struct store *store, int code);
/* Read a file as a document with its address (url if not NULL) and its bytes (1, or a negative status and a
 * message).  "-": standard input. */
void cli_put_address(tdg_rec *doc, const char *path, const char *url);
/* "text/html; charset=utf-8" as media type and character set; charset: "" or the one that counts. */
void cli_put_type(tdg_rec *doc, const char *type, const char *charset);
int cli_read_body(tdg_rec *doc, const char *path, char *message, size_t size);
/* The records of an answer as lines. */
struct job;
void cli_put_lines(struct buf *out, const struct job *job, unsigned json_flags);
/* `tidings parse --explain`: print how a document was parsed, from its answer. */
void cli_explain(const struct cli *cli, const char *input, const struct job *job);
/* source_id.c: an id for a source, of its title or its host, that is no key of taken. */
enum { SOURCE_MAX_ID = 64 };
void source_make_id(char id[SOURCE_MAX_ID], struct tdg_str title, struct tdg_str url,
                    const struct map *taken);
/* The ids and the addresses that the sources of the configuration have. */
struct source_names {
  struct map ids, addresses; /* to the id */
  struct arena arena;
};
void source_names_load(struct source_names *);
void source_names_add(struct source_names *, const char *id, struct tdg_str url);
/* The id of the source that has this address; NULL: none has. */
const char *source_names_with(const struct source_names *, struct tdg_str url);
void source_names_free(struct source_names *);
/* The configuration of this machine's service, where the program is installed; NULL: there is none. */
const char *cli_machine_config(void);
/* The configuration as it was read; valid until the program ends. */
struct conf *cli_conf(void);
/* Where answers are kept, as the configuration says; NULL: nowhere. */
const char *cli_captures_folder(void);
/* The words of `tidings sources` that concern one source: history, undo, retry. */
int sources_is_change(const struct cli *cli);
int sources_change(struct cli *cli, const struct cli_command *sources);
/* Print a list of feeds (OPML, or addresses) as sources, or write them into the configuration.  command: of which this is an
 * option.  path: - is standard input. */
int sources_from(struct cli *cli, const char *command, const char *path, int write);
/* Progress on stderr: one line that is rewritten on a terminal, a plain line every half a minute elsewhere.  total: of an import of
 * files; NULL: there are none. */
struct import_total;
void cli_progress(struct engine *e, int last);
void cli_progress_begin(const struct import_total *total);
int cli_usage(const struct cli_command *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- lookup.c: find ids from user input, shorten ids for output, and read records from rows ---- */

struct lookup {
  int64_t id, story;
  uint64_t work[2];
};
/* Find a record by id, either end of an id, address or native id.  Of several records at one address the one
 * that is not a copy is chosen.  CLI_DONE, or after printing the reason: CLI_NOTHING, CLI_USAGE (several
 * match; they are listed), CLI_FAILED. */
/* lookup_keys.c: records by what their sources call them: a guid, or any of their addresses; "ID:GUID" of one source.  fn gets
 * the ids of their current versions, each once or more.  The number found, or the store's error. */
int lookup_by_keys(struct store *s, const char *what, int (*fn)(void *arg, int64_t id), void *arg);
int lookup_record(const struct cli *cli, struct store *s, const char *what, struct lookup *found);
/* Find a story by its own id (following redirects), by the id of a brief, or by a record.  Several matches
 * are accepted when all lead to one story. */
int lookup_story(const struct cli *cli, struct store *s, const char *what, int64_t *story);
/* The shortest end of an id, at least seven letters, that is unique in this store. */
void lookup_short(struct store *s, int64_t id, char out[ID_LETTERS + 1]);

/* The validated record of a row; NULL (and a message) when its bytes are invalid.  It belongs to the arena
 * and points into the row. */
const tdg_rec *lookup_rec(struct arena *a, const struct tdg_row *row);
/* Print one line for a damaged row: the callback of store_ops.verify. */
int lookup_tell_damaged(void *arg, const struct tdg_row *row);
/* Print the store's error; returns CLI_FAILED. */
int lookup_failed(struct store *s);

/* ---- health.c: the state of a source and of the lists it names, as one word, with the reason ----
 *
 * Those of a source itself follow from the outcome of its last poll (engine/outcome.c):
 *
 *   ok          it answers and can be read        new         it was not polled yet
 *   quiet       nothing new for longer than usual empty       it is read, and has no item
 *   moved       read at another address           off         switched off (enabled: no)
 *
 * and those that need the operator:
 *
 *   failing     it does not answer                unreadable  it answers, but the answers are unusable
 *   login       a page that asks for a password   refused     401, 403, 429 ..., or robots.txt
 *   gone        410: it is not polled any more
 *   partly      some of its documents, or of the lists it names, are failing or unreadable
 *   unmet       it is not as the configuration expects it (expect:)
 */

struct health {
  const char *word;
  int well;              /* the operator need do nothing */
  uint32_t times;        /* consecutive failures, of the source, else of the list below; 0: none */
  int64_t since;         /* ms; 0: unknown */
  int64_t lists, unwell; /* number of lists it names, and of those in trouble */
  /* the first list in trouble (or ""), and the error of it or of the source itself */
  char list[2048], why[1024];
  char unmet[300]; /* what is expected and not so; "": nothing */
};

/* 0, or the store's error.  May be called in a callback of source_list. */
int health_of(struct store *s, const struct tdg_source_state *source, struct health *h);
/* Compare it with what the configuration expects; after health_of. */
void health_expect(const struct conf_expect *, const struct tdg_source_state *source, int64_t now,
                   struct health *h);
/* How often and since when, without a full stop: "3 times in a row, first 2 hours ago". */
struct page;
void health_say(struct page *p, const struct health *h, int64_t now);
/* Write members of a JSON object, each after a comma: failures, since, last_error, the lists. */
void health_json(struct buf *out, const struct health *h);

/* ---- consumer_state.c: how stages, brief writers and sinks fare, as the store keeps it ---- */

enum { CONSUMER_NAME = 200 };
struct consumer_states {
  struct tdg_consumer *v;
  size_t n;
  struct arena arena;
};

/* Those that the store knows; 0, or the store's error. */
int consumer_states_load(struct consumer_states *, const struct store *s);
/* Only those of the configuration, in its order, also where the store knows nothing of them. */
void consumer_states_choose(struct consumer_states *, const struct engine_spec *);
void consumer_states_free(struct consumer_states *);
void consumer_states_say(struct page *p, struct store *s, const struct consumer_states *, int64_t now);
/* ,"consumers":[...] */
void consumer_states_json(struct buf *out, const struct consumer_states *);

/* ---- visits.c: articles that are to be looked at again ---- */

struct visits {
  struct map by_source; /* id -> their number */
  int64_t n;
};

/* 0, or the store's error. */
int visits_count(struct store *s, struct visits *v);
int64_t visits_of(const struct visits *v, struct tdg_str source);
void visits_free(struct visits *v);

/* ---- next_poll.c: when a source is polled next, and why then ---- */

enum { NEXT_POLL_WHY = 200 };
struct next_poll {
  int64_t at;              /* ms; 0: it is not */
  const char *by;          /* one word: "every", "max-age", "failures" ... */
  char why[NEXT_POLL_WHY]; /* "the server asks for 2 h (max-age or Expires)" */
};

/* 0, or the store's error.  conf: its source in the configuration, or NULL. */
int next_poll_of(const struct store *s, const struct tdg_source_state *source, const struct conf_source *conf,
                 int64_t now, struct next_poll *next);

#endif
