/* cli/check/plugin_check.h - tidings plugin check: look for mistakes of a plugin that a trial of one input does not show.
 *
 * A check calls every component of a file on many inputs, in trials of its own (cli/plugin_try.h), under conditions
 * that must make no difference, and compares.  What is wrong is a finding with an id that stays the same.
 *
 *   plugin_check.c      the command, the table of checks
 *   check_inputs.c      inputs: made, of a folder, damaged
 *   check_samples.c     the texts they are made of
 *   check_settings.c    values of required options
 *   check_runs.c        inputs called one after the other, and what their workers die of
 *   check_compare.c     the same inputs under other conditions
 *   check_repeat.c      one input very often: memory and descriptors
 *   check_limits.c      options at their least and greatest
 *   check_findings.c    findings, told and kept
 *
 * Memory: all belongs to struct check, which plugin_check frees.
 */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/plugin_try.h"
#include "plugin/plugin_info.h"

enum check_sort {
  CHECK_SAMPLE, /* made, as the component says it reads it */
  CHECK_CORPUS, /* of the author's folder */
  CHECK_CUT,    /* the beginning of one of these, as text */
  CHECK_EMPTY,
  CHECK_HUGE,
  CHECK_BROKEN /* bytes that are nothing, or were changed at random */
};

struct check_input {
  enum check_sort sort;
  const char *path; /* of a fetcher the address */
  const char *url, *type;
  char *result; /* of the first run; NULL: it ended its worker */
  size_t result_n;
  char *filled; /* of a run with other memory */
  size_t filled_n;
  int differs; /* told: not compared any more */
  int read;    /* it was answered with more than a failure */
};

struct check_finding {
  const char *id, *kind, *component, *what, *mend, *input, *again;
  int fault; /* 0: advice */
};

struct check {
  struct cli *cli;
  const struct try_options *opt;
  struct trial_file file;
  struct try_options try; /* of the trials: opt, with settings that were made */
  struct arena arena;
  const char *shown; /* the file as it was named */
  uint64_t seed, random;
  long runs;
  const char *folder; /* of made inputs */
  struct check_finding *found;
  size_t n_found, cap_found;
  size_t unchecked; /* told on standard error */
  /* the component */
  const struct component_info *component;
  struct cli_texts set;
  int made_settings; /* some of them are made up */
  struct check_input *in;
  size_t n_in, cap_in;
  /* the call under way */
  struct check_input *now;
  int no_mistakes; /* only deaths are told */
  int silent;      /* a mistake was told already, or is not looked for */
  enum worker_cause_code cause;
  const struct check_input *died_on;
  int heap_named; /* malloc said what was wrong */
  FILE *here;     /* gets results in a process of its own */
  char message[3000];
};

/* ---- check_findings.c ---- */

/* Keep a finding, each id once for a component, but of mistakes (worker/mistakes.h) a few in other words.  input may be NULL.
 * alone: `tidings plugin try` shows it with this input. */
void check_found(struct check *, const char *id, int fault, const struct check_input *input, int alone,
                 const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* What was not looked at, and why. */
void check_unchecked(struct check *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* All findings on standard output, and the last line; the exit code. */
int check_tell(struct check *);
/* A number of the check's own sequence, below n. */
size_t check_random(struct check *, size_t n);
/* Is this id looked for (--only)? */
int check_wants(const struct check *, const char *id);

/* ---- check_inputs.c, check_samples.c, check_settings.c ---- */

/* The inputs of the component; -1 after printing why a folder cannot be read. */
int check_make_inputs(struct check *);
/* The path of a new file of the check's folder. */
const char *check_write(struct check *, const char *name, const char *p, size_t n);
/* Remove what no finding names. */
void check_clean(struct check *);
/* Records as lines, number `from` and on, of which each is another. */
void check_put_records(struct buf *, size_t from, size_t n);

struct check_sample {
  const char *claim; /* a part of a media type */
  const char *name, *type, *text;
};
extern const struct check_sample check_samples[];       /* of parsers; claim NULL: the end */
extern const char check_records[], check_odd_records[]; /* of stages and sinks */
extern const char check_briefs[];                       /* of sinks */
extern const char *const check_stories[];               /* of briefs; NULL: the end */

/* The settings of the component: those of the author, and made ones for what is required. */
void check_make_settings(struct check *);

/* ---- check_runs.c ---- */

struct check_run {
  uint32_t flags; /* enum frame_check */
  int first;      /* all inputs; else those that have a result, and none that differs or is huge */
  int backwards, twice;
  long times; /* each so often; 0: once */
  int alone;  /* each input in a worker of its own */
  int no_probe, restart;
  int here;                    /* without a worker, in this process */
  size_t until;                /* inputs; 0: all */
  const struct cli_texts *set; /* NULL: the component's */
  /* gets what came out; NULL: nobody */
  void (*result)(struct check *, struct check_input *, const struct buf *out);
  void (*called)(struct check *, const struct job *);
};
/* Call the inputs.  What their workers die of is told unless k->silent.  -1 when the component cannot be opened,
 * which is told. */
int check_call(struct check *, const struct check_run *);
/* The same with one input. */
int check_call_one(struct check *, const struct check_run *, struct check_input *);
/* Is this component of a kind that keeps what it was called with before? */
int check_has_memory(const struct check *);

/* ---- the checks: see the table in plugin_check.c ---- */

void check_calls(struct check *);
void check_differences(struct check *);
void check_repeats(struct check *);
void check_restarts(struct check *);
void check_heap(struct check *);
/* Can FRAME_CHECK_HEAP be asked for? */
int check_has_heap(void);
void check_limits(struct check *);

#endif
