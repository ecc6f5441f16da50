/* record/rec.h - build, read and check records.  A record in memory has its wire form.
 *
 * Wire form (little endian, no padding)
 *   record := u16 kind, u8 version (1), u8 zero, field*
 *   field  := u16 number, u8 type, u32 length, length bytes, and for TEXT, BYTES
 *             and REC one NUL that is not counted
 *   INT TIME BOOL ID are 8 bytes two's complement, REAL is IEEE 754 binary64, REC is a record.
 * The NUL makes every text a C string.  Unknown fields are kept.
 *
 * A struct tdg_rec is either under construction (it grows in its arena) or a view of bytes that passed
 * rec_check.  Setters do not fail; its member error is the first error, such as a record over its maximum size.
 *
 *   tdg_rec *r = rec_new(&arena, TDG_ARTICLE);
 *   rec_put(r, TDG_TITLE, "Hello", 5);
 *   store(rec_bytes(r));
 */
#ifndef RECORD_REC_H
#define RECORD_REC_H

#include "util/arena.h"

#include <tidings/plugin.h>

enum {
  REC_HEADER = 4,
  REC_FIELD_HEADER = 7,
  REC_MAX_DEPTH = 8,           /* story > member > block > row > cell is 5 */
  REC_MAX_SIZE = 8 << 20,      /* of a stored record */
  REC_MAX_DOCUMENT = 48 << 20, /* of a document or story that is sent to a plugin */
  REC_MAX_FIELDS = 400000      /* over all depths */
};

struct tdg_rec {
  struct arena *arena; /* NULL for a view without an arena */
  unsigned char *p;
  size_t n, cap; /* cap 0: a view */
  size_t max;
  int error; /* 0, or the first error, a negative tdg_status, */
  /*   and its words: "TDG_TITLE: a number, where ..." is made of both; NULL for none */
  const char *fault;
  uint32_t fault_field;
  size_t sent; /* n when it was emitted; 0: it was not */
};

tdg_rec *rec_new(struct arena *a, uint32_t kind);
tdg_rec *rec_view(struct arena *a, const void *bytes, size_t n); /* does not copy the bytes */
tdg_rec *rec_copy(struct arena *a, const tdg_rec *r, uint32_t kind);
struct tdg_str rec_bytes(const tdg_rec *r);
uint32_t rec_kind(const tdg_rec *r);

void rec_put(tdg_rec *r, uint32_t field, const void *p, size_t n);
void rec_put_str(tdg_rec *r, uint32_t field, const char *s); /* does nothing when s is empty or NULL */
void rec_put_int(tdg_rec *r, uint32_t field, int64_t v);
void rec_put_real(tdg_rec *r, uint32_t field, double v);
void rec_put_rec(tdg_rec *r, uint32_t field, const tdg_rec *v);
void rec_put_item(tdg_rec *r, const struct tdg_item *item); /* copies a field of another record */

int rec_next(const tdg_rec *r, size_t *pos, struct tdg_item *out);
struct tdg_str rec_get(const tdg_rec *r, uint32_t field, uint32_t nth);
int64_t rec_get_int(const tdg_rec *r, uint32_t field, int64_t otherwise);
const tdg_rec *rec_get_rec(const tdg_rec *r, uint32_t field, uint32_t nth);
int rec_has(const tdg_rec *r, uint32_t field);
/* Is one of the values of a text field this one?  r NULL: no. */
int rec_has_text(const tdg_rec *r, uint32_t field, const char *text);
/* A copy without the given fields (zero-terminated list). */
tdg_rec *rec_without(struct arena *a, const tdg_rec *r, const uint32_t *fields);

/* Check that bytes are a valid record: sizes, depth, counts, types by the registry, UTF-8.  0, or -1 and
 * why. */
int rec_check(const void *bytes, size_t n, size_t max, char *why, size_t why_size);
/* The same; odd gets what is valid, but no plugin can mean (all zero: nothing). */
struct rec_odd {
  uint32_t twice, twice_too; /* fields that occur once, and stand twice in one record or group: two of them */
  uint32_t unknown;          /* a field that is neither registered nor private */
  int64_t block;             /* a type of a block that is neither known nor private */
  uint32_t misplaced,
      place; /* a field where the register has none, and where: a kind of record, or FIELD_PLACE_GROUP
                                and the field of a group */
  uint32_t time_field; /* a time that is no time in milliseconds (seconds, microseconds), and */
  int64_t time;        /*   what it is */
  uint32_t past_end;   /* a group with a TDG_END behind the end of its block's text */
  int unnamed;         /* TDG_EXT without a TDG_NAME */
  int typeless;        /* TDG_BLOCK without a TDG_BLOCK_TYPE */
  uint64_t top[(TDG_FIELD_LIMIT + 63) / 64]; /* the registered fields of the record itself: see rec_odd_has */
};
static inline int rec_odd_has(const struct rec_odd *odd, uint32_t field) {
  return (int)(odd->top[field / 64] >> field % 64 & 1);
}
int rec_check_odd(const void *bytes, size_t n, size_t max, char *why, size_t why_size, struct rec_odd *odd);
/* A view of a copy of bytes that came from elsewhere, of at most REC_MAX_DOCUMENT; NULL, and why (why_size 0: not
 * said), when they are no valid record. */
const tdg_rec *rec_read(struct arena *a, struct tdg_str bytes, char *why, size_t why_size);

/* The registry. */
struct rec_field {
  uint32_t number, type;
  int many;
  const char *json, *symbol;
};
const struct rec_field *rec_field_info(uint32_t field); /* NULL when unknown */
/* May the field stand there, in a kind of record or in a group (FIELD_PLACE_GROUP + its field)?  Places that the register
 * does not know may have any. */
enum { FIELD_PLACE_GROUP = 16 };
int rec_field_fits(uint32_t place, uint32_t field);
/* Fields of a record that its host sets, ended by 0: those of a plugin are left out. */
extern const uint32_t rec_fields_of_host[];
const char *rec_kind_name(uint32_t kind);
const char *rec_block_name(int64_t type); /* "paragraph"; "block" when unknown */
int rec_block_is_known(int64_t type);

#endif
