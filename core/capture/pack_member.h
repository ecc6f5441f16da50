/* capture/pack_member.h - one record as a gzip member or a zstd frame, and where the last whole one of a file ends. */
#ifndef CAPTURE_PACK_MEMBER_H
#define CAPTURE_PACK_MEMBER_H

#include "capture/captures.h"
#include "util/bytebuf.h"

/* Append the bytes, packed.  -1: they are larger than the buffer may be. */
int pack_add(struct buf *out, enum capture_form form, const char *p, size_t n);
/* The bytes of the file that are whole members; -1: it cannot be read (errno). */
int64_t pack_whole(int fd, enum capture_form form);

/* Unpack the member with which the bytes begin, as far as `out` can hold it.  The packed bytes it takes; 0: it is none, is
 * not whole, or is too large. */
size_t pack_undo(struct buf *out, enum capture_form form, const char *p, size_t n);
/* Fill a place of n bytes with a record without content, packed; -1: no record is so small. */
int pack_filler(char *p, size_t n, enum capture_form form);
/* Do the bytes begin with such a record? */
int pack_is_filler(const char *p, size_t n, enum capture_form form);

#endif
