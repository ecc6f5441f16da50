/* cli/lookup.h - what people type, as ids; ids as people are shown them; and records out of rows. */
#ifndef CLI_LOOKUP_H
#define CLI_LOOKUP_H

#include "cli/cli.h"
#include "record/rec.h"
#include "util/id.h"

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

#endif
