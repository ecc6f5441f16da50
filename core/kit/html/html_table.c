/* kit/html/html_table.c - the cells of a table gather until it ends.
 *
 * Half the tables in feeds only arrange things.  A table whose cells hold paragraphs, images, lists or other
 * tables, or whose rows have one cell, is given up: what it held becomes paragraphs, and the rest is read as
 * if it were not there.  The text of all cells lies in the block's buffer, tab and newline between them, so
 * that spans keep their places; blocks->floor is where the open cell begins. */
#include "kit/html/html_blocks.h"

enum { FIRST_CELLS = 32 };

/* Whatever is open is put: the cells of a table that turns out to be none, a caption, a block. */
void blocks_flush(struct blocks *b) {
  if (b->table == 1) {
    table_give_up(b);
    return;
  }
  if (b->in_caption) {
    caption_put(b);
    return;
  }
  blocks_flush_text(b);
  blocks_put(b, NULL);
}

void table_open(struct blocks *b) {
  b->table_depth++;
  if (b->table_depth > 1) {
    table_give_up(b);
    return;
  }
  blocks_flush(b);
  b->table = b->in_caption ? 2 : 1;
  b->n_cells = b->row = 0;
  b->cell_open = b->cell_parts = 0;
  b->space = 1; /* so that stray text is noticed: begin_text */
}

void table_caption(struct blocks *b) {
  if (b->table == 1 && b->n_cells == 0 && !b->cell_open) b->table = 3;
  else table_cell(b, 0);
}

void table_caption_end(struct blocks *b) {
  if (b->table == 3) {
    blocks_flush_text(b);
    b->table = 1;
    b->space = 1;
  } else {
    table_cell_end(b);
  }
}

void table_row(struct blocks *b) {
  if (b->table == 3) table_caption_end(b);
  table_cell_end(b);
  b->row++;
}

void table_cell_end(struct blocks *b) {
  if (b->table != 1) {
    blocks_flush(b);
    return;
  }
  b->space = 1;
  if (!b->cell_open) return;
  spans_cut(b);
  b->breaks = 0;
  b->cell_open = b->cell_parts = 0;
  b->cells[b->n_cells - 1].end = b->text.n;
}

static struct cell *cell_new(struct blocks *b) {
  if (b->n_cells == b->cap_cells) {
    const size_t cap = b->cap_cells > 0 ? b->cap_cells * 2 : FIRST_CELLS;
    struct cell *more = tdg_scratch(b->call, cap * sizeof *more);
    if (b->n_cells > 0) memcpy(more, b->cells, b->n_cells * sizeof *more);
    b->cells = more;
    b->cap_cells = cap;
  }
  return &b->cells[b->n_cells++];
}

void table_cell(struct blocks *b, int header) {
  if (b->table == 3) table_caption_end(b);
  table_cell_end(b);
  if (b->table == 1 && b->n_cells == MAX_CELLS) table_give_up(b);
  if (b->table != 1) return;
  if (b->n_cells > 0) tdg_buf_char(&b->text, b->cells[b->n_cells - 1].row == b->row ? '\t' : '\n');
  b->floor = b->text.n;
  b->cell_open = 1;
  b->space = b->breaks = 0;
  *cell_new(b) = (struct cell){b->text.n, b->text.n, b->row, header};
}

void table_give_up(struct blocks *b) {
  size_t span = 0;
  if (b->table == 3) blocks_flush_text(b);
  if (b->table == 0) return;
  if (b->table == 1) {
    table_cell_end(b);
    for (size_t i = 0; i < b->n_cells; i++)
      blocks_put_slice(b, tdg_block_new(b->call, TDG_PARAGRAPH), b->cells[i].start, b->cells[i].end, &span);
    blocks_clear(b);
  }
  b->table = 2;
}

/* Does some row have two cells, and some cell a text? */
static int is_table(const struct blocks *b) {
  int wide = 0, text = 0;
  for (size_t i = 0; i < b->n_cells; i++) {
    wide |= i > 0 && b->cells[i].row == b->cells[i - 1].row;
    text |= b->cells[i].end > b->cells[i].start;
  }
  return wide && text;
}

/* The row that begins at cell i; returns the first cell of the next one. */
static size_t put_row(struct blocks *b, tdg_rec *table, size_t i) {
  tdg_rec *row = tdg_group(b->call);
  const size_t number = b->cells[i].row;
  int header = 1;
  for (; i < b->n_cells && b->cells[i].row == number; i++) {
    const struct cell *c = &b->cells[i];
    b->call->host->put(b->call, row, TDG_CELL, b->text.p + c->start,
                       c->end - c->start); /* an empty one counts */
    header &= c->header;
  }
  if (header) tdg_put_int(b->call, row, TDG_HEADER_ROW, 1);
  tdg_put_rec(b->call, table, TDG_ROW, row);
  return i;
}

static void table_put(struct blocks *b) {
  tdg_rec *table = tdg_block_new(b->call, TDG_TABLE);
  size_t span = 0;
  for (size_t i = 0; i < b->n_cells;) i = put_row(b, table, i);
  blocks_put_slice(b, table, 0, b->text.n, &span);
  blocks_clear(b);
}

void table_close(struct blocks *b) {
  if (b->table_depth == 0) return;
  b->table_depth--;
  if (b->table_depth > 0 || b->table == 2) {
    blocks_flush(b);
  } else {
    if (b->table == 3) table_caption_end(b);
    table_cell_end(b);
    if (is_table(b)) table_put(b);
    else table_give_up(b);
  }
  if (b->table_depth == 0) b->table = 0;
}
