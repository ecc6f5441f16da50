/* record.c - plugin parse-record: one JSON object per document, as imports of JSON Lines send them.
 *
 *   {"id": "a1", "title": "...", "text": "...", "url": "...", "published": "2026-01-06T10:00:00Z",
 *    "source": "The Gazette", "lang": "en"}
 *
 * Names of other programs and languages are known too (record_row.c).  What is no article leaves a stub that says so.  A text
 * is required, or a title with an address, a date or a summary; every field of the program's own export is accepted too, so that an export can be
 * imported again.  The id becomes native_id.  text is split into paragraphs at empty lines, and after each
 * line that ends a sentence; of an article's, lines in which a page speaks to its reader are left out
 * (tidings/kit/plain_report.h), and a byline is the author where none is given.
 *
 * Errors name the document (its address contains the line) and the field.  The JSON tree is the library's
 * memory and is freed before the call returns; all else is in the memory of the call.
 */
#include "record_row.h"

#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/json_record.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* 0: another kind of record of this program. */
static uint32_t kind_of(const json_t *top) {
  static const char *const others[] = {"brief",   "note", "story",    "feed",
                                       "request", "stub", "document", "explanation"};
  const char *kind = json_string_value(json_object_get(top, "kind"));
  for (size_t i = 0; kind != NULL && i < sizeof others / sizeof others[0]; i++)
    if (strcmp(kind, others[i]) == 0) return 0;
  return kind != NULL && strcmp(kind, "statement") == 0 ? TDG_STATEMENT : TDG_ARTICLE;
}

static int emit_stub(tdg_call *call, struct tdg_str url, const char *why) {
  tdg_rec *stub = tdg_rec_new(call, TDG_STUB);
  tdg_put_text(call, stub, TDG_URL, url.p, url.n);
  tdg_put_str(call, stub, TDG_GENRE, "data");
  tdg_put_str(call, stub, TDG_SUMMARY, why);
  return tdg_emit(call, stub);
}

/* The text of an article in HTML, which is read apart. */
static int put_html(struct tdg_json_reader *reader, tdg_rec *rec, struct tdg_str html) {
  tdg_call *call = reader->call;
  if (tdg_html_blocks(call, rec, html, tdg_get(call, rec, TDG_URL)) == 0 &&
      tdg_get(call, rec, TDG_TITLE).n == 0)
    return tdg_fail(call, TDG_BAD_INPUT, "%s: field \"text\" has tags of HTML and no text", reader->where);
  if (tdg_get(call, rec, TDG_LANGUAGE).n == 0)
    tdg_put_str(call, rec, TDG_LANGUAGE, tdg_language(tdg_html_text(call, html)));
  return TDG_OK;
}

static int emit_row(tdg_call *call, uint32_t kind, struct tdg_str url, struct row *r) {
  struct tdg_json_reader reader = {.call = call, .where = url.p, .strict = r->html.n > 0};
  if (r->html.n > 0) row_keep_known(r);
  tdg_rec *rec = tdg_json_news(&reader, kind, r->object);
  int status = rec == NULL ? reader.status : r->html.n > 0 ? put_html(&reader, rec, r->html) : TDG_OK;
  for (size_t i = 0; status == TDG_OK && i < r->n_unread; i++)
    tdg_put_str(call, rec, TDG_UNREAD, r->unread[i]);
  return status == TDG_OK ? tdg_emit(call, rec) : status;
}

static int has_word(const json_t *top, const char *field, const char *word) {
  const char *s = json_string_value(json_object_get(top, field));
  return s != NULL && strcmp(s, word) == 0;
}

/* What `export` and sinks of this program write beside articles and statements is left out. */
static int read_top(tdg_call *call, const tdg_rec *doc, struct tdg_str url, const json_t *top) {
  const uint32_t kind = kind_of(top);
  char why[100];
  if (has_word(top, "change", "forgotten")) return emit_stub(call, url, "a record that was forgotten");
  if (kind == 0) {
    snprintf(why, sizeof why, "a record of kind \"%.40s\"; articles and statements are read",
             json_string_value(json_object_get(top, "kind")));
    return emit_stub(call, url, why);
  }
  struct row r = row_read(call, doc, top);
  const int status = r.why_not != NULL ? emit_stub(call, url, r.why_not) : emit_row(call, kind, url, &r);
  json_decref(r.object);
  return status;
}

/* A list or a value by itself: of a file nothing else can become of it. */
static int is_file(struct tdg_str url) { return tdg_str_starts(url, "file:"); }

