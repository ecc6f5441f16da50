/* cli/plugin_try.h - `tidings plugin try` and `tidings plugin test`: one component of one file, called as the
 * engine calls it, without a configuration and a store.
 */
#ifndef CLI_PLUGIN_TRY_H
#define CLI_PLUGIN_TRY_H

#include "cli/cli.h"

#include "engine/pool.h"
#include "worker/host.h"
#include "worker/input_record.h"

/* The options of `tidings plugin`, all of them. */
struct try_options {
  struct cli_texts set, secret, keep, grant, read, write;
  const char *component, *kind, *url, *type, *deadline, *interpreter, *corpus;
  const char *id, *into; /* of `tidings plugin new` */
  struct cli_texts only;
  long seed, runs;
  int debug, asan, overlaid, restart, update;
  int finds; /* no option: what is not used is told by the caller */
};

/* The two commands; their words begin behind "try" and "test". */
int plugin_try(struct cli *cli, const struct try_options *opt, const char *const *words, int n);
int plugin_test(struct cli *cli, const struct try_options *opt, const char *const *words, int n);
/* core/cli/check/plugin_check.c */
int plugin_check(struct cli *cli, const struct try_options *opt, const char *const *words, int n);

/* ---- trial.c: the file, its component, its worker ---- */

/* Which file and which component of it. */
struct trial_file {
  struct arena arena;
  char *path; /* absolute */
  struct plugin_list *plugins;
  const char *command; /* "try", "test" or "check", for messages */
  int finds;           /* of struct try_options */
};
/* Describe a plugin; or, when the file is no shared object, a program that is a component of this kind.  CLI_DONE,
 * or the exit code after printing why. */
int trial_file_open(struct cli *cli, struct trial_file *f, const char *command, const struct try_options *opt,
                    const char *path, uint32_t kind);
void trial_file_close(struct trial_file *f);
/* The component of a kind (0: any) and name (NULL: the only one); NULL after printing why. */
const struct component_info *trial_component(const struct trial_file *f, uint32_t kind, const char *name);

/* Who watches a trial gets what it would tell (`tidings plugin check`); each may be NULL. */
struct trial_watch {
  void (*called)(void *arg, const struct job *); /* a call has ended; job->verb says which */
  /* a mistake that the trial itself found; id: as in `tidings plugin check` */
  void (*mistake)(void *arg, const char *id, const char *text);
  void *arg;
};

struct trial {
  const struct trial_file *file;
  const struct try_options *opt;
  const struct component_info *component;
  struct engine_spec spec;
  struct engine_trial how;
  struct engine_choice choice;
  struct engine *engine;
  struct arena arena;
  /* the results */
  struct buf out;                  /* lines */
  const struct trial_watch *watch; /* NULL: all is told */
  int no_probe, no_restart;        /* what golden tests do beside the calls, and others need not */
  int golden; /* of `plugin test`: failures are lines too, times are fixed; else lines are printed at once */
  size_t calls, failures;
  size_t mistakes; /* told beside the results: an input that cannot be read, a sentence that no source says */
  int died;        /* the worker, or it cannot be opened: nothing more can be called */
};

/* Check its settings ("name=value") and rights.  CLI_DONE, or the exit code after printing why. */
int trial_begin(struct trial *t, const struct trial_file *f, const struct try_options *opt,
                const struct component_info *c, const struct cli_texts *set);
/* The source of a file: address may be read by a fetcher that fetches files. */
void trial_read_folder(struct trial *t, const char *url);
/* Open the component in a new worker; t->died when it cannot be.  trial_stop ends the worker. */
int trial_start(struct trial *t);
void trial_stop(struct trial *t);
void trial_end(struct trial *t);
/* Call it; the answer is freed by the caller.  in: NULL for a flush. */
struct job *trial_call(struct trial *t, enum frame_type verb, const tdg_rec *in, int64_t now_ms);
/* A call failed, of what: count it, and tell it, or make it a line. */
void trial_failed(struct trial *t, const struct job *job, const char *what);
/* Tell how a call failed. */
void trial_tell(const struct trial *t, const struct job *job, const char *what);
/* A line of the results is complete. */
void trial_line(struct trial *t);
/* The exit code of what was called so far. */
int trial_code(const struct trial *t);
/* Count and tell a mistake; id: as in `tidings plugin check`. */
void trial_mistake(struct trial *t, const char *id, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* What is told of the component beside its results. */
void trial_say(const struct trial *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int64_t trial_now(const struct trial *t);
/* The input with what an earlier call is said to have kept (--keep); NULL after printing why there is none. */
const tdg_rec *trial_with_kept(struct trial *t, struct arena *a, const tdg_rec *in);

/* ---- trial_input.c: records from files ---- */

struct trial_input {
  const char *path;
  struct buf text;
  size_t at;
  int line;       /* where the next one begins */
  int64_t number; /* how many were read */
  uint32_t otherwise;
  struct host_call call;
};
/* Read a file ("-": standard input) of JSON objects in the form of `tidings export`.  otherwise: the kind of
 * those that do not say it.  0, or -1 after printing why. */
int trial_input_open(struct trial_input *in, const char *command, const char *path, uint32_t otherwise);
/* 1: the next record, in the arena; 0: no more; -1: message says why the next one is none. */
int trial_input_next(struct trial_input *in, struct arena *a, tdg_rec **rec, char *message, size_t size);
void trial_input_close(struct trial_input *in);

/* ---- trial_kinds.c: what each kind of component is given, and what came out ---- */

/* input: a path, of a fetcher an address.  url, type: of a parser's document, NULL: not said. */
void trial_give(struct trial *t, const char *input, const char *url, const char *type);

/* ---- plugin_asan.c: --asan ---- */

/* Begin again with the plugin's AddressSanitizer loaded first, unless it is; then this does not return.  CLI_DONE,
 * or the exit code after printing why. */
int plugin_asan(const char *command, const char *file);

#endif
