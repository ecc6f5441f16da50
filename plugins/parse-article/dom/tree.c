/* tree.c - tags become a tree of nodes in document order.
 *
 * A small tree builder after the WHATWG rules that matter to text: implied end tags (p, li, dd, dt, option,
 * table parts, headings), end tags that close what stands above them but never reach out of a table cell, one
 * <a> inside another, head and body that nobody wrote.  Content is never moved (no foster parents).  The
 * stack of open elements is bounded: deeper markup is added as if flat, and nothing is lost.  Memory comes
 * from the call, sized once by the number of '<' in the page.
 */
#include <string.h>

#include <tidings/kit/str.h>

#include "scan.h"

/* The hash of "foreignobject", the one place in svg where HTML belongs. */
#define FOREIGN_OBJECT 0xF791ADE8u

struct open {
  uint32_t node, hash;
  uint16_t tag;
};

struct builder {
  struct page *pg;
  struct scan scan;
  struct open stack[MAX_DEPTH];
  uint32_t depth;
  uint32_t count[T_LIMIT]; /* open elements of each tag */
  uint32_t foreign;        /* depth inside svg or math */
};

static uint32_t node_new(struct page *pg, uint32_t parent, unsigned tag) {
  struct node *n;
  if (pg->n == pg->cap) {
    pg->cut = 1;
    return 0;
  }
  n = &pg->node[pg->n];
  n->parent = parent;
  n->tag = (uint16_t)tag;
  n->end = pg->n + 1;
  return pg->n++;
}

static uint32_t top(const struct builder *b) { return b->stack[b->depth - 1].node; }
static unsigned top_tag(const struct builder *b) { return b->stack[b->depth - 1].tag; }

static void pop(struct builder *b) {
  struct open *o = &b->stack[--b->depth];
  b->pg->node[o->node].end = b->pg->n;
  b->count[o->tag]--;
  if (o->tag == T_SVG || o->tag == T_MATH) b->foreign--;
  if (o->tag == T_NOSCRIPT) b->scan.in_noscript = 0;
}

static void push(struct builder *b, uint32_t node, unsigned tag, uint32_t hash) {
  b->stack[b->depth++] = (struct open){node, hash, (uint16_t)tag};
  b->count[tag]++;
  if (tag == T_SVG || tag == T_MATH) b->foreign++;
  if (tag == T_NOSCRIPT) b->scan.in_noscript = 1;
}

static void pop_to(struct builder *b, uint32_t index) {
  while (b->depth > index) pop(b);
}

/* Close an open `tag`, if no element that bounds it stands above. */
static int close_in(struct builder *b, unsigned tag, unsigned stop1, unsigned stop2) {
  uint32_t i;
  if (b->count[tag] == 0) return 0;
  for (i = b->depth; i-- > 1;) {
    unsigned t = b->stack[i].tag;
    if (t == tag) {
      pop_to(b, i);
      return 1;
    }
    if (t == stop1 || t == stop2 || (tag_flags(t) & TF_SCOPE) != 0) return 0;
  }
  return 0;
}

/* Table parts close each other up to their table. */
static void close_table_part(struct builder *b, unsigned tag) {
  static const uint8_t inner[] = {T_TD, T_TH, T_CAPTION, T_TR, T_THEAD, T_TBODY, T_TFOOT, T_COLGROUP};
  size_t n = tag == T_TD || tag == T_TH ? 3 : tag == T_TR ? 4 : sizeof(inner);
  uint32_t i, at = 0;
  if (b->count[T_TABLE] == 0) return;
  for (i = b->depth; i-- > 1 && b->stack[i].tag != T_TABLE;) {
    if (memchr(inner, b->stack[i].tag, n) != NULL) at = i;
  }
  if (at != 0) pop_to(b, at);
}

static int is_heading(unsigned tag) { return tag >= T_H1 && tag <= T_H6; }

static void imply_ends(struct builder *b, unsigned tag) {
  if ((tag_flags(tag) & TF_CLOSES_P) != 0) close_in(b, T_P, T_BUTTON, T_BUTTON);
  switch (tag) {
  case T_LI: close_in(b, T_LI, T_UL, T_OL); break;
  case T_DD:
  case T_DT:
    if (!close_in(b, T_DD, T_DL, T_DL)) close_in(b, T_DT, T_DL, T_DL);
    break;
  case T_OPTION:
  case T_OPTGROUP: close_in(b, T_OPTION, T_SELECT, T_OPTGROUP); break;
  case T_A: close_in(b, T_A, T_TD, T_TH); break;
  case T_TD:
  case T_TH:
  case T_TR:
  case T_THEAD:
  case T_TBODY:
  case T_TFOOT:
  case T_CAPTION:
  case T_COLGROUP: close_table_part(b, tag); break;
  default:
    if (is_heading(tag) && is_heading(top_tag(b))) pop(b);
  }
}

