/* record.c - plugin parse-record: one JSON object per document, as imports of JSON Lines send them.
 *
 *   {"id": "a1", "title": "...", "text": "...", "url": "...", "published": "2026-01-06T10:00:00Z",
 *    "source": "The Gazette", "lang": "en"}
 *
 * id and text are required; every field of the program's own export is accepted too, so that an export can be
 * imported again.  The id becomes native_id.  text is split into paragraphs at empty lines, and after each
 * line that ends a sentence; of an article's, lines in which a page speaks to its reader are left out
 * (tidings/kit/plain_report.h), and a byline is the author where none is given.
 *
 * Errors name the document (its address contains the line) and the field.  The JSON tree is the library's
 * memory and is freed before the call returns; all else is in the memory of the call.
 */
#include <tidings/kit/charset.h>
#include <tidings/kit/json_record.h>

#include <jansson.h>

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
  struct tdg_json_reader reader = {.call = call, .where = url.p};
  tdg_rec *rec = tdg_json_news(&reader, kind, top);
  return rec != NULL ? tdg_emit(call, rec) : reader.status;
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

/* Is it the name of a member, `"text" :`, and not a value? */
static int has_member(struct tdg_str s, const char *quoted) {
  const char *end = s.p + s.n;
  for (const char *p = s.p; (p = memmem(p, (size_t)(end - p), quoted, strlen(quoted))) != NULL;) {
    p += strlen(quoted);
    while (p < end && strchr(" \t\r\n", *p) != NULL && *p != '\0') p++;
    if (p < end && *p == ':') return 1;
  }
  return 0;
}

/* Accept only an object that has both required names near its beginning. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  struct tdg_str s = tdg_get(call, doc, TDG_BODY), type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  while (s.n > 0 && strchr(" \t\r\n", *s.p) != NULL) s.p++, s.n--;
  if (s.n == 0 || *s.p != '{') return 0;
  /* a line of JSON Lines; one without a text may be in another format */
  if (type.n >= 30 && strncmp(type.p, "application/x-tidings-record", 28) == 0)
    return has_member(s, "\"text\"") || has_member(s, "\"blocks\"") ? 100 : 50;
  return has_member(s, "\"id\"") && has_member(s, "\"text\"") ? 30 : 0;
}

static const char *const CLAIMS[] = {"application/x-tidings-record+json", NULL};

TDG_PLUGIN("org.tidings.parse-record", TDG_VERSION, "Reads records written as JSON",
           TDG_PARSER(.name = "record",
                      .summary = "Records as JSON objects: {\"id\", \"title\", \"text\", ...}",
                      .claims = CLAIMS, .run = run, .probe = probe));
