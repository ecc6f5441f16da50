/* kit/html/html_token.h - the tokens of a fragment of HTML, after the tokeniser of the HTML standard, linear in
 * its input.
 *
 * Tokens are slices of the input; nothing is allocated and nothing fails.  Comments, doctypes and processing
 * instructions are passed over; a CDATA section is text.  The content of raw-text elements (script, style,
 * ...) comes as one HTML_RAW token behind their start tag.
 *
 * Pages have a tokeniser of their own (html_scan.h), which puts the rest of a page above what nobody closed and keeps
 * attributes by number.  Blocks of fragments made by way of it and its tree cost a third more, and one of 1,486 feeds
 * read otherwise.
 *
 *   struct html_lexer lexer = html_lexer_make(text);
 *   struct html_token t;
 *   while (html_next(&lexer, &t)) switch (t.type) ...
 */
#ifndef KIT_HTML_TOKEN_H
#define KIT_HTML_TOKEN_H

#include <tidings/kit/html_tree.h>

enum html_token_type { HTML_TEXT = 1, HTML_START, HTML_END, HTML_RAW };

struct html_token {
  int type;
  enum tdg_html_tag tag; /* of START, END; of RAW the element around it */
  const char *p, *end;   /* TEXT: with references; RAW: without; START: its attributes */
};
struct html_lexer {
  const char *p, *end;
  enum tdg_html_tag raw; /* its content comes next; TDG_HTML_TEXT: of none */
  uint32_t never_closed; /* raw-text elements without an end tag in the rest of the input: one bit each */
};
struct html_attr {
  struct tdg_str name, value; /* the value with its references; both slices that end without a NUL */
};

struct html_lexer html_lexer_make(struct tdg_str text);
int html_next(struct html_lexer *lexer, struct html_token *out);
/* Does a tag of this name mean markup, wherever it stands? */
static inline int html_is_markup(enum tdg_html_tag tag) {
  return tag != TDG_HTML_OTHER && (tdg_html_flags(tag) & TDG_IS_RARE) == 0;
}
/* The value of an attribute, references undone, in the memory of the call; {NULL, 0} when there is none. */
struct tdg_str html_attr_get(tdg_call *call, const struct html_token *t, const char *name);
#endif
