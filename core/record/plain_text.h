/* record/plain_text.h - plain text and HTML derived from blocks.
 *
 * Neither is stored.  HTML contains only elements of a fixed list; no foreign tag, attribute or script can
 * appear in it.  Both functions append to a buffer and stop at its maximum (buf.full).
 */
#ifndef RECORD_TEXT_H
#define RECORD_TEXT_H

#include "record/rec.h"
#include "util/bytebuf.h"

void rec_text(struct buf *out, const tdg_rec *r); /* the text blocks, joined by empty lines */
void rec_html(struct buf *out, const tdg_rec *r);
/* Is this block part of the running text (not an image, a caption, a rule)? */
int rec_block_is_text(int64_t type);
void html_escape(struct buf *out, const char *p, size_t n); /* & < > " ' */

#endif
