/* record.c - plugin parse-record: one JSON object per document, as imports of JSON Lines send them.
 *
 *   {"id": "a1", "title": "...", "text": "...", "url": "...", "published": "2026-01-06T10:00:00Z",
 *    "source": "The Gazette", "lang": "en"}
 *
 * id and text are required; every field of the program's own export is accepted too, so that an export can be
 * imported again.  The id becomes native_id.  text is split into paragraphs at empty lines, and after each
 * line that ends a sentence.
 *
 * Errors name the document (its address contains the line) and the field.  The JSON tree is the library's
 * memory and is freed before the call returns; all else is in the memory of the call.
 */
#include "import.h"

#include <stdio.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/text.h>

enum { MAX_ID = 512 };

/* ---- id and text ---- */

static int read_id(struct import *m, const json_t *top) {
  const json_t *id = json_object_get(top, "id");
  char number[32];
  if (json_is_integer(id)) {
    snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(id));
    tdg_put_str(m->call, m->rec, TDG_NATIVE_ID, number);
    return TDG_OK;
  }
  if (!json_is_string(id) || json_string_length(id) == 0)
    return import_refuse(m, "id", "a string that is not empty", id);
  if (json_string_length(id) > MAX_ID) return import_refuse(m, "id", "at most 512 bytes long", id);
  tdg_put_text(m->call, m->rec, TDG_NATIVE_ID, json_string_value(id), json_string_length(id));
  return TDG_OK;
}

static int has_title(const json_t *top) {
  const json_t *title = json_object_get(top, "title");
  return json_is_string(title) && json_string_length(title) > 0;
}

/* Take the blocks, or make them from the text.  A report may consist of its title only, but must then say
 * "text": "". */
static int read_body(struct import *m, const json_t *top) {
  const json_t *text = json_object_get(top, "text"), *blocks = json_object_get(top, "blocks");
  if (json_is_array(blocks) && json_array_size(blocks) > 0) {
    import_field(m, m->rec, "blocks", blocks, PLACE_TOP, 0);
    return m->status;
  }
  if (!json_is_string(text)) return import_refuse(m, "text", "a string", text);
  if (tdg_text_blocks(m->call, m->rec, import_text(text)) == 0 && !has_title(top))
    return import_refuse(m, "text", "text, not only white space", text);
  return TDG_OK;
}

/* ---- other fields ---- */

static void read_language(struct import *m, const json_t *top) {
  const json_t *lang = json_object_get(top, "lang"), *text = json_object_get(top, "text");
  if (json_is_string(json_object_get(top, "language"))) return;
  if (json_is_string(lang))
    tdg_put_text(m->call, m->rec, TDG_LANGUAGE, json_string_value(lang), json_string_length(lang));
  else if (json_is_string(text)) tdg_put_str(m->call, m->rec, TDG_LANGUAGE, tdg_language(import_text(text)));
}

/* A source with an empty name is ignored. */
static int is_empty(const json_t *v) { return json_is_string(v) && json_string_length(v) == 0; }

static int is_read_apart(const char *key) {
  return strcmp(key, "id") == 0 || strcmp(key, "text") == 0 || strcmp(key, "blocks") == 0;
}

static int read_object(struct import *m, const json_t *top) {
  const char *key;
  json_t *value;
  if (read_id(m, top) != TDG_OK) return m->status;
  json_object_foreach((json_t *)(uintptr_t)top, key, value) if (!is_read_apart(key) && !is_empty(value))
      import_field(m, m->rec, key, value, PLACE_TOP, 0);
  if (m->status == TDG_OK) read_language(m, top);
  if (m->status == TDG_OK) read_body(m, top);
  return m->status;
}

static uint32_t kind_of(const json_t *top) {
  const json_t *kind = json_object_get(top, "kind");
  if (!json_is_string(kind) || strcmp(json_string_value(kind), "article") == 0) return TDG_ARTICLE;
  return strcmp(json_string_value(kind), "statement") == 0 ? TDG_STATEMENT : 0;
}

static int read_top(tdg_call *call, struct tdg_str url, const json_t *top) {
  uint32_t kind = kind_of(top);
  if (kind == 0)
    return tdg_fail(call, TDG_BAD_INPUT,
                    "%s: field \"kind\" is \"%.40s\"; only articles and statements can be imported", url.p,
                    json_string_value(json_object_get(top, "kind")));
  struct import m = {call, url, tdg_rec_new(call, kind), TDG_OK};
  return read_object(&m, top) == TDG_OK ? tdg_emit(call, m.rec) : m.status;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  json_error_t error;
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), charset = tdg_get(call, doc, TDG_CHARSET);
  struct tdg_str url = tdg_get(call, doc, TDG_URL);
  struct tdg_str text = tdg_decode(call, body, charset.p, "", NULL);
  json_t *top = json_loadb(text.p, text.n, 0, &error);
  if (top == NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "%s: not JSON at line %d, column %d: %s", url.p, error.line,
                    error.column, error.text);
  int status =
      json_is_object(top)
          ? read_top(call, url, top)
          : tdg_fail(call, TDG_BAD_INPUT, "%s: a record is one JSON object {\"id\", \"text\", ...}", url.p);
  json_decref(top);
  return status;
}

/* Accept only an object that has both required names near its beginning. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  struct tdg_str s = tdg_get(call, doc, TDG_BODY), type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  while (s.n > 0 && strchr(" \t\r\n", *s.p) != NULL) s.p++, s.n--;
  if (s.n == 0 || *s.p != '{') return 0;
  if (type.n >= 30 && strncmp(type.p, "application/x-tidings-record", 28) == 0) return 100;
  return memmem(s.p, s.n, "\"id\"", 4) != NULL && memmem(s.p, s.n, "\"text\"", 6) != NULL ? 30 : 0;
}

static const char *const CLAIMS[] = {"application/x-tidings-record+json", NULL};

TDG_PLUGIN("org.tidings.parse-record", TDG_VERSION, "Reads records written as JSON",
           TDG_PARSER(.name = "record",
                      .summary = "Records as JSON objects: {\"id\", \"title\", \"text\", ...}",
                      .claims = CLAIMS, .run = run, .probe = probe));
