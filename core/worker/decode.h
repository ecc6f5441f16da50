/* worker/decode.h - decompress a document's body.  This is done inside the worker, so that a decompression
 * bomb or a vulnerable decompressor affects one document only. */
#ifndef TIDINGS_WORKER_DECODE_H
#define TIDINGS_WORKER_DECODE_H

#include "record/rec.h"
#include "worker/frame.h"

enum {
  DECODE_MAX = 16 << 20,
  DECODE_RATIO = 100,
  DECODE_RATIO_FROM = 1 << 20,
  DECODE_HEAD = 16 << 10,
  DECODE_PAGE_HEAD = 128 << 10, /* of a page: scripts and styles may stand in front of its text */
  /* zstd gives its first bytes when a block of up to 128 KiB is there */
  DECODE_HEAD_PACKED = 160 << 10,
  DECODE_MAX_LAYERS = 2
};

/* How much of a document of this media type a probe gets. */
size_t decode_head_size(const char *type);
/* Decode TDG_ENCODING (those of codec.h, at most two nested), and a gzip file that is inside of one encoding.  *out is doc itself when it has no encoding, else
 * a new record in the arena with the decoded TDG_BODY and no TDG_ENCODING.  head: stop after DECODE_HEAD
 * bytes (of what is declared a page, DECODE_PAGE_HEAD) and accept a body that is cut off, for probing (it needs the first DECODE_HEAD_PACKED bytes of one).  Returns TDG_OK; TDG_BAD_INPUT for damaged or
 * incomplete data; TDG_DENIED for data beyond the limits or an unknown encoding.  On failure why is the
 * message, with sizes. */
int decode_document(struct arena *, const tdg_rec *doc, const struct frame_limits *, int head,
                    const tdg_rec **out, char *why, size_t why_size);

#endif
