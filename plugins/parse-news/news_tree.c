/* news_tree.c - the text below a node of an XML document, and what is inside an element as HTML; see news_item.h.
 *
 * Texts lie in the memory of the call, to a maximum; what is behind it is left out. */
#include "news_item.h"

#include <tidings/kit/html.h>
#include <tidings/kit/utf8.h>

enum { MAX_TEXT = 4 << 20 };

struct tdg_str tree_text(const struct tdg_xml_tree *t, uint32_t i) {
  struct tdg_buf b;
  if (i == 0) return tdg_str_of("");
  b = tdg_buf_make(t->call, MAX_TEXT);
  for (uint32_t k = i + 1; k < t->node[i].end; k++) {
    if (t->node[k].name.n == 0) tdg_buf_add(&b, t->node[k].text.p, t->node[k].text.n);
    else if (tdg_xml_tree_is(t, k, "p") || tdg_xml_tree_is(t, k, "br")) tdg_buf_char(&b, ' ');
  }
  return tdg_fold_space(t->call, tdg_buf_get(&b));
}

struct tdg_str tree_child_text(const struct tdg_xml_tree *t, uint32_t i, const char *name) {
  return i == 0 ? tdg_str_of("") : tree_text(t, tdg_xml_tree_child(t, i, name, 0));
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

static const char *html_name(const struct tdg_xml_tree *t, uint32_t i) {
  for (size_t k = 0; k < sizeof elements / sizeof elements[0]; k++)
    if (tdg_xml_tree_is(t, i, elements[k].name)) return elements[k].as;
  return "";
}

static void put_tag(const struct tdg_xml_tree *t, uint32_t i, const char *name, struct tdg_buf *b) {
  static const char *const kept[] = {"href", "src", "alt", "colspan", "rowspan", "start"};
  tdg_buf_char(b, '<');
  tdg_buf_str(b, name);
  for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++) {
    struct tdg_str v = tdg_xml_tree_attribute(t, i, kept[k]);
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

struct tdg_str tree_html(const struct tdg_xml_tree *t, uint32_t i) {
  struct open_tag open[TDG_XML_DEPTH + 2];
  size_t n = 0;
  struct tdg_buf b;
  if (i == 0) return tdg_str_of("");
  b = tdg_buf_make(t->call, MAX_TEXT);
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
