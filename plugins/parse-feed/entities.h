/* entities.h - references in text, and the entities a document declares for itself.
 *
 * Nothing is ever expanded inside an expansion, nothing outside the document is ever read.  A declared entity
 * may stand for a short plain text (a name, an address, a letter); a value with markup or references other
 * than to characters, a long value, too many of them or an external one is refused, and with it the document.
 * Parameter entities are passed over: what they would bring is not there.
 */
#ifndef FEED_ENTITIES_H
#define FEED_ENTITIES_H

#include <tidings/plugin.h>

enum { MAX_ENTITIES = 64, MAX_ENTITY_VALUE = 256, MAX_EXPANDED = 64 << 10 };

struct entity {
  struct tdg_str name, value;
};
struct entities {
  struct entity v[MAX_ENTITIES];
  size_t n, expanded;  /* bytes put in for references so far */
  const char *refused; /* why, or NULL */
};

/* Read the internal subset of a document type declaration: [p, end) is what stands between the brackets. */
void entities_read(struct entities *e, const char *p, const char *end);
/* Text with its references decoded: XML's, HTML's by name, numbers as windows-1252 means them, surrogate
 * pairs joined, control characters left out; what is no reference stays.  The text itself when there is
 * nothing to decode. */
struct tdg_str text_decode(tdg_call *call, struct entities *e, struct tdg_str text);
/* Control characters that XML does not have are dropped, U+0080..U+009F become what windows-1252 has there;
 * the text itself when there are none. */
struct tdg_str text_without_controls(tdg_call *call, struct tdg_str text);

#endif
