/* repair.h - the pre-pass: whatever is published as XML becomes a stream that an XML parser accepts, in one
 * pass.
 *
 * The pre-pass reads decoded text (valid UTF-8, see text_prepare) and yields
 *   - tags only, well-formed, nested, at most MAX_DEPTH deep, wrapped in one element <t>;
 *   - for each run of text the letter 'x', for white space between tags one blank.
 * The runs themselves go around the parser: repair_piece hands them out in the order of the 'x' that stand
 * for them. So text is never copied here, never too long, and never hostile to the parser, which sees no
 * reference, no comment, no declaration and no CDATA section.
 *
 * Repaired: text outside the root, bare '<', unquoted, empty and repeated attributes, references in
 * attributes, end tags that are missing, crossed, superfluous or in other case, unfinished comments, sections
 * and tags, and a document that is cut off (an instruction <?c?> marks the place). Refused: entity
 * declarations other than short plain text (see entities.h).
 *
 * Cost: linear, whatever the bytes: no byte is looked at more than a fixed number of times.
 */
#ifndef FEED_REPAIR_H
#define FEED_REPAIR_H

#include "entities.h"

#include <tidings/plugin.h>

enum {
  MAX_DEPTH = 240,        /* below libxml2's own 256; deeper markup is read as if flat */
  MAX_TAG = 64 << 10,     /* of a longer tag only the name is kept */
  MAX_ATTRIBUTES = 256,   /* of one tag; libxml2 compares each with each */
  MAX_NAME = 120,         /* elements with longer names are read as if they were not there */
  MAX_NAMESPACES = 256,   /* declarations in scope; libxml2 searches them one by one */
  REPAIR_AHEAD = 4096,    /* bytes made per read */
  REPAIR_OUT = 160 << 10, /* one tag with everything escaped fits */
  REPAIR_PIECES = 16384   /* a power of two; more than the parser can be behind */
};

struct piece {
  const char *p;
  size_t n;
  int cdata; /* as it is; else with references */
};

struct open_element {
  const char *name;
  uint32_t length, hash;
  uint32_t namespaces; /* declared by it */
  int hidden;          /* not passed on */
};

/* Owned by the component for its whole life; 0.5 MB, not cleared between documents. */
struct repair {
  const char *p, *end;
  struct entities entities;
  const char *next_quote[2]; /* where memchr found one last: '"' and '\'' */
  int no_comment_end, no_cdata_end, no_pi_end, no_bracket;
  struct open_element open[MAX_DEPTH];
  int depth;
  size_t deeper;            /* open elements below MAX_DEPTH */
  unsigned char count[256]; /* open elements by hash */
  uint32_t namespaces;
  int finished, truncated;
  size_t out_from, out_n, piece_from, piece_n;
  char out[REPAIR_OUT];
  struct piece pieces[REPAIR_PIECES];
};

void repair_begin(struct repair *r, struct tdg_str text);
/* At most n bytes; 0 at the end. */
size_t repair_read(struct repair *r, char *to, size_t n);
/* The run the next 'x' stands for; 0 when there is none. */
int repair_piece(struct repair *r, struct piece *out);

#endif
