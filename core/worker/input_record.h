/* worker/input_record.h - a record from JSON in the form of `tidings export`, as a component gets it, for components that are
 * tried and tested.
 *
 * What the text says of ids, times and notes is kept: a component gets what the engine gave it.  What `tidings parse`
 * prints has no id and no time yet: those are given, to the members of a story as well.
 *
 *   tdg_rec *rec = input_record(&call, "records.jsonl, line 3", object, TDG_ARTICLE, 3, &arena, why, sizeof why);
 */
#ifndef WORKER_INPUT_RECORD_H
#define WORKER_INPUT_RECORD_H

#include "worker/host.h"

struct json_t; /* of jansson */

enum { TRIAL_TIME = 1767700000 }; /* seconds: what components of a test get as the time */

/* where: named in messages.  otherwise: the kind of a record that does not say its own.  number: the id of one that has none.
 * The call's memory is used; the record is in the arena.  The object is changed.  NULL with the reason in why. */
tdg_rec *input_record(struct host_call *, const char *where, struct json_t *object, uint32_t otherwise,
                      int64_t number, struct arena *, char *why, size_t why_size);

#endif
