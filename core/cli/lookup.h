/* cli/lookup.h - what people type, as ids; and records out of rows. */
#ifndef CLI_LOOKUP_H
#define CLI_LOOKUP_H

#include "cli/cli.h"
#include "record/rec.h"

struct lookup {
  int64_t id, story;
  uint64_t work[2];
};
/* An id, either end of one, an address or a native id.  Of several records at one address the one that is no copy is meant.
 * CLI_DONE, or after telling why on stderr:
 * CLI_NOTHING, CLI_USAGE (several fit; they are listed), CLI_FAILED. */
int lookup_record(const struct cli *cli, struct store *s, const char *what, struct lookup *found);
/* The same, but there must be a story. */
int lookup_story(const struct cli *cli, struct store *s, const char *what, int64_t *story);

/* The record of a row, checked; NULL (and a message) when its bytes are wrong.  Belongs to the arena, reads
 * the row. */
const tdg_rec *lookup_rec(struct arena *a, const struct tdg_row *row);
/* Tell why an operation of the store failed; returns CLI_FAILED. */
int lookup_failed(struct store *s);

#endif
