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

static void note_odd(struct rec_odd *odd, uint64_t *seen, uint32_t field, const unsigned char *value) {
  const struct rec_field *info = rec_field_info(field);
  if (info == NULL) {
    if (field < TDG_PRIVATE_FIRST) odd->unknown = field;
    return;
  }
  uint64_t *word = &seen[field / 64];
  const uint64_t bit = (uint64_t)1 << field % 64;
  if (!info->many && (*word & bit) != 0 && odd->twice == 0) odd->twice = field;
  *word |= bit;
  if (field == TDG_BLOCK_TYPE) {
    const int64_t type = (int64_t)(u32_at(value) | (uint64_t)u32_at(value + 4) << 32);
    if (!rec_block_is_known(type) && type < TDG_PRIVATE_FIRST) odd->block = type != 0 ? type : -1;
  }
}

/* ---- the check ---- */

int rec_check(const void *bytes, size_t n, size_t max, char *why, size_t why_size) {
  return rec_check_odd(bytes, n, max, why, why_size, NULL);
}

int rec_check_odd(const void *bytes, size_t n, size_t max, char *why, size_t why_size, struct rec_odd *odd) {
  const unsigned char *p = bytes;
  size_t end[REC_MAX_DEPTH + 1], at = REC_HEADER, fields = 0;
  uint64_t deeper[REC_MAX_DEPTH + 1][SEEN / sizeof(uint64_t)];
  int depth = 0;
  if (odd != NULL) *odd = (struct rec_odd){0};
  const char *fault = n > max ? "more bytes than allowed" : header_fault(p, n);
  if (fault != NULL) return refuse(why, why_size, fault, 0, 0);
  end[0] = n;
  for (;;) {
    while (depth > 0 && at == end[depth]) { /* end of a nested record: skip its NUL */
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
    if (odd != NULL) note_odd(odd, depth == 0 ? odd->top : deeper[depth], field, p + at);
    if (type == TDG_T_REC) {
      end[++depth] = at + len;
      if (odd != NULL) memset(deeper[depth], 0, SEEN);
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