/* Which elements must stand open before this one: leave the head for content. */
static void leave_head(struct builder *b, unsigned tag) {
  if (b->count[T_HEAD] == 0 || (tag_flags(tag) & TF_HEAD) != 0 || b->foreign > 0) return;
  if (b->count[T_NOSCRIPT] > 0 && tag == T_IMG) return;
  if (b->count[T_TEMPLATE] > 0) return;
  close_in(b, T_NOSCRIPT, T_HEAD, T_HEAD);
  close_in(b, T_HEAD, T_HTML, T_HTML);
}

static void keep_attrs(struct builder *b, uint32_t node) {
  struct page *pg = b->pg;
  uint32_t n = b->scan.n_attrs;
  if (n > pg->cap_attrs - pg->n_attrs) n = pg->cap_attrs - pg->n_attrs;
  pg->node[node].at = pg->n_attrs;
  pg->node[node].len = n;
  if (n > 0) memcpy(pg->attr + pg->n_attrs, b->scan.attr, n * sizeof(struct attr));
  pg->n_attrs += n;
}

/* HTML inside svg or math that is not meant to be there ends them, as in browsers. */
static void leave_foreign(struct builder *b, unsigned tag) {
  uint32_t i;
  if ((tag_flags(tag) & TF_CLOSES_P) == 0 && tag != T_TABLE && tag != T_SPAN && tag != T_IMG) return;
  for (i = b->depth; i-- > 1;) {
    unsigned t = b->stack[i].tag;
    if (t == T_SVG || t == T_MATH) break;
    if (t != T_OTHER || b->stack[i].hash == FOREIGN_OBJECT) return;
  }
  if (i > 0) pop_to(b, i);
}

static void open_element(struct builder *b) {
  const struct scan *s = &b->scan;
  unsigned tag = s->tag;
  uint32_t node;
  if ((tag == T_HTML || tag == T_BODY || tag == T_HEAD) && b->count[tag] > 0) return;
  if (b->foreign > 0) leave_foreign(b, tag);
  if (b->foreign == 0) {
    leave_head(b, tag);
    imply_ends(b, tag);
  }
  if (b->depth == MAX_DEPTH) {
    b->pg->flat = 1;
    pop(b);
  }
  node = node_new(b->pg, top(b), tag);
  if (node == 0) return;
  keep_attrs(b, node);
  if (b->pg->name_of != NULL) b->pg->name_of[node] = (struct tdg_str){s->base + s->name_at, s->name_len};
  if (s->has_raw) {
    uint32_t text = node_new(b->pg, node, T_TEXT);
    if (text != 0) {
      b->pg->node[text].at = s->raw_at;
      b->pg->node[text].len = s->raw_len;
    }
    b->pg->node[node].end = b->pg->n;
  } else if ((tag_flags(tag) & (TF_VOID | TF_RAW)) == 0 && !(b->foreign > 0 && s->self_closing) &&
             !((tag == T_SVG || tag == T_MATH) && s->self_closing)) {
    push(b, node, tag, s->hash);
  }
}

/* </a> over open blocks: the link ends here, the blocks go on behind it. */
static void split_link(struct builder *b, uint32_t link) {
  struct open again[MAX_DEPTH];
  uint32_t n = b->depth - link - 1, i;
  memcpy(again, &b->stack[link + 1], n * sizeof(again[0]));
  pop_to(b, link);
  for (i = 0; i < n; i++) {
    uint32_t copy = node_new(b->pg, top(b), again[i].tag);
    if (copy == 0) return;
    b->pg->node[copy].at = b->pg->node[again[i].node].at;
    b->pg->node[copy].len = b->pg->node[again[i].node].len;
    if (b->pg->name_of != NULL) b->pg->name_of[copy] = b->pg->name_of[again[i].node];
    push(b, copy, again[i].tag, again[i].hash);
  }
}

