/* record/record_json.h - records as JSON, one object without line breaks.
 *
 * Names are those of the registry; fields that may occur more than once are arrays; times are RFC 3339, ids
 * are 13 letters, bytes are lower-case hex, a top-level record has its "kind".  Articles, statements and
 * feeds always have "published" and "updated" (feeds: "updated"), null when unknown; "text" is derived from
 * the blocks, "html" on request.  A time of day whose zone its source did not write (rec_time_is_local) has none
 * in JSON either: "2026-01-06T10:00:00".
 */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include "record/rec.h"
#include "util/bytebuf.h"

enum { JSON_HTML = 1, JSON_NO_BYTES = 2 };

/* Did the source write the time of this field ("published") without a zone?  An origin with TDG_LOCAL says so. */
int rec_time_is_local(const tdg_rec *r, const char *field);
/* 0, or -1 when out is full. */
int rec_json(struct buf *out, const tdg_rec *r, unsigned flags);
/* A text as JSON string with quotes, for any bytes: invalid UTF-8 becomes U+FFFD, and characters that a
 * terminal acts on are escaped. */
void json_quote(struct buf *out, const char *p, size_t n);
/* The same with secrets in addresses replaced (util/redact.h), for messages and source listings. */
void json_quote_said(struct buf *out, const char *p, size_t n);
/* ,"name":"value": a further member of an object. */
void json_put_text(struct buf *out, const char *name, struct tdg_str v);
void json_put_said(struct buf *out, const char *name, struct tdg_str v);         /* as json_quote_said() */
void json_put_time(struct buf *out, const char *name, int64_t ms);               /* 0 is null */
void json_put_time_of(struct buf *out, const char *name, int64_t ms, int local); /* local: without a zone */
void json_quote_id(struct buf *out, int64_t id);                                 /* 0 is null */
void json_quote_time(struct buf *out, int64_t ms); /* "2026-01-06T10:00:00Z", with quotes */
void time_text(int64_t ms, char out[32]);          /* the same, without quotes */
void time_text_local(int64_t ms, char out[32]);    /* and without Z */

#endif
