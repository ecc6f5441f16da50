/* record/record_json.c - records as JSON; see record_json.h.  Writes into the caller's buffer; fails only
 * when that is full. */
#include "record/record_json.h"

#include "record/plain_text.h"
#include "util/clean.h"
#include "util/id.h"
#include "util/redact.h"
#include <tidings/kit/utf8.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char hex[] = "0123456789abcdef";

/* The first bytes of characters to escape: controls, characters with a meaning in JSON, and characters that
 * terminals act on: C1 (C2 80..9F), directions and separators (E2 80 A8..AE, E2 81 A6..A9).  See
 * util/clean.h. */
static int stays(const unsigned char *p, size_t n) {
  if (p[0] == 0xC2) return n < 2 || p[1] >= 0xA0;
  if (p[0] == 0xE2)
    return n < 3 || p[1] > 0x81 || p[2] < 0xA6 || p[2] > 0xAE ||
           !clean_is_unsafe((uint32_t)(0x2000 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F)));
  return p[0] >= 0x80 || (p[0] >= 0x20 && p[0] != '"' && p[0] != '\\' && p[0] != 0x7F);
}

/* Write the character at p escaped; returns its length in bytes. */
static size_t escape(const char *p, size_t n, char to[8]) {
  const unsigned char c = (unsigned char)p[0];
  const char *next = p, *at = c < 0x80 ? strchr("\"\"\\\\\nn\tt\rr", c) : NULL;
  if (at != NULL) return memcpy(to, (const char[]){'\\', at[1], '\0'}, 3), 1;
  snprintf(to, 8, "\\u%04x", (unsigned)tdg_utf8_next(&next, p + n) & 0xFFFF);
  return (size_t)(next - p);
}

/* Is it UTF-8 without a zero byte? */
static void quote_valid(struct buf *out, const char *p, size_t n) {
  static const unsigned char looked_at[256] = {
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,         1,          1,          1,          1,         1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['"'] = 1, ['\\'] = 1, [0x7F] = 1, [0xC2] = 1, [0xE2] = 1};
  size_t from = 0;
  char to[8];
  for (size_t i = 0; i < n;) {
    if (!looked_at[(unsigned char)p[i]] || stays((const unsigned char *)p + i, n - i)) {
      i++;
      continue;
    }
    size_t size = escape(p + i, n - i, to);
    buf_add(out, p + from, i - from);
    buf_str(out, to);
    from = i += size;
  }
  buf_add(out, p + from, n - from);
}

/* File names and messages of the system may be any bytes. */
static void quote_any(struct buf *out, const char *p, size_t n) {
  for (size_t i = 0, size; i < n; i += size) {
    int valid = 1;
    size = (unsigned char)p[i] < 0x80 ? 1 : tdg_utf8_sequence(p + i, p + n, &valid);
    if (!valid) buf_str(out, "\\ufffd");
    else if (p[i] == '\0') buf_str(out, "\\u0000");
    else quote_valid(out, p + i, size);
  }
}

void json_quote(struct buf *out, const char *p, size_t n) {
  buf_char(out, '"');
  (tdg_utf8_valid(p, n) ? quote_valid : quote_any)(out, p, n);
  buf_char(out, '"');
}

void json_quote_said(struct buf *out, const char *p, size_t n) {
  struct buf open = buf_make(out->max);
  redact_text(&open, p, n);
  json_quote(out, open.p, open.n);
  buf_free(&open);
}

void time_text(int64_t ms, char out[32]) {
  int64_t days = ms / 1000, part = ms % 1000;
  if (part < 0) {
    part += 1000;
    days--;
  }
  time_t seconds = (time_t)days;
  struct tm tm;
  gmtime_r(&seconds, &tm);
  size_t n = (size_t)snprintf(out, 32, "%04d", tm.tm_year + 1900); /* %Y has no leading zeros */
  n += strftime(out + n, 32 - n, "-%m-%dT%H:%M:%S", &tm);
  if (part != 0) n += (size_t)snprintf(out + n, 32 - n, ".%03d", (int)part);
  snprintf(out + n, 32 - n, "Z");
}

void json_put_text(struct buf *out, const char *name, struct tdg_str v) {
  buf_printf(out, ",\"%s\":", name);
  json_quote(out, v.p, v.n);
}

void json_put_said(struct buf *out, const char *name, struct tdg_str v) {
  buf_printf(out, ",\"%s\":", name);
  json_quote_said(out, v.p, v.n);
}

void json_quote_id(struct buf *out, int64_t id) {
  char text[ID_LETTERS + 1];
  id_text(id, text);
  if (id == 0) buf_str(out, "null");
  else buf_printf(out, "\"%s\"", text);
}

