/* testing/reply_json.c - see reply_json.h.  Owns nothing; a record that has no JSON is a bug of this program and ends it. */
#include "testing/reply_json.h"

#include "record/record_json.h"
#include "util/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_JSON = 256 << 20, MAX_KEY = 100 };

tdg_rec *reply_document(struct arena *a, const void *p, size_t n, const char *url, const char *type,
                        const char *charset) {
  tdg_rec *doc = rec_new(a, TDG_DOC);
  rec_put_str(doc, TDG_URL, url);
  rec_put_str(doc, TDG_MEDIA_TYPE, type);
  rec_put_str(doc, TDG_CHARSET, charset);
  rec_put(doc, TDG_BODY, p, n);
  return doc;
}

static json_t *record_tree(const tdg_rec *r) {
  struct buf text = buf_make(MAX_JSON);
  json_error_t error;
  const int written = rec_json(&text, r, JSON_HTML);
  BUG_ON(written < 0);
  json_t *tree = json_loadb(text.p, text.n, 0, &error);
  BUG_ON(tree == NULL);
  buf_free(&text);
  return tree;
}

json_t *reply_json(const struct inproc_reply *reply) {
  json_t *records = json_array(), *requests = json_array();
  for (size_t i = 0; i < reply->n; i++)
    json_array_append_new(rec_kind(reply->recs[i]) == TDG_REQUEST ? requests : records,
                          record_tree(reply->recs[i]));
  return json_pack("{s:i, s:s, s:o, s:o}", "status", reply->status, "message", reply->message, "records",
                   records, "requests", requests);
}

json_t *reply_at(const json_t *answer, const char *path) {
  json_t *at = (json_t *)(uintptr_t)answer;
  char key[MAX_KEY];
  while (at != NULL && *path != '\0') {
    const size_t n = strcspn(path, ".");
    snprintf(key, sizeof key, "%.*s", (int)n, path);
    at = json_is_array(at) ? json_array_get(at, strtoul(key, NULL, 10)) : json_object_get(at, key);
    path += n + (path[n] == '.');
  }
  return at;
}
