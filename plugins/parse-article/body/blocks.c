/* blocks.c - the lines that were kept become blocks with spans. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "body.h"
#include "page_facts.h"

enum { MAX_SPANS = 400, MAX_OPEN = 32, MAX_CELL = 4000, MAX_TAG = 400 /* bytes */, MAX_ROWS = 1000 };

struct span {
  const char *type;
  size_t start, end;
  uint32_t node;
};

struct writer {
  struct page *pg;
  tdg_rec *rec;
  struct tdg_str base;
  struct tdg_buf text;
  struct span span[MAX_SPANS];
  size_t n_spans;
  struct span open[MAX_OPEN];
  size_t n_open;
  int space;     /* white space is owed */
  uint32_t item; /* the list entry of the line before */
  uint32_t images, blocks;
};

static int space_owed(const struct writer *w) {
  return w->space && w->text.n > 0 && w->text.p[w->text.n - 1] != '\n';
}

static void put_piece(struct writer *w, const char *p, size_t n, int keep_space) {
  const char *end = p + n;
  while (p < end) {
    const char *q = p;
    if (!keep_space && tdg_is_space(*p)) {
      w->space = 1;
      p++;
      continue;
    }
    while (q < end && (keep_space || !tdg_is_space(*q))) q++;
    if (space_owed(w)) tdg_buf_char(&w->text, ' ');
    w->space = 0;
    tdg_buf_add(&w->text, p, (size_t)(q - p));
    p = q;
  }
}

static void put_text(struct writer *w, const struct tdg_node *n, int keep_space) {
  struct tdg_str s = {w->pg->src.p + n->at, n->len};
  if ((n->flags & F_REF) != 0) s = tdg_html_unescape(w->pg->call, s, 0);
  put_piece(w, s.p, s.n, keep_space);
}

static const char *span_type(unsigned tag) {
  switch (tag) {
  case TDG_HTML_A: return "link";
  case TDG_HTML_EM:
  case TDG_HTML_I:
  case TDG_HTML_CITE: return "em";
  case TDG_HTML_STRONG:
  case TDG_HTML_B: return "strong";
  case TDG_HTML_CODE:
  case TDG_HTML_KBD:
  case TDG_HTML_SAMP:
  case TDG_HTML_TT: return "code";
  case TDG_HTML_SUB: return "sub";
  case TDG_HTML_SUP: return "sup";
  case TDG_HTML_MARK: return "mark";
  case TDG_HTML_DEL:
  case TDG_HTML_S: return "del";
  case TDG_HTML_INS: return "ins";
  default: return NULL;
  }
}

static void close_spans(struct writer *w, uint32_t at) {
  while (w->n_open > 0 && w->pg->node[w->open[w->n_open - 1].node].end <= at) {
    struct span s = w->open[--w->n_open];
    s.end = w->text.n;
    if (s.end > s.start && w->n_spans < MAX_SPANS) w->span[w->n_spans++] = s;
  }
}

static void open_span(struct writer *w, uint32_t i) {
  const char *type = span_type(w->pg->node[i].tag);
  size_t start = w->text.n + (size_t)space_owed(w);
  if (type == NULL || w->n_open == MAX_OPEN) return;
  w->open[w->n_open++] = (struct span){type, start, 0, i};
}

static void put_spans(struct writer *w, tdg_rec *block) {
  for (size_t k = 0; k < w->n_spans; k++) {
    tdg_rec *g;
    struct tdg_str url = tdg_str_of("");
    if (w->span[k].end > w->text.n || w->span[k].start >= w->span[k].end) continue;
    if (w->span[k].type[0] == 'l') {
      url = tdg_url_resolve(w->pg->call, w->base, node_attr_text(w->pg, w->span[k].node, TDG_ATTR_HREF));
      if (!tdg_url_is_web(url)) continue;
    }
    g = tdg_group(w->pg->call);
    tdg_put_str(w->pg->call, g, TDG_TYPE, w->span[k].type);
    tdg_put_int(w->pg->call, g, TDG_START, (int64_t)w->span[k].start);
    tdg_put_int(w->pg->call, g, TDG_END, (int64_t)w->span[k].end);
    tdg_put_text(w->pg->call, g, TDG_URL, url.p, url.n);
    tdg_put_rec(w->pg->call, block, TDG_SPAN, g);
  }
}

