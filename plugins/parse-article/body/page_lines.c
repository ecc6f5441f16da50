/* page_lines.c - cut a page into lines: runs of inline content between two block boundaries.
 *
 * A line break made of two <br> separates paragraphs as well.  Lines are in document order; memory is the
 * call's. */
#include <string.h>

#include <tidings/kit/str.h>

#include "body.h"

enum { MAX_HEADING = 80 /* units */, LARGE_TEXTS = 3 };

struct cutter {
  struct page *pg;
  struct line cur;
  int open;
  uint32_t block[TDG_TREE_DEPTH + 8]; /* open block-level elements */
  uint32_t depth;
};

static void flush(struct cutter *c) {
  struct page *pg = c->pg;
  if (c->open && c->cur.units > 0 && pg->n_lines < pg->cap_lines) pg->line[pg->n_lines++] = c->cur;
  c->open = 0;
}

static void add(struct cutter *c, uint32_t i) {
  const struct tdg_node *n = &c->pg->node[i];
  if (!c->open) {
    memset(&c->cur, 0, sizeof(c->cur));
    c->cur.node = c->depth > 0 ? c->block[c->depth - 1] : 0;
    c->cur.first = i;
    c->open = 1;
  }
  c->cur.last = i + 1;
  c->cur.units += n->units;
  c->cur.links += n->links;
  c->cur.commas += n->commas;
}

/* Is the <br> at i followed by another one, with nothing but white space between? */
static int double_break(const struct page *pg, uint32_t i) {
  for (uint32_t k = i + 1; k < pg->n; k++) {
    if (pg->node[k].tag == TDG_HTML_BR) return 1;
    if (pg->node[k].tag != TDG_HTML_TEXT || (pg->node[k].flags & F_SPACE) == 0) return 0;
  }
  return 0;
}

/* What a line is follows from the elements around it. */
static void classify(struct page *pg, struct line *l) {
  int kind = 0, level = 0;
  for (uint32_t i = l->node; i > 0; i = pg->node[i].parent) {
    unsigned t = pg->node[i].tag;
    if (tdg_html_is_heading(t) && (kind == 0 || kind == TDG_ITEM))
      kind = TDG_HEADING, level = (int)(t - TDG_HTML_H1) + 1;
    else if (t == TDG_HTML_LI && (kind == 0 || kind == TDG_ITEM)) kind = TDG_ITEM, level++;
    else if (kind == TDG_ITEM && (t == TDG_HTML_UL || t == TDG_HTML_OL)) continue;
    else if (t == TDG_HTML_BLOCKQUOTE && kind == 0) kind = TDG_QUOTE, level = 1;
    else if (t == TDG_HTML_BLOCKQUOTE && kind == TDG_QUOTE && level < 9) level++;
    else if (t == TDG_HTML_PRE && kind == 0) kind = TDG_CODE;
    else if ((t == TDG_HTML_TD || t == TDG_HTML_TH) && kind == 0) kind = TDG_TABLE;
    else if ((t == TDG_HTML_FIGCAPTION || t == TDG_HTML_CAPTION) && kind == 0) kind = TDG_CAPTION_TEXT;
    else if ((t == TDG_HTML_DT || t == TDG_HTML_DD) && kind == 0) kind = TDG_PARAGRAPH;
  }
  l->kind = (uint8_t)(kind == 0 ? TDG_PARAGRAPH : kind);
  l->level = (uint8_t)(level > 200 ? 200 : level);
}

int line_ends_sentence(const struct page *pg, const struct line *l) {
  static const char *const ends[] = {".",
                                     "!",
                                     "?",
                                     ":",
                                     "\"",
                                     "\xE2\x80\x9D",
                                     "\xC2\xBB",
                                     "\xE3\x80\x82",
                                     "\xEF\xBC\x81",
                                     "\xEF\xBC\x9F",
                                     "\xD8\x9F",
                                     "\xDB\x94",
                                     "\xE0\xA5\xA4"};
  for (uint32_t k = l->last; k-- > l->first;) {
    const struct tdg_node *n = &pg->node[k];
    struct tdg_str s = {pg->src.p + n->at, n->len};
    if (n->tag != TDG_HTML_TEXT || (n->flags & (F_SPACE | F_SKIP | F_HIDDEN)) != 0) continue;
    s = tdg_str_trim(s);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
      if (tdg_str_ends(s, ends[i])) return 1;
    return 0;
  }
  return 0;
}

