/* news/sniff.h - what kind of document is this?  Only as much as it takes to choose a parser.
 *
 * The first bytes decide over a wrong or missing Content-Type, as browsers do (WHATWG MIME Sniffing, section 7.3 for
 * feeds).  At most SNIFF_BYTES are looked at and compared, nothing is parsed.
 */
#ifndef NEWS_SNIFF_H
#define NEWS_SNIFF_H

#include <tidings/plugin.h>

enum { SNIFF_BYTES = 4096 };

/* The media type to choose by: declared (may be ""), corrected by what the bytes say.  Constant text or declared. */
const char *sniff_type(const char *declared, struct tdg_str body);
/* Is it a type that servers give to anything (text/html, text/plain, application/octet-stream, none)? */
int sniff_is_vague(const char *type);

#endif
