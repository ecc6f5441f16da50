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

/* What the bytes most probably are, judged by their statistics; NULL when there is no telling. */
const struct charset *charset_detect(struct tdg_str bytes);
/* ISO-2022-JP, when seven-bit bytes hold its escapes; else NULL. */
const struct charset *charset_escaped(struct tdg_str bytes);
/* UTF-16 or UTF-32 without a byte order mark, by where the zero bytes stand; NULL when it is neither. */
const struct charset *charset_wide(struct tdg_str bytes);
/* A text that was encoded as UTF-8 twice, decoded; any other text as it is. */
struct tdg_str charset_undo_twice(tdg_call *call, struct tdg_str text);
/* What windows-1252 has at 0x80 to 0x9F. */
extern const uint16_t charset_high_1252[32];
#endif
