/* test_support.h - what the tests of parse-article share: one plugin, pages as text. */
#ifndef PARSE_ARTICLE_TEST_SUPPORT_H
#define PARSE_ARTICLE_TEST_SUPPORT_H

#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct harness *h;

static int open_plugin(void **state) {
  (void)state;
  h = harness_open("parse-article", "article", NULL, 0);
  return h == NULL ? -1 : 0;
}

static int close_plugin(void **state) {
  (void)state;
  harness_close(h);
  return 0;
}

static inline json_t *parse_bytes(const void *p, size_t n, const char *charset) {
  return harness_parse(h, p, n, "https://daily.example/news/story.html", "text/html", charset);
}

static inline json_t *parse(const char *html) { return parse_bytes(html, strlen(html), ""); }

static inline int status_of(const json_t *out) {
  return (int)json_integer_value(json_object_get(out, "status"));
}

static inline int has(const json_t *out, const char *part) {
  return strstr(harness_text(out, 0, "text"), part) != NULL;
}

static inline int flagged(const json_t *out, const char *flag) {
  size_t i;
  json_t *v, *flags = harness_at(out, 0, "quality.flags");
  json_array_foreach(flags, i, v) {
    if (strcmp(json_string_value(v), flag) == 0) return 1;
  }
  return 0;
}

#define P1                                                                                                   \
  "The lighthouse at Sorrel Point will be lit again on Friday, after nine years in which the tower stood "   \
  "dark, the harbour board said."
#define P2                                                                                                   \
  "Two keepers, a cook and a mechanic will move into the old quarters, which were repaired in the winter "   \
  "by volunteers from the village."
#define P3                                                                                                   \
  "Ships still find their way by satellite, but fishermen had asked for the light, because their small "     \
  "boats carry no such equipment."
#define HEAD(extra)                                                                                          \
  "<!DOCTYPE html><html lang=\"en\"><head><title>Light returns to Sorrel Point</title>" extra "</"           \
  "head><body>"
#define PAGE(extra, body)                                                                                    \
  HEAD(extra)                                                                                                \
  "<article><h1>Light returns to Sorrel Point</h1><p>" P1 "</p><p>" P2 "</p>" body "<p>" P3                  \
  "</p></article></body></html>"

#endif
