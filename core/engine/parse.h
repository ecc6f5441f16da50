/* engine/parse.h - documents through parsers without a store: what `tidings parse` does.
 *
 * Documents are taken one by one, worked on by as many workers as there are, and answered in the order they were
 * given, each as soon as all before it are answered. */
#ifndef ENGINE_PARSE_H
#define ENGINE_PARSE_H

#include "engine/engine.h"

enum { PARSE_WINDOW = 16 };

/* Fill doc (a new TDG_DOC record in an arena of its own).  1: there is one; 0: no more.  A negative status with a
 * message refuses this one document. */
typedef int (*parse_next_fn)(void *arg, tdg_rec *doc, char *message, size_t size);
/* The n-th document's answer (from 0).  parser: "" when none was found. */
typedef void (*parse_answer_fn)(void *arg, size_t n, const struct job *job, const char *parser);

/* as: a parser's name, or "".  Returns how many documents had an error. */
size_t engine_parse(struct engine *e, const char *as, parse_next_fn next, parse_answer_fn answer, void *arg);

/* ---- route.c: which parser reads this document? ----
 *
 * In order: the one that is named; the only one that claims the media type; else the surest of those that claim it,
 * asked by `probe` with the first PROBE_BYTES of the body.  A parser that then says TDG_NOT_MINE is passed over and the
 * next surest is asked.  When nobody wants it, status is TDG_NOT_MINE and the message says what was tried.
 *
 *   route_document(e, doc, "feed", NULL, done, arg);     done gets the job whose answer counts; free it with job_free
 *
 * Of a document that asks for it (TDG_EXPLAIN) the answer tells of the choice: a TDG_EXPLANATION {parser, reason} behind what
 * the parser emitted. */

enum { PROBE_BYTES = 16 << 10, ROUTE_MAX_CANDIDATES = 16 };

/* parser: the component's name, "" when there was none. */
typedef void (*route_done_fn)(struct job *job, const char *parser, void *arg);

/* doc and as are lent until done.  as: a parser's name, or "".  own: settings for the parser of that name, or NULL. */
void route_document(struct engine *e, const tdg_rec *doc, const char *as, const struct engine_choice *own,
                    route_done_fn done, void *arg);

#endif
