/* akn_tree.c - the elements of an XML document in one array, in the order of the document; see akn_parser.h.
 *
 * Bounded in nodes and in the bytes of a text.  Nesting beyond the kit's limit is read as if flat. */
#include "akn_parser.h"

#include <string.h>

static struct akn_node *add(struct akn_tree *t) {
  if (t->n == MAX_AKN_NODES) {
    t->full = 1;
    return NULL;
  }
  if (t->n == t->cap) {
    uint32_t cap = t->cap > 0 ? t->cap * 2 : 256;
    struct akn_node *more = tdg_scratch(t->call, cap * sizeof *more);
    if (t->n > 0) memcpy(more, t->v, t->n * sizeof *more);
    t->v = more;
    t->cap = cap;
  }
  struct akn_node *n = &t->v[t->n];
  const struct tdg_str none = {"", 0};
  *n = (struct akn_node){none, none, none, none, none, none,    none,
                         none, none, none, none, none, t->open, t->n + 1};
  t->n++;
  return n;
}

static struct tdg_str value_of(const struct tdg_xml_element *e, const char *name, const char *earlier) {
  struct tdg_str v = tdg_xml_value(e, name);
  return v.n > 0 || earlier == NULL ? v : tdg_xml_value(e, earlier);
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct akn_tree *t = arg;
  uint32_t at = t->n;
  struct akn_node *n = add(t);
  if (n == NULL) return;
  n->name = tdg_str_copy(t->call, tdg_str_of(e->local));
  n->id = value_of(e, "eId", "id");
  n->href = tdg_xml_value(e, "href");
  n->show_as = tdg_xml_value(e, "showAs");
  n->refers_to = tdg_xml_value(e, "refersTo");
  n->date = tdg_xml_value(e, "date");
  n->kind = tdg_xml_value(e, "name");
  n->value = tdg_xml_value(e, "value");
  n->language = tdg_xml_value(e, "language");
  n->class_name = tdg_xml_value(e, "class");
  n->number = tdg_xml_value(e, "number");
  t->open = at;
}

static void on_end(void *arg, const char *local) {
  struct akn_tree *t = arg;
  (void)local;
  if (t->full || t->open == 0) return;
  t->v[t->open].end = t->n;
  t->open = t->v[t->open].parent;
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct akn_tree *t = arg;
  struct tdg_str none = {"", 0}, text = tdg_xml_append(t->xml, t->call, none, piece, MAX_AKN_TEXT);
  struct akn_node *n = add(t);
  if (n != NULL) n->text = tdg_str_copy(t->call, text);
}

static void on_blank(void *arg) {
  struct akn_tree *t = arg;
  struct akn_node *n = add(t);
  if (n != NULL) n->text = tdg_str_of(" ");
}

int akn_tree_read(struct akn_tree *t, struct tdg_str text) {
  static const struct tdg_xml_events events = {
      .start = on_start, .end = on_end, .text = on_text, .blank = on_blank};
  add(t); /* the document */
  t->open = 0;
  int rc = tdg_xml_read(t->xml, t->call, text, &events, t);
  while (t->open != 0) t->v[t->open].end = t->n, t->open = t->v[t->open].parent;
  t->v[0].end = t->n;
  return rc;
}

int akn_is(const struct akn_tree *t, uint32_t i, const char *name) {
  return tdg_nocase_is(t->v[i].name, name);
}

uint32_t akn_find(const struct akn_tree *t, uint32_t i, const char *name) {
  for (uint32_t k = i + 1; k < t->v[i].end; k++)
    if (akn_is(t, k, name)) return k;
  return 0;
}

uint32_t akn_child(const struct akn_tree *t, uint32_t i, uint32_t at) {
  uint32_t next = at == 0 ? i + 1 : t->v[at].end;
  return next < t->v[i].end ? next : 0;
}

/* Elements that begin a line of their own. */
static int is_box(const struct akn_tree *t, uint32_t i) {
  static const char *const names[] = {"p",    "li",  "br",      "td",    "th",     "tr",
                                      "item", "num", "heading", "block", "content"};
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
    if (akn_is(t, i, names[k])) return 1;
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

struct tdg_str akn_text(const struct akn_tree *t, uint32_t i, const char *without) {
  struct tdg_buf b = tdg_buf_make(t->call, MAX_AKN_TEXT);
  int space = 0;
  for (uint32_t k = i; k < t->v[i].end;) {
    if (without != NULL && k != i && akn_is(t, k, without)) {
      k = t->v[k].end;
      continue;
    }
    if (t->v[k].name.n == 0) add_folded(&b, t->v[k].text, &space);
    else if (is_box(t, k)) space = 1;
    k++;
  }
  return tdg_buf_get(&b);
}
