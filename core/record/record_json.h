/* record/record_json.h - records as JSON, one object without line breaks.
 *
 * Names are those of the registry; fields that may occur more than once are arrays; times are RFC 3339, ids are 13
 * letters, bytes are lower-case hex, a record at the top says its "kind".  Articles, statements and feeds always have
 * "published" and "updated" (feeds: "updated"), null when unknown; "text" is derived from the blocks, "html" when asked.
 */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include "record/rec.h"
#include "util/bytebuf.h"

enum { JSON_HTML = 1, JSON_NO_BYTES = 2 };

/* 0, or -1 when out is full. */
int rec_json(struct buf *out, const tdg_rec *r, unsigned flags);
/* A JSON string with quotes. */
/* A text with quotes around it: JSON whatever the bytes (U+FFFD for what is no UTF-8), and nothing a terminal would obey. */
void json_quote(struct buf *out, const char *p, size_t n);
/* The same without the secrets in addresses (util/redact.h): for what sources and failures are told with. */
void json_quote_said(struct buf *out, const char *p, size_t n);
void json_quote_time(struct buf *out, int64_t ms); /* "2026-01-06T10:00:00Z", with quotes */
void time_text(int64_t ms, char out[32]);          /* the same, without */

#endif
