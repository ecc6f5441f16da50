/* record/rec.c - build and read records; see rec.h for the wire form.
 *
 * A record under construction owns nothing: its bytes are in its arena.  Growing copies them and leaves the
 * old bytes unchanged, so texts returned earlier stay valid.  Setters do not fail; an overflow is stored in
 * `error` and reported when the record is emitted.
 */
#include "record/rec.h"

#include "util/check.h"

#include <string.h>

enum { FIRST_SIZE = 256 };
static char empty_text[1] = "";

static void put_u16(unsigned char *p, uint32_t v) {
  p[0] = (unsigned char)v;
  p[1] = (unsigned char)(v >> 8);
}

static void put_u32(unsigned char *p, uint32_t v) {
  put_u16(p, v);
  put_u16(p + 2, v >> 16);
}

static uint32_t get_u16(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8; }
static uint32_t get_u32(const unsigned char *p) { return get_u16(p) | get_u16(p + 2) << 16; }

static uint64_t get_u64(const unsigned char *p) { return get_u32(p) | (uint64_t)get_u32(p + 4) << 32; }

static void put_u64(unsigned char *p, uint64_t v) {
  put_u32(p, (uint32_t)v);
  put_u32(p + 4, (uint32_t)(v >> 32));
}

_Static_assert(REC_MAX_DOCUMENT == 48 << 20, "the words of a fault say so");

tdg_rec *rec_new(struct arena *a, uint32_t kind) {
  tdg_rec *r = arena_zalloc(a, sizeof *r);
  r->arena = a;
  r->cap = FIRST_SIZE;
  r->p = arena_alloc(a, r->cap);
  r->max = REC_MAX_DOCUMENT;
  put_u16(r->p, kind);
  r->p[2] = 1;
  r->p[3] = 0;
  r->n = REC_HEADER;
  return r;
}

tdg_rec *rec_view(struct arena *a, const void *bytes, size_t n) {
  BUG_ON(n < REC_HEADER);
  tdg_rec *r = arena_zalloc(a, sizeof *r);
  r->arena = a;
  r->p = (unsigned char *)(uintptr_t)bytes; /* cap 0 marks a view, which is never written to */
  r->n = n;
  return r;
}

tdg_rec *rec_copy(struct arena *a, const tdg_rec *from, uint32_t kind) {
  tdg_rec *r = arena_zalloc(a, sizeof *r);
  r->arena = a;
  r->cap = from->n + FIRST_SIZE;
  r->p = arena_alloc(a, r->cap);
  r->n = from->n;
  r->max = REC_MAX_DOCUMENT;
  r->error = from->error;
  r->fault = from->fault;
  r->fault_field = from->fault_field;
  memcpy(r->p, from->p, from->n);
  put_u16(r->p, kind);
  return r;
}

struct tdg_str rec_bytes(const tdg_rec *r) {
  return (struct tdg_str){(const char *)r->p, r->n};
}

uint32_t rec_kind(const tdg_rec *r) { return get_u16(r->p); }

/* The first error stays. */
static void fail(tdg_rec *r, int error, uint32_t field, const char *fault) {
  if (r->error != 0) return;
  r->error = error;
  r->fault = fault;
  r->fault_field = field;
}

/* Reserve room for a field of n bytes and its header; NULL when the record is full. */
static unsigned char *open_field(tdg_rec *r, uint32_t field, uint32_t type, size_t n) {
  BUG_ON(r->cap == 0);
  size_t nul = type == TDG_T_TEXT || type == TDG_T_BYTES || type == TDG_T_REC;
  size_t size = REC_FIELD_HEADER + n + nul;
  if (field == 0 || field > UINT16_MAX)
    return fail(r, TDG_INTERNAL, field, "a field has a number from 1 to 65535 (tidings/field.h)"), NULL;
  if (n > r->max || r->n + size > r->max)
    return fail(r, TDG_DENIED, field,
                "with it the record is larger than 48 MiB; put less, or emit several records"),
           NULL;
  if (r->n + size > r->cap) {
    size_t cap = r->cap * 2 > r->n + size ? r->cap * 2 : r->n + size;
    r->p = arena_grow(r->arena, r->p, r->cap, cap);
    r->cap = cap;
  }
  unsigned char *p = r->p + r->n;
  put_u16(p, field);
  p[2] = (unsigned char)type;
  put_u32(p + 3, (uint32_t)n);
  if (nul) p[REC_FIELD_HEADER + n] = 0;
  r->n += size;
  return p + REC_FIELD_HEADER;
}

