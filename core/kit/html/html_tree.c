/* kit/html/html_tree.c - tags become a tree of nodes in document order.
 *
 * A small tree builder after the WHATWG rules that matter to text: implied end tags (p, li, dd, dt, option,
 * table parts, headings), end tags that close what stands above them but never reach out of a table cell, one
 * <a> inside another, head and body that nobody wrote.  Content is never moved (no foster parents).  The
 * stack of open elements is bounded: deeper markup is added as if flat, and nothing is lost.  Memory comes
 * from the call, sized once by the number of '<' in the page.
 */
#include <string.h>

#include <tidings/kit/str.h>

#include "kit/html/html_scan.h"

/* The hash of "foreignobject", the one place in svg where HTML belongs. */
#define FOREIGN_OBJECT 0xF791ADE8u

struct open {
  uint32_t node, hash;
  uint16_t tag;
};

struct builder {
  struct tdg_tree *t;
  struct html_scan scan;
  struct open stack[TDG_TREE_DEPTH];
  uint32_t depth;
  uint32_t count[TDG_HTML_LIMIT]; /* open elements of each tag */
  uint32_t foreign;               /* depth inside svg or math */
};

static uint32_t node_new(struct tdg_tree *t, uint32_t parent, unsigned tag) {
  struct tdg_node *n;
  if (t->n == t->cap) {
    t->cut = 1;
    return 0;
  }
  n = &t->node[t->n];
  n->parent = parent;
  n->tag = (uint16_t)tag;
  n->end = t->n + 1;
  return t->n++;
}

static uint32_t top(const struct builder *b) { return b->stack[b->depth - 1].node; }
static unsigned top_tag(const struct builder *b) { return b->stack[b->depth - 1].tag; }

static void pop(struct builder *b) {
  struct open *o = &b->stack[--b->depth];
  b->t->node[o->node].end = b->t->n;
  b->count[o->tag]--;
  if (o->tag == TDG_HTML_SVG || o->tag == TDG_HTML_MATH) b->foreign--;
  if (o->tag == TDG_HTML_NOSCRIPT) b->scan.in_noscript = 0;
}

static void push(struct builder *b, uint32_t node, unsigned tag, uint32_t hash) {
  b->stack[b->depth++] = (struct open){node, hash, (uint16_t)tag};
  b->count[tag]++;
  if (tag == TDG_HTML_SVG || tag == TDG_HTML_MATH) b->foreign++;
  if (tag == TDG_HTML_NOSCRIPT) b->scan.in_noscript = 1;
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
    if (t == stop1 || t == stop2 || (tdg_html_flags(t) & TDG_IS_SCOPE) != 0) return 0;
  }
  return 0;
}

/* Table parts close each other up to their table. */
static void close_table_part(struct builder *b, unsigned tag) {
  static const uint8_t inner[] = {TDG_HTML_TD,    TDG_HTML_TH,    TDG_HTML_CAPTION, TDG_HTML_TR,
                                  TDG_HTML_THEAD, TDG_HTML_TBODY, TDG_HTML_TFOOT,   TDG_HTML_COLGROUP};
  size_t n = tag == TDG_HTML_TD || tag == TDG_HTML_TH ? 3 : tag == TDG_HTML_TR ? 4 : sizeof(inner);
  uint32_t i, at = 0;
  if (b->count[TDG_HTML_TABLE] == 0) return;
  for (i = b->depth; i-- > 1 && b->stack[i].tag != TDG_HTML_TABLE;) {
    if (memchr(inner, b->stack[i].tag, n) != NULL) at = i;
  }
  if (at != 0) pop_to(b, at);
}

static void imply_ends(struct builder *b, unsigned tag) {
  if ((tdg_html_flags(tag) & TDG_CLOSES_P) != 0) close_in(b, TDG_HTML_P, TDG_HTML_BUTTON, TDG_HTML_BUTTON);
  switch (tag) {
  case TDG_HTML_LI: close_in(b, TDG_HTML_LI, TDG_HTML_UL, TDG_HTML_OL); break;
  case TDG_HTML_DD:
  case TDG_HTML_DT:
    if (!close_in(b, TDG_HTML_DD, TDG_HTML_DL, TDG_HTML_DL))
      close_in(b, TDG_HTML_DT, TDG_HTML_DL, TDG_HTML_DL);
    break;
  case TDG_HTML_OPTION:
  case TDG_HTML_OPTGROUP: close_in(b, TDG_HTML_OPTION, TDG_HTML_SELECT, TDG_HTML_OPTGROUP); break;
  case TDG_HTML_A: close_in(b, TDG_HTML_A, TDG_HTML_TD, TDG_HTML_TH); break;
  case TDG_HTML_TD:
  case TDG_HTML_TH:
  case TDG_HTML_TR:
  case TDG_HTML_THEAD:
  case TDG_HTML_TBODY:
  case TDG_HTML_TFOOT:
  case TDG_HTML_CAPTION:
  case TDG_HTML_COLGROUP: close_table_part(b, tag); break;
  default:
    if (tdg_html_is_heading(tag) && tdg_html_is_heading(top_tag(b))) pop(b);
  }
}

