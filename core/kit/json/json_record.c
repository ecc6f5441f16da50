/* kit/json/json_record.c - records from JSON, by the names of the registry; see tidings/kit/json_record.h.
 *
 * The JSON tree is the caller's, records are in the memory of the call.  Accepted where the meaning is clear:
 * one value in place of a list, a name in place of an author or source group, a number in place of a text.
 */
#include <tidings/kit/json_record.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings/kit/date.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/plain_report.h>
#include <tidings/kit/text.h>

enum { MAX_DEPTH = 6, MAX_ITEMS = 20000, MAX_ID = 512, ID_LETTERS = 13, MAX_HEX = 1 << 16 };

/* The position of a value in the object, which decides what "id", "type", "kind", "records" ... mean, and which fields may
 * stand there: TOP those of an article or statement, ANY all. */
enum place {
  PLACE_TOP,
  PLACE_SOURCE,
  PLACE_BLOCK,
  PLACE_SENTENCE, /* of a brief */
  PLACE_SINCE,
  PLACE_GROUP,
  PLACE_ANY
};

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
static uint32_t placed(const char *key, enum place place) {
  if (strcmp(key, "type") == 0) return place == PLACE_BLOCK ? TDG_BLOCK_TYPE : TDG_TYPE;
  if (strcmp(key, "id") == 0) return place == PLACE_SOURCE ? TDG_SOURCE_ID : 0;
  if (strcmp(key, "conflicts") == 0 && (place == PLACE_SENTENCE || place == PLACE_SINCE))
    return TDG_CONFLICT_NO;
  if (strcmp(key, "records") == 0 && place == PLACE_SENTENCE) return TDG_BORNE_OUT_BY;
  if (strcmp(key, "sentences") == 0 && place == PLACE_SINCE) return TDG_SENTENCE_NO;
  return 0;
}

static enum place place_in(uint32_t group) {
  switch (group) {
  case TDG_SOURCE: return PLACE_SOURCE;
  case TDG_BLOCK: return PLACE_BLOCK;
  case TDG_SENTENCE: return PLACE_SENTENCE;
  case TDG_SINCE: return PLACE_SINCE;
  default: return PLACE_GROUP;
  }
}

static const struct field_info *info_by(uint32_t field, const char *key) {
  for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++)
    if (field != 0 ? FIELDS[i].field == field : strcmp(FIELDS[i].json, key) == 0) return &FIELDS[i];
  return NULL;
}

static const struct field_info *info_find(const char *key, enum place place, int strict) {
  const struct field_info *f = info_by(placed(key, place), key);
  if (f == NULL) return NULL;
  if (place == PLACE_TOP) return is_top(f->field) ? f : NULL;
  /* ids and bytes of an export are those of another store */
  if (!strict && (f->type == TDG_T_ID || f->type == TDG_T_BYTES)) return NULL;
  return f;
}

/* Names that an export adds, or that are read apart. */
static int is_derived(const char *key) {
  static const char *const names[] = {"kind", "id", "text", "html", "lang", NULL};
  for (size_t i = 0; names[i] != NULL; i++)
    if (strcmp(names[i], key) == 0) return 1;
  return 0;
}

static struct tdg_str text_of(const json_t *s) {
  return (struct tdg_str){json_string_value(s), json_string_length(s)};
}

static const char *type_name(const json_t *v) {
  switch (json_typeof(v)) {
  case JSON_OBJECT: return "an object";
  case JSON_ARRAY: return "a list";
  case JSON_STRING: return "a string";
  case JSON_INTEGER:
  case JSON_REAL: return "a number";
  case JSON_TRUE:
  case JSON_FALSE: return "true or false";
  default: return "null";
  }
}

static int refuse(struct tdg_json_reader *m, const char *field, const char *wanted, const json_t *found) {
  if (m->status != TDG_OK) return m->status;
  m->status =
      tdg_fail(m->call, TDG_BAD_INPUT, "%s: field \"%.40s\" must be %s, found %s; correct it or leave it out",
               m->where, field, wanted, found != NULL ? type_name(found) : "nothing");
  return m->status;
}

static void refuse_unknown(struct tdg_json_reader *m, const char *key) {
  if (m->status == TDG_OK)
    m->status = tdg_fail(m->call, TDG_BAD_INPUT,
                         "%s: there is no field \"%.60s\"; see tidings/field.h for the names", m->where, key);
}