static void close_element(struct builder *b) {
  unsigned tag = b->scan.tag, flags = tag_flags(tag);
  int crossed = 0;
  uint32_t i;
  if (tag == T_BODY || tag == T_HTML || b->count[tag] == 0)
    return; /* what follows </body> still belongs to it */
  for (i = b->depth; i-- > 1;) {
    unsigned t = b->stack[i].tag;
    if (t == tag && (tag != T_OTHER || b->stack[i].hash == b->scan.hash)) break;
    if (is_heading(tag) && is_heading(t)) break;
    if ((tag_flags(t) & TF_SCOPE) != 0 && (flags & TF_SCOPE) == 0 && tag != T_TR && tag != T_TBODY) return;
    if ((tag_flags(t) & TF_BLOCK) != 0) crossed = 1;
  }
  if (i == 0) return;
  if (crossed && (flags & TF_BLOCK) == 0 && tag != T_SVG && (flags & TF_SCOPE) == 0 &&
      (flags & TF_SKIP) == 0) {
    if (tag == T_A && b->depth - i < 16) split_link(b, i);
    return;
  }
  pop_to(b, i);
}

static int all_space(const char *p, uint32_t n) {
  while (n > 0 && tdg_is_space(*p)) p++, n--;
  return n == 0;
}

static void add_text(struct builder *b) {
  const char *p = b->scan.base + b->scan.at;
  int space = all_space(p, b->scan.len);
  uint32_t node;
  if (space && b->count[T_HEAD] > 0) return;
  if (!space && b->foreign == 0) leave_head(b, T_TEXT);
  node = node_new(b->pg, top(b), T_TEXT);
  if (node == 0) return;
  b->pg->node[node].at = b->scan.at;
  b->pg->node[node].len = b->scan.len;
  if (space) b->pg->node[node].flags |= F_SPACE;
}

static void close_tag(struct builder *b) {
  if (b->scan.tag == T_BR) {
    b->scan.n_attrs = 0;
    open_element(b);
  } else {
    close_element(b);
  }
}

/* Room for every node and attribute the page can have: a tag gives at most itself and one text. */
static void reserve(struct page *pg) {
  const char *p = pg->src.p, *end = p + pg->src.n;
  size_t tags = 0, equals;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) tags++, p++;
  equals = tags * (pg->keep_all ? 16 : 6) + 64;
  pg->cap = (uint32_t)(2 * tags + 64 < MAX_NODES ? 2 * tags + 64 : MAX_NODES);
  pg->cap_attrs = (uint32_t)(equals < MAX_ALL_ATTRS ? equals : MAX_ALL_ATTRS);
  pg->node = tdg_scratch(pg->call, pg->cap * sizeof(struct node));
  pg->attr = tdg_scratch(pg->call, pg->cap_attrs * sizeof(struct attr));
  if (pg->keep_all) pg->name_of = tdg_scratch(pg->call, pg->cap * sizeof(*pg->name_of));
}

static int has_block(const struct page *pg, uint32_t i) {
  for (uint32_t k = i + 1; k < pg->n; k++)
    if (pg->node[k].tag != T_TEXT && (tag_flags(pg->node[k].tag) & TF_BLOCK) != 0) return 1;
  return 0;
}

/* What is still open at the end of the page was never closed.  A link, a heading or a button around half of
 * the page is none: it holds the rest as any box would. */
static void end_of_page(struct builder *b) {
  static const uint8_t odd[] = {T_A,      T_H1,       T_H2,         T_H3,       T_H4,     T_H5,    T_H6,
                                T_NAV,    T_ASIDE,    T_SELECT,     T_OPTION,   T_BUTTON, T_VIDEO, T_AUDIO,
                                T_DIALOG, T_NOSCRIPT, T_FIGCAPTION, T_TEMPLATE, T_HEADER, T_FOOTER};
  for (uint32_t i = 1; i < b->depth; i++) {
    uint32_t node = b->stack[i].node;
    if (memchr(odd, b->stack[i].tag, sizeof(odd)) != NULL && has_block(b->pg, node))
      b->pg->node[node].tag = T_DIV;
  }
  pop_to(b, 0);
}

void tree_read(struct page *pg) {
  struct builder *b = tdg_scratch(pg->call, sizeof(*b));
  reserve(pg);
  b->pg = pg;
  scan_open(&b->scan, pg->src);
  b->scan.keep_all = pg->keep_all;
  pg->n = 1;
  pg->node[0].tag = T_DOCUMENT;
  push(b, 0, T_DOCUMENT, 0);
  while (!pg->cut && scan_next(&b->scan)) {
    if (b->scan.kind == SCAN_TEXT) add_text(b);
    else if (b->scan.kind == SCAN_OPEN) open_element(b);
    else close_tag(b);
  }
  end_of_page(b);
}
