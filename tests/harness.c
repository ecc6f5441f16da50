/* tests/harness.c - see harness.h.  The harness owns the plugin and the memory of the documents made for it. */
#include "harness.h"

#include "testing/reply_json.h"
#include "worker/input_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct harness *harness_open(const char *plugin, const char *component, const struct option_value *values,
                             size_t n) {
  char path[4096], why[500] = "";
  snprintf(path, sizeof path, "%s/plugins/%s.so", TIDINGS_BUILD_DIR, plugin);
  if (access(path, F_OK) != 0) return NULL;
  struct harness *h = calloc(1, sizeof *h);
  if (h != NULL) h->plugin = inproc_open(path, component, values, n, why, sizeof why);
  if (h == NULL || h->plugin == NULL) {
    fprintf(stderr, "harness: %s: %s\n", path, why);
    abort();
  }
  return h;
}

void harness_close(struct harness *h) {
  if (h == NULL) return;
  inproc_close(h->plugin);
  arena_free(&h->arena);
  free(h);
}

const tdg_rec *harness_document(struct harness *h, const void *p, size_t n, const char *url, const char *type,
                                const char *charset) {
  return reply_document(&h->arena, p, n, url, type, charset);
}

json_t *harness_run(struct harness *h, enum inproc_verb verb, const tdg_rec *in, int64_t now_ms) {
  struct inproc_reply reply;
  inproc_call(h->plugin, verb, in, now_ms, &reply);
  return reply_json(&reply);
}

json_t *harness_parse(struct harness *h, const void *p, size_t n, const char *url, const char *type,
                      const char *charset) {
  return harness_run(h, INPROC_RUN, harness_document(h, p, n, url, type, charset),
                     TRIAL_TIME * INT64_C(1000));
}

json_t *harness_at(const json_t *out, size_t i, const char *path) {
  char key[40];
  snprintf(key, sizeof key, "records.%zu", i);
  json_t *record = reply_at(out, key);
  return record != NULL ? reply_at(record, path) : NULL;
}

const char *harness_text(const json_t *out, size_t i, const char *path) {
  const char *text = json_string_value(harness_at(out, i, path));
  return text != NULL ? text : "";
}

size_t harness_count(const json_t *out) { return json_array_size(json_object_get(out, "records")); }

char *harness_file(const char *path, size_t *n) {
  char full[4096];
  snprintf(full, sizeof full, "%s/%s", TIDINGS_SOURCE_DIR, path);
  FILE *f = fopen(full, "rb");
  if (f == NULL) {
    fprintf(stderr, "harness: no %s\n", full);
    abort();
  }
  fseek(f, 0, SEEK_END);
  long size = ftell(f);
  rewind(f);
  char *text = malloc((size_t)size + 1);
  if (text == NULL || fread(text, 1, (size_t)size, f) != (size_t)size) abort();
  text[size] = '\0';
  fclose(f);
  *n = (size_t)size;
  return text;
}