/* RFC 3339 allows the years 0000 to 9999 only. */
static int has_year(int64_t ms) { return ms >= -62167219200000 && ms <= 253402300799999; }

void json_quote_time(struct buf *out, int64_t ms) {
  char text[32];
  if (!has_year(ms)) {
    buf_str(out, "null");
    return;
  }
  time_text(ms, text);
  buf_printf(out, "\"%s\"", text);
}

void json_put_time(struct buf *out, const char *name, int64_t ms) {
  buf_printf(out, ",\"%s\":", name);
  if (ms == 0) buf_str(out, "null");
  else json_quote_time(out, ms);
}

/* The zone in which the source wrote this time, in minutes east of UTC; 0 when no origin states it. */
static int64_t zone_of(const tdg_rec *r, const char *name) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_ORIGIN || !rec_has(it.rec, TDG_ZONE)) continue;
    if (strcmp(rec_get(it.rec, TDG_FIELD_NAME, 0).p, name) != 0) continue;
    int64_t zone = rec_get_int(it.rec, TDG_ZONE, 0);
    return zone > -24 * 60 && zone < 24 * 60 ? zone : 0;
  }
  return 0;
}

int rec_time_is_local(const tdg_rec *r, const char *field) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.field == TDG_ORIGIN && it.type == TDG_T_REC && rec_get_int(it.rec, TDG_LOCAL, 0) != 0 &&
        strcmp(rec_get(it.rec, TDG_FIELD_NAME, 0).p, field) == 0)
      return 1;
  }
  return 0;
}

void time_text_local(int64_t ms, char out[32]) {
  time_text(ms, out);
  out[strcspn(out, "Z")] = '\0';
}

static void quote_without_zone(struct buf *out, int64_t ms) {
  char text[32];
  if (!has_year(ms)) {
    buf_str(out, "null");
    return;
  }
  time_text_local(ms, text);
  buf_printf(out, "\"%s\"", text);
}

void json_put_time_of(struct buf *out, const char *name, int64_t ms, int local) {
  if (!local || ms == 0) {
    json_put_time(out, name, ms);
    return;
  }
  buf_printf(out, ",\"%s\":", name);
  quote_without_zone(out, ms);
}

/* The same instant as json_quote_time, in the zone of the source, so that its day is the day that readers
 * saw. */
static void quote_local(struct buf *out, int64_t ms, int64_t zone) {
  char text[32];
  if (!has_year(ms) || !has_year(ms + zone * 60000)) {
    json_quote_time(out, ms);
    return;
  }
  time_text(ms + zone * 60000, text);
  buf_printf(out, "\"%.*s%c%02d:%02d\"", (int)strcspn(text, "Z"), text, zone < 0 ? '-' : '+',
             (int)(zone < 0 ? -zone : zone) / 60, (int)(zone < 0 ? -zone : zone) % 60);
}

static void json_bytes(struct buf *out, struct tdg_str s) {
  buf_char(out, '"');
  for (size_t i = 0; i < s.n; i++) {
    char pair[2] = {hex[(unsigned char)s.p[i] >> 4], hex[s.p[i] & 15]};
    buf_add(out, pair, 2);
  }
  buf_char(out, '"');
}

static void put_real(struct buf *out, double v) {
  if (v != v || v > 1e300 || v < -1e300) buf_str(out, "null");
  else buf_printf(out, "%.6g", v);
}

static void json_id(struct buf *out, int64_t id) {
  char text[ID_LETTERS + 1];
  id_text(id, text);
  buf_printf(out, "\"%s\"", text);
}

static void put_object(struct buf *out, const tdg_rec *r, unsigned flags);

static void json_value(struct buf *out, const struct tdg_item *it, unsigned flags) {
  if (it->field == TDG_BLOCK_TYPE) {
    buf_printf(out, "\"%s\"", rec_block_name(it->num));
    return;
  }
  switch (it->type) {
  case TDG_T_TEXT: json_quote(out, it->str.p, it->str.n); break;
  case TDG_T_INT: buf_printf(out, "%lld", (long long)it->num); break;
  case TDG_T_TIME: json_quote_time(out, it->num); break;
  case TDG_T_BOOL: buf_str(out, it->num ? "true" : "false"); break;
  case TDG_T_REAL: put_real(out, it->real); break;
  case TDG_T_ID: json_id(out, it->num); break;
  case TDG_T_BYTES: json_bytes(out, it->str); break;
  case TDG_T_REC: put_object(out, it->rec, flags); break;
  default: buf_str(out, "null"); break;
  }
}

