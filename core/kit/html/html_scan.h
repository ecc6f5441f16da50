/* kit/html/html_scan.h - the tokeniser of pages: tags, their attributes, text; after the WHATWG rules, linear in its input.
 *
 *   struct html_scan s; html_scan_open(&s, src);
 *   while (html_scan_next(&s)) switch (s.kind) { ... }
 */
#ifndef KIT_HTML_SCAN_H
#define KIT_HTML_SCAN_H

#include "kit/html/html_tags.h"

enum html_scan_kind { SCAN_TEXT = 1, SCAN_OPEN, SCAN_CLOSE };

struct html_scan {
  const char *base, *p, *end;
  int kind;
  unsigned tag;
  uint32_t hash;    /* of the name of an unknown element */
  uint32_t name_at; /* of the element */
  int keep_all;     /* attributes that nobody here knows are kept as well: a site's rule may */
  int self_closing;
  uint32_t at, len;         /* text: the slice; open: unused */
  uint32_t raw_at, raw_len; /* content of a raw element, when has_raw */
  int has_raw;
  struct tdg_attr attr[TDG_TAG_ATTRS];
  uint32_t n_attrs;
  /* Where nothing more of a kind is left; keeps every failed search from being made twice. */
  const char *no_comment_end, *no_quote[2];
  const char *raw_end[HTML_RAW_SLOTS]; /* next end tag of each raw element, as last searched */
  int in_noscript; /* set by the reader: an iframe must not swallow what follows the noscript */
};

void html_scan_open(struct html_scan *s, struct tdg_str src);
int html_scan_next(struct html_scan *s);

#endif
