/* testing/unit.c - unit tests of plugins by their authors; the contract is tidings/test.h.
 *
 * A test owns its component, the memory of what it is given, and the answer of its last call.  What is wrong with an
 * input is a status with a message; a test program without memory ends.
 */
#include "testing/reply_json.h"
#include "util/check.h"
#include "util/clock.h"
#include "worker/input_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/test.h>

enum { MAX_OPTIONS = 1000, MAX_NUMBER = 40, FETCH_MS = 10000 };

struct tdg_test {
  struct inproc *plugin;
  struct arena config, input;
  struct host_call reader; /* of records from JSON */
  int64_t records;         /* how many were given */
  json_t *answer;
  char *json;
  char number[MAX_NUMBER];
};

static int64_t now_ms(void) { return TRIAL_TIME * INT64_C(1000); }

/* "name=value" to settings; their number, or -1 with the reason. */
static int read_options(struct arena *a, const char *const *options, struct option_value *v, char *why,
                        size_t size) {
  int n = 0;
  for (; options != NULL && options[n] != NULL; n++) {
    const char *is = strchr(options[n], '=');
    if (n == MAX_OPTIONS) return snprintf(why, size, "more than %d options", MAX_OPTIONS), -1;
    if (is == NULL || is == options[n])
      return snprintf(why, size, "an option is \"name=value\", not \"%.100s\"", options[n]), -1;
    v[n] = (struct option_value){arena_copy(a, options[n], (size_t)(is - options[n])),
                                 arena_copy(a, is + 1, strlen(is + 1))};
  }
  return n;
}

struct tdg_test *tdg_test_open(const char *file, const char *component, const char *const *options, char *why,
                               size_t why_size) {
  struct tdg_test *t = check_alloc(sizeof *t);
  memset(t, 0, sizeof *t);
  struct option_value *v = arena_zalloc(&t->config, MAX_OPTIONS * sizeof *v);
  host_init(&t->reader, &(struct host_sink){.emit = NULL});
  const int n = read_options(&t->config, options, v, why, why_size);
  if (n >= 0) t->plugin = inproc_open(file, component, v, (size_t)n, why, why_size);
  if (t->plugin != NULL) return t;
  tdg_test_close(t);
  return NULL;
}

static void forget_answer(struct tdg_test *t) {
  json_decref(t->answer);
  free(t->json);
  t->answer = NULL;
  t->json = NULL;
}

void tdg_test_close(struct tdg_test *t) {
  if (t == NULL) return;
  forget_answer(t);
  if (t->plugin != NULL) inproc_close(t->plugin);
  host_free(&t->reader);
  arena_free(&t->config);
  arena_free(&t->input);
  free(t);
}

static int answered(struct tdg_test *t, const struct inproc_reply *reply) {
  forget_answer(t);
  t->answer = reply_json(reply);
  BUG_ON(t->answer == NULL);
  return reply->status;
}

static int call(struct tdg_test *t, enum inproc_verb verb, const tdg_rec *in) {
  struct inproc_reply reply;
  inproc_call(t->plugin, verb, in, now_ms(), &reply);
  return answered(t, &reply);
}

/* A call that the kind of the component has not. */
static int refuse(struct tdg_test *t, const char *message) {
  return answered(t, &(struct inproc_reply){.status = TDG_BAD_INPUT, .message = message});
}

static uint32_t kind(const struct tdg_test *t) { return inproc_component(t->plugin)->kind; }

static int document(struct tdg_test *t, enum inproc_verb verb, const void *p, size_t n, const char *url,
                    const char *type) {
  arena_reset(&t->input);
  if (kind(t) != TDG_KIND_PARSER) return refuse(t, "only a parser takes a document");
  if (verb == INPROC_PROBE && inproc_component(t->plugin)->probe == NULL)
    return refuse(t, "the parser has no probe");
  tdg_rec *doc = reply_document(&t->input, p, n, url, type, "");
  rec_put_int(doc, TDG_FETCHED, now_ms());
  return call(t, verb, doc);
}