/* Spans that are open where the line begins: <b><p>..</p></b>. */
static void open_outer(struct writer *w, const struct line *l) {
  uint32_t chain[MAX_OPEN];
  size_t n = 0;
  for (uint32_t i = w->pg->node[l->first].parent; i > 0 && n < MAX_OPEN; i = w->pg->node[i].parent) {
    if (span_type(w->pg->node[i].tag) != NULL) chain[n++] = i;
    else if ((tdg_html_flags(w->pg->node[i].tag) & TDG_IS_BLOCK) != 0 && w->pg->node[i].tag != TDG_HTML_P)
      break;
  }
  while (n > 0) open_span(w, chain[--n]);
}

static void read_line(struct writer *w, const struct line *l) {
  int keep = l->kind == TDG_CODE;
  tdg_buf_cut(&w->text, 0);
  w->n_spans = w->n_open = 0;
  w->space = 0;
  open_outer(w, l);
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct tdg_node *n = &w->pg->node[i];
    close_spans(w, i);
    if (n->tag == TDG_HTML_TEXT) {
      put_text(w, n, keep);
    } else if ((n->flags & (F_SKIP | F_HIDDEN)) != 0) {
      i = n->end - 1;
    } else if (n->tag == TDG_HTML_BR) {
      if (w->text.n > 0) tdg_buf_char(&w->text, '\n');
      w->space = 0;
    } else {
      open_span(w, i);
    }
  }
  close_spans(w, UINT32_MAX);
  while (w->text.n > 0 && tdg_is_space(w->text.p[w->text.n - 1])) tdg_buf_cut(&w->text, w->text.n - 1);
  for (size_t k = 0; k < w->n_spans; k++) {
    if (w->span[k].end > w->text.n) w->span[k].end = w->text.n;
  }
}

static int list_number(const struct page *pg, uint32_t li) {
  uint32_t list = pg->node[li].parent, n = 0;
  struct tdg_str start = node_attr(pg, list, TDG_ATTR_START);
  if (pg->node[list].tag != TDG_HTML_OL) return 0;
  for (uint32_t k = list + 1; k <= li; k = pg->node[k].end) n += pg->node[k].tag == TDG_HTML_LI;
  if (start.n > 0 && start.n < 6 && start.p[0] >= '1' && start.p[0] <= '9') n += (uint32_t)atoi(start.p) - 1;
  return (int)n;
}

/* The list entry a line stands in; only its first line carries the number. */
static void put_item(struct writer *w, const struct line *l, tdg_rec *block) {
  char number[16];
  int n;
  uint32_t i = l->node;
  while (i > 0 && w->pg->node[i].tag != TDG_HTML_LI) i = w->pg->node[i].parent;
  n = i > 0 ? list_number(w->pg, i) : 0;
  if (n == 0) return;
  tdg_put_int(w->pg->call, block, TDG_ORDERED, 1);
  if (i == w->item) return;
  snprintf(number, sizeof number, "%d", n);
  tdg_put_str(w->pg->call, block, TDG_NUMBER, number);
}

static void put_line(struct writer *w, struct line *l) {
  tdg_call *call = w->pg->call;
  int64_t kind = l->kind == TDG_TABLE ? TDG_PARAGRAPH : l->kind;
  tdg_rec *block;
  read_line(w, l);
  if (w->text.n == 0) {
    line_drop(l, WHY_NO_TEXT);
    return;
  }
  block = tdg_block_new(call, kind);
  tdg_put_text(call, block, TDG_TEXT, w->text.p, w->text.n);
  if (l->level > 0 && kind != TDG_CODE) tdg_put_int(call, block, TDG_LEVEL, l->level);
  if (kind == TDG_ITEM) put_item(w, l, block);
  put_spans(w, block);
  tdg_put_rec(call, w->rec, TDG_BLOCK, block);
}

/* ---- text that is set as it was typed ---- */

