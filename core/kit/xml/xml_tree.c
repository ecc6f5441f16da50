/* kit/xml/xml_tree.c - an XML document as an array of nodes; see tidings/kit/xml_tree.h.
 *
 * Nodes and attributes are two arrays in the memory of the call that grow by doubling, to a maximum. */
#include "kit/xml/xml_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/xml_tree.h>

enum { FIRST_NODES = 512 };

struct builder {
  struct tdg_xml_tree *t;
  tdg_xml *xml;
  uint32_t cap, cap_attributes, max, depth;
  uint32_t open[TDG_XML_DEPTH + 2]; /* 0: there was no room for its node */
};

static void *grown(tdg_call *call, const void *old, size_t used, size_t bytes) {
  void *out = tdg_scratch(call, bytes);
  if (used > 0) memcpy(out, old, used);
  return out;
}

/* 0 when there is no room for another one. */
static uint32_t new_node(struct builder *b) {
  struct tdg_xml_tree *t = b->t;
  if (t->n == b->cap) {
    if (b->cap >= b->max) {
      t->full = 1;
      return 0;
    }
    b->cap = b->cap == 0 ? FIRST_NODES : b->cap * 2;
    t->node = grown(t->call, t->node, t->n * sizeof *t->node, b->cap * sizeof *t->node);
  }
  t->node[t->n] =
      (struct tdg_xml_node){.name = {"", 0}, .text = {"", 0}, .parent = b->open[b->depth], .end = t->n + 1};
  return t->n++;
}

static void add_attribute(struct builder *b, const char *name, struct tdg_str value, int ns) {
  struct tdg_xml_tree *t = b->t;
  if (t->n_attributes == b->cap_attributes) {
    if (b->cap_attributes >= b->max) return;
    b->cap_attributes = b->cap_attributes == 0 ? FIRST_NODES : b->cap_attributes * 2;
    t->attribute = grown(t->call, t->attribute, t->n_attributes * sizeof *t->attribute,
                         b->cap_attributes * sizeof *t->attribute);
  }
  t->attribute[t->n_attributes++] = (struct tdg_xml_node_attribute){
      tdg_str_copy(t->call, tdg_str_of(name)), tdg_str_copy(t->call, tdg_str_trim(value)), ns};
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct builder *b = arg;
  struct tdg_xml_tree *t = b->t;
  const uint32_t i = new_node(b);
  if (b->depth < TDG_XML_DEPTH + 1) b->open[++b->depth] = i;
  if (i == 0) return;
  t->node[i].name = tdg_str_copy(t->call, tdg_str_of(e->local));
  t->node[i].attribute = t->n_attributes;
  for (int k = 0; k < e->n_attributes; k++) {
    const char *name;
    const struct tdg_str value = tdg_xml_attribute_at(e, k, &name);
    add_attribute(b, name, value, xml_attribute_ns(e, k));
  }
  t->node[i].n_attributes = t->n_attributes - t->node[i].attribute;
}

static void on_end(void *arg, const char *local) {
  struct builder *b = arg;
  (void)local;
  if (b->depth == 0) return;
  const uint32_t i = b->open[b->depth--];
  if (i != 0) b->t->node[i].end = b->t->n;
}

static void add_text(struct builder *b, struct tdg_str s) {
  const uint32_t i = b->depth > 0 ? new_node(b) : 0;
  if (i != 0) b->t->node[i].text = s;
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct builder *b = arg;
  const struct tdg_str s = {piece->p, piece->n};
  add_text(b, piece->cdata ? s : tdg_xml_decode(b->xml, b->t->call, s));
}

static void on_blank(void *arg) { add_text(arg, tdg_str_of(" ")); }

static void on_cut(void *arg) { ((struct builder *)arg)->t->cut = 1; }

int tdg_xml_tree_read(struct tdg_xml_tree *t, tdg_xml *xml, tdg_call *call, struct tdg_str text,
                      uint32_t max) {
  static const struct tdg_xml_events events = {on_start, on_end, on_text, on_blank, on_cut};
  struct builder b = {.t = t, .xml = xml, .max = max};
  *t = (struct tdg_xml_tree){.call = call};
  new_node(&b); /* the document */
  const int status = tdg_xml_read(xml, call, text, &events, &b);
  while (b.depth > 0) on_end(&b, "");
  t->node[0].end = t->n;
  return status;
}

int tdg_xml_tree_is(const struct tdg_xml_tree *t, uint32_t i, const char *name) {
  return tdg_nocase_is(t->node[i].name, name);
}

uint32_t tdg_xml_tree_child(const struct tdg_xml_tree *t, uint32_t i, const char *name, uint32_t after) {
  for (uint32_t c = after != 0 ? t->node[after].end : i + 1; c < t->node[i].end; c = t->node[c].end)
    if (name == NULL || tdg_xml_tree_is(t, c, name)) return c;
  return 0;
}

uint32_t tdg_xml_tree_find(const struct tdg_xml_tree *t, uint32_t i, const char *name, uint32_t after) {
  for (uint32_t c = after != 0 ? after + 1 : i + 1; c < t->node[i].end; c++)
    if (tdg_xml_tree_is(t, c, name)) return c;
  return 0;
}

static struct tdg_str value_of(const struct tdg_xml_tree *t, uint32_t i, const char *name, int bare) {
  const struct tdg_xml_node *n = &t->node[i];
  for (uint32_t k = n->attribute; k < n->attribute + n->n_attributes; k++)
    if (tdg_nocase_is(t->attribute[k].name, name) && (!bare || t->attribute[k].ns == TDG_NS_CORE))
      return t->attribute[k].value;
  return tdg_str_of("");
}

struct tdg_str tdg_xml_tree_attribute(const struct tdg_xml_tree *t, uint32_t i, const char *name) {
  return value_of(t, i, name, 0);
}

struct tdg_str tdg_xml_tree_value(const struct tdg_xml_tree *t, uint32_t i, const char *name) {
  return value_of(t, i, name, 1);
}
