/* news_tree.c - an XML document as a tree, and what is inside an element as HTML; see news_item.h.
 *
 * Nodes and attributes are two arrays in the memory of the call that grow by doubling, to a maximum; what is behind it is
 * left out.  The kit's reader bounds the depth. */
#include "news_item.h"

#include <tidings/kit/html.h>
#include <tidings/kit/utf8.h>

enum { FIRST_NODES = 1024, MAX_TEXT = 4 << 20 };

static void *grown(struct news *n, const void *old, size_t used, size_t bytes) {
  void *out = tdg_scratch(n->call, bytes);
  if (used > 0) memcpy(out, old, used);
  return out;
}

/* 0 when there is no room for another one. */
static uint32_t new_node(struct news_tree *t) {
  if (t->n_nodes == t->cap_nodes) {
    uint32_t cap = t->cap_nodes == 0 ? FIRST_NODES : t->cap_nodes * 2;
    if (t->cap_nodes >= MAX_TREE) {
      t->cut = 1;
      return 0;
    }
    t->node = grown(t->n, t->node, t->n_nodes * sizeof *t->node, cap * sizeof *t->node);
    t->cap_nodes = cap;
  }
  t->node[t->n_nodes] = (struct news_node){.name = {"", 0}, .text = {"", 0}, .end = t->n_nodes + 1};
  return t->n_nodes++;
}

static void add_attr(struct news_tree *t, const char *name, struct tdg_str value) {
  if (t->n_attrs == t->cap_attrs) {
    uint32_t cap = t->cap_attrs == 0 ? FIRST_NODES : t->cap_attrs * 2;
    if (t->cap_attrs >= MAX_TREE) return;
    t->attr = grown(t->n, t->attr, t->n_attrs * sizeof *t->attr, cap * sizeof *t->attr);
    t->cap_attrs = cap;
  }
  t->attr[t->n_attrs++] =
      (struct news_attr){tdg_str_copy(t->n->call, tdg_str_of(name)), tdg_str_copy(t->n->call, value)};
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct news_tree *t = arg;
  uint32_t i = new_node(t);
  if (t->depth < TDG_XML_DEPTH + 1) t->open[++t->depth] = i;
  if (i == 0) return;
  t->node[i].name = tdg_str_copy(t->n->call, tdg_str_of(e->local));
  t->node[i].attr = t->n_attrs;
  for (int k = 0; k < e->n_attributes; k++) {
    const char *name;
    struct tdg_str value = tdg_xml_attribute_at(e, k, &name);
    add_attr(t, name, value);
  }
  t->node[i].n_attr = t->n_attrs - t->node[i].attr;
}

static void on_end(void *arg, const char *local) {
  struct news_tree *t = arg;
  (void)local;
  if (t->depth == 0) return;
  uint32_t i = t->open[t->depth--];
  if (i != 0) t->node[i].end = t->n_nodes;
}

static void add_text(struct news_tree *t, struct tdg_str s) {
  uint32_t i = t->depth > 0 ? new_node(t) : 0;
  if (i != 0) t->node[i].text = s;
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct news_tree *t = arg;
  struct tdg_str s = {piece->p, piece->n};
  add_text(t, piece->cdata ? s : tdg_xml_decode(t->n->xml, t->n->call, s));
}

static void on_blank(void *arg) { add_text(arg, tdg_str_of(" ")); }

static void on_cut(void *arg) { ((struct news_tree *)arg)->cut = 1; }

int tree_read(struct news_tree *t, struct tdg_str xml) {
  static const struct tdg_xml_events events = {on_start, on_end, on_text, on_blank, on_cut};
  new_node(t); /* node 0 is the document */
  int status = tdg_xml_read(t->n->xml, t->n->call, xml, &events, t);
  if (tdg_xml_refused(t->n->xml) != NULL)
    return tdg_fail(t->n->call, TDG_BAD_INPUT, "entity: the document declares %s; such documents are refused",
                    tdg_xml_refused(t->n->xml));
  while (t->depth > 0) on_end(t, "");
  t->node[0].end = t->n_nodes;
  if (status < 0 && t->n_nodes < 2)
    return tdg_fail(t->n->call, TDG_BAD_INPUT, "broken news: its markup cannot be parsed");
  return TDG_OK;
}

int tree_is(const struct news_tree *t, uint32_t i, const char *name) {
  return tdg_nocase_is(t->node[i].name, name);
}

uint32_t tree_child(const struct news_tree *t, uint32_t i, const char *name, uint32_t after) {
  for (uint32_t c = after != 0 ? t->node[after].end : i + 1; c < t->node[i].end; c = t->node[c].end)
    if (tree_is(t, c, name)) return c;
  return 0;
}

uint32_t tree_find(const struct news_tree *t, uint32_t i, const char *name, uint32_t after) {
  for (uint32_t c = after != 0 ? after + 1 : i + 1; c < t->node[i].end; c++)
    if (tree_is(t, c, name)) return c;
  return 0;
}

struct tdg_str tree_attr(const struct news_tree *t, uint32_t i, const char *name) {
  const struct news_node *n = &t->node[i];
  for (uint32_t k = n->attr; k < n->attr + n->n_attr; k++)
    if (tdg_nocase_is(t->attr[k].name, name)) return tdg_str_trim(t->attr[k].value);
  return tdg_str_of("");
}

