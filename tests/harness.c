/* tests/harness.c - see harness.h.  The harness owns the plugin and the memory of the documents made for it. */
#include "harness.h"

#include "record/record_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_JSON = 256 << 20 };

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
  tdg_rec *doc = rec_new(&h->arena, TDG_DOC);
  rec_put_str(doc, TDG_URL, url);
  rec_put_str(doc, TDG_MEDIA_TYPE, type);
  rec_put_str(doc, TDG_CHARSET, charset);
  rec_put(doc, TDG_BODY, p, n);
  return doc;
}

static json_t *to_json(const tdg_rec *r) {
  struct buf text = buf_make(MAX_JSON);
  json_error_t error;
  if (rec_json(&text, r, JSON_HTML) < 0) abort();
  json_t *value = json_loadb(text.p, text.n, 0, &error);
  if (value == NULL) {
    fprintf(stderr, "harness: a record's JSON does not parse: %s\n%.2000s\n", error.text, text.p);
    abort();
  }
  buf_free(&text);
  return value;
}

json_t *harness_run(struct harness *h, enum inproc_verb verb, const tdg_rec *in, int64_t now_ms) {
  struct inproc_reply reply;
  inproc_call(h->plugin, verb, in, now_ms, &reply);
  json_t *records = json_array(), *requests = json_array();
  for (size_t i = 0; i < reply.n; i++)
    json_array_append_new(rec_kind(reply.recs[i]) == TDG_REQUEST ? requests : records,
                          to_json(reply.recs[i]));
  return json_pack("{s:i, s:s, s:o, s:o}", "status", reply.status, "message", reply.message, "records",
                   records, "requests", requests);
}

json_t *harness_parse(struct harness *h, const void *p, size_t n, const char *url, const char *type,
                      const char *charset) {
  return harness_run(h, INPROC_RUN, harness_document(h, p, n, url, type, charset), 1767700000000);
}

json_t *harness_at(const json_t *out, size_t i, const char *path) {
  json_t *at = json_array_get(json_object_get(out, "records"), i);
  char key[100];
  while (at != NULL && *path != '\0') {
    size_t k = strcspn(path, ".");
    snprintf(key, sizeof key, "%.*s", (int)k, path);
    at = json_is_array(at) ? json_array_get(at, (size_t)atoi(key)) : json_object_get(at, key);
    path += k + (path[k] == '.');
  }
  return at;
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