/* Which elements must stand open before this one: leave the head for content. */
static void leave_head(struct builder *b, unsigned tag) {
  if (b->count[TDG_HTML_HEAD] == 0 || (tdg_html_flags(tag) & TDG_IS_HEAD) != 0 || b->foreign > 0) return;
  if (b->count[TDG_HTML_NOSCRIPT] > 0 && tag == TDG_HTML_IMG) return;
  if (b->count[TDG_HTML_TEMPLATE] > 0) return;
  close_in(b, TDG_HTML_NOSCRIPT, TDG_HTML_HEAD, TDG_HTML_HEAD);
  close_in(b, TDG_HTML_HEAD, TDG_HTML_HTML, TDG_HTML_HTML);
}

static void keep_attrs(struct builder *b, uint32_t node) {
  struct tdg_tree *t = b->t;
  uint32_t n = b->scan.n_attrs;
  if (n > t->cap_attrs - t->n_attrs) n = t->cap_attrs - t->n_attrs;
  t->node[node].at = t->n_attrs;
  t->node[node].len = n;
  if (n > 0) memcpy(t->attr + t->n_attrs, b->scan.attr, n * sizeof(struct tdg_attr));
  t->n_attrs += n;
}

/* HTML inside svg or math that is not meant to be there ends them, as in browsers. */
static void leave_foreign(struct builder *b, unsigned tag) {
  uint32_t i;
  if ((tdg_html_flags(tag) & TDG_CLOSES_P) == 0 && tag != TDG_HTML_TABLE && tag != TDG_HTML_SPAN &&
      tag != TDG_HTML_IMG)
    return;
  for (i = b->depth; i-- > 1;) {
    unsigned t = b->stack[i].tag;
    if (t == TDG_HTML_SVG || t == TDG_HTML_MATH) break;
    if (t != TDG_HTML_OTHER || b->stack[i].hash == FOREIGN_OBJECT) return;
  }
  if (i > 0) pop_to(b, i);
}

static void open_element(struct builder *b) {
  const struct html_scan *s = &b->scan;
  unsigned tag = s->tag;
  uint32_t node;
  if ((tag == TDG_HTML_HTML || tag == TDG_HTML_BODY || tag == TDG_HTML_HEAD) && b->count[tag] > 0) return;
  if (b->foreign > 0) leave_foreign(b, tag);
  if (b->foreign == 0) {
    leave_head(b, tag);
    imply_ends(b, tag);
  }
  if (b->depth == TDG_TREE_DEPTH) {
    b->t->flat = 1;
    pop(b);
  }
  node = node_new(b->t, top(b), tag);
  if (node == 0) return;
  keep_attrs(b, node);
  b->t->node[node].name = s->name_at;
  if (s->has_raw) {
    uint32_t text = node_new(b->t, node, TDG_HTML_TEXT);
    if (text != 0) {
      b->t->node[text].at = s->raw_at;
      b->t->node[text].len = s->raw_len;
    }
    b->t->node[node].end = b->t->n;
  } else if ((tdg_html_flags(tag) & (TDG_IS_VOID | TDG_IS_RAW)) == 0 &&
             !(b->foreign > 0 && s->self_closing) &&
             !((tag == TDG_HTML_SVG || tag == TDG_HTML_MATH) && s->self_closing)) {
    push(b, node, tag, s->hash);
  }
}

/* </a> over open blocks: the link ends here, the blocks go on behind it. */
static void split_link(struct builder *b, uint32_t link) {
  struct open again[TDG_TREE_DEPTH];
  uint32_t n = b->depth - link - 1, i;
  memcpy(again, &b->stack[link + 1], n * sizeof(again[0]));
  pop_to(b, link);
  for (i = 0; i < n; i++) {
    uint32_t copy = node_new(b->t, top(b), again[i].tag);
    if (copy == 0) return;
    b->t->node[copy].at = b->t->node[again[i].node].at;
    b->t->node[copy].len = b->t->node[again[i].node].len;
    b->t->node[copy].name = b->t->node[again[i].node].name;
    push(b, copy, again[i].tag, again[i].hash);
  }
}

