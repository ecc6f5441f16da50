/* worker/decode.h - a document's content encoding undone, inside the worker, where a bomb or a hole in the
 * decompressor costs one document. */
#ifndef TIDINGS_WORKER_DECODE_H
#define TIDINGS_WORKER_DECODE_H

#include "record/rec.h"
#include "worker/frame.h"

enum {
  DECODE_MAX = 16 << 20,
  DECODE_RATIO = 100,
  DECODE_RATIO_FROM = 1 << 20,
  DECODE_HEAD = 16 << 10,
  DECODE_MAX_LAYERS = 2
};

/* Undo TDG_ENCODING (gzip, deflate, at most two of them one around the other).  *out is doc itself when
 * there is nothing to undo, else a new record in the arena with the decoded TDG_BODY and no TDG_ENCODING.
 * head: stop after DECODE_HEAD bytes and accept a body that is cut, for probing. TDG_OK; TDG_BAD_INPUT for
 * broken or incomplete data; TDG_DENIED for more than limits allow or an encoding that is not known; why
 * then says so with figures. */
int decode_document(struct arena *, const tdg_rec *doc, const struct frame_limits *, int head,
                    const tdg_rec **out, char *why, size_t why_size);

#endif
