/* akn_parser.h - one document of Akoma Ntoso on its way to a record: a tree of its elements, and what the record is made of.
 *
 * Everything lives in the memory of the call. */
#ifndef PARSE_AKN_PARSER_H
#define PARSE_AKN_PARSER_H

#include <stdint.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/xml.h>
#include <tidings/plugin.h>

enum {
  MAX_AKN_NODES = 200000, /* of a document; what follows is left out, and flagged */
  MAX_AKN_TEXT = 1 << 20, /* bytes of one text */
  MAX_AKN_NUMBER = 200
};

/* The attributes that are read. */
struct akn_node {
  struct tdg_str name; /* of an element; "" of a text */
  struct tdg_str text; /* of a text, decoded */
  struct tdg_str id, href, show_as, refers_to, date, kind, value, language, class_name, number;
  uint32_t parent, end; /* the nodes below it are i + 1 .. end - 1 */
};

struct akn_tree {
  tdg_call *call;
  tdg_xml *xml;
  struct akn_node *v;
  uint32_t n, cap, open;
  int full;
};

/* akn_tree.c.  0, or -1: the document is refused, and why is said. */
int akn_tree_read(struct akn_tree *t, struct tdg_str text);
int akn_is(const struct akn_tree *t, uint32_t i, const char *name);
/* The first element of this name below i, at any depth; 0. */
uint32_t akn_find(const struct akn_tree *t, uint32_t i, const char *name);
/* The children of i: 0 at the end; at: 0 at the beginning. */
uint32_t akn_child(const struct akn_tree *t, uint32_t i, uint32_t at);
/* The text below a node, white space folded; what stands below elements of this name (NULL: none) is left out. */
struct tdg_str akn_text(const struct akn_tree *t, uint32_t i, const char *without);

/* akn_statement.c: the record of the document below node i: a status. */
int akn_statement(struct akn_tree *t, const tdg_rec *doc, uint32_t i);

#endif
