/* author_search.h - who wrote an article: the authors found so far, and where they are looked for on a page. */
#ifndef PARSE_ARTICLE_AUTHOR_SEARCH_H
#define PARSE_ARTICLE_AUTHOR_SEARCH_H

#include "page_facts.h"

enum { MAX_NAME_UNITS = 70, TAIL_NODES = 60 };

struct authors {
  struct page *pg;
  const struct meta *m;
  struct tdg_str name[MAX_AUTHORS], url[MAX_AUTHORS];
  size_t n;
  struct tdg_str site, publisher, tab; /* bare; tab: what stands behind the headline in the <title> */
  struct origin origin;
  uint32_t h1;
  unsigned tries;
  struct tdg_date_hint hint;
  int allow_site;    /* the outlet itself may be named */
  int allow_account; /* so may who keeps its machine */
  int one;           /* look at one byline alone */
  int shown;         /* read from the page's text, where dates stand beside names */
};

/* ---- author_list.c: names become authors, each once ---- */

/* One name; url: its page, or "". */
void author_add(struct authors *a, struct tdg_str name, struct tdg_str url);
/* The names in a text, of which the first has the url. */
void author_add_list(struct authors *a, struct tdg_str s, struct tdg_str url);
int author_has_digit(struct tdg_str s);

/* ---- author_search.c: elements that name an author ---- */

enum author_way { BY_REL, BY_ITEMPROP, BY_LABEL, BY_LINK, BY_NAME, BY_WORD, BY_COLON };
/* What a piece of text is to a byline. */
enum author_text { TEXT_SIGNS, TEXT_DATE, TEXT_PERSON, TEXT_OTHER };

/* Looks at nodes from .. to, and takes the neighbours of the first hit as well. */
void author_search(struct authors *a, uint32_t from, uint32_t to, enum author_way way);
/* One way after the other, until somebody is found. */
void author_search_around(struct authors *a, uint32_t from, uint32_t to);
/* *name is set for a person. */
enum author_text author_text_kind(const struct authors *a, uint32_t i, struct tdg_str *name);
/* Boxes around the headline as well are no junk, whatever they are called. */
int author_in_junk(const struct page *pg, uint32_t i, uint32_t h1);
/* Does the address lead to the page of an author? */
int author_is_link(struct tdg_str href);

/* ---- author_lines.c: names in the lines of the page ---- */

struct tdg_str author_line_text(const struct page *pg, const struct line *l);
/* Names that stand next to a date and nothing else. */
void author_beside_date(struct authors *a, uint32_t from, uint32_t to);
/* "Written by" in a line of its own: the next line is the name. */
void author_after_label(struct authors *a, uint32_t from, uint32_t to);
/* A label behind the article, or at its end, with a person's name in its line or the next one. */
void author_behind(struct authors *a, uint32_t last);
/* A name right below the headline, and again in another line: a box about the writer. */
void author_below_headline(struct authors *a);
/* The article's last line, when it is nothing but a name. */
void author_signature(struct authors *a, const struct body *b);

#endif
