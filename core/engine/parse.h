/* engine/parse.h - documents through parsers without a store: what `tidings parse` does.
 *
 * Documents are taken one by one, worked on by as many workers as there are, and answered in the order they were
 * given, each as soon as all before it are answered.
 */
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

#endif