static void refuse_misplaced(struct tdg_json_reader *m, const char *key) {
  if (m->status == TDG_OK)
    m->status =
        tdg_fail(m->call, TDG_BAD_INPUT,
                 "%s: the field \"%.60s\" is not of an article or a statement, or is set by the host; "
                 "leave it out (docs/fields.md says where it stands)",
                 m->where, key);
}

static void refuse_block(struct tdg_json_reader *m, const char *type) {
  if (m->status == TDG_OK)
    m->status =
        tdg_fail(m->call, TDG_BAD_INPUT,
                 "%s: there is no type of block \"%.60s\"; there are paragraph, heading, quote, item, table, "
                 "code, image, embed, rule, caption, footnote, signature, audio, video",
                 m->where, type);
}

/* ---- values ---- */

static const char *const BLOCK_NAMES[] = {[TDG_PARAGRAPH] = "paragraph", [TDG_HEADING] = "heading",
                                          [TDG_QUOTE] = "quote",         [TDG_ITEM] = "item",
                                          [TDG_TABLE] = "table",         [TDG_CODE] = "code",
                                          [TDG_IMAGE] = "image",         [TDG_EMBED] = "embed",
                                          [TDG_RULE] = "rule",           [TDG_CAPTION_TEXT] = "caption",
                                          [TDG_FOOTNOTE] = "footnote",   [TDG_SIGNATURE_LINE] = "signature",
                                          [TDG_AUDIO] = "audio",         [TDG_VIDEO] = "video"};

/* The type for a block name; unknown names become paragraphs, so that their text is kept, or are refused when
 * strict.  "block" is what an export says of the types of plugins. */
static int64_t block_type(struct tdg_json_reader *m, const json_t *v) {
  if (json_is_integer(v)) return json_integer_value(v);
  for (size_t i = 1; i < sizeof(BLOCK_NAMES) / sizeof(BLOCK_NAMES[0]); i++)
    if (BLOCK_NAMES[i] != NULL && strcmp(BLOCK_NAMES[i], json_string_value(v)) == 0) return (int64_t)i;
  if (m->strict && strcmp(json_string_value(v), "block") != 0) refuse_block(m, json_string_value(v));
  return TDG_PARAGRAPH;
}

static void put_time(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  struct tdg_date d;
  char number[32];
  struct tdg_str s = {number, 0};
  if (json_is_integer(v))
    s.n = (size_t)snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(v));
  else if (json_is_string(v)) s = text_of(v);
  else {
    refuse(m, f->json, "a date (RFC 3339)", v);
    return;
  }
  if (s.n == 0) return;
  if (tdg_date_parse(s.p, s.n, NULL, &d) == 0) tdg_put_int(m->call, to, f->field, d.ms);
  else
    tdg_log(m->call, TDG_LOG_WARNING, "%s: field \"%s\": no date can be read from \"%.60s\"; left out",
            m->where, f->json, s.p);
}

static void put_text(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  char number[40];
  if (json_is_string(v)) {
    tdg_put_text(m->call, to, f->field, json_string_value(v), json_string_length(v));
    return;
  }
  if (json_is_integer(v)) snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(v));
  else if (json_is_real(v)) snprintf(number, sizeof(number), "%.15g", json_real_value(v));
  else {
    refuse(m, f->json, f->many ? "a list of strings" : "a string", v);
    return;
  }
  tdg_put_str(m->call, to, f->field, number);
}

static void put_int(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  if (f->field == TDG_BLOCK_TYPE && (json_is_string(v) || json_is_integer(v)))
    tdg_put_int(m->call, to, f->field, block_type(m, v));
  else if (json_is_integer(v)) tdg_put_int(m->call, to, f->field, json_integer_value(v));
  else refuse(m, f->json, "a whole number", v);
}

static int digit(const char *digits, char c) {
  const char *at = c != '\0' ? strchr(digits, c) : NULL;
  return at != NULL ? (int)(at - digits) : -1;
}

