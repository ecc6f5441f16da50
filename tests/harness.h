/* tests/harness.h - run one plugin on one input and look at what comes out.
 *
 *   struct harness *h = harness_open("parse-feed", "feed", NULL, 0);
 *   json_t *out = harness_parse(h, xml, strlen(xml), "https://daily.example/rss", "text/xml", "");
 *   assert_string_equal(harness_text(out, 1, "title"), "Hello");
 *   json_decref(out);
 *   harness_close(h);
 *
 * harness_parse answers {"status": n, "message": "...", "records": [...], "requests": [...]} with the html derived.
 * Plugins are found in the build's plugins directory.  A plugin that was not built makes the tests skip.
 */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "worker/inproc.h"

struct harness {
  struct inproc *plugin;
  struct arena arena;
};

/* Aborts the test program with the reason when the plugin is broken; returns NULL when it was not built. */
struct harness *harness_open(const char *plugin, const char *component, const struct option_value *values,
                             size_t n);
void harness_close(struct harness *h);

/* A document as a fetcher would have brought it.  "" = unknown.  Lives until the harness is closed. */
const tdg_rec *harness_document(struct harness *h, const void *p, size_t n, const char *url, const char *type,
                                const char *charset);
json_t *harness_parse(struct harness *h, const void *p, size_t n, const char *url, const char *type,
                      const char *charset);
json_t *harness_run(struct harness *h, enum inproc_verb verb, const tdg_rec *in, int64_t now_ms);

/* The text at records[i].path, path like "title", "authors.0.name", "blocks.2.spans.0.url"; "" when there is none. */
const char *harness_text(const json_t *out, size_t i, const char *path);
json_t *harness_at(const json_t *out, size_t i, const char *path); /* borrowed, or NULL */
size_t harness_count(const json_t *out);                           /* records */
/* A whole file of the project, NUL-terminated; path relative to the project.  free() it. */
char *harness_file(const char *path, size_t *n);

#endif
