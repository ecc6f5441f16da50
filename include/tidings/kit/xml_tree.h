/* tidings/kit/xml_tree.h - a published XML document as a tree, for formats whose parts refer to each other.
 *
 * The nodes are one array in the order of the document: those below node i are i + 1 .. end - 1, node 0 is the document.
 * Names are without their prefix, and are compared without regard to case.  Read with tidings/kit/xml.h, so that broken
 * markup is repaired, and what is nested too deeply stands beside.  Everything is in the memory of the call; attributes and
 * nodes beyond a maximum are left out.
 *
 *   struct tdg_xml_tree t;
 *   if (tdg_xml_tree_read(&t, xml, call, tdg_xml_text(call, doc), 100000) == 0)
 *     for (uint32_t i = 0; (i = tdg_xml_tree_find(&t, 0, "item", i)) != 0;) use(tdg_xml_tree_value(&t, i, "id"));
 *
 * To link: pkg-config --cflags --libs tidings-kit-xml
 */
#ifndef TIDINGS_KIT_XML_TREE_H
#define TIDINGS_KIT_XML_TREE_H

#include <tidings/kit/xml.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_xml_node {
  struct tdg_str name; /* of an element; "" of a text */
  struct tdg_str text; /* of a text, decoded */
  uint32_t parent, end;
  uint32_t attribute, n_attributes; /* in the tree's */
};

struct tdg_xml_node_attribute {
  struct tdg_str name, value; /* value: trimmed */
  int ns;                     /* enum tdg_xml_ns; TDG_NS_CORE: none */
};

struct tdg_xml_tree {
  tdg_call *call;
  struct tdg_xml_node *node;
  uint32_t n;
  struct tdg_xml_node_attribute *attribute;
  uint32_t n_attributes;
  int cut, full; /* the document is cut off; it has more nodes than max */
};

/* 0, or -1 when the reader gave up; what was read until then is there.  Whether the document is refused, tdg_xml_refused() says. */
int tdg_xml_tree_read(struct tdg_xml_tree *t, tdg_xml *xml, tdg_call *call, struct tdg_str text,
                      uint32_t max);
int tdg_xml_tree_is(const struct tdg_xml_tree *t, uint32_t i, const char *name);
/* The first child of that name (NULL: any, texts too) behind the child `after` (0: from the first); 0: none. */
uint32_t tdg_xml_tree_child(const struct tdg_xml_tree *t, uint32_t i, const char *name, uint32_t after);
/* The first element of that name below i, at any depth, behind `after` (0: from the first); 0: none. */
uint32_t tdg_xml_tree_find(const struct tdg_xml_tree *t, uint32_t i, const char *name, uint32_t after);
/* An attribute in any namespace ("lang" is xml:lang as well); one without a namespace.  "" when there is none. */
struct tdg_str tdg_xml_tree_attribute(const struct tdg_xml_tree *t, uint32_t i, const char *name);
struct tdg_str tdg_xml_tree_value(const struct tdg_xml_tree *t, uint32_t i, const char *name);

#ifdef __cplusplus
}
#endif
#endif
