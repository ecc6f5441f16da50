/* capture.h - the inside of one element, read to its end: text, or markup where there are elements in it.
 *
 * While there is one run of text it is a slice of the document.  The second run, or the first element inside,
 * turns the capture into markup: text as it stands in the source, elements written as HTML without their
 * prefixes; text that is markup itself, escaped or in a section, is made markup (is_hidden_markup). A capture of parts (a person, an image) sorts text by the element it stands in instead.
 */
#ifndef FEED_CAPTURE_H
#define FEED_CAPTURE_H

#include "element_rules.h"
#include "feed.h"

enum { MAX_PART = 4096 };
enum content_type { TYPE_NONE, TYPE_TEXT, TYPE_HTML, TYPE_XHTML, TYPE_BINARY, TYPE_OTHER };
enum content_mode { MODE_NONE, MODE_XML, MODE_ESCAPED, MODE_BASE64 };
enum part { PART_OWN, PART_NAME, PART_EMAIL, PART_URI, PART_TITLE, PARTS, PART_NOWHERE = PARTS };

struct capture {
  int depth; /* of the captured element; 0: nothing is captured */
  int field, rank, ns, name;
  int type, mode; /* Atom's attributes */
  char local[32]; /* the element's name as written, as far as it goes */
  int permalink;  /* of a guid: 1, -1, 0 not said */
  struct tdg_str scheme, label, base;
  struct link link; /* of a link whose address is its text: its attributes */
  struct tdg_xml_piece first;
  int has_first, blank_after, is_markup, children;
  int code;      /* the outermost open element that shows samples of markup: its depth, or 0 */
  int inside;    /* the depth of the element the text stands in */
  int unescaped; /* markup that was escaped beside elements has been made markup */
  struct tdg_buf markup;
  int part, part_depth;
  struct tdg_str parts[PARTS];
};

void capture_begin(struct capture *c, tdg_call *call, const struct tdg_xml_element *e,
                   const struct rule *rule, int rank, int depth);
void capture_text(struct capture *c, tdg_call *call, tdg_xml *xml, const struct tdg_xml_piece *piece);
void capture_blank(struct capture *c);
/* An element inside.  base: what its addresses are relative to when xml:base stands inside the capture, else
 * "". */
void capture_start(struct capture *c, tdg_call *call, tdg_xml *xml, const struct tdg_xml_element *e,
                   int depth, struct tdg_str base);
void capture_end(struct capture *c, const char *local, int depth);
/* The text, decoded as its type says.  *html: it is markup. */
struct tdg_str capture_value(struct capture *c, tdg_call *call, tdg_xml *xml, int is_atom, int *html);

#endif
