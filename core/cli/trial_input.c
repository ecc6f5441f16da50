/* cli/trial_input.c - records from JSON, in the form of `tidings export`, for components that are tried; see
 * plugin_try.h.
 *
 * The reader of the kit does the work, in a call of its own; the records are copied to the caller's arena.  What
 * the file says of ids, times and notes is kept: a component gets what the engine gave it.
 */
#include "cli/plugin_try.h"

#include "record/rec.h"

#include <jansson.h>
#include <string.h>

#include <tidings/kit/json_record.h>
#include <tidings/kit/lines.h>

static int is_readable(uint32_t kind) {
  return kind == TDG_ARTICLE || kind == TDG_STATEMENT || kind == TDG_STUB;
}

static uint32_t kind_of(const json_t *o, uint32_t otherwise) {
  const char *name = json_string_value(json_object_get(o, "kind"));
  for (uint32_t kind = TDG_REQUEST; name != NULL && kind < TDG_VALUES; kind++)
    if (strcmp(rec_kind_name(kind), name) == 0) return kind;
  return name == NULL ? otherwise : TDG_GROUP;
}

/* The text is derived from the blocks; by hand one may write it instead. */
static tdg_rec *read_news(struct tdg_json_reader *reader, uint32_t kind, json_t *o) {
  json_t *words = json_incref(json_object_get(o, rec_field_info(TDG_TEXT)->json));
  json_object_del(o, rec_field_info(TDG_TEXT)->json);
  json_object_del(o, "html");
  tdg_rec *rec = tdg_json_any(reader, kind, o);
  if (rec != NULL && !rec_has(rec, TDG_BLOCK) && json_is_string(words))
    tdg_text_blocks(reader->call, rec, (struct tdg_str){json_string_value(words), json_string_length(words)});
  json_decref(words);
  return rec;
}

static tdg_rec *read_any(struct tdg_json_reader *reader, uint32_t kind, json_t *o);

/* Members are records of their kinds, while the reader takes groups for groups. */
static void read_members(struct tdg_json_reader *reader, tdg_rec *story, uint32_t field, uint32_t kind,
                         const json_t *list) {
  json_t *one;
  size_t i;
  json_array_foreach(list, i, one) {
    tdg_rec *member = json_is_object(one) ? read_any(reader, kind_of(one, kind), one) : NULL;
    if (member != NULL) tdg_put_rec(reader->call, story, field, member);
  }
}

static tdg_rec *read_story(struct tdg_json_reader *reader, json_t *o) {
  const char *members = rec_field_info(TDG_MEMBER)->json, *earlier = rec_field_info(TDG_EARLIER)->json;
  json_t *list = json_incref(json_object_get(o, members)), *before = json_incref(json_object_get(o, earlier));
  json_object_del(o, members);
  json_object_del(o, earlier);
  tdg_rec *story = tdg_json_any(reader, TDG_STORY, o);
  if (story != NULL) read_members(reader, story, TDG_MEMBER, TDG_ARTICLE, list);
  if (story != NULL && before != NULL && json_is_object(before)) {
    tdg_rec *brief = tdg_json_any(reader, TDG_BRIEF, before);
    if (brief != NULL) tdg_put_rec(reader->call, story, TDG_EARLIER, brief);
  }
  json_decref(list);
  json_decref(before);
  return reader->status == TDG_OK ? story : NULL;
}

static tdg_rec *read_any(struct tdg_json_reader *reader, uint32_t kind, json_t *o) {
  return kind == TDG_STORY   ? read_story(reader, o)
         : is_readable(kind) ? read_news(reader, kind, o)
                             : tdg_json_any(reader, kind, o);
}

/* What `tidings parse` prints has no id and no time yet. */
static void complete(tdg_rec *rec, int64_t number) {
  if (!is_readable(rec_kind(rec)) && rec_kind(rec) != TDG_BRIEF) return;
  if (!rec_has(rec, TDG_ID)) rec_put_int(rec, TDG_ID, number);
  if (!rec_has(rec, TDG_FIRST_SEEN)) rec_put_int(rec, TDG_FIRST_SEEN, TRIAL_TIME * INT64_C(1000));
}

int trial_input_open(struct trial_input *in, const char *command, const char *path, uint32_t otherwise) {
  struct arena a = {0};
  char message[500] = "";
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  *in = (struct trial_input){.path = path, .line = 1, .otherwise = otherwise, .text = buf_make(64 << 20)};
  host_init(&in->call, &(struct host_sink){.emit = NULL});
  int status = cli_read_body(doc, path, message, sizeof message);
  if (status < 0) say_error("tidings plugin %s: %s\n", command, message);
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  buf_add(&in->text, body.p, body.n);
  arena_free(&a);
  return status < 0 ? -1 : 0;
}

static void skip(struct trial_input *in, size_t n) {
  for (const char *p = in->text.p + in->at, *end = p + n; p < end; p++) in->line += *p == '\n';
  in->at += n;
}

int trial_input_next(struct trial_input *in, struct arena *a, tdg_rec **rec, char *message, size_t size) {
  char where[300];
  json_error_t error;
  if (in->text.n > in->at) skip(in, strspn(in->text.p + in->at, " \t\r\n"));
  if (in->at >= in->text.n) return 0;
  snprintf(where, sizeof where, "%s, line %d", in->path, in->line);
  json_t *o = json_loadb(in->text.p + in->at, in->text.n - in->at, JSON_DISABLE_EOF_CHECK, &error);
  if (!json_is_object(o)) {
    snprintf(message, size, "%s, line %d: %s", in->path, in->line + (o == NULL ? error.line - 1 : 0),
             o == NULL ? error.text : "wanted an object {...} in the form of `tidings export`");
    json_decref(o);
    in->at = in->text.n;
    return -1;
  }
  skip(in, (size_t)error.position);
  in->number++;
  host_begin(&in->call, 0);
  struct tdg_json_reader reader = {.call = &in->call.pub, .where = where, .strict = 1};
  const uint32_t kind = kind_of(o, in->otherwise);
  tdg_rec *read = kind != TDG_GROUP ? read_any(&reader, kind, o) : NULL;
  if (read != NULL && reader.status == TDG_OK) complete(read, in->number);
  json_decref(o);
  if (read != NULL && reader.status == TDG_OK && read->error == 0) {
    *rec = rec_copy(a, read, kind);
    return 1;
  }
  snprintf(message, size, "%s", kind == TDG_GROUP ? "" : in->call.message);
  if (message[0] == '\0')
    snprintf(message, size, "%s: no record of a kind that is known, or too large", where);
  return -1;
}

void trial_input_close(struct trial_input *in) {
  host_free(&in->call);
  buf_free(&in->text);
}