static uint32_t type_of(uint32_t field, uint32_t otherwise) {
  const struct rec_field *info = rec_field_info(field);
  return info != NULL ? info->type : otherwise;
}

static int is_number(uint32_t type) {
  return type == TDG_T_INT || type == TDG_T_TIME || type == TDG_T_BOOL || type == TDG_T_ID;
}

/* A value of the wrong type sets the error that emit returns. */
static int mismatch(tdg_rec *r, int wrong, uint32_t field, const char *fault) {
  if (wrong) fail(r, TDG_INTERNAL, field, fault);
  return wrong;
}

void rec_put(tdg_rec *r, uint32_t field, const void *bytes, size_t n) {
  uint32_t type = type_of(field, TDG_T_TEXT);
  if (mismatch(r, type != TDG_T_TEXT && type != TDG_T_BYTES, field,
               "a text was put, but the field has another type (tidings/field.h)"))
    return;
  unsigned char *p = open_field(r, field, type, n);
  if (p != NULL && n > 0) memcpy(p, bytes, n);
}

void rec_put_str(tdg_rec *r, uint32_t field, const char *s) {
  if (s != NULL && *s != '\0') rec_put(r, field, s, strlen(s));
}

void rec_put_int(tdg_rec *r, uint32_t field, int64_t v) {
  uint32_t type = type_of(field, TDG_T_INT);
  if (mismatch(r, !is_number(type), field,
               "a number was put (tdg_put_int), but the field has another type (tidings/field.h)"))
    return;
  unsigned char *p = open_field(r, field, type, 8);
  if (p != NULL) put_u64(p, (uint64_t)v);
}

void rec_put_real(tdg_rec *r, uint32_t field, double v) {
  uint64_t bits;
  memcpy(&bits, &v, sizeof bits);
  if (mismatch(r, type_of(field, TDG_T_REAL) != TDG_T_REAL, field,
               "a real number was put, but the field has another type (tidings/field.h)"))
    return;
  unsigned char *p = open_field(r, field, TDG_T_REAL, 8);
  if (p != NULL) put_u64(p, bits);
}

void rec_put_rec(tdg_rec *r, uint32_t field, const tdg_rec *v) {
  if (mismatch(r, type_of(field, TDG_T_REC) != TDG_T_REC, field,
               "a group was put, but the field has another type (tidings/field.h)"))
    return;
  if (mismatch(r, v == NULL, field,
               "NULL was put instead of a group (tdg_get_rec() returns it for what is absent)"))
    return;
  if (mismatch(r, v == r, field, "the record was put into itself; put a group of its own (tdg_group)"))
    return;
  if (v->error != 0) fail(r, v->error, v->fault_field, v->fault);
  unsigned char *p = open_field(r, field, TDG_T_REC, v->n);
  if (p != NULL) memcpy(p, v->p, v->n);
}

void rec_put_item(tdg_rec *r, const struct tdg_item *item) {
  unsigned char *p;
  if (item->type == TDG_T_REC) {
    rec_put_rec(r, item->field, item->rec);
  } else if (item->type == TDG_T_REAL) {
    rec_put_real(r, item->field, item->real);
  } else if (is_number(item->type)) {
    p = open_field(r, item->field, item->type, 8);
    if (p != NULL) put_u64(p, (uint64_t)item->num);
  } else {
    p = open_field(r, item->field, item->type, item->str.n);
    if (p != NULL && item->str.n > 0) memcpy(p, item->str.p, item->str.n);
  }
}