static void put_id(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  const char *s = json_is_string(v) ? json_string_value(v) : "";
  uint64_t id = 0;
  int ok = strlen(s) == ID_LETTERS && *s <= '7';
  for (; ok && *s != '\0'; s++) {
    int d = digit("0123456789ABCDEFGHJKMNPQRSTVWXYZ", *s);
    ok = d >= 0;
    id = id << 5 | (uint64_t)(d & 31);
  }
  if (ok && id > 0) tdg_put_int(m->call, to, f->field, (int64_t)id);
  else refuse(m, f->json, "an id of 13 letters", v);
}

static void put_hex(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v) {
  struct tdg_str s = json_is_string(v) ? text_of(v) : (struct tdg_str){"?", 1};
  int ok = s.n % 2 == 0 && s.n <= MAX_HEX;
  unsigned char *bytes = tdg_scratch(m->call, ok ? s.n / 2 + 1 : 1);
  for (size_t i = 0; ok && i < s.n; i += 2) {
    int high = digit("0123456789abcdef", s.p[i]), low = digit("0123456789abcdef", s.p[i + 1]);
    ok = high >= 0 && low >= 0;
    if (ok) bytes[i / 2] = (unsigned char)(high << 4 | low);
  }
  if (ok) tdg_put_bytes(m->call, to, f->field, bytes, s.n / 2);
  else refuse(m, f->json, "hexadecimal digits, two for a byte", v);
}

static void put_members(struct tdg_json_reader *m, tdg_rec *to, const json_t *object, enum place place,
                        int depth);

static void put_group(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v,
                      int depth) {
  enum place place = place_in(f->field);
  uint32_t only = f->field == TDG_BLOCK ? TDG_TEXT : TDG_NAME;
  tdg_rec *g = tdg_group(m->call);
  if (json_is_object(v)) put_members(m, g, v, place, depth + 1);
  else if (json_is_string(v)) tdg_put_text(m->call, g, only, json_string_value(v), json_string_length(v));
  else {
    refuse(m, f->json, f->many ? "a list of objects" : "an object", v);
    return;
  }
  if (json_is_string(v) && f->field == TDG_BLOCK) tdg_put_int(m->call, g, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  if (m->status == TDG_OK) tdg_put_rec(m->call, to, f->field, g);
}

static void put_one(struct tdg_json_reader *m, tdg_rec *to, const struct field_info *f, const json_t *v,
                    int depth) {
  if (json_is_null(v)) return;
  switch (f->type) {
  case TDG_T_TEXT: put_text(m, to, f, v); return;
  case TDG_T_TIME: put_time(m, to, f, v); return;
  case TDG_T_INT: put_int(m, to, f, v); return;
  case TDG_T_REC: put_group(m, to, f, v, depth); return;
  case TDG_T_BOOL:
    if (json_is_boolean(v)) tdg_put_int(m->call, to, f->field, json_is_true(v));
    else refuse(m, f->json, "true or false", v);
    return;
  case TDG_T_REAL:
    if (json_is_number(v)) tdg_put_real(m->call, to, f->field, json_number_value(v));
    else refuse(m, f->json, "a number", v);
    return;
  case TDG_T_ID: put_id(m, to, f, v); return;
  case TDG_T_BYTES: put_hex(m, to, f, v); return;
  default: return;
  }
}

/* "x_32768": a private field, whose type is that of the value; 0: another name. */
static uint32_t private_field(const char *key) {
  unsigned long n = 0;
  char *end;
  if (strncmp(key, "x_", 2) != 0 || key[2] < '1' || key[2] > '9') return 0;
  n = strtoul(key + 2, &end, 10);
  return *end == '\0' && n >= TDG_PRIVATE_FIRST && n <= TDG_PRIVATE_LAST ? (uint32_t)n : 0;
}

static void put_private(struct tdg_json_reader *m, tdg_rec *to, const char *key, uint32_t field,
                        const json_t *v, int depth) {
  const int type = json_is_string(v)    ? TDG_T_TEXT
                   : json_is_integer(v) ? TDG_T_INT
                   : json_is_real(v)    ? TDG_T_REAL
                                        : TDG_T_REC;
  const struct field_info f = {key, field, type, 1};
  if (type == TDG_T_REC && !json_is_object(v)) refuse(m, key, "a list of texts, numbers and objects", v);
  else put_one(m, to, &f, v, depth);
}

static void put_privates(struct tdg_json_reader *m, tdg_rec *to, const char *key, const json_t *value,
                         int depth) {
  const uint32_t field = private_field(key);
  const json_t *one;
  size_t i;
  if (depth > MAX_DEPTH || m->status != TDG_OK) return;
  if (!json_is_array(value) || json_array_size(value) > MAX_ITEMS) {
    refuse(m, key, "a list of at most 20000", value);
    return;
  }
  json_array_foreach(value, i, one) put_private(m, to, key, field, one, depth);
}

/* null says that there is none. */
static void check_name(struct tdg_json_reader *m, const char *key, const json_t *value, enum place place) {
  if (!m->strict || info_find(key, place, 1) != NULL || private_field(key) != 0 || is_derived(key)) return;
  if (info_by(placed(key, place), key) == NULL) refuse_unknown(m, key);
  else if (!json_is_null(value)) refuse_misplaced(m, key);
}

static void put_field(struct tdg_json_reader *m, tdg_rec *to, const char *key, const json_t *value,
                      enum place place, int depth) {
  const struct field_info *f = info_find(key, place, m->strict);
  const json_t *one;
  size_t i;
  if (f == NULL && private_field(key) != 0) {
    put_privates(m, to, key, value, depth);
    return;
  }
  check_name(m, key, value, place);
  if (f == NULL || depth > MAX_DEPTH || m->status != TDG_OK) return;
  if (!json_is_array(value)) {
    put_one(m, to, f, value, depth);
    return;
  }
  if (!f->many || json_array_size(value) > MAX_ITEMS) {
    refuse(m, key, f->many ? "a list of at most 20000" : "one value", value);
    return;
  }
  json_array_foreach(value, i, one) put_one(m, to, f, one, depth);
}

/* Store every member of a group that the registry knows. */
static void put_members(struct tdg_json_reader *m, tdg_rec *to, const json_t *object, enum place place,
                        int depth) {
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, key, value) put_field(m, to, key, value, place, depth);
}

