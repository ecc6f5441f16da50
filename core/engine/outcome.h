/* engine/outcome.h - what came of a poll (enum tdg_outcome in tidings/store.h): the one place that names it.
 *
 * The class of a failed answer is that of the fetcher (TDG_ERROR), or follows from the status.
 */
#ifndef ENGINE_OUTCOME_H
#define ENGINE_OUTCOME_H

#include "record/rec.h"

#include <tidings/store.h>

/* Of an answer without a document to read. */
enum tdg_outcome outcome_of_failure(const tdg_rec *doc);
/* Of one with a document that cannot be used: is it a login, or where the request was sent to?  genre: of the stub
 * that its parser emitted, "": none. */
enum tdg_outcome outcome_of_unusable(const tdg_rec *doc, struct tdg_str genre);
/* Is it a failure?  Then it is counted, raises the wait and makes the exit code 3. */
int outcome_is_failure(uint32_t outcome);
/* "ok", "refused", ...; "" for an outcome that is not known. */
const char *outcome_word(uint32_t outcome);
/* "the server answered 503". */
const char *outcome_answered(struct arena *a, int64_t status);
/* "the server answered 204, with nothing to read". */
const char *outcome_unread(struct arena *a, int64_t status);
/* What it makes of its source, for an operator: "ok", "quiet", "login" ...  See cli.h. */
const char *outcome_health(uint32_t outcome);

#endif
