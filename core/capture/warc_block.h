/* capture/warc_block.h - one answer of a server as a WARC record, unpacked: its head, the head of HTTP, the body. */
#ifndef CAPTURE_WARC_BLOCK_H
#define CAPTURE_WARC_BLOCK_H

#include "capture/captures.h"
#include "util/bytebuf.h"

struct warc_refers { /* of a revisit: the record with the same body */
  const char *id, *url;
  int64_t at;
};

enum { WARC_ID = 48 };               /* "<urn:uuid:...>" with its NUL */
void warc_new_id(char out[WARC_ID]); /* random, RFC 9562 version 4 */
void warc_digest(const char *p, size_t n, char out[CAPTURE_DIGEST]);
struct warc_answer {
  const tdg_rec *doc;  /* its status and headers */
  struct tdg_str body; /* as transferred */
  struct tdg_str url;
  int64_t at;
  const char *id, *digest;
};
/* Append its record.  refers: NULL, or what it repeats, whose body is then left out.  -1: it is larger than the buffer may
 * be. */
int warc_put_answer(struct buf *out, const struct warc_answer *a, const struct warc_refers *refers);
/* The record that begins a file. */
int warc_put_info(struct buf *out, const char *software, const char *file, int64_t at);
#endif
