/* json_fields.c - convert JSON members to fields of a record, by the names of the registry.
 *
 * Types are checked: a field of the wrong type refuses the document, with the field's name.  null means
 * absent.  Accepted where the meaning is clear: one value in place of a list, a name in place of an author or
 * source group, a number in place of a text.  Unknown names are skipped.
 */
#include "import.h"

#include <stdio.h>
#include <tidings/kit/date.h>

enum { MAX_DEPTH = 6, MAX_ITEMS = 20000 };

struct field_info {
  const char *json;
  uint32_t field;
  int type, many;
};

#define FIELD_INFO(symbol, number, type_, many_, json_) {json_, number, TDG_T_##type_, many_},
static const struct field_info FIELDS[] = {TDG_FIELD_TABLE(FIELD_INFO)};
#undef FIELD_INFO

/* Fields of a record as its publisher made it.  Ids, versions, observations, stories and briefs are assigned
 * by the engine; an import cannot set them. */
// clang-format off
static const uint32_t TOP[] = {
    TDG_GENRE,     TDG_URL,         TDG_CANONICAL, TDG_ALTERNATE, TDG_COMMENTS,    TDG_GUID,
    TDG_TITLE,     TDG_SUBTITLE,    TDG_KICKER,    TDG_SUMMARY,   TDG_DESCRIPTION, TDG_LANGUAGE,
    TDG_DIRECTION, TDG_AUTHOR,      TDG_DATELINE,  TDG_TAG,       TDG_CATEGORY,    TDG_SECTION_NAME,
    TDG_MEDIA,     TDG_LEAD_IMAGE,  TDG_RIGHTS,    TDG_GENERATOR, TDG_LOGO,        TDG_PUBLISHED,
    TDG_UPDATED,   TDG_EVENT_TIME,  TDG_EMBARGO,   TDG_EXPIRES,   TDG_ORIGIN,      TDG_BLOCK,
    TDG_PART,      TDG_QUALITY,     TDG_MENTION,   TDG_FIGURE,    TDG_ISSUER,      TDG_PLACE,
    TDG_OCCASION,  TDG_REFERENCE,   TDG_POINT,     TDG_SIGNATORY, TDG_CONTACT,     TDG_CITES,
    TDG_EXT,       TDG_CHANGE_NOTE, TDG_SOURCE};

static int is_top(uint32_t field) {
  for (size_t i = 0; i < sizeof(TOP) / sizeof(TOP[0]); i++)
    if (TOP[i] == field) return 1;
  return 0;
}

/* Names that mean different fields depending on their position. */
static uint32_t placed(const char *key, enum import_place place) {
  if (strcmp(key, "type") == 0) return place == PLACE_BLOCK ? TDG_BLOCK_TYPE : TDG_TYPE;
  if (strcmp(key, "id") == 0) return place == PLACE_SOURCE ? TDG_SOURCE_ID : 0;
  return 0;
}

static const struct field_info *info_by(uint32_t field, const char *key) {
  for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++)
    if (field != 0 ? FIELDS[i].field == field : strcmp(FIELDS[i].json, key) == 0) return &FIELDS[i];
  return NULL;
}

static const struct field_info *info_find(const char *key, enum import_place place) {
  const struct field_info *f = info_by(placed(key, place), key);
  if (f == NULL) return NULL;
  if (place == PLACE_TOP ? !is_top(f->field) : f->type == TDG_T_ID || f->type == TDG_T_BYTES) return NULL;
  return f;
}

struct tdg_str import_text(const json_t *s) {
  return (struct tdg_str){json_string_value(s), json_string_length(s)};
}

static const char *type_name(const json_t *v) {
  switch (json_typeof(v)) {
  case JSON_OBJECT:
    return "an object";
  case JSON_ARRAY:
    return "a list";
  case JSON_STRING:
    return "a string";
  case JSON_INTEGER:
  case JSON_REAL:
    return "a number";
  case JSON_TRUE:
  case JSON_FALSE:
    return "true or false";
  default:
    return "null";
  }
}

int import_refuse(struct import *m, const char *field, const char *wanted, const json_t *found) {
  if (m->status != TDG_OK) return m->status;
  m->status =
      tdg_fail(m->call, TDG_BAD_INPUT, "%s: field \"%.40s\" must be %s, found %s; correct it or leave it out",
               m->url.p, field, wanted, found != NULL ? type_name(found) : "nothing");
  return m->status;
}

/* ---- values ---- */

static const char *const BLOCK_NAMES[] = {[TDG_PARAGRAPH] = "paragraph", [TDG_HEADING] = "heading",
                                          [TDG_QUOTE] = "quote",         [TDG_ITEM] = "item",
                                          [TDG_TABLE] = "table",         [TDG_CODE] = "code",
                                          [TDG_IMAGE] = "image",         [TDG_EMBED] = "embed",
                                          [TDG_RULE] = "rule",           [TDG_CAPTION_TEXT] = "caption",
                                          [TDG_FOOTNOTE] = "footnote",   [TDG_SIGNATURE_LINE] = "signature",
                                          [TDG_AUDIO] = "audio",         [TDG_VIDEO] = "video"};

