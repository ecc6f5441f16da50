/* page_extension.c - "tidings.page/1": pages for the parsers of sites; see tidings/ext/page.h.
 *
 * An open page keeps the tree as it was read; what is taken out is marked there, and read() works on a copy without
 * it.  All memory belongs to the call, except the copy for libxml2 that selectors need: there is one at a time, of
 * the page that was asked last, freed when another page is opened or asked.
 *
 * A node is the number of its page (the upper half) and its place in the tree. */
#include "page_extension.h"

#include <stddef.h>
#include <string.h>

#include <libxml/xpath.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

#include "reading.h"
#include "selectors.h"

enum { MAX_MESSAGE = 400, MAX_NAME = 64, PARTS_MIN_SIZE = offsetof(struct tdg_page_parts, title) };
_Static_assert((int)TDG_PAGE_MAX_BYTES == (int)MAX_PAGE && (int)TDG_PAGE_MAX_SELECTOR == (int)MAX_SELECTOR &&
                   (int)TDG_PAGE_MAX_SELECTED == (int)MAX_PICKS &&
                   (int)TDG_PAGE_SELECTABLE_NODES == (int)MAX_PICK_NODES,
               "the header says what holds");

struct tdg_html {
  struct page page;
  const tdg_rec *doc;
  uint32_t number;
  int status;
  struct tdg_str base;      /* of relative addresses */
  struct reading *reading;  /* of the last read(); NULL */
  struct reading *measured; /* of a page that nothing is read from, for dates; NULL */
};

/* ---- nodes ---- */

static const uint32_t NO_NODE = UINT32_MAX;

static tdg_page_node node_of(const tdg_html *h, uint32_t i) { return (tdg_page_node)h->number << 32 | i; }

static int is_live(const tdg_html *h, uint32_t i) { return (h->page.node[i].flags & F_REMOVED) == 0; }

/* Its place in the tree, or NO_NODE. */
static uint32_t place_of(const tdg_html *h, tdg_page_node node) {
  uint32_t i = (uint32_t)node;
  if (h == NULL || node >> 32 != h->number || i >= h->page.n) return NO_NODE;
  return is_live(h, i) ? i : NO_NODE;
}

/* The first node from i on that is there, before end; 0: none. */
static tdg_page_node live_from(const tdg_html *h, uint32_t i, uint32_t end) {
  while (i < end && !is_live(h, i)) i = h->page.node[i].end;
  return i < end ? node_of(h, i) : 0;
}

static int is_text(const tdg_html *h, uint32_t i) { return h->page.node[i].tag == TDG_HTML_TEXT; }

/* ---- failure ---- */

/* Keep the first reason, and tell each. */
static void page_fail(tdg_html *h, int status, const char *message) {
  tdg_log(h->page.call, TDG_LOG_WARNING, "%s", message);
  if (h->status != TDG_OK) return;
  h->status = tdg_fail(h->page.call, status, "%s", message);
}

static int page_status(const tdg_html *h) { return h != NULL ? h->status : TDG_BAD_INPUT; }

/* ---- opening ---- */

static struct {
  struct planting *tree; /* the page for libxml2, NULL: none */
  uint32_t number;       /* of that page */
  uint32_t pages;        /* that were opened */
} last;

static void planted_drop(void) {
  planting_free(last.tree);
  last.tree = NULL;
}

/* As the page writes it: <base href>. */
static struct tdg_str base_of(const struct page *pg) {
  for (uint32_t i = 1; i < pg->n; i++) {
    if (pg->node[i].tag != TDG_HTML_BASE) continue;
    struct tdg_str base = tdg_url_resolve(pg->call, pg->url, node_attr_text(pg, i, TDG_ATTR_HREF));
    if (tdg_url_is_web(base)) return base;
  }
  return pg->url;
}