/* Write all occurrences of a field from pos on as an array. */
static void put_array(struct buf *out, const tdg_rec *r, struct tdg_item it, size_t pos, unsigned flags) {
  uint32_t field = it.field;
  const char *comma = "";
  buf_char(out, '[');
  struct arena_mark m = arena_mark(r->arena);
  do {
    if (it.field == field) {
      buf_str(out, comma);
      json_value(out, &it, flags);
      comma = ",";
    }
    arena_release(r->arena, m); /* frees views; a record may have very many */
  } while (rec_next(r, &pos, &it));
  buf_char(out, ']');
}

/* A stub is a page that is not an article, but its text is shown too. */
static int is_readable(uint32_t kind) {
  return kind == TDG_ARTICLE || kind == TDG_STATEMENT || kind == TDG_STUB;
}

/* Is the name already used in this object?  Two fields share "type", two "id"; "kind" and "text" are added
 * here. */
static int name_is_taken(const tdg_rec *r, uint32_t field) {
  switch (field) {
  case TDG_TYPE: return rec_has(r, TDG_BLOCK_TYPE);
  case TDG_SOURCE_ID: return rec_has(r, TDG_ID);
  case TDG_CONFLICT_KIND: return rec_kind(r) != TDG_GROUP;
  case TDG_TEXT: return is_readable(rec_kind(r));
  default: return 0;
  }
}

/* Is this the first occurrence of a private field, and may it be shown? */
static int is_new_private(uint32_t field, uint32_t seen[TDG_MAX_PRIVATE], size_t *n) {
  if (field < TDG_PRIVATE_FIRST || field > TDG_PRIVATE_LAST || *n == TDG_MAX_PRIVATE) return 0;
  for (size_t i = 0; i < *n; i++)
    if (seen[i] == field) return 0;
  seen[(*n)++] = field;
  return 1;
}

/* Write the members of an object, each field where it first occurs.  Later occurrences of a single-valued
 * field are a plugin's error and are left out, so that no name occurs twice in an object. */
static void json_members(struct buf *out, const tdg_rec *r, const char *comma, unsigned flags) {
  unsigned char seen[TDG_FIELD_LIMIT] = {0};
  uint32_t private[TDG_MAX_PRIVATE];
  size_t pos = 0, n_private = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    const struct rec_field *info = rec_field_info(it.field);
    if (info == NULL && is_new_private(it.field, private, &n_private)) {
      buf_printf(out, "%s\"x_%u\":", comma, (unsigned)it.field);
      put_array(out, r, it, pos, flags);
      comma = ",";
    }
    if (info == NULL || seen[it.field] || name_is_taken(r, it.field)) continue;
    if (info->type == TDG_T_BYTES && (flags & JSON_NO_BYTES)) continue;
    seen[it.field] = 1;
    buf_printf(out, "%s\"%s\":", comma, info->json);
    comma = ",";
    int64_t zone = it.type == TDG_T_TIME ? zone_of(r, info->json) : 0;
    if (zone != 0) quote_local(out, it.num, zone);
    else if (it.type == TDG_T_TIME && rec_time_is_local(r, info->json)) quote_without_zone(out, it.num);
    else if (info->many) put_array(out, r, it, pos, flags);
    else json_value(out, &it, flags);
  }
}

static void json_derived(struct buf *out, const tdg_rec *r, const char *name,
                         void (*derive)(struct buf *, const tdg_rec *)) {
  struct buf text = buf_make(out->max);
  derive(&text, r);
  buf_printf(out, ",\"%s\":", name);
  json_quote(out, text.p, text.n);
  if (text.full) out->full = 1;
  buf_free(&text);
}

static void put_object(struct buf *out, const tdg_rec *r, unsigned flags) {
  uint32_t kind = rec_kind(r);
  buf_char(out, '{');
  if (kind != TDG_GROUP) buf_printf(out, "\"kind\":\"%s\"", rec_kind_name(kind));
  json_members(out, r, kind != TDG_GROUP ? "," : "", flags);
  int readable = is_readable(kind);
  if (readable && !rec_has(r, TDG_PUBLISHED)) buf_str(out, ",\"published\":null");
  if ((readable || kind == TDG_FEED) && !rec_has(r, TDG_UPDATED)) buf_str(out, ",\"updated\":null");
  if (readable) json_derived(out, r, "text", rec_text);
  if (readable && (flags & JSON_HTML)) json_derived(out, r, "html", rec_html);
  buf_char(out, '}');
}

int rec_json(struct buf *out, const tdg_rec *r, unsigned flags) {
  put_object(out, r, flags);
  return out->full ? -1 : 0;
}
