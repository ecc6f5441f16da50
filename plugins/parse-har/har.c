/* har.c - plugin parse-har: what a browser recorded of its traffic (HAR 1.1 and 1.2).
 *
 * Each answer of a server is passed on as a document inside this one (TDG_DOC), with its address, time, status and type, in
 * the order of the file.  Bodies are text, which the browser has decoded, or base64.  What is no document (pictures, scripts,
 * redirects, errors) and what has no body is left out, and told with its number.
 *
 * A file is read answer by answer: the fetcher of files hands on each entry by itself, as a document of the type TDG_HAR_ENTRY.  What is left
 * out is a stub then, which says why.
 *
 * Fails with bad input on what is no JSON or no HAR, and when nothing in it has a body.  The tree of the JSON lives as long as a
 * call; everything else in its memory.
 */
#include <tidings/kit/buf.h>
#include <tidings/kit/captured.h>
#include <tidings/kit/date.h>
#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <jansson.h>

enum { MAX_REASONS = 8 };

static const char not_recorded[] = "its body was not recorded (browsers have \"save with content\" for that)";

struct har {
  tdg_call *call;
  size_t given, without_body;
  const char *why[MAX_REASONS];
  size_t left[MAX_REASONS], n_reasons;
  struct tdg_str entry; /* the address of the one entry that is read; empty: it is a file */
};

static struct tdg_str text_of(const json_t *object, const char *key) {
  const json_t *v = json_object_get(object, key);
  if (!json_is_string(v)) return (struct tdg_str){"", 0};
  return (struct tdg_str){json_string_value(v), json_string_length(v)};
}

static int leave_entry(struct har *h, const char *why) {
  tdg_rec *stub = tdg_rec_new(h->call, TDG_STUB);
  tdg_put_text(h->call, stub, TDG_URL, h->entry.p, h->entry.n);
  tdg_put_str(h->call, stub, TDG_GENRE, "data");
  tdg_put_str(h->call, stub, TDG_SUMMARY, why);
  return tdg_emit(h->call, stub);
}

static void count_left(struct har *h, const char *why) {
  size_t i = 0;
  while (i < h->n_reasons && h->why[i] != why) i++;
  if (i == MAX_REASONS) return;
  if (i == h->n_reasons) h->why[h->n_reasons++] = why;
  h->left[i]++;
}

static int leave(struct har *h, const char *why) {
  if (h->entry.n > 0) return leave_entry(h, why);
  if (why == not_recorded) h->without_body++;
  else count_left(h, why);
  return TDG_OK;
}

static void tell_left(const struct har *h) {
  for (size_t i = 0; i < h->n_reasons; i++)
    tdg_log(h->call, TDG_LOG_INFO, "left out: %zu: %s", h->left[i], h->why[i]);
  if (h->without_body > 0 && h->given > 0)
    tdg_log(
        h->call, TDG_LOG_WARNING,
        "left out: %zu answers whose bodies were not recorded (browsers have \"save with content\" for that)",
        h->without_body);
}

/* ---- entries ---- */

static int64_t time_of(struct tdg_str s) {
  struct tdg_date d;
  return tdg_date_parse(s.p, s.n, NULL, &d) == 0 ? d.ms : 0;
}

static int is_base64(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!tdg_is_alnum(s.p[i]) && strchr("+/-_= \t\r\n", s.p[i]) == NULL) return 0;
  return 1;
}

static struct tdg_str decoded(tdg_call *call, struct tdg_str base64) {
  struct tdg_buf b = tdg_buf_make(call, base64.n + 1);
  tdg_buf_base64(&b, base64);
  return tdg_buf_get(&b);
}

/* The browser has made UTF-8 of a text, whatever the server wrote. */
static void put_body(struct har *h, tdg_rec *doc, const json_t *content) {
  const struct tdg_str text = text_of(content, "text"), type = text_of(content, "mimeType");
  const int is_packed = tdg_nocase_is(text_of(content, "encoding"), "base64");
  const struct tdg_str body = is_packed ? decoded(h->call, text) : text;
  tdg_put_content_type(h->call, doc, is_packed ? type : tdg_str_before(type, ";"));
  if (!is_packed) tdg_put_str(h->call, doc, TDG_CHARSET, "utf-8");
  tdg_put_bytes(h->call, doc, TDG_BODY, body.p, body.n);
}