/* JSON from the network that does not look like an article is somebody else's, unless it was named for this parser. */
static int is_foreign(tdg_call *call, const tdg_rec *doc, struct tdg_str text) {
  const struct tdg_str type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  return !tdg_nocase_starts(type, "application/x-tidings-record") && tdg_get(call, doc, TDG_AS).n == 0 &&
         !is_file(tdg_get(call, doc, TDG_URL)) && !row_looks_like(call, doc, text);
}

/* The code unit that a string of JSON has here, "\\uD83D"; -1: there is none. */
static int unit_at(struct tdg_str s) {
  unsigned unit;
  return s.n >= 6 && s.p[0] == '\\' && s.p[1] == 'u' && sscanf(s.p + 2, "%4x", &unit) == 1 ? (int)unit : -1;
}

/* The bytes of what Python and others write for "no value"; 0: it is something else. */
static size_t no_value(struct tdg_str s) {
  static const char *const words[] = {"NaN", "Infinity", "-Infinity"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (tdg_str_starts(s, words[i])) return strlen(words[i]);
  return 0;
}

/* What others write though JSON has no such thing, made into what it has: NaN becomes null, NUL and half of a surrogate pair U+FFFD. */
static struct tdg_str mended(tdg_call *call, struct tdg_str text) {
  char *to = tdg_scratch(call, 2 * text.n + 1);
  size_t n = 0;
  int quoted = 0;
  while (text.n > 0) {
    size_t used = 1;
    const char *put = NULL;
    if (!quoted && (used = no_value(text)) > 0) put = "null";
    else if (quoted && *text.p == '\\' && text.n > 1) {
      const int unit = unit_at(text);
      const int low = text.n > 6 ? unit_at((struct tdg_str){text.p + 6, text.n - 6}) : -1;
      const int is_half = unit >= 0xD800 && unit < 0xE000,
                paired = unit < 0xDC00 && low >= 0xDC00 && low < 0xE000;
      used = unit < 0 ? 2 : is_half && paired ? 12 : 6;
      if (unit == 0 || (is_half && !paired)) put = "\\ufffd";
    } else used = 1, quoted ^= *text.p == '"';
    const struct tdg_str as = put != NULL ? tdg_str_of(put) : (struct tdg_str){text.p, used};
    memcpy(to + n, as.p, as.n);
    n += as.n;
    text = (struct tdg_str){text.p + used, text.n - used};
  }
  to[n] = '\0';
  return (struct tdg_str){to, n};
}

static json_t *load(tdg_call *call, struct tdg_str text, json_error_t *error) {
  json_t *top = json_loadb(text.p, text.n, 0, error);
  json_error_t again;
  if (top != NULL || text.n == 0) return top;
  const struct tdg_str better = mended(call, text);
  return json_loadb(better.p, better.n, 0, &again);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  json_error_t error;
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), charset = tdg_get(call, doc, TDG_CHARSET);
  struct tdg_str url = tdg_get(call, doc, TDG_URL);
  struct tdg_str text = tdg_decode(call, body, charset.p, "", NULL);
  if (is_foreign(call, doc, text)) return TDG_NOT_MINE;
  json_t *top = load(call, text, &error);
  if (top == NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "%s: not JSON at line %d, column %d: %s", url.p, error.line,
                    error.column, error.text);
  int status =
      json_is_object(top) ? read_top(call, doc, url, top)
      : is_file(url) && json_is_array(top)
          ? emit_stub(call, url, "JSON without a list of articles in it")
          : tdg_fail(call, TDG_BAD_INPUT, "%s: a record is one JSON object {\"id\", \"text\", ...}", url.p);
  json_decref(top);
  return status;
}

/* Accept an object whose members have names that articles have.  Other JSON of a file is read when no parser is surer: then it
 * is told that it is no article. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  struct tdg_str s = tdg_get(call, doc, TDG_BODY), type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  while (s.n > 0 && strchr(" \t\r\n", *s.p) != NULL) s.p++, s.n--;
  if (s.n == 0 || (*s.p != '{' && *s.p != '[')) return 0;
  const int looks = *s.p == '{' && row_looks_like(call, doc, s);
  /* a line of JSON Lines; one without a text may be in another format */
  if (type.n >= 30 && strncmp(type.p, "application/x-tidings-record", 28) == 0) return looks ? 100 : 50;
  return looks ? 30 : is_file(tdg_get(call, doc, TDG_URL)) ? 1 : 0;
}

static const char *const CLAIMS[] = {"application/x-tidings-record+json", "application/json", NULL};

TDG_PLUGIN("org.tidings.parse-record", TDG_VERSION, "Reads records written as JSON",
           TDG_PARSER(.name = "record",
                      .summary = "Records as JSON objects: {\"id\", \"title\", \"text\", ...}",
                      .claims = CLAIMS, .run = run, .probe = probe));
