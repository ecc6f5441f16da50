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
    return type == TDG_T_TEXT && !tdg_utf8_valid((const char *)p, n) ? "text that is not UTF-8" : NULL;
  }
  if (n != 8) return "a number that is not 8 bytes";
  if (type == TDG_T_ID && (p[7] & 0x80 || (u32_at(p) == 0 && u32_at(p + 4) == 0)))
    return "an id that is not positive";
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

int rec_check(const void *bytes, size_t n, size_t max, char *why, size_t why_size) {
  const unsigned char *p = bytes;
  size_t end[REC_MAX_DEPTH + 1], at = REC_HEADER, fields = 0;
  int depth = 0;
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
    if (left < REC_FIELD_HEADER || ++fields > REC_MAX_FIELDS)
      return refuse(why, why_size, "a cut-off or endless record", at, 0);
    uint32_t field = u16_at(p + at), type = p[at + 2], len = u32_at(p + at + 3);
    size_t nul = type == TDG_T_TEXT || type == TDG_T_BYTES || type == TDG_T_REC;
    if (len > left - REC_FIELD_HEADER || nul > left - REC_FIELD_HEADER - len)
      return refuse(why, why_size, "a length past the end", at, field);
    fault = value_fault(field, type, p + at + REC_FIELD_HEADER, len);
    if (fault == NULL && type == TDG_T_REC)
      fault = depth == REC_MAX_DEPTH ? "too many levels" : header_fault(p + at + REC_FIELD_HEADER, len);
    if (fault != NULL) return refuse(why, why_size, fault, at, field);
    at += REC_FIELD_HEADER;
    if (type == TDG_T_REC) {
      end[++depth] = at + len;
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
