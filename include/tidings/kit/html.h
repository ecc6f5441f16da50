/* tidings/kit/html.h - markup inside a field (a feed item's body, a summary) becomes blocks or plain text.
 *
 * A small tokeniser after the WHATWG rules, linear in its input, no tree: open elements are a stack of bounded depth
 * (256; deeper markup is read as if flat).  Nothing foreign survives: scripts, styles, forms, event handlers and
 * unknown schemes have no form in a record.  What is kept: paragraphs, headings, quotes, lists, tables, code, images,
 * embeds, rules, and inside text links and emphasis as spans.
 *
 * Whole pages are another matter: see tidings/kit/html_tree.h.
 */
#ifndef TIDINGS_KIT_HTML_H
#define TIDINGS_KIT_HTML_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Append the blocks of a fragment to rec.  base: absolute URL that relative addresses are resolved against, "" when
 * unknown.  Returns the number of blocks. */
size_t tdg_html_blocks(tdg_call *call, tdg_rec *rec, struct tdg_str html, struct tdg_str base);
/* The text of a fragment: tags removed, references decoded, white space folded; block boundaries become one space. */
struct tdg_str tdg_html_text(tdg_call *call, struct tdg_str html);
/* Decode character references only ("&amp;eacute;" -> "&eacute;", once).  in_attribute: the rules for attributes. */
struct tdg_str tdg_html_unescape(tdg_call *call, struct tdg_str text, int in_attribute);
/* Decode the reference at p (which points at '&').  Writes at most 8 bytes of UTF-8, sets *used to the bytes read.
 * Returns the bytes written, 0 when it is no reference.  Windows-1252 numbers (&#146;) mean what they mean there. */
size_t tdg_html_reference(const char *p, const char *end, int in_attribute, char out[8], size_t *used);
/* Does the text look like markup (a tag or a reference that HTML would decode)? */
int tdg_html_looks_like(struct tdg_str text);
/* White space folded to single spaces, ends trimmed. */
struct tdg_str tdg_fold_space(tdg_call *call, struct tdg_str text);

#ifdef __cplusplus
}
#endif
#endif
