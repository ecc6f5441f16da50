/* grams.h - how much of one text stands in another, by groups of six bytes of letters and digits: alike in
 * any script. */
#ifndef PARSE_ARTICLE_GRAMS_H
#define PARSE_ARTICLE_GRAMS_H

#include "article_page.h"

struct grams {
  uint8_t *bits;
  int any;
};

/* Append what remains of p[0..len) without spaces and signs, ASCII in lower case, to out[n..max); the new
 * length. */
size_t squeeze(char *out, size_t n, size_t max, const char *p, size_t len);
void grams_add(struct page *pg, struct grams *g, struct tdg_str s);
/* Hundredths of the groups of a squeezed text that are in the set; -1 when the set is empty. */
int grams_like(const struct grams *g, const char *p, size_t n);

#endif
