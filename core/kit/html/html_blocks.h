/* kit/html/html_blocks.h - the state of tdg_html_blocks, shared by its three files. */
#ifndef KIT_HTML_BLOCKS_H
#define KIT_HTML_BLOCKS_H

#include "kit/html/html_internal.h"
#include "kit/html/html_token.h"

#include <tidings/kit/buf.h>

enum {
  MAX_BLOCKS = 20000, /* of one fragment */
  MAX_BLOCK_TEXT = 4 << 20,
  MAX_OPEN = 48,    /* inline elements open at a time; deeper ones leave no span */
  MAX_SPANS = 4000, /* of one block */
  MAX_LISTS = 32,   /* levels that remember their numbering */
  MAX_CELLS = 20000 /* of one table */
};

enum span_type {
  SPAN_ANCHOR = 0, /* <a> without href: no span, but its end tag must find it */
  SPAN_LINK,
  SPAN_EM,
  SPAN_STRONG,
  SPAN_CODE,
  SPAN_SUB,
  SPAN_SUP,
  SPAN_MARK,
  SPAN_DEL,
  SPAN_INS,
  SPAN_QUOTE,
  SPAN_CITE,
  SPAN_SMALL,
  SPAN_UNDERLINE,
  SPAN_ABBR,
  SPAN_KBD
};
#define SPAN_WAITS SIZE_MAX /* has not met its first letter yet */

struct span {
  size_t start, end;
  struct tdg_str url;
  uint8_t type;
};
/* An inline element that is open, and its span in the block that gathers. */
struct open {
  struct tdg_str url;
  size_t span; /* index; SIZE_MAX when there was no room */
  uint8_t type;
  uint8_t within; /* an element of its type already: no span of its own */
  uint8_t shown;  /* some text or image of an earlier block carries its link */
};
struct list {
  int64_t next, now;
  int ordered;
  char style; /* 1 a A i I */
};
struct cell {
  size_t start, end, row;
  int header;
};

struct blocks {
  tdg_call *call;
  tdg_rec *rec;
  struct tdg_str base;
  int has_base; /* the markup itself has said it */
  size_t n_blocks;

  struct tdg_buf text; /* of the block that gathers; of a whole table inside one */
  size_t floor;        /* where the block, or the cell, begins in it */
  int space;           /* white space waits */
  int breaks;          /* so many <br> wait */

  struct span *spans;
  size_t n_spans, cap_spans;
  size_t span_budget; /* how many more may be written: hostile markup could repeat each open one in each
                         paragraph */
  size_t waiting;     /* open spans that wait for a letter */
  struct open open[MAX_OPEN];
  size_t n_open;

  int quote, pre, pre_first, heading;
  int lists; /* depth; beyond MAX_LISTS only counted */
  int item;  /* the next paragraph is an item */
  struct list list[MAX_LISTS];

  int figure, in_caption;
  tdg_rec *image;       /* waits for its caption */
  struct tdg_str shown; /* the address of the image or player just before; "" when text came since */
  int noscript;
  int64_t source_of;

  int table; /* 0 outside, 1 gathering cells, 2 given up: a layout, 3 in the caption of a table that will
                gather */
  int table_depth;
  int cell_open, cell_parts;
  struct cell *cells;
  size_t n_cells, cap_cells, row;

  enum tdg_html_tag skip;
  int skip_depth;
};

static inline int in_cell(const struct blocks *b) { return b->table == 1 && b->cell_open; }

void blocks_init(struct blocks *b, tdg_call *call, tdg_rec *rec, struct tdg_str base);
void blocks_put(struct blocks *b, const tdg_rec *block); /* after an image that waited */
void blocks_flush_text(struct blocks *b); /* the text alone: its image still waits for a caption */
/* One block of type out of text[start, end) with the spans that lie in it; *span moves over those it used. */
void blocks_put_slice(struct blocks *b, tdg_rec *block, size_t start, size_t end, size_t *span);
void blocks_clear(struct blocks *b); /* forget text and spans; inline elements stay open */
void caption_put(struct blocks *b);

void spans_open(struct blocks *b, uint8_t type, struct tdg_str url);
void spans_close(struct blocks *b, uint8_t type);
void spans_start(struct blocks *b);          /* text comes: those that wait begin here */
void spans_cut(struct blocks *b);            /* the block or cell ends: all open ones end, and wait again */
struct tdg_str spans_link(struct blocks *b); /* the address around an image; it counts as shown */

/* what is open: cells, a caption, or the text and then an image that waited */
void blocks_flush(struct blocks *b);
void table_open(struct blocks *b);
void table_caption(struct blocks *b);
void table_caption_end(struct blocks *b);
void table_row(struct blocks *b);
void table_cell(struct blocks *b, int header);
void table_cell_end(struct blocks *b);
void table_close(struct blocks *b);
void table_give_up(struct blocks *b);
#endif
