/* record/akn.h - a statement as Akoma Ntoso 3.0 (OASIS LegalDocML), element "statement". */
#ifndef RECORD_AKN_H
#define RECORD_AKN_H

#include "record/rec.h"
#include "util/bytebuf.h"

/* A whole document, in the order of elements that the standard wants: meta, preface, preamble, mainBody, conclusions,
 * attachments; what the record does not have is left out.  It is appended, and stops at the buffer's maximum (buf.full). */
void rec_akn(struct buf *out, const tdg_rec *r);

#endif
