/* record/rec_check.c - check that bytes are a valid record.  The output of a worker is as hostile as the page
 * it parsed.
 *
 * Iterates without recursion over at most REC_MAX_DEPTH levels and REC_MAX_FIELDS fields; every length is
 * compared with the remaining size before it is used.  Fails with a reason; changes nothing.  rec_read copies what
 * was found valid.
 */
#include "record/rec.h"

#include <tidings/kit/utf8.h>

#include <stdio.h>
#include <string.h>

static uint32_t u16_at(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32_at(const unsigned char *p) { return u16_at(p) | u16_at(p + 2) << 16; }

/* NULL, or the error in the field's value. */
static const char *value_fault(uint32_t field, uint32_t type, const unsigned char *p, size_t n) {
  const struct rec_field *info = rec_field_info(field);
  if (field == 0) return "field number 0";
  if (type < TDG_T_TEXT || type > TDG_T_REC) return "an unknown type";
  if (info != NULL && info->type != type) return "another type than the registry says";
  if (type == TDG_T_TEXT || type == TDG_T_BYTES || type == TDG_T_REC) {
    if (p[n] != 0) return "no closing NUL";
    if (type != TDG_T_TEXT || tdg_utf8_valid((const char *)p, n)) return NULL;
    return memchr(p, 0, n) != NULL ? "a NUL byte inside a text (decode it first: tdg_decode of the kit)"
                                   : "text that is not UTF-8 (decode it first: tdg_decode of the kit)";
  }
  if (n != 8) return "a number that is not 8 bytes";
  if (type == TDG_T_ID && (p[7] & 0x80 || (u32_at(p) == 0 && u32_at(p + 4) == 0)))
    return "an id that is not positive (ids are given by the store)";
  return NULL;
}

static const char *header_fault(const unsigned char *p, size_t n) {
  if (n < REC_HEADER) return "fewer bytes than a header";
  return p[2] != 1 || p[3] != 0 ? "an unknown version" : NULL;
}

static int refuse(char *why, size_t size, const char *fault, size_t at, uint32_t field) {
  const struct rec_field *info = rec_field_info(field);
  snprintf(why, size, "%s at byte %zu, field %u (%s)", fault, at, field,
           info != NULL ? info->json : "unknown");
  return -1;
}

/* ---- what is valid, but odd ---- */

/* The fields of one record or group that have been seen: a bit each. */
enum { SEEN = sizeof((struct rec_odd *)0)->top };

/* One record or group while it is looked at. */
struct level {
  uint64_t *seen;
  uint32_t place;  /* see rec_field_fits */
  int64_t text_n;  /* length of a block's text; -1: it has none */
  int64_t end;     /* its own TDG_END; -1: none */
  int64_t inner;   /* the last end of a group in it, */
  uint32_t inside; /*   and that group's field */
};

static struct level level_of(uint64_t *seen, uint32_t place) {
  return (struct level){.seen = seen, .place = place, .text_n = -1, .end = -1, .inner = -1};
}

static int64_t number_at(const unsigned char *p) {
  return (int64_t)(u32_at(p) | (uint64_t)u32_at(p + 4) << 32);
}

/* It is 0, 1 or -1, which no clock says; as milliseconds it is in the first weeks of 1970, as seconds between 1990 and
 * 2100; or it is a year of five digits. */
static int is_no_time(int64_t v) {
  return (v >= -1 && v <= 1) || (v >= 631152000 && v < INT64_C(4102444800)) || v > INT64_C(253402300799999);
}

/* The group of a plugin's own, and records in records, have what they have. */
static int may_have_any(uint32_t place) {
  return place == FIELD_PLACE_GROUP + TDG_EXT || place == FIELD_PLACE_GROUP + TDG_MEMBER ||
         place == FIELD_PLACE_GROUP + TDG_EARLIER || place == FIELD_PLACE_GROUP + TDG_ASKED;
}

static void note_value(struct rec_odd *odd, struct level *l, const struct rec_field *info,
                       const unsigned char *value, size_t n) {
  if (info->number == TDG_BLOCK_TYPE) {
    const int64_t type = number_at(value);
    if (!rec_block_is_known(type) && type < TDG_PRIVATE_FIRST) odd->block = type != 0 ? type : -1;
  } else if (info->number == TDG_END) {
    l->end = number_at(value);
  } else if (info->number == TDG_TEXT) {
    l->text_n = (int64_t)n;
  } else if (info->type == TDG_T_TIME && odd->time_field == 0 && is_no_time(number_at(value))) {
    odd->time_field = info->number;
    odd->time = number_at(value);
  }
}

static void note_odd(struct rec_odd *odd, struct level *l, uint32_t field, const unsigned char *value,
                     size_t n) {
  const struct rec_field *info = rec_field_info(field);
  if (info == NULL) {
    if (field < TDG_PRIVATE_FIRST) odd->unknown = field;
    return;
  }
  uint64_t *word = &l->seen[field / 64];
  const uint64_t bit = (uint64_t)1 << field % 64;
  if (!info->many && (*word & bit) != 0) {
    if (odd->twice == 0) odd->twice = field;
    else if (odd->twice != field) odd->twice_too = field;
  }
  *word |= bit;
  if (odd->misplaced == 0 && !rec_field_fits(l->place, field) && !may_have_any(l->place)) {
    odd->misplaced = field;
    odd->place = l->place;
  }
  note_value(odd, l, info, value, n);
}

/* A group ends in the one above. */
static void note_end(struct rec_odd *odd, const struct level *l, struct level *above) {
  const uint32_t field = l->place - FIELD_PLACE_GROUP;
  if (field == TDG_EXT && (l->seen[TDG_NAME / 64] >> TDG_NAME % 64 & 1) == 0) odd->unnamed = 1;
  if (field == TDG_BLOCK && (l->seen[TDG_BLOCK_TYPE / 64] >> TDG_BLOCK_TYPE % 64 & 1) == 0) odd->typeless = 1;
  if (field == TDG_BLOCK && l->text_n >= 0 && l->inner > l->text_n) odd->past_end = l->inside;
  if (l->end <= above->inner) return;
  above->inner = l->end;
  above->inside = field;
}

/* ---- the check ---- */

int rec_check(const void *bytes, size_t n, size_t max, char *why, size_t why_size) {
  return rec_check_odd(bytes, n, max, why, why_size, NULL);
}

int rec_check_odd(const void *bytes, size_t n, size_t max, char *why, size_t why_size, struct rec_odd *odd) {
  const unsigned char *p = bytes;
  size_t end[REC_MAX_DEPTH + 1], at = REC_HEADER, fields = 0;
  uint64_t deeper[REC_MAX_DEPTH + 1][SEEN / sizeof(uint64_t)];
  struct level level[REC_MAX_DEPTH + 1];
  int depth = 0;
  if (odd != NULL) *odd = (struct rec_odd){0};
  const char *fault = n > max ? "more bytes than allowed" : header_fault(p, n);
  if (fault != NULL) return refuse(why, why_size, fault, 0, 0);
  end[0] = n;
  if (odd != NULL) level[0] = level_of(odd->top, u16_at(p));
  for (;;) {
    while (depth > 0 && at == end[depth]) { /* end of a nested record: skip its NUL */
      if (odd != NULL) note_end(odd, &level[depth], &level[depth - 1]);
      depth--;
      at++;
    }
    size_t left = end[depth] - at;
    if (depth == 0 && left == 0) return 0;
    if (left < REC_FIELD_HEADER) return refuse(why, why_size, "a record that is cut off", at, 0);
    _Static_assert(REC_MAX_FIELDS == 400000 && REC_MAX_DEPTH == 8, "the words say so");
    if (++fields > REC_MAX_FIELDS)
      return refuse(why, why_size,
                    "more than 400000 fields, over all depths (put fewer blocks, or emit several records),",
                    at, 0);
    uint32_t field = u16_at(p + at), type = p[at + 2], len = u32_at(p + at + 3);
    size_t nul = type == TDG_T_TEXT || type == TDG_T_BYTES || type == TDG_T_REC;
    if (len > left - REC_FIELD_HEADER || nul > left - REC_FIELD_HEADER - len)
      return refuse(why, why_size, "a length past the end", at, field);
    fault = value_fault(field, type, p + at + REC_FIELD_HEADER, len);
    if (fault == NULL && type == TDG_T_REC)
      fault = depth == REC_MAX_DEPTH ? "groups in groups, more than 8 levels deep,"
                                     : header_fault(p + at + REC_FIELD_HEADER, len);
    if (fault != NULL) return refuse(why, why_size, fault, at, field);
    at += REC_FIELD_HEADER;
    if (odd != NULL) note_odd(odd, &level[depth], field, p + at, len);
    if (type == TDG_T_REC) {
      end[++depth] = at + len;
      if (odd != NULL) {
        memset(deeper[depth], 0, SEEN);
        level[depth] = level_of(deeper[depth], FIELD_PLACE_GROUP + field);
      }
      at += REC_HEADER;
    } else {
      at += len + nul;
    }
  }
}

const tdg_rec *rec_read(struct arena *a, struct tdg_str bytes, char *why, size_t why_size) {
  if (rec_check(bytes.p, bytes.n, REC_MAX_DOCUMENT, why, why_size) != 0) return NULL;
  return rec_view(a, arena_copy(a, bytes.p, bytes.n), bytes.n);
}