/* Nothing around it or in it says that it is the text of a program. */
static int is_named_code(const struct page *pg, const struct line *l) {
  for (uint32_t i = l->first; i < l->last; i++) {
    unsigned tag = pg->node[i].tag;
    if (tag == TDG_HTML_CODE || tag == TDG_HTML_SAMP || tag == TDG_HTML_KBD) return 1;
  }
  for (uint32_t i = pg->node[l->first].parent; i > 0; i = pg->node[i].parent) {
    struct tdg_str name = node_attr(pg, i, TDG_ATTR_CLASS);
    if (pg->node[i].tag == TDG_HTML_CODE || tdg_nocase_has(name, "code") ||
        tdg_nocase_has(name, "highlight") || tdg_nocase_has(name, "lang"))
      return 1;
    if ((tdg_html_flags(pg->node[i].tag) & TDG_IS_BLOCK) != 0 && pg->node[i].tag != TDG_HTML_PRE) return 0;
  }
  return 0;
}

/* Is most of what was kept set so? */
static int is_mostly_typed(const struct page *pg, const struct body *b) {
  uint64_t typed = 0, all = 0;
  for (uint32_t i = b->first; i < b->last; i++) {
    const struct line *l = &pg->line[i];
    if (l->dropped || l->kind == TDG_HEADING) continue;
    all += l->units;
    if (l->kind == TDG_CODE) typed += l->units;
  }
  return typed * 2 > all;
}

/* Old pages, notices and mails are one <pre>: when most of it is sentences, it is paragraphs; programs and their output are
 * not.  1 when its blocks were written. */
static int put_typed(struct writer *w, const struct line *l) {
  struct tdg_lines t;
  uint64_t prose = 0, all = 0;
  if (is_named_code(w->pg, l)) return 0;
  read_line(w, l);
  t = tdg_lines_read(w->pg->call, tdg_str_copy(w->pg->call, tdg_buf_get(&w->text)));
  for (size_t i = 0; i < t.n; i++) {
    all += t.v[i].letters;
    if (tdg_line_is_prose(&t.v[i])) prose += t.v[i].letters;
  }
  if (t.n == 0 || prose * 2 < all) return 0;
  w->blocks += (uint32_t)tdg_lines_blocks(w->pg->call, w->rec, &t) - 1; /* the caller counts one */
  return 1;
}

static uint32_t table_of(const struct page *pg, const struct line *l) {
  uint32_t i = l->node, table = 0;
  if (l->kind != TDG_TABLE) return 0;
  for (; i > 0; i = pg->node[i].parent) {
    if (pg->node[i].tag == TDG_HTML_TABLE) return table == 0 ? i : table;
  }
  return table;
}

/* ---- cells that span ---- */

enum { MAX_COLUMNS = 64, MAX_SPAN = 200 };
struct spans {
  struct tdg_str text[MAX_COLUMNS];
  uint32_t left[MAX_COLUMNS]; /* rows that the cell above still reaches into */
  uint8_t head[MAX_COLUMNS];
};

/* How many rows or columns a cell spans.  The tree keeps no such attribute: the tag is read where it was written, in front of what the
 * cell holds; of an empty cell nothing is known. */
static uint32_t span_of(const struct page *pg, uint32_t cell, const char *name) {
  const char *at = NULL, *begin = pg->src.p, *tag;
  size_t n = strlen(name);
  for (uint32_t k = cell; k < pg->node[cell].end && at == NULL; k++) {
    const struct tdg_node *node = &pg->node[k];
    if (node->tag == TDG_HTML_TEXT) at = begin + node->at;
    else if (node->len > 0) at = begin + pg->attr[node->at].at;
  }
  if (at == NULL) return 1;
  for (tag = at; tag > begin && at - tag < MAX_TAG && !(tag[0] == '<' && (tag[1] == 't' || tag[1] == 'T'));
       tag--)
    continue;
  if (tag[0] != '<') return 1;
  for (const char *p = tag; p + n < begin + pg->src.n && p < tag + MAX_TAG && *p != '>'; p++) {
    struct tdg_str rest = {p, (size_t)(begin + pg->src.n - p)};
    int64_t v;
    if (!tdg_nocase_starts(rest, name)) continue;
    for (p += n; p < begin + pg->src.n && strchr(" =\"'", *p) != NULL && *p != '\0';) p++;
    for (n = 0; n < 3 && p + n < begin + pg->src.n && p[n] >= '0' && p[n] <= '9';) n++;
    v = n > 0 ? (int64_t)tdg_str_number((struct tdg_str){p, n}, n) : 1;
    return v < 1 ? 1 : v > MAX_SPAN ? MAX_SPAN : (uint32_t)v;
  }
  return 1;
}

