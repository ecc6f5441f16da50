/* testing/reply_json.h - what a component that was called in this process gave back, as JSON: for tidings/test.h and for the
 * tests of this tree.
 *
 *   json_t *answer = reply_json(&reply);
 *   const char *title = json_string_value(reply_at(answer, "records.0.title"));
 *   json_decref(answer);
 */
#ifndef TESTING_REPLY_JSON_H
#define TESTING_REPLY_JSON_H

#include <jansson.h>

#include "worker/inproc.h"

/* A document as a fetcher brings it; "" = unknown.  In the arena. */
tdg_rec *reply_document(struct arena *, const void *p, size_t n, const char *url, const char *type,
                        const char *charset);

/* {"status": n, "message": "...", "records": [...], "requests": [...]}, with the html derived. */
json_t *reply_json(const struct inproc_reply *);
/* The value at a path, "records.0.title"; borrowed, NULL when it is not there. */
json_t *reply_at(const json_t *answer, const char *path);

#endif
