/* record/plain_text.h - what is derived from blocks: plain text and HTML.
 *
 * Neither is stored.  HTML is written anew from our own list of elements; no foreign tag, attribute or script can
 * come out.  Both append to a buffer and stop at its maximum (buf.full).
 */
#ifndef RECORD_TEXT_H
#define RECORD_TEXT_H

#include "record/rec.h"
#include "util/bytebuf.h"

void rec_text(struct buf *out, const tdg_rec *r); /* the blocks that are read, joined by empty lines */
void rec_html(struct buf *out, const tdg_rec *r);
/* Is this block part of what a reader reads in order (not an image, a caption, a rule)? */
int rec_block_is_text(int64_t type);
void html_escape(struct buf *out, const char *p, size_t n); /* & < > " ' */

#endif