struct tdg_str tree_text(const struct news_tree *t, uint32_t i) {
  struct tdg_buf b;
  if (i == 0) return tdg_str_of("");
  b = tdg_buf_make(t->n->call, MAX_TEXT);
  for (uint32_t k = i + 1; k < t->node[i].end; k++) {
    if (t->node[k].name.n == 0) tdg_buf_add(&b, t->node[k].text.p, t->node[k].text.n);
    else if (tree_is(t, k, "p") || tree_is(t, k, "br")) tdg_buf_char(&b, ' ');
  }
  return tdg_fold_space(t->n->call, tdg_buf_get(&b));
}

struct tdg_str tree_child_text(const struct news_tree *t, uint32_t i, const char *name) {
  return i == 0 ? tdg_str_of("") : tree_text(t, tree_child(t, i, name, 0));
}

/* ---- HTML ---- */

/* as: the element of HTML that it is; "": only what is inside counts; "-": nothing of it is text. */
static const struct {
  const char *name, *as;
} elements[] = {{"hl1", "h2"},
                {"hl2", "h2"},
                {"bq", "blockquote"},
                {"block", "div"},
                {"fn", "p"},
                {"media", "-"},
                {"note", "-"},
                {"nitf-table-metadata", "-"},
                {"head", "-"},
                {"script", "-"},
                {"style", "-"},
                {"credit", "cite"},
                {"h1", "h1"},
                {"h2", "h2"},
                {"h3", "h3"},
                {"h4", "h4"},
                {"h5", "h5"},
                {"h6", "h6"},
                {"p", "p"},
                {"ul", "ul"},
                {"ol", "ol"},
                {"li", "li"},
                {"dl", "dl"},
                {"dt", "dt"},
                {"dd", "dd"},
                {"table", "table"},
                {"caption", "caption"},
                {"thead", "thead"},
                {"tbody", "tbody"},
                {"tfoot", "tfoot"},
                {"tr", "tr"},
                {"th", "th"},
                {"td", "td"},
                {"blockquote", "blockquote"},
                {"pre", "pre"},
                {"code", "code"},
                {"em", "em"},
                {"strong", "strong"},
                {"b", "b"},
                {"i", "i"},
                {"sub", "sub"},
                {"sup", "sup"},
                {"q", "q"},
                {"a", "a"},
                {"br", "br"},
                {"hr", "hr"},
                {"img", "img"},
                {"figure", "figure"},
                {"figcaption", "figcaption"},
                {"section", "section"},
                {"div", "div"},
                {"article", "div"},
                {"aside", "aside"},
                {"span", "span"}};

static const char *html_name(const struct news_tree *t, uint32_t i) {
  for (size_t k = 0; k < sizeof elements / sizeof elements[0]; k++)
    if (tree_is(t, i, elements[k].name)) return elements[k].as;
  return "";
}

static void put_tag(const struct news_tree *t, uint32_t i, const char *name, struct tdg_buf *b) {
  static const char *const kept[] = {"href", "src", "alt", "colspan", "rowspan", "start"};
  tdg_buf_char(b, '<');
  tdg_buf_str(b, name);
  for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++) {
    struct tdg_str v = tree_attr(t, i, kept[k]);
    if (v.n == 0) continue;
    tdg_buf_char(b, ' ');
    tdg_buf_str(b, kept[k]);
    tdg_buf_str(b, "=\"");
    tdg_html_escape(b, v);
    tdg_buf_char(b, '"');
  }
  tdg_buf_char(b, '>');
}

struct open_tag {
  uint32_t end;
  const char *name;
};

static void close_tags(struct tdg_buf *b, struct open_tag *open, size_t *n, uint32_t before) {
  while (*n > 0 && open[*n - 1].end <= before) {
    const char *name = open[--*n].name;
    if (strcmp(name, "br") == 0 || strcmp(name, "img") == 0 || strcmp(name, "hr") == 0) continue;
    tdg_buf_str(b, "</");
    tdg_buf_str(b, name);
    tdg_buf_char(b, '>');
  }
}

struct tdg_str tree_html(const struct news_tree *t, uint32_t i) {
  struct open_tag open[TDG_XML_DEPTH + 2];
  size_t n = 0;
  struct tdg_buf b;
  if (i == 0) return tdg_str_of("");
  b = tdg_buf_make(t->n->call, MAX_TEXT);
  for (uint32_t k = i + 1; k < t->node[i].end; k++) {
    close_tags(&b, open, &n, k);
    if (t->node[k].name.n == 0) {
      tdg_html_escape(&b, t->node[k].text);
      continue;
    }
    const char *name = html_name(t, k);
    if (name[0] == '-') k = t->node[k].end - 1;
    if (name[0] == '-' || name[0] == '\0' || n == sizeof open / sizeof open[0]) continue;
    put_tag(t, k, name, &b);
    open[n++] = (struct open_tag){t->node[k].end, name};
  }
  close_tags(&b, open, &n, t->node[i].end);
  return tdg_buf_get(&b);
}
