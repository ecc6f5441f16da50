/* engine/parse.h - parse documents without a store, for `tidings parse`.
 *
 * Documents are taken one by one, parsed by several workers, and answered in their order, each as soon as all
 * earlier ones are answered.
 */
#ifndef ENGINE_PARSE_H
#define ENGINE_PARSE_H

#include "engine/engine.h"

enum { PARSE_WINDOW = 16 };

/* Fill doc (a new TDG_DOC record in its own arena).  1: filled; 0: no more documents.  A negative status with
 * a message refuses this one document. */
typedef int (*parse_next_fn)(void *arg, tdg_rec *doc, char *message, size_t size);
/* The n-th document's answer (from 0).  parser: "" when none was found. */
typedef void (*parse_answer_fn)(void *arg, size_t n, const struct job *job, const char *parser);

/* as: a parser's name, or "".  Returns how many documents had an error. */
size_t engine_parse(struct engine *e, const char *as, parse_next_fn next, parse_answer_fn answer, void *arg);

/* ---- route.c: choose the parser of a document ----
 *
 * In this order: the named parser; the only parser that claims the media type; else, of those that claim it,
 * the one that returns the highest confidence from `probe` with the first PROBE_BYTES of the body.  A parser
 * that then returns TDG_NOT_MINE is skipped and the next one is tried.  When none accepts the document,
 * status is TDG_NOT_MINE and the message lists those tried.
 *
 *   route_document(e, doc, "feed", NULL, NULL, done, arg);     done gets the final job; free it with job_free
 *
 * For a document that asks for it (TDG_EXPLAIN) the answer also explains the choice: a TDG_EXPLANATION
 * {parser, reason} follows the parser's records.
 */

enum { PROBE_BYTES = 16 << 10, ROUTE_MAX_CANDIDATES = 16 };

/* The document as `probe` gets it: with the beginning of its body. */
const tdg_rec *route_head(struct arena *a, const tdg_rec *doc);

/* parser: the component's name, "" for none. */
typedef void (*route_done_fn)(struct job *job, const char *parser, void *arg);

/* doc and as must stay valid until done.  as: a parser's name, or "".  own: settings for the parser of that
 * name, or NULL.  values: those that components keep for its source, or NULL. */
void route_document(struct engine *e, const tdg_rec *doc, const char *as, const struct engine_choice *own,
                    const tdg_rec *values, route_done_fn done, void *arg);

#endif
