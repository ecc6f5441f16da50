/* cli/health.h - how a source is, with the lists it names: in one word, and why.
 *
 *   ok          it answers and can be read        new         it was not asked yet
 *   failing     it does not answer                unreadable  it answers, and with nothing that is of use
 *   partly      some of its documents, or of the lists it names, are failing or unreadable
 *   retired     it is gone for good
 */
#ifndef CLI_HEALTH_H
#define CLI_HEALTH_H

#include "store/store_open.h"
#include "util/bytebuf.h"

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
