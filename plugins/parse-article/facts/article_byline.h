/* article_byline.h - the words of a byline: which of them are names, and which only stand around names. */
#ifndef PARSE_ARTICLE_ARTICLE_BYLINE_H
#define PARSE_ARTICLE_ARTICLE_BYLINE_H

#include "article_page.h"

enum { MAX_NAMES = 24 };
struct byline {
  struct tdg_str name[MAX_NAMES]; /* slices of the text */
  size_t n;
};

/* "By Ada Quill and Bo Lantern, Coast correspondents" is "Ada Quill", "Bo Lantern".  Words that introduce,
 * offices, places, degrees and addresses are left out; what is no name at all gives none. */
void byline_read(struct tdg_str text, struct byline *out);
/* Does it begin with a word that introduces an author?  *rest is what follows, maybe nothing. */
int byline_label(struct tdg_str text, struct tdg_str *rest);
/* "Author: Ada Quill", "(责编：...)": such a word with a colon, and something behind it. */
int byline_colon(struct tdg_str text);
/* Two to five words that look like the name of a person; never true in scripts without capitals. */
int byline_person(struct tdg_str text);
/* The account of a machine's keeper, whoever wrote with it: admin, webmaster. */
int byline_account(struct tdg_str name);

#endif