static tdg_html *page_extension_open(tdg_call *call, const tdg_rec *doc) {
  tdg_html *h = tdg_scratch(call, sizeof(*h));
  planted_drop();
  if (page_open(call, doc, &h->page) != TDG_OK) return NULL;
  h->page.keep_all = 1;
  h->doc = doc;
  if (++last.pages == 0) ++last.pages;
  h->number = last.pages;
  page_parse(&h->page, doc, NULL);
  h->base = base_of(&h->page);
  return h;
}

/* ---- the tree ---- */

static tdg_page_node page_root(const tdg_html *h) { return h != NULL ? node_of(h, 0) : 0; }

static tdg_page_node page_parent(const tdg_html *h, tdg_page_node node) {
  uint32_t i = place_of(h, node);
  return i != NO_NODE && i != 0 ? node_of(h, h->page.node[i].parent) : 0;
}

static tdg_page_node page_first(const tdg_html *h, tdg_page_node node) {
  uint32_t i = place_of(h, node);
  return i != NO_NODE ? live_from(h, i + 1, h->page.node[i].end) : 0;
}

static tdg_page_node page_next(const tdg_html *h, tdg_page_node node) {
  uint32_t i = place_of(h, node);
  if (i == NO_NODE || i == 0) return 0;
  return live_from(h, h->page.node[i].end, h->page.node[h->page.node[i].parent].end);
}

static struct tdg_str page_name(const tdg_html *h, tdg_page_node node) {
  uint32_t i = place_of(h, node);
  if (i == NO_NODE || i == 0 || is_text(h, i)) return tdg_str_of("");
  struct tdg_str written = tdg_node_name(&h->page.tree, i);
  if (written.n == 0) return tdg_str_of(tdg_html_name(h->page.node[i].tag));
  char *name = tdg_scratch(h->page.call, written.n + 1);
  for (size_t k = 0; k < written.n; k++) name[k] = tdg_lower(written.p[k]);
  return (struct tdg_str){name, written.n};
}

static struct tdg_str page_attr(const tdg_html *h, tdg_page_node node, const char *name) {
  uint32_t i = place_of(h, node);
  if (i == NO_NODE || is_text(h, i)) return tdg_str_of("");
  const struct tdg_node *n = &h->page.node[i];
  for (uint32_t k = n->at; k < n->at + n->len; k++) {
    const struct tdg_attr *a = &h->page.attr[k];
    struct tdg_str value = {h->page.src.p + a->at, a->len};
    if (!tdg_nocase_is(attr_name(&h->page, a), name)) continue;
    return memchr(value.p, '&', value.n) != NULL ? tdg_html_unescape(h->page.call, value, 1)
                                                 : tdg_str_copy(h->page.call, value);
  }
  return tdg_str_of("");
}

/* Did a block end between two places of the tree? */
static int block_between(const struct page *pg, uint32_t from, uint32_t to) {
  for (uint32_t up = pg->node[from].parent; up != 0 && pg->node[up].end <= to; up = pg->node[up].parent)
    if ((tdg_html_flags(pg->node[up].tag) & TDG_IS_BLOCK) != 0) return 1;
  return 0;
}

static int is_skipped(const struct page *pg, uint32_t k, uint32_t top) {
  if ((pg->node[k].flags & F_REMOVED) != 0) return 1;
  return k != top && pg->node[k].tag != TDG_HTML_TEXT &&
         (tdg_html_flags(pg->node[k].tag) & TDG_IS_SKIPPED) != 0;
}

