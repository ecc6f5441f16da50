/* akn_parser.h - one document of Akoma Ntoso on its way to a record: the texts of its elements, and what the record
 * is made of.
 *
 * Everything lives in the memory of the call. */
#ifndef PARSE_AKN_PARSER_H
#define PARSE_AKN_PARSER_H

#include <stdint.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/xml_tree.h>
#include <tidings/plugin.h>

enum {
  MAX_AKN_NODES = 200000, /* of a document; what follows is left out, and flagged */
  MAX_AKN_TEXT = 1 << 20, /* bytes of one text */
  MAX_AKN_NUMBER = 200
};

/* akn_text.c: the text below a node, white space folded; what stands below elements of this name (NULL: none) is left out. */
struct tdg_str akn_text(const struct tdg_xml_tree *t, uint32_t i, const char *without);

/* akn_statement.c: the record of the document below node i: a status. */
int akn_statement(struct tdg_xml_tree *t, const tdg_rec *doc, uint32_t i);

#endif
