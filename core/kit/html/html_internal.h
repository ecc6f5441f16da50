/* kit/html/html_internal.h - shared by the files that make html.h. */
#ifndef KIT_HTML_INTERNAL_H
#define KIT_HTML_INTERNAL_H

#include <tidings/plugin.h>

/* What a byte is to running text: letters are copied, white space is folded, '&' may begin a reference, other
 * control characters are dropped. */
enum html_class { HTML_LETTER = 0, HTML_SPACE = 1, HTML_AMP = 2, HTML_DROP = 3 };
extern const unsigned char html_class[256];

/* Eight bytes in one number: a mark (0x80) at each byte that is zero, or below c <= 128.  The lowest mark is
 * right; above it a byte may be marked that should not be. */
enum { HTML_LITTLE_ENDIAN = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ }; /* the lowest byte is the first */
#define HTML_EACH(c) (UINT64_C(0x0101010101010101) * (c))
#define HTML_BELOW(v, c) (((v)-HTML_EACH(c)) & ~(v)&HTML_EACH(0x80))
#define HTML_ZERO_BYTES(v) HTML_BELOW(v, 1)

/* The end of the longest run at p that can be copied as it is: letters with single blanks between them. */
const char *html_plain_run(const char *p, const char *end);
#endif
