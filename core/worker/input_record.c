/* worker/input_record.c - see input_record.h.
 *
 * The reader of the kit does the work, in a call of its own; the record is copied to the caller's arena.  Owns nothing.
 * Fails when the object is no record: an unknown kind or field, a value of another type, a record that is too large.
 */
#include "worker/input_record.h"

#include <jansson.h>
#include <stdio.h>
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

static void complete(tdg_rec *rec, int64_t number) {
  if (!is_readable(rec_kind(rec)) && rec_kind(rec) != TDG_BRIEF) return;
  if (!rec_has(rec, TDG_ID)) rec_put_int(rec, TDG_ID, number);
  if (!rec_has(rec, TDG_FIRST_SEEN)) rec_put_int(rec, TDG_FIRST_SEEN, TRIAL_TIME * INT64_C(1000));
}

static tdg_rec *read_any(struct tdg_json_reader *reader, uint32_t kind, json_t *o);

/* Members are records of their kinds, while the reader takes groups for groups. */
static void read_members(struct tdg_json_reader *reader, tdg_rec *story, uint32_t field, uint32_t kind,
                         const json_t *list) {
  json_t *one;
  size_t i;
  json_array_foreach(list, i, one) {
    tdg_rec *member = json_is_object(one) ? read_any(reader, kind_of(one, kind), one) : NULL;
    if (member == NULL) continue;
    complete(member, (int64_t)i + 1);
    tdg_put_rec(reader->call, story, field, member);
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

tdg_rec *input_record(struct host_call *call, const char *where, json_t *object, uint32_t otherwise,
                      int64_t number, struct arena *a, char *why, size_t why_size) {
  host_begin(call, 0);
  struct tdg_json_reader reader = {.call = &call->pub, .where = where, .strict = 1};
  const uint32_t kind = kind_of(object, otherwise);
  tdg_rec *read = kind != TDG_GROUP ? read_any(&reader, kind, object) : NULL;
  if (read != NULL && reader.status == TDG_OK) complete(read, number);
  if (read != NULL && reader.status == TDG_OK && read->error == 0) return rec_copy(a, read, kind);
  snprintf(why, why_size, "%s", kind == TDG_GROUP ? "" : call->message);
  if (why[0] == '\0') snprintf(why, why_size, "%s: no record of a kind that is known, or too large", where);
  return NULL;
}