static void close_element(struct builder *b) {
  unsigned tag = b->scan.tag, flags = tdg_html_flags(tag);
  int crossed = 0;
  uint32_t i;
  if (tag == TDG_HTML_BODY || tag == TDG_HTML_HTML || b->count[tag] == 0)
    return; /* what follows </body> still belongs to it */
  for (i = b->depth; i-- > 1;) {
    unsigned t = b->stack[i].tag;
    if (t == tag && (tag != TDG_HTML_OTHER || b->stack[i].hash == b->scan.hash)) break;
    if (tdg_html_is_heading(tag) && tdg_html_is_heading(t)) break;
    if ((tdg_html_flags(t) & TDG_IS_SCOPE) != 0 && (flags & TDG_IS_SCOPE) == 0 && tag != TDG_HTML_TR &&
        tag != TDG_HTML_TBODY)
      return;
    if ((tdg_html_flags(t) & TDG_IS_BLOCK) != 0) crossed = 1;
  }
  if (i == 0) return;
  if (crossed && (flags & TDG_IS_BLOCK) == 0 && tag != TDG_HTML_SVG && (flags & TDG_IS_SCOPE) == 0 &&
      (flags & TDG_IS_SKIPPED) == 0) {
    if (tag == TDG_HTML_A && b->depth - i < 16) split_link(b, i);
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
  if (space && b->count[TDG_HTML_HEAD] > 0) return;
  if (!space && b->foreign == 0) leave_head(b, TDG_HTML_TEXT);
  node = node_new(b->t, top(b), TDG_HTML_TEXT);
  if (node == 0) return;
  b->t->node[node].at = b->scan.at;
  b->t->node[node].len = b->scan.len;
  if (space) b->t->node[node].flags |= TDG_NODE_SPACE;
}

static void close_tag(struct builder *b) {
  if (b->scan.tag == TDG_HTML_BR) {
    b->scan.n_attrs = 0;
    open_element(b);
  } else {
    close_element(b);
  }
}

/* Room for every node and attribute the page can have: a tag gives at most itself and one text. */
static void reserve(struct tdg_tree *t) {
  const char *p = t->src.p, *end = p + t->src.n;
  size_t tags = 0, equals;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) tags++, p++;
  equals = tags * (t->keep_all ? 16 : 6) + 64;
  t->cap = (uint32_t)(2 * tags + 64 < TDG_TREE_NODES ? 2 * tags + 64 : TDG_TREE_NODES);
  t->cap_attrs = (uint32_t)(equals < TDG_TREE_ATTRS ? equals : TDG_TREE_ATTRS);
  t->node = tdg_scratch(t->call, t->cap * sizeof(struct tdg_node));
  t->attr = tdg_scratch(t->call, t->cap_attrs * sizeof(struct tdg_attr));
}

static int has_block(const struct tdg_tree *t, uint32_t i) {
  for (uint32_t k = i + 1; k < t->n; k++)
    if (t->node[k].tag != TDG_HTML_TEXT && (tdg_html_flags(t->node[k].tag) & TDG_IS_BLOCK) != 0) return 1;
  return 0;
}

/* What is still open at the end of the page was never closed.  A link, a heading or a button around half of
 * the page is none: it holds the rest as any box would. */
static void end_of_page(struct builder *b) {
  static const uint8_t odd[] = {TDG_HTML_A,          TDG_HTML_H1,       TDG_HTML_H2,     TDG_HTML_H3,
                                TDG_HTML_H4,         TDG_HTML_H5,       TDG_HTML_H6,     TDG_HTML_NAV,
                                TDG_HTML_ASIDE,      TDG_HTML_SELECT,   TDG_HTML_OPTION, TDG_HTML_BUTTON,
                                TDG_HTML_VIDEO,      TDG_HTML_AUDIO,    TDG_HTML_DIALOG, TDG_HTML_NOSCRIPT,
                                TDG_HTML_FIGCAPTION, TDG_HTML_TEMPLATE, TDG_HTML_HEADER, TDG_HTML_FOOTER};
  for (uint32_t i = 1; i < b->depth; i++) {
    uint32_t node = b->stack[i].node;
    if (memchr(odd, b->stack[i].tag, sizeof(odd)) != NULL && has_block(b->t, node))
      b->t->node[node].tag = TDG_HTML_DIV;
  }
  pop_to(b, 0);
}

void tdg_tree_read(struct tdg_tree *t) {
  struct builder *b = tdg_scratch(t->call, sizeof(*b));
  reserve(t);
  b->t = t;
  html_scan_open(&b->scan, t->src);
  b->scan.keep_all = t->keep_all;
  t->n = 1;
  t->node[0].tag = TDG_HTML_DOCUMENT;
  push(b, 0, TDG_HTML_DOCUMENT, 0);
  while (!t->cut && html_scan_next(&b->scan)) {
    if (b->scan.kind == SCAN_TEXT) add_text(b);
    else if (b->scan.kind == SCAN_OPEN) open_element(b);
    else close_tag(b);
  }
  end_of_page(b);
}

static const struct tdg_attr *find_attr(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name) {
  const struct tdg_node *n = &t->node[i];
  if (n->tag != TDG_HTML_TEXT)
    for (const struct tdg_attr *a = t->attr + n->at; a < t->attr + n->at + n->len; a++)
      if (a->name == name) return a;
  return NULL;
}

struct tdg_str tdg_node_attr(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name) {
  const struct tdg_attr *a = find_attr(t, i, name);
  return a != NULL ? (struct tdg_str){t->src.p + a->at, a->len} : (struct tdg_str){"", 0};
}

int tdg_node_has_attr(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name) {
  return find_attr(t, i, name) != NULL;
}

struct tdg_str tdg_node_name(const struct tdg_tree *t, uint32_t i) {
  const struct tdg_node *n = &t->node[i];
  const char *p = t->src.p + n->name, *end = t->src.p + t->src.n, *q = p;
  if (n->name != 0)
    while (q < end && !tdg_is_space(*q) && *q != '/' && *q != '>') q++;
  return (struct tdg_str){p, (size_t)(q - p)};
}