/* One that cannot be read fails by itself; of a file the others are read. */
static int fail_entry(struct har *h, struct tdg_str url, const char *why) {
  if (h->entry.n > 0) return tdg_fail(h->call, TDG_BAD_INPUT, "%.500s: %s", url.p, why);
  tdg_log(h->call, TDG_LOG_WARNING, "%.500s: %s; it is left out", url.p, why);
  return TDG_OK;
}

static int give_entry(struct har *h, const json_t *entry) {
  const json_t *request = json_object_get(entry, "request"), *response = json_object_get(entry, "response"),
               *content = json_object_get(response, "content");
  const struct tdg_str url = text_of(request, "url"), method = text_of(request, "method");
  const json_int_t status = json_integer_value(json_object_get(response, "status"));
  const char *why = !tdg_url_is_web(url) || memchr(url.p, 0, url.n) != NULL ? "what has no address of the web"
                    : method.n > 0 && !tdg_nocase_is(method, "GET")
                        ? "what was not asked for by GET"
                        : tdg_capture_refusal(url, (int)status, text_of(content, "mimeType"));
  if (why == NULL && text_of(content, "text").n == 0) why = not_recorded;
  if (why != NULL) return leave(h, why);
  if (tdg_nocase_is(text_of(content, "encoding"), "base64") && !is_base64(text_of(content, "text")))
    return fail_entry(h, url, "its body is no base64");
  const int64_t date = time_of(text_of(entry, "startedDateTime"));
  tdg_rec *doc = tdg_rec_new(h->call, TDG_DOC);
  tdg_put_text(h->call, doc, TDG_URL, url.p, url.n);
  tdg_put_int(h->call, doc, TDG_STATUS, (int64_t)status);
  if (date > 0) tdg_put_int(h->call, doc, TDG_FETCHED, date);
  put_body(h, doc, content);
  h->given++;
  return tdg_emit(h->call, doc);
}

static int give_entries(struct har *h, const json_t *entries) {
  int status = TDG_OK;
  size_t i;
  const json_t *entry;
  if (!json_is_array(entries))
    return tdg_fail(h->call, TDG_BAD_INPUT, "it is no HAR file: it has no log.entries");
  for (i = 0; status == TDG_OK && i < json_array_size(entries); i++) {
    void *mark = tdg_mark(h->call);
    entry = json_array_get(entries, i);
    status = give_entry(h, entry);
    tdg_release(h->call, mark);
  }
  tell_left(h);
  if (status != TDG_OK || h->given > 0) return status;
  return tdg_fail(h->call, TDG_BAD_INPUT, "%s",
                  h->without_body > 0
                      ? "no body was recorded in it: save it with content"
                      : "no answer in it is a document: only pictures, scripts, redirects and the like");
}

static int is_entry(tdg_call *call, const tdg_rec *doc) {
  return tdg_nocase_starts(tdg_get(call, doc, TDG_MEDIA_TYPE), TDG_HAR_ENTRY);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  struct har h = {.call = call};
  json_error_t error;
  (void)self;
  if (tdg_str_starts(body, "\xEF\xBB\xBF")) body.p += 3, body.n -= 3;
  json_t *tree = json_loadb(body.p, body.n, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &error);
  if (tree == NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "line %d: this is no JSON, or it is cut off: %.200s", error.line,
                    error.text);
  if (is_entry(call, doc)) h.entry = tdg_get(call, doc, TDG_URL);
  const int status = h.entry.n > 0
                         ? give_entry(&h, tree)
                         : give_entries(&h, json_object_get(json_object_get(tree, "log"), "entries"));
  json_decref(tree);
  return status;
}

static const char *const claims[] = {"application/har+json", TDG_HAR_ENTRY, NULL};

TDG_PLUGIN("org.tidings.parse-har", TDG_VERSION, "Reads what browsers record of their traffic (HAR)",
           TDG_PARSER(.name = "har", .summary = "HAR files: the answers of servers, as documents",
                      .claims = claims, .run = run));
