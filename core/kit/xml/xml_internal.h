/* kit/xml/xml_internal.h - shared by the files that make xml.h.
 *
 * The pre-pass (xml_repair.c) turns whatever is published as XML into a stream that any XML parser accepts, in one pass;
 * xml_read.c, which reads it, needs to know no more of XML than this.
 * It reads decoded text (valid UTF-8, see tdg_xml_text) and yields
 *   - tags only, well-formed, nested, at most TDG_XML_DEPTH deep, wrapped in one element <t>;
 *   - for each run of text the letter 'x', for white space between tags one blank;
 *   - where the document is cut off an instruction <?c?>.
 * The runs themselves go around the parser: repair_piece hands them out in the order of the 'x' that stand for them.
 * So text is never copied here, never too long, and never hostile to the parser, which sees no reference, no comment,
 * no declaration and no CDATA section.  No byte is looked at more than a fixed number of times.
 */
#ifndef KIT_XML_INTERNAL_H
#define KIT_XML_INTERNAL_H

#include <tidings/kit/xml.h>

enum { MAX_ENTITIES = 64, MAX_ENTITY_VALUE = 256, MAX_EXPANDED = 64 << 10 };

/* What a document declares for itself (xml_entities.c).  Nothing is ever expanded inside an expansion, nothing outside
 * the document is ever read.  A declared entity may stand for a short plain text (a name, an address, a letter); a
 * value with markup or references other than to characters, a long value, too many of them or an external one is
 * refused, and with it the document.  Parameter entities are passed over: what they would bring is not there. */
struct entity {
  struct tdg_str name, value;
};
struct entities {
  struct entity v[MAX_ENTITIES];
  size_t n, expanded;  /* bytes put in for references so far */
  const char *refused; /* why, or NULL */
};

enum {
  MAX_TAG = 64 << 10,   /* of a longer tag only the name is kept */
  MAX_RAW_VALUE = 4096, /* of a value with raw quotes in it */
  MAX_ATTRIBUTES = 256, /* of one tag; each is compared with each */
  MAX_NAME = 120,       /* elements with longer names are read as if they were not there */
  MAX_NAMESPACES = 256, /* declarations in scope, which are searched one by one */
  MAX_SCOPE_NAMES =
      32768,           /* bytes of their prefixes and addresses; a declaration that has no room is left out */
  REPAIR_AHEAD = 4096, /* bytes made per read */
  REPAIR_OUT = 160 << 10, /* one tag with everything escaped fits */
  REPAIR_PIECES = 16384   /* a power of two; more than the parser can be behind */
};

struct open_element {
  const char *name;
  uint32_t length, hash;
  uint32_t namespaces; /* declared by it */
  int hidden;          /* not passed on */
};

/* Not cleared between documents. */
struct tdg_xml {
  const char *p, *end;
  struct entities entities;
  const char *no_raw_end;    /* before it no value with raw quotes ends */
  const char *next_quote[2]; /* where memchr found one last: '"' and '\'' */
  int no_comment_end, no_cdata_end, no_pi_end, no_bracket;
  struct open_element open[TDG_XML_DEPTH];
  int depth;
  size_t deeper;            /* open elements below TDG_XML_DEPTH */
  unsigned char count[256]; /* open elements by hash */
  uint32_t namespaces;
  int finished, truncated, given; /* given: what stands in out has been read */
  size_t out_n, piece_from, piece_n;
  char out[REPAIR_OUT];
  struct tdg_xml_piece pieces[REPAIR_PIECES];
};

void repair_begin(struct tdg_xml *r, struct tdg_str text);
/* The next tags, whole ones; "" at the end.  They may be written to, until the next call. */
struct tdg_str repair_more(struct tdg_xml *r);
/* The run the next 'x' stands for; 0 when there is none. */
int repair_piece(struct tdg_xml *r, struct tdg_xml_piece *out);

/* xml_entities.c: read the internal subset of a document type declaration, what stands between the brackets. */
void entities_read(struct entities *e, const char *p, const char *end);

/* xml_read.c: of the nth attribute; TDG_NS_CORE: it has none. */
int xml_attribute_ns(const struct tdg_xml_element *e, int nth);

/* xml_elements.c */
int element_namespace(const char *prefix, const char *uri);
int element_name(const char *local, size_t n);

#endif
