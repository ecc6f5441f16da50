/* record/plain_text.c - plain text from blocks; see plain_text.h. */
#include "record/plain_text.h"

int rec_block_is_text(int64_t type) {
  switch (type) {
  case TDG_IMAGE:
  case TDG_RULE:
  case TDG_CAPTION_TEXT:
  case TDG_AUDIO:
  case TDG_VIDEO: return 0;
  default: return 1;
  }
}

void rec_text(struct buf *out, const tdg_rec *r) {
  size_t pos = 0, start = out->n;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_BLOCK || !rec_block_is_text(rec_get_int(it.rec, TDG_BLOCK_TYPE, 0))) continue;
    struct tdg_str text = rec_get(it.rec, TDG_TEXT, 0);
    if (text.n == 0) continue;
    if (out->n > start) buf_str(out, "\n\n");
    buf_add(out, text.p, text.n);
  }
}