/* ---- articles and statements ---- */

static void read_id(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top) {
  const json_t *id = json_object_get(top, "id");
  char number[32];
  if (id == NULL || json_is_null(id)) return;
  if (json_is_integer(id)) {
    snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(id));
    tdg_put_str(m->call, rec, TDG_NATIVE_ID, number);
  } else if (!json_is_string(id) || json_string_length(id) == 0)
    refuse(m, "id", "a string that is not empty", id);
  else if (json_string_length(id) > MAX_ID) refuse(m, "id", "at most 512 bytes long", id);
  else tdg_put_text(m->call, rec, TDG_NATIVE_ID, json_string_value(id), json_string_length(id));
}

static int has_title(const json_t *top) {
  const json_t *title = json_object_get(top, "title");
  return json_is_string(title) && json_string_length(title) > 0;
}

/* ---- an article's text: what its page said around it is left out ---- */

static int has_author(const json_t *top) {
  const json_t *authors = json_object_get(top, "authors");
  return json_is_string(authors) || json_is_object(authors) || json_array_size(authors) > 0;
}

/* Bylines become authors where the object has none; else they stay, as dates do: who writes an object without "published" knows
 * of no date, and the one in the text may be another's. */
static void put_head(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top, struct tdg_report *r) {
  int authors = !has_author(top) && r->n_authors > 0;
  for (size_t i = 0; authors && i < r->n_authors; i++) {
    tdg_rec *g = tdg_group(m->call);
    tdg_put_text(m->call, g, TDG_NAME, r->authors[i].p, r->authors[i].n);
    tdg_put_rec(m->call, rec, TDG_AUTHOR, g);
  }
  for (size_t i = 0; i < r->n; i++) {
    int taken = r->v[i].kind == TDG_LINE_FURNITURE || (r->v[i].kind == TDG_LINE_BYLINE && authors);
    if (!taken) r->v[i].kind = TDG_LINE_BODY;
  }
}

/* The paragraphs of an article; a text of which nothing would be left stays as it is. */
static size_t put_article(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top, struct tdg_str text) {
  struct tdg_lines t = tdg_lines_read(m->call, text);
  if (t.full) return tdg_text_blocks(m->call, rec, text);
  struct tdg_report *r = tdg_scratch(m->call, sizeof *r);
  *r = (struct tdg_report){.call = m->call, .v = t.v, .n = t.n, .titled = 1};
  const char *language = tdg_language(text);
  if (*language != '\0') r->language = language;
  tdg_report_front(r);
  tdg_report_clean(r);
  size_t kept = 0;
  for (size_t i = 0; i < r->n; i++) kept += r->v[i].kind == TDG_LINE_BODY;
  if (kept == 0) return tdg_text_blocks(m->call, rec, text);
  put_head(m, rec, top, r);
  return tdg_lines_blocks(m->call, rec, &t);
}

