/* tidings/test.h - unit tests of a plugin: one component of a built file, called inside the test program.
 *
 *   char why[500];
 *   const char *const options[] = {"paragraphs=10", NULL};
 *   struct tdg_test *t = tdg_test_open("build/gazette.so", "gazette", options, why, sizeof why);
 *   assert(tdg_test_document(t, text, strlen(text), "https://gazette.example/7", "text/x-gazette") == TDG_OK);
 *   assert(strcmp(tdg_test_text(t, "records.0.title"), "Ferry runs again") == 0);
 *   tdg_test_close(t);
 *
 * Options, calls and the checks of what is emitted are those of the program.  The time is always 2026-01-06 11:46:40 UTC.
 * There is no sandbox, so a debugger and the compiler's sanitizers see the plugin; what it crashes is the test program.
 * For inputs in files with what must come out of them, with the sandbox and without writing C, there is
 * `tidings plugin test`; for faults that one does not think of, `tidings plugin check`.
 *
 * Memory: the test owns everything; what these functions return is valid until the next call of tdg_test_... other than
 * tdg_test_text, tdg_test_count, tdg_test_message and tdg_test_json, which change nothing.  Plugins are never unloaded.
 * Limits: 20,000 records a call; extensions of other plugins are not there (the host's own are); no `recall`, for which
 * `tidings plugin test` restarts a stage.
 *
 * To link: pkg-config --cflags --libs tidings-test, or Tidings::test of the CMake package.
 * Since 1.0.
 */
#ifndef TIDINGS_TEST_H
#define TIDINGS_TEST_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_test;

/* Load a file and open a component of it (NULL: the first) with options "name=value" (NULL: none; the list ends with NULL).
 * NULL with the reason in why when the file is no plugin, an option is refused, or the component's open fails. */
struct tdg_test *tdg_test_open(const char *file, const char *component, const char *const *options, char *why,
                               size_t why_size);
void tdg_test_close(struct tdg_test *);

/* Each call returns the status of the component (enum tdg_status). */

/* Parsers: a document, as a fetcher brings it.  media_type "" when the server did not say. */
int tdg_test_document(struct tdg_test *, const void *p, size_t n, const char *url, const char *media_type);
/* Parsers with a probe: 0 to 100. */
int tdg_test_probe(struct tdg_test *, const void *p, size_t n, const char *url, const char *media_type);
/* Fetchers: a request; waits for its documents, up to ten seconds (then TDG_RETRY). */
int tdg_test_fetch(struct tdg_test *, const char *url);
/* Stages (judge), sinks (run) and briefs (run): a record or story as JSON, in the form of `tidings export` and
 * `tidings brief --input`.  TDG_BAD_INPUT with a message when the JSON is no record. */
int tdg_test_record(struct tdg_test *, const char *json);
/* Sinks. */
int tdg_test_flush(struct tdg_test *);

/* What came out of the last call. */

/* Why it failed; "" when it did not say. */
const char *tdg_test_message(const struct tdg_test *);
/* Everything: {"status": 0, "message": "", "records": [...], "requests": [...]}, records as `tidings parse` prints them, with
 * their "text" and "html". */
const char *tdg_test_json(struct tdg_test *);
/* The members of a list or object, "records", "requests", "records.0.authors"; 0 when it is not there. */
size_t tdg_test_count(const struct tdg_test *, const char *path);
/* A text, number or truth value as text: "records.0.authors.1.name", "requests.0.url"; "" when it is not there. */
const char *tdg_test_text(struct tdg_test *, const char *path);

#ifdef __cplusplus
}
#endif
#endif
