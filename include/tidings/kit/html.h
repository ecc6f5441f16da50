/* tidings/kit/html.h - convert HTML inside a field (a feed item's body, a summary) to blocks or plain text.
 *
 * A small tokeniser that follows the WHATWG rules, linear in its input.  It builds no tree: open elements are
 * a stack of bounded depth (256; deeper markup is read as if flat).  Scripts, styles, forms, event handlers
 * and unknown URL schemes are removed.  Kept are paragraphs, headings, quotes, lists, tables, code, images,
 * embeds, rules, and links and emphasis inside text, as spans.
 *
 * For whole pages see tidings/kit/html_tree.h.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_HTML_H
#define TIDINGS_KIT_HTML_H

#include <tidings/kit/buf.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Append the blocks of a fragment to rec. base: absolute URL that relative addresses are resolved against, ""
 * when unknown.  Returns the number of blocks. */
size_t tdg_html_blocks(tdg_call *call, tdg_rec *rec, struct tdg_str html, struct tdg_str base);
/* The text of a fragment: tags removed, references decoded, white space folded; block boundaries become one
 * space. */
struct tdg_str tdg_html_text(tdg_call *call, struct tdg_str html);
/* Decode character references only ("&amp;eacute;" -> "&eacute;", once). in_attribute: the rules for
 * attributes. */
struct tdg_str tdg_html_unescape(tdg_call *call, struct tdg_str text, int in_attribute);
/* Decode the reference at p (which points at '&').  Writes at most 8 bytes of UTF-8, sets *used to the bytes
 * read.  Returns the bytes written, 0 when it is not a reference.  &#128; to &#159; are windows-1252 numbers,
 * as in HTML. */
size_t tdg_html_reference(const char *p, const char *end, int in_attribute, char out[8], size_t *used);
/* Add a text as HTML: & < > and " become references.  What does not fit into the buffer is left out, and nothing is cut
 * inside of a reference. */
void tdg_html_escape(struct tdg_buf *out, struct tdg_str text);
/* The beginning of a page as a probe needs it, at most max bytes: without the contents of scripts (but those of JSON-LD), of styles
 * and of comments, which may fill hundreds of KB in front of the text.  page itself when there is nothing to leave out. */
struct tdg_str tdg_html_head(tdg_call *call, struct tdg_str page, size_t max);
/* Does the text look like markup (a tag or a reference that HTML would decode)? */
int tdg_html_looks_like(struct tdg_str text);
/* Is there a tag of HTML in it?  References do not count. */
int tdg_html_has_tag(struct tdg_str text);
/* Replace each run of white space by one space and trim the ends. */
struct tdg_str tdg_fold_space(tdg_call *call, struct tdg_str text);
/* One line of plain text: of what looks like markup its text, else the text itself, white space folded. */
struct tdg_str tdg_html_line(tdg_call *call, struct tdg_str text);

#ifdef __cplusplus
}
#endif
#endif
