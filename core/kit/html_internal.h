/* kit/html_internal.h - shared by the files that make html.h. */
#ifndef KIT_HTML_INTERNAL_H
#define KIT_HTML_INTERNAL_H

#include <tidings/plugin.h>

/* What a byte is to running text: letters are copied, white space is folded, '&' may begin a reference, other control
 * characters are dropped. */
enum html_class { HTML_LETTER = 0, HTML_SPACE = 1, HTML_AMP = 2, HTML_DROP = 3 };
extern const unsigned char html_class[256];

/* The end of the longest run at p that can be copied as it is: letters with single blanks between them. */
const char *html_plain_run(const char *p, const char *end);
#endif