static size_t put_text_blocks(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top,
                              struct tdg_str text) {
  return tdg_kind_of(m->call, rec) == TDG_ARTICLE ? put_article(m, rec, top, text)
                                                  : tdg_text_blocks(m->call, rec, text);
}

/* Take the blocks, or make them from the text.  A report may consist of its title only, but must then say
 * "text": "" (or nothing, when strict). */
static void read_body(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top) {
  const json_t *text = json_object_get(top, "text"), *blocks = json_object_get(top, "blocks");
  if (json_is_array(blocks) && json_array_size(blocks) > 0) put_field(m, rec, "blocks", blocks, PLACE_TOP, 0);
  else if (text == NULL && m->strict) return;
  else if (!json_is_string(text)) refuse(m, "text", "a string", text);
  else if (put_text_blocks(m, rec, top, text_of(text)) == 0 && !has_title(top))
    refuse(m, "text", "text, not only white space", text);
}

static void read_language(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top) {
  const json_t *lang = json_object_get(top, "lang"), *text = json_object_get(top, "text");
  if (json_is_string(json_object_get(top, "language"))) return;
  if (json_is_string(lang))
    tdg_put_text(m->call, rec, TDG_LANGUAGE, json_string_value(lang), json_string_length(lang));
  else if (json_is_string(text)) tdg_put_str(m->call, rec, TDG_LANGUAGE, tdg_language(text_of(text)));
}

/* A source with an empty name is ignored. */
static int is_empty(const json_t *v) { return json_is_string(v) && json_string_length(v) == 0; }

static int has_origin(const struct tdg_json_reader *m, const tdg_rec *rec, const char *name) {
  const tdg_rec *o;
  for (uint32_t i = 0; (o = tdg_get_rec(m->call, rec, TDG_ORIGIN, i)) != NULL; i++)
    if (strcmp(tdg_get(m->call, o, TDG_FIELD_NAME).p, name) == 0) return 1;
  return 0;
}

/* A time that was written without a zone, or a day, is not given one: how it was written stays with it. */
static void note_written(struct tdg_json_reader *m, tdg_rec *rec, const json_t *top, const char *name) {
  const json_t *v = json_object_get(top, name);
  struct tdg_date d;
  if (!json_is_string(v) || tdg_date_parse(json_string_value(v), json_string_length(v), NULL, &d) != 0)
    return;
  if (!tdg_date_is_local(&d, 0) && d.precision >= TDG_DATE_MINUTE) return;
  if (!has_origin(m, rec, name)) tdg_date_put_origin(m->call, rec, name, "object", text_of(v), &d, 0);
}

tdg_rec *tdg_json_news(struct tdg_json_reader *m, uint32_t kind, const json_t *top) {
  const char *key;
  json_t *value;
  tdg_rec *rec = tdg_rec_new(m->call, kind);
  read_id(m, rec, top);
  json_object_foreach((json_t *)(uintptr_t)top, key, value) {
    check_name(m, key, value, PLACE_TOP);
    if (strcmp(key, "blocks") != 0 && !is_empty(value)) put_field(m, rec, key, value, PLACE_TOP, 0);
  }
  if (m->status == TDG_OK) read_language(m, rec, top);
  if (m->status == TDG_OK) read_body(m, rec, top);
  if (m->status != TDG_OK) return NULL;
  note_written(m, rec, top, "published");
  note_written(m, rec, top, "updated");
  return rec;
}

tdg_rec *tdg_json_any(struct tdg_json_reader *m, uint32_t kind, const json_t *object) {
  const char *key;
  json_t *value;
  tdg_rec *rec = tdg_rec_new(m->call, kind);
  json_object_foreach((json_t *)(uintptr_t)object, key, value) if (strcmp(key, "kind") != 0)
      put_field(m, rec, key, value, PLACE_ANY, 0);
  return m->status == TDG_OK ? rec : NULL;
}