static void gather(const struct page *pg, uint32_t i, struct tdg_buf *b) {
  uint32_t before = 0;
  for (uint32_t k = i; k < pg->node[i].end && b->n < TDG_PAGE_MAX_TEXT;) {
    const struct tdg_node *n = &pg->node[k];
    if (is_skipped(pg, k, i)) {
      k = n->end;
      continue;
    }
    if (n->tag == TDG_HTML_TEXT) {
      struct tdg_str text = {pg->src.p + n->at, n->len};
      if (before != 0 && block_between(pg, before, k)) tdg_buf_char(b, ' ');
      tdg_buf_add(b, text.p, tdg_utf8_cut(text, TDG_PAGE_MAX_TEXT - b->n));
      before = k;
    } else if (n->tag == TDG_HTML_BR || (tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0) {
      tdg_buf_char(b, ' ');
    }
    k++;
  }
}

static struct tdg_str page_text(const tdg_html *h, tdg_page_node node) {
  uint32_t i = place_of(h, node);
  if (i == NO_NODE) return tdg_str_of("");
  const struct page *pg = &h->page;
  unsigned tag = pg->node[is_text(h, i) ? pg->node[i].parent : i].tag;
  struct tdg_buf b = tdg_buf_make(pg->call, TDG_PAGE_MAX_TEXT + 8);
  gather(pg, i, &b);
  struct tdg_str raw = tdg_buf_get(&b);
  if (tag == TDG_HTML_SCRIPT || tag == TDG_HTML_STYLE) return tdg_fold_space(pg->call, raw);
  if (memchr(raw.p, '&', raw.n) != NULL) raw = tdg_html_unescape(pg->call, raw, 0);
  return tdg_fold_space(pg->call, raw);
}

/* ---- selectors ---- */

static struct planting *planted(tdg_html *h) {
  if (last.tree != NULL && last.number == h->number) return last.tree;
  planted_drop();
  last.tree = planting_new(&h->page, NULL);
  last.number = h->number;
  return last.tree;
}

static void selector_fail(tdg_html *h, struct tdg_str selector, const char *why) {
  char text[MAX_MESSAGE];
  snprintf(text, sizeof text, "the selector \"%.*s\": %s", (int)tdg_utf8_cut(selector, 200), selector.p, why);
  page_fail(h, TDG_INTERNAL, text);
}

static struct picks find(tdg_html *h, tdg_page_node within, const char *selector) {
  struct picks found = {.n = 0};
  struct tdg_str text = tdg_str_trim(tdg_str_of(selector));
  char why[MAX_MESSAGE];
  if (h == NULL) return found;
  uint32_t below = within != 0 ? place_of(h, within) : 0;
  if (below == NO_NODE) return found;
  xmlXPathCompExprPtr expr = selector_compile(text, below != 0, why, sizeof why);
  if (expr == NULL) {
    selector_fail(h, text, why);
    return found;
  }
  struct planting *tree = planted(h);
  if (tree != NULL && planting_ask(tree, expr, below, &found) != 0)
    selector_fail(h, text, "it takes too many steps on this page; make it simpler");
  xmlXPathFreeCompExpr(expr);
  return found;
}

static struct tdg_page_nodes page_select_all(tdg_html *h, tdg_page_node within, const char *selector) {
  struct picks found = find(h, within, selector);
  struct tdg_page_nodes out = {NULL, 0};
  if (found.n == 0) return out;
  tdg_page_node *v = tdg_scratch(h->page.call, found.n * sizeof(*v));
  for (size_t i = 0; i < found.n; i++) {
    uint32_t at = found.v[i].node;
    if (at != 0 && (out.n == 0 || v[out.n - 1] != node_of(h, at))) v[out.n++] = node_of(h, at);
  }
  out.v = v;
  return out;
}

static tdg_page_node page_select(tdg_html *h, tdg_page_node within, const char *selector) {
  struct tdg_page_nodes all = page_select_all(h, within, selector);
  return all.n > 0 ? all.v[0] : 0;
}

/* ---- taking out ---- */

static int may_go(const tdg_html *h, uint32_t i) {
  unsigned tag = i != NO_NODE ? h->page.node[i].tag : TDG_HTML_DOCUMENT;
  return i != NO_NODE && i != 0 && tag != TDG_HTML_HTML && tag != TDG_HTML_BODY;
}

static void page_remove(tdg_html *h, tdg_page_node node) {
  uint32_t i = place_of(h, node);
  if (!may_go(h, i)) return;
  if (last.tree != NULL && last.number == h->number) planting_remove(last.tree, i);
  for (uint32_t k = i; k < h->page.node[i].end; k++) h->page.node[k].flags |= F_REMOVED;
}

static size_t page_remove_all(tdg_html *h, tdg_page_node within, const char *selector) {
  struct tdg_page_nodes all = page_select_all(h, within, selector);
  size_t n = 0;
  for (size_t i = 0; i < all.n; i++) {
    n += may_go(h, place_of(h, all.v[i])) ? 1 : 0;
    page_remove(h, all.v[i]);
  }
  return n;
}

/* ---- reading ---- */

/* The page without what was taken out; at: for each place of the old tree that of the new one. */
static struct page *copy_page(const tdg_html *h, uint32_t *at) {
  const struct page *from = &h->page;
  struct page *to = tdg_scratch(from->call, sizeof(*to));
  uint32_t n = 0;
  *to = *from;
  for (uint32_t i = 0; i < from->n; i++) {
    at[i] = n;
    n += is_live(h, i) ? 1 : 0;
  }
  at[from->n] = n;
  to->node = tdg_scratch(from->call, n * sizeof(*to->node));
  to->n = to->cap = n;
  for (uint32_t i = 0; i < from->n; i++) {
    struct tdg_node *copy = &to->node[at[i]];
    if (!is_live(h, i)) continue;
    *copy = from->node[i];
    copy->parent = at[copy->parent];
    copy->end = at[copy->end];
  }
  return to;
}

/* A part of the article that the parser names, as a rule of a site would. */
static void name_part(struct reading *r, const tdg_html *h, const uint32_t *at, enum rule_part part,
                      tdg_page_node node) {
  uint32_t i = place_of(h, node);
  if (i == NO_NODE || i == 0) return;
  struct pick *pick = tdg_scratch(h->page.call, sizeof(*pick));
  *pick = (struct pick){at[i], tdg_str_of("")};
  r->picked.part[part] = (struct picks){pick, 1};
  if (part == R_BODY) r->pg->node[at[i]].flags |= F_NAMED_BODY;
  r->rule->written[part] = tdg_str_of("the site's parser");
}

static void name_parts(struct reading *r, const tdg_html *h, const uint32_t *at,
                       const struct tdg_page_parts *given) {
  struct tdg_page_parts p = {.size = 0};
  memcpy(&p, given, given->size < sizeof p ? given->size : sizeof p);
  r->rule = tdg_scratch(h->page.call, sizeof(*r->rule));
  for (int part = 0; part < R_LIMIT; part++) r->rule->written[part] = tdg_str_of("");
  r->rule->host = tdg_str_of("");
  r->picked.rule = r->rule;
  r->named = 1;
  name_part(r, h, at, R_BODY, p.body);
  name_part(r, h, at, R_TITLE, p.title);
  name_part(r, h, at, R_SUBTITLE, p.subtitle);
  name_part(r, h, at, R_AUTHOR, p.author);
  name_part(r, h, at, R_DATE, p.date);
  r->whole = r->picked.part[R_BODY].n > 0;
}

static struct reading *begin_reading(const tdg_html *h, const struct tdg_page_parts *parts) {
  struct reading *r = tdg_scratch(h->page.call, sizeof(*r));
  uint32_t *at = tdg_scratch(h->page.call, ((size_t)h->page.n + 1) * sizeof(*at));
  r->pg = copy_page(h, at);
  if (parts != NULL && parts->size >= PARTS_MIN_SIZE) name_parts(r, h, at, parts);
  else if (parts != NULL)
    tdg_log(h->page.call, TDG_LOG_WARNING,
            "tdg_page: read() was given parts whose size is %u, so none of them counts: write struct "
            "tdg_page_parts parts = {.size = sizeof parts}",
            (unsigned)parts->size);
  reading_lines(r);
  return r;
}

static tdg_rec *page_read(tdg_html *h, const struct tdg_page_parts *parts) {
  if (h == NULL) return NULL;
  h->reading = begin_reading(h, parts);
  tdg_rec *rec = reading_record(h->reading, h->doc);
  if (rec == NULL && h->status == TDG_OK) h->status = TDG_BAD_INPUT;
  return rec;
}

static int page_read_on(tdg_html *h) {
  if (h == NULL) return TDG_BAD_INPUT;
  if (h->reading == NULL) h->reading = begin_reading(h, NULL);
  return reading_ask_on(h->reading, h->doc, NULL);
}

static size_t page_blocks(tdg_html *h, tdg_page_node node, tdg_rec *rec) {
  uint32_t i = place_of(h, node);
  return i != NO_NODE ? tdg_tree_blocks(&h->page.tree, i, F_REMOVED, rec, h->base) : 0;
}

/* ---- records, dates, addresses ---- */

/* "title" for TDG_TITLE: how a TDG_ORIGIN names it. */
static const char *field_name(uint32_t field) {
  static const struct {
    uint32_t field;
    const char *name;
  } names[] = {
#define TDG_NAME_(symbol, number, type, list, name) {number, name},
      TDG_FIELD_TABLE(TDG_NAME_)
#undef TDG_NAME_
  };
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
    if (names[i].field == field) return names[i].name;
  return "";
}

static int is_left_out(tdg_call *call, const struct tdg_item *it, const uint32_t *fields) {
  struct tdg_str of =
      it->field == TDG_ORIGIN && it->rec != NULL ? tdg_get(call, it->rec, TDG_FIELD_NAME) : tdg_str_of("");
  for (; fields != NULL && *fields != 0; fields++)
    if (it->field == *fields || (of.n > 0 && strcmp(of.p, field_name(*fields)) == 0)) return 1;
  return 0;
}

static void put_item(tdg_call *call, tdg_rec *to, const struct tdg_item *it) {
  switch (it->type) {
  case TDG_T_TEXT:
  case TDG_T_BYTES: tdg_put_bytes(call, to, it->field, it->str.p, it->str.n); break;
  case TDG_T_REAL: tdg_put_real(call, to, it->field, it->real); break;
  case TDG_T_REC: tdg_put_rec(call, to, it->field, it->rec); break;
  default: tdg_put_int(call, to, it->field, it->num);
  }
}

static tdg_rec *page_without(tdg_html *h, const tdg_rec *rec, const uint32_t *fields) {
  if (h == NULL || rec == NULL) return NULL;
  tdg_call *call = h->page.call;
  tdg_rec *copy = tdg_rec_new(call, tdg_kind_of(call, rec));
  struct tdg_item it;
  size_t pos = 0;
  while (tdg_next(call, rec, &pos, &it))
    if (!is_left_out(call, &it, fields)) put_item(call, copy, &it);
  return copy;
}

static int page_date(tdg_html *h, struct tdg_str text, int64_t *ms) {
  if (h == NULL) return 0;
  if (h->measured == NULL) {
    h->measured = begin_reading(h, NULL);
    h->measured->meta = tdg_scratch(h->page.call, sizeof(*h->measured->meta));
    meta_read(h->measured->pg, h->measured->meta);
  }
  return date_in_text(h->measured->pg, h->measured->meta, text, ms);
}

static struct tdg_str page_absolute(const tdg_html *h, struct tdg_str address) {
  return h != NULL ? tdg_url_resolve(h->page.call, h->base, address) : tdg_str_of("");
}

const void *page_extension(const char *id) {
  static const struct tdg_page table = {.size = sizeof table,
                                        .open = page_extension_open,
                                        .status = page_status,
                                        .root = page_root,
                                        .parent = page_parent,
                                        .first = page_first,
                                        .next = page_next,
                                        .name = page_name,
                                        .attr = page_attr,
                                        .text = page_text,
                                        .select = page_select,
                                        .select_all = page_select_all,
                                        .remove = page_remove,
                                        .remove_all = page_remove_all,
                                        .read = page_read,
                                        .read_on = page_read_on,
                                        .blocks = page_blocks,
                                        .without = page_without,
                                        .date = page_date,
                                        .absolute = page_absolute};
  return strcmp(id, TDG_EXT_PAGE) == 0 ? &table : NULL;
}