/* Read the field at pos, without making a view of a nested record. */
static int peek(const tdg_rec *r, size_t *pos, uint32_t *field, uint32_t *type, const unsigned char **p,
                size_t *n) {
  size_t at = *pos == 0 ? REC_HEADER : *pos;
  if (at + REC_FIELD_HEADER > r->n) return 0;
  *field = get_u16(r->p + at);
  *type = r->p[at + 2];
  *n = get_u32(r->p + at + 3);
  *p = r->p + at + REC_FIELD_HEADER;
  *pos = at + REC_FIELD_HEADER + *n + (*type == TDG_T_TEXT || *type == TDG_T_BYTES || *type == TDG_T_REC);
  return 1;
}

int rec_next(const tdg_rec *r, size_t *pos, struct tdg_item *out) {
  const unsigned char *p;
  size_t n;
  if (!peek(r, pos, &out->field, &out->type, &p, &n)) return 0;
  out->str = (struct tdg_str){empty_text, 0};
  out->num = 0;
  out->real = 0;
  out->rec = NULL;
  if (out->type == TDG_T_REC) {
    out->rec = rec_view(r->arena, p, n);
  } else if (out->type == TDG_T_REAL) {
    uint64_t bits = get_u64(p);
    memcpy(&out->real, &bits, sizeof bits);
  } else if (is_number(out->type)) {
    out->num = (int64_t)get_u64(p);
  } else {
    out->str = (struct tdg_str){(const char *)p, n};
  }
  return 1;
}

/* Find the nth occurrence.  Linear in the number of fields; each is skipped by its length. */
static const unsigned char *find(const tdg_rec *r, uint32_t field, uint32_t nth, uint32_t *type, size_t *n) {
  size_t pos = 0;
  uint32_t f;
  const unsigned char *p;
  while (peek(r, &pos, &f, type, &p, n))
    if (f == field && nth-- == 0) return p;
  return NULL;
}

struct tdg_str rec_get(const tdg_rec *r, uint32_t field, uint32_t nth) {
  uint32_t type;
  size_t n;
  const unsigned char *p = find(r, field, nth, &type, &n);
  if (p == NULL || (type != TDG_T_TEXT && type != TDG_T_BYTES)) return (struct tdg_str){empty_text, 0};
  return (struct tdg_str){(const char *)p, n};
}

int64_t rec_get_int(const tdg_rec *r, uint32_t field, int64_t otherwise) {
  uint32_t type;
  size_t n;
  const unsigned char *p = find(r, field, 0, &type, &n);
  return p != NULL && is_number(type) ? (int64_t)get_u64(p) : otherwise;
}

const tdg_rec *rec_get_rec(const tdg_rec *r, uint32_t field, uint32_t nth) {
  uint32_t type;
  size_t n;
  const unsigned char *p = find(r, field, nth, &type, &n);
  return p != NULL && type == TDG_T_REC ? rec_view(r->arena, p, n) : NULL;
}

int rec_has(const tdg_rec *r, uint32_t field) {
  uint32_t type;
  size_t n;
  return find(r, field, 0, &type, &n) != NULL;
}

int rec_has_text(const tdg_rec *r, uint32_t field, const char *text) {
  struct tdg_str one;
  for (uint32_t i = 0; r != NULL && (one = rec_get(r, field, i)).n > 0; i++)
    if (strcmp(one.p, text) == 0) return 1;
  return 0;
}

static int listed(const uint32_t *fields, uint32_t field) {
  for (; *fields != 0; fields++)
    if (*fields == field) return 1;
  return 0;
}

tdg_rec *rec_without(struct arena *a, const tdg_rec *r, const uint32_t *fields) {
  tdg_rec *copy = rec_new(a, rec_kind(r));
  size_t pos = 0, before = REC_HEADER, n;
  uint32_t field, type;
  const unsigned char *p;
  copy->cap = r->n + FIRST_SIZE;
  copy->p = memcpy(arena_alloc(a, copy->cap), copy->p, REC_HEADER);
  for (; peek(r, &pos, &field, &type, &p, &n); before = pos) {
    if (listed(fields, field)) continue;
    memcpy(copy->p + copy->n, r->p + before, pos - before);
    copy->n += pos - before;
  }
  return copy;
}
