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
 * the one that returns the highest confidence from `probe` with the first bytes of the body (worker/decode.h).  A parser
 * that then returns TDG_NOT_MINE is skipped and the next one is tried.  When none accepts the document,
 * status is TDG_NOT_MINE and the message lists those tried.
 *
 *   route_choose(e, doc, "feed", NULL, NULL, done, arg);     done gets the final job; free it with job_free
 *
 * For a document that asks for it (TDG_EXPLAIN) the answer also explains the choice: a TDG_EXPLANATION
 * {parser, reason} follows the parser's records.
 */

enum { ROUTE_MAX_CANDIDATES = 16 };

/* The document as `probe` gets it: with the beginning of its body. */
const tdg_rec *route_head(struct arena *a, const tdg_rec *doc);

/* parser: the component's name, "" for none. */
typedef void (*route_done_fn)(struct job *job, const char *parser, void *arg);

/* doc and as must stay valid until done.  as: a parser's name, or "".  own: settings for the parser of that
 * name, or NULL.  values: those that components keep for its source, or NULL. */
void route_choose(struct engine *e, const tdg_rec *doc, const char *as, const struct engine_choice *own,
                  const tdg_rec *values, route_done_fn done, void *arg);

/* ---- inner.c: read a document and the documents inside it ----
 *
 * A parser may emit TDG_DOC: a part of its document (the text of a mail, a file in an archive) that another parser
 * reads.  Each is read as a document of its own, in turn, and what comes of it takes its place among the records of
 * the outer one; in the answer there is no TDG_DOC.
 *
 *   address, time, zone   those of the outer document where it has none
 *   as                    the parser that was named for the outer one, when that reads its type, else its TDG_AS.  A
 *                         parser that is named for a type that only wraps others (sniff_is_wrapping) and does not
 *                         claim it is the parser of what is inside; so is a parser of pages or texts that is named
 *                         for JSON (sniff_is_data), if a parser that claims JSON knows it and does not say
 *                         itself what is inside (TDG_AS): when nobody knows it the named one gets it
 *   TDG_MEMBER            what the outer document knows: fields that the one record of it lacks come from there
 *   TDG_REL "alternate"   neighbours with this are forms of one thing: the first that gives a statement, else the
 *                         first that gives a record, is used, and the others leave nothing
 *   requests, values      of an inner document are left out: what is inside a document fetches nothing
 *
 * An inner document that cannot be read is told; when nothing else is left, the outer one has failed, with its status
 * and cause.  Over all levels together at most INNER_MAX_DOCUMENTS with INNER_MAX_BYTES are read, none is begun
 * INNER_MAX_MS after the first, and none deeper than INNER_MAX_DEPTH; those beyond have failed (TDG_DENIED).
 */
enum { INNER_MAX_DEPTH = 5, INNER_MAX_DOCUMENTS = 1000, INNER_MAX_BYTES = 64 << 20, INNER_MAX_MS = 60000 };

/* As route_choose; parser is that of the outer document. */
void route_document(struct engine *e, const tdg_rec *doc, const char *as, const struct engine_choice *own,
                    const tdg_rec *values, route_done_fn done, void *arg);

#endif
