/* cli/record_filter.h - which records a command is about: of one source, seen in a time, found by words.
 *
 *   static struct changes_options { struct record_filter filter; } opt;
 *   static const struct cli_option options[] = {FILTER_SOURCE(struct changes_options), {0}};
 *
 *   if (filter_read(&opt.filter, &cli_changes) < 0) return CLI_USAGE;
 */
#ifndef CLI_RECORD_FILTER_H
#define CLI_RECORD_FILTER_H

#include "cli/cli.h"
#include "util/map.h"

/* FILTER_BY_SEEN stands first, since a command that does not ask has it.  FILTER_BY_PUBLISHED: of a record without such a date when it was seen. */
enum filter_time { FILTER_BY_SEEN, FILTER_BY_PUBLISHED };

struct record_filter {
  const char *source, *since, *until, *query; /* as written; NULL: any */
  int by; /* enum filter_time: which time of a record since and until are about */
  /* after filter_read, filter_find */
  int64_t from, to;  /* ms; INT64_MIN and INT64_MAX: unbounded */
  struct map found;  /* ids that the words were found in */
  struct map chosen; /* ids that were named */
};

#define FILTER_SOURCE(type)                                                                                  \
  { "source", 's', CLI_TEXT, offsetof(type, filter.source), "ID", "Of this source alone." }
#define FILTER_SINCE(type, usual)                                                                            \
  {                                                                                                          \
    "since", 0, CLI_TEXT, offsetof(type, filter.since), "TIME",                                              \
        "Seen since then: a duration (36h, 7d), or a date" usual "."                                         \
  }
#define FILTER_UNTIL(type)                                                                                   \
  { "until", 0, CLI_TEXT, offsetof(type, filter.until), "TIME", "Seen before then, said in the same way." }
#define FILTER_QUERY(type)                                                                                   \
  { "query", 0, CLI_TEXT, offsetof(type, filter.query), "WORDS", "Found by these words, as `search` does." }

/* What the options say.  0, or -1 after telling what is wrong. */
int filter_read(struct record_filter *f, const struct cli_command *command);
/* Look for the words, and for the records that the arguments name (none: all).  An exit code; the reason is told. */
int filter_find(struct record_filter *f, const struct cli *cli, struct store *s);
/* Is it one of them?  A version of a record, as the store lists it. */
int filter_takes(const struct record_filter *f, const struct tdg_row *row);
void filter_free(struct record_filter *f);

#endif
