/* kit/text/charset_internal.h - shared by the files that make charset.h. */
#ifndef KIT_CHARSET_INTERNAL_H
#define KIT_CHARSET_INTERNAL_H

#include <tidings/plugin.h>

struct charset {
  const char *name; /* of the Encoding standard */
  const char *icu;  /* "": decoded here */
};
/* The charset of a label in any case, with blanks or quotes around it; NULL when unknown. */
const struct charset *charset_find(const char *label, size_t n);

/* What walking over bytes as if they were UTF-8 finds. */
struct utf8_census {
  size_t good; /* sequences of more than one byte */
  size_t bad;  /* maximal invalid sequences: one U+FFFD each */
  size_t nul;
};
struct utf8_census utf8_count(struct tdg_str bytes);
/* 1 when there is neither a high byte nor a NUL in p[0..n); otherwise 0. */
int utf8_is_ascii(const char *p, size_t n);
/* The bytes with U+FFFD for each invalid sequence and without NUL. */
struct tdg_str utf8_repair(tdg_call *call, struct tdg_str bytes, const struct utf8_census *census);

/* What the bytes most probably are, judged by their statistics; NULL when there is no telling. */
const struct charset *charset_detect(struct tdg_str bytes);
/* ISO-2022-JP, when seven-bit bytes hold its escapes; else NULL. */
const struct charset *charset_escaped(struct tdg_str bytes);
/* UTF-16 or UTF-32 without a byte order mark, by where the zero bytes stand; NULL when it is neither. */
const struct charset *charset_wide(struct tdg_str bytes);
#endif