/* A table of data has rows of several short cells; the others only lay out.  Where each holds nothing but words, a cell that
 * spans stands for as many. */
int table_is_data(const struct page *pg, uint32_t table) {
  uint32_t rows = 0, cells = 0, spanned = 0, wide = 0, boxes = 0;
  for (uint32_t k = table + 1; k < pg->node[table].end; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TABLE) return 0;
    rows += n->tag == TDG_HTML_TR;
    boxes += n->tag == TDG_HTML_P || n->tag == TDG_HTML_DIV || n->tag == TDG_HTML_UL ||
             tdg_html_is_heading(n->tag);
    if (n->tag == TDG_HTML_TD || n->tag == TDG_HTML_TH) cells++, wide += n->units > 600;
  }
  if (rows < 2 || wide * 4 > cells) return 0;
  for (uint32_t k = table + 1; boxes == 0 && k < pg->node[table].end && cells + spanned < 2 * rows; k++) {
    if (pg->node[k].tag != TDG_HTML_TD && pg->node[k].tag != TDG_HTML_TH) continue;
    const uint32_t across = span_of(pg, k, "colspan"), down = span_of(pg, k, "rowspan");
    spanned += across * (down < rows ? down : rows) - 1;
  }
  return cells + spanned >= 2 * rows;
}

static void put_cell(struct writer *w, struct tdg_str text, tdg_rec *row, int shown, uint32_t column) {
  if (column > 0) tdg_buf_char(&w->text, '\t');
  if (shown) tdg_buf_add(&w->text, text.p, text.n);
  tdg_put_text(w->pg->call, row, TDG_CELL, text.n > 0 ? text.p : " ", text.n > 0 ? text.n : 1);
}

/* Cells that reach down from rows above stand again in each of their rows; in the text they stand once. */
static uint32_t put_from_above(struct writer *w, struct spans *s, uint32_t column, tdg_rec *row, int *heads) {
  for (; column < MAX_COLUMNS && s->left[column] > 0; column++) {
    s->left[column]--;
    put_cell(w, s->text[column], row, 0, column);
    *heads += s->head[column];
  }
  return column;
}

static void put_row(struct writer *w, uint32_t tr, struct spans *s, tdg_rec *block) {
  tdg_call *call = w->pg->call;
  tdg_rec *row = tdg_group(call);
  int heads = 0;
  uint32_t cells = 0;
  for (uint32_t k = tr + 1; k < w->pg->node[tr].end; k++) {
    const struct tdg_node *n = &w->pg->node[k];
    struct tdg_str text;
    if (n->tag != TDG_HTML_TD && n->tag != TDG_HTML_TH) continue;
    text = node_text(w->pg, k, MAX_CELL);
    cells = put_from_above(w, s, cells, row, &heads);
    uint32_t wide = span_of(w->pg, k, "colspan"), high = span_of(w->pg, k, "rowspan");
    for (uint32_t i = 0; i < wide; i++, cells++) {
      put_cell(w, text, row, i == 0, cells);
      heads += n->tag == TDG_HTML_TH;
      if (cells >= MAX_COLUMNS || high == 1) continue;
      s->text[cells] = text;
      s->left[cells] = high - 1;
      s->head[cells] = n->tag == TDG_HTML_TH;
    }
    k = n->end - 1;
  }
  cells = put_from_above(w, s, cells, row, &heads);
  if (cells == 0) return;
  if (heads == (int)cells) tdg_put_int(call, row, TDG_HEADER_ROW, 1);
  tdg_buf_char(&w->text, '\n');
  tdg_put_rec(call, block, TDG_ROW, row);
}