int tdg_test_document(struct tdg_test *t, const void *p, size_t n, const char *url, const char *media_type) {
  return document(t, INPROC_RUN, p, n, url, media_type);
}

int tdg_test_probe(struct tdg_test *t, const void *p, size_t n, const char *url, const char *media_type) {
  return document(t, INPROC_PROBE, p, n, url, media_type);
}

int tdg_test_fetch(struct tdg_test *t, const char *url) {
  struct inproc_reply reply;
  arena_reset(&t->input);
  if (kind(t) != TDG_KIND_FETCHER) return refuse(t, "only a fetcher takes an address");
  tdg_rec *request = rec_new(&t->input, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  inproc_call(t->plugin, INPROC_RUN, request, now_ms(), &reply);
  const int64_t until = clock_mono_ms() + FETCH_MS;
  while (reply.status == TDG_PENDING || (reply.status == TDG_OK && reply.n == 0)) {
    if (clock_mono_ms() >= until)
      return answered(
          t, &(struct inproc_reply){.status = TDG_RETRY, .message = "no document came within ten seconds"});
    const int left = inproc_pump(t->plugin, -1, 100, now_ms(), &reply);
    if (left <= 0 || reply.n > 0) break;
    reply.status = TDG_PENDING;
  }
  return answered(t, &reply);
}

int tdg_test_record(struct tdg_test *t, const char *json) {
  json_error_t error;
  char why[500] = "";
  const uint32_t of = kind(t);
  arena_reset(&t->input);
  if (of != TDG_KIND_STAGE && of != TDG_KIND_SINK && of != TDG_KIND_BRIEF)
    return refuse(t, "only a stage, a sink and a brief take a record");
  json_t *object = json_loads(json, 0, &error);
  if (!json_is_object(object))
    snprintf(why, sizeof why, "no record: %s", object == NULL ? error.text : "wanted an object {...}");
  const tdg_rec *rec = why[0] != '\0' ? NULL
                                      : input_record(&t->reader, "the record", object,
                                                     of == TDG_KIND_BRIEF ? TDG_STORY : TDG_ARTICLE,
                                                     ++t->records, &t->input, why, sizeof why);
  json_decref(object);
  if (rec == NULL) return refuse(t, why);
  return call(t, of == TDG_KIND_STAGE ? INPROC_JUDGE : INPROC_RUN, rec);
}

int tdg_test_flush(struct tdg_test *t) {
  if (kind(t) != TDG_KIND_SINK) return refuse(t, "only a sink has a flush");
  return call(t, INPROC_FLUSH, NULL);
}

const char *tdg_test_message(const struct tdg_test *t) {
  const char *text = json_string_value(reply_at(t->answer, "message"));
  return text != NULL ? text : "";
}

const char *tdg_test_json(struct tdg_test *t) {
  if (t->json == NULL && t->answer != NULL) t->json = json_dumps(t->answer, JSON_INDENT(2));
  return t->json != NULL ? t->json : "";
}

size_t tdg_test_count(const struct tdg_test *t, const char *path) {
  const json_t *at = reply_at(t->answer, path);
  return json_is_array(at) ? json_array_size(at) : json_object_size(at);
}

const char *tdg_test_text(struct tdg_test *t, const char *path) {
  const json_t *at = reply_at(t->answer, path);
  if (json_is_integer(at))
    return snprintf(t->number, MAX_NUMBER, "%" JSON_INTEGER_FORMAT, json_integer_value(at)), t->number;
  if (json_is_real(at)) return snprintf(t->number, MAX_NUMBER, "%.17g", json_real_value(at)), t->number;
  if (json_is_boolean(at)) return json_is_true(at) ? "true" : "false";
  const char *text = json_string_value(at);
  return text != NULL ? text : "";
}
