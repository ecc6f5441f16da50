/* sax.h - the repaired stream through libxml2's SAX2 parser: elements by namespace and name, runs of text.
 *
 * libxml2 is given no declaration, no entity, no text and no network; it checks and resolves names and
 * attributes. The calls come on one stack, in document order.  An element and its attributes are good until
 * the callback returns.
 */
#ifndef FEED_SAX_H
#define FEED_SAX_H

#include "element.h"
#include "repair.h"

struct sax_element {
  tdg_call *call;
  int ns;   /* enum feed_ns */
  int name; /* enum feed_name, N_NONE when unknown */
  const char *local;
  int n_attributes;
  const void *attributes; /* libxml2's */
};

struct sax_events {
  void (*start)(void *arg, const struct sax_element *e);
  void (*end)(void *arg, const char *local);
  void (*text)(void *arg, const struct piece *piece);
  void (*blank)(void *arg); /* white space between tags */
  void (*cut)(void *arg);   /* the document ends here; what is open is closed next */
};

/* 0, or -1 when the parser gave up (out of its memory, names without end). */
int sax_parse(tdg_call *call, struct repair *r, const struct sax_events *events, void *arg);

/* The value of an attribute without a namespace (ns NS_CORE) or in one; p NULL when absent.  Not
 * NUL-terminated, good until the callback returns. */
struct tdg_str sax_attribute(const struct sax_element *e, int ns, const char *name);
/* The nth attribute. */
struct tdg_str sax_attribute_at(const struct sax_element *e, int nth, const char **name);
/* A document was cut off, and its head is out already: its last record is a second head that has the flag "incomplete"
 * and nothing else. */
void sax_tell_cut(tdg_call *call);

#endif