static void put_table(struct writer *w, uint32_t table) {
  tdg_rec *block = tdg_block_new(w->pg->call, TDG_TABLE);
  struct spans *spans = tdg_scratch(w->pg->call, sizeof(*spans));
  uint32_t rows = 0;
  tdg_buf_cut(&w->text, 0);
  for (uint32_t k = table + 1; k < w->pg->node[table].end && rows < MAX_ROWS; k++) {
    if (w->pg->node[k].tag == TDG_HTML_TR && (w->pg->node[k].flags & (F_SKIP | F_HIDDEN)) == 0)
      put_row(w, k, spans, block), rows++;
  }
  while (w->text.n > 0 && tdg_is_space(w->text.p[w->text.n - 1])) tdg_buf_cut(&w->text, w->text.n - 1);
  tdg_put_text(w->pg->call, block, TDG_TEXT, w->text.p, w->text.n);
  tdg_put_rec(w->pg->call, w->rec, TDG_BLOCK, block);
}

/* Pictures and embeds between two kept lines, where nothing was cut for being junk. */
static void put_media(struct writer *w, uint32_t from, uint32_t to) {
  struct page *pg = w->pg;
  for (uint32_t k = from; k < to && k < pg->n; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT || (n->flags & F_HIDDEN) != 0) continue;
    if ((n->names & (N_RELATED | N_AD | N_SHARE | N_SIGNUP | N_COMMENT | N_BIO | N_NAV)) != 0 ||
        n->tag == TDG_HTML_NAV) {
      if (n->end <= to) k = n->end - 1;
    } else if (n->tag == TDG_HTML_IMG && w->images < MAX_IMAGES) {
      w->images += (uint32_t)image_write(pg, k, w->base, w->rec);
    } else if (n->tag == TDG_HTML_IFRAME && w->images < MAX_IMAGES) {
      w->images += (uint32_t)embed_write(pg, k, w->base, w->rec);
    } else if (n->tag == TDG_HTML_HR) {
      tdg_put_rec(pg->call, w->rec, TDG_BLOCK, tdg_block_new(pg->call, TDG_RULE));
    }
  }
}

static void put_lines(struct writer *w, const struct body *b) {
  struct page *pg = w->pg;
  uint32_t done = 0, table_end = 0;
  int typed = is_mostly_typed(pg, b);
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    uint32_t table;
    if (l->first < table_end) line_keep(l, WHY_TABLE);
    else if (!l->dropped && w->blocks == MAX_BLOCKS) line_drop(l, WHY_TOO_MANY);
    if (l->dropped || l->first < table_end) continue;
    if (done > 0) put_media(w, done, l->first);
    if (l->kind == TDG_CAPTION_TEXT && pg->node[l->node].tag == TDG_HTML_CAPTION)
      l->kind = TDG_PARAGRAPH; /* what a table is of */
    table = table_of(pg, l);
    if (table < b->root && (pg->node[b->root].flags & F_NAMED_BODY) != 0) table = 0; /* it is a cell of it */
    if (table != 0 && table_is_data(pg, table)) {
      put_table(w, table);
      table_end = pg->node[table].end;
    } else if (!(typed && l->kind == TDG_CODE && put_typed(w, l))) {
      put_line(w, l);
    }
    w->item = l->kind == TDG_ITEM ? l->node : 0;
    while (w->item > 0 && pg->node[w->item].tag != TDG_HTML_LI) w->item = pg->node[w->item].parent;
    done = l->last;
    w->blocks++;
  }
}

struct writer *blocks_writer(struct page *pg, tdg_rec *rec, struct tdg_str base) {
  struct writer *w = tdg_scratch(pg->call, sizeof(*w));
  w->pg = pg;
  w->rec = rec;
  w->base = base;
  w->text = tdg_buf_make(pg->call, MAX_BLOCK_TEXT);
  return w;
}

size_t blocks_write(struct writer *w, const struct body *b) {
  put_lines(w, b);
  return w->blocks;
}

struct tdg_str blocks_line(struct writer *w, const struct line *l) {
  read_line(w, l);
  return tdg_buf_get(&w->text);
}

size_t blocks_said(struct page *pg, tdg_rec *rec, struct tdg_str said) {
  struct tdg_str line;
  size_t n = 0;
  while (n < MAX_BLOCKS && tdg_line_cut(&said, &line)) {
    line = tdg_str_trim(line);
    if (line.n > 0) tdg_block(pg->call, rec, TDG_PARAGRAPH, line.p, line.n), n++;
  }
  return n;
}
