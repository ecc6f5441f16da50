/* fetch-file/warc.h - the records of web archives (WARC 0.17 to 1.1, ISO 28500) and the HTTP inside of them.
 *
 *   warc_record.c   the head of a record: its kind, address, time, length
 *   warc_answer.c   the answer of a server: status, headers, body without its transfer encoding
 *   file_warc.c     the records of a file, and which of them become documents
 *
 * Texts are slices of what was read.
 */
#ifndef FETCH_FILE_WARC_H
#define FETCH_FILE_WARC_H

#include <tidings/plugin.h>

enum { WARC_MAX_HEAD = 64 << 10 };

enum warc_kind { WARC_OTHER, WARC_RESPONSE, WARC_RESOURCE, WARC_REVISIT, WARC_CONTINUATION };

struct warc_record {
  enum warc_kind kind;
  struct tdg_str url, type; /* type: the media type of its block */
  struct tdg_str digest;    /* of its payload; "" */
  int64_t date;             /* ms; 0: it does not say */
  uint64_t length;          /* of its block */
  int truncated, segment;   /* segment: its number, when a long record is cut up; 0: it is not */
};
/* The head at the front of p[0..n): its bytes, with the empty line behind it, or 0 when it is none or is not whole. */
size_t warc_head(const char *p, size_t n, struct warc_record *out);

struct warc_answer {
  int status;
  struct tdg_str head; /* its lines, without the first */
  struct tdg_str type, encoding, transfer, modified;
  struct tdg_str body;
};
/* Read an HTTP answer.  The body's chunks are joined in place.  0, or -1: it is none. */
int warc_answer(char *p, size_t n, struct warc_answer *out);
/* The next header of a head, which is moved behind it; its name is "" for a line that is none.  0: there is no more. */
int warc_header(struct tdg_str *head, struct tdg_str *name, struct tdg_str *value);

#endif