static int is_large_text(const struct page *pg, const struct line *l) {
  return l->kind == TDG_HEADING && l->level > 1 && l->units > MAX_HEADING && l->links * 2 < l->units &&
         line_ends_sentence(pg, l);
}

/* Several headings that are too long for one are paragraphs that were only set large. */
static void large_text(struct page *pg) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < pg->n_lines; i++) n += (uint32_t)is_large_text(pg, &pg->line[i]);
  for (uint32_t i = 0; i < pg->n_lines && n >= LARGE_TEXTS; i++)
    if (is_large_text(pg, &pg->line[i])) pg->line[i].kind = TDG_PARAGRAPH, pg->line[i].level = 0;
}

static uint32_t visit(struct cutter *c, uint32_t i) {
  const struct tdg_node *n = &c->pg->node[i];
  if (n->tag == TDG_HTML_TEXT) {
    if (n->flags & F_NAMED_BODY) flush(c);
    if ((n->flags & F_SPACE) == 0) add(c, i);
    if (n->flags & F_NAMED_BODY) flush(c);
    return i + 1;
  }
  if ((n->flags & (F_SKIP | F_HIDDEN)) != 0) {
    if ((tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0) flush(c);
    return n->end;
  }
  if (n->tag == TDG_HTML_BR) {
    if (double_break(c->pg, i)) flush(c);
  } else if ((tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0 || (n->flags & F_NAMED_BODY) != 0 ||
             ((n->flags & F_HAS_BLOCK) != 0 && n->tag == TDG_HTML_OTHER)) {
    flush(c);
    if (n->end > i + 1 && c->depth < TDG_TREE_DEPTH) c->block[c->depth++] = i;
  }
  return i + 1;
}

void lines_read(struct page *pg) {
  struct cutter *c = tdg_scratch(pg->call, sizeof(*c));
  uint32_t i = 1;
  pg->cap_lines = pg->n < MAX_LINES ? pg->n : MAX_LINES;
  pg->line = tdg_scratch(pg->call, pg->cap_lines * sizeof(struct line));
  c->pg = pg;
  while (i < pg->n) {
    while (c->depth > 0 && pg->node[c->block[c->depth - 1]].end <= i) {
      flush(c);
      c->depth--;
    }
    i = visit(c, i);
  }
  flush(c);
  for (i = 0; i < pg->n_lines; i++) classify(pg, &pg->line[i]);
  large_text(pg);
}

void line_keep(struct line *l, enum line_why why) {
  l->dropped = 0;
  l->why = (uint8_t)why;
}

void line_drop(struct line *l, enum line_why why) {
  l->dropped = 1;
  l->why = (uint8_t)why;
}

static int32_t min32(int32_t a, int32_t b) { return a < b ? a : b; }

int32_t line_value(const struct line *l) {
  int32_t u = (int32_t)l->units, links = (int32_t)l->links;
  if (l->kind == TDG_HEADING) return links * 2 > u ? -20 : 0;
  if (l->kind == TDG_CAPTION_TEXT) return 0;
  if (links * 2 > u) return -min32(40, 10 + u / 4);
  if (u < 30) return l->kind == TDG_ITEM || l->kind == TDG_TABLE || l->kind == TDG_CODE ? 0 : -6;
  if (u < 60 && l->commas == 0) return l->kind == TDG_PARAGRAPH ? 4 : 2;
  return u - links;
}

int node_is_inside(const struct page *pg, uint32_t i, uint32_t box) {
  return i > box && i < pg->node[box].end;
}

uint32_t line_holder(const struct page *pg, const struct line *l) {
  uint32_t i = l->node, quote = 0;
  while (i > 0 && (pg->node[i].tag == TDG_HTML_P || pg->node[i].tag == TDG_HTML_BLOCKQUOTE)) {
    if (pg->node[i].tag == TDG_HTML_BLOCKQUOTE) quote = i;
    i = pg->node[i].parent;
  }
  while (quote != 0 && i > 0 && pg->node[i].units == pg->node[quote].units) i = pg->node[i].parent;
  return i;
}
