/* akn_text.c - the text below a node of an Akoma Ntoso document; see akn_parser.h.
 *
 * Bounded in the bytes of a text. */
#include "akn_parser.h"

#include <string.h>

/* Elements that begin a line of their own. */
static int is_box(const struct tdg_xml_tree *t, uint32_t i) {
  static const char *const names[] = {"p",    "li",  "br",      "td",    "th",     "tr",
                                      "item", "num", "heading", "block", "content"};
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
    if (tdg_xml_tree_is(t, i, names[k])) return 1;
  return 0;
}

static void add_folded(struct tdg_buf *b, struct tdg_str s, int *space) {
  for (size_t i = 0; i < s.n; i++) {
    if (tdg_is_space(s.p[i])) {
      *space = 1;
      continue;
    }
    if (*space && tdg_buf_get(b).n > 0) tdg_buf_char(b, ' ');
    *space = 0;
    tdg_buf_char(b, s.p[i]);
  }
}

struct tdg_str akn_text(const struct tdg_xml_tree *t, uint32_t i, const char *without) {
  struct tdg_buf b = tdg_buf_make(t->call, MAX_AKN_TEXT);
  int space = 0;
  for (uint32_t k = i; k < t->node[i].end;) {
    if (without != NULL && k != i && tdg_xml_tree_is(t, k, without)) {
      k = t->node[k].end;
      continue;
    }
    if (t->node[k].name.n == 0) add_folded(&b, t->node[k].text, &space);
    else if (is_box(t, k)) space = 1;
    k++;
  }
  return tdg_buf_get(&b);
}