/* The type for a block name; unknown names become paragraphs, so that their text is kept. */
static int64_t block_type(const json_t *v) {
  if (json_is_integer(v)) return json_integer_value(v);
  for (size_t i = 1; i < sizeof(BLOCK_NAMES) / sizeof(BLOCK_NAMES[0]); i++)
    if (BLOCK_NAMES[i] != NULL && strcmp(BLOCK_NAMES[i], json_string_value(v)) == 0) return (int64_t)i;
  return TDG_PARAGRAPH;
}

static void put_time(struct import *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  struct tdg_date d;
  char number[32];
  struct tdg_str s = {number, 0};
  if (json_is_integer(v))
    s.n = (size_t)snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(v));
  else if (json_is_string(v))
    s = import_text(v);
  else {
    import_refuse(m, f->json, "a date (RFC 3339)", v);
    return;
  }
  if (s.n == 0) return;
  if (tdg_date_parse(s.p, s.n, NULL, &d) == 0)
    tdg_put_int(m->call, to, f->field, d.ms);
  else
    tdg_log(m->call, TDG_LOG_WARNING, "%s: field \"%s\": no date can be read from \"%.60s\"; left out",
            m->url.p, f->json, s.p);
}

static void put_text(struct import *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  char number[40];
  if (json_is_string(v)) {
    tdg_put_text(m->call, to, f->field, json_string_value(v), json_string_length(v));
    return;
  }
  if (json_is_integer(v))
    snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(v));
  else if (json_is_real(v))
    snprintf(number, sizeof(number), "%.15g", json_real_value(v));
  else {
    import_refuse(m, f->json, f->many ? "a list of strings" : "a string", v);
    return;
  }
  tdg_put_str(m->call, to, f->field, number);
}

static void put_int(struct import *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  if (f->field == TDG_BLOCK_TYPE && (json_is_string(v) || json_is_integer(v)))
    tdg_put_int(m->call, to, f->field, block_type(v));
  else if (json_is_integer(v))
    tdg_put_int(m->call, to, f->field, json_integer_value(v));
  else
    import_refuse(m, f->json, "a whole number", v);
}

static void put_members(struct import *m, tdg_rec *to, const json_t *object, enum import_place place, int depth);

static void put_group(struct import *m, tdg_rec *to, const struct field_info *f, const json_t *v, int depth) {
  enum import_place place = f->field == TDG_SOURCE  ? PLACE_SOURCE
                            : f->field == TDG_BLOCK ? PLACE_BLOCK
                                                    : PLACE_GROUP;
  uint32_t only = f->field == TDG_BLOCK ? TDG_TEXT : TDG_NAME;
  tdg_rec *g = tdg_group(m->call);
  if (json_is_object(v))
    put_members(m, g, v, place, depth + 1);
  else if (json_is_string(v))
    tdg_put_text(m->call, g, only, json_string_value(v), json_string_length(v));
  else {
    import_refuse(m, f->json, f->many ? "a list of objects" : "an object", v);
    return;
  }
  if (json_is_string(v) && f->field == TDG_BLOCK) tdg_put_int(m->call, g, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  if (m->status == TDG_OK) tdg_put_rec(m->call, to, f->field, g);
}

static void put_one(struct import *m, tdg_rec *to, const struct field_info *f, const json_t *v, int depth) {
  if (json_is_null(v)) return;
  switch (f->type) {
  case TDG_T_TEXT:
    put_text(m, to, f, v);
    return;
  case TDG_T_TIME:
    put_time(m, to, f, v);
    return;
  case TDG_T_INT:
    put_int(m, to, f, v);
    return;
  case TDG_T_REC:
    put_group(m, to, f, v, depth);
    return;
  case TDG_T_BOOL:
    if (json_is_boolean(v))
      tdg_put_int(m->call, to, f->field, json_is_true(v));
    else
      import_refuse(m, f->json, "true or false", v);
    return;
  case TDG_T_REAL:
    if (json_is_number(v))
      tdg_put_real(m->call, to, f->field, json_number_value(v));
    else
      import_refuse(m, f->json, "a number", v);
    return;
  default:
    return;
  }
}

void import_field(struct import *m, tdg_rec *to, const char *key, const json_t *value,
                  enum import_place place, int depth) {
  const struct field_info *f = info_find(key, place);
  const json_t *one;
  size_t i;
  if (f == NULL || depth > MAX_DEPTH || m->status != TDG_OK) return;
  if (!json_is_array(value)) {
    put_one(m, to, f, value, depth);
    return;
  }
  if (!f->many || json_array_size(value) > MAX_ITEMS) {
    import_refuse(m, key, f->many ? "a list of at most 20000" : "one value", value);
    return;
  }
  json_array_foreach(value, i, one) put_one(m, to, f, one, depth);
}

/* Store every member of a group that the registry knows. */
static void put_members(struct import *m, tdg_rec *to, const json_t *object, enum import_place place, int depth) {
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, key, value) import_field(m, to, key, value, place, depth);
}

// clang-format on
