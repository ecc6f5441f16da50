/* tests/parser_test.h - what the tests of parsers of feeds and lists share: one reader a program, a document in, JSON out. */
#ifndef TESTS_PARSER_TEST_H
#define TESTS_PARSER_TEST_H

#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct harness *reader;

static inline json_t *parse_bytes(const void *p, size_t n, const char *url, const char *charset) {
  if (reader == NULL) skip();
  return harness_parse(reader, p, n, url, "text/xml", charset);
}
static inline json_t *parse(const char *text) {
  return parse_bytes(text, strlen(text), "https://daily.example/feed", "");
}
static inline int status_of(const json_t *out) {
  return (int)json_integer_value(json_object_get(out, "status"));
}
static inline const char *message_of(const json_t *out) {
  return json_string_value(json_object_get(out, "message"));
}
static inline size_t requests_of(const json_t *out) {
  return json_array_size(json_object_get(out, "requests"));
}
static inline const char *request(const json_t *out, size_t i, const char *key) {
  const char *v =
      json_string_value(json_object_get(json_array_get(json_object_get(out, "requests"), i), key));
  return v != NULL ? v : "";
}

#define assert_text(out, i, path, want) assert_string_equal(harness_text(out, i, path), want)
/* Parse, look at one field of one record, forget. */
#define assert_parsed(text, i, path, want)                                                                   \
  do {                                                                                                       \
    json_t *parsed_ = parse(text);                                                                           \
    assert_text(parsed_, i, path, want);                                                                     \
    json_decref(parsed_);                                                                                    \
  } while (0)

#endif
